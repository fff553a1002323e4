"""Encoding a chunk of the film: H.264 in closed GOPs of a second, one MP4 without sound a chunk."""

import importlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import av
import numpy as np

from generation.media.plan import Rate
from generation.media.timeline.decode import Pictures
from generation.media.timeline.fit import Frame, fit
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


def encode(pictures: Iterable[av.VideoFrame], out: Path, coding: Coding) -> int:
    """Writes `pictures`, whose time stamps it sets, to `out` whole or not at all; returns how many there were."""
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        number = _written(pictures, unfinished, coding)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return number


def _written(pictures: Iterable[av.VideoFrame], path: Path, coding: Coding) -> int:
    number = 0
    with av.open(str(path), "w", format="mp4") as file:
        video = file.add_stream("libx264", rate=coding.rate.fraction, options=coding.options)
        video.width, video.height, video.pix_fmt = coding.frame.width, coding.frame.height, "yuv420p"
        video.time_base = video.codec_context.time_base = coding.tick
        context, colour = video.codec_context, coding.frame.colour
        context.color_range, context.colorspace = colour.range, colour.matrix
        context.color_primaries, context.color_trc = colour.primaries, colour.transfer
        context.thread_count = THREADS
        for picture in pictures:
            picture.pts, picture.time_base = number, coding.tick
            picture.pict_type = 0  # as its own encoder chose it; ours chooses anew
            number += 1
            file.mux(video.encode(picture))
        file.mux(video.encode(None))
    return number


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
    return found if piece.grade is None else _graded(found, piece.grade)


def _graded(pictures: Iterable[av.VideoFrame], grade: Grade) -> Iterator[av.VideoFrame]:
    graded = importlib.import_module("generation.media.timeline.grade").Graded(grade)
    before, made = None, None
    for picture in pictures:
        if picture is not before or made is None:
            made = av.VideoFrame.from_ndarray(graded(picture.to_ndarray()), format="yuv420p")
            before = picture
        yield made


def _black(frame: Frame) -> av.VideoFrame:
    black = np.full((frame.height * 3 // 2, frame.width), 128, np.uint8)
    black[: frame.height] = 0 if frame.colour.range == 2 else 16
    return av.VideoFrame.from_ndarray(black, format="yuv420p")
