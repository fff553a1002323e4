"""How long a job's log is kept whole: lines of progress go some weeks after they were written, the others stay."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from generation.jobs.models import JobEvent
from generation.jobs.states import TERMINAL
from wire import archive

BATCH = 1000  # small enough that no transaction keeps SQLite's only write lock for long
MOST = 200_000  # a round: what is left then waits for the next


def purge(*, now: datetime, most: int = MOST) -> int:
    """Called by the worker now and then; returns how many lines went.

    Only of jobs that are over and lines that webhooks have seen. Readers of a log do not mind the gaps. What goes is in
    the archive first, if the studio keeps one.
    """
    if not settings.STUDIO_EVENT_DAYS:
        return 0
    old = JobEvent.objects.filter(
        type="progress",
        created_at__lt=now - timedelta(days=settings.STUDIO_EVENT_DAYS),
        fanned_out_at__isnull=False,
        job__status__in=TERMINAL,
    ).order_by("created_at", "pk")
    rows = old.values("id", "job_id", "seq", "type", "data", "created_at", organization_id=F("job__organization_id"))
    gone = 0
    while gone < most and (batch := list(rows[:BATCH])):
        archive.keep("events", batch, at="created_at")
        gone += JobEvent.objects.filter(pk__in=[row["id"] for row in batch]).delete()[0]
    return gone
