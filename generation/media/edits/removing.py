"""What is behind a thing: seen in other frames, or made up from what is around it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from generation.media.edits.canvas import Bytes, Effect, Floats, Moment, rounded
from generation.media.edits.tracking import Matrix, Track, chained, inverted, placed

_MARGIN = 0.06  # of the box, by which the hole is larger than what is to go
_ALIKE = 26.0  # how far a background pixel may differ from frame to frame and still be seen in them
_FEWEST = 2  # frames that have to show a pixel of the background
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Plate:
    """The background as the reference frame would show it, BGR, and the camera's way there.

    `seen` is the share of the hole that some frame showed.
    """

    picture: Bytes
    origin: tuple[int, int]  # of its top left pixel in the reference frame
    reference: int
    seen: float


def plate(samples: Sequence[tuple[int, Bytes]], box: Box, track: Track, *, texture: bool) -> Plate:
    """From `samples` (frame number, BGR): the background behind the box in the middle one of them.

    Pixels that the box left free in other frames are their median there, moved as the camera moved. The rest is filled
    from around: continued smoothly, or with `texture` by a like piece of the picture.
    """
    reference, middle = samples[len(samples) // 2]
    height, width = middle.shape[:2]
    pad = round(0.25 * max(height, width))
    canvas = height + 2 * pad, width + 2 * pad
    to_reference = track.camera[reference]
    stack = np.zeros((len(samples), *canvas, 3), np.uint8)
    valid = np.zeros((len(samples), *canvas), bool)
    for index, (number, picture) in enumerate(samples):
        move = chained(to_reference, inverted(track.camera[number]))
        move = chained(np.array([[1.0, 0, pad], [0, 1, pad]]), move)
        stack[index] = cv2.warpAffine(picture, move, canvas[::-1], flags=cv2.INTER_LINEAR)
        open_ = np.full((height, width), 255, np.uint8)
        left, top, right, bottom = _pixels(_grown(placed(track.box[number], box), 0.1), width, height)
        open_[top:bottom, left:right] = 0
        valid[index] = cv2.warpAffine(open_, move, canvas[::-1], flags=cv2.INTER_NEAREST) > 200
    found, is_seen = _median(stack, valid)
    hole = np.zeros(canvas, bool)
    for number, _ in samples:
        move = chained(to_reference, inverted(track.camera[number]))
        x, y, wide, tall = placed(move, _grown(placed(track.box[number], box), _MARGIN * 2))
        hole[
            max(0, round(y + pad)) : max(0, round(y + tall + pad)),
            max(0, round(x + pad)) : max(0, round(x + wide + pad)),
        ] = True
    outside = ~is_seen & ~hole
    found[outside] = 0
    missing = (hole & ~is_seen).astype(np.uint8)
    share = 1 - float(missing.sum()) / max(1, int(hole.sum()))
    if missing.any():
        found = _filled(found, missing, is_seen | ~hole, texture=texture)
    return Plate(found, (-pad, -pad), reference, share)


def _median(stack: Bytes, valid: np.ndarray) -> tuple[Bytes, np.ndarray]:
    """The median of what is seen of each pixel, and whether it was seen often enough and alike."""
    counts = valid.sum(axis=0)
    is_seen = counts >= _FEWEST
    out = np.zeros(stack.shape[1:], np.uint8)
    rows = np.flatnonzero(is_seen.any(axis=1))
    for start in range(0, len(rows), 64):  # in strips: the whole stack as floats would take gigabytes
        part = rows[start : start + 64]
        values = np.where(valid[:, part, :, None], stack[:, part].astype(np.float32), np.nan)
        with np.errstate(all="ignore"):
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)
                middle = np.nanmedian(values, axis=0)
                spread = np.nanmedian(np.abs(values - middle), axis=0).max(axis=2)
        out[part] = np.nan_to_num(middle).astype(np.uint8)
        is_seen[part] &= np.nan_to_num(spread, nan=999.0) < _ALIKE
    return out, is_seen


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    x, y, wide, tall = box
    return max(0, int(x)), max(0, int(y)), min(width, int(x + wide) + 1), min(height, int(y + tall) + 1)


def _grown(box: Box, share: float) -> Box:
    x, y, width, height = box
    return x - width * share / 2, y - height * share / 2, width * (1 + share), height * (1 + share)


def _filled(picture: Bytes, missing: Bytes, known: np.ndarray, *, texture: bool) -> Bytes:
    """`picture` with the missing pixels made up."""
    rows, columns = np.flatnonzero(missing.any(axis=1)), np.flatnonzero(missing.any(axis=0))
    pad = round(0.9 * max(len(rows), len(columns))) + 24
    top, bottom = max(0, rows[0] - pad), min(picture.shape[0], rows[-1] + pad + 1)
    left, right = max(0, columns[0] - pad), min(picture.shape[1], columns[-1] + pad + 1)
    part = np.ascontiguousarray(picture[top:bottom, left:right])
    hole = np.ascontiguousarray(missing[top:bottom, left:right])
    usable = known[top:bottom, left:right] & (part.max(axis=2) > 0)
    smooth = _continued(part, hole)
    made = _borrowed(part, smooth, hole, usable) if texture else smooth
    out = picture.copy()
    out[top:bottom, left:right] = np.where(hole[..., None] > 0, made, part)
    return out


def _continued(part: Bytes, hole: Bytes) -> Bytes:
    """Telea's filling, at a size at which it does not streak, with the noise of what is around."""
    longest = max(part.shape[:2])
    share = min(1.0, 220 / longest)
    small = cv2.resize(part, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    mask = cv2.resize(hole, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST)
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    filled = cv2.inpaint(small, mask, 5, cv2.INPAINT_TELEA)
    filled = np.where(mask[..., None] > 0, cv2.GaussianBlur(filled, (0, 0), 1.6), filled)
    return np.asarray(cv2.resize(filled, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_CUBIC))


def _borrowed(part: Bytes, smooth: Bytes, hole: Bytes, usable: np.ndarray) -> Bytes:
    """The hole covered by the piece of the picture whose surroundings are most like its own, with its light and shade
    fitted to the rim (Pérez, Gangnet, Blake 2003)."""
    rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    rim = cv2.dilate(hole, np.ones((13, 13), np.uint8)) - hole
    best: tuple[float, int, int] | None = None
    whole = part.astype(np.float32)
    tall, wide = bottom - top, right - left
    ring_y, ring_x = np.nonzero((rim > 0) & usable)
    if not len(ring_y):
        return smooth
    keep = np.arange(0, len(ring_y), max(1, len(ring_y) // 500))
    ring_y, ring_x = ring_y[keep], ring_x[keep]
    hole_y, hole_x = np.nonzero(hole)
    keep = np.arange(0, len(hole_y), max(1, len(hole_y) // 300))
    hole_y, hole_x = hole_y[keep], hole_x[keep]
    step_y, step_x = max(2, tall // 8), max(2, wide // 8)
    for dy in range(-2 * tall, 2 * tall + 1, step_y):
        for dx in range(-2 * wide, 2 * wide + 1, step_x):
            if max(abs(dy) / max(tall, 1), abs(dx) / max(wide, 1)) < 0.9:
                continue
            if not _inside(hole_y + dy, hole_x + dx, usable) or not _inside(ring_y + dy, ring_x + dx, usable, 0.85):
                continue
            y, x = np.clip(ring_y + dy, 0, part.shape[0] - 1), np.clip(ring_x + dx, 0, part.shape[1] - 1)
            apart = np.abs(whole[y, x] - whole[ring_y, ring_x]).mean() + 0.01 * np.hypot(dy, dx * 0.6)
            if best is None or apart < best[0]:
                best = float(apart), dy, dx
    if best is None:
        return smooth
    _, dy, dx = best
    moved = cv2.warpAffine(
        part, np.array([[1.0, 0, -dx], [0, 1, -dy]]), (part.shape[1], part.shape[0]), borderMode=cv2.BORDER_REFLECT
    )
    return _fitted(moved, smooth, part, hole)


def _inside(y: np.ndarray, x: np.ndarray, usable: np.ndarray, share: float = 1.0) -> bool:
    within = (y >= 0) & (y < usable.shape[0]) & (x >= 0) & (x < usable.shape[1])
    if within.mean() < share:
        return False
    return bool(usable[y[within], x[within]].mean() >= share)


def _fitted(moved: Bytes, smooth: Bytes, part: Bytes, hole: Bytes) -> Bytes:
    """Fine structure of the borrowed piece on the smooth tones that the rim asks for."""
    sigma = max(3.0, 0.08 * max(np.count_nonzero(hole.any(axis=1)), np.count_nonzero(hole.any(axis=0))))
    fine = moved.astype(np.float32) - cv2.GaussianBlur(moved.astype(np.float32), (0, 0), sigma)
    inner = cv2.GaussianBlur(hole.astype(np.float32), (0, 0), 2.0)[..., None]
    base = cv2.GaussianBlur(np.where(hole[..., None] > 0, smooth, part).astype(np.float32), (0, 0), sigma * 0.5)
    return rounded(base * inner + part.astype(np.float32) * (1 - inner) + fine * np.minimum(inner * 1.2, 1))


class Remover:
    """Puts the plate where the thing is; `matrix(n)` takes the reference frame to frame n."""

    def __init__(self, found: Plate, track: Track, box: Box, feather: float) -> None:
        self._plate, self._track, self._box, self._feather = found, track, box, feather

    def on_patch(self, number: int, top: int, left: int, height: int, width: int) -> Bytes:
        """The background of a patch of frame `number`, BGR."""
        move: Matrix = chained(self._track.camera[number], inverted(self._track.camera[self._plate.reference]))
        whole = chained(move, np.array([[1.0, 0, self._plate.origin[0]], [0, 1, self._plate.origin[1]]]))
        whole = chained(np.array([[1.0, 0, -left], [0, 1, -top]]), whole)
        return np.asarray(
            cv2.warpAffine(
                self._plate.picture, whole, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            )
        )


def covering(remover: Remover, place: "Place") -> Effect:
    """An effect that covers the thing; its light follows what the rim of the patch shows in each frame."""

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        top, left = place.of(moment.number)
        behind = remover.on_patch(moment.number, top, left, *bgr.shape[:2])
        return _relit(behind, bgr)

    return effect


class Place:
    """Where the patch of each frame is."""

    def __init__(self) -> None:
        self._at: dict[int, tuple[int, int]] = {}

    def note(self, number: int, top: int, left: int) -> None:
        self._at = {number: (top, left)}

    def of(self, number: int) -> tuple[int, int]:
        return self._at.get(number, (0, 0))


def _relit(behind: Bytes, bgr: Bytes) -> Bytes:
    rim = np.zeros(bgr.shape[:2], bool)
    edge = max(2, min(bgr.shape[:2]) // 24)
    rim[:edge] = rim[-edge:] = rim[:, :edge] = rim[:, -edge:] = True
    own, its = bgr[rim].astype(np.float32).mean(axis=0), behind[rim].astype(np.float32).mean(axis=0)
    shift: Floats = np.clip(own - its, -24, 24).astype(np.float32)
    return rounded(behind.astype(np.float32) + shift)
