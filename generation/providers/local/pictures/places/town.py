# ruff: noqa: E501 - outlines and tables are read by the row
"""Built outdoors: the city street and the village."""

import random

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.nature import mist, ridge, round_tree, tufts
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import line, polygon, rect
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import bloom, floor, lamp_glow, side_windows, windows
from generation.providers.local.pictures.stage import Stage


@place(
    "street",
    "city street, city, town, avenue, downtown, high street, traffic, pavement, sidewalk, urban, crossing, neighbourhood, neighborhood",
    horizon=0.56,
    people="person",
)
def street(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    rng, frame, camera = stage.rng, stage.frame, stage.camera
    half = 7.5 if not frame.is_tall else 5.2
    far_blocks(stage)
    floor(stage, "mid", "asphalt", far=300, lit=0.6)
    _pavements(stage, half)
    lit = 0.55 if stage.light.is_dark else (0.34 if stage.light.lamps_on else 0.05)
    tones = ("brick", "plaster", "stone", "ground_pale", "first_pale", "concrete", "ground")
    for z, depth in ((95, 40), (66, 28), (46, 19), (31, 14), (20, 10.5), (11.5, 8), (5.0, 6.2)):
        for side in (-1, 1):
            height = rng.uniform(9, 17) + (6 if z > 60 else 0)
            tone = tones[rng.randrange(7)]
            width = 14.0
            x = side * (half + width / 2)
            plane = "mid"
            stage.box(plane, x, 0, z, width, height, depth - 0.4, tone, edge=False)
            inner = side * half
            for ledge in (3.35, height - 0.4):
                stage.face(
                    plane,
                    [
                        (inner - side * 0.18, ledge, z),
                        (inner - side * 0.18, ledge, z + depth - 0.4),
                        (inner - side * 0.18, ledge + 0.3, z + depth - 0.4),
                        (inner - side * 0.18, ledge + 0.3, z),
                    ],
                    "stone",
                    0.75,
                )
            side_windows(
                stage,
                plane,
                inner,
                3.6,
                z,
                depth - 0.4,
                height - 4.4,
                columns=max(2, int(depth / 2.8)),
                rows=max(2, int((height - 4) / 3.1)),
                lit=lit,
            )
            _shop_front(stage, inner, z, depth - 0.4, side)
        if z in (66, 31):
            mist(stage, "mid", camera.horizon, 60, strength=0.20)
    _lamps(stage, half)


def far_blocks(stage: Stage) -> None:
    """Distant high-rise at the end of the view."""
    rng = stage.rng
    for _ in range(9):
        x, z = rng.uniform(-60, 60), rng.uniform(240, 420)
        w, h = rng.uniform(14, 26), rng.uniform(24, 70)
        stage.box("far", x, 0, z, w, h, 10, rng.choice(("concrete", "glass", "ground_pale")), edge=False)
        windows(
            stage, "far", x, 2, z - 0.1, w, h - 3, columns=6, rows=int(h / 5), lit=0.4 if stage.light.lamps_on else 0.03
        )


def _pavements(stage: Stage, half: float) -> None:
    walk = half - 2.6
    for side in (-1, 1):
        stage.face(
            "mid",
            [(side * walk, 0.12, 0.3), (side * half, 0.12, 0.3), (side * half, 0.12, 140), (side * walk, 0.12, 140)],
            "concrete",
            0.7,
        )
        stage.face(
            "mid",
            [(side * walk, 0.0, 0.3), (side * walk, 0.12, 0.3), (side * walk, 0.12, 140), (side * walk, 0, 140)],
            "stone",
            0.2,
        )
    for i in range(14):
        z = 3.5 + i * 4.2
        stage.face(
            "mid",
            [(-0.07, 0.01, z), (0.07, 0.01, z), (0.07, 0.01, z + 2.0), (-0.07, 0.01, z + 2.0)],
            "white",
            0.55,
            opacity=0.7,
        )


def _shop_front(stage: Stage, x: float, z: float, depth: float, side: int) -> None:
    """A lit or shaded ground floor with an awning."""
    if z < 4 and depth < 3:
        return
    rng = stage.rng
    z1, z2 = max(z + 0.5, 0.6), z + depth - 0.5
    glass = [stage.camera.point(p) for p in ((x, 0.5, z1), (x, 0.5, z2), (x, 2.7, z2), (x, 2.7, z1))]
    on = stage.light.lamps_on and rng.random() < 0.75
    tone = (
        stage.glow(mix(stage.light.lamp, stage.light.haze, 0.12), 0.95)
        if on
        else to_hex(mix(stage.shade("glass", 0.1, z), stage.light.sky[2], 0.18))
    )
    stage["mid"].add(polygon(glass, tone))
    if on:
        cx = sum(p[0] for p in glass) / 4
        cy = sum(p[1] for p in glass) / 4
        bloom(stage, "mid", cx, cy, 1.5 * stage.camera.scale(z + depth / 2), strength=0.7)
    if rng.random() < 0.6:
        out = x - side * 1.1
        color = rng.choice(("accent", "ground", "first", "second"))
        stage.face("mid", [(x, 3.2, z1), (x, 3.2, z2), (out, 2.6, z2), (out, 2.6, z1)], color, 0.55)
        stage.face("mid", [(out, 2.6, z1), (out, 2.6, z2), (out, 2.4, z2), (out, 2.4, z1)], color, 0.2)


def _lamps(stage: Stage, half: float) -> None:
    for z in (38, 24, 13):
        for side in (-1, 1):
            street_lamp(stage, "mid", side * (half - 2.2), z, -side)


def street_lamp(stage: Stage, plane: str, x: float, z: float, way: float) -> None:
    """A lamp post with an arm; it blooms when the lamps are on."""
    k, (cx, ground) = stage.camera.scale(z), stage.camera.point((x, 0.12, z))
    tone = stage.paint("dark_metal", 0.3, z)
    stage[plane].add(
        line([(cx, ground), (cx, ground - 4.6 * k), (cx + way * 0.9 * k, ground - 5.0 * k)], tone, max(0.09 * k, 0.8))
    )
    stage[plane].add(rect(cx + way * 0.9 * k - 0.25 * k, ground - 5.04 * k, 0.5 * k, 0.12 * k, tone))
    if stage.light.lamps_on:
        lamp_glow(stage, plane, x + way * 0.9, 4.9, z, size=0.7, strength=0.85)
        tint = to_hex(stage.light.lamp)
        fill = stage.radial([(0, tint, 0.34), (0.5, tint, 0.14), (1, tint, 0)])
        stage[plane].add(
            f'<ellipse cx="{cx + way * 0.9 * k:.1f}" cy="{ground:.1f}" rx="{3.2 * k:.1f}" ry="{0.75 * k:.1f}" fill="{fill}" style="mix-blend-mode:screen"/>'
        )


@place(
    "village",
    "houses, house, cottage, hamlet, suburb, suburban, community, homes, roofs, church, residential, neighbours",
    horizon=0.58,
    people="person",
)
def village(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    row, frame, rng = stage.camera.horizon, stage.frame, stage.rng
    reach = stage.light.visibility
    ridge(stage, "far", row - 20, 120, "dark_leaf", air=reach * 0.6, rough=0.5)
    ridge(stage, "far", row + 2, 60, "grass", air=reach * 0.34, rough=0.5)
    mist(stage, "far", row, 40, strength=0.4)
    floor(stage, "mid", "grass", far=220, lit=0.9)
    half = 4.6
    stage.face("mid", [(-1.9, 0.01, 0.4), (1.9, 0.01, 0.4), (1.9, 0.01, 130), (-1.9, 0.01, 130)], "sand", 0.5)
    for z in (62, 46, 33, 22, 13.5):
        for side in (-1, 1):
            if rng.random() < 0.9:
                house(stage, side * (half + rng.uniform(3.2, 4.6)), z + rng.uniform(-2, 2), rng)
            if rng.random() < 0.6:
                round_tree(stage, "mid", side * (half + rng.uniform(8.5, 12)), z + 3, rng.uniform(5, 8))
    _church(stage, row)
    tufts(stage, "near", frame.h * 1.05, "dark_leaf", count=110, size=110, facing=0.3)
    stage["near"].blur = 3.0


def house(stage: Stage, x: float, z: float, rng: random.Random) -> None:
    """A gabled house: box, roof of two slopes, windows, chimney."""
    w, h, d = rng.uniform(5.4, 6.8), rng.uniform(2.9, 4.6), 5.0
    tone = rng.choice(("white", "plaster", "ground_pale", "first_pale", "brick", "sand"))
    stage.box("mid", x, 0, z, w, h, d, tone, edge=False)
    top = h + w * 0.42
    over = 0.35
    left, right = x - w / 2 - over, x + w / 2 + over
    roof = "brick" if rng.random() < 0.6 else "dark_metal"
    visible = 1 if x < 0 else -1
    edge = right if visible > 0 else left
    stage.face(
        "mid",
        [(edge, h - 0.2, z - 0.2), (edge, h - 0.2, z + d), (x, top, z + d), (x, top, z - 0.2)],
        roof,
        0.9 if stage.light.sun[0] * visible > 0 else 0.25,
    )
    stage.face("mid", [(x - w / 2, h, z), (x + w / 2, h, z), (x, top - 0.1, z)], tone, stage.facing((0, 0, -1)) + 0.06)
    stage.face(
        "mid",
        [
            (left, h - 0.25, z - 0.1),
            (x, top, z - 0.1),
            (right, h - 0.25, z - 0.1),
            (right - 0.3, h - 0.25, z - 0.1),
            (x, top - 0.35, z - 0.1),
            (left + 0.3, h - 0.25, z - 0.1),
        ],
        roof,
        0.2,
    )
    windows(
        stage,
        "mid",
        x,
        0.5,
        z - 0.02,
        w * 0.86,
        h - 0.6,
        columns=3,
        rows=1 if h < 3.8 else 2,
        lit=0.75 if stage.light.lamps_on else 0.04,
        gap=0.5,
    )
    if stage.light.lamps_on:
        lamp_glow(stage, "mid", x, h * 0.5, z, size=1.2, strength=0.28)


def _church(stage: Stage, row: float) -> None:
    x = stage.camera.x_at(stage.frame.w * (0.5 - stage.layout.side * 0.1), 90)
    k, (cx, ground) = stage.camera.scale(90), stage.camera.point((x, 0, 90))
    stage["far"].add(rect(cx - 2.4 * k, ground - 15 * k, 4.8 * k, 15 * k, stage.paint("stone", 0.4, 260)))
    stage["far"].add(
        polygon(
            [(cx - 2.7 * k, ground - 15 * k), (cx, ground - 26 * k), (cx + 2.7 * k, ground - 15 * k)],
            stage.paint("dark_metal", 0.5, 260),
        )
    )
