"""Encoding a chunk of the film: H.264 in closed GOPs of a second."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import av
import numpy as np
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext

from generation.media.plan import Rate
from generation.media.timeline.chunks import ChunkWriter
from generation.media.timeline.decode import Pictures
from generation.media.timeline.fit import Frame, fit, said
from generation.media.timeline.index import Footage
from generation.media.timeline.model import Grade
from generation.media.timeline.plan import Blank, Chunk, Encode

PRESET, CRF = "veryfast", 18
THREADS = 2  # fixed: x264's output depends on it


@dataclass(frozen=True)
class Coding:
    """How the film's pictures are encoded; `like` are x264's parameters that make it fit beside copied ones."""

    frame: Frame
    rate: Rate
    gop: int
    like: str = ""
    profile: str = ""

    @property
    def tick(self) -> Fraction:
        return 1 / self.rate.fraction

    @cached_property
    def options(self) -> dict[str, str]:
        params = f"keyint={self.gop}:min-keyint={self.gop}:scenecut=0:open-gop=0"
        return {
            "preset": PRESET,
            "crf": str(CRF),
            "x264-params": ":".join(filter(None, (params, self.like))),
            **({"profile": self.profile} if self.profile else {}),
        }


class Sources:
    """The videos that are being read, one open at a time: decoders are what takes memory."""

    def __init__(self, footages: Mapping[Path, Footage]) -> None:
        self.footages = footages
        self._path: Path | None = None
        self._pictures: Pictures | None = None

    def pictures(self, path: Path) -> Pictures:
        if self._path != path or self._pictures is None:
            self.close()
            self._pictures, self._path = Pictures(path, self.footages[path]), path
        return self._pictures

    def close(self) -> None:
        if self._pictures:
            self._pictures.close()
        self._pictures = None


def encode(pictures: Iterable[av.VideoFrame], out: Path, coding: Coding) -> None:
    """Writes `pictures`, whose time stamps it sets, to the chunk `out`, whole or not at all."""
    encoder = new_encoder(coding)
    with ChunkWriter(out, bytes(encoder.extradata or b"")) as chunk:
        for number, picture in enumerate(pictures):
            picture.pts, picture.time_base = number, coding.tick
            picture.pict_type = 0  # as its own encoder chose it; ours chooses anew
            for packet in encoder.encode(picture):
                chunk.write(packet)
        for packet in encoder.encode(None):
            chunk.write(packet)


def new_encoder(coding: Coding) -> VideoCodecContext:
    """x264 as every chunk is encoded with; an opened context."""
    encoder = av.CodecContext.create("libx264", "w")
    assert isinstance(encoder, VideoCodecContext)  # noqa: S101
    encoder.width, encoder.height, encoder.pix_fmt = coding.frame.width, coding.frame.height, "yuv420p"
    encoder.time_base, encoder.framerate = coding.tick, coding.rate.fraction
    colour = coding.frame.colour
    encoder.color_range, encoder.colorspace = colour.range, colour.matrix
    encoder.color_primaries, encoder.color_trc = colour.primaries, colour.transfer
    encoder.thread_count = THREADS
    encoder.flags |= Flags.global_header
    encoder.options = coding.options
    encoder.open()
    return encoder


def template(path: Path, coding: Coding) -> Path:
    """A film of one black frame: what a muxer has to know about ours before the first packet."""
    with av.open(str(path), "w", format="mp4") as file:
        video = file.add_stream("libx264", rate=coding.rate.fraction, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = coding.frame.width, coding.frame.height, "yuv420p"
        colour = coding.frame.colour
        video.codec_context.color_range, video.codec_context.colorspace = colour.range, colour.matrix
        video.codec_context.color_primaries, video.codec_context.color_trc = colour.primaries, colour.transfer
        file.mux(video.encode(_black(coding.frame)))
        file.mux(video.encode(None))
    return path


def pictures_of(
    chunk: Chunk, coding: Coding, sources: Sources, count: Callable[[int], None] | None = None
) -> Iterator[av.VideoFrame]:
    """The chunk's pictures as the film shows them. `count` is told how many have been handed out."""
    black: av.VideoFrame | None = None
    number = 0
    for piece in chunk:
        if isinstance(piece, Blank):
            black = black or _black(coding.frame)
            found: Iterator[av.VideoFrame] = iter([black] * piece.frames)
        else:
            found = _shown(piece, coding, sources)
        for picture in found:
            number += 1
            yield picture
            if count and number % 12 == 0:
                count(number)


def _shown(piece: Encode, coding: Coding, sources: Sources) -> Iterator[av.VideoFrame]:
    footage = sources.footages[piece.source]
    wanted = (footage.frame_at(number, coding.rate) for number in range(piece.start, piece.end))
    found = fit(sources.pictures(piece.source).frames(wanted), footage, coding.frame)
    return found if piece.grade is None else _graded(found, piece.grade, coding.frame)


def _graded(pictures: Iterable[av.VideoFrame], grade: Grade, frame: Frame) -> Iterator[av.VideoFrame]:
    from generation.media.timeline.grade import Graded  # OpenCV takes memory that few films need

    graded = Graded(grade, said(frame.colour, frame.height).matrix)
    before, made = None, None
    for picture in pictures:
        if picture is not before or made is None:
            made = av.VideoFrame.from_ndarray(graded(picture.to_ndarray().view(np.uint8)), format="yuv420p")
            before = picture
        yield made


def _black(frame: Frame) -> av.VideoFrame:
    black = np.full((frame.height * 3 // 2, frame.width), 128, np.uint8)
    black[: frame.height] = 0 if frame.colour.range == 2 else 16
    return av.VideoFrame.from_ndarray(black, format="yuv420p")
