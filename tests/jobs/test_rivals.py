"""What happens between processes that want the same row at the same time. Threads stand in for processes here."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Organization
from billing.models import Receipt
from billing.services import balance
from generation.assets.storage import ContentStorage
from generation.jobs.calls import Made
from generation.jobs.claim import claim_next
from generation.jobs.events import append_event
from generation.jobs.lease import Heartbeat, Lease
from generation.jobs.models import Job
from generation.jobs.services import LeaseLost, cancel_job, resume_job, settle_success, suspend_job, wake_job
from generation.media.child import Maker
from tests.jobs.conftest import a_context, claim, run
from tests.jobs.pipelines import LOCAL
from wire.errors import JobStateInvalid

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def together(*functions: Callable[[], Any]) -> list[Any]:
    """Call all at once, each in a thread with a database connection of its own; exceptions are results."""
    barrier = Barrier(len(functions))

    def call(function: Callable[[], Any]) -> Any:
        barrier.wait(10)
        try:
            return function()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(call, functions))


def test_two_writers_leave_no_gap_in_the_log(new_job: Callable[..., Job]) -> None:
    job = new_job()

    def write() -> None:
        for number in range(20):
            with transaction.atomic():
                append_event(job.id, "progress", {}, now=timezone.now())
                if number % 5 == 4:  # a rollback gives its number back
                    transaction.set_rollback(True)

    assert together(write, write) == [None, None]
    assert list(job.events.values_list("seq", flat=True)) == list(range(1, 34))


def test_many_claimers_take_each_job_once(new_job: Callable[..., Job]) -> None:
    jobs = {new_job().id for _ in range(6)}

    def claim_all() -> list[str]:
        taken = []
        while job := claim_next(worker="elsewhere/1/1", now=timezone.now()):
            taken.append(job.id)
        return taken

    taken = [job_id for ids in together(claim_all, claim_all, claim_all) for job_id in ids]
    assert sorted(taken) == sorted(jobs)


def test_rivals_together_keep_to_an_organizations_limit(
    new_job: Callable[..., Job], organization: Organization
) -> None:
    Organization.objects.filter(pk=organization.pk).update(running_jobs_limit=3)
    for _ in range(12):
        new_job()
    claimers = [lambda: claim_next(worker="elsewhere/1/1", now=timezone.now())] * 6
    taken = [job for job in together(*claimers) if job is not None]
    assert len(taken) == Job.objects.filter(status="running").count() == 3


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer: nobody claims meanwhile")
def test_the_best_job_being_claimed_by_a_rival_hides_no_other(new_job: Callable[..., Job]) -> None:
    plain, urgent = new_job(), new_job(priority=10)
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=urgent.pk)
        (found,) = together(lambda: claim_next(worker="elsewhere/1/1", now=timezone.now()))
    assert found.pk == plain.pk


def test_cancel_and_success_at_once_settle_once(new_job: Callable[..., Job], organization: Organization) -> None:
    for _ in range(5):
        new_job(credits=10)
        job = claim()
        results = together(
            lambda: cancel_job(job.id, reason="changed my mind").status,  # noqa: B023
            lambda: settle_success(job.id, attempt=1, result={}, outputs={}, now=timezone.now()).status,  # noqa: B023
        )
        refused = [result for result in results if isinstance(result, (LeaseLost, JobStateInvalid))]
        assert len(refused) == 1, results
        assert Receipt.objects.filter(job_id=job.id).count() == 1
        job.refresh_from_db()
        assert job.charged == (10 if job.status == "succeeded" else 0)
    charged = sum(Job.objects.values_list("charged", flat=True))
    assert balance(organization.pk).balance == 100 - charged


def test_a_worker_that_must_stop_hands_its_job_back_without_counting_a_stall(
    new_job: Callable[..., Job], maker: Maker, tmp_path: Path
) -> None:
    stopping = Event()
    stopping.set()
    new_job(gate=str(tmp_path / "never"))
    job = run(claim(), maker, stopping)
    assert (job.status, job.stalls, job.lease_until) == ("queued", 0, None)
    assert job.attempts.get().outcome == "handed_back"


class Watched:
    """Stands for the work under a heartbeat: notes what the heartbeat does to it."""

    def __init__(self, job: Job, *, stopping: Event | None = None, beat_s: float = 0.05) -> None:
        self.killed, self.stuck = Event(), Event()
        self.lease = Lease(job.id, job.attempt)
        self.heartbeat = Heartbeat(
            self.lease,
            stopping=stopping or Event(),
            kill_work=self.killed.set,
            on_stuck=self.stuck.set,
            beat_s=beat_s,
            grace_s=0.05,
        )


def test_a_heartbeat_extends_the_lease(new_job: Callable[..., Job]) -> None:
    new_job()
    job = claim()
    before = job.lease_until
    with Watched(job).heartbeat:
        deadline = timezone.now() + timedelta(seconds=10)
        while job.lease_until == before and timezone.now() < deadline:
            job.refresh_from_db()
    assert job.lease_until != before


def test_a_canceled_jobs_child_is_killed_and_a_stuck_main_thread_is_left(new_job: Callable[..., Job]) -> None:
    new_job()
    job = claim()
    work = Watched(job)
    with work.heartbeat:
        cancel_job(job.id, reason="changed my mind")
        assert work.killed.wait(10)
        assert work.stuck.wait(10)
    assert work.lease.is_lost


def test_a_main_thread_that_comes_back_in_time_is_not_stuck(new_job: Callable[..., Job]) -> None:
    new_job()
    job = claim()
    stopping = Event()
    work = Watched(job, stopping=stopping)
    work.heartbeat._grace_s = 10.0
    with work.heartbeat:
        stopping.set()
        assert work.killed.wait(10)
    assert not work.stuck.is_set()
    job.refresh_from_db()
    assert job.status == "queued"


def test_bytes_are_copied_outside_any_transaction(
    new_job: Callable[..., Job], maker: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A film takes seconds to copy; SQLite has one writer."""
    copied_inside: list[bool] = []
    put = ContentStorage.put

    def watched(*args: Any) -> Any:
        copied_inside.append(connection.in_atomic_block)
        return put(*args)

    monkeypatch.setattr(ContentStorage, "put", watched)
    new_job()
    ctx = a_context(claim(), maker, tmp_path)
    (tmp_path / "film.txt").write_text("film")
    ctx.keep(tmp_path / "film.txt", content_type="text/plain", filename="film.txt")
    ctx.call("word", info=LOCAL, operation="write", make=lambda _: Made({}, {"film": tmp_path / "film.txt"}))
    assert copied_inside == [False, False]


def test_a_wake_up_and_a_suspension_at_once_never_leave_the_job_asleep(new_job: Callable[..., Job]) -> None:
    for _ in range(20):
        job = new_job()
        attempt = claim().attempt
        together(
            lambda: suspend_job(job.id, attempt=attempt, reason="Which take?"),  # noqa: B023
            lambda: wake_job(job.id, reason="answered"),  # noqa: B023
        )
        job.refresh_from_db()
        assert job.status == "queued"
        cancel_job(job.id, reason="done")


def test_two_resumes_at_once_hold_once(new_job: Callable[..., Job], organization: Organization) -> None:
    job = new_job(credits=10)
    cancel_job(job.id, reason="changed my mind")
    results = together(lambda: resume_job(job.id), lambda: resume_job(job.id))
    assert sum(isinstance(result, JobStateInvalid) for result in results) == 1
    assert balance(organization.pk).held == 10
