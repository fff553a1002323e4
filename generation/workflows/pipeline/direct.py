"""The first step of every workflow: read what was given, and write the art direction."""

from pathlib import Path
from typing import Any

from generation.brand.services import profile_of
from generation.jobs.context import Made, StageContext
from generation.media.sandbox import Limits, confined
from generation.projects.sources import fetch_original
from generation.providers.base import SourceText
from generation.workflows.forget import of_what_is_known
from generation.workflows.kinds import WorkflowType
from generation.workflows.models import Workflow
from generation.workflows.pipeline.known import known_facts, offers
from generation.workflows.writing.brief import Brief, PageFact, read_brief
from generation.workflows.writing.direction import direct, seed_of
from wire.errors import GenerationFailed

Json = dict[str, Any]


def profile_words(organization_id: str) -> Json:
    """The brand profile as a brief reads it."""
    profile = profile_of(organization_id)
    names = ("name", "tone", "industry", "target_audience", "colors", "constraints")
    return {name: getattr(profile, name, "") for name in names}


def brief_of(ctx: StageContext, page: Json | None = None) -> Brief:
    """The brief of the job's request, with what its page says, if it names one, and what the brand knows of it."""
    if page is None and ctx.params.get("url"):
        page = read_page(ctx)
    facts = page_facts(ctx, page) if page else []
    profile = profile_words(ctx.organization_id)
    concept = ctx.params.get("concept") or ""
    facts = [*facts, *known_facts(ctx, concept or (page or {}).get("title") or "", profile)]
    return read_brief(concept=concept, profile=profile, page=page, facts=facts)


def read_page(ctx: StageContext) -> Json:
    """The request's page, fetched and read in the sandbox. Raises `SourceFetchFailed`, `GenerationFailed`."""
    ctx.progress(0.1, "Reading the page")
    answer = fetch_original("url", ctx.params["url"])
    path = ctx.workdir / "page"
    path.write_bytes(answer.body)
    found: Json = confined(
        "generation.media.documents.landing:read_landing", path, limits=Limits(), within=ctx.workdir,
        is_wanted=lambda: not ctx.lease.is_lost, content_type=answer.content_type, charset=answer.charset,
        url=answer.url,
    )  # fmt: skip
    return found


def page_facts(ctx: StageContext, page: Json) -> list[PageFact]:
    """What the page says that an advert may say: its offers, and the writer's digest of its text, word for word."""
    writer = ctx.adapter("story")
    given = SourceText(id="page", text=page["text"], label=page["title"] or None)

    def make(folder: Path) -> Made:
        facts = writer.digest((given,)).facts
        return Made({"facts": [{"kind": f.kind, "text": f.text, "speaker": f.speaker or ""} for f in facts]})

    try:
        made = ctx.call("page-digest", info=writer.info, operation="digest", make=make).data
    except GenerationFailed:  # too little is said to tell facts from: the page's own offers are left
        made = {"facts": []}
    promised = [PageFact("offer", line) for line in offers(page["paragraphs"])]
    return [*promised, *(PageFact(**fact) for fact in made["facts"])]


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
    direction["look"]["fonts"] = list(profile_of(ctx.organization_id).fonts)
    direction["formats"] = list(params["formats"])
    return {"brief": brief.as_dict(), "direction": direction}


def keep_direction(ctx: StageContext, output: Json) -> None:
    """In the checkpoint's transaction: what a person may look at and change."""
    Workflow.objects.filter(job_id=ctx.job_id).update(direction=of_what_is_known(output["direction"]))


def direction_of(ctx: StageContext) -> Json:
    """The direction as it stands: what a person has edited is what is made."""
    return Workflow.objects.values_list("direction", flat=True).get(job_id=ctx.job_id)  # type: ignore[return-value]
