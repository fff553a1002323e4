"""One moment of a presenter, and a track of them as an array of a row a frame."""

from typing import NamedTuple

import numpy as np

from generation.media.puppet.features import Eyes, Mouth


class Pose(NamedTuple):
    """`yaw` and `pitch` in radians (to the right, down) and `tilt` in degrees come on top of how the head was drawn;
    `head_x`, `head_y`, `lean` (of the shoulders) and `shrug` in cm. `breath` runs from -1 to 1, an arm from 0, out of
    sight, to 1; a beat turns it by degrees."""

    mouth: Mouth = Mouth()
    eyes: Eyes = Eyes()
    yaw: float = 0.0
    pitch: float = 0.0
    tilt: float = 0.0
    head_x: float = 0.0
    head_y: float = 0.0
    breath: float = 0.0
    lean: float = 0.0
    shrug: float = 0.0
    arm_left: float = 0.0
    arm_right: float = 0.0
    beat_left: float = 0.0
    beat_right: float = 0.0


COLUMNS = (*Mouth._fields, *Eyes._fields, *Pose._fields[2:])


def pose_of(row: np.ndarray) -> Pose:
    values = [float(value) for value in row]
    mouth, eyes = len(Mouth._fields), len(Mouth._fields) + len(Eyes._fields)
    return Pose(Mouth(*values[:mouth]), Eyes(*values[mouth:eyes]), *values[eyes:])
