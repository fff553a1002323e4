"""What a signed address of the editor takes and gives: uploads in pieces, and clips that are made when asked for."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from generation.assets.incoming import Appending
from generation.assets.serve import send_asset
from generation.jobs.models import Job
from generation.timelines.api.dialect import EDITOR
from generation.timelines.models import Footage
from generation.timelines.services import clips, uploads
from wire.asgi import RawRequest, RawRoute, encode_headers, in_thread
from wire.errors import PayloadTooLarge, Unavailable, ValidationFailed
from wire.sse import Receive, Send

_RANGE = re.compile(r"bytes (?:(\d{1,15})-(\d{1,15})|\*)/(\d{1,15}|\*)", re.ASCII)
_GATHER = 1024 * 1024  # bytes that are written in one go
CLIP_WAIT_S = 45.0
CLIP_LOOK_S = 0.25


@dataclass(frozen=True)
class _Part:
    """Bytes [start, end) of a file of `total`; a question about what is there has no bytes."""

    start: int
    end: int
    total: int | None

    @property
    def is_question(self) -> bool:
        return self.start == self.end


async def upload(request: RawRequest, receive: Receive, send: Send) -> None:
    """`PUT` the file, whole or in pieces by `Content-Range`; `GET` and `HEAD` say how much of it is there."""
    footage, principal = await in_thread(uploads.open_upload, request.params["token"])
    if request.method == "PUT" and footage.status == Footage.Status.WAITING:
        part = _part(request)
        await asyncio.to_thread(_check_total, footage, part)
        if not part.is_question:
            await _append(footage, part, receive)
        if part.total is not None and await asyncio.to_thread(uploads.on_its_way(footage).size) == part.total:
            footage = await in_thread(uploads.finish_upload, footage, principal=principal)
    await _answer(request, send, footage)


def _part(request: RawRequest) -> _Part:
    """Raises `ValidationFailed`, `PayloadTooLarge`."""
    length, header = request.headers.get("content-length"), request.headers.get("content-range")
    size = int(length) if length.isdecimal() else None
    if not header:
        if size is None:
            raise ValidationFailed("Send Content-Length, or pieces with Content-Range.", field="Content-Length")
        return _checked(_Part(0, size, size))
    found = _RANGE.fullmatch(header.strip())
    if found is None:
        raise ValidationFailed("Content-Range must be like 'bytes 0-1048575/5000000'.", field="Content-Range")
    first, last, total = found.groups()
    whole = None if total == "*" else int(total)
    if first is None:
        return _checked(_Part(0, 0, whole))
    part = _Part(int(first), int(last) + 1, whole)
    if part.end <= part.start or (whole is not None and part.end > whole):
        raise ValidationFailed("Content-Range names no bytes of the file.", field="Content-Range")
    if size is not None and size != part.end - part.start:
        raise ValidationFailed("Content-Range and Content-Length do not agree.", field="Content-Range")
    return _checked(part)


def _checked(part: _Part) -> _Part:
    most = settings.STUDIO_MAX_UPLOAD_BYTES
    if max(part.end, part.total or 0) > most:
        raise PayloadTooLarge(f"A video can have up to {most:,} bytes.", maxBytes=most)
    if part.total == 0:
        raise ValidationFailed("The file is empty.", field="Content-Length")
    return part


def _check_total(footage: Footage, part: _Part) -> None:
    """A file that is shorter than what is there is another file: this address could never be done with it."""
    there = uploads.on_its_way(footage).size()
    if part.total is not None and there > part.total:
        message = f"{there:,} bytes are there, more than this file has. Ask for a new address to send another file."
        raise ValidationFailed(message, field="Content-Range", offset=there)


async def _append(footage: Footage, part: _Part, receive: Receive) -> None:
    """Write the request's bytes behind those that are there. What is there already is passed over."""
    async with _in_threads(uploads.on_its_way(footage).appending()) as file:
        if part.start > file.size:
            message = f"{file.size:,} bytes are there: go on from byte {file.size}."
            raise ValidationFailed(message, field="Content-Range", offset=file.size)
        at, waiting, has_more = part.start, bytearray(), True
        while has_more:
            message_ = await receive()
            if message_["type"] != "http.request":
                break  # the sender has gone; what came stays, to be built on
            has_more = message_.get("more_body", False)
            chunk = message_.get("body", b"")[: max(0, part.end - at)]
            fresh = chunk[max(0, file.size + len(waiting) - at) :]
            at += len(chunk)
            waiting += fresh
            if waiting and (len(waiting) >= _GATHER or not has_more):
                await asyncio.to_thread(file.write, bytes(waiting))
                waiting.clear()
        if waiting:
            await asyncio.to_thread(file.write, bytes(waiting))


@asynccontextmanager
async def _in_threads(manager: AbstractContextManager[Appending]) -> AsyncIterator[Appending]:
    """Opening and closing may ask the file store."""
    entered = await asyncio.to_thread(manager.__enter__)
    try:
        yield entered
    finally:
        await asyncio.to_thread(manager.__exit__, None, None, None)


async def _answer(request: RawRequest, send: Send, footage: Footage) -> None:
    """200 once every byte is there, 202 before; `Upload-Offset` and `Range` say from where to go on."""
    is_whole = footage.status != Footage.Status.WAITING
    offset = 0 if is_whole else await asyncio.to_thread(uploads.on_its_way(footage).size)
    told: dict[str, Any] = {"asset_id": footage.pk, "status": footage.status, "job_id": footage.job_id}
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store", "X-Request-Id": request.request_id}
    if not is_whole:
        told["received"] = offset
        headers["Upload-Offset"] = str(offset)
        if offset:
            headers["Range"] = f"bytes=0-{offset - 1}"
    body = json.dumps(told).encode()
    headers["Content-Length"] = str(len(body))
    await send({"type": "http.response.start", "status": 200 if is_whole else 202, "headers": encode_headers(headers)})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})


async def clip(request: RawRequest, receive: Receive, send: Send) -> None:
    """A graded segment's clip. The first reader waits until it is rendered, or is told when to ask again."""
    token, loop = request.params["token"], asyncio.get_running_loop()
    deadline = loop.time() + CLIP_WAIT_S
    found = await in_thread(clips.open_clip, token)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        while found.asset is None:
            if loop.time() > deadline:
                raise Unavailable("The clip is still being rendered. Ask again in a few seconds.", retry_after=5)
            await asyncio.wait([gone], timeout=CLIP_LOOK_S)
            if gone.done():
                return
            if found.job is not None and await in_thread(_is_over, found.job.pk):
                found = await in_thread(clips.open_clip, token)
        await send_asset(found.asset, request, send)
    finally:
        gone.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _is_over(job_id: str) -> bool:
    return Job.objects.get(pk=job_id).is_terminal


UPLOAD = RawRoute(
    re.compile(r"/upload/(?P<token>[^/]+)"),
    ("PUT", "GET", "HEAD"),
    EDITOR,
    upload,
    max_body_bytes=lambda: settings.STUDIO_MAX_UPLOAD_REQUEST_BYTES,
)
CLIP = RawRoute(re.compile(r"/media/segments/(?P<token>[^/]+)/[^/]+"), ("GET", "HEAD"), EDITOR, clip)
RAW_ROUTES = [UPLOAD, CLIP]
