"""Server-Sent Events over raw ASGI: format, heartbeats, and an end when the reader leaves or loses its right to read.

The format is the WHATWG HTML standard's, section 9.2 "Server-sent events".
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, Protocol

from wire.telemetry import metrics

log = logging.getLogger(__name__)

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


class Feed(Protocol):
    """Where a stream's events come from. All of it is called in the stream's event loop and returns at once."""

    @property
    def is_over(self) -> bool:
        """Whether everything was taken and nothing will follow."""

    def take(self) -> bytes | None:
        """The next chunk; None when there is none now."""

    def listen(self, on_news: Callable[[], None] | None) -> None:
        """Whom to tell when there is more to take, or when it is over."""


async def stream_feed(
    feed: Feed,
    *,
    send: Send,
    receive: Receive,
    headers: list[tuple[bytes, bytes]],
    is_still_welcome: Callable[[], Awaitable[bool]],
    heartbeat_s: float = HEARTBEAT_S,
    can_resume: bool = True,
) -> None:
    """Send what `feed` gives until it is over, the client goes, or `is_still_welcome` says no at a heartbeat.

    Whoever cannot come back to a stream is not told when to: some readers take that line for an event.
    """
    await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, *headers]})
    if can_resume:
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    await _Stream(feed, send, is_still_welcome, heartbeat_s).run(receive)


async def stream_events(events: AsyncIterator[bytes], **options: Any) -> None:
    """`stream_feed` for an iterator. It costs a task more, so it is for streams that are few or short."""
    feed = _IteratorFeed(events)
    try:
        await stream_feed(feed, **options)
    finally:
        await feed.aclose()


class _Stream:
    """One open stream. While it idles there is one task, which waits for the reader to leave; thousands may idle.

    Sending and asking whether the reader is still welcome happen in tasks that live as long as that takes.
    """

    __slots__ = (
        "_error", "_feed", "_given_at", "_has_called_off", "_heartbeat_s", "_is_over", "_is_still_welcome", "_reader",
        "_send", "_sender", "_timer", "_verifier",
    )  # fmt: skip

    def __init__(
        self, feed: Feed, send: Send, is_still_welcome: Callable[[], Awaitable[bool]], heartbeat_s: float
    ) -> None:
        self._feed, self._send = feed, send
        self._is_still_welcome, self._heartbeat_s = is_still_welcome, heartbeat_s
        self._reader: asyncio.Task[Any] | None = None
        self._sender: asyncio.Task[None] | None = None
        self._verifier: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._error: BaseException | None = None
        self._is_over = self._has_called_off = False
        self._given_at: float | None = None  # when the chunk that is on its way was sent off

    async def run(self, receive: Receive) -> None:
        """Returns when the stream is over. Raises what sending or asking raised."""
        reader = self._reader = asyncio.current_task()
        self._feed.listen(self._wake)
        self._wake()
        self._set_timer()
        metrics.streams_open.labels("sse").inc()
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if not self._has_called_off or reader is None or reader.uncancel():
                raise  # somebody else's cancellation, not only `_end`'s
        finally:
            self._reader = None
            metrics.streams_open.labels("sse").dec()
            await self._close()
        if self._error is not None:
            raise self._error

    def _wake(self) -> None:
        if self._sender is None and not self._is_over:
            self._sender = self._start(self._send_all())

    async def _send_all(self, chunk: bytes | None = None) -> None:
        """`chunk`, if there is one, and whatever the feed has."""
        while not self._is_over and (chunk := chunk or self._feed.take()) is not None:
            self._given_at = asyncio.get_running_loop().time()
            await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
            self._given_at = chunk = None
        if self._feed.is_over:
            await self._say_goodbye()
        self._sender = None

    def _set_timer(self) -> None:
        """For the next beat, or for when what is on its way has had a whole one."""
        loop = asyncio.get_running_loop()
        began = loop.time() if self._given_at is None else self._given_at
        self._timer = loop.call_at(began + self._heartbeat_s, self._beat)

    def _beat(self) -> None:
        if self._given_at is not None and asyncio.get_running_loop().time() >= self._given_at + self._heartbeat_s:
            self._end()  # a whole heartbeat for one chunk: the reader takes nothing
            return
        self._verifier = self._start(self._verify())

    async def _verify(self) -> None:
        if not await self._is_still_welcome():
            await self._say_goodbye()
            return
        if self._is_over:
            return
        if self._sender is None:  # else there is something on its way; the next beat sees whether it was taken
            self._sender = self._start(self._send_all(b": still here\n\n"))
        self._verifier = None
        self._set_timer()

    async def _say_goodbye(self) -> None:
        if not self._is_over:
            self._is_over = True
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
            self._end()

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(self._note_error)
        return task

    def _note_error(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._error = error
            self._end()

    def _end(self) -> None:
        self._is_over = True
        if self._reader is not None and not self._has_called_off:
            self._has_called_off = self._reader.cancel()

    async def _close(self) -> None:
        self._is_over = True
        self._feed.listen(None)
        if self._timer is not None:
            self._timer.cancel()
        for task in (self._sender, self._verifier):
            if task is not None:
                task.cancel()
                await _ended(task)


async def _ended(task: asyncio.Future[Any]) -> None:
    """Wait for a cancelled task. A reader who left is no error; any other is one that nobody else would see."""
    try:
        await task
    except (asyncio.CancelledError, ConnectionError):
        pass
    except Exception:
        log.exception("A stream's task failed while it was being ended.")


class _IteratorFeed:
    """An iterator as a feed: one item is asked for ahead."""

    def __init__(self, events: AsyncIterator[bytes]) -> None:
        self.is_over = False
        self._events = events
        self._on_news: Callable[[], None] | None = None
        self._next = self._ask()

    def take(self) -> bytes | None:
        if self.is_over or not self._next.done():
            return None
        chunk = self._next.result()
        if chunk is None:
            self.is_over = True
        else:
            self._next = self._ask()
        return chunk

    def listen(self, on_news: Callable[[], None] | None) -> None:
        self._on_news = on_news

    async def aclose(self) -> None:
        self._next.cancel()
        await _ended(self._next)

    def _ask(self) -> asyncio.Future[bytes | None]:
        coming = asyncio.ensure_future(anext(self._events, None))
        coming.add_done_callback(self._tell)
        return coming

    def _tell(self, _coming: object) -> None:
        if self._on_news is not None:
            self._on_news()
