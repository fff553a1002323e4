"""Where the camera is: eased moves over a still in planes, nearer planes moving more than farther ones."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from generation.media.plan import Eases, Move

EASE_FRAMES = 12  # a move takes at least this long to get going and to come to rest
_PAN_SHARE = 0.55  # a pan turns the camera: most of the travel is common to all planes


@dataclass(frozen=True)
class Placement:
    """How a plane sits in the frame: scaled by `scale` about the frame's centre, then moved by pixels."""

    scale: float
    dx: float
    dy: float


def progress(frame: int, frames: int, eases: Eases = "both") -> float:
    """How much of a move is done at `frame` of `frames`: 0 at the first frame, 1 at the last.

    Speed rises smoothly over the first quarter (12 frames at least), stays, and falls the same way; in a shot
    too short for that it rises to the middle and falls again. With `eases` "in" it leaves at full speed, with "out"
    it arrives so.
    """
    if frames <= 1:
        return 0.0
    length = frames - 1
    at = min(max(frame, 0), length)
    if eases == "out":
        return 1 - progress(length - at, frames, "in")
    ramps = 2 if eases == "both" else 1
    ramp = min(max(EASE_FRAMES, length / 4), length / ramps)

    def ramped(u: float) -> float:  # the integral of the speed 3u² - 2u³
        return ramp * (u**3 - u**4 / 2)

    whole = length - ramp * ramps / 2
    if at < ramp:
        done = ramped(at / ramp)
    elif ramps == 1 or at <= length - ramp:
        done = ramp / 2 + (at - ramp)
    else:
        done = whole - ramped((length - at) / ramp)
    return done / whole


def shares(depths: Iterable[float]) -> list[float]:
    """How much of the move each plane makes, 1 for the nearest: about 1 : 0.6 : 0.3 : 0.1 from near to far."""
    reach = [0.1 + 0.9 * min(max(depth, 0.0), 1.0) ** 1.3 for depth in depths]
    return [one / max(reach) for one in reach]


def placement(move: Move, share: float, done: float, width: int, height: int, overscan: float) -> Placement:
    """Where a plane that makes `share` of the move is when the move is `done` (0 to 1).

    A travelling plane is scaled up, once for the whole move, where the overscan alone would let its edge show.
    """
    amount = abs(move.amount)
    growth = 1 + amount * share
    if move.kind == "push":
        return Placement(growth**done, 0.0, 0.0)
    if move.kind == "pull":
        return Placement(growth ** (1 - done), 0.0, 0.0)
    if move.kind == "hold":
        return Placement(1.0, 0.0, 0.0)
    travel = amount * (share if move.kind == "parallax" else _PAN_SHARE + (1 - _PAN_SHARE) * share)
    scale = max(1.0, (1 + travel) / (1 + 2 * overscan))
    if move.kind == "parallax":
        scale *= (1 + amount * share / 4) ** done  # the camera trucks right and leans in a little
    offset = travel * (done - 0.5)
    match move.kind:
        case "pan_left":
            return Placement(scale, offset * width, 0.0)
        case "pan_right" | "parallax":
            return Placement(scale, -offset * width, 0.0)
        case "tilt_up":
            return Placement(scale, 0.0, offset * height)
        case "tilt_down":
            return Placement(scale, 0.0, -offset * height)
    raise ValueError(f"unknown move {move.kind!r}")


def inverse_matrix(
    where: Placement, frame_size: tuple[int, int], layer_size: tuple[int, int], overscan: float
) -> np.ndarray:
    """The 2×3 float64 matrix from frame pixels to layer pixels (indices of pixel centres); sizes are (w, h).

    A layer of any resolution covers the frame and its overscan, scaled alike in both directions.
    """
    (width, height), (layer_width, layer_height) = frame_size, layer_size
    reach = 1 + 2 * overscan
    base = max(width * reach / layer_width, height * reach / layer_height)
    step = 1 / (where.scale * base)
    return np.array(
        [
            [step, 0.0, (layer_width - 1) / 2 - ((width - 1) / 2 + where.dx) * step],
            [0.0, step, (layer_height - 1) / 2 - ((height - 1) / 2 + where.dy) * step],
        ]
    )


def drift(move: Move, near: float, far: float, width: int, height: int, overscan: float) -> float:
    """The most pixels by which two planes with these shares ever part, anywhere in the frame."""
    apart = 0.0
    for done in (0.0, 0.5, 1.0):
        a, b = (placement(move, share, done, width, height, overscan) for share in (near, far))
        apart = max(
            apart,
            abs(a.scale - b.scale) * math.hypot(width, height) / 2 + math.hypot(a.dx - b.dx, a.dy - b.dy),
        )
    return apart
