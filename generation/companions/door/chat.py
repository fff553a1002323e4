"""`POST /openai/v1/chat/completions`: a companion as a model, streamed or in one piece. Raw ASGI."""

import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any

from rest_framework import serializers

from generation.companions.catalogue import BY_ID
from generation.companions.door.dialect import DOOR_DIALECT, note_headers
from generation.companions.services.chat import pieces_of
from generation.companions.services.sessions import prices
from generation.companions.services.talker import Talker
from generation.providers.base import ChatPiece, ChatRequest, Persona, Said
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_known, authenticate_raw, encode_headers, in_thread, read_json
from wire.errors import StudioError, ValidationFailed
from wire.requests import checked
from wire.sse import Receive, Send, format_event, stream_events

DOOR = Door(dialect=DOOR_DIALECT, route_family="chat", scopes=("chat:write",))
DEFAULT = "cinematic-director"
_REBUILT = 8  # earlier answers whose notes are worked out again
_CHARS_A_TOKEN = 4


class Content(serializers.Field):
    """A text, or a list of parts that are texts."""

    def to_internal_value(self, data: Any) -> str:
        if data is None:
            return ""
        if isinstance(data, list):
            other = next((p.get("type") for p in data if isinstance(p, dict) and p.get("type", "text") != "text"), None)
            if other is not None:
                raise serializers.ValidationError(f"Companions read text alone, no {str(other)[:40]}.")
            data = "\n".join(str(part.get("text") or "") for part in data if isinstance(part, dict))
        if not isinstance(data, str) or len(data) > 20_000 or "\x00" in data:
            raise serializers.ValidationError("Send a text of at most 20,000 characters without NUL.")
        if re.search(r"[\ud800-\udfff]", data):
            raise serializers.ValidationError("Holds half a surrogate pair; send valid Unicode.")
        return data


class Message(serializers.Serializer):
    role = serializers.ChoiceField(["system", "developer", "user", "assistant", "tool", "function"])
    content = Content(required=False, allow_null=True)


class Plain(serializers.Field):
    """A setting of which only the usual value means something to a companion; another is refused, not passed over."""

    def __init__(self, *, usual: tuple[Any, ...], says: str) -> None:
        super().__init__(required=False, allow_null=True)
        self._usual, self._says = usual, says

    def to_internal_value(self, data: Any) -> Any:
        if data not in self._usual:
            raise serializers.ValidationError(self._says)
        return data


class StreamOptions(serializers.Serializer):
    include_usage = serializers.BooleanField(required=False, allow_null=True)


class Completion(serializers.Serializer):
    model = serializers.CharField(max_length=120)
    messages = serializers.ListField(child=Message(), min_length=1, max_length=200)
    stream = serializers.BooleanField(required=False, allow_null=True)
    stream_options = StreamOptions(required=False, allow_null=True)
    n = Plain(usual=(1,), says="One answer is given at a time.")
    tools = Plain(usual=([],), says="Companions call no tools. Their proposals stand in /api/v1/chat/stream.")
    response_format = Plain(
        usual=({"type": "text"},),
        says="Companions answer in words. Documents by a schema are made by /api/v1/artifacts/generate.",
    )


def said_of(messages: Sequence[dict[str, Any]]) -> list[Said]:
    """The conversation as companions take it. Raises `ValidationFailed` unless the user spoke last."""
    roles = {"developer": "system", "tool": "system", "function": "system"}
    said = [Said(speaker=roles.get(m["role"], m["role"]), text=m.get("content") or "") for m in messages]
    if said[-1].speaker != "user":
        raise ValidationFailed("The last message must be the user's.", field="messages")
    return said


def noted(provider: Any, persona: Persona, said: list[Said]) -> tuple[Said, ...]:
    """The conversation with the notes that a session would have kept, worked out again from its own turns.

    Only the local companion keeps notes, and always the same ones for the same words.
    """
    if provider.info.provider != "local":
        return tuple(said)
    answers = [index for index, one in enumerate(said) if one.speaker == "assistant"][-_REBUILT:]
    for index in answers:
        request = ChatRequest(persona=persona, said=tuple(said[:index]))
        notes: dict[str, Any] = (
            next((p.data for p in provider.converse(request) if p.kind == "notes"), {}) if index else {}
        )
        said[index] = Said(speaker="assistant", text=said[index].text, data=notes)
    return tuple(said)


def prepare(body: dict[str, Any], organization_id: str) -> tuple[Talker, ChatRequest]:
    persona = BY_ID.get(body["model"], BY_ID[DEFAULT])
    provider = Talker(organization_id)
    said = noted(provider, persona, said_of(body["messages"]))
    return provider, ChatRequest(persona=persona, said=said, prices=prices())


async def completions(request: RawRequest, receive: Receive, send: Send) -> None:
    principal = await admit_known(request, DOOR)
    body = checked(await read_json(request, receive) or {}, Completion)
    provider, asked = await in_thread(prepare, body, principal.organization_id)
    model = asked.persona.id if body["model"] in BY_ID else provider.info.model
    head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": model}
    if not body.get("stream"):
        await _whole(provider, asked, head, request, send)
        return
    is_counted = bool((body.get("stream_options") or {}).get("include_usage"))
    pieces = pieces_of(provider, asked)
    try:
        first = await anext(pieces, None)  # who really speaks is known by then, and headers go ahead of all words
        if isinstance(first, StudioError):
            raise first
        await stream_events(
            _chunks(first, pieces, asked, head, request.request_id, is_counted=is_counted),
            send=send,
            receive=receive,
            headers=encode_headers({**request.own_headers, **note_headers(provider.note)}),
            is_still_welcome=partial(authenticate_raw, request.caller, DOOR),
            can_resume=False,
        )
    finally:
        await pieces.aclose()


async def _whole(
    provider: Talker, asked: ChatRequest, head: dict[str, Any], request: RawRequest, send: Send
) -> None:  # fmt: skip
    words: list[str] = []
    async for piece in pieces_of(provider, asked):
        if isinstance(piece, StudioError):
            raise piece
        words.append(piece.text if piece.kind == "text" else "")
    text = "".join(words)
    choice = {"index": 0, "message": {"role": "assistant", "content": text, "refusal": None}, "finish_reason": "stop"}
    choices = [{**choice, "logprobs": None}]
    answer = {**head, "object": "chat.completion", "choices": choices, "usage": _usage(asked, len(text))}
    raw = json.dumps(answer, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(raw)),
        "Cache-Control": "no-store",
        **request.own_headers,
        **note_headers(provider.note),
    }
    await send({"type": "http.response.start", "status": 200, "headers": encode_headers(headers)})
    await send({"type": "http.response.body", "body": raw})


async def _chunks(
    first: ChatPiece | None, rest: AsyncIterator[ChatPiece | StudioError], asked: ChatRequest, head: dict[str, Any],
    request_id: str, *, is_counted: bool,
) -> AsyncIterator[bytes]:  # fmt: skip
    """With `is_counted`, every chunk has a `usage`, and one more at the end is nothing but that."""
    form = {**head, "object": "chat.completion.chunk"} | ({"usage": None} if is_counted else {})

    def chunk(delta: dict[str, Any], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return format_event({**form, "choices": [choice]})

    yield chunk({"role": "assistant", "content": ""})
    said = 0
    piece: ChatPiece | StudioError | None = first
    while piece is not None:
        if isinstance(piece, StudioError):
            yield format_event(DOOR_DIALECT.envelope(DOOR_DIALECT.reply(piece, request_id)))
            return
        if piece.kind == "text":
            said += len(piece.text)
            yield chunk({"content": piece.text})
        piece = await anext(rest, None)
    yield chunk({}, "stop")
    if is_counted:
        yield format_event({**form, "choices": [], "usage": _usage(asked, said)})
    yield format_event("[DONE]")


def _usage(asked: ChatRequest, said: int) -> dict[str, int]:
    """Tokens, as many as there are in so many characters of English: nobody here counts them for money."""
    sent, made = (-(-count // _CHARS_A_TOKEN) for count in (sum(len(one.text) for one in asked.said), said))
    return {"prompt_tokens": sent, "completion_tokens": made, "total_tokens": sent + made}


_BODY = {
    "type": "object",
    "required": ["model", "messages"],
    "properties": {
        "model": {"type": "string", "description": "A companion's id; any other name is the default companion."},
        "messages": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        "stream": {"type": "boolean"},
    },
}
RAW_ROUTES = [
    RawRoute(
        pattern=re.compile(r"/openai/v1/chat/completions"),
        methods=("POST",),
        dialect=DOOR_DIALECT,
        handler=completions,
        path="/openai/v1/chat/completions",
        operation_id="openaiChatCompletions",
        summary="Talk to a companion by OpenAI's clients",
        scopes=DOOR.scopes,
        body=_BODY,
    ),
]
