# ruff: noqa: E501 - outlines and tables are read by the row
"""What one person looks like: face, hair, clothes. From words and a name; the same words, the same person."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generation.providers.base import Sitter
from generation.providers.local.pictures.roles import role_in
from generation.providers.local.pictures.wardrobe import STANDING_HAIR, Outfit, dress


@dataclass(frozen=True)
class Face:
    """Proportions are factors about 1; `age` runs from 0 (child) over 0.4 (adult) to 1 (old)."""

    outfit: Outfit  # clothes, skin, hair colour
    hair: str  # a key of bust.HAIR
    age: float
    jaw: float
    long: float
    eyes: float
    nose: float
    lips: float
    brow: float
    beard: str = ""  # "", stubble, beard, moustache
    glasses: str = ""  # "", round, square
    earrings: bool = False
    is_broad: bool = False  # wider shoulders and neck


_ALIKE, _TRIES = 1, 16  # points of likeness that nobody minds, and how many strangers are thought of
PASSERS_BY = ("person", "woman", "office", "student", "elder", "child")
_FEMALE = ("bob", "long", "bun", "curly", "wavy", "pixie", "afro", "fringe", "plait", "long", "bob", "scarf")
_MALE = ("side", "crop", "quiff", "bald", "side", "afro", "swept")
_HAIR_WORDS = {
    "bald": "bald", "long hair": "long", "short hair": "crop", "bun": "bun", "curly": "curly", "curls": "curly", "bob": "bob", "afro": "afro",
    "wavy": "wavy", "ponytail": "bun", "plait": "plait", "braid": "plait", "braids": "plait", "headscarf": "scarf", "hijab": "scarf", "scarf": "scarf", "shaved": "bald", "fringe": "fringe",
}  # fmt: skip
_TINTS = {
    "grey": "hair_grey", "gray": "hair_grey", "white": "hair_grey", "silver": "hair_grey", "blond": "hair_fair", "blonde": "hair_fair", "fair": "hair_fair",
    "red": "hair_red", "ginger": "hair_red", "auburn": "hair_red", "brown": "hair_brown", "dark": "hair_dark", "black": "hair_dark",
}  # fmt: skip
_AGES = ((0.0, "child kid boy girl toddler"), (0.15, "teenager teen student pupil apprentice young"), (0.62, "middle aged middle-aged fifties experienced veteran"),
         (0.95, "old elderly retired grandmother grandfather pensioner seventies eighties elder"))  # fmt: skip
_YEARS = ((13, 0.0), (20, 0.15), (36, 0.3), (44, 0.4), (52, 0.5), (60, 0.62), (68, 0.8))
_SKINS = {
    "dark skin": "skin_4",
    "dark-skinned": "skin_4",
    "black woman": "skin_4",
    "black man": "skin_4",
    "brown skin": "skin_3",
    "olive skin": "skin_2",
    "tanned": "skin_2",
    "pale": "skin_1",
    "pale skin": "skin_1",
    "fair skin": "skin_1",
    "freckled": "skin_1",
}
_FEMALE_WORDS = "she her woman mother girl daughter wife sister lady grandmother queen actress waitress businesswoman"
_MALE_WORDS = "he his man father boy son husband brother gentleman grandfather king actor businessman fisherman"


def sitter_face(sitter: Sitter) -> Face:
    """The one design of a person: the same near by and from afar, in every place, so without hat and bag."""
    words = f" {_plain(f'{sitter.role} {sitter.description}')} "
    rng = random.Random(f"face|{sitter.name.strip().lower()}|{sitter.gender}")
    face = _make(words, role_in(words) or "person", sitter.gender, rng)
    return replace(face, outfit=replace(face.outfit, hat="", bag=""))


def cast_face(
    role: str,
    *,
    palette_seed: int,
    index: int,
    gender: str = "",
    scene: str = "",
    age: str = "",
    known: Sequence[Face] = (),
) -> Face:
    """The face of a film's unnamed person. Somebody with a calling keeps it through all the shots of a film; a passer-by
    is another one in every `scene`. People beside each other (`index`) are of both sexes by turns. Nobody looks like
    one of the `known`, as far as the clothes of the calling allow."""
    where = scene if role in PASSERS_BY else ""
    group = random.Random(f"group|{palette_seed}|{role}|{where}").randrange(420)
    sex = gender or ("female" if role == "woman" else ("female", "male")[(group + index) % 2])
    words = f" {age} " if age else {"elder": " old ", "child": " child ", "student": " young "}.get(role, " ")
    key = f"face|{palette_seed}|{role}|{index}|{where}"
    faces = (
        _make(words, role, sex, random.Random(f"{key}|{retry}" if retry else key), index=index, turn=group + 7 * retry)
        for retry in range(_TRIES)
    )
    best = next(faces)
    for face in faces:
        if likeness(best, known) <= _ALIKE:
            break
        best = min(best, face, key=lambda one: likeness(one, known))
    return best


def likeness(one: Face, known: Sequence[Face]) -> int:
    """How much somebody looks like the likest of the known of the same sex: hair, its colour, skin and clothes."""
    return max((_shared(one, other) for other in known if other.is_broad == one.is_broad), default=0)


def _shared(one: Face, other: Face) -> int:
    mine, theirs = one.outfit, other.outfit
    return (
        2 * (mine.style == theirs.style)
        + (mine.hair == theirs.hair)
        + (mine.skin == theirs.skin)
        + 2 * ((mine.cut, mine.top) == (theirs.cut, theirs.top))
    )


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9-]+", " ", text.lower()).strip()


def _gender(words: str, gender: str, rng: random.Random) -> str:
    if gender in ("female", "male"):
        return gender
    for name, known in (("female", _FEMALE_WORDS), ("male", _MALE_WORDS)):
        if any(f" {word} " in words for word in known.split()):
            return name
    return rng.choice(("female", "male"))


def _age(words: str, rng: random.Random) -> float:
    """0 is a child, 1 very old; a number of years beats a word."""
    if years := re.search(r" (?:aged )?(\d{1,2})(?:[ -]years?[ -]old| years of age) | aged (\d{1,2}) ", words):
        number = int(years.group(1) or years.group(2))
        return next((age for limit, age in _YEARS if number < limit), 0.95)
    known = (age for age, known in _AGES if any(f" {word} " in words for word in known.split()))
    return next(known, rng.choice((0.3, 0.4, 0.5, 0.6)))


def _make(words: str, role: str, gender: str, rng: random.Random, *, index: int = 0, turn: int | None = None) -> Face:
    sex = _gender(words, gender, rng)
    outfit = dress(role, rng, index=index, sex=sex, turn=turn)
    skin = next((tone for word, tone in _SKINS.items() if f" {word} " in words), outfit.skin)
    if skin != outfit.skin or (skin in ("skin_3", "skin_4") and outfit.hair not in ("hair_dark", "hair_grey")):
        outfit = replace(outfit, skin=skin, hair=outfit.hair if skin in ("skin_1", "skin_2") else "hair_dark")
    age = _age(words, rng)
    styles = _FEMALE if sex == "female" else _MALE
    hair = next(
        (style for word, style in _HAIR_WORDS.items() if f" {word} " in words),
        styles[(rng.randrange(60) + index) % len(styles)],
    )
    if hair == "scarf" and turn is None and " scarf " not in words and not re.search(r" (headscarf|hijab) ", words):
        hair = "bun"  # of somebody real only what is known of them
    tint = next(
        (
            tone
            for word, tone in _TINTS.items()
            if re.search(rf" {word}( \w+)?[ -](hair|haired|beard|bun|bob|curls|afro) ", words)
        ),
        "",
    )
    if not tint:
        tint = "hair_grey" if age > 0.8 or (age > 0.55 and rng.random() < 0.5) else outfit.hair
    is_grey_man = sex == "male" and tint == "hair_grey"  # full grey curls are read as an old woman's
    if hair == "afro" and (is_grey_man or outfit.skin in ("skin_1", "skin_2")):
        hair = "curly" if sex == "female" else "crop"
    beard = ""
    if sex == "male" and age > 0.25:
        beard = (
            rng.choice(("", "", "stubble", "beard", "moustache"))
            if not re.search(r" (beard|bearded|moustache) ", words)
            else ("moustache" if " moustache " in words else "beard")
        )
    wears = (
        " glasses " in words
        or " spectacles " in words
        or rng.random() < (0.5 if role in ("scientist", "teacher") else 0.2)
    )
    standing = STANDING_HAIR.get(hair, hair)
    small = {0.0: 0.66, 0.15: 0.95}.get(age, 1.0) if role != "child" else 1.0
    outfit = replace(
        outfit, hair=tint, style=standing, beard=beard if beard != "stubble" else "", stature=outfit.stature * small
    )
    female = sex == "female"
    glasses = rng.choice(("round", "square")) if wears else ""
    outfit = replace(outfit, glasses=glasses)
    return Face(
        outfit=outfit, hair=hair, age=age, jaw=rng.uniform(0.90, 0.98) if female else rng.uniform(1.0, 1.12), long=rng.uniform(0.96, 1.05),
        eyes=rng.uniform(1.02, 1.14) if female else rng.uniform(0.9, 1.02), nose=rng.uniform(0.86, 1.0) if female else rng.uniform(1.0, 1.18),
        lips=rng.uniform(1.0, 1.2) if female else rng.uniform(0.8, 0.95), brow=rng.uniform(0.7, 0.9) if female else rng.uniform(1.0, 1.3),
        beard=beard, glasses=glasses, earrings=female and rng.random() < 0.45 and hair != "scarf" and age > 0.2,
        is_broad=not female,
    )  # fmt: skip
