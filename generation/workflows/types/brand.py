"""Brand: a campaign from the profile. A film in which the viewer is the hero, and its short cut for phones."""

from typing import Any

from generation.jobs.context import StageContext
from generation.workflows.kinds import Tier, WorkflowType
from generation.workflows.pipeline import direct, film
from generation.workflows.pipeline.steps import film_steps, formats_of
from generation.workflows.writing.direction import lengthened

SHORT_S, SHORT_SECTIONS = 10, 2
TIERS = {
    "standard": Tier(seconds=24, resolution="720p", more="A film of 24 s and a vertical cut of 10 s, 720 lines."),
    "premium": Tier(
        seconds=40,
        resolution="1080p",
        more="A film of 40 s with more lines to each section, and vertical and square cuts of 10 s, 1080 lines.",
    ),
}
_SHORT_FORMATS = {"standard": ("9:16",), "premium": ("9:16", "1:1")}


def _direct(ctx: StageContext) -> dict[str, Any]:
    brief = direct.brief_of(ctx)
    made = direct.write_direction(ctx, BRAND, brief=brief)
    if ctx.params["quality"] == "premium":
        made["direction"] = lengthened(made["direction"], brief)
    return made


def _generate(ctx: StageContext) -> dict[str, Any]:
    quality = ctx.params["quality"]
    tier = TIERS[quality]
    cuts = (
        film.Cut("main", tier.seconds, formats_of(ctx)),
        film.Cut("short", SHORT_S, _SHORT_FORMATS[quality], SHORT_SECTIONS),
    )
    return film.generate(ctx, cuts, resolution=tier.resolution)


BRAND = WorkflowType(
    name="brand",
    title="Brand Clone",
    summary="A brand's campaign from its profile: a film with its colours, tone and audience, and short cuts of it.",
    needs=("brand", "concept"),
    formats=("16:9",),
    framework="sb7",
    tiers=TIERS,
    steps=film_steps(_direct, _generate),
)
