"""Plans: asked for, approved, rejected, superseded. Each function runs inside the caller's transaction."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts import audit
from billing.prices import story_quote
from generation.jobs.models import Job
from generation.jobs.services import cancel_job, create_job, resume_job
from generation.jobs.states import LIVE
from generation.projects.models import Project, Source
from generation.projects.services import lock_project, require_open
from generation.stories.models import StoryPlan, plan_id
from generation.stories.services.requests import check_requests, clean
from wire.errors import PlanNotFound, PlanStateInvalid, SourceNotFound, ValidationFailed
from wire.principal import Principal

PLAN_KIND = "story.plan"

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


def create_plan(project: Project, request: dict[str, Any], *, principal: Principal) -> StoryPlan:
    """Check the request against the project, supersede older plans, and queue the planning. Costs nothing.

    Raises `SourceNotFound` for an id that is not the project's, `ValidationFailed` for a source that is not READY.
    """
    require_open(lock_project(project))
    source_ids = list(dict.fromkeys(request.get("sourceIds") or []))
    wordless = _check_sources(project, source_ids)
    artifact_requests = [clean(item) for item in request["artifactRequests"]]
    check_requests(artifact_requests)
    _supersede_plans(project)
    plan = StoryPlan.objects.create(
        project=project,
        title=request.get("title") or None,
        target=clean(request["target"]),
        artifact_requests=artifact_requests,
        style_constraints=clean(request["styleConstraints"]) if request.get("styleConstraints") else None,
        creative_brief=(request.get("creativeBrief") or "").strip(),
        source_ids=source_ids,
        auto_approve=bool(request.get("autoApprove")),
        quote=replace(
            story_quote([item["type"] for item in artifact_requests], len(source_ids)),
            notes=tuple(
                f"Source {source_id} keeps metadata only: nothing is written from it." for source_id in wordless
            ),
        ).as_dict(),
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


def _check_sources(project: Project, source_ids: list[str]) -> list[str]:
    """The ids among them whose text is not kept; a plan needs at least one other."""
    found = {s.pk: s for s in Source.objects.filter(pk__in=source_ids, project=project, deleted_at__isnull=True)}
    for source_id in source_ids:
        if source_id not in found:
            raise SourceNotFound(f"Source {source_id} is not in this project.", sourceId=source_id)
        status = found[source_id].status
        if status != Source.Status.READY:
            raise ValidationFailed(
                f"Source {source_id} is {status}. Wait until it is READY.", field="sourceIds", status=status
            )
    wordless = [s for s in source_ids if found[s].retention_policy == Source.Retention.METADATA_ONLY]
    if source_ids and len(wordless) == len(source_ids):
        raise ValidationFailed(
            "Nothing can be written from these sources: with METADATA_ONLY their text is not kept. "
            "Attach one with EXTRACTED_ONLY as well.",
            field="sourceIds",
        )
    return wordless


def _supersede_plans(project: Project) -> None:
    """The project's lock is held, so no plan joins them. Jobs are locked before plans, as workers do."""
    older = list(StoryPlan.objects.filter(project=project, status__in=_OPEN_PLAN).values_list("pk", flat=True))
    planning = Job.objects.filter(kind=PLAN_KIND, subject_id__in=older, status__in=LIVE)
    for job in list(planning.select_for_update(no_key=True).order_by("pk")):
        cancel_job(job.pk, reason="A newer plan was created for the project.")
    StoryPlan.objects.filter(pk__in=older).exclude(status=StoryPlan.Status.REJECTED).update(
        status=StoryPlan.Status.SUPERSEDED, failure_code=None, failure_message=None, updated_at=timezone.now()
    )


def latest_plan_id(project: Project) -> str:
    """The plan that the project goes by: its newest."""
    newest_first = StoryPlan.objects.filter(project=project).order_by("-created_at", "-pk")
    return newest_first.values_list("pk", flat=True).first() or ""


def restore_plan(plan: StoryPlan, *, principal: Principal, expected: str | None = None) -> StoryPlan:
    """The earlier plan once more, as the project's newest, which waits for a decision; nothing is planned anew.

    Raises `PlanStateInvalid` for a plan that was never finished or is the newest already, and where another plan than
    `expected` is the newest by now; `SourceNotFound` once one of its sources is gone.
    """
    require_open(lock_project(plan.project))
    plan, newest = locked_plan(plan), latest_plan_id(plan.project)
    if expected is not None and newest != expected:
        raise PlanStateInvalid(
            "The project was planned anew meanwhile. Nothing was changed; look at the newer plan and restore what you "
            "still want.",
            status=plan.status,
            newest=newest,
        )
    if plan.envelope is None or plan.pk == newest:
        raise PlanStateInvalid(
            "This plan was never finished." if plan.envelope is None else "This is the project's plan already.",
            status=plan.status,
        )
    _check_sources(plan.project, plan.source_ids)
    _supersede_plans(plan.project)
    restored = StoryPlan.objects.get(pk=plan.pk)
    restored.pk, restored.restored_from = plan_id(), plan.pk
    restored.status, restored.auto_approve = StoryPlan.Status.REQUIRES_APPROVAL, False
    restored.approved_at = restored.rejected_at = restored.rejection_reason = None
    kinds = [item["type"] for item in plan.artifact_requests]
    restored.quote = {**story_quote(kinds, len(plan.source_ids)).as_dict(), "notes": plan.quote.get("notes", [])}
    restored._state.adding = True
    restored.save(force_insert=True)
    audit.record(
        "plan.restored",
        actor=principal.user_id or principal.key_id,
        organization_id=principal.organization_id,
        target=restored.pk,
        details={"plan": plan.pk},
    )
    return restored


def approve_plan(plan: StoryPlan, *, now: datetime) -> StoryPlan:
    """Approve a plan that waits for it; approving an approved one changes nothing."""
    plan = locked_plan(plan)
    if plan.status == StoryPlan.Status.APPROVED:
        return plan
    _require(plan, StoryPlan.Status.REQUIRES_APPROVAL, verb="approved")
    plan.status, plan.approved_at = StoryPlan.Status.APPROVED, now
    plan.save(update_fields=["status", "approved_at", "updated_at"])
    return plan


def reject_plan(plan: StoryPlan, *, reason: str | None, now: datetime) -> StoryPlan:
    """Reject a plan for good. Rejecting a rejected one changes nothing."""
    plan = locked_plan(plan)
    if plan.status == StoryPlan.Status.REJECTED:
        return plan
    _require(plan, StoryPlan.Status.REQUIRES_APPROVAL, StoryPlan.Status.APPROVED, verb="rejected")
    plan.status, plan.rejected_at, plan.rejection_reason = StoryPlan.Status.REJECTED, now, reason
    plan.save(update_fields=["status", "rejected_at", "rejection_reason", "updated_at"])
    return plan


def resume_plan(plan: StoryPlan, *, principal: Principal) -> StoryPlan:
    """Take a failed planning up where it stopped; one that goes on or is done stays as it is. Costs nothing.

    Raises `PlanStateInvalid` for a plan that was rejected or superseded.
    """
    if plan.status in _OPEN_PLAN:
        return plan
    _require(plan, StoryPlan.Status.FAILED, verb="resumed")
    resume_job(plan.job_id or "", key_id=principal.key_id, user_id=principal.user_id)
    return locked_plan(plan)


def locked_plan(plan: StoryPlan) -> StoryPlan:
    return StoryPlan.objects.select_for_update(of=("self",), no_key=True).select_related("project").get(pk=plan.pk)


def _require(plan: StoryPlan, *allowed: str, verb: str) -> None:
    if plan.status not in allowed:
        names = [str(status) for status in allowed]
        raise PlanStateInvalid(
            f"A plan that is {plan.status} cannot be {verb}; it must be {' or '.join(names)}.",
            status=plan.status,
            allowed=names,
        )
