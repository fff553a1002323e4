"""A shot in which a presenter stands among the planes of their set."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from generation.media.motion import placement, shares
from generation.media.plan import Presenter, Shot
from generation.media.planes import ShotPicture
from generation.media.puppet.pose import pose_of
from generation.media.puppet.puppet import Puppet


class StagedPicture(ShotPicture):
    """A shot with its presenter, ready to be drawn frame by frame."""

    def __init__(self, shot: Shot, presenter: Presenter, width: int, height: int, *, tail_frames: int = 0) -> None:
        super().__init__(shot, width, height, tail_frames=tail_frames)
        self._puppet, self._track, self._first = Puppet(presenter.rig), _track(presenter.track), presenter.first_frame
        self._share = shares([*(layer.depth for layer in shot.layers), presenter.rig.depth])[-1]

    def _is_still(self, number: int) -> bool:
        return False

    def _draw_planes(self, number: int, done: float) -> None:
        for plane in self._planes:
            if not plane.is_near:
                self._draw(plane, done, self._blur(plane, number))
        row = self._track[min(self._first + number, len(self._track) - 1)]
        size = (self._width, self._height)
        where = placement(self._shot.move, self._share, done, *size, self._shot.overscan)
        self._puppet.draw(self._channels, pose_of(row), where)
        for plane in self._planes:
            if plane.is_near:
                self._draw(plane, done, self._blur(plane, number))


def picture_of(shot: Shot, width: int, height: int, *, tail_frames: int = 0) -> ShotPicture:
    if shot.presenter:
        return StagedPicture(shot, shot.presenter, width, height, tail_frames=tail_frames)
    return ShotPicture(shot, width, height, tail_frames=tail_frames)


@lru_cache(maxsize=1)
def _track(path: Path) -> np.ndarray:
    track: np.ndarray = np.load(path, allow_pickle=False)
    return track
