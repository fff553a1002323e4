# ruff: noqa: E501 - outlines and tables are read by the row
"""Poses: joint angles in degrees from hanging straight down, positive towards the right of the picture. Data only."""

from dataclasses import dataclass

Limb = tuple[float, float]  # upper and lower part


@dataclass(frozen=True)
class Pose:
    """`view` is front, back or side (facing right). `hip` shifts the pelvis over the standing leg, in cm; `lean` bends
    the spine; `tilt` drops one shoulder; `hold` is what the hands carry; `seat` is the height of the seat, 0 standing."""

    view: str
    left_arm: Limb
    right_arm: Limb
    left_leg: Limb
    right_leg: Limb
    hip: float = 0.0
    lean: float = 0.0
    tilt: float = 0.0
    nod: float = 0.0
    hold: str = ""
    seat: float = 0.0
    arms_front: bool = True


POSES: dict[str, Pose] = {
    "stand": Pose("front", (-9, -3), (13, -2), (-3, -1), (13, 3), hip=-4.0, lean=1.5, tilt=2.5, nod=-2),
    "stand_hip": Pose("front", (-34, 42), (9, 3), (-14, -4), (3, 1), hip=4.0, lean=-2, tilt=-2.5, nod=3),
    "stand_pocket": Pose("front", (-16, 12), (15, -10), (-5, -3), (8, 6), hip=-2.5, lean=1.0, tilt=2),
    "folded": Pose("front", (-14, 72), (14, -74), (-4, -2), (8, 4), hip=-2.5, lean=1.0, tilt=1.5, nod=-2),
    "hands_hips": Pose("front", (-36, 44), (36, -44), (-9, -4), (9, 4), lean=0.5, nod=-2),
    "phone": Pose("front", (-10, -3), (16, -142), (-3, -1), (12, 3), hip=-3.5, lean=1, tilt=2, nod=4),
    "chin": Pose("front", (-12, 74), (10, -150), (-4, -2), (10, 4), hip=-3.0, lean=1, nod=5),
    "wave": Pose("front", (-9, -4), (128, 168), (-4, -2), (8, 4), hip=-2.5, lean=1, tilt=-3, nod=2),
    "gesture": Pose("front", (-24, 62), (22, 96), (-9, -4), (5, 2), hip=3.0, lean=-1.5, nod=-3),
    "wait": Pose("side", (-6, 10), (4, 20), (6, 2), (-8, -10), lean=-2, nod=2),
    "lean_in": Pose("side", (20, 62), (8, 40), (-10, -14), (10, 4), lean=8, nod=8),
    "point": Pose("front", (-9, -3), (58, 84), (-9, -4), (4, 2), hip=3.0, lean=-3, tilt=-4, nod=4),
    "present": Pose("front", (-26, 46), (44, 98), (-4, -2), (9, 4), hip=-3.0, lean=2, tilt=3, nod=3),
    "tablet": Pose("front", (-12, 46), (14, -52), (-4, -2), (9, 4), hip=-3.0, lean=1, tilt=1.5, nod=2, hold="tablet"),
    "carry": Pose("front", (-8, 62), (8, -62), (-6, -3), (6, 3), lean=0, hold="box"),
    "talk": Pose("side", (16, 74), (2, 48), (-7, -9), (9, 3), hip=0, lean=-1.5, nod=1),
    "listen": Pose("side", (-10, 12), (-4, 22), (-9, -10), (6, 2), hip=0, lean=-2.5, nod=2),
    "raise": Pose("front", (-12, 8), (152, 172), (-4, -2), (8, 4), hip=-2.5, lean=1, tilt=-3, nod=2),
    "sing": Pose("front", (-30, 20), (24, -120), (-10, -4), (12, 4), hip=-4, lean=3, tilt=3, nod=-4),
    "walk": Pose("side", (-24, -8), (26, 48), (24, 8), (-17, -34), lean=4, nod=-2),
    "stride": Pose("side", (24, 44), (-26, -10), (-20, -40), (26, 10), lean=5),
    "work": Pose("side", (34, 78), (22, 66), (-6, -8), (8, 2), lean=13, nod=12),
    "reach": Pose("side", (78, 96), (30, 70), (-9, -12), (8, 3), lean=5, nod=-6),
    "look": Pose("back", (-10, -4), (11, 5), (-4, -2), (9, 5), hip=-3.0, lean=1.2, tilt=2.5, arms_front=False),
    "look_hip": Pose("back", (-10, -5), (36, -44), (-8, -4), (5, 3), hip=2.5, lean=-1.2, tilt=-2, arms_front=False),
    "sit": Pose("side", (28, 78), (18, 70), (84, 4), (80, 10), lean=7, nod=6, seat=48),
    "sit_back": Pose("side", (8, 58), (0, 44), (82, -6), (86, 14), lean=-9, nod=-2, seat=48),
    "desk": Pose("front", (-16, 26), (16, -26), (-14, -4), (14, 4), lean=0, nod=8, seat=50),
}

# What people do, by the brief's action: one of these poses is taken in turn.
BY_ACTION: dict[str, tuple[str, ...]] = {
    "stand": (
        "stand_hip",
        "tablet",
        "listen",
        "folded",
        "chin",
        "stand",
        "walk",
        "gesture",
        "stand_pocket",
        "wait",
        "hands_hips",
        "look",
    ),
    "walk": ("walk", "stride"),
    "sit": ("sit", "sit_back"),
    "point": ("point", "present", "listen", "gesture", "chin"),
    "tablet": ("tablet", "stand", "look_hip", "chin"),
    "carry": ("carry", "walk"),
    "work": ("work", "reach", "tablet"),
    "talk": ("talk", "listen", "gesture", "lean_in", "chin", "present"),
    "look": ("look", "look_hip", "wait", "hands_hips"),
    "sing": ("sing", "raise", "present"),
}
