"""Start workflows: checked, priced, held, queued. Inside the caller's transaction."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts import switches
from billing.plans import Standing, require_batch, require_workflow, standing_of
from billing.prices import single_quote
from generation.brand.services import profile_of
from generation.jobs.models import Job
from generation.jobs.services import cancel_job, create_job, resume_job
from generation.jobs.states import RESUMABLE, Status
from generation.projects.services import create_project
from generation.workflows.catalogue import TYPES
from generation.workflows.kinds import FORMATS, WorkflowType, operation_of
from generation.workflows.models import Batch, Workflow, workflow_id
from generation.workflows.services.access import Run
from generation.workflows.services.models import picks_of
from wire.errors import JobStateInvalid, NotInPlan, OutcomeUnknown, ValidationFailed
from wire.principal import Principal

MOST_IN_A_BATCH = 50
_NAME_CHARS = 80


def start_workflow(
    body: dict[str, Any],
    *,
    principal: Principal,
    once: str | None = None,
    batch: Batch | None = None,
    position: int = 0,
    standing: Standing | None = None,
    now: datetime | None = None,
) -> Run:
    """Hold the credits and queue the workflow, or find the one that `once` started before.

    `standing` is the organization's with its plan, read here if it is not given. Raises `ValidationFailed`,
    `NotInPlan`, `TrialExpired`, `InsufficientCredits`.
    """
    switches.require("workflows")
    kind, params = checked(body, principal.organization_id)
    named = once_id(once) if once else None
    if named and (earlier := _earlier(named, principal.organization_id)):
        return earlier
    standing = standing or standing_of(principal.organization_id)
    require_workflow(standing, kind.name, is_by_key=principal.key_id is not None)
    now = now or timezone.now()
    wf_id = workflow_id()
    project = create_project(
        principal.organization_id,
        name=_project_name(kind, params),
        metadata={"workflow": kind.name, "workflowId": wf_id, "quality": params["quality"]},
    )
    operation = operation_of(kind.name, params["quality"])
    job = create_job(
        organization_id=principal.organization_id,
        kind=kind.kind(is_reviewed=params["hitl"]),
        params=params,
        project_id=project.pk,
        subject_id=wf_id,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=single_quote("workflow", operation, now=now),
        operation=f"workflow.{operation}",
        now=now,
    )
    workflow = Workflow.objects.create(
        pk=wf_id,
        organization_id=principal.organization_id,
        project_id=project.pk,
        job_id=job.pk,
        batch=batch,
        position=position,
        type=kind.name,
        quality=params["quality"],
        request={name: value for name, value in params.items() if name != "picks"},  # as it was said
        once=named,
        created_at=now,
    )
    return Run(workflow, job)


def start_batch(bodies: Sequence[dict[str, Any]], *, principal: Principal) -> tuple[Batch, list[Run]]:
    """All of them or none: the first that cannot be started is named by its place in the batch.

    Raises as `start_workflow` does, and `NotInPlan` for more than the plan has in one.
    """
    if not 1 <= len(bodies) <= MOST_IN_A_BATCH:
        raise ValidationFailed(f"A batch has 1 to {MOST_IN_A_BATCH} workflows.", field="workflows")
    standing = standing_of(principal.organization_id)
    require_batch(standing, len(bodies))
    batch = Batch.objects.create(organization_id=principal.organization_id, created_at=timezone.now())
    started = []
    for position, body in enumerate(bodies):
        try:
            run = start_workflow(body, principal=principal, batch=batch, position=position, standing=standing)
            started.append(run)
        except (ValidationFailed, NotInPlan) as error:
            raise type(error)(f"workflows[{position}]: {error.message}", **error.details) from error
    return batch, started


def cancel_workflow(run: Run) -> Job:
    """Cancel one that has not ended; again on a canceled one is no mistake. Raises `JobStateInvalid`."""
    if run.job.status == "canceled":
        return run.job
    return cancel_job(run.job.pk, reason="Canceled by its owner.")


def can_retry(run: Run) -> bool:
    """Whether it can go on where it stopped. What a person has rejected, or left unanswered, starts anew instead."""
    is_open = run.workflow.review not in (Workflow.Review.WAITING, Workflow.Review.REJECTED)
    return run.job.status in RESUMABLE and run.job.error_code != OutcomeUnknown.code and is_open


def retry_workflow(run: Run, *, user_id: str | None) -> Job:
    """Put one that failed or was canceled back into the queue, after a new hold; its finished steps are not done again.

    Raises `JobStateInvalid`, `InsufficientCredits`.
    """
    switches.require("workflows")
    if not can_retry(run):
        raise JobStateInvalid(
            "This workflow cannot go on where it stopped. Run it again.",
            status=run.job.status,
            allowed=[status.value for status in RESUMABLE],
        )
    return resume_job(run.job.pk, user_id=user_id)


def retry_batch(runs: Sequence[Run], *, user_id: str | None) -> list[Job]:
    """All of them that failed and can go on, or none: a batch that the balance does not cover is left as it was."""
    failed = [run for run in runs if run.job.status == Status.FAILED and can_retry(run)]
    return [retry_workflow(run, user_id=user_id) for run in failed]


# ---------------------------------------------------------------- checked


def checked(body: dict[str, Any], organization_id: str) -> tuple[WorkflowType, dict[str, Any]]:
    """The type and its parameters as its job keeps them. `body` was read by the family's serializer."""
    name = body["type"]
    if name not in TYPES:
        raise ValidationFailed(f"type must be one of {', '.join(TYPES)}.", field="type")
    kind = TYPES[name]
    params: dict[str, Any] = {
        "quality": body.get("quality") or "standard",
        "concept": (body.get("concept") or "").strip(),
        "url": (body.get("url") or "").strip(),
        "formats": formats_of(body.get("formats"), kind),
        "framework": body.get("framework") or "",
        "seasonal": body.get("seasonal") or "",
        "models": body.get("models") or {},
        "hitl": bool(body.get("hitl")),
    }
    _require(kind, params, organization_id)
    if params["hitl"] and not kind.is_directed:
        raise ValidationFailed(f"{name} has no art direction to review.", field="hitl")
    if kind.check:
        kind.check(params)
    params["picks"] = picks_of(params["models"], organization_id)
    return kind, params


def formats_of(asked: str | list[str] | None, kind: WorkflowType) -> list[str]:
    """The formats, each once, in the order in which they were asked for."""
    if not asked:
        return list(kind.formats)
    words = asked.split(",") if isinstance(asked, str) else asked
    found = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    unknown = [word for word in found if word not in FORMATS]
    if unknown or not found:
        raise ValidationFailed(f"formats must be some of {', '.join(FORMATS)}, comma-separated.", field="formats")
    return found


def _require(kind: WorkflowType, params: dict[str, Any], organization_id: str) -> None:
    given = {"concept": params["concept"], "url": params["url"]}
    if any(given.get(name) for name in kind.needs):
        return
    if "brand" in kind.needs and profile_of(organization_id).name:
        return
    said = [f"{name}" if name != "brand" else "a brand profile (POST /user/brand)" for name in kind.needs]
    raise ValidationFailed(f"{kind.name} needs {' or '.join(said)}.", field=kind.needs[0])


def _project_name(kind: WorkflowType, params: dict[str, Any]) -> str:
    about = params["concept"] or params["url"] or kind.title
    return about if len(about) <= _NAME_CHARS else f"{about[: _NAME_CHARS - 1].rsplit(' ', 1)[0]}…"


def once_id(once: str) -> str:
    return hashlib.sha256(once.encode()).hexdigest()


def _earlier(once: str, organization_id: str) -> Run | None:
    workflow = Workflow.objects.filter(organization_id=organization_id, once=once).first()
    if workflow is None:
        return None
    job = Job.objects.get(pk=workflow.job_id)
    return None if job.status in ("failed", "canceled") else Run(workflow, job)
