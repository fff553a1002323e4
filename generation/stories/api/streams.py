"""A story job's events as Server-Sent Events."""

import re

from generation.jobs.feed import follow_job
from generation.stories.api.dialect import STORY
from generation.stories.services import access_job
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute
from wire.sse import Receive, Send

_DOOR = Door(dialect=STORY, route_family="jobs", scopes=("story:read",))


async def job_events(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /api/v1/story-jobs/{jobId}/events`: everything after `Last-Event-ID`, then what follows, to the end."""
    await follow_job(request, receive, send, door=_DOOR, access=access_job)


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
