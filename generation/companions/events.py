"""What the companions tell by webhook: documents that are drawn up."""

from typing import Any

from generation.companions.services.documents import DOCUMENT_KIND
from generation.jobs.models import Job, JobEvent
from generation.webhooks.catalogue import EventType, Rule
from generation.webhooks.telling import failed

_GROUP = "Companions"

TYPES = (
    EventType(
        name="document.ready",
        summary="A brief, script, shot list or prompt pack is drawn up.",
        group=_GROUP,
        sample={"jobId": "job_example", "artifactId": "art_example", "artifactType": "brief", "version": 1},
    ),
    EventType(
        name="document.failed",
        summary="A document could not be drawn up.",
        group=_GROUP,
        sample={
            "jobId": "job_example",
            "error": {"code": "generation_failed", "message": "The generation failed."},
        },
    ),
)


def _document(job: Job, line: JobEvent) -> dict[str, Any] | None:
    made = job.result or {}
    if "artifactId" not in made:
        return None
    return {
        "artifactId": made["artifactId"],
        "version": made["version"],
        "artifactType": job.params.get("artifactType"),
    }


RULES = (
    Rule(type="document.ready", on="succeeded", kinds=(DOCUMENT_KIND,), told=_document),
    *(Rule(type="document.failed", on=on, kinds=(DOCUMENT_KIND,), told=failed) for on in ("failed", "canceled")),
)
