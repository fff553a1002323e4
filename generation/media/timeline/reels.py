"""Videos kept open between previews: a warm decoder, an index in memory, and the way to one picture by its number."""

from collections import OrderedDict
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import av
import numpy as np
from av.codec.context import Flags
from numpy.typing import NDArray

from generation.media.formats import opened
from generation.media.plan import Rate
from generation.media.timeline.decode import Pictures
from generation.media.timeline.fit import BT709, Frame, fit
from generation.media.timeline.index import Footage, index
from wire.errors import GenerationFailed

MOST_OPEN = 6
Bytes = NDArray[np.uint8]


class Reel(Protocol):
    width: int
    height: int

    def picture(self, number: int, width: int, height: int) -> av.VideoFrame:
        """Frame `number`, counted at the timeline's rate, as I420 of that size, in its own shape on black."""
        ...

    def close(self) -> None: ...


class Original:
    """A source as it was uploaded."""

    def __init__(self, path: Path, rate: Rate, stored: Path | None) -> None:
        self._footage = Footage.from_bytes(stored.read_bytes()) if stored else index(path)
        self._pictures = Pictures(path, self._footage)
        self._rate = rate
        self.width, self.height = self._footage.width, self._footage.height

    def picture(self, number: int, width: int, height: int) -> av.VideoFrame:
        at = self._footage.frame_at(number, self._rate)
        wanted = [at]
        if self._footage.is_interlaced:  # the fields between are made from the pictures around
            wanted = [max(0, at - 1), at, min(at + 1, len(self._footage.pts) - 1)]
        shown = list(fit(self._pictures.frames(wanted), self._footage, Frame(width, height, BT709)))
        return shown[len(shown) // 2]

    def close(self) -> None:
        self._pictures.close()


class Proxy:
    """What `write_proxy` wrote: frame n stands at n / rate, and none leans on a later one.

    Its table of samples is read once; a picture then costs a read of its bytes, without a demuxer that seeks.
    """

    def __init__(self, path: Path, rate: Rate) -> None:
        self._container = opened(path)
        stream = self._container.streams.video[0]
        if stream.average_rate != rate.fraction or stream.time_base is None:
            self._container.close()
            raise GenerationFailed(f"The proxy {path.name} does not run at the project's rate; make it again.")
        tick = Fraction(1, rate.fraction * stream.time_base)
        samples = [
            (round(entry.timestamp / tick), entry.pos, entry.size, entry.is_keyframe) for entry in stream.index_entries
        ]
        self._frames, self._places, self._sizes, keys = np.array(samples, np.int64).reshape(-1, 4).T
        self._keys = np.maximum.accumulate(np.where(keys, np.arange(len(keys)), 0))
        self._decoder = stream.codec_context
        stream.thread_type, self._decoder.thread_count = "SLICE", 2
        self._decoder.flags |= Flags.low_delay
        self._file = path.open("rb")
        self._at = -1  # the sample that was decoded last
        self._held: av.VideoFrame | None = None
        self.width, self.height = self._decoder.width, self._decoder.height

    def picture(self, number: int, width: int, height: int) -> av.VideoFrame:
        frame = self.frame(number)
        across, down = _fitted(self.width, self.height, width, height)
        small = frame.reformat(across, down, "yuv420p", interpolation="BICUBIC", threads=1)
        return small if (across, down) == (width, height) else _on_black(small, width, height)

    def frame(self, number: int) -> av.VideoFrame:
        """As it lies in the file."""
        last = int(np.searchsorted(self._frames, number, side="right")) - 1
        if last >= 0 and (self._held is None or not self._keys[last] <= self._at <= last):
            self._held, self._at = None, int(self._keys[last]) - 1
        while self._at < last:
            self._at += 1
            self._held = next(iter(self._decoded(self._at)), self._held)
        if self._held is None:
            raise GenerationFailed("The proxy of a video is damaged; import the video again.")
        return self._held

    def _decoded(self, sample: int) -> list[av.VideoFrame]:
        self._file.seek(self._places[sample])
        try:
            return self._decoder.decode(av.Packet(self._file.read(self._sizes[sample])))
        except av.error.FFmpegError:
            return []

    def close(self) -> None:
        self._held = None
        self._file.close()
        self._container.close()


class Reels:
    """The videos that were shown last, open. Not for use by several threads."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[object, ...], Reel] = OrderedDict()

    def original(self, path: Path, rate: Rate, stored: Path | None) -> Reel:
        key = ("original", rate, *_identity(path))
        return self._kept(key) or self._keep(key, Original(path, rate, stored))

    def proxy(self, path: Path, rate: Rate) -> Reel:
        key = ("proxy", rate, *_identity(path))
        return self._kept(key) or self._keep(key, Proxy(path, rate))

    def _kept(self, key: tuple[object, ...]) -> Reel | None:
        if key in self._open:
            self._open.move_to_end(key)
        return self._open.get(key)

    def _keep(self, key: tuple[object, ...], reel: Reel) -> Reel:
        self._open[key] = reel
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)[1].close()
        return reel

    def forget(self) -> None:
        while self._open:
            self._open.popitem()[1].close()


def _identity(path: Path) -> tuple[object, ...]:
    """What changes when another file takes a path's place."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise GenerationFailed(f"There is no file {path.name}.") from None
    return path, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _fitted(width: int, height: int, into_width: int, into_height: int) -> tuple[int, int]:
    """The even size of a picture in a frame, which it fills where but a pixel or two is missing."""
    share = min(into_width / width, into_height / height)
    across, down = (max(2, round(length * share / 2) * 2) for length in (width, height))
    if into_width - across <= 2 and into_height - down <= 2:
        return into_width, into_height
    return min(across, into_width), min(down, into_height)


def black(width: int, height: int) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(_black(width, height), format="yuv420p")


def _black(width: int, height: int) -> Bytes:
    picture = np.full((height * 3 // 2, width), 128, np.uint8)
    picture[:height] = 16
    return picture


def _on_black(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    own, own_width, own_height = frame.to_ndarray(), frame.width, frame.height
    out = _black(width, height)
    left, top = (width - own_width) // 4 * 2, (height - own_height) // 4 * 2
    out[top : top + own_height, left : left + own_width] = own[:own_height]
    chroma = out[height:].reshape(2, height // 2, width // 2)
    rows, columns = slice(top // 2, (top + own_height) // 2), slice(left // 2, (left + own_width) // 2)
    chroma[:, rows, columns] = own[own_height:].reshape(2, own_height // 2, own_width // 2)
    return av.VideoFrame.from_ndarray(out, format="yuv420p")
