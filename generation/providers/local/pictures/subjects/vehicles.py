# ruff: noqa: E501 - outlines and tables are read by the row
"""What moves: car, van, train, bicycle, boat, ship, drone, plane."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import Point, ellipse, group, line, path, polygon, rect, smooth
from generation.providers.local.pictures.solids import bloom, lamp_glow
from generation.providers.local.pictures.stage import Stage


def _sprite(stage: Stage, plane: str, x: float, y: float, z: float, body: str, *, flip: bool = False) -> None:
    """A drawing in centimetres, its foot at (x, y, z)."""
    cx, cy = stage.camera.point((x, y, z))
    stage[plane].add(group(body, x=cx, y=cy, scale=stage.camera.scale(z) / 100, flip=flip))


def _wheel(stage: Stage, cx: float, radius: float, z: float) -> str:
    rubber, hub, glint = stage.paint("rubber", 0.35, z), stage.paint("steel", 0.55, z), stage.paint("steel", 1.0, z)
    spokes = "".join(
        line(
            [(cx, -radius), (cx + math.cos(i * 1.257) * radius * 0.56, -radius + math.sin(i * 1.257) * radius * 0.56)],
            glint,
            radius * 0.1,
        )
        for i in range(5)
    )
    return (
        ellipse(cx, -radius, radius, radius, rubber)
        + ellipse(cx, -radius, radius * 0.62, radius * 0.62, hub)
        + ellipse(cx, -radius, radius * 0.5, radius * 0.5, stage.paint("dark_metal", 0.2, z))
        + spokes
        + ellipse(cx, -radius, radius * 0.14, radius * 0.14, glint)
    )


def _paintwork(stage: Stage, color: str, z: float) -> str:
    sky = to_hex(mix(stage.shade(color, 0.9, z), stage.light.sky[1], 0.35))
    return stage.gradient(
        [
            (0, sky, 1),
            (0.32, stage.paint(color, 0.85, z), 1),
            (0.42, stage.paint(color, 0.45, z), 1),
            (1, stage.paint(color, 0.04, z), 1),
        ]
    )


@subject("car", "car, electric car, vehicle, automobile, taxi, ev, sedan", height=1.5, width=4.4, home="road")
def car(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 4.4, height=1.2, strength=0.6)
    hull: list[Point] = [
        (-218, -34),
        (-222, -66),
        (-205, -86),
        (-120, -96),
        (-62, -142),
        (36, -148),
        (96, -104),
        (182, -92),
        (216, -74),
        (222, -40),
        (214, -30),
        (-210, -28),
    ]
    glass: list[Point] = [(-106, -98), (-58, -136), (34, -141), (80, -104)]
    glass_fill = stage.gradient(
        [
            (0, to_hex(mix(stage.shade("glass", 0.5, z), stage.light.sky[1], 0.55)), 1),
            (1, stage.paint("glass", 0.05, z), 1),
        ],
        (0, 0, 0.4, 1),
    )
    parts = [
        path(smooth(hull, tension=0.42), _paintwork(stage, "accent", z)),
        path(smooth(glass, tension=0.2), glass_fill),
    ]
    parts.append(line([(-12, -140), (-8, -100), (-6, -40)], stage.paint("accent", 0.0, z), 2.2, 0.7))
    parts.append(line([(-205, -80), (-60, -86), (120, -84), (200, -78)], stage.paint("accent", 1.0, z), 1.8, 0.7))
    parts.append(rect(4, -78, 20, 3.5, stage.paint("steel", 0.9, z), 1, 1.5))
    parts.append(
        polygon(
            [(200, -80), (219, -70), (215, -62), (196, -70)],
            stage.glow(stage.light.lamp, 1.3 if stage.light.lamps_on else 0.9),
        )
    )
    parts.append(polygon([(-221, -78), (-206, -84), (-203, -72), (-221, -66)], stage.glow("brick", 1.6)))
    for wheel in (-138, 142):
        parts.append(ellipse(wheel, -36, 43, 42, stage.paint("black", 0.0, z)))
        parts.append(_wheel(stage, wheel, 34, z))
    way = -1 if stage.layout.side > 0 else 1
    _sprite(stage, plane, x, y, z, "".join(parts), flip=way < 0)
    if stage.light.lamps_on:
        lamp_glow(stage, plane, x + way * 2.15, 0.72, z, size=0.6, strength=0.8)


@subject("van", "van, delivery, delivery van", height=2.6, width=5.6, home="street")
def van(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 5.4, height=2.2, strength=0.6)
    hull: list[Point] = [
        (-268, -36),
        (-270, -240),
        (-258, -252),
        (128, -252),
        (150, -244),
        (214, -150),
        (262, -130),
        (272, -100),
        (272, -40),
        (262, -34),
    ]
    parts = [
        polygon(hull, _paintwork(stage, "white", z)),
        polygon(
            [(96, -232), (140, -232), (196, -152), (96, -148)],
            to_hex(mix(stage.shade("glass", 0.4, z), stage.light.sky[1], 0.4)),
        ),
    ]
    parts.append(rect(-270, -150, 350, 34, stage.paint("accent", 0.5, z)))
    parts.append(line([(84, -250), (84, -40)], stage.paint("black", 0.0, z), 2, 0.5))
    parts.append(rect(252, -112, 20, 20, stage.glow(stage.light.lamp, 1.1)))
    for wheel in (-168, 176):
        parts += [ellipse(wheel, -40, 48, 46, stage.paint("black", 0.0, z)), _wheel(stage, wheel, 38, z)]
    _sprite(stage, plane, x, y, z, "".join(parts), flip=stage.layout.side > 0)


def carriage(stage: Stage, plane: str, x: float, z: float, side: float) -> None:
    """A train along the platform: its flank runs to the vanishing point, its nose is at `z`."""
    half, top, far = 1.45, 3.5, 150.0
    near_face = x + side * half
    stage.face(
        plane, [(near_face, -0.5, z), (near_face, -0.5, far), (near_face, top, far), (near_face, top, z)], "white", 0.55
    )
    stage.face(
        plane,
        [(near_face, 0.0, z), (near_face, 0.0, far), (near_face, 0.75, far), (near_face, 0.75, z)],
        "accent",
        0.55,
    )
    at = z + 0.6
    while at < 90:
        corners = [
            stage.camera.point((near_face, py, pz))
            for py, pz in ((1.25, at), (1.25, at + 1.7), (2.5, at + 1.7), (2.5, at))
        ]
        tone = (
            stage.glow(mix(stage.light.lamp, stage.light.haze, 0.2), 0.95)
            if stage.light.lamps_on
            else to_hex(mix(stage.shade("glass", 0.2, at), stage.light.sky[1], 0.35))
        )
        stage[plane].add(polygon(corners, tone))
        at += 2.2
    stage.face(
        plane,
        [
            (x - half, -0.5, z),
            (x + half, -0.5, z),
            (x + half, 2.6, z),
            (x + half * 0.75, top, z),
            (x - half * 0.75, top, z),
            (x - half, 2.6, z),
        ],
        "ground_dark",
        0.5,
    )
    stage.face(
        plane,
        [
            (x - half * 0.82, 1.35, z - 0.05),
            (x + half * 0.82, 1.35, z - 0.05),
            (x + half * 0.66, 3.0, z - 0.05),
            (x - half * 0.66, 3.0, z - 0.05),
        ],
        "glass",
        0.8,
    )
    stage.face(
        plane,
        [(x - half, -0.1, z - 0.04), (x + half, -0.1, z - 0.04), (x + half, 0.5, z - 0.04), (x - half, 0.5, z - 0.04)],
        "accent",
        0.8,
    )
    for lamp in (-0.95, 0.95):
        cx, cy = stage.camera.point((x + lamp, 0.85, z - 0.06))
        k = stage.camera.scale(z)
        stage[plane].add(ellipse(cx, cy, 0.13 * k, 0.13 * k, stage.glow(stage.light.lamp, 1.5)))
        bloom(stage, plane, cx, cy, 0.5 * k, strength=0.75)


@subject("train", "train, locomotive, railcar, carriage", height=3.6, width=3.0, stands="place", home="station")
def train(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    if brief.place.key != "station":
        carriage(stage, "mid", x, 14.0, -stage.layout.side or 1.0)


@subject("bicycle", "bicycle, bike, cycling, cargo bike, e bike", height=1.1, width=1.8, home="street")
def bicycle(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 1.6, height=0.7, strength=0.4)
    dark, frame_tone, lit = stage.paint("rubber", 0.3, z), stage.paint("accent", 0.55, z), stage.paint("accent", 1.0, z)
    parts = []
    for wheel in (-53, 53):
        parts.append(f'<circle cx="{wheel}" cy="-34" r="32.5" fill="none" stroke="{dark}" stroke-width="3.4"/>')
        parts.append(
            f'<circle cx="{wheel}" cy="-34" r="30" fill="none" stroke="{stage.paint("steel", 0.9, z)}" stroke-width="1"/>'
        )
        parts += [
            line(
                [(wheel, -34), (wheel + math.cos(i * 0.524) * 30, -34 + math.sin(i * 0.524) * 30)],
                stage.paint("steel", 0.7, z),
                0.35,
                0.8,
            )
            for i in range(12)
        ]
    for points in (
        ((-53, -34), (-8, -34), (-20, -80), (-53, -34)),
        ((-8, -34), (38, -78), (-19, -76)),
        ((53, -34), (36, -90)),
    ):
        parts.append(line(points, frame_tone, 3.4))
    parts.append(line([(38, -78), (-19, -76)], lit, 1.2))
    parts += [
        line([(-20, -80), (-22, -90)], dark, 2.6),
        path(smooth([(-36, -93), (-20, -96), (-6, -93), (-18, -88)]), dark),
    ]
    parts += [
        line([(36, -90), (34, -98), (46, -101), (50, -96)], dark, 2.8),
        ellipse(-8, -34, 8, 8, stage.paint("steel", 0.5, z)),
        line([(-8, -34), (2, -22)], dark, 2.4),
    ]
    _sprite(stage, plane, x, y, z, "".join(parts), flip=stage.layout.side > 0)


@subject(
    "boat",
    "boat, sailboat, fishing boat, trawler, yacht, sail, rowing boat, vessel",
    height=7.0,
    width=8.0,
    stands="water",
    home="sea",
)
def boat(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A small working boat with a wheelhouse and a mast, or a sail on open water."""
    cx, cy = stage.camera.point((x, 0, z))
    k = stage.camera.scale(z) / 100
    hull_fill = stage.gradient(
        [
            (0, stage.paint("accent", 0.75, z), 1),
            (0.35, stage.paint("accent", 0.45, z), 1),
            (0.36, stage.paint("white", 0.5, z), 1),
            (0.45, stage.paint("white", 0.3, z), 1),
            (0.46, stage.paint("ground_dark", 0.2, z), 1),
            (1, stage.paint("ground_dark", 0.0, z), 1),
        ]
    )
    hull: list[Point] = [
        (-390, -110),
        (-380, -20),
        (-330, 30),
        (300, 30),
        (380, -40),
        (440, -165),
        (300, -122),
        (0, -104),
    ]
    parts = [
        path(smooth(hull, tension=0.3), hull_fill),
        line([(-390, -112), (0, -106), (300, -124), (438, -166)], stage.paint("white", 0.95, z), 7),
    ]
    if brief.place.key == "sea" and stage.rng.random() < 0.6:
        sail = [(10, -160), (24, -860), (300, -190)]
        jib = [(-8, -150), (8, -800), (-270, -170)]
        parts += [line([(12, -100), (14, -880)], stage.paint("wood", 0.4, z), 8)]
        parts += [
            path(
                smooth(sail, tension=0.25),
                stage.gradient(
                    [(0, stage.paint("white", 0.95, z), 1), (1, stage.paint("white", 0.35, z), 1)], (0, 0, 1, 0.3)
                ),
            )
        ]
        parts += [
            path(
                smooth(jib, tension=0.25),
                stage.gradient(
                    [(0, stage.paint("paper", 0.5, z), 1), (1, stage.paint("paper", 0.15, z), 1)], (0, 0, 1, 0.3)
                ),
            )
        ]
    else:
        parts += [
            polygon(
                [(-190, -104), (-190, -300), (-176, -312), (40, -312), (66, -296), (80, -104)],
                stage.gradient(
                    [(0, stage.paint("white", 0.85, z), 1), (1, stage.paint("white", 0.25, z), 1)],
                    (0, 0, 1, 0.2) if stage.light.sun[0] < 0 else (1, 0, 0, 0.2),
                ),
            )
        ]
        lit = (
            stage.glow(stage.light.lamp, 1.0)
            if stage.light.lamps_on
            else to_hex(mix(stage.shade("glass", 0.3, z), stage.light.sky[2], 0.4))
        )
        parts += [rect(-166 + i * 78, -282, 58, 62, lit, 1, 6) for i in range(3)]
        parts += [
            rect(-204, -322, 292, 16, stage.paint("ground_dark", 0.6, z)),
            line([(-60, -320), (-60, -640)], stage.paint("dark_metal", 0.3, z), 12),
            line([(-60, -600), (250, -300)], stage.paint("dark_metal", 0.3, z), 8),
            line([(-60, -630), (420, -170)], stage.paint("dark_metal", 0.2, z), 2),
            line([(-60, -630), (-380, -112)], stage.paint("dark_metal", 0.2, z), 2),
        ]
    stage[plane].add(
        stage.blurred(
            f'<ellipse cx="{cx:.1f}" cy="{cy + 40 * k:.1f}" rx="{430 * k:.1f}" ry="{46 * k:.1f}" fill="{stage.paint("black", 0.0, z)}" opacity="0.5"/>',
            max(2.0, 20 * k),
        )
    )
    mirrored = "".join(parts)
    stage[plane].add(
        f'<g opacity="0.28" transform="translate({cx:.1f} {cy + 52 * k:.1f}) scale({k:.4f} {-k * 0.55:.4f})">{mirrored}</g>'
    )
    _sprite(stage, plane, x, 0, z, mirrored, flip=stage.layout.side > 0)
    if stage.light.lamps_on:
        bloom(stage, plane, cx - 40 * k, cy - 250 * k, 150 * k, strength=0.5)


@subject(
    "ship",
    "ship, container ship, tanker, freighter, cargo ship",
    height=36.0,
    width=190.0,
    stands="water",
    home="harbour",
)
def ship(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    rng = stage.rng
    hull: list[Point] = [(-92, -9), (-90, 1), (82, 1), (88, -4), (96, -13), (84, -11)]
    parts = [
        polygon(
            hull,
            stage.gradient(
                [
                    (0, stage.paint("ground", 0.6, z), 1),
                    (0.75, stage.paint("ground_dark", 0.2, z), 1),
                    (0.76, stage.paint("brick", 0.4, z), 1),
                    (1, stage.paint("brick", 0.1, z), 1),
                ]
            ),
        )
    ]
    parts += [
        rect(-84, -34, 16, 26, stage.paint("white", 0.6, z)),
        rect(-87, -36, 22, 3, stage.paint("white", 0.9, z)),
        rect(-80, -42, 7, 8, stage.paint("accent", 0.5, z)),
    ]
    for column in range(11):
        for level in range(rng.choice((2, 3, 3, 4))):
            tone = rng.choice(("brick", "ground", "second", "stone", "first", "khaki"))
            parts.append(rect(-62 + column * 12.6, -12 - level * 4.4, 12, 4.1, stage.paint(tone, 0.55, z)))
    cx, cy = stage.camera.point((x, 0, z))
    stage[plane].add(group("".join(parts), x=cx, y=cy, scale=stage.camera.scale(z), flip=stage.layout.side > 0))


@subject("drone", "drone, drones, quadcopter, uav", height=0.5, width=1.2, stands="air", home="field")
def drone(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    dark, lit = stage.paint("dark_metal", 0.3, z), stage.paint("steel", 1.0, z)
    parts = [
        line([(-58, -6), (58, -6)], dark, 5),
        line([(-40, 2), (40, -12)], dark, 4),
        path(
            smooth([(-20, -2), (-14, -14), (14, -14), (20, -2), (10, 7), (-10, 7)]),
            stage.gradient([(0, lit, 1), (1, dark, 1)]),
        ),
    ]
    for px in (-58, -38, 38, 58):
        parts += [ellipse(px, -16, 25, 2.6, lit, 0.45), line([(px, -6), (px, -15)], dark, 3)]
    parts += [
        ellipse(0, 9, 6, 6, stage.paint("black", 0.2, z)),
        ellipse(2, 8, 2, 2, stage.glow("accent", 1.2)),
        line([(-16, 4), (-22, 22), (-30, 22)], dark, 2.4),
        line([(16, 4), (22, 22), (30, 22)], dark, 2.4),
    ]
    _sprite(stage, plane, x, y, z, "".join(parts))


@subject(
    "plane",
    "aeroplane, airplane, aircraft, jet, airliner, flight",
    height=9.0,
    width=36.0,
    stands="air",
    home="skyline",
)
def plane_(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    body: list[Point] = [(-1700, -60), (-1500, -170), (1300, -190), (1700, -90), (1500, 10), (-1300, 20)]
    parts = [
        path(smooth(body, tension=0.4), _paintwork(stage, "white", z)),
        polygon([(-1640, -120), (-1820, -620), (-1560, -620), (-1250, -170)], stage.paint("accent", 0.5, z)),
        polygon([(-100, -60), (-700, 240), (-460, 240), (420, -40)], stage.paint("steel", 0.3, z)),
        rect(-200, 40, 340, 100, stage.paint("steel", 0.7, z), 1, 50),
    ]
    parts += [rect(-1200 + i * 110, -120, 46, 40, stage.paint("glass", 0.2, z), 1, 12) for i in range(22)]
    _sprite(stage, plane, x, y, z, "".join(parts), flip=stage.layout.side > 0)
