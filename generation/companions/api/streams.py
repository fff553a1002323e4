"""A studio job's events as Server-Sent Events."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from generation.companions.api.dialect import STUDIO
from generation.companions.api.present import STATUS_OF_JOB, when
from generation.companions.services.jobs import access_job
from generation.jobs.states import Status
from generation.jobs.tail import Subscription, job_tail
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_raw, authenticate_raw, encode_headers, in_thread
from wire.errors import ValidationFailed
from wire.sse import Receive, Send, format_event, stream_feed

DOOR = Door(dialect=STUDIO, route_family="default", scopes=("story:read",))


class JobFeed:
    """A job's log in the family's own states: `pending`, `processing`, `completed`, `failed`, and `progress`."""

    __slots__ = ("_events",)

    def __init__(self, events: Subscription) -> None:
        self._events = events

    @property
    def is_over(self) -> bool:
        return self._events.is_over

    def take(self) -> bytes | None:
        event = self._events.take()
        return None if event is None else printed(event)

    def listen(self, on_news: Callable[[], None] | None) -> None:
        self._events.on_news = on_news


def printed(event: dict[str, Any]) -> bytes:
    data, name = dict(event["data"]), event["type"]
    if name in list(Status):
        name = STATUS_OF_JOB[Status(name)]
        data["status"] = name
    if "timeLeftMs" in data:
        data["time_left_ms"] = data.pop("timeLeftMs")
    data["created_at"] = when(event["created_at"])
    return format_event(data, event=name, event_id=event["seq"])


async def job_events(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /api/v1/jobs/{id}/events`: everything after `Last-Event-ID`, then what follows, to the end."""
    admission = await admit_raw(request, DOOR)
    assert admission.principal is not None  # noqa: S101 - the door asks for a scope, so there is a principal
    job = await in_thread(
        access_job, request.params["studio_job_id"], organization_id=admission.principal.organization_id
    )
    usage_headers = STUDIO.limit_headers(admission.usage) if admission.usage else {}
    async with job_tail.subscribe(job.pk, _last_event_id(request.headers.get("last-event-id"))) as events:
        await stream_feed(
            JobFeed(events),
            send=send,
            receive=receive,
            headers=encode_headers({"X-Request-Id": request.request_id, **usage_headers}),
            is_still_welcome=partial(authenticate_raw, request.caller, DOOR),
        )


def _last_event_id(header: str) -> int:
    if not header:
        return 0
    if not (header.isascii() and header.isdecimal() and len(header) <= 9):
        raise ValidationFailed("Last-Event-ID must be the id of an event of this stream.", field="Last-Event-ID")
    return int(header)


RAW_ROUTES = [
    RawRoute(
        pattern=re.compile(r"/api/v1/jobs/(?P<studio_job_id>[^/]+)/events"),
        methods=("GET",),
        dialect=STUDIO,
        handler=job_events,
        path="/api/v1/jobs/{studio_job_id}/events",
        operation_id="streamStudioJobEvents",
        summary="Follow a job's events",
        scopes=DOOR.scopes,
    ),
]
