"""Where segments lie on the timeline, and what of them plays in a stretch of it. Pure: rows in, numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from generation.timelines.models import Segment
from wire.errors import ValidationFailed


@dataclass(frozen=True)
class Piece:
    """Frames [start, end) of the media, as `segment` plays them."""

    segment: Segment
    start: int
    end: int

    @property
    def frames(self) -> int:
        return self.end - self.start

    @property
    def first(self) -> int:
        """The frame of the segment's footage that plays first."""
        return self.start - self.segment.anchor


def starts(segments: Sequence[Segment]) -> dict[str, int]:
    """The frame of the timeline at which each active segment begins, by id."""
    found, at = {}, 0
    for segment in segments:
        found[segment.pk] = at
        at += segment.frames
    return found


def total(segments: Sequence[Segment]) -> int:
    return sum(segment.frames for segment in segments)


def pieces(segments: Sequence[Segment], start: int, end: int) -> list[Piece]:
    """What plays in frames [start, end) of the timeline, in order."""
    found, at = [], 0
    for segment in segments:
        low, high = max(start, at), min(end, at + segment.frames)
        if low < high:
            found.append(Piece(segment, segment.start + low - at, segment.start + high - at))
        at += segment.frames
    return found


def range_to_replace(segments: Sequence[Segment], wanted: Sequence[Piece]) -> tuple[int, int]:
    """The range of the media that a clip as long as `wanted` stands for once it plays in their place.

    Raises `ValidationFailed` where segments were moved so that no range is free for it.
    """
    low, high = wanted[0].start, max(piece.end for piece in wanted)
    ids = {piece.segment.pk for piece in wanted}
    is_ascending = all(before.end <= after.start for before, after in pairwise(wanted))
    is_free = not any(other.start < high and low < other.end for other in segments if other.pk not in ids)
    if not (is_ascending and is_free):
        raise ValidationFailed(
            "The range runs over segments that were moved. Choose one within neighbouring footage.", field="end_ts"
        )
    return low, low + sum(piece.frames for piece in wanted)


def without(segment: Segment, gaps: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of the segment's range when frames of the media are taken out: ranges in order."""
    left = [(segment.start, segment.end)]
    for low, high in gaps:
        cut = []
        for start, end in left:
            cut += [(start, min(end, low)), (max(start, high), end)]
        left = [(start, end) for start, end in cut if start < end]
    return left
