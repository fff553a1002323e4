# ruff: noqa: E501 - outlines and tables are read by the row
"""What falls or hangs in the air: rain, snow, fog; wet ground that mirrors."""

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.providers.local.pictures.field import blur, noise_tile, sample
from generation.providers.local.pictures.nature import mist
from generation.providers.local.pictures.shapes import ellipse
from generation.providers.local.pictures.stage import Stage


def add_weather(stage: Stage) -> None:
    """Weather over an outdoor scene, plane by plane; indoors the window shows it already."""
    kind, row, frame = stage.light.weather, stage.camera.horizon, stage.frame
    if stage.indoors:
        return
    if kind == "rain":
        if not stage.soaks:
            wet_ground(stage, row)
        _streaks(stage, "mid", 260, 26, 0.22)
        _streaks(stage, "subject", 90, 60, 0.26)
        _streaks(stage, "near", 26, 130, 0.22)
    elif kind == "snow":
        _flakes(stage, "mid", 340, 2.6, 0.0)
        _flakes(stage, "subject", 110, 5.0, 0.5)
        _flakes(stage, "near", 26, 15.0, 5.0)
    elif kind == "fog":
        mist(stage, "far", row, frame.h * 0.22, strength=0.62)
        mist(stage, "mid", row + frame.h * 0.12, frame.h * 0.18, strength=0.55)
        mist(stage, "subject", frame.h * 0.86, frame.h * 0.14, strength=0.34)


def _streaks(stage: Stage, plane: str, count: int, length: float, opacity: float) -> None:
    rng = stage.rng
    left, top, right, bottom = stage.frame.bounds
    data = []
    for _ in range(count):
        x, y, size = rng.uniform(left, right), rng.uniform(top, bottom), length * rng.uniform(0.6, 1.3)
        data.append(f"M{x:.1f} {y:.1f}l{-size * 0.14:.1f} {size:.1f}")
    tone = stage.glow(stage.light.sky[3], 1.1)
    width = max(0.8, length * 0.016)
    stage[plane].add(
        f'<path d="{"".join(data)}" stroke="{tone}" stroke-width="{width:.2f}" stroke-linecap="round" opacity="{opacity}" fill="none"/>'
    )


def _flakes(stage: Stage, plane: str, count: int, size: float, soft: float) -> None:
    rng = stage.rng
    left, top, right, bottom = stage.frame.bounds
    tone = stage.glow("snow", 1.0)
    body = "".join(
        ellipse(
            rng.uniform(left, right),
            rng.uniform(top, bottom),
            (r := size * rng.uniform(0.5, 1.2)),
            r,
            tone,
            rng.uniform(0.45, 0.9),
        )
        for _ in range(count)
    )
    if soft:
        stage[plane].soft(body, blur=soft)
    else:
        stage[plane].add(body)


def wet_ground(stage: Stage, row: float, *, amount: float = 0.5) -> None:
    """Everything drawn on the mid plane mirrored in the ground below the horizon, in puddles and films."""
    seed = stage.rng.randrange(1 << 16)

    def work(canvas: NDArray, below: NDArray) -> NDArray:
        unit, top = stage.frame.scale, stage.frame.bounds[1]
        start = int((row - top) * unit) + 2
        count = min(canvas.shape[0] - start, start)
        if count < 4:
            return canvas
        scene = canvas + below * (1 - canvas[..., 3:4])
        ys = np.arange(count, dtype=np.float32)[:, None]
        xs = np.arange(canvas.shape[1], dtype=np.float32)[None, :]
        near = 1.0 / (0.08 + ys / count)
        tile = noise_tile(seed % 29, octaves=5)
        waves = sample(tile, xs / unit / 1000 * near * 0.3, near * 0.7 + np.zeros_like(xs)) - 0.5
        mirror = cv2.remap(
            scene,
            xs + waves * 14 * unit,
            np.clip(start - ys * 1.02 + waves * 30 * unit, 0, start - 1).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        mirror = blur(np.ascontiguousarray(cv2.blur(mirror, (1, max(3, int(18 * unit) | 1)))), 1.5 * unit)
        weight = np.clip(amount + waves * 0.9, 0.10, 0.75)[..., None] * canvas[start : start + count, :, 3:4]
        part = canvas[start : start + count, :, :3]
        part += (mirror[..., :3] - part) * weight
        return canvas

    stage["mid"].raster(work)
