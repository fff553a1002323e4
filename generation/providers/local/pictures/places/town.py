"""Built outdoors: street, skyline, village, station, road, rooftop, building site, plants of sun and wind."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.nature import mist, ridge, round_tree, tufts, water
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import line, polygon, rect
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import bloom, floor, lamp_glow, rope, side_windows, windows
from generation.providers.local.pictures.stage import Stage


@place("street", "city street, city, town, avenue, downtown, high street, traffic, pavement, sidewalk, urban, crossing, neighbourhood, neighborhood, market", horizon=0.56, people="person")
def street(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    rng, frame, camera = stage.rng, stage.frame, stage.camera
    half = 7.5 if not frame.is_tall else 5.2
    _far_blocks(stage)
    floor(stage, "mid", "asphalt", far=300, lit=0.6)
    _pavements(stage, half)
    lit = 0.55 if stage.light.is_dark else (0.34 if stage.light.lamps_on else 0.05)
    tones = ("brick", "plaster", "stone", "ground_pale", "first_pale", "concrete", "ground")
    for z, depth in ((95, 40), (66, 28), (46, 19), (31, 14), (20, 10.5), (11.5, 8), (5.0, 6.2)):
        for side in (-1, 1):
            height = rng.uniform(9, 17) + (6 if z > 60 else 0)
            tone = tones[rng.randrange(7)]
            width = 14.0
            x = side * (half + width / 2)
            plane = "mid"
            stage.box(plane, x, 0, z, width, height, depth - 0.4, tone, edge=False)
            inner = side * half
            for ledge in (3.35, height - 0.4):
                stage.face(plane, [(inner - side * 0.18, ledge, z), (inner - side * 0.18, ledge, z + depth - 0.4), (inner - side * 0.18, ledge + 0.3, z + depth - 0.4), (inner - side * 0.18, ledge + 0.3, z)], "stone", 0.75)
            side_windows(stage, plane, inner, 3.6, z, depth - 0.4, height - 4.4, columns=max(2, int(depth / 2.8)), rows=max(2, int((height - 4) / 3.1)), lit=lit)
            _shop_front(stage, inner, z, depth - 0.4, side)
        if z in (66, 31):
            mist(stage, "mid", camera.horizon, 60, strength=0.20)
    _lamps(stage, half)


def _far_blocks(stage: Stage) -> None:
    rng = stage.rng
    for _ in range(9):
        x, z = rng.uniform(-60, 60), rng.uniform(240, 420)
        w, h = rng.uniform(14, 26), rng.uniform(24, 70)
        stage.box("far", x, 0, z, w, h, 10, rng.choice(("concrete", "glass", "ground_pale")), edge=False)
        windows(stage, "far", x, 2, z - 0.1, w, h - 3, columns=6, rows=int(h / 5), lit=0.4 if stage.light.lamps_on else 0.03)


def _pavements(stage: Stage, half: float) -> None:
    walk = half - 2.6
    for side in (-1, 1):
        stage.face("mid", [(side * walk, 0.12, 0.3), (side * half, 0.12, 0.3), (side * half, 0.12, 140), (side * walk, 0.12, 140)], "concrete", 0.7)
        stage.face("mid", [(side * walk, 0.0, 0.3), (side * walk, 0.12, 0.3), (side * walk, 0.12, 140), (side * walk, 0, 140)], "stone", 0.2)
    for i in range(14):
        z = 3.5 + i * 4.2
        stage.face("mid", [(-0.07, 0.01, z), (0.07, 0.01, z), (0.07, 0.01, z + 2.0), (-0.07, 0.01, z + 2.0)], "white", 0.55, opacity=0.7)


def _shop_front(stage: Stage, x: float, z: float, depth: float, side: int) -> None:
    """A lit or shaded ground floor with an awning."""
    if z < 4 and depth < 3:
        return
    rng = stage.rng
    z1, z2 = max(z + 0.5, 0.6), z + depth - 0.5
    glass = [stage.camera.point(p) for p in ((x, 0.5, z1), (x, 0.5, z2), (x, 2.7, z2), (x, 2.7, z1))]
    on = stage.light.lamps_on and rng.random() < 0.75
    tone = stage.glow(mix(stage.light.lamp, stage.light.haze, 0.12), 0.95) if on else to_hex(mix(stage.shade("glass", 0.1, z), stage.light.sky[2], 0.18))
    stage["mid"].add(polygon(glass, tone))
    if on:
        cx = sum(p[0] for p in glass) / 4
        cy = sum(p[1] for p in glass) / 4
        bloom(stage, "mid", cx, cy, 1.3 * stage.camera.scale(z + depth / 2), strength=0.5)
    if rng.random() < 0.6:
        out = x - side * 1.1
        color = rng.choice(("accent", "ground", "first", "second"))
        stage.face("mid", [(x, 3.2, z1), (x, 3.2, z2), (out, 2.6, z2), (out, 2.6, z1)], color, 0.55)
        stage.face("mid", [(out, 2.6, z1), (out, 2.6, z2), (out, 2.4, z2), (out, 2.4, z1)], color, 0.2)


def _lamps(stage: Stage, half: float) -> None:
    for z in (38, 24, 13):
        for side in (-1, 1):
            street_lamp(stage, "mid", side * (half - 2.2), z, -side)


def street_lamp(stage: Stage, plane: str, x: float, z: float, way: float) -> None:
    """A lamp post with an arm; it blooms when the lamps are on."""
    k, (cx, ground) = stage.camera.scale(z), stage.camera.point((x, 0.12, z))
    tone = stage.paint("dark_metal", 0.3, z)
    stage[plane].add(line([(cx, ground), (cx, ground - 4.6 * k), (cx + way * 0.9 * k, ground - 5.0 * k)], tone, max(0.09 * k, 0.8)))
    stage[plane].add(rect(cx + way * 0.9 * k - 0.25 * k, ground - 5.04 * k, 0.5 * k, 0.12 * k, tone))
    if stage.light.lamps_on:
        lamp_glow(stage, plane, x + way * 0.9, 4.9, z, size=0.7, strength=0.85)
        tint = to_hex(stage.light.lamp)
        fill = stage.radial([(0, tint, 0.34), (0.5, tint, 0.14), (1, tint, 0)])
        stage[plane].add(f'<ellipse cx="{cx + way * 0.9 * k:.1f}" cy="{ground:.1f}" rx="{3.2 * k:.1f}" ry="{0.75 * k:.1f}" fill="{fill}" style="mix-blend-mode:screen"/>')


@place("skyline", "skyscraper, skyscrapers, towers, metropolis, financial district, headquarters, tower, capital, business district, exchange", horizon=0.70)
def skyline(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    rng, frame = stage.rng, stage.frame
    row = stage.camera.horizon
    left, _, right, bottom = frame.bounds
    tall = 1.55 if frame.is_tall else 1.0
    lamps = 0.55 if stage.light.is_dark else (0.30 if stage.light.lamps_on else 0.05)
    bands = (("far", 0.75, 120, 300, 34, 74), ("far", 0.48, 90, 380, 44, 96), ("mid", 0.24, 60, 330, 60, 120), ("mid", 0.10, 30, 200, 80, 150))
    for index, (plane, air, low, high, thin, thick) in enumerate(bands):
        x = left - rng.uniform(0, 60)
        while x < right:
            w = rng.uniform(thin, thick)
            centre = 1 - abs((x + w / 2) / frame.w - (0.5 - stage.layout.side * 0.16)) * 1.3
            h = (low + (high - low) * max(0.1, centre) * rng.uniform(0.55, 1.1)) * tall
            tower(stage, plane, x, row + 12 * index, w, h, air * stage.light.visibility, lamps)
            x += w + rng.uniform(-6, 18)
        mist(stage, plane, row + 8 * index, 80, strength=0.34)
    water(stage, "mid", row + 34, calm=0.7)
    stage["subject"].add(rect(left, frame.h * 0.90, right - left, bottom, stage.gradient([(0, stage.paint("concrete", 0.55), 1), (1, stage.paint("asphalt", 0.1), 1)])))
    stage["subject"].add(rect(left, frame.h * 0.897, right - left, 5, stage.paint("stone", 1.0)))


def tower(stage: Stage, plane: str, x: float, ground: float, w: float, h: float, air: float, lamps: float) -> None:
    """A high-rise of two faces, one lit; windows as a fine grid, some of them on."""
    rng = stage.rng
    tone = rng.choice(("concrete", "glass", "ground_pale", "ground", "stone", "first_pale"))
    split = w * rng.uniform(0.55, 0.75)
    from_right = stage.light.sun[0] > 0
    tones = [stage.gradient([(0, stage.paint(tone, f, air * 0.85), 1), (1, stage.paint(tone, f * 0.6, air * 1.4), 1)]) for f in (0.28, 0.95)]
    first, second = (tones[0], tones[1]) if from_right else (tones[1], tones[0])
    stage[plane].add(rect(x, ground - h, split, h, first), rect(x + split, ground - h * 0.985, w - split, h, second))
    kind = rng.randrange(4)
    if kind == 0:
        stage[plane].add(rect(x + w * 0.2, ground - h * 1.07, w * 0.4, h * 0.08, first))
    elif kind == 1:
        stage[plane].add(line([(x + split * 0.5, ground - h), (x + split * 0.5, ground - h - w * 0.9)], stage.paint("dark_metal", 0.3, air), 1.6))
    elif kind == 2:
        stage[plane].add(polygon([(x, ground - h), (x + split, ground - h - w * 0.22), (x + split, ground - h + 1)], first))
    step_x, step_y = max(w / 7, 7.0), max(11.0, w / 7)
    dark, warm = [], []
    for column in range(int(w / step_x)):
        for line_no in range(int(h / step_y)):
            cell = f"M{x + column * step_x + 2:.1f} {ground - h + line_no * step_y + 4:.1f}h{step_x * 0.55:.1f}v{step_y * 0.5:.1f}h{-step_x * 0.55:.1f}z"
            (warm if rng.random() < lamps * 0.7 else dark).append(cell)
    glass = to_hex(mix(stage.shade("glass", 0.2, air), stage.light.haze, 0.15))
    stage[plane].add(f'<path d="{"".join(dark)}" fill="{glass}" opacity="0.34"/>')
    if warm:
        stage[plane].add(f'<path d="{"".join(warm)}" fill="{stage.glow(stage.light.at(stage.light.lamp, air * 0.25), 1.0)}"/>')


@place("village", "houses, house, cottage, hamlet, suburb, suburban, community, homes, roofs, church, residential, neighbours", horizon=0.58, people="person")
def village(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    row, frame, rng = stage.camera.horizon, stage.frame, stage.rng
    reach = stage.light.visibility
    ridge(stage, "far", row - 20, 120, "dark_leaf", air=reach * 0.6, rough=0.5)
    ridge(stage, "far", row + 2, 60, "grass", air=reach * 0.34, rough=0.5)
    mist(stage, "far", row, 40, strength=0.4)
    floor(stage, "mid", "grass", far=220, lit=0.9)
    half = 4.6
    stage.face("mid", [(-1.9, 0.01, 0.4), (1.9, 0.01, 0.4), (1.9, 0.01, 130), (-1.9, 0.01, 130)], "sand", 0.5)
    for z in (62, 46, 33, 22, 13.5):
        for side in (-1, 1):
            if rng.random() < 0.9:
                house(stage, side * (half + rng.uniform(3.2, 4.6)), z + rng.uniform(-2, 2), rng)
            if rng.random() < 0.6:
                round_tree(stage, "mid", side * (half + rng.uniform(8.5, 12)), z + 3, rng.uniform(5, 8))
    _church(stage, row)
    tufts(stage, "near", frame.h * 1.05, "dark_leaf", count=110, size=110, facing=0.3)
    stage["near"].blur = 3.0


def house(stage: Stage, x: float, z: float, rng) -> None:  # type: ignore[no-untyped-def]
    """A gabled house: box, roof of two slopes, windows, chimney."""
    w, h, d = rng.uniform(5.4, 6.8), rng.uniform(2.9, 4.6), 5.0
    tone = rng.choice(("white", "plaster", "ground_pale", "first_pale", "brick", "sand"))
    stage.box("mid", x, 0, z, w, h, d, tone, edge=False)
    top = h + w * 0.42
    over = 0.35
    left, right = x - w / 2 - over, x + w / 2 + over
    roof = "brick" if rng.random() < 0.6 else "dark_metal"
    visible = 1 if x < 0 else -1
    edge = right if visible > 0 else left
    stage.face("mid", [(edge, h - 0.2, z - 0.2), (edge, h - 0.2, z + d), (x, top, z + d), (x, top, z - 0.2)], roof, 0.9 if stage.light.sun[0] * visible > 0 else 0.25)
    stage.face("mid", [(x - w / 2, h, z), (x + w / 2, h, z), (x, top - 0.1, z)], tone, stage.facing((0, 0, -1)) + 0.06)
    stage.face("mid", [(left, h - 0.25, z - 0.1), (x, top, z - 0.1), (right, h - 0.25, z - 0.1), (right - 0.3, h - 0.25, z - 0.1), (x, top - 0.35, z - 0.1), (left + 0.3, h - 0.25, z - 0.1)], roof, 0.2)
    windows(stage, "mid", x, 0.5, z - 0.02, w * 0.86, h - 0.6, columns=3, rows=1 if h < 3.8 else 2, lit=0.75 if stage.light.lamps_on else 0.04, gap=0.5)
    if stage.light.lamps_on:
        lamp_glow(stage, "mid", x, h * 0.5, z, size=1.2, strength=0.28)


def _church(stage: Stage, row: float) -> None:
    x = stage.camera.x_at(stage.frame.w * (0.5 - stage.layout.side * 0.1), 90)
    k, (cx, ground) = stage.camera.scale(90), stage.camera.point((x, 0, 90))
    stage["far"].add(rect(cx - 2.4 * k, ground - 15 * k, 4.8 * k, 15 * k, stage.paint("stone", 0.4, 260)))
    stage["far"].add(polygon([(cx - 2.7 * k, ground - 15 * k), (cx, ground - 26 * k), (cx + 2.7 * k, ground - 15 * k)], stage.paint("dark_metal", 0.5, 260)))


@place("station", "train station, railway, platform, train, rail, metro, subway, tram, commuters, tracks, airport", horizon=0.50, people="person", objects=("train",))
def station(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    rng = stage.rng
    side = stage.layout.side or 1.0
    _far_blocks(stage)
    floor(stage, "mid", "stone", far=260, lit=0.5)
    edge = -side * 1.6
    far = 160
    stage.face("mid", [(edge, -0.9, 0.3), (edge - side * 9, -0.9, 0.3), (edge - side * 9, -0.9, far), (edge, -0.9, far)], "asphalt", 0.25)
    for offset in (1.1, 2.5, 5.3, 6.7):
        x = edge - side * offset
        stage.face("mid", [(x - 0.05, -0.75, 0.4), (x + 0.05, -0.75, 0.4), (x + 0.05, -0.75, far), (x - 0.05, -0.75, far)], "steel", 0.95)
    stage.face("mid", [(edge, 0.01, 0.4), (edge + side * 0.22, 0.01, 0.4), (edge + side * 0.22, 0.01, far), (edge, 0.01, far)], "accent", 0.7)
    roof_y = 5.2
    stage.face("mid", [(edge + side * 0.2, roof_y, 1.5), (edge + side * 9.5, roof_y + 0.6, 1.5), (edge + side * 9.5, roof_y + 0.6, 70), (edge + side * 0.2, roof_y, 70)], "dark_metal", 0.08)
    for z in (46, 34, 25, 18, 12.5, 8, 4.6):
        stage.box("mid", edge + side * 3.6, 0, z, 0.22, roof_y, 0.22, "ground", edge=False)
        if stage.light.lamps_on:
            lamp_glow(stage, "mid", edge + side * 2.4, roof_y - 0.3, z, size=0.8, strength=0.7)
    if not brief.things or brief.things[0].key == "train":
        from generation.providers.local.pictures.subjects.vehicles import carriage

        carriage(stage, "mid", edge - side * 1.8, 9.0, side)
    rope(stage, "mid", (edge - side * 1.8, 5.9, 2), (edge - side * 1.8, 5.9, 90), sag=0.4)
    rng.random()


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
        stage.face("mid", [(x - 0.07, 0.02, 0.4), (x + 0.07, 0.02, 0.4), (x + 0.07, 0.02, 300), (x - 0.07, 0.02, 300)], "white", 0.8)
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
    left, _, right, bottom = stage.frame.bounds
    edge = stage.frame.h * 0.70
    stage["subject"].add(rect(left, edge, right - left, bottom - edge, stage.gradient([(0, stage.paint("concrete", 0.75), 1), (1, stage.paint("asphalt", 0.12), 1)])))
    for x in range(int(left), int(right), 46):
        stage["subject"].add(line([(x, edge + 4), (x, edge - 92)], stage.paint("dark_metal", 0.3), 2.2))
    stage["subject"].add(line([(left, edge - 92), (right, edge - 92)], stage.paint("steel", 0.9), 5))


def skyline_bands(stage: Stage) -> None:
    paint_sky(stage)
    rng, frame = stage.rng, stage.frame
    left, _, right, _ = frame.bounds
    lamps = 0.55 if stage.light.is_dark else (0.30 if stage.light.lamps_on else 0.05)
    for plane, air, low, high in (("far", 0.7, 60, 260), ("far", 0.4, 20, 200), ("mid", 0.16, -60, 110)):
        x = left - rng.uniform(0, 60)
        while x < right:
            w = rng.uniform(60, 140)
            tower(stage, plane, x, frame.h * 0.86, w, frame.h * 0.86 - stage.camera.horizon + rng.uniform(low, high), air * stage.light.visibility, lamps)
            x += w + rng.uniform(-4, 30)
        mist(stage, plane, stage.camera.horizon + 60, 110, strength=0.3)


@place("site", "construction, construction site, building site, scaffolding, crane, demolition, renovation, housing, foundation", horizon=0.55, people="engineer")
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
    stage["mid"].add(line([(cx - 0.8 * k, ground), (cx - 0.8 * k, mast)], tone, 0.35 * k), line([(cx + 0.8 * k, ground), (cx + 0.8 * k, mast)], lit, 0.35 * k))
    for i in range(16):
        y = ground - i * 2.9 * k
        stage["mid"].add(line([(cx - 0.8 * k, y), (cx + 0.8 * k, y - 2.9 * k)], tone, 0.2 * k))
    stage["mid"].add(line([(cx - side * 34 * k, mast), (cx + side * 13 * k, mast)], lit, 0.5 * k), line([(cx, mast - 7 * k), (cx - side * 30 * k, mast)], tone, 0.16 * k),
                     line([(cx, mast - 7 * k), (cx + side * 12 * k, mast)], tone, 0.16 * k), line([(cx, mast), (cx, mast - 7 * k)], tone, 0.5 * k))  # fmt: skip
    stage["mid"].add(line([(cx - side * 24 * k, mast), (cx - side * 24 * k, mast + 16 * k)], tone, 0.12 * k), rect(cx - side * 24 * k - 1.6 * k, mast + 16 * k, 3.2 * k, 1.4 * k, stage.paint("brick", 0.5, 48)))
    for i in range(5):
        stage.box("mid", side * rng.uniform(3.5, 9), 0, rng.uniform(9, 15), 1.4, 0.5 + 0.2 * (i % 2), 1.0, rng.choice(("pale_wood", "brick", "stone")))


@place("energy_farm", "solar farm, wind farm, solar, wind turbine, wind power, renewable, renewables, turbines, solar panels, solar panel, grid, power plant, clean energy, energy storage, battery storage, substation, pylons, electricity", horizon=0.52, people="engineer")
def energy_farm(stage: Stage, brief: Brief) -> None:
    from generation.providers.local.pictures.subjects.energy import panel_row, turbine

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
    for z in (44, 33, 25, 19, 14.4, 10.8, 8.0):
        for part in (-1, 1):
            inner = 2.1 if part == side else 1.5
            panel_row(stage, "mid", part * (inner + 9), z, 18.0, part)
    tufts(stage, "near", frame.h * 1.05, "grass", count=140, size=120, facing=0.3)
    stage["near"].blur = 3.0


@place("space", "planet, orbit, galaxy, satellite, stars, cosmos, universe, rocket, moon, mars, astronomy, telescope", horizon=0.70)
def space(stage: Stage, brief: Brief) -> None:
    frame, rng = stage.frame, stage.rng
    left, top, right, bottom = frame.bounds
    dark, deep = stage.glow("ground_dark", 0.20), stage.glow("ground_dark", 0.55)
    stage["sky"].add(rect(left, top, right - left, bottom - top, stage.gradient([(0, dark, 1), (1, deep, 1)])))
    stars = [f'<circle cx="{rng.uniform(left, right):.1f}" cy="{rng.uniform(top, bottom):.1f}" r="{0.5 + 1.7 * rng.random() ** 4:.2f}" fill="#eef4ff" opacity="{0.25 + 0.7 * rng.random():.2f}"/>' for _ in range(420)]
    stage["sky"].add("".join(stars))
    for color, strength in (("ground", 0.5), ("second", 0.4), ("accent", 0.16)):
        fill = stage.radial([(0, stage.glow(color), strength), (1, stage.glow(color), 0)])
        stage["sky"].soft(f'<ellipse cx="{rng.uniform(0, frame.w):.0f}" cy="{rng.uniform(0, frame.h * 0.6):.0f}" rx="{frame.w * 0.45:.0f}" ry="{frame.h * 0.30:.0f}" fill="{fill}"/>', blur=30, mode="screen")
    size = min(frame.w, frame.h) * 0.36
    cx, cy = frame.w * (0.5 + stage.layout.side * 0.20), frame.h * 0.40
    lit = stage.light.sun[0]
    sphere = stage.gradient([(0, stage.glow("ground_pale", 1.1), 1), (0.35, stage.glow("ground", 0.9), 1), (0.62, stage.glow("ground_dark", 0.35), 1), (1, stage.glow("ground_dark", 0.08), 1)], (0, 0.2, 1, 0.8) if lit < 0 else (1, 0.2, 0, 0.8))
    halo = stage.radial([(0, stage.glow("first"), 0.55), (0.7, stage.glow("first"), 0.45), (1, stage.glow("first"), 0)])
    stage["far"].soft(f'<circle cx="{cx:.0f}" cy="{cy:.0f}" r="{size * 1.16:.0f}" fill="{halo}"/>', blur=10)
    clip = stage.clip(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{size:.1f}"/>')
    bands = "".join(f'<ellipse cx="{cx + rng.uniform(-60, 60):.0f}" cy="{cy + size * (i / 4 - 0.95):.0f}" rx="{size * rng.uniform(0.7, 1.3):.0f}" ry="{size * rng.uniform(0.03, 0.10):.0f}" fill="{stage.glow("ground_pale", 0.8)}" opacity="0.13"/>' for i in range(9))
    stage["mid"].add(f'<g clip-path="{clip}"><circle cx="{cx:.1f}" cy="{cy:.1f}" r="{size:.1f}" fill="{sphere}"/>{bands}</g>')
    moon_x, moon_y = frame.w * (0.5 - stage.layout.side * 0.30), frame.h * 0.24
    stage["mid"].add(f'<circle cx="{moon_x:.0f}" cy="{moon_y:.0f}" r="{size * 0.13:.1f}" fill="{stage.gradient([(0, stage.glow("stone", 1.3), 1), (0.6, stage.glow("stone", 0.2), 1), (1, stage.glow("black", 0.3), 1)], (0, 0.2, 1, 0.8) if lit < 0 else (1, 0.2, 0, 0.8))}"/>')
