"""The sweeper: puts right what dead processes left behind. Any number of them may run at once."""

import logging
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django_q.models import OrmQ

from billing.services import expire_holds
from generation.jobs import registry
from generation.jobs.bell import ring
from generation.jobs.claim import claimable
from generation.jobs.identity import here, is_dead
from generation.jobs.models import MAX_STALLS, Job
from generation.jobs.runner import work_root
from generation.jobs.services import end_attempt, settle_failure, transition
from generation.jobs.states import LIVE, Status
from wire.errors import GenerationFailed

log = logging.getLogger(__name__)

SWEEP_EVERY_S = 1.0
CLEAN_EVERY_S = 60.0
MAX_WAITING_RINGS = 4


def sweep(now: datetime) -> None:
    """Take back lost jobs and ring for waiting ones; run often."""
    reclaim_lost(now)
    ring_for_waiting(now)


def clean(now: datetime) -> None:
    """Expire holds that no live job uses, and remove work folders that crashed attempts left; run now and then."""
    expire_holds(now, is_live)
    clear_work_folders()


def reclaim_lost(now: datetime, *, has_died: Callable[[str], bool] = is_dead) -> list[str]:
    """Put jobs whose lease ran out, or whose worker on this host is dead, back into the queue; returns their ids.

    Each time counts as a stall; the third since the last checkpoint fails the job.
    """
    running = Job.objects.filter(status=Status.RUNNING)
    lost = list(running.filter(lease_until__lt=now))
    lost += [job for job in running.filter(lease_until__gte=now, worker__startswith=here()) if has_died(job.worker)]
    return [job.id for job in lost if _reclaim(job, now)]


def _reclaim(seen: Job, now: datetime) -> bool:
    with transaction.atomic():
        # The lease as we saw it is part of the condition: a heartbeat in between keeps the job.
        job = Job.objects.filter(pk=seen.pk, attempt=seen.attempt, status=Status.RUNNING, lease_until=seen.lease_until)
        if not job.update(stalls=F("stalls") + 1):
            return False
        stalls = seen.stalls + 1
        log.warning("%s: attempt %s was lost in stage %r (stall %s).", seen.pk, seen.attempt, seen.stage, stalls)
        if stalls >= MAX_STALLS:
            settle_failure(seen.pk, _stalled(seen, stalls), attempt=seen.attempt, now=now, outcome="lost")
        else:
            data = {"reason": "worker_lost", "stalls": stalls}
            changes = {"available_at": now}
            transition(seen.pk, Status.QUEUED, attempt=seen.attempt, now=now, data=data, changes=changes)
            end_attempt(seen.pk, "lost", now=now)
            ring()
    return True


def _stalled(job: Job, stalls: int) -> GenerationFailed:
    stage = job.stage or "start"
    return GenerationFailed(
        f"The work stopped {stalls} times in a row in the stage “{stage}”: the process that ran it died or stopped "
        "answering. Nothing was charged. Try again, or with a smaller request.",
        stage=stage,
        stalls=stalls,
    )


def ring_for_waiting(now: datetime) -> None:
    """Ring for jobs that wait with nobody told: rings get lost with the process that fetched them."""
    waiting = len(claimable(registry.kinds(), now=now).values_list("pk")[:MAX_WAITING_RINGS])
    rings = OrmQ.objects.filter(lock__lte=now).count() if waiting else 0
    for _ in range(waiting - rings):
        ring()


def is_deaf(now: datetime, *, workers: int, patience: timedelta) -> bool:
    """Whether jobs wait longer than `patience` although this host runs fewer than `workers`: nobody hears the bell.

    A worker killed while it waited at django-q2's queue takes the queue's lock with it; only a new cluster helps.
    """
    if not claimable(registry.kinds(), now=now - patience).exists():
        return False
    return Job.objects.filter(status=Status.RUNNING, worker__startswith=here()).count() < workers


def is_live(job_id: str) -> bool:
    """Whether a hold is still in use by its job. Locks the job's row: it comes before the account's."""
    return Job.objects.select_for_update().filter(pk=job_id, status__in=LIVE).first() is not None


def clear_work_folders() -> None:
    """Remove the work folders of attempts that no longer run."""
    for folder in work_root().glob("job_*-*"):
        job_id, _, attempt = folder.name.rpartition("-")
        if not Job.objects.filter(pk=job_id, attempt=attempt, status=Status.RUNNING).exists():
            shutil.rmtree(folder, ignore_errors=True)
