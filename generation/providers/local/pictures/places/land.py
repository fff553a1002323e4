# ruff: noqa: E501 - outlines and tables are read by the row
"""Open country: mountains, forest, field, desert, garden."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.framing import leaves
from generation.providers.local.pictures.nature import (
    facets,
    fir_at,
    leafy,
    mist,
    peaks,
    ridge,
    rock,
    round_tree,
    snow_caps,
    tufts,
)
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import line, path, polygon, rect, smooth
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.stage import Stage


@place(
    "mountains",
    "mountain, alps, peak, summit, glacier, valley, ridge, hill, hills, alpine, climbing, highland, volcano",
    horizon=0.60,
    people="student",
)
def mountains(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    stage.stand_row = stage.frame.h * 0.815
    row, frame = stage.camera.horizon, stage.frame
    tall = 1.5 if frame.is_tall else 1.0
    reach = stage.light.visibility
    side = stage.layout.side or 1.0
    crest = peaks(stage, "far", row + 10, 400 * tall, "rock", air=reach * 0.50, peak=0.5 - side * 0.20, lit=0.75)
    snow_caps(stage, "far", crest, row - 175 * tall, air=reach * 0.32)
    mist(stage, "far", row - 40, 60, strength=0.42)
    peaks(stage, "mid", row + 60, 215 * tall, "ground", air=reach * 0.24, peak=0.5 + side * 0.36, count=6)
    mist(stage, "mid", row + 60, 46, strength=0.40)
    line_of_firs(stage, "mid", row + 96, 62, air=reach * 0.16)
    slope = ridge(stage, "subject", frame.h * 0.80, 46, "grass", air=6, rough=0.45, lit=0.65)
    for _ in range(3):
        x, y = stage.rng.choice(slope)
        rock(stage, "subject", x, y + 40, stage.rng.uniform(40, 110))
    near_firs(stage, -side)


def line_of_firs(stage: Stage, plane: str, row: float, size: float, *, air: float) -> None:
    left, _, right, bottom = stage.frame.bounds
    rng = stage.rng
    x = left
    low = stage.paint("dark_leaf", 0.08, air)
    stage[plane].add(
        rect(
            left,
            row - size * 0.2,
            right - left,
            bottom - row + size,
            stage.gradient([(0, stage.paint("dark_leaf", 0.2, air), 1), (0.4, low, 1)]),
        )
    )
    while x < right:
        fir_at(stage, plane, x, row + rng.uniform(-4, 16), size * rng.uniform(0.6, 1.25), air=air, facing=0.22)
        x += size * rng.uniform(0.16, 0.42)


def near_firs(stage: Stage, side: float) -> None:
    frame = stage.frame
    edge = frame.bounds[0] if side < 0 else frame.bounds[2]
    for i, size in enumerate((1.05, 0.78)):
        fir_at(
            stage,
            "near",
            edge - side * frame.w * (0.035 + 0.085 * i),
            frame.h * 1.06,
            frame.h * size * 0.86,
            facing=0.05,
        )
    stage["near"].blur = 3.2


@place(
    "forest",
    "woods, woodland, jungle, trees, rainforest, pine, grove, timber, wildlife",
    horizon=0.56,
    people="student",
)
def forest(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    stage.stand_row = stage.frame.h * 0.8
    frame, rng = stage.frame, stage.rng
    row = stage.camera.horizon
    left, _, right, bottom = frame.bounds
    reach = min(stage.light.visibility, 420)
    for index, (plane, air, wide, count) in enumerate(
        (("far", 0.75, 16, 26), ("far", 0.45, 26, 18), ("mid", 0.22, 42, 11))
    ):
        floor_row = row + 20 + 50 * index
        tone = stage.paint("dark_leaf", 0.35, reach * air)
        stage[plane].add(
            rect(
                left,
                floor_row - 14,
                right - left,
                bottom,
                stage.gradient([(0, stage.paint("leaf", 0.7, reach * air), 1), (0.3, tone, 1)]),
            )
        )
        for _ in range(count):
            x = rng.uniform(left, right)
            if index == 2 and abs(x - stage.layout.column) < frame.w * 0.09:
                continue
            trunk(stage, plane, x, floor_row + rng.uniform(-6, 10), wide * rng.uniform(0.7, 1.2), reach * air)
        mist(stage, plane, floor_row - 60, 130, strength=0.30)
    _shafts(stage)
    ground = [
        (left, frame.h * 0.78),
        (frame.w * 0.25, frame.h * 0.75),
        (frame.w * 0.6, frame.h * 0.785),
        (right, frame.h * 0.76),
    ]
    fill = stage.gradient(
        [
            (0, stage.paint("grass", 0.75), 1),
            (0.3, stage.paint("leaf", 0.35), 1),
            (1, stage.paint("dark_leaf", 0.05), 1),
        ]
    )
    stage["subject"].add(
        path(smooth(ground, closed=False) + f"L{right:.0f} {bottom:.0f}L{left:.0f} {bottom:.0f}Z", fill)
    )
    tufts(stage, "subject", frame.h * 0.79, "leaf", count=160, size=34, facing=0.7, spread=14)
    for t in (0.02, 0.97):
        trunk(stage, "near", frame.w * t, frame.h * 1.1, 120, 0)
    tufts(stage, "near", frame.h * 1.05, "dark_leaf", count=90, size=130, facing=0.2)
    stage["near"].blur = 4.0


def trunk(stage: Stage, plane: str, x: float, ground: float, wide: float, air: float) -> None:
    """A trunk leaving the frame at the top, lit along one flank."""
    lean = stage.rng.uniform(-0.03, 0.03) * stage.frame.h
    top = stage.frame.bounds[1] - 20
    across = (0, 0, 1, 0) if stage.light.sun[0] < 0 else (1, 0, 0, 0)
    fill = stage.gradient(
        [
            (0, stage.paint("dark_wood", 1.0, air), 1),
            (0.25, stage.paint("dark_wood", 0.45, air), 1),
            (0.7, stage.paint("dark_wood", 0.02, air), 1),
        ],
        across,
    )
    body = [
        (x - wide * 0.75, ground + 6),
        (x - wide * 0.45, ground - wide * 0.8),
        (x - wide * 0.36 + lean, top),
        (x + wide * 0.30 + lean, top),
        (x + wide * 0.45, ground - wide * 0.8),
        (x + wide * 0.8, ground + 6),
    ]
    stage[plane].add(polygon(body, fill))
    if wide > 24:
        way = stage.rng.choice((-1, 1))
        y = ground - stage.frame.h * stage.rng.uniform(0.3, 0.5)
        stage[plane].add(
            line(
                [(x + lean * 0.5, y), (x + way * wide * 1.6, y - wide * 1.7), (x + way * wide * 3.4, y - wide * 2.4)],
                stage.paint("dark_wood", 0.1, air),
                wide * 0.13,
            )
        )


def _shafts(stage: Stage) -> None:
    if not stage.light.has_sun:
        return
    frame, rng = stage.frame, stage.rng
    tint = stage.glow(stage.light.key, 0.9)
    source = frame.w * (0.5 + 0.55 * (1 if stage.light.sun[0] > 0 else -1))
    way = -1 if stage.light.sun[0] > 0 else 1
    for _ in range(6):
        foot = source + way * frame.w * rng.uniform(0.15, 1.0)
        wide = rng.uniform(20, 70)
        start = source + way * (abs(foot - source)) * 0.35
        beam = [(start, -90), (start + wide * 0.7, -90), (foot + wide, frame.h * 0.82), (foot - wide, frame.h * 0.82)]
        stage["mid"].soft(polygon(beam, stage.gradient([(0, tint, 0.30), (1, tint, 0.0)])), blur=10.0, mode="screen")


@place(
    "field",
    "farm, fields, meadow, crop, crops, wheat, harvest, agriculture, pasture, countryside, orchard, vineyard, ranch, barn, soil, rural, prairie, apiary, hive",
    horizon=0.52,
    people="farmer",
)
def field(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    row, frame = stage.camera.horizon, stage.frame
    side = stage.layout.side or 1.0
    reach = stage.light.visibility
    ridge(stage, "far", row, 70, "dark_leaf", air=reach * 0.65, rough=0.5)
    ridge(stage, "far", row + 8, 34, "grass", air=reach * 0.40, rough=0.5)
    mist(stage, "far", row, 30, strength=0.4)
    hedge(stage, row + 14, 150)
    crop = "wheat" if stage.rng.random() < 0.6 else "grass"
    furrows(stage, "mid", row + 12, crop)
    barn(stage, frame.w * (0.5 - side * 0.24), row + 22, 120, 90)
    round_tree(stage, "mid", stage.camera.x_at(frame.w * (0.5 - side * 0.40), 42), 42, 9)
    tufts(stage, "near", frame.h * 1.05, crop, count=170, size=150, facing=0.35, spread=30)
    stage["near"].blur = 2.6


def hedge(stage: Stage, row: float, air: float) -> None:
    left, _, right, _ = stage.frame.bounds
    rng, x = stage.rng, left
    while x < right:
        size = rng.uniform(10, 30) * (1.8 if rng.random() < 0.12 else 1)
        stage["mid"].add(
            path(leafy(rng, x, row - size * 0.4, size), stage.paint("dark_leaf", rng.uniform(0.1, 0.5), air))
        )
        x += size * rng.uniform(0.7, 1.3)


def furrows(stage: Stage, plane: str, row: float, color: str) -> None:
    """Rows of a crop running to the vanishing point, light and dark by turns."""
    frame, camera = stage.frame, stage.camera
    left, _, right, bottom = frame.bounds
    fill = stage.gradient(
        [
            (0, stage.paint(color, 0.9, 90), 1),
            (0.3, stage.paint(color, 0.7, 20), 1),
            (1, stage.paint(color, 0.22, 0), 1),
        ]
    )
    stage[plane].add(rect(left, row, right - left, bottom - row, fill))
    dark = stage.gradient([(0, stage.paint("earth", 0.3, 90), 0.10), (1, stage.paint("earth", 0.0, 0), 0.55)])
    vx = camera.centre + stage.layout.side * frame.w * 0.12
    span = frame.w * 1.9
    for i in range(-15, 16):
        base = vx + i * span / 15
        wide = span / 15 * 0.30
        stage[plane].add(
            polygon([(vx + i * 9, row), (vx + i * 9 + 2.5, row), (base + wide, bottom), (base - wide, bottom)], dark)
        )


def barn(stage: Stage, x: float, ground: float, size: float, air: float, *, plane: str = "mid") -> None:
    """A barn with its gable towards us and one lit flank."""
    h = size * 0.42
    way = 1 if stage.light.sun[0] > 0 else -1
    gable = [
        (x - size * 0.22, ground),
        (x - size * 0.22, ground - h),
        (x, ground - h * 1.75),
        (x + size * 0.22, ground - h),
        (x + size * 0.22, ground),
    ]
    far_x = x + way * size * 0.85
    flank = [(x + way * size * 0.22, ground), (x + way * size * 0.22, ground - h), (far_x, ground - h), (far_x, ground)]
    roof = [
        (x, ground - h * 1.75),
        (x + way * size * 0.25, ground - h * 0.96),
        (far_x + way * 4, ground - h * 0.96),
        (far_x - way * size * 0.2, ground - h * 1.75),
    ]
    stage[plane].add(
        polygon(flank, stage.paint("brick", 0.85, air)),
        polygon(roof, stage.paint("dark_metal", 0.9, air)),
        polygon(gable, stage.paint("brick", 0.22, air)),
    )
    stage[plane].add(rect(x - size * 0.08, ground - h * 0.7, size * 0.16, h * 0.7, stage.paint("dark_wood", 0.1, air)))
    if stage.light.lamps_on:
        stage[plane].add(
            rect(x - size * 0.05, ground - h * 1.2, size * 0.10, size * 0.09, stage.glow(stage.light.lamp, 1.0))
        )


@place("desert", "sahara, arid, drought, wasteland, canyon, mesa, savanna", horizon=0.56)
def desert(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    row, frame = stage.camera.horizon, stage.frame
    reach = stage.light.visibility
    crest = ridge(stage, "far", row, 110, "brick", air=reach * 0.55, rough=0.42, steps=26)
    facets(stage, "far", crest, "brick", air=reach * 0.5, drop=60)
    left, _, right, bottom = frame.bounds
    for index, plane in enumerate(("mid", "mid", "subject", "near")):
        base = row + (frame.h - row) * (0.10, 0.34, 0.62, 0.97)[index]
        amp, phase = 18 + 16 * index, stage.rng.uniform(0, 6)
        crest = [(left + (right - left) * i / 12, base - math.sin(phase + i * 0.62) * amp) for i in range(13)]
        air = reach * (0.35, 0.14, 0.03, 0)[index]
        lit, dark = stage.paint("sand", 0.95, air), stage.paint("sand", 0.12, air)
        slant = (0, 0, 0.35, 1) if stage.light.sun[0] < 0 else (1, 0, 0.65, 1)
        fill = stage.gradient([(0, lit, 1), (0.45, stage.paint("sand", 0.5, air), 1), (1, dark, 1)], slant)
        stage[plane].add(
            path(smooth(crest, closed=False) + f"L{right:.0f} {bottom:.0f}L{left:.0f} {bottom:.0f}Z", fill)
        )


@place(
    "garden",
    "park, lawn, playground, botanical, greenhouse, flowers, backyard, campus, greenery, square, bench",
    horizon=0.54,
    people="person",
)
def garden(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    row, frame, rng = stage.camera.horizon, stage.frame, stage.rng
    ridge(stage, "far", row + 6, 60, "dark_leaf", air=stage.light.visibility * 0.45, rough=0.8, steps=90)
    ridge(stage, "far", row + 14, 40, "leaf", air=stage.light.visibility * 0.25, rough=0.85, steps=90)
    left, _, right, bottom = frame.bounds
    lawn = stage.gradient(
        [
            (0, stage.paint("grass", 0.95, 60), 1),
            (0.4, stage.paint("grass", 0.6), 1),
            (1, stage.paint("dark_leaf", 0.2), 1),
        ]
    )
    stage["mid"].add(rect(left, row + 12, right - left, bottom - row, lawn))
    bend = stage.layout.side * frame.w * 0.2
    walk = [
        (frame.w * 0.5 - bend, row + 14),
        (frame.w * 0.46, frame.h * 0.72),
        (frame.w * 0.28 + bend, bottom),
        (frame.w * 0.72 + bend, bottom),
        (frame.w * 0.57, frame.h * 0.72),
        (frame.w * 0.51 - bend, row + 14),
    ]
    stage["mid"].add(
        path(
            smooth(walk, tension=0.4),
            stage.gradient([(0, stage.paint("sand", 0.8, 60), 1), (1, stage.paint("sand", 0.25), 1)]),
        )
    )
    for x, z, h in ((-11, 30, 9), (12, 26, 10), (-7.5, 17, 8), (9, 14.5, 7.5)):
        if abs(stage.camera.point((x, 0, z))[0] - stage.layout.column) > 130:
            round_tree(stage, "mid", x + rng.uniform(-1, 1), z, h)

    leaves(stage)
