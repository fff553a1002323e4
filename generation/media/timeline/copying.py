"""Which packets of a source can stand in the film as they are.

Copied are runs of packets in the order of decoding: they begin at an IDR picture, so that nothing leans on what came
before, and may end anywhere that leaves no hole among the pictures shown: a picture refers to packets before it only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from generation.media.timeline.fit import Colour
from generation.media.timeline.index import Footage
from generation.media.timeline.model import Cut, Timeline


@dataclass(frozen=True)
class Lineage:
    """What is copied: the encoder's headers that it needs, and its colour."""

    extradata: bytes
    colour: Colour


@dataclass(frozen=True)
class Copy:
    """`packets` of `source` from `first_packet` on: they show pictures [start, start + frames)."""

    source: Path
    first_packet: int
    packets: int
    start: int

    @property
    def frames(self) -> int:
        return self.packets

    def goes_on_as(self, other: Self) -> bool:
        return other.source == self.source and other.first_packet == self.first_packet + self.packets

    def with_more(self, other: Self) -> "Copy":
        return Copy(self.source, self.first_packet, self.packets + other.packets, self.start)


def lineage_of(timeline: Timeline, footages: Mapping[Path, Footage]) -> Lineage | None:
    return None


def copies(timeline: Timeline, cut: Cut, footage: Footage, lineage: Lineage | None) -> Iterator[Copy]:
    return iter(())
