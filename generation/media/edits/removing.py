"""What is behind a thing: seen in other frames, or made up from what is around it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from generation.media.edits.canvas import Bytes, Effect, Floats, Moment, rounded
from generation.media.edits.tracking import Matrix, Track, chained, inverted, placed

_MARGIN = 0.06  # of the box, by which the hole is larger than what is to go
_ALIKE = 26.0  # how far a background pixel may differ from frame to frame and still be seen in them
_COVERED = 0.97  # of a hole that a piece from elsewhere has to reach
_FEWEST = 3  # frames that have to show a pixel of the background
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
    for start in range(0, len(rows), 64):  # in strips: sorted as a whole, the stack would take gigabytes
        part = rows[start : start + 64]
        values = np.where(valid[:, part, :, None], stack[:, part].astype(np.int16), np.int16(999))
        values.sort(axis=0)  # what is not seen comes last
        known = counts[part][None, :, :, None]
        low, middle, high = (
            np.take_along_axis(values, np.minimum(known * quarter // 4, np.maximum(known - 1, 0)), axis=0)[0]
            for quarter in (1, 2, 3)
        )
        out[part] = np.minimum(middle, 255).astype(np.uint8)
        is_seen[part] &= (high - low).max(axis=2) < 2 * _ALIKE
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
    smooth = _continued(part, hole | (~usable & (hole == 0)).astype(np.uint8))
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
    """The hole filled with the piece of the picture whose surroundings are most like its own, its light and shade
    fitted to the rim."""
    share = min(1.0, 260 / max(part.shape[:2]))
    size = round(part.shape[1] * share), round(part.shape[0] * share)
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    gap = cv2.resize(hole, size, interpolation=cv2.INTER_NEAREST)
    known = (cv2.resize(usable.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0) & (gap == 0)
    # The edges of what is known are mixed with what is not.
    source = cv2.erode(known.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    shifts = _shifts(gap)
    chosen = _chosen(small, gap, known, source, shifts)
    if chosen is None:
        return smooth
    wide = cv2.resize(chosen.astype(np.float32), part.shape[1::-1], interpolation=cv2.INTER_NEAREST).astype(int)
    moved = part.copy()
    for number in np.unique(wide[hole > 0]):
        if number < 0:
            continue
        dy, dx = (round(value / share) for value in shifts[number])
        move = np.array([[1.0, 0, -dx], [0, 1, -dy]])
        from_there = cv2.warpAffine(part, move, part.shape[1::-1], borderMode=cv2.BORDER_REFLECT)
        moved = np.where((wide == number)[..., None], from_there, moved)
    moved = np.where(((wide < 0) & (hole > 0))[..., None], smooth, moved)
    return _fitted(moved, smooth, part, hole)


def _shifts(gap: Bytes) -> list[tuple[int, int]]:
    """Where a piece may come from: steps of a third of the hole, up to twice its size away."""
    tall, wide = (max(3, int(np.count_nonzero(gap.any(axis=axis)))) for axis in (1, 0))
    down, across = [round(n * 0.34 * tall) for n in range(-6, 7)], [round(n * 0.34 * wide) for n in range(-6, 7)]
    return [(dy, dx) for dy in down for dx in across if abs(dy) >= 0.45 * tall or abs(dx) >= 0.45 * wide]


def _chosen(
    small: Floats, gap: Bytes, known: np.ndarray, source: np.ndarray, shifts: list[tuple[int, int]]
) -> np.ndarray | None:
    """For each pixel the number of the shift that fits best along the rim; -1 where it does not reach.

    One for all of them: pieces from many places leave seams that are seen at once.
    """
    rim = ((cv2.dilate(gap, np.ones((9, 9), np.uint8)) > 0) & known).astype(np.float32)
    if rim.sum() < 20:
        return None
    sigma = max(4.0, 0.22 * float(np.sqrt(gap.sum())))
    weight = cv2.GaussianBlur(rim, (0, 0), sigma) + 1e-6
    tall = float(np.count_nonzero(gap.any(axis=1)))
    best, label = np.inf, np.full(gap.shape, -1, np.int32)
    for number, (dy, dx) in enumerate(shifts):
        move = np.array([[1.0, 0, -dx], [0, 1, -dy]])
        is_there = cv2.warpAffine(source.astype(np.uint8), move, gap.shape[::-1], borderMode=cv2.BORDER_CONSTANT) > 0
        if is_there[gap > 0].mean() < _COVERED:
            continue
        there = cv2.warpAffine(small, move, gap.shape[::-1], borderMode=cv2.BORDER_CONSTANT)
        apart = np.where(is_there, np.abs(there - small).mean(axis=2), 60.0).astype(np.float32) * rim
        cost = cv2.GaussianBlur(apart, (0, 0), sigma) / weight
        total = float(cost[gap > 0].mean()) + 4.0 * abs(dy) / tall  # things change least sideways
        if total < best:
            best, label = total, np.where(is_there, number, -1).astype(np.int32)
    if not np.isfinite(best):
        return None
    return np.asarray(label)


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
