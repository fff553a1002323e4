"""What a render will do, as plain data: which packets are copied, what is encoded, what is black, and the sound.

Computed from a timeline and the indexes of its sources alone, without opening a file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generation.media.timeline.copying import Copy, Lineage, copies, lineage_of
from generation.media.timeline.fit import BT709, Frame
from generation.media.timeline.index import Footage
from generation.media.timeline.limits import LONGEST_SIDE, SHORTEST_SIDE
from generation.media.timeline.model import Cut, Grade, Timeline
from wire.errors import GenerationFailed

CHUNK_S = 10  # seconds of film that are encoded at a time; what is finished of them survives a crash


@dataclass(frozen=True)
class Encode:
    """Frames [start, end) of `source`, counted at the film's rate."""

    source: Path
    start: int
    end: int
    grade: Grade | None = None

    @property
    def frames(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Blank:
    """Black."""

    frames: int


Piece = Copy | Encode | Blank
Chunk = tuple[Encode | Blank, ...]


@dataclass(frozen=True)
class SoundPiece:
    """`samples` of the film's sound from `start` on, counted from the source's first picture; None is silence."""

    source: Path | None
    start: int
    samples: int


@dataclass(frozen=True)
class RenderPlan:
    """`pieces` and `sound` follow one another without a gap. `lineage` is what copied pictures were encoded as."""

    timeline: Timeline
    frame: Frame
    pieces: tuple[Piece, ...]
    sound: tuple[SoundPiece, ...]
    lineage: Lineage | None

    @property
    def copied(self) -> int:
        return sum(piece.frames for piece in self.pieces if isinstance(piece, Copy))

    @property
    def encoded(self) -> int:
        return sum(piece.frames for piece in self.pieces if isinstance(piece, Encode))

    @property
    def blank(self) -> int:
        return sum(piece.frames for piece in self.pieces if isinstance(piece, Blank))

    @property
    def samples(self) -> int:
        return sum(piece.samples for piece in self.sound)

    def parts(self) -> Iterator[Copy | Chunk]:
        """The pieces as they are made: neighbours that are encoded go together, `CHUNK_S` at most."""
        gop = gop_of(self.timeline)
        most = CHUNK_S * gop
        waiting: list[Encode | Blank] = []
        room = most
        for piece in self.pieces:
            if isinstance(piece, Copy):
                if waiting:
                    yield tuple(waiting)
                waiting, room = [], most
                yield piece
                continue
            while piece.frames > room:
                head, piece = _parted(piece, room)
                yield (*waiting, head)
                waiting, room = [], most
            waiting.append(piece)
            room -= piece.frames
            if room == 0:
                yield tuple(waiting)
                waiting, room = [], most
        if waiting:
            yield tuple(waiting)


def gop_of(timeline: Timeline) -> int:
    """Frames from one key picture to the next: a second."""
    return max(1, round(timeline.rate.fraction))


def _parted(piece: Encode | Blank, frames: int) -> tuple[Encode | Blank, Encode | Blank]:
    if isinstance(piece, Blank):
        return Blank(frames), Blank(piece.frames - frames)
    middle = piece.start + frames
    return (
        Encode(piece.source, piece.start, middle, piece.grade),
        Encode(piece.source, middle, piece.end, piece.grade),
    )


def plan_render(timeline: Timeline, footages: Mapping[Path, Footage], smart: bool = True) -> RenderPlan:
    """How to make `timeline`; `smart` copies what need not be encoded again.

    Raises GenerationFailed when the timeline is empty, too large, or has a source without an index.
    """
    check(timeline, footages)
    lineage = lineage_of(timeline, footages) if smart else None
    pieces = [piece for cut in _unsplit(timeline.cuts) for piece in _pieces(cut, footages, lineage)]
    if not any(isinstance(piece, Copy) for piece in pieces):
        lineage = None
    frame = Frame(timeline.width, timeline.height, lineage.colour if lineage else BT709)
    return RenderPlan(timeline, frame, tuple(pieces), _sound(timeline, footages), lineage)


def check(timeline: Timeline, footages: Mapping[Path, Footage]) -> None:
    problems = []
    if not timeline.cuts:
        problems.append("it is empty")
    if any(side % 2 or not SHORTEST_SIDE <= side <= LONGEST_SIDE for side in (timeline.width, timeline.height)):
        size = f"{timeline.width} × {timeline.height}"
        problems.append(f"{size} is no size for a film: even, {SHORTEST_SIDE} to {LONGEST_SIDE}")
    if timeline.channels != 2 or timeline.sample_rate != 48_000:
        problems.append("its sound is to be 48 kHz stereo")
    problems += [f"{source.name} is not indexed" for source in timeline.sources if source not in footages]
    if problems:
        raise GenerationFailed(f"The timeline cannot be rendered: {'; '.join(problems)}.", problems=problems)


def _pieces(cut: Cut, footages: Mapping[Path, Footage], lineage: Lineage | None) -> Iterator[Piece]:
    if cut.source is None:
        yield Blank(cut.frames)
        return
    at = cut.start
    for copy in copies(cut, footages[cut.source], lineage):
        if copy.start > at:
            yield Encode(cut.source, at, copy.start, cut.grade)
        yield copy
        at = copy.end
    if at < cut.end:
        yield Encode(cut.source, at, cut.end, cut.grade)


def _effective(grade: Grade | None) -> Grade | None:
    return None if grade is None or grade.is_neutral else grade


def _unsplit(cuts: Sequence[Cut]) -> Iterator[Cut]:
    """The cuts, those as one that go on from each other: where a user split a clip, nothing is cut yet."""
    last: Cut | None = None
    for cut in cuts:
        cut = replace(cut, grade=_effective(cut.grade))
        if last and last.source is None and cut.source is None:
            last = Cut(None, 0, last.frames + cut.frames)
        elif last and (last.source, last.end, last.grade) == (cut.source, cut.start, cut.grade):
            last = replace(last, end=cut.end)
        else:
            if last:
                yield last
            last = cut
    if last:
        yield last


def _sound(timeline: Timeline, footages: Mapping[Path, Footage]) -> tuple[SoundPiece, ...]:
    """The sound of each cut; none at all when no source has any. A cut begins and ends with its pictures."""
    if not any(footages[source].sound for source in timeline.sources):
        return ()
    pieces: list[SoundPiece] = []
    frames = 0
    for cut in timeline.cuts:
        begins = timeline.rate.samples_at(frames, timeline.sample_rate)
        frames += cut.frames
        samples = timeline.rate.samples_at(frames, timeline.sample_rate) - begins
        source = cut.source if cut.source and footages[cut.source].sound else None
        start = timeline.rate.samples_at(cut.start, timeline.sample_rate) if source else 0
        last = pieces[-1] if pieces else None
        if last and last.source == source and (source is None or abs(last.start + last.samples - start) <= 1):
            pieces[-1] = SoundPiece(source, last.start, last.samples + samples)
        else:
            pieces.append(SoundPiece(source, start, samples))
    return tuple(pieces)
