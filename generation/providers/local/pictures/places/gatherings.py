# ruff: noqa: E501 - outlines and tables are read by the row
"""Where many people are: the market, the concert, the march."""

import random

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix
from generation.providers.local.pictures.figure import draw_figure
from generation.providers.local.pictures.places.town import far_blocks, street
from generation.providers.local.pictures.places.works import audience
from generation.providers.local.pictures.poses import POSES
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.room import build_room
from generation.providers.local.pictures.shapes import ellipse, line, polygon, rect
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import bloom, floor, lathe, rope
from generation.providers.local.pictures.stage import Stage
from generation.providers.local.pictures.wardrobe import dress


@place(
    "market",
    "market stalls, market stall, market, bazaar, farmers market, street market, stalls, fair, souk, flea market, street food, food stall",
    horizon=0.50,
    people="person",
)
def market(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    rng, frame = stage.rng, stage.frame
    far_blocks(stage)
    floor(stage, "mid", "stone", far=200, lit=0.7)
    half = 2.6 if frame.is_tall else 3.5
    for back in (44, 30):
        for side in (-1, 1):
            stage.box(
                "mid",
                side * (half + 9),
                0,
                back,
                11,
                rng.uniform(8, 13),
                14,
                rng.choice(("plaster", "brick", "first_pale", "stone")),
                edge=False,
            )
    tones = ["accent", "ground", "first", "second", "ground_pale"]
    rng.shuffle(tones)
    for index, z in enumerate((23.0, 18.0, 13.8, 10.2, 7.2, 4.7, 2.7)):
        for side in (-1, 1):
            _stall(stage, side, half, z, min(z * 0.22, 3.0), tones[(index * 2 + (side > 0)) % 5])
        if index in (1, 3, 4) and brief.has_people:
            _passers(stage, z - 0.8, half, rng, 4 if index < 3 else 2)
    for z in (16.0, 11.0, 7.0):
        _bulbs(stage, half, z)


def _stall(stage: Stage, side: int, half: float, z: float, depth: float, tone: str) -> None:
    """Counter with crates of fruit, posts, a striped awning that leans over the passage."""
    inner, outer = side * half, side * (half + 2.2)
    stage.shadow("mid", side * (half + 1.0), z + depth / 2, 2.4, strength=0.4)
    stage.box("mid", side * (half + 0.75), 0, z, 1.3, 0.82, depth, "wood", edge=False)
    fruits = ("accent", "leaf", "brick", "wheat", "plum", "crust")
    for crate in range(3):
        zc = z + depth * (0.12 + 0.3 * (2 - crate))
        k, (cx, cy) = stage.camera.scale(zc), stage.camera.point((inner + side * 0.45, 0.84, zc))
        color = fruits[stage.rng.randrange(6)]
        wide = 0.36 * k
        stage["mid"].add(rect(cx - wide, cy - 0.07 * k, wide * 2, 0.12 * k, stage.paint("pale_wood", 0.6, zc)))
        if k > 26:
            size = 0.075 * k
            for row, count in ((0, 5), (1, 4), (2, 2)):
                for i in range(count):
                    fx = cx + (i - (count - 1) / 2) * size * 1.7
                    fy = cy - 0.08 * k - row * size * 1.1
                    stage["mid"].add(
                        ellipse(fx, fy, size, size, stage.paint(color, 0.35, zc)),
                        ellipse(
                            fx - size * 0.25,
                            fy - size * 0.3,
                            size * 0.5,
                            size * 0.45,
                            stage.paint(color, 0.95, zc),
                            0.8,
                        ),
                    )
        else:
            stage["mid"].add(ellipse(cx, cy - 0.1 * k, wide * 0.85, 0.13 * k, stage.paint(color, 0.7, zc)))
    for zp in (z + depth, z):
        stage.box("mid", inner, 0, zp, 0.07, 2.35, 0.07, "dark_wood", edge=False)
    stripes = 6
    for i in range(stripes):
        a, b = z + depth * i / stripes - 0.15, z + depth * (i + 1) / stripes - 0.15
        color = tone if i % 2 else "paper"
        lip = inner - side * 0.45
        stage.face(
            "mid",
            [(lip, 2.25, a), (lip, 2.25, b), (outer, 2.95, b), (outer, 2.95, a)],
            color,
            0.85 if stage.light.sun[0] * side < 0 else 0.5,
        )
        stage.face("mid", [(lip, 2.25, a), (lip, 2.25, b), (lip, 2.03, b), (lip, 2.03, a)], color, 0.3)
    if stage.light.lamps_on:
        bloom(
            stage,
            "mid",
            *stage.camera.point((inner + side * 0.5, 1.95, z + depth / 2)),
            0.5 * stage.camera.scale(z + depth / 2),
            strength=0.7,
        )


def _passers(stage: Stage, z: float, half: float, rng: random.Random, count: int) -> None:
    names = ("walk", "look", "talk", "stand_hip", "listen", "carry", "stride")
    for i in range(count):
        x = rng.uniform(-half * 0.8, half * 0.8)
        draw_figure(
            stage,
            "mid",
            x,
            z + rng.uniform(-0.4, 0.4),
            POSES[names[rng.randrange(7)]],
            dress("person" if i % 2 else "woman", rng, index=i),
            flip=x > 0,
        )


def _bulbs(stage: Stage, half: float, z: float) -> None:
    rope(stage, "mid", (-half - 0.6, 3.3, z), (half + 0.6, 3.3, z), sag=0.35)
    for i in range(1, 10):
        t = i / 10
        x, y = -half - 0.6 + (2 * half + 1.2) * t, 3.3 - 0.35 * 4 * t * (1 - t) - 0.06
        cx, cy = stage.camera.point((x, y, z))
        k = stage.camera.scale(z)
        stage["mid"].add(ellipse(cx, cy, 0.06 * k, 0.07 * k, stage.glow(stage.light.lamp, 1.0)))
        if stage.light.lamps_on:
            bloom(stage, "mid", cx, cy, 0.22 * k, strength=0.5)


@place(
    "concert",
    "concert, gig, rock concert, festival, music festival, live music, band on stage, nightclub, disco, dj",
    indoors=True,
    horizon=0.52,
    people="singer",
)
def concert(stage: Stage, brief: Brief) -> None:
    """Beams from behind, a singer in the crossing, the crowd dark in front."""
    room = build_room(
        stage,
        depth=12.0,
        height=7.0,
        panes=0,
        wall="ground_dark",
        side_wall="black",
        floor="black",
        ceiling="black",
        view="none",
        gloss=0.35,
        warm=0.1,
    )
    frame = stage.frame
    focus = stage.layout.column
    z0 = max(stage.camera.distance_for(1.75, max(stage.layout.figure, 60)), 3.6)
    foot = stage.camera.ground(z0)
    tones = ("accent", "first", "ground_pale", "second")
    lamps = [(frame.w * (0.06 + 0.11 * i), tones[i % 4]) for i in range(9)]
    for x, tone in lamps:
        tint = stage.glow(mix(stage.albedo(tone), (1, 1, 1), 0.2), 1.0)
        reach = focus + (x - focus) * 1.9 + stage.rng.uniform(-60, 60)
        beam = [(x - 7, frame.h * 0.02), (x + 7, frame.h * 0.02), (reach + 62, foot + 30), (reach - 62, foot + 30)]
        fill = stage.gradient([(0, tint, 0.75), (0.5, tint, 0.28), (1, tint, 0.04)])
        stage["mid"].soft(polygon(beam, fill), blur=8.0, mode="screen")
    halo = stage.radial(
        [(0, stage.glow("accent", 1.1), 0.75), (0.6, stage.glow("first", 0.9), 0.25), (1, stage.glow("first", 0.9), 0)]
    )
    stage["mid"].soft(
        ellipse(focus, foot - frame.h * 0.20, frame.w * 0.34, frame.h * 0.34, halo), blur=8.0, mode="screen"
    )
    stage["mid"].soft(ellipse(focus, foot, 190, 30, stage.glow(stage.light.lamp, 1.0), 0.6), blur=8.0, mode="screen")
    truss, left, wide = stage.paint("dark_metal", 0.5), frame.bounds[0], frame.bounds[2] - frame.bounds[0]
    stage["mid"].add(rect(left, frame.h * 0.005, wide, 8, truss), rect(left, frame.h * 0.03, wide, 5, truss))
    for x, tone in lamps:
        bloom(stage, "mid", x, frame.h * 0.02, 26, strength=0.9, color=stage.albedo(tone))
    for side in (-1, 1):
        for level in range(3):
            stage.box("mid", side * min(room.right * 0.72, 4.6), level * 0.86, 9.6, 1.1, 0.82, 0.8, "black")
    column = stage.camera.x_at(focus, z0)
    for dx, dy, dz, radius, tall in ((1.5, 0.0, 1.6, 0.30, 0.42), (1.0, 0.3, 1.7, 0.20, 0.28)):
        lathe(stage, "mid", column + dx, dy, z0 + dz, [(radius, 0), (radius, tall)], "accent", top="white")
    if brief.has_people:
        audience(stage)
        _hands(stage)


def _hands(stage: Stage) -> None:
    """Arms up out of the crowd, some with a light."""
    rng, frame = stage.rng, stage.frame
    tone, rim = stage.paint("ground_dark", 0.04), stage.glow("accent", 0.75)
    for i in range(11):
        x, y = frame.w * (0.03 + 0.095 * i) + rng.uniform(-24, 24), frame.h * rng.uniform(0.72, 0.80)
        lean, base = rng.uniform(-26, 26), frame.h * 0.98
        arm = [(x, base), (x + lean * 0.3, (y + base) / 2), (x + lean, y)]
        stage["near"].add(
            line([(px - 2, py) for px, py in arm], rim, 20, 0.5),
            line(arm, tone, 19),
            ellipse(x + lean, y - 6, 12, 15, tone),
        )
        if i % 4 == 1:
            bloom(stage, "near", x + lean, y - 22, 22, strength=0.8)
            stage["near"].add(rect(x + lean - 7, y - 34, 14, 24, stage.glow("white", 1.0), 0.95, 3))


@place(
    "march",
    "protest, demonstration, march, rally, protesters, strike, picket, parade, campaigners, uprising, revolution",
    horizon=0.47,
    people="person",
)
def march(stage: Stage, brief: Brief) -> None:
    """The street full from wall to wall, boards held high; nearer ranks larger and darker."""
    street(stage, brief)
    if not brief.has_people:
        return
    rng = stage.rng
    half = 5.6 if not stage.frame.is_tall else 3.6
    for rank, (z, plane) in enumerate(
        ((26, "mid"), (20, "mid"), (15.5, "mid"), (12, "mid"), (9.2, "subject"), (7.0, "subject"))
    ):
        count = 9 if rank < 4 else 6
        for i in range(count):
            x = -half + 2 * half * (i + 0.5) / count + rng.uniform(-0.3, 0.3)
            deep = z + rng.uniform(-0.7, 0.7)
            outfit = dress(("person", "woman", "student", "office", "elder")[rng.randrange(5)], rng, index=i)
            raised = rng.random() < 0.5
            pose = POSES["raise" if raised else ("stand", "stand_hip", "present", "point")[rng.randrange(4)]]
            if raised and rng.random() < 0.75:
                _board(stage, plane, x, deep, rng, flip=i % 2 == 0)
            draw_figure(stage, plane, x, deep, pose, outfit, flip=i % 2 == 0)


def _board(stage: Stage, plane: str, x: float, z: float, rng: random.Random, *, flip: bool) -> None:
    """A placard: paper, two strokes of paint for words, a stick."""
    k, (cx, ground) = stage.camera.scale(z), stage.camera.point((x + (-0.33 if flip else 0.33), 0, z))
    wide, tall, top = rng.uniform(0.55, 0.85) * k, rng.uniform(0.42, 0.58) * k, ground - rng.uniform(2.55, 2.95) * k
    turn = rng.uniform(-7, 7)
    tone = rng.choice(("paper", "paper", "white", "accent", "first_pale", "ground_pale"))
    ink = stage.paint("ground_dark" if tone != "accent" else "white", 0.5, z)
    bars = "".join(
        rect(cx - wide * 0.36, top + tall * (0.2 + 0.25 * i), wide * (0.72, 0.5, 0.62)[i], tall * 0.13, ink, 0.9)
        for i in range(3)
    )
    face = stage.gradient([(0, stage.paint(tone, 0.9, z), 1), (1, stage.paint(tone, 0.5, z), 1)])
    stage[plane].add(line([(cx, ground - 1.5 * k), (cx, top + tall)], stage.paint("wood", 0.5, z), max(0.035 * k, 0.8)))
    stage[plane].add(
        f'<g transform="rotate({turn:.1f} {cx:.1f} {top + tall:.1f})">{rect(cx - wide / 2, top, wide, tall, face, 1.0, 0.02 * k)}{bars}</g>'
    )
