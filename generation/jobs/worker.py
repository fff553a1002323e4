"""Inside a worker process: answer a ring by working through the queue, and stop when told to."""

import os
import signal
import threading
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from generation.jobs.bell import ring
from generation.jobs.identity import process_name
from generation.jobs.lanes import claim_in_lane
from generation.jobs.runner import run_job
from generation.jobs.warmth import warm_up
from generation.media.child import Maker
from generation.media.crew import Crew

# After so many jobs the worker goes back to the bell, where django-q2 may recycle its process.
JOBS_PER_RING = 20

_stopping = threading.Event()
_maker: Maker | None = None
_is_answering = False


def answer() -> None:
    """What a ring means: claim and run the best job, and the next, until none is left. Carries nothing."""
    global _is_answering
    _is_answering = True
    try:
        _work_through_queue()
    finally:
        _is_answering = False
    if _stopping.is_set():
        raise SystemExit(0)


def _work_through_queue() -> None:
    worker = process_name()
    for _ in range(JOBS_PER_RING):
        if _stopping.is_set():
            return
        close_old_connections()  # one that broke during the last job must not cost the next
        with claim_in_lane(worker=worker, now=timezone.now()) as job:
            if job is None:
                return
            run_job(job, maker=_shared_maker(), stopping=_stopping, on_stuck=_abandon)
    ring()


def prepare(**_: Any) -> None:
    """Called in each worker process as it starts: take SIGTERM to mean "hand back what you hold and go"."""
    signal.signal(signal.SIGTERM, _on_sigterm)
    if settings.STUDIO_WARM_WORKERS:
        threading.Thread(target=warm_up, args=(_shared_maker(),), daemon=True, name="warm-up").start()


def _on_sigterm(signum: int, frame: FrameType | None) -> None:
    _stopping.set()  # the heartbeat of a running job sees it, hands the job back and ends the work
    if not _is_answering:
        raise SystemExit(0)


def _abandon() -> None:
    """The main thread does not come back from work that nobody may use: leave without it. Our child dies with us."""
    os._exit(0)


def _shared_maker() -> Maker:
    global _maker
    if _maker is None:
        _maker = Crew(settings.STUDIO_MAKERS)
    return _maker
