"""Static ad: designed stills, each composed for its format. Premium has three designs to choose from."""

from typing import Any

from generation.jobs.context import StageContext
from generation.jobs.registry import Stage
from generation.media.posters import DESIGNS, Design
from generation.workflows.kinds import DIRECTION, FORMATS, Tier, WorkflowType
from generation.workflows.pipeline import direct, stills

TIERS = {
    "standard": Tier(resolution="1080p", extras={"designs": 1}, more="One design in every format."),
    "premium": Tier(resolution="1080p", extras={"designs": 3}, more="Three designs in every format."),
}
_FIRST: tuple[Design, ...] = ("panel",)


def _direct(ctx: StageContext) -> dict[str, Any]:
    return direct.write_direction(ctx, STATICAD)


def _compose(ctx: StageContext) -> dict[str, Any]:
    return stills.compose(ctx, DESIGNS if ctx.params["quality"] == "premium" else _FIRST)


STATICAD = WorkflowType(
    name="staticad",
    title="Static Ad",
    summary="Designed stills with heading, line and call, each composed for its format.",
    needs=("concept", "url", "brand"),
    formats=FORMATS,
    framework="aida",
    tiers=TIERS,
    steps=(
        Stage(DIRECTION, _direct, weight=20, label="Directing", commit=direct.keep_direction),
        Stage("composition", _compose, weight=75, label="Drawing and setting"),
        Stage("delivery", stills.deliver, weight=5, label="Delivering"),
    ),
    makes=("image",),
)
