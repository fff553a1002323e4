"""Create, move, settle and cancel jobs. Lock order everywhere: the job's row first, then the account's."""

import json
import logging
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from billing.errors import HoldEnded
from billing.prices import Quote
from billing.services import capture, hold, release
from generation.jobs import registry
from generation.jobs.bell import ring
from generation.jobs.events import append_event
from generation.jobs.models import Attempt, Job
from generation.jobs.states import LIVE, Status, sources_of
from wire.errors import JobNotFound, JobStateInvalid, StudioError

log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """The job was taken from this attempt: lease expired, job canceled or handed back. Nothing more may be written."""


def create_job(
    *,
    organization_id: str,
    kind: str,
    params: dict[str, Any],
    project_id: str | None = None,
    subject_id: str | None = None,
    key_id: str | None = None,
    user_id: str | None = None,
    quote: Quote | None = None,
    operation: str = "",
    artifact_id: str | None = None,
    revision: int | None = None,
    take: int = 1,
    priority: int = 0,
    now: datetime | None = None,
) -> Job:
    """Write the job, its hold, its first event and the ring; the caller's transaction commits all of them or none.

    A quote of more than 0 credits is held. Raises InsufficientCredits, AlreadyCharged; LookupError for an
    unknown kind.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("create_job belongs to the caller's transaction.")
    registry.get(kind)
    now = now or timezone.now()
    job = Job.objects.create(
        organization_id=organization_id,
        kind=kind,
        params=params,
        project_id=project_id,
        subject_id=subject_id,
        key_id=key_id,
        user_id=user_id,
        operation=operation,
        price=quote.total if quote else 0,
        priority=priority,
        available_at=now,
        created_at=now,
    )
    if quote is not None and quote.total > 0:
        held = hold(
            organization_id,
            quote.total,
            operation=operation or kind,
            quote=quote.as_dict(),
            job_id=job.id,
            artifact_id=artifact_id,
            revision=revision,
            take=take,
            now=now,
        )
        job.hold_id = held.pk
        job.save(update_fields=["hold_id"])
    append_event(job.id, Status.QUEUED, {}, now=now)
    job.last_seq = 1
    ring()
    return job


def transition(
    job_id: str,
    to: Status,
    *,
    now: datetime,
    attempt: int | None = None,
    data: dict[str, Any] | None = None,
    changes: dict[str, Any] | None = None,
) -> Job:
    """Move a job by the table of allowed moves and log it; must run inside a transaction.

    The one statement that changes a status. `changes` are further columns, `data` goes into the event. With `attempt`
    it is fenced: LeaseLost when that attempt no longer runs the job. Otherwise raises JobStateInvalid or JobNotFound.
    """
    changes = {"status": to, **(changes or {})}
    if to is not Status.RUNNING:
        changes |= {"lease_until": None, "worker": ""}
    if to not in LIVE:
        changes["finished_at"] = now
    jobs = Job.objects.filter(pk=job_id, status__in=sources_of(to))
    if attempt is not None:
        jobs = jobs.filter(attempt=attempt, status=Status.RUNNING)
    if not jobs.update(**changes):
        raise LeaseLost(job_id) if attempt is not None else _refusal(job_id, to)
    append_event(job_id, to, data or {}, now=now)
    return Job.objects.get(pk=job_id)


def _refusal(job_id: str, to: Status) -> StudioError:
    status = Job.objects.filter(pk=job_id).values_list("status", flat=True).first()
    if status is None:
        return JobNotFound(kind="job")
    allowed = sorted(sources_of(to))
    return JobStateInvalid(
        f"The job is {status}; this works only while it is {' or '.join(allowed)}.",
        status=status,
        allowed=allowed,
    )


def end_attempt(job_id: str, outcome: str, *, now: datetime) -> None:
    """Note how the running attempt ended, if there is one; inside the transaction that ends it."""
    Attempt.objects.filter(job_id=job_id, ended_at=None).update(outcome=outcome, ended_at=now)


def settle_success(
    job_id: str, *, attempt: int, result: dict[str, Any], outputs: dict[str, dict[str, Any]], now: datetime
) -> Job:
    """End a job well: capture what it cost, release the rest, tell the pipeline. One transaction; raises LeaseLost."""
    with transaction.atomic():
        changes = {"result": result, "progress": 1.0, "message": ""}
        job = transition(job_id, Status.SUCCEEDED, attempt=attempt, now=now, changes=changes)
        pipeline = registry.get(job.kind)
        job.charged = pipeline.charge(job, outputs) if pipeline.charge else job.price
        if not 0 <= job.charged <= job.price:
            raise ValueError(f"Pipeline {job.kind!r} would charge {job.charged} of {job.price} held credits.")
        if job.hold_id:
            capture(job.hold_id, job.charged, outcome=Status.SUCCEEDED, now=now)
        job.save(update_fields=["charged"])
        end_attempt(job_id, Status.SUCCEEDED, now=now)
        if pipeline.on_end:
            pipeline.on_end(job, Status.SUCCEEDED, None)
        return job


def settle_failure(
    job_id: str,
    error: StudioError,
    *,
    now: datetime,
    attempt: int | None = None,
    changes: dict[str, Any] | None = None,
    outcome: str = Status.FAILED,
) -> Job:
    """End a job badly: release its hold with the cause, tell the pipeline. One transaction.

    With `attempt` it is fenced and raises LeaseLost. `outcome` is what the attempt's row will say.
    """
    details = json.loads(json.dumps(error.details, default=str))
    cause = {"error_code": error.code, "error_message": error.message, "error_details": details, "charged": 0}
    with transaction.atomic():
        data = {"code": error.code, "message": error.message, "details": details}
        job = transition(job_id, Status.FAILED, attempt=attempt, now=now, data=data, changes=cause | (changes or {}))
        _release_hold(job, f"Not charged because the job failed: {error.message}", now=now)
        end_attempt(job_id, outcome, now=now)
        _tell_end(job, error)
        return job


def cancel_job(job_id: str, *, reason: str, now: datetime | None = None) -> Job:
    """Cancel a job that has not ended; its hold is released at once.

    Raising `attempt` fences off a worker that is still at it. Raises JobNotFound, JobStateInvalid.
    """
    now = now or timezone.now()
    with transaction.atomic():
        changes = {"attempt": F("attempt") + 1, "charged": 0, "message": reason[:300]}
        job = transition(job_id, Status.CANCELED, now=now, data={"reason": reason}, changes=changes)
        _release_hold(job, f"Not charged because the job was canceled: {reason}", now=now)
        end_attempt(job_id, Status.CANCELED, now=now)
        _tell_end(job, None)
        return job


def hand_back(job_id: str, *, attempt: int, reason: str, now: datetime) -> Job:
    """Put a running job back into the queue without counting a stall, and ring. Raises LeaseLost."""
    with transaction.atomic():
        changes = {"available_at": now}
        job = transition(job_id, Status.QUEUED, attempt=attempt, now=now, data={"reason": reason}, changes=changes)
        end_attempt(job_id, "handed_back", now=now)
        ring()
        return job


def _release_hold(job: Job, reason: str, *, now: datetime) -> None:
    if job.hold_id:
        with suppress(HoldEnded):  # an operator released it by hand; the job must be able to end all the same
            release(job.hold_id, reason=reason, now=now)


def _tell_end(job: Job, error: StudioError | None) -> None:
    """Tell the pipeline that its job failed or was canceled.

    A mistake in the pipeline's own book-keeping must not keep the job alive and its hold taken: it is logged and rolled
    back alone.
    """
    try:
        pipeline = registry.get(job.kind)
        if pipeline.on_end:
            with transaction.atomic():
                pipeline.on_end(job, job.status, error)
    except Exception:
        log.exception("The pipeline %s could not note the end of %s.", job.kind, job.id)
