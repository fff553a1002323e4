"""Holding a job: the lease, the heartbeat that extends it, and what happens when it is lost."""

import logging
import threading
from collections.abc import Callable
from contextvars import copy_context
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from generation.jobs.claim import LEASE
from generation.jobs.models import Job
from generation.jobs.services import LeaseLost, hand_back
from generation.jobs.states import Status

log = logging.getLogger(__name__)

BEAT_S = LEASE.total_seconds() / 4
GRACE_S = 5.0  # how long the main thread may take to notice that its lease is gone


class Lease:
    """One attempt's right to write. `is_lost` never turns back; every thread may read it."""

    def __init__(self, job_id: str, attempt: int) -> None:
        self.job_id = job_id
        self.attempt = attempt
        self._lost = threading.Event()

    @property
    def is_lost(self) -> bool:
        return self._lost.is_set()

    def lose(self) -> None:
        self._lost.set()

    def fence(self) -> None:
        """Extend the lease, or raise LeaseLost if another attempt, a cancel or a hand-back ended it.

        Run first in a transaction, the UPDATE keeps the row locked, so nobody can take the job before the commit.
        """
        jobs = Job.objects.filter(pk=self.job_id, attempt=self.attempt, status=Status.RUNNING)
        if self.is_lost or not jobs.update(lease_until=timezone.now() + LEASE):
            self.lose()
            raise LeaseLost(self.job_id)

    def wait(self, seconds: float) -> None:
        """Wait that long, or raise LeaseLost as soon as the lease is gone."""
        if self._lost.wait(seconds):
            raise LeaseLost(self.job_id)


class Heartbeat:
    """Extends a lease from a thread of its own, and ends the work when the lease is lost or the process must stop.

    `stopping` is set by the process's SIGTERM handler: the thread then hands the job back, which fences off the main
    thread, so a long computation there cannot delay it. `kill_work` ends the child that does the heavy work; `on_stuck`
    runs when the main thread has not come back `GRACE_S` seconds later. Use as a context manager around the work.
    """

    def __init__(
        self,
        lease: Lease,
        *,
        stopping: threading.Event,
        kill_work: Callable[[], None],
        on_stuck: Callable[[], None],
        beat_s: float = BEAT_S,
        grace_s: float = GRACE_S,
    ) -> None:
        self._lease, self._stopping = lease, stopping
        self._kill_work, self._on_stuck = kill_work, on_stuck
        self._beat_s, self._grace_s = beat_s, grace_s
        self._done = threading.Event()
        self._thread = threading.Thread(
            target=copy_context().run, args=(self._run,), name=f"heartbeat-{lease.job_id}", daemon=True
        )

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._beat_until_done()
        finally:
            connection.close()  # this thread's own

    def _beat_until_done(self) -> None:
        valid_until = timezone.now() + LEASE
        next_beat = timezone.now() + timedelta(seconds=self._beat_s)
        # Two events cannot be waited for at once, so SIGTERM is noticed within a tick.
        while not self._done.wait(0.1):
            now = timezone.now()
            if self._stopping.is_set():
                self._hand_back()
                return self._end_work()
            if now < next_beat:
                continue
            next_beat = now + timedelta(seconds=self._beat_s)
            try:
                self._lease.fence()
                valid_until = now + LEASE
            except LeaseLost:
                log.warning("Lost the lease of %s; ending attempt %s.", self._lease.job_id, self._lease.attempt)
                return self._end_work()
            except DatabaseError:
                log.exception("The heartbeat of %s could not reach the database.", self._lease.job_id)
                connection.close()
                if now >= valid_until:
                    return self._end_work()
        return None

    def _hand_back(self) -> None:
        try:
            hand_back(self._lease.job_id, attempt=self._lease.attempt, reason="worker_stopping", now=timezone.now())
        except LeaseLost:
            pass  # the main thread ended the job first, or it was taken away: it is not ours any more
        except DatabaseError:
            log.exception("%s could not be handed back; its lease will run out.", self._lease.job_id)

    def _end_work(self) -> None:
        self._lease.lose()
        self._kill_work()
        if not self._done.wait(self._grace_s):
            self._on_stuck()
