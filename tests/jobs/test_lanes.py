"""A host's lanes: long jobs never take the last worker."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.utils import timezone

from generation.jobs.lanes import claim_in_lane
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS
from generation.media.child import Maker
from tests.jobs.conftest import claim, run
from tests.world import NOW


@pytest.fixture(autouse=True)
def two_lanes_and_one_more_worker(settings: Any) -> None:
    settings.STUDIO_WORKERS, settings.STUDIO_EXPRESS_WORKERS = 2, 1


def claimed(stack: ExitStack) -> Job | None:
    return stack.enter_context(claim_in_lane(worker="here/1/1", now=timezone.now()))


def test_long_jobs_run_in_as_many_processes_as_there_are_lanes(new_job: Callable[..., Job]) -> None:
    for _ in range(3):
        new_job(now=NOW)
    with ExitStack() as working:
        assert claimed(working)
        assert claimed(working)
        assert claimed(working) is None


def test_an_urgent_job_needs_no_lane(new_job: Callable[..., Job]) -> None:
    for _ in range(3):
        new_job(now=NOW)
    with ExitStack() as working:
        claimed(working), claimed(working)
        urgent = new_job(now=NOW, priority=EXPRESS)
        job = claimed(working)
        assert job
        assert job.pk == urgent.pk


def test_a_lane_is_free_again_when_its_job_is_over(new_job: Callable[..., Job]) -> None:
    for _ in range(3):
        new_job(now=NOW)
    with ExitStack() as working:
        claimed(working)
        with claim_in_lane(worker="here/1/1", now=timezone.now()) as job:
            assert job
        assert claimed(working)


@pytest.mark.parametrize(("priority", "attempts"), [(EXPRESS, 2), (5, 1)])
def test_what_is_urgent_at_first_alone_then_waits_for_a_lane(
    new_job: Callable[..., Job], maker: Maker, priority: int, attempts: int
) -> None:
    new_job("test.glance", priority=priority)
    job = run(claim(), maker)
    if attempts == 2:
        assert (job.status, job.priority, job.stalls) == ("queued", 0, 0)
        assert list(job.checkpoints.values_list("stage", flat=True)) == ["begin"]
        job = run(claim(), maker)
    assert (job.status, job.attempt, job.result) == ("succeeded", attempts, {"answer": 42, "begun_by": 1})


def test_without_express_workers_any_worker_takes_any_job(settings: Any, new_job: Callable[..., Job]) -> None:
    settings.STUDIO_EXPRESS_WORKERS = 0
    for _ in range(3):
        new_job(now=NOW)
    with ExitStack() as working:
        assert all(claimed(working) for _ in range(3))
