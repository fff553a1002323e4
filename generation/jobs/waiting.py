"""Waiting for a job that somebody waits for at the other end of a request. Outside of any transaction.

Whoever waits holds a thread and nothing else. The jobs are looked at together: each by itself, 150 who waited took a
whole core from everybody else (`python -m bench.waiting`).
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from generation.jobs.states import TERMINAL, Status
from wire import errors
from wire.errors import JobStateInvalid, ProviderUnavailable, StudioError

# Less than the age at which a claimed Idempotency-Key is taken over, so that no second request starts meanwhile.
PATIENCE_S = 45.0
MOST_WAITING = 100  # in this process; a thread each, of some 0.8 MB
_FIRST_LOOK_S, _LAST_LOOK_S = 0.02, 0.25
_BETWEEN_LOOKS_S = 0.05


class WaitingRoom:
    """The jobs that this process waits for, and how they stood when somebody last looked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting = Counter[str]()
        self._statuses: dict[str, str] = {}
        self._looked_at = 0.0

    @contextmanager
    def place_for(self, job_id: str) -> Iterator[bool]:
        """Whether there is room to wait for the job."""
        with self._lock:
            has_room = self._waiting.total() < MOST_WAITING
            self._waiting[job_id] += 1
            self._looked_at = 0.0  # what was seen before says nothing of who comes now
        try:
            yield has_room
        finally:
            with self._lock:
                self._waiting -= Counter([job_id])

    def status_of(self, job_id: str) -> str | None:
        """How the job stands, not much longer than `_BETWEEN_LOOKS_S` ago."""
        with self._lock:  # who comes while another looks wants to know the same
            if time.monotonic() - self._looked_at >= _BETWEEN_LOOKS_S:
                rows = Job.objects.filter(pk__in=list(self._waiting))
                self._statuses = dict(rows.values_list("pk", "status"))
                self._looked_at = time.monotonic()
                if not connection.in_atomic_block:
                    connection.close()  # nobody who waits keeps a connection from those who work
            return self._statuses.get(job_id)


_room = WaitingRoom()


def finished(job_id: str, *, within_s: float = PATIENCE_S, sleep: Callable[[float], None] = time.sleep) -> Job:
    """The job once it has succeeded.

    Raises its own error when it failed, `ProviderUnavailable` when it was canceled, is not done in time, or too many
    wait already: it is canceled then, so that nothing is charged for what nobody received.
    """
    job, why_not = _once(job_id, TERMINAL, within_s=within_s, sleep=sleep)
    return _given_up(job_id, why_not) if job is None else _succeeded(job)


def come_to_rest(
    job_id: str, *, within_s: float = PATIENCE_S, sleep: Callable[[float], None] = time.sleep
) -> Job | None:
    """The job once it is over or waits for somebody; None when it is still at work after that time, and goes on.

    None at once when too many wait already. Raises as `finished` does for one that failed or was canceled.
    """
    job, _ = _once(job_id, TERMINAL | {Status.SUSPENDED}, within_s=within_s, sleep=sleep)
    return job if job is None or job.status == Status.SUSPENDED else _succeeded(job)


def _once(
    job_id: str, statuses: frozenset[Status], *, within_s: float, sleep: Callable[[float], None]
) -> tuple[Job | None, str]:
    """The job in one of these statuses, or why there is none."""
    if not connection.in_atomic_block:
        connection.close()
    with _room.place_for(job_id) as has_room:
        deadline, pause = time.monotonic() + within_s, _FIRST_LOOK_S
        while _room.status_of(job_id) not in statuses:
            if not has_room:
                return None, "Too many requests wait for their answers."
            if time.monotonic() >= deadline:
                return None, f"It was not done within {within_s:g} s."
            sleep(pause)
            pause = min(_LAST_LOOK_S, pause * 1.3)
    return Job.objects.get(pk=job_id), ""


def _given_up(job_id: str, reason: str) -> Job:
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
