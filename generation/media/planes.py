"""A still in layers, prepared to be moved fast, and composed into video frames.

Layers are converted once per shot to BT.709 YUV, premultiplied, four interleaved bytes a pixel (Y, U, V and the
share that shines through): OpenCV warps four channels as fast as one, and blending is one multiplication and one
addition a channel. A composed frame is I420: `uint8 [height * 3 // 2, width]`, limited range.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from generation.media.motion import drift, inverse_matrix, placement, progress, shares
from generation.media.plan import Shot
from wire.errors import GenerationFailed

MAX_PLANES = 4  # each costs about 2 ms a frame at 720p; farther planes are merged first
MOST_BLUR = 0.006  # of the frame's height: the standard deviation of what is out of focus
BLUR_STEPS = 3  # between sharp and most blurred; neighbours are mixed
NEAR = 0.55  # planes from this depth on are the near ones for a rack of focus
FOCUS_FROM, FOCUS_TO = 0.05, 0.3  # the part of a shot in which the focus racks
LIGHT_FROM = 0.80  # how bright the picture is at the dark end of a change of light
UNSEEN_PIXELS = 0.3  # planes that never part by more are one
MAX_OVERSAMPLING = 1.3  # finer layers would alias under bilinear sampling

# From BGR in 0..1 to Y in 16..235, U and V in 16..240 (ITU-R BT.709).
_Y = np.array([0.0722, 0.7152, 0.2126]) * 219
_U = (np.array([1.0, 0.0, 0.0]) - _Y / 219) * 224 / 1.8556
_V = (np.array([0.0, 0.0, 1.0]) - _Y / 219) * 224 / 1.5748
TO_YUV = np.column_stack([np.array([_Y, _U, _V]), [16.0, 128.0, 128.0]]).astype(np.float32)


@dataclass
class Plane:
    """`pixels` uint8 [h, w, 4] (premultiplied Y, U, V and 255 minus alpha), cut to what is not empty.

    `left`, `top` say where the cut begins in the whole layer of `layer_size` (w, h). `blurred` holds the same pixels
    ever softer, the first as they are; it is empty where the focus does not change.
    """

    pixels: np.ndarray
    left: int
    top: int
    layer_size: tuple[int, int]
    share: float
    is_opaque: bool
    is_near: bool = False
    blurred: tuple[np.ndarray, ...] = ()

    def at_blur(self, amount: float) -> np.ndarray:
        """The pixels with so much of the most blur, 0 to 1."""
        if not self.blurred:
            return self.pixels
        place = min(max(amount, 0.0), 1.0) * (len(self.blurred) - 1)
        lower = min(int(place), len(self.blurred) - 2)
        share = place - lower
        if share < 0.004:
            return self.blurred[lower]
        return cv2.addWeighted(self.blurred[lower], 1 - share, self.blurred[lower + 1], share, 0)


def read_bgra(path: Path) -> np.ndarray:
    """The picture at `path` as uint8 [h, w, 4], straight alpha. Raises GenerationFailed when it is none."""
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise GenerationFailed(f"The picture {Path(path).name} cannot be read.")
    if picture.dtype == np.uint16:
        picture = cv2.convertScaleAbs(picture, alpha=255 / 65535)
    if picture.ndim == 2:
        picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGRA)
    elif picture.shape[2] == 3:
        picture = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)
    return picture


def premultiplied_yuv(bgra: np.ndarray) -> np.ndarray:
    """Straight BGRA (uint8 or float 0..255, [h, w, 4]) as premultiplied float32 Y, U, V and 255 minus alpha."""
    scaled = bgra.astype(np.float32)
    alpha = scaled[..., 3:4] / 255
    yuv = cv2.transform(scaled[..., :3] / 255, TO_YUV)
    return np.concatenate([yuv * alpha, 255 * (1 - alpha)], axis=2)


def _layer(path: Path, canvas: tuple[float, float]) -> np.ndarray:
    bgra = read_bgra(path)
    height, width = bgra.shape[:2]
    finer = min(width / canvas[0], height / canvas[1])
    yuv = premultiplied_yuv(bgra)
    if finer > MAX_OVERSAMPLING:
        size = round(width / finer), round(height / finer)
        yuv = cv2.resize(yuv, size, interpolation=cv2.INTER_AREA)
    return yuv


def _over(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    both = bottom * (top[..., 3:4] / 255)
    both[..., :3] += top[..., :3]
    return both


def _plane(yuv: np.ndarray, group: "_Group", *, most_blur: float) -> Plane | None:
    """`most_blur` is the standard deviation in pixels of the plane's own; 0 for a plane that stays sharp."""
    pixels = np.clip(np.rint(yuv), 0, 255).astype(np.uint8)
    height, width = pixels.shape[:2]
    left, top, across, down = cv2.boundingRect(255 - pixels[..., 3])
    if most_blur and across and down:  # blur spreads
        reach = round(3 * most_blur)
        left, top = max(left - reach, 0), max(top - reach, 0)
        across, down = min(across + 2 * reach, width - left), min(down + 2 * reach, height - top)
    if across == 0 or down == 0:
        return None
    # One empty pixel all round lets the warp blend the edge.
    x0, y0 = max(left - 1, 0), max(top - 1, 0)
    x1, y1 = min(left + across + 1, width), min(top + down + 1, height)
    cut = np.ascontiguousarray(pixels[y0:y1, x0:x1])
    blurred: tuple[np.ndarray, ...] = ()
    if most_blur:
        sigmas = [most_blur * step / BLUR_STEPS for step in range(1, BLUR_STEPS + 1)]
        soft = (cv2.GaussianBlur(cut, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE) for sigma in sigmas)
        blurred = (cut, *soft)
    is_opaque = not cut[..., 3].any()
    return Plane(cut, x0, y0, (width, height), group.share, is_opaque, group.depth >= NEAR, blurred)


@dataclass(frozen=True)
class _Group:
    """Layers that move as one: their share of the move and the depth of the nearest."""

    share: float
    depth: float


class ShotPicture:
    """One shot, ready to be drawn frame by frame."""

    def __init__(self, shot: Shot, width: int, height: int, *, tail_frames: int = 0) -> None:
        """Reads the layers. The move takes the shot's frames and `tail_frames` more, under a dissolve."""
        self._shot, self._width, self._height = shot, width, height
        self._move_frames = shot.frames + tail_frames
        self._planes = self._prepare()
        self._still: np.ndarray | None = None
        self._channels = [np.empty((height, width), np.uint8) for _ in range(4)]
        self._scratch = [np.empty((height, width), np.uint8) for _ in range(4)]

    def frame(self, number: int) -> np.ndarray:
        """Frame `number` of the shot as I420. The array is the caller's to change."""
        shot = self._shot
        is_still = self._is_still(number)
        if is_still and self._still is not None:
            return self._lit(self._still.copy(), number)
        done = progress(number, self._move_frames, shot.move.eases)
        self._clear()
        self._draw_planes(number, done)
        frame = self._to_i420()
        if is_still:
            self._still = frame.copy()
        return self._lit(frame, number)

    def _is_still(self, number: int) -> bool:
        """Whether the picture is the same from this frame on."""
        move = self._shot.move
        return (move.kind == "hold" or move.amount == 0) and self._focus_done(number) in (None, 1.0)

    def _draw_planes(self, number: int, done: float) -> None:
        for plane in self._planes:
            self._draw(plane, done, self._blur(plane, number))

    def _focus_done(self, number: int) -> float | None:
        """How much of the rack of focus is done; None in a shot whose focus is deep."""
        if self._shot.focus == "deep":
            return None
        first, last = (round(share * self._shot.frames) for share in (FOCUS_FROM, FOCUS_TO))
        return progress(number - first, max(last - first, 2))

    def _blur(self, plane: Plane, number: int) -> float:
        done = self._focus_done(number)
        if done is None:
            return 0.0
        return 1 - done if plane.is_near == (self._shot.focus == "to_near") else done

    def _lit(self, frame: np.ndarray, number: int) -> np.ndarray:
        """The frame as bright as the change of light has it by now; shadows and colours go with it."""
        if self._shot.light == "steady":
            return frame
        done = progress(number, self._move_frames)
        gain = LIGHT_FROM + (1 - LIGHT_FROM) * (done if self._shot.light == "rise" else 1 - done)
        luma = frame[: self._height]
        luma[:] = cv2.convertScaleAbs(luma, alpha=gain, beta=16 * (1 - gain))
        colours = frame[self._height :]
        colours[:] = cv2.convertScaleAbs(colours, alpha=gain, beta=128 * (1 - gain))
        return frame

    def _prepare(self) -> list[Plane]:
        shot, size = self._shot, (self._width, self._height)
        canvas = tuple(edge * (1 + 2 * shot.overscan) for edge in size)
        groups: list[tuple[_Group, np.ndarray]] = []
        parted: list[float] = []  # how far each group parts from the one behind it
        racks = shot.focus != "deep"
        for layer, share in zip(shot.layers, shares(layer.depth for layer in shot.layers), strict=True):
            yuv, group = _layer(layer.path, (canvas[0], canvas[1])), _Group(share, layer.depth)
            if groups:
                behind, below = groups[-1]
                apart = drift(shot.move, share, behind.share, *size, shot.overscan)
                if racks and (behind.depth < NEAR) != (group.depth < NEAR):
                    apart = max(apart, float(size[0]))  # one gets sharp while the other gets soft
                if apart < UNSEEN_PIXELS and yuv.shape == below.shape:
                    groups[-1] = (_Group(behind.share, layer.depth), _over(yuv, below))
                    continue
                parted.append(apart)
            groups.append((group, yuv))
        while len(groups) > MAX_PLANES:
            at = int(np.argmin(parted))
            (back, below), (front, above) = groups[at], groups[at + 1]
            if below.shape != above.shape:
                break
            groups[at : at + 2] = [(_Group((back.share + front.share) / 2, front.depth), _over(above, below))]
            del parted[at]
        planes = []
        for group, yuv in groups:
            most = MOST_BLUR * self._height * yuv.shape[0] / canvas[1] if racks else 0.0
            planes.append(_plane(yuv, group, most_blur=most))
        return [plane for plane in planes if plane is not None]

    def _clear(self) -> None:
        if not self._planes or not self._planes[0].is_opaque:
            for channel, black in zip(self._channels, (16, 128, 128, 0), strict=True):
                channel[:] = black

    def _draw(self, plane: Plane, done: float, blur: float) -> None:
        size = (self._width, self._height)
        overscan = self._shot.overscan
        where = placement(self._shot.move, plane.share, done, *size, overscan)
        matrix = inverse_matrix(where, size, plane.layer_size, overscan)
        step = matrix[0, 0]
        rows, columns = plane.pixels.shape[:2]
        # The part of the frame that the plane's cut can reach.
        x0 = max(int(np.floor((plane.left - 1 - matrix[0, 2]) / step)), 0)
        y0 = max(int(np.floor((plane.top - 1 - matrix[1, 2]) / step)), 0)
        x1 = min(int(np.ceil((plane.left + columns - matrix[0, 2]) / step)) + 1, self._width)
        y1 = min(int(np.ceil((plane.top + rows - matrix[1, 2]) / step)) + 1, self._height)
        if x0 >= x1 or y0 >= y1:
            return
        matrix[0, 2] += x0 * step - plane.left
        matrix[1, 2] += y0 * step - plane.top
        covers = plane.is_opaque and (x0, y0, x1, y1) == (0, 0, *size)
        warped = cv2.warpAffine(
            plane.at_blur(blur),
            matrix,
            (x1 - x0, y1 - y0),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE if covers else cv2.BORDER_CONSTANT,
            borderValue=(0, 0, 0, 255),
        )
        if covers:
            cv2.split(warped, self._channels)
            return
        region = np.s_[y0:y1, x0:x1]
        parts = cv2.split(warped, [part[: y1 - y0, : x1 - x0] for part in self._scratch])
        for channel, part in zip(self._channels[:3], parts[:3], strict=True):
            blend(channel[region], part, parts[3])

    def _to_i420(self) -> np.ndarray:
        width, height = self._width, self._height
        frame = np.empty((height * 3 // 2, width), np.uint8)
        frame[:height] = self._channels[0]
        half = (width // 2, height // 2)
        for index, plane in zip((1, 2), chroma(frame, height), strict=True):
            plane[:] = cv2.resize(self._channels[index], half, interpolation=cv2.INTER_AREA)
        return frame


def chroma(frame: np.ndarray, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Views of the U and V planes, each [height // 2, width // 2], of an I420 frame."""
    width = frame.shape[1]
    flat = frame[height:].reshape(2, height // 2, width // 2)
    return flat[0], flat[1]


def blend(under: np.ndarray, over: np.ndarray, through: np.ndarray) -> None:
    """Lays premultiplied `over` on `under` in place; `through` is 255 where `under` shines through whole."""
    under[:] = cv2.add(cv2.multiply(under, through, scale=1 / 255), over)
