"""The promises of the wire under many calls at once, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import TypeVar

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.keys import issue_key, revoke_key
from accounts.models import ApiKey
from billing.services import grant
from generation.jobs.models import Job
from generation.projects.models import Artifact, Project
from tests.api import Answer, Api, open_api
from tests.matrix.conftest import Things, some_things
from tests.stories.staged import a_read
from wire.models import IdempotencyRecord
from wire.ratelimit import limiter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

Result = TypeVar("Result")


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    limiter.clear()


@pytest.fixture
def ours(transactional_db: None) -> Things:
    return some_things("Ours")


def at_once(count: int, call: Callable[[int], Result], *, threads: int = 16) -> list[Result]:
    """`call(0)`, `call(1)` … from many threads, each giving its database connection back."""

    def run(number: int) -> Result:
        try:
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(count)))


def test_fifty_identical_posts_are_one_effect_and_the_same_bytes(ours: Things) -> None:
    body = {"name": "Once", "metadata": {"a": 1, "b": 2}}
    spelled = [body, {"metadata": {"b": 2, "a": 1}, "name": "Once"}]
    answers = at_once(50, lambda n: ours.api.post("/story-projects", spelled[n % 2], key="same"))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert Project.objects.filter(name="Once").count() == 1


def test_fifty_identical_jobs_hold_credits_once(ours: Things) -> None:
    before = ours.api.get("/credits").json["credits"]["balance"]
    answers = at_once(50, lambda _: ours.api.post("/story-jobs", {"storyPlanId": ours.ids["plan_id"]}, key="same"))
    assert len({answer.body for answer in answers}) == 1
    assert ours.api.get("/credits").json["credits"]["balance"] == before - 11


def test_finalizing_from_many_hands_is_one_job_and_one_hold(ours: Things) -> None:
    before = ours.api.get("/credits").json["credits"]["balance"]
    path = f"/artifacts/{ours.ids['artifact_id']}/finalize"
    answers = at_once(12, lambda n: ours.api.post(path, {"mode": "video"}, key=f"key-{n}"))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.json["finalize"]["jobId"] for answer in answers}) == 1
    assert ours.api.get("/credits").json["credits"]["balance"] == before - 12


def test_the_last_credits_are_sold_once(ours: Things) -> None:
    poor = Things(open_api("Poor", credits=24), {})
    with transaction.atomic():
        plans = [a_plan(poor.api) for _ in range(4)]
    answers: list[Answer] = at_once(8, lambda n: poor.api.post("/story-jobs", {"storyPlanId": plans[n % 4]}))
    assert sorted(answer.status for answer in answers) == [200, 200, *[402] * 6]
    assert Job.objects.filter(organization_id=poor.api.organization.pk, kind="story.artifacts").count() == 2
    assert poor.api.get("/credits").json["credits"]["balance"] == 2


def a_plan(api: Api) -> str:
    from generation.stories.models import StoryPlan

    project = Project.objects.create(organization_id=api.organization.pk, name="P")
    request = [{"type": "table_read"}]
    plan = StoryPlan.objects.create(
        project=project, status="APPROVED", target={}, artifact_requests=request, quote={}, source_ids=[]
    )
    return plan.pk


def test_exactly_the_limit_of_500_concurrent_calls_gets_through(ours: Things) -> None:
    answers = at_once(500, lambda _: ours.api.get("/story-plans/plan_none"))
    assert sum(answer.status == 404 for answer in answers) == 120
    assert sum(answer.status == 429 for answer in answers) == 380


def test_a_key_means_nothing_on_another_route_or_to_another_tenant(ours: Things) -> None:
    other = open_api("Other")
    first = ours.api.post("/story-projects", {"name": "A"}, key="same")
    assert other.post("/story-projects", {"name": "A"}, key="same").json["project"]["id"] != first.json["project"]["id"]
    path = f"/story-projects/{ours.ids['project_id']}/sources"
    assert ours.api.post(path, {"name": "A"}, key="same").refusal() == (409, "idempotency_conflict")


def test_a_key_rotated_between_tries_still_gets_the_first_answer(ours: Things) -> None:
    first = ours.api.post("/story-projects", {"name": "A"}, key="same")
    old = ApiKey.objects.get(organization=ours.api.organization)
    _, token = issue_key(ours.api.organization, name="New", scopes=old.scopes)
    revoke_key(old)
    again = Api(ours.api.organization, token).post("/story-projects", {"name": "A"}, key="same")
    assert again.body == first.body
    assert ours.api.post("/story-projects", {"name": "A"}, key="same").refusal() == (401, "api_key_revoked")


def test_a_replay_is_authorised_like_the_first_try(ours: Things) -> None:
    ours.api.post("/story-projects", {"name": "A"}, key="same")
    _, token = issue_key(ours.api.organization, name="Reader", scopes=["story:read"])
    reader = Api(ours.api.organization, token)
    assert reader.post("/story-projects", {"name": "A"}, key="same").refusal() == (403, "insufficient_scope")


def test_a_process_that_died_between_claim_and_result_does_not_block_the_key(ours: Things) -> None:
    """The claim commits first; what a SIGKILL leaves is a claim without an answer, taken over once it is stale."""
    from wire.idempotency import STALE_AFTER

    ours.api.post("/story-projects", {"name": "A"}, key="same")
    died = timezone.now() - STALE_AFTER * 2
    IdempotencyRecord.objects.update(status=None, body=None, owner="dead", claimed_at=died)
    assert ours.api.post("/story-projects", {"name": "A"}, key="same").status == 200


def test_after_a_top_up_the_same_key_succeeds(ours: Things) -> None:
    poor = open_api("Poor", credits=0)
    with transaction.atomic():
        plan = a_plan(poor)
    assert poor.post("/story-jobs", {"storyPlanId": plan}, key="same").refusal() == (402, "insufficient_credits")
    grant(poor.organization.pk, 11, bucket="perpetual", reason="top-up", actor="test")
    assert poor.post("/story-jobs", {"storyPlanId": plan}, key="same").status == 200


def test_edits_of_one_read_from_many_hands_lose_nothing(ours: Things) -> None:
    read = a_read(ours.api)
    path = f"/artifacts/{read}"

    def edit(number: int) -> Answer:
        if number % 2:
            return ours.api.post(
                f"{path}/sfx", {"op": "add", "entryIndex": 0, "label": f"knock {number}"}, key=f"{number}"
            )
        return ours.api.post(f"{path}/music", {"sceneIndex": number % 3, "weight": 0.1 + number / 100})

    answers = at_once(12, edit, threads=6)
    assert {answer.status for answer in answers} == {200}
    sfx = ours.api.get(f"{path}/sfx").json["sfx"]
    assert {cue["label"] for cue in sfx["cues"]} == {f"knock {number}" for number in range(1, 12, 2)}
    assert sfx["editNumber"] == 12


def test_a_cancel_beside_the_worker_that_delivers_comes_too_late(ours: Things) -> None:
    """The worker has the job's row when the cancel comes: it waits, sees the artifact READY and takes nothing away."""
    job = ours.api.post("/story-jobs", {"storyPlanId": ours.ids["plan_id"]}).json["job"]["id"]
    before = ours.api.get("/credits").json
    lease_until = timezone.now() + timedelta(minutes=5)
    Job.objects.filter(pk=job).update(status="running", attempt=1, lease_until=lease_until)
    is_fenced = Event()

    def deliver() -> Answer | None:
        with transaction.atomic():
            assert Job.objects.filter(pk=job, attempt=1, status="running").update(progress=0.5)
            is_fenced.set()
            Artifact.objects.filter(job_id=job).update(status=Artifact.Status.READY)
        return None

    def cancel() -> Answer | None:
        is_fenced.wait(10)
        return ours.api.post(f"/story-jobs/{job}/cancel")

    _, answer = at_once(2, lambda number: (deliver, cancel)[number]())
    assert answer is not None
    assert answer.refusal() == (409, "story_job_state_invalid")
    assert answer.json["error"]["details"] == {"status": "RUNNING", "allowed": []}
    assert ours.api.get("/credits").json == before
