"""A job is touched by code that can read what was left for it: of its pipeline's version, or a newer one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from generation.jobs import registry, sweeper
from generation.jobs.claim import claim_next
from generation.jobs.models import MAX_STALLS, Job
from generation.jobs.queries import explain
from generation.jobs.registry import Pipeline
from generation.jobs.services import cancel_job, resume_job, suspend_job
from generation.jobs.states import Status
from generation.webhooks.outbox import fan_out
from studio.dashboard.jobs import marks_of
from tests.jobs.conftest import claim
from tests.jobs.pipelines import STEPS
from tests.world import NOW
from wire.errors import JobStateInvalid

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Callable[[int | None], None]:
    """Have this process's code be of that version of `test.steps`; None: it does not know the kind."""

    def become(version: int | None) -> None:
        others = {kind: known for kind, known in registry._pipelines.items() if kind != STEPS.kind}
        own = {} if version is None else {STEPS.kind: replace(STEPS, version=version)}
        monkeypatch.setattr(registry, "_pipelines", others | own)

    return become


Become = Callable[[int | None], None]
OLDER = [1, None]  # the kind in its first version, or not at all


@pytest.fixture
def newer_job(become: Become, new_job: Callable[..., Job]) -> Job:
    """Made by version 2."""
    become(2)
    return new_job(now=NOW)


@pytest.mark.parametrize("version", OLDER)
def test_older_code_leaves_a_newer_job_in_the_queue(version: int | None, become: Become, newer_job: Job) -> None:
    become(version)
    assert claim_next(worker="w/1/1", now=NOW) is None
    sweeper.ring_for_waiting(NOW)
    assert not sweeper.is_deaf(LATER, lanes=1, express=0, patience=timedelta()), "its workers hear well"
    assert "newer version" in explain(newer_job)["cause"]
    assert sweeper.report_newer() == 1


@pytest.mark.parametrize("version", [2, 3])
def test_code_of_its_version_or_a_newer_one_claims_it(version: int, become: Become, newer_job: Job) -> None:
    become(version)
    assert claim(NOW).version == version
    assert sweeper.report_newer() == 0


def test_a_claim_makes_an_older_job_one_of_the_claimer_s_version(become: Become, new_job: Callable[..., Job]) -> None:
    assert new_job(now=NOW).version == 1
    become(2)
    claim(NOW)
    sweeper.reclaim_lost(LATER)
    become(1)
    assert claim_next(worker="w/1/1", now=LATER + timedelta(minutes=1)) is None


def test_a_job_from_before_there_were_versions_is_of_the_first(new_job: Callable[..., Job]) -> None:
    Job.objects.filter(pk=new_job(now=NOW).pk).update(version=None)
    assert claim(NOW).version == 1


@pytest.mark.parametrize("version", OLDER)
def test_older_code_does_not_give_a_newer_job_up(version: int | None, become: Become, newer_job: Job) -> None:
    """Its pipeline is told of the end, and older code's is not the one that knows what to do then."""
    claim(NOW)
    Job.objects.filter(pk=newer_job.pk).update(stalls=MAX_STALLS - 1)
    become(version)
    assert sweeper.reclaim_lost(LATER) == []
    become(2)
    assert sweeper.reclaim_lost(LATER) == [newer_job.pk]
    newer_job.refresh_from_db()
    assert newer_job.status == Status.FAILED


@pytest.mark.parametrize("version", OLDER)
def test_older_code_does_not_end_a_newer_job_s_wait(version: int | None, become: Become, newer_job: Job) -> None:
    claim(NOW)
    suspend_job(newer_job.pk, attempt=1, reason="Waits", until=NOW, now=NOW)
    become(version)
    sweeper.end_waits(LATER)
    newer_job.refresh_from_db()
    assert newer_job.status == Status.SUSPENDED
    become(2)
    sweeper.end_waits(LATER)
    newer_job.refresh_from_db()
    assert newer_job.status == Status.FAILED


@pytest.mark.parametrize("version", OLDER)
def test_older_code_does_not_resume_a_newer_job(version: int | None, become: Become, newer_job: Job) -> None:
    cancel_job(newer_job.pk, reason="Enough")
    become(version)
    with pytest.raises(JobStateInvalid, match="newer version"):
        resume_job(newer_job.pk)
    become(2)
    assert resume_job(newer_job.pk).status == Status.QUEUED


@pytest.mark.parametrize("version", OLDER)
def test_older_code_leaves_what_a_newer_job_tells_to_newer_hosts(
    version: int | None, become: Become, newer_job: Job
) -> None:
    claim(NOW)
    become(version)
    fan_out(NOW)
    assert newer_job.events.filter(fanned_out_at=None).count() == 2
    become(2)
    fan_out(NOW)
    assert newer_job.events.filter(fanned_out_at=None).count() == 0


def test_a_newer_job_s_page_shows_what_is_known(become: Become, newer_job: Job) -> None:
    become(None)
    assert marks_of(newer_job) == []


def test_versions_begin_with_one() -> None:
    with pytest.raises(ValueError, match="begin with 1"):
        Pipeline("test.zero", "Zero", STEPS.stages, version=0)
