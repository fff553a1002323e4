"""Colour arithmetic in OKLCH (Björn Ottosson's OKLab in polar form) and linear light. Pure numpy; imports nothing."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[float, float, float]  # linear light, 0..1 but may exceed it before `display`
Lch = tuple[float, float, float]  # lightness 0..1, chroma 0..0.37, hue in degrees

_TO_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
_TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip
_FROM_LMS = np.linalg.inv(_TO_LMS)
_FROM_LAB = np.linalg.inv(_TO_LAB)


def linear_to_lab(rgb: NDArray) -> NDArray:
    """Linear RGB `(..., 3)` to OKLab `(..., 3)`."""
    lms = np.maximum(np.asarray(rgb, dtype=np.float64) @ _TO_LMS.T, 0.0)
    return np.cbrt(lms) @ _TO_LAB.T


def lab_to_linear(lab: NDArray) -> NDArray:
    """OKLab `(..., 3)` to linear RGB `(..., 3)`, out-of-gamut values clipped at zero."""
    lms = np.asarray(lab, dtype=np.float64) @ _FROM_LAB.T
    return np.maximum((lms**3) @ _FROM_LMS.T, 0.0)


def lch_to_lab(lch: Lch) -> NDArray:
    lightness, chroma, hue = lch
    angle = math.radians(hue)
    return np.array([lightness, chroma * math.cos(angle), chroma * math.sin(angle)])


@lru_cache(maxsize=16384)
def lch(lightness: float, chroma: float, hue: float) -> Rgb:
    """Linear RGB of an OKLCH colour; chroma is reduced until the colour fits sRGB."""
    for _ in range(12):
        rgb = lab_to_linear(lch_to_lab((lightness, chroma, hue)))
        if rgb.max() <= 1.0 and rgb.min() >= 0.0:
            break
        chroma *= 0.88
    return tuple(float(c) for c in np.clip(rgb, 0.0, 1.0))  # type: ignore[return-value]


def to_lch(rgb: Rgb) -> Lch:
    lightness, a, b = linear_to_lab(np.array(rgb))
    return float(lightness), float(math.hypot(a, b)), float(math.degrees(math.atan2(b, a)) % 360)


@lru_cache(maxsize=16384)
def mix(one: Rgb, other: Rgb, amount: float) -> Rgb:
    """From `one` to `other` by `amount` 0..1, straight through OKLab."""
    first, second = linear_to_lab(np.array(one)), linear_to_lab(np.array(other))
    return tuple(float(c) for c in lab_to_linear(first + (second - first) * amount))  # type: ignore[return-value]


def mix_hue(one: float, other: float, amount: float) -> float:
    """From one hue to the other the short way round, in degrees."""
    return (one + ((other - one + 180) % 360 - 180) * amount) % 360


def shoulder(rgb: NDArray) -> NDArray:
    """Film-like shoulder: linear below 0.6, approaching 1 above, so that bright light does not clip to flat."""
    rgb = np.asarray(rgb)
    return np.where(rgb < 0.6, rgb, 1.0 - 0.4 * np.exp(-(rgb - 0.6) / 0.4))


def encode(rgb: NDArray) -> NDArray:
    """Linear 0..1 to sRGB-encoded 0..1."""
    rgb = np.clip(rgb, 0.0, 1.0)
    return np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * np.power(rgb, 1 / 2.4) - 0.055)


def decode(srgb: NDArray) -> NDArray:
    """sRGB-encoded 0..1 to linear."""
    srgb = np.clip(srgb, 0.0, 1.0)
    return np.where(srgb <= 0.04045, srgb / 12.92, np.power((srgb + 0.055) / 1.055, 2.4))


def display(rgb: Rgb) -> NDArray:
    """Linear light to what is shown: shoulder, then sRGB encoding; `(3,)` float32 in 0..1."""
    return encode(shoulder(np.array(rgb))).astype(np.float32)


@lru_cache(maxsize=16384)
def to_hex(rgb: Rgb) -> str:
    """Linear light to a `#rrggbb` string after the shoulder."""
    return "#" + "".join(f"{round(float(c) * 255):02x}" for c in display(rgb))


@lru_cache(maxsize=16384)
def from_hex(text: str) -> Rgb:
    """`#rrggbb` to linear RGB. Raises ValueError when it is not one."""
    digits = text.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(f"not a #rrggbb colour: {text!r}")
    return tuple(float(c) for c in decode(np.array([int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)])))  # type: ignore[return-value]


def scale(rgb: Rgb, factor: float) -> Rgb:
    return (rgb[0] * factor, rgb[1] * factor, rgb[2] * factor)


def times(one: Rgb, other: Rgb) -> Rgb:
    return (one[0] * other[0], one[1] * other[1], one[2] * other[2])


def plus(one: Rgb, other: Rgb) -> Rgb:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])
