"""What a prompt asks for and the painter has no drawing of: told with the picture, so that nobody has to guess."""

import re
from functools import cache

from generation.providers.local.pictures.prompt import plain_text
from generation.providers.local.pictures.registry import PLACES, SUBJECTS
from generation.providers.local.pictures.roles import CROWDS, ROLES
from generation.providers.local.pictures.words import ANGLES, COLORS, MOODS, SHOTS, STYLES, TIMES, WEATHERS

_FIRST = frozenset((
    "a", "an", "two", "three", "four", "five", "six", "several", "some", "one", "his", "her", "their", "its",
))  # fmt: skip
_ENDS = frozenset((
    "in", "on", "at", "with", "of", "and", "or", "beside", "by", "near", "under", "over", "from", "to", "for",
    "behind", "through", "as", "is", "are", "was", "were", "that", "who", "which", "into", "against", "before",
    "after", "during", "without", "across", "along", "around", "above", "below", "between", "inside", "outside",
    "towards", "toward", "beneath", "next", "the", "a", "an", "while",
))  # fmt: skip
# Nouns that name no thing to be drawn.
_VAGUE = frozenset((
    "view", "scene", "photo", "photograph", "picture", "image", "painting", "illustration", "drawing", "portrait",
    "shot", "style", "background", "foreground", "light", "sense", "feeling", "mood", "atmosphere", "way",
    "place", "thing", "moment", "day", "time", "part", "lot", "bit", "kind", "sort", "side", "front", "back",
    "left", "right", "middle", "centre", "center", "corner", "distance", "composition", "frame", "lens", "look",
    "palette", "colour", "color", "ground", "surface", "sky", "horizon", "air", "idea", "concept", "story",
    "exposure", "branch", "set", "pile", "bunch", "row", "hint", "touch",
))  # fmt: skip
_MOST = 4


def notes_on(prompt: str) -> tuple[str, ...]:
    """One note for every thing that is not drawn, or drawn as another. `prompt` is the request's own."""
    plain = f" {plain_text(prompt)} "
    near = [
        f"{word} is drawn as {_with_article(thing.key)}"
        for thing in SUBJECTS.values()
        for word in thing.near
        if _stands(word, plain) and not _is_part(word, plain)
    ]
    unknown = dict.fromkeys(noun for phrase in _phrases(prompt) if (noun := _unknown(phrase)))
    return (*near, *(f"no drawing of {noun}: not shown" for noun in unknown))[:_MOST]


def _with_article(key: str) -> str:
    name = key.replace("_", " ")
    return name if name.endswith("s") else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _is_part(word: str, plain: str) -> bool:
    """Whether the word stands there only within a longer one that is drawn: the horn of a unicorn."""
    longer = (name for one in SUBJECTS.values() for name in one.words if word != name and f" {word} " in f" {name} ")
    return any(_stands(name, plain) for name in longer)


def _phrases(prompt: str) -> list[list[str]]:
    """What follows an article or a number, up to the next word that joins or acts: "a big teddy bear"."""
    found: list[list[str]] = []
    for part in re.split(r"[,.;:!?()]", prompt.lower()):
        words = plain_text(part).split()
        for at, word in enumerate(words):
            if word not in _FIRST:
                continue
            phrase: list[str] = []
            for following in words[at + 1 : at + 5]:
                if following in _ENDS or (phrase and following.endswith(("ing", "ed"))):
                    break
                phrase.append(following)
            if phrase:
                found.append(phrase)
    return found


def _unknown(phrase: list[str]) -> str:
    """The thing that the phrase names, if nothing in it is known; "" otherwise."""
    text = f" {' '.join(phrase)} "
    if any(_stands(word, text) for word in _drawn()) or phrase[-1] in _VAGUE:
        return ""
    rest = [word for word in phrase if word not in _how()]
    return phrase[-1] if phrase[-1] in rest else ""


def _stands(word: str, text: str) -> bool:
    return any(f" {form} " in text for form in (word, f"{word}s", f"{word}es"))


@cache
def _drawn() -> frozenset[str]:
    names = [word for place in PLACES.values() for word in place.words]
    names += [word for thing in SUBJECTS.values() for word in thing.words]
    return frozenset([*names, *(word for words in ROLES.values() for word in words), *CROWDS])


@cache
def _how() -> frozenset[str]:
    tables = (TIMES, WEATHERS, MOODS, SHOTS, ANGLES, STYLES)
    phrases = [word for table in tables for words in table.values() for word in words]
    return frozenset([*COLORS, *(word for phrase in phrases for word in plain_text(phrase).split())])
