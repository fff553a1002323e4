# ruff: noqa: E501 - outlines and tables are read by the row
"""Small things on a table: cup, bread, book, bottle, box, key, coin, plate, medicine, letter, flower."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import Point, ellipse, line, path, polygon, smooth, tube
from generation.providers.local.pictures.solids import lathe
from generation.providers.local.pictures.stage import Stage


def steam(stage: Stage, plane: str, x: float, y: float, z: float, size: float) -> None:
    """Two wisps rising from something hot."""
    k, (cx, cy) = stage.camera.scale(z), stage.camera.point((x, y, z))
    for side in (-1, 1):
        wisp = [
            (cx + side * 0.02 * k + math.sin(i * 1.1 + side) * size * 0.12 * k, cy - i * size * 0.16 * k)
            for i in range(7)
        ]
        stage[plane].add(
            stage.blurred(
                path(
                    tube(wisp, [size * 0.03 * k * (1 + i * 0.25) for i in range(7)]),
                    stage.glow(stage.light.sky[3], 0.9),
                    0.26,
                ),
                5.0,
            )
        )


@subject("cup", "cup, coffee, tea, mug, espresso, breakfast", height=0.12, width=0.14, stands="table", body="white")
def cup(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    lathe(stage, plane, x, y, z, [(0.05, 0), (0.085, 0.010), (0.09, 0.014)], "white", shine=0.5, top="white")
    k = stage.camera.scale(z)
    hx, hy = stage.camera.point((x, y + 0.055, z))
    way = -1 if stage.layout.side > 0 else 1
    ring = [
        (hx + way * (0.046 + math.sin(a / 8 * math.pi) * 0.032) * k, hy - math.cos(a / 8 * math.pi) * 0.026 * k)
        for a in range(9)
    ]
    stage[plane].add(line(ring, stage.paint("accent", 0.35), max(0.011 * k, 1)))
    lathe(
        stage,
        plane,
        x,
        y + 0.014,
        z,
        [(0.026, 0), (0.036, 0.012), (0.047, 0.045), (0.050, 0.085)],
        "accent",
        shine=0.5,
        top="accent",
    )
    cx, cy = stage.camera.point((x, y + 0.099, z))
    tilt = abs(stage.camera.eye - y - 0.099) / math.hypot(z, stage.camera.eye - y)
    stage[plane].add(ellipse(cx, cy + 0.001 * k, 0.044 * k, 0.044 * k * tilt, stage.paint("dark_wood", 0.15)))
    steam(stage, plane, x, y + 0.11, z, 0.22)


@subject(
    "bread",
    "bread, loaf, bun, cardamom buns, loaves, sourdough, pastry, baguette, croissant, dough",
    height=0.16,
    width=0.34,
    stands="table",
)
def bread(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A round loaf, scored, on a board."""
    stage.box(plane, x, y, z - 0.08, 0.46, 0.022, 0.30, "wood")
    k, (cx, cy) = stage.camera.scale(z), stage.camera.point((x, y + 0.022, z))
    stage[plane].add(
        stage.blurred(ellipse(cx, cy + 0.008 * k, 0.19 * k, 0.035 * k, stage.paint("black", 0.0), 0.55), 5.0)
    )
    outline = [
        (-0.165, 0.0),
        (-0.178, -0.05),
        (-0.14, -0.115),
        (-0.05, -0.15),
        (0.06, -0.148),
        (0.145, -0.11),
        (0.178, -0.045),
        (0.163, 0.004),
        (0.0, 0.022),
    ]
    points = [(cx + px * k, cy + py * k) for px, py in outline]
    left = stage.light.sun[0] < 0
    fill = stage.gradient(
        [
            (0, stage.paint("wheat", 1.0), 1),
            (0.25, stage.paint("crust", 0.95), 1),
            (0.6, stage.paint("crust", 0.40), 1),
            (1, stage.paint("dark_wood", 0.05), 1),
        ],
        (0.1, 0, 0.9, 1) if left else (0.9, 0, 0.1, 1),
    )
    stage[plane].add(path(smooth(points), fill))
    for i in range(4):
        sx = -0.105 + i * 0.066
        cut = [(sx - 0.022, -0.045), (sx - 0.006, -0.105), (sx + 0.030, -0.132), (sx + 0.012, -0.088)]
        stage[plane].add(
            path(smooth([(cx + px * k, cy + py * k) for px, py in cut], tension=0.7), stage.paint("wheat", 0.85), 0.95)
        )
        stage[plane].add(
            line(
                [(cx + (sx - 0.020) * k, cy - 0.048 * k), (cx + (sx + 0.010) * k, cy - 0.088 * k)],
                stage.paint("dark_wood", 0.1),
                max(0.004 * k, 0.8),
                0.6,
            )
        )
    flecks = "".join(
        ellipse(
            cx + stage.rng.uniform(-0.13, 0.13) * k,
            cy - stage.rng.uniform(0.03, 0.13) * k,
            0.0025 * k,
            0.0018 * k,
            stage.paint("paper", 0.9),
            0.7,
        )
        for _ in range(26)
    )
    stage[plane].add(flecks)


@subject(
    "book",
    "book, books, notebook, open notebook, tide book, sleep diary, diary, novel, journal, archive, textbook, logbook, ledger",
    height=0.14,
    width=0.26,
    stands="table",
)
def book(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A pile of two with a third lying open on top."""
    level = y
    for i, (tone, w, d, h) in enumerate((("ground", 0.25, 0.18, 0.034), ("accent", 0.22, 0.165, 0.028))):
        px = x + (0.012 if i else -0.008)
        stage.box(plane, px, level, z, w, 0.004, d, tone, edge=False)
        stage.box(plane, px, level + 0.004, z + 0.006, w - 0.012, h - 0.008, d - 0.012, "paper", edge=False)
        stage.box(plane, px, level + h - 0.004, z, w, 0.004, d, tone)
        level += h
    for side in (-1, 1):

        def at(u: float, v: float, side: int = side, base: float = level) -> Point:
            rise = 0.022 * math.sin(u * math.pi) + 0.004
            return stage.camera.point((x + side * u * 0.15, base + rise, z + v * 0.19 - 0.01))

        edge = [at(i / 8, 0) for i in range(9)] + [at(i / 8, 1) for i in range(8, -1, -1)]
        lit = (side < 0) == (stage.light.sun[0] < 0)
        fill = stage.gradient(
            [
                (0, stage.paint("paper", 0.35), 1),
                (0.5, stage.paint("paper", 1.0 if lit else 0.6), 1),
                (1, stage.paint("paper", 0.5 if lit else 0.25), 1),
            ],
            (0, 0, 1, 0),
        )
        stage[plane].add(polygon(edge, fill))
        for row in range(7):
            v = 0.14 + row * 0.11
            stage[plane].add(
                line(
                    [at(0.14 + j * 0.09, v) for j in range(8 if row % 3 else 6)],
                    stage.paint("charcoal", 0.2),
                    max(0.0025 * stage.camera.scale(z), 0.6),
                    0.45,
                )
            )


@subject(
    "bottle",
    "bottle, wine, vial, serum, cosmetics, drink, packaging, beer, oil, honey, jar",
    body="ground",
    height=0.30,
    width=0.12,
    stands="table",
)
def bottle(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    lathe(
        stage,
        plane,
        x,
        y,
        z,
        [(0.044, 0), (0.047, 0.006), (0.047, 0.15), (0.040, 0.18), (0.018, 0.205), (0.0155, 0.24), (0.0165, 0.25)],
        "ground",
        shine=0.75,
    )
    lathe(stage, plane, x, y + 0.045, z - 0.001, [(0.0475, 0), (0.0475, 0.085)], "paper", shine=0.2, top="paper")
    lathe(stage, plane, x, y + 0.100, z - 0.002, [(0.0478, 0), (0.0478, 0.012)], "accent", shine=0.2, top="accent")
    lathe(stage, plane, x, y + 0.25, z, [(0.018, 0), (0.018, 0.032)], "brass", shine=0.7)
    k, (cx, cy) = stage.camera.scale(z), stage.camera.point((x, y, z))
    way = -1 if stage.light.sun[0] < 0 else 1
    stage[plane].add(
        stage.blurred(
            polygon(
                [
                    (cx - way * 0.01 * k, cy),
                    (cx + way * 0.03 * k, cy),
                    (cx - way * 0.26 * k, cy + 0.07 * k),
                    (cx - way * 0.34 * k, cy + 0.055 * k),
                ],
                stage.paint("accent", 0.9),
                0.25,
            ),
            6.0,
        )
    )


@subject(
    "plate",
    "plate, meal, dish, food, dinner, lunch, menu, restaurant, vegetables",
    height=0.1,
    width=0.3,
    stands="table",
)
def plate(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    lathe(stage, plane, x, y, z, [(0.09, 0), (0.16, 0.016), (0.165, 0.02)], "white", shine=0.4, top="white")
    k, (cx, cy) = stage.camera.scale(z), stage.camera.point((x, y + 0.02, z))
    for i, (dx, r, tone) in enumerate(((-0.055, 0.042, "leaf"), (0.05, 0.046, "accent"), (0.0, 0.050, "crust"))):
        fx, fy = cx + dx * k, cy - r * 0.75 * k + (0.012 * k if i == 2 else 0)
        fill = stage.gradient(
            [(0, stage.paint(tone, 1.0), 1), (0.5, stage.paint(tone, 0.5), 1), (1, stage.paint(tone, 0.02), 1)],
            (0.1, 0, 0.9, 1) if stage.light.sun[0] < 0 else (0.9, 0, 0.1, 1),
        )
        stage[plane].add(
            ellipse(fx, fy, r * k, r * 0.94 * k, fill),
            line(
                [(fx, fy - r * 0.85 * k), (fx + 0.008 * k, fy - r * 1.2 * k)],
                stage.paint("dark_wood", 0.3),
                max(0.004 * k, 0.7),
            ),
        )
