"""While a provider is down, jobs wait for it instead of burning their retries, though not for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from generation.jobs import breaker, registry
from generation.jobs.calls import Made, Retry
from generation.jobs.context import StageContext
from generation.jobs.models import CircuitBreaker, Job, ProviderCall
from generation.jobs.registry import Pipeline, Stage
from generation.media.child import Maker
from generation.providers.base import ProviderInfo
from tests.jobs.conftest import claim, run
from tests.world import NOW
from wire.errors import ProviderRejected, ProviderUnavailable, StudioError

pytestmark = [pytest.mark.django_db, pytest.mark.both]

VENDOR = ProviderInfo("vendor", "big-1")


class Vendor:
    """Answers with `error` while it has one; `calls` counts."""

    def __init__(self) -> None:
        self.error: StudioError | None = ProviderUnavailable("503 from api.vendor.example")
        self.calls = 0

    def make(self, folder: Path) -> Made:
        self.calls += 1
        if self.error is not None:
            raise self.error
        return Made({"words": 1})


@pytest.fixture
def vendor() -> Vendor:
    """With a pipeline whose only stage calls it, trying twice."""
    vendor = Vendor()

    def ask(ctx: StageContext) -> dict[str, Any]:
        ctx.retry = Retry(tries=2, first_s=0.0)
        return ctx.call("word", info=VENDOR, operation="write", make=vendor.make).data

    registry.register(Pipeline("test.asks", "A vendor", (Stage("ask", ask),)))
    return vendor


def run_one(new_job: Callable[..., Job], maker: Maker) -> Job:
    new_job("test.asks", credits=1)
    return run(claim(), maker)


def open_breaker(new_job: Callable[..., Job], maker: Maker) -> Job:
    """Let jobs fail until one waits; returns that one."""
    for _ in range(10):
        job = run_one(new_job, maker)
        if job.status == "queued":
            return job
    raise AssertionError("the breaker did not open")


def set_pause(until: datetime) -> None:
    CircuitBreaker.objects.update(open_until=until)


def test_it_opens_after_a_few_failures_in_a_row(new_job: Callable[..., Job], maker: Maker, vendor: Vendor) -> None:
    open_breaker(new_job, maker)
    assert vendor.calls == breaker.OPEN_AFTER <= 10


def test_a_job_that_meets_it_waits_without_calling_stalling_or_failing(
    new_job: Callable[..., Job], maker: Maker, vendor: Vendor
) -> None:
    open_breaker(new_job, maker)
    called = vendor.calls
    job = run_one(new_job, maker)
    assert (job.status, job.stalls, vendor.calls) == ("queued", 0, called)
    assert job.available_at > timezone.now() + breaker.PAUSE * 0.8
    assert job.message == "vendor is not available right now."
    assert job.events.last().data["reason"] == "provider_paused"


def test_the_job_that_opened_it_waits_and_may_repeat_its_call(
    new_job: Callable[..., Job], maker: Maker, vendor: Vendor
) -> None:
    job = open_breaker(new_job, maker)
    assert job.provider_calls.get().status == "failed", "an answer was had: nothing is unknown"
    vendor.error = None
    set_pause(timezone.now())
    job = run(claim(job.available_at), maker)
    assert (job.status, job.waiting_since) == ("succeeded", None)


def test_after_the_pause_one_call_probes_and_an_answer_shuts_it(
    new_job: Callable[..., Job], maker: Maker, vendor: Vendor
) -> None:
    open_breaker(new_job, maker)
    now = timezone.now()
    set_pause(now)
    assert breaker.closed_until(VENDOR, "write", now=now) is None
    assert breaker.closed_until(VENDOR, "write", now=now) == now + breaker.PAUSE
    breaker.note_answer(VENDOR, "write")
    assert breaker.closed_until(VENDOR, "write", now=now) is None
    assert CircuitBreaker.objects.get().failures == 0


def test_a_probe_that_fails_leaves_it_open(new_job: Callable[..., Job], maker: Maker, vendor: Vendor) -> None:
    open_breaker(new_job, maker)
    set_pause(timezone.now())
    called = vendor.calls
    assert run_one(new_job, maker).status == "queued"
    assert vendor.calls == called + 1


def test_a_job_that_has_waited_long_enough_fails_uncharged(
    new_job: Callable[..., Job], maker: Maker, vendor: Vendor
) -> None:
    job = open_breaker(new_job, maker)
    set_pause(timezone.now() + timedelta(hours=1))
    Job.objects.filter(pk=job.pk).update(waiting_since=timezone.now() - breaker.PATIENCE)
    job = run(claim(timezone.now() + timedelta(minutes=1)), maker)
    assert (job.status, job.error_code, job.charged) == ("failed", "provider_unavailable", 0)
    assert "10 minutes" in job.error_message


def test_it_is_per_provider_and_operation(new_job: Callable[..., Job], maker: Maker, vendor: Vendor) -> None:
    open_breaker(new_job, maker)
    assert breaker.closed_until(VENDOR, "draw", now=NOW) is None
    assert breaker.closed_until(ProviderInfo("other", "x"), "write", now=NOW) is None


def test_a_refusal_is_an_answer(new_job: Callable[..., Job], maker: Maker, vendor: Vendor) -> None:
    run_one(new_job, maker)
    vendor.error = ProviderRejected()
    run_one(new_job, maker)
    assert CircuitBreaker.objects.get().failures == 0


def test_what_runs_on_this_host_has_none(new_job: Callable[..., Job]) -> None:
    local = ProviderInfo("local", "painter")
    assert breaker.note_failure(local, "draw", now=NOW) is None
    assert not CircuitBreaker.objects.exists()


def test_a_finished_call_is_answered_from_the_store_while_it_is_open(
    new_job: Callable[..., Job], maker: Maker, vendor: Vendor
) -> None:
    job = open_breaker(new_job, maker)
    ProviderCall.objects.filter(job=job).update(status="finished", data={"words": 7}, finished_at=NOW)
    job = run(claim(job.available_at), maker)
    assert (job.status, job.result) == ("succeeded", {"words": 7})
