"""A provider that fails three calls in ten: few more calls than were asked for, soon left alone, nothing mischarged."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from billing.models import Account, Hold
from generation.jobs import breaker, registry
from generation.jobs.calls import Made, Retry
from generation.jobs.claim import claim_next
from generation.jobs.context import StageContext
from generation.jobs.guarded import guarded
from generation.jobs.models import CircuitBreaker, Job, ProviderCall
from generation.jobs.registry import Pipeline, Stage
from generation.media.child import Maker
from generation.providers.base import ProviderInfo
from tests.jobs.conftest import claim, run
from tests.world import NOW
from wire.errors import ProviderRejected, ProviderUnavailable

pytestmark = [pytest.mark.django_db, pytest.mark.both]
VENDOR = ProviderInfo("vendor", "big-1")
CAUSE = "The provider did not answer. Try again shortly."
JOBS = 100


class Flaky:
    """Fails a share of the calls, by a seed. `streaks` counts the failures since the breaker was last open."""

    def __init__(self, share: float, *, seed: int = 7) -> None:
        self._rng, self._share = random.Random(seed), share
        self.calls = 0
        self.error = ProviderUnavailable(CAUSE)

    def make(self, folder: Path) -> Made:
        self.ask()
        return Made({"words": 1})

    def talk(self) -> Iterator[str]:
        self.ask()
        yield "word"

    def ask(self) -> None:
        self.calls += 1
        if self._rng.random() < self._share:
            raise self.error


@pytest.fixture
def asking(request: pytest.FixtureRequest) -> Flaky:
    vendor = Flaky(0.3)

    def ask(ctx: StageContext) -> dict[str, Any]:
        ctx.retry = Retry(first_s=0.0)
        return ctx.call("word", info=VENDOR, operation="write", make=vendor.make).data

    registry.register(Pipeline("test.budget", "A vendor", (Stage("ask", ask),)))
    return vendor


def end_pauses() -> None:
    CircuitBreaker.objects.filter(open_until__isnull=False).update(open_until=timezone.now() - timedelta(seconds=1))


def test_jobs_of_a_provider_that_fails_three_calls_in_ten(
    new_job: Callable[..., Job], maker: Maker, asking: Flaky
) -> None:
    account = Account.objects.get(organization_id=new_job("test.budget", credits=1).organization_id)
    spendable = account.monthly_balance + account.perpetual_balance + 1
    openings, failed_before = 0, 0
    for _ in range(JOBS - 1):
        new_job("test.budget", credits=1)
    while job := claim_next(worker="elsewhere/1/1", now=timezone.now() + timedelta(minutes=1)):
        run(job, maker)
        row = CircuitBreaker.objects.first()
        if row and row.open_until and row.open_until > timezone.now():
            openings += 1
            assert row.recent_failures - failed_before <= 10, "the breaker is open after ten failures at most"
            failed_before = row.recent_failures
            end_pauses()
    jobs = Job.objects.filter(kind="test.budget")
    ended = list(jobs.values_list("status", flat=True))
    assert set(ended) == {"succeeded", "failed"}
    assert openings >= 2
    assert asking.calls <= 1.2 * JOBS
    assert ended.count("succeeded") > 0.7 * JOBS, "retries are worth something"
    charged = jobs.aggregate(sum=Sum("charged"))["sum"]
    account.refresh_from_db()
    assert charged == ended.count("succeeded")
    assert account.monthly_balance + account.perpetual_balance == spendable - charged
    assert not Hold.objects.filter(status="open").exists()
    failed = jobs.filter(status="failed")
    assert set(failed.values_list("error_code", "error_message", "charged")) == {("provider_unavailable", CAUSE, 0)}


def test_talks_of_a_provider_that_fails_three_calls_in_ten() -> None:
    vendor, told, heard, openings = Flaky(0.3), [], 0, 0
    for _ in range(JOBS):
        before = vendor.calls
        try:
            heard += len(list(guarded(VENDOR, "talk", vendor.talk, sleep=lambda seconds: None)))
        except ProviderUnavailable as error:
            told.append(error.message)
            if vendor.calls == before:
                openings += 1
                end_pauses()
    assert sum("left alone for" in message for message in told) == openings
    assert vendor.calls <= 1.2 * JOBS
    assert heard + len(told) == JOBS
    assert openings >= 2
    assert heard > 0.6 * JOBS
    assert CAUSE in told


def test_the_breaker_of_talks_is_open_after_ten_failures_at_most() -> None:
    for seed in range(8):
        CircuitBreaker.objects.all().delete()
        vendor, failures = Flaky(0.3, seed=seed), 0
        while True:
            before = vendor.calls
            try:
                list(guarded(VENDOR, "talk", vendor.talk, sleep=lambda seconds: None))
            except ProviderUnavailable:
                if vendor.calls == before:
                    break
            failures = CircuitBreaker.objects.values_list("recent_failures", flat=True).first() or 0
        assert failures <= 10


def test_a_talk_that_has_begun_is_not_begun_again() -> None:
    calls = 0

    def breaks_off() -> Iterator[str]:
        nonlocal calls
        calls += 1
        yield "Half a "
        raise ProviderUnavailable("broke off")

    with pytest.raises(ProviderUnavailable, match="broke off"):
        list(guarded(VENDOR, "talk", breaks_off, sleep=lambda seconds: None))
    assert calls == 1
    assert CircuitBreaker.objects.get().failures == 1


def test_a_refused_talk_is_an_answer_and_costs_no_retry() -> None:
    vendor = Flaky(1.0)
    vendor.error = ProviderRejected("No.")
    with pytest.raises(ProviderRejected):
        list(guarded(VENDOR, "talk", vendor.talk))
    assert vendor.calls == 1
    assert not CircuitBreaker.objects.exists()


def test_what_runs_on_this_host_asks_nothing_of_the_database(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert list(guarded(ProviderInfo("local", "m"), "talk", lambda: iter(["a", "b"]))) == ["a", "b"]


def test_a_pause_that_the_provider_asks_for_is_given_by_everybody(
    new_job: Callable[..., Job], maker: Maker, asking: Flaky
) -> None:
    asking._share, asking.error = 1.0, ProviderUnavailable("busy", retry_after=40)
    new_job("test.budget", credits=1)
    job = run(claim(), maker)
    assert (job.status, asking.calls) == ("queued", 1)
    assert 35 < (job.available_at - timezone.now()).total_seconds() < 45
    new_job("test.budget", credits=1)
    assert run(claim(), maker).status == "queued"
    assert asking.calls == 1
    with pytest.raises(ProviderUnavailable, match="left alone for"):
        list(guarded(VENDOR, "write", asking.talk))
    assert asking.calls == 1


def test_retries_are_earned_by_answers_and_by_time() -> None:
    def worth(now: Any) -> int:
        count = 0
        while breaker.may_retry(VENDOR, "write", now=now):
            count += 1
        return count

    breaker.note_failure(VENDOR, "write", now=NOW)
    assert worth(NOW) == breaker.RETRIES == 3
    for _ in range(9):
        breaker.note_answer(VENDOR, "write")
    assert worth(NOW) == 1
    assert worth(NOW + timedelta(seconds=31)) == 1
    assert worth(NOW + timedelta(days=1)) == 3


def test_old_failures_are_forgotten() -> None:
    for _ in range(9):
        breaker.note_failure(VENDOR, "write", now=NOW)
        breaker.note_answer(VENDOR, "write")
    for _ in range(200):
        breaker.note_answer(VENDOR, "write")
    assert CircuitBreaker.objects.get().recent_failures < 4
    assert breaker.note_failure(VENDOR, "write", now=NOW) is None


def test_calls_are_written_down_with_how_often_they_were_made(
    new_job: Callable[..., Job], maker: Maker, asking: Flaky
) -> None:
    for _ in range(20):
        new_job("test.budget", credits=1)
    while job := claim_next(worker="elsewhere/1/1", now=timezone.now() + timedelta(minutes=1)):
        run(job, maker)
        end_pauses()
    assert ProviderCall.objects.aggregate(sum=Sum("tries"))["sum"] == asking.calls
