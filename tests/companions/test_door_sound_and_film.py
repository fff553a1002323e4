"""OpenAI's own client has words spoken and scenes filmed, unchanged: their answers, their price, and how they fail."""

import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import av
import openai
import pytest
from asgiref.sync import sync_to_async

from billing.models import Hold
from generation.companions.services import speech as orders
from generation.jobs import context
from generation.jobs.models import Job
from generation.jobs.tail import job_tail
from generation.media.encoding import FORMS
from generation.providers.base import ProviderInfo, SpeechRequest, SpeechResult
from generation.providers.local.adapters import LocalSpeech
from tests.api import Api, open_api
from tests.companions.test_door import client_of
from wire.errors import ProviderRejected

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], list[Job]]
LINE = "The lamp wakes at dusk. It burns all night, and nobody has to carry a battery."


@pytest.fixture
async def client(api: Api) -> AsyncIterator[openai.AsyncOpenAI]:
    async with client_of(api.token) as opened:
        yield opened
    await job_tail.aclose()


class Hum:
    """A speaker that takes no time: a second of sound for every part; `asked` are the requests."""

    asked: list[SpeechRequest] = []
    error: Exception | None = None

    def __init__(self, maker: object) -> None:
        self.info = ProviderInfo("local", "hum-1")

    voices = LocalSpeech.voices
    made_to_order = LocalSpeech.made_to_order

    def speak(self, request: SpeechRequest, out: Path) -> SpeechResult:
        import numpy as np

        from generation.providers.local.pcm import write_wav

        if self.error:
            raise self.error
        self.asked.append(request)
        write_wav(out, 0.2 * np.sin(np.arange(24_000) * 0.05), 24_000)
        return SpeechResult(path=out, rate=24_000, duration_ms=1000, phrases=())


@pytest.fixture
def humming(monkeypatch: pytest.MonkeyPatch, work: Work) -> type[Hum]:
    """Speech costs nothing, and is worked as soon as it is ordered."""
    monkeypatch.setattr(context, "adapter_for", lambda *asked, **named: Hum(asked[2]))
    begin = orders.create_job

    def at_once(**order: Any) -> Job:
        from django.db import transaction

        job = begin(**order)
        transaction.on_commit(work)
        return job

    monkeypatch.setattr(orders, "create_job", at_once)
    monkeypatch.setattr(Hum, "asked", [])
    monkeypatch.setattr(Hum, "error", None)
    return Hum


def heard(sound: bytes, form: str) -> tuple[str, float]:
    """(codec, seconds) of what a client got."""
    if form == "pcm":
        return "pcm", len(sound) / 48_000
    with av.open(io.BytesIO(sound)) as file:
        stream = file.streams.audio[0]
        samples = sum(frame.samples for frame in file.decode(audio=0))
        return stream.codec_context.name, samples / stream.rate


@pytest.mark.parametrize("form", FORMS)
async def test_every_format_of_the_client_holds_the_whole_line(
    client: openai.AsyncOpenAI, humming: type[Hum], form: Any
) -> None:
    answer = await client.audio.speech.create(model="tts-1", voice="nova", input=LINE, response_format=form)
    codec, seconds = heard(answer.content, form)
    assert codec.removesuffix("float") == {"wav": "pcm_s16le", "mp3": "mp3", "opus": "opus"}.get(form, form)
    assert abs(seconds - 2.38) < 0.08, "two sentences of a second, and the pause between them"
    assert answer.response.headers["content-type"] == FORMS[form].content_type


async def test_speech_is_charged_by_the_thousand_characters_and_said_as_it_was_asked_for(
    client: openai.AsyncOpenAI, api: Api, humming: type[Hum]
) -> None:
    long = " ".join([LINE] * 14)
    answer = await client.audio.speech.create(
        model="gpt-4o-mini-tts", voice={"id": "shimmer"}, input=long, speed=4.0, instructions="Sound urgent.",
        response_format="wav",
    )  # fmt: skip
    assert await sync_to_async(lambda: api.get("/credits").json["credits"]["balance"])() == 1000 - 2
    first = humming.asked[0]
    assert (first.voice, first.pace, first.tone) == ("bf_isabella", 2.0, "Sound urgent.")
    assert len(humming.asked) == 28
    assert abs(heard(answer.content, "wav")[1] - (28 + 27 * 0.19) / 2) < 0.5, "twice the fastest pace is stretched"


async def test_a_stream_begins_before_the_rest_is_spoken(client: openai.AsyncOpenAI, humming: type[Hum]) -> None:
    create = client.audio.speech.with_streaming_response.create
    async with create(model="tts-1", voice="alloy", input=LINE, response_format="pcm") as answer:
        parts = [len(part) async for part in answer.iter_bytes(96_000)]
    assert sum(parts) == 2 * 48_000 + round(0.38 * 48_000)
    raw = await client.audio.speech.create(model="tts-1", voice="alloy", input="Hello.", stream_format="sse")
    events = [line for line in raw.content.decode().splitlines() if line.startswith("data: ")]
    assert '"type":"speech.audio.delta"' in events[0]
    assert '"type":"speech.audio.done"' in events[-1]


async def test_speech_that_fails_is_the_clients_own_error_and_costs_nothing(
    client: openai.AsyncOpenAI, api: Api, humming: type[Hum]
) -> None:
    with pytest.raises(openai.BadRequestError, match="There are: alloy"):
        await client.audio.speech.create(model="tts-1", voice="nobody", input="Hello.")
    for body in ({"input": ""}, {"input": "a" * 4097}, {"input": "a", "speed": 9.0}, {"input": "a", "speed": "nan"}):
        with pytest.raises(openai.BadRequestError):
            await client.audio.speech.create(model="tts-1", voice="nova", **body)  # type: ignore[arg-type]
    humming.error = ProviderRejected("There is nothing to say.")
    with pytest.raises(openai.BadRequestError, match="nothing to say"):
        await client.audio.speech.create(model="tts-1", voice="nova", input="…")
    assert await sync_to_async(lambda: api.get("/credits").json["credits"]["balance"])() == 1000
    poor = await sync_to_async(open_api)("Poor", credits=0)
    with pytest.raises(openai.APIStatusError) as caught:
        await client_of(poor.token).audio.speech.create(model="tts-1", voice="nova", input="Hello.")
    assert (caught.value.status_code, caught.value.code) == (402, "insufficient_quota")


async def test_a_retry_is_spoken_and_charged_once(
    client: openai.AsyncOpenAI, api: Api, humming: type[Hum]
) -> None:  # fmt: skip
    once: Any = {"extra_headers": {"Idempotency-Key": "one"}, "model": "tts-1", "voice": "nova"}
    first = await client.audio.speech.create(input=LINE, response_format="flac", **once)
    again = await client.audio.speech.create(input=LINE, response_format="flac", **once)
    assert again.content == first.content
    assert len(humming.asked) == 2
    with pytest.raises(openai.ConflictError):
        await client.audio.speech.create(input="Something else.", **once)
    assert await sync_to_async(lambda: api.get("/credits").json["credits"]["balance"])() == 999


async def test_a_film_is_started_polled_listed_and_deleted(
    client: openai.AsyncOpenAI, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await client.videos.create(prompt="a quay", seconds="8", size="1280x720", model="sora-2")
    assert (first.status, first.seconds, first.size, first.progress) == ("queued", "8", "1280x720", 0)
    second = await client.videos.create(prompt="a lamp")
    assert (second.seconds, second.size) == ("4", "720x1280")
    held = await sync_to_async(lambda: sum(hold.amount for hold in Hold.objects.filter(status="open")))()
    assert held == 8 + 4
    listed = [video.id async for video in client.videos.list(limit=1)]
    assert listed == [second.id, first.id]
    assert [video.id async for video in client.videos.list(order="asc")] == [first.id, second.id]
    with pytest.raises(openai.ConflictError, match="not finished"):
        await client.videos.download_content(first.id)
    gone = await client.videos.delete(first.id)
    assert (gone.id, gone.deleted, gone.object) == (first.id, True, "video.deleted")
    with pytest.raises(openai.NotFoundError):
        await client.videos.retrieve(first.id)
    assert [video.id async for video in client.videos.list()] == [second.id]
    assert await sync_to_async(lambda: api.get("/credits").json["credits"]["balance"])() == 1000 - 4


async def test_films_are_their_owners_and_orders_that_cannot_be_are_refused(client: openai.AsyncOpenAI) -> None:
    video = await client.videos.create(prompt="a quay")
    stranger = client_of((await sync_to_async(open_api)("Other")).token)
    for ask in (stranger.videos.retrieve, stranger.videos.delete, stranger.videos.download_content):
        with pytest.raises(openai.NotFoundError):
            await ask(video.id)
    for order in ({"size": "1x1"}, {"size": "4096x4096"}, {"seconds": "0"}, {"seconds": "nan"}, {"seconds": "90"}):
        with pytest.raises(openai.BadRequestError):
            await client.videos.create(prompt="a quay", **order)  # type: ignore[arg-type]
    with pytest.raises(openai.BadRequestError, match="not made here"):
        await client.videos.create(prompt="a quay", input_reference=b"\x89PNG")


async def test_what_is_not_made_here_is_refused_and_not_passed_over(client: openai.AsyncOpenAI) -> None:
    talk: Any = {"model": "editor", "messages": [{"role": "user", "content": "A film about a lamp"}]}
    tool: Any = {"type": "function", "function": {"name": "f", "parameters": {}}}
    for more in ({"response_format": {"type": "json_object"}}, {"n": 2}, {"tools": [tool]}):
        with pytest.raises(openai.BadRequestError):
            await client.chat.completions.create(**talk, **more)
    stream = await client.chat.completions.create(**talk, stream=True, stream_options={"include_usage": True})
    chunks = [chunk async for chunk in stream]
    assert chunks[-1].choices == []
    assert chunks[-1].usage
    assert chunks[-1].usage.completion_tokens > 20
