import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from wire.sse import format_event, stream_events, stream_feed


class Browser:
    """The other end of an ASGI connection."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.left = asyncio.Event()

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    @property
    def body(self) -> bytes:
        return b"".join(m.get("body", b"") for m in self.sent)


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False


async def _two() -> AsyncIterator[bytes]:
    yield format_event({"progress": 0.5}, event="progress", event_id=1)
    yield format_event({}, event="succeeded", event_id=2)


async def _never(closed: list[bool] | None = None) -> AsyncIterator[bytes]:
    try:
        await asyncio.Event().wait()
        yield b""
    finally:
        if closed is not None:
            closed.append(True)


def test_an_event_carries_id_name_and_compact_json() -> None:
    assert (
        format_event({"a": 1, "ü": "x"}, event="step", event_id=3)
        == 'id: 3\nevent: step\ndata: {"a":1,"ü":"x"}\n\n'.encode()
    )


def test_a_line_break_in_text_cannot_end_the_event() -> None:
    assert format_event("one\n\ndata: two") == b"data: one\ndata: \ndata: data: two\n\n"


async def test_the_stream_ends_with_its_events() -> None:
    browser = Browser()
    await stream_events(_two(), send=browser.send, receive=browser.receive, headers=[], is_still_welcome=_yes)
    assert (
        browser.body
        == b'retry: 2000\n\nid: 1\nevent: progress\ndata: {"progress":0.5}\n\nid: 2\nevent: succeeded\ndata: {}\n\n'
    )
    assert browser.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}


async def test_a_silent_stream_sends_heartbeats_and_asks_whether_the_key_still_counts() -> None:
    browser = Browser()
    answers = iter([True, True, False])

    async def welcome() -> bool:
        return next(answers)

    await stream_events(
        _never(), send=browser.send, receive=browser.receive, headers=[], is_still_welcome=welcome, heartbeat_s=0.01
    )
    assert browser.body.count(b": still here\n\n") == 2


async def test_a_reader_who_leaves_ends_the_stream_and_its_source() -> None:
    browser, closed = Browser(), []
    stream = asyncio.create_task(
        stream_events(
            _never(closed), send=browser.send, receive=browser.receive, headers=[], is_still_welcome=_no, heartbeat_s=60
        )
    )
    await asyncio.sleep(0)
    browser.left.set()
    await asyncio.wait_for(stream, 5)
    assert closed == [True]


class List:
    """A feed that a test fills."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.is_over = False
        self.tell: Callable[[], None] | None = None

    def take(self) -> bytes | None:
        return self.chunks.pop(0) if self.chunks else None

    def listen(self, on_news: Callable[[], None] | None) -> None:
        self.tell = on_news

    def add(self, *chunks: bytes) -> None:
        self.chunks += chunks
        if self.tell:
            self.tell()


def open_stream(feed: List, browser: Browser, **options: Any) -> asyncio.Task[None]:
    given = {"headers": [], "is_still_welcome": _yes, "send": browser.send, "receive": browser.receive}
    return asyncio.create_task(stream_feed(feed, **given | options))


async def test_what_a_feed_gives_is_sent_in_order_and_an_idle_stream_is_one_task() -> None:
    feed, browser = List(), Browser()
    before = len(asyncio.all_tasks())
    stream = open_stream(feed, browser)
    feed.add(b"1", b"2")
    await asyncio.sleep(0.01)
    feed.add(b"3")
    await asyncio.sleep(0.01)
    assert browser.body == b"retry: 2000\n\n123"
    assert len(asyncio.all_tasks()) == before + 1
    feed.is_over = True
    feed.add(b"4")
    await asyncio.wait_for(stream, 5)
    assert browser.body.endswith(b"1234")
    assert browser.sent[-1]["more_body"] is False
    assert feed.tell is None


async def test_a_busy_stream_asks_for_the_right_to_read_too() -> None:
    feed, browser = List(), Browser()
    stream = open_stream(feed, browser, is_still_welcome=_no, heartbeat_s=0.03)
    while not stream.done():
        feed.add(b"x")
        await asyncio.sleep(0.001)
    assert browser.sent[-1]["more_body"] is False


async def test_a_reader_that_takes_nothing_for_a_whole_heartbeat_is_dropped() -> None:
    feed, browser = List(), Browser()

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body" and message["body"] == b"stuck":
            await asyncio.Event().wait()
        await browser.send(message)

    stream = open_stream(feed, browser, send=send, heartbeat_s=0.02)
    await asyncio.sleep(0)
    feed.add(b"stuck")
    await asyncio.wait_for(stream, 5)


async def test_a_reader_that_stops_is_dropped_though_a_heartbeat_is_due() -> None:
    """The heartbeat waits behind what is not read, and must not be what nobody looks after."""
    feed, browser = List(), Browser()

    async def send(message: dict[str, Any]) -> None:
        if b"read" in [sent.get("body") for sent in browser.sent]:
            await asyncio.Event().wait()
        await browser.send(message)

    stream = open_stream(feed, browser, send=send, heartbeat_s=0.02)
    await asyncio.sleep(0)
    feed.add(b"read")
    await asyncio.wait_for(stream, 5)


async def test_what_sending_raises_ends_the_stream_with_it() -> None:
    feed, browser = List(), Browser()

    async def send(message: dict[str, Any]) -> None:
        if message.get("body") == b"bad":
            raise OSError("gone")
        await browser.send(message)

    stream = open_stream(feed, browser, send=send)
    await asyncio.sleep(0)
    feed.add(b"bad")
    with pytest.raises(OSError, match="gone"):
        await asyncio.wait_for(stream, 5)


async def test_canceling_the_stream_from_outside_cancels_it() -> None:
    stream = open_stream(List(), Browser())
    await asyncio.sleep(0.01)
    stream.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stream
