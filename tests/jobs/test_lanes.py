"""A host's lanes: long jobs never take the last worker."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.utils import timezone

from generation.jobs.lanes import claim_in_lane
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS
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


def test_without_express_workers_any_worker_takes_any_job(settings: Any, new_job: Callable[..., Job]) -> None:
    settings.STUDIO_EXPRESS_WORKERS = 0
    for _ in range(3):
        new_job(now=NOW)
    with ExitStack() as working:
        assert all(claimed(working) for _ in range(3))
