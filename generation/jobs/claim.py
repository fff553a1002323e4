"""Claiming: take the best job that may run now, and raise its fencing token."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, Min, QuerySet

from accounts.models import Organization
from generation.jobs import registry
from generation.jobs.models import Attempt, Job, Turn
from generation.jobs.services import transition
from generation.jobs.states import Status
from generation.jobs.turns import Queue, in_turn
from generation.jobs.versions import within_reach
from wire.errors import JobStateInvalid

LEASE = timedelta(seconds=getattr(settings, "STUDIO_LEASE_S", 20))


def claimable(kinds: Sequence[str], *, now: datetime) -> QuerySet[Job]:
    """Queued jobs of these kinds that may start at `now`: not those of an organization that runs all it may."""
    waiting = Job.objects.filter(within_reach(kinds), status=Status.QUEUED, available_at__lte=now)
    running = _running()
    limits = Organization.objects.filter(pk__in=running).values_list("pk", "running_jobs_limit")
    full = [pk for pk, limit in limits if running[pk] >= limit] if running else []
    return waiting.exclude(organization_id__in=full) if full else waiting


def _running() -> dict[str, int]:
    """How many jobs each organization runs that runs any."""
    rows = Job.objects.filter(status=Status.RUNNING).values("organization_id").annotate(count=Count("id"))
    return {row["organization_id"]: row["count"] for row in rows}


def claim_next(
    *, worker: str, now: datetime, kinds: Sequence[str] | None = None, least_priority: int | None = None
) -> Job | None:
    """Claim the best job for `worker`, or None if there is none: priority, then fair share, then age (`turns`).

    Only what a pipeline here can read is taken: during an upgrade an old worker leaves new kinds alone, and jobs that a
    newer one has begun.
    """
    known = registry.kinds() if kinds is None else kinds
    while True:
        # JobStateInvalid: a rival was faster, or filled the organization's limit. Look again.
        with suppress(JobStateInvalid), transaction.atomic():
            jobs = claimable(known, now=now)
            if least_priority is not None:
                jobs = jobs.filter(priority__gte=least_priority)
            best = _best(jobs, now=now)
            if best is None:
                return None
            _serve(best.organization_id, now=now)
            return _take(best, worker=worker, now=now)


def _best(jobs: QuerySet[Job], *, now: datetime) -> Job | None:
    """The oldest job that no rival is just claiming, of the queue whose turn it is."""
    can_skip = connection.features.has_select_for_update_skip_locked
    for queue in _queues(jobs, now=now):
        free = jobs.select_for_update(skip_locked=True) if can_skip else jobs
        of_queue = free.filter(organization_id=queue.organization_id, priority=queue.priority)
        best = of_queue.order_by("created_at", "id").first()
        if best is not None:
            return best
    return None


def _queues(jobs: QuerySet[Job], *, now: datetime) -> list[Queue]:
    rows = jobs.values("organization_id", "priority").order_by()
    rows = rows.annotate(oldest_at=Min("created_at"), ready_at=Min("available_at"))
    queues = [Queue(**row) for row in rows]
    if not queues:
        return []
    waiting = {queue.organization_id for queue in queues}
    turns = Turn.objects.filter(organization_id__in=waiting).values_list("organization_id", "served_at")
    return in_turn(queues, running=_running(), served_at=dict(turns), now=now)


def _serve(organization_id: str, *, now: datetime) -> None:
    """Note the turn. Its row is what an organization's claimers wait for: under it the count is exact.

    Raises JobStateInvalid when a rival's claim, not yet to be seen when we looked, was the last that the limit allows.
    """
    turn, _ = Turn.objects.select_for_update().get_or_create(
        organization_id=organization_id, defaults={"served_at": now}
    )
    limit = Organization.objects.filter(pk=organization_id).values_list("running_jobs_limit", flat=True).first()
    running = Job.objects.filter(status=Status.RUNNING, organization_id=organization_id).count()
    if limit is not None and running >= limit:
        raise JobStateInvalid("As many jobs as may are running.")
    turn.served_at = now
    turn.save(update_fields=["served_at"])


def _take(job: Job, *, worker: str, now: datetime) -> Job:
    """The claim proper: one conditional UPDATE. Raises JobStateInvalid when a rival was faster."""
    is_first = job.started_at is None
    pipeline = registry.get(job.kind)
    changes = {"attempt": F("attempt") + 1, "lease_until": now + LEASE, "worker": worker, "version": pipeline.version}
    if is_first:
        changes["started_at"] = now
    job = transition(job.id, Status.RUNNING, now=now, changes=changes)
    Attempt.objects.create(job=job, number=job.attempt, worker=worker, started_at=now)
    if is_first and pipeline.on_start:
        pipeline.on_start(job)
    return job
