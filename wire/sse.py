"""Server-Sent Events over raw ASGI: format, heartbeats, and an end when the reader leaves or loses its right to read.

The format is the WHATWG HTML standard's, section 9.2 "Server-sent events".
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

HEARTBEAT_S = 15.0
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold the stream back until its buffer is full
]


def format_event(data: Any, *, event: str | None = None, event_id: int | str | None = None) -> bytes:
    """One event. `data` is JSON unless it is a string; a line break inside it becomes a further data line."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    lines = [] if event_id is None else [f"id: {event_id}"]
    if event:
        lines.append(f"event: {event}")
    lines += [f"data: {line}" for line in text.splitlines() or [""]]
    return ("\n".join(lines) + "\n\n").encode()


async def stream_events(
    events: AsyncIterator[bytes],
    *,
    send: Send,
    receive: Receive,
    headers: list[tuple[bytes, bytes]],
    is_still_welcome: Callable[[], Awaitable[bool]],
    heartbeat_s: float = HEARTBEAT_S,
) -> None:
    """Send `events` until they end, the client goes, or `is_still_welcome` says no at a heartbeat."""
    await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, *headers]})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    gone = asyncio.create_task(_wait_for_disconnect(receive))
    following = asyncio.ensure_future(anext(events, None))
    try:
        while not gone.done():
            await asyncio.wait({following, gone}, timeout=heartbeat_s, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                return
            if following.done():
                chunk = following.result()
                if chunk is None:
                    break
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
                following = asyncio.ensure_future(anext(events, None))
            elif await is_still_welcome():
                await send({"type": "http.response.body", "body": b": still here\n\n", "more_body": True})
            else:
                break
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        for task in (gone, following):
            task.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await task


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
