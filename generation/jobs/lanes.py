"""Lanes: how many long jobs a host runs at once, so that a process is always left for what somebody waits for.

A host has `STUDIO_WORKERS` lanes, one lock file each, and more processes than lanes. Urgent jobs need no lane. The
kernel frees a lane whose process dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from generation.jobs.claim import claim_next
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS


@contextmanager
def claim_in_lane(*, worker: str, now: datetime) -> Iterator[Job | None]:
    """Claim the best job that this process may run now, and keep the lane while it runs; None if there is none."""
    if not settings.STUDIO_EXPRESS_WORKERS:
        yield claim_next(worker=worker, now=now)
        return
    job = claim_next(worker=worker, now=now, least_priority=EXPRESS)
    if job is not None:
        yield job
        return
    with _free_lane() as has_lane:
        yield claim_next(worker=worker, now=now) if has_lane else None


@contextmanager
def _free_lane() -> Iterator[bool]:
    folder = Path(settings.STUDIO_DATA) / "lanes"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(settings.STUDIO_WORKERS):
        lane = os.open(folder / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lane, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lane)
            continue
        try:
            yield True
        finally:
            os.close(lane)  # and with it the lock
        return
    yield False
