"""What the story pipelines share: a plan's sources and brief as the writer reads them."""

from typing import Any

from generation.jobs.context import StageContext
from generation.jobs.models import Job
from generation.projects.models import Project, Source
from generation.providers.base import ScriptRequest, SourceText, Target
from generation.stories import services
from generation.stories.models import StoryPlan
from wire.errors import GenerationFailed, ProjectNotFound

SOURCELESS_HINT = "Attach a source and plan again: this studio writes only what a source says."


_AS_MARKDOWN = (Source.Type.MARKDOWN, Source.Type.URL)  # pages are extracted as Markdown


def source_texts(plan: StoryPlan) -> tuple[SourceText, ...]:
    """The plan's sources as the writer reads them, in the plan's order; the brief itself for a plan without any.

    Deleted sources are gone for the writer as well. Raises `GenerationFailed` when none is left.
    """
    if not plan.source_ids:
        return (SourceText(id=plan.pk, text=brief_of(plan), label="Brief"),)
    kept = Source.objects.filter(pk__in=plan.source_ids, deleted_at__isnull=True)
    rows = {s.pk: s for s in kept.exclude(retention_policy=Source.Retention.METADATA_ONLY)}
    texts = tuple(
        SourceText(id=s.pk, text=s.text, label=s.label, is_markdown=s.type in _AS_MARKDOWN)
        for source_id in plan.source_ids
        if (s := rows.get(source_id)) and s.text.strip()
    )
    if not texts:
        raise GenerationFailed(f"The plan has no readable source. {SOURCELESS_HINT}")
    return texts


def brief_of(plan: StoryPlan) -> str:
    """What its author says of a plan without sources, one sentence to a line; evidence then points into this text."""
    said = [plan.project.description or "", plan.target["objective"], plan.target["outcome"]]
    return "\n\n".join(_as_sentence(text) for text in said if text.strip())


def _as_sentence(text: str) -> str:
    text = text.strip()
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def script_request(plan: StoryPlan, item: dict[str, Any], sources: tuple[SourceText, ...]) -> ScriptRequest:
    target, style = plan.target, plan.style_constraints or {}
    return ScriptRequest(
        sources=sources,
        target=Target(
            audience=target["audience"],
            objective=target["objective"],
            outcome=target["outcome"],
            tone=target.get("tone", ""),
            industry=target.get("industry", ""),
            distribution_context=target.get("distributionContext", ""),
        ),
        duration_ms=services.writing_s(item) * 1000,
        title=plan.title,
        mode=item.get("mode", "documentary"),
        narration=item.get("narrationPolicy", "auto"),
        notes="\n".join(words for words in (plan.creative_brief, item.get("notes", "")) if words),
        forbidden_words=tuple(style.get("brandSafety", ())),
        seed=film_seed(plan.project_id),
        is_staged=item["type"] != "pitch_deck",
    )


def film_seed(project_id: str) -> int:
    """One seed per project, so that everything made in it shares a palette and a theme."""
    return int.from_bytes(project_id.encode()[-6:], "big") % 1_000_000


def plan_of(ctx: StageContext) -> StoryPlan:
    return StoryPlan.objects.select_related("project").get(pk=ctx.params["planId"])


def require_project(job: Job) -> None:
    """Raises `ProjectNotFound` when the job's project was deleted: what it would make could not be read."""
    if not Project.objects.filter(pk=job.project_id, deleted_at__isnull=True).exists():
        raise ProjectNotFound()
