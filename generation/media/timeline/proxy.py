"""Small copies of a film for looking at: every frame at its own place, each a key picture, quick to decode."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from generation.media.plan import Rate
from generation.media.timeline.decode import Pictures
from generation.media.timeline.fit import BT709, Frame, fit
from generation.media.timeline.index import Footage
from generation.media.timeline.plan import SoundPiece
from generation.media.timeline.reels import Proxy
from generation.media.timeline.sound import film_sound
from generation.media.timeline.waveform import Peaks

Report = Callable[[float, str], None]

SHORT_SIDE = 480
GOP = 1  # beside groups of three: half the time to any picture and to the one before, for half as many bytes again
SLICES = 2  # of a picture, decoded side by side
_CRF = 25
_SOUND_BITS = 96_000
_SOUND_RATE = 48_000
_AAC_FRAME = 1024
_REPORT_EVERY = 25


def size_of(footage: Footage) -> tuple[int, int]:
    """Even width and height of its proxy: 480 on the short side at most, in its own shape."""
    share = min(Fraction(1), Fraction(SHORT_SIDE, min(footage.width, footage.height)))
    across, down = (max(2, round(length * share / 2) * 2) for length in (footage.width, footage.height))
    return across, down


def frames_of(footage: Footage, rate: Rate) -> int:
    """How many frames it has at a project's rate: those that begin before its last picture has been shown."""
    return max(1, ceil(footage.frames * rate.fraction / footage.rate.fraction))


def write_proxy(source: Path, footage: Footage, out: Path, *, rate: Rate, report: Report | None = None) -> bytes:
    """Writes the proxy of `source` to `out` (MP4, H.264 and AAC) and returns its waveform (JSON).

    Frame n of it is frame n of the source at `rate`. Without loop filter and CABAC a frame costs a third to decode.
    """
    width, height = size_of(footage)
    total = frames_of(footage, rate)
    peaks = Peaks()
    pictures = Pictures(source, footage)
    with pictures, av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as file:
        video = file.add_stream("libx264", rate=rate.fraction, options=_options(rate))
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.time_base = video.codec_context.time_base = 1 / rate.fraction
        context = video.codec_context
        context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        context.thread_count = 2
        sound = _Sound(file, source, footage, rate.samples_at(total, _SOUND_RATE), peaks) if footage.sound else None
        wanted = (footage.frame_at(number, rate) for number in range(total))
        shown = fit(pictures.frames(wanted), footage, Frame(width, height, BT709))
        for number, picture in enumerate(shown):
            picture.pts, picture.time_base, picture.pict_type = number, 1 / rate.fraction, 0
            file.mux(video.encode(picture))
            if sound:
                sound.write(rate.samples_at(number + 1, _SOUND_RATE))
            if report and number % _REPORT_EVERY == 0:
                report(number / total, f"frame {number} of {total}")
        file.mux(video.encode(None))
        if sound:
            sound.finish()
    return peaks.to_json()


def _options(rate: Rate) -> dict[str, str]:
    params = f"keyint={GOP}:slices={SLICES}:scenecut=0:bframes=0:rc-lookahead=0:sync-lookahead=0:weightp=0"
    return {"preset": "veryfast", "tune": "fastdecode", "crf": str(_CRF), "x264-params": params}


class _Sound:
    """The source's sound as AAC beside the pictures, never more than a frame ahead."""

    def __init__(
        self, file: av.container.OutputContainer, source: Path, footage: Footage, samples: int, peaks: Peaks
    ) -> None:
        self._file, self._peaks = file, peaks
        quick = {"aac_coder": "fast"}
        self._stream = file.add_stream("aac", rate=_SOUND_RATE, layout="stereo", bit_rate=_SOUND_BITS, options=quick)
        self._blocks: Iterator[np.ndarray] = film_sound([SoundPiece(source, 0, samples)], {source: footage})
        self._waiting = np.zeros((2, 0), np.float32)
        self._at = 0

    def write(self, upto: int) -> None:
        while self._at + self._waiting.shape[1] < upto:
            block = next(self._blocks, None)
            if block is None:
                break
            self._peaks.add(block)
            self._waiting = np.concatenate([self._waiting, block], axis=1)
        while self._waiting.shape[1] >= _AAC_FRAME:
            self._encode(self._waiting[:, :_AAC_FRAME])
            self._waiting = self._waiting[:, _AAC_FRAME:]

    def _encode(self, part: np.ndarray) -> None:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part, np.float32), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = _SOUND_RATE, self._at
        self._at += part.shape[1]
        self._file.mux(self._stream.encode(frame))

    def finish(self) -> None:
        for block in self._blocks:
            self._peaks.add(block)
            self._waiting = np.concatenate([self._waiting, block], axis=1)
        for start in range(0, self._waiting.shape[1], _AAC_FRAME):
            self._encode(self._waiting[:, start : start + _AAC_FRAME])
        self._file.mux(self._stream.encode(None))


# ---------------------------------------------------------------- the strip

THUMB_HEIGHT = 90
COLUMNS = 10
_MOST_THUMBS = 200
_SECONDS_A_THUMB = 2.0
_STRIP_QUALITY = 80


def write_strip(proxy: Path, out: Path, *, rate: Rate, frames: int) -> dict[str, int]:
    """Writes thumbnails of a proxy, evenly spread, ten in a row, as one JPEG.

    Returns `count`, `columns`, `width` and `height` of each, and `every`: thumbnail i shows frame i * `every`.
    """
    every = max(1, round(_SECONDS_A_THUMB * rate.fraction), ceil(frames / _MOST_THUMBS))
    wanted = range(0, frames, every)
    reel = Proxy(proxy, rate)
    width = max(2, round(reel.width * THUMB_HEIGHT / reel.height / 2) * 2)
    rows = -(-len(wanted) // COLUMNS)
    sheet = np.zeros((rows * THUMB_HEIGHT, min(COLUMNS, len(wanted)) * width, 3), np.uint8)
    for place, number in enumerate(wanted):
        top, left = place // COLUMNS * THUMB_HEIGHT, place % COLUMNS * width
        sheet[top : top + THUMB_HEIGHT, left : left + width] = reel.frame(number).to_ndarray(
            format="bgr24", width=width, height=THUMB_HEIGHT, interpolation="AREA", src_colorspace="ITU709"
        )
    reel.close()
    out.write_bytes(cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, _STRIP_QUALITY])[1].tobytes())
    return {"count": len(wanted), "columns": COLUMNS, "width": width, "height": THUMB_HEIGHT, "every": every}
