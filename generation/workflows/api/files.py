"""What is sent in pieces: the archive of all projects, and a film by its address."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone

from generation.assets.serve import send_asset
from generation.workflows.api.dialect import WORKFLOWS
from generation.workflows.api.streams import query_value
from generation.workflows.models import Workflow
from generation.workflows.services.access import workflows_of
from generation.workflows.services.archive import archive
from generation.workflows.services.downloads import fetched_film, own_film
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_raw, encode_headers, in_thread
from wire.sse import Receive, Send

DOOR = Door(dialect=WORKFLOWS, route_family="default", scopes=("export:write",))
_CHUNK = 256 * 1024
_GATHER = 1024 * 1024  # bytes of an archive that are sent in one go


async def export_projects(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /api/v1/user/projects/export`"""
    admission = await admit_raw(request, DOOR)
    assert admission.principal is not None  # noqa: S101 - the door asks for a scope, so there is a principal
    rows = workflows_of(admission.principal.organization_id)
    await send_archive(rows, request, send, name=f"projects-{timezone.now():%Y-%m-%d}.zip")


async def send_archive(workflows: "QuerySet[Workflow]", request: RawRequest, send: Send, *, name: str) -> None:
    """What these workflows have made, as a download of that name."""
    pieces = archive(workflows)
    try:
        first = await in_thread(_gathered, pieces)  # before the status: what cannot begin is still an error
        await _begin(request, send, "application/zip", name)
        while first:
            await send({"type": "http.response.body", "body": first, "more_body": True})
            first = await in_thread(_gathered, pieces)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        pieces.close()


def _gathered(pieces: Iterator[bytes]) -> bytes:
    """The next megabyte or so; b"" at the end."""
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) >= _GATHER:
            break
    return bytes(found)


async def export_source(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /api/v1/export?source=`"""
    admission = await admit_raw(request, DOOR)
    assert admission.principal is not None  # noqa: S101 - the door asks for a scope, so there is a principal
    source = query_value(request, "source")
    asset = await in_thread(own_film, source, organization_id=admission.principal.organization_id)
    if asset is not None:
        await send_asset(asset, request, send, download_name=asset.filename)
        return
    with closing(await in_thread(fetched_film, source)) as film:
        size = film.seek(0, 2)
        film.seek(0)
        await _begin(request, send, "video/mp4", "video.mp4", size=size)
        await _send_all(film, send)


async def _send_all(film: IO[bytes], send: Send) -> None:
    while chunk := await asyncio.to_thread(film.read, _CHUNK):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _begin(request: RawRequest, send: Send, content_type: str, filename: str, size: int | None = None) -> None:
    headers: dict[str, Any] = {
        "Content-Type": content_type,
        "Content-Disposition": f'attachment; filename="{filename}"',
        "Cache-Control": "no-store",
        "X-Request-Id": request.request_id,
        **request.limit_headers,
    }
    if size is not None:
        headers["Content-Length"] = str(size)
    await send({"type": "http.response.start", "status": 200, "headers": encode_headers(headers)})


RAW_ROUTES = [
    RawRoute(
        pattern=re.compile(r"/api/v1/user/projects/export"),
        methods=("GET",),
        dialect=WORKFLOWS,
        handler=export_projects,
        path="/api/v1/user/projects/export",
        operation_id="exportUserProjects",
        summary="Everything that was made, as a ZIP",
        scopes=DOOR.scopes,
        answers="application/zip",
    ),
    RawRoute(
        pattern=re.compile(r"/api/v1/export"),
        methods=("GET",),
        dialect=WORKFLOWS,
        handler=export_source,
        path="/api/v1/export",
        operation_id="exportSource",
        summary="Download a film by its address",
        scopes=DOOR.scopes,
        query=("source",),
        answers="video/mp4",
        shared=True,
    ),
]
