"""Pictures of a video by number: decoding begins at the right key picture, or goes on where it is under way."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.video import VideoStream

from generation.media.formats import opened
from generation.media.timeline.index import Footage
from wire.errors import GenerationFailed

_BACK = 3.0  # seconds further back each time a seek lands behind its target


class Pictures:
    """A video that is being read; use it in a `with`. `threads` decode at once."""

    def __init__(self, path: Path, footage: Footage, *, threads: int = 2) -> None:
        self._path, self._footage, self._threads = path, footage, threads if footage.has_times else 1
        self._open()

    def _open(self) -> None:
        self._container = opened(self._path)
        stream = self._container.streams[self._footage.stream]
        if not isinstance(stream, VideoStream):
            raise GenerationFailed(f"{self._path.name} is not the video that was indexed.")
        self._stream = stream
        stream.thread_type, stream.codec_context.thread_count = "FRAME", self._threads
        self._coming: Iterator[tuple[int, av.VideoFrame]] = iter(())
        self._next = -1  # display index from which everything that comes is in order; -1: nowhere
        self._held: tuple[int, av.VideoFrame] | None = None
        self._ahead: tuple[int, av.VideoFrame] | None = None

    def frames(self, wanted: Iterable[int]) -> Iterator[av.VideoFrame]:
        """One picture for each display index of `wanted`, which never goes down; the same frame again for the same.

        A picture that the file lacks, because it is damaged, is made up for by the one before it.
        Raises GenerationFailed where nothing can be decoded.
        """
        is_first = True
        for number in wanted:
            if is_first:
                self._go_to(number)
                is_first = False
            yield self._picture(number)

    def _picture(self, number: int) -> av.VideoFrame:
        while self._held is None or self._held[0] < number:
            found = self._ahead or next(self._coming, None)
            self._ahead = None
            if found is None:
                break
            if found[0] > number and self._held is not None:
                self._ahead = found
                break
            self._held = found
        if self._held is None:
            raise GenerationFailed(f"{self._path.name} cannot be decoded at picture {number}.", reason="unreadable")
        return self._held[1]

    def _go_to(self, number: int) -> None:
        """Makes ready so that `number` is the next picture but for some before it."""
        key = self._footage.key_before(number)
        reached = self._held[0] if self._held else -1
        if 0 <= reached <= number and self._footage.packet_pts[key] <= self._footage.pts[reached]:
            return  # it comes sooner from here than from the key picture
        while True:
            self._start(key)
            first = next(self._coming, None)
            if key == 0 or (first is not None and first[0] <= number):
                self._ahead = first
                return
            # This key picture was not enough to decode from: the one before it may be.
            key = self._footage.key_before(max(0, int(self._index_of(key)) - 1)) if self._index_of(key) else 0

    def _index_of(self, packet: int) -> int:
        return int(np.searchsorted(self._footage.pts, self._footage.packet_pts[packet]))

    def _start(self, key: int) -> None:
        self._held = self._ahead = None
        target = int(self._footage.packet_pts[key])
        back = 0.0
        while True:
            if self._seek_to(target, key, back):
                return
            if back > 0 and target - back / float(self._footage.time_base) < self._footage.first_pts:
                self._container.close()
                self._open()
                self._coming = self._decoded(None, 0)
                return
            back = back * 2 + _BACK

    def _seek_to(self, target: int, key: int, back: float) -> bool:
        """Whether reading now goes on with the key picture itself: a demuxer may land before or behind it."""
        before = round(back / float(self._footage.time_base))
        try:
            self._container.seek(target - before, stream=self._stream, backward=True)
            for packet in self._container.demux(self._stream):
                time = packet.pts if packet.pts is not None else packet.dts
                if not packet.size or time is None:
                    continue
                if time == target:
                    self._coming = self._decoded(packet, self._index_of(key))
                    return True
                if packet.is_keyframe and time > target:
                    return False
        except av.error.FFmpegError:
            return False
        return False

    def _decoded(self, first: av.Packet | None, since: int) -> Iterator[tuple[int, av.VideoFrame]]:
        """Pictures with their display index, in order. Those before `since` lean on what was not decoded."""
        least = since
        for frame in self._raw(first):
            time = frame.pts if frame.pts is not None else frame.dts
            if time is None:
                continue
            at = int(np.searchsorted(self._footage.pts, time))
            if at < len(self._footage.pts) and self._footage.pts[at] == time and at >= least:
                least = at + 1
                yield at, frame

    def _raw(self, first: av.Packet | None) -> Iterator[av.VideoFrame]:
        if first is not None:
            yield from _tolerant(first)
        try:
            for packet in self._container.demux(self._stream):
                yield from _tolerant(packet)
        except av.error.FFmpegError:
            return  # the file ends in the middle of something

    def close(self) -> None:
        self._coming = iter(())
        self._held = self._ahead = None
        self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _tolerant(packet: av.Packet) -> list[av.VideoFrame]:
    try:
        return packet.decode()
    except av.error.FFmpegError:
        return []  # one damaged packet does not end the film
