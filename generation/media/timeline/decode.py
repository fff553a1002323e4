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
from generation.media.timeline.packets import packets_from, time_of
from wire.errors import GenerationFailed

_KEPT = 2  # pictures before the first wanted one that are whole too: to take fields apart needs them


class Pictures:
    """A video that is being read; use it in a `with`. `threads` decode at once."""

    def __init__(self, path: Path, footage: Footage, *, threads: int = 2) -> None:
        self._path, self._footage = path, footage
        self._container = opened(path)
        stream = self._container.streams[footage.stream]
        if not isinstance(stream, VideoStream):
            raise GenerationFailed(f"{path.name} is not the video that was indexed.")
        self._stream = stream
        stream.thread_type = "FRAME"
        stream.codec_context.thread_count = threads if footage.has_times else 1
        self._needed_from, self._is_passing = 0, False
        self._coming: Iterator[tuple[int, av.VideoFrame]] = iter(())
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
        self._needed_from = int(self._footage.pts[max(0, number - _KEPT)])
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
        self._coming = self._decoded(key)

    def _decoded(self, key: int) -> Iterator[tuple[int, av.VideoFrame]]:
        """Pictures with their display index, in order; those before the key picture lean on what was not decoded."""
        least = self._index_of(key)
        for packet in packets_from(self._container, self._stream, self._footage, key):
            self._pass_over(packet)
            for frame in _tolerant(packet):
                time = time_of(frame)
                if time is None:
                    continue
                at = int(np.searchsorted(self._footage.pts, time))
                if at < len(self._footage.pts) and self._footage.pts[at] == time and at >= least:
                    least = at + 1
                    yield at, frame

    def _pass_over(self, packet: av.Packet) -> None:
        """Has the decoder leave out what no other picture refers to, up to where pictures are wanted."""
        time = time_of(packet)
        is_passed = time is not None and time < self._needed_from
        if is_passed != self._is_passing:
            self._stream.codec_context.skip_frame = "NONREF" if is_passed else "DEFAULT"
            self._is_passing = is_passed

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
