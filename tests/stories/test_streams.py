"""A job's events over SSE and WebSocket, through the whole ASGI application."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from accounts.keys import revoke_key
from accounts.models import ApiKey
from generation.jobs.services import cancel_job
from generation.jobs.tail import job_tail
from generation.stories.api import sockets
from studio.asgi import application
from tests.api import Api, open_api
from tests.asgi import get_stream
from tests.matrix.conftest import Things, some_things

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ours(transactional_db: None) -> Things:
    return some_things("Ours")


@pytest.fixture
async def close_tails() -> AsyncIterator[None]:
    """The tail's loop belongs to one event loop; a test brings its own."""
    yield
    await job_tail.aclose()


def names(body: str) -> list[str]:
    return [line.removeprefix("event: ") for line in body.splitlines() if line.startswith("event: ")]


async def test_the_stream_of_an_ended_job_is_its_whole_log(ours: Things, close_tails: None) -> None:
    job = ours.ids["job_id"]
    await sync_to_async(cancel_job)(job, reason="enough")
    status, headers, body = await get_stream(f"/api/v1/story-jobs/{job}/events", ours.api.token)
    assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert names(body) == ["queued", "canceled"]
    assert "ratelimit-remaining" in headers
    resumed = await get_stream(f"/api/v1/story-jobs/{job}/events", ours.api.token, last_event_id="1")
    assert names(resumed[2]) == ["canceled"]


async def test_an_alias_of_the_path_reaches_the_same_stream(ours: Things, close_tails: None) -> None:
    job = ours.ids["job_id"]
    await sync_to_async(cancel_job)(job, reason="enough")
    assert names((await get_stream(f"/api/story-jobs/{job}/events", ours.api.token))[2]) == ["queued", "canceled"]


async def test_only_allowed_origins_may_read_a_stream(ours: Things, close_tails: None, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.org"]
    job = ours.ids["job_id"]
    await sync_to_async(cancel_job)(job, reason="enough")
    path = f"/api/v1/story-jobs/{job}/events"
    _, allowed, _ = await get_stream(path, ours.api.token, origin="https://app.example.org")
    assert allowed["access-control-allow-origin"] == "https://app.example.org"
    _, other, _ = await get_stream(path, ours.api.token, origin="https://evil.example.org")
    assert "access-control-allow-origin" not in other


@pytest.mark.parametrize("last_event_id", ["x", "-1", "1.5", "9" * 10])
async def test_a_bad_last_event_id_is_refused(ours: Things, last_event_id: str) -> None:
    path = f"/api/v1/story-jobs/{ours.ids['job_id']}/events"
    status, _, body = await get_stream(path, ours.api.token, last_event_id=last_event_id)
    assert (status, json.loads(body)["error"]["code"]) == (422, "validation_failed")


async def test_a_strangers_stream_is_not_found(ours: Things) -> None:
    stranger = await sync_to_async(open_api)("Stranger")
    status, _, body = await get_stream(f"/api/v1/story-jobs/{ours.ids['job_id']}/events", stranger.token)
    assert (status, json.loads(body)["error"]["code"]) == (404, "story_job_not_found")


def socket(job: str, api: Api, query: str = "", **options: Any) -> WebsocketCommunicator:
    headers = [(b"authorization", f"Bearer {api.token}".encode())] if "subprotocols" not in options else []
    return WebsocketCommunicator(application, f"/ws/story-jobs/{job}{query}", headers=headers, **options)


async def test_a_socket_sends_what_was_and_what_happens(ours: Things, close_tails: None) -> None:
    job = ours.ids["job_id"]
    client = socket(job, ours.api)
    assert (await client.connect(10))[0]
    first = await client.receive_json_from(10)
    assert (first["seq"], first["type"]) == (1, "queued")
    await sync_to_async(cancel_job)(job, reason="enough")
    assert (await client.receive_json_from(10))["type"] == "canceled"
    assert (await client.receive_output(10))["code"] == 1000
    await client.disconnect()


async def test_a_socket_resumes_after_the_last_seen_event(ours: Things, close_tails: None) -> None:
    await sync_to_async(cancel_job)(ours.ids["job_id"], reason="enough")
    client = socket(ours.ids["job_id"], ours.api, "?after=1")
    await client.connect(10)
    assert (await client.receive_json_from(10))["seq"] == 2
    await client.disconnect()


async def test_a_browser_sends_its_key_as_a_subprotocol(ours: Things, close_tails: None) -> None:
    client = socket(ours.ids["job_id"], ours.api, subprotocols=["bearer", ours.api.token])
    connected, chosen = await client.connect(10)
    assert (connected, chosen) == (True, "bearer")
    assert (await client.receive_json_from(10))["type"] == "queued"
    await client.disconnect()


async def test_a_stranger_is_told_why_and_closed(ours: Things) -> None:
    stranger = await sync_to_async(open_api)("Stranger")
    client = socket(ours.ids["job_id"], stranger)
    await client.connect(10)
    assert (await client.receive_json_from(10))["error"]["code"] == "story_job_not_found"
    assert (await client.receive_output(10))["code"] == 4404


async def test_a_revoked_key_loses_its_socket(ours: Things, close_tails: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "HEARTBEAT_S", 0.1)
    client = socket(ours.ids["job_id"], ours.api)
    await client.connect(10)
    await client.receive_json_from(10)
    await sync_to_async(lambda: revoke_key(ApiKey.objects.get(organization=ours.api.organization)))()
    while True:
        message = await asyncio.wait_for(client.receive_output(10), 10)
        if message["type"] == "websocket.close":
            break
    assert message["code"] == 4401


async def test_an_unknown_socket_path_is_refused() -> None:
    client = WebsocketCommunicator(application, "/ws/nowhere")
    assert (await client.connect(10))[0] is False
