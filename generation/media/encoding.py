"""Speech as a stream in the formats that players know: encoded as it comes, never seeking back."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

import av
import av.filter
import numpy as np
from numpy.typing import NDArray

RATE = 24_000
_OPUS_RATE = 48_000
_UNKNOWN = 0xFFFFFFFF  # a length that nobody knows yet: readers go on to the end


@dataclass(frozen=True)
class Form:
    """A container with one codec. `rate` in Hz; without a codec the samples are written as they are."""

    content_type: str
    container: str = ""
    codec: str = ""
    rate: int = RATE
    bit_rate: int | None = None
    muxing: Mapping[str, str] = field(default_factory=dict)


FORMS: dict[str, Form] = {
    "mp3": Form("audio/mpeg", "mp3", "libmp3lame", bit_rate=64_000, muxing={"write_xing": "0", "id3v2_version": "0"}),
    "opus": Form("audio/ogg", "ogg", "libopus", rate=_OPUS_RATE, bit_rate=48_000, muxing={"page_duration": "200000"}),
    "aac": Form("audio/aac", "adts", "aac", bit_rate=64_000),
    "flac": Form("audio/flac", "flac", "flac"),
    "wav": Form("audio/wav"),
    "pcm": Form("audio/pcm"),
}


class _Sink:
    """What the muxer writes to: only forwards, for there is no `seek`."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


class SpeechEncoder:
    """Takes 16 bit mono samples at 24 kHz and gives bytes of the format as soon as there are any.

    `tempo` (0.5 to 2) makes what comes out faster or slower at the same pitch.
    """

    def __init__(self, name: str, *, tempo: float = 1.0) -> None:
        self._form, self._name = FORMS[name], name
        self._stretch = None if tempo == 1.0 else _Stretch(tempo)
        self._sink = _Sink()
        self._file: Any = None
        self._read = 0
        if not self._form.codec:
            self._sink.write(_wav_header() if name == "wav" else b"")
            return
        self._file = av.open(self._sink, "w", format=self._form.container, options=dict(self._form.muxing))
        self._stream = self._file.add_stream(self._form.codec, rate=self._form.rate, layout="mono")
        if self._form.bit_rate:
            self._stream.bit_rate = self._form.bit_rate
        # Each codec takes its own form and size of samples.
        self._resampler = av.AudioResampler(
            format=self._stream.codec_context.format.name, layout="mono", rate=self._form.rate,
            frame_size=self._frame_size(),
        )  # fmt: skip

    def _frame_size(self) -> int:
        self._stream.codec_context.open(strict=False)
        return self._stream.codec_context.frame_size or 1024

    def add(self, samples: NDArray[np.int16]) -> bytes:
        for part in self._stretch.add(samples) if self._stretch else [samples]:
            self._encode(part)
        return self._sink.take()

    def finish(self) -> bytes:
        for part in self._stretch.finish() if self._stretch else []:
            self._encode(part)
        if self._file is not None:
            for frame in self._resampler.resample(None):
                self._file.mux(self._stream.encode(frame))
            self._file.mux(self._stream.encode(None))
            self._file.close()
        return self._sink.take()

    def _encode(self, samples: NDArray[np.int16]) -> None:
        if self._file is None:
            self._sink.write(samples.astype("<i2").tobytes())
            return
        for frame in self._resampler.resample(_frame(samples, self._read)):
            self._file.mux(self._stream.encode(frame))
        self._read += len(samples)


class _Stretch:
    def __init__(self, tempo: float) -> None:
        graph = av.filter.Graph()
        source = graph.add_abuffer(sample_rate=RATE, format="s16", layout="mono", time_base=Fraction(1, RATE))
        tempo_step, sink = graph.add("atempo", f"{tempo:.4f}"), graph.add("abuffersink")
        source.link_to(tempo_step)
        tempo_step.link_to(sink)
        graph.configure()
        self._graph, self._source, self._sink, self._read = graph, source, sink, 0

    def add(self, samples: NDArray[np.int16]) -> list[NDArray[np.int16]]:
        self._source.push(_frame(samples, self._read))
        self._read += len(samples)
        return self._pull()

    def finish(self) -> list[NDArray[np.int16]]:
        self._source.push(None)
        return self._pull()

    def _pull(self) -> list[NDArray[np.int16]]:
        parts: list[NDArray[np.int16]] = []
        while True:
            try:
                frame = cast(av.AudioFrame, self._sink.pull())
                parts.append(frame.to_ndarray().reshape(-1).astype(np.int16, copy=False))
            except (av.error.BlockingIOError, av.error.EOFError):
                return parts


def _frame(samples: NDArray[np.int16], start: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
    return frame


def _wav_header() -> bytes:
    form = struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16)
    riff, data = (name + struct.pack("<I", _UNKNOWN) for name in (b"RIFF", b"data"))
    return riff + b"WAVEfmt " + struct.pack("<I", len(form)) + form + data
