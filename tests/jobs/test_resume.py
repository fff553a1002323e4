"""A failed or canceled job goes on after its last checkpoint, for a new hold."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Organization
from billing.models import Hold, Receipt
from billing.services import balance, withdraw
from generation.jobs import registry
from generation.jobs.calls import Made
from generation.jobs.context import StageContext
from generation.jobs.models import Job
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.services import cancel_job, resume_job, settle_failure
from generation.media.child import Maker
from tests.jobs.conftest import claim, run
from tests.jobs.pipelines import LOCAL, begin, journal, note
from tests.world import NOW
from wire.errors import GenerationFailed, InsufficientCredits, JobNotFound, JobStateInvalid, OutcomeUnknown

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def failing_once(ctx: StageContext) -> dict[str, Any]:
    """One finished provider call, then a failure, which the file `mended` ends."""

    def make(folder: Path) -> Made:
        note(ctx.params, f"made {ctx.attempt}")
        return Made({"words": 1})

    made = ctx.call("word", info=LOCAL, operation="write", make=make)
    if not Path(ctx.params["mended"]).exists():
        raise GenerationFailed("The painter ran out of paint.")
    return made.data


@pytest.fixture
def failed(new_job: Callable[..., Job], maker: Maker, tmp_path: Path) -> Job:
    """A job of 12 credits that failed in its second stage, after a finished call."""
    stages = (Stage("begin", begin), Stage("paint", failing_once))
    registry.register(Pipeline("test.paint", "Painting", stages))
    new_job("test.paint", credits=12, journal=str(tmp_path / "journal"), mended=str(tmp_path / "mended"))
    job = run(claim(), maker)
    assert job.status == "failed"
    return job


def test_it_goes_on_after_its_last_checkpoint_and_repeats_no_finished_call(
    failed: Job, maker: Maker, tmp_path: Path, organization: Organization
) -> None:
    (tmp_path / "mended").touch()
    resume_job(failed.id)
    job = run(claim(), maker)
    assert (job.status, job.attempt, job.charged, job.error_code) == ("succeeded", 2, 12, None)
    assert journal(tmp_path / "journal") == ["begin 1", "made 1"]
    assert balance(organization.pk).balance == 88


def test_it_takes_a_new_hold_by_the_same_quote_and_leaves_the_earlier_receipt_alone(
    failed: Job, organization: Organization
) -> None:
    receipt = Receipt.objects.filter(job_id=failed.id).values().get()
    job = resume_job(failed.id)
    before, after = Hold.objects.get(pk=failed.hold_id), Hold.objects.get(pk=job.hold_id)
    assert (before.status, after.status) == ("released", "open")
    assert (after.amount, after.operation, after.quote) == (before.amount, before.operation, before.quote)
    assert Receipt.objects.filter(job_id=failed.id).values().get() == receipt
    assert balance(organization.pk).balance == 88


def test_it_is_queued_anew_with_its_story_continued(failed: Job) -> None:
    job = resume_job(failed.id, now=NOW)
    assert (job.status, job.stalls, job.available_at, job.finished_at) == ("queued", 0, NOW, None)
    assert (job.error_code, job.error_message, job.error_details, job.charged) == (None, None, {}, None)
    event = job.events.last()
    assert (event.type, event.data, event.seq) == ("queued", {"resumed": True}, failed.last_seq + 1)


def test_a_canceled_job_is_resumed_too(new_job: Callable[..., Job], maker: Maker) -> None:
    job = new_job(credits=12)
    cancel_job(job.id, reason="changed my mind")
    resume_job(job.id)
    assert run(claim(), maker).status == "succeeded"


def test_the_audit_says_who_resumed_it(failed: Job, organization: Organization) -> None:
    resume_job(failed.id, user_id="usr_ada")
    event = AuditEvent.objects.get(action="job.resumed")
    assert (event.actor, event.target, event.organization_id) == ("usr_ada", failed.id, organization.pk)


def test_without_credits_it_stays_as_it_was(failed: Job, organization: Organization) -> None:
    withdraw(organization.pk, 95, bucket="perpetual", reason="test", actor="test")
    before = list(Job.objects.values())
    with pytest.raises(InsufficientCredits) as refusal:
        resume_job(failed.id)
    assert refusal.value.details == {"required": 12, "available": 5}
    assert list(Job.objects.values()) == before
    assert failed.events.count() == failed.last_seq


@pytest.mark.parametrize("status", ["queued", "running", "succeeded"])
def test_a_job_that_did_not_end_badly_is_not_resumed(status: str, new_job: Callable[..., Job], maker: Maker) -> None:
    job = new_job(credits=12)
    if status != "queued":
        job = claim()
    if status == "succeeded":
        run(job, maker)
    with pytest.raises(JobStateInvalid) as refusal:
        resume_job(job.id)
    assert refusal.value.details == {"status": status, "allowed": ["canceled", "failed"]}


def test_a_job_whose_outcome_is_unknown_is_not_resumed(new_job: Callable[..., Job]) -> None:
    new_job(credits=12)
    job = claim()
    settle_failure(job.id, OutcomeUnknown(), attempt=job.attempt, now=timezone.now())
    with pytest.raises(JobStateInvalid, match="Start a new job"):
        resume_job(job.id)


def test_resuming_a_job_that_does_not_exist(db: None) -> None:
    with pytest.raises(JobNotFound):
        resume_job("job_nowhere")


def test_the_pipeline_opens_its_rows_again_in_the_same_transaction(
    failed: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(job: Job) -> None:
        raise JobStateInvalid("The artifact was deleted.", status="failed", allowed=[])

    pipeline = registry.get("test.paint")
    refusing = Pipeline(pipeline.kind, pipeline.label, pipeline.stages, on_resume=refuse)
    monkeypatch.setitem(registry._pipelines, "test.paint", refusing)
    with pytest.raises(JobStateInvalid, match="deleted"):
        resume_job(failed.id)
    failed.refresh_from_db()
    assert failed.status == "failed"
    assert Hold.objects.filter(status="open").count() == 0


def test_a_hold_that_an_operator_released_makes_the_work_a_gift(
    new_job: Callable[..., Job], maker: Maker, organization: Organization
) -> None:
    from billing.services import release

    job = new_job(credits=12)
    assert job.hold_id is not None
    release(job.hold_id, reason="Not charged because of yesterday's outage.")
    job = run(claim(), maker)
    assert (job.status, job.charged) == ("succeeded", 0)
    assert balance(organization.pk).balance == 100
