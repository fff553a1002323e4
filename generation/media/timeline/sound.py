"""The film's sound: each cut's samples, decoded, resampled and cut to the sample, a little at a time."""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio import AudioStream

from generation.media.formats import opened
from generation.media.timeline.index import Footage, SoundFacts
from generation.media.timeline.plan import SoundPiece

RATE = 48_000
FADE = 96  # samples (2 ms): where sound jumps it would click
BLOCK = 8192
_LEAD_S = Fraction(1, 2)  # decoded before a cut: codecs and the resampler lean on what came before
_DRIFT_S = 0.03  # time stamps that jump by more mean a gap, by less rounding


def film_sound(pieces: Sequence[SoundPiece], footages: Mapping[Path, Footage]) -> Iterator[np.ndarray]:
    """The sound of `pieces` as float32 [2, n] blocks, exactly as long as they say; 2 ms fades where it jumps."""
    source: _Source | None = None
    try:
        for number, piece in enumerate(pieces):
            if piece.source is None:
                found = _silence(piece.samples)
            else:
                if source is None or source.path != piece.source:
                    if source:
                        source.close()
                    source = _Source(piece.source, footages[piece.source])
                found = source.samples(piece.start, piece.samples)
            yield from _faded(found, piece.samples, is_in=number > 0, is_out=number < len(pieces) - 1)
    finally:
        if source:
            source.close()


def _silence(samples: int) -> Iterator[np.ndarray]:
    while samples > 0:
        yield np.zeros((2, min(samples, BLOCK)), np.float32)
        samples -= BLOCK


def _faded(blocks: Iterator[np.ndarray], samples: int, *, is_in: bool, is_out: bool) -> Iterator[np.ndarray]:
    fade = min(FADE, samples // 2)
    at = 0
    for block in blocks:
        place = np.arange(at, at + block.shape[1])
        at += block.shape[1]
        if fade and ((is_in and place[0] < fade) or (is_out and at > samples - fade)):
            gain = np.ones(len(place), np.float32)
            if is_in:
                gain = np.minimum(gain, (place + 0.5) / fade)
            if is_out:
                gain = np.minimum(gain, (samples - place - 0.5) / fade)
            block = (block * gain).astype(np.float32)
        yield block


class _Source:
    """One file's sound as a row of 48 kHz samples, counted from its first picture."""

    def __init__(self, path: Path, footage: Footage) -> None:
        self.path, self._footage = path, footage
        assert footage.sound  # noqa: S101 (a piece is planned only where there is sound)
        self._facts: SoundFacts = footage.sound
        self._open()

    def _open(self) -> None:
        self._container = opened(self.path)
        stream = self._container.streams[self._facts.stream]
        assert isinstance(stream, AudioStream)  # noqa: S101
        self._stream, self._layout = stream, "stereo"
        self._at: int | None = None  # where the next samples of `_blocks` belong
        self._blocks: Iterator[np.ndarray] = iter(())
        self._rest: np.ndarray | None = None

    def samples(self, start: int, count: int) -> Iterator[np.ndarray]:
        """`count` samples from `start` on, silence where the file has none."""
        self._go_to(start)
        end = start + count
        at = start
        while at < end:
            block = self._rest if self._rest is not None else next(self._blocks, None)
            self._rest = None
            if block is None or self._at is None:
                yield from _silence(end - at)
                return
            if self._at > at:
                gap = min(self._at, end) - at
                yield from _silence(gap)
                at += gap
                self._rest = block
                continue
            own_end = self._at + block.shape[1]
            if own_end <= at:
                self._at = own_end
                continue
            part = block[:, at - self._at : end - self._at]
            at += part.shape[1]
            if own_end > at:
                self._rest = block
            else:
                self._at = own_end
            yield part

    def _go_to(self, start: int) -> None:
        near = RATE * 4
        if self._at is not None and self._at <= start and (self._facts.is_coarse or start - self._at < near):
            return
        base = self._stream.time_base
        first_picture = self._footage.first_pts * self._footage.time_base
        target = first_picture + Fraction(start, RATE) - _LEAD_S
        is_within = target > first_picture + self._facts.start
        if is_within and base is not None and not self._facts.is_coarse:
            self._container.seek(math.floor(target / base), stream=self._stream, backward=True)
            self._begin()
            if self._at is not None and self._at <= start:
                return
        # From the beginning, samples are counted: time stamps need not be trusted, nor the demuxer's seeking.
        self._container.close()
        self._open()
        self._begin()

    def _begin(self) -> None:
        self._at = None
        self._blocks = self._resampled()
        self._rest = next(self._blocks, None)  # the first block says where it belongs

    def _resampled(self) -> Iterator[np.ndarray]:
        """Blocks at 48 kHz; sets `_at` to where the first belongs. Its grid is the same wherever reading began."""
        rate = self._facts.rate
        resampler = None
        step = rate // math.gcd(rate, RATE)  # so many samples of the file end together with a sample of the film
        for place, samples in self._decoded():
            if resampler is None:
                skip = -place % step
                if samples.shape[1] <= skip:
                    continue
                samples, place = samples[:, skip:], place + skip
                self._at = place * RATE // rate
                resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=self._layout)
            frame.sample_rate = rate
            for part in resampler.resample(frame):
                yield part.to_ndarray()
        if resampler:
            for part in resampler.resample(None):
                yield part.to_ndarray()

    def _decoded(self) -> Iterator[tuple[int, np.ndarray]]:
        """Samples of the file, planar float32, and where they belong, without gap or overlap."""
        rate = self._facts.rate
        first_picture = self._footage.first_pts * self._footage.time_base
        at: int | None = None
        planar, heard = None, ("", 0)
        for frame in self._frames():
            if planar is None or (frame.layout.name, frame.sample_rate) != heard:
                heard = frame.layout.name, frame.sample_rate
                self._layout = frame.layout.name
                planar = av.AudioResampler(format="fltp", layout=frame.layout.name, rate=rate)
            said = None
            if frame.pts is not None and frame.time_base is not None:
                said = round((frame.pts * frame.time_base - first_picture) * rate)
            samples = np.concatenate([part.to_ndarray() for part in planar.resample(frame)] or [_NOTHING], axis=1)
            if not samples.size:
                continue
            if at is None:
                at = said or 0
            elif said is not None and abs(said - at) > _DRIFT_S * rate:
                if said > at:
                    yield at, np.zeros((samples.shape[0], min(said - at, rate * 600)), np.float32)
                    at = said
                else:
                    samples = samples[:, at - said :]
                    if not samples.size:
                        continue
            yield at, samples
            at += samples.shape[1]

    def _frames(self) -> Iterator[av.AudioFrame]:
        try:
            for packet in self._container.demux(self._stream):
                try:
                    yield from packet.decode()
                except av.error.FFmpegError:
                    continue  # a damaged packet: silence takes its place
        except av.error.FFmpegError:
            return

    def close(self) -> None:
        self._blocks = iter(())
        self._rest = None
        self._container.close()


_NOTHING = np.zeros((2, 0), np.float32)
