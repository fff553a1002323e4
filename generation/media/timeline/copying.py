"""Which packets of a source can stand in the film as they are.

Copied are runs of packets in the order of decoding: they begin at an IDR picture, so that nothing leans on what came
before, and may end anywhere that leaves no hole among the pictures shown: a picture refers to packets before it only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video import VideoStream

from generation.media.formats import opened
from generation.media.timeline import h264
from generation.media.timeline.fit import Frame, is_plain, said
from generation.media.timeline.index import CHANGED, CLEAN, HIDDEN, Colour, Footage
from generation.media.timeline.model import Cut, Timeline
from generation.media.timeline.packets import packets_from
from wire.errors import GenerationFailed

LEAST = 8  # frames: fewer are encoded sooner than joined
_MOST_SETS = 30  # encoders number their parameter sets from 0 to 31, and ours needs one more


@dataclass(frozen=True)
class Lineage:
    """What is copied together: `headers` is an avcC box that holds for all `sources`, `colour` is theirs."""

    headers: bytes
    colour: Colour
    sources: frozenset[Path]

    @property
    def free_id(self) -> int:
        """A number that none of their parameter sets has."""
        sets = h264.sets_of(self.headers)
        taken = {*sets.sps, *sets.pps} if sets else set()
        return next(number for number in range(32) if number not in taken)


@dataclass(frozen=True)
class Copy:
    """`packets` of `source` from `first_packet` on: they show its pictures [start, start + frames)."""

    source: Path
    first_packet: int
    packets: int
    start: int

    @property
    def frames(self) -> int:
        return self.packets

    @property
    def end(self) -> int:
        return self.start + self.packets


def lineage_of(timeline: Timeline, footages: Mapping[Path, Footage]) -> Lineage | None:
    """The sources that can be copied into one film, those first that have most to copy; None when there is none."""
    untouched: dict[Path, int] = {}
    for cut in timeline.cuts:
        if cut.source and not _is_graded(cut) and is_copyable(footages[cut.source], timeline):
            untouched[cut.source] = untouched.get(cut.source, 0) + cut.frames
    lineage: Lineage | None = None
    for source in sorted(untouched, key=lambda one: -untouched[one]):
        footage = footages[source]
        if lineage is None:
            lineage = Lineage(_boxed(footage.extradata), footage.colour, frozenset({source}))
        elif lineage.colour == footage.colour:
            headers = h264.united([lineage.headers, footage.extradata])
            if headers is not None:
                lineage = Lineage(headers, lineage.colour, lineage.sources | {source})
    return lineage


def is_copyable(footage: Footage, timeline: Timeline) -> bool:
    """Whether the film shows the footage's pictures at its own rate, just as they were coded, in H.264 that we know."""
    sets = h264.sets_of(footage.extradata) if footage.codec == "h264" else None
    if sets is None or not sets.sps or not sets.pps or len(sets.sps) > _MOST_SETS or len(sets.pps) > _MOST_SETS:
        return False
    frame = Frame(timeline.width, timeline.height, footage.colour)
    is_same_rate = footage.is_constant and footage.rate.fraction == timeline.rate.fraction
    is_same_size = (footage.coded_width, footage.coded_height) == (timeline.width, timeline.height)
    return (
        is_same_rate
        and is_same_size
        and footage.has_times
        and footage.aspect == 1
        and said(footage.colour, timeline.height).range == 1
        and is_plain(footage, frame)
    )


def copies(cut: Cut, footage: Footage, lineage: Lineage | None) -> Iterator[Copy]:
    """The runs of packets that show some of the cut, in order."""
    if lineage is None or cut.source not in lineage.sources or _is_graded(cut):
        return
    flags = footage.packet_flags
    shows = np.searchsorted(footage.pts, footage.packet_pts)
    shows[flags & (HIDDEN | CHANGED) > 0] = -1
    at = cut.start
    for first in np.flatnonzero((flags & (CLEAN | HIDDEN | CHANGED)) == CLEAN):
        if not at <= shows[first] < cut.end:
            continue
        packets = _run(shows[first : first + 2 * (cut.end - at) + 64], min(cut.end, len(footage.pts)))
        if packets >= min(LEAST, cut.frames):
            yield Copy(cut.source, int(first), packets, int(shows[first]))
            at = int(shows[first]) + packets


def _run(shows: np.ndarray, end: int) -> int:
    """How many packets from the first on show pictures without a hole, none from `end` on: the most there are."""
    most, least = np.maximum.accumulate(shows), np.minimum.accumulate(shows)
    length = np.arange(1, len(shows) + 1)
    whole = (most - shows[0] + 1 == length) & (least == shows[0]) & (most < end)
    found = np.flatnonzero(whole)
    return int(found[-1]) + 1 if len(found) else 0


def shows_of(copy: Copy, footage: Footage) -> np.ndarray:
    """Which of the copy's frames comes with each of its packets."""
    times = footage.packet_pts[copy.first_packet : copy.first_packet + copy.packets]
    return np.searchsorted(footage.pts, times) - copy.start


def copied_packets(copy: Copy, footage: Footage) -> Iterator[av.Packet]:
    """The packets, their NAL units framed by lengths of four bytes, without the headers that the film has once.

    Raises GenerationFailed when they are others than were planned.
    """
    sets = h264.sets_of(footage.extradata)
    if sets is None:
        raise GenerationFailed("The headers of a video cannot be read.")
    with opened(copy.source) as container:
        stream = container.streams[footage.stream]
        assert isinstance(stream, VideoStream)  # noqa: S101 (it was when it was indexed)
        number = 0
        for packet in packets_from(container, stream, footage, copy.first_packet):
            if not packet.size or packet.pts is None:
                continue
            if packet.pts != footage.packet_pts[copy.first_packet + number]:
                break
            yield _reframed(packet, sets)
            number += 1
            if number == copy.packets:
                return
    raise GenerationFailed(f"{copy.source.name} is not the video that was indexed.", reason="unreadable")


def _reframed(packet: av.Packet, sets: h264.ParameterSets) -> av.Packet:
    data = bytes(packet)
    if h264.brought(data, sets) is False:
        raise GenerationFailed("A video changes its headers on the way.")
    try:
        units = [nal for nal in h264.nals(data, sets.length_size) if h264.kind(nal) in h264.KEPT]
    except ValueError as error:
        raise GenerationFailed("A packet of a video is damaged.") from error
    made = av.Packet(b"".join(len(nal).to_bytes(4, "big") + nal for nal in units))
    made.is_keyframe = packet.is_keyframe
    return made


def _boxed(extradata: bytes) -> bytes:
    return h264.united([extradata]) or extradata


def _is_graded(cut: Cut) -> bool:
    return cut.grade is not None and not cut.grade.is_neutral
