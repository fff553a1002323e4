"""Where a thing goes: a box followed from frame to frame by the corners in it, and the camera by the corners around it.

Matrices are 2×3 float64 similarities in pixels of the full picture.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

Bytes = np.ndarray
Matrix = np.ndarray

_WIDE = 480  # pixels across at which motion is looked for
_CORNERS = 160
_FEWEST = 8
_LOST = 1.2  # pixels of the small picture by which a corner may miss its way back
_CUT = 0.42  # difference of histograms that means another shot
_SMOOTH = 5  # frames


@dataclass(frozen=True)
class Track:
    """`motion[n]` takes a point of the first frame to frame n: of the box, and of the camera.

    `shot_end` is the first frame that belongs to another shot, or the number of frames.
    """

    box: tuple[Matrix, ...]
    camera: tuple[Matrix, ...]
    shot_end: int


def track(lumas: Iterable[Bytes], box: tuple[float, float, float, float] | None, *, is_fixed: bool = False) -> Track:
    """Follows `box` (x, y, width, height in pixels) through luma pictures `[height, width]`.

    `is_fixed` leaves the box where it is: for what is laid over the picture, as logos are.
    """
    boxes: list[Matrix] = []
    cameras: list[Matrix] = []
    follower: _Follower | None = None
    shot_end: int | None = None
    for number, luma in enumerate(lumas):
        if follower is None:
            follower = _Follower(luma, box)
            boxes.append(np.eye(2, 3))
            cameras.append(np.eye(2, 3))
            continue
        if shot_end is not None:
            boxes.append(boxes[-1])
            cameras.append(cameras[-1])
            continue
        if follower.is_cut(luma):
            shot_end = number
            boxes.append(boxes[-1])
            cameras.append(cameras[-1])
            continue
        for path, step in zip((boxes, cameras), follower.step(luma), strict=True):
            path.append(chained(step, path[-1]))
    total = len(boxes)
    end = total if shot_end is None else shot_end
    still = tuple(np.eye(2, 3) for _ in range(total))
    return Track(still if is_fixed or box is None else _smoothed(boxes, end), tuple(cameras), end)


def chained(after: Matrix, before: Matrix) -> Matrix:
    """First `before`, then `after`."""
    whole = np.vstack([after, (0, 0, 1)]) @ np.vstack([before, (0, 0, 1)])
    return np.asarray(whole[:2])


def inverted(matrix: Matrix) -> Matrix:
    return np.asarray(cv2.invertAffineTransform(matrix), np.float64)


def placed(matrix: Matrix, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The upright box, of the same shape, that a moved and scaled one fills."""
    x, y, width, height = box
    centre = matrix @ np.array([x + width / 2, y + height / 2, 1])
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    return (
        float(centre[0]) - width * scale / 2,
        float(centre[1]) - height * scale / 2,
        width * scale,
        height * scale,
    )


class _Follower:
    def __init__(self, luma: Bytes, box: tuple[float, float, float, float] | None) -> None:
        self._share = min(1.0, _WIDE / luma.shape[1])
        self._before = self._small(luma)
        self._first_box = box
        self._box = box
        self._histogram = _histogram(self._before)

    def _small(self, luma: Bytes) -> Bytes:
        if self._share == 1.0:
            return luma
        return np.asarray(cv2.resize(luma, None, fx=self._share, fy=self._share, interpolation=cv2.INTER_AREA))

    def is_cut(self, luma: Bytes) -> bool:
        histogram = _histogram(self._small(luma))
        apart = float(np.abs(histogram - self._histogram).sum()) / 2
        self._histogram = histogram
        return apart > _CUT

    def step(self, luma: Bytes) -> tuple[Matrix, Matrix]:
        """How the box and the camera moved since the picture before."""
        now = self._small(luma)
        around = np.full(now.shape, 255, np.uint8)
        inside: Bytes | None = None
        if self._box:
            inside = np.zeros(now.shape, np.uint8)
            left, top, right, bottom = self._pixels(self._box)
            inside[top:bottom, left:right] = 255
            around[top:bottom, left:right] = 0
        camera = self._moved(now, around)
        thing = camera
        if inside is not None and inside.any():
            thing = self._moved(now, inside, otherwise=camera)
        if self._box:
            self._box = placed(thing, self._box)
        self._before = now
        return thing, camera

    def _pixels(self, box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        x, y, width, height = (value * self._share for value in box)
        return max(0, round(x)), max(0, round(y)), max(1, round(x + width)), max(1, round(y + height))

    def _moved(self, now: Bytes, where: Bytes, otherwise: Matrix | None = None) -> Matrix:
        fallback = np.eye(2, 3) if otherwise is None else otherwise
        corners = cv2.goodFeaturesToTrack(self._before, _CORNERS, 0.01, 5, mask=where, blockSize=5)
        if corners is None or len(corners) < _FEWEST:
            return fallback
        found, is_found, _ = cv2.calcOpticalFlowPyrLK(
            self._before, now, corners, np.empty(0), winSize=(15, 15), maxLevel=3
        )
        back, is_back, _ = cv2.calcOpticalFlowPyrLK(now, self._before, found, np.empty(0), winSize=(15, 15), maxLevel=3)
        apart = np.abs(back - corners).reshape(-1, 2).max(axis=1)
        good = (is_found.ravel() == 1) & (is_back.ravel() == 1) & (apart < _LOST)
        if good.sum() < _FEWEST:
            return fallback
        before, after = corners[good].reshape(-1, 2), found[good].reshape(-1, 2)
        matrix = self._agreed(before, after, otherwise)
        if matrix is None:
            return fallback
        whole = matrix.copy()
        whole[:, 2] /= self._share
        return whole

    def _agreed(self, before: np.ndarray, after: np.ndarray, camera: Matrix | None) -> Matrix | None:
        """The motion that most corners share; in a box, where some of what shows is background, those near its middle
        count for more, and so does what moves otherwise than the camera."""
        first = _shared(before, after)
        if first is None or camera is None or self._box is None:
            return first[0] if first else None
        rest = ~first[1]
        second = _shared(before[rest], after[rest]) if rest.sum() >= _FEWEST else None
        if second is None:
            return first[0]
        x, y, width, height = (value * self._share for value in self._box)
        away = ((before - (x + width / 2, y + height / 2)) / (width / 2, height / 2)) ** 2
        weight = np.exp(-1.5 * away.sum(axis=1))
        centre = np.array([x + width / 2, y + height / 2, 1])
        its = camera.copy()
        its[:, 2] *= self._share

        def worth(matrix: Matrix, votes: float) -> float:
            return votes * (1.5 if np.abs(matrix @ centre - its @ centre).max() > 1.0 else 1.0)

        one = worth(first[0], float(weight[first[1]].sum()))
        other = worth(second[0], float(weight[rest][second[1]].sum()))
        return second[0] if other > one else first[0]


def _shared(before: np.ndarray, after: np.ndarray) -> tuple[Matrix, np.ndarray] | None:
    """The similarity that most points agree on, and which they are."""
    matrix, inliers = cv2.estimateAffinePartial2D(
        before, after, method=cv2.RANSAC, ransacReprojThreshold=1.5, maxIters=500
    )
    if matrix is None or inliers.sum() < _FEWEST:
        return None
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    if not 0.85 < scale < 1.18:
        return None
    return np.asarray(matrix, np.float64), inliers.ravel() > 0


def _histogram(luma: Bytes) -> np.ndarray:
    counts = cv2.calcHist([luma], [0], None, [32], [0, 256]).ravel()
    return np.asarray(counts / max(1.0, float(counts.sum())), np.float32)


def _smoothed(path: list[Matrix], end: int) -> tuple[Matrix, ...]:
    """Without the tremor of single frames; the ends stay where they are."""
    stacked = np.stack(path)
    out = stacked.copy()
    for number in range(1, end - 1):
        reach = min(_SMOOTH // 2, number, end - 1 - number)
        out[number] = stacked[number - reach : number + reach + 1].mean(axis=0)
    return tuple(out)
