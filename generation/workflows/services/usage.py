"""What an organization has made and spent, exact against the ledger, in its own time zone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractHour, TruncDate
from django.utils import timezone

from accounts.models import Organization
from billing.queries import DayUsage, usage_by_day
from generation.jobs.models import Job
from generation.jobs.states import Status
from generation.projects.models import Project
from generation.projects.services import projects_of
from generation.workflows.models import Workflow
from generation.workflows.services.access import Run, workflows_of

PERIODS = {"7d": 7, "30d": 30, "90d": 90}
_PREFIX = "workflow."


@dataclass(frozen=True)
class Days:
    """Whole days, `[since, until)`, of the time zone `zone`."""

    since: date
    until: date
    zone: str

    def moments(self) -> tuple[datetime, datetime]:
        zone = ZoneInfo(self.zone)
        return datetime.combine(self.since, time(), zone), datetime.combine(self.until, time(), zone)


def days_between(organization: Organization, first: date | None, last: date | None) -> Days:
    """From `first` to `last`, both included; by default from the organization's first day to today."""
    zone = ZoneInfo(organization.timezone)
    first = first or organization.created_at.astimezone(zone).date()
    last = last or timezone.now().astimezone(zone).date()
    return Days(first, last + timedelta(days=1), organization.timezone)


def last_days(organization_id: str, period: str) -> Days:
    zone = Organization.objects.values_list("timezone", flat=True).get(pk=organization_id)
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    return Days(today - timedelta(days=PERIODS[period] - 1), today + timedelta(days=1), zone)


def stats(organization_id: str, days: Days) -> dict[str, Any]:
    """Workflows by type and outcome, and the credits that everything cost."""
    rows = _within(workflows_of(organization_id), days)
    by_type = dict(rows.order_by().values_list("type").annotate(count=Count("pk")))
    outcomes = _outcomes(rows)
    spent = usage_by_day(organization_id, days.since, days.until, days.zone)
    ended = outcomes[Status.SUCCEEDED] + outcomes[Status.FAILED]
    return {
        "totalProjects": sum(by_type.values()),
        "projectsByType": dict(sorted(by_type.items())),
        "completed": outcomes[Status.SUCCEEDED],
        "failed": outcomes[Status.FAILED],
        "canceled": outcomes[Status.CANCELED],
        "active": outcomes[Status.QUEUED] + outcomes[Status.RUNNING] + outcomes[Status.SUSPENDED],
        "creditsUsed": sum(day.spent for day in spent),
        "creditsByType": _by_type(spent),
        "successRate": round(100 * outcomes[Status.SUCCEEDED] / ended, 1) if ended else None,
    }


def _within(rows: "QuerySet[Workflow]", days: Days) -> "QuerySet[Workflow]":
    since, until = days.moments()
    return rows.filter(created_at__gte=since, created_at__lt=until)


def _outcomes(rows: "QuerySet[Workflow]") -> Counter[str]:
    jobs = Job.objects.filter(pk__in=rows.values("job_id"))
    return Counter(dict(jobs.order_by().values_list("status").annotate(count=Count("pk"))))


def _by_operation(spent: Sequence[DayUsage]) -> Counter[str]:
    total: Counter[str] = Counter()
    for day in spent:
        total.update(day.by_operation)
    return total


def _by_type(spent: Sequence[DayUsage]) -> dict[str, int]:
    """Credits of workflows by their type; what other families cost stands under "other"."""
    total: Counter[str] = Counter()
    for operation, credits in _by_operation(spent).items():
        name = operation.removeprefix(_PREFIX).rpartition("_")[0] if operation.startswith(_PREFIX) else "other"
        total[name] += credits
    return dict(sorted(total.items()))


def analytics(organization_id: str, days: Days) -> dict[str, Any]:
    """Day by day, by type, by operation, and by the hour at which people start their work."""
    zone = ZoneInfo(days.zone)
    rows = _within(workflows_of(organization_id), days).order_by()
    daily = dict(rows.annotate(day=TruncDate("created_at", tzinfo=zone)).values_list("day").annotate(count=Count("pk")))
    hourly = dict(
        rows.annotate(hour=ExtractHour("created_at", tzinfo=zone)).values_list("hour").annotate(count=Count("pk"))
    )
    types = dict(rows.values_list("type").annotate(count=Count("pk")))
    spent = usage_by_day(organization_id, days.since, days.until, days.zone)
    credits, by_operation = _by_type(spent), _by_operation(spent)
    total = sum(by_operation.values())
    return {
        "trend": [
            {"date": day.day.isoformat(), "projects": daily.get(day.day, 0), "creditsUsed": day.spent} for day in spent
        ],
        "usageByType": [
            {"type": name, "projects": types.get(name, 0), "creditsUsed": credits.get(name, 0)}
            for name in sorted({*types, *credits} - {"other"})
        ],
        "creditDistribution": [
            {"operation": name, "creditsUsed": used, "share": round(100 * used / total, 1) if total else 0.0}
            for name, used in sorted(by_operation.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "peakHours": [{"hour": hour, "projects": hourly.get(hour, 0)} for hour in range(24)],
        "totals": {"projects": sum(types.values()), "creditsUsed": total},
    }


# ---------------------------------------------------------------- projects


def runs_of_projects(projects: Sequence[Project]) -> dict[str, Run]:
    """The workflow behind each project that has one, by the project's id."""
    rows = list(Workflow.objects.filter(project_id__in=[project.pk for project in projects]))
    jobs = Job.objects.in_bulk([row.job_id for row in rows])
    return {row.project_id: Run(row, jobs[row.job_id]) for row in rows}


def all_projects(organization_id: str) -> "QuerySet[Project]":
    return projects_of(organization_id)
