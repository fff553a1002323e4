"""The sweeper: puts right what dead processes left behind. Any number of them may run at once."""

import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django_q.models import OrmQ

from accounts.models import Organization
from billing.services import expire_holds
from generation.jobs import registry
from generation.jobs.bell import ring
from generation.jobs.claim import claimable
from generation.jobs.identity import here, is_dead
from generation.jobs.models import MAX_STALLS, Attempt, Job
from generation.jobs.runner import work_root
from generation.jobs.services import settle_failure, wake_job
from generation.jobs.stalls import Cause, note_stall
from generation.jobs.states import LIVE, Status
from generation.jobs.versions import report_newer, within_reach
from wire.errors import GenerationFailed, JobStateInvalid, ProviderUnavailable, StudioError

log = logging.getLogger(__name__)

SWEEP_EVERY_S = 1.0
CLEAN_EVERY_S = 60.0
MAX_WAITING_RINGS = 4


def sweep(now: datetime) -> None:
    """Take back lost jobs, end waits that are over and ring for waiting jobs; run often."""
    reclaim_lost(now)
    end_waits(now)
    ring_for_waiting(now)


def clean(now: datetime) -> None:
    """Expire holds that no live job uses, and remove work folders that crashed attempts left; run now and then."""
    expire_holds(now, is_live)
    clear_work_folders()
    report_newer()


def reclaim_lost(now: datetime, *, has_died: Callable[[str], bool] = is_dead) -> list[str]:
    """Put jobs whose lease ran out, or whose worker on this host is dead, back into the queue; returns their ids.

    Each time counts as a stall; the third since the last checkpoint fails the job. Of a job that needs newer code than
    ours that is left to newer sweepers: the pipeline is told of the end.
    """
    running = Job.objects.filter(within_reach() | Q(stalls__lt=MAX_STALLS - 1), status=Status.RUNNING)
    silent = list(running.filter(lease_until__lt=now))
    here_now = running.filter(lease_until__gte=now, worker__startswith=here())
    lost = [(job, Cause.DIED if has_died(job.worker) else Cause.SILENT) for job in silent]
    lost += [(job, Cause.DIED) for job in here_now if has_died(job.worker)]
    return [job.id for job, cause in lost if note_stall(job, cause, now=now, lease_until=job.lease_until)]


def end_waits(now: datetime) -> None:
    """Wake suspended jobs whose time has come, and fail those within our reach that waited in vain."""
    suspended = Job.objects.filter(status=Status.SUSPENDED)
    for job in suspended.filter(within_reach(), expires_at__lte=now):
        with suppress(JobStateInvalid):  # woken or canceled since
            settle_failure(job.id, _waited_in_vain(job), now=now, sources=frozenset({Status.SUSPENDED}))
    for job_id in suspended.filter(wake_at__lte=now).values_list("pk", flat=True):
        with suppress(JobStateInvalid):
            wake_job(job_id, reason="time_to_look_again", now=now)


def _waited_in_vain(job: Job) -> StudioError:
    if job.wake_at is not None:
        return ProviderUnavailable("The provider did not finish this in time. Nothing was charged.", stage=job.stage)
    return GenerationFailed(
        f"The job waited for an answer and none came ({job.message}). Nothing was charged.",
        stage=job.stage,
        reason="nobody_answered",
    )


def ring_for_waiting(now: datetime) -> None:
    """Ring for jobs that wait with nobody told: rings get lost with the process that fetched them."""
    waiting = len(claimable(registry.kinds(), now=now).values_list("pk")[:MAX_WAITING_RINGS])
    rings = OrmQ.objects.filter(lock__lte=now).count() if waiting else 0
    for _ in range(waiting - rings):
        ring()


def is_deaf(now: datetime, *, lanes: int, express: int, patience: timedelta) -> bool:
    """Whether jobs wait longer than `patience` while workers of this host do nothing: they do not hear the bell.

    `lanes` workers take any job, `express` further ones only those of EXPRESS priority. A worker killed while it waited
    at django-q2's queue takes the queue's lock with it; only a new cluster helps. Who has had a job at any time since
    `patience` began is not deaf: between two jobs, a moment's look would find an idle worker beside a full queue.
    """
    waiting = claimable(registry.kinds(), now=now - patience)
    if not waiting.exists():
        return False
    recent = Attempt.objects.filter(Q(ended_at=None) | Q(ended_at__gte=now - patience)).order_by()
    busy = recent.filter(worker__startswith=here())
    waiting = waiting.exclude(organization_id__in=_held_back(recent))
    if _workers(busy) >= lanes + express or not waiting.exists():
        return False
    is_urgent = waiting.filter(priority__gte=registry.EXPRESS).exists()
    return is_urgent or _workers(busy.filter(job__priority__lt=registry.EXPRESS)) < lanes


def _workers(attempts: QuerySet[Attempt]) -> int:
    return attempts.values("worker").distinct().count()


def _held_back(recent: QuerySet[Attempt]) -> list[str]:
    """Organizations that ran as many of these as they may at once: their jobs may have waited for each other."""
    ran = dict(recent.values_list("job__organization_id").annotate(Count("pk")))
    limits = Organization.objects.filter(pk__in=ran, running_jobs_limit__isnull=False)
    return [pk for pk, limit in limits.values_list("pk", "running_jobs_limit") if ran[pk] >= limit]


def is_live(job_id: str) -> bool:
    """Whether a hold is still in use by its job. Locks the job's row: it comes before the account's."""
    return Job.objects.select_for_update().filter(pk=job_id, status__in=LIVE).first() is not None


def clear_work_folders() -> None:
    """Remove the work folders of attempts that no longer run."""
    for folder in work_root().glob("job_*-*"):
        job_id, _, attempt = folder.name.rpartition("-")
        if not Job.objects.filter(pk=job_id, attempt=attempt, status=Status.RUNNING).exists():
            shutil.rmtree(folder, ignore_errors=True)
