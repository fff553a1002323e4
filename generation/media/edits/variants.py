"""Several answers to one prompt: each operation has interpretations, and a variant takes the same one of each."""

from dataclasses import dataclass

from generation.media.edits import lights, media_styles, softness, styles, weather, writing
from generation.media.edits import sky as skies
from generation.media.edits.canvas import Canvas, Effect
from generation.media.edits.intents import Operation
from generation.media.edits.looks import Look, looks_for
from generation.media.edits.tempo import Tempo, tempo

# By kind: what the first, second and third interpretation are called.
TITLES: dict[str, tuple[str, str, str]] = {
    "brighten": ("Brighter", "Bright and airy", "A touch brighter"),
    "darken": ("Darker", "Low key", "A touch darker"),
    "contrast": ("More contrast", "Hard contrast", "A little more contrast"),
    "flat": ("Softer contrast", "Matte", "A little softer"),
    "saturate": ("Vivid", "Very vivid", "A little more colour"),
    "desaturate": ("Muted", "Nearly colourless", "A little muted"),
    "warm": ("Warmer", "Very warm", "A touch warmer"),
    "cool": ("Cooler", "Icy", "A touch cooler"),
    "tint": ("In {colour} light", "Deep {colour} light", "A breath of {colour}"),
    "recolour": ("{Target} in {colour}", "{Target} in pale {colour}", "{Target} in {colour}"),
    "black_and_white": ("Black and white", "Black and white, red filter", "Soft black and white"),
    "noir": ("Film noir", "Film noir, harder", "Film noir, softer"),
    "sepia": ("Sepia", "Warm sepia", "Sepia"),
    "teal_orange": ("Teal and orange", "Strong teal and orange", "Light teal and orange"),
    "cinematic": ("Cinematic", "Cinematic, letterboxed", "Cinematic, lighter"),
    "vintage": ("Faded print", "Cross-processed", "Lightly faded"),
    "pastel": ("Pastel", "Pale pastel", "Light pastel"),
    "dreamy": ("Soft glow", "Cool dream", "Light glow"),
    "neon": ("Neon magenta", "Neon cyan", "Neon"),
    "invert": ("Negative", "Grey negative", "Negative"),
    "thermal": ("Heat camera", "Night vision", "Heat camera"),
    "night": ("Moonlit night", "Night with lights", "Grey night"),
    "dusk": ("Violet dusk", "Blue hour", "Early dusk"),
    "golden_hour": ("Golden hour", "Low amber sun", "Mild evening sun"),
    "dawn": ("Rosy dawn", "Pale morning", "Dawn"),
    "day": ("Daylight", "Bright noon", "Daylight"),
    "sunny": ("Sunny", "High summer", "A little sun"),
    "overcast": ("Overcast", "Gloomy", "Thin cloud"),
    "rain": ("Steady rain", "Downpour", "Drizzle"),
    "storm": ("Thunderstorm", "Heavy thunderstorm", "Distant storm"),
    "snow": ("Gentle snow", "Snowstorm", "A few flakes"),
    "fog": ("Morning mist", "Thick fog", "Thin haze"),
    "dust": ("Dusty air", "Sandstorm", "Thin dust"),
    "sky": ("{Target} sky", "{Target} sky, more cloud", "{Target} sky"),
    "rays": ("Light from the left", "Strong light from the right", "Faint rays"),
    "flare": ("Light leak", "Lens flare", "Light leak"),
    "spotlight": ("Spotlight", "Hard spotlight", "Soft spotlight"),
    "vignette": ("Dark corners", "Deep vignette", "Light vignette"),
    "flicker": ("Firelight", "Restless fire", "Candle"),
    "blur": ("Blurred", "Strongly blurred", "Softened"),
    "pixelate": ("Pixelated", "Blurred out", "Pixelated"),
    "background_blur": ("Soft background", "Very soft background", "Slightly soft background"),
    "grey_background": ("Grey background", "Dark grey background", "Grey background"),
    "dark_background": ("Darker background", "Background in the dark", "Slightly darker background"),
    "tilt_shift": ("Miniature", "Miniature, narrow band", "Slight miniature"),
    "motion_blur": ("Motion trails", "Light trails", "Short trails"),
    "sharpen": ("Sharper", "More clarity", "Slightly crisper"),
    "denoise": ("Less noise", "Very smooth", "A little less noise"),
    "sketch": ("Pencil sketch", "Coloured pencil", "Pencil sketch"),
    "watercolour": ("Watercolour", "Loose watercolour", "Watercolour"),
    "oil": ("Oil painting", "Broad brush", "Oil painting"),
    "comic": ("Comic", "Comic with dots", "Comic"),
    "halftone": ("Newsprint", "Colour print dots", "Newsprint"),
    "pixel_art": ("Pixel art", "Chunky pixel art", "Pixel art"),
    "grain": ("Film grain", "Coarse grain", "Fine grain"),
    "old_film": ("Old film, toned", "Old film, black and white", "Old film"),
    "vhs": ("Video tape", "Worn video tape", "Clean video tape"),
    "glitch": ("Glitches", "Many glitches", "Few glitches"),
    "zoom_in": ("Slow push in", "Strong push in", "Slight push in"),
    "zoom_out": ("Slow pull back", "Strong pull back", "Slight pull back"),
    "shake": ("Handheld", "Trembling", "Slightly handheld"),
    "mirror": ("Flipped", "Mirrored halves", "Flipped"),
    "letterbox": ("2.39 : 1 bars", "2 : 1 bars", "Bars"),
    "fade_in": ("Fades in", "Fades in slowly", "Fades in quickly"),
    "fade_out": ("Fades out", "Fades out slowly", "Fades out quickly"),
    "text": ("“{text}”", "“{text}” on a plate", "“{text}”"),
    "remove": ("Without {the}", "Without {the}, textured", "Without {the}"),
    "slow": ("Slow motion", "Slow in the middle", "Slow motion"),
    "fast": ("Faster", "A rush in the middle", "Faster"),
    "reverse": ("Backwards", "There and back", "Backwards"),
    "freeze": ("Freeze", "A held moment", "Freeze"),
}  # fmt: skip

BEFORE_LOOKS = ("sky", "denoise")  # done to the picture as it was filmed
# What is laid over what: the picture's own softness, then its background, air, light, the manner, the camera, words.
ORDER = (
    "sharpen", "blur", "pixelate", "background_blur", "grey_background", "dark_background", "tilt_shift", "motion_blur",
    "fog", "dust", "night", "golden_hour", "rays", "spotlight", "flicker", "dreamy", "rain", "snow", "storm", "neon",
    "sketch", "watercolour", "oil", "comic", "halftone", "pixel_art", "flare", "vignette", "cinematic", "vintage",
    "noir", "teal_orange", "zoom_in", "zoom_out", "shake", "mirror", "grain", "old_film", "vhs", "glitch", "letterbox",
    "fade_in", "fade_out", "text",
)  # fmt: skip
MAKERS = {
    **weather.EFFECTS, **lights.EFFECTS, **softness.EFFECTS, **styles.EFFECTS, **media_styles.EFFECTS,
    **skies.EFFECTS, "text": writing.text,
}  # fmt: skip
MOST_TITLE = 70


@dataclass(frozen=True)
class Recipe:
    """What one variant does: effects before and after its looks, and when things happen."""

    title: str
    applied: tuple[str, ...]
    before: tuple[Effect, ...]
    looks: tuple[Look, ...]
    after: tuple[Effect, ...]
    tempo: Tempo | None
    unsupported: tuple[str, ...]


def recipe(operations: tuple[Operation, ...], flavour: int, canvas: Canvas, hues: dict[str, float | None]) -> Recipe:
    """The `flavour`th interpretation of the operations. `hues` are the present hues of what is to be recoloured."""
    before: list[Effect] = []
    after: list[Effect] = []
    looks: list[Look] = []
    lost: list[str] = []
    done: list[Operation] = []
    time: Tempo | None = None
    for operation in sorted(operations, key=_place):
        made = tempo(operation, flavour, canvas.frames)
        if made is not None:
            if time is None and canvas.has_box:
                lost.append("Time cannot pass differently in a part of a picture: it was changed in all of it.")
            time = time or made
            done.append(operation)
            continue
        kept = looks_for(operation, flavour, target_hue=hues.get(operation.target))
        effect = MAKERS[operation.kind](operation, flavour, canvas) if operation.kind in MAKERS else None
        if operation.kind == "sky" and effect is None:
            lost.append("No sky was found at the top of the picture, so it was left as it is.")
            continue
        looks += kept
        if effect is not None:
            (before if operation.kind in BEFORE_LOOKS else after).append(effect)
        done.append(operation)
    said = [time.said] if time else []
    said += [sentence(operation, flavour) for operation in done if tempo(operation, flavour, 2) is None]
    return Recipe(
        titled(done, flavour, time), tuple(said), tuple(before), tuple(looks), tuple(after), time, tuple(lost)
    )


def _place(operation: Operation) -> int:
    return ORDER.index(operation.kind) if operation.kind in ORDER else -1


def named(operation: Operation, flavour: int) -> str:
    pattern = TITLES[operation.kind][flavour % 3]
    target = "everything" if operation.target in ("", "it") else operation.target
    plain = {"colour": operation.colour or "soft", "target": target, "text": operation.text[:40]}
    the = f"the {operation.target}" if operation.target else "what was there"
    if operation.kind == "sky":
        target = (skies.kind_of(operation.target) or "blue").replace("night", "starry")
    return pattern.format(Target=target[:1].upper() + target[1:], the=the, **plain)


def titled(operations: list[Operation], flavour: int, time: Tempo | None) -> str:
    parts = [time.title if tempo(o, flavour, 2) and time else named(o, flavour) for o in operations]
    title = ", ".join(dict.fromkeys([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])])) if parts else ""
    return title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 1].rstrip(", ") + "…"


def sentence(operation: Operation, flavour: int) -> str:
    """What was done, for whoever asked."""
    name = named(operation, flavour)
    how = {0.6: "lightly", 1.4: "strongly"}.get(operation.strength, "")
    return f"{name}{f' ({how})' if how else ''}."
