"""Waiting for a job that somebody waits for at the other end of a request. Outside of any transaction."""

import time
from collections.abc import Callable

from django.db import connection
from django.db.models import Q

from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from generation.jobs.states import TERMINAL, Status
from wire import errors
from wire.errors import JobStateInvalid, ProviderUnavailable, StudioError

# Less than the age at which a claimed Idempotency-Key is taken over, so that no second request starts meanwhile.
PATIENCE_S = 45.0
_FIRST_LOOK_S, _LAST_LOOK_S = 0.02, 0.25


def finished(job_id: str, *, within_s: float = PATIENCE_S, sleep: Callable[[float], None] = time.sleep) -> Job:
    """The job once it has succeeded.

    Raises its own error when it failed, `ProviderUnavailable` when it was canceled, or is not done in time: it is
    canceled then, so that nothing is charged for what nobody received.
    """
    job = _once(job_id, TERMINAL, within_s=within_s, sleep=sleep)
    return _given_up(job_id, within_s) if job is None else _succeeded(job)


def come_to_rest(
    job_id: str, *, within_s: float = PATIENCE_S, sleep: Callable[[float], None] = time.sleep
) -> Job | None:
    """The job once it is over or waits for somebody; None when it is still at work after that time, and goes on.

    Raises as `finished` does for one that failed or was canceled.
    """
    job = _once(job_id, TERMINAL | {Status.SUSPENDED}, within_s=within_s, sleep=sleep)
    return job if job is None or job.status == Status.SUSPENDED else _succeeded(job)


def _once(job_id: str, statuses: frozenset[Status], *, within_s: float, sleep: Callable[[float], None]) -> Job | None:
    deadline, pause = time.monotonic() + within_s, _FIRST_LOOK_S
    while True:
        job = Job.objects.filter(Q(pk=job_id) & Q(status__in=sorted(statuses))).first()
        if job is not None or time.monotonic() >= deadline:
            return job
        if not connection.in_atomic_block:
            connection.close()  # many may wait at once: none of them keeps a connection from those who work
        sleep(pause)
        pause = min(_LAST_LOOK_S, pause * 1.3)


def _given_up(job_id: str, within_s: float) -> Job:
    reason = f"It was not done within {within_s:g} s."
    try:
        cancel_job(job_id, reason=reason)
    except JobStateInvalid:  # it ended at the last moment
        return _succeeded(Job.objects.get(pk=job_id))
    raise ProviderUnavailable(f"{reason} Nothing was charged; try again shortly.", retry_after=5)


def _succeeded(job: Job) -> Job:
    if job.status == Status.SUCCEEDED:
        return job
    if job.status == Status.CANCELED:
        raise ProviderUnavailable(f"The work was canceled: {job.message or 'no reason given'} Nothing was charged.")
    raise failure_of(job)


def failure_of(job: Job) -> StudioError:
    """A failed job's error as it was raised, as far as its code is one of the core's."""
    known = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, StudioError)]
    kinds = {kind.code: kind for kind in known}
    kind = kinds.get(job.error_code or "", errors.GenerationFailed)
    return kind(job.error_message or kind.default_message, **(job.error_details or {}))
