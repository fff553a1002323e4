"""A room with a large window, furnished by its name. Runs in the child only. Lengths are metres."""

import math
import random

import bpy

from generation.providers.blender import materials as m
from generation.providers.blender import stage
from generation.providers.blender.scene import SceneDescription
from generation.providers.blender.shapes import ball, box, lathe, tube

WIDE, DEEP, HIGH = 6.4, 6.4, 2.9
# time: (sun's elevation, its strength, its colour, sky's colour, sky's strength)
SUNS = {
    "dawn": (14, 10.0, (1.0, 0.66, 0.38), (0.62, 0.70, 0.95), 1.0),
    "day": (33, 13.0, (1.0, 0.90, 0.76), (0.72, 0.85, 1.0), 2.2),
    "dusk": (9, 6.0, (1.0, 0.48, 0.20), (0.62, 0.50, 0.66), 0.75),
    "night": (30, 0.12, (0.55, 0.70, 1.0), (0.03, 0.05, 0.12), 0.35),
}


def build(wanted: SceneDescription) -> list:
    """The window is on the key light's side, the camera in the corner away from it. Returns what stands in front."""
    rng = random.Random(wanted.seed)
    side = wanted.key_side
    _shell(wanted, side)
    before = set(bpy.context.scene.objects)
    focus = FURNISH[wanted.setting](wanted, side, rng)
    near = [thing for thing in bpy.context.scene.objects if thing not in before and thing.type in ("MESH", "CURVE")]
    _plant((-side * 2.55, 2.45, 0), rng, wanted)
    _art(wanted, rng)
    _light(wanted, side)
    height = {"low": 0.7, "level": 1.25, "high": 2.2}[wanted.angle]
    back = 4.6 * max(1.0, wanted.lens_mm / 28) if wanted.width >= wanted.height else 6.4
    at = (-side * 1.5, focus[1] - back, height)
    toward = (focus[0] + side * 0.25, focus[1], focus[2] + 0.28)
    stage.camera(wanted, at, toward, focus=math.dist(at, focus), blur=2.0)
    return near


def _shell(wanted: SceneDescription, side: int) -> None:
    wall = m.matte(m.blend(m.blend(wanted.ground, m.grey(0.72), 0.72), (0.80, 0.76, 0.70), 0.3))
    accent_wall = m.matte(m.blend(wanted.ground, m.grey(0.4), 0.2))
    floor = m.wood(m.OAK, along=(0.5, 5, 5), gloss=0.3)
    for index in range(26):
        box((WIDE + 8, 0.248, 0.05), floor, bevel=0.003, at=((index * 1.37) % 0.9, -9.0 + index * 0.5, -0.05))
        box((WIDE + 8, 0.248, 0.05), floor, bevel=0.003, at=(-((index * 1.91) % 0.9), -8.75 + index * 0.5, -0.05))
    box((WIDE + 1, 0.2, HIGH), accent_wall, bevel=0, at=(0, DEEP / 2 + 0.1, 0))
    box((WIDE + 1, 0.03, 0.11), m.plastic(m.grey(0.75)), bevel=0.008, at=(0, DEEP / 2 - 0.015, 0))
    box((0.2, DEEP + 12, HIGH), wall, bevel=0, at=(-side * (WIDE / 2 + 0.1), -4, 0))
    box((WIDE + 1, DEEP + 12, 0.2), m.matte(m.grey(0.8)), bevel=0, at=(0, -4, HIGH))
    low, high, near, far = 0.35, 2.55, -1.6, 2.4
    x = side * (WIDE / 2 + 0.1)
    box((0.2, 10, HIGH), wall, bevel=0, at=(x, near - 5, 0))
    box((0.2, DEEP / 2 - far + 0.1, HIGH), wall, bevel=0, at=(x, (far + DEEP / 2) / 2, 0))
    box((0.2, far - near, low), wall, bevel=0, at=(x, (far + near) / 2, 0))
    box((0.2, far - near, HIGH - high), wall, bevel=0, at=(x, (far + near) / 2, high))
    frame = m.plastic(m.grey(0.02), 0.4)
    for index in range(5):
        box((0.07, 0.045, high - low), frame, bevel=0.006, at=(x, near + (far - near) * index / 4, low))
    for z in (low, low + (high - low) * 0.68, high - 0.04):
        box((0.07, far - near, 0.045), frame, bevel=0.006, at=(x, (near + far) / 2, z))
    drape = m.fabric(m.blend(wanted.second, m.grey(0.75), 0.7))
    for index in range(9):
        tube(
            [
                (side * (WIDE / 2 - 0.12), far + 0.02 + index * 0.07, 0.03),
                (side * (WIDE / 2 - 0.12), far + 0.02 + index * 0.065, HIGH - 0.1),
            ],
            0.055,
            drape,
        )


def _light(wanted: SceneDescription, side: int) -> None:
    up, strength, color, sky, glow = SUNS[wanted.time]
    if wanted.weather != "clear":
        strength, sky, glow = (
            strength * (0.0 if wanted.weather in ("rain", "fog") else 0.15),
            m.blend(sky, m.grey(0.8), 0.5),
            glow * 1.2,
        )
    stage.sun(up, side * 62, strength, color, 1.2)
    stage.world(sky, glow)
    window = stage.area(
        "window", (side * (WIDE / 2 + 0.35), 0.4, 1.5), (0, 0.2, 0.9), (4.0, 2.2), 330 * min(glow, 2.2) / 2.2 + 25, sky
    )
    window.visible_glossy = False
    fill = stage.area(
        "fill",
        (-side * 1.5, -5.0, 2.4),
        (0, 1, 0.8),
        (4, 2.2),
        130 / wanted.key_to_fill * (0.25 if wanted.time == "night" else 1.0),
        (1.0, 0.95, 0.9),
    )
    fill.visible_glossy = False
    if wanted.time in ("night", "dusk"):
        stage.area("warm", (0.0, 0.8, HIGH - 0.05), (0, 0.8, 0), (1.6, 1.6), 32, (1.0, 0.66, 0.36))


def _living(wanted: SceneDescription, side: int, rng: random.Random) -> tuple[float, float, float]:
    _rug(wanted, (0, 0.7, 0))
    cloth = m.fabric(wanted.color if wanted.material == "fabric" else m.blend(wanted.second, m.grey(0.5), 0.35))
    y, x = 2.2, -side * 0.2
    box((2.3, 0.95, 0.2), cloth, bevel=0.07, at=(x, y, 0.14))
    for way in (-0.52, 0.52):
        box((1.03, 0.82, 0.2), cloth, bevel=0.075, at=(x + way, y - 0.06, 0.32))
        back = box((1.0, 0.24, 0.5), cloth, bevel=0.09, at=(x + way, y + 0.27, 0.46))
        back.rotation_euler[0] = math.radians(-9)
    for way in (-1.22, 1.22):
        box((0.22, 0.95, 0.5), cloth, bevel=0.08, at=(x + way, y, 0.14))
        for near in (-0.36, 0.36):
            lathe(
                [(0, 0), (0.016, 0), (0.026, 0.15), (0, 0.15)],
                m.wood(m.WALNUT),
                radius=0,
                at=(x + way * 0.92, y + near, 0),
            )
    for way, color, tilt in ((-0.78, wanted.accent, 12), (0.75, m.blend(wanted.ground, m.grey(0.8), 0.6), -10)):
        cushion = box((0.46, 0.15, 0.46), m.fabric(color), bevel=0.07, at=(x + way, y + 0.02, 0.51))
        cushion.rotation_euler = (math.radians(-20), math.radians(tilt), 0)
    _coffee_table((side * 0.15, 0.85, 0), wanted)
    _standing_lamp((-side * 2.0, 2.5, 0), wanted)
    return (x, y - 0.2, 0.5)


def _bedroom(wanted: SceneDescription, side: int, rng: random.Random) -> tuple[float, float, float]:
    _rug(wanted, (0, 0.3, 0))
    linen = m.fabric(m.blend(wanted.ground, m.grey(0.85), 0.88))
    box((1.9, 2.1, 0.26), m.wood(m.WALNUT, along=(1, 6, 6)), bevel=0.03, at=(0, 1.95, 0.08))
    box((2.1, 0.1, 1.05), m.fabric(m.blend(wanted.second, m.grey(0.4), 0.2)), bevel=0.04, at=(0, 3.08, 0.1))
    box((1.8, 2.05, 0.24), linen, bevel=0.09, at=(0, 1.93, 0.33))
    box((1.92, 1.35, 0.16), m.fabric(m.blend(wanted.second, m.grey(0.7), 0.5)), bevel=0.075, at=(0, 1.5, 0.46))
    box((1.95, 0.5, 0.05), m.fabric(wanted.accent), bevel=0.024, at=(0, 1.15, 0.6))
    for way in (-0.45, 0.45):
        pillow = box((0.72, 0.2, 0.44), linen, bevel=0.095, at=(way, 2.78, 0.55))
        pillow.rotation_euler[0] = math.radians(-34)
    for way in (-1.35, 1.35):
        box((0.5, 0.42, 0.46), m.wood(m.OAK, along=(1, 6, 6)), bevel=0.012, at=(way, 2.85, 0))
        _table_lamp((way, 2.85, 0.46), wanted)
    return (0, 1.7, 0.55)


def _study(wanted: SceneDescription, side: int, rng: random.Random) -> tuple[float, float, float]:
    _rug(wanted, (0, 0.9, 0))
    top, black = m.wood(m.OAK, along=(1, 7, 7)), m.plastic(m.grey(0.02), 0.4)
    box((2.0, 0.85, 0.045), top, bevel=0.01, at=(0, 1.9, 0.71))
    for x in (-0.88, 0.88):
        for y in (1.56, 2.24):
            tube([(x * 1.03, y, 0), (x, y, 0.71)], 0.022, black)
    screen = box(
        (0.72, 0.02, 0.43), m.glow(m.blend(wanted.ground, wanted.accent, 0.25), 0.9), bevel=0.004, at=(0.1, 2.05, 0.88)
    )
    box((0.74, 0.028, 0.45), black, bevel=0.008, at=(0.1, 2.066, 0.87))
    screen.location.y = 2.045
    box((0.22, 0.18, 0.012), black, bevel=0.004, at=(0.1, 2.06, 0.755))
    tube([(0.1, 2.08, 0.76), (0.1, 2.08, 1.0)], 0.018, black)
    box((0.44, 0.14, 0.016), m.plastic(m.grey(0.55)), bevel=0.006, at=(0.1, 1.68, 0.755))
    lathe(
        [(0, 0), (0.04, 0), (0.042, 0.095), (0.036, 0.095), (0.034, 0.012), (0, 0.012)],
        m.ceramic(wanted.accent),
        radius=0.01,
        at=(-0.5, 1.75, 0.755),
    )
    _table_lamp((-0.78, 2.1, 0.755), wanted)
    _books((0.75, 2.1, 0.755), wanted, rng)
    _shelf((-side * 1.55, 3.02, 0), wanted, rng)
    _seat((0.05, 1.05, 0), wanted, 180)
    return (0.0, 1.7, 0.75)


def _dining(wanted: SceneDescription, side: int, rng: random.Random) -> tuple[float, float, float]:
    _rug(wanted, (0, 1.2, 0))
    box((2.1, 1.0, 0.05), m.wood(m.OAK, along=(1, 7, 7)), bevel=0.016, at=(0, 1.4, 0.7))
    for x in (-0.9, 0.9):
        for y in (1.02, 1.78):
            tube([(x * 1.04, y, 0), (x, y, 0.71)], 0.03, m.wood(m.OAK))
    for x in (-0.52, 0.52):
        _seat((x, 0.62, 0), wanted, 180)
        _seat((x, 2.15, 0), wanted, 0)
    lathe(
        [(0, 0), (0.09, 0), (0.2, 0.08), (0.19, 0.085), (0.08, 0.02), (0, 0.02)],
        m.ceramic(m.grey(0.8)),
        radius=0.03,
        at=(-0.15, 1.4, 0.75),
    )
    for x, y in ((-0.2, 1.36), (-0.1, 1.44), (-0.12, 1.34)):
        ball(0.045, m.peel((0.8, 0.3, 0.03)), at=(x, y, 0.815))
    lathe(
        [(0, 0), (0.05, 0), (0.085, 0.1), (0.03, 0.2), (0.04, 0.26), (0.03, 0.26), (0, 0.1)],
        m.ceramic(wanted.accent),
        radius=0.05,
        at=(0.35, 1.45, 0.75),
    )
    for x in (-0.5, 0.5):
        tube([(x, 1.4, 1.75), (x, 1.4, HIGH)], 0.006, m.plastic(m.grey(0.02)))
        lathe(
            [(0.03, 0.26), (0.2, 0.0), (0.194, 0.0), (0.026, 0.25)],
            m.brushed(m.COPPER, 0.25),
            radius=0.02,
            at=(x, 1.4, 1.5),
        )
        ball(0.045, m.glow((1.0, 0.72, 0.42), 14), at=(x, 1.4, 1.56))
    return (0.0, 1.3, 0.75)


FURNISH = {"living room": _living, "bedroom": _bedroom, "study": _study, "dining room": _dining}


def _rug(wanted: SceneDescription, at) -> None:
    box((2.9, 2.0, 0.018), m.fabric(m.blend(wanted.ground, m.grey(0.7), 0.65)), bevel=0.008, at=at)
    box((2.6, 1.7, 0.02), m.fabric(m.blend(wanted.ground, m.grey(0.6), 0.45)), bevel=0.008, at=at)


def _coffee_table(at, wanted: SceneDescription) -> None:
    x, y, _ = at
    lathe([(0, 0.36), (0.48, 0.36), (0.48, 0.395), (0, 0.395)], m.wood(m.WALNUT, along=(1, 6, 6)), radius=0.012, at=at)
    for turn in (30, 150, 270):
        a = math.radians(turn)
        tube(
            [(x + 0.4 * math.cos(a), y + 0.4 * math.sin(a), 0), (x + 0.26 * math.cos(a), y + 0.26 * math.sin(a), 0.37)],
            0.018,
            m.polished(m.GOLD, 0.25),
        )
    box((0.3, 0.22, 0.03), m.fabric(wanted.accent), bevel=0.005, at=(x - 0.1, y - 0.05, 0.396), turn=18)
    lathe(
        [(0, 0), (0.035, 0), (0.06, 0.08), (0.025, 0.15), (0.032, 0.19), (0, 0.19)],
        m.ceramic(m.grey(0.75)),
        radius=0.03,
        at=(x + 0.2, y + 0.08, 0.396),
    )


def _standing_lamp(at, wanted: SceneDescription) -> None:
    x, y, _ = at
    lathe([(0, 0), (0.15, 0), (0.15, 0.02), (0, 0.03)], m.polished(m.GOLD, 0.25), radius=0.006, at=at)
    tube([(x, y, 0.02), (x, y, 1.5)], 0.012, m.polished(m.GOLD, 0.25))
    lathe(
        [(0.15, 1.68), (0.22, 1.38), (0.216, 1.38), (0.146, 1.68)],
        m.glow((1.0, 0.83, 0.62), 3.0 if wanted.time in ("night", "dusk") else 1.0),
        radius=0,
        at=at,
    )
    if wanted.time in ("night", "dusk"):
        _bulb((x, y - 0.05, 1.3), 40)


def _table_lamp(at, wanted: SceneDescription) -> None:
    x, y, z = at
    lathe(
        [(0, 0), (0.07, 0), (0.08, 0.1), (0.02, 0.2), (0.012, 0.26), (0, 0.26)],
        m.ceramic(wanted.accent),
        radius=0.03,
        at=at,
    )
    lathe(
        [(0.09, 0.42), (0.14, 0.24), (0.137, 0.24), (0.087, 0.42)],
        m.glow((1.0, 0.83, 0.62), 3.5 if wanted.time in ("night", "dusk") else 1.2),
        radius=0,
        at=at,
    )
    if wanted.time in ("night", "dusk"):
        _bulb((x, y - 0.2, z + 0.3), 14)


def _bulb(at, watts: float) -> None:
    light = bpy.data.lights.new("bulb", "POINT")
    light.energy, light.color, light.shadow_soft_size = watts, (1.0, 0.62, 0.3), 0.12
    thing = bpy.data.objects.new("bulb", light)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = at


def _books(at, wanted: SceneDescription, rng: random.Random) -> None:
    x, y, z = at
    for index in range(5):
        tall = rng.uniform(0.19, 0.26)
        color = (wanted.accent, wanted.ground, wanted.second, m.grey(0.6), m.grey(0.08))[index]
        box((0.035, 0.16, tall), m.fabric(m.shade(color, 0.8)), bevel=0.004, at=(x + index * 0.04 - 0.08, y, z))


def _shelf(at, wanted: SceneDescription, rng: random.Random) -> None:
    x, y, _ = at
    plank = m.wood(m.WALNUT, along=(1, 7, 7))
    for level in range(5):
        box((1.25, 0.3, 0.03), plank, bevel=0.004, at=(x, y, 0.1 + level * 0.46))
        for index in range(2):
            if level < 4:
                _books((x - 0.42 + index * rng.uniform(0.3, 0.6), y, 0.13 + level * 0.46), wanted, rng)
    for way in (-0.64, 0.64):
        box((0.03, 0.3, 2.0), plank, bevel=0.004, at=(x + way, y, 0))


def _seat(at, wanted: SceneDescription, turn: float) -> None:
    """A chair; at a turn of 0 it faces -y."""
    parent = bpy.data.objects.new("seat", None)
    bpy.context.scene.collection.objects.link(parent)
    frame, cloth = m.wood(m.WALNUT), m.fabric(m.blend(wanted.second, m.grey(0.5), 0.25))
    parts = [box((0.46, 0.46, 0.08), cloth, bevel=0.035, at=(0, 0, 0.42))]
    for x in (-0.2, 0.2):
        parts += [
            tube([(x * 1.15, -0.23, 0), (x, -0.19, 0.43)], 0.017, frame),
            tube([(x * 1.15, 0.25, 0), (x, 0.2, 0.45), (x, 0.27, 0.86)], 0.017, frame),
        ]
    parts.append(box((0.44, 0.05, 0.26), cloth, bevel=0.022, at=(0, 0.25, 0.6)))
    for part in parts:
        part.parent = parent
    parent.location, parent.rotation_euler[2] = at, math.radians(turn)


def _plant(at, rng: random.Random, wanted: SceneDescription) -> None:
    x, y, _ = at
    lathe(
        [(0, 0), (0.15, 0), (0.2, 0.36), (0.175, 0.36), (0.16, 0.3), (0, 0.3)],
        m.ceramic(m.grey(0.72)),
        radius=0.03,
        at=at,
    )
    leaf = m.plastic((0.035, 0.11, 0.03), 0.42)
    for index in range(26):
        around, out, up = index * 2.4, rng.uniform(0.15, 0.5), rng.uniform(0.55, 1.5)
        tip = (x + out * math.cos(around), y + out * math.sin(around) * 0.7, up)
        tube([(x, y, 0.3), (x + (tip[0] - x) * 0.3, y + (tip[1] - y) * 0.3, 0.3 + (up - 0.3) * 0.6), tip], 0.006, leaf)
        blade = ball(0.16, leaf, at=tip)
        blade.scale = (1.0, 0.5, 0.06)
        blade.rotation_euler = (rng.uniform(-0.5, 0.5), rng.uniform(0.2, 1.0), around)


def _art(wanted: SceneDescription, rng: random.Random) -> None:
    picture = m.Shader("art").set(Roughness=0.8)
    shapes = picture.noise(picture.place((1.1, 1.1, 1.1)), 1.6, detail=0, distortion=1.4)
    pale = m.blend(wanted.ground, m.grey(0.8), 0.8)
    picture.feed(
        "Base Color", picture.ramp(shapes, (0.38, pale), (0.44, wanted.second), (0.54, pale), (0.6, wanted.accent))
    )
    for x, wide in ((-0.35, 0.8), (0.6, 0.62)):
        box((wide + 0.05, 0.03, 1.05), m.wood(m.OAK), bevel=0.004, at=(x, DEEP / 2 - 0.02, 1.4))
        box((wide, 0.034, 1.0), picture.material, bevel=0.002, at=(x, DEEP / 2 - 0.024, 1.425))
