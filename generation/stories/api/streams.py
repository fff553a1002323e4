"""A story job's events as Server-Sent Events."""

import re
from collections.abc import Callable
from functools import partial

from generation.jobs.tail import Subscription, job_tail
from generation.stories.api.dialect import STORY
from generation.stories.api.present import when
from generation.stories.services import access_job
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_raw, authenticate_raw, encode_headers, in_thread
from wire.errors import ValidationFailed
from wire.sse import Receive, Send, format_event, stream_feed

_DOOR = Door(dialect=STORY, route_family="jobs", scopes=("story:read",))


class JobFeed:
    """A job's log as the family prints it."""

    __slots__ = ("_events",)

    def __init__(self, events: Subscription) -> None:
        self._events = events

    @property
    def is_over(self) -> bool:
        return self._events.is_over

    def take(self) -> bytes | None:
        event = self._events.take()
        if event is None:
            return None
        data = {**event["data"], "createdAt": when(event["created_at"])}
        return format_event(data, event=event["type"], event_id=event["seq"])

    def listen(self, on_news: Callable[[], None] | None) -> None:
        self._events.on_news = on_news


async def job_events(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /api/v1/story-jobs/{jobId}/events`: everything after `Last-Event-ID`, then what follows, to the end."""
    job_id, headers = await _opened(request)
    async with job_tail.subscribe(job_id, last_event_id(request.headers.get("last-event-id"))) as events:
        await stream_feed(
            JobFeed(events),
            send=send,
            receive=receive,
            headers=headers,
            is_still_welcome=partial(authenticate_raw, request.caller, _DOOR),
        )


async def _opened(request: RawRequest) -> tuple[str, list[tuple[bytes, bytes]]]:
    """The job's id and the answer's headers; whatever else opening took is not held while the stream is open."""
    admission = await admit_raw(request, _DOOR)
    assert admission.principal is not None  # noqa: S101 - the door asks for a scope, so there is a principal
    job = await in_thread(access_job, request.params["job_id"], organization_id=admission.principal.organization_id)
    usage_headers = STORY.limit_headers(admission.usage) if admission.usage else {}
    return job.pk, encode_headers({"X-Request-Id": request.request_id, **usage_headers})


def last_event_id(header: str | None) -> int:
    """The `seq` that a reconnecting reader saw last; 0 for a new one. Raises `ValidationFailed`."""
    if not header:
        return 0
    if not (header.isascii() and header.isdecimal() and len(header) <= 9):
        raise ValidationFailed("Last-Event-ID must be the id of an event of this stream.", field="Last-Event-ID")
    return int(header)


RAW_ROUTES = [
    RawRoute(
        pattern=re.compile(r"/api/v1/story-jobs/(?P<job_id>[^/]+)/events"),
        methods=("GET",),
        dialect=STORY,
        handler=job_events,
        path="/api/v1/story-jobs/{job_id}/events",
        operation_id="streamJobEvents",
        summary="Follow a story job's events",
        scopes=_DOOR.scopes,
    ),
]
