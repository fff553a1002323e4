"""Claiming: take the best job that may run now, and raise its fencing token."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, QuerySet

from generation.jobs import registry
from generation.jobs.models import Attempt, Job
from generation.jobs.services import transition
from generation.jobs.states import Status
from wire.errors import JobStateInvalid

LEASE = timedelta(seconds=getattr(settings, "STUDIO_LEASE_S", 20))


def fair_tiers(running: dict[str, int]) -> list[tuple[str, ...] | None]:
    """Organizations in the order in which they get the next worker, fewest running jobs first.

    `running` counts running jobs by organization. None stands for all organizations that run nothing.
    """
    tiers: dict[int, list[str]] = defaultdict(list)
    for organization_id, count in running.items():
        tiers[count].append(organization_id)
    return [None, *(tuple(sorted(tiers[count])) for count in sorted(tiers))]


def claimable(kinds: Sequence[str], *, now: datetime) -> QuerySet[Job]:
    """Queued jobs of these kinds that may start at `now`."""
    return Job.objects.filter(status=Status.QUEUED, available_at__lte=now, kind__in=kinds)


def claim_next(
    *, worker: str, now: datetime, kinds: Sequence[str] | None = None, least_priority: int | None = None
) -> Job | None:
    """Claim the best job for `worker`, or None if there is none: priority, then fair share, then age.

    Only kinds with a pipeline here are taken, so that during an upgrade an old worker leaves new kinds alone.
    """
    jobs = claimable(registry.kinds() if kinds is None else kinds, now=now)
    if least_priority is not None:
        jobs = jobs.filter(priority__gte=least_priority)
    while True:
        with transaction.atomic():
            best = _best(jobs)
            if best is None:
                return None
            with suppress(JobStateInvalid):  # a rival took it between our look and our UPDATE: look again
                return _take(best, worker=worker, now=now)


def _best(jobs: QuerySet[Job]) -> Job | None:
    top = jobs.order_by("-priority").values_list("priority", flat=True).first()
    if top is None:
        return None
    jobs = jobs.filter(priority=top).order_by("created_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        jobs = jobs.select_for_update(skip_locked=True)
    running = Job.objects.filter(status=Status.RUNNING).values("organization_id").annotate(count=Count("id"))
    counts = {row["organization_id"]: row["count"] for row in running}
    for tier in fair_tiers(counts):
        of_tier = jobs.exclude(organization_id__in=counts) if tier is None else jobs.filter(organization_id__in=tier)
        best = of_tier.first()
        if best is not None:
            return best
    return None


def _take(job: Job, *, worker: str, now: datetime) -> Job:
    """The claim proper: one conditional UPDATE. Raises JobStateInvalid when a rival was faster."""
    is_first = job.started_at is None
    changes = {"attempt": F("attempt") + 1, "lease_until": now + LEASE, "worker": worker}
    if is_first:
        changes["started_at"] = now
    job = transition(job.id, Status.RUNNING, now=now, changes=changes)
    Attempt.objects.create(job=job, number=job.attempt, worker=worker, started_at=now)
    pipeline = registry.get(job.kind)
    if is_first and pipeline.on_start:
        pipeline.on_start(job)
    return job
