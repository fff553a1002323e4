"""`POST /api/v1/chat/stream`: a companion's answer as Server-Sent Events, raw ASGI."""

import re
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from generation.companions.api.dialect import STUDIO
from generation.companions.api.present import when
from generation.companions.api.serializers import MAX_MESSAGE_CHARS, MAX_MESSAGES, Chat
from generation.companions.services.chat import Answer, answer_pieces
from generation.companions.services.sessions import begin_turn
from generation.providers.base import ChatPiece
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_known, authenticate_raw, encode_headers, in_thread, read_json
from wire.errors import StudioError
from wire.requests import checked
from wire.sse import Receive, Send, format_event, stream_events

DOOR = Door(dialect=STUDIO, route_family="chat", scopes=("chat:write",))


async def chat_stream(request: RawRequest, receive: Receive, send: Send) -> None:
    principal = await admit_known(request, DOOR)
    body = checked(await read_json(request, receive) or {}, Chat)
    turn = await in_thread(
        begin_turn,
        organization_id=principal.organization_id,
        companion_id=body["companion_id"],
        key=body.get("session_id"),
        messages=body["messages"],
        project_id=body.get("project_id"),
    )
    await stream_events(
        _events(Answer(turn), request.request_id),
        send=send,
        receive=receive,
        headers=encode_headers({"X-Session-Id": turn.session.key, **request.own_headers}),
        is_still_welcome=partial(authenticate_raw, request.caller, DOOR),
    )


async def _events(answer: Answer, request_id: str) -> AsyncIterator[bytes]:
    """Text in default `message` events, one piece each; everything else in events of its own name."""
    pieces = answer_pieces(answer)
    try:
        async for piece in pieces:
            if isinstance(piece, StudioError):
                reply = STUDIO.reply(piece, request_id)
                yield format_event(STUDIO.envelope(reply)["error"], event="error")
                return
            yield _printed(piece, answer)
        yield format_event(_done(answer), event="done")
    finally:
        await pieces.aclose()


def _printed(piece: ChatPiece, answer: Answer) -> bytes:
    if piece.kind == "text":
        return format_event(one_piece(piece.text))
    data = piece.data
    if piece.kind == "artifact":
        body = {"session_id": answer.turn.session.key, "artifact_type": data["artifact_type"]}
        data = {**data, "generate": {"method": "POST", "path": "/api/v1/artifacts/generate", "body": body}}
    return format_event(data, event=piece.kind)


def one_piece(text: str) -> str:
    """The text without line breaks other than LF: a stream's lines end at all of those, and only LF comes back."""
    return re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)


def _done(answer: Answer) -> dict[str, Any]:
    message = answer.message
    return {
        "session_id": answer.turn.session.key,
        "companion_id": answer.turn.persona.id,
        "message_id": f"msg_{message.pk}" if message else None,
        "project_id": answer.turn.session.project_id,
        "provider": message.provider if message else None,
        "model": message.model if message else None,
        **({"fallback": True, "note": answer.talker.note} if answer.talker and answer.talker.note else {}),
        "created_at": when(message.created_at) if message else None,
    }


_MESSAGE = {
    "type": "object",
    "required": ["role", "content"],
    "properties": {
        "role": {"type": "string", "enum": ["user", "assistant", "system"]},
        "content": {"type": "string", "maxLength": MAX_MESSAGE_CHARS},
    },
}
BODY = {
    "type": "object",
    "required": ["companion_id", "messages"],
    "properties": {
        "companion_id": {"type": "string", "description": "See GET /companions."},
        "session_id": {"type": "string", "description": "Yours or ours; an unknown one opens a session."},
        "messages": {"type": "array", "minItems": 1, "maxItems": MAX_MESSAGES, "items": _MESSAGE},
        "project_id": {"type": "string", "description": "A project whose sources the companion may draw on."},
    },
}

RAW_ROUTES = [
    RawRoute(
        pattern=re.compile(r"/api/v1/chat/stream"),
        methods=("POST",),
        dialect=STUDIO,
        handler=chat_stream,
        path="/api/v1/chat/stream",
        operation_id="streamChat",
        summary="Talk to a companion; its answer comes as a stream of events",
        scopes=DOOR.scopes,
        body=BODY,
    ),
]
