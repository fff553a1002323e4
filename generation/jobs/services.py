"""Create, move, settle, cancel, suspend and resume jobs. Lock order: the job's row first, then the account's."""

import json
import logging
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit, switches
from billing.errors import HoldEnded
from billing.models import Receipt
from billing.prices import Quote
from billing.services import capture, release
from generation.assets import quota
from generation.jobs import registry
from generation.jobs.bell import ring
from generation.jobs.charging import hold_again, hold_price, release_hold
from generation.jobs.events import append_event
from generation.jobs.models import Attempt, Job
from generation.jobs.states import LIVE, RESUMABLE, Status, sources_of
from generation.jobs.versions import require_within_reach
from wire.errors import JobNotFound, JobStateInvalid, OutcomeUnknown, StudioError
from wire.requestlog import note_job
from wire.room import require_room
from wire.telemetry import metrics, traces
from wire.telemetry.context import bound

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
    priority: int | None = None,
    now: datetime | None = None,
) -> Job:
    """Write the job, its hold, its first event and the ring; the caller's transaction commits all of them or none.

    A quote of more than 0 credits is held. Raises SwitchedOff, InsufficientCredits, KeyBudgetExceeded,
    AlreadyCharged, StorageFull, QuotaFull; LookupError for an unknown kind.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("create_job belongs to the caller's transaction.")
    _check_room(organization_id, is_asked_for=bool(key_id or user_id))
    pipeline = registry.get(kind)
    now = now or timezone.now()
    job = Job.objects.create(
        organization_id=organization_id,
        kind=kind,
        version=pipeline.version,
        params=params,
        project_id=project_id,
        subject_id=subject_id,
        key_id=key_id,
        user_id=user_id,
        operation=operation,
        price=quote.total if quote else 0,
        priority=pipeline.priority if priority is None else priority,
        request_id=bound().get("request", ""),
        traceparent=traces.traceparent(),
        available_at=now,
        created_at=now,
    )
    if quote is not None and quote.total > 0:
        hold_price(job, quote, artifact_id=artifact_id, revision=revision, take=take, now=now)
    append_event(job.id, Status.QUEUED, {}, now=now)
    job.last_seq = 1
    ring()
    note_job(job.id)
    return job


def _check_room(organization_id: str, *, is_asked_for: bool) -> None:
    """Refuse a job that there is no room for, or that somebody asks for while no new ones are taken."""
    require_room(settings.STUDIO_DATA, at_least=settings.STUDIO_MIN_FREE_BYTES)
    if is_asked_for:  # the studio's own work goes on
        switches.require("new_jobs")
    quota.require_room(organization_id)


def transition(
    job_id: str,
    to: Status,
    *,
    now: datetime,
    attempt: int | None = None,
    data: dict[str, Any] | None = None,
    changes: dict[str, Any] | None = None,
    sources: frozenset[Status] = LIVE,
) -> Job:
    """Move a job by the table of allowed moves and log it; must run inside a transaction.

    The one statement that changes a status. `changes` are further columns, `data` goes into the event, `sources`
    narrows where the job may come from. With `attempt` it is fenced: LeaseLost when that attempt no longer runs the
    job. Otherwise raises JobStateInvalid or JobNotFound.
    """
    changes = {"status": to, **(changes or {})}
    if to is not Status.RUNNING:
        changes |= {"lease_until": None, "worker": "", "expected_at": None}
    if to is not Status.SUSPENDED:
        changes |= {"wake_at": None, "expires_at": None}
    if to not in LIVE:
        changes["finished_at"] = now
    sources = sources & sources_of(to)
    jobs = Job.objects.filter(pk=job_id, status__in=sources)
    if attempt is not None:
        jobs = jobs.filter(attempt=attempt, status=Status.RUNNING)
    if not jobs.update(**changes):
        raise LeaseLost(job_id) if attempt is not None else refusal(job_id, sources)
    append_event(job_id, to, data or {}, now=now)
    job = Job.objects.get(pk=job_id)
    if to not in LIVE:
        transaction.on_commit(partial(_count_end, job))
    return job


def _count_end(job: Job) -> None:
    metrics.jobs_ended.labels(job.kind, job.status).inc()
    if job.finished_at:
        metrics.job_seconds.labels(job.kind, job.status).observe((job.finished_at - job.created_at).total_seconds())


def refusal(job_id: str, sources: Collection[Status]) -> StudioError:
    """Why a move that works only from `sources` did not happen: JobNotFound or JobStateInvalid."""
    status = Job.objects.filter(pk=job_id).values_list("status", flat=True).first()
    if status is None:
        return JobNotFound(kind="job")
    allowed = sorted(sources)
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
            try:
                capture(job.hold_id, job.charged, outcome=Status.SUCCEEDED, now=now)
            except HoldEnded:  # an operator released it by hand: the work is a gift
                job.charged = 0
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
    sources: frozenset[Status] = LIVE,
) -> Job:
    """End a job badly: release its hold with the cause, tell the pipeline. One transaction.

    With `attempt` it is fenced and raises LeaseLost, otherwise JobStateInvalid when the job is not in one of `sources`.
    `outcome` is what the attempt's row will say.
    """
    details = json.loads(json.dumps(error.details, default=str))
    cause = {"error_code": error.code, "error_message": error.message, "error_details": details, "charged": 0}
    with transaction.atomic():
        data = {"code": error.code, "message": error.message, "details": details}
        changes = cause | (changes or {})
        job = transition(job_id, Status.FAILED, attempt=attempt, now=now, data=data, changes=changes, sources=sources)
        release_hold(job, f"Not charged because the job failed: {error.message}", now=now)
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
        release_hold(job, f"Not charged because the job was canceled: {reason}", now=now)
        end_attempt(job_id, Status.CANCELED, now=now)
        _tell_end(job, None)
        return job


def hand_back(
    job_id: str,
    *,
    attempt: int,
    reason: str,
    now: datetime,
    until: datetime | None = None,
    changes: dict[str, Any] | None = None,
) -> Job:
    """Put a running job back into the queue without counting a stall, and ring. Raises LeaseLost.

    It is not claimed again before `until`, at once by default.
    """
    with transaction.atomic():
        columns = {"available_at": until or now, **(changes or {})}
        data = {"reason": reason} | ({"until": until.isoformat()} if until else {})
        job = transition(job_id, Status.QUEUED, attempt=attempt, now=now, data=data, changes=columns)
        end_attempt(job_id, "handed_back", now=now)
        ring()
        return job


def suspend_job(
    job_id: str,
    *,
    reason: str,
    attempt: int | None = None,
    until: datetime | None = None,
    wake_at: datetime | None = None,
    now: datetime | None = None,
) -> Job:
    """Have a job wait without a worker, its hold left open, until `wake_job` or `wake_at`.

    At `until` it has waited in vain: it fails and its hold is released. `attempt` is given by the attempt that suspends
    itself (raises LeaseLost); without it, whoever works at the job is fenced off. A job that was woken while it was
    still running goes straight back into the queue, so that no answer is lost. Otherwise raises JobStateInvalid.
    """
    now = now or timezone.now()
    with transaction.atomic():
        if attempt is not None:
            # Locked before it is looked at: a condition in the UPDATE would overlook a call that commits meanwhile.
            job = Job.objects.select_for_update().filter(pk=job_id, attempt=attempt, status=Status.RUNNING).first()
            if job is not None and job.wake_at is not None:
                return hand_back(job_id, attempt=attempt, reason="woken", now=now)
        changes: dict[str, Any] = {"wake_at": wake_at, "expires_at": until, "message": reason[:300]}
        if attempt is None:
            changes["attempt"] = F("attempt") + 1
        data: dict[str, Any] = {"reason": reason}
        data |= {name: at.isoformat() for name, at in (("until", until), ("wakeAt", wake_at)) if at}
        job = transition(job_id, Status.SUSPENDED, attempt=attempt, now=now, data=data, changes=changes)
        end_attempt(job_id, Status.SUSPENDED, now=now)
        return job


def wake_job(job_id: str, *, reason: str, now: datetime | None = None) -> Job:
    """Let a suspended job go on. Call it in the transaction that writes what the job waited for.

    A job that has not suspended itself yet remembers the call; its next attempt will see what was written. Raises
    JobNotFound, and JobStateInvalid when the job is over.
    """
    now = now or timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is not None and job.status in (Status.QUEUED, Status.RUNNING):
            job.wake_at = now
            job.save(update_fields=["wake_at"])
            return job
        changes = {"available_at": now, "message": ""}
        data = {"reason": reason}
        sources = frozenset({Status.SUSPENDED})
        job = transition(job_id, Status.QUEUED, now=now, data=data, changes=changes, sources=sources)
        ring()
        return job


def requeue_job(job_id: str, *, reason: str, now: datetime | None = None) -> Job:
    """Have a running or waiting job go on elsewhere: its lease is taken, or its wait ended. Counts no stall.

    Whoever worked at it is fenced off. Raises JobNotFound, JobStateInvalid.
    """
    job = Job.objects.filter(pk=job_id).first()
    if job is None or job.status not in (Status.RUNNING, Status.SUSPENDED):
        raise refusal(job_id, (Status.RUNNING, Status.SUSPENDED))
    if job.status == Status.SUSPENDED:
        return wake_job(job_id, reason=reason, now=now)
    try:
        return hand_back(job_id, attempt=job.attempt, reason=reason, now=now or timezone.now())
    except LeaseLost:  # it ended, or was taken back, between the look and the move
        raise refusal(job_id, (Status.RUNNING, Status.SUSPENDED)) from None


def resume_job(
    job_id: str, *, key_id: str | None = None, user_id: str | None = None, now: datetime | None = None
) -> Job:
    """Put a failed or canceled job back into the queue, after a new hold for what it costs. One transaction.

    It goes on after its last checkpoint; finished provider calls are used again. The earlier hold and receipt stay as
    they are. Raises JobNotFound, JobStateInvalid, InsufficientCredits, KeyBudgetExceeded, AlreadyCharged; the job is
    then left as it was.
    """
    switches.require("new_jobs")
    now = now or timezone.now()
    with transaction.atomic():
        ended = Job.objects.filter(pk=job_id).first()
        if ended is not None and ended.error_code == OutcomeUnknown.code:
            raise JobStateInvalid(
                "This job was interrupted in a call that may not be made twice. Start a new job.",
                status=ended.status,
                allowed=[],
            )
        if ended is not None:
            require_within_reach(ended)
        changes: dict[str, Any] = {"available_at": now, "stalls": 0, "message": "", "waiting_since": None}
        changes |= dict.fromkeys(("finished_at", "charged", "result", "error_code", "error_message"))
        changes["error_details"] = {}
        data = {"resumed": True}
        job = transition(job_id, Status.QUEUED, now=now, data=data, changes=changes, sources=RESUMABLE)
        if job.hold_id:
            hold_again(job, key_id=key_id, now=now)
        actor = user_id or key_id
        audit.record("job.resumed", actor=actor, organization_id=job.organization_id, target=job.id, now=now)
        pipeline = registry.get(job.kind)
        if pipeline.on_resume:
            pipeline.on_resume(job)
        ring()
        return job


def waive_charge(job_id: str, *, reason: str, now: datetime | None = None) -> Receipt:
    """Release the hold of a job that goes on all the same: the work is a gift.

    Raises JobStateInvalid when the job is over, JobNotFound, HoldEnded; LookupError when it costs nothing.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, status__in=LIVE).first()
        if job is None:
            raise refusal(job_id, LIVE)
        if job.hold_id is None:
            raise LookupError(f"{job_id} holds no credits.")
        return release(job.hold_id, reason=f"Not charged because an operator waived it: {reason}", now=now)


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
