"""What burns in a wall of bricks: an oven with its arch, its fire and its peel."""

import math
from collections.abc import Callable

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import Point, line, polygon, rect
from generation.providers.local.pictures.solids import lamp_glow
from generation.providers.local.pictures.stage import Stage

At = Callable[[float, float], Point]
_WIDE, _HIGH, _SILL = 2.1, 2.3, 1.0  # metres; the sill is where the baker's hands are
_MOUTH, _RISE = 0.44, 0.50  # half the opening's width, and its height above the sill


@subject(
    "oven",
    "oven, brick oven, wood-fired oven, bread oven, pizza oven, kiln, furnace, hearth",
    height=_HIGH,
    width=_WIDE,
    home="shop",
)
def oven(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z + 0.4, 2.4, height=1.2, strength=0.5)
    stage.box(plane, x, 0.0, z, _WIDE, _HIGH, 1.1, "brick")
    stage.box(plane, x, _HIGH, z - 0.04, _WIDE + 0.12, 0.09, 1.2, "tile")
    k = stage.camera.scale(z)

    def at(px: float, py: float) -> Point:
        return stage.camera.point((x + px, py, z))

    _courses(stage, plane, at, k, z)
    stage[plane].add(polygon(_arch(at, 0.15), stage.paint("stone", 0.75, z)))
    stage[plane].add(polygon(_arch(at, 0.0), stage.paint("black", 0.15, z)))
    heat = stage.radial([(0, "#ffd58a", 1), (0.45, "#f08a35", 0.95), (1, "#5a1c0c", 0.2)])
    stage[plane].add(polygon(_arch(at, -0.05), heat))
    stage[plane].add(*_flames(at))
    left, top = at(-_MOUTH - 0.24, _SILL)
    stage[plane].add(rect(left, top, (2 * _MOUTH + 0.48) * k, 0.11 * k, stage.paint("stone", 0.9, z), 1, 0.01 * k))
    side = 1.0 if stage.layout.side > 0 else -1.0
    wood = stage.paint("pale_wood", 0.7, z)
    stage[plane].add(line([at(side * 0.86, 0.05), at(side * 0.80, 1.55)], wood, 0.035 * k))
    blade = [(0.70, 1.50), (0.90, 1.50), (0.91, 1.82), (0.80, 1.88), (0.69, 1.82)]
    stage[plane].add(polygon([at(side * px, py) for px, py in blade], wood))
    lamp_glow(stage, plane, x, _SILL + 0.25, z, size=0.55, strength=0.8, color=(1.0, 0.62, 0.28))


def _courses(stage: Stage, plane: str, at: At, k: float, z: float) -> None:
    """The joints between the bricks of the front, each course shifted against the one below."""
    joint = stage.paint("stone", 0.35, z)
    step, brick = 0.145, 0.30
    for row in range(1, int(_HIGH / step)):
        stage[plane].add(line([at(-_WIDE / 2, row * step), at(_WIDE / 2, row * step)], joint, 0.012 * k, 0.55))
        for number in range(int(_WIDE / brick) + 1):
            px = -_WIDE / 2 + (number + 0.5 * (row % 2)) * brick
            if -_WIDE / 2 < px < _WIDE / 2:
                stage[plane].add(line([at(px, (row - 1) * step), at(px, row * step)], joint, 0.012 * k, 0.55))


def _arch(at: At, wider: float) -> list[Point]:
    """The mouth's outline, `wider` metres outside of it."""
    half, rise = _MOUTH + wider, _RISE + wider
    bow = [(half * math.cos(a * math.pi / 18), _SILL + rise * math.sin(a * math.pi / 18) ** 0.8) for a in range(19)]
    return [at(px, py) for px, py in bow]


def _flames(at: At) -> list[str]:
    tongues = ((-0.22, 0.26, 0.10), (-0.05, 0.36, 0.12), (0.13, 0.30, 0.11), (0.26, 0.20, 0.08))
    parts = []
    for px, tall, half in tongues:
        for share, tint in ((1.0, "#ffb347"), (0.6, "#ffe9b0")):
            w, h = half * share, tall * share
            shape = ((-1.0, 0.0), (-0.7, 0.45), (0.1, 1.0), (0.6, 0.5), (1.0, 0.0))
            outline = [(px + u * w, v * h) for u, v in shape]
            parts.append(polygon([at(qx, _SILL + 0.1 + qy) for qx, qy in outline], tint, 0.85))
    return parts
