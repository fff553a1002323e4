# ruff: noqa: E501 - outlines and tables are read by the row
"""What stands in rooms, in metres: tables, chairs, shelves, screens, lamps, plants."""

import math

from generation.providers.local.pictures.color import Rgb, mix, to_hex
from generation.providers.local.pictures.shapes import line, path, polygon, smooth, tube
from generation.providers.local.pictures.solids import lamp_glow, lathe
from generation.providers.local.pictures.stage import Stage

Color = str | Rgb


def table(stage: Stage, plane: str, x: float, z: float, *, w: float = 1.6, d: float = 0.8, h: float = 0.74, color: Color = "pale_wood",
          legs: Color = "dark_metal") -> None:  # fmt: skip
    """A table whose front edge is at `z`."""
    stage.shadow(plane, x, z + d / 2, w * 0.95, strength=0.38)
    for lx in (-w / 2 + 0.06, w / 2 - 0.06):
        for lz in (z + d - 0.06, z + 0.05):
            stage.box(plane, x + lx, 0, lz, 0.05, h - 0.04, 0.05, legs, edge=False)
    stage.box(plane, x, h - 0.045, z, w, 0.045, d, color)


def chair(stage: Stage, plane: str, x: float, z: float, *, color: Color = "ground", facing_away: bool = True) -> None:
    """A simple chair, its back towards us or away from us."""
    stage.shadow(plane, x, z + 0.2, 0.5, strength=0.4)
    for lx in (-0.19, 0.19):
        for lz in (z + 0.40, z + 0.02):
            stage.box(plane, x + lx, 0, lz, 0.03, 0.44, 0.03, "dark_metal", edge=False)
    if not facing_away:
        stage.box(plane, x, 0.55, z + 0.42, 0.44, 0.36, 0.03, color)
    stage.box(plane, x, 0.43, z, 0.46, 0.05, 0.45, color)
    if facing_away:
        stage.box(plane, x, 0.55, z, 0.44, 0.36, 0.03, color)


def screen(stage: Stage, plane: str, x: float, y: float, z: float, *, w: float = 0.6, h: float = 0.36, content: str = "chart",
           stand: bool = True) -> None:  # fmt: skip
    """A display standing on a surface at height `y`, its content abstract and glowing."""
    if stand:
        stage.box(plane, x, y, z + 0.08, 0.2, 0.012, 0.14, "dark_metal", edge=False)
        stage.box(plane, x, y, z + 0.12, 0.04, 0.14, 0.02, "dark_metal", edge=False)
        y += 0.12
    stage.box(plane, x, y, z, w, h, 0.025, "black", edge=False)
    k = stage.camera.scale(z)
    x1, y1 = stage.camera.point((x - w / 2 + 0.012, y + h - 0.012, z))
    ww, hh = (w - 0.024) * k, (h - 0.024) * k
    back = stage.gradient([(0, stage.glow("ground_dark", 1.0), 1), (1, stage.glow("ground", 0.9), 1)], (0, 0, 1, 1))
    parts = [f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{ww:.1f}" height="{hh:.1f}" fill="{back}"/>']
    bright, accent = stage.glow("ground_pale", 1.05), stage.glow("accent", 1.05)
    if content == "chart" and ww > 20:
        for i in range(7):
            bar = hh * (0.18 + 0.075 * i + 0.06 * math.sin(i * 2.1))
            parts.append(
                f'<rect x="{x1 + ww * (0.10 + 0.118 * i):.1f}" y="{y1 + hh * 0.86 - bar:.1f}" width="{ww * 0.07:.1f}" height="{bar:.1f}" fill="{accent if i == 6 else bright}" opacity="0.9"/>'
            )
    elif content == "text" and ww > 20:
        for i in range(6):
            wide = ww * (0.3 + 0.45 * ((i * 37) % 10) / 10)
            parts.append(
                f'<rect x="{x1 + ww * 0.1:.1f}" y="{y1 + hh * (0.14 + 0.125 * i):.1f}" width="{wide:.1f}" height="{max(hh * 0.045, 1):.1f}" fill="{accent if i == 2 else bright}" opacity="0.75"/>'
            )
    stage[plane].add("".join(parts))
    lamp_glow(stage, plane, x, y + h / 2, z, size=w * 0.55, strength=0.16, color=stage.albedo("ground_pale"))


def shelves(stage: Stage, plane: str, x: float, z: float, *, w: float = 2.0, h: float = 2.2, rows: int = 5, d: float = 0.35,
            color: Color = "dark_wood", load: str = "books") -> None:  # fmt: skip
    """An open case facing us, filled with books, boxes, jars or loaves."""
    rng = stage.rng
    stage.box(plane, x, 0, z + d, w, h, 0.02, mix(stage.albedo(color), (0, 0, 0), 0.35), edge=False)
    cell = h / rows
    for row in range(rows):
        y = row * cell
        at, end = x - w / 2 + 0.05, x + w / 2 - 0.05
        while at < end - 0.03:
            width, tall, tone = _goods(stage, load, cell)
            if at + width > end:
                break
            if rng.random() < 0.93:
                _good(stage, plane, load, at + width / 2, y + 0.04, z + 0.06, width, tall, tone)
            at += width + (0.004 if load == "books" else 0.05)
        stage.box(plane, x, y, z, w, 0.035, d, color)
    for side in (-1, 1):
        stage.box(plane, x + side * (w / 2 - 0.02), 0, z, 0.04, h, d, color, edge=False)
    stage.box(plane, x, h - 0.035, z, w, 0.035, d, color)


def _goods(stage: Stage, load: str, cell: float) -> tuple[float, float, Color]:
    rng = stage.rng
    if load == "books":
        tones = ("ground", "ground_dark", "first", "second", "paper", "plum", "khaki", "ground_pale", "stone")
        tone = "accent" if rng.random() < 0.05 else rng.choice(tones)
        return rng.uniform(0.03, 0.075), cell * rng.uniform(0.58, 0.82), tone
    if load == "bread":
        return rng.uniform(0.24, 0.34), cell * rng.uniform(0.34, 0.48), "crust"
    if load == "jars":
        return (
            rng.uniform(0.09, 0.14),
            cell * rng.uniform(0.45, 0.7),
            rng.choice(("glass", "first_pale", "ground_pale", "white", "brass")),
        )
    return (
        rng.uniform(0.3, 0.5),
        cell * rng.uniform(0.45, 0.75),
        rng.choice(("pale_wood", "stone", "ground_pale", "first")),
    )


def _good(stage: Stage, plane: str, load: str, x: float, y: float, z: float, w: float, h: float, tone: Color) -> None:
    if load == "bread":
        (x1, y1), k = stage.camera.point((x, y, z)), stage.camera.scale(z)
        outline = [(-w / 2, 0), (-w * 0.5, -h * 0.6), (-w * 0.25, -h), (w * 0.25, -h), (w * 0.5, -h * 0.6), (w / 2, 0)]
        points = [(x1 + px * k, y1 + py * k) for px, py in outline]
        fill = stage.gradient(
            [(0, stage.paint("crust", 1.0), 1), (0.6, stage.paint("crust", 0.5), 1), (1, stage.paint("wood", 0.1), 1)]
        )
        stage[plane].add(path(smooth(points, closed=False) + "Z", fill))
        for i in (-1, 0, 1):
            stage[plane].add(
                line(
                    [
                        (x1 + (i * 0.24 - 0.07) * w * k, y1 - h * 0.62 * k),
                        (x1 + (i * 0.24 + 0.07) * w * k, y1 - h * 0.88 * k),
                    ],
                    stage.paint("wheat", 0.9),
                    max(0.02 * k, 0.7),
                    0.8,
                )
            )
    elif load == "jars":
        lathe(
            stage,
            plane,
            x,
            y,
            z,
            [(w * 0.42, 0), (w * 0.45, h * 0.1), (w * 0.45, h * 0.75), (w * 0.3, h * 0.88), (w * 0.32, h)],
            tone,
            shine=0.6,
        )
    else:
        stage.box(plane, x, y, z, w, h, 0.05, tone, edge=False)


def pendant(stage: Stage, plane: str, x: float, z: float, *, y: float = 2.1, ceiling: float = 3.2, size: float = 0.36, color: Color = "dark_metal",
            strength: float = 0.75) -> None:  # fmt: skip
    """A lamp hanging from the ceiling, its bloom when the lamps are on."""
    camera = stage.camera
    k = camera.scale(z)
    (x1, y1), (_, y0) = camera.point((x, y, z)), camera.point((x, ceiling, z))
    stage[plane].add(line([(x1, y0), (x1, y1 - size * 0.6 * k)], stage.paint("black", 0.2), max(0.012 * k, 0.6)))
    shade = [(x1 - size * 0.5 * k, y1), (x1 - size * 0.38 * k, y1 - size * 0.32 * k), (x1 - size * 0.1 * k, y1 - size * 0.6 * k),
             (x1 + size * 0.1 * k, y1 - size * 0.6 * k), (x1 + size * 0.38 * k, y1 - size * 0.32 * k), (x1 + size * 0.5 * k, y1)]  # fmt: skip
    tone = [(0, stage.paint(color, 0.9), 1), (0.5, stage.paint(color, 0.35), 1), (1, stage.paint(color, 0.05), 1)]
    stage[plane].add(
        path(
            smooth(shade, closed=False, tension=0.4) + "Z",
            stage.gradient(tone, (0, 0, 1, 0) if stage.light.sun[0] < 0 else (1, 0, 0, 0)),
        )
    )
    bulb = stage.glow(stage.light.lamp, 1.5 if stage.light.lamps_on else 0.9)
    stage[plane].add(
        f'<ellipse cx="{x1:.1f}" cy="{y1:.1f}" rx="{size * 0.46 * k:.1f}" ry="{size * 0.09 * k:.1f}" fill="{bulb}"/>'
    )
    power = strength if stage.light.lamps_on else strength * 0.35
    lamp_glow(stage, plane, x, y - 0.05, z, size=size * 1.6, strength=power)
    if stage.light.lamps_on:
        foot = camera.point((x, 0.8, z))
        cone = [
            (x1 - size * 0.45 * k, y1),
            (x1 + size * 0.45 * k, y1),
            (foot[0] + 1.0 * k, foot[1]),
            (foot[0] - 1.0 * k, foot[1]),
        ]
        tint = to_hex(stage.light.lamp)
        fill = stage.gradient([(0, tint, 0.22), (1, tint, 0.0)])
        stage[plane].add(stage.blurred(polygon(cone, fill, 1.0, 'style="mix-blend-mode:screen"'), 5.0))


def plant(
    stage: Stage,
    plane: str,
    x: float,
    z: float,
    *,
    h: float = 1.3,
    y: float = 0.0,
    pot: Color = "ground_pale",
    color: str = "leaf",
) -> None:
    """A potted plant: arching leaves in three tones."""
    rng, camera = stage.rng, stage.camera
    if not y:
        stage.shadow(plane, x, z, h * 0.35, strength=0.4)
    pot_h = h * 0.26
    k = camera.scale(z)
    cx, base = camera.point((x, y + pot_h * 0.9, z))
    leaves = []
    for i in range(15):
        angle = math.radians(-78 + 156 * ((i * 7) % 15) / 14 + rng.uniform(-6, 6))
        length = h * 0.72 * rng.uniform(0.6, 1.0) * k
        tip = (cx + math.sin(angle) * length * 0.85, base - math.cos(angle) * length)
        bend = (cx + math.sin(angle) * length * 0.35, base - length * (0.30 + 0.38 * math.cos(angle)))
        wide = length * 0.085
        facing = (0.08, 0.4, 0.9)[i % 3] if i > 4 else 0.05
        leaves.append(
            path(tube([(cx, base), bend, tip], (wide * 0.3, wide, wide * 0.12)), stage.paint(color, facing, z))
        )
    stage[plane].add(*leaves)
    lathe(stage, plane, x, y, z, [(h * 0.09, 0), (h * 0.12, pot_h * 0.5), (h * 0.13, pot_h)], pot, top="earth")


def counter(stage: Stage, plane: str, x: float, z: float, *, w: float = 3.0, d: float = 0.7, h: float = 0.95, color: Color = "ground",
            top: Color = "pale_wood", panels: int = 5) -> None:  # fmt: skip
    """A counter or kitchen unit: panelled body, overhanging top."""
    stage.shadow(plane, x, z + d * 0.4, w, strength=0.4)
    stage.box(plane, x, 0, z + 0.05, w, h - 0.05, d - 0.05, color, edge=False)
    k = stage.camera.scale(z + 0.05)
    for i in range(panels):
        left = x - w / 2 + w * (i + 0.06) / panels
        x1, y1 = stage.camera.point((left, h - 0.14, z + 0.05))
        size = (w * 0.88 / panels * k, (h - 0.26) * k)
        stage[plane].add(
            f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}" fill="{stage.paint(color, 0.42)}" opacity="0.55"/>'
        )
    stage.box(plane, x, h - 0.05, z, w + 0.08, 0.05, d, top)


def pictures(stage: Stage, plane: str, x: float, y: float, z: float, *, w: float = 0.7, h: float = 0.5) -> None:
    """A framed print on a back wall: two fields of the palette and a disc."""
    stage.box(plane, x, y, z, w, h, 0.02, "dark_wood", edge=False)
    k = stage.camera.scale(z)
    x1, y1 = stage.camera.point((x - w / 2 + 0.03, y + h - 0.03, z))
    ww, hh = (w - 0.06) * k, (h - 0.06) * k
    stage[plane].add(
        f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{ww:.1f}" height="{hh:.1f}" fill="{stage.paint("paper", 0.4)}"/>',
        f'<rect x="{x1 + ww * 0.1:.1f}" y="{y1 + hh * 0.55:.1f}" width="{ww * 0.8:.1f}" height="{hh * 0.35:.1f}" fill="{stage.paint("first", 0.4)}"/>',
        f'<circle cx="{x1 + ww * 0.62:.1f}" cy="{y1 + hh * 0.42:.1f}" r="{min(ww, hh) * 0.16:.1f}" fill="{stage.paint("accent", 0.5)}"/>',
    )
