"""Laying encoded chunks and copied packets in a row, with sound beside them: an MP4 that plays while it loads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer, OutputContainer

from generation.media.formats import opened
from generation.media.plan import Rate
from generation.media.timeline.copying import Copy, copied_packets, shows_of
from generation.media.timeline.index import Footage, picture_stream
from wire.errors import GenerationFailed

SOUND_RATE, SOUND_BITS = 48_000, 192_000
_BLOCK = 1024  # samples of an AAC frame


@dataclass(frozen=True)
class Part:
    """A run of packets in the order of decoding: frame `shows[n]` of the part comes with its nth packet."""

    path: Path
    shows: np.ndarray
    copy: Copy | None = None
    footage: Footage | None = None

    @property
    def frames(self) -> int:
        return len(self.shows)

    @property
    def ahead(self) -> int:
        """By how many frames decoding runs ahead of showing."""
        return int((np.arange(len(self.shows)) - self.shows).max())

    def opened(self) -> InputContainer:
        return opened(self.path)

    def packets(self) -> Iterator[av.Packet]:
        if self.copy and self.footage:
            yield from copied_packets(self.copy, self.footage)
            return
        with self.opened() as file:
            yield from (packet for packet in file.demux(video=0) if packet.size)


def copied_part(copy: Copy, footage: Footage) -> Part:
    return Part(copy.source, shows_of(copy, footage), copy, footage)


def encoded_part(path: Path, rate: Rate) -> Part:
    """What `encode` wrote to `path`. Raises GenerationFailed when frames are missing or double."""
    with av.open(str(path)) as file:
        base = file.streams.video[0].time_base or 1 / rate.fraction
        times = [packet.pts for packet in file.demux(video=0) if packet.size]
    shows = np.array([round(time * base * rate.fraction) for time in times if time is not None])
    if sorted(shows) != list(range(len(shows))):
        raise GenerationFailed("The encoder lost or doubled a frame.")
    return Part(path, shows)


def headers_of(path: Path) -> bytes:
    with av.open(str(path)) as file:
        return bytes(file.streams.video[0].codec_context.extradata or b"")


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


def join(parts: Sequence[Part], out: Path, *, headers: bytes, rate: Rate, sound: Iterator[np.ndarray] | None) -> int:
    """Writes `parts` to `out`, one after the other, and returns the samples of sound.

    `headers` is an avcC box with the parameter sets of all of them, for NAL units framed by four bytes.
    """
    # Edit lists count in the movie's time scale, by default milliseconds: this one is exact to the sample.
    options = {"movflags": "+faststart", "movie_timescale": str(SOUND_RATE)}
    tick = 1 / rate.fraction
    # Pictures that refer to later ones are decoded ahead of their time by as much as the furthest needs.
    ahead = max((part.ahead for part in parts), default=0)
    with av.open(str(out), "w", format="mp4", options=options) as file, parts[0].opened() as first:
        stream = picture_stream(first)
        assert stream is not None  # noqa: S101 (it has been read before)
        video = file.add_stream_from_template(stream)
        video.codec_context.extradata = headers
        video.time_base = tick
        track = None if sound is None else _Sound(file, sound)
        start = number = 0
        for part in parts:
            for packet, time in zip(part.packets(), part.shows, strict=True):
                if track:
                    track.write(rate.samples_at(number, SOUND_RATE))
                _place(packet, start + int(time), number - ahead, tick)
                packet.stream = video
                file.mux(packet)
                number += 1
            start += part.frames
        if track:
            track.finish()
    return track.samples if track else 0


def _place(packet: av.Packet, pts: int, dts: int, tick: Fraction) -> None:
    packet.pts, packet.dts, packet.duration, packet.time_base = pts, dts, 1, tick
