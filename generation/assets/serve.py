"""Serve signed assets over raw ASGI: ranges, no copy of the file in memory, nothing that a browser could run."""

import asyncio
import re
from email.utils import format_datetime
from typing import Any, BinaryIO
from urllib.parse import quote

from generation.assets.models import Asset
from generation.assets.services import open_bytes, open_signed
from wire.asgi import RawRequest, encode_headers, in_thread
from wire.errors import NotFound
from wire.sse import Receive, Send

_CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)  # 18 digits: beyond any file
# Types that a browser shows in place; everything else is offered as a download.
_SHOWN = ("image/png", "image/jpeg", "image/webp", "audio/", "video/", "text/plain", "text/vtt", "application/pdf")


async def serve_asset(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET` or `HEAD /media/<token>/<name>`, whole or one byte range (RFC 9110, section 14)."""
    asset, download_name = await in_thread(open_signed, request.params["token"])
    await send_asset(asset, request, send, download_name=download_name)


async def send_asset(asset: Asset, request: RawRequest, send: Send, *, download_name: str = "") -> None:
    """Answer with a stored file, or the range of it that was asked for. The caller has checked the right to read it."""
    size = asset.blob.size
    wanted = _wanted_range(request.headers.get("range", ""), size)
    headers = _headers(asset, download_name)
    if wanted is None:
        headers |= {"Content-Range": f"bytes */{size}", "Content-Length": "0"}
        await send({"type": "http.response.start", "status": 416, "headers": encode_headers(headers)})
        await send({"type": "http.response.body", "body": b""})
        return
    start, end = wanted
    status = 200 if (start, end) == (0, size) else 206
    headers["Content-Length"] = str(end - start)
    if status == 206:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    # Opened before the status: a missing file is still a 404. Of a HEAD's answer nothing is read, so one byte will do.
    source = await asyncio.to_thread(_open, asset, start, end if request.method == "GET" else start + 1)
    try:
        await send({"type": "http.response.start", "status": status, "headers": encode_headers(headers)})
        if request.method == "HEAD" or start == end:
            await send({"type": "http.response.body", "body": b""})
            return
        await _send_bytes(source, end - start, send)
    finally:
        await asyncio.to_thread(source.close)


def _open(asset: Asset, start: int, end: int) -> BinaryIO:
    try:
        return open_bytes(asset, start, end)
    except FileNotFoundError:
        raise NotFound("This file no longer exists.", kind="asset") from None


async def _send_bytes(source: BinaryIO, left: int, send: Send) -> None:
    while left > 0:
        chunk = await asyncio.to_thread(source.read, min(_CHUNK, left))
        if not chunk:
            raise OSError(f"The file ended {left} bytes early.")  # cut the connection: never pass for whole
        left -= len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})


def _wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """Half-open byte range to send, or None when it cannot be satisfied. Unreadable headers mean the whole file."""
    match = _RANGE.fullmatch(header.strip())
    if not match or match.group(0) == "bytes=-":
        return 0, size
    first, last = match.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else None
    start = int(first)
    end = min(size, int(last) + 1) if last else size
    return (start, end) if start < end else None


def _headers(asset: Asset, download_name: str) -> dict[str, Any]:
    shown = asset.content_type.startswith(_SHOWN) and not download_name
    name = quote(download_name or asset.filename)
    return {
        "Content-Type": asset.content_type,
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{name}",
        "Accept-Ranges": "bytes",
        "ETag": f'"{asset.blob.sha256}"',
        "Last-Modified": format_datetime(asset.created_at, usegmt=True),
        "Cache-Control": "private, max-age=3600",
        "Cross-Origin-Resource-Policy": "same-site",
    }
