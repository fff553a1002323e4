"""Writing MP4: H.264 in BT.709 with one-second GOPs, AAC, and the index in front so that it plays while loading."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.audio import AudioStream
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from generation.media.plan import Rate
from generation.media.sound import RATE, fitted, read_sound
from wire.errors import GenerationFailed

AUDIO_BITS = 192_000
_CHUNK = 1024
# Stills that drift are easy to predict: the plain motion search costs a third less and loses 0.2 dB.
_TUNING = "scenecut=0:me=dia:subme=1:weightp=0:rc-lookahead=10"


def _opened(path: Path, title: str) -> OutputContainer:
    # Edit lists count in the movie's time scale, by default milliseconds: this one is exact to the sample.
    options = {"movflags": "+faststart", "movie_timescale": str(RATE)}
    file = av.open(str(path), "w", format="mp4", options=options)
    if title:
        file.metadata["title"] = title
    return file


class _SoundTrack:
    """AAC beside the pictures, never more than a frame ahead. `sound` is float32 `[samples, 2]` at 48 kHz, whole."""

    def __init__(self, file: OutputContainer, sound: np.ndarray) -> None:
        self._file = file
        self._stream: AudioStream = file.add_stream(
            "aac", rate=RATE, layout="stereo", bit_rate=AUDIO_BITS, options={"aac_coder": "fast"}
        )
        self._sound = np.ascontiguousarray(sound.T, np.float32)
        self._samples = 0

    def write(self, upto: int, *, is_last: bool = False) -> None:
        upto = min(upto, self._sound.shape[1])
        while self._samples < upto and (is_last or upto - self._samples >= _CHUNK):
            part = self._sound[:, self._samples : min(self._samples + _CHUNK, upto)]
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = RATE, self._samples
            self._samples += part.shape[1]
            self._file.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self.write(self._sound.shape[1], is_last=True)
        self._file.mux(self._stream.encode(None))


class Mp4Writer:
    """A film being written. Frames are I420 arrays, sound is float32 `[samples, 2]` at 48 kHz, given whole."""

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        rate: Rate,
        *,
        sound: np.ndarray | None,
        title: str = "",
        crf: int = 18,
    ) -> None:
        self._file = _opened(path, title)
        self._rate = rate
        video = self._file.add_stream("libx264", rate=rate.fraction)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        self._tick = 1 / rate.fraction  # the stream's own time base changes when the header is written
        video.time_base = video.codec_context.time_base = self._tick
        gop = max(1, round(rate.fraction))
        video.options = {
            "preset": "veryfast",
            "crf": str(crf),
            "x264-params": f"keyint={gop}:min-keyint={gop}:{_TUNING}",
        }
        context = video.codec_context
        context.color_range = ColorRange.MPEG
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.thread_count = 2  # fixed: x264's output depends on it
        self._video = video
        self._audio = None if sound is None else _SoundTrack(self._file, sound)
        self._frames = 0

    def write(self, frame: np.ndarray) -> None:
        picture = av.VideoFrame.from_ndarray(frame, format="yuv420p")
        picture.pts, picture.time_base = self._frames, self._tick
        self._frames += 1
        self._file.mux(self._video.encode(picture))
        if self._audio:
            self._audio.write(self._rate.samples_at(self._frames, RATE))

    def finish(self) -> None:
        self._file.mux(self._video.encode(None))
        if self._audio:
            self._audio.finish()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        else:
            self._file.close()


def join_shots(parts: Sequence[Path], out: Path, rate: Rate, *, audio: Path | None, title: str = "") -> int:
    """Joins files that `Mp4Writer` wrote with one size and rate, without encoding pictures again; returns the frames.

    `audio`, any file with sound, is cut or padded to the picture's length. Raises GenerationFailed when the parts
    were not encoded alike.
    """
    lengths = [_frames_in(part) for part in parts]
    total = sum(lengths)
    with _opened(out, title) as file, av.open(str(parts[0])) as first:
        video = file.add_stream_from_template(first.streams.video[0])
        video.time_base = tick = 1 / rate.fraction
        headers = first.streams.video[0].codec_context.extradata
        track = None
        if audio:
            track = _SoundTrack(file, fitted(read_sound(audio), rate.samples_at(total, RATE)))
        packets, times, start = [], [], 0
        for part, length in zip(parts, lengths, strict=True):
            for packet, time in _packets(part, headers, rate):
                packets.append(packet)
                times.append(start + time)
            start += length
        # Pictures that refer to later ones are decoded ahead of their time by as much as the furthest needs.
        ahead = max(number - time for number, time in enumerate(times))
        for number, (packet, time) in enumerate(zip(packets, times, strict=True)):
            packet.pts, packet.dts, packet.duration, packet.time_base = time, number - ahead, 1, tick
            packet.stream = video
            if track:
                track.write(rate.samples_at(number, RATE))
            file.mux(packet)
        if track:
            track.finish()
    return total


def _frames_in(part: Path) -> int:
    with av.open(str(part)) as file:
        return sum(1 for packet in file.demux(video=0) if packet.size)


def _packets(part: Path, headers: bytes | None, rate: Rate) -> Iterator[tuple[av.Packet, int]]:
    """The part's packets as they are decoded, each with the frame that it shows."""
    with av.open(str(part)) as file:
        stream = file.streams.video[0]
        if stream.codec_context.extradata != headers:
            raise GenerationFailed(f"The shot {part.name} was encoded unlike the others.")
        for packet in file.demux(stream):
            if packet.size and packet.pts is not None and packet.time_base is not None:
                yield packet, round(packet.pts * packet.time_base * rate.fraction)
