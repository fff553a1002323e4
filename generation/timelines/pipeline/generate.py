"""Variants of a stretch of the timeline: it is rendered, handed to whoever makes variants, and each is kept."""

from typing import Any

from generation.jobs.context import StageContext
from generation.jobs.registry import Pipeline, Stage
from generation.providers.registry import adapter
from generation.timelines.films import film
from generation.timelines.pipeline.render import drop_folder, render, require_project
from generation.timelines.services.generate import GENERATE_KIND


def _film(ctx: StageContext) -> dict[str, Any]:
    adapter("video_edit", ctx.maker)  # nothing is rendered for a provider that is not there
    result = render(ctx, film(ctx.params["film"]), smart=False)
    asset_id = ctx.keep(result.path, content_type="video/mp4", filename="original.mp4")
    return {"assetId": asset_id, "frames": result.frames}


GENERATE = Pipeline(
    kind=GENERATE_KIND,
    label="Make variants",
    stages=(Stage("film", _film, weight=10, label="Rendering the stretch"),),
    on_end=lambda job, status, error: drop_folder(job),
    on_resume=require_project,
)
