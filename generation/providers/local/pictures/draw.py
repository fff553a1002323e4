# ruff: noqa: E501 - outlines and tables are read by the row
"""`draw`: one request to a folder of layers and a flat picture."""

import random
from pathlib import Path

from generation.providers.base import PictureLayer, PictureRequest, PictureResult
from generation.providers.local.pictures.brief import Brief, read_request
from generation.providers.local.pictures.catalog import load
from generation.providers.local.pictures.chart import draw_chart
from generation.providers.local.pictures.compose import focus, lay_out, place_camera
from generation.providers.local.pictures.framing import shade_edges
from generation.providers.local.pictures.light import MOODS, scene_light
from generation.providers.local.pictures.palette import film_palette
from generation.providers.local.pictures.people import place_people
from generation.providers.local.pictures.portrait import draw_portrait
from generation.providers.local.pictures.registry import SUBJECTS, Subject
from generation.providers.local.pictures.render import flatten, render_planes, texture, write_png
from generation.providers.local.pictures.stage import OVERSCAN, PLANES, Frame, Stage
from generation.providers.local.pictures.still import place_things, still_life
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
    layers = render_planes(stage)
    flat = flatten(stage, layers, seed=request.seed)
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
        description=", ".join(stage.description),
    )  # fmt: skip


def set_stage(brief: Brief) -> Stage:
    """The whole drawing, not yet rendered: place, subjects, weather, framing."""
    request = brief.request
    rng = random.Random(f"{request.seed}|{request.prompt}|{request.place}|{request.shot_size}")
    richness = MOODS.get(request.mood, MOODS["calm"])[1]
    palette = film_palette(request.palette_seed, brand_colors=request.brand_colors, richness=richness)
    light = scene_light(palette, time=request.time_of_day, weather=request.weather, mood=request.mood, rng=rng)
    frame = Frame(request.width, request.height)
    stage = Stage(frame, place_camera(brief, frame, rng), palette, light, rng)
    stage.layout = lay_out(brief, frame, rng)
    fill_stage(stage, brief)
    return stage


def fill_stage(stage: Stage, brief: Brief) -> None:
    """Place, people, things, weather and frame, each on its planes."""
    brief.place.build(stage, brief)
    stage.description += [brief.place.key.replace("_", " "), stage.light.time, stage.light.weather]
    if brief.request.chart is not None:
        draw_chart(stage, brief.request.chart)
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
    else:
        if brief.shot == "close":  # furniture beside the subject falls out of focus with the room
            stage["mid"].passes += stage["subject"].passes
            stage["subject"].passes = []
        place_things(stage, brief)
        place_people(stage, brief)
        stage["subject"].rim = 0.75
        focus(stage, brief.shot)
        stage.description += [*(t.key for t in brief.things[:1]), *brief.roles[:2]]
    texture(stage, "mid", strength=0.035)
    shade_edges(stage)


# What a detail shot shows of a place when the prompt names nothing that stands on a table.
INSERTS = {
    "factory": "tools", "laboratory": "microscope", "hospital": "medicine", "classroom": "book", "library": "book", "kitchen": "plate",
    "home": "cup", "shop": "cup", "office": "laptop", "data_center": "chip", "energy_farm": "battery", "field": "flower", "garden": "flower",
    "forest": "flower", "station": "gauge", "stage": "camera", "street": "phone", "road": "key", "village": "key", "site": "tools",
    "harbour": "gauge", "sea": "lamp", "river": "flask", "skyline": "coin", "desert": "bottle", "corridor": "key", "space": "chip",
}  # fmt: skip


def _insert_thing(brief: Brief) -> Subject:
    """What a detail shot shows when the prompt names nothing that stands on a table."""
    for thing in brief.things:
        if thing.stands == "table":
            return thing
    return SUBJECTS[INSERTS.get(brief.place.key, "document" if brief.place.indoors else "lamp")]
