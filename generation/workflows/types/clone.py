"""Inspiration: the rhythm, colours and motion of another film, measured, and given to a film of one's own.

Nothing of the reference is shown: its shot lengths, its palette and how much moves are all that is taken.
"""

from typing import Any

from generation.jobs.context import StageContext
from generation.workflows.kinds import Tier, WorkflowType
from generation.workflows.pipeline import direct, film, reference
from generation.workflows.pipeline.steps import film_steps, one_cut
from generation.workflows.writing.brief import read_brief

TIERS = {
    "standard": Tier(seconds=14, resolution="720p", sections=3, more="14 s at 720 lines in the reference's rhythm."),
    "premium": Tier(
        seconds=20, resolution="1080p", more="20 s at 1080 lines, every section, in the reference's rhythm."
    ),
}
_CALM, _LIVELY = 0.2, 3.0  # levels that change from frame to frame within a shot


def _direct(ctx: StageContext) -> dict[str, Any]:
    measured = reference.measured(ctx, *reference.fetched(ctx))
    brief = read_brief(concept=ctx.params["concept"], profile=direct.profile_words(ctx.organization_id))
    made = direct.write_direction(ctx, CLONE, brief=brief)
    rhythm = [shot["lengthMs"] for shot in measured["shots"]]
    direction = made["direction"]
    own = direction["look"]["palette"]
    direction["look"]["palette"] = list(dict.fromkeys(color.lower() for color in [*own[:1], *measured["palette"]]))[:4]
    direction["rhythm"] = rhythm
    motion = sum(shot["motion"] for shot in measured["shots"]) / len(measured["shots"])
    direction["liveliness"] = round(min(1.0, max(0.0, (motion - _CALM) / (_LIVELY - _CALM))), 2)
    return {**made, "report": _report(measured, direction)}


def _report(measured: dict[str, Any], direction: dict[str, Any]) -> dict[str, Any]:
    names = ("durationMs", "averageShotMs", "shots", "palette", "motion", "contrast")
    return {
        "kind": "clone",
        "reference": {name: measured[name] for name in names},
        "applied": {
            "shotLengthsMs": direction["rhythm"],
            "palette": direction["look"]["palette"],
            "liveliness": direction["liveliness"],
        },
    }


def _generate(ctx: StageContext) -> dict[str, Any]:
    tier = TIERS[ctx.params["quality"]]
    return film.generate(ctx, one_cut(ctx, tier.seconds), resolution=tier.resolution)


CLONE = WorkflowType(
    name="clone",
    title="Inspiration",
    summary="A film of one's own in the rhythm, the colours and with the motion of a reference.",
    needs=("url",),
    formats=("16:9",),
    framework="aida",
    tiers=TIERS,
    steps=film_steps(_direct, _generate),
    makes=("video", "report"),
)
