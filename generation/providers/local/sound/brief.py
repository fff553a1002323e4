"""What a sound maker is told, and the registry of makers."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generation.providers.local.pcm import Samples

RATE = 48_000


@dataclass(frozen=True)
class Brief:
    """One sound as wanted. `length_s` is None where the sound may take its natural time.

    `count` is how often something happens (0: as the kind likes), `pace` and `force` are 1.0 when nothing is said,
    `size` too; `material` is one of `prompt.MATERIALS` or empty.
    """

    kind: str
    rng: np.random.Generator
    length_s: float | None = None
    count: int = 0
    material: str = ""
    pace: float = 1.0
    force: float = 1.0
    size: float = 1.0
    ring: float = 1.0
    bright: float = 1.0

    def seconds(self, natural: float) -> float:
        return self.length_s if self.length_s is not None else natural


Maker = Callable[[Brief], Samples]


@dataclass(frozen=True)
class Kind:
    """A kind of sound: `words` is a regular expression that finds it in a prompt; `room` is where it usually is."""

    name: str
    words: str
    make: Maker
    room: str
    is_continuous: bool


_KINDS: dict[str, Kind] = {}


def kind(name: str, words: str, *, room: str = "dry", is_continuous: bool = False) -> Callable[[Maker], Maker]:
    """Register a maker under `name`, found by `words`."""

    def register(make: Maker) -> Maker:
        _KINDS[name] = Kind(name, words, make, room, is_continuous)
        return make

    return register


def names() -> tuple[str, ...]:
    return tuple(sorted(_KINDS))


def find(prompt: str) -> Kind | None:
    """The kind that the prompt names first; longer matches win over shorter ones at the same place."""
    hits = [
        (match.start(), match.start() - match.end(), kind.name)
        for kind in _KINDS.values()
        if (match := re.search(rf"\b(?:{kind.words})", prompt.lower()))
    ]
    return _KINDS[min(hits)[2]] if hits else None


# What nobody makes here, and the kind that comes nearest to it.
_NEAREST = {
    "knock": r"hammer\w*|gavel|pound\w*|mallet|woodpecker",
    "impact": r"gun\w*|shots?\b|cannon|drums?\b|punch\w*|kick\w*|collision|earthquake|fireworks?"
    r"|fall(?:s|ing)?\b|drop(?:s|ped)?\b",
    "engine": r"helicopter|aeroplane|airplane|plane\b|jet\b|aircraft|boat|ship\b|motorbike|motorcycle"
    r"|chainsaw|drill\w*|turbine|fan\b|vacuum|mixer|pump\b|press\b|robot\w*",
    "traffic": r"bus(?:es)?\b|taxi|lorry|lorries|bicycle|bike\b|vehicles?\b",
    "whoosh": r"arrow|sword|swing\w*|throw\w*|rocket|curtain|wings?\b|flap\w*",
    "crowd": r"people|party|pub\b|bar\b|market|playground|children|laugh\w*|cheer\w*|talk\w*|speech|stadium|protest",
    "stream": r"rapids|waterfall|pour\w*|rinse|shower head|canal",
    "wind": r"air\b|draught|draft\b|desert|mountain",
    "room tone": r"fridge|refrigerator|library|museum|studio|hospital|ventilat\w*",
    "birds": r"forest|garden|park\b|meadow|nightingale|owl|gulls?\b|seagulls?|wood(?:land|s)\b",
    "paper": r"newspaper|letter\b|envelope|map\b|notebook",
    "click": r"lock\w*|key\b|latch|lighter|pen\b|zip\w*|scissors",
    "bell": r"triangle|singing bowl|cymbal|chord",
    "glass": r"bottles?\b|ice\b|crockery|plates?\b|cutlery|cups?\b",
    "cash register": r"money|sale\b|purchase",
    "fire": r"explod\w*|match\b|burn\b|stove|oven",
    "steps": r"hooves|horse|march\w*|dance\w*|jog\w*",
    "notification": r"success|error\b|level up|pop\b",
    "heartbeat": r"nervous\w*|fear",
}  # fmt: skip


def find_nearest(prompt: str) -> tuple[Kind, str] | None:
    """For a prompt that names no kind: the nearest one, and the word that it stands in for."""
    hits = [
        (match.start(), match[0], name)
        for name, words in _NEAREST.items()
        if (match := re.search(rf"\b(?:{words})", prompt.lower()))
    ]
    return (_KINDS[min(hits)[2]], min(hits)[1]) if hits else None
