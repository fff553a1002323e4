"""The part of a picture that an edit may touch: a box with soft edges that moves with what is in it."""

from dataclasses import dataclass

import cv2
import numpy as np

from generation.media.edits.tracking import Track, placed

Bytes = np.ndarray
Floats = np.ndarray

_FEATHER = 0.12  # of the box's smaller side, all of it inside the box
_MOST_FEATHER = 0.03  # of the picture's height


@dataclass(frozen=True)
class Patch:
    """Rows and columns of the picture (even numbers), and how much of the edit each pixel takes, float32 0 to 1.

    `box` is where the box lies within the patch: x, y, width, height.
    """

    top: int
    left: int
    weight: Floats
    box: tuple[float, float, float, float]

    @property
    def height(self) -> int:
        return int(self.weight.shape[0])

    @property
    def width(self) -> int:
        return int(self.weight.shape[1])

    def of(self, picture: np.ndarray) -> np.ndarray:
        return picture[self.top : self.top + self.height, self.left : self.left + self.width]


class Region:
    """The patch of each frame. All patches of a region have one size, so that effects can keep state between them."""

    def __init__(self, width: int, height: int, box: tuple[float, float, float, float], track: Track) -> None:
        self._size, self._track = (width, height), track
        self.box = box
        boxes = [placed(matrix, box) for matrix in track.box]
        widest = max(one[2] for one in boxes)
        tallest = max(one[3] for one in boxes)
        self.width = min(width, (int(widest) + 6) // 2 * 2)
        self.height = min(height, (int(tallest) + 6) // 2 * 2)
        self._boxes = boxes

    def patch(self, number: int) -> Patch | None:
        """None where the thing has left the picture, or another shot has begun."""
        if number >= self._track.shot_end:
            return None
        x, y, width, height = self._boxes[number]
        if x + width < 4 or y + height < 4 or x > self._size[0] - 4 or y > self._size[1] - 4:
            return None
        left = _between(round(x + width / 2 - self.width / 2) // 2 * 2, 0, self._size[0] - self.width)
        top = _between(round(y + height / 2 - self.height / 2) // 2 * 2, 0, self._size[1] - self.height)
        within = (x - left, y - top, width, height)
        return Patch(top, left, self._weight(within), within)

    def _weight(self, box: tuple[float, float, float, float]) -> Floats:
        x, y, width, height = box
        feather = max(1.0, min(_FEATHER * min(width, height), _MOST_FEATHER * self._size[1]))
        across = np.arange(self.width) + 0.5
        down = np.arange(self.height) + 0.5
        inward = np.minimum(
            np.minimum(across - x, x + width - across)[None, :], np.minimum(down - y, y + height - down)[:, None]
        )
        share = np.clip(inward / feather, 0, 1).astype(np.float32)
        return np.asarray(share * share * (3 - 2 * share), np.float32)


def _between(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))


def laid(yuv: Bytes, edited: Bytes, patch: Patch) -> Bytes:
    """I420 `yuv` with the I420 patch `edited` on it; what the patch does not weigh stays bit for bit."""
    out = yuv.copy()
    height, width = yuv.shape[0] * 2 // 3, yuv.shape[1]
    half = cv2.resize(patch.weight, (patch.width // 2, patch.height // 2), interpolation=cv2.INTER_AREA)
    _mix(patch.of(out[:height]), edited[: patch.height], patch.weight)
    planes = out[height:].reshape(2, height // 2, width // 2)
    others = edited[patch.height :].reshape(2, patch.height // 2, patch.width // 2)
    top, left = patch.top // 2, patch.left // 2
    for plane, other in zip(planes, others, strict=True):
        _mix(plane[top : top + patch.height // 2, left : left + patch.width // 2], other, half)
    return out


def _mix(under: np.ndarray, over: Bytes, weight: Floats) -> None:
    mixed = under.astype(np.float32) + (over.astype(np.float32) - under.astype(np.float32)) * weight
    under[:] = np.rint(mixed).astype(np.uint8)


def cropped(yuv: Bytes, patch: Patch) -> Bytes:
    """The patch of an I420 picture, as I420."""
    height, width = yuv.shape[0] * 2 // 3, yuv.shape[1]
    planes = yuv[height:].reshape(2, height // 2, width // 2)
    top, left = patch.top // 2, patch.left // 2
    chroma = planes[:, top : top + patch.height // 2, left : left + patch.width // 2]
    luma = np.ascontiguousarray(patch.of(yuv[:height]))
    return np.concatenate([luma.reshape(-1), chroma.reshape(-1)]).reshape(patch.height * 3 // 2, patch.width)
