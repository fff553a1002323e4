"""Events of the editor's jobs as Server-Sent Events."""

import re

from generation.jobs.feed import follow_job
from generation.timelines.api.dialect import EDITOR
from generation.timelines.services.exports import access_export
from generation.timelines.services.jobs import access_job
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute
from wire.sse import Receive, Send

_JOBS = Door(dialect=EDITOR, route_family="jobs", scopes=("edit:read",))
_EXPORTS = Door(dialect=EDITOR, route_family="jobs", scopes=("export:write",))


async def job_events(request: RawRequest, receive: Receive, send: Send) -> None:
    await follow_job(request, receive, send, door=_JOBS, access=access_job)


async def export_events(request: RawRequest, receive: Receive, send: Send) -> None:
    await follow_job(request, receive, send, door=_EXPORTS, access=access_export)


RAW_ROUTES = [
    RawRoute(
        pattern=re.compile(r"/api/v1/job/(?P<job_id>[^/]+)/events"),
        methods=("GET",),
        dialect=EDITOR,
        handler=job_events,
        path="/api/v1/job/{job_id}/events",
        operation_id="streamEditorJobEvents",
        summary="Follow an import or a generation",
        scopes=_JOBS.scopes,
    ),
    RawRoute(
        pattern=re.compile(r"/api/v1/export/(?P<export_job_id>[^/]+)/events"),
        methods=("GET",),
        dialect=EDITOR,
        handler=export_events,
        path="/api/v1/export/{export_job_id}/events",
        operation_id="streamExportEvents",
        summary="Follow an export",
        scopes=_EXPORTS.scopes,
    ),
]
