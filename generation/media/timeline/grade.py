"""The six controls of a grade as one 33³ look-up table, and that table laid on pictures.

Preview and export call the same `Graded`, so that what was seen is what is rendered, to the bit.
"""

import math
from collections.abc import Mapping
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.media.timeline.model import Grade
from wire.errors import ValidationFailed

SIZE = 33
DAYLIGHT_K = 6500.0
WARMEST_K, COLDEST_K = 1000.0, 40_000.0
GAMMAS = 0.1, 4.0
_SIGNED = ("brightness", "contrast", "saturation")
_STOPS = 1.6  # brightness 1 opens the lens by so much

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

# ---------------------------------------------------------------- reading the controls


def grade_from(values: Mapping[str, float]) -> Grade:
    """The grade that a request's numbers mean; a control that is missing is neutral.

    `temperature` is -1 (cold) to 1 (warm), or the colour of the light in kelvin, 1000 (a candle) to 40000 (blue sky).
    Raises ValidationFailed with `field` for a number outside its range, and with all of them as `fields`.
    """
    found = {name: values.get(name, 0.0) for name in Grade.__dataclass_fields__}
    wrong = {name: text for name, value in found.items() if (text := _complaint(name, value))}
    if wrong:
        field, message = next(iter(wrong.items()))
        raise ValidationFailed(message, field=field, fields=wrong)
    kelvin = found["temperature"]
    warmth = kelvin if abs(kelvin) <= 1 else warmth_at(kelvin)
    return Grade(**{**{name: float(value) for name, value in found.items()}, "temperature": float(warmth)})


def _complaint(name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return f"{name} is a number."
    if name in _SIGNED and not -1 <= value <= 1:
        return f"{name} is from -1 to 1."
    if name == "temperature" and not (-1 <= value <= 1 or WARMEST_K <= value <= COLDEST_K):
        return "temperature is from -1 (cold) to 1 (warm), or 1000 to 40000 kelvin."
    if name == "gamma" and value != 0 and not GAMMAS[0] <= value <= GAMMAS[1]:
        return "gamma is from 0.1 to 4; 0 and 1 are neutral."
    if name == "hue_shift" and not -180 <= value <= 180:
        return "hue_shift is from -180 to 180 degrees."
    return ""


# The slider runs in mired, the unit in which equal steps look equal, gently at first and over all kelvin in the end.
_WARM_POWER, _COLD_POWER = 2.2, 1.4
_MIRED = 1e6 / DAYLIGHT_K
_WARM_MIRED, _COLD_MIRED = 1e6 / WARMEST_K - _MIRED, _MIRED - 1e6 / COLDEST_K


def warmth_at(kelvin: float) -> float:
    """The slider's place, -1 to 1, for light of so many kelvin."""
    apart = 1e6 / kelvin - _MIRED
    if apart >= 0:
        return float(min(1.0, (apart / _WARM_MIRED) ** (1 / _WARM_POWER)))
    return -float(min(1.0, (-apart / _COLD_MIRED) ** (1 / _COLD_POWER)))


def kelvin_at(warmth: float) -> float:
    """The colour of the light, in kelvin, at a place of the slider."""
    if warmth >= 0:
        return 1e6 / (_MIRED + _WARM_MIRED * warmth**_WARM_POWER)
    return 1e6 / (_MIRED - _COLD_MIRED * (-warmth) ** _COLD_POWER)


# ---------------------------------------------------------------- the table

_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
# Oklab (B. Ottosson, 2020): steps of hue and of strength that look alike in every colour.
_TO_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
_TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip


def lut(grade: Grade) -> Floats:
    """The table `[red, green, blue]` → RGB, float32 `[33, 33, 33, 3]`, both as they are stored (0 to 1, BT.709)."""
    axis = np.linspace(0, 1, SIZE)
    rgb = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    if grade.temperature:
        rgb = _stored(_linear(rgb) @ _adaptation(kelvin_at(grade.temperature)).T)
    if grade.brightness:
        rgb = _exposed(rgb, grade.brightness)
    if grade.gamma not in (0.0, 1.0):
        rgb = np.maximum(rgb, 0) ** (1 / grade.gamma)
    if grade.contrast:
        rgb = _contrasted(rgb, grade.contrast)
    if grade.saturation or grade.hue_shift:
        rgb = _coloured(rgb, 1 + grade.saturation, grade.hue_shift)
    return np.clip(rgb, 0, 1).astype(np.float32)


def _linear(stored: np.ndarray) -> np.ndarray:
    return np.where(stored <= 0.04045, stored / 12.92, ((np.maximum(stored, 0) + 0.055) / 1.055) ** 2.4)


def _stored(linear: np.ndarray) -> np.ndarray:
    safe = np.maximum(linear, 0)
    return np.where(safe <= 0.0031308, safe * 12.92, 1.055 * safe ** (1 / 2.4) - 0.055)


def _white(kelvin: float) -> np.ndarray:
    """XYZ of a glowing body: Planck's law under the CIE curves as sums of bells (Wyman, Sloan, Shirley 2013)."""
    nm = np.arange(380.0, 781.0, 2.0)

    def bell(height: float, centre: float, below: float, above: float) -> np.ndarray:
        return height * np.exp(-(((nm - centre) / np.where(nm < centre, below, above)) ** 2) / 2)

    curves = np.stack(
        [
            bell(1.056, 599.8, 37.9, 31.0) + bell(0.362, 442.0, 16.0, 26.7) + bell(-0.065, 501.1, 20.4, 26.2),
            bell(0.821, 568.8, 46.9, 40.5) + bell(0.286, 530.9, 16.3, 31.1),
            bell(1.217, 437.0, 11.8, 36.0) + bell(0.681, 459.0, 26.0, 13.8),
        ]
    )
    glow = nm**-5 / np.expm1(1.4388e7 / (nm * kelvin))
    xyz = curves @ glow
    return np.asarray(xyz / xyz[1])


def _adaptation(kelvin: float) -> np.ndarray:
    """Linear RGB under daylight → as it looks under that light, which leaves a grey as bright as it was (Bradford)."""
    gains = (_BRADFORD @ _white(kelvin)) / (_BRADFORD @ _white(DAYLIGHT_K))
    in_xyz = np.linalg.inv(_BRADFORD) @ np.diag(gains) @ _BRADFORD
    return np.asarray(np.linalg.inv(_TO_XYZ) @ in_xyz @ _TO_XYZ)


def _exposed(rgb: np.ndarray, amount: float) -> np.ndarray:
    """Opened or closed by stops of light; black and white stay, and lights roll off instead of breaking."""
    gain = 2 ** (_STOPS * amount)
    linear = _linear(rgb)
    return _stored(gain * linear / (1 + (gain - 1) * linear))


def _contrasted(rgb: np.ndarray, amount: float) -> np.ndarray:
    """An S about middle grey that keeps black and white; below zero, the picture is drawn towards middle grey."""
    pivot = 0.44
    if amount < 0:
        return np.asarray(pivot + (rgb - pivot) * (1 + 0.85 * amount))
    power = 1 + 1.4 * amount
    safe = np.clip(rgb, 0, 1)
    low = pivot * (safe / pivot) ** power
    high = 1 - (1 - pivot) * ((1 - safe) / (1 - pivot)) ** power
    return np.where(safe < pivot, low, high)


def _coloured(rgb: np.ndarray, strength: float, degrees: float) -> np.ndarray:
    """Colours stronger or weaker, and turned about the greys, each as light as it was."""
    lms = np.cbrt(np.maximum(_linear(np.clip(rgb, 0, 1)) @ _TO_LMS.T, 0))
    lab = lms @ _TO_LAB.T
    turn = math.radians(degrees)
    a = strength * (lab[..., 1] * math.cos(turn) - lab[..., 2] * math.sin(turn))
    b = strength * (lab[..., 1] * math.sin(turn) + lab[..., 2] * math.cos(turn))
    turned = np.stack([lab[..., 0], a, b], axis=-1) @ np.linalg.inv(_TO_LAB).T
    linear = turned**3 @ np.linalg.inv(_TO_LMS).T
    # What no screen can show is drawn straight towards the grey of its lightness until one can.
    grey = np.clip(lab[..., :1] ** 3, 0, 1)
    apart = linear - grey
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(apart > 1e-9, (1 - grey) / apart, np.where(apart < -1e-9, -grey / apart, np.inf))
    return _stored(grey + apart * np.clip(room.min(axis=-1, keepdims=True), 0, 1))


def to_cube(grade: Grade, title: str = "Studio grade") -> str:
    """The table as a .cube file (Adobe, 2013), which other editors read; red runs fastest."""
    rows = lut(grade).transpose(2, 1, 0, 3).reshape(-1, 3)
    name = title.replace('"', "'").replace("\n", " ")
    body = "\n".join(f"{red:.6f} {green:.6f} {blue:.6f}" for red, green, blue in rows.tolist())
    return f'TITLE "{name}"\nLUT_3D_SIZE {SIZE}\nDOMAIN_MIN 0.0 0.0 0.0\nDOMAIN_MAX 1.0 1.0 1.0\n{body}\n'


# ---------------------------------------------------------------- laying it on pictures

_LUMA_STEPS = np.arange(16.0, 236.0, 3.0)  # 74 places, interpolated to every level in between
_CHROMA_STEPS = np.arange(0.0, 257.0, 8.0)  # 33 places
_PLACES = len(_CHROMA_STEPS)
_LEVELS = np.arange(256)
_CELLS = 128  # of chroma for the luma table: two levels each, looked up at their middle
# Of red and blue in luma, by the matrix's code point (ITU-T H.273); BT.709's where it is another one.
_WEIGHTS = {5: (0.299, 0.114), 6: (0.299, 0.114), 7: (0.212, 0.087), 9: (0.2627, 0.0593)}
BT709_MATRIX = 1


def _luma_weights(matrix: int) -> Floats:
    red, blue = _WEIGHTS.get(matrix, (0.2126, 0.0722))
    return np.array([red, 1 - red - blue, blue], np.float32)


def _to_rgb(matrix: int) -> Floats:
    """From luma and colour differences, -0.5 to 0.5, to RGB."""
    red, green, blue = _luma_weights(matrix)
    of_u, of_v = 2 * (1 - blue), 2 * (1 - red)
    return np.array([[1, 0, of_v], [1, -of_u * blue / green, -of_v * red / green], [1, of_u, 0]], np.float32)


class Graded:
    """Lays a grade on I420 pictures, uint8 `[height * 3 / 2, width]`, 16 to 235, BT.709 or of another `matrix`.

    RGB is never made of a picture: the 33³ table is carried over to YUV once, luma for every level and every second
    level of colour, colour at a lattice of 33 that is interpolated. A picture then costs two look-ups.
    """

    def __init__(self, grade: Grade, matrix: int = BT709_MATRIX) -> None:
        self._tables = None if grade.is_neutral else _grade_tables(grade, matrix)

    @classmethod
    def by(cls, table: Floats) -> "Graded":
        """The same for any table, float32 `[33, 33, 33, 3]`."""
        made = cls(Grade())
        made._tables = _yuv_tables(table, BT709_MATRIX)
        return made

    def __call__(self, yuv: Bytes) -> Bytes:
        """The graded picture; the same array when the grade is neutral."""
        if self._tables is None:
            return yuv
        out = np.empty_like(yuv)
        (luma, chroma), (luma_out, chroma_out) = _row_pairs(yuv), _row_pairs(out)
        for top in range(0, len(luma), _BAND):
            band = slice(top, top + _BAND)
            _lay(self._tables, luma[band], chroma[:, band], luma_out[band], chroma_out[:, band])
        return out


_BAND = 60  # rows of chroma at a time: what is worked out of them stays in the processor's cache
_TWICE = np.uint64(256 * (1 + (1 << 32)))  # a cell's place in the luma table, for the two pixels side by side


def _row_pairs(yuv: Bytes) -> tuple[Bytes, Bytes]:
    """Luma `[row, 2, width]`, the two rows that share a row of chroma together, and chroma `[2, row, width / 2]`."""
    height, width = yuv.shape[0] * 2 // 3, yuv.shape[1]
    return yuv[:height].reshape(-1, 2, width), yuv[height:].reshape(2, height // 2, width // 2)


def _lay(tables: tuple[Bytes, Bytes], luma: Bytes, chroma: Bytes, luma_out: Bytes, chroma_out: Bytes) -> None:
    lumas, colours = tables
    rows, width = len(luma), luma.shape[2]
    u, v = chroma
    wide_v = v.astype(np.uint16)
    cell = wide_v // 2 * _CELLS + u // 2
    places = (cell.astype(np.uint64) * _TWICE).view(np.uint32)
    np.take(lumas, (places[:, None] + luma).view(np.int32), out=luma_out, mode="clip")
    mean = cv2.resize(luma.reshape(-1, width), (width // 2, rows), interpolation=cv2.INTER_AREA)
    # The lattices of all lumas stand below each other.
    where = cv2.merge([(u // 8).astype(np.int16), mean.astype(np.int16) * np.int16(_PLACES) + v // 8])
    # cv2.remap counts what lies between two places in 32nds, 32 of u to one of v; a level is four of them.
    between = wide_v % 8 * 128 + u % 8 * 4
    graded = cv2.remap(colours, where, between, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cv2.mixChannels([graded], list(chroma_out), [0, 0, 1, 1])


@lru_cache(maxsize=8)
def _grade_tables(grade: Grade, matrix: int) -> tuple[Bytes, Bytes]:
    return _yuv_tables(lut(grade), matrix)


def _yuv_tables(table: Floats, matrix: int) -> tuple[Bytes, Bytes]:
    """Luma, uint8 `[v cell, u cell, luma]` flat, and colour, uint8 `[luma * 33 + v place, u place, (u, v, u, v)]`.

    OpenCV interpolates four channels in half the time that it takes for two.
    """
    v, u, luma = np.meshgrid(_CHROMA_STEPS, _CHROMA_STEPS, _LUMA_STEPS, indexing="ij", copy=False)
    yuv = np.stack([(luma - 16) / 219, (u - 128) / 224, (v - 128) / 224], axis=-1).astype(np.float32)
    rgb = _through(table, np.clip(yuv @ _to_rgb(matrix).T, 0, 1))
    weights = _luma_weights(matrix)
    graded = rgb @ weights
    blue, red = ((rgb[..., at] - graded) / (2 * (1 - weights[at])) for at in (2, 0))
    colour = np.stack([blue, red] * 2).astype(np.float32)
    levels = _between(np.clip(_LEVELS, 16, 235), _LUMA_STEPS)
    cells = _between(np.arange(_CELLS) * 2 + 0.5, _CHROMA_STEPS)
    lumas = (cells @ (cells @ (graded @ levels.T)).reshape(_PLACES, -1)).reshape(-1, 256)
    colours = np.ascontiguousarray((colour @ levels.T).transpose(3, 1, 2, 0)).reshape(-1, _PLACES * 4)
    return _rounded(lumas, 219, 16).reshape(-1), _rounded(colours, 224, 128).reshape(-1, _PLACES, 4)


def _rounded(values: np.ndarray, scale: float, offset: float) -> Bytes:
    """Rounds and saturates in one pass; nothing is so far below zero that its absolute value would be wrong."""
    return np.asarray(cv2.convertScaleAbs(values, alpha=scale, beta=offset), np.uint8)


def _between(at: np.ndarray, steps: np.ndarray) -> Floats:
    """Weights `[len(at), len(steps)]` that interpolate linearly."""
    return np.stack([np.interp(at, steps, row) for row in np.eye(len(steps))], axis=1).astype(np.float32)


def _through(table: Floats, rgb: Floats) -> Floats:
    """Colours looked up in a 33³ table, interpolated in three directions."""
    at = rgb.reshape(-1, 3) * (SIZE - 1)
    low = np.minimum(at.astype(np.int32), SIZE - 2)
    part = at - low
    flat = np.ascontiguousarray(table).reshape(-1, 3)
    base = (low[:, 0] * SIZE + low[:, 1]) * SIZE + low[:, 2]
    out = np.zeros_like(at)
    for corner in range(8):
        red, green, blue = corner >> 2, corner >> 1 & 1, corner & 1
        weight = np.ones(len(at), np.float32)
        for axis, is_high in enumerate((red, green, blue)):
            weight *= part[:, axis] if is_high else 1 - part[:, axis]
        out += weight[:, None] * flat[base + (red * SIZE + green) * SIZE + blue]
    return out.reshape(rgb.shape)
