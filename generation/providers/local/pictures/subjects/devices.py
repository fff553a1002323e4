# ruff: noqa: E501 - outlines and tables are read by the row
"""Things of work on a desk: laptop, phone, document, chip."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import Point, ellipse, group, line, polygon, rect
from generation.providers.local.pictures.solids import lamp_glow
from generation.providers.local.pictures.stage import Stage


def slab(
    stage: Stage,
    plane: str,
    x: float,
    y: float,
    z: float,
    w: float,
    d: float,
    h: float,
    color: str,
    *,
    top: str | None = None,
) -> None:
    stage.box(plane, x, y, z, w, h, d, color, top=top)


@subject(
    "laptop",
    "laptop, computer, notebook computer, software, app, platform, dashboard, website, online, code, data",
    height=0.26,
    width=0.36,
    stands="table",
)
def laptop(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """An open laptop, its screen leaning back and lit."""
    w, d = 0.36, 0.25
    slab(stage, plane, x, y, z, w, d, 0.014, "steel")
    k = stage.camera.scale(z)
    keys = [
        stage.camera.point(p)
        for p in (
            (x - 0.15, y + 0.0145, z + 0.10),
            (x + 0.15, y + 0.0145, z + 0.10),
            (x + 0.15, y + 0.0145, z + 0.22),
            (x - 0.15, y + 0.0145, z + 0.22),
        )
    ]
    stage[plane].add(polygon(keys, stage.paint("dark_metal", 0.4), 0.85))
    pad = [
        stage.camera.point(p)
        for p in (
            (x - 0.05, y + 0.0145, z + 0.02),
            (x + 0.05, y + 0.0145, z + 0.02),
            (x + 0.05, y + 0.0145, z + 0.085),
            (x - 0.05, y + 0.0145, z + 0.085),
        )
    ]
    stage[plane].add(polygon(pad, stage.paint("steel", 0.3), 0.9))
    zb, lean, high = z + d, 0.075, 0.235
    corners = [
        (x - w / 2, y + 0.012, zb),
        (x + w / 2, y + 0.012, zb),
        (x + w / 2, y + high, zb + lean),
        (x - w / 2, y + high, zb + lean),
    ]
    stage[plane].add(polygon([stage.camera.point(c) for c in corners], stage.paint("dark_metal", 0.5)))

    def at(u: float, v: float) -> Point:
        """A point of the display, fractions from its lower left."""
        m = 0.012
        return stage.camera.point(
            (x - w / 2 + m + (w - 2 * m) * u, y + 0.02 + (high - 0.034) * v, zb - 0.002 + lean * v)
        )

    back = stage.gradient([(0, stage.glow("ground", 1.1), 1), (1, stage.glow("ground_dark", 1.0), 1)], (0, 0, 1, 1))
    stage[plane].add(polygon([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], back))
    bright, accent = stage.glow("ground_pale", 1.1), stage.glow("accent", 1.15)
    for i in range(8):
        u, tall = 0.44 + i * 0.064, 0.16 + 0.05 * i + 0.05 * math.sin(i * 1.9)
        stage[plane].add(
            polygon(
                [at(u, 0.14), at(u + 0.042, 0.14), at(u + 0.042, 0.14 + tall), at(u, 0.14 + tall)],
                accent if i == 7 else bright,
                0.9,
            )
        )
    for i in range(5):
        v = 0.80 - i * 0.12
        stage[plane].add(line([at(0.07, v), at(0.20 + 0.04 * ((i * 3) % 4), v)], bright, max(0.006 * k, 0.8), 0.7))
    curve = [at(0.44 + i * 0.064, 0.48 + 0.055 * i + 0.05 * math.sin(i * 2.4)) for i in range(8)]
    stage[plane].add(line(curve, accent, max(0.004 * k, 0.8)))
    lamp_glow(stage, plane, x, y + high / 2, zb, size=0.16, strength=0.22, color=stage.albedo("ground_pale"))


@subject(
    "phone", "phone, smartphone, telephone, mobile, text message, mobile app", height=0.15, width=0.075, stands="table"
)
def phone(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    w, h = 0.078, 0.155
    stage.box(plane, x, y, z + 0.01, 0.055, 0.03, 0.05, "pale_wood")
    k = stage.camera.scale(z)
    cx, cy = stage.camera.point((x, y + 0.012, z))
    parts = [
        rect(-w / 2 * k - 0.004 * k, -h * k, w * k, h * k, stage.paint("steel", 0.3), 1, 0.012 * k),
        rect(-w / 2 * k, -h * k, w * k, h * k, stage.paint("black", 0.5), 1, 0.012 * k),
    ]
    m = 0.004 * k
    parts.append(
        rect(
            -w / 2 * k + m,
            -h * k + m,
            w * k - 2 * m,
            h * k - 2 * m,
            stage.gradient([(0, stage.glow("ground", 1.2), 1), (1, stage.glow("ground_dark", 1.1), 1)], (0, 0, 1, 1)),
            1,
            0.009 * k,
        )
    )
    for i in range(3):
        parts.append(
            rect(
                -w * 0.38 * k,
                (-h * 0.86 + i * h * 0.21) * k,
                w * (0.76 if i != 1 else 0.56) * k,
                h * 0.14 * k,
                stage.glow("ground_pale" if i != 1 else "accent", 1.05),
                0.92,
                0.006 * k,
            )
        )
    parts.append(ellipse(0, -h * 0.12 * k, w * 0.16 * k, w * 0.16 * k, stage.glow("accent", 1.1)))
    stage[plane].add(group("".join(parts), x=cx, y=cy, turn=-4))
    lamp_glow(stage, plane, x, y + h / 2, z, size=0.07, strength=0.25, color=stage.albedo("ground_pale"))


@subject(
    "document",
    "document, report, contract, paper, study, letter, agreement, file, blueprint, plan, map, newspaper, note, page, manuscript, patent, invoice",
    height=0.05,
    width=0.34,
    stands="table",
)
def document(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A few sheets fanned on the table, ruled with lines, and a pen."""
    for index, (turn, dx) in enumerate(((-0.22, -0.05), (0.10, 0.03), (-0.04, 0.0))):
        lift = 0.002 + index * 0.003

        def at(u: float, v: float, turn: float = turn, dx: float = dx, lift: float = lift) -> Point:
            px, pz = (u - 0.5) * 0.23, (v - 0.5) * 0.32
            return stage.camera.point(
                (
                    x + dx + px * math.cos(turn) - pz * math.sin(turn),
                    y + lift,
                    z + 0.16 + px * math.sin(turn) + pz * math.cos(turn),
                )
            )

        stage[plane].add(
            stage.blurred(
                polygon(
                    [at(-0.03, -0.05), at(1.03, -0.05), at(1.03, 1), at(-0.03, 1)], stage.paint("black", 0.0), 0.35
                ),
                3.0,
            )
        )
        stage[plane].add(polygon([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], stage.paint("paper", 0.55 + 0.2 * index)))
        if index == 2:
            ink = stage.paint("charcoal", 0.2)
            stage[plane].add(polygon([at(0.12, 0.84), at(0.62, 0.84), at(0.62, 0.90), at(0.12, 0.90)], ink))
            for i in range(9):
                v = 0.76 - i * 0.068
                stage[plane].add(
                    polygon(
                        [
                            at(0.12, v),
                            at(0.88 - 0.07 * ((i * 5) % 3), v),
                            at(0.88 - 0.07 * ((i * 5) % 3), v + 0.018),
                            at(0.12, v + 0.018),
                        ],
                        ink,
                        0.5,
                    )
                )
            stage[plane].add(
                polygon([at(0.58, 0.08), at(0.88, 0.08), at(0.88, 0.13), at(0.58, 0.13)], stage.paint("accent", 0.6))
            )
    a, b = stage.camera.point((x + 0.10, y + 0.012, z + 0.02)), stage.camera.point((x + 0.19, y + 0.012, z + 0.13))
    k = stage.camera.scale(z)
    stage[plane].add(
        line([a, b], stage.paint("black", 0.2), 0.011 * k),
        line([(a[0] - 1, a[1] - 1.5), (b[0] - 1, b[1] - 1.5)], stage.paint("steel", 1.0), 0.003 * k, 0.8),
    )


@subject(
    "chip",
    "chip, chips, processor, semiconductor, microchip, circuit, ai, artificial intelligence, algorithm, quantum",
    height=0.05,
    width=0.22,
    stands="table",
)
def chip(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A processor on its board, traces running out from it."""
    stage.box(plane, x, y, z, 0.34, 0.012, 0.26, "ground_dark", top="ground")
    k = stage.camera.scale(z)

    def at(px: float, pz: float, up: float = 0.0125) -> Point:
        return stage.camera.point((x + px, y + up, z + 0.13 + pz))

    for i in range(-5, 6):
        offset = i * 0.011
        for way in (-1, 1):
            stage[plane].add(
                line(
                    [
                        at(way * 0.055, offset),
                        at(way * 0.09, offset),
                        at(way * (0.105 + abs(i) * 0.004), offset * 1.9),
                        at(way * 0.165, offset * 1.9),
                    ],
                    stage.paint("brass", 0.9),
                    max(0.0028 * k, 0.6),
                )
            )
            stage[plane].add(
                line(
                    [at(offset, way * 0.055), at(offset, way * 0.08), at(offset * 1.8, way * 0.125)],
                    stage.paint("brass", 0.9),
                    max(0.0028 * k, 0.6),
                )
            )
    stage.box(plane, x, y + 0.012, z + 0.07, 0.12, 0.014, 0.12, "black", top="dark_metal")
    stage[plane].add(
        polygon(
            [
                at(-0.036, -0.036, 0.0265),
                at(0.036, -0.036, 0.0265),
                at(0.036, 0.036, 0.0265),
                at(-0.036, 0.036, 0.0265),
            ],
            stage.gradient([(0, stage.glow("accent", 1.2), 1), (1, stage.glow("second", 0.9), 1)], (0, 0, 1, 1)),
        )
    )
    lamp_glow(stage, plane, x, y + 0.03, z + 0.13, size=0.10, strength=0.55, color=stage.albedo("accent"))
