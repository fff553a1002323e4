from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Organization
from generation.jobs import registry
from generation.jobs.claim import LEASE, claim_next, claimable
from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from generation.jobs.turns import Queue, in_turn
from tests.jobs.conftest import an_organization, claim
from tests.world import NOW


def queue(name: str, priority: int = 0, *, waited_s: float = 0) -> Queue:
    ready_at = NOW - timedelta(seconds=waited_s)
    return Queue(name, priority, oldest_at=ready_at, ready_at=ready_at)


def order(*queues: Queue, served_s_ago: dict[str, float] | None = None, **running: int) -> list[str]:
    served_at = {name: NOW - timedelta(seconds=ago) for name, ago in (served_s_ago or {}).items()}
    return [one.organization_id for one in in_turn(queues, running=running, served_at=served_at, now=NOW)]


def test_whoever_runs_nothing_comes_first_then_those_who_run_least() -> None:
    assert order(queue("a"), queue("b"), queue("c"), a=3, b=1) == ["c", "b", "a"]


def test_of_equals_the_one_that_was_served_longest_ago_then_the_older() -> None:
    assert order(queue("a", waited_s=9), queue("b"), served_s_ago={"a": 1, "b": 2}) == ["b", "a"]
    assert order(queue("a"), queue("b", waited_s=9)) == ["b", "a"]


class TestWhoeverIsPassedOver:
    """One has urgent jobs without end; the other's plain one waits."""

    URGENT = queue("urgent", 10)

    def test_waits_at_first(self) -> None:
        assert order(self.URGENT, queue("plain", waited_s=59)) == ["urgent", "plain"]

    def test_and_is_served_once_its_patience_is_over(self) -> None:
        assert order(self.URGENT, queue("plain", waited_s=60)) == ["plain", "urgent"]

    def test_but_not_again_within_the_same_time_however_many_jobs_it_has(self) -> None:
        assert order(self.URGENT, queue("plain", waited_s=3600), served_s_ago={"plain": 59}) == ["urgent", "plain"]
        assert order(self.URGENT, queue("plain", waited_s=3600), served_s_ago={"plain": 60}) == ["plain", "urgent"]

    def test_nor_while_a_job_of_it_runs(self) -> None:
        assert order(self.URGENT, queue("plain", waited_s=3600), plain=1) == ["urgent", "plain"]

    def test_what_nobody_waits_for_never_goes_before_what_somebody_does(self) -> None:
        assert order(queue("a"), queue("b", -10, waited_s=3600)) == ["a", "b"]


@pytest.mark.both
def test_with_one_worker_tenants_take_turns_too(new_job: Callable[..., Job], organization: Organization) -> None:
    """Nothing runs when it looks for work, so what is running cannot tell whose turn it is."""
    for minute in range(4):
        new_job(now=NOW + timedelta(minutes=minute))
    other = an_organization("Other").pk
    new_job(now=NOW + timedelta(hours=1), organization_id=other)
    served = []
    for hour in range(2, 5):
        job = claim(NOW + timedelta(hours=hour))
        served.append(job.organization_id == other)
        cancel_job(job.id, reason="enough", now=NOW + timedelta(hours=hour))
    assert served == [False, True, False]


@pytest.mark.both
def test_an_organization_runs_no_more_jobs_at_once_than_it_may(
    new_job: Callable[..., Job], organization: Organization
) -> None:
    Organization.objects.filter(pk=organization.pk).update(running_jobs_limit=2)
    for _ in range(4):
        new_job(now=NOW)
    later = NOW + timedelta(seconds=1)
    first, _ = claim(later), claim(later)
    assert claim_next(worker="a", now=later) is None
    assert not claimable(registry.kinds(), now=later).exists(), "or the host would think that its workers are deaf"
    theirs = new_job(now=later, organization_id=an_organization("Other").pk)
    assert claim(later).id == theirs.id
    cancel_job(first.id, reason="enough", now=later)
    assert claim(later).organization_id == organization.pk


@pytest.mark.both
def test_the_older_job_is_claimed_first(new_job: Callable[..., Job]) -> None:
    young = new_job(now=NOW)
    old = new_job(now=NOW - timedelta(minutes=1))
    assert [claim().id, claim().id] == [old.id, young.id]


@pytest.mark.both
def test_priority_goes_before_age(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW - timedelta(minutes=1))
    urgent = new_job(now=NOW, priority=5)
    assert claim().id == urgent.id


@pytest.mark.both
def test_an_organization_with_many_jobs_does_not_keep_others_waiting(
    new_job: Callable[..., Job], organization: Organization
) -> None:
    crowd = [new_job(now=NOW + timedelta(seconds=i)) for i in range(3)]
    other = new_job(now=NOW + timedelta(minutes=5), organization_id=an_organization("Other").pk)
    claimed = [claim().id for _ in range(4)]
    assert claimed == [crowd[0].id, other.id, crowd[1].id, crowd[2].id]


@pytest.mark.both
def test_a_thousand_jobs_of_one_tenant_cost_another_at_most_one_slot(
    new_job: Callable[..., Job], organization: Organization
) -> None:
    """Two workers; the crowd was first, and holds both of them when the other tenant comes."""
    crowd = new_job(now=NOW)
    fields = {"organization_id": organization.pk, "kind": crowd.kind, "available_at": NOW}
    Job.objects.bulk_create(Job(created_at=NOW + timedelta(milliseconds=n), **fields) for n in range(999))
    claim(), claim()
    other = new_job(now=NOW + timedelta(hours=1), organization_id=an_organization("Other").pk)
    assert claim().id == other.id, "the first slot that becomes free"


@pytest.mark.both
def test_tenants_take_turns_however_many_jobs_one_has(new_job: Callable[..., Job], organization: Organization) -> None:
    other = an_organization("Other").pk
    for minute in range(8):
        new_job(now=NOW + timedelta(minutes=minute))
    for minute in range(3):
        new_job(now=NOW + timedelta(hours=1, minutes=minute), organization_id=other)
    slots = [claim().organization_id == other for _ in range(6)]
    assert slots == [False, True, False, True, False, True]


@pytest.mark.both
def test_an_urgent_job_of_a_busy_tenant_goes_before_a_plain_one_of_an_idle_tenant(
    new_job: Callable[..., Job], organization: Organization
) -> None:
    new_job()
    claim()
    new_job(organization_id=an_organization("Other").pk)
    urgent = new_job(priority=1)
    assert claim().id == urgent.id


@pytest.mark.both
def test_a_claim_raises_the_attempt_and_leases_the_job(new_job: Callable[..., Job]) -> None:
    new_job()
    job = claim(NOW + timedelta(days=999), worker="host/1/1")
    assert (job.status, job.attempt, job.worker) == ("running", 1, "host/1/1")
    assert job.lease_until == NOW + timedelta(days=999) + LEASE
    assert job.started_at is not None
    assert list(job.attempts.values_list("number", "worker", "outcome")) == [(1, "host/1/1", "")]


def test_a_job_is_claimed_once(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    assert claim_next(worker="a", now=NOW) is not None
    assert claim_next(worker="b", now=NOW) is None


def test_a_job_is_not_claimed_before_its_time(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    assert claim_next(worker="a", now=NOW - timedelta(seconds=1)) is None


def test_a_worker_leaves_kinds_alone_that_it_does_not_know(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    assert claim_next(worker="a", now=NOW, kinds=["something.else"]) is None
