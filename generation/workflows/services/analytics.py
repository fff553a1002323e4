"""When, what and how well an organization makes: one answer for the API and for the dashboard's page.

Credits are the ledger's: a charge counts on the day of its capture, a refund is taken off on the day it was given.
Workflows count on the day on which they were started. Five queries, whatever there is to count.
"""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet
from django.db.models.functions import TruncHour

from billing.queries import usage_by_day
from generation.jobs.models import Job
from generation.jobs.states import LIVE, Status
from generation.workflows.models import Workflow
from generation.workflows.services.access import workflows_of
from generation.workflows.services.usage import Days, by_operation, credits_by_type, success_rate, within
from wire.errors import ValidationFailed

# Seconds at which one stretch of the durations ends and the next begins; the last one has no end.
STRETCHES = (30, 60, 120, 300, 600, 1800)


def known_zone(name: str) -> str:
    """A time zone by its name in the IANA database. Raises `ValidationFailed`."""
    if name not in available_timezones():
        raise ValidationFailed("timeZone must be one such as Europe/Berlin or UTC.", field="timeZone")
    return name


def analytics(organization_id: str, days: Days) -> dict[str, Any]:
    """Everything of those days, as the API prints it."""
    rows = within(workflows_of(organization_id), days).order_by()
    hours = _by_hour(rows, days.zone)
    daily, hourly = Counter[Any](), Counter[int]()
    for moment, count in hours:
        daily[moment.date()] += count
        hourly[moment.hour] += count
    types = dict(rows.values_list("type").annotate(count=Count("pk")))
    spent = usage_by_day(organization_id, days.since, days.until, days.zone)
    credits, operations = credits_by_type(spent), by_operation(spent)
    total = sum(operations.values())
    jobs = Job.objects.filter(pk__in=rows.values("job_id")).order_by()
    return {
        "trend": [{"date": one.day.isoformat(), "projects": daily[one.day], "creditsUsed": one.spent} for one in spent],
        "usageByType": [
            {"type": name, "projects": types.get(name, 0), "creditsUsed": credits.get(name, 0)}
            for name in sorted({*types, *credits} - {"other"})
        ],
        "creditDistribution": [
            {"operation": name, "creditsUsed": used, "share": round(100 * used / total, 1) if total else 0.0}
            for name, used in sorted(operations.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "peakHours": [{"hour": hour, "projects": hourly[hour]} for hour in range(24)],
        **_outcomes_and_costs(jobs),
        "durations": _durations(jobs),
        "totals": {"projects": sum(types.values()), "creditsUsed": total},
    }


def _by_hour(rows: "QuerySet[Workflow]", zone: str) -> list[tuple[Any, int]]:
    """(the hour on the clocks of the zone, workflows started in it); an hour that comes twice is counted as one."""
    hour = TruncHour("created_at", tzinfo=ZoneInfo(zone))
    return list(rows.annotate(hour=hour).values_list("hour").annotate(count=Count("pk")))


def _outcomes_and_costs(jobs: "QuerySet[Job]") -> dict[str, Any]:
    outcomes, costs = Counter[str](), Counter[int]()
    for status, charged, count in jobs.values_list("status", "charged").annotate(count=Count("pk")):
        outcomes[status] += count
        if status == Status.SUCCEEDED:
            costs[charged or 0] += count
    return {
        "outcomes": {
            "completed": outcomes[Status.SUCCEEDED],
            "failed": outcomes[Status.FAILED],
            "canceled": outcomes[Status.CANCELED],
            "active": sum(outcomes[status] for status in LIVE),
            "successRate": success_rate(outcomes),
        },
        "costs": [{"credits": credits, "projects": costs[credits]} for credits in sorted(costs)],
    }


def _durations(jobs: "QuerySet[Job]") -> dict[str, Any]:
    """How long finished ones took, from their first start to their end, in stretches of seconds `[from, to)`."""
    took = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    done = jobs.filter(status=Status.SUCCEEDED, started_at__isnull=False).annotate(took=took)
    edges = [None, *(timedelta(seconds=edge) for edge in STRETCHES), None]
    counts = {}
    for number, (low, high) in enumerate(pairwise(edges)):
        inside = (Q(took__gte=low) if low else Q()) & (Q(took__lt=high) if high else Q())
        counts[f"n{number}"] = Count("pk", filter=inside)
    found = done.aggregate(**counts, average=Avg("took"), longest=Max("took"))
    bounds = [0, *STRETCHES, None]
    stretches = [
        {"fromSeconds": low, "toSeconds": high, "projects": found[f"n{number}"]}
        for number, (low, high) in enumerate(pairwise(bounds))
    ]
    seconds = {name: round(found[name].total_seconds(), 1) if found[name] else None for name in ("average", "longest")}
    return {"averageSeconds": seconds["average"], "longestSeconds": seconds["longest"], "stretches": stretches}
