"""Eyes, brows and mouth of one moment, painted on a face's picture. Lengths are centimetres about the middle of the
face, y down; a point is seen where it lands when the head is turned by the rig's yaw."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from generation.media.planes import premultiplied_yuv
from generation.media.puppet.rig import Rig

Point = tuple[float, float]
FINER = 2  # how many times finer than the picture features are painted
_SHIFT = 4  # bits of a pixel's fraction
MOUTH_Y, EYE_X, EYE_Y = 7.75, 3.65, -0.6
EYES_BOX = (-8.2, -6.4, 8.2, 2.6)  # left, top, right, bottom in cm, before the turn
MOUTH_BOX = (-5.2, 5.2, 5.2, 11.6)


class Mouth(NamedTuple):
    """`open` is the gap between the lips in cm, `wide` half the mouth's width in cm. From 0 to 1: `round` how far the
    lips are pushed out, `press` how firmly they are shut, `tuck` how far the lower one lies under the upper teeth,
    `teeth` how much of the teeth shows, `tongue` how high its tip is. `smile` lifts the corners, in cm."""

    open: float = 0.0
    wide: float = 2.9
    round: float = 0.0
    press: float = 0.0
    tuck: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0
    smile: float = 0.15


class Eyes(NamedTuple):
    """`lid` 0 is open and 1 shut; the gaze in cm from the middle; `raised` lifts the brows in cm, `knit` draws them
    together; `squint` (0 to 1) is the lower lid's, as in a smile."""

    lid: float = 0.0
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    raised: float = 0.0
    knit: float = 0.0
    squint: float = 0.0


class Canvas:
    """A part of a face's picture, finer by `FINER`, to be painted on with the rig's colours.

    `picture` is premultiplied Y, U, V and what shines through, uint8; `origin` is the face's middle in its pixels.
    """

    def __init__(self, picture: np.ndarray, rig: Rig, origin: Point, box: tuple[float, float, float, float]) -> None:
        self.rig, self._origin = rig, origin
        left, right = (self.at(box[0], box[1])[0] - 1.0, self.at(box[2], box[1])[0] + 1.0)
        x0, x1 = (int(origin[0] + x * rig.cm) for x in (left, right))
        y0, y1 = (int(origin[1] + y * rig.cm) for y in (box[1], box[3]))
        self.rows = slice(max(y0, 0), min(y1, picture.shape[0]))
        self.columns = slice(max(x0, 0), min(x1, picture.shape[1]))
        part = picture[self.rows, self.columns]
        self.pixels = part.repeat(FINER, axis=0).repeat(FINER, axis=1)

    def at(self, x: float, y: float, out: float = 0.0) -> Point:
        """Where a point of the face lands when the head is turned; `out` lifts it off the skull."""
        rest = max(0.0, 1.0 - (x / 9.0) ** 2 - (y / 15.0) ** 2)
        depth = 9.4 * math.sqrt(rest) + out
        return x * math.cos(self.rig.yaw) + depth * math.sin(self.rig.yaw), y

    def outline(self, points: Sequence[Point]) -> np.ndarray:
        """Points in cm as they are seen, as int32 of the finer pixels' fractions."""
        scale, one = self.rig.cm * FINER, 1 << _SHIFT
        offset = np.array([self._origin[0] - self.columns.start, self._origin[1] - self.rows.start]) * FINER - 0.5
        return np.rint((np.asarray(points) * scale + offset) * one).astype(np.int32)

    def fill(
        self, points: Sequence[Point], color: str, opacity: float = 1.0, *, within: np.ndarray | None = None
    ) -> None:
        self._lay(self.mask(points), color, opacity, within)

    def soft(
        self, points: Sequence[Point], color: str, opacity: float, *, blur: float, within: np.ndarray | None = None
    ) -> None:
        """A shape without edges; `blur` in cm."""
        sigma = max(blur * self.rig.cm * FINER, 0.5)
        mask, reach = self.mask(points), int(3 * sigma) + 1
        x, y, w, h = cv2.boundingRect(mask)
        near = np.s_[max(y - reach, 0) : y + h + reach, max(x - reach, 0) : x + w + reach]
        if w and h:
            mask[near] = cv2.GaussianBlur(mask[near], (0, 0), sigma)
            self._lay(mask, color, opacity, within)

    def stroke(
        self, points: Sequence[Point], color: str, widths: float | Sequence[float], opacity: float = 1.0
    ) -> None:
        """A line that may swell and taper; widths in cm."""
        self.fill(ribbon(points, widths), color, opacity)

    def mask(self, points: Sequence[Point]) -> np.ndarray:
        mask = np.zeros(self.pixels.shape[:2], np.uint8)
        if len(points) >= 3:
            cv2.fillPoly(mask, [self.outline(points)], 255, cv2.LINE_AA, _SHIFT)
        return mask

    def _lay(self, mask: np.ndarray, color: str, opacity: float, within: np.ndarray | None) -> None:
        x, y, w, h = cv2.boundingRect(mask)
        if not w or not h:
            return
        region = np.s_[y : y + h, x : x + w]
        share = mask[region] if within is None else cv2.multiply(mask[region], within[region], scale=1 / 255)
        weight = share.astype(np.float32)[..., None] * (opacity / 255)
        under = self.pixels[region]
        tone = np.array(yuv_of(self.rig.colors[color]), np.float32)
        self.pixels[region] = (under + (tone - under) * weight + 0.5).astype(np.uint8)

    def finished(self) -> np.ndarray:
        height, width = self.pixels.shape[:2]
        return cv2.resize(self.pixels, (width // FINER, height // FINER), interpolation=cv2.INTER_AREA)


_known: dict[tuple[int, ...], tuple[float, ...]] = {}


def yuv_of(rgb: tuple[int, ...]) -> tuple[float, ...]:
    if rgb not in _known:
        bgra = np.array([[[rgb[2], rgb[1], rgb[0], 255]]], np.uint8)
        _known[rgb] = tuple(float(value) for value in premultiplied_yuv(bgra)[0, 0])
    return _known[rgb]


def curve(points: Sequence[Point], *, closed: bool = True, steps: int = 8) -> list[Point]:
    """A smooth line through the points (Catmull-Rom)."""
    found: list[Point] = []
    count = len(points)
    for i in range(count if closed else count - 1):
        p0, p1, p2, p3 = (
            (points[(i + k) % count] if closed else points[min(max(i + k, 0), count - 1)]) for k in (-1, 0, 1, 2)
        )
        for step in range(steps):
            t = step / steps
            a, b, c, d = (
                -0.5 * t + t * t - 0.5 * t**3,
                1 - 2.5 * t * t + 1.5 * t**3,
                0.5 * t + 2 * t * t - 1.5 * t**3,
                -0.5 * t * t + 0.5 * t**3,
            )
            found.append((a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0], a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1]))
    if not closed:
        found.append(points[-1])
    return found


def ribbon(points: Sequence[Point], widths: float | Sequence[float]) -> list[Point]:
    """The outline of a line of changing width along the points."""
    line = curve(points, closed=False)
    if isinstance(widths, float):
        halves = np.full(len(line), widths / 2)
    else:
        halves = np.interp(np.linspace(0, 1, len(line)), np.linspace(0, 1, len(widths)), widths) / 2
    spine = np.asarray(line)
    along = np.gradient(spine, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-6)[:, None]
    side = np.stack([-along[:, 1], along[:, 0]], axis=1) * halves[:, None]
    return [*map(tuple, spine + side), *map(tuple, (spine - side)[::-1])]


def ellipse(x: float, y: float, rx: float, ry: float) -> list[Point]:
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 28, endpoint=False)]
