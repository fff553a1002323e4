# ruff: noqa: E501 - outlines and tables are read by the row
"""What stands in a home: chair, sofa, teddy bear, birthday cake. Outlines in centimetres."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import ellipse, group, line, path, polygon, rect, smooth
from generation.providers.local.pictures.stage import Stage


def put(stage: Stage, plane: str, x: float, y: float, z: float, body: str) -> None:
    cx, cy = stage.camera.point((x, y, z))
    stage[plane].add(group(body, x=cx, y=cy, scale=stage.camera.scale(z) / 100, flip=stage.light.sun[0] > 0))


def rounded(stage: Stage, color: str, z: float, *, low: float = 0.03) -> str:
    """A fill for something round, lit from the upper left; `put` turns it to where the light is."""
    tones = [(0.0, stage.paint(color, 1.0, z), 1.0), (0.4, stage.paint(color, 0.66, z), 1.0), (0.75, stage.paint(color, 0.25, z), 1.0), (1.0, stage.paint(color, low, z), 1.0)]  # fmt: skip
    return stage.gradient(tones, (0.1, 0, 0.9, 1))


@subject(
    "chair",
    "chair, chairs, seat, dining chair, office chair, wooden chair",
    near="armchair, stool, rocking chair",
    height=0.92,
    width=0.62,
)
def chair(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """Turned a little from the viewer: bent back, upholstered seat, tapering legs."""
    stage.shadow(plane, x, z, 0.6, y=y, height=0.9, strength=0.5)
    tone = {f: stage.paint("pale_wood", f, z) for f in (1.0, 0.7, 0.35, 0.1)}
    cloth, hem = rounded(stage, "accent", z), stage.paint("accent", 0.08, z)

    def leg(top: tuple[float, float], foot: tuple[float, float], thick: float, facing: float) -> str:
        (x1, y1), (x2, y2) = top, foot
        return polygon(
            [(x1 - thick, y1), (x1 + thick, y1), (x2 + thick * 0.6, y2), (x2 - thick * 0.6, y2)], tone[facing]
        )

    back = [(-22, -50), (-24, -74), (-21, -90), (-8, -94), (12, -92), (24, -86), (25, -70), (22, -50)]
    seat = [(-27, -46), (-20, -53), (6, -55), (25, -51), (29, -44), (14, -38), (-12, -37)]
    parts = [
        leg((-19, -48), (-23, -6), 2.4, 0.35), leg((23, -48), (27, -6), 2.4, 0.1),
        path(smooth(back, tension=0.4), rounded(stage, "pale_wood", z)),
        path(smooth([(-17, -60), (-18, -78), (-8, -86), (10, -85), (18, -78), (18, -60), (0, -57)], tension=0.4), cloth),
        path(smooth([(-16, -62), (-16.6, -77), (-7.6, -84)], closed=False), "none", 1.0, f'stroke="{stage.paint("accent", 1.2, z)}" stroke-width="1.2" stroke-opacity="0.7"'),
        leg((-21, -42), (-26, 0), 2.8, 1.0), leg((20, -42), (23, 0), 2.8, 0.35),
        path(smooth([(px, py + 5) for px, py in seat], tension=0.35), tone[0.35]), path(smooth(seat, tension=0.35), cloth),
        line([(-25, -42), (-11, -34.6), (14, -35.4), (28, -41)], hem, 1.0, 0.6), line([(-24, -47), (-12, -50.6), (6, -52)], stage.paint("accent", 1.2, z), 1.2, 0.6),
    ]  # fmt: skip
    put(stage, plane, x, y, z, "".join(parts))


@subject("sofa", "sofa, couch, settee, loveseat, chesterfield", height=0.86, width=2.1)
def sofa(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z, 2.1, y=y, height=0.8, strength=0.5)
    cloth = rounded(stage, "accent", z)
    deep, dark, bright = (stage.paint("accent", f, z) for f in (0.28, 0.04, 1.15))
    parts = [
        rect(px - 2, -14, 4.4, 14, stage.paint("dark_wood", f, z), 1, 1.5)
        for px, f in ((-92, 0.8), (-60, 0.3), (60, 0.3), (92, 0.2))
    ]
    parts += [rect(-98, -40, 196, 27, stage.paint("accent", 0.38, z), 1, 7), rect(-92, -86, 184, 56, cloth, 1, 12)]
    for px in (-86, 1):
        parts += [
            rect(px, -80, 85, 42, cloth, 1, 11), line([(px + 9, -78.4), (px + 74, -78.4)], bright, 1.4, 0.55),
            rect(px - 1, -44, 87, 19, rounded(stage, "accent", z, low=0.12), 1, 8), line([(px + 6, -43), (px + 78, -43)], bright, 1.6, 0.7),
            line([(px + 4, -26), (px + 82, -26)], dark, 1.4, 0.5),
        ]  # fmt: skip
    parts.append(line([(0.4, -80), (0.4, -27)], dark, 1.6, 0.6))
    for px, fill in ((-108, cloth), (86, deep)):
        parts += [
            rect(px, -62, 22, 50, fill, 1, 10),
            ellipse(px + 11, -58, 11.4, 6.6, stage.paint("accent", 0.95 if px < 0 else 0.6, z)),
        ]
    pillow = [(-78, -47), (-82, -76), (-52, -79), (-49, -48)]
    parts += [
        path(smooth(pillow, tension=0.22), rounded(stage, "ground_pale", z)),
        line([(-79, -62), (-51, -64)], stage.paint("first", 0.6, z), 3.2, 0.8),
    ]
    put(stage, plane, x, y, z, "".join(parts))


@subject(
    "teddy_bear",
    "teddy bear, teddy, stuffed animal, plush toy, soft toy, stuffed bear, plushie, toy, toys",
    height=0.34,
    width=0.30,
    stands="table",
)
def teddy_bear(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """Seated: round paws towards the viewer, a bow in the film's accent, stitches. Drawn at ten to one."""
    fur, dim, pale = rounded(stage, "crust", z, low=0.10), stage.paint("crust", 0.10, z), stage.paint("wheat", 0.85, z)
    seam, black = stage.paint("dark_wood", 0.35, z), stage.paint("black", 0.1, z)

    def paw(cx: float, cy: float, rx: float, ry: float, turn: float) -> str:
        body = ellipse(0, 0, rx, ry, fur) + ellipse(0, ry * 0.1, rx * 0.62, ry * 0.62, pale, 0.95)
        body += "".join(ellipse(dx * rx, -ry * 0.42, rx * 0.13, ry * 0.13, seam, 0.5) for dx in (-0.3, 0.0, 0.3))
        return group(body, x=cx, y=cy, turn=turn)

    arms = [
        path(smooth([(-70, -190), (-116, -160), (-140, -110), (-122, -86), (-96, -100), (-70, -140)]), fur),
        path(
            smooth([(70, -190), (116, -160), (140, -110), (122, -86), (96, -100), (70, -140)]),
            rounded(stage, "wood", z, low=0.10),
        ),
    ]
    ears = [
        ellipse(side * 78, -322, 34, 33, fur)
        + ellipse(side * 76, -318, 19, 19, pale if side < 0 else stage.paint("wheat", 0.4, z))
        for side in (-1, 1)
    ]
    parts = [
        *arms, path(smooth([(0, -214), (-76, -180), (-100, -90), (-74, -14), (0, -4), (74, -14), (100, -90), (76, -180)]), fur),
        path(smooth([(0, -176), (-46, -150), (-58, -86), (-36, -36), (0, -28), (36, -36), (58, -86), (46, -150)]), pale, 0.55), line([(0, -170), (2, -100), (0, -34)], seam, 2.4, 0.5),
        *ears, path(smooth([(0, -352), (-78, -330), (-104, -262), (-78, -206), (0, -190), (78, -206), (104, -262), (78, -330)]), fur),
        ellipse(0, -234, 46, 36, pale), path(smooth([(-17, -256), (0, -262), (17, -256), (8, -242), (0, -238), (-8, -242)]), black), line([(0, -238), (0, -224)], seam, 3),
        line([(-18, -218), (-8, -212), (0, -222), (8, -212), (18, -218)], seam, 3, 0.9),
        *(ellipse(side * 40, -282, 11.5, 12.5, black) + ellipse(side * 40 - 3.6, -286, 3.8, 4.2, stage.paint("white", 1.0, z)) for side in (-1, 1)),
        path(smooth([(0, -190), (-54, -214), (-62, -182), (-50, -158)], tension=0.4), stage.paint("accent", 0.85, z)), path(smooth([(0, -190), (54, -214), (62, -182), (50, -158)], tension=0.4), stage.paint("accent", 0.35, z)),
        ellipse(0, -187, 15, 14, stage.paint("accent", 0.6, z)), ellipse(-26, -322, 44, 18, stage.paint("crust", 1.3, z), 0.25),
        path(smooth([(-40, -60), (-110, -70), (-134, -34), (-112, -2), (-52, -4)]), fur), path(smooth([(40, -60), (110, -70), (134, -34), (112, -2), (52, -4)]), dim),
        paw(-104, -42, 38, 42, -8), paw(104, -42, 38, 42, 8),
    ]  # fmt: skip
    put(stage, plane, x, y, z, group("".join(parts), x=0, y=0, scale=0.098))


@subject(
    "cake",
    "cake, birthday cake, wedding cake, cupcake, layer cake, cheesecake, chocolate cake",
    height=0.24,
    width=0.30,
    stands="table",
)
def cake(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """Two tiers on a foot, icing that runs, candles that burn. Drawn at ten to one."""
    icing, sponge, plate = (
        rounded(stage, "ground_pale", z, low=0.2),
        rounded(stage, "accent", z),
        rounded(stage, "white", z),
    )
    edge = stage.paint("white", 1.0, z)
    parts = [
        ellipse(0, -20, 142, 24, plate),
        rect(-18, -20, 36, 18, plate),
        ellipse(0, -4, 52, 9, plate),
        ellipse(0, -24, 134, 19, stage.paint("white", 0.35, z)),
    ]
    for half, foot, head in ((112, -26, -104), (74, -104, -168)):
        drip = f"M{-half} {head}" + "".join(
            f"C{-half + step * i} {head + (26, 40, 18, 34)[i % 4]} {-half + step * (i + 0.9):.1f} {head + (26, 40, 18, 34)[i % 4]} {-half + step * (i + 1):.1f} {head + 10}"
            for step in (2 * half / 7,) for i in range(7)
        ) + f"L{half} {head}Z"  # fmt: skip
        parts += [
            path(f"M{-half} {head}L{-half} {foot}A{half} {half * 0.17:.0f} 0 0 0 {half} {foot}L{half} {head}Z", sponge),
            path(drip, icing), ellipse(0, head, half, half * 0.17, icing), ellipse(-half * 0.2, head - 2, half * 0.62, half * 0.09, edge, 0.35),
        ]  # fmt: skip
        parts += [
            ellipse(
                -half + (i + 0.5) * half / 5,
                foot + half * 0.17 * (1 - (1 - (i + 0.5) / 5) ** 2) ** 0.5 - 4,
                7.5,
                6.5,
                icing,
            )
            for i in range(10)
        ]
    for i, cx in enumerate((-42, -14, 14, 42)):
        foot = -170 + 5 * (i % 2)
        parts += [
            rect(cx - 3.4, foot - 42, 6.8, 42, stage.paint("first" if i % 2 else "white", 0.8, z)),
            path(
                smooth([(cx, foot - 68), (cx - 6.4, foot - 50), (cx, foot - 43), (cx + 6.4, foot - 50)]),
                stage.glow("wheat", 1.4),
            ),
            ellipse(cx, foot - 50, 2.6, 5, stage.glow("white", 1.3)),
        ]
    put(stage, plane, x, y, z, group("".join(parts), x=0, y=0, scale=0.1))
    column, row = stage.camera.point((x, y + 0.21, z))
    k = stage.camera.scale(z)
    halo = stage.radial([(0, stage.glow("wheat", 1.0), 0.55), (1, stage.glow("wheat", 1.0), 0.0)])
    stage[plane].soft(ellipse(column, row, 0.17 * k, 0.12 * k, halo), blur=6.0, mode="screen")
