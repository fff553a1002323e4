# ruff: noqa: E501 - outlines and tables are read by the row
"""Hands that a picture may be drawn in: each turns the finished layers, one by one, so that a film keeps its parallax."""

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.providers.local.pictures.field import blur, noise_tile
from generation.providers.local.pictures.stage import Stage

PAPER = np.array([245, 241, 232], np.float32)
INK = np.array([30, 32, 40], np.float32)
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


def restyle(stage: Stage, layers: dict[str, NDArray], style: str) -> dict[str, NDArray]:
    """The layers (straight RGBA uint8) in another style; "painted" leaves them alone."""
    work = {"noir": _noir, "flat": _flat, "watercolor": _watercolor, "line": _line, "minimal": _minimal}.get(style)
    if work is None:
        return layers
    unit = stage.frame.scale
    return {name: work(layer, unit, name) if layer[..., 3].any() else layer for name, layer in layers.items()}


def _noir(layer: NDArray, unit: float, name: str) -> NDArray:
    """Silver: blacks that close, lights that stand out, a breath of blue in the shadows."""
    luma = layer[..., :3].astype(np.float32) @ (_LUMA / 255)
    curve = np.clip((luma - 0.06) * 1.12, 0, 1)
    curve = curve * curve * (3 - 2 * curve) * 0.62 + curve * 0.38
    tone = curve[..., None] * np.array([250, 249, 245], np.float32) + (1 - curve[..., None]) * np.array(
        [11, 13, 18], np.float32
    )
    return _with_alpha(tone, layer)


def _flat(layer: NDArray, unit: float, name: str) -> NDArray:
    """Screen print: few tones of each hue, clean edges."""
    size = max(3, int(5 * unit) | 1)
    smooth = cv2.medianBlur(layer[..., :3].copy(), min(size, 5))
    lab = cv2.cvtColor(smooth, cv2.COLOR_RGB2LAB).astype(np.float32)
    steps = 6.0
    level = lab[..., 0] / 255 * steps
    floor = np.floor(level)
    part = np.clip((level - floor - 0.5) * 14 + 0.5, 0, 1)  # a hard edge, but not a jagged one
    lab[..., 0] = (floor + part) / steps * 255
    lab[..., 1:] = 128 + (lab[..., 1:] - 128) * 1.12
    rgb = cv2.cvtColor(np.clip(lab, 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB)
    return _with_alpha(rgb.astype(np.float32), layer)


def _watercolor(layer: NDArray, unit: float, name: str) -> NDArray:
    """Washes on paper: edges where pigment gathers, light colour, the grain of the sheet."""
    height, width = layer.shape[:2]
    half = cv2.resize(layer[..., :3], (max(width // 2, 2), max(height // 2, 2)), interpolation=cv2.INTER_AREA)
    for _ in range(2):
        half = cv2.bilateralFilter(half, 7, 38, 5)
    rgb = cv2.resize(half, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)
    luma = rgb @ (_LUMA / 255)
    wide = blur(luma, 9 * unit)
    gathered = np.clip((wide - luma) * 1.2, 0, 0.16) + np.clip(np.abs(luma - blur(luma, 2.2 * unit)) * 1.6, 0, 0.16)
    tile = noise_tile(11)
    field = np.tile(tile, (height // 512 + 1, width // 512 + 1))[:height, :width]
    fine = np.tile(noise_tile(3, octaves=8), (height // 512 + 1, width // 512 + 1))[:height, :width]
    density = 0.80 + (field - 0.5) * 0.42
    light = PAPER + (rgb * 1.02 - PAPER) * np.clip(density, 0.45, 0.96)[..., None]
    light *= (1 - gathered - np.clip(fine - 0.5, -0.2, 0.3) * 0.10)[..., None]
    return _with_alpha(light, layer)


def _line(layer: NDArray, unit: float, name: str) -> NDArray:
    """Ink on paper: contours of tone and of shape, one pale wash."""
    rgb = layer[..., :3].astype(np.float32)
    alpha = layer[..., 3].astype(np.float32) / 255
    seen = rgb @ (_LUMA / 255) * alpha
    fine = blur(seen, max(0.9 * unit, 0.5))
    ink = np.clip((np.abs(fine - blur(seen, max(2.6 * unit, 1.1))) - 0.012) * 17, 0, 1)
    gx, gy = cv2.Sobel(alpha, cv2.CV_32F, 1, 0), cv2.Sobel(alpha, cv2.CV_32F, 0, 1)
    shape = np.clip(np.hypot(gx, gy) * 0.6, 0, 1)
    ink = np.maximum(ink, blur(shape, max(0.7 * unit, 0.4)))
    hatch = np.zeros_like(ink)
    dark = np.clip((0.30 - seen) / 0.30, 0, 1) * (alpha > 0.5)
    ys, xs = np.indices(ink.shape, dtype=np.float32)
    hatch = (np.sin((xs + ys) / max(unit, 0.3) * 0.75) > 0.35) * dark * 0.50
    wash = PAPER + (rgb - PAPER) * (0.16 + 0.10 * dark)[..., None]
    cover = np.clip(np.maximum(ink, hatch), 0, 1)[..., None]
    return _with_alpha(wash + (INK - wash) * cover, layer)


def _minimal(layer: NDArray, unit: float, name: str) -> NDArray:
    """Little but the subject: what stands behind pales to one tone, what frames it goes."""
    rgb = layer[..., :3].astype(np.float32)
    amount = {"sky": 0.62, "far": 0.60, "mid": 0.45, "subject": 0.0, "near": 0.0}[name]
    calm = np.array([238, 234, 226], np.float32)
    pale = rgb + (calm - rgb) * amount
    grey = (pale @ _LUMA)[..., None]
    out = _with_alpha(grey + (pale - grey) * (1.0 if not amount else 0.6), layer)
    if name == "near":
        out[..., 3] = 0
    return out


def _with_alpha(rgb: NDArray, layer: NDArray) -> NDArray:
    out = np.empty_like(layer)
    out[..., :3] = np.clip(rgb + 0.5, 0, 255).astype(np.uint8)
    out[..., 3] = layer[..., 3]
    return out
