from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django_q.models import OrmQ

from accounts.models import Organization
from billing.models import Hold, Receipt
from billing.services import balance
from generation.jobs.models import Job, JobEvent
from generation.jobs.services import cancel_job, create_job
from generation.media.child import Maker
from tests.jobs.conftest import claim, run
from tests.world import NOW
from wire.errors import InsufficientCredits, JobNotFound, JobStateInvalid

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def rows() -> tuple[int, int, int, int]:
    return Job.objects.count(), Hold.objects.count(), JobEvent.objects.count(), OrmQ.objects.count()


def test_job_hold_event_and_ring_are_one_transaction(new_job: Callable[..., Job], organization: Organization) -> None:
    with transaction.atomic():
        new_job(credits=12)
        assert rows() == (1, 1, 1, 1)
        transaction.set_rollback(True)
    assert rows() == (0, 0, 0, 0)
    assert balance(organization.pk).balance == 100


def test_without_the_credits_there_is_no_job(new_job: Callable[..., Job]) -> None:
    with pytest.raises(InsufficientCredits) as refusal:
        new_job(credits=101)
    assert refusal.value.details == {"required": 101, "available": 100}
    assert not Job.objects.exists()
    assert not OrmQ.objects.exists()


def test_the_hold_names_its_job(new_job: Callable[..., Job]) -> None:
    job = new_job(credits=12)
    hold = Hold.objects.get(pk=job.hold_id)
    assert (hold.job_id, hold.amount, hold.operation, hold.quote["total"]) == (job.id, 12, "film", 12)


def test_a_free_job_needs_no_hold(new_job: Callable[..., Job]) -> None:
    assert new_job().hold_id is None
    assert not Hold.objects.exists()


def test_a_kind_that_nobody_signed_up_for_is_refused(organization: Organization) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        create_job(organization_id=organization.pk, kind="test.unheard_of", params={})


@pytest.mark.django_db(transaction=True)
def test_a_job_is_only_created_within_the_callers_transaction(organization: Organization) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        create_job(organization_id=organization.pk, kind="test.steps", params={})


@pytest.mark.parametrize("state", ["queued", "running", "suspended"])
def test_a_live_job_can_be_canceled_and_costs_nothing(
    state: str, new_job: Callable[..., Job], organization: Organization
) -> None:
    job = new_job(credits=12, now=NOW)
    if state == "running":
        job = claim(NOW)
    elif state == "suspended":
        Job.objects.filter(pk=job.pk).update(status="suspended")
    canceled = cancel_job(job.id, reason="changed my mind", now=NOW)
    assert (canceled.status, canceled.attempt, canceled.finished_at) == ("canceled", job.attempt + 1, NOW)
    assert canceled.events.last().type == "canceled"
    assert Receipt.objects.get(job_id=job.id).reason == "Not charged because the job was canceled: changed my mind"
    assert balance(organization.pk).balance == 100


def test_a_job_that_has_ended_cannot_be_canceled(new_job: Callable[..., Job], maker: Maker) -> None:
    new_job(credits=12)
    job = run(claim(), maker)
    with pytest.raises(JobStateInvalid) as refusal:
        cancel_job(job.id, reason="too late", now=NOW)
    assert refusal.value.details == {"status": "succeeded", "allowed": ["queued", "running", "suspended"]}
    job.refresh_from_db()
    assert job.charged == 12


def test_canceling_twice_releases_once(new_job: Callable[..., Job], organization: Organization) -> None:
    job = new_job(credits=12)
    cancel_job(job.id, reason="first")
    with pytest.raises(JobStateInvalid):
        cancel_job(job.id, reason="second")
    assert Receipt.objects.filter(job_id=job.id).count() == 1
    assert balance(organization.pk).balance == 100


def test_canceling_a_job_that_does_not_exist(db: None) -> None:
    with pytest.raises(JobNotFound):
        cancel_job("job_nowhere", reason="a guess")


@pytest.mark.parametrize(
    "nonsense",
    [
        {"status": "resting"},
        {"progress": 1.5},
        {"status": "running"},  # without a lease
        {"lease_until": NOW},  # while it does not run
        {"status": "succeeded"},  # without an end
        {"status": "failed", "finished_at": NOW},  # without a cause
        {"status": "canceled", "finished_at": NOW, "charged": 1},
        {"stalls": 4},
    ],
)
def test_the_database_refuses_a_job_that_makes_no_sense(
    nonsense: dict[str, object], new_job: Callable[..., Job]
) -> None:
    job = new_job(credits=12)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**nonsense)
