"""A stale holder (its job was canceled, handed back or taken over) writes nothing, whatever it tries."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Organization
from billing.models import Receipt
from billing.services import balance
from generation.assets.models import Asset
from generation.jobs.calls import Made
from generation.jobs.context import StageContext
from generation.jobs.models import Checkpoint, Job, JobEvent, ProviderCall
from generation.jobs.runner import _checkpoint
from generation.jobs.services import LeaseLost, cancel_job, hand_back, settle_failure, settle_success
from generation.media.child import Maker
from tests.jobs.conftest import a_context, claim, run
from tests.jobs.pipelines import LOCAL, STEPS
from wire.errors import GenerationFailed

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def canceled(job: Job) -> None:
    cancel_job(job.id, reason="changed my mind")


def handed_back(job: Job) -> None:
    hand_back(job.id, attempt=job.attempt, reason="worker_stopping", now=timezone.now())


def taken_over(job: Job) -> None:
    handed_back(job)
    claim()


def keep(ctx: StageContext) -> None:
    ctx.workdir.joinpath("film.txt").write_text("film")
    ctx.keep(ctx.workdir / "film.txt", content_type="text/plain", filename="film.txt")


def call(ctx: StageContext) -> None:
    ctx.call("word", info=LOCAL, operation="write", make=lambda folder: Made({"words": 1}))


def succeed(ctx: StageContext) -> None:
    settle_success(ctx.job_id, attempt=ctx.attempt, result={}, outputs={}, now=timezone.now())


def fail(ctx: StageContext) -> None:
    settle_failure(ctx.job_id, GenerationFailed(), attempt=ctx.attempt, now=timezone.now())


WRITES: dict[str, Callable[[StageContext], None]] = {
    "progress": lambda ctx: ctx.progress(0.5, "half"),
    "entering a stage": lambda ctx: ctx.enter("end", label="End", share=(0.5, 1.0), index=2, count=2),
    "a checkpoint": lambda ctx: _checkpoint(ctx, STEPS.stages[0], {}, progress=0.5, duration_ms=1),
    "keeping a file": keep,
    "a provider call": call,
    "success": succeed,
    "failure": fail,
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("rival", [canceled, handed_back, taken_over])
def test_a_stale_holder_writes_nothing(
    rival: Callable[[Job], None], write: str, new_job: Callable[..., Job], maker: Maker, tmp_path: Path
) -> None:
    new_job(credits=12)
    job = claim()
    ctx = a_context(job, maker, tmp_path)
    rival(job)
    before = everything(job)
    with pytest.raises(LeaseLost):
        WRITES[write](ctx)
    assert everything(job) == before


def everything(job: Job) -> list[object]:
    tables = (Job, JobEvent, Checkpoint, ProviderCall, Asset, Receipt)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("rival", [canceled, taken_over])
def test_losing_the_job_in_the_middle_of_a_stage_is_no_failure(
    rival: Callable[[Job], None], new_job: Callable[..., Job], maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rival writes between the stage's work and its checkpoint."""
    from generation.jobs import runner

    def checkpoint_after_rival(ctx: StageContext, *args: object, **kwargs: object) -> None:
        rival(Job.objects.get(pk=ctx.job_id))
        _checkpoint(ctx, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(runner, "_checkpoint", checkpoint_after_rival)
    new_job(credits=12)
    job = run(claim(), maker)
    assert job.status in {"canceled", "running"}
    assert job.error_code is None
    assert not job.checkpoints.exists()


def test_a_cancel_that_wins_against_success_leaves_the_job_uncharged(
    new_job: Callable[..., Job], maker: Maker, monkeypatch: pytest.MonkeyPatch, organization: Organization
) -> None:
    """The rival cancels after the last checkpoint, just before the settlement."""
    from generation.jobs import runner

    def settle_after_cancel(job_id: str, **kwargs: object) -> Job:
        cancel_job(job_id, reason="changed my mind")
        return settle_success(job_id, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(runner, "settle_success", settle_after_cancel)
    new_job(credits=12)
    job = run(claim(), maker)
    assert (job.status, job.charged, job.result) == ("canceled", 0, None)
    assert balance(organization.pk).balance == 100
    assert Receipt.objects.get(job_id=job.id).captured == 0
