"""What the picture tests share: small requests, and measures of what a picture looks like."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.providers.base import PictureRequest
from generation.providers.local.pictures.catalog import load
from generation.providers.local.pictures.registry import PLACES

load()
PLACE_KEYS = sorted(PLACES)
SMALL = PictureRequest(
    prompt="an engineer in a harbour", width=320, height=180, place="harbour", palette_seed=3, seed=1
)


def request(**changes: object) -> PictureRequest:
    return replace(SMALL, **changes)  # type: ignore[arg-type]


def pixels(path: Path) -> NDArray:
    """uint8 pixels as stored: `(h, w, 3)` or `(h, w, 4)`."""
    with Image.open(path) as image:
        return np.array(image)


def grey_thumbnail(image: NDArray) -> NDArray:
    """The 64-pixel grey picture that a frame must survive as; float 0..1."""
    shrunk = Image.fromarray(image).convert("L")
    shrunk.thumbnail((64, 64))
    return np.asarray(shrunk, np.float32) / 255


def distance(one: NDArray, other: NDArray) -> float:
    """Mean absolute difference of two frames as small colour thumbnails, 0..1."""
    small = [np.asarray(Image.fromarray(i).resize((48, 27)), np.float32) / 255 for i in (one, other)]
    return float(np.abs(small[0] - small[1]).mean())


def detail(image: NDArray) -> float:
    """How busy an area is: mean step between neighbouring pixels after the grain is smoothed away, 0..1."""
    height, width = image.shape[:2]
    grey = (
        np.asarray(
            Image.fromarray(image).convert("L").resize((width // 4, height // 4), Image.Resampling.BOX), np.float32
        )
        / 255
    )
    return float((np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean()) / 2)
