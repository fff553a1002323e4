"""The jobs that draw pictures and film them: studio images and videos. External images are in `external`."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from generation.films.stages import asset_path
from generation.films.style import brand_colors
from generation.imagery.filmed import film_stage, give_up, join_stage
from generation.imagery.models import Generation, generation_id
from generation.imagery.motion import move_of, sizes_of
from generation.imagery.services.orders import IMAGE_KIND, VIDEO_KIND
from generation.jobs.context import Call, Made, Origin, StageContext
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS, Pipeline, Stage, register
from generation.jobs.states import Status
from generation.media.logos import stamp_logo
from generation.media.plan import FilmPlan, Layer, Rate, Shot, ShotPlan, ShotResult
from generation.providers.base import PictureRequest, PictureStyle, ProviderInfo
from wire.errors import StudioError

RATE = Rate(25)
RENDERER = ProviderInfo("local", "studio-motion-1")
HD_SCALE = 1.35  # an hd picture is drawn larger and brought down to its size
MAX_SIDE = 2048  # pixels that the painter is asked for; more would take longer than somebody waits
SHOT_S = 5
_STYLES: tuple[PictureStyle, ...] = ("painted", "flat", "noir", "watercolor", "line", "minimal")


def picture_request(params: dict[str, Any], *, seed: int | None = None) -> PictureRequest:
    """The request of an order's parameters. `look`, where there is one, is the brand's."""
    number = params["seed"] if seed is None else seed
    style = params.get("style", "")
    look = params.get("look") or {}
    prompt = params["prompt"]
    return PictureRequest(
        prompt=f"{prompt}, {look['words']}" if look.get("words") else prompt,
        width=params["width"],
        height=params["height"],
        negative=params.get("negative", ""),
        place=params.get("place", ""),
        mood=params.get("mood", "calm"),
        time_of_day=params.get("hour", "day"),
        shot_size=params.get("shotSize") or "wide",
        angle=params.get("angle", "level"),
        style=style if style in _STYLES else "painted",
        brand_colors=tuple(look.get("colors", ())) or brand_colors(prompt),
        palette_seed=look.get("seed", number) % 1000,
        seed=number,
    )


def draw_stage(ctx: StageContext) -> dict[str, Any]:
    """Draw the picture of the order in `ctx.params`."""
    return drawn(ctx, ctx.params, "picture")


def drawn(
    ctx: StageContext, params: dict[str, Any], key: str, *, filename: str = "image.png", logo: Path | None = None
) -> dict[str, Any]:
    """Have the configured painter draw the order; the picture is kept as a PNG of that name, a logo in its corner."""
    painter: Any = ctx.adapter("image")
    request = picture_request(params)
    is_hd, is_vivid = params.get("quality") == "hd", params.get("style") == "vivid"
    maker = ctx.maker

    def make(folder: Path) -> Made:
        began = time.monotonic()
        larger = _scaled(request, min(HD_SCALE, MAX_SIDE / max(request.width, request.height))) if is_hd else request
        result = painter.draw(larger, folder)
        out = folder / filename
        plain = folder / "plain.png" if logo else out
        maker.call(
            "generation.media.finish:finish_picture", result.path, plain, request.width, request.height,
            is_vivid=is_vivid,
        )  # fmt: skip
        if logo:
            stamp_logo(plain, logo, out)
        ctx.sign(out, Origin(models=((painter.info.provider, painter.info.model),)))
        told = "; ".join([result.description, *result.notes])
        return Made({"description": told, "latencyMs": since_ms(began)}, {"image": out})

    made = ctx.call(key, info=painter.info, operation="image", make=make)
    return {
        "assetId": made.assets["image"],
        "description": made.data["description"],
        "latencyMs": made.data["latencyMs"],
        "provider": painter.info.provider,
        "model": painter.info.model,
    }


def _scaled(request: PictureRequest, factor: float) -> PictureRequest:
    return replace(request, width=round(request.width * factor), height=round(request.height * factor))


def since_ms(began: float) -> int:
    return max(1, round((time.monotonic() - began) * 1000))


# ---------------------------------------------------------------- video


def paint_stage(ctx: StageContext) -> dict[str, Any]:
    """A picture in layers for every stretch of the film; the film itself where a provider films."""
    if ctx.provider_name("video") != "local":
        return film_stage(ctx)
    painter: Any = ctx.adapter("image")
    count = max(1, round(ctx.params["duration_s"] / SHOT_S))
    sizes = sizes_of(ctx.params["prompt"], count)
    calls = []
    for number, size in enumerate(sizes):
        request = picture_request(ctx.params, seed=ctx.params["seed"] + number)
        request = replace(request, palette_seed=ctx.params["seed"] % 1000)
        if size:
            request = replace(request, shot_size=size)
        calls.append(Call(f"shot-{number:02}", painter.info, "picture", _painter(painter, request)))
    made = ctx.call_each(calls)
    shots = [
        {
            "overscan": one.data["overscan"],
            "description": one.data["description"],
            "layers": [{"assetId": one.assets[name], "depth": depth} for name, depth in one.data["layers"].items()],
        }
        for one in made
    ]
    latency = sum(one.data["latencyMs"] for one in made)
    info = painter.info
    return {"shots": shots, "provider": info.provider, "model": info.model, "latencyMs": latency}


def _painter(painter: Any, request: PictureRequest) -> Callable[[Path], Made]:
    def make(folder: Path) -> Made:
        began = time.monotonic()
        result = painter.draw(request, folder)
        names = {f"layer-{i}": layer for i, layer in enumerate(result.layers)}
        data = {
            "overscan": result.overscan,
            "description": result.description,
            "layers": {name: layer.depth for name, layer in names.items()},
            "latencyMs": since_ms(began),
        }
        return Made(data, {name: layer.path for name, layer in names.items()})

    return make


def render_stage(ctx: StageContext) -> dict[str, Any]:
    """Move the camera over the pictures and join them."""
    if "clips" in ctx.outputs["paint"]:
        return join_stage(ctx)
    plan = _film(ctx)
    calls = [
        Call(f"film-{number:02}", RENDERER, "shot", _renderer(ctx, one)) for number, one in enumerate(plan.shot_plans())
    ]
    made = ctx.call_each(calls)
    shots = [
        ShotResult(
            asset_path(ctx, one.assets["shot"]), one.data["frames"], asset_path(ctx, one.assets["still"]),
            one.data["score"],
        )
        for one in made
    ]  # fmt: skip
    out = ctx.workdir / "video.mp4"
    result = ctx.maker.call("generation.media.render:assemble", plan, shots, out)
    painted = ctx.outputs["paint"]
    origin = Origin(models=((painted["provider"], painted["model"]), (RENDERER.provider, RENDERER.model)))
    return {
        "assetId": ctx.publish(out, origin, content_type="video/mp4", filename="video.mp4"),
        "posterAssetId": ctx.publish(result.poster, origin, content_type="image/jpeg", filename="poster.jpg"),
        "durationMs": result.duration_ms,
        "width": result.width,
        "height": result.height,
        "frames": result.frames,
        "description": painted["shots"][0]["description"],
        "provider": painted["provider"],
        "model": painted["model"],
        "latencyMs": painted["latencyMs"],
    }


def _film(ctx: StageContext) -> FilmPlan:
    params, pictures = ctx.params, ctx.outputs["paint"]["shots"]
    total = RATE.frames_at(round(params["duration_s"] * 1000))
    bounds = [total * number // len(pictures) for number in range(len(pictures) + 1)]
    shots = []
    for number, picture in enumerate(pictures):
        frames = bounds[number + 1] - bounds[number]
        move = move_of(params["prompt"], number, seconds=frames / 25)
        layers = tuple(Layer(asset_path(ctx, one["assetId"]), one["depth"]) for one in picture["layers"])
        dissolve = min(12, frames) if number else 0
        shots.append(
            Shot(frames=frames, layers=layers, overscan=picture["overscan"], move=move, dissolve_frames=dissolve)
        )
    return FilmPlan(width=params["width"], height=params["height"], rate=RATE, shots=tuple(shots))


def _renderer(ctx: StageContext, plan: ShotPlan) -> Callable[[Path], Made]:
    maker = ctx.maker

    def make(folder: Path) -> Made:
        result: ShotResult = maker.call("generation.media.shot:render_shot", plan, folder / "shot.mp4")
        return Made({"frames": result.frames, "score": result.score}, {"shot": result.path, "still": result.still})

    return make


# ---------------------------------------------------------------- what is recorded


def record(operation: str) -> Callable[[Job, str, StudioError | None], None]:
    """An `on_end` that writes the generation of a success, in the transaction that charges for it."""

    def on_end(job: Job, status: str, error: StudioError | None) -> None:
        if status != Status.SUCCEEDED or job.result is None:
            return
        result = job.result
        Generation.objects.create(
            pk=job.params.get("generationId") or generation_id(),
            organization_id=job.organization_id,
            project_id=job.project_id,
            key_id=job.key_id,
            job_id=job.pk,
            operation=operation,
            prompt=job.params["prompt"],
            params={name: value for name, value in job.params.items() if name != "prompt"},
            result=result,
            asset_id=result["assetId"],
            provider=result["provider"],
            model=result["model"],
            credits=job.charged or 0,
            latency_ms=result["latencyMs"],
            created_at=job.finished_at or timezone.now(),
        )

    return on_end


def _end_video(job: Job, status: str, error: StudioError | None) -> None:
    record("video")(job, status, error)
    give_up(job, status, error)


IMAGE = Pipeline(
    IMAGE_KIND, "Draw a picture", (Stage("draw", draw_stage, label="Drawing"),), on_end=record("image"),
    priority=EXPRESS,
)  # fmt: skip
VIDEO = Pipeline(
    VIDEO_KIND,
    "Film a scene",
    (Stage("paint", paint_stage, weight=5, label="Drawing"), Stage("render", render_stage, weight=5, label="Filming")),
    on_end=_end_video,
)


def register_pipelines() -> None:
    from generation.imagery.external import V1, V2

    for pipeline in (IMAGE, VIDEO, V1, V2):
        register(pipeline)
