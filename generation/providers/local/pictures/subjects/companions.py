# ruff: noqa: E501 - outlines and tables are read by the row
"""Astronaut, humanoid robot, guitar, horse, sheep, rabbit, elephant. Outlines in centimetres."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import Point, ellipse, group, line, path, polygon, rect, smooth, tube
from generation.providers.local.pictures.stage import Stage
from generation.providers.local.pictures.subjects.household import put, rounded


@subject(
    "astronaut",
    "astronaut, astronauts, cosmonaut, spaceman, spacewoman, space suit, spacesuit",
    height=1.95,
    width=0.95,
)
def astronaut(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A white suit in thick folds, the sky in the visor, a pack behind, stripes of the accent."""
    if brief.place.key != "space":
        stage.shadow(plane, x, z, 0.9, y=y, height=1.8, strength=0.55)
    suit, shade, line_tone = (
        rounded(stage, "white", z, low=0.10),
        stage.paint("white", 0.22, z),
        stage.paint("steel", 0.25, z),
    )
    accent, dark = stage.paint("accent", 0.7, z), stage.paint("charcoal", 0.35, z)
    visor = stage.gradient(
        [
            (0, to_hex(mix(stage.light.sky[0], stage.albedo("navy"), 0.45)), 1),
            (0.55, stage.paint("navy", 0.35, z), 1),
            (0.62, stage.paint("black", 0.5, z), 1),
            (1, stage.paint("brass", 0.55, z), 1),
        ],
        (0, 0, 0.25, 1),
    )

    def limb(points: list[Point], widths: tuple[float, ...], folds: tuple[Point, ...]) -> str:
        rings = "".join(
            line([(px - 9, py + 1.5), (px, py + 4), (px + 9, py + 0.5)], line_tone, 1.3, 0.45) for px, py in folds
        )
        return path(tube(points, widths), suit) + rings

    parts = [
        rect(-33, -156, 66, 74, stage.paint("steel", 0.4, z), 1, 12), rect(-33, -156, 66, 20, stage.paint("steel", 0.8, z), 1, 10),
        limb([(13, -84), (18, -48), (21, -16)], (15, 14.5, 13.5), ((18, -52), (19, -36))), limb([(-13, -84), (-20, -48), (-24, -16)], (15, 14.5, 13.5), ((-20, -52), (-22, -36))),
        *(path(smooth([(cx - 13, -20), (cx - 15, -3), (cx - 14, 0), (cx + 18 * s + 2, 0), (cx + 15 * s, -9), (cx + 11, -20)] if s > 0 else [(cx + 13, -20), (cx + 15, -3), (cx + 14, 0), (cx - 20, 0), (cx - 15, -9), (cx - 11, -20)], tension=0.3), rounded(stage, "steel", z)) + rect(cx - 15, -3.4, 32 if s > 0 else 31, 3.4, dark, 1, 1.5) for cx, s in ((21, 1), (-24, -1))),
        *(line([(cx - 14, -27), (cx, -24.6), (cx + 14, -27)], accent, 4.0) for cx in (20, -23)),
        limb([(30, -134), (47, -112), (50, -86)], (12.5, 12, 11), ((44, -116), (48, -102))), ellipse(50, -77, 10, 12, rounded(stage, "charcoal", z)), line([(39, -90), (61, -89)], accent, 4.4),
        path(smooth([(0, -148), (-33, -142), (-39, -112), (-30, -78), (0, -72), (30, -78), (39, -112), (33, -142)], tension=0.5), suit),
        path(smooth([(8, -147), (33, -142), (39, -112), (30, -78), (6, -73), (18, -106)], tension=0.5), shade, 0.35),
        line([(-31, -80), (0, -74), (31, -80)], stage.paint("steel", 0.5, z), 5), rect(-19, -123, 38, 27, stage.paint("steel", 0.85, z), 1, 4), rect(-15, -119, 17, 11, stage.paint("screen", 0.5, z), 1, 2), ellipse(10, -114, 3.6, 3.6, accent),
        *(ellipse(-12 + 8 * i, -101.6, 2.2, 2.2, stage.glow(tone, 0.9)) for i, tone in enumerate(("accent", "first", "wheat"))),
        path(smooth([(-19, -121), (-32, -128), (-30, -144)], closed=False), "none", 1.0, f'stroke="{line_tone}" stroke-width="3" stroke-linecap="round"'),
        limb([(-30, -134), (-54, -142), (-62, -170)], (12.5, 12, 10.5), ((-46, -141), (-58, -152))), ellipse(-64, -178, 9.5, 11.5, rounded(stage, "charcoal", z)), line([(-71, -165), (-52, -169)], accent, 4.4),
        ellipse(0, -146, 27, 8, stage.paint("steel", 0.55, z)), ellipse(0, -169, 31, 29, suit), ellipse(0, -168, 24.5, 21.5, stage.paint("steel", 0.35, z)), ellipse(0.8, -167.4, 22.5, 19.6, visor),
        path(smooth([(-17, -171), (-13, -181), (-3, -185), (-9, -178)]), stage.glow("white", 1.2), 0.75), ellipse(9, -160, 3.4, 1.6, stage.glow("white", 1.0), 0.35),
        rect(-35, -178, 7, 18, stage.paint("steel", 0.8, z), 1, 3), line([(29, -188), (33, -200)], line_tone, 1.6), ellipse(33, -201, 1.9, 1.9, stage.glow("accent", 1.2)),
    ]  # fmt: skip
    put(stage, plane, x, y, z, "".join(parts))


@subject(
    "robot",
    "humanoid robot, friendly robot, android, humanoid, robot, robots, cyborg",
    height=1.5,
    width=0.85,
    home="laboratory",
)
def robot(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A rounded machine that greets: shell in white, joints of dark metal, a face of light."""
    stage.shadow(plane, x, z, 0.75, y=y, height=1.4, strength=0.55)
    shell, joint, dim = (
        rounded(stage, "white", z, low=0.12),
        rounded(stage, "dark_metal", z),
        stage.paint("white", 0.20, z),
    )
    glow, accent = stage.glow("first_pale", 1.15), rounded(stage, "accent", z)
    parts = [
        *(path(tube([(cx * 0.7, -62), (cx, -38), (cx, -12)], (8, 6.5, 7)), joint) + path(tube([(cx, -40), (cx * 1.04, -13)], (11.5, 10)), shell) + path(smooth([(cx - 13, -10), (cx - 16, 0), (cx + 16, 0), (cx + 13, -10), (cx, -15)], tension=0.35), joint) for cx in (16, -16)),
        path(tube([(30, -104), (42, -86), (40, -64)], (6.5, 6, 5.5)), joint), path(tube([(37, -95), (42, -84), (41, -68)], (9.4, 9.4, 8)), shell), ellipse(39, -56, 7.4, 8.4, joint),
        path(smooth([(0, -116), (-28, -112), (-34, -90), (-25, -64), (0, -57), (25, -64), (34, -90), (28, -112)], tension=0.5), shell), path(smooth([(6, -115), (28, -112), (34, -90), (25, -64), (6, -58), (17, -88)], tension=0.5), dim, 0.32),
        path(smooth([(-19, -104), (-20, -90), (-14, -80), (14, -80), (20, -90), (19, -104)], tension=0.3), stage.paint("screen", 0.5, z)), line([(-13, -92), (-6, -92), (-2, -98), (3, -86), (7, -92), (13, -92)], glow, 1.8), rect(-10, -73, 20, 4.4, accent, 1, 2.2),
        path(tube([(0, -118), (0, -110)], (7, 7.6)), joint), ellipse(-31, -107, 8.6, 8.6, joint), ellipse(31, -107, 8.6, 8.6, joint),
        path(tube([(-31, -106), (-52, -112), (-56, -136)], (6.5, 6, 5)), joint), path(tube([(-40, -108), (-51, -112), (-55, -130)], (9.4, 9.4, 7.6)), shell),
        ellipse(-57, -141, 6.6, 6.8, joint), *(path(tube([(-57, -143), (-57 + dx, -153 - dy)], (2.7, 2.1)), joint) for dx, dy in ((-7, -1), (-1.5, 2), (4.4, 0))),
        path(smooth([(0, -150), (-29, -146), (-35, -132), (-28, -119), (0, -115), (28, -119), (35, -132), (29, -146)], tension=0.5), shell), path(smooth([(0, -145), (-24, -142), (-28, -132), (-22, -123), (0, -121), (22, -123), (28, -132), (24, -142)], tension=0.45), stage.paint("screen", 0.35, z)),
        *(ellipse(side * 11, -134, 4.4, 5.2, glow) for side in (-1, 1)), path(smooth([(-7, -126.4), (0, -123.8), (7, -126.4)], closed=False), "none", 1.0, f'stroke="{glow}" stroke-width="1.8" stroke-linecap="round"'),
        path(smooth([(-22, -139), (-16, -143), (-6, -144), (-14, -140)]), stage.glow("white", 1.1), 0.35), *(rect(side * 35 - 3.4, -139, 6.8, 14, accent, 1, 3) for side in (-1, 1)), line([(0, -150), (0, -158)], stage.paint("dark_metal", 0.6, z), 1.8), ellipse(0, -160, 3, 3, stage.glow("accent", 1.2)),
    ]  # fmt: skip
    put(stage, plane, x, y, z, "".join(parts))


@subject(
    "guitar",
    "guitar, guitars, acoustic guitar, electric guitar, bass guitar",
    near="ukulele, lute, banjo, mandolin",
    height=0.98,
    width=0.42,
    stands="table",
)
def guitar(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """Leaning a little: figured top, rosette, six strings in the light."""
    top, side, dark = (
        rounded(stage, "crust", z, low=0.10),
        stage.paint("dark_wood", 0.35, z),
        stage.paint("dark_wood", 0.08, z),
    )
    half: list[Point] = [
        (0, -52),
        (11, -50),
        (14.5, -43),
        (12.6, -35),
        (13.4, -28),
        (18.5, -19),
        (18.8, -9),
        (12, -1.6),
        (0, 0),
    ]
    body = [*half, *[(-px, py) for px, py in reversed(half[1:-1])]]
    parts = [
        path(smooth([(px + 2.2, py + 0.6) for px, py in body]), dark), path(smooth(body), top), path(smooth(body), "none", 1.0, f'stroke="{stage.paint("paper", 0.8, z)}" stroke-width="0.7" stroke-opacity="0.8"'),
        *(line([(px, -48 if abs(px) < 9 else -20), (px * 1.04, -3)], side, 0.3, 0.18) for px in (-15, -12, -9, -6, -3, 3, 6, 9, 12, 15)),
        ellipse(0, -34, 6.8, 6.8, side), ellipse(0, -34, 6.0, 6.0, stage.paint("paper", 0.7, z)), ellipse(0, -34, 5.4, 5.4, stage.paint("black", 0.05, z)),
        path(smooth([(5.6, -36), (9.4, -33), (9.0, -25), (4.6, -27)]), stage.paint("dark_wood", 0.15, z), 0.9),
        polygon([(-2.7, -40), (-2.3, -84), (2.3, -84), (2.7, -40)], dark), polygon([(-2.7, -40), (-2.3, -84), (-1.5, -84), (-1.7, -40)], side), *(line([(-2.5, py), (2.5, py)], stage.paint("brass", 0.8, z), 0.4) for py in (-80, -76, -72.2, -68.6, -65.2, -62, -59, -56.2, -53.6, -51.2)),
        path(smooth([(-2.4, -84), (-3.9, -87), (-3.5, -96.5), (0, -98), (3.5, -96.5), (3.9, -87), (2.4, -84)], tension=0.3), side), *(ellipse(s * 4.7, -88 - 3.1 * i, 1.1, 0.9, stage.paint("brass", 0.95, z)) for s in (-1, 1) for i in range(3)),
        rect(-6.6, -15, 13.2, 2.6, dark, 1, 0.8), *(line([(-1.7 + 0.68 * i, -85), (-2.3 + 0.92 * i, -14)], stage.paint("steel", 1.2, z), 0.22, 0.95) for i in range(6)),
        path(smooth([(-14, -21), (-16.4, -13), (-10, -5), (-12.4, -14)]), stage.paint("white", 1.0, z), 0.22), path(smooth([(-11, -46), (-12.6, -41), (-10.4, -37), (-10, -42)]), stage.paint("white", 1.0, z), 0.22),
    ]  # fmt: skip
    put(stage, plane, x, y, z, group("".join(parts), x=0, y=0, turn=-7))


@subject(
    "horse",
    "horse, horses, pony, mare, stallion, foal",
    near="donkey, mule",
    height=2.05,
    width=2.5,
    home="field",
)
def horse(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 2.1, y=y, height=1.7, strength=0.5)
    coat, far, dark = rounded(stage, "wood", z), stage.paint("wood", 0.12, z), stage.paint("hair_dark", 0.15, z)
    hair = rounded(stage, "hair_dark", z)

    def leg(points: list[Point], fill: str) -> str:
        hoof = points[-1]
        return path(tube(points, (13, 8.5, 6.2, 4.4, 4.8)), fill) + polygon(
            [
                (hoof[0] - 5, hoof[1] - 3),
                (hoof[0] + 5, hoof[1] - 3),
                (hoof[0] + 8, 4 + hoof[1]),
                (hoof[0] - 6, 4 + hoof[1]),
            ],
            dark,
        )

    parts = [
        leg([(46, -98), (40, -70), (44, -48), (41, -24), (45, -4)], far), leg([(-58, -102), (-46, -72), (-58, -50), (-52, -24), (-48, -4)], far),
        path(smooth([(-84, -138), (-102, -120), (-108, -84), (-100, -56), (-94, -84), (-84, -112)]), hair),
        path(smooth([(-84, -142), (-58, -152), (-20, -147), (22, -150), (52, -154), (74, -178), (86, -198), (104, -200), (112, -188), (134, -162), (136, -152), (126, -146), (108, -158), (96, -160), (88, -138), (76, -108), (52, -92), (4, -86), (-36, -94), (-66, -92), (-88, -110)], tension=0.42), coat),
        path(smooth([(-60, -98), (-30, -92), (10, -84), (54, -90), (70, -104), (30, -100), (-20, -104)]), far, 0.5),
        leg([(60, -106), (62, -74), (60, -50), (62, -26), (60, -4)], coat), leg([(-72, -112), (-62, -78), (-76, -52), (-70, -26), (-70, -4)], coat),
        path(smooth([(50, -156), (60, -176), (76, -200), (94, -206), (84, -190), (76, -166), (66, -146), (56, -144)]), hair), path(smooth([(96, -204), (110, -198), (112, -182), (104, -190)]), hair),
        polygon([(92, -198), (95, -216), (103, -200)], coat), ellipse(109, -178, 2.6, 2.4, dark), ellipse(131, -156, 1.8, 1.4, dark, 0.8), line([(123, -147), (132, -150)], dark, 1.0, 0.6),
        path(smooth([(-60, -148), (-20, -143), (20, -146), (44, -149), (16, -138), (-30, -138)]), stage.paint("wood", 1.25, z), 0.35),
    ]  # fmt: skip
    put(stage, plane, x, y, z, "".join(parts))


@subject("sheep", "sheep, lamb, lambs, ewe, ram, flock of sheep", height=0.95, width=1.25, home="field")
def sheep(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    for dx, dz, way in ((1.7, 2.6, -1), (-1.5, 1.5, 1), (0.0, 0.0, 1)):
        zi = z + dz
        stage.shadow(plane, x + dx, zi, 1.1, y=y, height=0.8, strength=0.5)
        wool, dark = rounded(stage, "paper", zi, low=0.12), stage.paint("charcoal", 0.4, zi)
        curls: list[Point] = []
        for i in range(26):
            turn, swell = i / 26 * 2 * math.pi, 1.0 if i % 2 else 0.89
            curls.append((-6 + 50 * math.cos(turn) * swell, -56 + 31 * math.sin(turn) * swell))
        parts = [
            rect(px, -32, 6.6, 32, stage.paint("charcoal", f, zi), 1, 2)
            for px, f in ((-38, 0.6), (-24, 0.1), (16, 0.6), (28, 0.1))
        ]
        parts += [
            path(smooth(curls), wool), path(smooth([(36, -78), (52, -82), (66, -66), (64, -54), (54, -52), (40, -62)]), dark), ellipse(38, -76, 13, 4.8, stage.paint("charcoal", 0.15, zi)), ellipse(55, -69, 1.8, 1.8, stage.paint("white", 0.9, zi)),
            path(smooth([(26, -86), (38, -92), (48, -84), (42, -76), (30, -76)]), wool), path(smooth([(-40, -40), (0, -30), (36, -40), (0, -36)]), stage.paint("paper", 0.05, zi), 0.4),
        ]  # fmt: skip
        cx, cy = stage.camera.point((x + dx, y, zi))
        stage[plane].add(group("".join(parts), x=cx, y=cy, scale=stage.camera.scale(zi) / 100, flip=way < 0))


@subject("rabbit", "rabbit, rabbits, bunny, hare, easter bunny", height=0.46, width=0.42, home="garden")
def rabbit(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 0.4, y=y, height=0.4, strength=0.5)
    fur, dim, pale = rounded(stage, "khaki", z), stage.paint("khaki", 0.10, z), stage.paint("paper", 0.8, z)
    pink, black = stage.paint("skin_1", 0.6, z), stage.paint("black", 0.1, z)
    parts = [
        ellipse(-19, -6, 5, 5, pale), path(smooth([(4, -40), (2, -24), (8, -18), (14, -26), (14, -36)]), dim),
        path(smooth([(-18, -2), (-20, -13), (-12, -22), (2, -23), (12, -16), (14, -6), (8, 0), (-8, 0.5)]), fur), path(smooth([(-16, -1), (-15, -9), (-7, -12), (0, -7), (3, 0)]), stage.paint("khaki", 0.95, z), 0.6),
        path(smooth([(6, -27), (0, -38), (1, -46), (6, -45), (10, -36), (11, -27)]), fur), path(smooth([(6, -30), (3.4, -38), (4, -43), (6.6, -41), (8.6, -34)]), pink, 0.75), path(smooth([(12, -27), (10, -38), (13, -46), (17, -42), (17, -33), (15, -26)]), fur), path(smooth([(13, -30), (12.6, -37), (14.2, -42), (15.6, -37)]), pink, 0.6),
        path(smooth([(3, -20), (4, -28), (11, -30.6), (18, -27), (20.4, -21), (17, -16), (9, -14.4)]), fur), path(smooth([(12, -15), (20, -20), (20.6, -17.6), (16, -14.4)]), pale, 0.8), ellipse(13.4, -23, 1.5, 1.7, black), ellipse(12.9, -23.6, 0.5, 0.5, pale), ellipse(20, -20.8, 0.9, 0.7, pink),
        path(tube([(10, -10), (12, -4), (13, -1)], (3.2, 2.6, 2.2)), fur), ellipse(-6, -1.4, 8, 2.4, pale), ellipse(14, -1.3, 4, 1.8, pale),
        *(line([(19, -19), (25, -19 + d)], stage.paint("white", 0.9, z), 0.25, 0.7) for d in (-2.4, 0, 2)),
    ]  # fmt: skip
    put(stage, plane, x, y, z, "".join(parts))


@subject(
    "elephant",
    "elephant, elephants",
    near="mammoth, rhino, rhinoceros, hippo, hippopotamus",
    height=3.0,
    width=4.2,
    home="desert",
)
def elephant(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 3.8, y=y, height=2.6, strength=0.55)
    hide, far, fold = rounded(stage, "rock", z), stage.paint("rock", 0.10, z), stage.paint("rock", 0.02, z)

    def leg(px: float, fill: str) -> str:
        nails = "".join(ellipse(px - 17 + 11 * i, -5, 4.4, 4, stage.paint("paper", 0.5, z), 0.8) for i in range(4))
        return path(
            smooth(
                [(px - 26, -130), (px - 22, -40), (px - 26, 0), (px + 24, 0), (px + 21, -40), (px + 28, -130)],
                tension=0.25,
            ),
            fill,
        ) + (nails if fill != far else "")

    parts = [
        leg(-92, far), leg(52, far), path(smooth([(-154, -214), (-168, -180), (-166, -120), (-160, -120), (-158, -176)]), far),
        path(smooth([(-156, -206), (-128, -268), (-40, -292), (52, -276), (100, -246), (104, -170), (72, -112), (-20, -92), (-112, -104), (-152, -150)]), hide), path(smooth([(-130, -118), (-20, -96), (70, -118), (-20, -112)]), fold, 0.35),
        leg(-118, hide), leg(70, hide),
        path(smooth([(84, -264), (126, -282), (166, -258), (178, -214), (176, -170), (184, -110), (190, -60), (206, -40), (196, -28), (172, -44), (160, -110), (146, -168), (104, -180), (84, -220)]), hide),
        path(smooth([(150, -176), (172, -150), (206, -146), (188, -134), (158, -146)]), stage.paint("paper", 1.0, z)), *(line([(158 + 3.4 * i, -150 + 15 * i), (178 + 1.6 * i, -154 + 15 * i)], fold, 1.4, 0.4) for i in range(7)),
        path(smooth([(76, -258), (106, -270), (122, -236), (116, -178), (96, -148), (64, -176), (56, -226)]), rounded(stage, "stone", z)), path(smooth([(82, -246), (102, -252), (110, -226), (104, -184), (92, -166), (74, -188), (70, -222)]), fold, 0.18), ellipse(146, -226, 4.2, 3.8, stage.paint("black", 0.1, z)), line([(138, -233), (152, -235)], fold, 1.8, 0.6),
    ]  # fmt: skip
    put(stage, plane, x, y, z, "".join(parts))
