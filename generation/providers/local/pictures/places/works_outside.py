# ruff: noqa: E501 - outlines and tables are read by the row
"""Outdoors with a purpose: station, road, rooftop, building site, plants of sun and wind, space."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.nature import mist, ridge, round_tree, tufts
from generation.providers.local.pictures.places.towers import skyline_bands
from generation.providers.local.pictures.places.town import far_blocks
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import line, rect
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import floor, lamp_glow, rope
from generation.providers.local.pictures.stage import Stage
from generation.providers.local.pictures.subjects.energy import panel_row, turbine
from generation.providers.local.pictures.subjects.vehicles import carriage


@place(
    "station",
    "train station, railway, platform, train, rail, metro, subway, tram, commuters, tracks, airport",
    horizon=0.50,
    people="person",
    objects=("train",),
)
def station(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    side = stage.layout.side or 1.0
    far_blocks(stage)
    floor(stage, "mid", "stone", far=260, lit=0.5)
    edge = -side * 1.6
    far = 160
    stage.face(
        "mid",
        [(edge, -0.9, 0.3), (edge - side * 9, -0.9, 0.3), (edge - side * 9, -0.9, far), (edge, -0.9, far)],
        "asphalt",
        0.25,
    )
    for offset in (1.1, 2.5, 5.3, 6.7):
        x = edge - side * offset
        stage.face(
            "mid",
            [(x - 0.05, -0.75, 0.4), (x + 0.05, -0.75, 0.4), (x + 0.05, -0.75, far), (x - 0.05, -0.75, far)],
            "steel",
            0.95,
        )
    stage.face(
        "mid",
        [(edge, 0.01, 0.4), (edge + side * 0.22, 0.01, 0.4), (edge + side * 0.22, 0.01, far), (edge, 0.01, far)],
        "accent",
        0.7,
    )
    roof_y = 5.2
    stage.face(
        "mid",
        [
            (edge + side * 0.2, roof_y, 1.5),
            (edge + side * 9.5, roof_y + 0.6, 1.5),
            (edge + side * 9.5, roof_y + 0.6, 70),
            (edge + side * 0.2, roof_y, 70),
        ],
        "dark_metal",
        0.08,
    )
    for z in (46, 34, 25, 18, 12.5, 8, 4.6):
        stage.box("mid", edge + side * 3.6, 0, z, 0.22, roof_y, 0.22, "ground", edge=False)
        if stage.light.lamps_on:
            lamp_glow(stage, "mid", edge + side * 2.4, roof_y - 0.3, z, size=0.8, strength=0.7)
    if not brief.things or any(thing.key == "train" for thing in brief.things):
        is_narrow = stage.frame.is_tall or stage.frame.is_square  # the whole of its nose in the frame
        carriage(stage, "mid", edge - side * 1.8, 14.5 if is_narrow else 9.0, side)
    rope(stage, "mid", (edge - side * 1.8, 5.9, 2), (edge - side * 1.8, 5.9, 90), sag=0.4)


@place("road", "highway, motorway, driving, route, lane, journey, bus, truck, car, freeway", horizon=0.50)
def road(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    row, rng = stage.camera.horizon, stage.rng
    reach = stage.light.visibility
    ridge(stage, "far", row, 150, "rock", air=reach * 0.65, rough=0.5)
    ridge(stage, "far", row + 4, 60, "dark_leaf", air=reach * 0.34, rough=0.55)
    floor(stage, "mid", "grass", far=400, lit=0.9)
    stage.face("mid", [(-3.8, 0.01, 0.35), (3.8, 0.01, 0.35), (3.8, 0.01, 380), (-3.8, 0.01, 380)], "asphalt", 0.55)
    for x in (-3.4, 3.4):
        stage.face(
            "mid",
            [(x - 0.07, 0.02, 0.4), (x + 0.07, 0.02, 0.4), (x + 0.07, 0.02, 300), (x - 0.07, 0.02, 300)],
            "white",
            0.8,
        )
    for i in range(22):
        z = 3 + i * 6.5
        stage.face("mid", [(-0.08, 0.02, z), (0.08, 0.02, z), (0.08, 0.02, z + 3), (-0.08, 0.02, z + 3)], "white", 0.8)
    for z in (120, 80, 52, 34, 22):
        for side in (-1, 1):
            if rng.random() < 0.65:
                round_tree(stage, "mid", side * rng.uniform(8, 14), z, rng.uniform(5, 9))
    tufts(stage, "near", stage.frame.h * 1.05, "dark_leaf", count=90, size=110, facing=0.3)
    stage["near"].blur = 4.0


@place("rooftop", "roof, terrace, balcony, above the city, view over the city", horizon=0.52, people="person")
def rooftop(stage: Stage, brief: Brief) -> None:
    skyline_bands(stage)
    stage.stand_row = stage.frame.h * 0.74
    left, _, right, bottom = stage.frame.bounds
    edge = stage.frame.h * 0.70
    stage["subject"].add(
        rect(
            left,
            edge,
            right - left,
            bottom - edge,
            stage.gradient([(0, stage.paint("concrete", 0.75), 1), (1, stage.paint("asphalt", 0.12), 1)]),
        )
    )
    for x in range(int(left), int(right), 46):
        stage["subject"].add(line([(x, edge + 4), (x, edge - 92)], stage.paint("dark_metal", 0.3), 2.2))
    stage["subject"].add(line([(left, edge - 92), (right, edge - 92)], stage.paint("steel", 0.9), 5))


@place(
    "site",
    "construction, construction site, building site, scaffolding, crane, demolition, renovation, housing, foundation",
    horizon=0.55,
    people="engineer",
)
def site(stage: Stage, brief: Brief) -> None:
    skyline_bands(stage)
    rng, side = stage.rng, stage.layout.side or 1.0
    floor(stage, "mid", "earth", far=160, lit=0.8)
    x, z = -side * 9.0, 26.0
    for storey in range(6):
        y = storey * 3.3
        stage.box("mid", x, y, z, 13, 0.32, 9, "concrete")
        for column in (-6, -2, 2, 6):
            stage.box("mid", x + column, y + 0.32, z + 0.1, 0.4, 2.98, 0.4, "concrete", edge=False)
    k, (cx, ground) = stage.camera.scale(48), stage.camera.point((x + side * 12, 0, 48))
    tone, lit = stage.paint("accent", 0.4, 48), stage.paint("accent", 0.95, 48)
    mast = ground - 46 * k
    stage["mid"].add(
        line([(cx - 0.8 * k, ground), (cx - 0.8 * k, mast)], tone, 0.35 * k),
        line([(cx + 0.8 * k, ground), (cx + 0.8 * k, mast)], lit, 0.35 * k),
    )
    for i in range(16):
        y = ground - i * 2.9 * k
        stage["mid"].add(line([(cx - 0.8 * k, y), (cx + 0.8 * k, y - 2.9 * k)], tone, 0.2 * k))
    stage["mid"].add(line([(cx - side * 34 * k, mast), (cx + side * 13 * k, mast)], lit, 0.5 * k), line([(cx, mast - 7 * k), (cx - side * 30 * k, mast)], tone, 0.16 * k),
                     line([(cx, mast - 7 * k), (cx + side * 12 * k, mast)], tone, 0.16 * k), line([(cx, mast), (cx, mast - 7 * k)], tone, 0.5 * k))  # fmt: skip
    stage["mid"].add(
        line([(cx - side * 24 * k, mast), (cx - side * 24 * k, mast + 16 * k)], tone, 0.12 * k),
        rect(cx - side * 24 * k - 1.6 * k, mast + 16 * k, 3.2 * k, 1.4 * k, stage.paint("brick", 0.5, 48)),
    )
    for i in range(5):
        stage.box(
            "mid",
            side * rng.uniform(3.5, 9),
            0,
            rng.uniform(9, 15),
            1.4,
            0.5 + 0.2 * (i % 2),
            1.0,
            rng.choice(("pale_wood", "brick", "stone")),
        )


@place(
    "energy_farm",
    "solar farm, wind farm, solar, wind turbine, wind power, renewable, renewables, turbines, solar panels, solar panel, grid, power plant, clean energy, energy storage, battery storage, substation, pylons, electricity",
    horizon=0.52,
    people="engineer",
)
def energy_farm(stage: Stage, brief: Brief) -> None:

    paint_sky(stage)
    row, frame, rng = stage.camera.horizon, stage.frame, stage.rng
    reach = stage.light.visibility
    side = stage.layout.side or 1.0
    ridge(stage, "far", row + 2, 76, "dark_leaf", air=reach * 0.62, rough=0.5)
    ridge(stage, "far", row + 8, 40, "grass", air=reach * 0.36, rough=0.5)
    for i in range(4):
        column = frame.w * (0.5 - side * (0.40 - 0.20 * i)) + rng.uniform(-20, 20)
        z = 320 - i * 38
        turbine(stage, "far", stage.camera.x_at(column, z), z, 82)
    mist(stage, "far", row, 40, strength=0.38)
    floor(stage, "mid", "grass", far=400, lit=0.9)
    for row_z in (44.0, 33.0, 25.0, 19.0, 14.4, 10.8, 8.0):
        for part in (-1, 1):
            inner = 2.1 if part == side else 1.5
            panel_row(stage, "mid", part * (inner + 9), row_z, 18.0, part)
    tufts(stage, "near", frame.h * 1.05, "grass", count=140, size=120, facing=0.3)
    stage["near"].blur = 3.0


@place(
    "space",
    "planet, orbit, galaxy, satellite, stars, cosmos, universe, moon, mars, astronomy, telescope",
    horizon=0.70,
)
def space(stage: Stage, brief: Brief) -> None:
    frame, rng = stage.frame, stage.rng
    left, top, right, bottom = frame.bounds
    dark, deep = stage.glow("ground_dark", 0.20), stage.glow("ground_dark", 0.55)
    stage["sky"].add(rect(left, top, right - left, bottom - top, stage.gradient([(0, dark, 1), (1, deep, 1)])))
    stars = [
        f'<circle cx="{rng.uniform(left, right):.1f}" cy="{rng.uniform(top, bottom):.1f}" r="{0.5 + 1.7 * rng.random() ** 4:.2f}" fill="#eef4ff" opacity="{0.25 + 0.7 * rng.random():.2f}"/>'
        for _ in range(420)
    ]
    stage["sky"].add("".join(stars))
    for color, strength in (("ground", 0.5), ("second", 0.4), ("accent", 0.16)):
        fill = stage.radial([(0, stage.glow(color), strength), (1, stage.glow(color), 0)])
        stage["sky"].soft(
            f'<ellipse cx="{rng.uniform(0, frame.w):.0f}" cy="{rng.uniform(0, frame.h * 0.6):.0f}" rx="{frame.w * 0.45:.0f}" ry="{frame.h * 0.30:.0f}" fill="{fill}"/>',
            blur=30,
            mode="screen",
        )
    size = min(frame.w, frame.h) * 0.36
    cx, cy = frame.w * (0.5 + stage.layout.side * 0.20), frame.h * 0.40
    lit = stage.light.sun[0]
    sphere = stage.gradient(
        [
            (0, stage.glow("ground_pale", 1.1), 1),
            (0.35, stage.glow("ground", 0.9), 1),
            (0.62, stage.glow("ground_dark", 0.35), 1),
            (1, stage.glow("ground_dark", 0.08), 1),
        ],
        (0, 0.2, 1, 0.8) if lit < 0 else (1, 0.2, 0, 0.8),
    )
    halo = stage.radial([(0, stage.glow("first"), 0.55), (0.7, stage.glow("first"), 0.45), (1, stage.glow("first"), 0)])
    stage["far"].soft(f'<circle cx="{cx:.0f}" cy="{cy:.0f}" r="{size * 1.16:.0f}" fill="{halo}"/>', blur=10)
    clip = stage.clip(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{size:.1f}"/>')
    bands = "".join(
        f'<ellipse cx="{cx + rng.uniform(-60, 60):.0f}" cy="{cy + size * (i / 4 - 0.95):.0f}" rx="{size * rng.uniform(0.7, 1.3):.0f}" ry="{size * rng.uniform(0.03, 0.10):.0f}" fill="{stage.glow("ground_pale", 0.8)}" opacity="0.13"/>'
        for i in range(9)
    )
    stage["mid"].add(
        f'<g clip-path="{clip}"><circle cx="{cx:.1f}" cy="{cy:.1f}" r="{size:.1f}" fill="{sphere}"/>{bands}</g>'
    )
    moon_x, moon_y = frame.w * (0.5 - stage.layout.side * 0.30), frame.h * 0.24
    stage["mid"].add(
        f'<circle cx="{moon_x:.0f}" cy="{moon_y:.0f}" r="{size * 0.13:.1f}" fill="{stage.gradient([(0, stage.glow("stone", 1.3), 1), (0.6, stage.glow("stone", 0.2), 1), (1, stage.glow("black", 0.3), 1)], (0, 0.2, 1, 0.8) if lit < 0 else (1, 0.2, 0, 0.8))}"/>'
    )
