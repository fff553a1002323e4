"""How long a job's log is kept whole: lines of progress go some weeks after they were written, the others stay."""

from datetime import datetime, timedelta

from django.conf import settings

from generation.jobs.models import JobEvent
from generation.jobs.states import TERMINAL

BATCH = 1000  # small enough that no transaction keeps SQLite's only write lock for long
MOST = 200_000  # a round: what is left then waits for the next


def purge(*, now: datetime, most: int = MOST) -> int:
    """Called by the worker now and then; returns how many lines went.

    Only of jobs that are over and lines that webhooks have seen. Readers of a log do not mind the gaps.
    """
    if not settings.STUDIO_EVENT_DAYS:
        return 0
    old = JobEvent.objects.filter(
        type="progress",
        created_at__lt=now - timedelta(days=settings.STUDIO_EVENT_DAYS),
        fanned_out_at__isnull=False,
        job__status__in=TERMINAL,
    ).order_by("created_at")
    gone = 0
    while gone < most and (batch := list(old.values_list("pk", flat=True)[:BATCH])):
        gone += JobEvent.objects.filter(pk__in=batch).delete()[0]
    return gone
