# ruff: noqa: E501 - outlines and tables are read by the row
"""Clothes of near figures, from the neck to the edge of the frame, by cut. Centimetres about the middle of the face."""

import math
from typing import TYPE_CHECKING

from generation.providers.local.pictures.shapes import Point, ellipse, line, path, polygon, smooth

if TYPE_CHECKING:
    from generation.providers.local.pictures.bust import Sculptor


def draw_clothes(sculptor: "Sculptor", depth: float) -> str:
    """Shoulders and chest down to `depth`, and what the cut adds."""
    face, outfit = sculptor.face, sculptor.face.outfit
    half = (23.5 if face.is_broad else 20.0) * (0.78 if face.age < 0.1 else 1.0) * (0.6 + 0.4 * outfit.girth)
    near = -math.sin(sculptor.yaw)  # the near shoulder is wider when the body turns with the head
    left, right = half * (1.0 + near * 0.10), half * (1.0 - near * 0.10)
    neck = 6.6 if face.is_broad else 5.6
    body = [
        (-neck, 15.2),
        (-neck - 3.6, 17.4),
        (-left * 0.72, 20.2),
        (-left, 25.5),
        (-left - 3.4, 36),
        (-left - 4.6, depth),
        (right + 4.6, depth),
        (right + 3.4, 36),
        (right, 25.5),
        (right * 0.72, 20.2),
        (neck + 3.6, 17.4),
        (neck, 15.2),
    ]
    shell = outfit.under if outfit.cut in ("apron", "dungarees", "vest") else outfit.top
    scoop = 19.4 if outfit.cut in ("tee", "dress") else 17.6
    outline = f"{smooth(body[:6], closed=False, tension=0.5)} L{body[6][0]:.1f} {body[6][1]:.1f} " + smooth(
        body[6:], closed=False, tension=0.5
    ).replace("M", "L", 1)
    outline += f" Q0 {scoop + (scoop - 15.2):.1f} {-neck:.1f} 15.2Z"
    parts = [path(outline, sculptor.sweep(shell, 0.95))]
    clip = sculptor.stage.clip(f'<path d="{outline}"/>')
    inner = _folds(sculptor, shell, left, right, depth)
    parts.append(f'<g clip-path="{clip}">{inner}</g>')
    add = {"jacket": _jacket, "coat": _jacket, "shirt": _shirt, "knit": _knit, "tee": _tee, "dress": _tee, "skirt": _knit, "vest": _vest, "apron": _apron, "dungarees": _apron}  # fmt: skip
    parts.append(add.get(outfit.cut, _tee)(sculptor, depth, neck))
    return "".join(parts)


def _folds(sculptor: "Sculptor", shell: str, left: float, right: float, depth: float) -> str:
    """Sleeves parted from the chest, two folds, the shade under the chin."""
    dark, bright = sculptor.tone(shell, 0.0), sculptor.tone(shell, 1.1)
    parts = []
    for side, half in ((-1, left), (1, right)):
        seam = [(side * half * 0.80, 31), (side * half * 0.76, 38), (side * half * 0.80, depth)]
        parts.append(
            f'<path d="{smooth(seam, closed=False)}" fill="none" stroke="{dark}" stroke-width="0.7" stroke-opacity="0.30"/>'
        )
        fold = [(side * half * 0.62, 22.5), (side * half * 0.58, 28), (side * half * 0.72, 33)]
        parts.append(
            f'<path d="{smooth(fold, closed=False)}" fill="none" stroke="{bright if side == sculptor.lit else dark}" stroke-width="0.9" stroke-opacity="0.30"/>'
        )
    away = -sculptor.lit
    shade = [(away * 3, 15), (away * 9, 22), (away * 6, 34), (away * 8, depth), (away * 40, depth), (away * 40, 15)]
    parts.append(sculptor.stage.blurred(path(smooth(shade, tension=0.4), dark, 0.34), 1.6))
    return "".join(parts)


def _lapel(sculptor: "Sculptor", material: str, side: int, depth: float, top: float, *, facing: float) -> str:
    low = min(depth, 46.0)
    outer: list[Point] = [
        (side * 5.4, 14.6),
        (side * (top + 3.6), 20.6),
        (side * (top + 0.6), 23.4),
        (side * (top + 2.6), 24.4),
        (side * 0.9, low),
    ]
    inner: list[Point] = [(side * 0.3, low), (side * 4.4, 18.5)]
    edge = line([outer[0], outer[1], outer[2], outer[3], outer[4]], sculptor.tone(material, 0.0), 0.45, 0.6)
    return polygon([*outer, *inner], sculptor.tone(material, facing)) + edge


def _jacket(sculptor: "Sculptor", depth: float, neck: float) -> str:
    outfit = sculptor.face.outfit
    low = min(depth, 46.0)
    shirt = polygon(
        [
            (-neck + 0.4, 15.6),
            (-3.6, 17),
            (0, 21.5),
            (3.6, 17),
            (neck - 0.4, 15.6),
            (6, 22),
            (0.8, low),
            (-0.8, low),
            (-6, 22),
        ],
        sculptor.sweep(outfit.under, 0.95),
    )
    parts = [shirt]
    for side in (-1, 1):  # the collar of the shirt
        wing = [(side * neck * 0.94, 13.6), (side * 0.5, 20.8), (side * 4.4, 22.2), (side * neck * 0.98, 15.8)]
        parts.append(polygon(wing, sculptor.tone(outfit.under, 0.95 if side == sculptor.lit else 0.35)))
    if outfit.cut == "jacket" and sculptor.face.is_broad and outfit.top != "accent":
        tie = [(-1.4, 20.6), (1.4, 20.6), (1.0, 23), (2.1, low), (-2.1, low), (-1.0, 23)]
        parts.append(polygon(tie, sculptor.sweep("accent", 0.8)))
        parts.append(polygon([(-1.5, 20.2), (1.5, 20.2), (1.0, 23), (-1.0, 23)], sculptor.tone("accent", 0.25)))
    for side in (-1, 1):
        parts.append(_lapel(sculptor, outfit.top, side, depth, 6.2, facing=0.85 if side == sculptor.lit else 0.26))
    if outfit.cut == "coat":
        parts.append(
            line([(-sculptor.lit * 10.5, 36), (-sculptor.lit * 16, 36.4)], sculptor.tone(outfit.top, 0.0), 0.5, 0.6)
        )
        parts.append(line([(-sculptor.lit * 12, 33.4), (-sculptor.lit * 12, 38)], sculptor.tone("accent", 0.8), 0.9))
    return "".join(parts)


def _shirt(sculptor: "Sculptor", depth: float, neck: float) -> str:
    top = sculptor.face.outfit.top
    parts = [line([(0, 20), (0.4, depth)], sculptor.tone(top, 0.0), 0.5, 0.6)]
    parts += [ellipse(1.0, y, 0.5, 0.5, sculptor.tone(top, 1.2)) for y in (25, 32, 39)]
    for side in (-1, 1):
        wing = [(side * neck * 0.96, 13.4), (side * 0.4, 19.6), (side * 4.8, 22.4), (side * (neck + 1.4), 16.4)]
        parts.append(polygon(wing, sculptor.tone(top, 1.05 if side == sculptor.lit else 0.42)))
        parts.append(line([wing[1], wing[2], wing[3]], sculptor.tone(top, 0.0), 0.4, 0.5))
    return "".join(parts)


def _knit(sculptor: "Sculptor", depth: float, neck: float) -> str:
    top = sculptor.face.outfit.top
    collar = [(-neck - 0.4, 12.6), (-neck - 0.7, 16.6), (0, 19.6), (neck + 0.7, 16.6), (neck + 0.4, 12.6), (0, 15.6)]
    ribs = "".join(
        line(
            [(x, 13.6 + 1.9 * (1 - (x / neck) ** 2)), (x * 1.03, 16.2 + 2.4 * (1 - (x / neck) ** 2))],
            sculptor.tone(top, 0.0),
            0.3,
            0.4,
        )
        for x in (-5, -3.6, -2.2, -0.8, 0.8, 2.2, 3.6, 5)
    )
    return path(smooth(collar, tension=0.5), sculptor.sweep(top, 1.0)) + ribs


def _tee(sculptor: "Sculptor", depth: float, neck: float) -> str:
    top, skin = sculptor.face.outfit.top, sculptor.face.outfit.skin
    low = 25.5 if sculptor.face.outfit.cut == "dress" or sculptor.face.outfit.top in ("first", "ground") else 20.6
    opening = [(-neck - 1.2, 14.6), (-neck + 0.4, 18), (0, low), (neck - 0.4, 18), (neck + 1.2, 14.6)]
    edge = smooth(opening, closed=False, tension=0.4)
    bones = line([(-4.6, 19), (-1.4, 20.2)], sculptor.tone(skin, 0.0), 0.4, 0.3) + line(
        [(4.6, 19), (1.4, 20.2)], sculptor.tone(skin, 0.0), 0.4, 0.3
    )
    return (
        path(edge + "Z", sculptor.sweep(skin, 0.8))
        + bones
        + f'<path d="{edge}" fill="none" stroke="{sculptor.tone(top, 0.9)}" stroke-width="1.1"/>'
    )


def _vest(sculptor: "Sculptor", depth: float, neck: float) -> str:
    outfit = sculptor.face.outfit
    parts = [_shirt_collar(sculptor, outfit.under, neck)]
    for side in (-1, 1):
        panel = [
            (side * 7.2, 17),
            (side * 15.5, 21),
            (side * 17.5, 30),
            (side * 18, depth),
            (side * 0.5, depth),
            (side * 0.5, 27),
        ]
        parts.append(polygon(panel, sculptor.sweep(outfit.top, 0.9)))
        parts.append(
            polygon(
                [(side * 10.2, 18.3), (side * 12.8, 19.6), (side * 13.4, depth), (side * 10.8, depth)],
                sculptor.tone("white", 0.8 if side == sculptor.lit else 0.3),
                0.9,
            )
        )
    parts.append(line([(0, 27), (0, depth)], sculptor.tone("dark_metal", 0.3), 0.5))
    parts.append(polygon([(-18, 36), (18, 36), (18, 40), (-18, 40)], sculptor.sweep("white", 0.85), 0.9))
    return "".join(parts)


def _shirt_collar(sculptor: "Sculptor", material: str, neck: float) -> str:
    parts = []
    for side in (-1, 1):
        wing = [(side * neck * 0.96, 13.4), (side * 0.6, 20.5), (side * 5.4, 21.6), (side * (neck + 1.6), 16.2)]
        parts.append(polygon(wing, sculptor.tone(material, 0.95 if side == sculptor.lit else 0.35)))
    return "".join(parts)


def _apron(sculptor: "Sculptor", depth: float, neck: float) -> str:
    outfit = sculptor.face.outfit
    parts = [_shirt_collar(sculptor, outfit.under, neck)]
    parts.append(
        path(
            smooth([(-9.5, 30), (0, 28.6), (9.5, 30), (15, depth), (-15, depth)], tension=0.25),
            sculptor.sweep(outfit.top, 0.95),
        )
    )
    for side in (-1, 1):
        parts.append(
            line(
                [(side * 8.8, 30), (side * 7.6, 22), (side * 6.2, 16.4)],
                sculptor.tone(outfit.top, 0.7 if side == sculptor.lit else 0.2),
                1.7,
            )
        )
    parts.append(line([(-9, 30.6), (0, 29.4), (9, 30.6)], sculptor.tone(outfit.top, 1.1), 0.4, 0.7))
    return "".join(parts)
