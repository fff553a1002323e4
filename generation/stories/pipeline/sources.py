"""Extract a source's text in a confined process; digest and forget the text of one that keeps only metadata."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from generation.assets.models import Asset
from generation.assets.services import local_copy
from generation.films.script import digest_to_json
from generation.jobs.context import Made, StageContext
from generation.jobs.models import Job
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.states import Status
from generation.media.sandbox import Limits, budget, confined, pdf_clock
from generation.projects.models import Source
from generation.projects.sources import SOURCE_KIND, drop_original, measures
from generation.providers.base import SourceText
from generation.stories.digests import source_digest, without_words
from generation.stories.pipeline.digests import kept_digest
from wire.errors import GenerationFailed, JobStateInvalid, SourceNotFound, StudioError

_TEXT_FILE = "text"  # in the attempt's folder: a checkpoint's output would keep it in the database
_METADATA = ("pageCount", "title", "isTruncated")


def _extract(ctx: StageContext) -> dict[str, Any]:
    source = _source(ctx)
    is_wordless = source.retention_policy == Source.Retention.METADATA_ONLY
    if source.status != Source.Status.READY:
        _update(ctx, status=Source.Status.EXTRACTING)
        found = _read(ctx, source)
    else:
        found = {"text": source.text}
    text = found.pop("text")
    (ctx.workdir / _TEXT_FILE).write_text(text)
    known = {name: found[name] for name in _METADATA if found.get(name)}
    if is_wordless:
        known.pop("title", None)
    return {
        "metadata": known,
        "columns": measures(text),
        "digest": _wordless_digest(ctx, source, text) if is_wordless else None,
    }


def _source(ctx: StageContext) -> Source:
    source = Source.objects.filter(pk=ctx.params["sourceId"], deleted_at__isnull=True).first()
    if source is None:
        raise SourceNotFound()
    return source


def _update(ctx: StageContext, **columns: Any) -> None:
    with ctx.fenced():
        Source.objects.filter(pk=ctx.params["sourceId"]).update(updated_at=timezone.now(), **columns)


def _read(ctx: StageContext, source: Source) -> dict[str, Any]:
    """What the confined reader found in the file; raises its refusal."""
    asset = Asset.objects.select_related("blob").filter(pk=source.original_asset_id).first()
    if asset is None:
        raise GenerationFailed("The fetched file is gone. Delete the source and add it again.", reason="file_missing")
    is_pdf = source.type == Source.Type.PDF
    limits = budget(asset.blob.size) if is_pdf else Limits()
    given = {name: ctx.params.get(key, "") for name, key in _PAGE_ARGUMENTS.items()}
    return confined(
        "generation.media.documents.pdf:read_pdf" if is_pdf else "generation.media.documents.pages:read_page",
        local_copy(asset, ctx.workdir),
        limits=limits,
        within=ctx.workdir,
        is_wanted=lambda: not ctx.lease.is_lost,
        **(pdf_clock(limits) if is_pdf else given),
    )


_PAGE_ARGUMENTS = {"content_type": "contentType", "charset": "charset", "url": "url"}


def _wordless_digest(ctx: StageContext, source: Source, text: str) -> dict[str, Any]:
    """A digest without words, or why there is none; no word of the source reaches the database on the way."""
    _update(ctx, digest_status=Source.DigestStatus.RUNNING)
    writer = ctx.adapter("story")
    is_markdown = source.type in (Source.Type.MARKDOWN, Source.Type.URL)
    given = SourceText(id=source.pk, text=text, label=source.label, is_markdown=is_markdown)

    def make(folder: Path) -> Made:
        whole = source_digest(digest_to_json(writer.digest((given,))), text=text, model=writer.info.model)
        return Made(without_words(whole))

    try:
        return {"made": ctx.call("digest", info=writer.info, operation="digest", make=make).data}
    except GenerationFailed as error:
        return {"code": error.code, "message": error.message}


def _keep_text(ctx: StageContext, output: dict[str, Any]) -> None:
    source = Source.objects.select_for_update(no_key=True).get(pk=ctx.params["sourceId"])
    if source.deleted_at is not None:
        return
    now = timezone.now()
    is_wordless = source.retention_policy == Source.Retention.METADATA_ONLY
    source.text = "" if is_wordless else (ctx.workdir / _TEXT_FILE).read_text()
    for name, value in output["columns"].items():
        setattr(source, name, value)
    if output["metadata"]:
        source.metadata = output["metadata"] | (source.metadata or {})  # the caller's own entries stay theirs
    source.extracted_at = source.extracted_at or now
    source.status = Source.Status.READY
    if is_wordless:
        _keep_digest(source, output["digest"])
    source.save()
    if source.retention_policy != Source.Retention.STORE_ORIGINAL:
        drop_original(source)


def _keep_digest(source: Source, told: dict[str, Any]) -> None:
    source.digest = told.get("made")
    source.digest_status = Source.DigestStatus.READY if source.digest else Source.DigestStatus.FAILED
    source.digest_failure_code, source.digest_failure_message = told.get("code"), told.get("message")
    source.digested_at = timezone.now() if source.digest else None


def _digest(ctx: StageContext) -> dict[str, Any]:
    """What the source says, for whoever waits to see it. A source that says nothing is still a source."""
    source = _source(ctx)
    if ctx.params.get("isDigested") and source.retention_policy != Source.Retention.METADATA_ONLY:
        writer = ctx.adapter("story")
        is_markdown = source.type in (Source.Type.MARKDOWN, Source.Type.URL)
        given = SourceText(id=source.pk, text=source.text, label=source.label, is_markdown=is_markdown)
        kept_digest(ctx, writer, given, source, is_alone=False)
    return {}


def _end_source(job: Job, status: str, error: StudioError | None) -> None:
    """A reading that ends badly says why on the source, and still keeps no more than its policy allows."""
    if status == Status.SUCCEEDED:
        return
    source = Source.objects.select_for_update(no_key=True).filter(pk=job.subject_id).first()
    if source is None:
        return
    code = (error.details.get("reason") or error.code) if error else "canceled"
    message = error.message if error else "The reading was canceled. Add the source again."
    if source.status in (Source.Status.PENDING, Source.Status.EXTRACTING):
        source.status = Source.Status.FAILED
        source.failure_code, source.failure_message = code[:60], message
        source.digest_status = Source.DigestStatus.SKIPPED  # there is no text to digest
    elif source.digest_status in (Source.DigestStatus.PENDING, Source.DigestStatus.RUNNING):
        source.digest_status = Source.DigestStatus.NOT_STARTED  # a plan that needs it makes it
    if source.retention_policy == Source.Retention.METADATA_ONLY:
        source.text, source.digest = "", None
        source.digest_status = Source.DigestStatus.FAILED
        source.digest_failure_code, source.digest_failure_message = code[:60], message
    source.save()
    if source.retention_policy != Source.Retention.STORE_ORIGINAL:
        drop_original(source)


def _resume_source(job: Job) -> None:
    """Read the file again, where it is still there. Raises `SourceNotFound`, `JobStateInvalid`."""
    source = Source.objects.select_for_update(no_key=True).filter(pk=job.subject_id, deleted_at__isnull=True).first()
    if source is None:
        raise SourceNotFound()
    if source.status != Source.Status.READY:  # else it was read, and only its digest is missing
        if not source.original_asset_id:
            raise JobStateInvalid("The fetched file is gone. Delete the source and add it again.", status=job.status)
        source.status, source.failure_code, source.failure_message = Source.Status.PENDING, None, None
        source.digest_status = Source.DigestStatus.NOT_STARTED
    if job.params.get("isDigested"):
        source.digest_status = Source.DigestStatus.PENDING
    source.save(update_fields=["status", "failure_code", "failure_message", "digest_status", "updated_at"])


SOURCE = Pipeline(
    kind=SOURCE_KIND,
    label="Read a source",
    stages=(
        Stage("extract", _extract, label="Reading the source", commit=_keep_text),
        Stage("digest", _digest, label="Noting what it says"),
    ),
    on_end=_end_source,
    on_resume=_resume_source,
)
