"""The job that draws up a document."""

from pathlib import Path
from typing import Any

from generation.companions.models import Session
from generation.companions.services.documents import DOCUMENT_KIND, next_version
from generation.companions.services.sessions import said_of, sources_of
from generation.companions.speaking import SPEECH
from generation.jobs.context import Made, StageContext
from generation.jobs.registry import EXPRESS, Pipeline, Stage, register
from generation.projects.models import Artifact, Project, Revision, Source
from generation.providers.base import DraftRequest, SourceText


def _draw_up(ctx: StageContext) -> dict[str, Any]:
    writer: Any = ctx.adapter("text")
    request = _request(ctx)

    def make(folder: Path) -> Made:
        return Made({"document": writer.draft(request)})

    made = ctx.call("document", info=writer.info, operation="draft", make=make)
    return {"document": made.data["document"], "provider": writer.info.provider, "model": writer.info.model}


def _request(ctx: StageContext) -> DraftRequest:
    params = ctx.params
    session = Session.objects.select_related("project").filter(pk=params["sessionId"]).first()
    said = said_of(list(session.messages.order_by("-number")[:80])[::-1]) if session else ()
    return DraftRequest(
        kind=params["artifactType"],
        said=said,
        sources=sources_of(session) if session else _sources(ctx.project_id or ""),
        title=params["title"],
        brief=params["brief"],
        script=params["script"],
        shotlist=params["shotlist"],
        overrides=params["overrides"],
        version=params.get("version") or _version(ctx),
        aspect_ratio=params["aspectRatio"],
    )


def _sources(project_id: str) -> tuple[SourceText, ...]:
    rows = Source.objects.filter(project_id=project_id, status=Source.Status.READY, deleted_at__isnull=True)
    rows = rows.exclude(retention_policy=Source.Retention.METADATA_ONLY).order_by("-pk")[:4]
    return tuple(SourceText(id=row.pk, text=row.text[:20_000], label=row.title or None) for row in rows)


def _version(ctx: StageContext) -> str:
    """The pack's next version after the one that it replaces."""
    artifact_id = ctx.params["artifactId"]
    latest = Revision.objects.filter(artifact_id=artifact_id).order_by("-number").first() if artifact_id else None
    if latest is None:
        return "1.0.0"
    before = str(latest.content.get("document", {}).get("version", ""))
    return next_version(before, is_new_style=latest.content.get("overrides", {}) != ctx.params["overrides"])


def _keep(ctx: StageContext) -> dict[str, Any]:
    """A new artifact, or the next version of the one there is, under the project's lock: numbers have no gaps.

    Run again after a crash, it finds what it wrote.
    """
    made, params = ctx.outputs["draw_up"], ctx.params
    with ctx.fenced():
        project = Project.objects.select_for_update(no_key=True).get(pk=ctx.project_id)
        kept = Revision.objects.filter(artifact__project=project, content__jobId=ctx.job_id).first()
        if kept is None:
            artifact = _artifact(ctx, project, made["document"])
            kept = Revision.objects.create(
                artifact=artifact,
                number=artifact.current_version,
                content={"document": made["document"], "overrides": params["overrides"], "jobId": ctx.job_id},
                provider=made["provider"],
                model=made["model"],
            )
    return {"artifactId": kept.artifact_id, "version": kept.number, "provider": kept.provider, "model": kept.model}


def _artifact(ctx: StageContext, project: Project, document: dict[str, Any]) -> Artifact:
    params = ctx.params
    found = Artifact.objects.select_for_update().filter(pk=params["artifactId"] or "").first()
    if found is not None:
        found.current_version += 1
        found.save(update_fields=["current_version", "updated_at"])
        return found
    request = {"session_id": params["sessionKey"], "title": document.get("title") or document.get("project_title", "")}
    if params.get("briefId"):
        request |= {"brief_id": params["briefId"], "shotlist_id": params["shotlistId"]}
    return Artifact.objects.create(
        organization_id=ctx.organization_id,
        project=project,
        job_id=ctx.job_id,
        type=params["artifactType"],
        request=request,
        status=Artifact.Status.READY,
    )


DOCUMENT = Pipeline(
    DOCUMENT_KIND,
    "Draw up a document",
    (Stage("draw_up", _draw_up, weight=9, label="Writing"), Stage("keep", _keep, weight=1, label="Keeping")),
    priority=EXPRESS,
)


def register_pipelines() -> None:
    register(DOCUMENT)
    register(SPEECH)
