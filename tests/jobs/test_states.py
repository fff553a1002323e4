import pytest

from generation.jobs.states import LIVE, MOVES, RESUMABLE, TERMINAL, Status, sources_of


def test_a_job_ends_in_one_of_three_ways() -> None:
    assert {Status.SUCCEEDED, Status.FAILED, Status.CANCELED} == TERMINAL


def test_nothing_leads_out_of_success() -> None:
    assert MOVES[Status.SUCCEEDED] == frozenset()


@pytest.mark.parametrize("status", sorted(TERMINAL - {Status.SUCCEEDED}))
def test_a_job_that_ended_badly_can_only_be_queued_again(status: Status) -> None:
    assert MOVES[status] == {Status.QUEUED}
    assert status in RESUMABLE


@pytest.mark.parametrize("status", sorted(LIVE))
def test_every_live_job_can_be_canceled_and_can_fail(status: Status) -> None:
    assert {Status.CANCELED, Status.FAILED} <= MOVES[status]


def test_only_a_running_job_succeeds() -> None:
    assert sources_of(Status.SUCCEEDED) == {Status.RUNNING}


def test_only_a_queued_job_starts_running() -> None:
    assert sources_of(Status.RUNNING) == {Status.QUEUED}


def test_a_suspended_job_goes_back_to_the_queue_before_it_runs() -> None:
    assert Status.RUNNING not in MOVES[Status.SUSPENDED]
    assert Status.QUEUED in MOVES[Status.SUSPENDED]
