# ruff: noqa: E501 - outlines and tables are read by the row
"""Rooms where things are made, sold, tested, stored and shown."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import to_hex
from generation.providers.local.pictures.framing import bar
from generation.providers.local.pictures.furniture import counter, pendant, plant, screen, shelves, table
from generation.providers.local.pictures.places.rooms import colleague
from generation.providers.local.pictures.registry import SUBJECTS, place
from generation.providers.local.pictures.room import build_room
from generation.providers.local.pictures.shapes import ellipse, polygon
from generation.providers.local.pictures.solids import lamp_glow
from generation.providers.local.pictures.stage import Stage


@place(
    "factory",
    "workshop, factory floor, manufacturing, plant, production, warehouse, industrial, assembly, garage, foundry, mill, machine shop, logistics, hangar, production line, assembly line",
    indoors=True,
    horizon=0.46,
    eye=1.7,
    people="engineer",
    objects=("machine",),
)
def factory(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage,
        depth=19.0,
        height=6.8,
        panes=5,
        sill=2.6,
        head=6.0,
        wall="concrete",
        side_wall="stone",
        floor="concrete",
        ceiling="dark_metal",
        view="sky",
        gloss=0.5,
        warm=0.2,
    )
    side = stage.layout.side or 1.0
    for z in (16, 12, 8.5, 5.5, 3.2):
        for half in (-1, 1):
            stage.box("mid", half * (room.right - 0.2), 0, z, 0.35, room.height, 0.35, "ground_dark", edge=False)
        stage.box("mid", 0, room.height - 0.55, z, room.width, 0.3, 0.25, "ground_dark", edge=False)
        for x in (-room.width * 0.24, room.width * 0.24):
            pendant(stage, "mid", x, z + 0.6, y=room.height - 1.5, ceiling=room.height, size=0.8, strength=0.6)
    for lane in (-1, 1):
        x = lane * room.width * 0.30
        stage.face(
            "mid",
            [
                (x - lane * 1.7 - 0.06, 0.01, 1.0),
                (x - lane * 1.7 + 0.06, 0.01, 1.0),
                (x - lane * 1.7 + 0.06, 0.01, 18),
                (x - lane * 1.7 - 0.06, 0.01, 18),
            ],
            "wheat",
            0.7,
        )
        for z in (14.0, 10.5, 7.4):
            if lane == side and z < 8:
                continue
            SUBJECTS["machine" if (z > 12) == (lane > 0) else "robot_arm"].draw(stage, "mid", x, 0, z, brief)
    colleague(stage, -side * 0.8, 12, "engineer", "tablet", index=2)
    colleague(stage, side * 1.0, 9.5, "engineer", "look", index=5)
    bar(stage, width=0.055)


@place(
    "laboratory",
    "lab, labs, research, science, chemistry, biotech, experiment, clean room, cleanroom, testing, pharma, institute, genetics, vaccine, research centre",
    indoors=True,
    horizon=0.46,
    people="scientist",
    objects=("microscope",),
)
def laboratory(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage,
        depth=8.0,
        height=3.1,
        panes=3,
        sill=1.1,
        head=2.6,
        wall="white",
        side_wall="first_pale",
        floor="tile",
        view="trees",
        gloss=0.5,
        warm=0.1,
    )
    side = stage.layout.side or 1.0
    counter(stage, "mid", 0, room.depth - 0.75, w=room.width - 0.2, color="ground_pale", top="white", panels=9)
    colleague(stage, -side * 1.3, 6.7, "scientist", "work", index=4, flip=side > 0)
    stage.reach = 4.9
    counter(stage, "mid", -side * 1.9, 5.2, w=3.2, color="white", top="charcoal", panels=5)
    for x, key in ((-side * 2.6, "microscope"), (-side * 1.7, "flask"), (-side * 1.0, "flask")):
        SUBJECTS[key].draw(stage, "mid", x, 0.95, 5.5, brief)
    screen(stage, "mid", side * 1.6, 0.95, room.depth - 0.5, w=0.62, h=0.38)
    for x in (-1.2, 0.2, 2.4):
        SUBJECTS["flask"].draw(stage, "mid", x, 0.95, room.depth - 0.5, brief)
    for z in (2.6, 4.8):
        panel = [
            stage.camera.point(p)
            for p in (
                (-1.2, room.height - 0.01, z),
                (1.2, room.height - 0.01, z),
                (1.2, room.height - 0.01, z + 0.9),
                (-1.2, room.height - 0.01, z + 0.9),
            )
        ]
        stage["mid"].add(polygon(panel, stage.glow("white", 1.25)))
        stage["mid"].soft(polygon(panel, stage.glow("first_pale", 1.0), 0.5), blur=18.0, mode="screen")
    if brief.shot in ("wide", "medium"):
        counter(stage, "subject", -side * 2.3, 2.9, w=2.6, color="white", top="charcoal", panels=4)
        SUBJECTS["flask"].draw(stage, "subject", -side * 1.7, 0.95, 3.1, brief)


@place(
    "data_center",
    "data centre, data center, server room, server rack, servers, cloud, computing, supercomputer, network, cyber, internet, cybersecurity",
    indoors=True,
    horizon=0.47,
    people="engineer",
)
def data_center(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage,
        depth=17.0,
        height=3.4,
        panes=0,
        wall="ground_dark",
        side_wall="ground_dark",
        floor="charcoal",
        ceiling="black",
        view="none",
        gloss=0.0,
        warm=0.0,
    )
    aisle = 1.5
    for i in range(16, -1, -1):
        z = 1.6 + i * 0.92
        for side in (-1, 1):
            _rack_side(stage, side * aisle, z)
    for i in range(6):
        z = 2.0 + i * 2.6
        strip = [
            stage.camera.point(p)
            for p in (
                (-0.25, room.height - 0.3, z),
                (0.25, room.height - 0.3, z),
                (0.25, room.height - 0.3, z + 1.7),
                (-0.25, room.height - 0.3, z + 1.7),
            )
        ]
        stage["mid"].add(polygon(strip, stage.glow("first_pale", 1.3)))
        stage["mid"].soft(polygon(strip, stage.glow("first", 1.2), 0.7), blur=16.0, mode="screen")
    cx, cy = stage.camera.point((0, 1.4, 15))
    fill = stage.radial(
        [(0, stage.glow("first_pale", 1.1), 0.85), (0.35, stage.glow("first", 1.0), 0.35), (1, stage.glow("first"), 0)]
    )
    stage["mid"].soft(ellipse(cx, cy, 300, 330, fill), blur=10.0, mode="screen")
    pool = [stage.camera.point(p) for p in ((-0.5, 0, 15), (0.5, 0, 15), (0.9, 0, 2.0), (-0.9, 0, 2.0))]
    stage["mid"].soft(polygon(pool, stage.glow("first", 1.0), 0.34), blur=14.0, mode="screen")


def _rack_side(stage: Stage, x: float, z: float) -> None:
    """A cabinet's door seen along the aisle."""
    rng, side = stage.rng, 1 if x > 0 else -1
    stage.face(
        "mid", [(x, 0, z), (x, 0, z + 0.86), (x, 2.3, z + 0.86), (x, 2.3, z)], "black", 0.25 + 0.3 * rng.random()
    )
    stage.face(
        "mid",
        [(x, 2.3, z), (x, 2.3, z + 0.9), (x + side * 1.2, 2.3, z + 0.9), (x + side * 1.2, 2.3, z)],
        "charcoal",
        0.6,
    )
    stage.face(
        "mid",
        [
            (x - side * 0.01, 0, z - 0.02),
            (x - side * 0.01, 0, z + 0.02),
            (x - side * 0.01, 2.3, z + 0.02),
            (x - side * 0.01, 2.3, z - 0.02),
        ],
        "ground",
        0.9,
    )
    lamps = []
    for row in range(12):
        y = 0.2 + row * 0.17
        for j in range(5):
            if rng.random() < 0.55:
                pz = z + 0.14 + j * 0.13
                cx, cy = stage.camera.point((x - side * 0.01, y, pz))
                size = max(0.016 * stage.camera.scale(pz), 0.8)
                lamps.append(
                    ellipse(
                        cx,
                        cy,
                        size * 0.8,
                        size * 0.6,
                        stage.glow("accent" if rng.random() < 0.10 else ("first_pale" if j % 2 else "first"), 1.3),
                    )
                )
    stage["mid"].add("".join(lamps))


@place(
    "shop",
    "bakery, cafe, coffee shop, store, restaurant, retail, bar, pub, grocery, boutique, salon, barber, local business, counter, bistro, market hall, deli, showroom",
    indoors=True,
    horizon=0.46,
    people="baker",
    objects=("bread",),
)
def shop(stage: Stage, brief: Brief) -> None:
    words = brief.request.prompt.lower() + brief.request.place.lower()
    load = (
        "bread"
        if "bak" in words or "bread" in words
        else (
            "jars"
            if any(w in words for w in ("caf", "coffee", "bar", "salon", "deli", "groc", "restaurant"))
            else "boxes"
        )
    )
    room = build_room(
        stage,
        depth=7.4,
        height=3.4,
        panes=1,
        sill=0.5,
        head=2.8,
        wall="ground",
        side_wall="first_pale",
        floor="wood",
        ceiling="ground_dark",
        fill=0.34,
        warm=0.85,
        gloss=0.35,
    )
    side = stage.layout.side or 1.0
    for x in (-room.width * 0.335, room.width * 0.335):
        shelves(stage, "mid", x, room.depth - 0.42, w=room.width * 0.29, h=2.5, rows=5, color="wood", load=load)
    if any(thing.key == "oven" for thing in brief.things):
        SUBJECTS["oven"].draw(stage, "mid", 0.0, 0.0, room.depth - 1.1, brief)  # in the back wall, where the window is
    if not brief.roles:
        colleague(stage, side * 0.9, 5.6, "baker", "hands_hips", index=1)
    stage.reach = 4.55
    counter(stage, "mid", 0, 4.9, w=room.width * 0.72, h=1.0, color="ground_dark", top="pale_wood", panels=7)
    for x in (-1.7, -0.9, 0.3, 1.5):
        key = "bread" if load == "bread" else stage.rng.choice(("cup", "bottle", "plate", "flower"))
        SUBJECTS[key].draw(stage, "mid", x, 1.0, 5.15, brief)
    for x in (-1.5, 0.0, 1.5):
        pendant(stage, "mid", x, 4.7, y=2.05, ceiling=room.height, size=0.36, color="brass", strength=0.95)
        lamp_glow(stage, "mid", x, 1.95, 4.7, size=0.3, strength=0.5)
    table(stage, "subject", -side * 2.0, 3.2, w=0.8, d=0.8, color="wood")
    SUBJECTS["cup"].draw(stage, "subject", -side * 2.0, 0.74, 3.5, brief)
    plant(stage, "mid", -side * (room.right - 0.5), 5.2, h=1.4)


@place(
    "stage",
    "auditorium, theatre, theater, conference, keynote, product launch, launch event, audience, ceremony, speech, award, show, podium, hall, spotlight",
    indoors=True,
    horizon=0.50,
    people="executive",
)
def stage_hall(stage: Stage, brief: Brief) -> None:
    room = build_room(
        stage,
        depth=11.0,
        height=6.0,
        panes=0,
        wall="ground_dark",
        side_wall="black",
        floor="dark_wood",
        ceiling="black",
        view="none",
        gloss=0.0,
        warm=0.2,
    )
    back = room.depth - 0.1
    wide = min(room.width * 0.62, 8.0)
    corners = [
        stage.camera.point(p)
        for p in ((-wide / 2, 1.5, back), (wide / 2, 1.5, back), (wide / 2, 4.9, back), (-wide / 2, 4.9, back))
    ]
    glow = stage.gradient([(0, stage.glow("ground", 1.15), 1), (1, stage.glow("first", 1.0), 1)], (0, 0, 1, 1))
    stage["mid"].add(polygon(corners, glow))
    k, (cx, cy) = stage.camera.scale(back), stage.camera.point((wide * 0.12, 3.1, back))
    for radius, tone in ((1.15, "ground_pale"), (0.78, "accent"), (0.40, "ground_dark")):
        stage["mid"].add(ellipse(cx, cy, radius * k, radius * k, stage.glow(tone, 1.0), 0.85))
    stage["mid"].soft(polygon(corners, stage.glow("first", 1.0), 0.55), blur=40.0, mode="screen")
    boards = stage.gradient([(0, stage.paint("wood", 0.9), 1), (1, stage.paint("dark_wood", 0.3), 1)])
    deck = [
        stage.camera.point(p)
        for p in ((-room.width, 0.0, 10.9), (room.width, 0.0, 10.9), (room.width, 0.0, 3.3), (-room.width, 0.0, 3.3))
    ]
    stage["mid"].add(polygon(deck, boards))
    tint = to_hex(stage.light.lamp)
    focus = stage.layout.column
    z0 = stage.camera.distance_for(1.75, max(stage.layout.figure, 60))
    foot = stage.camera.ground(max(z0, 3.4))
    for offset in (-0.34, 0.34):
        top = focus + offset * stage.frame.w
        beam = [(top - 12, -90), (top + 12, -90), (focus + 150, foot + 8), (focus - 150, foot + 8)]
        stage["mid"].soft(polygon(beam, stage.gradient([(0, tint, 0.55), (1, tint, 0.10)])), blur=7.0, mode="screen")
    stage["mid"].soft(ellipse(focus, foot, 210, 42, tint, 0.55), blur=10.0, mode="screen")
    audience(stage)


def audience(stage: Stage) -> None:
    """Rows of heads against the light of the stage."""
    if not stage.is_peopled:
        return
    rng, frame = stage.rng, stage.frame
    left, _, right, bottom = frame.bounds
    for row, (y, size, plane) in enumerate(((0.83, 26, "subject"), (0.91, 38, "near"), (1.02, 54, "near"))):
        x = left - rng.uniform(0, size)
        tone = stage.paint("ground_dark", 0.10 - 0.04 * row)
        rim = stage.glow("first", 0.55)
        while x < right:
            lift = rng.uniform(-0.2, 0.2) * size
            cy = frame.h * y + lift
            stage[plane].add(
                ellipse(x, cy - size * 0.08, size * 0.44, size * 0.60, rim, 0.8),
                ellipse(x, cy, size * 0.45, size * 0.62, tone),
            )
            stage[plane].add(
                f'<path d="M{x - size * 1.05:.1f} {bottom + 20:.0f}V{cy + size * 1.25:.1f}Q{x - size:.1f} {cy + size * 0.72:.1f} {x:.1f} {cy + size * 0.62:.1f}Q{x + size:.1f} {cy + size * 0.72:.1f} {x + size * 1.05:.1f} {cy + size * 1.25:.1f}V{bottom + 20:.0f}Z" fill="{tone}"/>'
            )
            x += size * rng.uniform(2.0, 2.5)
    stage["near"].blur = 2.0


@place(
    "corridor",
    "hospital corridor, school corridor, hallway, door, stairs, entrance, lobby, tunnel, basement, cellar, prison, cell, elevator, waiting room, mine",
    indoors=True,
    horizon=0.47,
    people="keeper",
)
def corridor(stage: Stage, brief: Brief) -> None:
    clinic = any(word in brief.request.prompt.lower() for word in ("hospital", "clinic", "ward", "nurse", "doctor"))
    room = build_room(
        stage,
        depth=16.0,
        height=3.0,
        panes=1,
        sill=0.0,
        head=2.5,
        wall="white" if clinic else "ground",
        side_wall="first_pale" if clinic else "first",
        floor="tile",
        ceiling="white" if clinic else "ground_dark",
        view="sky",
        fill=0.34,
        gloss=0.75,
        spread=0.62,
        warm=0.3,
    )
    for z in (13, 10, 7.4, 5.0, 3.0):
        for side in (-1, 1):
            x = room.right * side * 0.995
            stage.face(
                "mid",
                [(x, 0, z), (x, 0, z + 1.0), (x, 2.1, z + 1.0), (x, 2.1, z)],
                "pale_wood" if clinic else "dark_wood",
                0.6,
            )
        lamp = [
            stage.camera.point(p)
            for p in (
                (-0.35, room.height - 0.02, z),
                (0.35, room.height - 0.02, z),
                (0.35, room.height - 0.02, z + 0.9),
                (-0.35, room.height - 0.02, z + 0.9),
            )
        ]
        stage["mid"].add(polygon(lamp, stage.glow(stage.light.lamp, 1.1)))
        stage["mid"].soft(polygon(lamp, stage.glow(stage.light.lamp, 0.9), 0.5), blur=12.0, mode="screen")
