from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Organization
from generation.jobs.claim import LEASE, claim_next, fair_tiers
from generation.jobs.models import Job
from tests.jobs.conftest import an_organization, claim
from tests.world import NOW


def test_whoever_runs_nothing_comes_first_then_those_who_run_least() -> None:
    assert fair_tiers({"org_a": 3, "org_b": 1, "org_c": 3}) == [None, ("org_b",), ("org_a", "org_c")]


def test_with_nothing_running_all_are_equal() -> None:
    assert fair_tiers({}) == [None]


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
