"""Reads how a picture should look out of a prompt, and fills the fields that the request left at their defaults."""

import re
from dataclasses import dataclass, replace

from generation.providers.base import PictureRequest
from generation.providers.local.pictures.words import (
    ANGLES,
    COLORS,
    COUNTS,
    EMPTY,
    MOODS,
    NEGATED,
    SHOTS,
    STYLES,
    TIMES,
    WEATHERS,
)

_WITHOUT = re.compile(r" (?:no|without|without any|not any|avoid|excluding|minus) ((?:[a-z]+)(?: (?:or|and) [a-z]+)*) ")
# Words of the craft that sound like things: a key light is no key, and nobody flies in a crane shot.
_CRAFT = re.compile(
    r"(?<= )(?:key (?=(?:lights?|lighting|lit|visuals?|art|frames?|messages?|moments?|points?|ideas?|people|persons?|"
    r"players?|figures?|roles?|at \d+|from (?:the )?(?:left|right|above|below|behind|side|front|window)) )|"
    r"(?<=hard )key |(?<=soft )key |butterfly (?=light)|(?:bird|worm|eagle)s? eyes? (?:view )?|"
    r"(?:\d+ ?mm|macro|wide angle|wide|long|prime|telephoto|anamorphic|fish ?eye) lens(?:es)? |fish ?eye |"
    r"(?:crane|drone|helicopter) (?=(?:shots?|moves?|view|footage|up|down) ))"
)


@dataclass(frozen=True)
class Wishes:
    """What a prompt says beside its subject. `colors` maps the word that follows a colour ("bicycles") to the colour's
    name; `count` is 0 when none is named; `excluded` are keys of NEGATED."""

    request: PictureRequest
    colors: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    excluded: frozenset[str] = frozenset()

    def color_of(self, words: tuple[str, ...]) -> str:
        """The colour's name for a thing known by these words; "" when the prompt gives it none."""
        return next((color for noun, color in self.colors if _names(noun, words)), "")

    def count_of(self, words: tuple[str, ...]) -> int:
        return next((count for noun, count in self.counts if _names(noun, words)), 1)


def read_wishes(request: PictureRequest) -> Wishes:
    """Never fails. A field that differs from its default wins over the prompt's words."""
    plain = f" {plain_text(request.prompt)} "
    excluded = _excluded(plain, request.negative)
    said = _WITHOUT.sub(" ", plain)
    defaults = PictureRequest(prompt="", width=1, height=1)
    found = {
        "time_of_day": _first(said, TIMES),
        "weather": _first(said, WEATHERS),
        "mood": _first(said, MOODS),
        "shot_size": _first(said, SHOTS),
        "angle": _first(said, ANGLES),
        "style": _first(said, STYLES),
    }
    changes = {key: value for key, value in found.items() if value and getattr(request, key) == getattr(defaults, key)}
    if changes.get("weather", request.weather) in excluded:
        changes["weather"] = "clear"
    filled = replace(request, prompt=_CRAFT.sub("", said).strip(), **changes)  # type: ignore[arg-type]
    return Wishes(filled, _colored(said), _counted(said), excluded)


def plain_text(text: str) -> str:
    """Lower case words and digits only, one space between them."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower().replace("'", "")).strip()


def _first(plain: str, table: dict[str, tuple[str, ...]]) -> str:
    """The key whose longest phrase stands in the text, the earlier one of equals; "" for none."""
    hits = [
        (-len(word), at, key)
        for key, words in table.items()
        for word in words
        if (at := plain.find(f" {plain_text(word)} ")) >= 0
    ]
    return min(hits)[2] if hits else ""


def _excluded(plain: str, negative: str) -> frozenset[str]:
    unwanted = f" {plain_text(negative)} " + " ".join(f" {hit} " for hit in _WITHOUT.findall(plain))
    found = {key for key, words in NEGATED.items() if any(f" {word} " in unwanted for word in words)}
    if any(f" {word} " in plain for word in EMPTY):
        found.add("people")
    return frozenset(found)


def _colored(plain: str) -> tuple[tuple[str, str], ...]:
    """(noun, colour) for each colour word: up to two words may stand between ("red racing bicycle")."""
    words = plain.split()
    return tuple(
        (" ".join(words[i + 1 : i + 4]), word) for i, word in enumerate(words) if word in COLORS and i + 1 < len(words)
    )


def _counted(plain: str) -> tuple[tuple[str, int], ...]:
    pairs = []
    for word, number in COUNTS.items():
        at = plain.find(f" {word} ")
        if at >= 0:
            pairs.append((" ".join(plain[at + len(word) + 2 :].split()[:3]), number))
    return tuple(pairs)


def _names(noun: str, words: tuple[str, ...]) -> bool:
    text = f" {noun} "
    return any(f" {word} " in text or f" {word}s " in text or f" {word}es " in text for word in words)
