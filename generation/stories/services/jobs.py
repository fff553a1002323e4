"""Story jobs: created from an approved plan, canceled, resumed. Each function runs inside the caller's transaction."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from billing.prices import story_quote
from generation.jobs.models import Job
from generation.jobs.services import cancel_job, create_job, resume_job
from generation.jobs.states import LIVE, Status
from generation.projects.models import Artifact, Project
from generation.projects.services import lock_project, require_open
from generation.stories.models import StoryPlan
from generation.stories.services.coverage import COVERAGE_KIND
from generation.stories.services.finalize import FINALIZE_KINDS
from generation.stories.services.plans import locked_plan, plans_of
from generation.stories.services.refine import REFINE_KIND
from generation.stories.services.requests import check_requests, clean
from generation.stories.staging.kinds import MUSIC_KIND, SAMPLE_KIND, SFX_KIND
from wire.errors import JobNotFound, JobStateInvalid, ValidationFailed
from wire.principal import Principal

ARTIFACTS_KIND = "story.artifacts"
JOB_KINDS = (
    ARTIFACTS_KIND,
    REFINE_KIND,
    *FINALIZE_KINDS.values(),
)  # what /story-jobs lists; planning is polled on its plan
# Work beside the artifacts, whose answers name its job: read and canceled by that id, and not in the list.
SIDE_KINDS = (COVERAGE_KIND, MUSIC_KIND, SFX_KIND, SAMPLE_KIND)
READABLE_KINDS = (*JOB_KINDS, *SIDE_KINDS)


def jobs_of(organization_id: str, *, kinds: tuple[str, ...] = JOB_KINDS) -> "QuerySet[Job]":
    """The family's jobs, but for those of deleted projects: their results cannot be read either."""
    # One look-up a row of the page. PostgreSQL turns NOT EXISTS into a join and reads every project there is for it.
    deleted_at = Subquery(Project.objects.filter(pk=OuterRef("project_id")).values("deleted_at"))
    jobs = Job.objects.alias(project_deleted_at=deleted_at).filter(project_deleted_at__isnull=True)
    jobs = jobs.filter(organization_id=organization_id)
    return jobs.filter(kind__in=kinds) if kinds else jobs


def of_plan(rows: "QuerySet[Job]", plan_id: str, *, organization_id: str) -> "QuerySet[Job]":
    """Those that make the plan's artifacts or finish them: looked for in its project, not in all that there is."""
    project = plans_of(organization_id).filter(pk=plan_id).values("project_id")
    return rows.filter(project_id=Subquery(project), params__planId=plan_id)


def access_job(job_id: str, *, organization_id: str) -> Job:
    job = jobs_of(organization_id, kinds=READABLE_KINDS).filter(pk=job_id).first()
    if job is None:
        raise JobNotFound(kind="job")
    return job


# What is to be done about a plan that is not approved.
_UNTIL_APPROVED: dict[str, str] = {
    StoryPlan.Status.PENDING: "It is still being planned: wait until it is REQUIRES_APPROVAL, then approve it.",
    StoryPlan.Status.RUNNING: "It is still being planned: wait until it is REQUIRES_APPROVAL, then approve it.",
    StoryPlan.Status.REQUIRES_APPROVAL: "Approve it first.",
    StoryPlan.Status.REJECTED: "Create another plan: a rejected one stays so.",
    StoryPlan.Status.FAILED: "Resume it or create another plan, then approve it.",
    StoryPlan.Status.SUPERSEDED: "Use the project's newer plan.",
}


def create_story_job(request: dict[str, Any], *, principal: Principal) -> Job:
    """Make an approved plan's artifacts; the credits are held here.

    Raises `JobNotFound` for an unknown plan (the printed code), `JobStateInvalid` unless the plan is APPROVED,
    `InsufficientCredits`.
    """
    plan = plans_of(principal.organization_id).filter(pk=request["storyPlanId"]).first()
    if plan is None:
        raise JobNotFound("No such plan. Check storyPlanId.", kind="plan")
    require_open(lock_project(plan.project))
    plan = locked_plan(plan)
    if request.get("projectId") and request["projectId"] != plan.project_id:
        raise ValidationFailed("projectId is not the plan's project.", field="projectId")
    if plan.status != StoryPlan.Status.APPROVED:
        raise JobStateInvalid(
            f"The plan is {plan.status}. {_UNTIL_APPROVED[plan.status]}",
            status=plan.status,
            allowed=[StoryPlan.Status.APPROVED.value],
        )
    requests = [clean(item) for item in request.get("artifactRequests") or plan.artifact_requests]
    check_requests(requests)
    quote = story_quote([item["type"] for item in requests], len(plan.source_ids))
    job = create_job(
        organization_id=principal.organization_id,
        kind=ARTIFACTS_KIND,
        params={"planId": plan.pk, "artifactRequests": requests, "quote": quote.as_dict()},
        project_id=plan.project_id,
        subject_id=plan.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=quote,
        operation="story.artifacts",
    )
    Artifact.objects.bulk_create(
        Artifact(
            organization_id=principal.organization_id,
            project=plan.project,
            job_id=job.pk,
            type=item["type"],
            request=item,
            position=position,
        )
        for position, item in enumerate(requests)
    )
    return job


def cancel_story_job(job: Job) -> Job:
    """Cancel a job that has not ended. Canceling a canceled one changes nothing.

    Raises `JobStateInvalid` also once one of its artifacts is READY: what was delivered is charged when the job ends.
    """
    if job.status == Status.CANCELED:
        return job
    # Locked before the artifacts are looked at: a worker locks the job's row before it makes one READY.
    locked = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if locked.status in LIVE and is_delivered(locked):
        raise JobStateInvalid(
            "An artifact of this job is READY already, so it goes on to its end. What fails is not charged.",
            status=locked.status,
            allowed=[],
        )
    return cancel_job(job.pk, reason="Canceled by its owner.")


def is_delivered(job: Job) -> bool:
    """Whether one of the artifacts that the job makes is READY."""
    return Artifact.objects.filter(job_id=job.pk, status=Artifact.Status.READY).exists()


def resume_story_job(job: Job, *, principal: Principal) -> Job:
    """Take a failed or canceled job up again under a new hold. Raises `JobStateInvalid`, `InsufficientCredits`."""
    return resume_job(job.pk, key_id=principal.key_id, user_id=principal.user_id)
