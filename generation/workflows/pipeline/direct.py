"""The first step of every workflow: read what was given, and write the art direction."""

from typing import Any

from generation.brand.services import profile_of
from generation.jobs.context import StageContext
from generation.workflows.kinds import WorkflowType
from generation.workflows.models import Workflow
from generation.workflows.writing.brief import Brief, read_brief
from generation.workflows.writing.direction import direct, seed_of

Json = dict[str, Any]


def profile_words(organization_id: str) -> Json:
    """The brand profile as a brief reads it."""
    profile = profile_of(organization_id)
    names = ("name", "tone", "industry", "target_audience", "colors", "constraints")
    return {name: getattr(profile, name, "") for name in names}


def brief_of(ctx: StageContext) -> Brief:
    """The brief of the job's request, with what its page says, if it names one."""
    return read_brief(concept=ctx.params.get("concept") or "", profile=profile_words(ctx.organization_id))


def write_direction(ctx: StageContext, kind: WorkflowType, *, framework: str = "", brief: Brief | None = None) -> Json:
    """The art direction, as its checkpoint keeps it."""
    params = ctx.params
    brief = brief or brief_of(ctx)
    seed = seed_of(ctx.organization_id, brief.name, brief.concept, brief.url, kind.name)
    sections = kind.tiers[params["quality"]].sections
    direction = direct(
        brief, framework=framework or params.get("framework") or kind.framework,
        seasonal=params.get("seasonal") or "", seed=seed, most_sections=None if params.get("framework") else sections,
    )  # fmt: skip
    direction["formats"] = list(params["formats"])
    return {"brief": brief.as_dict(), "direction": direction}


def keep_direction(ctx: StageContext, output: Json) -> None:
    """In the checkpoint's transaction: what a person may look at and change."""
    Workflow.objects.filter(job_id=ctx.job_id).update(direction=output["direction"])


def direction_of(ctx: StageContext) -> Json:
    """The direction as it stands: what a person has edited is what is made."""
    return Workflow.objects.values_list("direction", flat=True).get(job_id=ctx.job_id)  # type: ignore[return-value]
