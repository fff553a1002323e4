"""Animals and trees: dog, cat, bird, bee, cow, horse, fish, tree."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.nature import round_tree
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import ellipse, group, line, path, smooth, tube
from generation.providers.local.pictures.stage import Stage


def _put(stage: Stage, plane: str, x: float, y: float, z: float, body: str) -> None:
    cx, cy = stage.camera.point((x, y, z))
    stage[plane].add(group(body, x=cx, y=cy, scale=stage.camera.scale(z) / 100, flip=stage.layout.side > 0))


def _coat(stage: Stage, color: str, z: float) -> str:
    return stage.gradient(
        [
            (0, stage.paint(color, 0.95, z), 1),
            (0.45, stage.paint(color, 0.5, z), 1),
            (1, stage.paint(color, 0.03, z), 1),
        ]
    )


@subject("dog", "dog, puppy, hound, collie", height=0.7, width=1.0, home="garden", body="crust")
def dog(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 0.8, height=0.5, strength=0.45)
    coat, dim, pale = _coat(stage, "crust", z), stage.paint("crust", 0.05, z), stage.paint("paper", 0.6, z)
    parts = [
        path(tube([(-24, -36), (-26, -18), (-22, -3)], (6, 4, 3)), dim),
        path(tube([(20, -36), (22, -18), (20, -3)], (5, 3.6, 3)), dim),
    ]
    parts.append(path(tube([(-34, -46), (-48, -56), (-52, -70)], (4, 3.4, 1.6)), coat))
    body = [
        (-38, -44),
        (-30, -54),
        (0, -54),
        (20, -58),
        (30, -66),
        (38, -58),
        (32, -42),
        (18, -30),
        (-8, -34),
        (-28, -32),
    ]
    parts.append(path(smooth(body), coat))
    parts += [
        path(tube([(-30, -38), (-34, -20), (-30, -3)], (8, 4.4, 3.4)), coat),
        path(tube([(26, -42), (27, -20), (27, -3)], (7, 4, 3.4)), coat),
    ]
    parts.append(
        path(smooth([(24, -60), (28, -74), (36, -80), (46, -77), (60, -70), (61, -65), (48, -61), (38, -56)]), coat)
    )
    parts += [
        path(smooth([(30, -78), (24, -74), (23, -62), (29, -60), (34, -70)]), dim),
        ellipse(60, -70, 2.4, 2, stage.paint("black", 0.2, z)),
        ellipse(44, -73, 1.4, 1.4, stage.paint("black", 0.2, z)),
        path(smooth([(28, -52), (34, -56), (34, -44), (26, -38)]), pale, 0.8),
    ]
    _put(stage, plane, x, y, z, "".join(parts))


@subject("cat", "cat, kitten", height=0.45, width=0.5, home="sill", body="charcoal")
def cat(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 0.4, height=0.35, strength=0.45)
    coat = _coat(stage, "charcoal", z)
    parts = [
        path(tube([(-14, -4), (-26, -3), (-32, -10), (-30, -20)], (3, 2.8, 2.4, 1.6)), coat),
        path(smooth([(-16, 0), (-18, -14), (-8, -28), (4, -32), (12, -24), (13, -2), (6, 0)]), coat),
    ]
    parts += [
        path(
            smooth(
                [(0, -32), (-1, -41), (-2, -48), (3, -44), (9, -44), (14, -48), (14, -39), (12, -32), (6, -29)],
                tension=0.4,
            ),
            coat,
        ),
        ellipse(9.4, -38, 1.1, 1.3, stage.glow("accent", 1.1)),
        ellipse(4, -38, 1.1, 1.3, stage.glow("accent", 1.1)),
    ]
    _put(stage, plane, x, y, z, "".join(parts))


@subject(
    "bird",
    "bird, birds, gull, gulls, seagull, swallow, flock",
    near="crow, raven, dove, pigeon, sparrow, robin",
    height=0.6,
    width=1.6,
    stands="air",
    home="coast",
)
def bird(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A loose flock, wings at different beats."""
    rng = stage.rng
    cx, cy = stage.camera.point((x, y, z))
    unit = stage.frame.h * 0.028
    for i in range(7):
        px, py = cx + rng.uniform(-9, 9) * unit, cy + rng.uniform(-4, 3) * unit
        size, lift = unit * rng.uniform(0.6, 1.25), rng.uniform(0.15, 0.8)
        wing = [
            (px - size, py - size * lift),
            (px - size * 0.45, py - size * lift * 0.75),
            (px, py),
            (px + size * 0.45, py - size * lift * 0.75),
            (px + size, py - size * lift),
        ]
        under = [
            (px + size * 0.4, py - size * lift * 0.5),
            (px, py + size * 0.12),
            (px - size * 0.4, py - size * lift * 0.5),
        ]
        stage[plane].add(
            path(smooth(wing + under, tension=0.45), stage.paint("ground_dark" if i % 3 else "white", 0.3, 60))
        )


@subject(
    "bee",
    "bee, bees, honeybee, bumblebee, pollinator, insect, hive, beehive, apiary",
    height=0.9,
    width=0.6,
    home="field",
)
def bee(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """Hives in a row and bees in the light about them."""
    for i, dx in enumerate((-1.15, 0.0, 1.1)):
        tone = ("ground_pale", "accent", "white")[i]
        stage.shadow(plane, x + dx, z, 0.6, height=0.7, strength=0.45)
        stage.box(plane, x + dx, 0.16, z, 0.5, 0.26, 0.5, tone)
        stage.box(plane, x + dx, 0.43, z, 0.5, 0.24, 0.5, tone)
        stage.box(plane, x + dx, 0.67, z - 0.03, 0.56, 0.06, 0.56, "steel")
        stage.box(plane, x + dx, 0.19, z - 0.002, 0.28, 0.03, 0.002, "black", edge=False)
        for leg in (-0.2, 0.2):
            stage.box(plane, x + dx + leg, 0, z + 0.1, 0.05, 0.16, 0.3, "dark_wood", edge=False)
    rng, k = stage.rng, stage.camera.scale(z)
    for _ in range(16):
        px, py = stage.camera.point((x + rng.uniform(-1.8, 1.8), rng.uniform(0.4, 1.9), z))
        size = max(0.016 * k * rng.uniform(0.6, 1.3), 1.6)
        stage[plane].add(
            ellipse(px - size * 0.3, py - size * 0.9, size * 0.8, size * 0.5, stage.glow("white", 0.9), 0.5),
            ellipse(px, py, size, size * 0.62, stage.paint("wheat", 0.9)),
            line([(px, py - size * 0.5), (px, py + size * 0.5)], stage.paint("black", 0.1), size * 0.4),
        )


@subject(
    "cow",
    "cow, cows, cattle, livestock, herd, dairy",
    near="goat, bull, buffalo, bison",
    height=1.5,
    width=2.4,
    home="field",
)
def cow(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    for dx, dz, tone in ((2.6, 4.5, "white"), (-2.4, 2.6, "dark_wood"), (0.0, 0.0, "white")):
        px, pz = x + dx, z + dz
        stage.shadow(plane, px, pz, 1.9, height=1.1, strength=0.45)
        coat, dim = _coat(stage, tone, pz), stage.paint(tone, 0.02, pz)
        parts = [path(tube([(lx, -70), (lx, -35), (lx, -2)], (9, 5.4, 5)), dim) for lx in (-70, 48)]
        parts.append(
            path(
                smooth(
                    [
                        (-96, -118),
                        (-80, -134),
                        (0, -130),
                        (60, -138),
                        (80, -126),
                        (74, -88),
                        (40, -66),
                        (-50, -66),
                        (-90, -80),
                    ]
                ),
                coat,
            )
        )
        parts += [path(tube([(lx, -76), (lx + 2, -36), (lx, -2)], (12, 6, 5.4)), coat) for lx in (-80, 60)]
        parts.append(
            path(smooth([(62, -132), (84, -150), (104, -146), (126, -118), (122, -106), (106, -108), (86, -108)]), coat)
        )
        parts += [
            path(smooth([(84, -148), (70, -150), (66, -142), (80, -138)]), dim),
            path(tube([(-94, -118), (-102, -90), (-100, -60)], (3, 2.4, 4)), dim),
            path(
                smooth([(-40, -126), (-10, -122), (4, -104), (-24, -92), (-48, -104)]),
                stage.paint("charcoal" if tone == "white" else "white", 0.4, pz),
                0.9,
            ),
            ellipse(121, -111, 6, 5, stage.paint("skin_1", 0.3, pz)),
        ]
        _put(stage, plane, px, y, pz, "".join(parts))


@subject(
    "fish",
    "fish, salmon, goldfish",
    near="coral, jellyfish, seahorse",
    height=1.0,
    width=2.2,
    stands="water",
    home="sea",
    body="ground",
)
def fish(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    coat = _coat(stage, "ground", z)
    parts = [
        path(smooth([(-110, 10), (-80, -34), (-20, -62), (50, -56), (100, -20), (120, 14), (0, 22)]), coat),
        path(smooth([(-108, 6), (-150, -50), (-176, -52), (-150, -20), (-150, 14)]), coat),
        path(smooth([(-10, -60), (-24, -92), (-40, -90), (-36, -56)]), coat),
    ]
    _put(stage, plane, x, 0.3, z, "".join(parts))


@subject("tree", "tree, oak, trees, planting, apple tree", height=8.0, width=6.0, home="field")
def tree(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    round_tree(stage, plane, x, max(z, 9.0), 8.0)
