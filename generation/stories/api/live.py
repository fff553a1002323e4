"""The live read's sound and text, for whoever holds its link: raw ASGI, because a stream would hold a thread."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

from django.utils import timezone

from generation.assets.models import Asset
from generation.assets.serve import send_asset
from generation.assets.services import get_asset, read_bytes
from generation.films.live import SPOKEN
from generation.jobs.feed import last_event_id
from generation.jobs.models import Job
from generation.jobs.states import Status
from generation.jobs.tail import job_tail
from generation.media.live import CONTENT_TYPE
from generation.projects.models import Artifact
from generation.stories.api.dialect import STORY
from generation.stories.services import find_live
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_raw, encode_headers, in_thread
from wire.errors import ArtifactNotReady, NotFound
from wire.sse import Receive, Send, format_event, stream_events

_DOOR = Door(dialect=STORY, route_family="live", scopes=())

NOT_STARTED = "This read has not been started. POST its token to /api/share/table-read/start-live first."
# What the public log says of a spoken part; where its bytes are kept is nobody's business.
_TOLD = ("line", "part", "character", "text", "startMs", "endMs", "phrases", "endsLine")


async def read_audio(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /share/table-read-audio/<token>`: the read from its first word, as it is spoken; whole once recorded."""
    await admit_raw(request, _DOOR)
    artifact, job, recording = await in_thread(_performance, request.params["token"])
    if recording is not None:
        await send_asset(recording, request, send)
        return
    headers = {
        "Content-Type": CONTENT_TYPE,
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
        "Cross-Origin-Resource-Policy": "same-site",
    }
    await send({"type": "http.response.start", "status": 200, "headers": encode_headers(headers)})
    if request.method != "HEAD":
        await _send_parts(artifact, job, receive, send)
    await send({"type": "http.response.body", "body": b""})


async def _send_parts(artifact: Artifact, job: Job, receive: Receive, send: Send) -> None:
    gone = asyncio.create_task(_wait_for_disconnect(receive))
    try:
        async with job_tail.subscribe(job.pk) as events:
            following = asyncio.ensure_future(anext(events, None))
            while not gone.done():
                await asyncio.wait({following, gone}, return_when=asyncio.FIRST_COMPLETED)
                if not following.done() or (event := following.result()) is None:
                    break
                if event["type"] == SPOKEN:
                    part = await in_thread(_bytes, event["data"]["assetId"], artifact.organization_id)
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                following = asyncio.ensure_future(anext(events, None))
            following.cancel()
    finally:
        gone.cancel()


async def read_events(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /share/table-read-events/<token>`: each spoken part with its times in the sound, then `end`."""
    await admit_raw(request, _DOOR)
    token = request.params["token"]
    _, job, _ = await in_thread(_performance, token)
    after = last_event_id(request.headers.get("last-event-id", ""))

    async def chunks() -> AsyncIterator[bytes]:
        async with job_tail.subscribe(job.pk, after) as events:
            async for event in events:
                told = told_of(event["type"], event["data"])
                if told:
                    yield format_event(told[1], event=told[0], event_id=event["seq"])

    await stream_events(
        chunks(),
        send=send,
        receive=receive,
        headers=encode_headers({"X-Request-Id": request.request_id}),
        is_still_welcome=lambda: in_thread(_is_open, token),
    )


def told_of(type_: str, data: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """An event of the job's log as listeners are told of it: (type, data), or None for what is not theirs to know."""
    if type_ == SPOKEN:
        return SPOKEN, {name: data[name] for name in _TOLD}
    if type_ == Status.SUCCEEDED:
        return "end", {"status": "recorded"}
    if type_ in (Status.FAILED, Status.CANCELED):
        return "end", {"status": "failed", "message": data.get("message") or "The performance was stopped."}
    return None


def _performance(token: str) -> tuple[Artifact, Job, Asset | None]:
    """The current version's performance. Raises `NotFound` for a bad link, `ArtifactNotReady` before it is started."""
    artifact, found = find_live(token, now=timezone.now())
    if found is None:
        raise ArtifactNotReady(NOT_STARTED)
    rendition, job = found
    if job.status in (Status.FAILED, Status.CANCELED):
        raise ArtifactNotReady(f"The last performance failed: {job.error_message or 'it was canceled'}. {NOT_STARTED}")
    if rendition.asset_id is None:
        return artifact, job, None
    return artifact, job, get_asset(rendition.asset_id, organization_id=artifact.organization_id)


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _bytes(asset_id: str, organization_id: str) -> bytes:
    return read_bytes(get_asset(asset_id, organization_id=organization_id))


def _is_open(token: str) -> bool:
    try:
        find_live(token, now=timezone.now())
    except NotFound:
        return False
    return True


RAW_ROUTES = [
    RawRoute(re.compile(r"/share/table-read-audio/(?P<token>[^/]+)"), ("GET", "HEAD"), STORY, read_audio),
    RawRoute(re.compile(r"/share/table-read-events/(?P<token>[^/]+)"), ("GET",), STORY, read_events),
]
