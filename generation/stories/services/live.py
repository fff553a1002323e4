"""The live read: performed once per version, heard by whoever holds the link, recorded for the film."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import switches
from accounts.models import Organization
from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.jobs.states import Status
from generation.projects.models import Artifact, Rendition
from generation.projects.services import lock_project
from generation.stories.services.finalize import latest_rendition
from generation.stories.services.sharing import open_share
from generation.stories.staging.read import edit_number
from wire.errors import AccountDisabled, ArtifactNotReady

LIVE_KIND = "story.live"
REHEARSAL_KIND = "story.rehearse"
LIVE = Rendition.Kind.LIVE

Read = tuple[Rendition, Job]


def start_live(token: str, *, now: datetime) -> tuple[Artifact, Read]:
    """Perform the read behind a share token, or join the performance that there is. Costs nothing.

    A version is performed once, and anew after an edit: later calls hear the same performance. Raises `NotFound` for a
    link that is not valid, `ArtifactNotReady`, `AccountDisabled` while the organization is suspended.
    """
    artifact = open_share(token, now=now)
    lock_project(artifact.project)
    artifact = Artifact.objects.select_for_update(no_key=True).get(pk=artifact.pk)
    if artifact.status != Artifact.Status.READY:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    found = latest_rendition(artifact, LIVE)
    edits = edit_number(artifact)
    if found and not _is_over(found, edits):
        return artifact, found
    switches.require("live_reads", "new_jobs")
    if Organization.objects.filter(pk=artifact.organization_id, suspended_at__lte=now).exists():
        raise AccountDisabled("The account that shared this read is suspended; nothing new is performed.")
    job = create_job(
        organization_id=artifact.organization_id,
        kind=LIVE_KIND,
        params=_params(artifact),
        project_id=artifact.project_id,
        subject_id=artifact.pk,
        now=now,
    )
    rendition = Rendition.objects.create(
        artifact=artifact, revision=artifact.current_version, kind=LIVE, job_id=job.pk, edit_number=edits
    )
    return artifact, (rendition, job)


def rehearse(artifact: Artifact, *, now: datetime) -> Job | None:
    """Have the beginning of a read spoken ahead, for whoever opened its page; once a version and edit, for nothing.

    None where that was done, or where nothing may be made. Opens its own transaction.
    """
    if artifact.status != Artifact.Status.READY or artifact.type != "table_read":
        return None
    asked = {"revision": artifact.current_version, "edit": edit_number(artifact)}
    rehearsals = Job.objects.filter(kind=REHEARSAL_KIND, subject_id=artifact.pk).order_by("-pk")
    last = rehearsals.values_list("params", flat=True).first()
    if last and {name: last.get(name) for name in asked} == asked:
        return None
    if Organization.objects.filter(pk=artifact.organization_id, suspended_at__lte=now).exists():
        return None
    with transaction.atomic():
        return create_job(
            organization_id=artifact.organization_id,
            kind=REHEARSAL_KIND,
            params={**_params(artifact), **asked},
            project_id=artifact.project_id,
            subject_id=artifact.pk,
            now=now,
        )


def _params(artifact: Artifact) -> dict[str, Any]:
    return {
        "planId": Job.objects.filter(pk=artifact.job_id).values_list("subject_id", flat=True).first(),
        "artifactId": artifact.pk,
        "revision": artifact.current_version,
    }


def _is_over(found: Read, edits: int) -> bool:
    """Whether the performance has come to nothing, or the read was edited since it was recorded."""
    rendition, job = found
    if job.status == Status.SUCCEEDED:
        return rendition.edit_number < edits
    return job.status in (Status.FAILED, Status.CANCELED)


def find_live(token: str, *, now: datetime) -> tuple[Artifact, Read | None]:
    """The artifact behind a share token and the performance of its current version, if one was started."""
    artifact = open_share(token, now=now)
    return artifact, latest_rendition(artifact, LIVE)


def live_status(found: Read | None) -> dict[str, Any]:
    """`{"status": idle|starting|live|recorded|failed, …}` of a performance."""
    if found is None:
        return {"status": "idle"}
    rendition, job = found
    if job.status == Status.SUCCEEDED:
        return {"status": "recorded", "durationMs": rendition.duration_ms}
    if job.status in (Status.FAILED, Status.CANCELED):
        return {"status": "failed", "error": job.error_message or "The performance was canceled."}
    return {"status": "live" if job.attempt else "starting"}
