# ruff: noqa: E501 - outlines and tables are read by the row
"""Rooms where hands work, and the wall that things lean against."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.furniture import pendant, shelves
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.room import build_room
from generation.providers.local.pictures.shapes import ellipse, line, path, rect, smooth
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import bloom, floor
from generation.providers.local.pictures.stage import Stage


@place("craft", "craftsman, craftswoman, craft workshop, carpenter, carpentry, woodwork, woodworking, joinery, joiner, artisan, atelier, luthier, workbench, planing, pottery, potter, cobbler, tailor, blacksmith",
       indoors=True, horizon=0.45, eye=1.5, people="artisan")  # fmt: skip
def craft(stage: Stage, brief: Brief) -> None:
    """A bench in the light of a tall window, tools on the wall, planks against it."""
    room = build_room(stage, depth=6.4, height=3.1, panes=2, sill=1.0, head=2.7, wall="pale_wood", side_wall="wood", floor="dark_wood", ceiling="dark_wood",
                      view="trees", fill=0.52, gloss=0.12, warm=0.7)  # fmt: skip
    side = stage.layout.side or 1.0
    rng = stage.rng
    _tool_wall(stage, side * room.width * 0.37, room.depth - 0.06)
    shelves(stage, "mid", -side * (room.right - 0.75), room.depth - 0.5, w=1.3, h=1.9, rows=4, load="jars")
    for i in range(7):
        x = side * (room.right - 0.15 - 0.10 * i)
        stage.box("mid", x, 0, 4.9 + 0.06 * i, 0.09, rng.uniform(1.7, 2.6), 0.05, ("wood", "pale_wood", "crust")[i % 3])
    for x in (-0.9, 0.9):
        pendant(stage, "mid", x, 4.0, y=2.2, ceiling=room.height, size=0.42, color="ground_dark")
    z = stage.camera.distance_for(1.75, max(stage.layout.figure, 60.0))
    x = stage.camera.x_at(stage.layout.column, z) - side * 1.0
    bench(stage, "subject", x, z - 0.25)
    shavings(stage, x, z - 0.3)


def bench(stage: Stage, plane: str, x: float, z: float, *, w: float = 1.9) -> None:
    """A joiner's bench with a vice, a board being worked and a plane on it."""
    stage.shadow(plane, x, z + 0.3, w, strength=0.5)
    for dx in (-w / 2 + 0.12, w / 2 - 0.12):
        for dz in (0.5, 0.04):
            stage.box(plane, x + dx, 0, z + dz, 0.11, 0.82, 0.09, "wood", edge=False)
    stage.box(plane, x, 0.22, z + 0.1, w - 0.3, 0.06, 0.4, "dark_wood", edge=False)
    stage.box(plane, x, 0.80, z, w, 0.09, 0.62, "wood")
    stage.box(plane, x + 0.1, 0.89, z + 0.2, w * 0.7, 0.035, 0.20, "pale_wood")
    stage.box(plane, x - w * 0.34, 0.89, z + 0.4, 0.10, 0.16, 0.08, "brass")
    stage.box(plane, x - w * 0.20, 0.89, z + 0.44, 0.22, 0.07, 0.07, "accent")
    stage.box(plane, x + w / 2 - 0.08, 0.70, z - 0.12, 0.16, 0.16, 0.10, "dark_metal")


def shavings(stage: Stage, x: float, z: float) -> None:
    rng, parts = stage.rng, []
    for _ in range(26):
        px, pz = x + rng.uniform(-1.1, 1.1), z + rng.uniform(-0.5, 0.3)
        (cx, cy), k = stage.camera.point((px, 0.01, max(pz, 1.0))), stage.camera.scale(max(pz, 1.0))
        size = 0.05 * k * rng.uniform(0.6, 1.2)
        curl = [
            (cx - size, cy),
            (cx - size * 0.3, cy - size * 0.9),
            (cx + size * 0.6, cy - size * 0.3),
            (cx + size * 0.1, cy),
        ]
        parts.append(
            f'<path d="{smooth(curl, closed=False)}" fill="none" stroke="{stage.paint("pale_wood", rng.uniform(0.5, 1.1))}" stroke-width="{size * 0.35:.1f}"/>'
        )
    stage["subject"].add("".join(parts))


def _tool_wall(stage: Stage, x: float, z: float) -> None:
    """Saws, hammers and chisels in their order, as dark shapes on a board."""
    stage.box("mid", x, 1.05, z, 1.7, 1.25, 0.02, "wood", edge=False)
    k, (cx, cy) = stage.camera.scale(z), stage.camera.point((x, 2.2, z))
    dark, steel, grip = stage.paint("dark_metal", 0.3), stage.paint("steel", 0.8), stage.paint("dark_wood", 0.6)
    parts = []
    for i in range(7):
        px, top = cx + (i - 3) * 0.22 * k, cy + 0.06 * k
        long = (0.34, 0.42, 0.30, 0.46, 0.34, 0.40, 0.28)[i] * k
        parts.append(line([(px, top), (px, top + long * 0.55)], steel, 0.03 * k))
        parts.append(line([(px, top + long * 0.55), (px, top + long)], grip, 0.05 * k))
        if i % 3 == 0:
            parts.append(rect(px - 0.07 * k, top - 0.02 * k, 0.14 * k, 0.06 * k, dark))
    for i in range(2):
        px, top = cx + (i * 0.7 - 0.5) * k, cy + 0.68 * k
        saw = [
            (px - 0.22 * k, top),
            (px + 0.30 * k, top + 0.05 * k),
            (px + 0.30 * k, top + 0.10 * k),
            (px - 0.22 * k, top + 0.18 * k),
        ]
        parts.append(path("M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in saw) + "Z", steel))
        parts.append(ellipse(px - 0.27 * k, top + 0.09 * k, 0.09 * k, 0.10 * k, grip))
    stage["mid"].add("".join(parts))


@place(
    "wall", "brick wall, wall, alley, shopfront, side street, facade, mural, graffiti", horizon=0.52, eye=1.3, lens=32.0
)
def wall(stage: Stage, brief: Brief) -> None:
    """A wall of bricks along a pavement: raking light, one window, one lamp."""
    paint_sky(stage)
    rng, frame, camera = stage.rng, stage.frame, stage.camera
    z = 5.2
    left, top, right, _ = frame.bounds
    foot, k = camera.ground(z), camera.scale(z)
    lit = (0, 0, 1, 0.5) if stage.light.sun[0] < 0 else (1, 0, 0, 0.5)
    fill = stage.gradient(
        [(0, stage.paint("brick", 0.95), 1), (0.5, stage.paint("brick", 0.6), 1), (1, stage.paint("brick", 0.22), 1)],
        lit,
    )
    stage["mid"].add(rect(left, top, right - left, foot - top, fill))
    tall, wide = 0.085 * k * 1.6, 0.24 * k * 1.6
    joints: list[str] = []
    lights: list[str] = []
    darks: list[str] = []
    row, y = 0, foot
    while y > top:
        joints.append(f"M{left:.0f} {y:.1f}H{right:.0f}")
        x = left - (wide / 2 if row % 2 else 0)
        while x < right:
            joints.append(f"M{x:.1f} {y:.1f}v{-tall:.1f}")
            pick = rng.random()
            if pick < 0.24:
                (lights if pick < 0.10 else darks).append(
                    f"M{x + 1:.1f} {y - 1:.1f}h{wide - 2:.1f}v{-tall + 2:.1f}h{-wide + 2:.1f}z"
                )
            x += wide
        y, row = y - tall, row + 1
    stage["mid"].add(
        path("".join(lights), stage.paint("brick", 1.3), 0.35), path("".join(darks), stage.paint("plum", 0.3), 0.25)
    )
    stage["mid"].add(
        f'<path d="{"".join(joints)}" stroke="{stage.paint("stone", 0.25)}" stroke-width="1.6" stroke-opacity="0.55" fill="none"/>'
    )
    _wall_window(stage, frame.w * (0.5 + 0.30 * (stage.layout.side or 1.0)), foot, k)
    floor(stage, "mid", "concrete", far=z, lit=0.75)
    shade = stage.gradient([(0, stage.paint("ground_dark", 0.0), 0.75), (1, stage.paint("ground_dark", 0.0), 0)])
    stage["mid"].add(
        rect(left, foot, right - left, 46, shade), rect(left, foot - 16, right - left, 16, stage.paint("stone", 0.4))
    )
    stage.surface = (0.0, z - 0.9)


def _wall_window(stage: Stage, x: float, foot: float, k: float) -> None:
    wide, tall, y = 1.1 * k, 1.5 * k, foot - 2.9 * k
    on = stage.light.lamps_on
    stage["mid"].add(rect(x - wide / 2 - 8, y - 8, wide + 16, tall + 16, stage.paint("stone", 0.7)))
    stage["mid"].add(
        rect(x - wide / 2, y, wide, tall, stage.glow(stage.light.lamp, 0.95) if on else stage.paint("glass", 0.5))
    )
    for t in (0.5,):
        stage["mid"].add(rect(x - wide / 2 + wide * t - 4, y, 8, tall, stage.paint("white", 0.5)))
    stage["mid"].add(
        rect(x - wide / 2, y + tall * 0.36, wide, 7, stage.paint("white", 0.5)),
        rect(x - wide / 2 - 18, y + tall + 4, wide + 36, 14, stage.paint("stone", 1.0)),
    )
    if on:
        bloom(stage, "mid", x, y + tall / 2, wide * 0.8, strength=0.5)
