"""The things that a product picture shows. Runs in the child only.

Each builder stands its thing on z = 0 about the origin, some 1 unit high (a chair too: the camera fits it), facing -y,
and may add what belongs to it: a saucer, a strap, a lemon beside.
"""

import math
import random
from collections.abc import Callable

from generation.providers.blender import materials as m
from generation.providers.blender.scene import SceneDescription
from generation.providers.blender.shapes import ball, box, lathe, plate, tube


def _body(scene: SceneDescription, color: m.Rgb | None = None):
    return m.BY_NAME[scene.material](color or scene.color)


def bottle(scene: SceneDescription, rng: random.Random) -> None:
    tall = rng.random() < 0.55
    width, shoulder = (0.19, 0.6) if tall else (0.3, 0.52)
    top, neck = (0.84, 0.062) if tall else (0.66, 0.085)
    body = _body(scene)
    outer = [(0, 0), (width, 0), (width, shoulder), (neck, shoulder + 0.14), (neck, top)]
    if scene.material == "glass":
        inner = [
            (neck - 0.02, top),
            (neck - 0.02, shoulder + 0.13),
            (width - 0.025, shoulder - 0.01),
            (width - 0.025, 0.05),
            (0, 0.05),
        ]
        lathe(outer + inner, body, radius=0.05)
        level = shoulder * 0.82
        lathe(
            [(0, 0.054), (width - 0.027, 0.054), (width - 0.027, level), (0, level)],
            m.liquid(m.blend(scene.accent, m.grey(1), 0.25)),
            radius=0.03,
        )
    else:
        lathe([*outer, (0, top)], body, radius=0.05)
    cap = m.plastic(scene.accent, 0.25) if scene.material in ("metal", "gold", "copper") else m.polished(m.GOLD, 0.18)
    lathe([(0, top - 0.01), (neck + 0.035, top - 0.01), (neck + 0.035, top + 0.17), (0, top + 0.17)], cap, radius=0.02)
    lathe(
        [(neck + 0.005, top - 0.045), (neck + 0.02, top - 0.045), (neck + 0.02, top - 0.018), (0, top - 0.018)],
        m.polished(m.GOLD, 0.2),
        radius=0.006,
    )
    low, high = shoulder * 0.3, shoulder * 0.68
    paper = m.matte(m.blend(scene.ground, m.grey(0.85), 0.88))
    lathe([(width + 0.002, low), (width + 0.004, low), (width + 0.004, high), (width + 0.002, high)], paper, radius=0)
    band = low + (high - low) * 0.72
    lathe(
        [(width + 0.005, band), (width + 0.0055, band), (width + 0.0055, band + 0.025), (width + 0.005, band + 0.025)],
        m.matte(scene.accent),
        radius=0,
    )


def cup(scene: SceneDescription, rng: random.Random) -> None:
    body = _body(scene)
    lathe(
        [(0, 0.06), (0.24, 0.06), (0.42, 0.24), (0.45, 0.72), (0.415, 0.72), (0.39, 0.27), (0.22, 0.12), (0, 0.12)],
        body,
        radius=0.09,
    )
    lathe([(0, 0.62), (0.408, 0.62)], m.gloss((0.06, 0.022, 0.008)), radius=0)
    handle = [(0.42 + 0.23 * math.sin(t), 0.0, 0.43 + 0.2 * math.cos(t)) for t in [math.pi * i / 24 for i in range(25)]]
    turned = math.radians(rng.uniform(-35, 15))
    tube([(x * math.cos(turned), x * math.sin(turned), z) for x, _, z in handle], 0.042, body)
    lathe([(0, 0), (0.34, 0), (0.74, 0.07), (0.73, 0.095), (0.34, 0.045), (0, 0.045)], body, radius=0.05)
    spoon = m.polished(m.STEEL, 0.12)
    tube([(-0.62, -0.32, 0.1), (-0.2, -0.54, 0.1), (-0.05, -0.6, 0.1)], 0.018, spoon)
    head = ball(0.085, spoon, at=(0.03, -0.63, 0.1), squash=0.35)
    head.scale.x = 1.5


def lamp(scene: SceneDescription, rng: random.Random) -> None:
    body = _body(scene)
    lathe([(0, 0), (0.24, 0), (0.24, 0.035), (0.03, 0.06), (0.022, 0.6), (0, 0.6)], body, radius=0.02)
    shade = m.glow(m.blend(m.grey(1), (1.0, 0.62, 0.3), 0.75), 1.4)
    lathe([(0.2, 0.95), (0.34, 0.55), (0.334, 0.55), (0.194, 0.95)], shade, radius=0)
    lathe(
        [(0.203, 0.953), (0.203, 0.935), (0.192, 0.935), (0.192, 0.953), (0.203, 0.953)],
        m.polished(m.GOLD, 0.2),
        radius=0,
    )
    lathe(
        [(0.344, 0.562), (0.344, 0.545), (0.333, 0.545), (0.333, 0.562), (0.344, 0.562)],
        m.matte(scene.accent),
        radius=0,
    )
    ball(0.07, m.glow((1.0, 0.72, 0.42), 9), at=(0, 0, 0.68))
    tube([(0.0, 0.22, 0.02), (0.1, 0.4, 0.012), (0.5, 0.7, 0.012), (1.4, 0.8, 0.012)], 0.01, m.plastic(m.grey(0.02)))


def chair(scene: SceneDescription, rng: random.Random) -> None:
    frame = m.BY_NAME["wood"](scene.color) if scene.material in ("fabric", "leather", "plastic") else _body(scene)
    seat = m.fabric(scene.accent) if scene.material not in ("fabric", "leather", "plastic") else _body(scene)
    box((0.5, 0.5, 0.045), frame, bevel=0.018, at=(0, 0, 0.42))
    box((0.47, 0.47, 0.07), seat, bevel=0.032, at=(0, -0.005, 0.455))
    for x in (-1, 1):
        tube([(x * 0.235, -0.235, 0.0), (x * 0.205, -0.205, 0.45)], 0.022, frame)
        tube(
            [(x * 0.24, 0.27, 0.0), (x * 0.21, 0.21, 0.45), (x * 0.21, 0.235, 0.7), (x * 0.2, 0.29, 0.98)], 0.021, frame
        )
        tube([(x * 0.222, -0.222, 0.2), (x * 0.225, 0.245, 0.2)], 0.012, frame)
    back = box((0.43, 0.04, 0.2), seat, bevel=0.018, at=(0, 0.258, 0.73))
    back.rotation_euler[0] = math.radians(-11)


def watch(scene: SceneDescription, rng: random.Random) -> None:
    """A round face, leaning on its strap."""
    lean, height = math.radians(72), 0.6
    case, made = _body(scene), []
    face = (
        m.Shader("dial").set(Base_Color=m.blend(scene.ground, m.grey(0.02), 0.5), Roughness=0.35, Metallic=0.5).material
    )
    made.append(
        lathe(
            [(0, -0.07), (0.4, -0.07), (0.44, 0.0), (0.43, 0.07), (0.385, 0.085), (0.375, 0.05), (0, 0.05)],
            case,
            radius=0.02,
        )
    )
    made.append(lathe([(0, 0.052), (0.376, 0.052)], face, radius=0))
    mark = m.plastic(m.grey(0.85), 0.2)
    for hour in range(12):
        angle = math.radians(hour * 30)
        long = 0.075 if hour % 3 == 0 else 0.045
        bar = box((0.014, long, 0.008), mark, bevel=0.002, at=(0.318 * math.sin(angle), 0.318 * math.cos(angle), 0.053))
        bar.rotation_euler[2] = -angle
        made.append(bar)
    for angle, long, wide, color in (
        (-58, 0.2, 0.022, mark),
        (62, 0.29, 0.015, mark),
        (172, 0.3, 0.006, m.matte(scene.accent)),
    ):
        turn = math.radians(angle)
        hand = box(
            (wide, long, 0.008),
            color,
            bevel=0.002,
            at=(0.5 * long * 0.86 * math.sin(turn), 0.5 * long * 0.86 * math.cos(turn), 0.066),
        )
        hand.rotation_euler[2] = -turn
        made.append(hand)
    made.append(lathe([(0, 0.06), (0.022, 0.06), (0.022, 0.082), (0, 0.082)], mark, radius=0.004))
    crown = lathe([(0, 0), (0.05, 0), (0.05, 0.07), (0, 0.07)], case, radius=0.012)
    crown.rotation_euler[1] = math.radians(90)
    crown.location = (0.43, 0, 0)
    made.append(crown)
    strap = m.leather(m.blend(scene.second, (0.05, 0.025, 0.015), 0.6))
    for way in (1, -1):
        for step in range(14):
            angle = step / 13 * 1.9
            link = box((0.36 - 0.004 * step, 0.1, 0.045), strap, bevel=0.018)
            reach = 0.42 + 0.62 * math.sin(angle) * 0.55
            link.location = (0, way * reach, -0.62 * (1 - math.cos(angle)) - 0.02)
            link.rotation_euler[0] = -way * angle * 0.9
            made.append(link)
    _lean(made, lean, height)


def _lean(made: list, angle: float, height: float) -> None:
    from mathutils import Matrix

    turn = Matrix.Translation((0, 0, height)) @ Matrix.Rotation(angle, 4, "X")
    for thing in made:
        thing.matrix_world = turn @ thing.matrix_basis


def package(scene: SceneDescription, rng: random.Random) -> None:
    body = _body(scene)
    box((0.62, 0.4, 0.86), body, bevel=0.012, turn=-24)
    ribbon = m.matte(scene.accent)
    box((0.09, 0.404, 0.864), ribbon, bevel=0.01, turn=-24)
    box((0.36, 0.36, 0.3), m.matte(m.blend(scene.ground, m.grey(0.8), 0.25)), bevel=0.01, at=(0.58, -0.28, 0), turn=14)
    box((0.05, 0.364, 0.304), m.polished(m.GOLD, 0.25), bevel=0.008, at=(0.58, -0.28, 0), turn=14)


def phone(scene: SceneDescription, rng: random.Random) -> None:
    import bpy

    frame = plate(0.47, 0.98, 0.075, 0.05, _body(scene), bevel=0.014)
    screen = m.Shader("screen").set(Base_Color=m.grey(0.005), Roughness=0.05, Coat_Weight=1.0)
    waves = screen.noise(screen.place((1.0, 1.0, 1.0)), 0.9, detail=0, distortion=0.9)
    stops = (
        (0.34, m.shade(scene.ground, 0.25)),
        (0.47, scene.second),
        (0.56, scene.accent),
        (0.68, m.shade(scene.ground, 0.6)),
    )
    screen.feed("Emission Color", screen.ramp(waves, *stops)).set(Emission_Strength=0.9)
    glass = plate(0.445, 0.955, 0.064, 0.004, screen.material, bevel=0.001)
    glass.location = (0, -0.0255, 0.0125)
    notch = plate(0.11, 0.026, 0.013, 0.002, m.gloss(m.grey(0.002)), bevel=0)
    notch.location = (0, -0.029, 0.915)
    stand = bpy.data.objects.new("lean", None)
    bpy.context.scene.collection.objects.link(stand)
    for part in (frame, glass, notch):
        part.parent = stand
    stand.rotation_euler = (math.radians(-13), 0, math.radians(rng.choice((-26, 26))))
    stand.location = (0, 0, 0.012)
    block = box((0.5, 0.16, 0.16), m.concrete(m.blend(scene.ground, m.grey(0.4), 0.6)), bevel=0.015, at=(0, 0.14, 0))
    block.rotation_euler[2] = stand.rotation_euler[2]
    block.location = (0.14 * -math.sin(stand.rotation_euler[2]), 0.14 * math.cos(stand.rotation_euler[2]), 0)


def vase(scene: SceneDescription, rng: random.Random) -> None:
    body = _body(scene)
    forms = (
        [(0, 0), (0.15, 0), (0.3, 0.24), (0.27, 0.42), (0.09, 0.58), (0.085, 0.68), (0.13, 0.74)],
        [(0, 0), (0.17, 0), (0.2, 0.1), (0.28, 0.46), (0.16, 0.62), (0.12, 0.7), (0.14, 0.74)],
        [(0, 0), (0.2, 0), (0.31, 0.18), (0.24, 0.34), (0.07, 0.46), (0.07, 0.7), (0.09, 0.72)],
    )
    outer = rng.choice(forms)
    inner = [(max(r - 0.022, 0.0), max(z, 0.03)) for r, z in reversed(outer)]
    lathe([*outer, *inner], body, radius=0.2)
    stem, leaf = m.matte((0.10, 0.085, 0.03)), m.plastic(m.blend((0.10, 0.16, 0.06), scene.second, 0.15), 0.5)
    for _ in range(5):
        side, front = rng.uniform(-0.34, 0.34), rng.uniform(-0.18, 0.18)
        top = rng.uniform(1.0, 1.32)
        line = [(side * t**1.7, front * t**1.7, 0.3 + (top - 0.3) * t) for t in [i / 12 for i in range(13)]]
        tube(line, 0.006, stem)
        for x, y, z in line[5:]:
            for way in (-1, 1):
                one = ball(0.06, leaf, at=(x + way * 0.045, y + rng.uniform(-0.03, 0.03), z + 0.02), squash=1.0)
                one.scale = (0.95, 0.12, 0.45)
                one.rotation_euler = (rng.uniform(-0.5, 0.5), way * -0.7, rng.uniform(0, 3.1))


def fruit(scene: SceneDescription, rng: random.Random) -> None:
    bowl = m.ceramic(m.blend(scene.ground, m.grey(0.85), 0.75))
    lathe([(0, 0), (0.22, 0), (0.24, 0.04), (0.56, 0.34), (0.535, 0.345), (0.22, 0.09), (0, 0.08)], bowl, radius=0.08)
    colors = [(0.80, 0.24, 0.02), (0.62, 0.035, 0.02), (0.85, 0.55, 0.04), (0.30, 0.42, 0.04)]
    places = [
        (0.22, -0.12, 0.36),
        (-0.2, -0.14, 0.36),
        (0.02, 0.22, 0.36),
        (0.0, -0.02, 0.6),
        (-0.86, -0.34, 0.2),
        (0.8, -0.42, 0.19),
    ]
    for index, at in enumerate(places):
        color = scene.color if scene.material == "fruit" and index == 3 else colors[index % len(colors)]
        _apple(m.peel(color), at, rng)


def _apple(skin, at, rng: random.Random) -> None:
    line = [
        (0.002, -0.16),
        (0.06, -0.19),
        (0.15, -0.15),
        (0.215, 0.0),
        (0.2, 0.12),
        (0.12, 0.185),
        (0.045, 0.165),
        (0.002, 0.125),
    ]
    body = lathe(line, skin, radius=0.11, at=at)
    body.rotation_euler = (rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.5), rng.uniform(0, 6))
    stalk = tube([(0, 0, 0.12), (0.01, 0, 0.19), (0.035, 0.01, 0.25)], 0.01, m.matte((0.06, 0.035, 0.015)))
    stalk.parent = body


def book(scene: SceneDescription, rng: random.Random) -> None:
    height = 0.0
    paper = m.matte((0.78, 0.72, 0.60))
    for index in range(4):
        wide, deep, thick = rng.uniform(0.95, 1.25), rng.uniform(0.68, 0.85), rng.uniform(0.1, 0.19)
        color = (scene.color, scene.accent, scene.ground, scene.second)[(index + 1) % 4]
        turn, cover = rng.uniform(-14, 14), m.fabric(m.shade(color, 0.8))
        for level in (height, height + thick - 0.018):
            box((wide, deep, 0.018), cover, bevel=0.006, at=(0, 0, level), turn=turn)
        box((wide - 0.05, deep - 0.05, thick - 0.036), paper, bevel=0.002, at=(0.0, 0.012, height + 0.018), turn=turn)
        spine = box((wide, 0.03, thick), cover, bevel=0.012, at=(0, 0, height), turn=turn)
        angle = math.radians(turn)
        spine.location = (deep / 2 * math.sin(angle), -deep / 2 * math.cos(angle), height)
        for along in (-0.36, 0.36):
            band = box(
                (0.025, 0.034, thick * 1.004), m.polished(m.GOLD, 0.25), bevel=0.004, at=(0, 0, height), turn=turn
            )
            band.location = (
                along * wide * math.cos(angle) + deep / 2 * math.sin(angle),
                along * wide * math.sin(angle) - deep / 2 * math.cos(angle),
                height,
            )
        height += thick + 0.001


def jar(scene: SceneDescription, rng: random.Random) -> None:
    body = _body(scene)
    if scene.material == "glass":
        lathe([(0, 0), (0.36, 0), (0.36, 0.5), (0.33, 0.5), (0.33, 0.06), (0, 0.06)], body, radius=0.04)
        lathe(
            [(0, 0.065), (0.326, 0.065), (0.326, 0.42), (0, 0.42)],
            m.plastic(m.blend(scene.accent, m.grey(0.9), 0.7), 0.45),
            radius=0.03,
        )
    else:
        lathe([(0, 0), (0.36, 0), (0.36, 0.5), (0, 0.5)], body, radius=0.05)
    lathe([(0, 0.5), (0.375, 0.5), (0.375, 0.68), (0, 0.68)], m.brushed(m.GOLD, 0.2), radius=0.03)
    paper = m.matte(m.blend(scene.ground, m.grey(0.85), 0.88))
    lathe([(0.362, 0.14), (0.364, 0.14), (0.364, 0.38), (0.362, 0.38)], paper, radius=0)
    lathe([(0.365, 0.3), (0.366, 0.3), (0.366, 0.325), (0.365, 0.325)], m.matte(scene.accent), radius=0)


def speaker(scene: SceneDescription, rng: random.Random) -> None:
    lathe([(0, 0.03), (0.36, 0.03), (0.36, 0.78), (0, 0.78)], _body(scene), radius=0.09)
    lathe([(0, 0.775), (0.28, 0.775), (0.28, 0.792), (0, 0.792)], m.gloss(m.grey(0.01)), radius=0.008)
    lathe([(0.2, 0.793), (0.215, 0.793), (0.215, 0.796), (0.2, 0.796)], m.glow(scene.accent, 4), radius=0)
    lathe([(0, 0), (0.33, 0), (0.35, 0.04), (0, 0.04)], m.brushed(m.STEEL, 0.2), radius=0.01)


def trophy(scene: SceneDescription, rng: random.Random) -> None:
    box((0.44, 0.44, 0.16), m.marble(m.grey(0.06)), bevel=0.015)
    line = [
        (0, 0.16),
        (0.16, 0.16),
        (0.17, 0.2),
        (0.04, 0.27),
        (0.035, 0.42),
        (0.06, 0.46),
        (0.22, 0.62),
        (0.25, 0.96),
        (0.235, 0.96),
        (0.2, 0.64),
        (0, 0.54),
    ]
    lathe(line, _body(scene), radius=0.05)
    for way in (-1, 1):
        arc = [
            (way * (0.235 + 0.13 * math.sin(t)), 0, 0.78 + 0.12 * math.cos(t))
            for t in [math.pi * i / 20 for i in range(21)]
        ]
        tube(arc, 0.018, _body(scene))


def sphere(scene: SceneDescription, rng: random.Random) -> None:
    ball(0.42, _body(scene), at=(0, 0, 0.42))
    ball(0.16, m.polished(m.GOLD, 0.12), at=(0.52, -0.3, 0.16))
    ball(0.11, m.plastic(scene.accent), at=(-0.5, -0.38, 0.11))


BUILDERS: dict[str, Callable[[SceneDescription, random.Random], None]] = {
    "bottle": bottle, "cup": cup, "lamp": lamp, "chair": chair, "watch": watch, "box": package, "phone": phone,
    "vase": vase, "fruit": fruit, "book": book, "jar": jar, "speaker": speaker, "trophy": trophy, "sphere": sphere,
}  # fmt: skip
