"""Single frames of a timeline as JPEG, exact to the frame, from proxies where there are some.

Meant for a persistent child process (`Maker`): the videos that were shown last stay open in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np

from generation.media.timeline.grade import Graded
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.reels import Reel, Reels, black
from wire.errors import GenerationFailed, ValidationFailed

MOST_FRAMES = 300
QUALITY = 82  # of 100
_SMALLEST = 16

_reels = Reels()


def still(
    timeline: Timeline,
    frame: int,
    out: Path,
    *,
    width: int | None = None,
    proxies: Mapping[Path, Path] | None = None,
    indexes: Mapping[Path, Path] | None = None,
) -> None:
    """Writes frame `frame` of `timeline` to `out` (JPEG).

    `width` is in pixels, at most the timeline's; without one the picture is as large as its proxy or the timeline.
    `proxies` are what `make_proxy` wrote, by source; they serve pictures up to their size. `indexes` are files that
    hold `Footage.to_bytes()`, by source. Raises ValidationFailed for a frame outside, GenerationFailed when a source
    cannot be read.
    """
    _check(timeline, [frame])
    for _, picture in _shown(timeline, [frame], width, proxies or {}, indexes or {}):
        _write(picture, out)


def strip(
    timeline: Timeline,
    frames: Sequence[int],
    folder: Path,
    *,
    width: int,
    proxies: Mapping[Path, Path] | None = None,
    indexes: Mapping[Path, Path] | None = None,
) -> list[Path]:
    """Writes those frames (300 at most) into `folder` and returns the files in the order of `frames`.

    Every source is read once, forwards, from key frame to key frame. A frame named twice is one file.
    """
    _check(timeline, frames)
    folder.mkdir(parents=True, exist_ok=True)
    paths: dict[int, Path] = {}
    for number, picture in _shown(timeline, frames, width, proxies or {}, indexes or {}):
        paths[number] = folder / f"{number:08}.jpg"
        _write(picture, paths[number])
    return [paths[number] for number in frames]


def _check(timeline: Timeline, frames: Sequence[int]) -> None:
    if not frames or len(frames) > MOST_FRAMES:
        raise ValidationFailed(f"A strip is 1 to {MOST_FRAMES} frames, not {len(frames)}.", maximum=MOST_FRAMES)
    if outside := [frame for frame in frames if not 0 <= frame < timeline.frames]:
        last = timeline.frames - 1
        raise ValidationFailed(f"Frame {outside[0]} is outside the timeline, which ends with frame {last}.", last=last)


@dataclass(frozen=True)
class _Wanted:
    frame: int  # of the timeline
    cut: Cut
    number: int  # of the source


def _shown(
    timeline: Timeline,
    frames: Sequence[int],
    width: int | None,
    proxies: Mapping[Path, Path],
    indexes: Mapping[Path, Path],
) -> Iterator[tuple[int, av.VideoFrame]]:
    """Each frame once, as I420, source by source and forwards in each."""
    wanted = [_Wanted(frame, *timeline.at(frame)) for frame in dict.fromkeys(frames)]
    for one in sorted(wanted, key=lambda one: (str(one.cut.source or ""), one.number)):
        source = one.cut.source
        if source is None:
            yield one.frame, black(*_size(timeline, width, timeline.width))
            continue
        reel, size = _reel(timeline, source, width, proxies.get(source), indexes.get(source))
        picture = reel.picture(one.number, *size)
        yield one.frame, _graded(picture, one.cut.grade) if one.cut.grade else picture


def _reel(
    timeline: Timeline, source: Path, width: int | None, proxy: Path | None, stored: Path | None
) -> tuple[Reel, tuple[int, int]]:
    """Where a source's pictures come from, and the size that the frame then has."""
    if proxy and proxy.is_file():
        try:
            reel = _reels.proxy(proxy, timeline.rate)
        except GenerationFailed:
            pass  # made for another rate, or damaged: the source itself is slower but always right
        else:
            share = min(timeline.width / reel.width, timeline.height / reel.height)
            natural = round(timeline.width / max(1.0, share))
            if width is None or width <= natural:
                return reel, _size(timeline, width, natural)
    return _reels.original(source, timeline.rate, stored), _size(timeline, width, timeline.width)


def _size(timeline: Timeline, width: int | None, natural: int) -> tuple[int, int]:
    across = max(_SMALLEST, min(width or natural, timeline.width)) // 2 * 2
    return across, max(2, round(timeline.height * across / timeline.width / 2) * 2)


def _graded(picture: av.VideoFrame, grade: Grade) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(Graded(grade)(np.asarray(picture.to_ndarray(), np.uint8)), format="yuv420p")


def _write(picture: av.VideoFrame, out: Path) -> None:
    bgr = picture.to_ndarray(format="bgr24", src_colorspace="ITU709", threads=1)
    done, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not done:
        raise GenerationFailed("The preview could not be written.")
    out.write_bytes(data.data)
