# ruff: noqa: E501 - outlines and tables are read by the row
"""Solid things in true perspective, in metres: lathes, extrusions, floors, rooms' walls with openings, window grids."""

import math

from generation.providers.local.pictures.color import Rgb, mix, to_hex
from generation.providers.local.pictures.shapes import Point, line, polygon, smooth
from generation.providers.local.pictures.shapes import path as draw_path
from generation.providers.local.pictures.stage import Place3, Stage, clip_near


def floor(
    stage: Stage, plane: str, color: str | Rgb, *, near: float = 0.9, far: float = 400.0, lit: float = 0.75
) -> None:
    """Ground from the camera to `far`, its tone fading with the air, as one gradient."""
    left, _, right, bottom = stage.frame.bounds
    top = stage.camera.ground(far)
    stops = []
    for t in (0.0, 0.06, 0.18, 0.45, 1.0):
        row = top + (bottom - top) * t
        stops.append((t, stage.paint(color, lit * (1.0 - 0.45 * t), min(stage.camera.z_at(row + 1), far)), 1.0))
    fill = stage.gradient(stops)
    stage[plane].add(polygon([(left, top), (right, top), (right, bottom), (left, bottom)], fill))


def lathe(stage: Stage, plane: str, x: float, y: float, z: float, profile: list[tuple[float, float]], color: str | Rgb, *,
          shine: float = 0.35, top: str | Rgb | None = None, capped: bool = True) -> None:  # fmt: skip
    """A turned body: `profile` of (radius, height) in metres from the foot up, standing at (x, y, z)."""
    camera = stage.camera
    k = camera.scale(z)
    cx, base = camera.point((x, y, z))
    tilt = max(-0.9, min(0.9, (camera.eye - y) / math.hypot(z, camera.eye - y)))

    def ring(radius: float, height: float) -> tuple[float, float, float]:
        squash = max(-0.9, min(0.9, (camera.eye - y - height) / math.hypot(z, camera.eye - y - height)))
        return base - height * k, radius * k, abs(radius * k * squash)

    left: list[Point] = []
    right: list[Point] = []
    for radius, height in profile:
        row, rx, _ = ring(radius, height)
        left.append((cx - rx, row))
        right.append((cx + rx, row))
    _, lrx, lry = ring(*profile[0])
    high, hrx, hry = ring(*profile[-1])
    data = f"M{left[0][0]:.1f} {left[0][1]:.1f} " + " ".join(f"L{px:.1f} {py:.1f}" for px, py in left[1:])
    sweep = 1 if camera.eye > y + profile[-1][1] else 0
    data += f" A{hrx:.1f} {hry:.1f} 0 0 {sweep} {right[-1][0]:.1f} {right[-1][1]:.1f} "
    data += " ".join(f"L{px:.1f} {py:.1f}" for px, py in reversed(right[:-1]))
    data += (
        f" A{lrx:.1f} {lry * (1 if tilt > 0 else -1) if tilt > 0 else 0.1:.1f} 0 0 1 {left[0][0]:.1f} {left[0][1]:.1f}Z"
    )
    stage[plane].add(draw_path(data, cylinder_fill(stage, color, z, shine)))
    if camera.eye > y + profile[-1][1] and capped:
        lid = stage.paint(top or color, min(1.0, stage.facing((0, 1, 0)) + 0.25), z)
        stage[plane].add(f'<ellipse cx="{cx:.1f}" cy="{high:.1f}" rx="{hrx:.1f}" ry="{hry:.1f}" fill="{lid}"/>')


def cylinder_fill(stage: Stage, color: str | Rgb, z: float, shine: float = 0.35) -> str:
    """Horizontal gradient of a round body: lit side, core, shade, a thin reflected edge."""
    tones = [stage.paint(color, f, z) for f in (0.75, 1.0, 0.45, 0.06, 0.22)]
    glint = to_hex(mix(stage.shade(color, 1.0, z), stage.light.on((1, 1, 1), 1.0), shine))
    stops = [
        (0.0, tones[0], 1.0),
        (0.16, glint, 1.0),
        (0.26, tones[1], 1.0),
        (0.52, tones[2], 1.0),
        (0.84, tones[3], 1.0),
        (1.0, tones[4], 1.0),
    ]
    return stage.gradient(stops, (0, 0, 1, 0) if stage.light.sun[0] < 0 else (1, 0, 0, 0))


def extrude(stage: Stage, plane: str, x: float, y: float, z: float, outline: list[Point], depth: float, color: str | Rgb, *,
            round_off: bool = False) -> None:  # fmt: skip
    """A flat outline (metres, x right, y up) pushed `depth` metres away; its visible flanks first, then the face."""
    front = [(x + px, y + py, z) for px, py in outline]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(outline, outline[1:] + outline[:1], strict=True))
    sense = 1 if area > 0 else -1
    flanks = []
    for (px, py), (qx, qy) in zip(outline, outline[1:] + outline[:1], strict=True):
        nx, ny = (qy - py) * sense, (px - qx) * sense
        length = math.hypot(nx, ny) or 1.0
        nx, ny = nx / length, ny / length
        middle_x, middle_y = x + (px + qx) / 2, y + (py + qy) / 2
        if nx * (0 - middle_x) + ny * (stage.camera.eye - middle_y) > 0:
            quad: list[Place3] = [
                (x + px, y + py, z),
                (x + qx, y + qy, z),
                (x + qx, y + qy, z + depth),
                (x + px, y + py, z + depth),
            ]
            flanks.append((quad, stage.facing((nx, ny, 0))))
    for quad, facing in flanks:
        stage.face(plane, quad, color, facing + (0.12 if facing > 0.4 else 0))
    points = [stage.camera.point(p) for p in front]
    high, low = stage.paint(color, stage.facing((0, 0.5, -0.87)) + 0.12, z), stage.paint(color, 0.06, z)
    fill = stage.gradient(
        [(0, high, 1), (0.55, stage.paint(color, stage.facing((0, 0, -1)) + 0.05, z), 1), (1, low, 1)]
    )
    stage[plane].add(draw_path(smooth(points, tension=0.45), fill) if round_off else polygon(points, fill))


def wall_quad(stage: Stage, corners: list[Place3], fill: str, plane: str, opacity: float = 1.0) -> None:
    """A polygon in space with a ready fill."""
    kept = clip_near(corners)
    if len(kept) >= 3:
        stage[plane].add(polygon([stage.camera.point(c) for c in kept], fill, opacity))


def windows(stage: Stage, plane: str, x: float, y: float, z: float, w: float, h: float, *, columns: int, rows: int,
            lit: float, glass: str = "glass", gap: float = 0.42) -> None:  # fmt: skip
    """A grid of windows on a front-facing wall; `lit` is the share with the lamps on. Lit ones carry a soft glow."""
    rng = stage.rng
    cell_w, cell_h = w / columns, h / rows
    k = stage.camera.scale(z)
    dark = mix(stage.shade(glass, 0.25, z), stage.light.at(stage.light.sky[2], z), 0.30)
    dark_hex = to_hex(dark)
    warm = [
        to_hex(stage.light.at((c[0], c[1], c[2]), z * 0.4))
        for c in (
            stage.light.lamp,
            mix(stage.light.lamp, (1, 0.86, 0.62), 0.5),
            tuple(v * 0.55 for v in stage.light.lamp),
        )
    ]
    bodies: dict[str, list[str]] = {}
    for row in range(rows):
        for column in range(columns):
            left = x - w / 2 + (column + gap / 2) * cell_w
            bottom = y + (row + gap / 2) * cell_h
            x1, y1 = stage.camera.point((left, bottom + cell_h * (1 - gap), z))
            ww, hh = cell_w * (1 - gap) * k, cell_h * (1 - gap) * k
            tone = rng.choice(warm) if rng.random() < lit else dark_hex
            bodies.setdefault(tone, []).append(f"M{x1:.1f} {y1:.1f}h{ww:.1f}v{hh:.1f}h{-ww:.1f}z")
    for tone, parts in bodies.items():
        stage[plane].add(draw_path("".join(parts), tone))


def side_windows(stage: Stage, plane: str, x: float, y: float, z: float, depth: float, h: float, *, columns: int, rows: int,
                 lit: float) -> None:  # fmt: skip
    """The same on a wall that runs away from the camera at `x`."""
    rng = stage.rng
    for column in range(columns):
        for row in range(rows):
            z1 = z + depth * (column + 0.30) / columns
            z2 = z + depth * (column + 0.70) / columns
            if z1 < 0.6:
                continue
            y1, y2 = y + h * (row + 0.24) / rows, y + h * (row + 0.74) / rows
            corners = [stage.camera.point(p) for p in ((x, y1, z1), (x, y1, z2), (x, y2, z2), (x, y2, z1))]
            tone = (
                stage.glow(mix(stage.light.lamp, stage.light.haze, 0.15), rng.uniform(0.55, 1.0))
                if rng.random() < lit
                else to_hex(mix(stage.shade("glass", 0.2, z1), stage.light.sky[2], 0.42))
            )
            sill = [
                stage.camera.point(p)
                for p in ((x, y1 - 0.12, z1 - 0.1), (x, y1 - 0.12, z2 + 0.1), (x, y1, z2 + 0.1), (x, y1, z1 - 0.1))
            ]
            stage[plane].add(polygon(corners, tone), polygon(sill, stage.paint("stone", 0.7, z1), 0.8))


def lamp_glow(stage: Stage, plane: str, x: float, y: float, z: float, *, size: float = 0.5, strength: float = 0.7,
              color: Rgb | None = None) -> None:  # fmt: skip
    """Bloom about a source at a place in the room, `size` metres across its heart."""
    cx, cy = stage.camera.point((x, y, z))
    bloom(stage, plane, cx, cy, size * stage.camera.scale(z), strength=strength, color=color)


def bloom(
    stage: Stage, plane: str, cx: float, cy: float, radius: float, *, strength: float = 0.7, color: Rgb | None = None
) -> None:
    """Bloom at a point of the frame; `radius` in units."""
    tint = to_hex(color or stage.light.lamp)
    fill = stage.radial(
        [(0, tint, strength), (0.25, tint, strength * 0.42), (0.6, tint, strength * 0.10), (1, tint, 0)]
    )
    stage[plane].add(
        f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius * 2:.1f}" fill="{fill}" style="mix-blend-mode:screen"/>'
    )


def rope(
    stage: Stage, plane: str, start: Place3, end: Place3, *, sag: float, color: str = "black", width: float = 0.02
) -> None:
    """A hanging cable between two places."""
    points = []
    for step in range(9):
        t = step / 8
        px, py, pz = (start[i] + (end[i] - start[i]) * t for i in range(3))
        points.append(stage.camera.point((px, py - sag * 4 * t * (1 - t), pz)))
    k = stage.camera.scale((start[2] + end[2]) / 2)
    stage[plane].add(line(points, stage.paint(color, 0.2, start[2]), max(width * k, 0.6)))
