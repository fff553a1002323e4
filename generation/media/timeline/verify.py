"""Looking at a film of copied and encoded parts, by decoding it around each join.

What a decoder carries across a join can only spoil what comes after it, or lose what it still holds back. So after each
join the frames have to be, bit for bit, what their part decodes to by itself; before it they have to be there.
"""

import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from generation.media.plan import Rate
from generation.media.timeline.decode import Pictures
from generation.media.timeline.index import index
from wire.errors import GenerationFailed

BEFORE, AFTER = 3, 4  # frames on each side of a join


class Head:
    """Decodes the first `frames` of a part by itself, as its packets go by."""

    def __init__(self, headers: bytes, frames: int) -> None:
        self._frames = frames
        self._sums: list[int] = []
        self._decoder: VideoCodecContext | None = None
        if frames:
            decoder = av.CodecContext.create("h264", "r")
            assert isinstance(decoder, VideoCodecContext)  # noqa: S101
            decoder.extradata, decoder.thread_count = headers, 1
            self._decoder = decoder

    def see(self, packet: av.Packet | None) -> None:
        if self._decoder is None:
            return
        try:
            self._sums += [checksum(picture) for picture in self._decoder.decode(packet)]
        except av.error.FFmpegError as error:
            raise GenerationFailed(f"A part of the film does not decode ({error.strerror}).") from error
        if len(self._sums) >= self._frames or packet is None:
            self._decoder = None

    def end(self) -> list[int]:
        self.see(None)
        return self._sums[: self._frames]


def checksum(picture: av.VideoFrame) -> int:
    value = 1
    for plane in picture.planes:
        value = zlib.adler32(memoryview(plane), value)
    return value


def verify(film: Path, begins: Sequence[int], heads: Sequence[Sequence[int]], rate: Rate) -> None:
    """Raises GenerationFailed with what is wrong. `begins` and `heads` are what `join` said."""
    footage = index(film)
    ticks = np.array([round(number / (rate.fraction * footage.time_base)) for number in range(begins[-1])])
    if len(footage.pts) != len(ticks) or (footage.pts - footage.pts[0] != ticks).any():
        raise GenerationFailed("The joined film has other frames than were planned, or shows them at other times.")
    wanted = {begin + n: value for begin, head in zip(begins, heads, strict=False) for n, value in enumerate(head)}
    with Pictures(film, footage) as pictures:
        for window in _windows(begins):
            for number, picture in zip(window, pictures.frames(window), strict=True):
                if picture.pts != footage.pts[number]:
                    raise GenerationFailed(f"Frame {number} of the joined film is lost at a join.")
                if number in wanted and checksum(picture) != wanted[number]:
                    raise GenerationFailed(f"Frame {number} of the joined film does not decode to what it was made of.")


def _windows(begins: Sequence[int]) -> Iterator[range]:
    """Runs of frames around the joins, those that overlap as one."""
    around = [range(max(join - BEFORE, 0), min(join + AFTER, begins[-1])) for join in begins[1:-1]]
    start: int | None = None
    for this, following in pairwise([*around, range(begins[-1] + 1, begins[-1] + 2)]):
        start = this.start if start is None else start
        if following.start > this.stop:
            yield range(start, this.stop)
            start = None
