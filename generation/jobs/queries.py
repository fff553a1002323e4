"""What can be asked about a job, in words and figures that a person can act on."""

from datetime import datetime
from typing import TypedDict

from django.utils import timezone

from accounts.redaction import redact_text
from generation.jobs import registry
from generation.jobs.causes import Advice, advice_for, while_alive
from generation.jobs.models import Job
from generation.jobs.states import Status


class AttemptTold(TypedDict):
    number: int
    outcome: str
    startedAt: str
    endedAt: str | None


class Explanation(TypedDict):
    """`stage` and `cause` say where and why, `retryable` whether resuming can help, `whatNext` what to do."""

    stage: str
    cause: str
    retryable: bool
    whatNext: str
    attempts: list[AttemptTold]


def time_left(job: Job, *, now: datetime | None = None) -> int | None:
    """Milliseconds until the running attempt should be done; None while nobody can tell.

    Nobody can tell before the attempt has something to reckon from, nor once its own estimate has passed.
    """
    if job.status != Status.RUNNING or job.expected_at is None:
        return None
    left_ms = round((job.expected_at - (now or timezone.now())).total_seconds() * 1000)
    return left_ms if left_ms >= 0 else None


def explain(job: Job, *, now: datetime | None = None) -> Explanation:
    """Why the job is where it is, and what can be done about it. Costs one query; holds no secret of a provider."""
    advice = _advice(job, now or timezone.now())
    return Explanation(
        stage=stage_label(job),
        cause=redact_text(advice.cause),
        retryable=advice.is_retryable,
        whatNext=advice.what_next,
        attempts=[
            AttemptTold(
                number=attempt.number,
                outcome=attempt.outcome or "running",
                startedAt=attempt.started_at.isoformat(),
                endedAt=attempt.ended_at.isoformat() if attempt.ended_at else None,
            )
            for attempt in job.attempts.all()
        ],
    )


def stage_label(job: Job) -> str:
    """The stage the job is in or ended in, as people read it; "" before the first."""
    stages = registry.stages_of(job.kind)
    return next((stage.label or stage.name for stage in stages if stage.name == job.stage), job.stage)


def _advice(job: Job, now: datetime) -> Advice:
    if job.status == Status.FAILED:
        return advice_for(job.error_code or "", job.error_message or "", job.error_details or {})
    return while_alive(job, now)
