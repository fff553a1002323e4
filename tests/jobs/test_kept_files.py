"""A kept file becomes an asset together with what tells of it: none is orphaned, and none that is named is lost."""

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from generation.assets.collect import GRACE, collect
from generation.assets.models import Asset, Blob, Landing
from generation.assets.quota import stored_bytes
from generation.assets.services import read_bytes
from generation.assets.storage import StoreAway, store
from generation.jobs import registry, runner
from generation.jobs.calls import Made
from generation.jobs.context import StageContext
from generation.jobs.models import Checkpoint, Job, JobEvent, ProviderCall
from generation.jobs.pauses import GiveWay
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.services import LeaseLost, cancel_job, hand_back, settle_failure, settle_success
from generation.media.child import Maker
from tests.assets.buckets import file_storage
from tests.jobs.conftest import a_context, claim, run
from tests.jobs.pipelines import LOCAL
from wire.errors import GenerationFailed

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NewJob = Callable[..., Job]
KIND = "test.film"


def keep(ctx: StageContext, body: str, name: str) -> str:
    path = ctx.workdir / name
    path.write_text(body)
    return ctx.keep(path, content_type="text/plain", filename=name)


def film(ctx: StageContext) -> dict[str, Any]:
    """One file that is another in each attempt, as what an encoder makes may be; one that is the same."""
    return {"film": keep(ctx, f"film {ctx.attempt}", "film.txt"), "poster": keep(ctx, "poster", "poster.txt")}


def running(run: Callable[[StageContext], dict[str, Any]]) -> str:
    """The kind of jobs whose one stage is this."""
    registry.register(Pipeline(f"test.{run.__name__}", "A stage", (Stage("film", run),)))
    return f"test.{run.__name__}"


@pytest.fixture(autouse=True)
def blobs(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGES = settings.STORAGES | {"blobs": file_storage(tmp_path / "blobs")}
    running(film)
    return tmp_path / "blobs"


def one_after_the_other(job: Job) -> None:
    """The worker of a claimed job is gone without a word, and another may have it."""
    hand_back(job.pk, attempt=job.attempt, reason="worker_lost", now=timezone.now())


def die(*_: Any, **__: Any) -> None:
    raise SystemExit


def died_before_its_checkpoint(ctx: StageContext) -> None:
    film(ctx)


def died_in_its_checkpoint(ctx: StageContext) -> None:
    """Its transaction is rolled back, whatever it has written."""
    with pytest.raises(SystemExit):
        runner._checkpoint(ctx, Stage("film", film, commit=die), film(ctx), progress=1.0, duration_ms=1)


def died_in_a_call(ctx: StageContext) -> None:
    """What was called for is in the store, and the call not written down."""

    def make(folder: Path) -> Made:
        (folder / "line.txt").write_text(f"line {ctx.attempt}")
        return Made({}, {"line": folder / "line.txt"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generation.jobs.calls._finish", die)
        with pytest.raises(SystemExit):
            ctx.call("line", info=LOCAL, operation="write", make=make)


DEATHS = (died_before_its_checkpoint, died_in_its_checkpoint, died_in_a_call)


@pytest.mark.parametrize("death", DEATHS)
def test_after_a_death_there_is_one_asset_for_each_output_and_each_byte_counts_once(
    death: Callable[[StageContext], None], new_job: NewJob, maker: Maker, tmp_path: Path
) -> None:
    new_job(KIND)
    first = claim()
    death(a_context(first, maker, tmp_path, stage="film"))
    one_after_the_other(first)
    job = run(claim(), maker)
    assert (job.status, job.attempt) == ("succeeded", 2)
    assert job.result is not None
    assert {asset.pk: read_bytes(asset) for asset in Asset.objects.all()} == {
        job.result["film"]: b"film 2",
        job.result["poster"]: b"poster",
    }
    assert stored_bytes(job.organization_id) == len("film 2") + len("poster")
    assert not Landing.objects.exists()
    assert sorted(one.size for one in store().listed()) == [len("film 2"), len("poster")]


def test_who_comes_after_a_death_has_the_room_of_what_was_left(
    new_job: NewJob, maker: Maker, tmp_path: Path, settings: Any
) -> None:
    """The files of two attempts would be more than the organization may keep."""
    settings.STUDIO_STORAGE_BYTES, settings.STUDIO_STORAGE_GRACE_BYTES = len("film 1") + len("poster"), 0
    new_job(KIND)
    first = claim()
    died_before_its_checkpoint(a_context(first, maker, tmp_path))
    one_after_the_other(first)
    assert run(claim(), maker).status == "succeeded"


def test_what_a_failed_stage_kept_goes_with_its_attempt(new_job: NewJob, maker: Maker) -> None:
    def fail(ctx: StageContext) -> dict[str, Any]:
        film(ctx)
        raise GenerationFailed("The painter ran out of paint.")

    new_job(running(fail))
    assert run(claim(), maker).status == "failed"
    assert not any(model.objects.exists() for model in (Asset, Blob, Landing))
    assert list(store().listed()) == []


def test_what_a_job_left_that_nobody_took_up_again_is_collected(new_job: NewJob, maker: Maker, tmp_path: Path) -> None:
    new_job(KIND)
    job = claim()
    died_before_its_checkpoint(a_context(job, maker, tmp_path))
    cancel_job(job.pk, reason="changed my mind")
    assert not Asset.objects.exists()
    collect(now=timezone.now() + GRACE + GRACE)
    assert not any(model.objects.exists() for model in (Asset, Blob, Landing))


def test_a_stale_attempt_that_ends_takes_nothing_of_the_one_that_follows(
    new_job: NewJob, maker: Maker, tmp_path: Path
) -> None:
    new_job(KIND)
    first = claim()
    film(a_context(first, maker, tmp_path))
    one_after_the_other(first)
    ctx = a_context(claim(), maker, tmp_path)
    made = film(ctx)
    runner._let_go(first, up_to=first.attempt)
    assert stored_bytes(ctx.organization_id) == len("film 2") + len("poster")
    runner._checkpoint(ctx, Stage("film", film), made, progress=1.0, duration_ms=1)
    assert [read_bytes(Asset.objects.get(pk=pk)) for pk in made.values()] == [b"film 2", b"poster"]


def test_a_stage_that_begins_anew_because_a_provider_gave_way_keeps_what_it_makes_then(
    new_job: NewJob, maker: Maker
) -> None:
    def run_twice(ctx: StageContext) -> dict[str, Any]:
        made = {"film": keep(ctx, f"by {len(ctx.fallbacks)}", "film.txt")}
        if not ctx.fallbacks:
            raise GiveWay("image", "painter", "It is away.")
        return made

    new_job(running(run_twice))
    job = run(claim(), maker)
    asset = Asset.objects.get()
    assert (job.result, read_bytes(asset)) == ({"film": asset.pk}, b"by 1")
    assert stored_bytes(job.organization_id) == len("by 1")


def test_a_stage_reads_what_it_has_just_kept(new_job: NewJob, maker: Maker, tmp_path: Path) -> None:
    new_job(KIND)
    ctx = a_context(claim(), maker, tmp_path)
    kept = keep(ctx, "film", "film.txt")
    (tmp_path / "film.txt").unlink()
    assert ctx.local_copy(kept).read_text() == "film"


def test_what_is_told_before_the_checkpoint_is_an_asset_by_then(new_job: NewJob, maker: Maker, tmp_path: Path) -> None:
    new_job(KIND)
    job = claim()
    ctx = a_context(job, maker, tmp_path)
    kept = keep(ctx, "part", "part.txt")
    with ctx.fenced():
        ctx.name_kept()
    one_after_the_other(job)
    run(claim(), maker)
    assert read_bytes(Asset.objects.get(pk=kept)) == b"part"


def test_a_file_that_was_collected_before_its_checkpoint_is_made_again(
    new_job: NewJob, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stage that works on for more than a day after it kept a file must not name bytes that are gone."""

    def days(ctx: StageContext) -> dict[str, Any]:
        made = film(ctx)
        if ctx.attempt == 1:
            collect(now=timezone.now() + GRACE + GRACE)
        return made

    new_job(running(days))
    job = run(claim(), maker)
    assert (job.status, job.stalls, Asset.objects.count()) == ("queued", 1, 0)
    Job.objects.update(available_at=timezone.now())
    job = run(claim(), maker)
    assert job.status == "succeeded"
    assert job.result is not None
    assert read_bytes(Asset.objects.get(pk=job.result["film"])) == b"film 2"


# ---------------------------------------------------------------- whatever happens, in whatever order


class Organization:
    """Jobs of one organization that keep files, some of equal content, and attempts that do not know they are over."""

    def __init__(self, new_job: NewJob, maker: Maker, folder: Path, dice: random.Random) -> None:
        self.new_job, self.maker, self.folder, self.dice = new_job, maker, folder, dice
        self.attempts: list[StageContext] = []
        self.overtaken: set[StageContext] = set()  # by a day in which the collector came

    def step(self) -> None:
        self.dice.choice([self.begin, self.begin, *[self.work] * 6, self.end, self.lose, self.lose, self.collect])()

    def begin(self) -> None:
        self.new_job(KIND)
        job = claim()
        ctx = a_context(job, self.maker, self.folder, stage=f"stage {job.attempt}")
        self.attempts.append(ctx)

    def work(self) -> None:
        """Keep a file, call, or write the checkpoint; who has lost the job tries all the same."""
        if not self.attempts:
            return
        ctx, body = self.dice.choice(self.attempts), f"content {self.dice.choice((1, 2, self.dice.random()))}"
        try:
            match self.dice.choice(("keep", "keep", "call", "checkpoint")):
                case "keep":
                    keep(ctx, body, f"{len(ctx.promised)}.txt")
                case "call":
                    ctx.call(f"{self.dice.random()}", info=LOCAL, operation="write", make=self._maker(body))
                case _:
                    output = {"files": list(ctx.promised)}
                    stage = Stage(f"{self.dice.random()}", film)
                    runner._checkpoint(ctx, stage, output, progress=0.5, duration_ms=1)
        except LeaseLost:
            pass
        except StoreAway:  # the runner ends such an attempt
            assert ctx in self.overtaken
            ctx.promised.clear()

    def _maker(self, body: str) -> Callable[[Path], Made]:
        def make(folder: Path) -> Made:
            (folder / "made.txt").write_text(body)
            return Made({}, {"made": folder / "made.txt"})

        return make

    def end(self) -> None:
        """An attempt ends as the runner ends it, its job settled unless somebody else has it."""
        if self.attempts:
            ctx = self.attempts.pop(self.dice.randrange(len(self.attempts)))
            try:
                if self.dice.random() < 0.5:
                    settle_success(ctx.job_id, attempt=ctx.attempt, result={}, outputs={}, now=timezone.now())
                else:
                    settle_failure(ctx.job_id, GenerationFailed(), attempt=ctx.attempt, now=timezone.now())
            except LeaseLost:
                pass
            runner._let_go(Job.objects.get(pk=ctx.job_id), up_to=ctx.attempt)

    def lose(self) -> None:
        """Another attempt takes the job over; the one before goes on, or is dead."""
        ctx = self.dice.choice(self.attempts) if self.attempts else None
        if ctx is None or Job.objects.get(pk=ctx.job_id).attempt != ctx.attempt:
            return
        hand_back(ctx.job_id, attempt=ctx.attempt, reason="worker_lost", now=timezone.now())
        job = claim()
        runner._let_go(job, up_to=job.attempt - 1)
        self.attempts.append(a_context(job, self.maker, self.folder, stage=f"stage {job.attempt}"))
        if self.dice.random() < 0.5:
            self.attempts.remove(ctx)

    def collect(self) -> None:
        """Now and then long after everything, which takes what attempts have not named yet."""
        days = self.dice.choice((0, 0, 2))
        collect(now=timezone.now() + days * GRACE)
        if days:
            self.overtaken.update(self.attempts)


def named() -> set[str]:
    """Every asset that a checkpoint, a call, a result or a line of a log names."""
    columns = ((Checkpoint, "output"), (ProviderCall, "files"), (Job, "result"), (JobEvent, "data"))
    text = "".join(str(list(model.objects.values_list(column))) for model, column in columns)
    return set(re.findall(r"ast_\w+", text))


@pytest.mark.parametrize("seed", range(12))
def test_whoever_dies_or_lingers_all_that_is_named_is_there_and_nothing_else_remains(
    seed: int, new_job: NewJob, maker: Maker, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    studio = Organization(new_job, maker, tmp_path, dice)
    for _ in range(80):
        studio.step()
        assets = {asset.pk: asset for asset in Asset.objects.select_related("blob")}
        assert set(assets) == named()
        assert all(read_bytes(asset).startswith(b"content ") for asset in assets.values())
    while studio.attempts:
        studio.end()
    for job in Job.objects.filter(status__in=("queued", "running")):
        cancel_job(job.pk, reason="done")
    collect(now=timezone.now() + GRACE + GRACE)
    assert set(Asset.objects.values_list("pk", flat=True)) == named()
    assert not Landing.objects.exists()
    assert set(Blob.objects.values_list("pk", flat=True)) == set(Asset.objects.values_list("blob_id", flat=True))
    assert len(list(store().listed())) == Blob.objects.count()
    for asset in Asset.objects.select_related("blob"):
        assert read_bytes(asset).startswith(b"content ")
