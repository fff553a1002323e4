# ruff: noqa: E501 - outlines and tables are read by the row
"""The courtroom: the bench raised before panelled oak, the witness box, the jury's rail, tables for both sides."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.figure import draw_figure
from generation.providers.local.pictures.furniture import chair, table
from generation.providers.local.pictures.places.rooms import colleague
from generation.providers.local.pictures.poses import POSES
from generation.providers.local.pictures.registry import SUBJECTS, place
from generation.providers.local.pictures.room import Room, build_room
from generation.providers.local.pictures.shapes import ellipse, path, rect, smooth
from generation.providers.local.pictures.solids import lamp_glow
from generation.providers.local.pictures.stage import Stage
from generation.providers.local.pictures.wardrobe import dress


@place(
    "courtroom",
    "court, courthouse, court room, tribunal, jury, verdict, judge, lawsuit, parliament, witness stand",
    indoors=True,
    horizon=0.46,
    people="executive",
)
def courtroom(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage, depth=9.0, height=4.6, panes=2, sill=2.5, head=4.0, wall="plaster", side_wall="plaster", floor="dark_wood", ceiling="white",
        view="sky", fill=0.86, gloss=0.28, warm=0.6,
    )  # fmt: skip
    side = stage.layout.side or 1.0
    _panelling(stage, room)
    _bench(stage, room)
    stage.reach = 5.6
    stage.box("mid", side * room.width * 0.30, 0, 6.3, 1.2, 1.15, 1.0, "dark_wood", top="wood")  # the witness box
    for row in (1, 0):
        if row and brief.has_people:
            for seat in range(3):
                x = -side * room.width * (0.30 + 0.065 * seat)
                colleague(stage, x, 7.0, ("office", "woman", "elder")[seat], "listen", index=seat)
        x, high = -side * room.width * 0.37, 0.95 + 0.25 * row
        stage.box("mid", x, 0, 5.4 + row * 1.1, room.width * 0.2, high, 0.16, "wood", top="pale_wood")
    for x in (-1.5, 1.5):
        table(stage, "mid", x, 5.0, w=1.7, d=0.7, color="wood")
        chair(stage, "mid", x, 4.5, color="ground_dark", facing_away=True)
        SUBJECTS["document"].draw(stage, "mid", x, 0.76, 5.2, brief)


def _panelling(stage: Stage, room: Room) -> None:
    """Oak to twice a man's height along the back wall."""
    k, (left, low) = stage.camera.scale(room.depth - 0.02), stage.camera.point((room.left, 0, room.depth - 0.02))
    count = 9
    wide = room.width * k / count
    high = 2.35 * k
    stage["mid"].add(
        rect(
            left,
            low - high,
            room.width * k,
            high,
            stage.gradient([(0, stage.paint("wood", 0.62), 1), (1, stage.paint("dark_wood", 0.25), 1)]),
        )
    )
    for i in range(count):
        x = left + wide * i
        for top, tall in ((0.06, 0.40), (0.52, 0.42)):
            stage["mid"].add(
                rect(x + wide * 0.14, low - high * (1 - top), wide * 0.72, high * tall, stage.paint("dark_wood", 0.30), 0.9, 2),
                rect(x + wide * 0.14, low - high * (1 - top), wide * 0.72, 1.6, stage.paint("wood", 1.0), 0.5),
            )  # fmt: skip
    stage["mid"].add(rect(left, low - high - 0.10 * k, room.width * k, 0.13 * k, stage.paint("pale_wood", 0.6)))


def _bench(stage: Stage, room: Room) -> None:
    """The judge's bench on its dais, a high chair, two green lamps, and the arms above."""
    z = room.depth - 1.9
    stage.box("mid", 0, 0, z - 0.5, 5.6, 0.28, 2.2, "dark_wood", top="ground")
    stage.box("mid", 0, 0.28, z + 1.1, 1.0, 2.0, 0.18, "ground_dark", top="brass")
    if stage.is_peopled:
        draw_figure(stage, "mid", 0, z + 0.9, POSES["listen"], dress("executive", stage.rng, index=1), y=0.52)
    stage.box("mid", 0, 0.28, z, 4.4, 1.15, 0.75, "wood", top="dark_wood")
    k = stage.camera.scale(z)
    for i in range(5):
        cx, cy = stage.camera.point((-2.2 + 0.88 * (i + 0.5), 1.32, z))
        stage["mid"].add(rect(cx - 0.34 * k, cy, 0.68 * k, 0.86 * k, stage.paint("dark_wood", 0.45), 0.75, 2))
    for x in (-1.5, 1.5):
        cx, cy = stage.camera.point((x, 1.43, z + 0.2))
        stage["mid"].add(
            rect(cx - 0.02 * k, cy - 0.30 * k, 0.04 * k, 0.30 * k, stage.paint("brass", 0.8)),
            path(
                smooth(
                    [
                        (cx - 0.22 * k, cy - 0.28 * k),
                        (cx - 0.14 * k, cy - 0.40 * k),
                        (cx + 0.14 * k, cy - 0.40 * k),
                        (cx + 0.22 * k, cy - 0.28 * k),
                    ],
                    tension=0.3,
                ),
                stage.paint("dark_leaf", 1.1),
            ),
        )
        lamp_glow(stage, "mid", x, 1.62, z + 0.2, size=0.16, strength=0.5)
    cx, cy = stage.camera.point((0, 3.3, room.depth - 0.03))
    k = stage.camera.scale(room.depth)
    stage["mid"].add(
        ellipse(cx, cy, 0.52 * k, 0.52 * k, stage.paint("brass", 0.55)),
        ellipse(cx, cy, 0.45 * k, 0.45 * k, stage.paint("ground_dark", 0.4)),
        path(smooth([(cx - 0.24 * k, cy - 0.26 * k), (cx + 0.24 * k, cy - 0.26 * k), (cx + 0.22 * k, cy + 0.06 * k), (cx, cy + 0.32 * k), (cx - 0.22 * k, cy + 0.06 * k)], tension=0.25), stage.paint("brass", 0.95)),
        rect(cx - 0.025 * k, cy - 0.22 * k, 0.05 * k, 0.46 * k, stage.paint("ground_dark", 0.3)),
    )  # fmt: skip
