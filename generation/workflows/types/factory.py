"""Multi-format: a page becomes a campaign, several cuts in several formats, in the page's own words."""

from typing import Any

from generation.jobs.context import StageContext
from generation.workflows.kinds import Tier, WorkflowType
from generation.workflows.pipeline import direct, film
from generation.workflows.pipeline.steps import film_steps, formats_of

SHORT_S, SHORT_SECTIONS = 9, 2
TIERS = {
    "standard": Tier(
        seconds=12, resolution="720p", sections=3, more="12 s in every format and a vertical cut of 9 s, 720 lines."
    ),
    "premium": Tier(seconds=18, resolution="1080p", more="18 s and 9 s, both in every format, 1080 lines."),
}


def _direct(ctx: StageContext) -> dict[str, Any]:
    return direct.write_direction(ctx, FACTORY)


def _generate(ctx: StageContext) -> dict[str, Any]:
    tier, formats = TIERS[ctx.params["quality"]], formats_of(ctx)
    tall = tuple(ratio for ratio in formats if ratio == "9:16") or formats[:1]
    short = formats if ctx.params["quality"] == "premium" else tall
    cuts = (film.Cut("main", tier.seconds, formats), film.Cut("short", SHORT_S, short, SHORT_SECTIONS))
    return film.generate(ctx, cuts, resolution=tier.resolution)


FACTORY = WorkflowType(
    name="factory",
    title="Multi-Format",
    summary="A page read, and filmed in its own words: a main and a short cut, each composed for every format.",
    needs=("url",),
    formats=("16:9", "9:16", "1:1"),
    framework="uvp",
    tiers=TIERS,
    steps=film_steps(_direct, _generate),
)
