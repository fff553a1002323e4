# ruff: noqa: E501 - outlines and tables are read by the row
"""A forearm with an open hand, as somebody raises it who explains something: the palm to the viewer, the fingers at
ease. Centimetres about the middle of the face."""

import math
from typing import TYPE_CHECKING

from generation.providers.local.pictures.shapes import Point, ellipse, group, line, path, smooth, tube

if TYPE_CHECKING:
    from generation.providers.local.pictures.bust import Sculptor

ELBOW: Point = (23.0, 62.0)
WRIST: Point = (18.2, 38.5)
# (root, tip) and half widths of each finger of a hand whose wrist is at (0, 0), fingers up, thumb to the left
_FINGERS: tuple[tuple[Point, Point, float, float], ...] = (
    ((2.95, -6.9), (5.6, -11.6), 0.82, 8.0),
    ((1.30, -7.9), (2.9, -14.6), 0.92, 4.0),
    ((-0.70, -8.1), (-0.6, -15.4), 0.96, -1.0),
    ((-2.55, -7.5), (-3.7, -14.0), 0.94, -5.0),
)
_TURN = 24.0  # degrees by which the hand leans outwards


def draw_arm(sculptor: "Sculptor", side: int, reach: float = 1.0) -> str:
    """The arm on that side of the picture (-1 or 1), raised; `reach` says how far out, as a factor."""
    return group(_arm(sculptor, side), x=side * ELBOW[0] * (reach - 1.0), y=0.0)


def _arm(sculptor: "Sculptor", side: int) -> str:
    outfit = sculptor.face.outfit
    cloth = outfit.under if outfit.cut in ("apron", "dungarees", "vest") else outfit.top
    wide = 1.08 if sculptor.face.is_broad else 0.94
    is_bare = outfit.cut in ("tee", "dress")
    elbow, wrist = (side * ELBOW[0], ELBOW[1] + 6), (side * WRIST[0], WRIST[1])
    fore: list[Point] = [elbow, _along(side, 0.25), _along(side, 0.66), wrist, _along(side, 1.08)]
    widths = [4.6 * wide, 4.5 * wide, 3.3 * wide, 2.55 * wide, 2.5 * wide]
    parts = [path(tube(fore, widths), sculptor.sweep(outfit.skin, 0.95))]
    hand = group(_hand(sculptor, side), x=wrist[0], y=wrist[1] + 0.6, scale=wide * 1.02, turn=_TURN, flip=side < 0)
    if not is_bare:
        sleeve: list[Point] = [elbow, _along(side, 0.2), _along(side, 0.5), _along(side, 0.80)]
        parts.append(path(tube(sleeve, [5.4 * wide, 5.2 * wide, 4.4 * wide, 3.7 * wide]), sculptor.sweep(cloth, 0.95)))
        (x, y), (u, v) = _along(side, 0.79), _along(side, 0.48)
        hem = [(x - 3.5 * wide, y - 0.5), (x, y + 0.5), (x + 3.5 * wide, y + 0.3)]
        fold = [(u - 2.6, v - 1.0), (u - 0.4, v + 0.5), (u + 2.2, v + 0.2)]
        for crease, width in ((hem, 0.4), (fold, 0.6)):
            parts.append(
                f'<path d="{smooth(crease, closed=False)}" fill="none" stroke="{sculptor.tone(cloth, 0.0)}" stroke-width="{width}" stroke-opacity="0.3"/>'
            )
    return "".join([parts[0], hand, *parts[1:]])


def _along(side: int, share: float) -> Point:
    """A point of the forearm between the elbow (0) and the wrist (1)."""
    (x, y), (u, v) = ELBOW, WRIST
    return side * (x + (u - x) * share - 0.9 * math.sin(math.pi * min(share, 1.0))), y + (v - y) * share


def _hand(sculptor: "Sculptor", side: int) -> str:
    """The palm to the viewer; drawn with the thumb to the left."""
    skin = sculptor.face.outfit.skin
    dark, deep = sculptor.blend(skin, 0.10, "plum", 0.16), sculptor.blend(skin, 0.0, "plum", 0.28)
    # The palm of a hand is paler and warmer than the rest.
    light = sculptor.blend(skin, 0.86, "brick", 0.07 if skin != "skin_4" else 0.16)
    warm = sculptor.blend(skin, 0.66, "brick", 0.16)
    lit = sculptor.lit * side  # the drawing is mirrored on the left
    stops = [(0.0, light, 1.0), (0.6, warm, 1.0), (1.0, sculptor.blend(skin, 0.34, "plum", 0.10), 1.0)]
    fill = sculptor.stage.gradient(stops, (0, 0.1, 1, 0.3) if lit < 0 else (1, 0.1, 0, 0.3))
    parts = []
    for root, tip, half, bow in _FINGERS:
        mid = ((root[0] + tip[0]) / 2 + bow * 0.03, (root[1] + tip[1]) / 2)
        base = (root[0] * 0.92, root[1] + 2.2)
        outline = tube([base, root, mid, tip], [half * 1.02, half * 1.04, half, half * 0.82])
        parts.append(path(outline, fill))
        parts.append(f'<path d="{outline}" fill="none" stroke="{deep}" stroke-width="0.22" stroke-opacity="0.45"/>')
        parts += [_joint(root, tip, share, half, deep) for share in (0.06, 0.40, 0.72)]
    thumb: list[Point] = [(-2.2, -1.8), (-4.3, -3.9), (-5.9, -6.6), (-6.7, -9.4)]
    shape = tube(thumb, [2.1, 1.55, 1.12, 0.88])
    parts.append(path(shape, fill))
    parts.append(f'<path d="{shape}" fill="none" stroke="{deep}" stroke-width="0.22" stroke-opacity="0.40"/>')
    palm: list[Point] = [
        (-2.5, 0.8),
        (-3.4, -2.4),
        (-3.55, -6.4),
        (-2.7, -8.4),
        (0.2, -8.9),
        (2.6, -8.2),
        (3.75, -6.4),
        (3.55, -2.6),
        (2.5, 0.8),
    ]
    parts.append(path(smooth(palm, tension=0.5), fill))
    ball = sculptor.stage.radial([(0, light, 0.85), (1, light, 0)])
    parts.append(ellipse(-2.2, -3.0, 2.2, 2.7, ball))
    parts.append(ellipse(2.1, -2.6, 1.5, 2.6, ball))
    for crease in (
        [(-3.3, -6.2), (-1.0, -5.2), (0.0, -3.0), (-0.4, -0.6)],
        [(-3.2, -6.4), (-0.4, -5.9), (2.6, -4.6)],
        [(3.5, -6.4), (1.0, -7.0), (-1.5, -7.9)],
    ):
        parts.append(
            f'<path d="{smooth(crease, closed=False)}" fill="none" stroke="{deep}" stroke-width="0.24" stroke-opacity="0.24" stroke-linecap="round"/>'
        )
    parts.append(sculptor.stage.blurred(ellipse(0.3, -4.4, 1.6, 1.5, dark, 0.22), 0.6))
    return "".join(parts)


def _joint(root: Point, tip: Point, share: float, half: float, tint: str) -> str:
    x, y = root[0] + (tip[0] - root[0]) * share, root[1] + (tip[1] - root[1]) * share
    angle = math.atan2(tip[1] - root[1], tip[0] - root[0]) + math.pi / 2
    dx, dy = math.cos(angle) * half * 0.62, math.sin(angle) * half * 0.62
    return line([(x - dx, y - dy), (x + dx, y + dy)], tint, 0.18, 0.20)
