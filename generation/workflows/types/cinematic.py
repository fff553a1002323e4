"""Director: a film from a concept. Premium has a frame of 1080 lines, every section of its framework, and more time."""

from typing import Any

from generation.jobs.context import StageContext
from generation.jobs.registry import Stage
from generation.workflows.kinds import DIRECTION, Tier, WorkflowType
from generation.workflows.pipeline import direct, film

TIERS = {
    "standard": Tier(seconds=12, resolution="720p", sections=3, more="Three sections, 720 lines."),
    "premium": Tier(seconds=15, resolution="1080p", more="Every section of the framework, 1080 lines."),
}


def _direct(ctx: StageContext) -> dict[str, Any]:
    return direct.write_direction(ctx, CINEMATIC)


def _generate(ctx: StageContext) -> dict[str, Any]:
    tier = TIERS[ctx.params["quality"]]
    return film.generate(ctx, seconds=tier.seconds, resolution=tier.resolution)


CINEMATIC = WorkflowType(
    name="cinematic",
    title="Director",
    summary="A film from a concept: script by a marketing framework, voice, music, drawn scenes, a last card.",
    needs=("concept",),
    formats=("16:9",),
    framework="aida",
    tiers=TIERS,
    steps=(
        Stage(DIRECTION, _direct, weight=20, label="Directing", commit=direct.keep_direction),
        Stage("video_generation", _generate, weight=40, label="Voice, music and pictures"),
        Stage("editing", film.edit, weight=35, label="Filming and cutting"),
        Stage("delivery", film.deliver, weight=5, label="Delivering", commit=film.tell_ready),
    ),
)
