"""A small vendor: a real HTTP server that speaks as much of OpenAI's protocol as is needed, well or badly."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import cv2
import numpy as np

Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Vendor:
    """`replies` says what each path answers; `asked` holds the bodies that came."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)


@contextmanager
def a_vendor() -> Iterator[Vendor]:
    vendor = Vendor()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            vendor.asked.append({"path": self.path, "key": self.headers["Authorization"], "body": json.loads(body)})
            try:
                vendor.replies[self.path](self)
            except OSError:
                pass  # the client had enough, which some tests are about

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    vendor.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield vendor
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int, body: Any = None, **headers: str) -> Reply:
    def reply(to: BaseHTTPRequestHandler) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body or {"error": {"message": "no"}}).encode()
        to.send_response(code)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw)), **headers}.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(raw)

    return reply


def tokens(*words: str, ends: bool = True) -> Reply:
    def reply(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "text/event-stream")
        to.end_headers()
        for word in words:
            to.wfile.write(f"data: {json.dumps(_chunk(word, None))}\n\n".encode())
        if ends:
            to.wfile.write(f"data: {json.dumps(_chunk('', 'stop'))}\n\ndata: [DONE]\n\n".encode())

    return reply


def _chunk(text: str, reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": reason}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


def completion(text: str) -> Reply:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return status(200, {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]})


def picture(width: int = 96, height: int = 64) -> Reply:
    rows = np.zeros((height, width, 3), np.uint8)
    rows[:, : width // 2] = (0, 0, 255)
    png = cv2.imencode(".png", rows)[1].tobytes()
    return status(200, {"created": 1, "data": [{"b64_json": base64.b64encode(png).decode()}]})


def endless(to: BaseHTTPRequestHandler) -> None:
    """A body of five gigabytes, as long as somebody reads it."""
    to.send_response(200)
    to.send_header("Content-Type", "application/json")
    to.send_header("Content-Length", str(5 * 2**30))
    to.end_headers()
    for _ in range(5 * 2**10):
        to.wfile.write(b" " * 2**20)


def silent(to: BaseHTTPRequestHandler) -> None:
    """Says nothing, for longer than anybody in a test waits."""
    to.rfile.read(1)
