"""The printed requests of the workflows reference, sent as printed, and what comes back."""

import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from billing.models import Hold, Receipt
from billing.services import balance
from generation.assets.services import get_asset
from generation.jobs.models import Job
from generation.media.probe import probe
from tests.api import Api, open_api
from tests.asgi import get_stream
from tests.files import path_of
from tests.stories.golden.shape import TEXT, assert_printed
from tests.workflows.conftest import CONCEPT, Work

PRINTED = {"type": "cinematic", "concept": CONCEPT, "quality": "premium", "formats": "9:16,1:1", "async": True}
BRIEF = {"type": "cinematic", "concept": CONCEPT}


def events(body: str) -> list[tuple[str, dict[str, Any], int | None]]:
    """(event, data, id) of each block of a stream."""
    found = []
    for block in body.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and line[0] != ":")
        if "data" in lines:
            number = int(lines["id"]) if "id" in lines else None
            found.append((lines.get("event", "message"), json.loads(lines["data"]), number))
    return found


def test_the_printed_workflow_is_queued_with_its_price_held(api: Api) -> None:
    answer = api.post("/workflow", PRINTED)
    assert answer.status == 200, answer.body
    assert_printed({"success": True, "jobId": TEXT, "message": "Workflow queued", "cost": 2}, answer.json)
    assert answer.json["jobId"].startswith("wf_")
    assert answer.headers["X-RateLimit-Limit"] == "10"
    assert balance(api.organization.pk).balance == 998
    read = api.get(f"/workflow/{answer.json['jobId']}").json["data"]
    assert (read["status"], read["request"]["formats"]) == ("pending", ["9:16", "1:1"])


@pytest.mark.media
@pytest.mark.django_db(transaction=True)
async def test_the_printed_stream_ends_with_the_films_and_resumes(api: Api, quick: None, work: Work) -> None:
    body = {**PRINTED, "formats": "16:9,9:16"}
    job_id = (await sync_to_async(api.post)("/workflow", body)).json["jobId"]
    (ran,) = await sync_to_async(work)()
    assert ran.status == "succeeded", ran.error_message
    status, headers, text = await get_stream("/api/workflow/stream", api.token, query=f"jobId={job_id}")
    assert status == 200
    assert headers["x-ratelimit-limit"] == "10"
    told = events(text)
    steps = [data for name, data, _ in told if name == "step"]
    assert {"step": "art_direction", "status": "completed", "progress": 20} in steps
    assert {"step": "video_generation", "status": "completed", "progress": 60} in steps
    name, result, _ = told[-1]
    assert_printed({"success": True, "videoUrl": TEXT, "duration": 15}, result)
    assert (name, [video["format"] for video in result["videos"]]) == ("result", ["16:9", "9:16"])
    middle = next(number for _, _, number in told[3:] if number)
    _, _, rest = await get_stream("/api/workflow/stream", api.token, query=f"jobId={job_id}", last_event_id=str(middle))
    assert events(rest) == [event for at, event in enumerate(told) if at > [n for *_, n in told].index(middle)]
    for made in ran.result["videos"]:
        film = probe(path_of(await sync_to_async(get_asset)(made["filmAssetId"], organization_id=api.organization.pk)))
        across, down = map(int, made["format"].split(":"))
        assert abs(film.width / film.height - across / down) < 0.02
    assert await sync_to_async(lambda: balance(api.organization.pk).balance)() == 998


@pytest.mark.django_db
def test_too_few_credits_are_told_as_printed() -> None:
    poor = open_api("Poor", credits=0)
    answer = poor.post("/workflow", PRINTED)
    assert answer.status == 402
    assert answer.json == {"success": False, "error": "Insufficient credits. Required: 2, available: 0"}


@pytest.mark.media
def test_without_async_the_answer_is_the_result(api: Api, quick: None, serving: list[Job]) -> None:
    answer = api.post("/workflow", {**BRIEF, "async": False}, key="once")
    assert answer.status == 200, answer.body
    assert_printed({"success": True, "jobId": TEXT, "cost": 1, "videoUrl": TEXT, "duration": 12}, answer.json)
    again = api.post("/workflow", {**BRIEF, "async": False}, key="once")
    assert again.body == answer.body
    assert len(serving) == 1
    assert Receipt.objects.count() == 1


def test_a_workflow_that_fails_costs_nothing_and_says_why(
    api: Api, quick: None, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.films.failing:Mute")
    job_id = api.post("/workflow", BRIEF).json["jobId"]
    (ran,) = work()
    assert ran.status == "failed"
    read = api.get(f"/workflow/{job_id}").json["data"]
    assert (read["status"], read["charged"]) == ("failed", 0)
    assert read["error"].startswith("The voice service refused the text")
    assert balance(api.organization.pk).balance == 1000
    assert Hold.objects.filter(receipt__isnull=True).count() == 0


def test_a_canceled_workflow_gives_its_credits_back(api: Api) -> None:
    job_id = api.post("/workflow", BRIEF).json["jobId"]
    assert api.post(f"/workflow/{job_id}/cancel").json["data"]["status"] == "canceled"
    assert api.post(f"/workflow/{job_id}/cancel").status == 200
    assert balance(api.organization.pk).balance == 1000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "opera"}, "type"),
        ({"quality": "deluxe"}, "quality"),
        ({"formats": "2:1"}, "formats"),
        ({"framework": "vibes"}, "framework"),
        ({"seasonal": "monday"}, "seasonal"),
        ({"concept": ""}, "concept"),
        ({"concept": "a\x00b"}, "concept"),
        ({"type": None}, "type"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(api: Api, change: dict[str, Any], said: str) -> None:
    answer = api.post("/workflow", {**BRIEF, **change})
    assert (answer.status, set(answer.json), answer.json["success"]) == (400, {"success", "error"}, False)
    assert said in answer.json["error"]
    assert balance(api.organization.pk).balance == 1000


def test_ten_workflows_an_hour(api: Api) -> None:
    statuses = [api.post("/workflow", BRIEF).status for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    refused = api.post("/batch", {"workflows": [BRIEF]})
    assert (refused.status, refused.json["success"]) == (429, False)
    assert api.get("/workflow").headers["X-RateLimit-Limit"] == "100"


def test_a_dry_run_quotes_and_starts_nothing(api: Api) -> None:
    answer = api.post("/workflow?dry_run=true", PRINTED)
    assert answer.status == 200
    assert answer.json["quote"]["total"] == 2
    assert not Job.objects.exists()


def test_two_organizations_at_once_see_their_own_alone(api: Api) -> None:
    other = open_api("Other")
    one, two = api.post("/workflow", BRIEF).json["jobId"], other.post("/workflow", BRIEF).json["jobId"]
    assert [row["jobId"] for row in api.get("/workflow").json["data"]["workflows"]] == [one]
    assert api.get(f"/workflow/{two}").json == api.get("/workflow/wf_none").json
    assert api.get(f"/workflow/{two}").status == 404
