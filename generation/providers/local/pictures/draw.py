# ruff: noqa: E501 - outlines and tables are read by the row
"""`draw`: one request to a folder of layers and a flat picture."""

import random
from pathlib import Path

from generation.providers.base import PictureLayer, PictureRequest, PictureResult
from generation.providers.local.pictures.brief import FALLBACK, Brief, read_request
from generation.providers.local.pictures.catalog import load
from generation.providers.local.pictures.chart import draw_chart
from generation.providers.local.pictures.compose import focus, lay_out, place_camera
from generation.providers.local.pictures.framing import shade_edges
from generation.providers.local.pictures.light import MOODS, scene_light
from generation.providers.local.pictures.notes import notes_on
from generation.providers.local.pictures.palette import film_palette
from generation.providers.local.pictures.people import place_people
from generation.providers.local.pictures.portrait import draw_close, draw_portrait
from generation.providers.local.pictures.registry import SUBJECTS, Subject
from generation.providers.local.pictures.render import flatten, render_planes, texture, write_png
from generation.providers.local.pictures.stage import OVERSCAN, PLANES, Frame, Stage
from generation.providers.local.pictures.still import place_things, still_life
from generation.providers.local.pictures.styles import restyle
from generation.providers.local.pictures.weather import add_weather
from wire.errors import GenerationFailed

MAX_SIDE = 2560
MIN_SIDE = 64


def draw(request: PictureRequest, folder: Path) -> PictureResult:
    """Draws the request as PNG layers and one flat PNG in `folder`, which must exist.

    Sizes are pixels; sides from 64 to 2560. The same request gives the same bytes.
    Raises GenerationFailed when the size is out of range.
    """
    if not (MIN_SIDE <= request.width <= MAX_SIDE and MIN_SIDE <= request.height <= MAX_SIDE):
        raise GenerationFailed(
            f"Pictures are {MIN_SIDE} to {MAX_SIDE} pixels a side.", width=request.width, height=request.height
        )
    load()
    brief = read_request(request)
    stage = set_stage(brief)
    style = brief.request.style
    layers = restyle(stage, render_planes(stage), style)
    flat = flatten(stage, layers, seed=request.seed, is_clean=style in ("flat", "line", "watercolor"))
    folder.mkdir(parents=True, exist_ok=True)
    kept = []
    for name, image in layers.items():
        path = folder / f"{name}.png"
        write_png(path, image)
        kept.append(PictureLayer(path=path, depth=PLANES[name]))
    path = folder / "flat.png"
    write_png(path, flat)
    return PictureResult(
        path=path, width=request.width, height=request.height, layers=tuple(kept), overscan=OVERSCAN,
        description=", ".join(stage.description + ([] if style == "painted" else [style])),
        notes=() if request.chart or request.sitter else notes_on(request.prompt),
    )  # fmt: skip


def set_stage(brief: Brief) -> Stage:
    """The whole drawing, not yet rendered: place, subjects, weather, framing."""
    stage = open_stage(brief)
    fill_stage(stage, brief)
    return stage


def open_stage(brief: Brief) -> Stage:
    """The brief's stage, light and palette, with nothing on it yet."""
    request = brief.request
    rng = random.Random(
        f"{request.seed}|{request.prompt}|{request.place}|{request.shot_size}|{request.angle}{request.focus_subject or ''}"
    )
    richness = MOODS.get(request.mood, MOODS["calm"])[1]
    palette = film_palette(request.palette_seed, brand_colors=request.brand_colors, richness=richness)
    light = scene_light(palette, time=request.time_of_day, weather=request.weather, mood=request.mood, rng=rng)
    frame = Frame(request.width, request.height)
    stage = Stage(frame, place_camera(brief, frame, rng), palette, light, rng)
    stage.layout = lay_out(brief, frame, rng)
    stage.is_peopled = brief.has_people
    return stage


def _is_unknown(brief: Brief) -> bool:
    """Whether the abstract place was nobody's wish."""
    request = brief.request
    if request.chart is not None or request.sitter is not None:
        return False
    text = f"{request.prompt} {request.place}".lower()
    return bool(text.strip()) and not any(word in text for word in brief.place.words)


def fill_stage(stage: Stage, brief: Brief) -> None:
    """Place, people, things, weather and frame, each on its planes."""
    brief.place.build(stage, brief)
    stage.description += [brief.place.key.replace("_", " "), stage.light.time, stage.light.weather]
    if brief.place.key == FALLBACK and _is_unknown(brief):
        stage.description.append("an abstract composition, as nothing named is in the painter's repertoire")
    if brief.request.chart is not None:
        draw_chart(stage, brief.request.chart, source=brief.request.source)
        stage.description.append(f"chart: {brief.request.chart.title}")
        return
    if brief.request.sitter is not None:
        draw_portrait(stage, brief, brief.request.sitter)
        shade_edges(stage, strength=0.25)
        return
    add_weather(stage)
    thing = brief.main_thing
    if (
        thing is not None
        and thing.stands == "table"
        and not brief.roles
        and brief.shot in ("insert", "close", "medium")
    ):
        still_life(stage, brief, thing)
        stage.description.append(thing.key)
    elif brief.shot == "insert":
        chosen = _insert_thing(brief)
        still_life(stage, brief, chosen)
        stage.description.append(chosen.key)
    elif brief.shot == "close" and brief.roles:
        draw_close(stage, brief)
    else:
        if brief.shot == "close" or (
            brief.shot == "medium" and not brief.people
        ):  # furniture beside the subject falls out of focus with the room
            stage["mid"].passes += stage["subject"].passes
            stage["subject"].passes = []
        place_things(stage, brief)
        place_people(stage, brief)
        stage["subject"].rim = 0.75
        if stage["subject"].passes:  # else the place itself is looked at, an oven in its wall
            focus(stage, brief.shot)
        stage.description += [*(t.key for t in brief.things[:1]), *brief.roles[:2]]
    texture(stage, "mid", strength=0.035)
    shade_edges(stage)


# What a detail shot shows of a place when the prompt names nothing that stands on a table.
INSERTS: dict[str, tuple[str, ...]] = {
    "factory": ("tools", "gauge", "chip"), "laboratory": ("microscope", "flask", "medicine"), "hospital": ("medicine", "gauge", "document"), "classroom": ("book", "document", "lamp"),
    "library": ("book", "lamp", "document"), "kitchen": ("plate", "bread", "cup"), "home": ("cup", "book", "lamp"), "shop": ("cup", "bread", "coin"), "office": ("laptop", "document", "cup"),
    "data_center": ("chip", "laptop", "key"), "energy_farm": ("battery", "gauge", "tools"), "field": ("flower", "bottle", "box"), "garden": ("flower", "book", "cup"), "forest": ("flower", "lamp", "book"),
    "station": ("gauge", "phone", "book"), "stage": ("camera", "trophy", "document"), "street": ("phone", "coin", "key"), "road": ("key", "phone", "gauge"), "village": ("key", "bread", "lamp"), "site": ("tools", "document", "gauge"),
    "harbour": ("gauge", "lamp", "box"), "sea": ("lamp", "gauge", "bottle"), "river": ("flask", "lamp", "gauge"), "skyline": ("coin", "phone", "document"), "desert": ("bottle", "lamp", "gauge"), "corridor": ("key", "document", "lamp"), "space": ("chip", "gauge", "camera"),
    "market": ("plate", "coin", "flower"), "concert": ("violin", "camera", "phone"), "march": ("phone", "document", "camera"), "craft": ("tools", "lamp", "gauge"), "sill": ("cup", "book", "flower"), "launch_pad": ("gauge", "chip", "document"), "courtroom": ("document", "book", "key"), "stadium": ("trophy", "shoe", "phone"),
}  # fmt: skip


def _insert_thing(brief: Brief) -> Subject:
    """What a detail shot shows when the prompt names nothing that stands on a table."""
    for thing in brief.things:
        if thing.stands == "table":
            return thing
    choices = INSERTS.get(
        brief.place.key, ("document", "book", "cup") if brief.place.indoors else ("lamp", "key", "gauge")
    )
    return SUBJECTS[choices[brief.request.seed % len(choices)]]
