# ruff: noqa: E501 - outlines and tables are read by the row
"""A window seat: the world outside soft and bright, the sill dark and near."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.furniture import plant
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.room import build_room
from generation.providers.local.pictures.shapes import path, polygon, rect, smooth
from generation.providers.local.pictures.stage import Stage

SILL_Y, SILL_Z = 0.92, 1.62


@place(
    "sill",
    "window sill, windowsill, window seat, window ledge, by the window, window",
    indoors=True,
    horizon=0.44,
    eye=1.18,
    lens=26.0,
)
def sill(stage: Stage, brief: Brief) -> None:
    outside = stage.light
    depth = 2.05
    room = build_room(stage, depth=depth, height=2.7, panes=1 if stage.frame.is_tall else 2, sill=SILL_Y, head=2.35, wall="first", side_wall="ground",
                      floor="dark_wood", view="city" if stage.rng.random() < 0.5 else "trees", fill=0.86, gloss=0.0, warm=0.5)  # fmt: skip
    half = room.width * 0.52
    stage["far"].blur = 5.0
    stage.box(
        "subject",
        0,
        SILL_Y - 0.09,
        1.30,
        half * 2,
        0.09,
        0.74,
        "white" if not outside.is_dark else "pale_wood",
        top="pale_wood",
    )
    _, lip = stage.camera.point((0, SILL_Y - 0.09, 1.30))
    left, _, right, bottom = stage.frame.bounds
    stage["subject"].add(
        rect(
            left,
            lip,
            right - left,
            bottom - lip,
            stage.gradient([(0, stage.paint("ground_dark", 0.3), 1), (1, stage.paint("ground_dark", 0.0), 1)]),
        )
    )
    side = stage.layout.side or 1.0
    plant(stage, "subject", -side * min(half * 0.62, 0.9), 1.74, h=0.62, y=SILL_Y, pot="accent")
    for book, (width, tone) in enumerate(((0.26, "second"), (0.23, "paper"), (0.20, "first"))):
        stage.box("subject", side * min(half * 0.80, 1.25), SILL_Y + 0.035 * book, 1.66, width, 0.035, 0.18, tone)
    _curtains(stage)
    stage.surface = (SILL_Y, SILL_Z)
    glow = to_hex(mix(stage.light.key, outside.sky[3], 0.4))
    top = stage.camera.point((0, SILL_Y, 2.0))[1]
    stage["subject"].soft(
        polygon([(left, top), (right, top), (right, lip), (left, lip)], glow, 0.28), blur=8.0, mode="atop_screen"
    )


def _curtains(stage: Stage) -> None:
    """Cloth in folds at both edges, dark towards us."""
    frame = stage.frame
    left, top, right, bottom = frame.bounds
    for side, edge in ((-1, left), (1, right)):
        width = frame.w * (0.13 if not frame.is_tall else 0.10)
        inner = width if side < 0 else frame.w - width
        fill = stage.gradient(
            [
                (0, stage.paint("second", 0.05), 1),
                (0.7, stage.paint("second", 0.30), 1),
                (1, stage.paint("second", 0.9), 1),
            ],
            (0, 0, 1, 0) if side < 0 else (1, 0, 0, 0),
        )
        outline = [
            (edge, top),
            (inner, top),
            (inner - side * 14, frame.h * 0.4),
            (inner + side * 10, frame.h * 0.8),
            (inner, bottom),
            (edge, bottom),
        ]
        stage["near"].add(path(smooth(outline, tension=0.3), fill))
        for i in range(4):
            x = edge + (inner - edge) * (0.25 + 0.2 * i)
            fold = [(x, top), (x - side * 6, frame.h * 0.5), (x + side * 4, bottom)]
            stage["near"].add(
                f'<path d="{smooth(fold, closed=False)}" fill="none" stroke="{stage.paint("second", 0.0)}" stroke-width="9" stroke-opacity="0.35"/>'
            )
    stage["near"].blur = 3.0
