"""Analytics: what was made and spent, when, and how well it went; from the same service as the API's answer."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import available_timezones

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from generation.workflows.catalogue import TYPES
from generation.workflows.services import usage
from generation.workflows.services.analytics import analytics as counted
from studio.dashboard.access import Member, page
from studio.dashboard.charts import Chart, as_csv
from studio.dashboard.words import JOB_TITLES

ZONE_COOKIE = "zone"  # the browser's own, set by static/js/charts.js
PERIODS = {"7d": "7 days", "30d": "30 days", "90d": "90 days"}


@page(permission="billing:read")
def analytics(request: HttpRequest, member: Member) -> HttpResponse:
    days, period = _asked(request, member)
    told = counted(member.organization_id, days)
    charts = charts_of(told)
    context = {
        "charts": [chart for chart in charts if told["totals"]["projects"] or not chart.is_empty],
        "may_make": member.may("work:write"),
        "told": told,
        "days": days,
        "period": period,
        "periods": PERIODS,
        "zones": sorted(available_timezones()),
        "query": urlencode({"period": period, "zone": days.zone}),
    }
    return render(request, "dashboard/analytics.html", context)


@page(permission="billing:read")
def analytics_csv(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    days, _ = _asked(request, member)
    chart = next((one for one in charts_of(counted(member.organization_id, days)) if one.key == key), None)
    if chart is None:
        raise Http404
    return as_csv(chart, f"{key}-{days.since}-{days.last}.csv")


def _asked(request: HttpRequest, member: Member) -> tuple[usage.Days, str]:
    """The days asked for, in the viewer's time zone: the one chosen, else the browser's, else the organization's."""
    period = request.GET.get("period", "")
    period = period if period in usage.PERIODS else "30d"
    wanted = (request.GET.get("zone", ""), request.COOKIES.get(ZONE_COOKIE, ""))
    zone = next((name for name in wanted if name in available_timezones()), member.organization.timezone)
    return usage.last_days(member.organization_id, period, zone), period


def charts_of(told: dict[str, Any]) -> list[Chart]:
    """What the service counted, as charts."""
    trend, outcomes, durations = told["trend"], told["outcomes"], told["durations"]
    rate = outcomes["successRate"]
    average = durations["averageSeconds"]
    return [
        Chart(
            key="trend", title="Workflows a day", heads=("Day", "Workflows"), unit="workflows",
            rows=[(day["date"], day["projects"]) for day in trend],
        ),
        Chart(
            key="credits", title="Credits a day", heads=("Day", "Credits"), unit="credits",
            rows=[(day["date"], day["creditsUsed"]) for day in trend],
            aside="Of all your work, refunds taken off on the day they were given.",
        ),
        Chart(
            key="types", title="By type", heads=("Type", "Workflows", "Credits"), unit="workflows", form="bars",
            rows=[(_title(row["type"]), row["projects"], row["creditsUsed"]) for row in told["usageByType"]],
        ),
        Chart(
            key="operations", title="Where credits went", heads=("Operation", "Credits", "Percent"), unit="credits",
            form="bars",
            rows=[
                (_operation(row["operation"]), row["creditsUsed"], row["share"]) for row in told["creditDistribution"]
            ],
        ),
        Chart(
            key="outcomes", title="How it ended", heads=("Outcome", "Workflows"), unit="workflows", form="bars",
            rows=[(name.capitalize(), outcomes[name]) for name in ("completed", "failed", "canceled", "active")],
            aside="" if rate is None else f"{rate:g} % of those that completed or failed completed.",
        ),
        Chart(
            key="hours", title="Peak hours", heads=("Hour", "Workflows"), unit="workflows",
            rows=[(f"{row['hour']:02}:00", row["projects"]) for row in told["peakHours"]],
            aside="The hour at which they were started.",
        ),
        Chart(
            key="durations", title="How long they take", heads=("Time", "Workflows"), unit="workflows", form="bars",
            rows=[(_stretch(row), row["projects"]) for row in durations["stretches"]],
            aside="" if average is None else f"{_spoken(average)} on average, waiting for a review included.",
        ),
        Chart(
            key="costs", title="What they cost", heads=("Credits", "Workflows"), unit="workflows", form="bars",
            rows=[(_credits(row["credits"]), row["projects"]) for row in told["costs"]],
        ),
    ]  # fmt: skip


def _title(name: str) -> str:
    return TYPES[name].title if name in TYPES else name


def _operation(name: str) -> str:
    """In a person's words; of a workflow its type and quality: `Static Ad, premium`."""
    kind, _, quality = name.rpartition(".")[2].rpartition("_")
    return f"{TYPES[kind].title}, {quality}" if kind in TYPES else JOB_TITLES.get(name, name)


def _credits(count: int) -> str:
    return f"{count} credit" if count == 1 else f"{count} credits"


def _stretch(row: dict[str, Any]) -> str:
    low, high = row["fromSeconds"], row["toSeconds"]
    if not low:
        return f"under {_spoken(high)}"
    return f"{_spoken(low)} to {_spoken(high)}" if high else f"{_spoken(low)} and more"


def _spoken(seconds: float) -> str:
    return f"{round(seconds)} s" if seconds < 60 else f"{seconds / 60:.3g} min"
