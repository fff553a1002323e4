"""The near plane: what frames a picture and keeps the lower third calm."""

import math

from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.shapes import path, polygon, tube
from generation.providers.local.pictures.stage import Stage


def shade_edges(stage: Stage, *, strength: float = 0.42) -> None:
    """A soft dark foot under captions; part of the near plane, so that a film carries it too."""
    left, _, right, bottom = stage.frame.bounds
    top = stage.frame.h * 0.62
    tint = to_hex(mix(stage.shade("ground_dark", 0.0), (0.0, 0.0, 0.0), 0.55))
    fill = stage.gradient([(0, tint, 0), (0.45, tint, strength * 0.5), (1, tint, strength)])
    stage["near"].soft(
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{right - left:.0f}" height="{bottom - top:.0f}" fill="{fill}"/>',
        blur=4.0,
    )


def leaves(stage: Stage, *, side: float | None = None, color: str = "dark_leaf", low: bool = False) -> None:
    """A dark, blurred branch hanging into an upper corner, or leaves rising from a lower one."""
    rng, frame = stage.rng, stage.frame
    side = side if side is not None else -stage.layout.side or 1.0
    edge = frame.bounds[0] if side < 0 else frame.bounds[2]
    tone = [stage.paint(color, f) for f in (0.02, 0.12, 0.25)]
    unit = min(frame.w, frame.h)
    for i in range(24):
        t = i / 23
        reach = unit * (0.05 + 0.34 * t) * rng.uniform(0.5, 1.0)
        x = edge - side * reach
        y = (
            frame.h + 60 - unit * 0.26 * (1 - t) * rng.uniform(0.3, 1)
            if low
            else frame.bounds[1] + unit * (0.32 * (1 - t) + 0.02) * rng.uniform(0.2, 1.0)
        )
        angle = rng.uniform(-0.9, 0.9) + (math.pi if low else 0.0)
        length = unit * rng.uniform(0.05, 0.10)
        tip = (x + math.sin(angle) * length, y + math.cos(angle) * length)
        middle = ((x + tip[0]) / 2 + length * 0.12, (y + tip[1]) / 2)
        stage["near"].add(path(tube([(x, y), middle, tip], (length * 0.05, length * 0.2, length * 0.03)), tone[i % 3]))
    stage["near"].blur = 5.0


def bar(stage: Stage, *, side: float | None = None, width: float = 0.07, color: str = "ground_dark") -> None:
    """An upright out of focus at one edge: a door frame, a column, a machine's flank."""
    frame = stage.frame
    side = side if side is not None else -stage.layout.side or 1.0
    edge, size = (frame.bounds[0], 1) if side < 0 else (frame.bounds[2], -1)
    inner = frame.w * width if side < 0 else frame.w * (1 - width)
    fill = stage.gradient(
        [(0, stage.paint(color, 0.0), 1), (0.8, stage.paint(color, 0.08), 1), (1, stage.paint(color, 0.5), 1)],
        (0, 0, 1, 0) if size > 0 else (1, 0, 0, 0),
    )
    stage["near"].add(
        polygon(
            [(edge, frame.bounds[1]), (inner, frame.bounds[1]), (inner, frame.bounds[3]), (edge, frame.bounds[3])], fill
        )
    )
    stage["near"].blur = 7.0
