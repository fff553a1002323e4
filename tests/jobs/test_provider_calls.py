"""Provider calls are written down first, never repeated once finished, and retried only while transient."""

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generation.assets.models import Asset
from generation.jobs.calls import Call, Made, Retry
from generation.jobs.content import content_key, finished_before
from generation.jobs.context import StageContext
from generation.jobs.models import Job, ProviderCall
from generation.jobs.services import hand_back
from generation.media.child import Maker
from generation.media.crew import Crew
from generation.providers.base import ProviderInfo
from tests.jobs.conftest import a_context, claim
from tests.jobs.pipelines import LOCAL
from tests.world import NOW
from wire.errors import OutcomeUnknown, ProviderRejected, ProviderUnavailable

VENDOR = ProviderInfo("vendor", "big-1")
CAREFUL_VENDOR = ProviderInfo("vendor", "big-1", capabilities=("idempotent",))
IMPATIENT = Retry(tries=4, first_s=0.0)


@pytest.fixture
def ctx(new_job: Callable[..., Job], maker: Maker, tmp_path: Path) -> StageContext:
    new_job()
    ctx = a_context(claim(), maker, tmp_path)
    ctx.retry = IMPATIENT
    return ctx


@pytest.fixture
def wide(ctx: StageContext) -> Iterator[StageContext]:
    """A context whose maker has two lanes."""
    ctx.maker = Crew(2)
    yield ctx
    ctx.maker.kill()


def next_attempt(ctx: StageContext, tmp_path: Path) -> StageContext:
    hand_back(ctx.job_id, attempt=ctx.attempt, reason="worker_stopping", now=NOW)
    return a_context(claim(), ctx.maker, tmp_path / "next")


def hello(folder: Path) -> Made:
    (folder / "word.txt").write_text("hello")
    return Made({"words": 1}, {"word": folder / "word.txt"}, cost_microusd=70)


def never(folder: Path) -> Made:
    raise AssertionError("made again")


def interrupted(folder: Path) -> Made:
    """As SIGKILL would: the row stays as it was before the call."""
    raise KeyboardInterrupt


@pytest.mark.django_db
@pytest.mark.both
class TestOneCall:
    def test_is_on_record_before_it_is_made(self, ctx: StageContext) -> None:
        def look(folder: Path) -> Made:
            call = ProviderCall.objects.get(job_id=ctx.job_id)
            assert (call.stage, call.key, call.status, call.model) == ("begin", "word", "started", "big-1")
            return hello(folder)

        ctx.call("word", info=VENDOR, operation="write", make=look)

    def test_is_stored_with_its_files_cost_and_time(self, ctx: StageContext) -> None:
        made = ctx.call("word", info=VENDOR, operation="write", make=hello)
        assert (made.data, made.files["word"].read_text()) == ({"words": 1}, "hello")
        call = ProviderCall.objects.get(job_id=ctx.job_id)
        assert (call.status, call.data, call.cost_microusd, call.tries) == ("finished", {"words": 1}, 70, 1)
        assert call.latency_ms is not None

    def test_is_answered_from_the_store_in_the_same_attempt(self, ctx: StageContext) -> None:
        ctx.call("word", info=VENDOR, operation="write", make=hello)
        again = ctx.call("word", info=VENDOR, operation="write", make=never)
        assert (again.data, again.files["word"].read_text()) == ({"words": 1}, "hello")

    def test_is_answered_from_the_store_in_a_later_attempt(self, ctx: StageContext, tmp_path: Path) -> None:
        ctx.call("word", info=VENDOR, operation="write", make=hello)
        again = next_attempt(ctx, tmp_path).call("word", info=VENDOR, operation="write", make=never)
        assert again.files["word"].read_text() == "hello"

    def test_is_its_own_for_each_key_and_stage(self, ctx: StageContext) -> None:
        ctx.call("word", info=VENDOR, operation="write", make=hello)
        ctx.call("other", info=VENDOR, operation="write", make=hello)
        ctx.stage = "work"
        ctx.call("word", info=VENDOR, operation="write", make=hello)
        assert ProviderCall.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.both
class TestAnInterruptedCall:
    @pytest.mark.parametrize("info", [LOCAL, CAREFUL_VENDOR], ids=["local", "with the vendor's idempotency key"])
    def test_is_made_again_where_that_is_safe(self, info: ProviderInfo, ctx: StageContext, tmp_path: Path) -> None:
        with pytest.raises(KeyboardInterrupt):
            ctx.call("word", info=info, operation="write", make=interrupted)
        made = next_attempt(ctx, tmp_path).call("word", info=info, operation="write", make=hello)
        assert made.data == {"words": 1}

    def test_is_never_made_again_elsewhere(self, ctx: StageContext, tmp_path: Path) -> None:
        with pytest.raises(KeyboardInterrupt):
            ctx.call("word", info=VENDOR, operation="write", make=interrupted)
        with pytest.raises(OutcomeUnknown) as unknown:
            next_attempt(ctx, tmp_path).call("word", info=VENDOR, operation="write", make=never)
        assert unknown.value.details == {"provider": "vendor", "operation": "write"}


@pytest.mark.django_db
@pytest.mark.both
class TestAFailingCall:
    def test_is_retried_while_the_error_is_transient(self, ctx: StageContext) -> None:
        errors = [ProviderUnavailable(), ProviderUnavailable()]

        def flaky(folder: Path) -> Made:
            assert list(folder.iterdir()) == [], "each try starts with an empty folder"
            (folder / "half.txt").write_text("hal")
            if errors:
                raise errors.pop()
            return Made({"words": 1})

        ctx.call("word", info=VENDOR, operation="write", make=flaky)
        call = ProviderCall.objects.get()
        assert (call.status, call.tries) == ("finished", 3)

    def test_gives_up_when_the_budget_is_used_up(self, ctx: StageContext) -> None:
        tries = []

        def down(folder: Path) -> Made:
            tries.append(folder)
            raise ProviderUnavailable("The vendor sleeps.")

        with pytest.raises(ProviderUnavailable):
            ctx.call("word", info=VENDOR, operation="write", make=down)
        call = ProviderCall.objects.get()
        assert (len(tries), call.status, call.error_message) == (4, "failed", "The vendor sleeps.")

    def test_is_not_retried_when_the_vendor_refuses(self, ctx: StageContext) -> None:
        tries = []

        def refuse(folder: Path) -> Made:
            tries.append(folder)
            raise ProviderRejected("Not that.")

        with pytest.raises(ProviderRejected):
            ctx.call("word", info=VENDOR, operation="write", make=refuse)
        assert len(tries) == 1

    def test_may_be_made_again_by_a_later_attempt(self, ctx: StageContext, tmp_path: Path) -> None:
        def refuse(folder: Path) -> Made:
            raise ProviderRejected

        with pytest.raises(ProviderRejected):
            ctx.call("word", info=VENDOR, operation="write", make=refuse)
        assert next_attempt(ctx, tmp_path).call("word", info=VENDOR, operation="write", make=hello).data == {"words": 1}


def test_pauses_grow_have_jitter_and_end_with_the_budget() -> None:
    retry = Retry(tries=10, budget_s=12.0, first_s=1.0, rng=random.Random(7))
    pauses, waited = [], 0.0
    while (pause := retry.pause_s(len(pauses) + 1, waited)) is not None:
        pauses.append(pause)
        waited += pause
    assert [0.5 * 2**i <= pause <= 2**i for i, pause in enumerate(pauses)] == [True] * len(pauses)
    assert 1 < len(pauses) < 9
    assert waited <= 12.0


@pytest.mark.django_db
class TestCallsSideBySide:
    def calls(self, *makes: Callable[[Path], Made], info: ProviderInfo = LOCAL) -> list[Call]:
        return [Call(f"part-{number}", info, "word", make) for number, make in enumerate(makes)]

    def test_results_come_in_order_and_each_is_on_record(self, wide: StageContext) -> None:
        told: list[int] = []
        makes = [lambda folder, n=n: Made({"n": n}) for n in range(5)]
        made = wide.call_each(self.calls(*makes), tell=told.append)
        assert [one.data["n"] for one in made] == list(range(5))
        assert told == [1, 2, 3, 4, 5]
        assert ProviderCall.objects.filter(job_id=wide.job_id, status="finished").count() == 5

    def test_two_run_at_a_time(self, wide: StageContext) -> None:
        pair, met = threading.Barrier(2, timeout=20), []

        def meet(folder: Path) -> Made:
            met.append(pair.wait())  # breaks where nobody else comes
            return Made({})

        wide.call_each(self.calls(meet, meet, meet, meet))
        assert sorted(met) == [0, 0, 1, 1]

    def test_a_failure_ends_it_once_those_under_way_are_kept(self, wide: StageContext) -> None:
        failed = threading.Event()

        def refused(folder: Path) -> Made:
            failed.set()
            raise ProviderRejected("no")

        def patient(folder: Path) -> Made:
            assert failed.wait(20)
            return Made({})

        with pytest.raises(ProviderRejected):
            wide.call_each(self.calls(refused, patient, never, never))
        statuses = ProviderCall.objects.filter(job_id=wide.job_id).order_by("pk").values_list("key", "status")
        assert list(statuses)[:2] == [("part-0", "failed"), ("part-1", "finished")]
        assert not ProviderCall.objects.filter(job_id=wide.job_id, status="started").exists()

    def test_a_transient_failure_is_tried_again(self, wide: StageContext) -> None:
        tries: list[int] = []

        def shaky(folder: Path) -> Made:
            tries.append(1)
            if len(tries) < 3:
                raise ProviderUnavailable("busy")
            return hello(folder)

        (made,) = wide.call_each(self.calls(shaky, info=VENDOR))
        assert made.data == {"words": 1}
        assert ProviderCall.objects.get(job_id=wide.job_id).tries == 3


@pytest.mark.django_db
class TestEqualContent:
    def test_is_made_once_for_a_project(
        self, ctx: StageContext, new_job: Callable[..., Job], maker: Maker, tmp_path: Path
    ) -> None:
        key = content_key(LOCAL, "word", {"text": "hello"})
        first = ctx.call("word", info=LOCAL, operation="word", make=hello, content=key)
        new_job()
        other = a_context(claim(), maker, tmp_path / "other")
        again = other.call("another", info=LOCAL, operation="word", make=never, content=key)
        assert again.assets == first.assets
        assert again.files["word"].read_text() == "hello"
        assert not ProviderCall.objects.filter(job_id=other.job_id).exists()
        assert other.reused == {"another": ProviderCall.objects.get(job_id=ctx.job_id).pk}

    def test_of_another_project_or_organization_is_not_taken(self, ctx: StageContext) -> None:
        key = content_key(LOCAL, "word", {"text": "hello"})
        ctx.call("word", info=LOCAL, operation="word", make=hello, content=key)
        assert finished_before(key, organization_id=ctx.organization_id, project_id=ctx.project_id)
        assert not finished_before(key, organization_id=ctx.organization_id, project_id="proj_other")
        assert not finished_before(key, organization_id="org_other", project_id=ctx.project_id)

    def test_whose_file_is_gone_is_made_again(self, ctx: StageContext) -> None:
        key = content_key(LOCAL, "word", {"text": "hello"})
        made = ctx.call("word", info=LOCAL, operation="word", make=hello, content=key)
        Asset.objects.filter(pk=made.assets["word"]).delete()
        assert finished_before(key, organization_id=ctx.organization_id, project_id=ctx.project_id) is None

    def test_depends_on_the_maker_and_every_part_of_the_request(self) -> None:
        key = content_key(LOCAL, "word", {"text": "hello"})
        assert key == content_key(LOCAL, "word", {"text": "hello"})
        others = [
            content_key(VENDOR, "word", {"text": "hello"}),
            content_key(LOCAL, "song", {"text": "hello"}),
            content_key(LOCAL, "word", {"text": "Hello"}),
        ]
        assert len({key, *others}) == 4
