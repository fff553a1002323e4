"""What the pages stream: a workflow as it is made, and archives of what was made.

Doors of their own: a page is opened again and again, so it is not counted by the API's connections an hour.
"""

import re

from generation.workflows.api.dialect import WORKFLOWS
from generation.workflows.api.files import send_archive
from generation.workflows.api.streams import follow_workflow
from generation.workflows.services.access import access_batch, access_run, workflows_of
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_known, in_thread
from wire.sse import Receive, Send

DOOR = Door(dialect=WORKFLOWS, route_family="default", scopes=("workflow:read",))


async def workflow_events(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /dashboard/workflows/{id}/events`"""
    await follow_workflow(request, receive, send, door=DOOR, named=lambda: request.params["workflow_id"])


async def workflow_zip(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /dashboard/workflows/{id}/files.zip`"""
    principal = await admit_known(request, DOOR)
    run = await in_thread(access_run, request.params["workflow_id"], organization_id=principal.organization_id)
    rows = workflows_of(principal.organization_id).filter(pk=run.workflow.pk)
    await send_archive(rows, request, send, name=f"{run.workflow.type}-{run.workflow.pk}.zip")


async def batch_zip(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /dashboard/workflows/batches/{id}/files.zip`"""
    principal = await admit_known(request, DOOR)
    batch, _ = await in_thread(access_batch, request.params["batch_id"], organization_id=principal.organization_id)
    rows = workflows_of(principal.organization_id).filter(batch=batch)
    await send_archive(rows, request, send, name=f"{batch.pk}.zip")


_PATHS = (
    (r"/dashboard/workflows/(?P<workflow_id>[^/]+)/events", workflow_events),
    (r"/dashboard/workflows/(?P<workflow_id>[^/]+)/files\.zip", workflow_zip),
    (r"/dashboard/workflows/batches/(?P<batch_id>[^/]+)/files\.zip", batch_zip),
)
RAW_ROUTES = [RawRoute(re.compile(path), ("GET",), WORKFLOWS, handler) for path, handler in _PATHS]
