"""Read a document in a confined process, cut it into passages, give each its vector.

What is read is committed before it is indexed, batch by batch: whoever resumes goes on with what has no vector.
"""

from typing import Any

from django.utils import timezone

from generation.assets.models import Asset
from generation.assets.services import has_bytes, local_copy
from generation.brand.knowledge import vectors
from generation.brand.knowledge.crawl import Crawl, ReadPage
from generation.brand.knowledge.files import KINDS, PDF
from generation.brand.knowledge.passages import cut
from generation.brand.knowledge.services import KNOWLEDGE_KIND
from generation.brand.models import Chunk, Document
from generation.jobs.context import StageContext
from generation.jobs.models import Checkpoint, Job
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.states import Status
from generation.media.sandbox import Limits, budget, confined, pdf_clock
from wire.errors import GenerationFailed, JobStateInvalid, NotFound, StudioError

_ENDED = (Document.Status.READY, Document.Status.FAILED)
_BATCH = 16  # passages, some two seconds of work
_CHUNKS_AT_ONCE = 500
_INDEX_TIMEOUT_S = 120.0


def _document(ctx: StageContext) -> Document:
    found = Document.objects.filter(pk=ctx.params["documentId"]).first()
    if found is None:
        raise NotFound("The document was deleted.", kind="document")
    return found


def _read(ctx: StageContext) -> dict[str, Any]:
    document = _document(ctx)
    pages = _read_site(ctx, document) if document.kind == Document.Kind.URL else [_read_file(ctx, document)]
    with ctx.fenced():
        _keep(document, pages)
    return {"pages": len(pages)}


def _read_file(ctx: StageContext, document: Document) -> ReadPage:
    """Raises the confined reader's refusal."""
    asset = Asset.objects.select_related("blob").filter(pk=document.asset_id).first()
    # Its bytes go with the last document that has them, which may have been deleted while this one was being added.
    if asset is None or not has_bytes(asset):
        raise GenerationFailed("The file is gone. Send it again.", reason="file_missing")
    kind = KINDS[document.content_type]
    limits = budget(asset.blob.size) if kind is PDF else Limits()
    found = confined(
        kind.reader,
        local_copy(asset, ctx.workdir),
        limits=limits,
        within=ctx.workdir,
        is_wanted=lambda: not ctx.lease.is_lost,
        **(pdf_clock(limits) if kind is PDF else dict(kind.arguments)),
    )
    return ReadPage(found["text"], title=found.get("title") or "", is_truncated=bool(found.get("isTruncated")))


def _read_site(ctx: StageContext, document: Document) -> list[ReadPage]:
    """Raises what keeps the address itself from being read."""
    crawl = Crawl(ctx.workdir, lambda: not ctx.lease.is_lost)
    return crawl.read(document.url, depth=document.depth, tell=lambda share: ctx.progress(share, "Reading pages"))


def _keep(document: Document, pages: list[ReadPage]) -> None:
    """Write the passages in place of those that an interrupted attempt wrote."""
    document.chunks.all().delete()
    chunks: list[Chunk] = []
    for page in pages:
        for start, end in cut(page.text):
            text = page.text[start:end]
            where = {"number": len(chunks), "page_url": page.url, "start": start, "end": end}
            chunks.append(Chunk(document=document, text=text, **where))
    Chunk.objects.bulk_create(chunks, batch_size=_CHUNKS_AT_ONCE)
    document.title = pages[0].title[:300]
    document.page_count, document.chunk_count = len(pages), len(chunks)
    document.char_count = sum(len(page.text) for page in pages)
    document.is_truncated = any(page.is_truncated for page in pages)
    document.save()


def _index(ctx: StageContext) -> dict[str, Any]:
    """The model works in the maker's process, so that the worker stays small."""
    missing = Chunk.objects.filter(document_id=ctx.params["documentId"], vector=None).order_by("number")
    total = left = missing.count()
    while batch := list(missing[:_BATCH]):
        made = ctx.maker.call(
            "generation.providers.local.embedding:passage_vectors",
            [chunk.text for chunk in batch],
            timeout_s=_INDEX_TIMEOUT_S,
        )
        for chunk, vector in zip(batch, made, strict=True):
            chunk.vector = vector
        with ctx.fenced():
            Chunk.objects.bulk_update(batch, ["vector"])
            vectors.store(ctx.organization_id, batch)
        left -= len(batch)
        ctx.progress(1 - left / total, "Indexing")
    return {"documentId": ctx.params["documentId"]}


def _publish(ctx: StageContext, output: dict[str, Any]) -> None:
    """What was read of the same address before gives way to it."""
    document = Document.objects.filter(pk=ctx.params["documentId"]).first()
    if document is None:
        return
    document.status, document.indexed_at = Document.Status.READY, timezone.now()
    document.save(update_fields=["status", "indexed_at"])
    if document.kind == Document.Kind.URL:
        earlier = Document.objects.filter(organization_id=document.organization_id, url=document.url)
        earlier.filter(pk__lt=document.pk, status__in=_ENDED).delete()


def _start(job: Job) -> None:
    Document.objects.filter(pk=job.subject_id).update(status=Document.Status.INDEXING)


def _end(job: Job, status: str, error: StudioError | None) -> None:
    """Reading that ends badly says why on the document. Its passages stay for `_resume`, unless it was canceled.

    Nobody finds them: only what is READY is searched.
    """
    if status == Status.SUCCEEDED:
        return
    code = str(error.details.get("reason") or error.code) if error else "canceled"
    message = error.message if error else "The reading was canceled. Send it again."
    ended = Document.objects.filter(pk=job.subject_id).exclude(status=Document.Status.READY)
    ended.update(status=Document.Status.FAILED, failure_code=code[:60], failure_message=message, chunk_count=0)
    if status == Status.CANCELED:
        Chunk.objects.filter(document_id=job.subject_id).delete()


def _resume(job: Job) -> None:
    """Go on with the passages that have no vector; where none were kept, read again from the beginning."""
    rows = Document.objects.filter(pk=job.subject_id).exclude(status=Document.Status.READY)
    chunks = Chunk.objects.filter(document_id=job.subject_id).count()
    indexing = {"status": Document.Status.INDEXING, "failure_code": "", "failure_message": ""}
    if not rows.update(chunk_count=chunks, **indexing):
        raise JobStateInvalid("Its document was deleted. Add it again.", status=job.status)
    if not chunks:
        Checkpoint.objects.filter(job=job).delete()


KNOWLEDGE = Pipeline(
    kind=KNOWLEDGE_KIND,
    label="Read for the knowledge base",
    stages=(
        Stage("read", _read, label="Reading"),
        Stage("index", _index, weight=4, label="Indexing", commit=_publish),
    ),
    on_start=_start,
    on_end=_end,
    on_resume=_resume,
)
