# ruff: noqa: E501 - outlines and tables are read by the row
"""Machines that stand on the floor: server cabinet, robot arm, machine tool, display."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.furniture import screen
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import ellipse, group, line, path, polygon, rect, tube
from generation.providers.local.pictures.solids import lamp_glow, lathe
from generation.providers.local.pictures.stage import Stage


@subject(
    "server",
    "server, servers, rack, racks, supercomputer, cloud computing, mainframe",
    body="charcoal",
    height=2.1,
    width=0.7,
    home="data_center",
)
def server(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    stage.shadow(plane, x, z + 0.3, 0.8, strength=0.5)
    rack(stage, plane, x, z)


def rack(stage: Stage, plane: str, x: float, z: float, *, w: float = 0.7, h: float = 2.1) -> None:
    """A cabinet of servers, its lamps alive."""
    stage.box(plane, x, 0, z, w, h, 0.9, "black")
    k, rng = stage.camera.scale(z), stage.rng
    x1, y1 = stage.camera.point((x - w / 2 + 0.05, h - 0.06, z))
    ww, hh = (w - 0.1) * k, (h - 0.16) * k
    rows = 14
    parts = []
    for i in range(rows):
        top = y1 + hh * i / rows
        parts.append(rect(x1, top, ww, hh / rows * 0.82, stage.paint("dark_metal", 0.35 + 0.3 * (i % 2))))
        for j in range(4):
            on = rng.random()
            tone = (
                stage.glow("accent", 1.2)
                if on < 0.12
                else (stage.glow("first", 1.3) if on < 0.7 else stage.paint("black", 0.2))
            )
            parts.append(
                ellipse(
                    x1 + ww * (0.72 + j * 0.07), top + hh / rows * 0.4, max(ww * 0.016, 0.7), max(ww * 0.016, 0.7), tone
                )
            )
    stage[plane].add("".join(parts))


@subject(
    "robot_arm",
    "robotic, robot arm, robot arms, welding robot, factory robot, robotic arm, automation, industrial robot, machine arm",
    height=1.9,
    width=1.6,
    home="factory",
)
def robot_arm(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A six-axis arm, bent over its work."""
    stage.shadow(plane, x, z, 1.1, height=1.4, strength=0.6)
    k, (cx, ground) = stage.camera.scale(z) / 100, stage.camera.point((x, y, z))
    lathe(
        stage,
        plane,
        x,
        y,
        z,
        [(0.34, 0), (0.34, 0.10), (0.24, 0.16), (0.22, 0.42), (0.26, 0.46), (0.26, 0.60)],
        "dark_metal",
        shine=0.4,
    )
    across = (0, 0, 1, 0.3) if stage.light.sun[0] < 0 else (1, 0, 0, 0.3)
    skin = stage.gradient(
        [
            (0, stage.paint("accent", 1.0, z), 1),
            (0.45, stage.paint("accent", 0.55, z), 1),
            (1, stage.paint("accent", 0.03, z), 1),
        ],
        across,
    )
    dark = stage.gradient([(0, stage.paint("dark_metal", 0.9, z), 1), (1, stage.paint("black", 0.05, z), 1)], across)
    shoulder, elbow, wrist, tip = (0, -66), (-46, -150), (42, -178), (66, -128)
    parts = [
        path(tube([shoulder, (-28, -108), elbow], (17, 14, 13)), skin),
        path(tube([elbow, (0, -170), wrist], (14, 11, 8)), skin),
    ]
    parts.append(path(tube([wrist, (56, -154), tip], (8, 7, 6)), dark))
    for (jx, jy), radius in ((shoulder, 22), (elbow, 19), (wrist, 12)):
        parts += [
            ellipse(jx, jy, radius, radius, dark),
            ellipse(jx, jy, radius * 0.55, radius * 0.55, stage.paint("steel", 0.7, z)),
            ellipse(jx, jy, radius * 0.2, radius * 0.2, stage.paint("black", 0.2, z)),
        ]
    parts.append(line([(-16, -84), (-58, -120), (-52, -166), (-8, -186), (34, -190)], stage.paint("rubber", 0.3, z), 4))
    parts += [
        polygon(
            [(58, -130), (76, -126), (78, -112), (72, -111), (69, -120), (64, -121), (59, -112), (53, -114)],
            stage.paint("steel", 0.8, z),
        )
    ]
    flip = stage.layout.side > 0
    stage[plane].add(group("".join(parts), x=cx, y=ground, scale=k, flip=flip))
    lamp_glow(stage, plane, x + (-0.66 if flip else 0.66), y + 1.02, z, size=0.25, strength=0.8)


@subject(
    "machine",
    "machine, machinery, equipment, printer, 3d printer, press, engine, motor, generator, production line, assembly line, prototype, device, dough mixer",
    height=1.7,
    width=2.2,
    home="factory",
)
def machine(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A cabinet with a window onto a lit chamber, a console, and pipes."""
    stage.shadow(plane, x, z + 0.4, 2.4, height=1.2, strength=0.55)
    stage.box(plane, x, 0.08, z, 2.1, 1.65, 1.0, "white")
    stage.box(plane, x, 0.0, z + 0.05, 2.0, 0.08, 0.9, "black", edge=False)
    k = stage.camera.scale(z)

    def panel(px: float, py: float, w: float, h: float, fill: str, radius: float = 0.03) -> str:
        x1, y1 = stage.camera.point((x + px, py + h, z))
        return rect(x1, y1, w * k, h * k, fill, 1, radius * k)

    chamber = stage.gradient(
        [
            (0, stage.glow("first", 0.9), 1),
            (0.6, stage.glow("ground_dark", 0.8), 1),
            (1, stage.glow("ground_dark", 0.4), 1),
        ]
    )
    parts = [
        panel(-0.95, 0.2, 1.9, 0.28, stage.paint("ground", 0.5)),
        panel(-0.88, 0.66, 1.12, 0.92, stage.paint("dark_metal", 0.4)),
        panel(-0.83, 0.71, 1.02, 0.82, chamber),
    ]
    parts += [
        panel(-0.52, 0.71, 0.4, 0.16, stage.paint("steel", 0.9)),
        panel(-0.36, 0.87, 0.08, 0.42, stage.paint("steel", 0.7)),
        panel(-0.40, 1.02, 0.16, 0.10, stage.glow("accent", 1.2)),
    ]
    parts += [
        panel(0.42, 1.0, 0.5, 0.48, stage.paint("black", 0.4)),
        panel(0.45, 1.03, 0.44, 0.42, stage.glow("ground", 1.0)),
    ]
    parts += [
        panel(
            0.50,
            1.08 + i * 0.09,
            0.16 + 0.06 * ((i * 2) % 3),
            0.03,
            stage.glow("ground_pale" if i else "accent", 1.1),
            0.0,
        )
        for i in range(4)
    ]
    parts += [
        panel(0.45 + i * 0.12, 0.78, 0.07, 0.07, stage.glow(c, 1.1), 0.035)
        for i, c in enumerate(("accent", "first", "ground_pale", "ground_pale"))
    ]
    parts.append(
        polygon(
            [
                stage.camera.point((x + px, py, z - 0.001))
                for px, py in ((-0.83, 1.1), (-0.4, 1.53), (-0.16, 1.53), (-0.83, 0.86))
            ],
            stage.glow("white", 0.9),
            0.12,
        )
    )
    stage[plane].add("".join(parts))
    lamp_glow(stage, plane, x - 0.32, 1.07, z, size=0.35, strength=0.5, color=stage.albedo("accent"))


@subject(
    "chart_board",
    "chart, graph, whiteboard, presentation, slides, screen, projector, blackboard, statistics",
    height=2.3,
    width=1.9,
    home="meeting_room",
)
def chart_board(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    for side in (-0.7, 0.7):
        stage.box(plane, x + side, 0, z + 0.1, 0.05, 2.2, 0.05, "dark_metal", edge=False)
    screen(stage, plane, x, 0.95, z, w=1.9, h=1.15, content="chart", stand=False)


@subject(
    "heat_pump",
    "heat pump, heat exchanger, pump, boiler, pipes, insulated pipes, heating, tank, reactor, electrolyser, compressor, brewery",
    height=1.9,
    width=2.4,
    home="factory",
)
def heat_pump(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A vessel and its pump house, joined by lagged pipes, one valve wheel in the accent."""
    stage.shadow(plane, x, z + 0.5, 2.6, y=y, height=1.4, strength=0.55)
    for pipe_x in (-0.78, -0.52):
        lathe(
            stage,
            plane,
            x + pipe_x,
            y + 1.3,
            z + 0.55,
            [(0.09, 0), (0.09, 5.2)],
            "white" if pipe_x < -0.6 else "brick",
            shine=0.5,
        )
    lathe(
        stage,
        plane,
        x - 0.65,
        y,
        z + 0.4,
        [(0.40, 0), (0.46, 0.06), (0.46, 1.35), (0.40, 1.55), (0.22, 1.66)],
        "steel",
        shine=0.6,
    )
    for level in (0.35, 1.05):
        lathe(
            stage,
            plane,
            x - 0.65,
            y + level,
            z + 0.395,
            [(0.468, 0), (0.468, 0.05)],
            "ground_dark",
            shine=0.3,
            capped=False,
        )
    stage.box(plane, x + 0.55, y + 0.08, z, 1.15, 1.25, 0.85, "ground")
    k = stage.camera.scale(z)
    x1, y1 = stage.camera.point((x + 0.55, y + 0.78, z))
    blades = "".join(
        line(
            [(x1, y1), (x1 + math.cos(i * 0.785) * 0.34 * k, y1 + math.sin(i * 0.785) * 0.34 * k)],
            stage.paint("steel", 0.8),
            0.05 * k,
        )
        for i in range(8)
    )
    stage[plane].add(
        ellipse(x1, y1, 0.42 * k, 0.42 * k, stage.paint("black", 0.3)),
        blades,
        ellipse(x1, y1, 0.09 * k, 0.09 * k, stage.paint("dark_metal", 0.8)),
    )
    for ring in (0.16, 0.27, 0.38):
        stage[plane].add(
            f'<circle cx="{x1:.1f}" cy="{y1:.1f}" r="{ring * k:.1f}" fill="none" stroke="{stage.paint("steel", 0.9)}" stroke-width="{0.014 * k:.2f}" opacity="0.8"/>'
        )
    a, b = stage.camera.point((x - 0.25, y + 0.62, z + 0.1)), stage.camera.point((x + 0.02, y + 0.62, z + 0.05))
    stage[plane].add(
        line([a, b], stage.paint("white", 0.6), 0.15 * k, cap="butt"),
        line([(a[0], a[1] - 0.04 * k), (b[0], b[1] - 0.04 * k)], stage.paint("white", 1.0), 0.03 * k, cap="butt"),
    )
    wx, wy = stage.camera.point((x - 0.12, y + 0.86, z))
    stage[plane].add(
        line([(wx, wy), (wx, wy + 0.2 * k)], stage.paint("dark_metal", 0.4), 0.04 * k),
        f'<ellipse cx="{wx:.1f}" cy="{wy:.1f}" rx="{0.13 * k:.1f}" ry="{0.05 * k:.1f}" fill="none" stroke="{stage.paint("accent", 0.8)}" stroke-width="{0.03 * k:.1f}"/>',
    )
    gx, gy = stage.camera.point((x - 0.65, y + 0.86, z - 0.06))
    stage[plane].add(
        ellipse(gx, gy, 0.10 * k, 0.10 * k, stage.paint("dark_metal", 0.4)),
        ellipse(gx, gy, 0.08 * k, 0.08 * k, stage.paint("paper", 0.9)),
        line([(gx, gy), (gx + 0.05 * k, gy - 0.04 * k)], stage.paint("accent", 0.8), 0.014 * k),
    )
