"""The studio's figures are right, and cost a bounded number of bounded queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from billing import services
from billing.models import Hold
from generation.jobs import hosts
from generation.jobs.models import CircuitBreaker, ProviderCall, WorkerHost
from generation.webhooks.models import Delivery, Endpoint, Event
from studio.operators import vitals
from tests.operators.conftest import MakeJob
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MOST_QUERIES = 12


def a_call(job: Any, number: int, **fields: Any) -> ProviderCall:
    now = timezone.now()
    given = {"stage": "paint", "key": str(number), "provider": "openai", "model": "m", "operation": "image",
             "attempt": 1, "started_at": now}  # fmt: skip
    done = {"status": "finished", "finished_at": now, "latency_ms": 1000, "data": {}}
    return ProviderCall.objects.create(job=job, **(given | done | fields))


def test_the_queue_is_told_by_lane_with_its_oldest(make_job: MakeJob) -> None:
    old = make_job(age=30)
    make_job(age=2)
    urgent = make_job(age=1, priority=10)
    make_job(available_at=timezone.now() + timedelta(hours=1))
    express, long = vitals.queue(timezone.now()).lanes
    assert (express.waiting, express.oldest_id) == (1, urgent.pk)
    assert (long.waiting, long.oldest_id, long.oldest_at) == (2, old.pk, old.created_at)


def test_a_long_queue_is_counted_to_a_bound(make_job: MakeJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "MOST_COUNTED", 2)
    for _ in range(3):
        make_job()
    found = vitals.queue(timezone.now())
    assert (found.waiting, found.is_capped) == (2, True)


def test_a_job_is_slow_beside_its_own_kind(make_job: MakeJob) -> None:
    for took in (1, 2, 3):
        make_job("succeeded", age=60, took=took)
    late = make_job("running", age=7)
    make_job("running", age=5)
    make_job("running", age=90, kind="story.plan")
    taken = vitals.take()
    assert [job.job_id for job in taken.slow] == [late.pk]
    assert taken.slow[0].usual == timedelta(minutes=2)
    assert {job.kind for job in taken.running if job.usual is None} == {"story.plan"}


def test_failures_of_the_last_day_are_counted_by_cause(make_job: MakeJob) -> None:
    make_job("failed", age=10)
    make_job("failed", age=20)
    make_job("failed", age=30, error_code="missing_model")
    make_job("failed", age=60 * 30)
    found = vitals.failures(timezone.now())
    assert [(cause.code, cause.count) for cause in found] == [("provider_error", 2), ("missing_model", 1)]
    assert found[0].meaning == "A provider returned an error"


def test_a_provider_is_told_by_its_calls_and_its_breaker(make_job: MakeJob) -> None:
    job = make_job("running")
    for number in range(9):
        a_call(job, number, latency_ms=100 * (number + 1))
    a_call(job, 9, status="failed", latency_ms=None, data=None, finished_at=None)
    a_call(job, 10, status="started", latency_ms=None, data=None, finished_at=None)
    a_call(job, 11, started_at=timezone.now() - timedelta(days=2))
    CircuitBreaker.objects.create(provider="slow", operation="speech", failures=5, open_until=timezone.now())
    away, image = vitals.providers(timezone.now())
    assert (away.provider, away.calls, away.open_until is not None) == ("slow", 0, True)
    assert (image.calls, image.failed, image.failed_share) == (10, 1, 0.1)
    assert (image.median_ms, image.p95_ms) == (500, 900)


def test_credits_granted_and_spent(world: World) -> None:
    now = timezone.now()
    account = world.ada.organization.pk
    services.grant(account, 40, bucket="perpetual", reason="A gift.", actor="root", now=now)
    held = services.hold(account, 11, operation="film", quote={}, now=now)
    services.capture(held.pk, 7, outcome="succeeded", now=now)
    before = now - timedelta(days=3)
    services.grant(account, 5, bucket="perpetual", reason="Earlier.", actor="root", now=before)
    found = vitals.credits(now)
    assert (found.spent_day, found.spent_week) == (7, 7)
    month = 300  # granted by the month's first movement
    assert (found.granted_day, found.granted_week) == (month + 40, month + 45)


def test_a_hold_is_stuck_when_no_live_job_uses_it(world: World, make_job: MakeJob) -> None:
    now = timezone.now()
    organization = world.ada.organization.pk

    def held(job_id: str | None, minutes: int) -> Hold:
        at = now - timedelta(minutes=minutes)
        return services.hold(organization, 3, operation="film", quote={}, job_id=job_id, now=at)

    held(make_job("running").pk, 60)
    held(None, 1)
    orphan = held(None, 60)
    over = held(make_job("failed").pk, 60)
    found = vitals.stuck(now)
    assert (found.count, found.amount) == (2, 6)
    assert {row.pk for row in vitals.stuck_holds(now)} == {orphan.pk, over.pk}


def test_webhooks_that_are_due_and_endpoints_that_are_off(world: World) -> None:
    now = timezone.now()
    given = {"organization_id": world.ada.organization.pk, "url": "https://example.com/", "created_at": now}
    on = Endpoint.objects.create(**given, failures=2, failing_since=now)
    Endpoint.objects.create(**given, is_enabled=False, disabled_at=now)
    Endpoint.objects.create(**given, is_enabled=False, disabled_at=now, deleted_at=now)
    for minutes in (5, -5):
        event = Event.objects.create(organization_id=on.organization_id, type="job.failed", occurred_at=now)
        Delivery.objects.create(endpoint=on, event=event, due_at=now - timedelta(minutes=minutes), created_at=now)
    assert (vitals.deliveries(now).count, vitals.deliveries(now).oldest_at) == (1, now - timedelta(minutes=5))
    found = vitals.endpoints()
    assert (found.enabled, found.disabled, found.failing) == (1, 1, 1)


def test_a_host_that_beats_is_alive_until_it_falls_silent(db: None) -> None:
    now = timezone.now()
    hosts.beat(now)
    hosts.beat(now + timedelta(seconds=10))
    assert WorkerHost.objects.get().started_at == now
    assert len(vitals.take(now + timedelta(seconds=11)).living) == 1
    assert not vitals.take(now + timedelta(seconds=90)).living
    hosts.leave()
    assert not WorkerHost.objects.exists()


class TestCost:
    def test_all_of_it_is_a_dozen_queries(self, make_job: MakeJob) -> None:
        for status in ("queued", "running", "failed", "succeeded"):
            make_job(status)
        with CaptureQueriesContext(connection) as queries:
            vitals.take()
        assert len(queries) <= MOST_QUERIES

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by size: an empty table is scanned")
    def test_no_query_reads_a_growing_table_whole(self, make_job: MakeJob) -> None:
        make_job("running")
        with CaptureQueriesContext(connection) as queries:
            vitals.take()
        scanned = []
        for query in [query["sql"] for query in queries if query["sql"].startswith("SELECT")]:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {query.replace('%', '%%')}")
                scanned += [row[3] for row in cursor.fetchall() if row[3].startswith("SCAN")]
        few_rows = ("jobs_workerhost", "jobs_circuitbreaker", "webhooks_endpoint")
        newest_first = ("jobs_providercall",)  # by its primary key, to a limit
        of_what_is_open = ("hold_open_by_expiry", "webhook_delivery_due")  # partial indexes
        known = few_rows + newest_first + of_what_is_open
        assert [plan for plan in scanned if not any(name in plan for name in known)] == []
