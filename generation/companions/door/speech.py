"""`POST /openai/v1/audio/speech`: words spoken, heard from the first sentence on while the rest is made. Raw ASGI."""

import asyncio
import base64
import contextlib
import re
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import numpy as np
from django.db import transaction
from rest_framework import serializers

from generation.assets.services import get_asset, local_copy
from generation.companions.api.present import note_of
from generation.companions.door.dialect import DOOR_DIALECT, note_headers
from generation.companions.services.speech import MAX_CHARACTERS, SPEED, SpeechOrder, start_speech, voice_named
from generation.films.live import SPOKEN
from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from generation.jobs.states import TERMINAL, Status
from generation.jobs.tail import job_tail
from generation.jobs.waiting import PATIENCE_S, failure_of
from generation.media.encoding import FORMS, RATE, SpeechEncoder
from generation.media.sound import read_sound
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_known, encode_headers, in_thread, read_json
from wire.errors import JobStateInvalid, ProviderUnavailable
from wire.idempotency import check_key
from wire.principal import Principal
from wire.requests import checked
from wire.sse import Receive, Send, format_event

DOOR = Door(dialect=DOOR_DIALECT, route_family="generation", scopes=("speech:generate",))


class VoiceName(serializers.Field):
    """A voice's name, or an object that holds its id."""

    def to_internal_value(self, data: Any) -> str:
        name = data.get("id") if isinstance(data, dict) else data
        if not isinstance(name, str) or not 0 < len(name) <= 120 or "\x00" in name:
            raise serializers.ValidationError("Send the name of a voice.")
        return name


class Speech(serializers.Serializer):
    input = serializers.CharField(max_length=MAX_CHARACTERS)
    model = serializers.CharField(max_length=120)
    voice = VoiceName()
    instructions = serializers.CharField(max_length=4096, required=False, allow_null=True, allow_blank=True)
    response_format = serializers.ChoiceField(list(FORMS), required=False, allow_null=True)
    speed = serializers.FloatField(min_value=SPEED[0], max_value=SPEED[1], required=False, allow_null=True)
    stream_format = serializers.ChoiceField(["audio", "sse"], required=False, allow_null=True)


async def speech(request: RawRequest, receive: Receive, send: Send) -> None:
    principal = await admit_known(request, DOOR)
    body = checked(await read_json(request, receive) or {}, Speech)
    key = request.headers.get("idempotency-key", "")
    job, order = await in_thread(_begin, body, principal, check_key(key) if key else "")
    form = body.get("response_format") or "mp3"
    stream = _encoded(job, order, form)
    gone = asyncio.create_task(_wait_for_disconnect(receive))
    try:
        await _answer(stream, gone, job, request, send, form=form, is_sse=body.get("stream_format") == "sse")
    finally:
        gone.cancel()
        await stream.aclose()


async def _answer(
    stream: AsyncGenerator[bytes, None], gone: "asyncio.Task[None]", job: Job, request: RawRequest, send: Send, *,
    form: str, is_sse: bool,
) -> None:  # fmt: skip
    """Send what is encoded as it comes; a failure before the first byte is still an answer of its own."""
    is_begun = False
    while True:
        coming = asyncio.ensure_future(anext(stream, None))
        await asyncio.wait({coming, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not coming.done():
            coming.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await coming
            await in_thread(_give_up, job.pk, "The listener left.")
            return
        chunk = coming.result()
        if not is_begun:
            is_begun = True
            content_type = "text/event-stream; charset=utf-8" if is_sse else FORMS[form].content_type
            headers = _headers(request, content_type, await in_thread(_note, job.pk))
            await send({"type": "http.response.start", "status": 200, "headers": headers})
        if chunk is None:
            break
        await send({"type": "http.response.body", "body": _delta(chunk) if is_sse else chunk, "more_body": True})
    await send({"type": "http.response.body", "body": _done(job) if is_sse else b""})


def _note(job_id: str) -> str:
    """Why the studio itself speaks, as it is known once the first part is spoken."""
    return note_of(Job.objects.only("fallbacks").get(pk=job_id)).get("note", "")


def _headers(request: RawRequest, content_type: str, note: str) -> list[tuple[bytes, bytes]]:
    return encode_headers(
        {
            "Content-Type": content_type,
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
            **request.own_headers,
            **note_headers(note),
        }
    )


def _delta(chunk: bytes) -> bytes:
    return format_event({"type": "speech.audio.delta", "audio": base64.b64encode(chunk).decode()})


def _done(job: Job) -> bytes:
    said = -(-len(job.params["text"]) // 4)
    usage = {"input_tokens": said, "output_tokens": 0, "total_tokens": said}
    return format_event({"type": "speech.audio.done", "usage": usage})


def _begin(body: dict[str, Any], principal: Principal, key: str) -> tuple[Job, SpeechOrder]:
    order = SpeechOrder(
        text=body["input"],
        voice=voice_named(body["voice"], principal.organization_id).id,
        speed=body.get("speed") or 1.0,
        tone=body.get("instructions") or "",
        model=body["model"],
    )
    with transaction.atomic():
        return start_speech(order, principal=principal, key=key), order


async def _encoded(job: Job, order: SpeechOrder, form: str) -> AsyncGenerator[bytes, None]:
    """The speech's bytes as its parts are spoken. Raises the job's error, or `ProviderUnavailable` if nothing comes."""
    encoder = await asyncio.to_thread(SpeechEncoder, form, tempo=order.tempo)
    ended = ""
    async with job_tail.subscribe(job.pk) as events:
        while (event := await _next(events, job)) is not None:
            if event["type"] == SPOKEN:
                if encoded := await in_thread(_encode, encoder, event["data"], job.organization_id):
                    yield encoded
            elif event["type"] in TERMINAL:
                ended = event["type"]
    if ended != Status.SUCCEEDED:
        raise failure_of(await in_thread(Job.objects.get, pk=job.pk))
    yield await asyncio.to_thread(encoder.finish)


async def _next(events: Any, job: Job) -> dict[str, Any] | None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await anext(events, None)
    except TimeoutError:
        await in_thread(_give_up, job.pk, f"Nothing was spoken within {PATIENCE_S:g} s.")
        raise ProviderUnavailable("Nothing was spoken in time. Nothing was charged; try again shortly.") from None


def _encode(encoder: SpeechEncoder, part: dict[str, Any], organization_id: str) -> bytes:
    asset = get_asset(part["assetId"], organization_id=organization_id)
    with tempfile.TemporaryDirectory(prefix="studio-speech-") as folder:
        spoken = read_sound(local_copy(asset, Path(folder)), rate=RATE).mean(axis=1)
    samples = np.concatenate([spoken, np.zeros(RATE * part["silenceAfterMs"] // 1000)])
    return encoder.add(np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16))


def _give_up(job_id: str, reason: str) -> None:
    with contextlib.suppress(JobStateInvalid):  # it ended at the last moment
        cancel_job(job_id, reason=reason)


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


_BODY = {
    "type": "object",
    "required": ["input", "model", "voice"],
    "properties": {
        "input": {"type": "string", "minLength": 1, "maxLength": MAX_CHARACTERS},
        "model": {"type": "string", "description": "Any name: whoever speaks here does it."},
        "voice": {
            "type": "string",
            "description": "One of OpenAI's names, for which its like speaks, or one of ours.",
        },
        "instructions": {"type": "string", "description": "How to say it: calm, urgent, warm, slow and the like."},
        "response_format": {"type": "string", "enum": list(FORMS), "default": "mp3"},
        "speed": {"type": "number", "minimum": SPEED[0], "maximum": SPEED[1], "default": 1},
        "stream_format": {"type": "string", "enum": ["audio", "sse"], "default": "audio"},
    },
}
RAW_ROUTES = [
    RawRoute(
        pattern=re.compile(r"/openai/v1/audio/speech"),
        methods=("POST",),
        dialect=DOOR_DIALECT,
        handler=speech,
        path="/openai/v1/audio/speech",
        operation_id="openaiSpeech",
        summary="Have words spoken by OpenAI's clients; heard while they are made",
        scopes=DOOR.scopes,
        body=_BODY,
        answers="audio/mpeg",
    ),
]
