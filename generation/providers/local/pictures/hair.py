# ruff: noqa: E501 - outlines and tables are read by the row
"""Hair of near heads: what falls behind, what stands before; each style by its outline, lit by strands and a sheen."""

import math
import random
from typing import TYPE_CHECKING

from generation.providers.local.pictures.shapes import Point, ellipse, line, path, polygon, smooth

if TYPE_CHECKING:
    from generation.providers.local.pictures.bust import Sculptor

# Behind the neck and shoulders: half an outline, right of the middle, from the crown down.
_BACK: dict[str, tuple[Point, ...]] = {
    "bob": ((0, -14.6), (7, -12.8), (10.6, -6), (11.6, 3), (11.8, 10), (9, 12.8), (4, 12)),
    "fringe": ((0, -14.8), (7.4, -13), (10.8, -6), (11.4, 3), (11.6, 11.4), (8.6, 13.4), (4, 13)),
    "long": ((0, -14.6), (7, -13), (10.6, -6.4), (11.8, 4), (13, 16), (13.4, 26), (10, 29), (4, 27)),
    "wavy": (
        (0, -14.8),
        (7.6, -13),
        (11.4, -7),
        (11.6, -1),
        (13.8, 5),
        (12.8, 10),
        (15, 16),
        (12.6, 21),
        (8, 22),
        (4, 20),
    ),
    "plait": ((0, -14.4), (7, -12.6), (10.2, -6), (10.6, 3), (9.4, 9), (5, 10)),
    "scarf": ((0, -15.4), (8, -13.4), (11.6, -6), (12.2, 4), (12.6, 13), (16, 20), (14, 25), (6, 26)),
    "curly": ((0, -16.6), (8.4, -14.6), (12.4, -7), (12.6, 1), (11.8, 8), (8, 10.4), (4, 9)),
}
# Over the skull, hairline included: the outline of the left half reversed is built from `crown`, the line over the face from `line`.
_FRONT: dict[str, tuple[tuple[Point, ...], tuple[Point, ...]]] = {
    "side": (((-8.9, 0.6), (-9.4, -6), (-6.4, -12.6), (0, -14.9), (6.4, -13.4), (9.4, -7), (8.9, 0.6)), ((7.9, -3.4), (6.6, -7.2), (1.5, -8.8), (-4.6, -7.0), (-7.2, -6.2), (-7.9, -2.8))),
    "swept": (((-8.8, 0.8), (-9.6, -5), (-8.2, -12), (-2, -15.8), (5.5, -14.6), (9.3, -8), (8.8, 0.8)), ((7.9, -3.6), (7.1, -7.4), (4.4, -9.6), (-1, -8.9), (-6, -8.4), (-7.9, -3))),
    "quiff": (((-8.7, 0.4), (-9.1, -6), (-7.6, -13), (-1.5, -17.2), (5.5, -16), (9.0, -8), (8.7, 0.4)), ((7.8, -4), (6.9, -8.2), (3, -9.8), (-3, -9.8), (-6.9, -8.2), (-7.8, -4))),
    "crop": (((-8.5, -0.6), (-8.9, -6), (-6.2, -12), (0, -13.7), (6.2, -12), (8.9, -6), (8.5, -0.6)), ((7.7, -5), (6.4, -8.4), (2.4, -9.4), (-2.4, -9.4), (-6.4, -8.4), (-7.7, -5))),
    "pixie": (((-8.8, 3.4), (-9.8, -4), (-7.4, -12.8), (-0.5, -15), (6.6, -13), (9.6, -5.5), (8.8, 3.4)), ((8.0, -0.6), (7.2, -4.6), (4.4, -7.4), (-0.6, -6.2), (-5.4, -4.6), (-7.9, 0.6))),
    "bob": (((-9.6, 9.6), (-10.4, -2), (-7.6, -12.6), (0, -15), (7.6, -12.6), (10.4, -2), (9.6, 9.6)), ((7.9, 6), (7.5, -2), (4.2, -8.4), (-1.6, -9.2), (-6.6, -5.6), (-7.9, 4))),
    "fringe": (((-9.6, 9), (-10.4, -2), (-7.8, -12.8), (0, -15.2), (7.8, -12.8), (10.4, -2), (9.6, 9)), ((7.9, 5), (7.6, -3.0), (4.4, -4.9), (0, -4.6), (-4.4, -5.0), (-7.8, 5))),
    "long": (((-10.0, 12), (-10.5, -2), (-7.6, -12.8), (0, -15), (7.6, -12.8), (10.5, -2), (10.0, 12)), ((8.2, 8), (7.7, -1.6), (4.6, -8.0), (1.2, -10.4), (-4.4, -7.4), (-8.0, 4))),
    "wavy": (((-10.6, 10), (-9.8, 4), (-11.2, -3), (-8.2, -13), (0, -15.4), (8.2, -13), (11.2, -3), (9.8, 4), (10.6, 10)), ((8.2, 6), (7.7, -1.6), (5.2, -6.4), (-1.4, -10.2), (-5.6, -7.0), (-8.0, 4))),
    "bun": (((-8.7, 0.2), (-9.2, -5.6), (-6.6, -12.4), (0, -14.2), (6.6, -12.4), (9.2, -5.6), (8.7, 0.2)), ((7.9, -3.4), (6.0, -8.2), (1.4, -10.2), (-3.4, -9.4), (-6.8, -6.8), (-7.9, -2.6))),
    "plait": (((-8.8, 1.0), (-9.4, -5.6), (-6.8, -12.6), (0, -14.4), (6.8, -12.6), (9.4, -5.6), (8.8, 1.0)), ((7.9, -2.6), (5.6, -8.2), (0, -10.6), (-5.6, -8.2), (-7.9, -2.6))),
}  # fmt: skip


def hair_back(sculptor: "Sculptor") -> str:
    style, s = sculptor.face.hair, math.sin(sculptor.yaw)
    material = sculptor.face.outfit.scarf if style == "scarf" else sculptor.face.outfit.hair
    parts = []
    if style == "bun":
        parts.append(ellipse(-s * 5, -15.6, 5.2, 4.9, sculptor.sweep(material, 0.9)))
    if style == "afro":
        parts.append(path(smooth(_cloud(0 - s * 1.5, -5.0, 14.4, 13.4, 17)), sculptor.sweep(material, 0.8)))
    if style in _BACK:
        half = _BACK[style]
        outline = [(x - s * 1.6, y) for x, y in half] + [(-x - s * 1.6, y) for x, y in reversed(half[1:])]
        parts.append(path(smooth(outline), sculptor.sweep(material, 0.42)))
    if style == "plait":
        side = -1 if sculptor.yaw > 0 else 1
        parts.extend(
            ellipse(
                side * (9.4 + 0.25 * i) + 0.5 * (i % 2),
                10 + 3.0 * i,
                2.5 - 0.1 * i,
                2.3,
                sculptor.tone(material, (0.5, 0.3)[i % 2]),
            )
            for i in range(7)
        )
    return "".join(parts)


def hair_front(sculptor: "Sculptor") -> str:
    style = sculptor.face.hair
    if style == "bald":
        return _sheen(sculptor, sculptor.face.outfit.skin, -9.0, 0.5)
    if style == "scarf":
        return _scarf(sculptor)
    if style in ("curly", "afro"):
        return _curls(sculptor, style)
    s = math.sin(sculptor.yaw)
    crown, hairline = _FRONT[style]
    moved = [(x - s * 0.9, y) for x, y in crown]
    face_line = [
        sculptor.at(x * 0.98, y) if abs(x) < 7.7 else (x + s * (1.2 if x * s < 0 else 0.2), y) for x, y in hairline
    ]
    outline = smooth([*moved, *face_line], tension=0.5)
    material = sculptor.face.outfit.hair
    clip = sculptor.stage.clip(f'<path d="{outline}"/>')
    inner = _strands(sculptor, material) + _sheen(sculptor, material, -10.2, 0.55)
    shadow = [(x, y + 0.9) for x, y in face_line]
    cast = f'<path d="{smooth(shadow, closed=False)}" fill="none" stroke="{sculptor.tone(sculptor.face.outfit.skin, 0.0)}" stroke-width="1.3" stroke-opacity="0.28"/>'
    return cast + path(outline, sculptor.sweep(material, 0.9)) + f'<g clip-path="{clip}">{inner}</g>'


def _strands(sculptor: "Sculptor", material: str) -> str:
    """A few locks, darker and lighter, that run from the parting."""
    parts = []
    root = -2.8 * sculptor.lit
    for i in range(9):
        x = -9.5 + 19 * i / 8
        lock = [
            (root + x * 0.12, -14.2),
            (x * 0.62, -11.2 + abs(x) * 0.12),
            (x * 1.0, -5.5 + abs(x) * 0.25),
            (x * 1.06, 6),
        ]
        facing = 0.95 if i % 3 == 0 else 0.0
        parts.append(
            f'<path d="{smooth(lock, closed=False)}" fill="none" stroke="{sculptor.tone(material, facing)}" stroke-width="{0.5 if i % 2 else 0.8}" stroke-opacity="0.34"/>'
        )
    return "".join(parts)


def _sheen(sculptor: "Sculptor", material: str, y: float, opacity: float) -> str:
    bright = sculptor.tone(material, 1.9)
    fill = sculptor.stage.radial([(0, bright, opacity), (1, bright, 0)])
    return ellipse(sculptor.lit * 3.6, y, 5.2, 2.6, fill)


def _cloud(cx: float, cy: float, rx: float, ry: float, bumps: int) -> list[Point]:
    points = []
    for i in range(bumps * 2):
        angle = math.pi * i / bumps
        swell = 1.0 if i % 2 else 0.93
        points.append((cx + math.cos(angle) * rx * swell, cy + math.sin(angle) * ry * swell))
    return points


def _curls(sculptor: "Sculptor", style: str) -> str:
    """Locks as overlapping rounds along the crown, lit on one side."""
    material, s, rng = sculptor.face.outfit.hair, math.sin(sculptor.yaw), random.Random(style)
    reach, size = (12.0, 3.1) if style == "curly" else (12.4, 3.4)
    parts: list[str] = []
    for ring, (radius, count) in enumerate(((reach, 15), (reach - 2.6, 13), (reach - 4.6, 11))):
        for i in range(count):
            angle = math.radians(-192 + 204 * i / (count - 1))
            x, y = math.cos(angle) * radius * 0.84 - s * 0.9, math.sin(angle) * radius * 1.0 - 3.4
            if abs(x - s * 3.4) < 8.0 and y > -9.0 + ring * 0.6:
                continue  # the face stays free
            if sculptor.face.is_broad and style == "curly" and y > -3.5:
                continue  # cut short at the sides
            toward = 0.5 + 0.5 * (x / reach) * sculptor.lit - y / 60
            facing = max(0.0, min(1.0, toward)) * rng.uniform(0.5, 1.0)
            parts.append(
                ellipse(
                    x, y, size * rng.uniform(0.8, 1.15), size * rng.uniform(0.8, 1.1), sculptor.tone(material, facing)
                )
            )
    parts.append(_sheen(sculptor, material, -12, 0.4))
    return "".join(parts)


def _scarf(sculptor: "Sculptor") -> str:
    s, cloth = math.sin(sculptor.yaw), sculptor.face.outfit.scarf
    outer = [
        (-9.6, 2),
        (-10.6, -5),
        (-7.6, -13),
        (0, -15.8),
        (7.6, -13),
        (10.6, -5),
        (9.6, 2),
        (10.4, 11),
        (12, 20),
        (0, 25),
        (-12, 20),
        (-10.4, 11),
    ]
    inner = [
        (-7.4, 1),
        (-7.2, -5),
        (-4.4, -9.4),
        (0, -10.6),
        (4.4, -9.4),
        (7.2, -5),
        (7.4, 1),
        (6.2, 7.5),
        (2.8, 11.6),
        (0, 12.6),
        (-2.8, 11.6),
        (-6.2, 7.5),
    ]
    moved = [(x + s * 1.0 + (s * 2.6 if y > 4 else 0), y) for x, y in inner]
    fold = [
        line(
            [(-9, 9 + i * 3.2), (s * 4, 13.8 + i * 3.0), (9, 8 + i * 3.2)],
            sculptor.tone(cloth, 0.0 if i % 2 else 0.9),
            0.6,
            0.32,
        )
        for i in range(4)
    ]
    under = polygon([(x * 1.04, y - 0.7) for x, y in moved], sculptor.tone("ground_dark", 0.1), 0.0)
    ring = path(f"{smooth(outer)} {smooth(moved)}", sculptor.sweep(cloth, 0.9), 1.0, 'fill-rule="evenodd"')
    return under + ring + "".join(fold) + _sheen(sculptor, cloth, -12.4, 0.35)
