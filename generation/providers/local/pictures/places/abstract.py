"""Where nothing known is named: layered folds in the film's palette under one light."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import path as draw_path
from generation.providers.local.pictures.shapes import smooth
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.stage import Stage


@place("abstract", "idea, concept, future, hope, change, beginning, dream, silence", horizon=0.62)
def build(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    folds(stage)


def folds(stage: Stage, *, strength: float = 1.0) -> None:
    """Five folds of cloth-like land, each nearer one darker, its crest catching the key."""
    frame, rng = stage.frame, stage.rng
    left, _, right, bottom = frame.bounds
    for index, (plane, color) in enumerate(
        (
            ("far", "ground_pale"),
            ("far", "first_pale"),
            ("mid", "first"),
            ("subject", "ground"),
            ("near", "ground_dark"),
        )
    ):
        base = frame.h * (0.50 + 0.105 * index)
        swing, phase = frame.h * (0.075 - 0.006 * index), rng.uniform(0, 6.28)
        points = []
        for step in range(13):
            x = left + (right - left) * step / 12
            y = (
                base
                - math.sin(phase + x / frame.w * (3.1 + index * 0.5)) * swing
                - math.sin(phase * 2 + x / frame.w * 7.3) * swing * 0.3
            )
            points.append((x, y))
        air = stage.light.visibility * (0.9, 0.55, 0.25, 0.08, 0.0)[index]
        crest, foot = stage.paint(color, 0.95, air), stage.paint(color, 0.12, air * 0.8)
        fill = stage.gradient(
            [(0, crest, 1), (0.3, stage.paint(color, 0.45, air), 1), (1, foot, 1)],
            (0, 0, 0.15 * -stage.light.sun[0], 1),
        )
        outline = smooth(points, closed=False) + f" L{right:.0f} {bottom + 40:.0f} L{left:.0f} {bottom + 40:.0f}Z"
        stage[plane].add(draw_path(outline, fill))
