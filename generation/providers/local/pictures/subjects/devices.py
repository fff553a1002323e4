"""Made things: laptop, phone, document, server, robot arm, machine, microscope, camera, lamp, chip."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.furniture import screen
from generation.providers.local.pictures.registry import subject
from generation.providers.local.pictures.shapes import Point, ellipse, group, line, path, polygon, rect, smooth, tube
from generation.providers.local.pictures.solids import lamp_glow, lathe
from generation.providers.local.pictures.stage import Stage


def slab(stage: Stage, plane: str, x: float, y: float, z: float, w: float, d: float, h: float, color: str, *, top: str | None = None) -> None:
    stage.box(plane, x, y, z, w, h, d, color, top=top)


@subject("laptop", "laptop, computer, notebook computer, software, app, platform, dashboard, website, online, code, data", height=0.26, width=0.36, stands="table")
def laptop(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """An open laptop, its screen leaning back and lit."""
    w, d = 0.36, 0.25
    slab(stage, plane, x, y, z, w, d, 0.014, "steel")
    k = stage.camera.scale(z)
    keys = [stage.camera.point(p) for p in ((x - 0.15, y + 0.0145, z + 0.10), (x + 0.15, y + 0.0145, z + 0.10), (x + 0.15, y + 0.0145, z + 0.22), (x - 0.15, y + 0.0145, z + 0.22))]
    stage[plane].add(polygon(keys, stage.paint("dark_metal", 0.4), 0.85))
    pad = [stage.camera.point(p) for p in ((x - 0.05, y + 0.0145, z + 0.02), (x + 0.05, y + 0.0145, z + 0.02), (x + 0.05, y + 0.0145, z + 0.085), (x - 0.05, y + 0.0145, z + 0.085))]
    stage[plane].add(polygon(pad, stage.paint("steel", 0.3), 0.9))
    zb, lean, high = z + d, 0.075, 0.235
    corners = [(x - w / 2, y + 0.012, zb), (x + w / 2, y + 0.012, zb), (x + w / 2, y + high, zb + lean), (x - w / 2, y + high, zb + lean)]
    stage[plane].add(polygon([stage.camera.point(c) for c in corners], stage.paint("dark_metal", 0.5)))

    def at(u: float, v: float) -> Point:
        """A point of the display, fractions from its lower left."""
        m = 0.012
        return stage.camera.point((x - w / 2 + m + (w - 2 * m) * u, y + 0.02 + (high - 0.034) * v, zb - 0.002 + lean * v))

    back = stage.gradient([(0, stage.glow("ground", 1.1), 1), (1, stage.glow("ground_dark", 1.0), 1)], (0, 0, 1, 1))
    stage[plane].add(polygon([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], back))
    bright, accent = stage.glow("ground_pale", 1.1), stage.glow("accent", 1.15)
    for i in range(8):
        u, tall = 0.44 + i * 0.064, 0.16 + 0.05 * i + 0.05 * math.sin(i * 1.9)
        stage[plane].add(polygon([at(u, 0.14), at(u + 0.042, 0.14), at(u + 0.042, 0.14 + tall), at(u, 0.14 + tall)], accent if i == 7 else bright, 0.9))
    for i in range(5):
        v = 0.80 - i * 0.12
        stage[plane].add(line([at(0.07, v), at(0.20 + 0.04 * ((i * 3) % 4), v)], bright, max(0.006 * k, 0.8), 0.7))
    curve = [at(0.44 + i * 0.064, 0.48 + 0.055 * i + 0.05 * math.sin(i * 2.4)) for i in range(8)]
    stage[plane].add(line(curve, accent, max(0.004 * k, 0.8)))
    lamp_glow(stage, plane, x, y + high / 2, zb, size=0.16, strength=0.22, color=stage.albedo("ground_pale"))


@subject("phone", "phone, smartphone, telephone, mobile, text message, mobile app", height=0.15, width=0.075, stands="table")
def phone(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    w, h = 0.078, 0.155
    stage.box(plane, x, y, z + 0.01, 0.055, 0.03, 0.05, "pale_wood")
    k = stage.camera.scale(z)
    cx, cy = stage.camera.point((x, y + 0.012, z))
    parts = [rect(-w / 2 * k - 0.004 * k, -h * k, w * k, h * k, stage.paint("steel", 0.3), 1, 0.012 * k), rect(-w / 2 * k, -h * k, w * k, h * k, stage.paint("black", 0.5), 1, 0.012 * k)]
    m = 0.004 * k
    parts.append(rect(-w / 2 * k + m, -h * k + m, w * k - 2 * m, h * k - 2 * m, stage.gradient([(0, stage.glow("ground", 1.2), 1), (1, stage.glow("ground_dark", 1.1), 1)], (0, 0, 1, 1)), 1, 0.009 * k))
    for i in range(3):
        parts.append(rect(-w * 0.38 * k, (-h * 0.86 + i * h * 0.21) * k, w * (0.76 if i != 1 else 0.56) * k, h * 0.14 * k, stage.glow("ground_pale" if i != 1 else "accent", 1.05), 0.92, 0.006 * k))
    parts.append(ellipse(0, -h * 0.12 * k, w * 0.16 * k, w * 0.16 * k, stage.glow("accent", 1.1)))
    stage[plane].add(group("".join(parts), x=cx, y=cy, turn=-4))
    lamp_glow(stage, plane, x, y + h / 2, z, size=0.07, strength=0.25, color=stage.albedo("ground_pale"))


@subject("document", "document, report, contract, paper, study, letter, agreement, file, blueprint, plan, map, newspaper, note, page, manuscript, patent, invoice", height=0.05, width=0.34, stands="table")
def document(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A few sheets fanned on the table, ruled with lines, and a pen."""
    for index, (turn, dx) in enumerate(((-0.22, -0.05), (0.10, 0.03), (-0.04, 0.0))):
        lift = 0.002 + index * 0.003

        def at(u: float, v: float, turn: float = turn, dx: float = dx, lift: float = lift) -> Point:
            px, pz = (u - 0.5) * 0.23, (v - 0.5) * 0.32
            return stage.camera.point((x + dx + px * math.cos(turn) - pz * math.sin(turn), y + lift, z + 0.16 + px * math.sin(turn) + pz * math.cos(turn)))

        stage[plane].add(stage.blurred(polygon([at(-0.03, -0.05), at(1.03, -0.05), at(1.03, 1), at(-0.03, 1)], stage.paint("black", 0.0), 0.35), 3.0))
        stage[plane].add(polygon([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], stage.paint("paper", 0.55 + 0.2 * index)))
        if index == 2:
            ink = stage.paint("charcoal", 0.2)
            stage[plane].add(polygon([at(0.12, 0.84), at(0.62, 0.84), at(0.62, 0.90), at(0.12, 0.90)], ink))
            for i in range(9):
                v = 0.76 - i * 0.068
                stage[plane].add(polygon([at(0.12, v), at(0.88 - 0.07 * ((i * 5) % 3), v), at(0.88 - 0.07 * ((i * 5) % 3), v + 0.018), at(0.12, v + 0.018)], ink, 0.5))
            stage[plane].add(polygon([at(0.58, 0.08), at(0.88, 0.08), at(0.88, 0.13), at(0.58, 0.13)], stage.paint("accent", 0.6)))
    a, b = stage.camera.point((x + 0.10, y + 0.012, z + 0.02)), stage.camera.point((x + 0.19, y + 0.012, z + 0.13))
    k = stage.camera.scale(z)
    stage[plane].add(line([a, b], stage.paint("black", 0.2), 0.011 * k), line([(a[0] - 1, a[1] - 1.5), (b[0] - 1, b[1] - 1.5)], stage.paint("steel", 1.0), 0.003 * k, 0.8))


@subject("server", "server, servers, rack, racks, supercomputer, cloud computing, mainframe", height=2.1, width=0.7)
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
            tone = stage.glow("accent", 1.2) if on < 0.12 else (stage.glow("first", 1.3) if on < 0.7 else stage.paint("black", 0.2))
            parts.append(ellipse(x1 + ww * (0.72 + j * 0.07), top + hh / rows * 0.4, max(ww * 0.016, 0.7), max(ww * 0.016, 0.7), tone))
    stage[plane].add("".join(parts))


@subject("robot_arm", "robot, robots, robotic, robot arm, robotic arm, automation, industrial robot, machine arm", height=1.9, width=1.6)
def robot_arm(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A six-axis arm, bent over its work."""
    stage.shadow(plane, x, z, 1.1, height=1.4, strength=0.6)
    k, (cx, ground) = stage.camera.scale(z) / 100, stage.camera.point((x, y, z))
    lathe(stage, plane, x, y, z, [(0.34, 0), (0.34, 0.10), (0.24, 0.16), (0.22, 0.42), (0.26, 0.46), (0.26, 0.60)], "dark_metal", shine=0.4)
    across = (0, 0, 1, 0.3) if stage.light.sun[0] < 0 else (1, 0, 0, 0.3)
    skin = stage.gradient([(0, stage.paint("accent", 1.0, z), 1), (0.45, stage.paint("accent", 0.55, z), 1), (1, stage.paint("accent", 0.03, z), 1)], across)
    dark = stage.gradient([(0, stage.paint("dark_metal", 0.9, z), 1), (1, stage.paint("black", 0.05, z), 1)], across)
    shoulder, elbow, wrist, tip = (0, -66), (-46, -150), (42, -178), (66, -128)
    parts = [path(tube([shoulder, (-28, -108), elbow], (17, 14, 13)), skin), path(tube([elbow, (0, -170), wrist], (14, 11, 8)), skin)]
    parts.append(path(tube([wrist, (56, -154), tip], (8, 7, 6)), dark))
    for (jx, jy), radius in ((shoulder, 22), (elbow, 19), (wrist, 12)):
        parts += [ellipse(jx, jy, radius, radius, dark), ellipse(jx, jy, radius * 0.55, radius * 0.55, stage.paint("steel", 0.7, z)), ellipse(jx, jy, radius * 0.2, radius * 0.2, stage.paint("black", 0.2, z))]
    parts.append(line([(-16, -84), (-58, -120), (-52, -166), (-8, -186), (34, -190)], stage.paint("rubber", 0.3, z), 4))
    parts += [polygon([(58, -130), (76, -126), (78, -112), (72, -111), (69, -120), (64, -121), (59, -112), (53, -114)], stage.paint("steel", 0.8, z))]
    flip = stage.layout.side > 0
    stage[plane].add(group("".join(parts), x=cx, y=ground, scale=k, flip=flip))
    lamp_glow(stage, plane, x + (-0.66 if flip else 0.66), y + 1.02, z, size=0.25, strength=0.8)


@subject("machine", "machine, machinery, equipment, printer, 3d printer, press, engine, motor, generator, production line, assembly line, prototype, device, reactor, oven, brick oven, dough mixer, furnace", height=1.7, width=2.2)
def machine(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A cabinet with a window onto a lit chamber, a console, and pipes."""
    stage.shadow(plane, x, z + 0.4, 2.4, height=1.2, strength=0.55)
    stage.box(plane, x, 0.08, z, 2.1, 1.65, 1.0, "white")
    stage.box(plane, x, 0.0, z + 0.05, 2.0, 0.08, 0.9, "black", edge=False)
    k = stage.camera.scale(z)

    def panel(px: float, py: float, w: float, h: float, fill: str, radius: float = 0.03) -> str:
        x1, y1 = stage.camera.point((x + px, py + h, z))
        return rect(x1, y1, w * k, h * k, fill, 1, radius * k)

    chamber = stage.gradient([(0, stage.glow("first", 0.9), 1), (0.6, stage.glow("ground_dark", 0.8), 1), (1, stage.glow("ground_dark", 0.4), 1)])
    parts = [panel(-0.95, 0.2, 1.9, 0.28, stage.paint("ground", 0.5)), panel(-0.88, 0.66, 1.12, 0.92, stage.paint("dark_metal", 0.4)), panel(-0.83, 0.71, 1.02, 0.82, chamber)]
    parts += [panel(-0.52, 0.71, 0.4, 0.16, stage.paint("steel", 0.9)), panel(-0.36, 0.87, 0.08, 0.42, stage.paint("steel", 0.7)), panel(-0.40, 1.02, 0.16, 0.10, stage.glow("accent", 1.2))]
    parts += [panel(0.42, 1.0, 0.5, 0.48, stage.paint("black", 0.4)), panel(0.45, 1.03, 0.44, 0.42, stage.glow("ground", 1.0))]
    parts += [panel(0.50, 1.08 + i * 0.09, 0.16 + 0.06 * ((i * 2) % 3), 0.03, stage.glow("ground_pale" if i else "accent", 1.1), 0.0) for i in range(4)]
    parts += [panel(0.45 + i * 0.12, 0.78, 0.07, 0.07, stage.glow(c, 1.1), 0.035) for i, c in enumerate(("accent", "first", "ground_pale", "ground_pale"))]
    parts.append(polygon([stage.camera.point((x + px, py, z - 0.001)) for px, py in ((-0.83, 1.1), (-0.4, 1.53), (-0.16, 1.53), (-0.83, 0.86))], stage.glow("white", 0.9), 0.12))
    stage[plane].add("".join(parts))
    lamp_glow(stage, plane, x - 0.32, 1.07, z, size=0.35, strength=0.5, color=stage.albedo("accent"))


@subject("microscope", "microscope, lens, slide, sample, samples, specimen, biopsy, bacteria, protein, experiment", height=0.40, width=0.26, stands="table")
def microscope(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    k, (cx, base) = stage.camera.scale(z) / 100, stage.camera.point((x, y, z + 0.1))
    across = (0, 0, 1, 0.1) if stage.light.sun[0] < 0 else (1, 0, 0, 0.1)
    white = stage.gradient([(0, stage.paint("white", 1.0), 1), (0.4, stage.paint("white", 0.55), 1), (1, stage.paint("white", 0.03), 1)], across)
    dark = stage.gradient([(0, stage.paint("dark_metal", 1.0), 1), (0.3, stage.paint("dark_metal", 0.5), 1), (1, stage.paint("black", 0.0), 1)], across)
    stage.box(plane, x, y, z, 0.20, 0.030, 0.24, "white")
    parts = [path(smooth([(9, -1), (9.5, -14), (11, -24), (8, -33), (1, -36), (-3, -33), (0, -30), (4, -28), (4.6, -20), (3.6, -8), (3, -1)], tension=0.5), white)]
    parts += [rect(-9, -13.5, 16, 1.8, dark, 1, 0.5), rect(-6, -14.3, 7, 0.8, stage.glow("first_pale", 1.1)), rect(-4.5, -11.7, 5, 3, dark, 1, 0.6)]
    turret = [path(tube([(-3, -30), (-3.2, -24)], (3.4, 3.0)), dark), polygon([(-4.6, -24), (-1.8, -24), (-2.2, -17), (-4.0, -17)], stage.gradient([(0, stage.paint("steel", 1.0), 1), (1, stage.paint("dark_metal", 0.1), 1)], across)), polygon([(-1.4, -24), (0.8, -23), (0.2, -18.6), (-0.9, -18.8)], dark), rect(-4.3, -19.3, 2.4, 0.9, stage.glow("accent", 1.0))]
    tubes = [path(tube([(-1.5, -33), (-6, -38.6), (-9.4, -42.6)], (3.4, 2.7, 2.5)), white), path(tube([(-9.0, -42.2), (-11.6, -45.2)], (2.9, 2.7)), dark)]
    knob = [ellipse(7.6, -10, 3.4, 3.4, dark), ellipse(7.4, -10.2, 1.8, 1.8, stage.paint("steel", 0.8))]
    stage[plane].add(group("".join(parts + tubes + turret + knob), x=cx, y=base, scale=k * 1.05, flip=stage.layout.side < 0))
    lamp_glow(stage, plane, x - 0.03, y + 0.135, z + 0.1, size=0.06, strength=0.8, color=stage.albedo("white"))


@subject("lamp", "lamp, lantern, candle, light bulb, desk lamp, torch", height=0.48, width=0.3, stands="table")
def lamp(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A lantern that lights what is near it."""
    lathe(stage, plane, x, y, z, [(0.085, 0), (0.09, 0.015), (0.07, 0.04)], "brass", shine=0.6)
    k, (cx, base) = stage.camera.scale(z), stage.camera.point((x, y + 0.04, z))
    glass = stage.radial([(0, stage.glow(stage.light.lamp, 1.6), 0.95), (0.5, stage.glow(stage.light.lamp, 0.9), 0.6), (1, stage.glow("glass", 0.8), 0.35)])
    outline = [(-0.05, 0), (-0.078, -0.07), (-0.07, -0.16), (-0.045, -0.21), (0.045, -0.21), (0.07, -0.16), (0.078, -0.07), (0.05, 0)]
    stage[plane].add(path(smooth([(cx + px * k, base + py * k) for px, py in outline], tension=0.5), glass))
    flame = [(0, -0.145), (0.018, -0.08), (0.012, -0.045), (-0.012, -0.045), (-0.018, -0.08)]
    stage[plane].add(path(smooth([(cx + px * k, base + py * k) for px, py in flame], tension=0.7), stage.glow((1.0, 0.9, 0.6), 1.6)))
    lathe(stage, plane, x, y + 0.25, z, [(0.05, 0), (0.068, 0.012), (0.06, 0.04), (0.02, 0.07)], "brass", shine=0.6)
    hoop = [(cx + math.cos(a / 8 * math.pi) * 0.085 * k, base - 0.2 * k - math.sin(a / 8 * math.pi) * 0.19 * k) for a in range(9)]
    stage[plane].add(line(hoop, stage.paint("brass", 0.7), max(0.006 * k, 0.8)))
    lamp_glow(stage, plane, x, y + 0.12, z, size=0.22, strength=1.0)
    lamp_glow(stage, plane, x, y + 0.12, z, size=0.7, strength=0.35)


@subject("chip", "chip, chips, processor, semiconductor, microchip, circuit, ai, artificial intelligence, algorithm, quantum", height=0.05, width=0.22, stands="table")
def chip(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A processor on its board, traces running out from it."""
    stage.box(plane, x, y, z, 0.34, 0.012, 0.26, "ground_dark", top="ground")
    k = stage.camera.scale(z)

    def at(px: float, pz: float, up: float = 0.0125) -> Point:
        return stage.camera.point((x + px, y + up, z + 0.13 + pz))

    for i in range(-5, 6):
        offset = i * 0.011
        for way in (-1, 1):
            stage[plane].add(line([at(way * 0.055, offset), at(way * 0.09, offset), at(way * (0.105 + abs(i) * 0.004), offset * 1.9), at(way * 0.165, offset * 1.9)], stage.paint("brass", 0.9), max(0.0028 * k, 0.6)))
            stage[plane].add(line([at(offset, way * 0.055), at(offset, way * 0.08), at(offset * 1.8, way * 0.125)], stage.paint("brass", 0.9), max(0.0028 * k, 0.6)))
    stage.box(plane, x, y + 0.012, z + 0.07, 0.12, 0.014, 0.12, "black", top="dark_metal")
    stage[plane].add(polygon([at(-0.036, -0.036, 0.0265), at(0.036, -0.036, 0.0265), at(0.036, 0.036, 0.0265), at(-0.036, 0.036, 0.0265)], stage.gradient([(0, stage.glow("accent", 1.2), 1), (1, stage.glow("second", 0.9), 1)], (0, 0, 1, 1))))
    lamp_glow(stage, plane, x, y + 0.03, z + 0.13, size=0.10, strength=0.55, color=stage.albedo("accent"))


@subject("chart_board", "chart, graph, whiteboard, presentation, slides, screen, projector, blackboard, statistics", height=2.3, width=1.9)
def chart_board(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    for side in (-0.7, 0.7):
        stage.box(plane, x + side, 0, z + 0.1, 0.05, 2.2, 0.05, "dark_metal", edge=False)
    screen(stage, plane, x, 0.95, z, w=1.9, h=1.15, content="chart", stand=False)


@subject("camera", "camera, film camera, microphone, recorder, studio, podcast, interview", height=0.3, width=0.24, stands="table")
def camera(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A studio microphone on a short stand."""
    lathe(stage, plane, x, y, z, [(0.075, 0), (0.075, 0.012), (0.02, 0.02)], "dark_metal", shine=0.4)
    lathe(stage, plane, x, y + 0.02, z, [(0.008, 0), (0.008, 0.10)], "steel", shine=0.5)
    lathe(stage, plane, x, y + 0.11, z, [(0.03, 0), (0.042, 0.02), (0.042, 0.07)], "black", shine=0.4)
    lathe(stage, plane, x, y + 0.18, z, [(0.044, 0), (0.044, 0.008)], "accent", shine=0.4)
    lathe(stage, plane, x, y + 0.188, z, [(0.042, 0), (0.044, 0.05), (0.038, 0.085), (0.022, 0.10)], "steel", shine=0.6)


@subject("gauge", "gauge, meter, heating meter, thermometer, sensor box, sensor, dial, clock, station clock, watch, clock wheels, calendar, timer, time, hour, minute", height=0.30, width=0.28, stands="table")
def gauge(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A round dial in a heavy case: ticks, one accent hand."""
    k, (cx, base) = stage.camera.scale(z), stage.camera.point((x, y, z))
    cy, r = base - 0.155 * k, 0.135 * k
    across = (0, 0, 1, 0.3) if stage.light.sun[0] < 0 else (1, 0, 0, 0.3)
    metal = stage.gradient([(0, stage.paint("brass", 1.0), 1), (0.4, stage.paint("brass", 0.5), 1), (1, stage.paint("dark_wood", 0.0), 1)], across)
    stage.box(plane, x, y, z, 0.17, 0.03, 0.09, "dark_wood")
    parts = [ellipse(cx + 0.012 * k, cy, r * 1.02, r, stage.paint("brass", 0.05)), ellipse(cx, cy, r, r, metal)]
    parts.append(ellipse(cx, cy, r * 0.86, r * 0.86, stage.gradient([(0, stage.paint("paper", 0.95), 1), (1, stage.paint("paper", 0.45), 1)], across)))
    ink = stage.paint("charcoal", 0.2)
    for i in range(60):
        a, inner = i / 60 * 2 * math.pi, 0.70 if i % 5 == 0 else 0.77
        tick = [(cx + math.sin(a) * r * inner, cy - math.cos(a) * r * inner), (cx + math.sin(a) * r * 0.81, cy - math.cos(a) * r * 0.81)]
        parts.append(line(tick, ink, max((0.004 if i % 5 == 0 else 0.0016) * k, 0.5)))
    for angle, length, width, tone in ((-0.9, 0.46, 0.007, ink), (0.75, 0.66, 0.005, stage.paint("accent", 0.7))):
        parts.append(line([(cx - math.sin(angle) * r * 0.12, cy + math.cos(angle) * r * 0.12), (cx + math.sin(angle) * r * length, cy - math.cos(angle) * r * length)], tone, width * k))
    parts += [ellipse(cx, cy, r * 0.05, r * 0.05, ink), path(smooth([(cx - r * 0.6, cy - r * 0.5), (cx - r * 0.2, cy - r * 0.78), (cx + r * 0.3, cy - r * 0.72), (cx - r * 0.3, cy - r * 0.45)]), stage.glow("white", 0.9), 0.22)]
    stage[plane].add("".join(parts))


@subject("tools", "tool, tools, toolbox, hammer, wrench, wooden case, case, spanner, repair, craft, working hands, hands", height=0.2, width=0.42, stands="table")
def tools(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """An open wooden case with handles standing in it."""
    for i, (dx, tall, tone) in enumerate(((-0.13, 0.20, "accent"), (-0.06, 0.25, "wood"), (0.01, 0.18, "ground"), (0.08, 0.23, "dark_metal"), (0.14, 0.19, "wood"))):
        lathe(stage, plane, x + dx, y + 0.05, z + 0.07 + 0.01 * (i % 2), [(0.010, 0), (0.012, tall * 0.6), (0.016, tall * 0.7), (0.014, tall)], tone, shine=0.4)
    stage.box(plane, x, y, z, 0.40, 0.12, 0.16, "dark_wood", top="black")
    k = stage.camera.scale(z)
    x1, y1 = stage.camera.point((x - 0.03, y + 0.085, z))
    stage[plane].add(rect(x1, y1, 0.06 * k, 0.03 * k, stage.paint("brass", 0.8), 1, 0.004 * k))


@subject("trophy", "trophy, cup final, award, medal, prize, winner, vase, bell", height=0.34, width=0.22, stands="table")
def trophy(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    lathe(stage, plane, x, y, z, [(0.07, 0), (0.07, 0.045)], "dark_wood", shine=0.3)
    k, (cx, cy) = stage.camera.scale(z), stage.camera.point((x, y + 0.255, z))
    for way in (-1, 1):
        stage[plane].add(line([(cx + way * 0.075 * k, cy - 0.035 * k), (cx + way * 0.118 * k, cy - 0.03 * k), (cx + way * 0.11 * k, cy + 0.035 * k), (cx + way * 0.058 * k, cy + 0.055 * k)], stage.paint("brass", 0.5), 0.012 * k))
    lathe(stage, plane, x, y + 0.045, z, [(0.055, 0), (0.045, 0.012), (0.014, 0.03), (0.012, 0.085), (0.02, 0.10), (0.055, 0.135), (0.076, 0.19), (0.082, 0.265)], "brass", shine=0.8, top="dark_wood")


@subject("violin", "violin, violin case, piano, guitar, cello, music, instrument", height=0.36, width=0.2, stands="table")
def violin(stage: Stage, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """A violin standing against nothing but the light."""
    k, (cx, base) = stage.camera.scale(z), stage.camera.point((x, y, z))
    half = [(0.0, -0.005), (0.055, -0.012), (0.066, -0.05), (0.040, -0.088), (0.042, -0.112), (0.056, -0.145), (0.040, -0.185), (0.0, -0.195)]
    to = lambda px, py: (cx + px * k, base + py * k)  # noqa: E731
    outline = [to(*p) for p in half] + [to(-px, py) for px, py in reversed(half[1:-1])]
    across = (0, 0, 1, 0.2) if stage.light.sun[0] < 0 else (1, 0, 0, 0.2)
    wood = stage.gradient([(0, stage.paint("crust", 1.0), 1), (0.4, stage.paint("brick", 0.75), 1), (1, stage.paint("dark_wood", 0.0), 1)], across)
    stage[plane].add(path(smooth([(px + 0.01 * k, py) for px, py in outline], tension=0.55), stage.paint("dark_wood", 0.0)), path(smooth(outline, tension=0.55), wood))
    dark = stage.paint("black", 0.1)
    neck = [to(-0.011, -0.13), to(0.011, -0.13), to(0.008, -0.335), to(-0.008, -0.335)]
    stage[plane].add(polygon(neck, dark), path(tube([to(0, -0.33), to(0.004, -0.352), to(-0.004, -0.362)], (0.010 * k, 0.009 * k, 0.007 * k)), stage.paint("dark_wood", 0.4)))
    stage[plane].add(polygon([to(-0.018, -0.012), to(0.018, -0.012), to(0.012, -0.065), to(-0.012, -0.065)], dark), rect(cx - 0.022 * k, base - 0.086 * k, 0.044 * k, 0.008 * k, stage.paint("pale_wood", 0.9)))
    for i in range(4):
        px = -0.0075 + i * 0.005
        stage[plane].add(line([to(px, -0.06), to(px * 0.7, -0.33)], stage.paint("steel", 1.0), max(0.0012 * k, 0.5), 0.9))
    for way in (-1, 1):
        stage[plane].add(line([to(way * 0.030, -0.075), to(way * 0.026, -0.09), to(way * 0.030, -0.105)], dark, 0.005 * k))
        stage[plane].add(ellipse(cx + way * 0.016 * k, base - 0.345 * k, 0.008 * k, 0.004 * k, dark))
