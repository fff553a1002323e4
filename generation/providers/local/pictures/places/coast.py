"""Where land meets water: sea, coast with a lighthouse, harbour, river, beach."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.nature import leafy, mist, ridge, rock, tufts, water
from generation.providers.local.pictures.registry import SUBJECTS, place
from generation.providers.local.pictures.shapes import line, path, polygon, rect, smooth
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import bloom
from generation.providers.local.pictures.stage import Stage


@place(
    "sea",
    "ocean, waves, open water, offshore, atlantic, pacific, north sea, baltic, marine, sailing, bay, lake",
    horizon=0.50,
    objects=("boat",),
)
def sea(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    row = stage.camera.horizon
    ridge(stage, "far", row + 2, 34, "rock", air=stage.light.visibility * 0.9, foot=row + 3, lit=0.5)
    mist(stage, "far", row, 26, strength=0.4)
    water(stage, "mid", row, calm=0.45)
    swell(stage, row)


def swell(stage: Stage, row: float) -> None:
    """Three crests of waves near us, each a dark back with a lit lip."""
    left, _, right, bottom = stage.frame.bounds
    for index, t in enumerate((0.58, 0.76, 0.95)):
        base = row + (stage.frame.h - row) * t
        amp, phase = 7 + 15 * index, stage.rng.uniform(0, 6)
        crest = [
            (left + (right - left) * i / 14, base - math.sin(phase + i * (1.3 - 0.2 * index)) * amp) for i in range(15)
        ]
        plane = "mid" if index < 1 else ("subject" if index == 1 else "near")
        top, low = stage.paint("water", 0.32), stage.paint("water", 0.02)
        fill = stage.gradient([(0, top, 0.65), (0.25, low, 0.75), (1, low, 0.35 if index < 2 else 0.9)])
        stage[plane].add(
            path(smooth(crest, closed=False) + f"L{right:.0f} {bottom:.0f}L{left:.0f} {bottom:.0f}Z", fill)
        )
        stage[plane].add(line(crest, stage.paint("snow", 0.8), 1.4 + index, 0.30))


@place(
    "coast", "cliff, cliffs, lighthouse, shore, seaside, island, headland, fjord, beacon", horizon=0.54, people="keeper"
)
def coast(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    stage.stand_row = stage.frame.h * 0.83
    row, frame = stage.camera.horizon, stage.frame
    side = stage.layout.side or 1.0
    ridge(stage, "far", row + 2, 60, "rock", air=stage.light.visibility * 0.8, foot=row + 4, peak=0.5 - side * 0.3)
    mist(stage, "far", row, 30, strength=0.45)
    water(stage, "mid", row, calm=0.4)
    x = frame.w * (0.5 - side * (0.30 if not frame.is_tall else 0.2))
    headland(stage, x, row, -side)
    left, _, right, _ = frame.bounds
    shore = frame.h * 0.80
    crest = [
        (left + (right - left) * i / 10, shore + (0.5 - i / 10) * side * 90 + stage.rng.uniform(-12, 12))
        for i in range(11)
    ]
    fill = stage.gradient(
        [
            (0, stage.paint("grass", 0.7), 1),
            (0.4, stage.paint("dark_leaf", 0.4), 1),
            (1, stage.paint("dark_leaf", 0.1), 1),
        ]
    )
    stage["subject"].add(
        path(
            smooth(crest, closed=False) + f"L{right:.0f} {frame.bounds[3]:.0f}L{left:.0f} {frame.bounds[3]:.0f}Z", fill
        )
    )
    for _ in range(4):
        rock(
            stage,
            "subject",
            stage.rng.uniform(left, right),
            shore + stage.rng.uniform(20, 120),
            stage.rng.uniform(50, 130),
        )
    tufts(stage, "near", frame.h * 1.04, "dark_leaf", count=130, size=90, facing=0.25, spread=26)
    stage["near"].blur = 2.5


def headland(stage: Stage, x: float, row: float, side: float) -> None:
    """A cliff with a lighthouse on it; the beam when lamps are on."""
    frame = stage.frame
    size = min(frame.w, frame.h)
    edge = frame.bounds[0] if side < 0 else frame.bounds[2]
    top = row - size * 0.12
    air = 140.0
    outline = [
        (edge, row + 46),
        (edge, top - 40),
        (x + side * 130, top - 14),
        (x, top),
        (x - side * 70, top + 22),
        (x - side * 96, row - 22),
        (x - side * 150, row + 10),
        (x - side * 190, row + 46),
    ]
    stage["mid"].add(
        polygon(
            outline,
            stage.gradient(
                [
                    (0, stage.paint("grass", 0.7, air), 1),
                    (0.22, stage.paint("rock", 0.6, air), 1),
                    (1, stage.paint("rock", 0.1, air), 1),
                ]
            ),
        )
    )
    for i in range(6):
        px = x - side * (90 - i * 34)
        stage["mid"].add(
            polygon(
                [(px, top + 40 + i * 3), (px + 16, row + 30), (px - 18, row + 34)], stage.paint("rock", 0.0, air), 0.35
            )
        )
    lighthouse(stage, x + side * 40, top - 4, size * 0.30, air)


def lighthouse(stage: Stage, x: float, ground: float, height: float, air: float) -> None:
    wide = height * 0.10
    body = [
        (x - wide, ground),
        (x - wide * 0.62, ground - height * 0.78),
        (x + wide * 0.62, ground - height * 0.78),
        (x + wide, ground),
    ]
    across = (0, 0, 1, 0) if stage.light.sun[0] < 0 else (1, 0, 0, 0)
    stage["mid"].add(
        polygon(
            body,
            stage.gradient(
                [
                    (0, stage.paint("white", 0.95, air), 1),
                    (0.45, stage.paint("white", 0.5, air), 1),
                    (1, stage.paint("white", 0.02, air), 1),
                ],
                across,
            ),
        )
    )
    band = stage.gradient(
        [
            (0, stage.paint("accent", 0.9, air), 1),
            (0.5, stage.paint("accent", 0.4, air), 1),
            (1, stage.paint("accent", 0.0, air), 1),
        ],
        across,
    )
    for low, high in ((0.20, 0.36), (0.52, 0.66)):
        a, b = wide * (1 - 0.49 * low), wide * (1 - 0.49 * high)
        stage["mid"].add(
            polygon(
                [
                    (x - a, ground - height * low),
                    (x - b, ground - height * high),
                    (x + b, ground - height * high),
                    (x + a, ground - height * low),
                ],
                band,
            )
        )
    lamp = ground - height * 0.86
    stage["mid"].add(
        rect(x - wide * 0.8, ground - height * 0.80, wide * 1.6, height * 0.022, stage.paint("dark_metal", 0.3, air))
    )
    stage["mid"].add(
        rect(x - wide * 0.42, lamp - height * 0.035, wide * 0.84, height * 0.10, stage.glow(stage.light.lamp, 1.3))
    )
    stage["mid"].add(
        polygon(
            [
                (x - wide * 0.6, lamp - height * 0.035),
                (x, lamp - height * 0.13),
                (x + wide * 0.6, lamp - height * 0.035),
            ],
            stage.paint("accent", 0.5, air),
        )
    )
    cottage = x + wide * 3.2
    stage["mid"].add(
        rect(cottage - 34, ground - 26, 68, 34, stage.paint("white", 0.4, air)),
        polygon(
            [
                (cottage - 40, ground - 24),
                (cottage - 22, ground - 50),
                (cottage + 22, ground - 50),
                (cottage + 40, ground - 24),
            ],
            stage.paint("brick", 0.5, air),
        ),
    )
    if stage.light.lamps_on:
        stage["mid"].add(rect(cottage - 12, ground - 18, 10, 12, stage.glow(stage.light.lamp, 1.0)))
        bloom(stage, "mid", x, lamp + height * 0.01, height * 0.22, strength=0.8)
        tint = stage.glow(stage.light.lamp, 0.9)
        for way in (-1, 1):
            reach = stage.frame.w * (1.0 if way < 0 else 0.7)
            beam = [(x, lamp), (x + way * reach, lamp - 130), (x + way * reach, lamp + 30)]
            fill = stage.gradient([(0, tint, 0.42), (1, tint, 0.0)], (x, 0, x + way * reach * 0.85, 0), units=True)
            stage["mid"].soft(polygon(beam, fill), blur=6.0, mode="screen")


@place("river", "canal, stream, estuary, bridge, flood, wetland, embankment, dam", horizon=0.50)
def river(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    stage.stand_row = stage.frame.h * 0.9
    row, frame = stage.camera.horizon, stage.frame
    ridge(stage, "far", row - 4, 110, "dark_leaf", air=stage.light.visibility * 0.6, rough=0.6)
    ridge(stage, "far", row + 6, 50, "leaf", air=stage.light.visibility * 0.28, rough=0.8, steps=90)
    mist(stage, "far", row, 40, strength=0.5)
    bank(stage, row, -1)
    bank(stage, row, 1)
    water(stage, "mid", row + 10, calm=0.8)
    left, _, right, bottom = frame.bounds
    for side in (-1, 1):
        edge = left if side < 0 else right
        reach = frame.w * (0.66 if side == stage.layout.side else 0.22)
        outline = [
            (edge, row + 40),
            (edge - side * reach * 0.45, frame.h * 0.70),
            (edge - side * reach * 0.85, frame.h * 0.84),
            (edge - side * reach * 1.1, bottom),
            (edge, bottom),
        ]
        fill = stage.gradient(
            [
                (0, stage.paint("grass", 0.8), 1),
                (0.5, stage.paint("leaf", 0.4), 1),
                (1, stage.paint("dark_leaf", 0.1), 1),
            ]
        )
        stage["subject"].add(path(smooth(outline, tension=0.4), fill))
    tufts(stage, "near", frame.h * 1.05, "dark_leaf", count=110, size=120, facing=0.25)
    stage["near"].blur = 3.0


def bank(stage: Stage, row: float, side: int) -> None:
    frame, rng = stage.frame, stage.rng
    edge = frame.bounds[0] if side < 0 else frame.bounds[2]
    for i in range(9):
        x = edge - side * i * frame.w * 0.045
        size = 120 - i * 9 + rng.uniform(-16, 16)

        stage["mid"].add(path(leafy(rng, x, row + 12 - size * 0.36, size * 0.55), stage.paint("dark_leaf", 0.25, 60)))
        stage["mid"].add(
            path(
                leafy(rng, x + 12 * (1 if stage.light.sun[0] > 0 else -1), row - size * 0.45, size * 0.34),
                stage.paint("leaf", 0.8, 60),
            )
        )


@place("beach", "sand, dunes, dune, surf, holiday", horizon=0.44, people="person")
def beach(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    stage.stand_row = stage.frame.h * 0.68
    row, frame = stage.camera.horizon, stage.frame
    ridge(stage, "far", row + 2, 40, "rock", air=stage.light.visibility * 0.8, foot=row + 4)
    water(stage, "mid", row, calm=0.5)
    left, _, right, bottom = frame.bounds
    slope = stage.layout.side * 60
    shore = [
        (left + (right - left) * i / 10, frame.h * 0.60 + (i / 10 - 0.5) * slope + math.sin(i * 1.3) * 10)
        for i in range(11)
    ]
    for push, tone, alpha in (
        (-16, stage.paint("snow", 0.95), 0.85),
        (0, stage.paint("sand", 0.25), 1.0),
        (38, stage.paint("sand", 0.75), 1.0),
    ):
        moved = [(x, y + push + math.sin(x * 0.012 + push) * 6) for x, y in shore]
        low = stage.paint("sand", 0.2)
        fill = tone if push < 38 else stage.gradient([(0, tone, 1), (1, low, 1)])
        stage["mid"].add(
            path(smooth(moved, closed=False) + f"L{right:.0f} {bottom:.0f}L{left:.0f} {bottom:.0f}Z", fill, alpha)
        )
    if (
        not stage.light.is_dark
        and stage.light.weather in ("clear", "cloudy")
        and not any(t.key == "umbrella" for t in brief.things)
    ):
        side = stage.layout.side or 1.0
        for share, column in ((0.30, 0.5 - side * 0.26), (0.17, 0.5 - side * 0.07), (0.13, 0.5 + side * 0.33)):
            z = stage.camera.distance_for(2.2, frame.h * share)
            x = stage.camera.x_at(frame.w * column, z)
            SUBJECTS["umbrella"].draw(stage, "mid", x, stage.footing(z), z, brief)
    tufts(stage, "near", frame.h * 1.03, "wheat", count=70, size=150, facing=0.3)
    stage["near"].blur = 3.0
