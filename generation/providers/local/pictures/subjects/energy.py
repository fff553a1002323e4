# ruff: noqa: E501 - outlines and tables are read by the row
"""Things that make and keep power: wind turbine, solar panels, battery, pylon."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import line, polygon
from generation.providers.local.pictures.solids import lamp_glow, lathe
from generation.providers.local.pictures.stage import Stage


def turbine(stage: Stage, plane: str, x: float, z: float, height: float) -> None:
    """A three-bladed turbine, `height` metres to the hub."""
    k, (cx, ground) = stage.camera.scale(z), stage.camera.point((x, 0.0, z))
    hub = ground - height * k
    across = (0, 0, 1, 0) if stage.light.sun[0] < 0 else (1, 0, 0, 0)
    tones = [stage.paint("white", f, z) for f in (1.0, 0.5, 0.05)]
    fill = stage.gradient([(0, tones[0], 1), (0.5, tones[1], 1), (1, tones[2], 1)], across)
    wide = max(height * 0.020 * k, 0.8)
    stage[plane].add(
        polygon([(cx - wide, ground), (cx - wide * 0.5, hub), (cx + wide * 0.5, hub), (cx + wide, ground)], fill)
    )
    turn = stage.rng.uniform(0, 2.09)
    for i in range(3):
        angle = turn + i * 2.0944
        dx, dy = math.sin(angle), -math.cos(angle)
        length, chord = height * 0.62 * k, max(height * 0.024 * k, 0.9)
        blade = [(cx, hub), (cx + dx * length * 0.16 - dy * chord, hub + dy * length * 0.16 + dx * chord),
                 (cx + dx * length * 0.5 - dy * chord * 0.5, hub + dy * length * 0.5 + dx * chord * 0.5),
                 (cx + dx * length, hub + dy * length), (cx + dx * length * 0.2 + dy * chord * 0.3, hub + dy * length * 0.2 - dx * chord * 0.3)]  # fmt: skip
        stage[plane].add(polygon(blade, tones[0] if dx * stage.light.sun[0] > 0 else tones[1]))
    stage[plane].add(f'<circle cx="{cx:.1f}" cy="{hub:.1f}" r="{wide * 1.1:.1f}" fill="{tones[1]}"/>')


def panel_row(stage: Stage, plane: str, x: float, z: float, width: float, side: int) -> None:
    """A row of tilted photovoltaic tables across the view, `width` metres wide, centred on x."""
    low, high, deep = 0.7, 2.1, 1.9
    left, right = x - width / 2, x + width / 2
    for leg in range(4):
        lx = left + width * (leg + 0.5) / 4
        stage.box(plane, lx, 0, z + deep * 0.6, 0.09, 1.4, 0.09, "steel", edge=False)
    shade = [
        stage.camera.point(p)
        for p in ((left, 0, z + 0.3), (right, 0, z + 0.3), (right, 0, z + deep), (left, 0, z + deep))
    ]
    stage[plane].add(polygon(shade, stage.paint("black", 0.0, z), 0.4))
    corners = [(left, low, z), (right, low, z), (right, high, z + deep), (left, high, z + deep)]
    points = [stage.camera.point(c) for c in corners]
    sky = stage.light.sky[1]
    fill = stage.gradient(
        [
            (0, stage.glow(stage.light.at(sky, z), 0.62), 1),
            (0.5, stage.paint("navy", 0.5, z), 1),
            (1, stage.paint("navy", 0.2, z), 1),
        ],
        (0, 0, 0.25 * side, 1),
    )
    stage[plane].add(polygon(points, fill))
    grid = stage.paint("steel", 0.7, z)
    k = stage.camera.scale(z)
    for i in range(int(width) + 1):
        t = i / int(width)
        a, b = stage.camera.point((left + width * t, low, z)), stage.camera.point((left + width * t, high, z + deep))
        stage[plane].add(line([a, b], grid, max(0.03 * k, 0.5), 0.6))
    for t in (0.0, 0.5, 1.0):
        a, b = (
            stage.camera.point((left, low + (high - low) * t, z + deep * t)),
            stage.camera.point((right, low + (high - low) * t, z + deep * t)),
        )
        stage[plane].add(line([a, b], grid, max(0.045 * k, 0.6), 0.9))


@subject("wind_turbine", "wind turbine, turbine, wind power", height=60.0, width=30.0, home="energy_farm")
def wind_turbine(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    turbine(stage, plane, x, z, 60.0)


@subject("solar_panel", "solar panel, solar panels, solar, photovoltaic", height=2.2, width=4.4, home="energy_farm")
def solar_panel(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z + 0.8, 4.0, height=0.0, strength=0.4)
    panel_row(stage, plane, x, z, 5.0, -1 if stage.light.sun[0] < 0 else 1)


@subject(
    "battery",
    "battery, batteries, battery storage, energy storage, cell, cells, power bank, charger, electrode, lithium",
    height=0.22,
    width=0.16,
    stands="table",
)
def battery(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """Three cylindrical cells, the middle one charged."""
    for i, (dx, dz) in enumerate(((-0.105, 0.05), (0.11, 0.07), (0.0, 0.0))):
        tone = "accent" if i == 2 else ("dark_metal" if i else "ground")
        px, pz = x + dx, z + dz
        stage.shadow(plane, px, pz, 0.10, strength=0.0)
        lathe(stage, plane, px, y, pz, [(0.042, 0), (0.044, 0.004), (0.044, 0.05)], "dark_metal", shine=0.5)
        lathe(
            stage, plane, px, y + 0.05, pz, [(0.044, 0), (0.044, 0.125), (0.040, 0.135)], tone, shine=0.5, top="steel"
        )
        lathe(stage, plane, px, y + 0.185, pz, [(0.015, 0), (0.015, 0.014)], "steel", shine=0.7)
        if i == 2:
            cx, cy = stage.camera.point((px, y + 0.115, pz))
            k = stage.camera.scale(pz) * 0.022
            bolt = [(0.25, -1.5), (-0.75, 0.25), (-0.1, 0.25), (-0.25, 1.5), (0.75, -0.3), (0.1, -0.3)]
            stage[plane].add(polygon([(cx + bx * k, cy + by * k) for bx, by in bolt], stage.glow("white", 1.0)))
            lamp_glow(stage, plane, px, y + 0.12, pz, size=0.09, strength=0.22, color=stage.albedo("accent"))


@subject(
    "pylon", "pylon, power line, transmission line, power lines, grid", height=30.0, width=14.0, home="energy_farm"
)
def pylon(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    k, (cx, ground) = stage.camera.scale(z), stage.camera.point((x, 0.0, z))
    tone = stage.paint("dark_metal", 0.3, z)

    def at(px: float, py: float) -> tuple[float, float]:
        return cx + px * k, ground - py * k

    wide = max(0.16 * k, 0.8)
    for side in (-1, 1):
        stage[plane].add(line([at(3.6 * side, 0), at(1.3 * side, 17), at(0.7 * side, 30), at(0, 32)], tone, wide))
        for arm in (18, 23, 28):
            stage[plane].add(
                line([at(0, arm + 1.6), at(7.0 * side * (1.15 - arm / 60), arm), at(0, arm)], tone, wide * 0.8)
            )
    for i in range(9):
        y1, y2 = i * 3.3, (i + 1) * 3.3
        half = lambda v: 3.6 - v * 0.135 if v < 17 else 1.3 - (v - 17) * 0.046  # noqa: E731
        stage[plane].add(
            line([at(-half(y1), y1), at(half(y2), y2)], tone, wide * 0.6),
            line([at(half(y1), y1), at(-half(y2), y2)], tone, wide * 0.6),
        )
