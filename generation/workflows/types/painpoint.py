"""Pain point: what the audience is tired of, ranked, and a vertical film that opens on the sharpest of them."""

from typing import Any

from generation.jobs.context import StageContext
from generation.workflows.kinds import Tier, WorkflowType
from generation.workflows.pipeline import direct, film
from generation.workflows.pipeline.steps import film_steps, one_cut
from generation.workflows.writing.pains import pains_of

TIERS = {
    "standard": Tier(seconds=12, resolution="720p", sections=3, more="12 s at 720 lines; the pains ranked."),
    "premium": Tier(
        seconds=15, resolution="1080p", more="15 s at 1080 lines with the relief shown; a hook and an answer each."
    ),
}


def _direct(ctx: StageContext) -> dict[str, Any]:
    brief = direct.brief_of(ctx)
    made = direct.write_direction(ctx, PAINPOINT, brief=brief)
    pains = pains_of(brief, has_answers=ctx.params["quality"] == "premium")
    roles = {section["role"]: section for section in made["direction"]["sections"]}
    if "problem" in roles and not roles["problem"]["evidence"]:
        roles["problem"]["line"] = pains[0]["pain"]
    return {**made, "report": {"kind": "pain-points", "audience": brief.audience or None, "painPoints": pains}}


def _generate(ctx: StageContext) -> dict[str, Any]:
    tier = TIERS[ctx.params["quality"]]
    return film.generate(ctx, one_cut(ctx, tier.seconds), resolution=tier.resolution)


PAINPOINT = WorkflowType(
    name="painpoint",
    title="Pain Point",
    summary="The audience's pains, ranked, and a vertical film that begins with the sharpest.",
    needs=("concept", "url", "brand"),
    formats=("9:16",),
    framework="pas",
    tiers=TIERS,
    steps=film_steps(_direct, _generate),
    makes=("video", "report"),
)
