"""A story job's events as Server-Sent Events."""

import re
from collections.abc import AsyncIterator

from generation.jobs.tail import JobTail
from generation.stories.api.dialect import STORY
from generation.stories.api.present import when
from generation.stories.services import access_job
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_raw, authenticate_raw, encode_headers, in_thread
from wire.errors import ValidationFailed
from wire.sse import Receive, Send, format_event, stream_events

_DOOR = Door(dialect=STORY, route_family="jobs", scopes=("story:read",))
_tail = JobTail()


async def job_events(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /api/v1/story-jobs/{jobId}/events`: everything after `Last-Event-ID`, then what follows, to the end."""
    admission = await admit_raw(request, _DOOR)
    assert admission.principal is not None  # noqa: S101 - the door asks for a scope, so there is a principal
    job = await in_thread(access_job, request.params["job_id"], organization_id=admission.principal.organization_id)
    after = _last_event_id(request.headers.get("last-event-id", ""))
    usage_headers = STORY.limit_headers(admission.usage) if admission.usage else {}

    async def chunks() -> AsyncIterator[bytes]:
        async with _tail.subscribe(job.pk, after) as events:
            async for event in events:
                yield format_event(
                    {**event["data"], "createdAt": when(event["created_at"])},
                    event=event["type"],
                    event_id=event["seq"],
                )

    await stream_events(
        chunks(),
        send=send,
        receive=receive,
        headers=encode_headers({"X-Request-Id": request.request_id, **usage_headers}),
        is_still_welcome=lambda: authenticate_raw(request, _DOOR),
    )


def _last_event_id(header: str) -> int:
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
