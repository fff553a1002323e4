"""Holds that nobody will end: open, and no live job uses them."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from billing.models import Hold, HoldStatus
from generation.jobs.models import Job
from generation.jobs.states import LIVE

# Work without a job ends its hold within the request that took it.
AT_LEAST = timedelta(minutes=10)


def stuck_holds(now: datetime) -> QuerySet[Hold]:
    """Open holds older than `AT_LEAST` whose job is over, or that never had one."""
    live = Job.objects.filter(pk=OuterRef("job_id"), status__in=sorted(LIVE))
    return Hold.objects.filter(~Exists(live), status=HoldStatus.OPEN, created_at__lt=now - AT_LEAST)
