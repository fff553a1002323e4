# ruff: noqa: E501 - outlines and tables are read by the row
"""Rooms where people work, learn, live and are cared for."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.figure import draw_figure
from generation.providers.local.pictures.framing import bar, leaves
from generation.providers.local.pictures.furniture import (
    chair,
    counter,
    pendant,
    pictures,
    plant,
    screen,
    shelves,
    table,
)
from generation.providers.local.pictures.poses import POSES
from generation.providers.local.pictures.registry import SUBJECTS, place
from generation.providers.local.pictures.room import Room, build_room
from generation.providers.local.pictures.shapes import polygon
from generation.providers.local.pictures.solids import lamp_glow, lathe
from generation.providers.local.pictures.stage import Stage
from generation.providers.local.pictures.wardrobe import dress


def colleague(
    stage: Stage, x: float, z: float, role: str, pose: str, *, plane: str = "mid", index: int = 3, flip: bool = False
) -> None:
    """Somebody in the background, unless nobody is wanted."""
    if stage.is_peopled:
        draw_figure(stage, plane, x, z, POSES[pose], dress(role, stage.rng, index=index), flip=flip)


@place(
    "office",
    "workplace, open plan, desk, startup, company, business, agency, coworking, newsroom, workspace, staff",
    indoors=True,
    horizon=0.46,
    people="office",
    objects=("laptop",),
)
def office(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage, depth=9.0, height=3.3, panes=4, sill=0.35, head=2.75, wall="concrete", floor="pale_wood", gloss=0.35
    )
    side = stage.layout.side or 1.0
    for z, x in ((7.0, -side * 1.2), (7.0, side * 2.2), (5.2, -side * 2.2)):
        colleague(stage, x + 0.1, z + 0.9, "office", "desk", index=int(z))
        desk(stage, "mid", x, z)
    plant(stage, "mid", room.left + 0.7, 7.8, h=1.7)
    plant(stage, "mid", room.right - 0.6, 6.2, h=1.5)
    for x in (-1.6, 1.6):
        pendant(stage, "mid", x, 6.0, y=2.35, ceiling=room.height, size=0.5)
    desk(stage, "subject", -side * 2.1, 3.4, w=1.7)
    chair(stage, "subject", -side * 2.1, 2.7, color="accent")


def desk(stage: Stage, plane: str, x: float, z: float, *, w: float = 1.5) -> None:
    table(stage, plane, x, z, w=w)
    screen(stage, plane, x - 0.2, 0.74, z + 0.42, content=stage.rng.choice(("chart", "text")))
    stage.box(
        plane, x + w * 0.32, 0.74, z + 0.2, 0.09, 0.1, 0.08, stage.rng.choice(("ground", "first", "white")), edge=False
    )
    stage.box(plane, x + w * 0.18, 0.74, z + 0.12, 0.22, 0.015, 0.3, "paper", edge=False)


@place(
    "meeting_room",
    "meeting, boardroom, board, conference room, negotiation, press conference, strategy, interview, signing, partnership, deal",
    indoors=True,
    horizon=0.44,
    people="executive",
)
def meeting_room(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage, depth=9.8, height=3.3, panes=3, sill=0.2, head=2.9, wall="stone", floor="dark_wood", gloss=0.45
    )
    side = stage.layout.side or 1.0
    screen(stage, "mid", side * (room.right - 0.2) * 0.84, 1.15, 9.4, w=1.8, h=1.05, stand=False)
    free = stage.camera.x_at(stage.layout.column, 7.6)
    for x in (-1.6, -0.55, 0.55, 1.6):
        if abs(x - free) > 0.5:
            chair(stage, "mid", x, 7.9, facing_away=False, color="ground_dark")
            colleague(stage, x, 7.9, "executive", "desk", index=int(x * 3 + 9))
    for x in (-0.9, 0.9):
        pendant(stage, "mid", x, 6.9, y=2.2, ceiling=room.height, size=0.55, color="ground")
    table(stage, "mid", 0, 6.4, w=4.6, d=1.4, color="wood")
    for x in (-1.5, -0.5, 0.6, 1.5):
        stage.box("mid", x, 0.74, 6.6, 0.22, 0.012, 0.3, "paper", edge=False)
        lathe(stage, "mid", x + 0.3, 0.74, 6.8, [(0.03, 0), (0.035, 0.11)], "glass", shine=0.8)
    for x in (-1.6, 0.0, 1.6):
        if abs(x - free) > 0.8:
            chair(stage, "mid", x, 5.7, color="ground_dark")
    bar(stage, width=0.045)


@place(
    "classroom",
    "school, lecture, seminar, lesson, university, college, training, workshop session, education, kindergarten, students",
    indoors=True,
    horizon=0.46,
    people="teacher",
)
def classroom(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage, depth=8.5, height=3.3, panes=0, wall="first_pale", floor="wood", view="none", warm=0.5, gloss=0.18
    )
    side = stage.layout.side or 1.0
    _side_window(stage, room)
    board_w = min(4.2, room.width * 0.6)
    stage.box("mid", 0, 0.95, room.depth - 0.05, board_w + 0.16, 1.5, 0.03, "wood", edge=False)
    stage.box("mid", 0, 1.02, room.depth - 0.08, board_w, 1.36, 0.02, "dark_leaf", edge=False)
    _chalk(stage, room.depth - 0.1, board_w)
    pictures(stage, "mid", room.left + 0.8, 1.4, room.depth - 0.05)
    pictures(stage, "mid", room.right - 0.8, 1.4, room.depth - 0.05)
    for z in (6.0, 4.7):
        for x in (-2.0, -0.7, 0.7, 2.0):
            if abs(x - side * 1.0) < 0.5 and z < 5:
                continue
            chair(stage, "mid", x, z - 0.5, color="accent" if (x > 0) == (z > 5) and abs(x) < 1 else "ground")
            table(stage, "mid", x, z, w=1.05, d=0.5, h=0.7)
            if stage.rng.random() < 0.7:
                colleague(stage, x, z - 0.35, "child", "look", index=int(x * 7 + z * 3))
    table(stage, "subject", -side * 2.0, 3.0, w=1.3, d=0.55, h=0.72)


def _side_window(stage: Stage, room: Room) -> None:
    """Tall windows in the side wall that the light comes from, and their pools on the floor."""
    way = 1 if stage.light.sun[0] > 0 else -1
    x = room.right * way
    bright = stage.glow(stage.light.sky[2], 0.9 if not stage.light.is_dark else 1.0)
    for z in (2.2, 4.2, 6.2):
        corners = [stage.camera.point(p) for p in ((x, 0.9, z), (x, 0.9, z + 1.4), (x, 2.8, z + 1.4), (x, 2.8, z))]
        stage["mid"].add(polygon(corners, bright))
        stage["mid"].soft(polygon(corners, bright, 0.5), blur=26.0, mode="atop_screen")
        bar_tone = stage.paint("white", 0.1)
        for t in (0.0, 0.5, 1.0):
            a, b = stage.camera.point((x, 0.9, z + 1.4 * t)), stage.camera.point((x, 2.8, z + 1.4 * t))
            stage["mid"].add(
                f'<path d="M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" stroke="{bar_tone}" stroke-width="{0.05 * stage.camera.scale(z):.1f}"/>'
            )
        if not stage.light.is_dark:
            pool = [
                stage.camera.point((x - way * dx, 0, z + dz))
                for dx, dz in ((0.9, 0.1), (0.9, 1.5), (3.2, 1.2), (3.2, -0.2))
            ]
            stage["mid"].soft(polygon(pool, bright, 0.34), blur=5.0, mode="atop_screen")


def _chalk(stage: Stage, z: float, width: float) -> None:
    k, (cx, cy) = stage.camera.scale(z), stage.camera.point((0, 1.7, z))
    rng, parts = stage.rng, []
    tone = stage.glow("white", 0.9)
    for i in range(4):
        x = cx - width * 0.42 * k + (i % 2) * width * 0.1 * k
        y = cy - 0.42 * k + i * 0.22 * k
        parts.append(
            f'<path d="M{x:.1f} {y:.1f}h{width * rng.uniform(0.16, 0.3) * k:.1f}" stroke="{tone}" stroke-width="{0.02 * k:.2f}" stroke-dasharray="{0.1 * k:.1f} {0.03 * k:.1f}" opacity="0.6" fill="none"/>'
        )
    parts.append(
        f'<circle cx="{cx + width * 0.22 * k:.1f}" cy="{cy:.1f}" r="{0.36 * k:.1f}" fill="none" stroke="{tone}" stroke-width="{0.02 * k:.2f}" opacity="0.6"/>'
    )
    parts.append(
        f'<path d="M{cx + width * 0.22 * k - 0.36 * k:.1f} {cy:.1f}h{0.72 * k:.1f}M{cx + width * 0.22 * k:.1f} {cy:.1f}l{0.25 * k:.1f} {-0.25 * k:.1f}" fill="none" stroke="{tone}" stroke-width="{0.02 * k:.2f}" opacity="0.6"/>'
    )
    stage["mid"].add("".join(parts))


@place(
    "library",
    "reading room, bookshop, archive, museum, gallery, bookstore, study, records",
    indoors=True,
    horizon=0.46,
    people="teacher",
)
def library(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage,
        depth=9.0,
        height=4.2,
        panes=1,
        sill=1.1,
        head=3.7,
        wall="ground",
        side_wall="dark_wood",
        floor="dark_wood",
        ceiling="ground_dark",
        fill=0.30,
        gloss=0.4,
        warm=0.7,
    )
    half = room.width * 0.5
    for x in (-half * 0.66, half * 0.66):
        shelves(stage, "mid", x, room.depth - 0.4, w=half * 0.62, h=3.0, rows=7)
    for z in (6.4, 4.6):
        for half_side in (-1, 1):
            _side_shelf(stage, room, half_side, z)
    for x in (-1.5, 1.5):
        pendant(stage, "mid", x, 6.0, y=2.6, ceiling=room.height, size=0.5, color="brass")
    side = stage.layout.side or 1.0
    table(stage, "mid", -side * 0.9, 5.3, w=2.4, d=0.9, color="wood")
    for i in range(3):
        SUBJECTS["book"].draw(stage, "mid", -side * 0.9 + (i - 1) * 0.7, 0.74, 5.5, brief)
    bar(stage, width=0.05, color="dark_wood")


def _side_shelf(stage: Stage, room: Room, side: int, z: float) -> None:
    x, rng = room.right * side * 0.98, stage.rng
    for row in range(7):
        at = z
        while at < z + 1.6:
            wide, tall = rng.uniform(0.05, 0.1), rng.uniform(0.26, 0.36)
            y = 0.1 + row * 0.44
            stage.face(
                "mid",
                [(x, y, at), (x, y, at + wide), (x, y + tall, at + wide), (x, y + tall, at)],
                rng.choice(("ground", "second", "first", "paper", "plum", "khaki", "brick")),
                0.5 * rng.random(),
            )
            at += wide + 0.008
        stage.face(
            "mid",
            [
                (x, y - 0.03, z),
                (x, y - 0.03, z + 1.6),
                (x - side * 0.25, y - 0.03, z + 1.6),
                (x - side * 0.25, y - 0.03, z),
            ],
            "wood",
            0.6,
        )


@place(
    "hospital",
    "clinic, ward, surgery, operating room, medical, patient, emergency room, health centre, pharmacy, care home, dentist, doctor",
    indoors=True,
    horizon=0.46,
    people="doctor",
)
def hospital(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage,
        depth=8.2,
        height=3.1,
        panes=2,
        sill=0.9,
        head=2.5,
        wall="white",
        side_wall="first_pale",
        floor="tile",
        view="trees",
        gloss=0.5,
        warm=0.15,
    )
    side = stage.layout.side or 1.0
    for x in (-side * 1.8, side * 2.0):
        bed(stage, "mid", x, 5.2)
    stage.box("mid", -side * 0.5, 0.9, 7.6, 0.5, 1.2, 0.2, "white")
    screen(stage, "mid", -side * 0.5, 1.4, 7.5, w=0.44, h=0.34, stand=False)
    for z in (3.0, 5.4):
        panel = [
            stage.camera.point(p)
            for p in (
                (-0.8, room.height - 0.01, z),
                (0.8, room.height - 0.01, z),
                (0.8, room.height - 0.01, z + 1.2),
                (-0.8, room.height - 0.01, z + 1.2),
            )
        ]
        stage["mid"].add(polygon(panel, stage.glow("white", 1.2)))
        stage["mid"].soft(polygon(panel, stage.glow("white", 1.0), 0.5), blur=18.0, mode="screen")
    leaves(stage, low=True)


def bed(stage: Stage, plane: str, x: float, z: float) -> None:
    stage.shadow(plane, x, z + 1.0, 1.2, strength=0.4)
    for lx in (-0.42, 0.42):
        stage.box(plane, x + lx, 0, z + 0.05, 0.05, 0.5, 0.05, "steel", edge=False)
    stage.box(plane, x, 0.85, z + 1.95, 0.98, 0.45, 0.05, "ground", edge=False)
    stage.box(plane, x, 0.5, z, 0.95, 0.22, 1.95, "white")
    stage.box(plane, x, 0.72, z + 1.4, 0.6, 0.12, 0.42, "paper")
    stage.box(plane, x, 0.60, z - 0.03, 0.97, 0.14, 1.1, "first")


@place(
    "home",
    "living room, apartment, flat, house interior, sofa, bedroom, family home, fireplace, attic, sitting room, indoors",
    indoors=True,
    horizon=0.48,
    people="person",
)
def home(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage,
        depth=7.6,
        height=2.9,
        panes=2,
        sill=0.8,
        head=2.3,
        wall="first_pale",
        side_wall="ground_pale",
        floor="wood",
        view="trees",
        fill=0.62,
        warm=0.7,
        gloss=0.2,
    )
    side = stage.layout.side or 1.0
    rug = [stage.camera.point(p) for p in ((-1.9, 0.01, 3.6), (1.9, 0.01, 3.6), (1.9, 0.01, 6.0), (-1.9, 0.01, 6.0))]
    stage["mid"].add(polygon(rug, stage.paint("ground", 0.45), 0.85))
    is_bedroom = any(thing.key in ("bed", "bath") for thing in brief.things)
    if not is_bedroom and not any(thing.key == "sofa" for thing in brief.things):
        sofa(stage, "mid", -side * 1.1, 5.6)
    shelves(stage, "mid", side * (room.right - 0.75), 7.0, w=1.2, h=1.9, rows=5)
    plant(stage, "mid", -side * (room.right - 0.5), 6.6, h=1.5)
    x = -side * (1.1 + 1.35)
    floor_lamp(stage, "mid", max(room.left + 0.4, min(room.right - 0.4, x)), 5.9)
    pictures(stage, "mid", -side * 0.0, 1.55, room.depth - 0.05, w=0.5, h=0.62)
    if not is_bedroom:
        table(stage, "mid", -side * 0.9, 4.4, w=1.1, d=0.6, h=0.4, color="dark_wood")
        SUBJECTS["cup"].draw(stage, "mid", -side * 0.8, 0.4, 4.6, brief)


def sofa(stage: Stage, plane: str, x: float, z: float) -> None:
    stage.shadow(plane, x, z + 0.4, 2.2, strength=0.45)
    stage.box(plane, x, 0.30, z + 0.62, 2.1, 0.52, 0.25, "second")
    stage.box(plane, x, 0.12, z, 2.1, 0.30, 0.85, "second")
    for dx in (-0.5, 0.5):
        stage.box(plane, x + dx, 0.42, z + 0.04, 0.96, 0.10, 0.6, "second")
    for dx in (-1.12, 1.12):
        stage.box(plane, x + dx, 0.12, z - 0.02, 0.2, 0.52, 0.9, "second")
    stage.box(plane, x - 0.7, 0.52, z + 0.42, 0.42, 0.34, 0.12, "accent")


def floor_lamp(stage: Stage, plane: str, x: float, z: float) -> None:
    lathe(stage, plane, x, 0, z, [(0.14, 0), (0.14, 0.02)], "dark_metal")
    lathe(stage, plane, x, 0.02, z, [(0.012, 0), (0.012, 1.35)], "dark_metal")
    lathe(
        stage,
        plane,
        x,
        1.32,
        z,
        [(0.24, 0), (0.16, 0.30)],
        (stage.light.lamp[0] * 1.1, stage.light.lamp[1], stage.light.lamp[2] * 0.9)
        if stage.light.lamps_on
        else "paper",
        shine=0.3,
    )
    if stage.light.lamps_on:
        lamp_glow(stage, plane, x, 1.45, z, size=0.5, strength=0.9)
        lamp_glow(stage, plane, x, 1.45, z, size=1.5, strength=0.3)


@place(
    "kitchen",
    "cooking, cook, family kitchen, restaurant kitchen, dining, dining room, breakfast table",
    indoors=True,
    horizon=0.46,
    people="baker",
)
def kitchen(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage,
        depth=7.2,
        height=2.9,
        panes=1,
        sill=1.1,
        head=2.2,
        wall="tile",
        side_wall="first_pale",
        floor="stone",
        view="trees",
        fill=0.34,
        warm=0.6,
        gloss=0.3,
    )
    stage.reach = room.depth - 1.1
    counter(stage, "mid", 0, room.depth - 0.7, w=room.width - 0.2, color="ground", panels=8)
    for half in (-1, 1):
        stage.box(
            "mid", half * room.width * 0.32, 1.6, room.depth - 0.4, room.width * 0.28, 0.75, 0.38, "ground", edge=False
        )
    for x in (-1.6, -1.1, 1.3, 1.7):
        lathe(
            stage,
            "mid",
            x,
            0.95,
            room.depth - 0.5,
            [(0.09, 0), (0.1, 0.16), (0.06, 0.2)],
            stage.rng.choice(("white", "accent", "brass", "first")),
        )
    for x in (-0.9, 0.0, 0.9):
        pendant(stage, "mid", x, 4.6, y=1.95, ceiling=room.height, size=0.32, color="brass")
    side = stage.layout.side or 1.0
    table(stage, "subject", -side * 1.0, 3.5, w=2.2, d=0.9, h=0.85, color="pale_wood")
    for key, dx in (("plate", -0.5), ("bread", 0.35)):
        SUBJECTS[key].draw(stage, "subject", -side * 1.0 + dx, 0.85, 3.75, brief)
