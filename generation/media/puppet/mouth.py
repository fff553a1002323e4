# ruff: noqa: E501 - outlines and tables are read by the row
"""The mouth of one moment: lips, teeth, tongue, and the dark behind them."""

import numpy as np

from generation.media.puppet.features import MOUTH_Y, Canvas, Mouth, Point, curve, ribbon

_UPPER, _LOWER = 0.74, 1.08  # how thick the lips are in cm at rest


def draw_mouth(canvas: Canvas, mouth: Mouth) -> None:
    rig, at = canvas.rig, canvas.at
    gap = max(mouth.open, 0.0)
    out = 1.4 + 0.9 * mouth.round
    wide = mouth.wide
    inner = wide * (0.90 - 0.22 * mouth.round)  # half the width of the opening
    corner = MOUTH_Y - 0.30 + gap * 0.36 - mouth.smile * (1 - 0.5 * mouth.round)
    top = MOUTH_Y - gap * 0.20 + 0.10 * mouth.press - 0.20 * mouth.tuck
    low = MOUTH_Y + gap * 0.80 - 0.06 * mouth.tuck + 0.10 * mouth.press
    thin = 1 - 0.50 * mouth.press
    upper = _UPPER * rig.lips * thin * (1 + 0.22 * mouth.round - 0.10 * min(gap, 1.5))
    lower = _LOWER * rig.lips * thin * (1 + 0.12 * mouth.round - 0.40 * mouth.tuck)
    bow = 0.26 * (1 - 0.6 * mouth.round) * rig.lips
    full = 0.62 + 0.10 * mouth.round  # how far out the opening keeps its height
    keeps = 0.42 - 0.30 * mouth.round  # round lips stay thick towards the corners

    def edge(y: float, share: float) -> list[Point]:
        """From the left corner to the right one; the middle at `y`."""
        mid = corner + (y - corner) * share
        return [at(-inner, corner, 0.7), at(-inner * full, mid, 1.2), at(0.0, y, out), at(inner * full, mid, 1.2),
                at(inner, corner, 0.7)]  # fmt: skip

    upper_edge, lower_edge = edge(top, 0.74 + 0.1 * mouth.round), edge(low, 0.80 + 0.1 * mouth.round)
    left, right = at(-wide, corner, 0.6), at(wide, corner, 0.6)
    over = [left, at(-wide * 0.66, top - upper * 0.62 + (corner - top) * keeps, 1.1), at(-wide * 0.26, top - upper - 0.10, out),
            at(0.0, top - upper + bow, out + 0.1), at(wide * 0.26, top - upper - 0.10, out),
            at(wide * 0.66, top - upper * 0.62 + (corner - top) * keeps, 1.1), right]  # fmt: skip
    under = [right, at(wide * 0.66, low + lower * 0.60 + (corner - low) * keeps, 1.0), at(wide * 0.28, low + lower * 0.97, out),
             at(0.0, low + lower, out), at(-wide * 0.28, low + lower * 0.97, out),
             at(-wide * 0.66, low + lower * 0.60 + (corner - low) * keeps, 1.0), left]  # fmt: skip
    _shades(canvas, mouth, low + lower, corner)
    canvas.fill(curve(over, closed=False) + curve(under, closed=False), "pale")
    seam = curve(upper_edge, closed=False)
    canvas.fill(curve(over, closed=False) + seam[::-1], "rose")
    _gloss(canvas, mouth, low, lower)
    if gap > 0.06 or mouth.tuck > 0.4:
        _cavity(canvas, mouth, seam, curve(lower_edge, closed=False), top, low, inner)
    line = 0.26 + 0.14 * mouth.press
    strength = max(0.0, 1.0 - gap * 2.0)
    if strength > 0:
        canvas.stroke([left, *upper_edge[1:4], right], "line", (0.12, line, line * 0.9, line, 0.12), 0.85 * strength)
    for side, tip in ((-1, left), (1, right)):
        dent = [
            (tip[0] - 0.1 * side, tip[1] - 0.3),
            (tip[0] + 0.32 * side, tip[1]),
            (tip[0] - 0.1 * side, tip[1] + 0.35),
        ]
        canvas.soft(curve(dent), "under", 0.55, blur=0.16)


def _shades(canvas: Canvas, mouth: Mouth, bottom: float, corner: float) -> None:
    """Under the lower lip, and the folds that a wide or smiling mouth lays beside it."""
    at = canvas.at
    below = [
        at(-1.7, bottom + 0.42, 0.8),
        at(0, bottom + 0.22, 1.0),
        at(1.7, bottom + 0.42, 0.8),
        at(0, bottom + 1.0, 0.8),
    ]
    canvas.soft(curve(below), "under", 0.40, blur=0.22)
    fold = 0.10 + 0.5 * max(0.0, mouth.wide - 2.9) + 0.6 * max(0.0, mouth.smile) + 0.24 * max(0.0, canvas.rig.age - 0.4)
    for side in (-1, 1):
        line = [at(side * 2.9, 5.4, 0.3), at(side * 3.9, 6.5), at(side * (mouth.wide + 1.25), corner + 0.3)]
        canvas.soft(_thick(line), "under", min(fold, 0.6), blur=0.14)


def _thick(line: list[Point]) -> list[Point]:
    return ribbon(line, (0.10, 0.36, 0.10))


def _gloss(canvas: Canvas, mouth: Mouth, low: float, lower: float) -> None:
    at, lit = canvas.at, canvas.rig.lit
    y = low + lower * 0.46
    shine = [
        at(lit * 0.1 - 0.9, y, 1.5),
        at(lit * 0.1, y - 0.16, 1.6),
        at(lit * 0.1 + 0.9, y, 1.5),
        at(lit * 0.1, y + 0.16, 1.6),
    ]
    canvas.soft(curve(shine), "spark", 0.20 + 0.10 * mouth.round, blur=0.16)
    foot = [at(-1.5, low + lower * 0.82, 1.4), at(0, low + lower * 0.74, 1.5), at(1.5, low + lower * 0.82, 1.4),
            at(0, low + lower * 1.02, 1.4)]  # fmt: skip
    canvas.soft(curve(foot), "rose", 0.5, blur=0.18)


def _cavity(
    canvas: Canvas, mouth: Mouth, upper: list[Point], lower: list[Point], top: float, low: float, inner: float
) -> None:
    at = canvas.at
    opening = canvas.mask([*upper, *lower[::-1]])
    canvas.fill([*upper, *lower[::-1]], "inner")
    gap = low - top
    if mouth.tongue > 0.02 or gap > 0.55:
        high = low - 0.30 - gap * (0.16 + 0.62 * mouth.tongue)
        back = inner * (0.74 - 0.12 * mouth.tongue)
        body = [at(-back, low + 0.5, 0.3), at(-back * 0.72, high + 0.26, 0.6), at(0, high, 0.8), at(back * 0.72, high + 0.26, 0.6),
                at(back, low + 0.5, 0.3)]  # fmt: skip
        canvas.fill(curve(body), "tongue", 0.92, within=opening)
        shine = [
            at(-0.7, high + 0.26, 0.8),
            at(0, high + 0.16, 0.9),
            at(0.7, high + 0.26, 0.8),
            at(0, high + 0.42, 0.8),
        ]
        canvas.soft(curve(shine), "pale", 0.5, blur=0.12, within=opening)
        crease = [at(0, high + 0.3, 0.8), at(0, low + 0.3, 0.8)]
        if gap > 0.9:
            canvas.soft(
                _thick([crease[0], at(0.02, (high + low) / 2, 0.8), crease[1]]),
                "inner",
                0.35,
                blur=0.10,
                within=opening,
            )
    if mouth.teeth > 0.02:
        _teeth(canvas, mouth, opening, top, low, inner)
    rim = [*upper, *[(x, y + 0.22) for x, y in upper[::-1]]]
    canvas.soft(rim, "inner", 0.55, blur=0.14, within=opening)  # the lip's shadow


def _teeth(canvas: Canvas, mouth: Mouth, opening: np.ndarray, top: float, low: float, inner: float) -> None:
    at, half = canvas.at, inner * 0.80
    gap = low - top
    shown = 0.18 + 0.62 * mouth.teeth
    upper = [at(-half, top - 0.5, 0.4), at(half, top - 0.5, 0.4), at(half * 0.96, top + shown * 0.62, 0.4), at(half * 0.5, top + shown * 0.92, 0.8),
             at(0, top + shown, 1.0), at(-half * 0.5, top + shown * 0.92, 0.8), at(-half * 0.96, top + shown * 0.62, 0.4)]  # fmt: skip
    canvas.fill(curve(upper), "teeth", min(1.0, 0.35 + mouth.teeth), within=opening)
    for side in (-1, 1):  # they lie back into the dark at the corners
        dark = [
            at(side * half * 0.62, top - 0.4),
            at(side * (half + 0.4), top - 0.4),
            at(side * (half + 0.4), top + 1.0),
            at(side * half * 0.72, top + 0.9),
        ]
        canvas.soft(curve(dark), "inner", 0.62, blur=0.20, within=opening)
    for place in (-0.78, -0.36, 0.0, 0.36, 0.78):
        x = place * half
        gap_line = [at(x, top - 0.1, 0.8), at(x * 1.01, top + shown * 0.5, 0.9), at(x * 1.01, top + shown * 0.9, 0.9)]
        canvas.soft(_thick(gap_line), "gum", 0.10, blur=0.05, within=opening)
    if mouth.teeth > 0.55 and gap < 1.1:  # nearly shut: the lower ones meet them
        rise = low - 0.10 - 0.34 * mouth.teeth
        row = [
            at(-half * 0.74, low + 0.4, 0.4),
            at(-half * 0.70, rise + 0.12, 0.5),
            at(0, rise, 0.9),
            at(half * 0.70, rise + 0.12, 0.5),
            at(half * 0.74, low + 0.4, 0.4),
        ]
        canvas.fill(curve(row), "teeth", 0.62 * min(1.0, (mouth.teeth - 0.55) * 3), within=opening)
