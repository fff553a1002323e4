# ruff: noqa: E501 - outlines and tables are read by the row
"""Eyes and brows of one moment."""

from generation.media.puppet.features import EYE_X, EYE_Y, Canvas, Eyes, Point, curve, ellipse


def draw_eyes(canvas: Canvas, eyes: Eyes) -> None:
    for side in (-1, 1):
        _eye(canvas, eyes, side)
        _brow(canvas, eyes, side)


def _eye(canvas: Canvas, eyes: Eyes, side: int) -> None:
    rig, at = canvas.rig, canvas.at
    cx, y = EYE_X * side, EYE_Y
    w, h = 1.75 * rig.eyes, (1.0 if rig.age > 0.1 else 1.2) * rig.eyes
    inner, outer = at(cx - side * w, y + 0.28), at(cx + side * w, y - 0.06)
    shut = y + 0.50  # where the lids meet
    crown = y - h * 1.02 + max(0.0, eyes.raised) * -0.10
    lid_y = crown + (shut - crown) * min(max(eyes.lid, 0.0), 1.0) + eyes.gaze_y * 0.35
    base_y = y + h * (0.80 - 0.34 * eyes.squint) - max(0.0, eyes.lid - 0.5) * 0.24

    def arc(top: float) -> list[Point]:
        lean = cx - side * 0.14
        return curve([inner, at(lean - side * w * 0.52, top + (y + 0.2 - top) * 0.30, 0.3), at(lean + side * w * 0.05, top, 0.3),
                      at(lean + side * w * 0.66, top + (y - top) * 0.34, 0.2), outer], closed=False)  # fmt: skip

    upper, lower = arc(lid_y), arc(base_y)
    whole = [*arc(crown), *lower[::-1]]
    opening = canvas.mask([*upper, *lower[::-1]])
    canvas.fill([*upper, *lower[::-1]], "white")
    ix, iy = at(cx + eyes.gaze_x + canvas.rig.lit * 0.02, y - 0.02 + eyes.gaze_y, 0.2)
    canvas.fill(ellipse(ix, iy, 1.02, 1.06), "lash", 0.75, within=opening)
    canvas.fill(ellipse(ix, iy, 0.93, 0.97), "iris", within=opening)
    canvas.soft(ellipse(ix - rig.lit * 0.25, iy + 0.40, 0.45, 0.34), "white", 0.30, blur=0.14, within=opening)
    canvas.fill(ellipse(ix, iy, 0.44, 0.46), "pupil", within=opening)
    shade = [(px, py - 0.1) for px, py in upper] + [(px, py + 0.42) for px, py in upper[::-1]]
    canvas.soft(shade, "lash", 0.42, blur=0.16, within=opening)
    canvas.fill(ellipse(ix + rig.lit * 0.34, iy - 0.36, 0.20, 0.20), "spark", 0.95, within=opening)
    canvas.fill(ellipse(ix - rig.lit * 0.30, iy + 0.34, 0.10, 0.10), "spark", 0.45, within=opening)
    if eyes.lid > 0.25:  # the lid that came down is round
        round_of = [*arc(crown + (lid_y - crown) * 0.25), *arc(crown + (lid_y - crown) * 0.8)[::-1]]
        canvas.soft(round_of, "lid", 0.45 * eyes.lid, blur=0.22, within=canvas.mask(whole))
    thick = 0.34 if rig.is_broad else 0.44
    canvas.stroke([*upper[::4], upper[-1], (outer[0] + side * (0.14 if rig.is_broad else 0.34), outer[1] - (0.02 if rig.is_broad else 0.2))],
                  "lash", (0.14, thick * 0.8, thick, thick, 0.10))  # fmt: skip
    canvas.stroke(lower[2::5], "crease", (0.06, 0.16, 0.20, 0.08), 0.42)
    fold_y = crown - 0.80 + 0.55 * eyes.lid - 0.35 * eyes.raised
    fold = [
        at(cx - side * w * 0.9, y - 0.72 + 0.3 * eyes.lid),
        at(cx, fold_y, 0.3),
        at(cx + side * w * 1.02, y - 0.86 + 0.3 * eyes.lid),
    ]
    canvas.stroke(curve(fold, closed=False)[::3], "crease", (0.06, 0.24, 0.26, 0.06), 0.48)
    if rig.age > 0.6 or eyes.squint > 0.3:
        bag = [at(cx - side * 1.2, y + 1.75), at(cx + side * 0.4, y + 2.05), at(cx + side * 1.7, y + 1.4)]
        canvas.stroke(bag, "crease", (0.05, 0.24, 0.05), 0.30)


def _brow(canvas: Canvas, eyes: Eyes, side: int) -> None:
    rig, at, cx = canvas.rig, canvas.at, EYE_X * side
    up, knit = eyes.raised, eyes.knit
    spine = [at(cx - side * (1.95 + 0.25 * knit), -3.20 - 0.72 * up + 0.34 * knit), at(cx - side * 0.3, -3.84 - 1.0 * up + 0.10 * knit),
             at(cx + side * 1.1, -3.88 - 1.05 * up), at(cx + side * 2.65, -2.86 - 0.62 * up)]  # fmt: skip
    thick = 0.80 * rig.brow
    canvas.stroke(spine, "brow", (thick * 0.72, thick, thick * 0.78, 0.10), 0.90)
    if up > 0.45:  # the forehead follows
        line = [
            at(cx - side * 1.6, -6.0 - up * 0.3),
            at(cx + side * 0.4, -6.3 - up * 0.3),
            at(cx + side * 1.8, -5.9 - up * 0.3),
        ]
        canvas.stroke(line, "crease", (0.04, 0.16, 0.04), min(0.25, (up - 0.45) * 0.5))
