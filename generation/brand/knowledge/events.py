"""What the knowledge base tells by webhook, as data."""

from typing import Any

from generation.brand.knowledge.services import KNOWLEDGE_KIND
from generation.brand.models import Document
from generation.jobs.models import Job, JobEvent
from generation.webhooks.catalogue import EventType, Rule
from generation.webhooks.telling import began

_GROUP = "Knowledge base"
_DOCUMENT = {"documentId": "doc_example", "title": "prices.xlsx", "filename": "prices.xlsx", "url": None}

TYPES = (
    EventType(
        name="knowledge.started",
        summary="A document of the knowledge base is being read.",
        group=_GROUP,
        sample={**_DOCUMENT, "status": "running"},
    ),
    EventType(
        name="knowledge.ready",
        summary="A document can be found by meaning.",
        group=_GROUP,
        sample={**_DOCUMENT, "status": "succeeded", "pages": 1, "chunks": 12},
    ),
    EventType(
        name="knowledge.failed",
        summary="A document could not be read; it says why.",
        group=_GROUP,
        sample={**_DOCUMENT, "status": "failed", "error": {"code": "pdf_scanned", "message": "The PDF holds no text."}},
    ),
)


def _document(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """Nothing of a document that was deleted meanwhile."""
    found = Document.objects.filter(pk=job.subject_id).first()
    if found is None:
        return None
    return {"documentId": found.pk, "title": str(found), "filename": found.filename or None, "url": found.url or None}


def _began(job: Job, line: JobEvent) -> dict[str, Any] | None:
    return None if began(job, line) is None else _document(job, line)


def _ready(job: Job, line: JobEvent) -> dict[str, Any] | None:
    told = _document(job, line)
    counts = Document.objects.filter(pk=job.subject_id).values_list("page_count", "chunk_count").first()
    return {**told, "pages": counts[0], "chunks": counts[1]} if told and counts else None


def _failed(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """With the reader's own reason, which says more than the job's code."""
    told = _document(job, line)
    found = Document.objects.filter(pk=job.subject_id, status=Document.Status.FAILED).first()
    error = {"error": {"code": found.failure_code, "message": found.failure_message}} if found else {}
    return told and {**told, "status": "failed", **error}


_KINDS = (KNOWLEDGE_KIND,)
RULES = (
    Rule(type="knowledge.started", on="running", kinds=_KINDS, told=_began),
    Rule(type="knowledge.ready", on="succeeded", kinds=_KINDS, told=_ready),
    Rule(type="knowledge.failed", on="failed", kinds=_KINDS, told=_failed),
    Rule(type="knowledge.failed", on="canceled", kinds=_KINDS, told=_failed),
)
