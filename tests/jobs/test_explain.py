"""Every way of failing, waiting or stalling comes with a cause and what to do, in words for the person it concerns."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from generation.jobs import causes, sweeper
from generation.jobs.models import Job
from generation.jobs.queries import explain
from generation.jobs.services import cancel_job, settle_failure, suspend_job
from generation.media.child import Maker
from tests.jobs.conftest import claim, run
from tests.world import NOW
from wire import errors
from wire.errors import OutcomeUnknown, ProviderError, StudioError

pytestmark = pytest.mark.django_db

# What is refused at the door never becomes a job's end.
AT_THE_DOOR = {
    errors.AuthenticationRequired, errors.InvalidApiKey, errors.ApiKeyRevoked, errors.ApiKeyExpired,
    errors.AccountDisabled, errors.IpNotAllowed, errors.CsrfFailed, errors.InsufficientScope,
    errors.IdempotencyKeyRequired, errors.IdempotencyConflict, errors.MethodNotAllowed, errors.UnsupportedMediaType,
    errors.PayloadTooLarge,
}  # fmt: skip
ENDS = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, StudioError) and kind not in AT_THE_DOOR
]  # fmt: skip


@pytest.mark.parametrize("kind", ENDS, ids=lambda kind: kind.code)
def test_every_error_that_may_end_a_job_is_known(kind: type[StudioError]) -> None:
    assert kind.code in causes._FAILURES


@pytest.mark.parametrize("kind", ENDS, ids=lambda kind: kind.code)
def test_a_failed_job_says_why_and_what_next(kind: type[StudioError], new_job: Callable[..., Job]) -> None:
    new_job()
    job = claim()
    Job.objects.filter(pk=job.pk).update(stage="end")
    told = explain(settle_failure(job.id, kind(), attempt=1, now=timezone.now()))
    assert (told["stage"], told["cause"]) == ("Finishing", kind.default_message)
    assert told["whatNext"].endswith(".")
    assert ("Resume" in told["whatNext"]) is told["retryable"]
    assert [(a["number"], a["outcome"]) for a in told["attempts"]] == [(1, "failed")]


def test_an_unknown_outcome_is_never_to_be_retried(new_job: Callable[..., Job]) -> None:
    new_job()
    job = settle_failure(claim().id, OutcomeUnknown(), attempt=1, now=timezone.now())
    assert explain(job)["retryable"] is False


def test_a_code_from_elsewhere_has_an_answer_too() -> None:
    assert causes.advice_for("brand_new", "It broke.", {}).what_next


def test_no_secret_of_a_provider_comes_out(new_job: Callable[..., Job]) -> None:
    new_job()
    error = ProviderError("401 for Authorization: Bearer sk-very-secret")
    job = settle_failure(claim().id, error, attempt=1, now=timezone.now())
    assert "sk-very-secret" not in str(explain(job))


def stalled_out(new_job: Callable[..., Job], maker: Maker) -> Job:
    job = new_job(now=NOW)
    for minute in range(3):
        claim(NOW + timedelta(minutes=minute))
        sweeper.reclaim_lost(NOW + timedelta(minutes=minute, seconds=30))
    return job


def stalled_once(new_job: Callable[..., Job], maker: Maker) -> Job:
    job = new_job(now=NOW)
    claim(NOW)
    sweeper.reclaim_lost(NOW + timedelta(seconds=30))
    return job


def waiting_for_a_provider(new_job: Callable[..., Job], maker: Maker) -> Job:
    job = new_job(now=NOW)
    Job.objects.update(
        waiting_since=NOW, available_at=timezone.now() + timedelta(minutes=1), message="vendor is not available now."
    )
    return job


def asking_a_person(new_job: Callable[..., Job], maker: Maker) -> Job:
    return suspend_job(new_job().id, reason="Which take?", until=NOW)


def with_a_vendor(new_job: Callable[..., Job], maker: Maker) -> Job:
    return suspend_job(new_job().id, reason="vendor is at work", wake_at=NOW)


def canceled(new_job: Callable[..., Job], maker: Maker) -> Job:
    return cancel_job(new_job().id, reason="changed my mind")


def running(new_job: Callable[..., Job], maker: Maker) -> Job:
    new_job()
    return claim()


def succeeded(new_job: Callable[..., Job], maker: Maker) -> Job:
    new_job()
    return run(claim(), maker)


@pytest.mark.parametrize(
    ("arrange", "cause", "what_next", "retryable"),
    [
        (stalled_out, "The work stopped 3 times in a row in the stage “start”: the process", "overloaded", True),
        (stalled_once, "The work stopped once without a word", "tried again", False),
        (waiting_for_a_provider, "vendor is not available now.", "tries again by itself", False),
        (asking_a_person, "waits for an answer (Which take?)", "before 2026-03-14 12:00 UTC", False),
        (with_a_vendor, "waits for a provider (vendor is at work)", "goes on by itself", False),
        (canceled, "canceled: changed my mind", "Resume", True),
        (running, "is running", "Nothing", False),
        (succeeded, "succeeded", "result is ready", False),
    ],
)
def test_each_state_is_explained(
    arrange: Callable[..., Job], cause: str, what_next: str, retryable: bool, new_job: Any, maker: Maker
) -> None:
    job = arrange(new_job, maker)
    job.refresh_from_db()
    told = explain(job)
    assert cause in told["cause"]
    assert what_next in told["whatNext"]
    assert told["retryable"] is retryable
