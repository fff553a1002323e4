"""Files that a vendor or a stranger sent, brought into the studio's own form by a confined process.

What comes out is written anew from pixels and samples: nothing of the file itself is kept or shown to anybody.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from generation.media.finish import finish_picture
from generation.media.mp4 import Mp4Writer, join_shots
from generation.media.plan import Rate
from generation.media.sandbox import Limits, confined_work, refusal
from generation.media.sound import RATE, fitted, read_sound, write_wav
from generation.media.timeline.boxes import check_boxes, kind_of
from generation.media.timeline.untrusted import check_length, checked, open_film

MOST_PIXELS = 8192 * 8192
LONGEST_S = 120.0
_HERE = "generation.media.received"
_PICTURE = Limits(wall_s=30.0, cpu_s=25, rss_mb=1536)
_SOUND = Limits(wall_s=60.0, cpu_s=50, rss_mb=1536)
_MAGIC = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"RIFF": "webp"}
Report = Any


@dataclass(frozen=True)
class ReceivedFilm:
    """`frames` pictures were written; `is_held` of them repeat the last one that came, because the film was short."""

    frames: int
    held: int


def receive_pictures(raw: Path, wanted: Mapping[Path, tuple[int, int]]) -> None:
    """Write the picture `raw` (PNG, JPEG or WebP) as PNGs of exactly those sizes, all into one folder.

    Raises GenerationFailed: see `confined_work`; and with `reason` `unreadable` or `too_big`.
    """
    folder = next(iter(wanted)).parent
    sizes = [[path.name, *size] for path, size in wanted.items()]
    confined_work(f"{_HERE}:_pictures", [raw], folder, limits=_PICTURE, sizes=sizes)
    _require(list(wanted))


def receive_film(raw: Path, out: Path, *, width: int, height: int, rate: Rate, frames: int) -> ReceivedFilm:
    """Write the film `raw` anew as MP4 of that size, rate and length, cut to shape and never stretched, with its sound.

    Raises GenerationFailed, with `reason` `too_short` where more than half a second is missing.
    """
    kind = kind_of(raw)
    if kind == "mov":
        check_boxes(raw)
    seconds = frames / float(rate.fraction)
    wall = 90 + 12 * seconds * max(1.0, width * height / (1280 * 720))
    limits = Limits(wall_s=wall, cpu_s=round(2 * wall), rss_mb=2048, threads=64, file_mb=1024)
    told = confined_work(
        f"{_HERE}:_film", [raw], out.parent, limits=limits, name=out.name, kind=kind, width=width, height=height,
        rate=[rate.numerator, rate.denominator], frames=frames,
    )  # fmt: skip
    _require([out])
    return ReceivedFilm(frames, min(frames, max(0, int(told["held"]))))


def receive_sound(raw: Path, out: Path, *, rate: int) -> None:
    """Write the sound `raw` (WAV, MP3, FLAC, Ogg, AAC) as raw float32 mono at `rate` Hz.

    Raises GenerationFailed, with `reason` `unreadable` for samples that are no numbers, `too_long` past two minutes.
    """
    confined_work(f"{_HERE}:_sound", [raw], out.parent, limits=_SOUND, name=out.name, rate=rate)
    _require([out])


def join_films(parts: Sequence[Path], frames: Sequence[int], out: Path, poster: Path) -> None:
    """Join films that `receive_film` wrote, with their sound; the first picture of the middle one is the poster."""
    rate = Rate(25)
    sounds = [_sound_of(part, rate.samples_at(count, RATE)) for part, count in zip(parts, frames, strict=True)]
    audio = None
    if any(sound is not None for sound in sounds):
        silent = [np.zeros((rate.samples_at(count, RATE), 2), np.float32) for count in frames]
        audio = out.with_name("sound.wav")
        write_wav(audio, np.concatenate([a if a is not None else b for a, b in zip(sounds, silent, strict=True)]))
    join_shots(list(parts), out, rate, audio=audio)
    with av.open(str(parts[len(parts) // 2])) as film:
        picture = next(film.decode(video=0)).to_ndarray(format="bgr24")
    cv2.imwrite(str(poster), picture, [cv2.IMWRITE_JPEG_QUALITY, 90])


def _sound_of(part: Path, samples: int) -> NDArray[np.float32] | None:
    with av.open(str(part)) as film:
        if not film.streams.audio:
            return None
    return fitted(read_sound(part), samples)


def _require(paths: Sequence[Path]) -> None:
    """A confined process that was misled may have made something else of its output."""
    if not all(path.is_file() and not path.is_symlink() for path in paths):
        raise refusal("unreadable", "The file is damaged in a way that misled its reader.")


# ---------------------------------------------------------------- in the confined process


def _pictures(inputs: list[Path], out: Path, *, report: Report, sizes: list[list[Any]]) -> None:
    source = inputs[0]
    head = source.read_bytes()[:16]
    if not any(head.startswith(magic) for magic in _MAGIC):
        raise refusal("unreadable", "The file is no PNG, JPEG or WebP picture.")
    width, height = _size_of(source)
    if width * height > MOST_PIXELS:
        raise refusal("too_big", f"The picture has {width} × {height} pixels.")
    for name, across, down in sizes:
        finish_picture(source, out / name, across, down)


def _size_of(source: Path) -> tuple[int, int]:
    """As its headers say, before anything is decoded."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # ours is the cap
    with Image.open(source, formats=("PNG", "JPEG", "WEBP")) as picture:
        return picture.size


def _film(
    inputs: list[Path], out: Path, *, report: Report, name: str, kind: str, width: int, height: int, rate: list[int],
    frames: int,
) -> dict[str, int]:  # fmt: skip
    own = Rate(*rate)
    with open_film(inputs[0], kind) as container:
        video = checked(container)
        check_length(container, video)
        has_sound = bool(container.streams.audio)
    sound = read_sound(inputs[0]) if has_sound else None
    last: NDArray[np.uint8] | None = None
    written = held = 0
    with open_film(inputs[0], kind) as container, Mp4Writer(out / name, width, height, own, sound=sound) as writer:
        began: float | None = None
        for frame in container.decode(checked(container)):
            if not isinstance(frame, av.VideoFrame):
                continue
            began = frame.time if began is None else began
            until = round(((frame.time or 0.0) - (began or 0.0)) * own.fraction)
            while last is not None and written < min(until, frames):
                writer.write(last)
                written += 1
            if written >= frames:
                break
            last = _shaped(frame, width, height)
        if last is None:
            raise refusal("unreadable", "The film has no picture.")
        held = frames - written
        if held > round(own.fraction / 2) + 1:
            raise refusal("too_short", "The film is shorter than it was asked for.")
        for _ in range(held):
            writer.write(last)
        report(1.0)
    return {"held": max(0, held - 1)}


def _shaped(frame: av.VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
    """The middle of the picture at the wanted shape and size, as I420 in BT.709; `width` and `height` are even."""
    scale = max(width / frame.width, height / frame.height)
    across, down = (2 * math.ceil(side * scale / 2 - 1e-6) for side in (frame.width, frame.height))
    is_marked = frame.colorspace in (Colorspace.ITU709, Colorspace.ITU601)
    own = frame.colorspace if is_marked else Colorspace.ITU709 if frame.height >= 720 else Colorspace.ITU601
    whole = frame.reformat(
        across, down, "yuv420p", src_colorspace=own, dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG, interpolation="BICUBIC",
    ).to_ndarray()  # fmt: skip
    top, left = (down - height) // 4 * 2, (across - width) // 4 * 2
    chroma = whole[down:].reshape(2, down // 2, across // 2)
    cut = chroma[:, top // 2 : (top + height) // 2, left // 2 : (left + width) // 2]
    return np.concatenate([whole[top : top + height, left : left + width], cut.reshape(-1, width)])


def _sound(inputs: list[Path], out: Path, *, report: Report, name: str, rate: int) -> None:
    samples = read_sound(inputs[0], rate=rate).mean(axis=1).astype(np.float32)
    if not np.isfinite(samples).all():
        raise refusal("unreadable", "The sound holds samples that are no numbers.")
    if len(samples) > LONGEST_S * rate * 5:
        raise refusal("too_long", "The sound is longer than anybody asked for.")
    samples.tofile(out / name)
