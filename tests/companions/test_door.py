"""OpenAI's own client, pointed at this studio, unchanged."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openai
import pytest
from asgiref.sync import sync_to_async
from httpx2 import ASGITransport, AsyncClient
from rest_framework.serializers import ValidationError

from generation.companions.door.chat import Content
from generation.jobs import context
from generation.jobs.models import Job
from studio.asgi import application
from tests.api import Api, open_api

pytestmark = pytest.mark.django_db(transaction=True)
BRIEF = {"role": "user", "content": "We launch Lumo, a solar lamp for campers who hate batteries. 45 seconds, warm."}


def client_of(token: str) -> openai.AsyncOpenAI:
    http = AsyncClient(transport=ASGITransport(app=application))
    return openai.AsyncOpenAI(api_key=token, base_url="http://testserver/openai/v1", http_client=http, max_retries=0)


@pytest.fixture
async def client(api: Api) -> AsyncIterator[openai.AsyncOpenAI]:
    async with client_of(api.token) as opened:
        yield opened


async def test_a_companion_answers_in_one_piece_and_streamed_alike(client: openai.AsyncOpenAI) -> None:
    whole = await client.chat.completions.create(model="editor", messages=[BRIEF])  # type: ignore[list-item]
    text = whole.choices[0].message.content
    assert text
    assert "Rhythm." in text
    assert (whole.model, whole.choices[0].finish_reason) == ("editor", "stop")
    assert whole.usage
    assert whole.usage.total_tokens > 50
    stream = await client.chat.completions.create(model="editor", messages=[BRIEF], stream=True)  # type: ignore[list-item]
    chunks = [chunk async for chunk in stream]
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text
    assert chunks[-1].choices[0].finish_reason == "stop"


async def test_a_later_turn_builds_on_the_earlier_ones(client: openai.AsyncOpenAI) -> None:
    first = await client.chat.completions.create(model="editor", messages=[BRIEF])  # type: ignore[list-item]
    talk: list[Any] = [BRIEF, {"role": "assistant", "content": first.choices[0].message.content}]
    for asked, answer in (
        ("make it shorter", "30 seconds instead of 45"),
        ("half as long", "15 seconds instead of 30"),
    ):
        talk.append({"role": "user", "content": [{"type": "text", "text": asked}]})
        told = await client.chat.completions.create(model="editor", messages=talk)
        assert answer in str(told.choices[0].message.content)
        talk.append({"role": "assistant", "content": told.choices[0].message.content})


async def test_a_model_that_is_not_ours_is_done_by_who_is_there_and_named(client: openai.AsyncOpenAI) -> None:
    told = await client.chat.completions.create(model="gpt-4o", messages=[BRIEF])  # type: ignore[list-item]
    assert told.model == "studio-writer-1"
    names = [model.id async for model in await client.models.list()]
    assert "cinematic-director" in names
    one = await client.models.retrieve("cinematic-director")
    assert (one.id, one.object, one.owned_by) == ("cinematic-director", "model", "studio")
    with pytest.raises(openai.NotFoundError, match="gpt-9"):
        await client.models.retrieve("gpt-9")


def test_half_a_surrogate_pair_is_no_message() -> None:
    with pytest.raises(ValidationError, match="surrogate"):
        Content().run_validation("a\ud800")


async def test_errors_are_the_clients_own_kinds(client: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.AuthenticationError):
        await client_of("sh_wrong").chat.completions.create(model="editor", messages=[BRIEF])  # type: ignore[list-item]
    with pytest.raises(openai.BadRequestError, match="user's"):
        await client.chat.completions.create(model="editor", messages=[{"role": "assistant", "content": "I"}])
    seen: Any = [{"type": "text", "text": "Look"}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    with pytest.raises(openai.BadRequestError, match="no image_url"):
        await client.chat.completions.create(model="editor", messages=[{"role": "user", "content": seen}])
    with pytest.raises(openai.NotFoundError):
        await client.embeddings.create(model="x", input="y")
    with pytest.raises(openai.BadRequestError, match="size"):
        await client.images.generate(prompt="a quay", size="1x1")  # type: ignore[call-overload]
    poor = await sync_to_async(open_api)("Poor", credits=0)
    with pytest.raises(openai.APIStatusError) as caught:
        await client_of(poor.token).images.generate(prompt="a quay")
    assert (caught.value.status_code, caught.value.code) == (402, "insufficient_quota")


class Sketch:
    """A painter that takes no time."""

    def __init__(self, maker: object, connection: object = None) -> None:
        from generation.providers.base import ProviderInfo

        self.info = ProviderInfo("local", "sketch-1")

    def draw(self, request: Any, folder: Path) -> Any:
        import cv2
        import numpy as np

        from generation.providers.base import PictureResult

        cv2.imwrite(str(folder / "s.png"), np.full((8, 8, 3), 128, np.uint8))
        return PictureResult(path=folder / "s.png", width=8, height=8, layers=(), overscan=0.0, description="a sketch")


async def test_pictures_come_as_addresses_or_bytes_and_are_charged_each(
    client: openai.AsyncOpenAI, api: Api, serving: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "adapter_for", lambda *asked, **named: Sketch(asked[2]))
    one = await client.images.generate(prompt="a quay", model="dall-e-3", size="1024x1024", quality="hd")
    assert one.data
    assert str(one.data[0].url).startswith("http://testserver/media/")
    two = await client.images.generate(prompt="a quay", n=2, response_format="b64_json")
    assert two.data
    assert all(str(made.b64_json).startswith("iVBOR") for made in two.data)
    left = await sync_to_async(lambda: api.get("/credits").json["credits"]["balance"])()
    assert left == 1000 - 2 - 2
