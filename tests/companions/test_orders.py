"""Pictures and films to order: money, retries, limits, whose they are, and how they end."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from accounts.models import Organization
from generation.imagery.models import Generation
from generation.imagery.motion import move_of
from generation.jobs import waiting
from generation.jobs.models import Job
from generation.jobs.services import cancel_job, settle_failure
from generation.jobs.tail import job_tail
from generation.media.child import Maker
from tests.api import Api, open_api
from tests.asgi import get_stream
from wire.errors import GenerationFailed, ProviderUnavailable
from wire.ratelimit import limiter

VIDEO = {"prompt": "Pan left along a quay", "duration_s": 5}


def refusal(answer: Any) -> tuple[int, str]:
    assert set(answer.json) == {"error"}
    assert set(answer.json["error"]) == {"code", "message", "details"}
    return answer.status, answer.json["error"]["code"]


def test_too_few_credits_are_told_with_both_figures(db: None) -> None:
    poor = open_api("Poor", credits=3)
    answer = poor.post("/studio/video", VIDEO)
    assert refusal(answer) == (402, "FORBIDDEN")
    assert answer.json["error"]["details"] == {"required": 4, "available": 3}
    assert not Job.objects.exists()


def test_every_begun_five_seconds_are_charged(api: Api) -> None:
    quotes = [api.call("POST", "/studio/video?dry_run=true", VIDEO | {"duration_s": s}).json for s in (1, 5, 5.1, 60)]
    assert [quote["quote"]["total"] for quote in quotes] == [4, 4, 8, 48]


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("image", {"prompt": ""}),
        ("image", {"size": "100x100"}),
        ("image", {"size": "4096x4096"}),
        ("image", {"size": "2048x256"}),
        ("image", {"quality": "ultra"}),
        ("image", {"style": "anime"}),
        ("image", {"seed": -1}),
        ("image", {"seed": 2**40}),
        ("image", {"prompt": "a\x00b"}),
        ("video", {"duration_s": 0}),
        ("video", {"duration_s": 3600}),
        ("video", {"aspect_ratio": "0:9"}),
        ("video", {"aspect_ratio": "99:1"}),
        ("video", {"resolution": "8k"}),
    ],
)
def test_what_cannot_be_made_is_refused_before_it_costs(api: Api, path: str, change: dict[str, Any]) -> None:
    answer = api.post(f"/studio/{path}", {"prompt": "A quay", **change})
    assert refusal(answer) == (400, "INVALID_REQUEST")
    assert answer.json["error"]["details"]["field"] == next(iter(change))
    assert not Job.objects.exists()


def test_a_retry_of_a_film_is_the_same_job(api: Api) -> None:
    first = api.post("/studio/video", VIDEO, key="one")
    again = api.post("/studio/video", VIDEO, key="one")
    assert again.body == first.body
    assert again.headers["Idempotency-Replayed"] == "true"
    assert refusal(api.post("/studio/video", VIDEO | {"duration_s": 9}, key="one")) == (409, "INVALID_REQUEST")
    assert Job.objects.count() == 1


def test_a_canceled_film_has_failed_with_the_reason_and_cost_nothing(api: Api) -> None:
    job = api.post("/studio/video", VIDEO).json["id"]
    told = api.post(f"/jobs/{job}/cancel").json
    assert (told["status"], told["error"]["code"], told["credits"]) == (
        "failed",
        "CANCELED",
        {"charged": 0, "balance": 1000},
    )
    assert api.post(f"/jobs/{job}/cancel").json["status"] == "failed"
    assert not Generation.objects.exists()


def test_a_film_that_is_over_cannot_be_canceled(api: Api) -> None:
    job = api.post("/studio/video", VIDEO).json["id"]
    settle_failure(job, GenerationFailed("The paint ran out."), now=timezone.now())
    answer = api.post(f"/jobs/{job}/cancel")
    assert refusal(answer) == (409, "INVALID_REQUEST")
    told = api.get(f"/jobs/{job}").json
    assert told["error"] == {"code": "PROVIDER_ERROR", "message": "The paint ran out."}


def test_a_family_knows_only_its_own_jobs(api: Api) -> None:
    job = api.post("/studio/video", VIDEO).json["id"]
    assert api.get(f"/story-jobs/{job}").status == 404
    assert refusal(api.get("/jobs/job_123")) == (404, "NOT_FOUND")
    assert refusal(open_api("Other").get(f"/jobs/{job}")) == (404, "NOT_FOUND")
    assert [one["id"] for one in api.get("/jobs").json["jobs"]] == [job]


def test_an_organization_that_never_falls_back_gets_an_error(api: Api) -> None:
    Organization.objects.filter(pk=api.organization.pk).update(is_strict_providers=True)
    answer = api.post("/studio/video", {**VIDEO, "provider": "openai"})
    assert refusal(answer) == (502, "PROVIDER_ERROR")
    assert "openai" in answer.json["error"]["message"]
    assert not Job.objects.exists()
    assert api.post("/studio/video", VIDEO).status == 200


def test_each_route_counts_for_itself_with_the_printed_headers(api: Api) -> None:
    limiter.clear()
    for _ in range(20):
        assert api.call("POST", "/studio/image?dry_run=true", {"prompt": "A quay"}).status == 200
    answer = api.call("POST", "/studio/image?dry_run=true", {"prompt": "A quay"})
    assert refusal(answer) == (429, "RATE_LIMITED")
    assert (answer.headers["X-RateLimit-Limit"], answer.headers["X-RateLimit-Remaining"]) == ("20", "0")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    polled = api.get("/jobs")
    assert (polled.status, polled.headers["X-RateLimit-Limit"]) == (200, "120")
    for _ in range(10):
        api.post("/import", {"document": {}})
    assert refusal(api.post("/import", {"document": {}})) == (429, "RATE_LIMITED")


def test_nobody_waits_for_a_picture_for_ever_nor_pays_for_it(api: Api) -> None:
    job = Job.objects.get(pk=api.post("/studio/video", VIDEO).json["id"])
    with pytest.raises(ProviderUnavailable, match="Nothing was charged"):
        waiting.finished(job.pk, within_s=0.05)
    job.refresh_from_db()
    assert (job.status, job.charged) == ("canceled", 0)
    assert api.get("/credits").json["credits"]["balance"] == 1000


def test_who_waits_for_a_job_that_fails_hears_its_own_error(api: Api) -> None:
    job = api.post("/studio/video", VIDEO).json["id"]
    settle_failure(job, GenerationFailed("The paint ran out.", layer=3), now=timezone.now())
    with pytest.raises(GenerationFailed, match="The paint ran out") as caught:
        waiting.finished(job)
    assert caught.value.details == {"layer": 3}


@pytest.mark.parametrize("target", ["tests.media.child_work:slip", "tests.media.child_work:crash"])
def test_a_maker_that_breaks_is_told_in_words_without_what_it_said(
    api: Api, serving: list[Job], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, target: str
) -> None:
    call = Maker.call
    monkeypatch.setattr(Maker, "call", lambda maker, *args, **kwargs: call(maker, target))
    answer = api.post("/studio/image", {"prompt": "A quay"})
    assert refusal(answer) == (502, "PROVIDER_ERROR")
    assert "Try again" in answer.json["error"]["message"]
    assert not re.search(r"IndexError|SIGSEGV|list index|child_work|Traceback", str(answer.json))
    told = api.get(f"/jobs/{Job.objects.get().pk}").json
    assert told["error"]["message"] == answer.json["error"]["message"]
    assert "child_work" in caplog.text


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("Slow push in on product...", "push"),
        ("the camera pulls out to reveal the valley", "pull"),
        ("pan left along a quay", "pan_left"),
        ("panning right", "pan_right"),
        ("tilt up the tower", "tilt_up"),
        ("a tracking shot past shelves", "parallax"),
        ("static, locked-off frame", "hold"),
    ],
)
def test_the_camera_moves_as_the_prompt_says(prompt: str, kind: str) -> None:
    assert move_of(prompt, 0, seconds=5).kind == kind
    assert move_of(prompt, 3, seconds=5).kind == kind


def test_a_slow_move_is_slower_than_a_fast_one() -> None:
    amounts = [move_of(f"{pace} push in", 0, seconds=5).amount for pace in ("slow", "", "fast")]
    assert amounts == sorted(amounts)
    assert amounts[0] < amounts[2]


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({}, "no export"),
        ({"format": "studio.project", "version": 2}, "version 1"),
        ({"format": "studio.project", "version": 1, "project": {}}, "project.name"),
        ({"format": "studio.project", "version": 1, "project": {"name": "A"}, "brief": {}}, "brief"),
        ({"format": "studio.project", "version": 1, "project": {"name": "A"}, "brief": [{}]}, "versions"),
        ({"format": "studio.project", "version": 1, "project": {"name": "A\x00"}}, "NUL"),
        ({"format": "studio.project", "version": 1, "project": {"name": "A"}, "sources": [{"text": 3}]}, "sources[0]"),
        ({"format": "studio.project", "version": 1, "project": {"name": "A", "metadata": {"a": "\x00"}}}, "NUL"),
        ({"format": "studio.project", "version": 1, "project": {"name": "A", "metadata": {"\ud800": 1}}}, "surrogate"),
    ],
)
def test_an_import_that_cannot_be_is_refused_whole(api: Api, document: dict[str, Any], says: str) -> None:
    answer = api.post("/import", {"document": document})
    assert refusal(answer) == (400, "INVALID_REQUEST")
    assert says in answer.json["error"]["message"]
    assert api.get("/story-projects").json["projects"] == []


@pytest.mark.parametrize("shots", ["none", [1], [{"duration_s": "long"}], [{"duration_s": True}], [{"action": "\x00"}]])
def test_a_shot_list_that_is_none_is_refused_at_its_field(api: Api, shots: Any) -> None:
    body = {"artifact_type": "prompt_pack", "context": {"shotlist": {"shots": shots}}}
    answer = api.post("/artifacts/generate", body)
    assert refusal(answer) == (400, "INVALID_REQUEST")
    assert answer.json["error"]["details"]["field"] == "context.shotlist"


def test_an_import_of_a_number_without_end_is_refused(api: Api) -> None:
    brief = b'[{"versions": [{"content": {"duration_s": 1e999}}]}]'
    head = b'{"document": {"format": "studio.project", "version": 1, "project": {"name": "A"}, "brief": '
    answer = api.post("/import", head + brief + b"}}")
    assert refusal(answer) == (400, "INVALID_REQUEST")


@pytest.mark.django_db(transaction=True)
class TestEvents:
    @pytest.fixture(autouse=True)
    async def close_tail(self) -> AsyncIterator[None]:
        yield
        await job_tail.aclose()

    async def test_a_jobs_events_are_told_in_the_familys_states(self, transactional_db: None, api: Api) -> None:
        job = (await sync_to_async(api.post)("/studio/video", VIDEO)).json["id"]
        await sync_to_async(cancel_job)(job, reason="enough")
        status, _, body = await get_stream(f"/api/jobs/{job}/events", api.token)
        assert status == 200
        assert [line for line in body.splitlines() if line.startswith("event:")] == ["event: pending", "event: failed"]
        _, _, rest = await get_stream(f"/api/jobs/{job}/events", api.token, last_event_id="1")
        assert "event: pending" not in rest
