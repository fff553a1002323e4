"""A small presenter, and how far their mouth is open in a picture of them."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generation.media.motion import Placement
from generation.media.puppet.features import yuv_of
from generation.media.puppet.pose import Pose
from generation.media.puppet.puppet import Puppet
from generation.media.puppet.rig import Rig
from generation.providers.base import PictureRequest, Sitter
from generation.providers.local.pictures.presenter import draw_presenter

STILL = Placement(1.0, 0.0, 0.0)
_INSIDE = ("inner", "teeth", "tongue", "gum")
_MARK = (0, 255, 0)  # a colour that is nowhere else in a face


@lru_cache(maxsize=8)
def rig(folder: Path, *, width: int = 320, height: int = 320, name: str = "Amina", color: str = "#1f7f80") -> Rig:
    request = PictureRequest(
        prompt="", width=width, height=height, place="office", shot_size="close", palette_seed=3, seed=3,
        brand_colors=(color,), sitter=Sitter(name=name, gender="female", description="aged 35"),
    )  # fmt: skip
    column = 0.6 if width > 1.2 * height else 0.5
    return draw_presenter(request, folder, yaw=-0.13, share=0.47, column=column, is_deep=False)


def frame_of(rig: Rig, puppet: Puppet, pose: Pose) -> list[NDArray[np.uint8]]:
    """Y, U and V of the presenter before a grey wall, at full size."""
    channels = [np.full((rig.height, rig.width), 128, np.uint8) for _ in range(4)]
    puppet.draw(channels, pose, STILL)
    return channels[:3]


def marked(rig: Rig) -> Rig:
    """The same presenter, all that lies between the lips in one colour of its own, to be measured."""
    return replace(rig, colors={**rig.colors, **dict.fromkeys(_INSIDE, _MARK)})


def opening_cm(rig: Rig, frame: list[NDArray[np.uint8]]) -> float:
    """How far a marked presenter's lips are apart, as seen: in the tallest column between them."""
    x, y, cm = int(rig.x), int(rig.y), rig.cm
    region = np.s_[int(y + 5 * cm) : int(y + 13 * cm), int(x - 5 * cm) : int(x + 5 * cm)]
    pixels = np.stack([channel[region] for channel in frame[1:]], axis=-1).astype(float)
    away = np.abs(pixels - np.array(yuv_of(_MARK)[1:3])).sum(axis=-1)
    return float((away < 80).sum(axis=0).max() / cm)
