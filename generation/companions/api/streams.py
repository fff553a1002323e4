"""A studio job's events as Server-Sent Events."""

import re
from typing import Any

from generation.companions.api.dialect import STUDIO
from generation.companions.api.present import STATUS_OF_JOB, when
from generation.companions.services.jobs import access_job
from generation.jobs.feed import follow_job
from generation.jobs.states import Status
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute
from wire.sse import Receive, Send, format_event

DOOR = Door(dialect=STUDIO, route_family="default", scopes=("story:read",))


def printed(event: dict[str, Any]) -> bytes:
    """A line of the log in the family's own states: `pending`, `processing`, `completed`, `failed`, and `progress`."""
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
    await follow_job(request, receive, send, door=DOOR, access=access_job, prints=printed)


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
