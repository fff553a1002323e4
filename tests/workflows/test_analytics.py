"""What analytics say is what ledger and jobs say: over a random history, on the clocks of every kind of zone."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from billing.models import Book, Entry, Receipt
from billing.prices import single_quote
from billing.services import refund
from generation.jobs.claim import claim_next
from generation.jobs.models import Job
from generation.jobs.services import cancel_job, create_job, resume_job, settle_failure, settle_success
from generation.workflows.models import Workflow
from generation.workflows.services.analytics import STRETCHES, analytics
from generation.workflows.services.usage import Days
from tests.api import Api, open_api
from tests.world import Tenant, make_tenant
from wire.errors import GenerationFailed

OPENED = datetime(2026, 3, 1, tzinfo=UTC)
TYPES = ("cinematic", "factory", "staticad", "influencer")
# Both ends of the world, quarter hours, and days on which an hour is missing or comes twice: Berlin's 29 March, Lord
# Howe's half hour on 5 April, New York's 8 March. No place is 14 hours behind: 12 is the most.
ZONES = (
    "UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Etc/GMT-14", "Europe/Berlin", "America/New_York",
    "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham",
)  # fmt: skip


def run_one(tenant: Tenant, at: datetime, dice: random.Random, *, number: int) -> None:
    """A workflow that ends in one of the ways in which they end."""
    name, quality = dice.choice(TYPES), dice.choice(("standard", "premium"))
    operation, owner = f"{name}_{quality}", tenant.organization.pk
    with transaction.atomic():
        job = create_job(
            organization_id=owner, kind=f"workflow.{name}", params={}, subject_id=f"wf_{number}", now=at,
            quote=single_quote("workflow", operation, now=at), operation=f"workflow.{operation}",
        )  # fmt: skip
        Workflow.objects.create(
            pk=f"wf_{number}", organization_id=owner, project_id="p", job_id=job.pk, type=name, quality=quality,
            created_at=at,
        )  # fmt: skip
    fate = dice.choice(("done", "done", "failed", "canceled", "retried", "refunded", "waiting"))
    later = at + timedelta(seconds=dice.choice((5, 45, 100, 250, 500, 1500, 4000)))
    if fate == "waiting":
        return
    if fate == "canceled":
        cancel_job(job.pk, reason="Enough.", now=later)
        return
    if fate == "retried":
        later = fail(at, later)
        resume_job(job.pk, now=later)
    if fate == "failed":
        fail(at, later)
        return
    finish(later if fate == "retried" else at, later + timedelta(seconds=30))
    if fate == "refunded":
        receipt = Receipt.objects.get(job_id=job.pk, captured__gt=0)
        days = timedelta(days=dice.choice((0, 0, 1, 5)), hours=dice.randrange(9))
        refund(receipt.pk, dice.randint(1, receipt.captured), reason="Sorry.", actor="support", now=later + days)


def claimed(at: datetime) -> Job:
    job = claim_next(worker="test/1/1", now=at)
    assert job is not None
    return job


def fail(at: datetime, later: datetime) -> datetime:
    job = claimed(at)
    settle_failure(job.pk, GenerationFailed("No."), attempt=job.attempt, now=later)
    return later


def finish(at: datetime, later: datetime) -> None:
    job = claimed(at)
    settle_success(job.pk, attempt=job.attempt, result={}, outputs={}, now=later)


@pytest.fixture
def history(db: None, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    """Forty days of an organization's work, much of it around midnight somewhere, beside another's."""
    dice = random.Random(20260329)
    tenants = [make_tenant(name, monthly=0, perpetual=5000, now=OPENED) for name in ("Ada", "Bob")]
    moments = sorted(
        OPENED + timedelta(days=dice.randrange(40), hours=dice.randrange(24), minutes=dice.choice((0, 14, 15, 44, 59)))
        for _ in range(70)
    )
    for number, at in enumerate(moments):
        run_one(tenants[number % 7 == 0], at, dice, number=number)
        # One that waits is in nobody's way: whoever comes next is to claim their own.
        Job.objects.filter(status="queued").update(available_at=OPENED + timedelta(days=999))
    return tenants[0]


def expected(tenant: Tenant, days: Days) -> dict[str, Any]:
    """The same counted by hand, row by row."""
    zone = ZoneInfo(days.zone)
    names = [days.since + timedelta(days=n) for n in range((days.until - days.since).days)]
    credits, operations = Counter[date](), Counter[str]()
    spent = Entry.objects.filter(book=Book.SPENT, account__organization=tenant.organization)
    for entry in spent.select_related("transaction__hold"):
        day = entry.transaction.created_at.astimezone(zone).date()
        if day in names:
            credits[day] += entry.amount
            operations[entry.transaction.hold.operation] += entry.amount  # type: ignore[union-attr]
    rows = [
        (row, Job.objects.get(pk=row.job_id))
        for row in Workflow.objects.filter(organization_id=tenant.organization.pk)
        if row.created_at.astimezone(zone).date() in names
    ]
    local = [row.created_at.astimezone(zone) for row, _ in rows]
    done = [job for _, job in rows if job.status == "succeeded"]
    took = [(job.finished_at - job.started_at).total_seconds() for job in done]  # type: ignore[operator]
    failed = sum(job.status == "failed" for _, job in rows)
    edges = (0, *STRETCHES, 10**9)
    return {
        "days": [(day.isoformat(), sum(one.date() == day for one in local), credits[day]) for day in names],
        "hours": [sum(one.hour == hour for one in local) for hour in range(24)],
        "types": Counter(row.type for row, _ in rows),
        "operations": +operations,
        "outcomes": [len(done), failed, *(sum(job.status == s for _, job in rows) for s in ("canceled", "queued"))],
        "rate": round(100 * len(done) / (len(done) + failed), 1) if done or failed else None,
        "costs": Counter(job.charged for job in done),
        "stretches": [sum(low <= one < high for one in took) for low, high in pairwise(edges)],
        "average": round(sum(took) / len(took), 1) if took else None,
    }


def test_every_number_is_the_ledgers_in_every_zone(history: Tenant) -> None:
    for zone in ZONES:
        for since, until in ((date(2026, 3, 1), date(2026, 4, 20)), (date(2026, 3, 29), date(2026, 3, 30))):
            days = Days(since, until, zone)
            told, right = analytics(history.organization.pk, days), expected(history, days)
            assert [(d["date"], d["projects"], d["creditsUsed"]) for d in told["trend"]] == right["days"], zone
            assert [row["projects"] for row in told["peakHours"]] == right["hours"], zone
            assert {r["type"]: r["projects"] for r in told["usageByType"] if r["projects"]} == right["types"], zone
            distribution = {r["operation"]: r["creditsUsed"] for r in told["creditDistribution"] if r["creditsUsed"]}
            assert distribution == {name: used for name, used in right["operations"].items() if used}, zone
            names = ("completed", "failed", "canceled", "active")
            assert [told["outcomes"][name] for name in names] == right["outcomes"], zone
            assert told["outcomes"]["successRate"] == right["rate"], zone
            assert {row["credits"]: row["projects"] for row in told["costs"]} == right["costs"], zone
            assert [row["projects"] for row in told["durations"]["stretches"]] == right["stretches"], zone
            assert told["durations"]["averageSeconds"] == right["average"], zone
            assert told["totals"]["creditsUsed"] == sum(day[2] for day in right["days"]), zone


def test_the_history_has_what_it_is_to_prove(history: Tenant) -> None:
    """A test over a history without refunds or retries would prove nothing of them."""
    told = analytics(history.organization.pk, Days(date(2026, 3, 1), date(2026, 4, 20), "UTC"))
    assert all(told["outcomes"][name] > 2 for name in ("completed", "failed", "canceled", "active"))
    assert Entry.objects.filter(book=Book.SPENT, amount__lt=0).count() > 2
    assert Receipt.objects.values("job_id").distinct().count() < Receipt.objects.count()


def test_the_number_of_queries_does_not_depend_on_the_history(history: Tenant) -> None:
    empty = open_api("Empty").organization.pk
    for owner in (history.organization.pk, empty):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            analytics(owner, Days(date(2026, 3, 1), date(2026, 4, 20), "Europe/Berlin"))
        assert len(asked) == 5


def test_the_api_tells_the_same_on_the_clocks_of_a_zone_of_the_callers(api: Api) -> None:
    told = api.get("/user/analytics?period=7d&timeZone=Pacific/Kiritimati").json["data"]
    assert (told["timeZone"], len(told["trend"])) == ("Pacific/Kiritimati", 7)
    assert told["endDate"] == datetime.now(ZoneInfo("Pacific/Kiritimati")).date().isoformat()
    assert api.get("/user/analytics?timeZone=Mars/Olympus").status == 400
