"""`draw`: one request to a folder of layers and a flat picture."""

import random
from pathlib import Path

from generation.providers.base import PictureLayer, PictureRequest, PictureResult
from generation.providers.local.pictures.brief import Brief, read_request
from generation.providers.local.pictures.catalog import load
from generation.providers.local.pictures.compose import lay_out, place_camera
from generation.providers.local.pictures.light import MOODS, scene_light
from generation.providers.local.pictures.palette import film_palette
from generation.providers.local.pictures.render import flatten, render_planes, write_png
from generation.providers.local.pictures.stage import OVERSCAN, PLANES, Frame, Stage
from wire.errors import GenerationFailed

MAX_SIDE = 2560
MIN_SIDE = 64


def draw(request: PictureRequest, folder: Path) -> PictureResult:
    """Draws the request as PNG layers and one flat PNG in `folder`, which must exist.

    Sizes are pixels; sides from 64 to 2560. The same request gives the same bytes.
    Raises GenerationFailed when the size is out of range.
    """
    if not (MIN_SIDE <= request.width <= MAX_SIDE and MIN_SIDE <= request.height <= MAX_SIDE):
        raise GenerationFailed(f"Pictures are {MIN_SIDE} to {MAX_SIDE} pixels a side.", width=request.width, height=request.height)
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
    brief.place.build(stage, brief)
    return stage
