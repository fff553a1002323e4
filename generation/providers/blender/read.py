"""From a request to a scene description: pure, quick, and the same for the same request."""

import random

from generation.providers.base import PictureRequest
from generation.providers.blender import words
from generation.providers.blender.scene import Kind, Rgb, SceneDescription
from generation.providers.local.pictures.color import lch
from generation.providers.local.pictures.palette import Palette, film_palette
from generation.providers.local.pictures.prompt import Wishes, plain_text, read_wishes
from generation.providers.local.pictures.words import COLORS

SAMPLES = 12
# mood: (key to fill, strength of the rim, richness of colour)
MOODS: dict[str, tuple[float, float, float]] = {
    "hopeful": (2.5, 0.7, 1.05), "calm": (3.0, 0.7, 0.9), "curious": (3.0, 0.9, 1.15), "proud": (5.0, 1.2, 1.0),
    "wistful": (4.5, 0.7, 0.7), "tense": (9.0, 1.5, 0.75), "night": (8.0, 1.4, 0.8),
}  # fmt: skip
_LENS = {"extreme_wide": 24, "wide": 35, "medium": 50, "close": 85, "insert": 135}
_SCALE = {"extreme_wide": 0.34, "wide": 0.46, "medium": 0.62, "close": 0.68, "insert": 0.74}


def read_scene(request: PictureRequest, *, samples: int = SAMPLES) -> SceneDescription | None:
    """The scene that the request describes; None where it is none of the kinds that are modelled.

    Charts, portraits, people, and prompts that name neither a thing, a room nor a land of ours are such.
    """
    if request.chart is not None or request.sitter is not None:
        return None
    wishes = read_wishes(request)
    said = _said(wishes)
    wants_people = _has(said, words.PEOPLE) and "people" not in wishes.excluded
    kind = _kind(said, wishes)
    if kind is None or wants_people:
        return None
    return _describe(wishes, said, kind, samples)


def _said(wishes: Wishes) -> str:
    return f" {wishes.request.prompt} {plain_text(wishes.request.place)} "


def _kind(said: str, wishes: Wishes) -> Kind | None:
    subject, room, land = (_find(said, table) for table in (words.SUBJECTS, words.ROOMS, words.LANDS))
    is_near = wishes.request.shot_size in ("close", "insert")
    if subject and (is_near or _has(said, words.STUDIO) or not (room or land)):
        return "product"
    if room and land:  # "a room with a view of the sea" is a room, "a house in the hills" a land
        return (
            "landscape"
            if room == "living room" and not _has(said, ("room", "interior", "sofa", "loft"))
            else "interior"
        )
    if room:
        return "interior"
    return "landscape" if land else None


def _describe(wishes: Wishes, said: str, kind: Kind, samples: int) -> SceneDescription:
    request = wishes.request
    rng = random.Random(f"{request.seed}|{said}|{request.shot_size}|{request.angle}")
    ratio, rim, richness = MOODS.get(request.mood, MOODS["calm"])
    palette = film_palette(request.palette_seed, brand_colors=request.brand_colors, richness=richness)
    subject = _find(said, words.SUBJECTS)
    material = _material(said, subject)
    if _has(said, words.RIM):
        rim = max(rim, 1.6)
    if _has(said, words.HARD):
        ratio = max(ratio, 8.0)
    elif _has(said, words.SOFT):
        ratio = min(ratio, 2.0)
    lens, f_stop = _lens(said, request, kind)
    side = -1 if _has(said, words.FROM_LEFT) else 1 if _has(said, words.FROM_RIGHT) else rng.choice((-1, 1))
    surface, setting = _ground(said, kind, subject, rng)
    is_centred = kind == "product" or request.width < request.height
    return SceneDescription(
        kind=kind, subject=subject, material=material, color=_color(wishes, subject, material, palette, rng),
        accent=palette.material("accent"), ground=palette.material("ground"), second=palette.material("second"),
        surface=surface, setting=setting, time=request.time_of_day, weather=request.weather, key_side=side,
        key_to_fill=ratio, rim=rim, lens_mm=lens, f_stop=f_stop, angle=request.angle,
        scale=_SCALE["medium" if kind == "product" and request.shot_size == "wide" else request.shot_size],
        offset=0.0 if is_centred else -0.3 * side, width=request.width, height=request.height,
        seed=rng.randrange(1 << 31), samples=samples,
    )  # fmt: skip


def _material(said: str, subject: str) -> str:
    """The material named next before the subject ("a glass bottle on a wooden table"), else its usual one."""
    if not subject:
        return ""
    at = min((place for word in words.SUBJECTS[subject] if (place := said.find(f" {word} ")) >= 0), default=len(said))
    before = " " + " ".join(said[:at].split()[-4:]) + " "
    of = said[at:].split(" on ")[0]
    return _find(before, words.MATERIALS) or _find(f" {of} ", words.MATERIALS) or words.USUAL_MATERIAL[subject]


def _color(wishes: Wishes, subject: str, material: str, palette: Palette, rng: random.Random) -> Rgb:
    """The colour that the prompt gives the subject, else one that suits the material and the film's palette."""
    named = wishes.color_of(words.SUBJECTS[subject]) if subject else ""
    named = named or wishes.color_of(words.MATERIALS.get(material, ()))
    if named and named not in ("gold", "golden", "silver"):
        return lch(*COLORS[named])
    if material in ("ceramic", "paper", "marble"):
        return rng.choice((palette.material("white"), palette.material("first_pale"), palette.material("ground_pale")))
    if material == "glass":
        return palette.material("ground_pale")
    if material in ("plastic", "fabric", "leather"):
        return rng.choice((palette.material("first"), palette.material("second"), palette.material("ground")))
    return palette.material("first_pale")


def _ground(said: str, kind: Kind, subject: str, rng: random.Random) -> tuple[str, str]:
    """(surface, setting)."""
    if kind == "interior":
        return "wood", _find(said, words.ROOMS)
    if kind == "landscape":
        return "", _find(said, words.LANDS)
    after = said.partition(" on ")[2] or (said if _has(said, ("table", "desk", "wet")) else "")
    surface = _find(f" {after} ", words.SURFACES)
    if surface:
        return surface, "table"
    if _has(said, ("seamless", "backdrop", "studio")) or subject == "chair":
        return "seamless", "seamless"
    return rng.choice((("seamless", "seamless"), ("concrete", "table"), ("gloss", "table"), ("wood", "table")))


def _lens(said: str, request: PictureRequest, kind: Kind) -> tuple[float, float]:
    named = _find(said, {str(mm): names for mm, names in words.LENSES.items()})
    usual = _LENS[request.shot_size]
    if kind == "product":
        usual = max(85 if request.shot_size != "extreme_wide" else 50, usual)
    elif kind == "interior":
        usual = min(35, usual)
    lens = int(named) if named else usual
    f_stop = {"product": 4.0, "interior": 5.6, "landscape": 11.0}[kind]
    if _has(said, words.SHALLOW):
        f_stop = 1.8
    elif _has(said, words.DEEP):
        f_stop = 16.0
    return float(lens), f_stop


def _has(said: str, phrases: tuple[str, ...]) -> bool:
    return any(f" {phrase} " in said for phrase in phrases)


def _find(said: str, table: dict[str, tuple[str, ...]]) -> str:
    """The key whose longest phrase stands in the text, the earliest of equals; "" for none."""
    hits = [
        (-len(phrase.split()), at, key)
        for key, phrases in table.items()
        for phrase in phrases
        if (at := said.find(f" {plain_text(phrase)} ")) >= 0
    ]
    return min(hits)[2] if hits else ""
