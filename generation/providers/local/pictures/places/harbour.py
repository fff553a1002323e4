# ruff: noqa: E501 - outlines and tables are read by the row
"""The harbour: cranes, stacked containers, the far town, the quay."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.nature import mist, ridge, water
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import line, path, rect, smooth
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import bloom
from generation.providers.local.pictures.stage import Stage


@place(
    "harbour",
    "harbor, port, dock, docks, quay, quayside, terminal, container, containers, shipyard, marina, pier, ferry, shipping, cargo, waterfront",
    horizon=0.50,
    people="engineer",
    objects=("boat",),
)
def harbour(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    stage.stand_row = stage.frame.h * 0.8
    row, frame, rng = stage.camera.horizon, stage.frame, stage.rng
    ridge(stage, "far", row + 2, 46, "rock", air=stage.light.visibility * 0.85, foot=row + 4)
    _town_band(stage, row)
    mist(stage, "far", row, 34, strength=0.4)
    side = stage.layout.side or 1.0
    for i, z in enumerate((210.0, 150.0, 105.0)):
        crane(stage, stage.camera.x_at(frame.w * (0.5 - side * (0.06 + 0.19 * i)), z), z, 40.0, flip=side < 0)
    _stacks(stage, row, -side)
    water(stage, "mid", row + 8, calm=0.72)
    _quay(stage)
    if frame.w > frame.h * 0.9 and rng.random() < 2:
        _bollards(stage)


def _town_band(stage: Stage, row: float) -> None:
    left, _, right, _ = stage.frame.bounds
    rng, x = stage.rng, left
    while x < right:
        w, h = rng.uniform(24, 70), rng.uniform(14, 52)
        stage["far"].add(
            rect(x, row - h, w, h + 6, stage.paint(rng.choice(("stone", "ground_pale", "brick", "plaster")), 0.5, 460))
        )
        if stage.light.lamps_on:
            stage["far"].add(
                *(
                    rect(x + rng.uniform(2, w - 4), row - rng.uniform(3, h), 3, 3.4, stage.glow(stage.light.lamp, 0.95))
                    for _ in range(3)
                )
            )
        x += w * rng.uniform(0.9, 1.3)


def crane(stage: Stage, x: float, z: float, height: float, *, flip: bool, plane: str = "mid") -> None:
    """A ship-to-shore gantry crane, its boom over the water."""
    k, (cx, ground) = stage.camera.scale(z), stage.camera.point((x, 0.0, z))
    way = -1 if flip else 1
    tone, lit = stage.paint("accent", 0.35, z), stage.paint("accent", 0.95, z)

    def bar(x1: float, y1: float, x2: float, y2: float, width: float = 1.3, color: str = tone) -> str:
        return line(
            [(cx + x1 * way * k, ground - y1 * k), (cx + x2 * way * k, ground - y2 * k)],
            color,
            max(width * k, 0.8),
            cap="butt",
        )

    h = height
    stage[plane].add(
        bar(-9, 0, -9, h * 0.86), bar(9, 0, 9, h * 0.86), bar(-6, 0, -6, h * 0.84, 0.8), bar(12, 0, 12, h * 0.84, 0.8),
        bar(-9, h * 0.40, 9, h * 0.40, 1.1), bar(-9, h * 0.40, 9, h * 0.68, 0.6), bar(-24, h * 0.70, 46, h * 0.70, 1.6),
        bar(-24, h * 0.735, 46, h * 0.735, 0.6, lit), bar(9, h * 0.86, 3, h * 1.15, 1.0), bar(-9, h * 0.86, 3, h * 1.15, 1.0),
        bar(3, h * 1.15, 40, h * 0.72, 0.45), bar(3, h * 1.15, -22, h * 0.72, 0.45), bar(28, h * 0.70, 28, h * 0.36, 0.25), bar(31, h * 0.70, 31, h * 0.36, 0.25),
    )  # fmt: skip
    (bx, by) = cx + 29.5 * way * k, ground - h * 0.36 * k
    stage[plane].add(rect(bx - 6 * k, by, 12 * k, 2.8 * k, stage.paint("brick", 0.5, z)))
    if stage.light.lamps_on:
        bloom(stage, plane, cx + 44 * way * k, ground - h * 0.7 * k, 9, strength=0.7)


def _stacks(stage: Stage, row: float, side: float) -> None:
    """Containers piled on the far quay, and a ship alongside."""
    rng, frame = stage.rng, stage.frame
    z = 120.0
    k = stage.camera.scale(z)
    base = row + 8
    start = frame.w * (0.5 + side * 0.02)
    tones = ("brick", "ground", "second", "stone", "first", "ground_dark", "khaki", "accent")
    for column in range(16):
        x = start + side * column * 13.2 * k
        for level in range(rng.choice((2, 3, 3, 4, 5))):
            tone = tones[rng.randrange(8)]
            y = base - (level + 1) * 2.7 * k
            stage["mid"].add(
                rect(x, y, 12.4 * k, 2.5 * k, stage.paint(tone, 0.55, z)),
                rect(x, y, 12.4 * k, 0.35 * k, stage.paint(tone, 1.0, z), 0.7),
            )
    stage["mid"].add(rect(frame.bounds[0], base - 2, frame.w * 1.3, 9, stage.paint("concrete", 0.2, z)))


def _quay(stage: Stage) -> None:
    frame = stage.frame
    left, _, right, bottom = frame.bounds
    edge = frame.h * 0.765
    fill = stage.gradient(
        [
            (0, stage.paint("concrete", 0.75), 1),
            (0.12, stage.paint("concrete", 0.5), 1),
            (1, stage.paint("asphalt", 0.15), 1),
        ]
    )
    stage["subject"].add(rect(left, edge, right - left, bottom - edge, fill))
    stage["subject"].add(
        rect(left, edge, right - left, 9, stage.paint("stone", 1.0)),
        rect(left, edge + 9, right - left, 5, stage.paint("black", 0.0), 0.35),
    )
    for t in (0.18, 0.42, 0.8):
        y = edge + (bottom - edge) * t
        stage["subject"].add(line([(left, y), (right, y)], stage.paint("black", 0.0), 1.2 + t * 2, 0.22))


def _bollards(stage: Stage) -> None:
    edge = stage.frame.h * 0.765
    for t in (0.09, 0.93) if stage.layout.side > 0 else (0.93, 0.07):
        x = stage.frame.w * t
        cap = [
            (x - 26, edge + 26),
            (x - 20, edge + 4),
            (x - 30, edge - 14),
            (x - 26, edge - 26),
            (x + 26, edge - 26),
            (x + 30, edge - 14),
            (x + 20, edge + 4),
            (x + 26, edge + 26),
        ]
        across = (0, 0, 1, 0) if stage.light.sun[0] < 0 else (1, 0, 0, 0)
        fill = stage.gradient(
            [
                (0, stage.paint("dark_metal", 1.0), 1),
                (0.4, stage.paint("dark_metal", 0.4), 1),
                (1, stage.paint("dark_metal", 0.0), 1),
            ],
            across,
        )
        stage["subject"].add(path(smooth(cap, tension=0.4), fill))
