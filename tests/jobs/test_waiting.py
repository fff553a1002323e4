"""A stage that waits for a person or a vendor gives its worker back, and keeps its hold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Organization
from billing.models import Receipt
from billing.services import balance
from generation.jobs import registry, sweeper
from generation.jobs.calls import Made
from generation.jobs.claim import claim_next
from generation.jobs.context import StageContext
from generation.jobs.models import Job, ProviderCall
from generation.jobs.pauses import Suspend
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.services import LeaseLost, cancel_job, suspend_job, wake_job
from generation.media.child import Maker
from generation.providers.base import ProviderInfo
from tests.jobs.conftest import claim, run
from tests.jobs.pipelines import end
from wire.errors import JobStateInvalid, ProviderUnavailable

pytestmark = [pytest.mark.django_db, pytest.mark.both]

VENDOR = ProviderInfo("vendor", "big-1")


@pytest.fixture
def answers() -> list[str]:
    """What the person has said so far."""
    return []


@pytest.fixture
def asking(new_job: Callable[..., Job], answers: list[str]) -> Job:
    """A queued job of 12 credits whose first stage asks a person and waits an hour for the answer."""
    deadline = timezone.now() + timedelta(hours=1)

    def ask(ctx: StageContext) -> dict[str, Any]:
        if not answers:
            raise Suspend("Which take do you like?", until=deadline)
        return {"begun_by": ctx.attempt, "answer": answers[0]}

    registry.register(Pipeline("test.asks", "A question", (Stage("begin", ask), Stage("end", end))))
    return new_job("test.asks", credits=12)


def test_a_waiting_job_holds_its_credits_but_no_worker_and_counts_no_stall(
    asking: Job, maker: Maker, organization: Organization
) -> None:
    job = run(claim(), maker)
    assert (job.status, job.message, job.stalls, job.worker) == ("suspended", "Which take do you like?", 0, "")
    assert job.attempts.get().outcome == "suspended"
    assert balance(organization.pk).held == 12
    assert claim_next(worker="idle", now=timezone.now()) is None


def test_the_answer_wakes_it_and_it_goes_on(asking: Job, maker: Maker, answers: list[str]) -> None:
    run(claim(), maker)
    answers.append("the second")
    wake_job(asking.id, reason="answered")
    job = run(claim(), maker)
    assert (job.status, job.attempt, job.stalls, job.charged) == ("succeeded", 2, 0, 12)


def test_an_answer_that_comes_before_the_job_sleeps_is_not_lost(asking: Job, maker: Maker, answers: list[str]) -> None:
    """The person answers between the stage's look and its suspension."""
    job = claim()
    answers.append("the second")
    wake_job(job.id, reason="answered")
    job = suspend_job(job.id, attempt=job.attempt, reason="Which take do you like?")
    assert job.status == "queued"
    assert run(claim(), maker).status == "succeeded"


def test_a_wake_call_is_for_the_next_attempt_alone(asking: Job, maker: Maker) -> None:
    wake_job(asking.id, reason="too early")
    assert run(claim(), maker).status == "suspended"


def test_without_an_answer_it_fails_in_time_and_charges_nothing(
    asking: Job, maker: Maker, organization: Organization
) -> None:
    job = run(claim(), maker)
    sweeper.sweep(timezone.now() + timedelta(minutes=59))
    job.refresh_from_db()
    assert job.status == "suspended"
    sweeper.sweep(timezone.now() + timedelta(minutes=61))
    job.refresh_from_db()
    assert (job.status, job.error_code, job.charged) == ("failed", "generation_failed", 0)
    assert "Which take do you like?" in job.error_message
    assert balance(organization.pk).balance == 100
    assert Receipt.objects.get(job_id=job.id).captured == 0


def test_a_waiting_job_can_be_canceled(asking: Job, maker: Maker, organization: Organization) -> None:
    run(claim(), maker)
    cancel_job(asking.id, reason="changed my mind")
    assert balance(organization.pk).balance == 100
    with pytest.raises(JobStateInvalid):
        wake_job(asking.id, reason="answered")


def test_suspending_from_outside_fences_the_worker_off(new_job: Callable[..., Job]) -> None:
    new_job()
    job = claim()
    suspend_job(job.id, reason="Held by an operator.")
    with pytest.raises(LeaseLost):
        suspend_job(job.id, attempt=job.attempt, reason="by itself")


class Vendor:
    """Does one piece of work in its own time."""

    def __init__(self) -> None:
        self.submitted = self.asked = self.fetched = 0
        self.is_done = self.is_away = False

    def submit(self, folder: Any) -> Made:
        self.submitted += 1
        return Made({"id": "v-1"})

    def look(self, submitted: dict[str, Any]) -> bool:
        assert submitted == {"id": "v-1"}
        self.asked += 1
        if self.is_away:
            raise ProviderUnavailable
        return self.is_done

    def fetch(self, submitted: dict[str, Any], folder: Any) -> Made:
        self.fetched += 1
        return Made({"film": "ready"})


@pytest.fixture
def vendor(new_job: Callable[..., Job]) -> Vendor:
    vendor = Vendor()

    def film(ctx: StageContext) -> dict[str, Any]:
        return ctx.call_long(
            "film", info=VENDOR, operation="film", submit=vendor.submit, is_done=vendor.look, fetch=vendor.fetch,
            look_again=timedelta(seconds=10), within=timedelta(minutes=30),
        ).data  # fmt: skip

    registry.register(Pipeline("test.films", "A vendor's film", (Stage("film", film),)))
    new_job("test.films", credits=12)
    return vendor


def later(seconds: float) -> None:
    sweeper.sweep(timezone.now() + timedelta(seconds=seconds))


def test_long_work_is_submitted_once_asked_for_now_and_then_and_fetched(vendor: Vendor, maker: Maker) -> None:
    job = run(claim(), maker)
    assert job.status == "suspended"
    later(9)
    job.refresh_from_db()
    assert job.status == "suspended"
    later(11)
    run(claim(timezone.now() + timedelta(seconds=12)), maker)
    vendor.is_done = True
    later(22)
    job = run(claim(timezone.now() + timedelta(seconds=23)), maker)
    assert (job.status, job.result, job.stalls) == ("succeeded", {"film": "ready"}, 0)
    assert (vendor.submitted, vendor.asked, vendor.fetched) == (1, 3, 1)
    assert list(ProviderCall.objects.values_list("key", "status")) == [
        ("film.submit", "finished"),
        ("film.fetch", "finished"),
    ]


def test_a_vendor_that_does_not_answer_the_question_is_asked_again(vendor: Vendor, maker: Maker) -> None:
    vendor.is_away = True
    assert run(claim(), maker).status == "suspended"


def test_a_vendor_that_never_finishes_fails_the_job(vendor: Vendor, maker: Maker) -> None:
    job = run(claim(), maker)
    later(31 * 60)
    job.refresh_from_db()
    assert (job.status, job.error_code, job.charged) == ("failed", "provider_unavailable", 0)
