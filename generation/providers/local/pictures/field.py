"""Fields of pixels: noise, sky, clouds, water, grain. numpy and OpenCV; premultiplied RGBA float32 where colour."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray


@lru_cache(maxsize=8)
def noise_tile(seed: int, *, octaves: int = 6, size: int = 512) -> NDArray:
    """Seamless fractal noise `(size, size)` float32 in 0..1."""
    rng = np.random.default_rng(seed)
    total = np.zeros((size, size), np.float32)
    for octave in range(octaves):
        cells = 4 << octave
        if cells > size:
            break
        grid = rng.random((cells, cells), dtype=np.float32)
        padded = np.pad(grid, 2, mode="wrap")
        step = size // cells
        grown = cv2.resize(padded, None, fx=step, fy=step, interpolation=cv2.INTER_CUBIC)
        total += grown[2 * step : 2 * step + size, 2 * step : 2 * step + size] * 0.52**octave
    total -= total.min()
    return total / total.max()


def sample(tile: NDArray, u: NDArray, v: NDArray) -> NDArray:
    """The tile read at (u, v) in tiles, wrapping, bilinear."""
    size = tile.shape[0]
    x = ((u % 1.0) * (size - 1)).astype(np.float32)
    y = ((v % 1.0) * (size - 1)).astype(np.float32)
    return cv2.remap(tile, x, y, cv2.INTER_LINEAR)


def smoothstep(low: float, high: float, x: NDArray) -> NDArray:
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3 - 2 * t)


def over(top: NDArray, base: NDArray) -> NDArray:
    """Porter-Duff over, premultiplied."""
    out = base * (1.0 - top[..., 3:4])
    out += top
    return out


def blend(mode: str, top: NDArray, base: NDArray) -> NDArray:
    """`top` onto `base` by mode: over, screen, multiply, atop (only where base is), atop_screen."""
    if mode == "over":
        return over(top, base)
    if mode == "screen":
        out = top + base
        out -= top * base
        return out
    alpha = base[..., 3:4]
    if mode == "atop":
        out = base.copy()
        out[..., :3] = top[..., :3] * alpha + base[..., :3] * (1.0 - top[..., 3:4])
        return out
    if mode == "multiply":
        out = base.copy()
        out[..., :3] *= 1.0 - top[..., 3:4] + top[..., :3]
        return out
    if mode == "atop_screen":
        out = base.copy()
        out[..., :3] += top[..., :3] * (alpha - base[..., :3])
        return out
    raise ValueError(f"unknown blend mode {mode!r}")


def blur(image: NDArray, sigma: float) -> NDArray:
    """Gaussian blur; large ones on a smaller copy, which looks the same and costs little."""
    if sigma <= 0.3:
        return image
    shrink = 1
    while sigma / shrink > 6 and min(image.shape[:2]) / shrink > 48:
        shrink *= 2
    if shrink == 1:
        return cv2.GaussianBlur(image, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    height, width = image.shape[:2]
    small = cv2.resize(image, (max(width // shrink, 2), max(height // shrink, 2)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink, borderType=cv2.BORDER_REPLICATE)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
