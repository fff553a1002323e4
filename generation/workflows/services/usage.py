"""What an organization has made and spent, exact against the ledger, in its own time zone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
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
ENDED_WELL_OR_BADLY = (Status.SUCCEEDED, Status.FAILED)
_PREFIX = "workflow."


@dataclass(frozen=True)
class Days:
    """Whole days, `[since, until)`, of the time zone `zone`."""

    since: date
    until: date
    zone: str

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)

    def moments(self) -> tuple[datetime, datetime]:
        zone = ZoneInfo(self.zone)
        return datetime.combine(self.since, time(), zone), datetime.combine(self.until, time(), zone)


def days_between(organization: Organization, first: date | None, last: date | None) -> Days:
    """From `first` to `last`, both included; by default from the organization's first day to today."""
    zone = ZoneInfo(organization.timezone)
    first = first or organization.created_at.astimezone(zone).date()
    last = last or timezone.now().astimezone(zone).date()
    return Days(first, last + timedelta(days=1), organization.timezone)


def last_days(organization_id: str, period: str, zone: str = "") -> Days:
    """The period's days up to today, as they are in `zone`; by default in the organization's."""
    zone = zone or Organization.objects.values_list("timezone", flat=True).get(pk=organization_id)
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    return Days(today - timedelta(days=PERIODS[period] - 1), today + timedelta(days=1), zone)


def stats(organization_id: str, days: Days) -> dict[str, Any]:
    """Workflows by type and outcome, and the credits that everything cost."""
    rows = within(workflows_of(organization_id), days)
    by_type = dict(rows.order_by().values_list("type").annotate(count=Count("pk")))
    outcomes = _outcomes(rows)
    spent = usage_by_day(organization_id, days.since, days.until, days.zone)
    return {
        "totalProjects": sum(by_type.values()),
        "projectsByType": dict(sorted(by_type.items())),
        "completed": outcomes[Status.SUCCEEDED],
        "failed": outcomes[Status.FAILED],
        "canceled": outcomes[Status.CANCELED],
        "active": outcomes[Status.QUEUED] + outcomes[Status.RUNNING] + outcomes[Status.SUSPENDED],
        "creditsUsed": sum(day.spent for day in spent),
        "creditsByType": credits_by_type(spent),
        "successRate": success_rate(outcomes),
    }


def within(rows: "QuerySet[Workflow]", days: Days) -> "QuerySet[Workflow]":
    since, until = days.moments()
    return rows.filter(created_at__gte=since, created_at__lt=until)


def _outcomes(rows: "QuerySet[Workflow]") -> Counter[str]:
    jobs = Job.objects.filter(pk__in=rows.values("job_id"))
    return Counter(dict(jobs.order_by().values_list("status").annotate(count=Count("pk"))))


def success_rate(outcomes: Mapping[str, int]) -> float | None:
    """Percent of those that ended well or badly: whoever cancels has not failed. None before the first."""
    ended = sum(outcomes.get(status, 0) for status in ENDED_WELL_OR_BADLY)
    return round(100 * outcomes.get(Status.SUCCEEDED, 0) / ended, 1) if ended else None


def by_operation(spent: Sequence[DayUsage]) -> Counter[str]:
    total: Counter[str] = Counter()
    for day in spent:
        total.update(day.by_operation)
    return total


def credits_by_type(spent: Sequence[DayUsage]) -> dict[str, int]:
    """Credits of workflows by their type; what other families cost stands under "other"."""
    total: Counter[str] = Counter()
    for operation, credits in by_operation(spent).items():
        name = operation.removeprefix(_PREFIX).rpartition("_")[0] if operation.startswith(_PREFIX) else "other"
        total[name] += credits
    return dict(sorted(total.items()))


# ---------------------------------------------------------------- projects


def runs_of_projects(projects: Sequence[Project]) -> dict[str, Run]:
    """The workflow behind each project that has one, by the project's id."""
    rows = list(Workflow.objects.filter(project_id__in=[project.pk for project in projects]))
    jobs = Job.objects.in_bulk([row.job_id for row in rows])
    return {row.project_id: Run(row, jobs[row.job_id]) for row in rows}


def all_projects(organization_id: str) -> "QuerySet[Project]":
    return projects_of(organization_id)
