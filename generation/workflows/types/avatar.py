"""Presenter: somebody drawn speaks into the camera, their mouth following every sound, with pictures of what they speak
of in between. Premium has a second view and a set with depth."""

from typing import Any

from generation.films import presenting
from generation.jobs.context import StageContext
from generation.workflows.kinds import Tier, WorkflowType
from generation.workflows.pipeline import direct, film
from generation.workflows.pipeline.steps import film_steps, one_cut
from generation.workflows.writing.direction import lengthened
from generation.workflows.writing.presenting import presented

TIERS = {
    "standard": Tier(
        seconds=20, resolution="720p", sections=4,
        more="20 s at 720 lines, up to four sections; one view of the presenter, pictures between.",
        extras={"angles": ["medium"], "inserts": 0.55},
    ),
    "premium": Tier(
        seconds=28, resolution="1080p",
        more="28 s at 1080 lines, every section with more to say; two views of the presenter in a set with depth, "
        "and a picture in most sections.",
        extras={"angles": ["medium", "close"], "inserts": 1.0},
    ),
}  # fmt: skip


def _direct(ctx: StageContext) -> dict[str, Any]:
    brief = direct.brief_of(ctx)
    made = direct.write_direction(ctx, AVATAR, brief=brief)
    is_long = ctx.params["quality"] == "premium"
    direction = lengthened(made["direction"], brief) if is_long else made["direction"]
    direction = presented(direction, brief, is_long=is_long)
    direction["stage"] = dict(TIERS[ctx.params["quality"]].extras or {})
    return {**made, "direction": direction}


def _generate(ctx: StageContext) -> dict[str, Any]:
    tier = TIERS[ctx.params["quality"]]
    return film.generate(ctx, one_cut(ctx, tier.seconds), resolution=tier.resolution, paint=presenting.paint)


def _edit(ctx: StageContext) -> dict[str, Any]:
    return film.edit(ctx, render=presenting.render)


AVATAR = WorkflowType(
    name="avatar",
    title="Presenter",
    summary="A drawn presenter speaks into the camera, lips following the speech, with pictures of what they speak of.",
    needs=("concept", "url", "brand"),
    formats=("16:9",),
    framework="aida",
    tiers=TIERS,
    steps=film_steps(_direct, _generate, _edit),
)
