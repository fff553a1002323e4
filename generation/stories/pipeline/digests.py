"""Digests while planning: made once per text, kept on the source, taken from an equal source where there is one."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from generation.films.script import digest_to_json
from generation.jobs.context import Made, StageContext
from generation.jobs.models import Job
from generation.projects.models import Source
from generation.providers.base import SourceText
from generation.stories.digests import source_digest, writers_digest
from generation.stories.models import StoryPlan
from wire.errors import GenerationFailed

_Status = Source.DigestStatus


def plan_digest(ctx: StageContext, writer: Any, sources: tuple[SourceText, ...]) -> dict[str, Any]:
    """The writer's digest (as JSON) of all the sources together; each one's own is kept on its row beside it.

    Raises `GenerationFailed` when nothing can be written from them.
    """
    rows = Source.objects.in_bulk([source.id for source in sources])
    kept = {}
    for source in sources:
        if source.id in rows:  # a plan without sources reads its brief, which has no row
            kept[source.id] = kept_digest(ctx, writer, source, rows[source.id], is_alone=len(sources) == 1)
    only = kept.get(sources[0].id) if len(sources) == 1 else None
    if only:
        return writers_digest(only, source_id=sources[0].id)

    def make(folder: Path) -> Made:
        return Made(digest_to_json(writer.digest(sources)))

    return ctx.call("digest", info=writer.info, operation="digest", make=make).data


def kept_digest(
    ctx: StageContext, writer: Any, source: SourceText, row: Source, *, is_alone: bool
) -> dict[str, Any] | None:
    """The source's digest, made now if need be. None for one that says nothing, beside others that may."""
    model = writer.info.model
    if found := _known(ctx, row, model):
        if row.digest != found:
            _keep(ctx, row, digest_status=_Status.READY, digest=found, digested_at=timezone.now())
        return found
    _keep(ctx, row, digest_status=_Status.RUNNING)

    def make(folder: Path) -> Made:
        return Made(source_digest(digest_to_json(writer.digest((source,))), text=source.text, model=model))

    try:
        digest = ctx.call(f"digest-{row.pk}", info=writer.info, operation="digest", make=make).data
    except GenerationFailed as error:
        _keep(
            ctx, row, digest_status=_Status.FAILED, digest_failure_code=error.code, digest_failure_message=error.message
        )
        if is_alone:
            raise
        return None
    _keep(
        ctx,
        row,
        digest_status=_Status.READY,
        digest=digest,
        digested_at=timezone.now(),
        digest_failure_code=None,
        digest_failure_message=None,
    )
    return digest


def _known(ctx: StageContext, row: Source, model: str) -> dict[str, Any] | None:
    """What the same writer made of the same text of the same organization, this source's own first."""
    equal = Source.objects.filter(
        content_hash=row.content_hash,
        type=row.type,
        project__organization_id=ctx.organization_id,
        deleted_at__isnull=True,
        digest_status=_Status.READY,
        digest__model=model,
    ).exclude(retention_policy=Source.Retention.METADATA_ONLY)
    found = equal.filter(pk=row.pk).first() or equal.filter(label=row.label).first()
    return found.digest if found else None


def _keep(ctx: StageContext, row: Source, **columns: Any) -> None:
    """A source that was deleted meanwhile keeps nothing."""
    with ctx.fenced():
        Source.objects.filter(pk=row.pk, deleted_at__isnull=True).update(updated_at=timezone.now(), **columns)


def end_digests(job: Job) -> None:
    """A planning that ends badly leaves no digest running; for the pipeline's `on_end`."""
    plan = StoryPlan.objects.filter(pk=job.subject_id).first()
    if plan:
        Source.objects.filter(pk__in=plan.source_ids, digest_status=_Status.RUNNING).update(
            digest_status=_Status.NOT_STARTED, updated_at=timezone.now()
        )
