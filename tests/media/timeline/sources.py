"""Films whose every picture says its number, in blocks that survive compression, and whose sound says its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np

from generation.media.plan import Rate

_BITS = 16  # a 4 × 4 grid: 3 bits of the source, 9 of the picture, 4 to check them
_DARK, _BRIGHT = 50, 190
_TONES = 40
RATE = Rate(25)


@dataclass(frozen=True)
class Shape:
    """How a source is coded. `times` are the pictures' time stamps in milliseconds where they are uneven."""

    rate: Rate = RATE
    pictures: int = 80
    width: int = 160
    height: int = 96
    gop: int = 25
    bframes: int = 3
    is_open: bool = False
    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    turned: int = 0  # degrees that a player turns it by, clockwise
    times: tuple[int, ...] = ()
    sound_rate: int = 48_000  # 0: no sound
    sound_late_ms: int = 0
    channels: int = 2
    suffix: str = ".mp4"
    params: str = ""
    is_interlaced: bool = False


def coded(number: int, source: int = 0) -> np.ndarray:
    """The 16 bits of a picture's number."""
    value = source << 9 | number
    check = (value * 7 + (value >> 5) * 3 + 5) % 16
    return np.array([(value << 4 | check) >> bit & 1 for bit in range(_BITS)])


def drawn(number: int, source: int, width: int, height: int) -> np.ndarray:
    """Luma [height, width] with the number's blocks."""
    grid = np.where(coded(number, source).reshape(4, 4), _BRIGHT, _DARK).astype(np.uint8)
    rows, columns = (np.arange(height) * 4 // height), (np.arange(width) * 4 // width)
    return grid[rows][:, columns]


def read(luma: np.ndarray) -> tuple[int, int] | None:
    """`(source, number)` of a picture, None of black. Raises AssertionError where the blocks say nothing."""
    height, width = luma.shape
    grid = np.array(
        [
            luma[height * (2 * y + 1) // 8 - 3 : height * (2 * y + 1) // 8 + 3][
                :, width * (2 * x + 1) // 8 - 3 : width * (2 * x + 1) // 8 + 3
            ].mean()
            for y in range(4)
            for x in range(4)
        ]
    )
    return told(grid)


def told(grid: np.ndarray) -> tuple[int, int] | None:
    """The same from the mean brightness of each of the 16 blocks."""
    if grid.max() < 30:
        return None
    bits = grid > 120
    value = int(sum(1 << bit for bit in range(_BITS) if bits[bit])) >> 4
    assert (coded(value & 511, value >> 9) == bits).all(), f"unreadable: {grid.round()}"
    return value >> 9, value & 511


def heard(start: float, count: int, rate: int, source: int = 0) -> np.ndarray:
    """`count` samples at `rate` Hz of a source's sound, from `start` seconds after its first picture on: tones of many
    pitches, alike at no two times."""
    pitches, phases = _voices(source)
    at_start = np.exp(1j * (2 * np.pi * start * pitches + phases))
    turned = _turned(count, rate, source)
    return (at_start.real @ turned.imag + at_start.imag @ turned.real) * (0.5 / np.sqrt(_TONES))


def _voices(source: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(source + 7)
    return random.uniform(150, 3500, _TONES), random.uniform(0, 6.28, _TONES)


@lru_cache(maxsize=32)
def _turned(count: int, rate: int, source: int) -> np.ndarray:
    """By how much each tone has turned with each sample: complex [tones, count]."""
    return np.exp(2j * np.pi * np.outer(_voices(source)[0], np.arange(count) / rate))


def make(path: Path, shape: Shape, source: int = 0) -> Path:
    """Writes a film of `shape` to `path`."""
    container = {".mp4": "mp4", ".mov": "mov", ".mkv": "matroska", ".webm": "webm", ".ts": "mpegts", ".avi": "avi"}
    exact = {"movie_timescale": "48000"} if shape.suffix in (".mp4", ".mov") else {}  # edit lists in samples, not ms
    with av.open(str(path), "w", format=container[shape.suffix], options=exact) as file:
        video = file.add_stream(shape.codec, rate=shape.rate.fraction)
        video.width, video.height, video.pix_fmt = shape.width, shape.height, shape.pixel_format
        if shape.codec == "libx264":
            params = f"keyint={shape.gop}:min-keyint={shape.gop}:scenecut=0:open-gop={int(shape.is_open)}"
            params += f":bframes={shape.bframes}{':' + shape.params if shape.params else ''}"
            video.options = {"preset": "veryfast", "crf": "20", "x264-params": params}
            if shape.is_interlaced:
                video.options["flags"] = "+ildct+ilme"
        else:
            video.codec_context.gop_size = shape.gop
        tick = Fraction(1, 1000) if shape.times else 1 / shape.rate.fraction
        video.time_base = video.codec_context.time_base = tick
        if shape.turned:
            video.set_display_rotation(-shape.turned)
        audio = _sound_stream(file, shape)
        for number in range(shape.pictures):
            picture = av.VideoFrame.from_ndarray(_frame(number, source, shape), format="yuv420p")
            picture = picture.reformat(format=shape.pixel_format)
            picture.pts, picture.time_base = (shape.times[number] if shape.times else number), tick
            file.mux(video.encode(picture))
        file.mux(video.encode(None))
        if audio is not None:
            _put_sound(file, audio, shape, source)
    return path


def _frame(number: int, source: int, shape: Shape) -> np.ndarray:
    upright = (shape.height, shape.width) if shape.turned in (90, 270) else (shape.width, shape.height)
    luma = drawn(number, source, *upright)
    luma = np.rot90(luma, k=shape.turned // 90)  # against the clock: the player turns it back
    even = np.full((shape.height + shape.height % 2, shape.width + shape.width % 2), _DARK, np.uint8)
    even[: shape.height, : shape.width] = luma
    chroma = np.full((even.shape[0] // 2, even.shape[1]), 128, np.uint8)
    whole = np.concatenate([even, chroma])
    if even.shape == luma.shape:
        return whole
    frame = av.VideoFrame.from_ndarray(whole, format="yuv420p").reformat(width=shape.width, height=shape.height)
    return frame.to_ndarray() if shape.width % 2 == 0 and shape.height % 2 == 0 else whole


def _sound_stream(file: av.container.OutputContainer, shape: Shape) -> av.AudioStream | None:
    if not shape.sound_rate:
        return None
    codec = "libopus" if shape.suffix == ".webm" else "aac"
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[shape.channels]
    options = {"aac_coder": "fast"} if codec == "aac" else {}
    return file.add_stream(
        codec, rate=shape.sound_rate, layout=layout, bit_rate=96_000 * shape.channels, options=options
    )


def seconds_of(shape: Shape) -> float:
    if shape.times:
        return shape.times[-1] / 1000 + float(1 / shape.rate.fraction)
    return float(shape.pictures / shape.rate.fraction)


def _put_sound(file: av.container.OutputContainer, audio: av.AudioStream, shape: Shape, source: int) -> None:
    rate, late = shape.sound_rate, shape.sound_late_ms * shape.sound_rate // 1000
    total = round(seconds_of(shape) * rate)
    format_name = audio.codec_context.format.name
    for at in range(late, total, 960):
        count = min(960, total - at)
        wave = np.tile(heard(at / rate, count, rate, source), (shape.channels, 1)).astype(np.float32)
        block = av.AudioFrame.from_ndarray(np.ascontiguousarray(wave), "fltp", audio.codec_context.layout.name)
        block.sample_rate, block.pts = rate, at
        for part in av.AudioResampler(format=format_name, layout=block.layout, rate=rate).resample(block):
            part.pts = at
            file.mux(audio.encode(part))
    file.mux(audio.encode(None))


def pictures_in(path: Path) -> list[tuple[int, np.ndarray]]:
    """Time stamps, in the stream's unit divided by its step, and luma of every picture, as a player decodes them."""
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        return [(frame.pts, frame.to_ndarray(format="yuv420p")[: frame.height]) for frame in file.decode(stream)]


def sound_in(path: Path) -> np.ndarray:
    """float [samples] at 48 kHz of the first channel, as long as the file says."""
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        blocks = [frame.to_ndarray()[0] for frame in file.decode(stream)]
        lasts = round(stream.duration * stream.time_base * 48_000)
    return np.concatenate(blocks)[:lasts]


def lag(sound: np.ndarray, expected_from: float, source: int, *, reach: int = 6) -> tuple[int, float]:
    """By how many samples `sound` (48 kHz) comes late against a source from `expected_from` seconds on, and how
    surely: the correlation there."""
    scores: dict[int, float] = {}
    for late in range(-reach, reach + 1):
        wanted = heard(expected_from - late / 48_000, len(sound), 48_000, source)
        scores[late] = float(np.corrcoef(sound, wanted)[0, 1])
    best = max(scores, key=lambda late: scores[late])
    return best, scores[best]


def expected(timeline_cuts: Sequence[tuple[int | None, int, int]]) -> list[tuple[int, int] | None]:
    """What each frame of a film of `(source, start, end)` cuts shows, for sources of the film's own rate."""
    return [
        None if source is None else (source, number)
        for source, start, end in timeline_cuts
        for number in range(start, end)
    ]
