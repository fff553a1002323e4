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
