# ruff: noqa: E501 - outlines and tables are read by the row
"""Land and what grows on it: ridges, trees, tufts, rocks, water. Sprites and outlines that several places share."""

import math
import random
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.providers.local.pictures.color import Rgb, display, mix, scale, to_hex
from generation.providers.local.pictures.field import noise_tile, over, sample, smoothstep
from generation.providers.local.pictures.shapes import Point, path, polygon, smooth, tube
from generation.providers.local.pictures.stage import Stage


def ridge(stage: Stage, plane: str, base: float, height: float, color: str | Rgb, *, air: float, rough: float = 0.5,
          steps: int = 48, foot: float | None = None, peak: float | None = None, lit: float = 0.6) -> list[Point]:  # fmt: skip
    """A skyline of land across the frame, `base` its mean row and `height` its swing in units; returns the crest.
    `air` is the haze in front of it in metres; it fades further towards its foot, as valleys do."""
    frame, rng = stage.frame, stage.rng
    left, _, right, bottom = frame.bounds
    values = _rough_line(rng, steps + 1, rough)
    centre = peak if peak is not None else rng.uniform(0.25, 0.75)
    points = []
    for i, value in enumerate(values):
        t = i / steps
        lift = math.exp(-(((t - centre) / 0.32) ** 2)) * 0.9
        points.append((left + (right - left) * t, base - height * (value * 0.75 + lift)))
    low = foot if foot is not None else bottom
    fill = stage.gradient(
        [
            (0, stage.paint(color, lit, air), 1),
            (0.6, stage.paint(color, lit * 0.45, air * 1.25), 1),
            (1, stage.paint(color, 0.2, air * 1.9), 1),
        ]
    )
    stage[plane].add(polygon([*points, (right, low + 4), (left, low + 4)], fill))
    return points


def peaks(stage: Stage, plane: str, base: float, height: float, color: str | Rgb, *, air: float, peak: float, count: int = 7,
          lit: float = 0.6) -> list[Point]:  # fmt: skip
    """Sharp summits across the frame, the highest at `peak` (fraction of the width); returns the crest."""
    rng = stage.rng
    left, _, right, bottom = stage.frame.bounds
    knots: list[Point] = []
    for i in range(count * 2 + 1):
        t = min(max((i + rng.uniform(-0.28, 0.28)) / (count * 2), 0.0), 1.0)
        rise = 0.30 + 0.70 * math.exp(-(((t - peak) / 0.26) ** 2))
        knots.append((t, rise * (rng.uniform(0.72, 1.0) if i % 2 else rng.uniform(0.30, 0.52))))
    crest: list[Point] = []
    for (t0, h0), (t1, h1) in pairwise(knots):
        for step in range(5):
            t, share = t0 + (t1 - t0) * step / 5, step / 5
            jag = rng.uniform(-0.035, 0.035) if step else 0.0
            crest.append((left + (right - left) * t, base - height * (h0 + (h1 - h0) * share + jag)))
    crest.append((right, base - height * knots[-1][1]))
    fill = stage.gradient(
        [
            (0, stage.paint(color, lit, air), 1),
            (0.55, stage.paint(color, lit * 0.4, air * 1.2), 1),
            (1, stage.paint(color, 0.2, air * 2.0), 1),
        ]
    )
    stage[plane].add(polygon([*crest, (right, bottom), (left, bottom)], fill))
    flanks(stage, plane, [(left + (right - left) * t, base - height * h) for t, h in knots], base, color, air=air)
    return crest


def flanks(stage: Stage, plane: str, knots: list[Point], base: float, color: str | Rgb, *, air: float) -> None:
    """The shaded side of each summit, from its top down a broken spine."""
    rng = stage.rng
    away = 1 if stage.light.sun[0] < 0 else -1
    dark, bright = stage.paint(color, 0.0, air), stage.paint(color, 1.0, air * 0.9)
    for index in range(1, len(knots) - 1, 2):
        (x, y), low = knots[index], knots[index + away]
        drop = base - y
        x, y, low = x, y + 7, (low[0], low[1] + 16)  # clear of the jagged crest
        spine = [
            (x, y),
            (x - away * drop * rng.uniform(0.00, 0.10), y + drop * 0.28),
            (x + away * drop * rng.uniform(0.02, 0.14), y + drop * 0.52),
            (x - away * drop * 0.04, y + drop * 0.9),
        ]
        stage[plane].add(polygon([*spine, (low[0] + away * drop * 0.1, y + drop * 0.9), low], dark, 0.42))
        wide = abs(knots[index - away][0] - x) * 0.7  # stay inside the lit slope
        rib = [
            (x, y + drop * 0.05),
            (x - away * wide * 0.30, y + drop * 0.34),
            (x - away * wide * 0.18, y + drop * 0.60),
            (x - away * wide * 0.62, y + drop * 0.80),
            (x - away * wide * 0.44, y + drop * 0.42),
        ]
        stage[plane].add(polygon(rib, bright, 0.30))


def _rough_line(rng: random.Random, count: int, rough: float) -> list[float]:
    """Midpoint displacement, values about 0..1."""
    values = np.zeros(count)
    size = 1
    amplitude = 0.5
    while size < count:
        knots = [rng.uniform(-1, 1) for _ in range(size + 2)]
        values += np.interp(np.linspace(0, size, count), range(size + 2), knots) * amplitude
        amplitude *= rough
        size *= 2
    return [float(v) for v in values]


def facets(stage: Stage, plane: str, crest: list[Point], color: str | Rgb, *, air: float, drop: float) -> None:
    """Lit and shaded flanks below the peaks of a crest: what makes a ridge a mountain."""
    toward = -1 if stage.light.sun[0] < 0 else 1
    bright, dark = stage.paint(color, 1.0, air), stage.paint(color, 0.05, air)
    for i in range(1, len(crest) - 1):
        (x0, y0), (x1, y1), (x2, y2) = crest[i - 1], crest[i], crest[i + 1]
        if y1 < y0 and y1 < y2:
            reach = (min(y0, y2) - y1 + drop) * stage.rng.uniform(0.8, 1.4)
            sway = stage.rng.uniform(-0.25, 0.25) * reach
            spine = [
                (x1, y1),
                (x1 + sway, y1 + reach * 0.4),
                (x1 + sway * 0.4, y1 + reach * 0.7),
                (x1 + sway * 1.5, y1 + reach),
            ]
            lit_side = [*spine, ((x2 if toward > 0 else x0) + toward * reach * 0.35, y1 + reach * 0.85)]
            dark_side = [*spine, ((x0 if toward > 0 else x2) - toward * reach * 0.35, y1 + reach * 0.85)]
            stage[plane].add(polygon(lit_side, bright, 0.45), polygon(dark_side, dark, 0.38))


def snow_caps(stage: Stage, plane: str, crest: list[Point], line_row: float, *, air: float) -> None:
    """Snow on whatever of the crest is above a row."""
    rng = stage.rng
    shape = [(x, y) for x, y in crest]
    lower = [(x, max(y, min(line_row, y + (line_row - y) * rng.uniform(0.35, 0.95)))) for x, y in reversed(crest)]
    stage[plane].add(polygon([*shape, *lower], stage.paint("snow", 0.85, air), 0.86))


def round_tree(
    stage: Stage, plane: str, x: float, z: float, height: float, *, color: str = "leaf", trunk: str = "dark_wood"
) -> None:
    """A broad-leaved tree of overlapping masses of foliage, lit from the light's side."""
    camera, rng = stage.camera, stage.rng
    k = camera.scale(z)
    cx, ground = camera.point((x, 0.0, z))
    stage.shadow(plane, x, z, height * 0.5, height=height * 0.8, strength=0.35)
    stem = [(cx, ground), (cx + k * 0.03, ground - height * 0.25 * k), (cx - k * 0.04, ground - height * 0.55 * k)]
    wide = height * 0.032 * k
    stage[plane].add(path(tube(stem, (wide * 1.5, wide, wide * 0.6)), stage.paint(trunk, 0.35, z)))
    side = 1 if stage.light.sun[0] > 0 else -1
    middle = ground - height * 0.64 * k
    for layer, (facing, shrink, push) in enumerate(((0.05, 1.0, 0.0), (0.42, 0.80, 0.10), (0.95, 0.50, 0.20))):
        tone = stage.paint(color, facing, z)
        for _ in range(7 - layer):
            angle, reach = rng.uniform(0, 6.28), rng.uniform(0.08, 0.30) * height * k
            px = cx + math.cos(angle) * reach * shrink + side * push * height * 0.55 * k
            py = middle + math.sin(angle) * reach * 0.85 * shrink - push * height * 0.55 * k
            stage[plane].add(
                path(leafy(rng, px, py, height * k * rng.uniform(0.13, 0.20) * (0.6 + 0.4 * shrink)), tone)
            )


def leafy(rng: random.Random, cx: float, cy: float, radius: float) -> str:
    """Path data of an uneven round mass."""
    return smooth([
        (cx + math.cos(i * 0.5236) * radius * rng.uniform(0.82, 1.14), cy + math.sin(i * 0.5236) * radius * rng.uniform(0.72, 0.98))
        for i in range(12)
    ], tension=0.6)  # fmt: skip


def fir(
    stage: Stage, plane: str, x: float, z: float, height: float, *, color: str = "dark_leaf", facing: float = 0.3
) -> None:
    """A conifer: a ragged cone with a lit flank."""
    cx, ground = stage.camera.point((x, 0.0, z))
    fir_at(stage, plane, cx, ground, height * stage.camera.scale(z), color=color, facing=facing, air=z)


def fir_at(stage: Stage, plane: str, cx: float, ground: float, size: float, *, color: str = "dark_leaf", facing: float = 0.3,
           air: float = 0.0) -> None:  # fmt: skip
    """The same at a point of the frame, `size` units tall."""
    rng = stage.rng
    half = size * rng.uniform(0.15, 0.21)
    tiers = 7
    left: list[Point] = [(cx, ground - size)]
    right: list[Point] = []
    for i in range(1, tiers + 1):
        t = i / tiers
        row = ground - size * (1 - t * 0.94)
        reach = half * (0.15 + 0.85 * t)
        left += [(cx - reach * rng.uniform(0.9, 1.12), row + size * 0.012), (cx - reach * 0.60, row - size * 0.012)]
        right += [(cx + reach * 0.60, row - size * 0.012), (cx + reach * rng.uniform(0.9, 1.12), row + size * 0.012)]
    stem = [(cx - size * 0.012, ground), (cx + size * 0.012, ground)]
    body = [*left, *stem, *[right[i] for i in range(len(right) - 1, -1, -1)]]
    stage[plane].add(polygon(body, stage.paint(color, facing * 0.5, air)))
    if size > 40:
        toward = 1 if stage.light.sun[0] > 0 else -1
        flank = right if toward > 0 else list(left[1:])
        stage[plane].add(
            polygon(
                [(cx, ground - size), *flank, (cx + toward * half * 0.15, ground - size * 0.1)],
                stage.paint(color, facing * 1.6 + 0.1, air),
                0.75,
            )
        )


def tufts(
    stage: Stage,
    plane: str,
    row: float,
    color: str | Rgb,
    *,
    count: int,
    size: float,
    facing: float = 0.3,
    spread: float = 20.0,
) -> None:
    """Blades of grass along a row of the frame, for near planes and edges of paths."""
    left, _, right, _ = stage.frame.bounds
    rng = stage.rng
    for shade in (facing, facing * 0.4):
        data = []
        for _ in range(count // 2):
            x, y = rng.uniform(left, right), row + rng.uniform(-spread, spread)
            tall, bend = size * rng.uniform(0.5, 1.2), size * rng.uniform(-0.35, 0.35)
            wide = size * 0.035 + 0.8
            data.append(
                f"M{x - wide:.1f} {y:.1f}Q{x + bend * 0.2:.1f} {y - tall * 0.6:.1f} {x + bend:.1f} {y - tall:.1f}Q{x + bend * 0.3 + wide:.1f} {y - tall * 0.5:.1f} {x + wide:.1f} {y:.1f}Z"
            )
        stage[plane].add(path("".join(data), stage.paint(color, shade)))


def rock(stage: Stage, plane: str, cx: float, cy: float, size: float, *, air: float = 0.0, color: str = "rock") -> None:
    """A boulder of three facets, `size` units wide."""
    rng = stage.rng
    top = [(cx - size * 0.5, cy), (cx - size * 0.42, cy - size * 0.22), (cx - size * 0.12, cy - size * rng.uniform(0.36, 0.5)),
           (cx + size * 0.24, cy - size * rng.uniform(0.28, 0.42)), (cx + size * 0.46, cy - size * 0.14), (cx + size * 0.5, cy)]  # fmt: skip
    lit = 1 if stage.light.sun[0] > 0 else 0
    stage[plane].add(polygon(top, stage.paint(color, 0.30, air)))
    ridge_point = (cx + size * rng.uniform(-0.08, 0.08), cy - size * 0.16)
    right_side = [top[2], top[3], top[4], top[5], ridge_point]
    left_side = [top[0], top[1], top[2], ridge_point]
    stage[plane].add(polygon(right_side if lit else left_side, stage.paint(color, 0.85, air), 0.8))
    stage[plane].add(polygon([top[0], ridge_point, top[5]], stage.paint(color, 0.0, air), 0.55))


def water(stage: Stage, plane: str, row: float, *, color: str = "water", calm: float = 0.5, outline: list[Point] | None = None,
          glitter: bool = True) -> None:  # fmt: skip
    """Water from a row of the frame down: mirrors what is drawn behind it, broken by ripples that grow towards us.
    `outline` (units) bounds it; `calm` 0..1."""
    seed = stage.rng.randrange(1 << 20)
    body = display(stage.light.on(stage.albedo(color), 0.30))
    spark = display(scale(stage.light.key, 2.2 if not stage.light.is_dark else 6.0))
    column = stage.frame.w * (0.5 + 0.42 * np.sign(stage.light.sun[0]))

    def work(canvas: NDArray, below: NDArray) -> NDArray:
        return _mirror(
            stage,
            canvas,
            below,
            row,
            seed,
            calm,
            body,
            spark if glitter and stage.light.weather in ("clear", "cloudy") else None,
            float(column),
            outline,
        )

    stage[plane].raster(work)


def _mirror(stage: Stage, canvas: NDArray, below: NDArray, row: float, seed: int, calm: float, body: NDArray, spark: NDArray | None,
            column: float, outline: list[Point] | None) -> NDArray:  # fmt: skip
    height, width = canvas.shape[:2]
    unit = stage.frame.scale
    left, top, _, _ = stage.frame.bounds
    start = int(np.clip((row - top) * unit, 1, height - 2))
    ys = np.arange(height - start, dtype=np.float32)[:, None]
    xs = np.arange(width, dtype=np.float32)[None, :]
    t = ys / max(height - start, 1)
    tile = noise_tile(seed % 31, octaves=5)
    near = 1.0 / (0.06 + t)
    waves = sample(tile, xs / unit / 1000 * near * 0.22 + 0.3, near * 0.55 + np.zeros_like(xs)) - 0.5
    fine = sample(tile, xs / unit / 1000 * near * 0.75, near * 2.1 + np.zeros_like(xs)) - 0.5
    rough = (1.35 - calm) * unit
    dx = (waves * 26 + fine * 16) * rough * (0.15 + t)
    dy = (waves * 120 + fine * 60) * rough * (0.10 + t)
    scene = over(canvas, below)
    source = cv2.remap(
        scene,
        (xs + dx).astype(np.float32),
        np.clip(start - ys * 0.92 - np.abs(dy), 0, start - 1).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    mirror = source[..., :3]
    look = np.clip(0.80 - 0.50 * t + waves * 0.22, 0.12, 0.86)[..., None]
    color = body + (mirror - body) * look
    color *= (1.0 + fine * 0.16)[..., None]
    if spark is not None:
        path_width = (0.05 + 0.24 * t) * 1000 * unit
        lane = np.exp(-(((xs - (column - left) * unit) / path_width) ** 2))
        hits = smoothstep(0.16, 0.30, fine + waves * 0.35) * lane * (1.0 - 0.75 * t)
        color += (spark - color) * (hits * 0.85)[..., None]
    out = canvas.copy()
    if outline is None:
        out[start:, :, :3], out[start:, :, 3] = np.clip(color, 0, 1), 1.0
        return out
    mask = np.zeros((height, width), np.uint8)
    points = (
        np.array([[((x - left) * unit) * 16, ((y - top) * unit) * 16] for x, y in outline]).round().astype(np.int32)
    )
    cv2.fillPoly(mask, [points], 255, lineType=cv2.LINE_AA, shift=4)
    weight = (mask[start:].astype(np.float32) / 255)[..., None]
    out[start:, :, :3] += (np.clip(color, 0, 1) - out[start:, :, :3]) * weight
    out[start:, :, 3:] += (1.0 - out[start:, :, 3:]) * weight
    return out


def mist(
    stage: Stage, plane: str, row: float, thickness: float, *, strength: float = 0.5, color: Rgb | None = None
) -> None:
    """A bank of haze across the frame, heaviest at `row`."""
    left, _, right, _ = stage.frame.bounds
    tint = to_hex(color or mix(stage.light.haze, stage.light.sky[3], 0.4))
    fill = stage.gradient([(0, tint, 0), (0.5, tint, strength), (1, tint, 0)])
    body = f'<rect x="{left:.0f}" y="{row - thickness:.0f}" width="{right - left:.0f}" height="{thickness * 2:.0f}" fill="{fill}"/>'
    stage[plane].soft(body, blur=6.0)
