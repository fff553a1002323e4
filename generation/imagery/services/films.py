"""Films to order as things that are kept: found, listed, deleted."""

from django.db.models import QuerySet

from generation.assets.services import drop_asset
from generation.imagery.services.orders import MAX_SECONDS, VIDEO_KIND
from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from generation.jobs.states import LIVE, Status
from wire.errors import JobNotFound

FILM_SECONDS = (1, MAX_SECONDS)
_DELETED = "Deleted by its owner."  # what such a job says of itself


def films_of(organization_id: str) -> "QuerySet[Job]":
    """The jobs of the organization's films, but for deleted ones."""
    return Job.objects.filter(organization_id=organization_id, kind=VIDEO_KIND).exclude(message=_DELETED)


def access_film(job_id: str, *, organization_id: str) -> Job:
    job = films_of(organization_id).filter(pk=job_id).first()
    if job is None:
        raise JobNotFound("No such video. Check its id.", kind="job")
    return job


def delete_film(job_id: str, *, organization_id: str) -> None:
    """Stop a film that is being made, uncharged, or drop the files of a finished one. Inside the caller's transaction.

    What it cost stays in the usage and the ledger.
    """
    job = access_film(job_id, organization_id=organization_id)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status in LIVE:
        cancel_job(job.pk, reason=_DELETED)
        return
    if job.status == Status.SUCCEEDED and job.result:
        for name in ("assetId", "posterAssetId"):
            drop_asset(job.result.get(name, ""))
    Job.objects.filter(pk=job.pk).update(message=_DELETED)
