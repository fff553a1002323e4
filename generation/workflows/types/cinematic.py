"""Director: a film from a concept. Premium has a frame of 1080 lines, every section of its framework, and more time."""

from typing import Any

from generation.jobs.context import StageContext
from generation.workflows.kinds import Tier, WorkflowType
from generation.workflows.pipeline import direct, film
from generation.workflows.pipeline.steps import film_steps, one_cut

TIERS = {
    "standard": Tier(seconds=12, resolution="720p", sections=3, more="12 s at 720 lines, three sections."),
    "premium": Tier(seconds=15, resolution="1080p", more="15 s at 1080 lines, every section of the framework."),
}


def _direct(ctx: StageContext) -> dict[str, Any]:
    return direct.write_direction(ctx, CINEMATIC)


def _generate(ctx: StageContext) -> dict[str, Any]:
    tier = TIERS[ctx.params["quality"]]
    return film.generate(ctx, one_cut(ctx, tier.seconds), resolution=tier.resolution)


CINEMATIC = WorkflowType(
    name="cinematic",
    title="Director",
    summary="A film from a concept: script by a marketing framework, voice, music, drawn scenes, a last card.",
    needs=("concept",),
    formats=("16:9",),
    framework="aida",
    tiers=TIERS,
    steps=film_steps(_direct, _generate),
)
