"""A product on its surface, lit by softboxes. Runs in the child only."""

import math
import random

import bpy
from mathutils import Vector

from generation.providers.blender import materials as m
from generation.providers.blender import stage
from generation.providers.blender.scene import SceneDescription
from generation.providers.blender.shapes import add, box, sheet
from generation.providers.blender.subjects import BUILDERS

_HEIGHTS = {"low": 3.0, "level": 11.0, "high": 34.0}  # degrees that the camera looks down
KEY_WATTS = 95.0


def build(wanted: SceneDescription) -> list:
    """Builds the scene; returns the things that stand in front."""
    rng = random.Random(wanted.seed)
    BUILDERS[wanted.subject](wanted, rng)
    near = [thing for thing in bpy.context.scene.objects if thing.type in ("MESH", "CURVE")]
    low, high = stage.bounds(near)
    _ground(wanted)
    at, look, distance = _frame(wanted, low, high)
    _light(wanted, look, (high - low).length / 2, near)
    stage.camera(wanted, at, look, focus=distance - (high.y - low.y) * 0.2, blur=3.4)
    return near


def _frame(wanted: SceneDescription, low: Vector, high: Vector) -> tuple[Vector, Vector, float]:
    """Camera, the point it looks at, and the distance at which the subject takes its share of the frame."""
    down = math.radians(_HEIGHTS[wanted.angle])
    size = high - low
    across, up = stage.tangents(wanted)
    tall = size.z * math.cos(down) + size.y * math.sin(down)
    scale = wanted.scale
    distance = max(tall / (2 * up * scale), size.x / (2 * across * min(0.86, scale * 1.12))) + size.y / 2
    middle = (low + high) / 2
    look = Vector((middle.x, middle.y, low.z + size.z * 0.47))
    turn = math.radians(8 * wanted.key_side)
    away = Vector((math.sin(turn) * math.cos(down), -math.cos(turn) * math.cos(down), math.sin(down)))
    return look + away * distance, look, distance


def _ground(wanted: SceneDescription) -> None:
    if wanted.setting == "seamless":
        color = m.blend(wanted.ground, m.grey(0.5), 0.2)
        add_sweep(m.matte(m.shade(color, 0.9)))
        return
    tops = {
        "wood": lambda: m.wood(m.WALNUT if wanted.key_to_fill > 4 else m.OAK),
        "marble": lambda: m.marble(m.grey(0.82)),
        "concrete": lambda: m.concrete(m.blend(wanted.ground, m.grey(0.32), 0.75)),
        "fabric": lambda: m.fabric(m.blend(wanted.ground, m.grey(0.6), 0.4)),
        "gloss": lambda: m.gloss(m.shade(wanted.ground, 0.06)),
        "metal": lambda: m.brushed(m.shade(m.STEEL, 0.6), 0.3),
    }
    box((18.0, 14.0, 0.12), tops[wanted.surface](), bevel=0.015, at=(0, -4.8, -0.12))
    back = m.matte(m.shade(m.blend(wanted.ground, m.grey(0.3), 0.25), 0.5 if wanted.key_to_fill > 4 else 0.85))
    sheet([-14, 14], [-6, 10], lambda x, y: 0, back).matrix_world = _upright(5.5)


def _upright(y: float):
    from mathutils import Matrix

    return Matrix.Translation((0, y, 2)) @ Matrix.Rotation(math.radians(90), 4, "X")


def add_sweep(material) -> None:
    """A seamless backdrop: floor, a round bend, wall."""
    line = [(-14.0, 0.0), (3.0, 0.0)]
    line += [(3.0 + 3.0 * math.sin(t), 3.0 - 3.0 * math.cos(t)) for t in [math.pi / 2 * i / 24 for i in range(1, 25)]]
    line.append((6.0, 12.0))
    vertices = [(x, y, z) for y, z in line for x in (-14, 14)]
    faces = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(line) - 1)]
    mesh = bpy.data.meshes.new("sweep")
    mesh.from_pydata(vertices, [], faces)
    mesh.shade_smooth()
    add(mesh, material)


def _light(wanted: SceneDescription, look: Vector, reach: float, near: list) -> None:
    """Key from the side and above, a large fill opposite, a strip behind as rim, a glow on the backdrop."""
    side, ratio = wanted.key_side, wanted.key_to_fill
    warm = {"dawn": (1.0, 0.80, 0.62), "dusk": (1.0, 0.72, 0.50), "night": (0.80, 0.88, 1.0)}.get(
        wanted.time, (1.0, 0.95, 0.89)
    )
    power = KEY_WATTS * reach**2 * 2.2
    far = 2.6 * reach
    place = lambda x, y, z: look + Vector((x * side, y, z)) * far  # noqa: E731
    stage.area("key", place(0.95, -0.65, 1.3), look, (1.5 * far * 0.5, 1.9 * far * 0.5), power * 1.25, warm)
    stage.area(
        "fill",
        place(-1.25, -0.7, 0.35),
        look,
        (1.4 * far * 0.6, 1.8 * far * 0.6),
        power * 1.3 / ratio,
        (0.86, 0.92, 1.0),
    )
    for way, share in ((-1.0, 1.0), (0.95, 0.45)):
        rim = stage.area(
            "rim",
            place(way, 1.0, 0.55),
            look,
            (0.28 * far, 1.5 * far),
            power * 0.85 * wanted.rim * share,
            (0.94, 0.97, 1.0),
        )
        rim.data.spread = math.radians(110)
        stage.only_for(rim, near)
    stage.area("top", place(0.0, 0.35, 1.35), look, (1.1 * far, 0.5 * far), power * 0.3, (1, 1, 1))
    lifted = 1.5 if wanted.setting == "seamless" else -0.1
    glow = stage.area(
        "glow",
        look + Vector((-0.5 * side, 2.4, lifted)),
        look + Vector((-0.35 * side, 5.8, 0.45 + lifted * 0.4)),
        (1.2, 1.2),
        210 if ratio < 4.5 else 120,
        m.blend(m.grey(1), wanted.second, 0.25),
    )
    glow.data.spread = math.radians(130 if wanted.setting == "table" else 170)
    glow.visible_glossy = glow.visible_transmission = False
    stage.world(m.blend(wanted.ground, m.grey(0.5), 0.6), 0.35 / ratio)
