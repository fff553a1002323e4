"""Plans, story jobs and finalizing. Each function that creates work runs inside the caller's transaction."""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from billing.prices import single_quote, story_quote
from generation.films.frame import frame_size
from generation.jobs.models import Job
from generation.jobs.services import cancel_job, create_job, resume_job
from generation.jobs.states import LIVE, Status
from generation.projects.models import Artifact, Project, Rendition, Source
from generation.projects.services import lock_project, require_open
from generation.stories.models import ShareLink, StoryPlan
from wire.errors import (
    ArtifactNotReady,
    JobNotFound,
    JobStateInvalid,
    NotFound,
    PlanNotFound,
    PlanStateInvalid,
    SourceNotFound,
    ValidationFailed,
)
from wire.principal import Principal

PLAN_KIND = "story.plan"
ARTIFACTS_KIND = "story.artifacts"
FINALIZE_KINDS = {"audio": "story.finalize_audio", "video": "story.finalize_video"}
JOB_KINDS = (ARTIFACTS_KIND, *FINALIZE_KINDS.values())  # what answers under /story-jobs; planning is polled on its plan

AVAILABLE_TYPES = ("table_read",)
SHARE_LINK_DAYS = 31
DEFAULT_DURATION_S = 60
# What a table read can be rendered at; a longer request is clamped and the plan says so.
MIN_DURATION_S, MAX_DURATION_S = 5, 600

_OPEN_PLAN = (
    StoryPlan.Status.PENDING,
    StoryPlan.Status.RUNNING,
    StoryPlan.Status.REQUIRES_APPROVAL,
    StoryPlan.Status.APPROVED,
)


def plans_of(organization_id: str) -> "QuerySet[StoryPlan]":
    return StoryPlan.objects.select_related("project").filter(
        project__organization_id=organization_id, project__deleted_at__isnull=True
    )


def access_plan(plan_id: str, *, organization_id: str) -> StoryPlan:
    plan = plans_of(organization_id).filter(pk=plan_id).first()
    if plan is None:
        raise PlanNotFound()
    return plan


def jobs_of(organization_id: str) -> "QuerySet[Job]":
    """The family's jobs, but for those of deleted projects: their results cannot be read either."""
    deleted = Project.objects.filter(pk=OuterRef("project_id"), deleted_at__isnull=False)
    return Job.objects.filter(~Exists(deleted), organization_id=organization_id, kind__in=JOB_KINDS)


def access_job(job_id: str, *, organization_id: str) -> Job:
    job = jobs_of(organization_id).filter(pk=job_id).first()
    if job is None:
        raise JobNotFound(kind="job")
    return job


def create_plan(project: Project, request: dict[str, Any], *, principal: Principal) -> StoryPlan:
    """Check the request against the project, supersede older plans, and queue the planning. Costs nothing.

    Raises `SourceNotFound` for an id that is not the project's, `ValidationFailed` for a source that is not READY.
    """
    require_open(lock_project(project))
    source_ids = list(dict.fromkeys(request.get("sourceIds") or []))
    _check_sources(project, source_ids)
    artifact_requests = [_clean(item) for item in request["artifactRequests"]]
    check_requests(artifact_requests)
    _supersede_plans(project)
    plan = StoryPlan.objects.create(
        project=project,
        title=request.get("title") or None,
        target=_clean(request["target"]),
        artifact_requests=artifact_requests,
        style_constraints=_clean(request["styleConstraints"]) if request.get("styleConstraints") else None,
        source_ids=source_ids,
        auto_approve=bool(request.get("autoApprove")),
        quote=story_quote([item["type"] for item in artifact_requests], len(source_ids)).as_dict(),
    )
    job = create_job(
        organization_id=project.organization_id,
        kind=PLAN_KIND,
        params={"planId": plan.pk},
        project_id=project.pk,
        subject_id=plan.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
    )
    plan.job_id = job.pk
    plan.save(update_fields=["job_id"])
    return plan


def _clean(fields: dict[str, Any]) -> dict[str, Any]:
    """What the caller sent, without the keys that were absent or null."""
    return {name: value for name, value in dict(fields).items() if value is not None}


def _check_sources(project: Project, source_ids: list[str]) -> None:
    found = {s.pk: s for s in Source.objects.filter(pk__in=source_ids, project=project, deleted_at__isnull=True)}
    for source_id in source_ids:
        if source_id not in found:
            raise SourceNotFound(f"Source {source_id} is not in this project.", sourceId=source_id)
        status = found[source_id].status
        if status != Source.Status.READY:
            raise ValidationFailed(
                f"Source {source_id} is {status}. Wait until it is READY.", field="sourceIds", status=status
            )


def check_requests(artifact_requests: list[dict[str, Any]]) -> None:
    """Raises `ValidationFailed` for a type that this studio knows of and cannot make, or a frame it cannot render."""
    for index, item in enumerate(artifact_requests):
        if item["type"] not in AVAILABLE_TYPES:
            raise ValidationFailed(
                f"{item['type']} is not available here yet. Available: {', '.join(AVAILABLE_TYPES)}.",
                field=f"artifactRequests[{index}].type",
            )
        frame_size(item.get("aspectRatio"))


def _supersede_plans(project: Project) -> None:
    """The project's lock is held, so no plan joins them. Jobs are locked before plans, as workers do."""
    older = list(StoryPlan.objects.filter(project=project, status__in=_OPEN_PLAN).values_list("pk", flat=True))
    planning = Job.objects.filter(kind=PLAN_KIND, subject_id__in=older, status__in=LIVE)
    for job in list(planning.select_for_update(no_key=True).order_by("pk")):
        cancel_job(job.pk, reason="A newer plan was created for the project.")
    StoryPlan.objects.filter(pk__in=older).exclude(status=StoryPlan.Status.REJECTED).update(
        status=StoryPlan.Status.SUPERSEDED, failure_code=None, failure_message=None, updated_at=timezone.now()
    )


def approve_plan(plan: StoryPlan, *, now: datetime) -> StoryPlan:
    """Approve a plan that waits for it; approving an approved one changes nothing."""
    plan = _locked(plan)
    if plan.status == StoryPlan.Status.APPROVED:
        return plan
    _require(plan, StoryPlan.Status.REQUIRES_APPROVAL, verb="approved")
    plan.status, plan.approved_at = StoryPlan.Status.APPROVED, now
    plan.save(update_fields=["status", "approved_at", "updated_at"])
    return plan


def reject_plan(plan: StoryPlan, *, reason: str | None, now: datetime) -> StoryPlan:
    """Reject a plan for good. Rejecting a rejected one changes nothing."""
    plan = _locked(plan)
    if plan.status == StoryPlan.Status.REJECTED:
        return plan
    _require(plan, StoryPlan.Status.REQUIRES_APPROVAL, StoryPlan.Status.APPROVED, verb="rejected")
    plan.status, plan.rejected_at, plan.rejection_reason = StoryPlan.Status.REJECTED, now, reason
    plan.save(update_fields=["status", "rejected_at", "rejection_reason", "updated_at"])
    return plan


def _locked(plan: StoryPlan) -> StoryPlan:
    return StoryPlan.objects.select_for_update(of=("self",), no_key=True).select_related("project").get(pk=plan.pk)


def _require(plan: StoryPlan, *allowed: str, verb: str) -> None:
    if plan.status not in allowed:
        names = [str(status) for status in allowed]
        raise PlanStateInvalid(
            f"A plan that is {plan.status} cannot be {verb}; it must be {' or '.join(names)}.",
            status=plan.status,
            allowed=names,
        )


def create_story_job(request: dict[str, Any], *, principal: Principal) -> Job:
    """Make an approved plan's artifacts; the credits are held here.

    Raises `JobNotFound` for an unknown plan (the printed code), `JobStateInvalid` unless the plan is APPROVED,
    `InsufficientCredits`.
    """
    plan = plans_of(principal.organization_id).filter(pk=request["storyPlanId"]).first()
    if plan is None:
        raise JobNotFound("No such plan. Check storyPlanId.", kind="plan")
    require_open(lock_project(plan.project))
    plan = _locked(plan)
    if request.get("projectId") and request["projectId"] != plan.project_id:
        raise ValidationFailed("projectId is not the plan's project.", field="projectId")
    if plan.status != StoryPlan.Status.APPROVED:
        raise JobStateInvalid(
            f"The plan is {plan.status}. Approve it first.",
            status=plan.status,
            allowed=[StoryPlan.Status.APPROVED.value],
        )
    requests = [_clean(item) for item in request.get("artifactRequests") or plan.artifact_requests]
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
    """Cancel a job that has not ended. Canceling a canceled one changes nothing."""
    if job.status == Status.CANCELED:
        return job
    return cancel_job(job.pk, reason="Canceled by its owner.")


def resume_story_job(job: Job, *, principal: Principal) -> Job:
    """Take a failed or canceled job up again under a new hold. Raises `JobStateInvalid`, `InsufficientCredits`."""
    return resume_job(job.pk, key_id=principal.key_id, user_id=principal.user_id)


def duration_s(request: dict[str, Any]) -> int:
    """The length to aim for: what was asked, within what a table read can be."""
    return min(MAX_DURATION_S, max(MIN_DURATION_S, request.get("durationSeconds") or DEFAULT_DURATION_S))


# ---------------------------------------------------------------- finalizing

PRICE_OF_MODE = {"audio": "finalize_audio", "video": "finalize_video"}


def latest_rendition(artifact: Artifact, kind: str) -> tuple[Rendition, Job] | None:
    """The newest rendition of the artifact's current version, with the job that makes or made it."""
    rendition = (
        Rendition.objects.filter(artifact=artifact, kind=kind, revision=artifact.current_version)
        .order_by("-pk")
        .first()
    )
    if rendition is None:
        return None
    return rendition, Job.objects.get(pk=rendition.job_id)


def finalize(artifact: Artifact, *, mode: str, record: bool, principal: Principal) -> dict[str, Any]:
    """Start making the MP3 or MP4, or say how far it is. Never starts or charges a second one for the same version.

    Returns the finalize status as the wire prints it. Raises `ArtifactNotReady`, `InsufficientCredits`.
    """
    lock_project(artifact.project)
    artifact = Artifact.objects.select_for_update(no_key=True).get(pk=artifact.pk)
    if artifact.status != Artifact.Status.READY:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    found = latest_rendition(artifact, mode)
    if found and found[1].status not in (Status.FAILED, Status.CANCELED):
        return finalize_status(found)
    if mode == "audio" and not record and not _has_recording(artifact):
        return {"status": "needs_recording"}
    operation = f"story.{PRICE_OF_MODE[mode]}"
    quote = single_quote("finalize", PRICE_OF_MODE[mode])
    job = create_job(
        organization_id=artifact.organization_id,
        kind=FINALIZE_KINDS[mode],
        params={
            "planId": Job.objects.filter(pk=artifact.job_id).values_list("subject_id", flat=True).first(),
            "artifactId": artifact.pk,
            "revision": artifact.current_version,
            "mode": mode,
            "quote": quote.as_dict(),
        },
        project_id=artifact.project_id,
        subject_id=artifact.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=quote,
        operation=operation,
        artifact_id=artifact.pk,
        revision=artifact.current_version,
    )
    rendition = Rendition.objects.create(artifact=artifact, revision=artifact.current_version, kind=mode, job_id=job.pk)
    return finalize_status((rendition, job))


def _has_recording(artifact: Artifact) -> bool:
    """Whether the current version was performed before, so that there is something to finalize."""
    return Job.objects.filter(
        subject_id=artifact.pk,
        kind__in=FINALIZE_KINDS.values(),
        status=Status.SUCCEEDED,
        params__revision=artifact.current_version,
    ).exists()


def render_status(status: dict[str, Any]) -> dict[str, Any]:
    """A finalize status in the words of `manifest.video`, which knows no upload."""
    return status | {"status": "rendering"} if status["status"] == "uploading" else status


def finalize_status(found: tuple[Rendition, Job] | None) -> dict[str, Any]:
    """`{"status": queued|rendering|uploading|complete|failed, …}` of a rendition; None means not asked for yet."""
    if found is None:
        return {"status": "needs_recording"}
    _, job = found
    if job.status == Status.SUCCEEDED:
        return {"status": "complete", "jobId": job.pk, "progress": 1.0}
    if job.status in (Status.FAILED, Status.CANCELED):
        message = job.error_message or "The job was canceled."
        return {"status": "failed", "jobId": job.pk, "error": message}
    if job.status == Status.QUEUED and not job.attempt:
        return {"status": "queued", "jobId": job.pk, "progress": 0.0}
    stage = "uploading" if job.stage == "publish" else "rendering"
    return {"status": stage, "jobId": job.pk, "progress": round(job.progress, 3)}


# ---------------------------------------------------------------- sharing


def share(artifact: Artifact, *, now: datetime) -> ShareLink:
    """The artifact's link, made on first need. It stays the same across revisions."""
    link, _ = ShareLink.objects.get_or_create(
        artifact=artifact, defaults={"expires_at": now + timedelta(days=SHARE_LINK_DAYS)}
    )
    return link


def _share_signer() -> signing.Signer:
    return signing.Signer(salt="share")  # without a time stamp: expiry is the link's own, and its URLs never change


def share_token(link: ShareLink) -> str:
    """A signed token, the same at every read; reading with it needs no session and no key."""
    return _share_signer().sign_object(link.pk)


def open_share(token: str, *, now: datetime) -> Artifact:
    """The artifact behind a share token. Raises `NotFound` when it is not ours, expired or revoked."""
    try:
        link_id = _share_signer().unsign_object(token)
    except signing.BadSignature:
        raise NotFound("This link is not valid.", kind="share") from None
    link = (
        ShareLink.objects.select_related("artifact__project")
        .filter(pk=link_id, revoked_at__isnull=True, expires_at__gt=now, artifact__project__deleted_at__isnull=True)
        .first()
    )
    if link is None:
        raise NotFound("This link has expired or was revoked.", kind="share")
    return link.artifact
