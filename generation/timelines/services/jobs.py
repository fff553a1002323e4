"""The editor's jobs as `GET /job/{id}` knows them: imports and generations, not exports."""

from django.db.models import OuterRef, QuerySet, Subquery

from generation.jobs.models import Job
from generation.jobs.services import cancel_job, resume_job
from generation.jobs.states import Status
from generation.projects.models import Project
from generation.timelines.models import Variant
from generation.timelines.services.generate import GENERATE_KIND
from generation.timelines.services.imports import IMPORT_KIND
from wire.errors import JobNotFound
from wire.principal import Principal

JOB_KINDS = (IMPORT_KIND, GENERATE_KIND)


def jobs_of(organization_id: str) -> "QuerySet[Job]":
    """But for those of deleted projects: their results cannot be read either."""
    deleted_at = Subquery(Project.objects.filter(pk=OuterRef("project_id")).values("deleted_at"))
    jobs = Job.objects.alias(project_deleted_at=deleted_at).filter(project_deleted_at__isnull=True)
    return jobs.filter(organization_id=organization_id, kind__in=JOB_KINDS)


def access_job(job_id: str, *, organization_id: str) -> Job:
    job = jobs_of(organization_id).filter(pk=job_id).first()
    if job is None:
        raise JobNotFound(kind="job")
    return job


def variants_of(job: Job) -> list[Variant]:
    if job.kind != GENERATE_KIND or job.status != Status.SUCCEEDED:
        return []
    kept = Variant.objects.filter(job_id=job.pk, discarded_at__isnull=True)
    return list(kept.select_related("footage").order_by("number"))


def cancel(job: Job) -> Job:
    """Cancel a job that has not ended; canceling a canceled one changes nothing. Raises `JobStateInvalid`."""
    if job.status == Status.CANCELED:
        return job
    return cancel_job(job.pk, reason="Canceled by its owner.")


def resume(job: Job, *, principal: Principal) -> Job:
    """Take a failed or canceled job up again where it stopped, under a new hold if it costs anything."""
    return resume_job(job.pk, key_id=principal.key_id, user_id=principal.user_id)
