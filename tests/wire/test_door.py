"""The size cap at the door, also for a body that is sent in pieces and says nothing of its size."""

import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator

from studio.asgi import application


async def post(pieces: list[bytes], **headers: str) -> tuple[int, Any]:
    scope = {
        "type": "http", "method": "POST", "path": "/api/v1/nowhere", "raw_path": b"/api/v1/nowhere",
        "query_string": b"", "headers": [(name.replace("_", "-").encode(), v.encode()) for name, v in headers.items()],
        "client": ("127.0.0.1", 1234), "server": ("testserver", 80), "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    communicator = ApplicationCommunicator(application, scope)
    for number, piece in enumerate(pieces, start=1):
        await communicator.send_input({"type": "http.request", "body": piece, "more_body": number < len(pieces)})
    start = await communicator.receive_output(10)
    body = await communicator.receive_output(10)
    while body.get("more_body"):
        body = {**(more := await communicator.receive_output(10)), "body": body["body"] + more["body"]}
    await communicator.wait(10)
    return start["status"], json.loads(body["body"])


@pytest.fixture(autouse=True)
def small_cap(settings: Any) -> None:
    settings.STUDIO_MAX_BODY_BYTES = 1000


async def test_a_declared_size_beyond_the_cap_is_refused_before_the_body_is_read() -> None:
    status, answer = await post([], content_length="1001")
    assert (status, answer["error"]["code"]) == (422, "source_too_large")


async def test_so_is_a_body_in_pieces_once_it_has_passed_the_cap() -> None:
    status, answer = await post([b"x" * 600, b"x" * 600, b"x" * 600], transfer_encoding="chunked")
    assert (status, answer["error"]["code"]) == (422, "source_too_large")


async def test_a_body_in_pieces_within_the_cap_goes_through() -> None:
    status, answer = await post([b"x" * 500, b"x" * 500], transfer_encoding="chunked")
    assert (status, answer["error"]["message"][:16]) == (404, "There is nothing")
