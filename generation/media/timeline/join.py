"""Laying encoded chunks and copied packets in a row, with sound beside them: an MP4 that plays while it loads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer

from generation.media.formats import opened
from generation.media.plan import Rate
from generation.media.timeline import h264
from generation.media.timeline.chunks import ChunkFile
from generation.media.timeline.copying import Copy, copied_packets, shows_of
from generation.media.timeline.index import Footage
from generation.media.timeline.verify import AFTER, Head
from wire.errors import GenerationFailed

SOUND_RATE, SOUND_BITS = 48_000, 192_000
_BLOCK = 1024  # samples of an AAC frame


@dataclass(frozen=True)
class CopiedRun:
    """Packets of a source, as a part of the film."""

    copy: Copy
    footage: Footage
    headers: bytes

    @property
    def shows(self) -> np.ndarray:
        return shows_of(self.copy, self.footage)

    def packets(self) -> Iterator[av.Packet]:
        return copied_packets(self.copy, self.footage)


Part = CopiedRun | ChunkFile


@dataclass(frozen=True)
class Joined:
    """`begins`: the first frame of each part, and the end. `heads`: checksums of each part's first frames by itself."""

    samples: int
    begins: list[int]
    heads: list[list[int]]


class _Sound:
    """AAC beside the pictures; `blocks` are float32 [2, n] at 48 kHz, read no faster than they are needed."""

    def __init__(self, file: OutputContainer, blocks: Iterator[np.ndarray]) -> None:
        self._file, self._blocks = file, blocks
        self._stream = file.add_stream("aac", rate=SOUND_RATE, layout="stereo", bit_rate=SOUND_BITS)
        self._stream.codec_context.options = {"aac_coder": "fast"}
        self._waiting = np.zeros((2, 0), np.float32)
        self.samples = 0
        self._is_over = False

    def write(self, upto: int | None) -> None:
        """Encodes whole AAC frames until `upto` samples are written; everything with None."""
        while upto is None or self.samples < upto:
            while self._waiting.shape[1] < _BLOCK and not self._is_over:
                block = next(self._blocks, None)
                self._is_over = block is None
                if block is not None:
                    self._waiting = np.concatenate([self._waiting, block], axis=1)
            part, self._waiting = self._waiting[:, :_BLOCK], self._waiting[:, _BLOCK:]
            if not part.size:
                return
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = SOUND_RATE, self.samples
            self.samples += part.shape[1]
            self._file.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self.write(None)
        self._file.mux(self._stream.encode(None))


def join(parts: Sequence[Part], out: Path, *, like: Path, rate: Rate, sound: Iterator[np.ndarray] | None) -> Joined:
    """Writes `parts` to `out`, one after the other. `like` is an MP4 with the film's size and colour.

    Raises GenerationFailed when their headers exclude each other.
    """
    headers = h264.united(list({part.headers: None for part in parts}))
    if headers is None:
        raise GenerationFailed("The parts of the film were encoded with headers that exclude each other.")
    # Edit lists count in the movie's time scale, by default milliseconds: this one is exact to the sample.
    options = {"movflags": "+faststart", "movie_timescale": str(SOUND_RATE)}
    tick = 1 / rate.fraction
    # Pictures that refer to later ones are decoded ahead of their time by as much as the furthest needs.
    ahead = max(int((np.arange(len(shows)) - shows).max()) for shows in (part.shows for part in parts))
    begins, heads = [0], []
    is_joined = any(isinstance(part, CopiedRun) for part in parts)
    with av.open(str(out), "w", format="mp4", options=options) as file, opened(like) as first:
        video = file.add_stream_from_template(first.streams.video[0])
        video.codec_context.extradata = headers
        video.time_base = tick
        track = None if sound is None else _Sound(file, sound)
        number = 0
        for part in parts:
            head = Head(part.headers, AFTER if is_joined and number else 0)
            for packet, time in zip(part.packets(), part.shows, strict=True):
                head.see(packet)
                if track:
                    track.write(rate.samples_at(number, SOUND_RATE))
                packet.pts, packet.dts, packet.duration = begins[-1] + int(time), number - ahead, 1
                packet.time_base, packet.stream = tick, video
                file.mux(packet)
                number += 1
            begins.append(number)
            heads.append(head.end())
        if track:
            track.finish()
    return Joined(track.samples if track else 0, begins, heads)
