"""The live read as it is heard: raw streams that run while the cast still speaks."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.db import connection
from django.test import Client
from django.utils import timezone

from generation.films.live import SPOKEN
from generation.jobs.models import Job, JobEvent
from generation.jobs.tail import job_tail
from generation.media import live as sound
from generation.stories.models import ShareLink
from studio.asgi import application
from tests.api import Api
from tests.stories.speaking import Hum

Work = Callable[[], list[Job]]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def hum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.stories.speaking:Hum")
    Hum.said.clear()


@pytest.fixture
def token(api: Api, artifact: str) -> str:
    return api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"]["shareToken"]


def start(token: str) -> None:
    answer = Client().post("/api/share/table-read/start-live", {"token": token}, content_type="application/json")
    assert answer.status_code == 200


async def read(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], list[bytes]]:
    """(status, headers, chunks) of a raw route, read to its end."""
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1234), "server": ("testserver", 80), "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    door = ApplicationCommunicator(application, scope)
    await door.send_input({"type": "http.request", "body": b"", "more_body": False})
    begun, chunks, more = await door.receive_output(20), [], True
    while more:
        message = await door.receive_output(20)
        chunks.append(message["body"])
        more = message.get("more_body", False)
    await door.wait(5)
    return begun["status"], {n.decode(): v.decode() for n, v in begun["headers"]}, chunks


def fetch(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    async def read_all() -> tuple[int, dict[str, str], list[bytes]]:
        try:
            return await read(path, method, **headers)
        finally:
            await job_tail.aclose()  # its loop ends with this one

    status, sent, chunks = async_to_sync(read_all)()
    return status, sent, b"".join(chunks)


@pytest.fixture
async def own_tail() -> AsyncIterator[None]:
    """The tail's loop belongs to one event loop; a test brings its own."""
    yield
    await job_tail.aclose()


def perform(work: Work) -> list[Job]:
    """In a thread of its own, beside the streams."""
    try:
        return work()
    finally:
        connection.close()


async def test_it_is_heard_while_it_is_spoken(token: str, work: Work, own_tail: None) -> None:
    await sync_to_async(start)(token)
    listening = asyncio.create_task(read(f"/share/table-read-audio/{token}"))
    following = asyncio.create_task(read(f"/share/table-read-events/{token}"))
    await asyncio.sleep(0.2)  # both are there before the first word
    (job,) = await sync_to_async(perform, thread_sensitive=False)(work)
    status, headers, parts = await listening
    assert (status, headers["content-type"]) == (200, "audio/mpeg")
    spoken = [data async for data in JobEvent.objects.filter(job=job, type=SPOKEN).values_list("data", flat=True)]
    assert [len(part) for part in parts if part] == [data["frames"] * sound.FRAME_BYTES for data in spoken]
    _, _, told = await following
    events = [block for block in b"".join(told).decode().split("\n\n") if "event:" in block]
    assert [json.loads(e.split("data: ")[1])["text"] for e in events[:-1]] == [data["text"] for data in spoken]
    assert '"status":"recorded"' in events[-1]


def test_the_recording_is_the_parts_joined_and_can_be_sought_in(token: str, work: Work) -> None:
    start(token)
    (job,) = work()
    path = f"/share/table-read-audio/{token}"
    status, headers, body = fetch(path)
    frames = sum(event.data["frames"] for event in JobEvent.objects.filter(job=job, type=SPOKEN))
    assert (status, headers["content-type"]) == (200, "audio/mpeg")
    assert len(body) - _tag_size(body) == frames * sound.FRAME_BYTES
    status, _, piece = fetch(path, range="bytes=100-199")
    assert (status, piece) == (206, body[100:200])
    assert fetch(path, "HEAD")[2] == b""


def _tag_size(mp3: bytes) -> int:
    """Bytes of the ID3v2 tag that says where the sound comes from, ahead of the first frame."""
    assert mp3[:3] == b"ID3"
    return 10 + sum((byte & 0x7F) << shift for byte, shift in zip(mp3[6:10], (21, 14, 7, 0), strict=True))


def test_a_read_that_was_not_started_says_how_to(token: str) -> None:
    status, _, body = fetch(f"/share/table-read-audio/{token}")
    assert status == 409
    assert b"start-live" in body


def test_a_failed_performance_says_why(token: str, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.films.failing:Mute")
    start(token)
    (job,) = work()
    status, _, body = fetch(f"/share/table-read-audio/{token}")
    assert status == 409
    assert "contract has lapsed" in body.decode()
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.stories.speaking:Hum")
    start(token)
    (again,) = work()
    assert again.pk != job.pk
    assert fetch(f"/share/table-read-audio/{token}")[0] == 200


@pytest.mark.parametrize("kind", ["audio", "events"])
def test_a_link_that_is_over_opens_nothing(token: str, artifact: str, work: Work, kind: str) -> None:
    start(token)
    work()
    assert fetch(f"/share/table-read-{kind}/forged")[0] == 404
    ShareLink.objects.filter(artifact=artifact).update(expires_at=timezone.now() - timedelta(days=1))
    status, headers, body = fetch(f"/share/table-read-{kind}/{token}")
    assert (status, json.loads(body)["error"]["code"]) == (404, "not_found")
    assert headers["x-request-id"]


def test_other_methods_are_refused(token: str) -> None:
    status, headers, body = fetch(f"/share/table-read-events/{token}", "POST")
    assert status == 405
    assert headers["allow"] == "GET"
    assert json.loads(body)["error"]["requestId"]


def test_a_bad_last_event_id_is_refused(token: str, work: Work) -> None:
    start(token)
    work()
    assert fetch(f"/share/table-read-events/{token}", last_event_id="x")[0] == 422
    _, _, rest = fetch(f"/share/table-read-events/{token}", last_event_id="4")
    ids = [int(line[4:]) for line in rest.decode().splitlines() if line.startswith("id: ")]
    assert min(ids) > 4


def test_readers_are_counted(token: str, work: Work, monkeypatch: Any) -> None:
    start(token)
    work()
    answers = {fetch(f"/share/table-read-audio/{token}", "HEAD")[0] for _ in range(130)}
    assert answers == {200, 429}
