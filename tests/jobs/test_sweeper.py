from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from accounts.models import Organization
from billing.models import Receipt
from billing.services import balance
from generation.jobs import sweeper
from generation.jobs.claim import LEASE, claim_next
from generation.jobs.identity import here, is_dead, process_name
from generation.jobs.lease import Lease
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS
from generation.jobs.runner import work_root
from generation.jobs.services import LeaseLost, settle_success
from generation.jobs.stalls import Cause, note_stall
from generation.media.child import Maker
from tests.jobs.conftest import claim, run
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LATER = NOW + LEASE + timedelta(seconds=1)


def test_a_job_whose_lease_ran_out_is_queued_again_and_rung_for(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    job = claim(NOW)
    OrmQ.objects.all().delete()
    assert sweeper.reclaim_lost(LATER) == [job.id]
    job.refresh_from_db()
    assert (job.status, job.stalls, job.worker) == ("queued", 1, "")
    assert (job.attempts.get().outcome, OrmQ.objects.count()) == ("lost", 1)


def test_a_job_with_a_fresh_lease_is_left_alone(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    claim(NOW)
    assert sweeper.reclaim_lost(NOW + timedelta(seconds=19)) == []


def test_a_job_of_a_dead_process_on_this_host_is_taken_back_at_once(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    job = claim(NOW, worker=f"{here()}999999999/1")
    assert sweeper.reclaim_lost(NOW + timedelta(seconds=1)) == [job.id]


def test_a_job_of_a_living_process_is_not(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    claim(NOW, worker=process_name())
    assert sweeper.reclaim_lost(NOW + timedelta(seconds=1)) == []


def test_nobody_can_tell_whether_a_process_of_another_host_is_dead() -> None:
    assert not is_dead("elsewhere/abc-1/999999999/1")


def test_a_heartbeat_between_look_and_reclaim_keeps_the_job(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    job = claim(NOW)

    def beat_meanwhile(worker: str) -> bool:
        Lease(job.id, job.attempt).fence()
        return True

    Job.objects.update(worker=process_name())
    assert sweeper.reclaim_lost(NOW, has_died=beat_meanwhile) == []
    job.refresh_from_db()
    assert (job.status, job.stalls) == ("running", 0)


def test_two_sweepers_take_a_job_back_once(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    seen = claim(NOW)
    lease = seen.lease_until
    assert [note_stall(seen, Cause.SILENT, now=LATER, lease_until=lease) for _ in range(2)] == [True, False]
    seen.refresh_from_db()
    assert seen.stalls == 1


def test_three_stalls_in_one_stage_fail_the_job_with_a_cause_and_charge_nothing(
    new_job: Callable[..., Job], organization: Organization
) -> None:
    new_job(now=NOW, credits=12)
    for minute in range(3):
        job = claim(NOW + timedelta(minutes=minute))
        Job.objects.filter(pk=job.pk).update(stage="paint")
        sweeper.reclaim_lost(LATER + timedelta(minutes=minute))
    job.refresh_from_db()
    assert (job.status, job.attempt, job.error_code) == ("failed", 3, "generation_failed")
    assert job.error_message.startswith("The work stopped 3 times in a row in the stage “paint”")
    assert balance(organization.pk).balance == 100
    assert "stopped 3 times" in Receipt.objects.get(job_id=job.id).reason


def test_a_poison_job_lets_others_go_first_and_delays_them_by_its_own_attempts_at_most(
    new_job: Callable[..., Job], organization: Organization
) -> None:
    """It kills every worker that takes it; it is the oldest job of the only tenant."""
    poison = new_job(now=NOW)
    others = [new_job(now=NOW + timedelta(milliseconds=n + 1)) for n in range(4)]
    claimed, moment = [], NOW + timedelta(seconds=1)
    while job := claim_next(worker=f"{here()}999999999/1", now=moment):
        claimed.append(job.id)
        if job.id == poison.id:
            assert sweeper.reclaim_lost(moment, has_died=lambda worker: True) == [poison.id]
        else:
            settle_success(job.id, attempt=job.attempt, result={}, outputs={}, now=moment)
        moment += timedelta(milliseconds=900)
    poison.refresh_from_db()
    assert claimed[:3] == [poison.id, others[0].id, poison.id], "others go first while it waits"
    assert set(claimed) >= {job.id for job in others}
    assert (poison.status, poison.stalls) == ("queued", 2)
    assert claim(moment + timedelta(seconds=5), worker=f"{here()}999999999/1").id == poison.id
    sweeper.reclaim_lost(moment, has_died=lambda worker: True)
    poison.refresh_from_db()
    assert (poison.status, poison.attempt) == ("failed", 3)
    assert "the process that ran it died" in poison.error_message


def test_a_worker_that_falls_silent_is_told_from_one_that_died(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    job = claim(NOW)
    sweeper.reclaim_lost(LATER)
    assert job.events.last().data == {"reason": "worker_silent", "stalls": 1}


def test_a_checkpoint_clears_the_stalls(new_job: Callable[..., Job], maker: Maker) -> None:
    new_job(now=NOW)
    claim(NOW)
    sweeper.reclaim_lost(LATER)
    job = run(claim(), maker)
    assert (job.status, job.attempt, job.stalls) == ("succeeded", 2, 0)


def test_the_stale_holder_of_a_reclaimed_job_is_fenced_off_at_once(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    job = claim(NOW)
    sweeper.reclaim_lost(LATER)
    with pytest.raises(LeaseLost):
        Lease(job.id, job.attempt).fence()


def test_a_waiting_job_whose_ring_was_lost_is_rung_for(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    OrmQ.objects.all().delete()
    sweeper.sweep(NOW)
    assert OrmQ.objects.count() == 1


def test_a_waiting_ring_is_enough(new_job: Callable[..., Job]) -> None:
    new_job()
    sweeper.sweep(timezone.now() + timedelta(seconds=1))
    assert OrmQ.objects.count() == 1


def test_nobody_rings_when_nothing_waits(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    claim_next(worker="elsewhere/1/1", now=NOW)
    OrmQ.objects.all().delete()
    sweeper.sweep(NOW)
    assert not OrmQ.objects.exists()


@pytest.mark.parametrize(("running_here", "deaf"), [(0, True), (1, False)])
def test_jobs_that_wait_beside_an_idle_worker_mean_that_nobody_hears_the_bell(
    running_here: int, deaf: bool, new_job: Callable[..., Job]
) -> None:
    for _ in range(2):
        new_job(now=NOW)
    for _ in range(running_here):
        claim(NOW, worker=process_name())
    patience = timedelta(seconds=10)
    host = {"lanes": 1, "express": 0, "patience": patience}
    assert sweeper.is_deaf(NOW + timedelta(seconds=11), **host) is deaf
    assert not sweeper.is_deaf(NOW + timedelta(seconds=9), **host)


def test_workers_between_two_jobs_are_not_deaf_though_others_wait(new_job: Callable[..., Job]) -> None:
    """Restarting them for the moment in which the queue is looked at costs what they are about to begin."""
    for _ in range(2):
        new_job(now=NOW)
    ended = NOW + timedelta(seconds=30)
    job = claim(NOW, worker=process_name())
    settle_success(job.id, attempt=job.attempt, result={}, outputs={}, now=ended)
    host = {"lanes": 1, "express": 0, "patience": timedelta(seconds=10)}
    assert not sweeper.is_deaf(ended + timedelta(seconds=9), **host)
    assert sweeper.is_deaf(ended + timedelta(seconds=11), **host)


def test_a_worker_with_an_urgent_job_is_not_deaf_to_others(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW, priority=EXPRESS)
    claim(NOW, worker=process_name())
    new_job(now=NOW)
    host = {"lanes": 1, "express": 0, "patience": timedelta(seconds=10)}
    assert not sweeper.is_deaf(NOW + timedelta(seconds=11), **host)


@pytest.mark.parametrize(("urgent", "deaf"), [(False, False), (True, True)])
def test_an_idle_express_worker_is_deaf_only_to_urgent_jobs(
    urgent: bool, deaf: bool, new_job: Callable[..., Job]
) -> None:
    new_job(now=NOW)
    claim(NOW, worker=process_name())
    new_job(now=NOW, priority=EXPRESS if urgent else 0)
    later = NOW + timedelta(seconds=11)
    assert sweeper.is_deaf(later, lanes=1, express=1, patience=timedelta(seconds=10)) is deaf


def test_a_hold_expires_only_when_its_job_is_over(new_job: Callable[..., Job], organization: Organization) -> None:
    new_job(now=NOW, credits=12)
    sweeper.clean(NOW + timedelta(days=30))
    assert balance(organization.pk).balance == 88


def test_work_folders_of_dead_attempts_are_removed_and_living_ones_kept(new_job: Callable[..., Job]) -> None:
    new_job(now=NOW)
    job = claim(NOW)
    for attempt in (0, 1):
        (work_root() / f"{job.id}-{attempt}").mkdir(parents=True)
    sweeper.clear_work_folders()
    assert [folder.name for folder in work_root().iterdir()] == [f"{job.id}-1"]
