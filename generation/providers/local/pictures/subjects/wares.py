# ruff: noqa: E501 - outlines and tables are read by the row
"""More small things on a table: glassware, medicine, coins, a key, a plant, a parcel."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.furniture import plant
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import Point, ellipse, line, polygon
from generation.providers.local.pictures.solids import lathe
from generation.providers.local.pictures.stage import Stage


@subject(
    "box",
    "box, ballot box, vote, parcel, package, crate, gift, shipment, cardboard, packages",
    body="pale_wood",
    height=0.26,
    width=0.36,
    stands="table",
)
def box(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    side = -0.02 if stage.layout.side > 0 else 0.02
    stage.box(plane, x + side, y, z, 0.34, 0.20, 0.24, "pale_wood")
    x1, y1 = stage.camera.point((x + side - 0.028, y + 0.20, z))
    k = stage.camera.scale(z)
    stage[plane].add(
        f'<rect x="{x1:.1f}" y="{y1:.1f}" width="{0.056 * k:.1f}" height="{0.20 * k:.1f}" fill="{stage.paint("wood", 0.6)}" opacity="0.8"/>'
    )
    lid = [
        stage.camera.point(p)
        for p in (
            (x + side - 0.028, y + 0.201, z),
            (x + side + 0.028, y + 0.201, z),
            (x + side + 0.028, y + 0.201, z + 0.24),
            (x + side - 0.028, y + 0.201, z + 0.24),
        )
    ]
    stage[plane].add(polygon(lid, stage.paint("wood", 0.9), 0.8))
    stage.box(plane, x + side + 0.09, y + 0.05, z - 0.001, 0.10, 0.07, 0.001, "paper", edge=False)
    stage.box(plane, x - side * 8, y, z - 0.09, 0.15, 0.09, 0.11, "accent")


@subject(
    "key",
    "key, keys, encrypted, lock, door key, secret, safe, password, security",
    height=0.04,
    width=0.2,
    stands="table",
)
def key(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    def at(u: float, v: float) -> Point:
        return stage.camera.point((x + u, y + 0.006, z + 0.06 + v))

    k = stage.camera.scale(z)
    metal, lit = stage.paint("brass", 0.5), stage.paint("brass", 1.0)
    ring = [at(-0.075 + math.cos(a / 16 * 6.283) * 0.03, math.sin(a / 16 * 6.283) * 0.03) for a in range(17)]
    stage[plane].add(
        stage.blurred(line([at(-0.10, -0.012), at(0.10, -0.012)], stage.paint("black", 0.0), 0.02 * k, 0.6), 3.0)
    )
    stage[plane].add(
        line(ring, metal, 0.013 * k),
        line([at(-0.045, 0), at(0.10, 0)], metal, 0.012 * k),
        line([at(0.07, 0), at(0.07, -0.028)], metal, 0.012 * k),
        line([at(0.092, 0), at(0.092, -0.022)], metal, 0.011 * k),
    )
    stage[plane].add(line([at(-0.045, 0.004), at(0.10, 0.004)], lit, 0.003 * k), line(ring[2:8], lit, 0.004 * k))


@subject(
    "medicine",
    "medicine, pill, pills, drug, vaccine, tablet, capsule, treatment, therapy, dose, syringe",
    height=0.16,
    width=0.2,
    stands="table",
)
def medicine(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    lathe(stage, plane, x, y, z + 0.05, [(0.042, 0), (0.044, 0.006), (0.044, 0.095), (0.036, 0.11)], "crust", shine=0.7)
    lathe(stage, plane, x, y + 0.02, z + 0.049, [(0.0445, 0), (0.0445, 0.06)], "paper", shine=0.2, top="paper")
    lathe(stage, plane, x, y + 0.11, z + 0.05, [(0.042, 0), (0.042, 0.03)], "white", shine=0.4)
    k = stage.camera.scale(z)
    for i, (dx, dz) in enumerate(((-0.10, -0.02), (0.085, -0.03), (0.115, 0.03), (-0.075, 0.05))):
        cx, cy = stage.camera.point((x + dx, y + 0.007, z + dz))
        tone = "accent" if i % 2 else "white"
        stage[plane].add(
            ellipse(cx + 1, cy + 0.006 * k, 0.017 * k, 0.006 * k, stage.paint("black", 0.0), 0.4),
            ellipse(cx, cy, 0.016 * k, 0.008 * k, stage.paint(tone, 0.7)),
            ellipse(cx - 0.004 * k, cy - 0.003 * k, 0.006 * k, 0.002 * k, stage.glow("white", 1.0), 0.8),
        )


@subject(
    "coin",
    "coin, coins, bill, fund, money, cash, savings, investment, revenue, funding, profit, price, bank, loan, dollar, euro",
    height=0.14,
    width=0.24,
    stands="table",
)
def coin(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """Four stacks of coins, each higher than the last."""
    for i in range(4):
        px, count = x - 0.105 + i * 0.07, 3 + i * 4
        for level in range(count):
            shift = ((level * 7 + i * 3) % 5 - 2) * 0.0012
            lathe(
                stage,
                plane,
                px + shift,
                y + level * 0.0075,
                z + 0.03,
                [(0.029, 0), (0.029, 0.0066)],
                "brass" if level % 2 else "accent",
                shine=0.6,
                top="brass",
            )


@subject(
    "flower",
    "flower, bouquet, rose, seedling, sapling, sprout, young plants, plant, eelgrass, seed, herbs, blossom",
    height=0.34,
    width=0.24,
    stands="table",
)
def flower(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A seedling in a pot, one flower open."""

    plant(stage, plane, x, z + 0.02, h=0.36, y=y, pot="crust")
    k, (cx, cy) = stage.camera.scale(z), stage.camera.point((x + 0.02, y + 0.33, z))
    for i in range(7):
        angle = i * 0.898
        px, py = cx + math.cos(angle) * 0.028 * k, cy + math.sin(angle) * 0.026 * k
        stage[plane].add(
            ellipse(
                px,
                py,
                0.021 * k,
                0.018 * k,
                stage.paint("accent", 0.95 if math.cos(angle) * stage.light.sun[0] > 0 else 0.4),
            )
        )
    stage[plane].add(ellipse(cx, cy, 0.014 * k, 0.013 * k, stage.paint("wheat", 0.9)))


@subject(
    "flask",
    "flask, beaker, test tube, chemistry, solution, liquid, catalyst, hydrogen, molecule, compound, enzyme, water sample, lab glass",
    height=0.26,
    width=0.3,
    stands="table",
)
def flask(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A conical flask half full of something that shines, and a rack of tubes."""
    k, (cx, base) = stage.camera.scale(z), stage.camera.point((x, y, z + 0.05))
    glass = stage.gradient(
        [
            (0, stage.glow("white", 0.9), 0.55),
            (0.2, stage.glow("white", 0.8), 0.14),
            (0.7, stage.glow("white", 0.7), 0.08),
            (1, stage.glow("white", 0.9), 0.40),
        ],
        (0, 0, 1, 0),
    )
    body = [
        (-0.075, 0.0),
        (-0.078, -0.012),
        (-0.022, -0.145),
        (-0.020, -0.20),
        (-0.026, -0.208),
        (0.026, -0.208),
        (0.020, -0.20),
        (0.022, -0.145),
        (0.078, -0.012),
        (0.075, 0.0),
    ]
    fluid = [(-0.072, -0.003), (-0.074, -0.014), (-0.047, -0.078), (0.047, -0.078), (0.074, -0.014), (0.072, -0.003)]
    tone = stage.gradient([(0, stage.glow("accent", 1.15), 0.95), (1, stage.glow("accent", 0.65), 0.95)])
    to = lambda pts: [(cx + px * k, base + py * k) for px, py in pts]  # noqa: E731
    stage[plane].add(
        stage.blurred(ellipse(cx, base + 0.01 * k, 0.10 * k, 0.02 * k, stage.glow("accent", 0.8), 0.5), 6.0)
    )
    stage[plane].add(
        polygon(to(fluid), tone),
        ellipse(cx, base - 0.078 * k, 0.047 * k, 0.008 * k, stage.glow("accent", 1.3)),
        polygon(to(body), glass),
    )
    stage[plane].add(line(to([(-0.055, -0.035), (-0.024, -0.125)]), stage.glow("white", 1.1), max(0.005 * k, 1), 0.7))
    for i in range(4):
        px = x + (0.13 + i * 0.045) * (-1 if stage.layout.side > 0 else 1)
        lathe(
            stage,
            plane,
            px,
            y,
            z + 0.08,
            [(0.012, 0.0), (0.014, 0.008), (0.014, 0.07)],
            ("first", "second", "ground", "first")[i],
            shine=0.5,
        )
        lathe(stage, plane, px, y + 0.07, z + 0.08, [(0.014, 0), (0.014, 0.06), (0.016, 0.065)], "white", shine=0.8)
    stage.box(plane, x + 0.197 * (-1 if stage.layout.side > 0 else 1), y, z + 0.065, 0.21, 0.05, 0.04, "pale_wood")
