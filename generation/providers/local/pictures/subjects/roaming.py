# ruff: noqa: E501 - outlines and tables are read by the row
"""What moves over open ground: tractor, camels; what one wears or carries: shoe, headphones, perfume, umbrella."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import ellipse, group, line, path, polygon, rect, smooth, tube
from generation.providers.local.pictures.stage import Stage


def _put(stage: Stage, plane: str, x: float, y: float, z: float, body: str, *, unit: float = 100.0) -> None:
    cx, cy = stage.camera.point((x, y, z))
    stage[plane].add(group(body, x=cx, y=cy, scale=stage.camera.scale(z) / unit, flip=stage.layout.side > 0))


def _round(stage: Stage, color: str, z: float, line_to: tuple[float, float, float, float] = (0, 0, 0, 1)) -> str:
    return stage.gradient(
        [
            (0, stage.paint(color, 1.0, z), 1),
            (0.45, stage.paint(color, 0.55, z), 1),
            (1, stage.paint(color, 0.05, z), 1),
        ],
        line_to,
    )


@subject(
    "tractor",
    "tractor, combine, harvester, plough",
    near="digger, excavator, bulldozer",
    height=2.9,
    width=4.4,
    home="field",
)
def tractor(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 4.2, y=y, height=2.2, strength=0.6)
    paint, dark, steel = _round(stage, "accent", z), stage.paint("rubber", 0.3, z), stage.paint("steel", 0.8, z)
    glass = to_hex(mix(stage.shade("glass", 0.4, z), stage.light.sky[2], 0.5))
    cab = [(-104, -150), (-92, -268), (8, -268), (22, -150)]
    parts = [
        line([(96, -150), (96, -232)], stage.paint("dark_metal", 0.5, z), 10), path(smooth([(10, -160), (30, -178), (150, -172), (196, -150), (200, -92), (10, -84)], tension=0.3), paint),
        polygon([(-120, -90), (-120, -152), (24, -152), (40, -84)], stage.paint("accent", 0.25, z)), polygon(cab, glass), polygon([(-60, -150), (-54, -262), (-46, -262), (-52, -150)], stage.paint("dark_metal", 0.4, z)),
        polygon([(-112, -262), (-104, -284), (16, -284), (28, -262)], paint), line([(-104, -150), (-92, -266)], stage.paint("accent", 0.5, z), 8), line([(22, -150), (8, -266)], stage.paint("accent", 0.8, z), 8),
        rect(150, -150, 44, 26, stage.paint("dark_metal", 0.5, z), 0.8, 4), path(smooth([(-176, -120), (-150, -186), (-84, -190), (-40, -150), (-60, -132), (-100, -160), (-140, -150)], tension=0.4), paint),
    ]  # fmt: skip
    for cx, radius in ((-98, 84), (146, 52)):
        parts += [
            ellipse(cx, -radius, radius, radius, dark),
            ellipse(cx, -radius, radius * 0.62, radius * 0.62, stage.paint("rubber", 0.9, z)),
            ellipse(cx, -radius, radius * 0.48, radius * 0.48, stage.paint("wheat", 0.7, z)),
            ellipse(cx, -radius, radius * 0.16, radius * 0.16, steel),
        ]
        parts += [
            f'<circle cx="{cx}" cy="{-radius}" r="{radius * 0.93:.0f}" fill="none" stroke="{stage.paint("rubber", 1.0, z)}" stroke-width="{radius * 0.12:.0f}" stroke-dasharray="{radius * 0.14:.0f} {radius * 0.15:.0f}"/>'
        ]
    _put(stage, plane, x, y, z, "".join(parts))


@subject("camel", "camel, camels, caravan, dromedary, bedouin, nomads", height=2.3, width=3.0, home="desert")
def camel(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A caravan: a led file, nearer ones larger."""
    way = -1.0 if stage.layout.side > 0 else 1.0
    for index, (dx, dz) in enumerate(((-4.6, 2.6), (-2.2, 1.7), (0.2, 0.8), (2.8, 0.0))):
        zi = z + dz
        stage.shadow(plane, x + dx * way, zi, 2.2, y=y, height=2.0, strength=0.5)
        coat, deep = _round(stage, "wood" if index % 2 else "crust", zi), stage.paint("wood", 0.05, zi)
        legs = "".join(
            path(tube([(hip, -120), (hip + bend, -62), (foot, -3)], (12, 7, 4.4)), deep if i < 2 else coat)
            for i, (hip, bend, foot) in enumerate(((-58, 4, -70), (50, -2, 62), (-44, -2, -36), (62, 6, 48)))
        )
        body = path(
            smooth(
                [
                    (-84, -138),
                    (-66, -166),
                    (-34, -176),
                    (-8, -216),
                    (20, -182),
                    (52, -172),
                    (76, -150),
                    (62, -112),
                    (0, -100),
                    (-62, -108),
                ],
                tension=0.5,
            ),
            coat,
        )
        neck = path(tube([(62, -140), (96, -120), (112, -156), (118, -196)], (22, 15, 11, 9)), coat)
        head = path(
            smooth(
                [(108, -204), (116, -216), (130, -214), (152, -200), (150, -190), (130, -188), (112, -190)], tension=0.5
            ),
            coat,
        )
        blanket = path(
            smooth([(-36, -176), (-8, -220), (22, -184), (30, -128), (-40, -128)], tension=0.35),
            stage.paint("accent", 0.6, zi),
        ) + line([(-38, -140), (29, -140)], stage.paint("wheat", 0.9, zi), 4)
        _put(
            stage,
            plane,
            x + dx * way,
            y,
            zi,
            legs + body + neck + head + (blanket if index != 1 else "") + line([(-84, -138), (-96, -104)], deep, 4),
        )


@subject(
    "perfume",
    "bottle of perfume, perfume bottle, perfume, fragrance, cologne, scent, eau de parfum",
    height=0.17,
    width=0.12,
    stands="table",
)
def perfume(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A heavy flacon: thick glass, the liquid glowing where the light leaves it, a faceted stopper."""
    way = 1 if stage.light.sun[0] < 0 else -1
    hot, deep, pale = (
        stage.paint("accent", 1.5),
        stage.paint("accent", 0.15),
        to_hex(mix(stage.shade("white", 0.8), stage.shade("ground_pale", 0.6), 0.5)),
    )
    across = (0, 0.2, 1, 0.8) if way > 0 else (1, 0.2, 0, 0.8)
    glass = stage.gradient(
        [
            (0, pale, 0.95),
            (0.12, stage.paint("glass", 0.9), 0.75),
            (0.88, stage.paint("glass", 0.3), 0.8),
            (1, pale, 0.9),
        ],
        (0, 0, 1, 0),
    )
    liquid = stage.gradient([(0, deep, 1), (0.55, stage.paint("accent", 0.7), 1), (1, hot, 1)], across)
    metal = stage.gradient(
        [
            (0, stage.paint("brass", 0.4), 1),
            (0.3, stage.paint("brass", 1.4), 1),
            (0.6, stage.paint("brass", 0.4), 1),
            (1, stage.paint("brass", 0.1), 1),
        ],
        (0, 0, 1, 0),
    )
    parts = [
        rect(-56, -118, 112, 118, glass, 1.0, 12), rect(-46, -92, 92, 80, liquid, 1.0, 7), rect(-46, -94, 92, 4, hot, 0.8, 2), rect(-14, -134, 28, 18, metal, 1.0, 2),
        polygon([(-22, -134), (22, -134), (25, -140), (25, -166), (16, -172), (-16, -172), (-25, -166), (-25, -140)], metal), polygon([(-25, -140), (-25, -166), (-8, -160), (-8, -138)], stage.paint("brass", 1.6), 0.45),
        rect(-52 if way > 0 else 40, -112, 8, 104, stage.glow("white", 1.0), 0.75, 4), rect(-30, -66, 60, 30, stage.paint("paper", 0.8), 0.95, 1.5), rect(-18, -56, 36, 2.4, stage.paint("ground_dark", 0.4)), rect(-10, -48, 20, 2.0, stage.paint("ground_dark", 0.4)),
    ]  # fmt: skip
    _put(stage, plane, x, y, z, "".join(parts), unit=1000.0)
    glow = stage.radial([(0, hot, 0.55), (1, hot, 0)])
    cx, cy = stage.camera.point((x, y, z))
    k = stage.camera.scale(z)
    stage[plane].soft(
        ellipse(cx + way * 0.10 * k, cy + 0.012 * k, 0.12 * k, 0.022 * k, glow), blur=6.0, mode="atop_screen"
    )


@subject(
    "shoe",
    "shoe, shoes, sneaker, sneakers, trainer, trainers, boot, boots, running shoe, footwear",
    height=0.15,
    width=0.31,
    stands="table",
)
def shoe(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    upper, dark = _round(stage, "accent", z), stage.paint("accent", 0.05, z)
    body = [
        (-146, -32),
        (-150, -96),
        (-132, -138),
        (-96, -140),
        (-76, -112),
        (-30, -96),
        (24, -70),
        (84, -56),
        (136, -46),
        (154, -30),
    ]
    sole = [
        (-150, -34),
        (-40, -28),
        (60, -32),
        (156, -34),
        (160, -14),
        (146, -2),
        (20, -6),
        (-60, -2),
        (-146, -2),
        (-156, -16),
    ]
    parts = [path(smooth(body, tension=0.4), upper), path(smooth([(-150, -90), (-118, -84), (-98, -40), (-146, -32)], tension=0.4), dark, 0.8),
             path(smooth([(-128, -136), (-96, -138), (-80, -116), (-112, -118)], tension=0.4), stage.paint("black", 0.3, z)), path(smooth([(84, -56), (136, -46), (154, -30), (96, -31)], tension=0.4), stage.paint("white", 0.8, z), 0.9),
             path(smooth([(-96, -44), (-40, -70), (40, -40), (-20, -52)], tension=0.4), stage.paint("white", 1.0, z))]  # fmt: skip
    parts += [
        line([(-70 + i * 22, -108 + i * 11), (-46 + i * 22, -82 + i * 9)], stage.paint("white", 1.0, z), 5)
        for i in range(5)
    ]
    parts += [
        path(
            smooth(sole, tension=0.3),
            stage.gradient([(0, stage.paint("white", 1.0, z), 1), (1, stage.paint("white", 0.2, z), 1)]),
        ),
        line([(-148, -16), (0, -14), (150, -18)], stage.paint("accent", 0.6, z), 4),
    ]
    _put(stage, plane, x, y, z, "".join(parts), unit=1000.0)


@subject("headphones", "headphones, headset, earphones, headphone", height=0.21, width=0.20, stands="table")
def headphones(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    dark, shell = stage.paint("black", 0.25, z), _round(stage, "accent", z, (0, 0, 1, 0.4))
    band = '<path d="M-82 -70C-96 -238 96 -238 82 -70" fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round" stroke-opacity="{}"/>'
    parts = [band.format(dark, 20, 1), band.format(stage.paint("steel", 1.1, z), 4, 0.6)]
    for side in (-1, 1):
        parts += [
            rect(side * 82 - 20, -104, 40, 104, dark, 1.0, 20),
            ellipse(side * 90, -52, 22, 48, shell),
            ellipse(side * 93, -56, 11, 30, stage.paint("accent", 1.3, z), 0.4),
        ]
    _put(stage, plane, x, y, z, "".join(parts), unit=1000.0)


@subject("umbrella", "umbrella, parasol, sunshade, beach umbrella, sun umbrella", height=2.2, width=2.2, home="beach")
def umbrella(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 1.8, y=y, height=1.6, strength=0.5)
    parts = [line([(0, 0), (14, -206)], stage.paint("pale_wood", 0.6, z), 5)]
    ribs = (-112, -68, -22, 26, 74, 116)
    for i in range(5):
        a, b = ribs[i], ribs[i + 1]
        tone = stage.paint(
            "accent" if i % 2 else "paper", (0.95, 0.8, 0.6, 0.4, 0.25)[i if stage.light.sun[0] < 0 else 4 - i], z
        )
        parts.append(
            f'<path d="M14 -218Q{(a + 14) * 0.62:.0f} -210 {a} -142Q{(a + b) / 2:.0f} -152 {b} -142Q{(b + 14) * 0.62:.0f} -210 14 -218Z" fill="{tone}"/>'
        )
    parts.append(line([(14, -218), (15, -232)], stage.paint("wood", 0.6, z), 5))
    _put(stage, plane, x, y, z, "".join(parts))
