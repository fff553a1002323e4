"""Composition: where the camera stands, where the subject goes, what is out of focus."""

import random

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.stage import Camera, Frame, Layout, Stage

# shot: (height of a standing figure as a fraction of the frame, row of the horizon, lens factor)
SHOTS = {
    "extreme_wide": (0.135, None, 0.82),
    "wide": (0.40, None, 1.0),
    "medium": (1.10, 0.35, 1.6),
    "close": (2.45, 0.42, 2.3),
    "insert": (0.0, 0.47, 1.7),
}
# Metres, and fractions of the frame's height.
_STANDING, _TALLEST = 1.75, 1.9
_BESIDE_WORDS = 0.72  # of the width: where the subject stands when words stand on the left
_HEADROOM, _LOWEST_HEAD, _LOWEST_ROW = 0.05, 0.3, 0.8


def place_camera(brief: Brief, frame: Frame, rng: random.Random) -> Camera:
    _, horizon, factor = SHOTS.get(brief.shot, SHOTS["wide"])
    row = brief.place.horizon if horizon is None else horizon
    row += rng.uniform(-0.02, 0.02)
    if frame.is_tall and horizon is None:
        row = min(row + 0.02, 0.60)
    eye = brief.place.eye
    if brief.shot in ("medium", "close"):
        eye = min(eye, 1.62)
    elif brief.shot == "insert":
        eye = 1.35
    elif brief.shot == "extreme_wide" and not brief.place.indoors:
        eye *= 1.25
    eye = _at_eye_level(brief, eye)
    row, eye = _with_heads(brief, frame, *_tilted(brief, row, eye))
    lens = brief.place.lens * factor
    centre = frame.w * (0.5 if frame.is_tall or frame.is_square else rng.choice((0.42, 0.5, 0.58)))
    return Camera(eye=eye, focal=1000.0 * lens / 24.0, horizon=frame.h * row, centre=centre)


def _at_eye_level(brief: Brief, eye: float) -> float:
    """A small thing alone on the ground is seen at its own height, not from above."""
    thing = brief.main_thing
    tallest = 2.5 if brief.place.key == "studio" else 1.6
    if thing is None or thing.stands != "ground" or thing.height > tallest or brief.roles or brief.place.key == "sill":
        return eye
    if brief.place.key == "studio" and brief.shot in ("wide", "medium"):
        return thing.height * 0.5  # as large as its foot still stands in the frame
    return min(eye, 0.35 + thing.height * 0.8)


def _tilted(brief: Brief, row: float, eye: float) -> tuple[float, float]:
    """A low camera sees more sky and taller people, a high one more ground."""
    if brief.request.angle == "low" and brief.shot != "insert":
        return min(row + 0.20, 0.80), eye * 0.42
    if brief.request.angle == "high" and brief.shot not in ("insert", "close"):
        return max(row - 0.24, 0.14), eye * (1.25 if brief.place.indoors else 2.0)
    return row, eye


def _with_heads(brief: Brief, frame: Frame, row: float, eye: float) -> tuple[float, float]:
    """A tilted camera that is near people keeps their heads in the picture."""
    if brief.request.angle == "level" or brief.shot not in ("medium", "close") or not brief.people:
        return row, eye
    share = SHOTS[brief.shot][0] * (0.72 if frame.is_tall else 1.0) / _STANDING  # of the frame's height, for a metre
    if brief.request.angle == "low":
        eye = max(eye, _TALLEST - (_LOWEST_ROW - _HEADROOM) / share)
        return max(row, min(_HEADROOM + (_TALLEST - eye) * share, _LOWEST_ROW)), eye
    return row, min(eye, _TALLEST + (_LOWEST_HEAD - row) / share)


def lay_out(brief: Brief, frame: Frame, rng: random.Random) -> Layout:
    share, _, _ = SHOTS.get(brief.shot, SHOTS["wide"])
    side = rng.choice((-1.0, 1.0))
    is_beside_words = brief.request.is_titled and not (frame.is_square or frame.is_tall)
    if is_beside_words:
        side = 1.0
    if is_beside_words and brief.shot in ("insert", "medium"):
        column = frame.w * _BESIDE_WORDS
    elif frame.is_square or frame.is_tall or brief.shot == "insert":
        column = frame.w * (0.5 + side * (0.03 if frame.is_square else 0.05))
    else:
        column = frame.w * (0.5 + side * 0.165)
    figure = frame.h * share * (0.72 if frame.is_tall else 1.0)
    return Layout(column, figure, side)


# shot: blur of sky, far, mid in units
FOCUS = {"medium": (1.5, 3.5, 3.0), "close": (3.0, 9.0, 12.0)}


def focus(stage: Stage, shot: str) -> None:
    """Depth of field: the longer the lens, the softer what lies behind the subject; all is sharp where none is."""
    if not stage["subject"].passes:
        return
    for name, amount in zip(("sky", "far", "mid"), FOCUS.get(shot, ()), strict=False):
        stage[name].blur = max(stage[name].blur, amount)
