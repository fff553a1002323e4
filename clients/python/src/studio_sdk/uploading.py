"""Sending a video in pieces, so that a broken line costs one piece and not the film."""

import mimetypes
import random
import time
from collections.abc import Callable
from pathlib import Path

import httpx2

from studio_sdk.errors import ApiError, ConnectionLost
from studio_sdk.waiting import OnProgress, Progress

PIECE_BYTES = 8 * 1024 * 1024
_MOST_FAILURES = 6


def send(
    http: httpx2.Client,
    url: str,
    path: Path,
    *,
    on_progress: OnProgress | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """PUT a file to a signed address. Asks what arrived after each failure, and goes on from there."""
    total, offset, failures = path.stat().st_size, 0, 0
    with path.open("rb") as file:
        while offset < total:
            file.seek(offset)
            piece = file.read(PIECE_BYTES)
            span = f"bytes {offset}-{offset + len(piece) - 1}/{total}"
            try:
                answer = http.put(url, content=piece, headers={"Content-Range": span})
            except httpx2.TransportError as error:
                failures += 1
                if failures > _MOST_FAILURES:
                    raise ConnectionLost(f"{path.name} stopped at byte {offset}: {error}", True) from error
                sleep(random.uniform(0.2, 2.0) * failures)
                offset = _arrived(http, url, total, offset)
                continue
            offset, failures = _next(answer, total), 0
            if on_progress:
                on_progress(Progress("uploading", "upload", offset / total))


def _next(answer: httpx2.Response, total: int) -> int:
    """From where to go on. A gap is told with the place where it begins."""
    if answer.status_code == 200:
        return total
    if answer.status_code == 202:
        return int(answer.headers["Upload-Offset"])
    error = ApiError.of(answer)
    if "offset" in error.details:
        return int(error.details["offset"])
    raise error


def _arrived(http: httpx2.Client, url: str, total: int, offset: int) -> int:
    try:
        answer = http.put(url, headers={"Content-Range": f"bytes */{total}"})
    except httpx2.TransportError:
        return offset
    return _next(answer, total)


def content_type_of(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "video/mp4"
