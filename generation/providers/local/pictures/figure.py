# ruff: noqa: E501 - outlines and tables are read by the row
"""A drawn person: seven and a half heads, joints from a pose, clothes from a wardrobe, two or three tones.

Lengths are centimetres of a person of 175 cm; y points down and the ground is y = 0.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from generation.providers.local.pictures.head import draw_head
from generation.providers.local.pictures.poses import Pose
from generation.providers.local.pictures.shapes import Point, group, line, path, polygon, smooth, tube
from generation.providers.local.pictures.stage import Stage
from generation.providers.local.pictures.wardrobe import Outfit

THIGH, SHIN, ANKLE, UPPER_ARM, FOREARM, SPINE = 43.0, 41.0, 8.0, 29.0, 25.0, 51.0
LONG_CUTS = {"coat": 0.62, "dress": 0.30}


@dataclass(frozen=True)
class Skeleton:
    pelvis: Point
    chest: Point
    hips: tuple[Point, ...]  # left and right as seen
    shoulders: tuple[Point, ...]
    legs: tuple[tuple[Point, ...], ...]  # hip, knee, ankle of each
    arms: tuple[tuple[Point, ...], ...]  # shoulder, elbow, wrist of each
    head: Point
    neck: Point


def _reach(start: Point, angle: float, length: float) -> Point:
    turn = math.radians(angle)
    return start[0] + math.sin(turn) * length, start[1] + math.cos(turn) * length


def pose_bones(pose: Pose, broad: float) -> Skeleton:
    """Joint positions; the lower foot (or the seat) stands where it must."""
    wide = 0.34 if pose.view == "side" else 1.0
    pelvis = (pose.hip, 0.0)
    chest = _reach(pelvis, 180 - pose.lean, SPINE)
    hips = ((pelvis[0] - 8.5 * wide, pose.tilt * 0.35), (pelvis[0] + 8.5 * wide, -pose.tilt * 0.35))
    half = 16.4 * wide * broad
    drop = math.radians(pose.tilt) * half
    shoulders = ((chest[0] - half, chest[1] - drop + 5.5), (chest[0] + half, chest[1] + drop + 5.5))
    thigh = THIGH * 0.18 if pose.seat and pose.view == "front" else THIGH  # towards the eye
    legs = tuple(
        (hip, knee := _reach(hip, angles[0], thigh), _reach(knee, angles[1], SHIN))
        for hip, angles in zip(hips, (pose.left_leg, pose.right_leg), strict=True)
    )
    arms = tuple(
        (top, elbow := _reach(top, angles[0], UPPER_ARM), _reach(elbow, angles[1], FOREARM))
        for top, angles in zip(shoulders, (pose.left_arm, pose.right_arm), strict=True)
    )
    floor = pose.seat if pose.seat else max(leg[2][1] for leg in legs) + ANKLE

    def down(point: Point) -> Point:
        return point[0], point[1] - floor

    neck = _reach(chest, 180 - pose.lean, 5.0)
    head = _reach(neck, 180 - pose.lean - pose.nod * 0.6, 14.6)
    move = lambda trio: tuple(down(p) for p in trio)  # noqa: E731
    return Skeleton(
        down(pelvis), down(chest), move(hips), move(shoulders), (move(legs[0]), move(legs[1])),
        (move(arms[0]), move(arms[1])), down(head), down(neck),
    )  # fmt: skip


class Tailor:
    """Fills for one person: each limb a gradient from the lit to the shaded side."""

    def __init__(self, stage: Stage, z: float, *, flip: bool, detail: float) -> None:
        self.stage, self.z, self.detail = stage, z, detail
        self.from_left = (stage.light.sun[0] < 0) != flip
        self.power = 0.62 if stage.light.sun[2] > 0.2 else 1.0

    def fill(self, material: str, dim: float = 1.0) -> str:
        tone = [self.stage.paint(material, facing * self.power * dim, self.z) for facing in (0.95, 0.66, 0.30, 0.05)]
        stops = [(0.0, tone[0], 1.0), (0.34, tone[1], 1.0), (0.52, tone[2], 1.0), (0.86, tone[3], 1.0)]
        return self.stage.gradient(stops, (0, 0, 1, 0.12) if self.from_left else (1, 0, 0, 0.12))

    def flat(self, material: str, facing: float) -> str:
        return self.stage.paint(material, facing * self.power, self.z)


def draw_figure(stage: Stage, plane: str, x: float, z: float, pose: Pose, outfit: Outfit, *, flip: bool = False,
                y: float = 0.0) -> None:  # fmt: skip
    """A person with the feet at (x, y, z) metres."""
    column, row = stage.camera.point((x, y, z))
    k = stage.camera.scale(z) / 100 * outfit.stature
    detail = 175 * k * stage.frame.scale
    tailor = Tailor(stage, z, flip=flip, detail=detail)
    if not pose.seat:
        stage.shadow(plane, x, z, 0.5, y=y, height=1.7 * outfit.stature, strength=0.55)
    body = figure_svg(tailor, pose, outfit)
    stage[plane].add(group(body, x=column, y=row, scale=k, flip=flip))


def figure_svg(tailor: Tailor, pose: Pose, outfit: Outfit) -> str:
    bones = pose_bones(pose, outfit.broad)
    far, near = (0, 1) if pose.view != "back" else (1, 0)
    parts = [_leg(tailor, bones, outfit, pose, far, 0.55), _leg(tailor, bones, outfit, pose, near, 1.0)]
    arms = [_arm(tailor, bones, outfit, pose, far, 0.7), _arm(tailor, bones, outfit, pose, near, 1.0)]
    if pose.view == "side":
        parts.insert(0, arms[0])
    elif not pose.arms_front:
        parts.extend(arms)
    parts.append(_neck(tailor, bones, outfit, pose))
    parts.append(_torso(tailor, bones, outfit, pose))
    parts.append(draw_head(tailor, bones.head, pose, outfit))
    if pose.hold and pose.view == "front":
        parts.append(_held(tailor, bones, pose))
    if pose.view == "side":
        parts.append(arms[1])
    elif pose.arms_front:
        parts.extend(arms)
    return "".join(parts)


def _leg(tailor: Tailor, bones: Skeleton, outfit: Outfit, pose: Pose, index: int, dim: float) -> str:
    hip, knee, ankle = bones.legs[index]
    between = lambda a, b, t: (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)  # noqa: E731
    bare = outfit.cut in ("dress", "skirt")
    stout = 0.45 + 0.55 * outfit.girth
    widths = tuple(w * stout for w in ((7.4, 6.6, 5.0, 5.3, 3.3) if bare else (9.2, 8.4, 6.4, 6.0, 5.1)))
    points = [hip, between(hip, knee, 0.45), knee, between(knee, ankle, 0.4), ankle]
    limb = path(tube(points, widths), tailor.fill("charcoal" if bare else outfit.legs, dim))
    return _shoe(tailor, outfit, pose, knee, ankle, index, dim) + limb


def _shoe(tailor: Tailor, outfit: Outfit, pose: Pose, knee: Point, ankle: Point, index: int, dim: float) -> str:
    x, y = ankle
    lift = math.degrees(math.atan2(ankle[0] - knee[0], ankle[1] - knee[1]))
    if pose.view == "side":
        outline = [(-6, 0), (-6.5, 5), (-6, 8.4), (8, 8.4), (17, 8.2), (18, 5.6), (12, 3), (5, -1)]
        turn = -lift * 0.75 if pose.seat == 0 else 0.0
        return group(path(smooth(outline, tension=0.45), tailor.fill(outfit.shoes, dim)), x=x, y=y, turn=turn)
    side = -1 if index == 0 else 1
    if pose.view == "back":
        outline = [(-4.6, -1), (-5.2, 6), (-5, 8.4), (5, 8.4), (5.2, 6), (4.6, -1)]
    else:
        outline = [
            (-4.4, -1),
            (-5.4, 5),
            (-5 + 1.5 * side, 10),
            (2.4 * side, 11.2),
            (5 + 1.5 * side, 10),
            (5.4, 5),
            (4.4, -1),
        ]
    return group(path(smooth(outline, tension=0.45), tailor.fill(outfit.shoes, dim)), x=x, y=y)


def _arm(tailor: Tailor, bones: Skeleton, outfit: Outfit, pose: Pose, index: int, dim: float) -> str:
    top, elbow, wrist = bones.arms[index]
    between = lambda a, b, t: (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)  # noqa: E731
    sleeve = outfit.under if outfit.cut in ("vest", "apron", "dungarees") else outfit.top
    turn = math.degrees(math.atan2(wrist[0] - elbow[0], wrist[1] - elbow[1]))
    hand = [(-2.7, -2), (-3.4, 3), (-2.8, 8), (-0.8, 11.4), (1.6, 11), (3.1, 7), (4.4, 5.4), (3.6, 1), (2.6, -2)]
    parts = [group(path(smooth(hand), tailor.fill(outfit.skin, dim)), x=wrist[0], y=wrist[1], turn=-turn)]
    stout = 0.5 + 0.5 * outfit.girth
    if outfit.cut in ("tee", "dress", "apron"):
        bare = [top, between(top, elbow, 0.5), elbow, between(elbow, wrist, 0.45), wrist]
        parts.append(
            path(tube(bare, tuple(w * stout for w in (4.6, 4.5, 3.9, 3.8, 2.6))), tailor.fill(outfit.skin, dim))
        )
        parts.append(
            path(
                tube([top, between(top, elbow, 0.35), between(top, elbow, 0.72)], (5.5, 6.0, 6.0)),
                tailor.fill(sleeve, dim),
            )
        )
    else:
        thick = (1.08 if outfit.cut in ("coat", "jacket") else 1.0) * stout
        points = [top, between(top, elbow, 0.5), elbow, between(elbow, wrist, 0.5), between(elbow, wrist, 0.97)]
        parts.append(path(tube(points, tuple(w * thick for w in (5.4, 5.5, 4.8, 4.5, 3.9))), tailor.fill(sleeve, dim)))
        if outfit.cut in ("jacket", "coat") and tailor.detail > 220:
            cuff = [between(elbow, wrist, 0.97), between(elbow, wrist, 1.05)]
            parts.append(line(cuff, tailor.flat(outfit.under, 0.6), 6.6, cap="butt"))
    return "".join(parts)


def _neck(tailor: Tailor, bones: Skeleton, outfit: Outfit, pose: Pose) -> str:
    base = (bones.chest[0], bones.chest[1] + 4)
    top = (bones.head[0] - (2.5 if pose.view == "side" else 0), bones.head[1] + 4)
    return path(tube([base, top], (6.2 * outfit.broad, 4.9 * outfit.broad)), tailor.fill(outfit.skin, 0.55))


def _spots(bones: Skeleton, view: str) -> tuple[float, tuple[Point, Point]]:
    return (0.62 if view == "side" else 1.0), (bones.pelvis, bones.chest)


def _torso(tailor: Tailor, bones: Skeleton, outfit: Outfit, pose: Pose) -> str:
    thin, (low, high) = _spots(bones, pose.view)
    broad = outfit.broad

    def at(up: float, side: float) -> Point:
        """A point of the trunk: `up` 0 at the hips, 1 at the shoulders; `side` in cm from the spine."""
        slope = math.radians(pose.tilt) * (up * 1.6 - 0.6) * (0 if pose.view == "side" else 1)
        x = low[0] + (high[0] - low[0]) * up + side * thin
        return x, low[1] + (high[1] - low[1]) * up + side * thin * slope

    hem, flare = -0.10, 16.0
    if outfit.cut in LONG_CUTS and not pose.seat:
        hem, flare = (-0.62, 19.5) if outfit.cut == "coat" else (-0.78, 25.0)
    stout = 0.6 + 0.4 * outfit.girth
    waist = (13.6 if outfit.cut in ("dress", "skirt") else 14.6) * outfit.girth**1.25
    hips, flare, chest = 16.2 * stout, flare * stout, 17.4 * broad * stout
    outline = [
        at(1.11, -5.5), at(1.05, -10.5 * broad), at(0.955, -18.6 * broad), at(0.76, -chest), at(0.36, -waist),
        at(0.02, -hips), at(hem, -flare), at(hem - 0.015, 0), at(hem, flare), at(0.02, hips), at(0.36, waist),
        at(0.76, chest), at(0.955, 18.6 * broad), at(1.05, 10.5 * broad), at(1.11, 5.5),
    ]  # fmt: skip
    shell = outfit.under if outfit.cut in ("apron", "dungarees") else outfit.top
    parts = [path(smooth(outline, tension=0.55), tailor.fill(shell))]
    if outfit.cut == "skirt":
        knee = -0.80 if not pose.seat else -0.12
        cloth = [at(0.16, -hips * 0.93), at(-0.1, -hips * 1.06), at(knee, -hips * 1.3), at(knee - 0.02, 0), at(knee, hips * 1.3),
                 at(-0.1, hips * 1.06), at(0.16, hips * 0.93), at(0.15, 0)]  # fmt: skip
        parts.append(path(smooth(cloth, tension=0.3), tailor.fill(outfit.legs)))
    if pose.view == "front" and tailor.detail > 70:
        parts.extend(_front_of(tailor, outfit, at, hem))
    elif pose.view == "back" and tailor.detail > 160:
        parts.append(line([at(0.55, -3), at(0.2, -1), at(max(hem, -0.4) + 0.1, 0)], tailor.flat(shell, 0.0), 0.7, 0.35))
    if outfit.cut == "vest" and tailor.detail > 55:
        for up in (0.30, 0.50):
            band = [at(up, -16.2), at(up - 0.02, 0), at(up, 16.2)]
            parts.append(line(band, tailor.flat("white", 0.9), 3.4, 0.9, cap="butt"))
    if outfit.cut in ("apron", "dungarees") and pose.view != "back":
        bib = [
            at(0.84, -7),
            at(0.46, -11),
            at(0.30, -15),
            at(-0.52, -14.5),
            at(-0.54, 14.5),
            at(0.30, 15),
            at(0.46, 11),
            at(0.84, 7),
        ]
        if outfit.cut == "dungarees":
            bib[3:5] = [at(-0.02, -15.6), at(-0.02, 15.6)]
        parts.append(polygon(bib, tailor.fill(outfit.top)))
        parts.append(line([at(0.84, -6.4), at(1.08, -7.5)], tailor.flat(outfit.top, 0.4), 1.8))
        parts.append(line([at(0.84, 6.4), at(1.08, 7.5)], tailor.flat(outfit.top, 0.3), 1.8))
    if outfit.bag and tailor.detail > 55:
        parts.append(_bag(tailor, outfit, pose, at, hips))
    return "".join(parts)


def _bag(tailor: Tailor, outfit: Outfit, pose: Pose, at: Callable[[float, float], Point], hips: float) -> str:
    """A bag on a strap across the body, or a rucksack: its straps from in front, itself from behind and the side."""
    leather = "dark_wood" if outfit.top != "accent" else "charcoal"
    if outfit.bag == "shoulder":
        x = hips + 3
        sack = [at(0.10, x - 7), at(0.12, x + 6), at(-0.20, x + 7), at(-0.22, x - 6)]
        strap = line([at(1.04, -9), at(0.1, x - 1)], tailor.flat(leather, 0.45), 1.6)
        return strap + path(smooth(sack, tension=0.25), tailor.fill(leather))
    if pose.view == "front":
        return "".join(
            line([at(1.07, 8.5 * side), at(0.8, 11 * side), at(0.45, 12.5 * side)], tailor.flat(leather, 0.5), 2.6)
            for side in (-1, 1)
        )
    if pose.view == "back":
        pack = [at(0.98, -10), at(1.02, 0), at(0.98, 10), at(0.3, 12), at(0.22, 0), at(0.3, -12)]
    else:
        pack = [at(0.98, -17), at(0.96, -30), at(0.6, -38), at(0.26, -33), at(0.22, -17)]
    return path(smooth(pack, tension=0.4), tailor.fill("second" if outfit.top != "second" else "khaki"))


def _front_of(tailor: Tailor, outfit: Outfit, at: Callable[[float, float], Point], hem: float) -> list[str]:
    """Lapels, collar, opening: what tells the cut from in front."""
    parts: list[str] = []
    if outfit.cut in ("jacket", "coat"):
        parts.append(polygon([at(1.10, -5), at(0.42, 0.6), at(1.10, 5)], tailor.flat(outfit.under, 0.62)))
        if outfit.cut == "jacket" and outfit.style in ("short", "crop"):
            tie = [
                at(1.04, -1.7),
                at(1.04, 1.7),
                at(0.98, 1.2),
                at(0.52, 2.2),
                at(0.46, 0.4),
                at(0.52, -1.6),
                at(0.98, -1.2),
            ]
            parts.append(polygon(tie, tailor.flat("accent", 0.5)))
        for side in (-1, 1):
            lapel = [
                at(1.10, 5.2 * side),
                at(0.96, 9.5 * side),
                at(0.86, 6.4 * side),
                at(0.82, 8.2 * side),
                at(0.41, 0.5 * side),
            ]
            parts.append(polygon(lapel, tailor.flat(outfit.top, 0.75 if side < 0 else 0.42)))
        parts.append(line([at(0.41, 0.4), at(0.1, 1.2), at(hem + 0.01, 2.4)], tailor.flat(outfit.top, 0.0), 0.8, 0.55))
    elif outfit.cut == "shirt":
        parts.append(
            polygon(
                [at(1.11, -5.4), at(1.0, -4.5), at(0.98, 0), at(1.0, 4.5), at(1.11, 5.4), at(1.04, 0)],
                tailor.flat(outfit.top, 0.95),
            )
        )
        parts.append(line([at(0.98, 0), at(hem + 0.02, 0.8)], tailor.flat(outfit.top, 0.0), 0.7, 0.5))
    elif outfit.cut in ("knit", "tee", "dress", "vest", "skirt"):
        parts.append(path(smooth([at(1.12, -5.6), at(1.0, -3.4), at(0.97, 0), at(1.0, 3.4), at(1.12, 5.6)], closed=False) + "Z",
                          tailor.flat(outfit.skin if outfit.cut != "vest" else outfit.under, 0.35)))  # fmt: skip
    return parts


def _held(tailor: Tailor, bones: Skeleton, pose: Pose) -> str:
    (lx, ly), (rx, ry) = bones.arms[0][2], bones.arms[1][2]
    cx, cy = (lx + rx) / 2, (ly + ry) / 2
    if pose.hold == "tablet":
        card = [(cx - 9, cy - 9), (cx + 12, cy - 13), (cx + 14, cy + 5), (cx - 8, cy + 8)]
        shine = [(cx - 7, cy - 7.4), (cx + 10.6, cy - 10.8), (cx + 12.2, cy + 3.8), (cx - 6.2, cy + 6.2)]
        return polygon(card, tailor.flat("black", 0.5)) + polygon(shine, tailor.stage.glow("first_pale", 0.85))
    width, height = 42, 30
    box = polygon(
        [
            (cx - width / 2, cy - 4),
            (cx + width / 2, cy - 4),
            (cx + width / 2, cy - 4 - height),
            (cx - width / 2, cy - 4 - height),
        ],
        tailor.fill("pale_wood"),
    )
    lid = polygon(
        [
            (cx - width / 2, cy - 4 - height),
            (cx + width / 2, cy - 4 - height),
            (cx + width / 2 - 4, cy - 9 - height),
            (cx - width / 2 + 4, cy - 9 - height),
        ],
        tailor.flat("pale_wood", 1.0),
    )
    tape = polygon(
        [(cx - 3, cy - 4), (cx + 3, cy - 4), (cx + 3, cy - 4 - height), (cx - 3, cy - 4 - height)],
        tailor.flat("wood", 0.6),
        0.6,
    )
    return box + lid + tape
