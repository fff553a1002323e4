"""Talks with a vendor that fails: the cause is told, its secrets are not, nothing is charged, it is left alone soon."""

import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
from asgiref.sync import sync_to_async

from accounts.models import Organization
from generation.companions.models import Message
from generation.jobs.tail import job_tail
from tests.api import Api
from tests.asgi import get_stream
from tests.companions.test_door import BRIEF, client_of
from tests.providers.conftest import vendor  # noqa: F401 - a fixture
from tests.providers.vendor import KEY, Vendor, status, tokens

pytestmark = pytest.mark.django_db(transaction=True)
CHAT = "/chat/completions"
TURN = {"companion_id": "editor", "session_id": "sess_1", "messages": [BRIEF]}


@pytest.fixture(autouse=True)
def talking(vendor: Vendor, api: Api, monkeypatch: pytest.MonkeyPatch) -> Vendor:  # noqa: F811
    """For an organization in whose place the studio does not answer."""
    Organization.objects.filter(pk=api.organization.pk).update(is_strict_providers=True)
    monkeypatch.setenv("STUDIO_PROVIDER_TEXT", "openai")
    monkeypatch.setattr("generation.jobs.guarded.PAUSE_S", (0.0, 0.0))
    return vendor


@pytest.fixture
async def client(api: Api) -> AsyncIterator[openai.AsyncOpenAI]:
    async with client_of(api.token) as opened:
        yield opened
    await job_tail.aclose()


async def turn(api: Api) -> list[tuple[str, Any]]:
    """The events of one turn: (name, data)."""
    code, _, body = await get_stream("/api/v1/chat/stream", api.token, method="POST", body=TURN)
    assert code == 200, body
    blocks = [block.splitlines() for block in body.split("\n\n") if "data:" in block]
    named = [dict(line.split(": ", 1) for line in block if ": " in line) for block in blocks]
    return [(fields.get("event", "message"), fields["data"]) for fields in named]


async def test_a_failing_vendor_is_told_of_asked_once_more_and_then_left_alone(
    api: Api, talking: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    leak = {"error": {"message": f"key {KEY} at {talking.url}"}}
    talking.replies[CHAT] = status(500, leak)
    told = [await turn(api) for _ in range(6)]
    assert all(len(events) == 1 and events[0][0] == "error" for events in told)
    errors = [json.loads(events[0][1]) for events in told]
    assert {error["code"] for error in errors} == {"PROVIDER_ERROR"}
    assert "fault of its own (500)" in errors[0]["message"]
    assert "left alone for" in errors[-1]["message"]
    assert len(talking.asked) == 5, "open after five failures in a row"
    logs = " ".join(one.getMessage() for one in caplog.records if one.name.startswith(("generation", "wire")))
    assert not any(secret in text for text in (str(told), logs) for secret in (KEY, talking.url))
    assert not await Message.objects.filter(speaker="assistant").aexists()
    assert await sync_to_async(lambda: api.get("/credits").json["credits"]["balance"])() == 1000


async def test_a_failure_that_passes_is_not_noticed(api: Api, talking: Vendor) -> None:
    fails = iter([True, False])
    failing, answering = status(503), tokens("Cut on ", "the gesture.")

    def reply(to: Any) -> None:
        (failing if next(fails) else answering)(to)

    talking.replies[CHAT] = reply
    events = await turn(api)
    assert "".join(data for name, data in events if name == "message") == "Cut on the gesture."
    assert json.loads(events[-1][1])["provider"] == "openai"
    assert len(talking.asked) == 2


async def test_a_broken_stream_is_an_error_after_the_words_that_came(
    api: Api, talking: Vendor, client: openai.AsyncOpenAI
) -> None:
    talking.replies[CHAT] = tokens("Half a ", ends=False)
    events = await turn(api)
    assert [name for name, _ in events] == ["message", "error"]
    assert "broke off" in events[1][1]
    with pytest.raises(openai.APIError, match="broke off"):
        async for _ in await client.chat.completions.create(model="editor", messages=[BRIEF], stream=True):  # type: ignore[list-item]
            pass


async def test_the_doors_client_hears_of_the_vendor_in_its_own_errors(
    talking: Vendor, client: openai.AsyncOpenAI
) -> None:
    talking.replies[CHAT] = status(429, None, Retry_After="40")
    with pytest.raises(openai.InternalServerError) as caught:
        await client.chat.completions.create(model="editor", messages=[BRIEF])  # type: ignore[list-item]
    assert (caught.value.status_code, caught.value.response.headers["retry-after"]) == (503, "40")
    with pytest.raises(openai.InternalServerError, match="left alone for"):
        await client.chat.completions.create(model="editor", messages=[BRIEF])  # type: ignore[list-item]
    assert len(talking.asked) == 1
