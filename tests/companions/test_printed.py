"""The printed requests of the studio reference, sent as printed, and what comes back."""

from collections.abc import Callable
from typing import Any

import pytest

from generation.companions.api.dialect import STUDIO
from generation.imagery.models import Generation
from generation.jobs.models import Job
from generation.media.probe import probe
from tests.api import Api
from tests.asgi import get_stream
from tests.companions.reading import answer_of
from tests.files import path_of
from tests.stories.golden.shape import TEXT, TIME, assert_printed
from wire.errors import InsufficientScope, NotFound, ProviderUnavailable, RateLimited, StudioError

Work = Callable[[], list[Job]]
CHAT = {
    "companion_id": "cinematic-director",
    "session_id": "sess_123",
    "messages": [{"role": "user", "content": "Help me plan a product launch video"}],
}
ARTIFACT = {"session_id": "sess_123", "artifact_type": "shotlist", "context": {"brief": "...", "script": "..."}}
IMAGE = {
    "prompt": "Professional product photography...",
    "negative": "blurry, low quality",
    "provider": "openai",
    "model": "dall-e-3",
    "size": "1792x1024",
    "quality": "hd",
    "style": "vivid",
}
VIDEO = {"prompt": "Slow push in on product...", "provider": "openai", "duration_s": 5, "aspect_ratio": "16:9"}


@pytest.mark.django_db(transaction=True)
async def test_the_printed_chat_streams_text_in_message_events(api: Api) -> None:
    status, headers, body = await get_stream("/api/chat/stream", api.token, method="POST", body=CHAT)
    assert status == 200
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert headers["x-ratelimit-limit"] == "60"
    assert headers["x-session-id"] == "sess_123"
    answer = answer_of(body)
    assert len(answer.chunks) > 20
    assert "launch film" in answer.text
    assert answer.events["suggestion"]
    assert answer.events["done"][0]["session_id"] == "sess_123"


def test_the_printed_artifact_is_drawn_up_and_kept(api: Api, serving: list[Job]) -> None:
    answer = api.post("/artifacts/generate", ARTIFACT)
    assert answer.status == 200, answer.body
    assert_printed(
        {
            "artifact_id": TEXT,
            "artifact_type": "shotlist",
            "project_id": TEXT,
            "session_id": "sess_123",
            "version": 1,
            "title": TEXT,
            "content": {"shots": list, "aspect_ratio": "16:9", "continuity": list},
            "provider": "local",
            "model": "studio-writer-1",
            "credits": {"charged": 1, "balance": 999},
            "created_at": TIME,
        },
        answer.json,
    )
    assert answer.headers["X-RateLimit-Limit"] == "20"
    again = api.post("/artifacts/generate", ARTIFACT).json
    assert (again["artifact_id"], again["version"]) == (answer.json["artifact_id"], 2)


def documents(api: Api) -> dict[str, str]:
    """A project with a brief and a shot list of one conversation."""
    project = api.post("/story-projects", {"name": "Lumo"}).json["project"]["id"]
    brief = "Lumo, a solar lamp for campers who hate batteries. 30 seconds, warm."
    body = {"session_id": "s1", "project_id": project, "context": {"brief": brief}}
    made = {
        kind: api.post("/artifacts/generate", {**body, "artifact_type": kind}).json for kind in ("brief", "shotlist")
    }
    return {
        "project_id": project,
        "brief_id": made["brief"]["artifact_id"],
        "shotlist_id": made["shotlist"]["artifact_id"],
    }


def test_the_printed_prompt_pack_has_every_field_and_the_override_wins(api: Api, serving: list[Job]) -> None:
    ids = documents(api)
    answer = api.post("/prompt-pack", {**ids, "style_overrides": {"lighting": "dramatic rim light"}})
    assert answer.status == 200, answer.body
    pack = answer.json
    assert_printed(
        {
            "artifact_id": TEXT,
            "project_id": ids["project_id"],
            "project_title": "Lumo",
            "version": "1.0.0",
            "creative_brief": {"description": TEXT, "target_audience": TEXT, "tone": TEXT, "key_message": TEXT},
            "style_bible": {"palette": list, "lighting": "dramatic rim light"},
            "generation_settings": {"aspect_ratio": TEXT, "seed": int},
            "continuity": list,
            "credits": {"charged": 2, "balance": 996},
        },
        pack,
    )
    fields = {
        "shot_id", "scene", "camera", "lens", "movement", "lighting", "subject", "environment", "action", "prompt",
        "negative", "duration_s", "aspect_ratio", "provider_params",
    }  # fmt: skip
    for shot in pack["shots"]:
        assert fields <= set(shot)
        assert shot["lighting"] == "dramatic rim light"
        assert "dramatic rim light" in shot["prompt"]


def test_the_versions_of_a_pack_are_semantic(api: Api, serving: list[Job]) -> None:
    ids = documents(api)
    same = [api.post("/prompt-pack", ids).json for _ in range(2)]
    other = api.post("/prompt-pack", {**ids, "style_overrides": {"lens": "24 mm"}}).json
    named = api.post("/prompt-pack", {**ids, "version": "2.0.0"}).json
    assert [pack["version"] for pack in (*same, other, named)] == ["1.0.0", "1.0.1", "1.1.0", "2.0.0"]
    assert len({pack["artifact_id"] for pack in (*same, other, named)}) == 1
    assert api.post("/prompt-pack", {**ids, "version": "two"}).status == 400


@pytest.mark.media
def test_the_printed_image_is_drawn_by_whoever_is_there_and_says_so(api: Api, serving: list[Job]) -> None:
    answer = api.post("/studio/image", {**IMAGE, "size": "448x256", "seed": 7})
    assert answer.status == 200, answer.body
    made = answer.json
    assert_printed(
        {
            "id": TEXT,
            "url": TEXT,
            "provider": "local",
            "model": "studio-painter-1",
            "fallback": True,
            "requested": {"provider": "openai", "model": "dall-e-3"},
            "project_id": None,
            "metadata": {"width": 448, "height": 256, "quality": "hd", "style": "vivid", "seed": 7, "bytes": int},
            "credits": {"charged": 2, "balance": 998},
        },
        made,
    )
    row = Generation.objects.get(pk=made["id"])
    assert (row.operation, row.credits) == ("image", 2)


def test_the_printed_size_is_a_size(api: Api) -> None:
    quote = api.call("POST", "/studio/image?dry_run=true", IMAGE).json
    assert (quote["quote"]["total"], quote["balance"]["after"]) == (2, 998)


@pytest.mark.parametrize("spelling", ["dry_run", "dryRun"])
def test_a_dry_run_speaks_as_the_family_does_however_it_was_asked_for(api: Api, spelling: str) -> None:
    told = api.call("POST", f"/studio/image?{spelling}=true", IMAGE).json
    assert set(told) == {"dry_run", "quote", "balance", "would_fail"}
    assert set(told["quote"]) == {"currency", "total", "line_items", "notes", "computed_at"}
    assert not Job.objects.exists()
    dear = api.call("POST", f"/studio/video?{spelling}=true", {**VIDEO, "duration_s": 60, "prompt": "A quay"}).json
    assert (dear["would_fail"], dear["quote"]["total"]) == (None, 48)


def test_the_printed_video_is_queued_and_its_job_can_be_polled(api: Api) -> None:
    answer = api.post("/studio/video", VIDEO)
    assert answer.status == 200, answer.body
    job = answer.json
    assert (job["status"], job["type"], job["fallback"]) == ("pending", "video", True)
    assert job["job_id"] == job["id"]
    polled = api.get(f"/jobs/{job['id']}").json
    assert {**polled, "credits": None} == {**job, "credits": None}
    assert api.get("/credits").json["credits"]["balance"] == 996


@pytest.mark.media
def test_a_video_becomes_a_film_of_its_length(api: Api, work: Work) -> None:
    body = {**VIDEO, "duration_s": 1.2, "aspect_ratio": "1:1", "seed": 3, "prompt": "Slow push in on a bottle"}
    job = api.post("/studio/video", body).json
    (ran,) = work()
    assert ran.status == "succeeded", ran.error_message
    told = api.get(f"/jobs/{job['id']}").json
    assert (told["status"], told["result"]["duration_s"], told["result"]["frames"]) == ("completed", 1.2, 30)
    assert told["credits"]["charged"] == 4
    path = api_file(told["result"]["url"])
    assert (probe(path).width, probe(path).height) == (720, 720)


def api_file(url: str) -> Any:
    from generation.assets.services import own_asset

    asset = own_asset(url)
    assert asset is not None
    return path_of(asset)


def test_the_printed_export_can_be_imported_again(api: Api, serving: list[Job]) -> None:
    ids = documents(api)
    api.post("/prompt-pack", ids)
    include = ["brief", "shotlist", "prompt_pack", "assets"]
    exported = api.post("/export", {"project_id": ids["project_id"], "include": include})
    assert exported.status == 200, exported.body
    assert exported.headers["X-RateLimit-Limit"] == "10"
    told = exported.json
    assert (told["format"], told["version"], told["include"]) == ("studio.project", 1, include)
    assert [len(told[part]) for part in include] == [1, 1, 1, 0]
    made = api.post("/import", {"document": told, "name": "Lumo again"}).json
    assert made["imported"] == {
        "brief": 1,
        "script": 0,
        "shotlist": 1,
        "prompt_pack": 1,
        "sources": 0,
        "assets": 0,
        "sessions": 0,
    }
    copy = api.post("/export", {"project_id": made["project_id"], "include": include}).json
    assert copy["project"]["name"] == "Lumo again"
    for part in ("brief", "shotlist", "prompt_pack"):
        assert copy[part][0]["versions"][0]["content"] == told[part][0]["versions"][0]["content"]


def test_the_printed_error(api: Api) -> None:
    answer = api.post("/studio/image", {"negative": "blurry"})
    assert answer.status == 400
    assert answer.json == {
        "error": {
            "code": "INVALID_REQUEST",
            "message": "prompt: This field is required.",
            "details": {"field": "prompt"},
        }
    }


def test_each_printed_code_has_its_status(api: Api) -> None:
    answer = api.call("POST", "/studio/image", IMAGE, Authorization="Bearer your-api-token")
    assert (answer.status, answer.json["error"]["code"]) == (401, "UNAUTHORIZED")
    for error, status, code in (
        (StudioError(), 500, "INTERNAL_ERROR"),
        (InsufficientScope(), 403, "FORBIDDEN"),
        (ProviderUnavailable(), 502, "PROVIDER_ERROR"),
        (RateLimited(retry_after=3), 429, "RATE_LIMITED"),
        (NotFound(), 404, "NOT_FOUND"),
    ):
        reply = STUDIO.reply(error, "req_1")
        assert (reply.status, STUDIO.envelope(reply)["error"]["code"]) == (status, code)
