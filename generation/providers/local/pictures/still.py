# ruff: noqa: E501 - outlines and tables are read by the row
"""Close things: a still life on a surface before the place out of focus, and things standing in a wide scene."""

from dataclasses import replace

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import lch, mix, to_hex
from generation.providers.local.pictures.furniture import table
from generation.providers.local.pictures.light import indoor_light
from generation.providers.local.pictures.registry import SUBJECTS, Subject
from generation.providers.local.pictures.shapes import ellipse, polygon
from generation.providers.local.pictures.stage import Camera, Stage
from generation.providers.local.pictures.words import COLORS

# Subjects that are several already.
FLOCKS = ("cow", "bird", "bee", "camel", "coin", "fish", "sheep", "sunflower", "mushroom", "balloons", "fruit", "tree")
# How many a plural without a number shows.
PLURAL = {"ground": 2, "air": 3, "water": 2}
# What one sets down where there is no table.
GROUNDED = ("teddy_bear", "guitar", "violin", "box", "tools")


def still_life(stage: Stage, brief: Brief, thing: Subject) -> None:
    """The thing alone on a surface, lit from the side, the place behind it thrown out of focus."""
    frame = stage.frame
    for name in ("sky", "far", "mid"):
        stage[name].blur = {"sky": 4.0, "far": 10.0, "mid": 15.0}[name]
    stage["subject"].passes.clear()
    stage["near"].passes.clear()
    stage["near"].blur = 0.0
    _bokeh(stage)
    if stage.light.is_dark and not stage.indoors:  # a lamp out of the frame: by the sky alone nothing would be seen
        stage.light = indoor_light(stage.light, side=-(stage.layout.side or 1.0))
    edge, foot = frame.h * 0.60, frame.h * 0.735
    across = frame.w * (0.62 if frame.is_tall else 0.55 if frame.is_square else 0.40)
    count = 1 if thing.key in FLOCKS else min(brief.wishes.count_of(thing.words), 7)
    size = min(
        frame.h * (0.38 if frame.is_tall else 0.52) / thing.height, across / thing.width / (1 + 0.72 * (count - 1))
    )
    z = 1.25
    eye = 0.36 if thing.height > 0.1 else 0.55
    focal = size * z
    stage.camera = Camera(eye, focal, foot - eye * focal / z, stage.layout.column)
    _surface(stage, edge)
    _throw_shadow(stage, thing, size, foot)
    draw_thing(stage, thing, "subject", 0.0, 0.0, z, brief)
    _reflection(stage, foot, size * thing.width)
    stage["subject"].rim = 0.55
    _near_blur(stage)


def _surface(stage: Stage, edge: float) -> None:
    left, _, right, bottom = stage.frame.bounds
    material = stage.rng.choice(("dark_wood", "ground_dark", "wood", "charcoal"))
    high, low = stage.paint(material, 0.95), stage.paint(material, 0.02)
    side = (0, 0, 1, 0.4) if stage.light.sun[0] < 0 else (1, 0, 0, 0.4)
    fill = stage.gradient([(0, high, 1), (0.45, stage.paint(material, 0.45), 1), (1, low, 1)], side)
    stage["subject"].add(polygon([(left, edge), (right, edge), (right, bottom), (left, bottom)], fill))
    rim = stage.gradient([(0, stage.paint(material, 1.0), 0.9), (1, stage.paint(material, 0.6), 0.0)], (0, 0, 0, 1))
    stage["subject"].add(polygon([(left, edge), (right, edge), (right, edge + 26), (left, edge + 26)], rim))
    stage["subject"].soft(
        polygon(
            [(left, edge - 5), (right, edge - 5), (right, edge + 7), (left, edge + 7)], stage.paint(material, 0.8), 0.7
        ),
        blur=5.0,
    )


def _throw_shadow(stage: Stage, thing: Subject, size: float, foot: float) -> None:
    way = -1 if stage.light.sun[0] > 0 else 1
    wide, tall = thing.width * size * 0.5, min(thing.height, 0.3) * size
    x = stage.layout.column
    dark = to_hex(mix(stage.shade("black", 0.0), (0, 0, 0), 0.5))
    far = [
        (x - wide * 0.9, foot - 4),
        (x + wide * 0.9, foot - 4),
        (x + wide * 0.8 + way * tall * 1.5, foot - tall * 0.12),
        (x - wide * 0.4 + way * tall * 1.5, foot - tall * 0.16),
    ]
    stage["subject"].soft(polygon(far, dark, 0.42), blur=13.0)
    stage["subject"].soft(ellipse(x, foot - 2, wide * 1.08, max(wide * 0.13, 8), dark, 0.6), blur=7.0)


def _reflection(stage: Stage, foot: float, width: float) -> None:
    fill = stage.radial([(0, stage.glow(stage.light.lamp, 0.9), 0.20), (1, stage.glow(stage.light.lamp), 0)])
    stage["subject"].soft(ellipse(stage.layout.column, foot + 26, width * 0.9, 46, fill), blur=8.0, mode="atop_screen")


def _bokeh(stage: Stage) -> None:
    """Discs of light where the background has lamps."""
    rng, frame = stage.rng, stage.frame
    tones = (stage.light.lamp, stage.light.sky[3], stage.albedo("accent"), stage.albedo("first_pale"))
    parts = []
    for _ in range(20 if stage.light.lamps_on or stage.indoors else 9):
        x, y, r = rng.uniform(0, frame.w), rng.uniform(frame.h * 0.02, frame.h * 0.52), rng.uniform(12, 40)
        tone = stage.glow(rng.choice(tones), 0.95)
        fill = stage.radial([(0, tone, 0.14), (0.82, tone, 0.20), (0.95, tone, 0.28), (1, tone, 0.0)])
        parts.append(ellipse(x, y, r, r, fill, rng.uniform(0.4, 1.0)))
    stage["mid"].soft("".join(parts), blur=0.8, mode="screen")


def _near_blur(stage: Stage) -> None:
    """Something dark and soft in a lower corner, to look past."""
    frame = stage.frame
    side = -stage.layout.side or 1.0
    x = frame.w * (0.5 + side * 0.56)
    tone = stage.paint("ground_dark", 0.05)
    stage["near"].soft(ellipse(x, frame.h * 1.02, frame.w * 0.15, frame.h * 0.20, tone, 0.9), blur=30.0)


def place_things(stage: Stage, brief: Brief) -> None:
    """Things in a wide or medium scene: on the ground beside the people, on water, in the air, on a stand."""
    if stage.surface is not None and brief.things:
        height, z = stage.surface
        column = stage.layout.column
        draw_thing(stage, brief.things[0], "subject", stage.camera.x_at(column, z), height, z, brief)
        return
    things = [t for t in brief.things if t.stands != "place" and t.key not in _part_of(brief)]
    if brief.people and brief.request.weather == "rain":
        things = [thing for thing in things if thing.key != "umbrella"]  # they carry their own
    if not things and not brief.roles:
        things = [SUBJECTS[key] for key in brief.place.objects if SUBJECTS[key].stands not in ("place", "table")]
    side = stage.layout.side or 1.0
    for index, thing in enumerate(things[:2]):
        offset = (0.0 if not brief.roles else -0.24 * side) - 0.26 * index * side
        column = stage.layout.column + offset * stage.frame.w
        if thing.stands == "water":
            _float(stage, brief, thing, column)
        elif thing.stands == "table":
            _on_table(stage, brief, thing, column)
        else:
            _stand(stage, brief, thing, column)


def _stand(stage: Stage, brief: Brief, thing: Subject, column: float) -> None:
    """On the ground or in the air, as large as its shot wants it and with its foot inside the frame."""
    camera, frame = stage.camera, stage.frame
    share = {
        "extreme_wide": 0.16,
        "wide": 0.26 if brief.roles else 0.34,
        "medium": 0.46,
        "close": 0.26 if brief.roles else 0.56,
    }.get(brief.shot, 0.26)
    units = min(
        frame.h * share * max(1.0, min(thing.height, 14.0) / 3.0),
        frame.h * 0.5,
        frame.w * 0.42 * thing.height / thing.width,
    )
    if brief.place.key == "studio" and not brief.roles:
        units = min(frame.h * 0.60, frame.w * 0.55 * thing.height / thing.width)
    if thing.stands == "ground" and brief.roles and thing.height < 6:
        person = stage.layout.figure if stage.layout.figure else frame.h * 0.36
        units = min(person * thing.height / 1.75 * 0.92, units * 1.8)
    if thing.stands == "air":
        units = min(units, frame.h * 0.26)
    z = camera.distance_for(thing.height, units)
    if thing.stands == "air":
        y = camera.eye + (camera.horizon - frame.h * 0.24) / camera.scale(z)
        draw_thing(stage, thing, "subject", camera.x_at(column, z), y, z, brief)
        return
    if thing.height < 6:
        z = max(min(z, stage.reach), camera.z_at(frame.h * 0.86))
    is_large = thing.height >= 6 and brief.shot not in ("medium", "close")
    is_behind = brief.shot == "close" and brief.people
    plane = "mid" if is_large or is_behind else "subject"
    draw_thing(stage, thing, plane, camera.x_at(column, z), stage.footing(z), z, brief)


def _on_table(stage: Stage, brief: Brief, thing: Subject, column: float) -> None:
    """Small things need something to stand on, which only rooms have."""
    if brief.shot == "extreme_wide":
        return
    if not brief.place.indoors:
        if thing.key in GROUNDED and brief.people and brief.shot == "wide":  # beside somebody's feet
            z = stage.camera.distance_for(1.75, max(stage.layout.figure, 1.0)) * 0.94
            draw_thing(stage, thing, "subject", stage.camera.x_at(column, z), stage.footing(z), z, brief)
        return
    person = stage.layout.figure if stage.layout.figure else stage.frame.h * 0.36
    z = stage.camera.distance_for(1.75, max(person, 1.0)) * 0.98
    x = stage.camera.x_at(column, z)
    table(stage, "subject", x, z, w=max(thing.width * 2.4, 0.9), d=0.6, h=0.78, color="wood")
    draw_thing(stage, thing, "subject", x, 0.78, z + 0.2, brief)


def draw_thing(stage: Stage, thing: Subject, plane: str, x: float, y: float, z: float, brief: Brief) -> None:
    """Draws the thing in the colour that the prompt gives it, as often as the prompt says, side by side."""
    kept = stage.palette
    color = brief.wishes.color_of(thing.words)
    if color:
        tint = (thing.body, lch(*COLORS[color]))
        stage.palette = replace(kept, overrides=(*kept.overrides, tint))
    count = 1 if thing.key in FLOCKS else min(brief.wishes.count_of(thing.words), 7)
    if count == 1 and thing.key not in FLOCKS and _is_plural(thing, brief.request.prompt):
        count = PLURAL.get(thing.stands, 1)
    step = thing.width * (0.92 if count > 3 else 1.08)
    if count > 1:  # all of them inside the frame, about where the one would stand
        k, frame = stage.camera.scale(z), stage.frame
        step = min(step, (frame.w * 0.92 - thing.width * k) / max(count - 1, 1) / k)
        reach = (step * (count - 1) + thing.width) / 2
        x = min(max(x, stage.camera.x_at(frame.w * 0.04, z) + reach), stage.camera.x_at(frame.w * 0.96, z) - reach)
    for index in reversed(range(count)):
        across = (index - (count - 1) / 2) * step
        back = 1.0 + 0.035 * (index % 2) * (count > 1)
        if thing.stands == "air" and count > 1:  # scattered over the sky, not hung on a line
            back = (1.0, 1.55, 1.25)[index % 3]
        drop = thing.height * (back - 1.0) * 0.6
        thing.draw(stage, plane, (x + across) * back, y - drop, z * back, brief)
    stage.palette = kept


def _is_plural(thing: Subject, prompt: str) -> bool:
    """Whether the prompt speaks of it in the plural: "balloons"."""
    return any(f" {word}s " in f" {prompt} " for word in thing.words if not word.endswith("s"))


def _part_of(brief: Brief) -> tuple[str, ...]:
    """Things that the place already shows in numbers."""
    return {
        "energy_farm": ("wind_turbine", "solar_panel", "battery"), "data_center": ("server",), "library": ("book",), "station": ("train",),
        "forest": ("tree",), "garden": ("tree",), "stage": ("chart_board", "camera"), "laboratory": ("microscope", "flask"), "office": ("laptop", "document"), "shop": ("bread", "cup", "bottle", "plate", "flower", "coin", "oven"),
        "kitchen": ("bread", "plate", "cup"), "home": ("cup", "book", "lamp"), "meeting_room": ("document", "laptop"),
    }.get(brief.place.key, ())  # fmt: skip


def _float(stage: Stage, brief: Brief, thing: Subject, column: float) -> None:
    camera, frame = stage.camera, stage.frame
    row = camera.horizon + (frame.h - camera.horizon) * (0.20 if thing.width > 40 else 0.34)
    z = camera.z_at(row)
    wanted = frame.w * (0.42 if frame.is_tall else 0.24) if thing.width < 40 else frame.w * 0.5
    k = wanted / thing.width
    level = Camera(camera.eye, k * z, row - camera.eye * k, camera.centre)
    kept, stage.camera = stage.camera, level
    draw_thing(stage, thing, "mid", level.x_at(column, z), 0.0, z, brief)
    stage.camera = kept
