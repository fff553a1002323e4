"""A job's events as Server-Sent Events: what every family's stream of a job is made of."""

from collections.abc import Callable
from functools import partial
from typing import Any

from generation.jobs.models import Job
from generation.jobs.tail import Subscription, job_tail
from wire.admit import Door
from wire.asgi import RawRequest, admit_known, authenticate_raw, encode_headers, in_thread
from wire.errors import ValidationFailed
from wire.moments import when
from wire.sse import Receive, Send, format_event, stream_feed

Printer = Callable[[dict[str, Any]], bytes]


def printed(event: dict[str, Any]) -> bytes:
    """The event's type and data, its time beside it."""
    data = {**event["data"], "createdAt": when(event["created_at"])}
    return format_event(data, event=event["type"], event_id=event["seq"])


class JobFeed:
    """A job's log as its family prints it."""

    __slots__ = ("_events", "_prints")

    def __init__(self, events: Subscription, prints: Printer = printed) -> None:
        self._events, self._prints = events, prints

    @property
    def is_over(self) -> bool:
        return self._events.is_over

    def take(self) -> bytes | None:
        event = self._events.take()
        return None if event is None else self._prints(event)

    def listen(self, on_news: Callable[[], None] | None) -> None:
        self._events.on_news = on_news


async def follow_job(
    request: RawRequest,
    receive: Receive,
    send: Send,
    *,
    door: Door,
    access: Callable[..., Job],
    prints: Printer = printed,
) -> None:
    """Everything after `Last-Event-ID`, then what follows, to the end of the job that `access` finds.

    `access(job_id, organization_id=…)` gets the path's `job_id` and raises the family's 404.
    """
    job_id, headers = await _opened(request, door, access)
    async with job_tail.subscribe(job_id, last_event_id(request.headers.get("last-event-id"))) as events:
        await stream_feed(
            JobFeed(events, prints),
            send=send,
            receive=receive,
            headers=headers,
            is_still_welcome=partial(authenticate_raw, request.caller, door),
        )


async def _opened(request: RawRequest, door: Door, access: Callable[..., Job]) -> tuple[str, list[tuple[bytes, bytes]]]:
    """The job's id and the answer's headers; whatever else opening took is not held while the stream is open."""
    principal = await admit_known(request, door)
    (job_id,) = request.params.values()
    job = await in_thread(access, job_id, organization_id=principal.organization_id)
    return job.pk, encode_headers(request.own_headers)


def last_event_id(header: str | None) -> int:
    """The `seq` that a reconnecting reader saw last; 0 for a new one. Raises `ValidationFailed`."""
    if not header:
        return 0
    if not (header.isascii() and header.isdecimal() and len(header) <= 9):
        raise ValidationFailed("Last-Event-ID must be the id of an event of this stream.", field="Last-Event-ID")
    return int(header)
