"""Land, water, trees and sky. Runs in the child only. Lengths are metres, the camera looks along +y from the origin."""

import math
import random
from collections.abc import Callable

import bpy
from mathutils import Vector, noise

from generation.providers.blender import materials as m
from generation.providers.blender import stage
from generation.providers.blender.scene import SceneDescription
from generation.providers.blender.shapes import add, ball, sheet

Height = Callable[[float, float], float]
# time: (sun's elevation, its colour, its strength, zenith, horizon, strength of the sky)
SKIES = {
    "dawn": (7, (1.0, 0.60, 0.34), 4.5, (0.17, 0.27, 0.50), (1.0, 0.62, 0.42), 0.9),
    "day": (38, (1.0, 0.94, 0.84), 4.2, (0.10, 0.26, 0.62), (0.62, 0.78, 0.95), 1.0),
    "dusk": (4, (1.0, 0.42, 0.17), 4.2, (0.10, 0.13, 0.34), (1.0, 0.42, 0.20), 0.8),
    "night": (32, (0.55, 0.70, 1.0), 0.35, (0.006, 0.012, 0.035), (0.035, 0.055, 0.11), 0.8),
}


def build(wanted: SceneDescription) -> list:
    rng = random.Random(wanted.seed)
    up, sunlight, strength, zenith, horizon, glow = SKIES[wanted.time]
    if wanted.weather != "clear":
        dull, low_sun = m.grey(sum(horizon) / 3), wanted.time in ("dawn", "dusk")
        zenith, horizon = (
            m.blend(zenith, dull, 0.5 if low_sun else 0.75),
            m.blend(horizon, dull, 0.3 if low_sun else 0.65),
        )
        strength *= {"cloudy": 0.3, "snow": 0.35, "fog": 0.9, "rain": 0.12}[wanted.weather]
    azimuth = wanted.key_side * (48 if wanted.time != "day" else 80)
    haze = m.shade(horizon, 0.85 * glow)
    air = Air(haze, {"fog": 330.0, "rain": 260.0, "snow": 320.0, "cloudy": 900.0}.get(wanted.weather, 1500.0))
    _sky(wanted, up, azimuth, zenith, horizon, glow, sunlight)
    stage.sun(max(up, 5), azimuth, strength, sunlight, 0.8)
    ground = Land(wanted, rng)
    floor = LANDS[wanted.setting](ground, air)
    eye = {"low": 1.2, "level": 4.0, "high": 26.0}[wanted.angle]
    at = Vector((0, 0, max(floor(0, 0), 0) + eye))
    pitch = {"low": 3.5, "level": 0.5, "high": -9}[wanted.angle] + (2.5 if wanted.height <= wanted.width else -1.0)
    far = at + Vector((0, 100, 100 * math.tan(math.radians(pitch))))
    stage.camera(wanted, at, far, focus=60.0, blur=1.0)
    return _near(ground, air, floor, at)


class Air:
    """Distance that fades everything to the horizon's colour: half of it is gone at `reach` metres."""

    def __init__(self, color: m.Rgb, reach: float) -> None:
        self.color, self.reach = color, reach

    def over(self, shader: m.Shader) -> bpy.types.Material:
        far = shader.node("Math", operation="DIVIDE")
        shader.links.new(shader.node("CameraData").outputs["View Distance"], far.inputs[0])
        far.inputs[1].default_value = -self.reach / 0.7
        left = shader.node("Math", operation="EXPONENT")
        shader.links.new(far.outputs[0], left.inputs[0])
        light = shader.node("Emission")
        light.inputs["Color"].default_value = (*self.color, 1)
        mixed = shader.node("MixShader")
        shader.links.new(left.outputs[0], mixed.inputs[0])
        shader.links.new(light.outputs[0], mixed.inputs[1])
        shader.links.new(shader.surface.outputs[0], mixed.inputs[2])
        shader.links.new(mixed.outputs[0], shader.output.inputs["Surface"])
        return shader.material


class Land:
    """What the settings share: the wish, the chance, and relief that is the same at the same place."""

    def __init__(self, wanted: SceneDescription, rng: random.Random) -> None:
        self.wanted, self.rng = wanted, rng
        self.shift = Vector((rng.uniform(-500, 500), rng.uniform(-500, 500), rng.uniform(-50, 50)))
        self.is_snowy = wanted.weather == "snow"

    def fractal(self, x: float, y: float, size: float, octaves: int = 6) -> float:
        return noise.fractal(Vector((x / size, y / size, 0)) + self.shift, 1.0, 2.0, octaves)

    def ridges(self, x: float, y: float, size: float, octaves: int = 8) -> float:
        return noise.ridged_multi_fractal(Vector((x / size, y / size, 0)) + self.shift, 0.95, 2.1, octaves, 0.9, 2.0)

    def grid(self, height: Height, material, *, reach: float = 1400.0, rows: int = 240, spread: float = 0.95):
        """Rows close together near the camera; each as wide as the widest lens sees."""
        ys = [-8 + reach * (i / rows) ** 2.4 for i in range(rows + 1)]
        n = 220
        xs = [(i / n - 0.5) * 2 for i in range(n + 1)]
        vertices = [(x * (14 + (y + 8) * spread), y, 0.0) for y in ys for x in xs]
        vertices = [(x, y, height(x, y)) for x, y, _ in vertices]
        w = n + 1
        faces = [
            (r * w + i, r * w + i + 1, (r + 1) * w + i + 1, (r + 1) * w + i) for r in range(rows) for i in range(n)
        ]
        mesh = bpy.data.meshes.new("land")
        mesh.from_pydata(vertices, [], faces)
        mesh.shade_smooth()
        return add(mesh, material)


def _sky(wanted, up, azimuth, zenith, horizon, glow, sunlight) -> None:
    """A gradient from the horizon, a glow about the sun, and clouds by the weather."""
    tree = stage.world(horizon, glow)
    nodes, links = tree.nodes, tree.links
    where = nodes.new("ShaderNodeTexCoord").outputs["Generated"]
    apart = nodes.new("ShaderNodeSeparateXYZ")
    links.new(where, apart.inputs[0])
    ramp = nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = (*horizon, 1), (*zenith, 1)
    ramp.color_ramp.elements[1].position = 0.42
    ramp.color_ramp.interpolation = "EASE"
    links.new(apart.outputs["Z"], ramp.inputs["Fac"])
    flat = nodes.new("ShaderNodeMapping")
    flat.inputs["Scale"].default_value = (1.6, 1.6, 6.5)
    flat.inputs["Location"].default_value = (wanted.seed % 97, wanted.seed % 53, 0)
    links.new(where, flat.inputs["Vector"])
    puffs = nodes.new("ShaderNodeTexNoise")
    (
        puffs.inputs["Scale"].default_value,
        puffs.inputs["Detail"].default_value,
        puffs.inputs["Roughness"].default_value,
    ) = 1.3, 9, 0.58
    links.new(flat.outputs[0], puffs.inputs["Vector"])
    cover = nodes.new("ShaderNodeMapRange")
    low = {"clear": 0.53, "cloudy": 0.36, "rain": 0.3, "snow": 0.34, "fog": 0.45}[wanted.weather]
    cover.inputs["From Min"].default_value, cover.inputs["From Max"].default_value = low, low + 0.25
    cover.inputs["To Max"].default_value = 0.85 if wanted.time != "night" else 0.4
    links.new(puffs.outputs["Fac"], cover.inputs["Value"])
    cloud = m.blend(m.blend(horizon, sunlight, 0.5), m.grey(sum(horizon) / 3), 0.3)
    if wanted.weather == "rain":
        cloud = m.shade(cloud, 0.5)
    mixed = _mix(nodes, links, cover.outputs[0], ramp.outputs["Color"], cloud)
    at = Vector(
        (
            math.sin(math.radians(azimuth)) * math.cos(math.radians(up)),
            math.cos(math.radians(azimuth)) * math.cos(math.radians(up)),
            math.sin(math.radians(up)),
        )
    )
    near = nodes.new("ShaderNodeVectorMath")
    near.operation = "DOT_PRODUCT"
    near.inputs[1].default_value = at
    links.new(where, near.inputs[0])
    halo = nodes.new("ShaderNodeMapRange")
    halo.interpolation_type = "SMOOTHERSTEP"
    halo.inputs["From Min"].default_value, halo.inputs["To Max"].default_value = (
        0.62,
        0.75 if wanted.weather == "clear" else 0.3,
    )
    links.new(near.outputs["Value"], halo.inputs["Value"])
    light = m.shade(sunlight, 1.7 if wanted.time != "night" else 0.12)
    links.new(_mix(nodes, links, halo.outputs[0], mixed, light), nodes["Background"].inputs["Color"])


def _mix(nodes, links, factor, one, other: m.Rgb):
    made = nodes.new("ShaderNodeMix")
    made.data_type = "RGBA"
    links.new(factor, made.inputs[0])
    links.new(one, made.inputs[6])
    made.inputs[7].default_value = (*other, 1)
    return made.outputs[2]


def _cover(land: Land, air: Air, low: m.Rgb, high: m.Rgb, steep: m.Rgb, *, snow_above: float = 1e6, size: float = 0.05):
    """Ground by patches, rock where it is steep, snow above a height (or wherever it is level, in snow)."""
    made = m.Shader("ground").set(Roughness=0.92, Specular_IOR_Level=0.15)
    geometry = made.node("NewGeometry")
    patches = made.noise(geometry.outputs["Position"], size, detail=9, roughness=0.62)
    color = made.ramp(patches, (0.36, low), (0.62, high))
    slope = made.node("SeparateXYZ")
    made.links.new(geometry.outputs["Normal"], slope.inputs[0])
    bare = made.node("MapRange")
    bare.inputs["From Min"].default_value, bare.inputs["From Max"].default_value = 0.86, 0.70
    made.links.new(slope.outputs["Z"], bare.inputs["Value"])
    color = _mix(made.nodes, made.links, bare.outputs[0], color, steep)
    place = made.node("SeparateXYZ")
    made.links.new(geometry.outputs["Position"], place.inputs[0])
    ragged = made.node("Math", operation="MULTIPLY_ADD")
    made.links.new(patches, ragged.inputs[0])
    ragged.inputs[1].default_value = 110.0
    made.links.new(place.outputs["Z"], ragged.inputs[2])
    line = made.node("MapRange")
    level = -50.0 if land.is_snowy else snow_above + 55
    line.inputs["From Min"].default_value, line.inputs["From Max"].default_value = level, level + 28
    made.links.new(ragged.outputs[0], line.inputs["Value"])
    even = made.node("MapRange")
    even.inputs["From Min"].default_value, even.inputs["From Max"].default_value = 0.5, 0.72
    made.links.new(slope.outputs["Z"], even.inputs["Value"])
    both = made.node("Math", operation="MULTIPLY")
    made.links.new(line.outputs[0], both.inputs[0])
    made.links.new(even.outputs[0], both.inputs[1])
    color = _mix(made.nodes, made.links, both.outputs[0], color, (0.80, 0.84, 0.90))
    made.feed("Base Color", color)
    made.bump(made.noise(geometry.outputs["Position"], size * 40, detail=6), 0.35, 0.25)
    return air.over(made)


def _water(land: Land, air: Air, y: float, waves: float) -> None:
    made = m.Shader("water").set(
        Base_Color=m.blend((0.012, 0.045, 0.06), land.wanted.ground, 0.1), Roughness=0.06, IOR=1.33
    )
    geometry = made.node("NewGeometry")
    stretched = made.node("Mapping", Scale=(0.35, 1.0, 1.0))
    made.links.new(geometry.outputs["Position"], stretched.inputs["Vector"])
    made.bump(made.noise(stretched.outputs["Vector"], 0.6, detail=7), waves, 0.3)
    sheet([-3000, 3000], [y, 4000], lambda x, y: 0.0, air.over(made))


GRASS, MEADOW, ROCK = (0.075, 0.115, 0.025), (0.17, 0.17, 0.045), (0.13, 0.115, 0.10)


def _hills(land: Land, air: Air) -> Height:
    def height(x: float, y: float) -> float:
        far = min(1.0, max(0.0, y - 15) / 500)
        return land.fractal(x, y, 240, 5) * (3 + 62 * far) + far * 34 + land.fractal(x, y, 30, 4) * 0.5

    land.grid(height, _cover(land, air, GRASS, MEADOW, (0.14, 0.12, 0.06), size=0.02))
    _trees(land, air, height, count=420, near=70, far=800, clumped=True)
    return height


def _mountains(land: Land, air: Air) -> Height:
    def height(x: float, y: float) -> float:
        far = min(1.0, max(0.0, y - 120) / 700)
        return far**1.3 * (land.ridges(x, y, 620) * 230 - 75) + land.fractal(x, y, 120, 5) * (2 + 9 * far)

    land.grid(height, _cover(land, air, GRASS, MEADOW, ROCK, snow_above=150, size=0.012), reach=2000, rows=300)
    _trees(land, air, height, count=700, near=60, far=600, clumped=True, below=55)
    return height


def _lake(land: Land, air: Air) -> Height:
    def height(x: float, y: float) -> float:
        bank = 1.5 - 7 * min(1.0, max(0.0, y - 6) / 22)
        far = min(1.0, max(0.0, y - 330) / 420)
        side = min(1.0, max(0.0, abs(x) - 70 - y * 0.22) / 160)
        rise = max(far, side * min(1.0, y / 120))
        return bank + land.fractal(x, y, 26, 5) * 0.7 + rise**1.2 * (land.ridges(x, y, 480) * 120 + 12)

    land.grid(height, _cover(land, air, GRASS, MEADOW, ROCK, snow_above=170, size=0.015), reach=1700, rows=280)
    _water(land, air, -20, 0.06)
    _trees(land, air, height, count=800, near=60, far=700, clumped=True, above=1.0, below=70)
    return height


def _coast(land: Land, air: Air) -> Height:
    side = -land.wanted.key_side

    def height(x: float, y: float) -> float:
        away = x * side
        cliff = min(1.0, max(0.0, away - 14 - y * 0.06 + land.fractal(x, y, 60, 5) * 20) / 26)
        beach = 0.9 + away * 0.05 - 0.011 * y + land.fractal(x, y, 40, 3) * 0.25
        return (
            max(beach, -8)
            + cliff * (20 + land.fractal(x, y, 90, 6) * 16) * min(1.0, max(0.0, y - 12) / 40)
            + land.fractal(x, y, 9, 4) * 0.12
        )

    land.grid(
        height,
        _cover(land, air, (0.42, 0.33, 0.21), (0.50, 0.40, 0.27), (0.16, 0.13, 0.11), size=0.05),
        reach=900,
        rows=280,
    )
    _water(land, air, -20, 0.16)
    return height


def _desert(land: Land, air: Air) -> Height:
    def height(x: float, y: float) -> float:
        far = min(1.0, max(0.0, y - 8) / 260)
        turned = x * 0.8 + y * 0.6
        crest = 1 - abs(noise.noise(Vector((turned / 150, (y * 0.8 - x * 0.6) / 260, 0)) + land.shift))
        return crest**2.6 * (4 + 50 * far) + land.fractal(x, y, 300, 3) * 14 * far

    made = m.Shader("sand").set(Base_Color=(0.52, 0.28, 0.12), Roughness=0.95, Specular_IOR_Level=0.1)
    geometry = made.node("NewGeometry")
    ripples = made.node("TexWave", Scale=0.9, Distortion=5.0, Detail=2.0)
    made.links.new(geometry.outputs["Position"], ripples.inputs["Vector"])
    made.bump(ripples.outputs["Fac"], 0.35, 0.1)
    land.grid(height, air.over(made), rows=300)
    return height


def _forest(land: Land, air: Air) -> Height:
    def height(x: float, y: float) -> float:
        return land.fractal(x, y, 150, 5) * (1.5 + 14 * min(1.0, max(0.0, y - 20) / 200)) + y * 0.02

    air.reach = min(air.reach, 300.0)
    land.grid(height, _cover(land, air, (0.035, 0.05, 0.015), (0.09, 0.075, 0.03), ROCK, size=0.12), reach=600)
    _trees(land, air, height, count=900, near=26, far=330, clumped=False, path=5.0)
    return height


LANDS: dict[str, Callable[[Land, Air], Height]] = {
    "hills": _hills, "mountains": _mountains, "lake": _lake, "coast": _coast, "desert": _desert, "forest": _forest,
}  # fmt: skip


def _fir(land: Land, air: Air, number: int) -> bpy.types.Mesh:
    """A conifer of height 1 as one mesh: a trunk and drooping tiers of needles with ragged rims."""
    rng = random.Random(land.wanted.seed + number)
    vertices: list[tuple[float, float, float]] = []
    faces: list[tuple[int, ...]] = []
    tiers, teeth = 13, 14
    for tier in range(tiers):
        t = tier / (tiers - 1)
        top, radius = 0.2 + 0.8 * t + 0.06, 0.2 * (1 - t) ** 0.85 + 0.012
        first = len(vertices)
        vertices.append((0, 0, min(top, 1.0)))
        for tooth in range(teeth * 2):
            angle = math.pi * tooth / teeth + tier
            reach = radius * (rng.uniform(0.85, 1.2) if tooth % 2 else rng.uniform(0.4, 0.6))
            vertices.append((reach * math.cos(angle), reach * math.sin(angle), top - 0.1 - 0.35 * reach))
        faces += [(first, first + 1 + i, first + 1 + (i + 1) % (teeth * 2)) for i in range(teeth * 2)]
    first = len(vertices)
    for z in (-0.05, 0.9):
        vertices += [(0.014 * (1 - z) * math.cos(i * 1.26), 0.014 * (1 - z) * math.sin(i * 1.26), z) for i in range(5)]
    faces += [(first + i, first + (i + 1) % 5, first + 5 + (i + 1) % 5, first + 5 + i) for i in range(5)]
    mesh = bpy.data.meshes.new("fir")
    mesh.from_pydata(vertices, [], faces)
    shader = m.Shader("needles").set(
        Base_Color=(0.028, 0.055, 0.02) if not land.is_snowy else (0.35, 0.4, 0.42), Roughness=0.8
    )
    mesh.materials.append(air.over(shader))
    return mesh


def _trees(
    land: Land,
    air: Air,
    height: Height,
    *,
    count: int,
    near: float,
    far: float,
    clumped: bool,
    path: float = 0.0,
    above: float = -1e6,
    below: float = 1e6,
) -> None:
    kinds = [_fir(land, air, number) for number in range(3)]
    rng = land.rng
    for _ in range(count):
        y = near + (far - near) * rng.random() ** 1.4
        x = rng.uniform(-1, 1) * (18 + y * 0.75)
        z = height(x, y)
        if not above < z < below or abs(x) < path * (1 + y / 90) or (clumped and land.fractal(x, y, 70, 3) < 0.12):
            continue
        _plant(kinds[rng.randrange(3)], (x, y, z), rng.uniform(7, 15), rng)


def _plant(mesh: bpy.types.Mesh, at, tall: float, rng: random.Random):
    thing = bpy.data.objects.new("tree", mesh)
    bpy.context.scene.collection.objects.link(thing)
    thing.location, thing.rotation_euler[2] = at, rng.uniform(0, 6.28)
    thing.scale = (tall * rng.uniform(0.85, 1.2), tall, tall)
    return thing


def _near(land: Land, air: Air, floor: Height, eye: Vector) -> list:
    """A dark frame on the side away from the light: firs where they grow, else stones."""
    across, _ = stage.tangents(land.wanted)
    side, rng, things = -land.wanted.key_side, land.rng, []
    if land.wanted.setting in ("hills", "mountains", "lake", "forest"):
        kinds = [_fir(land, air, 10 + number) for number in range(2)]
        for index, y in enumerate((26, 34, 45)):
            x = side * (across * y * (0.93 - 0.17 * index) + 1.0)
            tall = (eye.z - floor(x, y)) + y * (0.34 - 0.06 * index)
            things.append(_plant(kinds[index % 2], (x, y, floor(x, y) - 0.3), max(5.0, tall), rng))
        return things
    stone = _cover(land, air, (0.10, 0.085, 0.07), (0.17, 0.14, 0.11), (0.08, 0.07, 0.06), size=0.8)
    for number in range(5):
        ahead = rng.uniform(22, 40)
        x = side * across * ahead * rng.uniform(0.35, 1.0)
        big = rng.uniform(0.9, 2.4)
        rock = ball(1.0, stone, at=(x, ahead, max(floor(x, ahead), 0.0) + big * 0.1))
        for vertex in rock.data.vertices:
            vertex.co *= 1 + 0.4 * noise.fractal(vertex.co * 1.3 + land.shift + Vector((number * 9, 0, 0)), 1.0, 2.0, 4)
        rock.scale, rock.rotation_euler[2] = (big * 1.5, big, big * 0.75), rng.uniform(0, 6)
        things.append(rock)
    return things
