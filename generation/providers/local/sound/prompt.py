"""Words of a prompt to a Brief: how many, of what, how hard, how fast, how big, and in which room."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from generation.providers.local.sound.brief import Brief, Kind

MATERIALS = {
    "wood": r"wood(?:en)?|oak|timber|plank", "metal": r"metal(?:lic)?|steel|iron|tin|brass",
    "glass": r"glass|window|crystal",
    "stone": r"stone|concrete|marble|brick|pavement|tile[ds]?", "gravel": r"gravel|pebbles?|sand",
    "snow": r"snow(?:y)?",
    "leaves": r"leaves|grass|forest floor", "carpet": r"carpet|rug", "plastic": r"plastic", "paper": r"paper|cardboard",
    "water": r"water|puddle|wet",
}  # fmt: skip
ROOMS = {
    "church": r"church|cathedral|cave|tunnel|vast|chapel",
    "hall": r"hall(?:way)?|theatre|theater|gym|station|warehouse|reverberant|echo\w*|corridor|stairwell",
    "room": r"room|bedroom|bathroom|office|kitchen|indoors?|inside|apartment|house",
    "outside": r"outside|outdoors?|street|forest|field|garden|park",
    "dry": r"dry|close-?up|studio",
}  # fmt: skip
_COUNTS = {
    "a single": 1, "single": 1, "one": 1, "once": 1, "two": 2, "twice": 2, "a pair of": 2, "a couple of": 2,
    "double": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "a dozen": 12, "a few": 3,
    "several": 5,
}  # fmt: skip
_MAX_COUNT = 60


def brief_for(prompt: str, kind: Kind, length_s: float | None, rng: np.random.Generator) -> Brief:
    """Everything that the prompt says about a sound of this kind."""
    text = prompt.lower()
    return Brief(
        kind=kind.name,
        rng=rng,
        length_s=length_s,
        count=_count(text),
        material=_first(MATERIALS, text),
        pace=_factor(text, r"slow\w*|lazy|leisurely", r"fast\w*|quick\w*|hurried|running|urgent|rapid\w*|brisk", 1.5),
        force=_factor(
            text,
            r"soft\w*|gentle|gently|quiet\w*|light\w*|faint\w*|timid",
            r"loud\w*|hard\w*|heav(?:y|ily|ier)|strong\w*|violent\w*|crisp\w*|big\w*|firm\w*",
            1.6,
        ),
        size=_factor(
            text, r"small\w*|tiny|little|distant", r"big\w*|huge|large\w*|heav(?:y|ier)|deep\w*|massive|giant", 1.5
        ),
        ring=_factor(
            text,
            r"dead|dull|muted|damped|short|tight|crisp\w*",
            r"resonant|ringing|hollow|long|sustained|reverberating",
            1.8,
        ),
        bright=_factor(
            text, r"dull|dark|warm|soft\w*|heav(?:y|ier)|deep\w*", r"crisp\w*|sharp\w*|bright\w*|snappy", 1.6
        ),
    )


def room_for(prompt: str, kind: Kind) -> str:
    """Where the sound is heard: what the prompt says, or where such a sound usually is."""
    text = re.sub(r"room tone", " ", prompt.lower())
    return _first(ROOMS, text) or kind.room


def is_distant(prompt: str) -> bool:
    return bool(re.search(r"\b(?:distant|far|faraway|muffled|behind a (?:wall|door)|next room)\b", prompt.lower()))


_SECONDS = r"(\d+(?:\.\d+)?)\s*(?:s|sec|seconds?)\b"


@dataclass(frozen=True)
class Part:
    """One sound of a prompt: its words, how many seconds after the part before it begins, and its own length."""

    words: str
    follows: bool = False  # begins when what came before has ended, rather than with it
    delay_s: float = 0.0
    length_s: float | None = None


def parts(prompt: str, is_sound: Callable[[str], str]) -> tuple[Part, ...]:
    """ "Rain with distant thunder, then three knocks" is three sounds: two together, and one after them.

    `is_sound` names the kind of some words, or nothing; words that name none, or the kind before them, belong to it.
    """
    found: list[Part] = []
    for order, chunk in enumerate(re.split(r"\bthen\b|\bfollowed by\b|;", prompt)):
        for index, words in enumerate(re.split(r",|\bwith\b|\bover\b|\bplus\b|\band\b|&", chunk)):
            if found and (not is_sound(words) or is_sound(words) == is_sound(found[-1].words)):
                if order and index == 0 and is_sound(words):
                    found.append(_part(words, follows=True))  # "a knock, then another knock"
                else:
                    found[-1] = replace(found[-1], words=f"{found[-1].words}, {words}")
                continue
            found.append(_part(words, follows=bool(order) and index == 0))
    return tuple(found)


def _part(words: str, *, follows: bool) -> Part:
    delay = re.search(rf"\b(?:after|at|in)\s+{_SECONDS}|{_SECONDS}\s+later", words.lower())
    length = re.search(rf"\b(?:for|lasting)\s+{_SECONDS}|{_SECONDS}\s+of\b", words.lower())
    seconds = [next(float(one) for one in found.groups() if one) if found else None for found in (delay, length)]
    return Part(words, follows, seconds[0] or 0.0, seconds[1] or None)


def side(prompt: str) -> tuple[float, float]:
    """Where the sound is at its beginning and at its end: -1 left, 0 in the middle, 1 right."""
    text = prompt.lower()
    if re.search(r"\b(?:from )?left to (?:the )?right\b", text):
        return -0.8, 0.8
    if re.search(r"\b(?:from )?right to (?:the )?left\b", text):
        return 0.8, -0.8
    place = re.search(r"\b(?:on|from|to|at) the (?:far )?(left|right)\b", text)
    at = {"left": -0.7, "right": 0.7}[place[1]] if place else 0.0
    return at, at


def _count(text: str) -> int:
    figure = re.search(r"(?<![\d.])(\d{1,3})(?!\s*(?:s|sec|seconds?|ms|min|minutes?|hz|%|\d)\b)", text)
    if figure:
        return min(int(figure[1]), _MAX_COUNT)
    hits = [
        (found.start(), -len(word), count)
        for word, count in _COUNTS.items()
        if (found := re.search(rf"\b{word}\b", text))
    ]
    return min(hits)[2] if hits else 0


def _first(table: dict[str, str], text: str) -> str:
    hits = [(found.start(), name) for name, words in table.items() if (found := re.search(rf"\b(?:{words})\b", text))]
    return min(hits)[1] if hits else ""


def _factor(text: str, less: str, more: str, amount: float) -> float:
    factor = 1.0
    if re.search(rf"\b(?:{less})\b", text):
        factor /= amount
    if re.search(rf"\b(?:{more})\b", text):
        factor *= amount
    return factor
