"""A claimed job runs its stages, is checkpointed after each, and ends settled."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.models import Organization
from billing.models import Receipt
from billing.services import balance
from generation.jobs import registry
from generation.jobs.models import Checkpoint, Job
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.services import hand_back
from generation.media.child import Maker
from tests.jobs.conftest import claim, run
from tests.jobs.pipelines import begin, end, journal
from tests.world import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_job_runs_its_stages_in_order_and_its_result_is_the_last_ones_output(
    new_job: Callable[..., Job], maker: Maker, tmp_path: Path
) -> None:
    new_job(journal=str(tmp_path / "journal"))
    job = run(claim(), maker)
    assert (job.status, job.progress, job.result) == ("succeeded", 1.0, {"answer": 42, "begun_by": 1})
    assert journal(tmp_path / "journal") == ["begin 1", "work 1", "worked 1", "end 1"]
    assert list(job.checkpoints.values_list("stage", flat=True)) == ["begin", "work", "end"]
    assert job.attempts.get().outcome == "succeeded"


def test_the_log_tells_the_whole_story(new_job: Callable[..., Job], maker: Maker) -> None:
    new_job()
    job = run(claim(), maker)
    assert list(job.events.values_list("seq", "type")) == [
        (1, "queued"),
        (2, "running"),
        (3, "stage"),
        (4, "stage"),
        (5, "stage"),
        (6, "succeeded"),
    ]
    data = job.events.get(seq=5).data
    assert isinstance(data.pop("timeLeftMs"), int)
    assert data == {"stage": "end", "label": "Finishing", "index": 3, "count": 3, "progress": 0.75}


def test_success_is_charged_once_as_quoted(
    new_job: Callable[..., Job], maker: Maker, organization: Organization
) -> None:
    new_job(credits=12)
    assert balance(organization.pk).balance == 88
    job = run(claim(), maker)
    receipt = Receipt.objects.get(job_id=job.id)
    assert (job.charged, receipt.captured, receipt.released, receipt.outcome) == (12, 12, 0, "succeeded")
    assert balance(organization.pk).balance == 88


def test_a_pipeline_may_charge_for_a_part_and_the_rest_is_released(
    new_job: Callable[..., Job], maker: Maker, organization: Organization
) -> None:
    stages = (Stage("begin", begin), Stage("end", end))
    registry.register(
        Pipeline("test.part", "A part", stages, charge=lambda job, outputs: outputs["end"]["answer"] // 6)
    )
    new_job("test.part", credits=12)
    job = run(claim(), maker)
    receipt = Receipt.objects.get(job_id=job.id)
    assert (job.charged, receipt.captured, receipt.released) == (7, 7, 5)
    assert balance(organization.pk).balance == 93


def test_a_failed_stage_fails_the_job_with_its_cause_and_charges_nothing(
    new_job: Callable[..., Job], maker: Maker, organization: Organization
) -> None:
    new_job("test.fails", credits=12)
    job = run(claim(), maker)
    assert (job.status, job.error_code, job.charged) == ("failed", "generation_failed", 0)
    assert job.error_message == "The painter ran out of paint."
    assert job.error_details == {"colour": "blue"}
    receipt = Receipt.objects.get(job_id=job.id)
    assert (receipt.captured, receipt.released) == (0, 12)
    assert receipt.reason == "Not charged because the job failed: The painter ran out of paint."
    assert balance(organization.pk).balance == 100


def test_our_own_mistake_fails_the_job_without_telling_internals(
    new_job: Callable[..., Job], maker: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    new_job("test.crashes", credits=12)
    job = run(claim(), maker)
    assert (job.status, job.error_code) == ("failed", "internal_error")
    assert "secret" not in f"{job.error_message} {job.events.last().data}"
    assert "ZeroDivisionError: secret internals" in caplog.text


def test_a_job_handed_back_goes_on_after_its_last_checkpoint(
    new_job: Callable[..., Job], maker: Maker, tmp_path: Path
) -> None:
    new_job(journal=str(tmp_path / "journal"))
    first = claim()
    Checkpoint.objects.create(job=first, stage="begin", output={"begun_by": 1}, attempt=1, created_at=NOW)
    hand_back(first.id, attempt=1, reason="worker_stopping", now=NOW)
    job = run(claim(), maker)
    assert (job.status, job.attempt, job.result) == ("succeeded", 2, {"answer": 42, "begun_by": 1})
    assert journal(tmp_path / "journal") == ["work 2", "worked 2", "end 2"]
    assert list(job.attempts.values_list("number", "outcome")) == [(1, "handed_back"), (2, "succeeded")]


def test_a_stages_rows_are_committed_with_its_checkpoint_or_not_at_all(
    new_job: Callable[..., Job], maker: Maker
) -> None:
    def commit(ctx: Any, output: dict[str, Any]) -> None:
        Job.objects.filter(pk=ctx.job_id).update(message="written beside the checkpoint")
        raise RuntimeError("a constraint, say")

    registry.register(Pipeline("test.commit", "Commit", (Stage("begin", begin, commit=commit),)))
    new_job("test.commit")
    job = run(claim(), maker)
    assert job.status == "failed"
    assert job.message != "written beside the checkpoint"
    assert not job.checkpoints.exists()


def test_a_pipeline_hears_of_the_first_start_and_of_the_end(new_job: Callable[..., Job], maker: Maker) -> None:
    heard: list[Any] = []
    registry.register(
        Pipeline(
            "test.hears",
            "Hears",
            (Stage("begin", begin),),
            on_start=lambda job: heard.append(("start", job.attempt)),
            on_end=lambda job, status, error: heard.append((status, error)),
        )
    )
    new_job("test.hears")
    first = claim()
    hand_back(first.id, attempt=1, reason="worker_stopping", now=NOW)
    run(claim(), maker)
    assert heard == [("start", 1), ("succeeded", None)]


def test_a_pipeline_that_stumbles_over_the_end_keeps_no_credits(
    new_job: Callable[..., Job], maker: Maker, organization: Organization
) -> None:
    def stumble(job: Job, status: str, error: Exception | None) -> None:
        raise RuntimeError("the book-keeping is broken")

    registry.register(Pipeline("test.stumbles", "Stumbles", (Stage("begin", begin),), on_end=stumble))
    new_job("test.stumbles", credits=12)
    job = run(claim(), maker)
    assert (job.status, job.error_code) == ("failed", "internal_error")
    assert balance(organization.pk).balance == 100


def test_the_work_folder_is_gone_afterwards(new_job: Callable[..., Job], maker: Maker, studio_data: Path) -> None:
    new_job("test.calls")
    run(claim(), maker)
    assert list((studio_data / "work").iterdir()) == []


def test_a_database_that_is_away_does_not_fail_the_job(new_job: Callable[..., Job], maker: Maker) -> None:
    def lose_database(ctx: Any) -> dict[str, Any]:
        raise OperationalError("server closed the connection unexpectedly")

    registry.register(Pipeline("test.away", "Away", (Stage("begin", lose_database),)))
    new_job("test.away", credits=12)
    job = run(claim(), maker)
    assert (job.status, job.stalls, job.error_code) == ("queued", 1, None)
    assert job.events.last().data == {"reason": "database_unavailable", "stalls": 1}


def test_a_database_that_stays_away_fails_the_job_with_the_true_cause(
    new_job: Callable[..., Job], maker: Maker
) -> None:
    def lose_database(ctx: Any) -> dict[str, Any]:
        raise OperationalError("server closed the connection unexpectedly")

    registry.register(Pipeline("test.away", "Away", (Stage("begin", lose_database),)))
    new_job("test.away", credits=12)
    for _ in range(3):
        job = run(claim(timezone.now() + timedelta(minutes=1)), maker)
    assert (job.status, job.charged, job.error_code) == ("failed", 0, "generation_failed")
    assert "the database could not be used" in job.error_message
    assert "server closed" not in job.error_message
