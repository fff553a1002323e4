"""Small synthetic pictures and sounds for the media tests."""

from pathlib import Path

import cv2
import numpy as np

from generation.media.plan import Layer
from generation.media.sound import RATE, write_wav


def texture(width: int, height: int, seed: int = 0, softness: float = 2.5) -> np.ndarray:
    """Smooth grey noise, uint8 [height, width], as trackable as a picture gets."""
    noise = np.random.default_rng(seed).standard_normal((height, width)).astype(np.float32)
    return cv2.normalize(cv2.GaussianBlur(noise, (0, 0), softness), None, 30, 220, cv2.NORM_MINMAX, cv2.CV_8U)


def textured_layer(folder: Path, width: int, height: int, overscan: float, seed: int = 0) -> Layer:
    """An opaque layer of texture."""
    size = round(width * (1 + 2 * overscan)), round(height * (1 + 2 * overscan))
    path = folder / f"texture-{seed}.png"
    cv2.imwrite(str(path), texture(*size, seed=seed))
    return Layer(path, 0.0)


def flat_layer(folder: Path, width: int, height: int, overscan: float, colour: str, depth: float = 0.0) -> Layer:
    """A layer of one colour, `#rrggbb`; with `#rrggbbaa` as transparent as its last two digits say."""
    size = round(width * (1 + 2 * overscan)), round(height * (1 + 2 * overscan))
    rgba = list(bytes.fromhex(colour.removeprefix("#").ljust(8, "f")))
    path = folder / f"flat-{colour[1:]}.png"
    cv2.imwrite(str(path), np.full((size[1], size[0], 4), [*rgba[2::-1], rgba[3]], np.uint8))
    return Layer(path, depth)


def band_layer(folder: Path, width: int, height: int, overscan: float, depth: float) -> Layer:
    """A near plane: texture in the lower half, nothing above it."""
    size = round(width * (1 + 2 * overscan)), round(height * (1 + 2 * overscan))
    grey = texture(*size, seed=9)
    alpha = np.zeros_like(grey)
    alpha[size[1] // 2 :] = 255
    path = folder / f"band-{depth}.png"
    cv2.imwrite(str(path), np.dstack([grey, grey, grey, alpha]))
    return Layer(path, depth)


def tone(path: Path, seconds: float, *, hertz: float = 440.0, level: float = 0.2) -> Path:
    """A steady tone on both channels."""
    time = np.arange(round(seconds * RATE)) / RATE
    write_wav(path, np.repeat((level * np.sin(2 * np.pi * hertz * time))[:, None], 2, axis=1))
    return path


def babble(path: Path, seconds: float, seed: int = 0, level: float = 0.2) -> Path:
    """Something with the rhythm and the spectrum of a voice."""
    time = np.arange(round(seconds * RATE)) / RATE
    syllables = (0.55 + 0.45 * np.sin(2 * np.pi * 3.7 * time + seed)) ** 2
    voice = sum(np.sin(2 * np.pi * (115 + 10 * seed) * k * time + k * k) / k for k in range(1, 24))
    write_wav(path, np.repeat((level * syllables * voice)[:, None], 2, axis=1))
    return path
