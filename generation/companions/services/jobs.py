"""The studio family's jobs: found, followed, canceled. Each family knows only its own."""

from django.db.models import QuerySet

from generation.companions.services.documents import DOCUMENT_KIND
from generation.imagery.services.orders import IMAGE_KIND, VIDEO_KIND
from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from wire.errors import JobNotFound

KINDS = {VIDEO_KIND: "video", IMAGE_KIND: "image", DOCUMENT_KIND: "document"}


def jobs_of(organization_id: str) -> "QuerySet[Job]":
    return all_jobs_of(organization_id).filter(kind__in=KINDS)


def all_jobs_of(organization_id: str) -> "QuerySet[Job]":
    """Those of every family, for a list that picks `KINDS` itself."""
    return Job.objects.filter(organization_id=organization_id)


def access_job(job_id: str, *, organization_id: str) -> Job:
    job = jobs_of(organization_id).filter(pk=job_id).first()
    if job is None:
        raise JobNotFound(kind="job")
    return job


def cancel(job: Job) -> Job:
    """Cancel a job that has not ended; again on a canceled one is no mistake. Raises `JobStateInvalid`."""
    if job.status == "canceled":
        return job
    return cancel_job(job.pk, reason="Canceled by its owner.")
