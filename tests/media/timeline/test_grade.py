"""Six controls become one table, and the table is laid on pictures the same way wherever they are shown."""

import cv2
import numpy as np
import pytest

from generation.media.timeline.grade import SIZE, Graded, grade_from, kelvin_at, lut, to_cube, warmth_at
from generation.media.timeline.model import Grade
from tests.media.pictures import texture
from wire.errors import ValidationFailed

WIDTH, HEIGHT = 192, 108
LUMA = np.array([0.2126, 0.7152, 0.0722])


def picture(seed: int = 0) -> np.ndarray:
    """A colourful I420 picture."""
    planes = [texture(WIDTH, HEIGHT, seed)]
    planes += [cv2.resize(texture(WIDTH, HEIGHT, seed + n), None, fx=0.5, fy=0.5) // 2 + 64 for n in (1, 2)]
    return np.concatenate([plane.reshape(-1) for plane in planes]).reshape(HEIGHT * 3 // 2, WIDTH)


def flat(luma: int, u: int = 128, v: int = 128) -> np.ndarray:
    frame = np.full((6, 4), luma, np.uint8)
    frame[4] = u
    frame[5] = v
    return frame


def looked_up(yuv: np.ndarray, grade: Grade) -> np.ndarray:
    """The luma that the 33³ table gives, worked out pixel by pixel in floating point."""
    height = len(yuv) * 2 // 3
    chroma = yuv[height:].reshape(2, height // 2, -1).repeat(2, axis=1).repeat(2, axis=2).astype(float) - 128
    y, u, v = (yuv[:height].astype(float) - 16) / 219, chroma[0] / 224, chroma[1] / 224
    rgb = np.stack([y + 1.5748 * v, y - 0.187324 * u - 0.468124 * v, y + 1.8556 * u], axis=-1).clip(0, 1)
    at = rgb * (SIZE - 1)
    low = np.minimum(at.astype(int), SIZE - 2)
    part, table, out = at - low, lut(grade), np.zeros_like(rgb)
    for corner in np.ndindex(2, 2, 2):
        weight = np.prod(np.where(corner, part, 1 - part), axis=-1)
        out += weight[..., None] * table[tuple(np.moveaxis(low + corner, -1, 0))]
    return out @ LUMA * 219 + 16


def test_neutral_controls_change_nothing() -> None:
    axis = np.linspace(0, 1, SIZE, dtype=np.float32)
    identity = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    assert np.array_equal(lut(Grade()), identity)
    assert np.array_equal(lut(Grade(gamma=1.0)), identity)
    frame = picture()
    assert Graded(Grade(gamma=1.0))(frame) is frame


@pytest.mark.parametrize(
    "grade",
    [
        Grade(brightness=0.3, contrast=0.2, saturation=0.3, temperature=0.25, gamma=1.1, hue_shift=8),
        Grade(brightness=-0.4, temperature=-0.5, saturation=-0.3, contrast=-0.3),
        Grade(hue_shift=120),
        Grade(gamma=0.5),
    ],
)
def test_pictures_get_what_the_table_says(grade: Grade) -> None:
    frame = picture()
    graded = Graded(grade)(frame)
    assert graded.shape == frame.shape
    assert np.array_equal(graded, Graded(grade)(frame))
    off = np.abs(graded[:HEIGHT] - looked_up(frame, grade))
    assert off.mean() < 0.45  # rounding alone is 0.25
    assert np.percentile(off, 99) < 2


def test_each_control_does_what_its_name_says() -> None:
    grey, blue = flat(120), flat(90, u=170, v=110)

    def through(frame: np.ndarray, **controls: float) -> np.ndarray:
        return Graded(grade_from(controls))(frame).astype(int)

    assert through(grey, brightness=0.5)[0, 0] > 130 > 110 > through(grey, brightness=-0.5)[0, 0]
    assert through(grey, gamma=2)[0, 0] > 130 > 100 > through(grey, gamma=0.5)[0, 0]
    spread = [int(through(flat(180), contrast=c)[0, 0] - through(flat(60), contrast=c)[0, 0]) for c in (-1, 0, 1)]
    assert spread[0] < 40 < spread[1] < spread[2]
    assert abs(through(blue, saturation=-1)[4:] - 128).max() <= 1
    assert through(blue, saturation=0.5)[4, 0] > 180
    warm, cold = through(grey, temperature=0.4), through(grey, temperature=-0.4)
    assert warm[4, 0] < 120 < 136 < warm[5, 0]
    assert cold[5, 0] < 126 < 130 < cold[4, 0]
    assert abs(warm[0, 0] - 120) < 8  # the light changes colour, not strength
    turned = through(blue, hue_shift=180)
    assert turned[4, 0] < 120
    for level in (16, 235):  # black and white stay through everything but gamma's and contrast's softening
        for control in ("brightness", "saturation"):
            assert abs(through(flat(level), **{control: 0.7})[0, 0] - level) <= 1


def test_temperature_is_a_slider_or_kelvin() -> None:
    assert grade_from({"temperature": 0.3}).temperature == 0.3
    assert grade_from({"temperature": 6500}).temperature == pytest.approx(0, abs=1e-9)
    assert grade_from({"temperature": 3200}).temperature > 0.3
    assert grade_from({"temperature": 12000}).temperature < -0.3
    for kelvin in (1000, 2000, 4000, 6500, 9000, 40000):
        assert kelvin_at(warmth_at(kelvin)) == pytest.approx(kelvin, rel=1e-6)
    assert grade_from({}).is_neutral


@pytest.mark.parametrize(
    ("controls", "field"),
    [
        ({"brightness": 1.01}, "brightness"),
        ({"contrast": float("nan")}, "contrast"),
        ({"saturation": "much"}, "saturation"),
        ({"temperature": 500}, "temperature"),
        ({"temperature": -2}, "temperature"),
        ({"gamma": 0.05}, "gamma"),
        ({"gamma": -1}, "gamma"),
        ({"hue_shift": 181}, "hue_shift"),
        ({"brightness": True}, "brightness"),
    ],
)
def test_numbers_outside_are_refused_by_name(controls: dict[str, float], field: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        grade_from(controls)
    assert refused.value.details["field"] == field
    assert field in refused.value.message


def test_other_editors_can_read_the_table() -> None:
    lines = to_cube(Grade(temperature=0.2)).splitlines()
    assert lines[1] == f"LUT_3D_SIZE {SIZE}"
    rows = np.array([[float(n) for n in line.split()] for line in lines[4:]])
    assert rows.shape == (SIZE**3, 3)
    assert rows[1] == pytest.approx(lut(Grade(temperature=0.2))[1, 0, 0], abs=1e-6)  # red runs fastest


@pytest.mark.parametrize("matrix", [5, 6, 7, 9])
def test_a_colour_is_graded_alike_however_it_is_coded(matrix: int) -> None:
    grade = Grade(brightness=0.2, saturation=0.4, temperature=0.2, hue_shift=20)
    weights = {7: (0.212, 0.087), 9: (0.2627, 0.0593)}.get(matrix, (0.299, 0.114))
    for rgb in ((0.7, 0.2, 0.3), (0.2, 0.5, 0.25), (0.3, 0.35, 0.7)):
        as_709 = decoded(Graded(grade)(coded(rgb, (0.2126, 0.0722))), (0.2126, 0.0722))
        as_other = decoded(Graded(grade, matrix)(coded(rgb, weights)), weights)
        assert np.abs(as_709 - as_other).max() < 0.02


def coded(rgb: tuple[float, float, float], weights: tuple[float, float]) -> np.ndarray:
    """A flat picture of one colour under a matrix, given by the weights of red and blue in luma."""
    red, blue = weights
    luma = red * rgb[0] + (1 - red - blue) * rgb[1] + blue * rgb[2]
    u, v = (rgb[2] - luma) / (2 * (1 - blue)), (rgb[0] - luma) / (2 * (1 - red))
    return flat(round(16 + 219 * luma), round(128 + 224 * u), round(128 + 224 * v))


def decoded(frame: np.ndarray, weights: tuple[float, float]) -> np.ndarray:
    red, blue = weights
    luma, u, v = (float(frame[row, 0]) for row in (0, 4, 5))
    luma, u, v = (luma - 16) / 219, (u - 128) / 224, (v - 128) / 224
    r, b = luma + 2 * (1 - red) * v, luma + 2 * (1 - blue) * u
    return np.array([r, (luma - red * r - blue * b) / (1 - red - blue), b])
