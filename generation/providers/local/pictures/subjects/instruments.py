"""Instruments and tools on a table: microscope, dial, lantern, microphone, toolbox, trophy, violin."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import ellipse, group, line, path, polygon, rect, smooth, tube
from generation.providers.local.pictures.solids import lamp_glow, lathe
from generation.providers.local.pictures.stage import Stage


@subject(
    "microscope",
    "microscope, lens, slide, sample, samples, specimen, biopsy, bacteria, protein, experiment",
    height=0.40,
    width=0.26,
    stands="table",
)
def microscope(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    k, (cx, base) = stage.camera.scale(z) / 100, stage.camera.point((x, y, z + 0.1))
    across = (0, 0, 1, 0.1) if stage.light.sun[0] < 0 else (1, 0, 0, 0.1)
    white = stage.gradient(
        [(0, stage.paint("white", 1.0), 1), (0.4, stage.paint("white", 0.55), 1), (1, stage.paint("white", 0.03), 1)],
        across,
    )
    dark = stage.gradient(
        [
            (0, stage.paint("dark_metal", 1.0), 1),
            (0.3, stage.paint("dark_metal", 0.5), 1),
            (1, stage.paint("black", 0.0), 1),
        ],
        across,
    )
    stage.box(plane, x, y, z, 0.20, 0.030, 0.24, "white")
    parts = [
        path(
            smooth(
                [
                    (9, -1),
                    (9.5, -14),
                    (11, -24),
                    (8, -33),
                    (1, -36),
                    (-3, -33),
                    (0, -30),
                    (4, -28),
                    (4.6, -20),
                    (3.6, -8),
                    (3, -1),
                ],
                tension=0.5,
            ),
            white,
        )
    ]
    parts += [
        rect(-9, -13.5, 16, 1.8, dark, 1, 0.5),
        rect(-6, -14.3, 7, 0.8, stage.glow("first_pale", 1.1)),
        rect(-4.5, -11.7, 5, 3, dark, 1, 0.6),
    ]
    turret = [
        path(tube([(-3, -30), (-3.2, -24)], (3.4, 3.0)), dark),
        polygon(
            [(-4.6, -24), (-1.8, -24), (-2.2, -17), (-4.0, -17)],
            stage.gradient([(0, stage.paint("steel", 1.0), 1), (1, stage.paint("dark_metal", 0.1), 1)], across),
        ),
        polygon([(-1.4, -24), (0.8, -23), (0.2, -18.6), (-0.9, -18.8)], dark),
        rect(-4.3, -19.3, 2.4, 0.9, stage.glow("accent", 1.0)),
    ]
    tubes = [
        path(tube([(-1.5, -33), (-6, -38.6), (-9.4, -42.6)], (3.4, 2.7, 2.5)), white),
        path(tube([(-9.0, -42.2), (-11.6, -45.2)], (2.9, 2.7)), dark),
    ]
    knob = [ellipse(7.6, -10, 3.4, 3.4, dark), ellipse(7.4, -10.2, 1.8, 1.8, stage.paint("steel", 0.8))]
    stage[plane].add(
        group("".join(parts + tubes + turret + knob), x=cx, y=base, scale=k * 1.05, flip=stage.layout.side < 0)
    )
    lamp_glow(stage, plane, x - 0.03, y + 0.135, z + 0.1, size=0.06, strength=0.8, color=stage.albedo("white"))


@subject(
    "lamp",
    "lamp, lantern, candle, light bulb, desk lamp, torch, solar lamp, solar lantern",
    height=0.48,
    width=0.3,
    stands="table",
)
def lamp(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A lantern that lights what is near it."""
    lathe(stage, plane, x, y, z, [(0.085, 0), (0.09, 0.015), (0.07, 0.04)], "brass", shine=0.6)
    k, (cx, base) = stage.camera.scale(z), stage.camera.point((x, y + 0.04, z))
    glass = stage.radial(
        [
            (0, stage.glow(stage.light.lamp, 1.6), 0.95),
            (0.5, stage.glow(stage.light.lamp, 0.9), 0.6),
            (1, stage.glow("glass", 0.8), 0.35),
        ]
    )
    outline = [
        (-0.05, 0),
        (-0.078, -0.07),
        (-0.07, -0.16),
        (-0.045, -0.21),
        (0.045, -0.21),
        (0.07, -0.16),
        (0.078, -0.07),
        (0.05, 0),
    ]
    stage[plane].add(path(smooth([(cx + px * k, base + py * k) for px, py in outline], tension=0.5), glass))
    flame = [(0, -0.145), (0.018, -0.08), (0.012, -0.045), (-0.012, -0.045), (-0.018, -0.08)]
    stage[plane].add(
        path(smooth([(cx + px * k, base + py * k) for px, py in flame], tension=0.7), stage.glow((1.0, 0.9, 0.6), 1.6))
    )
    lathe(stage, plane, x, y + 0.25, z, [(0.05, 0), (0.068, 0.012), (0.06, 0.04), (0.02, 0.07)], "brass", shine=0.6)
    hoop = [
        (cx + math.cos(a / 8 * math.pi) * 0.085 * k, base - 0.2 * k - math.sin(a / 8 * math.pi) * 0.19 * k)
        for a in range(9)
    ]
    stage[plane].add(line(hoop, stage.paint("brass", 0.7), max(0.006 * k, 0.8)))
    lamp_glow(stage, plane, x, y + 0.12, z, size=0.22, strength=1.0)
    lamp_glow(stage, plane, x, y + 0.12, z, size=0.7, strength=0.35)


@subject(
    "camera",
    "camera, film camera, microphone, recorder, studio, podcast, interview",
    height=0.3,
    width=0.24,
    stands="table",
)
def camera(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A studio microphone on a short stand."""
    lathe(stage, plane, x, y, z, [(0.075, 0), (0.075, 0.012), (0.02, 0.02)], "dark_metal", shine=0.4)
    lathe(stage, plane, x, y + 0.02, z, [(0.008, 0), (0.008, 0.10)], "steel", shine=0.5)
    lathe(stage, plane, x, y + 0.11, z, [(0.03, 0), (0.042, 0.02), (0.042, 0.07)], "black", shine=0.4)
    lathe(stage, plane, x, y + 0.18, z, [(0.044, 0), (0.044, 0.008)], "accent", shine=0.4)
    lathe(stage, plane, x, y + 0.188, z, [(0.042, 0), (0.044, 0.05), (0.038, 0.085), (0.022, 0.10)], "steel", shine=0.6)


@subject(
    "gauge",
    "gauge, dial, clock, station clock, watch, clock wheels, calendar, timer, time, hour, minute",
    height=0.30,
    width=0.28,
    stands="table",
)
def gauge(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A round dial in a heavy case: ticks, one accent hand."""
    k, (cx, base) = stage.camera.scale(z), stage.camera.point((x, y, z))
    cy, r = base - 0.155 * k, 0.135 * k
    across = (0, 0, 1, 0.3) if stage.light.sun[0] < 0 else (1, 0, 0, 0.3)
    metal = stage.gradient(
        [(0, stage.paint("brass", 1.0), 1), (0.4, stage.paint("brass", 0.5), 1), (1, stage.paint("dark_wood", 0.0), 1)],
        across,
    )
    stage.box(plane, x, y, z, 0.17, 0.03, 0.09, "dark_wood")
    parts = [ellipse(cx + 0.012 * k, cy, r * 1.02, r, stage.paint("brass", 0.05)), ellipse(cx, cy, r, r, metal)]
    parts.append(
        ellipse(
            cx,
            cy,
            r * 0.86,
            r * 0.86,
            stage.gradient([(0, stage.paint("paper", 0.95), 1), (1, stage.paint("paper", 0.45), 1)], across),
        )
    )
    ink = stage.paint("charcoal", 0.2)
    for i in range(60):
        a, inner = i / 60 * 2 * math.pi, 0.70 if i % 5 == 0 else 0.77
        tick = [
            (cx + math.sin(a) * r * inner, cy - math.cos(a) * r * inner),
            (cx + math.sin(a) * r * 0.81, cy - math.cos(a) * r * 0.81),
        ]
        parts.append(line(tick, ink, max((0.004 if i % 5 == 0 else 0.0016) * k, 0.5)))
    for angle, length, width, tone in ((-0.9, 0.46, 0.007, ink), (0.75, 0.66, 0.005, stage.paint("accent", 0.7))):
        parts.append(
            line(
                [
                    (cx - math.sin(angle) * r * 0.12, cy + math.cos(angle) * r * 0.12),
                    (cx + math.sin(angle) * r * length, cy - math.cos(angle) * r * length),
                ],
                tone,
                width * k,
            )
        )
    parts += [
        ellipse(cx, cy, r * 0.05, r * 0.05, ink),
        path(
            smooth(
                [
                    (cx - r * 0.6, cy - r * 0.5),
                    (cx - r * 0.2, cy - r * 0.78),
                    (cx + r * 0.3, cy - r * 0.72),
                    (cx - r * 0.3, cy - r * 0.45),
                ]
            ),
            stage.glow("white", 0.9),
            0.22,
        ),
    ]
    stage[plane].add("".join(parts))


@subject(
    "tools",
    "tool, tools, toolbox, hammer, wrench, wooden case, case, spanner, repair, craft, working hands, hands",
    height=0.2,
    width=0.42,
    stands="table",
)
def tools(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """An open wooden case with handles standing in it."""
    for i, (dx, tall, tone) in enumerate(
        (
            (-0.13, 0.20, "accent"),
            (-0.06, 0.25, "wood"),
            (0.01, 0.18, "ground"),
            (0.08, 0.23, "dark_metal"),
            (0.14, 0.19, "wood"),
        )
    ):
        lathe(
            stage,
            plane,
            x + dx,
            y + 0.05,
            z + 0.07 + 0.01 * (i % 2),
            [(0.010, 0), (0.012, tall * 0.6), (0.016, tall * 0.7), (0.014, tall)],
            tone,
            shine=0.4,
        )
    stage.box(plane, x, y, z, 0.40, 0.12, 0.16, "dark_wood", top="black")
    k = stage.camera.scale(z)
    x1, y1 = stage.camera.point((x - 0.03, y + 0.085, z))
    stage[plane].add(rect(x1, y1, 0.06 * k, 0.03 * k, stage.paint("brass", 0.8), 1, 0.004 * k))


@subject(
    "trophy",
    "trophy, cup final, award, medal, prize, winner",
    near="bell",
    height=0.34,
    width=0.22,
    stands="table",
)
def trophy(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    lathe(stage, plane, x, y, z, [(0.07, 0), (0.07, 0.045)], "dark_wood", shine=0.3)
    k, (cx, cy) = stage.camera.scale(z), stage.camera.point((x, y + 0.255, z))
    for way in (-1, 1):
        stage[plane].add(
            line(
                [
                    (cx + way * 0.075 * k, cy - 0.035 * k),
                    (cx + way * 0.118 * k, cy - 0.03 * k),
                    (cx + way * 0.11 * k, cy + 0.035 * k),
                    (cx + way * 0.058 * k, cy + 0.055 * k),
                ],
                stage.paint("brass", 0.5),
                0.012 * k,
            )
        )
    lathe(
        stage,
        plane,
        x,
        y + 0.045,
        z,
        [
            (0.055, 0),
            (0.045, 0.012),
            (0.014, 0.03),
            (0.012, 0.085),
            (0.02, 0.10),
            (0.055, 0.135),
            (0.076, 0.19),
            (0.082, 0.265),
        ],
        "brass",
        shine=0.8,
        top="dark_wood",
    )


@subject(
    "violin",
    "violin, violin case, music, instrument",
    height=0.36,
    width=0.2,
    stands="table",
    near="cello, fiddle, viola",
)
def violin(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A violin standing against nothing but the light."""
    k, (cx, base) = stage.camera.scale(z), stage.camera.point((x, y, z))
    half = [
        (0.0, -0.005),
        (0.055, -0.012),
        (0.066, -0.05),
        (0.040, -0.088),
        (0.042, -0.112),
        (0.056, -0.145),
        (0.040, -0.185),
        (0.0, -0.195),
    ]
    to = lambda px, py: (cx + px * k, base + py * k)  # noqa: E731
    outline = [to(*p) for p in half] + [to(-px, py) for px, py in reversed(half[1:-1])]
    across = (0, 0, 1, 0.2) if stage.light.sun[0] < 0 else (1, 0, 0, 0.2)
    wood = stage.gradient(
        [
            (0, stage.paint("crust", 1.0), 1),
            (0.4, stage.paint("brick", 0.75), 1),
            (1, stage.paint("dark_wood", 0.0), 1),
        ],
        across,
    )
    stage[plane].add(
        path(smooth([(px + 0.01 * k, py) for px, py in outline], tension=0.55), stage.paint("dark_wood", 0.0)),
        path(smooth(outline, tension=0.55), wood),
    )
    dark = stage.paint("black", 0.1)
    neck = [to(-0.011, -0.13), to(0.011, -0.13), to(0.008, -0.335), to(-0.008, -0.335)]
    stage[plane].add(
        polygon(neck, dark),
        path(
            tube([to(0, -0.33), to(0.004, -0.352), to(-0.004, -0.362)], (0.010 * k, 0.009 * k, 0.007 * k)),
            stage.paint("dark_wood", 0.4),
        ),
    )
    stage[plane].add(
        polygon([to(-0.018, -0.012), to(0.018, -0.012), to(0.012, -0.065), to(-0.012, -0.065)], dark),
        rect(cx - 0.022 * k, base - 0.086 * k, 0.044 * k, 0.008 * k, stage.paint("pale_wood", 0.9)),
    )
    for i in range(4):
        px = -0.0075 + i * 0.005
        stage[plane].add(
            line([to(px, -0.06), to(px * 0.7, -0.33)], stage.paint("steel", 1.0), max(0.0012 * k, 0.5), 0.9)
        )
    for way in (-1, 1):
        stage[plane].add(
            line([to(way * 0.030, -0.075), to(way * 0.026, -0.09), to(way * 0.030, -0.105)], dark, 0.005 * k)
        )
        stage[plane].add(ellipse(cx + way * 0.016 * k, base - 0.345 * k, 0.008 * k, 0.004 * k, dark))
