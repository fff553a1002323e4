"""Influencer: somebody talks into the camera, vertical, in quick cuts, with captions word by word."""

from typing import Any

from generation.jobs.context import StageContext
from generation.workflows.kinds import Tier, WorkflowType
from generation.workflows.pipeline import direct, film
from generation.workflows.pipeline.steps import film_steps, one_cut
from generation.workflows.writing.talking import talked

TIERS = {
    "standard": Tier(seconds=20, resolution="720p", sections=4, more="20 s at 720 lines, five things said."),
    "premium": Tier(seconds=28, resolution="1080p", more="28 s at 1080 lines, seven things said, more scenes between."),
}


def _direct(ctx: StageContext) -> dict[str, Any]:
    brief = direct.brief_of(ctx)
    made = direct.write_direction(ctx, INFLUENCER, brief=brief)
    made["direction"] = talked(made["direction"], brief, is_long=ctx.params["quality"] == "premium")
    return made


def _generate(ctx: StageContext) -> dict[str, Any]:
    tier = TIERS[ctx.params["quality"]]
    return film.generate(ctx, one_cut(ctx, tier.seconds), resolution=tier.resolution)


INFLUENCER = WorkflowType(
    name="influencer",
    title="Influencer",
    summary="A drawn creator talks into the camera, vertical, with scenes between and captions word by word.",
    needs=("concept", "url", "brand"),
    formats=("9:16",),
    framework="pas",
    tiers=TIERS,
    steps=film_steps(_direct, _generate),
)
