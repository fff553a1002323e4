"""What effects are told: the size they paint on, where in the film they are, and how the camera has moved."""

from collections.abc import Callable
from dataclasses import dataclass

import av
import cv2
import numpy as np

from generation.media.edits.tracking import Matrix

Bytes = np.ndarray  # uint8
Floats = np.ndarray  # float32


@dataclass(frozen=True)
class Canvas:
    """`width` × `height` pixels: the whole picture, or the patch that a box moves through.

    `unit` is 1 at 720 lines of the whole picture: sizes in pixels are multiples of it. `first` is the first picture
    (BGR) as the effect will get it, `has_box` whether it is part of a larger one.
    """

    width: int
    height: int
    fps: float
    frames: int
    seed: int
    unit: float
    first: Bytes
    has_box: bool

    def rng(self, salt: int) -> np.random.Generator:
        return np.random.default_rng((self.seed, salt))


@dataclass(frozen=True)
class Moment:
    """Frame `number` of the range; `box` is x, y, width, height on the canvas."""

    number: int
    seconds: float
    share: float  # of the range that is over
    camera: Matrix
    box: tuple[float, float, float, float]


Effect = Callable[[Bytes, Moment], Bytes]


def to_bgr(yuv: Bytes) -> Bytes:
    """BT.709 I420 → BGR."""
    frame = av.VideoFrame.from_ndarray(yuv, format="yuv420p")
    return np.asarray(frame.to_ndarray(format="bgr24", src_colorspace="ITU709", threads=1))


def to_yuv(bgr: Bytes) -> Bytes:
    """BGR → BT.709 I420."""
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(bgr), format="bgr24")
    return np.asarray(frame.to_ndarray(format="yuv420p", dst_colorspace="ITU709", threads=1))


def blurred(picture: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian blur whose cost does not grow with `sigma`: what is very soft is made small."""
    if sigma < 0.3:
        return picture
    share = max(1.0, sigma / 3.0)
    if share < 1.5:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma))
    height, width = picture.shape[:2]
    small = cv2.resize(
        picture, (max(1, round(width / share)), max(1, round(height / share))), interpolation=cv2.INTER_AREA
    )
    soft = cv2.GaussianBlur(small, (0, 0), sigma / share)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC))


def screened(bgr: Bytes, light: Floats) -> Bytes:
    """Light laid over a picture as two slides on one screen: never beyond white. `light` is 0 to 1."""
    if light.ndim == 2:
        light = light[..., None]
    under = bgr.astype(np.float32)
    return rounded(under + (255 - under) * light)


def mixed(one: Bytes, other: Bytes, share: Floats | float) -> Bytes:
    """`share` 0 is `one`, 1 is `other`; a number or float32 `[h, w]`."""
    if isinstance(share, float | int):
        return np.asarray(cv2.addWeighted(one, 1 - share, other, share, 0), np.uint8)
    under = one.astype(np.float32)
    return rounded(under + (other.astype(np.float32) - under) * share[..., None])


def rounded(values: Floats) -> Bytes:
    return np.asarray(np.clip(values + 0.5, 0, 255).astype(np.uint8))


def multiplied(bgr: Bytes, factor: Floats | float) -> Bytes:
    if isinstance(factor, float | int):
        return np.asarray(cv2.convertScaleAbs(bgr, alpha=factor), np.uint8)
    return rounded(bgr.astype(np.float32) * (factor[..., None] if factor.ndim == 2 else factor))


def clouds(
    rng: np.random.Generator, height: int, width: int, *, coarsest: int = 4, octaves: int = 5, wraps: bool = True
) -> Floats:
    """Fractal noise, 0 to 1, `[height, width]`; with `wraps` its left edge continues its right one."""
    total = np.zeros((height, width), np.float32)
    weight = 0.0
    for octave in range(octaves):
        cells = coarsest * 2**octave
        down = max(2, round(cells * height / width))
        if cells > width:
            break
        grid = rng.random((down + 3, cells)).astype(np.float32)
        if wraps:
            grid = np.concatenate([grid[:, -2:], grid, grid[:, :2]], axis=1)
            scale = width / cells
            whole = cv2.resize(
                grid, (round(grid.shape[1] * scale), height + 3 * max(1, height // down)), interpolation=cv2.INTER_CUBIC
            )
            left = round(2 * scale)
            part = whole[:height, left : left + width]
        else:
            part = cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        total += part * 0.5**octave
        weight += 0.5**octave
    total /= weight
    return np.asarray(np.clip((total - 0.5) * 1.6 + 0.5, 0, 1), np.float32)


def gradient(height: int, width: int, points: tuple[tuple[float, float], ...]) -> Floats:
    """Float32 `[height, width]` that runs from the top (0) to the bottom (1) through `points`, softly."""
    at, value = zip(*points, strict=True)
    column = np.interp(np.linspace(0, 1, height), at, value).astype(np.float32)
    return np.repeat(column[:, None], width, axis=1)


def ellipse(height: int, width: int, centre: tuple[float, float], radius: tuple[float, float]) -> Floats:
    """Distance from `centre` in radii, float32 `[height, width]`."""
    across = (np.arange(width, dtype=np.float32) + 0.5 - centre[0]) / max(radius[0], 1e-3)
    down = (np.arange(height, dtype=np.float32) + 0.5 - centre[1]) / max(radius[1], 1e-3)
    return np.sqrt(across[None, :] ** 2 + down[:, None] ** 2)


def eased(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)
