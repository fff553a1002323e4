"""A presenter's frames: what moves of the face is painted, and head, body and arms are bent and laid on the set."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from generation.media.motion import Placement
from generation.media.planes import blend, premultiplied_yuv, read_bgra
from generation.media.puppet.eyes import draw_eyes
from generation.media.puppet.features import EYES_BOX, MOUTH_BOX, Canvas, Eyes, Mouth, Point
from generation.media.puppet.mouth import draw_mouth
from generation.media.puppet.pose import Pose
from generation.media.puppet.rig import Rig

_STEP = 8  # pixels between the points at which the bending is worked out
_KEPT = 48  # painted mouths, and eyes, that are kept to be used again
_FINE, _GAZE = 40, 24  # steps a centimetre to which mouth and eyes are rounded
_NECK_Y = 13.0
_JAW_SHARE = 0.62  # of the gap between the lips that the chin goes down
_EYEBALL = 1.15  # radius of what turns against the head, so that the eyes stay on the camera, in cm
EMPTY = (0, 0, 0, 255)


@dataclass
class _Picture:
    """Premultiplied Y, U, V and what shines through, uint8, with its corner in pixels of the frame."""

    pixels: np.ndarray
    left: int
    top: int


class Puppet:
    """A rig, ready to be drawn in any pose."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        parts = {name: _read(rig, name) for name in rig.sprites}
        self._behind, self._body = parts["behind"], parts["body"]
        self._arms = {-1: parts["arm_left"], 1: parts["arm_right"]}
        self._head, self._over = _united(parts["head"], parts["over"])
        self._origin: Point = (rig.x - self._head.left, rig.y - self._head.top)
        self._eyes: OrderedDict[Eyes, tuple[tuple[slice, slice], np.ndarray]] = OrderedDict()
        self._mouths: OrderedDict[Mouth, tuple[tuple[slice, slice], np.ndarray]] = OrderedDict()
        self._face: tuple[tuple[Eyes, Mouth], np.ndarray] | None = None

    def draw(self, channels: list[np.ndarray], pose: Pose, where: Placement) -> None:
        """Lays the presenter on Y, U and V of a frame, each [height, width], in place; `where` is the camera's."""
        rig = self._rig
        size = rig.width, rig.height
        camera = _affine(where.scale, where.dx, where.dy, size)
        body = camera @ self._body_at(pose)
        head = camera @ self._head_at(pose)
        if self._behind.pixels.size:
            self._lay_bent(channels, self._behind, head, pose, is_face=False)
        self._lay(channels, self._body, body)
        self._lay_bent(
            channels, _Picture(self._painted(pose), self._head.left, self._head.top), head, pose, is_face=True
        )
        for side, arm in self._arms.items():
            raised = pose.arm_left if side < 0 else pose.arm_right
            if raised > 0.01 and arm.pixels.size:
                self._lay(channels, arm, camera @ self._arm_at(pose, side))

    # ------------------------------------------------------------ where the parts are

    def _body_at(self, pose: Pose) -> np.ndarray:
        """Breathing lifts the shoulders, leaning moves them; the waist stays."""
        rig = self._rig
        foot, reach = rig.height * 1.05, rig.height * 1.05 - (rig.y + _NECK_Y * rig.cm)
        grow = 1 + 0.42 * rig.cm * pose.breath / reach + pose.shrug * rig.cm / reach
        lean = -pose.lean * rig.cm / reach
        return np.array([[1.0, lean, -lean * foot], [0.0, grow, foot - grow * foot], [0.0, 0.0, 1.0]])

    def _head_at(self, pose: Pose) -> np.ndarray:
        rig = self._rig
        pivot = np.array([rig.x, rig.y + _NECK_Y * rig.cm, 1.0])
        moved = (self._body_at(pose) @ pivot)[:2] - pivot[:2] + np.array([pose.head_x, pose.head_y]) * rig.cm
        angle = math.radians(pose.tilt)
        cos, sin = math.cos(angle), math.sin(angle)
        turn = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
        to, back = np.eye(3), np.eye(3)
        to[:2, 2] = pivot[:2] + moved
        back[:2, 2] = -pivot[:2]
        return to @ turn @ back

    def _arm_at(self, pose: Pose, side: int) -> np.ndarray:
        rig = self._rig
        raised, beat = (pose.arm_left, pose.beat_left) if side < 0 else (pose.arm_right, pose.beat_right)
        elbow = np.array([rig.x + side * rig.elbow[0] * rig.cm, rig.y + rig.elbow[1] * rig.cm])
        angle = math.radians(side * (26 * (1 - raised) + beat))
        cos, sin = math.cos(angle), math.sin(angle)
        to, turn, back = np.eye(3), np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]]), np.eye(3)
        drop = (1 - raised) * 34 * rig.cm
        to[:2, 2] = elbow + np.array([side * (1 - raised) * 1.5 * rig.cm, drop])
        back[:2, 2] = -elbow
        return to @ turn @ back

    # ------------------------------------------------------------ laid on the frame

    def _lay(self, channels: list[np.ndarray], part: _Picture, matrix: np.ndarray) -> None:
        rows, columns = part.pixels.shape[:2]
        placed = matrix @ _shift(part.left, part.top)
        box = self._box(placed, rows, columns)
        if box is None:
            return
        x0, y0, x1, y1 = box
        inverse = np.linalg.inv(placed) @ _shift(x0, y0)
        warped = cv2.warpAffine(
            part.pixels,
            inverse[:2],
            (x1 - x0, y1 - y0),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderValue=EMPTY,
        )
        _blend(channels, warped, x0, y0)

    def _lay_bent(
        self, channels: list[np.ndarray], part: _Picture, matrix: np.ndarray, pose: Pose, *, is_face: bool
    ) -> None:
        """Lays a part of the head: turned as a round thing is, its jaw where the mouth has it."""
        rig = self._rig
        rows, columns = part.pixels.shape[:2]
        placed = matrix @ _shift(part.left, part.top)
        box = self._box(placed, rows, columns, margin=2.0 * rig.cm)
        if box is None:
            return
        x0, y0, x1, y1 = box
        across, down = -(-(x1 - x0) // _STEP), -(-(y1 - y0) // _STEP)
        grid_x = x0 + (np.arange(across, dtype=np.float32) + 0.5) * _STEP - 0.5
        grid_y = y0 + (np.arange(down, dtype=np.float32) + 0.5) * _STEP - 0.5
        inverse = np.linalg.inv(placed).astype(np.float32)
        u = inverse[0, 0] * grid_x[None, :] + inverse[0, 1] * grid_y[:, None] + inverse[0, 2]
        v = inverse[1, 0] * grid_x[None, :] + inverse[1, 1] * grid_y[:, None] + inverse[1, 2]
        x = (u + part.left - rig.x) / rig.cm
        y = (v + part.top - rig.y) / rig.cm
        dx, dy = self._bend(x, y, pose) if is_face else self._turn(x, y, pose, back=True)
        coarse = np.dstack([u - dx * rig.cm, v - dy * rig.cm]).astype(np.float32)
        fine = cv2.resize(coarse, (across * _STEP, down * _STEP), interpolation=cv2.INTER_LINEAR)[: y1 - y0, : x1 - x0]
        warped = cv2.remap(  # type: ignore[call-overload]  # one map holds both coordinates
            part.pixels, fine, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=EMPTY
        )
        _blend(channels, warped, x0, y0)

    def _turn(self, x: np.ndarray, y: np.ndarray, pose: Pose, *, back: bool = False) -> tuple[np.ndarray, np.ndarray]:
        rest = np.clip(1.0 - (x / 10.2) ** 2 - (y / 15.5) ** 2, 0.0, 1.0)
        z = 9.4 * np.sqrt(rest)
        if back:
            z = -0.5 * z
        return z * math.sin(pose.yaw), z * math.sin(pose.pitch)

    def _bend(self, x: np.ndarray, y: np.ndarray, pose: Pose) -> tuple[np.ndarray, np.ndarray]:
        """How far points of the face have moved, in cm: the turn of the head, the jaw, the cheeks."""
        rig, mouth = self._rig, pose.mouth
        middle = 9.4 * math.sin(rig.yaw) * 0.8
        dx, dy = self._turn(x, y, pose)
        nose = 2.4 * np.exp(-(((x - middle) / 1.7) ** 2) - ((y - 2.6) / 2.6) ** 2)
        dx = dx + nose * math.sin(pose.yaw)
        dy = dy + nose * math.sin(pose.pitch)
        away = np.abs(x - middle * 0.5)
        chin = 12.0 * rig.long
        jaw = (
            _smooth((y - 6.6) / (chin - 7.4))
            * (1 - _smooth((away - 5.4) / 3.0))
            * (1 - _smooth((y - chin - 1.0) / 4.0))
        )
        dy = dy + jaw * _JAW_SHARE * mouth.open
        stretch = (mouth.wide - 2.9) * 0.30 - 0.10 * mouth.open
        for side in (-1, 1):
            at = middle + side * 4.7
            cheek = np.exp(-(((x - at) / 2.0) ** 2) - ((y - 6.2) / 2.6) ** 2)
            dx = dx + side * cheek * stretch
            apple = np.exp(-(((x - at) / 2.4) ** 2) - ((y - 3.6) / 1.8) ** 2)
            dy = dy - apple * (0.42 * max(mouth.smile, 0.0) + 0.18 * max(0.0, mouth.wide - 2.9))
        return dx, dy

    def _box(
        self, placed: np.ndarray, rows: int, columns: int, *, margin: float = 1.0
    ) -> tuple[int, int, int, int] | None:
        corners = placed @ np.array([[0, columns, 0, columns], [0, 0, rows, rows], [1, 1, 1, 1]], float)
        x0, y0 = (max(int(corners[axis].min() - margin), 0) for axis in (0, 1))
        x1 = min(int(corners[0].max() + margin) + 1, self._rig.width)
        y1 = min(int(corners[1].max() + margin) + 1, self._rig.height)
        return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None

    # ------------------------------------------------------------ painted

    def _painted(self, pose: Pose) -> np.ndarray:
        """The head with its features; a face that has not changed is not painted again."""
        looks = pose.eyes._replace(gaze_x=pose.eyes.gaze_x - _EYEBALL * math.sin(self._rig.yaw))
        eyes = Eyes(*(round(value * _GAZE) / _GAZE for value in looks))
        mouth = Mouth(*(round(value * _FINE) / _FINE for value in pose.mouth))
        if self._face is not None and self._face[0] == (eyes, mouth):
            return self._face[1]
        face = self._head.pixels.copy()
        for one, kept, box, draw in (
            (eyes, self._eyes, EYES_BOX, draw_eyes), (mouth, self._mouths, MOUTH_BOX, draw_mouth),
        ):  # fmt: skip
            region, part = self._part(one, kept, box, draw)
            face[region] = part
        over = self._over.pixels
        through = cv2.merge([over[..., 3]] * 4)
        face = cv2.add(
            cv2.multiply(face, through, scale=1 / 255), cv2.merge([*cv2.split(over)[:3], np.zeros_like(over[..., 3])])
        )
        self._face = (eyes, mouth), face
        return face

    def _part(
        self, one: Eyes | Mouth, kept: OrderedDict, box: tuple[float, float, float, float], draw: Callable[..., None]
    ) -> tuple[tuple[slice, slice], np.ndarray]:
        if one in kept:
            kept.move_to_end(one)
        else:
            canvas = Canvas(self._head.pixels, self._rig, self._origin, box)
            draw(canvas, one)
            kept[one] = (canvas.rows, canvas.columns), canvas.finished()
            if len(kept) > _KEPT:
                kept.popitem(last=False)
        found: tuple[tuple[slice, slice], np.ndarray] = kept[one]
        return found


def _read(rig: Rig, name: str) -> _Picture:
    sprite = rig.sprites[name]
    bgra = read_bgra(sprite.path)
    return _Picture(np.clip(np.rint(premultiplied_yuv(bgra)), 0, 255).astype(np.uint8), sprite.left, sprite.top)


def _united(one: _Picture, other: _Picture) -> tuple[_Picture, _Picture]:
    """Both pictures on canvases of the same place and size, with a little room around."""
    left, top = min(one.left, other.left) - 2, min(one.top, other.top) - 2
    right = max(p.left + p.pixels.shape[1] for p in (one, other)) + 2
    bottom = max(p.top + p.pixels.shape[0] for p in (one, other)) + 2
    found = []
    for picture in (one, other):
        canvas = np.empty((bottom - top, right - left, 4), np.uint8)
        canvas[:] = EMPTY
        y, x = picture.top - top, picture.left - left
        canvas[y : y + picture.pixels.shape[0], x : x + picture.pixels.shape[1]] = picture.pixels
        found.append(_Picture(canvas, left, top))
    return found[0], found[1]


def _affine(scale: float, dx: float, dy: float, size: tuple[int, int]) -> np.ndarray:
    cx, cy = (size[0] - 1) / 2, (size[1] - 1) / 2
    return np.array([[scale, 0.0, cx - scale * cx + dx], [0.0, scale, cy - scale * cy + dy], [0.0, 0.0, 1.0]])


def _shift(x: float, y: float) -> np.ndarray:
    return np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])


def _smooth(share: np.ndarray) -> np.ndarray:
    share = np.clip(share, 0.0, 1.0)
    return share * share * (3 - 2 * share)


def _blend(channels: list[np.ndarray], warped: np.ndarray, x: int, y: int) -> None:
    rows, columns = warped.shape[:2]
    parts = cv2.split(warped)
    for channel, part in zip(channels[:3], parts[:3], strict=True):
        blend(channel[y : y + rows, x : x + columns], part, parts[3])
