"""The sky as a field of pixels: gradient in OKLab, sun or moon with its glow, clouds lit from the sun, stars."""

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.providers.local.pictures.color import display, encode, lab_to_linear, linear_to_lab, mix, scale
from generation.providers.local.pictures.field import blur, noise_tile, sample, smoothstep
from generation.providers.local.pictures.stage import Stage

_STOPS = np.array([0.0, 0.42, 0.78, 1.0])  # where the sky's colours stand between zenith and horizon


def paint_sky(stage: Stage, *, sun_column: float | None = None, show_sun: bool = True) -> None:
    """Puts the sky on the `sky` plane. `sun_column` is in units; by default it follows the light's direction."""
    light, frame = stage.light, stage.frame
    column = sun_column if sun_column is not None else frame.w * (0.5 + 0.42 * np.sign(light.sun[0]))
    seed = stage.rng.randrange(1 << 30)

    def work(canvas: NDArray, below: NDArray) -> NDArray:
        return sky_field(stage, canvas.shape[:2], float(column), show_sun=show_sun, seed=seed)

    stage["sky"].raster(work)


def sky_field(stage: Stage, shape: tuple[int, int], column: float, *, show_sun: bool, seed: int) -> NDArray:
    height, width = shape
    half = (max(width // 2, 2), max(height // 2, 2))
    left, top, right, bottom = stage.frame.bounds
    xs = np.linspace(left, right, half[0], dtype=np.float32)[None, :]
    ys = np.linspace(top, bottom, half[1], dtype=np.float32)[:, None]
    horizon = stage.camera.horizon
    rise = np.clip((horizon - ys) / max(horizon - top, 1.0), 0.0, 1.0) + np.zeros_like(xs)
    color = _gradient(stage, rise)
    level = max(0.14, min(stage.light.sun[1] * 0.85, 0.8))
    sun_y = horizon - (horizon - top) * level
    distance = np.hypot((xs - column) / 1000, (ys - sun_y) / 1000).astype(np.float32)
    color = _glow(stage, color, distance, rise)
    if stage.light.is_dark and stage.light.weather == "clear":
        color = _stars(color, rise, seed)
    if show_sun:
        color = _disc(stage, color, distance)
    color = _clouds(stage, color, xs, rise, (column, sun_y), ys, seed)
    image = np.ones((half[1], half[0], 4), np.float32)
    image[..., :3] = np.clip(color, 0.0, 1.0)
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_LINEAR)


def _gradient(stage: Stage, rise: NDArray) -> NDArray:
    stops = np.array([linear_to_lab(np.array(c)) for c in stage.light.sky])
    column = np.linspace(0.0, 1.0, 512)
    lab = np.stack([np.interp(column, _STOPS, stops[:, i]) for i in range(3)], axis=-1)
    lab = cv2.GaussianBlur(lab, (1, 121), sigmaX=0.01, sigmaY=30, borderType=cv2.BORDER_REPLICATE)
    table = encode(lab_to_linear(lab)).astype(np.float32)
    return table[np.clip(((1.0 - rise) * 511).astype(np.int32), 0, 511)]


def _glow(stage: Stage, color: NDArray, distance: NDArray, rise: NDArray) -> NDArray:
    light = stage.light
    strength = {"dawn": 0.55, "day": 0.30, "dusk": 0.62, "night": 0.26}[light.time]
    strength *= {"clear": 1.0, "cloudy": 0.7, "rain": 0.25, "snow": 0.4, "fog": 0.6}[light.weather]
    tint = display(scale(mix(light.key, light.sky[3], 0.4), 2.6 if light.is_dark else 1.1))
    wide = np.exp(-distance / 0.42) * strength
    tight = np.exp(-distance / 0.10) * strength * 0.8
    amount = np.clip(wide + tight, 0.0, 0.94)[..., None]
    return color + (tint - color) * amount


def _disc(stage: Stage, color: NDArray, distance: NDArray) -> NDArray:
    light = stage.light
    if light.weather not in ("clear", "cloudy"):
        return color
    radius = 0.030 if light.is_dark else {"dawn": 0.040, "dusk": 0.046}.get(light.time, 0.026)
    bright = display((0.86, 0.88, 0.84) if light.is_dark else scale(light.key, 3.2))
    disc = 1.0 - smoothstep(radius * 0.94, radius * 1.06, distance)
    return color + (bright - color) * (disc * (0.95 if light.weather == "clear" else 0.5))[..., None]


def _stars(color: NDArray, rise: NDArray, seed: int) -> NDArray:
    rng = np.random.default_rng(seed)
    height, width = rise.shape
    count = width * height // 900
    ys, xs = rng.integers(0, height, count), rng.integers(0, width, count)
    points = np.zeros((height, width), np.float32)
    points[ys, xs] = rng.random(count, dtype=np.float32) ** 5
    points = (points + blur(points, 0.8) * 1.6) * smoothstep(0.12, 0.7, rise)
    return color + points[..., None] * np.array([0.86, 0.93, 1.0], np.float32)


def _clouds(stage: Stage, color: NDArray, xs: NDArray, rise: NDArray, sun: tuple[float, float], ys: NDArray,
            seed: int) -> NDArray:  # fmt: skip
    light = stage.light
    tile = noise_tile(seed % 97)
    shift = (seed % 1013) / 1013
    depth = 1.0 / (rise + 0.16)
    long = 0.55 if light.time in ("dawn", "dusk") else 0.8
    u = (xs - 500) / 1000 * depth * 0.16 * long + shift
    v = depth * 0.115 + shift * 3.7
    toward_x = np.sign(sun[0] - 500) * 0.014
    cover = light.clouds
    raw = sample(tile, u, v)
    body = raw * 0.72 + sample(tile, u * 3.1 + 0.37, v * 3.1) * 0.28
    ahead = (
        sample(tile, u + toward_x, v + 0.012) * 0.72 + sample(tile, u * 3.1 + 0.37 + toward_x, v * 3.1 + 0.012) * 0.28
    )
    edge = 0.66 - cover * 0.42
    density = smoothstep(edge, edge + 0.26, body) * (0.92 if cover > 0.5 else 0.85)
    density *= smoothstep(0.02, 0.16, rise)
    lit = np.clip(0.46 + (body - ahead) * 6.0 + (edge + 0.16 - body) * 1.1, 0.0, 1.0)
    bright = display(
        mix(mix(light.key, light.sky[3], 0.35), (1.0, 1.0, 1.0), 0.30) if not light.is_dark else light.sky[3]
    )
    dark = display(scale(mix(light.sky[1], light.ambient, 0.30), 0.92 if not light.is_dark else 0.8))
    if light.time in ("dawn", "dusk"):
        dark = display(mix(light.sky[0], light.sky[1], 0.5))
    near_sun = np.exp(-np.hypot((xs - sun[0]) / 700, (ys - sun[1]) / 500))
    lit = np.clip(lit * (0.62 + 0.75 * near_sun), 0.0, 1.0)[..., None]
    tone = dark + (bright - dark) * lit
    return color + (tone - color) * (density * 0.9)[..., None]
