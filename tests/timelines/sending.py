"""Signed addresses of the editor, used as a client would: bytes in, bytes out, without a server."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator

from studio.asgi import application

PIECE = 64 * 1024


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def call(method: str, url: str, body: bytes = b"", *, is_cut: bool = False, **headers: str) -> Reply:
    """The answer to a request; with `is_cut` the sender goes away after the body."""
    return async_to_sync(_call)(method, url, body, is_cut, headers)


async def _call(method: str, url: str, body: bytes, is_cut: bool, headers: dict[str, str]) -> Reply:
    path = urlsplit(url).path
    sent = {"content-length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1234), "server": ("testserver", 80), "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    communicator = ApplicationCommunicator(application, scope)
    pieces = [body[at : at + PIECE] for at in range(0, len(body), PIECE)] or [b""]
    for number, piece in enumerate(pieces):
        is_last = number == len(pieces) - 1 and not is_cut
        await communicator.send_input({"type": "http.request", "body": piece, "more_body": not is_last})
    if is_cut:
        await communicator.send_input({"type": "http.disconnect"})
    start = await communicator.receive_output(30)
    answer, is_open = b"", True
    while is_open:
        message = await communicator.receive_output(30)
        answer += message["body"]
        is_open = message.get("more_body", False)
    await communicator.wait(30)
    found = {name.decode(): value.decode() for name, value in start["headers"]}
    return Reply(start["status"], found, answer)


def send_in_pieces(url: str, body: bytes, size: int) -> Reply:
    """PUT the file in pieces of `size` bytes; the last answer."""
    for start in range(0, len(body), size):
        end = min(len(body), start + size)
        reply = call("PUT", url, body[start:end], content_range=f"bytes {start}-{end - 1}/{len(body)}")
    return reply
