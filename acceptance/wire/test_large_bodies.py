"""Over real HTTP: a body beyond the cap is refused before it arrives, in its family's words, and no pipe breaks."""

import json
import socket
from collections.abc import Iterator

import pytest

from tests.web_host import WebHost

_BIG = 600 * 1024 * 1024


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebHost]:
    host = WebHost(tmp_path_factory.mktemp("large"), name="large")
    try:
        host.migrate()
        host.start_web()
        yield host
    finally:
        host.stop()


def send(
    web: WebHost, path: str, *, declared: int | None, sent: int, method: str = "POST", expect: bool = False
) -> bytes:
    """The answer to a request that declares `declared` bytes (None: chunked) and sends at most `sent` of them."""
    head = f"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    head += "Transfer-Encoding: chunked\r\n" if declared is None else f"Content-Length: {declared}\r\n"
    head += "Expect: 100-continue\r\n" if expect else ""
    with socket.create_connection(("127.0.0.1", web.port), timeout=20) as line:
        line.sendall(head.encode() + b"\r\n")
        piece = b"x" * 65536
        chunk = piece if declared is not None else b"10000\r\n" + piece + b"\r\n"
        for _ in range(sent // 65536):
            line.sendall(chunk)
        answer = b""
        while not answer.endswith(b"}") and (more := line.recv(65536)):
            answer += more
    return answer


@pytest.mark.parametrize(
    ("path", "code"),
    [("/api/v1/chat/stream", "INVALID_REQUEST"), ("/api/v1/segment/seg_1/trim", "source_too_large")],
)
def test_what_is_declared_too_large_is_refused_before_a_byte_of_it_comes(web: WebHost, path: str, code: str) -> None:
    answer = send(web, path, declared=_BIG, sent=0)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert json.loads(body)["error"]["code"] == code
    assert b"connection: close" in head.lower()


def test_who_asks_first_is_not_told_to_go_on(web: WebHost) -> None:
    answer = send(web, "/api/v1/chat/stream", declared=_BIG, sent=0, expect=True)
    assert answer.startswith(b"HTTP/1.1 413")


def test_who_sends_on_reads_the_answer_all_the_same(web: WebHost) -> None:
    answer = send(web, "/api/v1/chat/stream", declared=_BIG, sent=24 * 1024 * 1024)
    assert answer.startswith(b"HTTP/1.1 413")


def test_a_body_in_chunks_is_refused_once_it_has_passed_the_cap(web: WebHost) -> None:
    answer = send(web, "/api/v1/chat/stream", declared=None, sent=12 * 1024 * 1024)
    assert answer.startswith(b"HTTP/1.1 413")


def test_an_upload_has_a_cap_of_its_own_and_what_is_within_goes_through(web: WebHost) -> None:
    assert send(web, "/upload/nothing", method="PUT", declared=16 * 1024**3, sent=0).startswith(b"HTTP/1.1 4")
    body = send(web, "/upload/nothing", method="PUT", declared=12 * 1024 * 1024, sent=12 * 1024 * 1024)
    assert body.startswith(b"HTTP/1.1 404")
