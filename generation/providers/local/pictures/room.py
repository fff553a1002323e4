# ruff: noqa: E501 - outlines and tables are read by the row
"""Rooms in one-point perspective: shell, windows with the world behind them, the light that they throw."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.providers.local.pictures.color import Rgb, mix, scale, to_hex
from generation.providers.local.pictures.field import blur
from generation.providers.local.pictures.light import indoor_light
from generation.providers.local.pictures.nature import ridge
from generation.providers.local.pictures.shapes import num, polygon, rect
from generation.providers.local.pictures.shapes import path as draw_path
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import wall_quad, windows
from generation.providers.local.pictures.stage import Stage


@dataclass(frozen=True)
class Room:
    """Inner size in metres; the camera stands at x = 0, z = 0. `panes` are the back wall's openings (x, y, w, h)."""

    width: float
    height: float
    depth: float
    panes: tuple[tuple[float, float, float, float], ...]

    @property
    def left(self) -> float:
        return -self.width / 2

    @property
    def right(self) -> float:
        return self.width / 2


def build_room(stage: Stage, *, depth: float = 8.5, height: float = 3.2, panes: int = 3, sill: float = 0.9, head: float = 2.6,
               wall: str | Rgb = "plaster", side_wall: str | Rgb | None = None, floor: str | Rgb = "wood", ceiling: str | Rgb = "white",
               view: str = "city", fill: float = 0.84, gloss: float = 0.25, warm: float = 0.35, spread: float = 1.0) -> Room:  # fmt: skip
    """Draws the empty room and sets the stage's light to indoors. `fill` is the share of the back wall that windows
    take; `view` is what they show: city, trees, sky, none."""
    outside = stage.light
    tall = stage.frame.is_tall
    width = max(4.2, min(stage.frame.w / stage.camera.scale(depth) * (0.86 if tall else 0.74), 15.0)) * spread
    height = height * (1.35 if tall else 1.0)
    head = head + height - height / (1.35 if tall else 1.0)
    if tall and panes:
        panes = max(1, panes - 1)
    _view(stage, view, depth)
    stage.indoors = True
    stage.light = indoor_light(outside, side=float(np.sign(outside.sun[0])), warm=warm)
    openings = _openings(width, panes, sill, head, fill) if panes else ()
    room = Room(width, height, depth, openings)
    _shell(stage, room, wall, side_wall or wall, floor, ceiling)
    _frames(stage, room, outside.is_dark)
    if panes and not outside.is_dark:
        _thrown_light(stage, room, strength=0.62 if outside.weather in ("clear",) else 0.30)
    if gloss:
        _gloss(stage, room, gloss)
    return room


def _openings(
    width: float, panes: int, sill: float, head: float, fill: float
) -> tuple[tuple[float, float, float, float], ...]:
    step = width * fill / panes
    pane = step * 0.86
    return tuple((-width * fill / 2 + step * (i + 0.5) - pane / 2, sill, pane, head - sill) for i in range(panes))


def _view(stage: Stage, view: str, depth: float) -> None:
    if view == "none":
        return
    paint_sky(stage, show_sun=False)
    horizon = stage.camera.horizon
    if view == "city":
        _town_beyond(stage, horizon)
    elif view == "trees":
        ridge(stage, "far", horizon + 10, 70, "dark_leaf", air=160, rough=0.8, steps=90, lit=0.7)
        ridge(stage, "far", horizon + 40, 50, "leaf", air=60, rough=0.85, steps=110, lit=0.8)
    stage["far"].blur = 2.6


def _town_beyond(stage: Stage, horizon: float) -> None:
    rng = stage.rng
    left, _, right, bottom = stage.frame.bounds
    for air, low, high, color in ((420, 50, 190, "ground_pale"), (180, 20, 120, "stone")):
        x = left
        while x < right:
            w, h = rng.uniform(45, 130), rng.uniform(low, high)
            stage["far"].add(rect(x, horizon - h, w, bottom - horizon + h, stage.paint(color, 0.5, air)))
            if stage.light.lamps_on:
                for _ in range(int(w * h / 900)):
                    stage["far"].add(
                        rect(
                            x + rng.uniform(4, w - 8),
                            horizon - rng.uniform(-60, h - 6),
                            4.5,
                            6,
                            stage.glow(stage.light.lamp, 0.8),
                        )
                    )
            x += w + rng.uniform(-4, 26)


def _shell(
    stage: Stage, room: Room, wall: str | Rgb, side_wall: str | Rgb, floor: str | Rgb, ceiling: str | Rgb
) -> None:
    l, r, h, d = room.left, room.right, room.height, room.depth  # noqa: E741
    camera, light = stage.camera, stage.light
    near = 0.3
    lit_left = light.sun[0] > 0  # light from the right falls on the left wall
    back_y, near_y = camera.ground(d), stage.frame.bounds[3]
    sides = ((l, lit_left), (r, not lit_left))
    ceiling_fill = stage.gradient([(0, stage.paint(ceiling, 0.05, 0), 1), (1, stage.paint(ceiling, 0.34, 0), 1)],
                                  (0, stage.frame.bounds[1], 0, camera.point((0, h, d))[1]), units=True)  # fmt: skip
    wall_quad(stage, [(l, h, near), (r, h, near), (r, h, d), (l, h, d)], ceiling_fill, "mid")
    floor_fill = stage.gradient([(0, stage.paint(floor, 0.66, 0), 1), (0.35, stage.paint(floor, 0.40, 0), 1), (1, stage.paint(floor, 0.10, 0), 1)],
                                (0, back_y, 0, near_y), units=True)  # fmt: skip
    wall_quad(stage, [(l, 0, near), (r, 0, near), (r, 0, d), (l, 0, d)], floor_fill, "mid")
    for x, lit in sides:
        edge = camera.point((x, 0, d))[0]
        outer = stage.frame.bounds[0] if x < 0 else stage.frame.bounds[2]
        near_tone, far_tone = (0.30, 0.72) if lit else (0.03, 0.20)
        fill = stage.gradient(
            [(0, stage.paint(side_wall, near_tone, 0), 1), (1, stage.paint(side_wall, far_tone, 0), 1)],
            (outer, 0, edge, 0),
            units=True,
        )
        wall_quad(stage, [(x, 0, near), (x, 0, d), (x, h, d), (x, h, near)], fill, "mid")
    _back_wall(stage, room, wall)
    skirting = stage.paint("white" if not light.is_dark else wall, 0.35, 0)
    wall_quad(stage, [(l, 0, d), (r, 0, d), (r, 0.11, d), (l, 0.11, d)], skirting, "mid", 0.6)


def _back_wall(stage: Stage, room: Room, wall: str | Rgb) -> None:
    camera = stage.camera

    def ring(x: float, y: float, w: float, h: float) -> str:
        (x1, y1), (x2, y2) = camera.point((x, y + h, room.depth)), camera.point((x + w, y, room.depth))
        return f"M{num(x1)} {num(y1)}H{num(x2)}V{num(y2)}H{num(x1)}Z"

    data = ring(room.left, 0, room.width, room.height) + "".join(ring(*pane) for pane in room.panes)
    dim = 0.16 if room.panes and not stage.light.is_dark else 0.42
    fill = stage.gradient([(0, stage.paint(wall, dim * 0.8), 1), (1, stage.paint(wall, dim * 1.6), 1)])
    stage["mid"].add(draw_path(data, fill, 1.0, 'fill-rule="evenodd"'))


def _frames(stage: Stage, room: Room, dark: bool) -> None:
    """Glazing bars, sills and, at night, the room's own reflection in the panes."""
    camera, d = stage.camera, room.depth
    bar, light_edge = (
        stage.paint("white" if stage.rng.random() < 0.5 else "dark_metal", 0.15),
        stage.paint("white", 0.9),
    )
    k = camera.scale(d)
    for x, y, w, h in room.panes:
        (x1, y1), (x2, y2) = camera.point((x, y + h, d)), camera.point((x + w, y, d))
        if dark:
            stage["mid"].add(rect(x1, y1, x2 - x1, y2 - y1, stage.glow(stage.light.lamp, 0.5), 0.10))
        thick = 0.05 * k
        for column in (x1, (x1 + x2) / 2 - thick / 2, x2 - thick):
            stage["mid"].add(rect(column, y1, thick, y2 - y1, bar))
        for row in (y1, y1 + (y2 - y1) * 0.30):
            stage["mid"].add(rect(x1, row, x2 - x1, thick * 0.8, bar))
        stage["mid"].add(rect(x1 - 0.06 * k, y2 - thick * 0.2, x2 - x1 + 0.12 * k, thick * 1.3, light_edge))


def _thrown_light(stage: Stage, room: Room, *, strength: float) -> None:
    """Pools on the floor and faint beams, each pane projected along the light."""
    camera = stage.camera
    slant = -stage.light.sun[0] * 0.9
    tint = to_hex(scale(mix(stage.light.key, stage.light.sky[3], 0.2), 1.25))
    for x, y, w, h in room.panes:

        def drop(px: float, py: float) -> tuple[float, float, float]:
            return px + slant * py, 0.0, max(room.depth - 1.55 * py, 0.5)

        pool = [camera.point(drop(*p)) for p in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))]
        pool = [(px, min(py, camera.ground(1.0))) for px, py in pool]
        stage["mid"].soft(polygon(pool, tint, strength * 0.55), blur=5.0, mode="atop_screen")
        top = [camera.point(p) for p in ((x, y + h, room.depth), (x + w, y + h, room.depth))]
        beam = [top[0], top[1], pool[2], pool[3]]
        stage["mid"].soft(polygon(beam, tint, strength * 0.10), blur=12.0, mode="atop_screen")
        (x1, y1), (x2, y2) = camera.point((x, y + h, room.depth)), camera.point((x + w, y, room.depth))
        halo = rect(x1 - 30, y1 - 30, x2 - x1 + 60, y2 - y1 + 60, tint, 0.34)
        stage["mid"].soft(halo, blur=34.0, mode="atop_screen")


def _gloss(stage: Stage, room: Room, amount: float) -> None:
    """The back wall mirrored softly in a polished floor."""
    row = stage.camera.ground(room.depth)

    def work(canvas: NDArray, below: NDArray) -> NDArray:
        unit = stage.frame.scale
        start = int((row - stage.frame.bounds[1]) * unit)
        count = min(canvas.shape[0] - start, start)
        if count < 4:
            return canvas
        scene = canvas + below * (1 - canvas[..., 3:4])
        mirror = blur(np.ascontiguousarray(scene[start - count : start][::-1]), 7 * unit)
        mirror = cv2.blur(mirror, (1, max(3, int(24 * unit) | 1)))
        fade = (amount * (1 - np.linspace(0, 1, count, dtype=np.float32)) ** 1.3)[:, None, None]
        part = canvas[start : start + count, :, :3]
        part += (mirror[..., :3] - part) * fade
        return canvas

    stage["mid"].raster(work)


def facade_windows(stage: Stage, room: Room) -> None:
    """Lit windows of a house across the road, for rooms at night."""
    windows(stage, "far", 0, 0, room.depth + 14, 18, 9, columns=9, rows=4, lit=0.35)
