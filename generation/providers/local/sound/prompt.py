"""Words of a prompt to a Brief: how many, of what, how hard, how fast, how big, and in which room."""

import re

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
    "church": r"church|cathedral|cave|tunnel|vast",
    "hall": r"hall(?:way)?|theatre|theater|gym|station|warehouse|reverberant|echo\w*|corridor|stairwell",
    "room": r"room|office|kitchen|indoors?|inside|apartment|house",
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
            r"soft\w*|gentle|gently|quiet\w*|light\w*|faint|timid",
            r"loud\w*|hard|heavy|heavily|strong\w*|violent\w*|crisp|big",
            1.6,
        ),
        size=_factor(text, r"small|tiny|little|distant", r"big|huge|large|heavy|deep|massive|giant", 1.5),
    )


def room_for(prompt: str, kind: Kind) -> str:
    """Where the sound is heard: what the prompt says, or where such a sound usually is."""
    text = re.sub(r"room tone", " ", prompt.lower())
    return _first(ROOMS, text) or kind.room


def is_distant(prompt: str) -> bool:
    return bool(re.search(r"\b(?:distant|far|faraway|muffled|behind a (?:wall|door)|next room)\b", prompt.lower()))


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
