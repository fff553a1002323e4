"""A small vendor: a real HTTP server that speaks as much of OpenAI's protocol as is needed, well or badly."""

import base64
import email
import io
import json
import struct
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

KEY = "sk-very-secret-key-123456"
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
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            is_json = self.headers.get_content_type() == "application/json"
            self.answer(json.loads(raw) if is_json else _fields(self.headers, raw))

        def do_GET(self) -> None:
            self.answer({})

        do_DELETE = do_GET  # noqa: N815 - the name that the server looks for

        def answer(self, body: dict[str, Any]) -> None:
            path = self.path.partition("?")[0]
            vendor.asked.append({"path": path, "key": self.headers["Authorization"], "body": body})
            try:
                vendor.replies[path](self)
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


def _fields(headers: Any, raw: bytes) -> dict[str, str]:
    """The fields of a form as the official client sends one."""
    message = email.message_from_bytes(f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode() + raw)
    return {part.get_param("name", header="content-disposition"): part.get_payload() for part in message.get_payload()}  # type: ignore[union-attr, misc]


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


def sound(samples: np.ndarray, rate: int = 24_000) -> Reply:
    """A WAV as vendors stream it, without knowing how long it will be: its header claims 4 GB."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    raw = bytearray(file.getvalue())
    raw[4:8] = raw[40:44] = b"\xff\xff\xff\xff"
    return status(200, bytes(raw), Content_Type="audio/wav")


def no_numbers() -> Reply:
    """A WAV of floats, all of them NaN."""
    data = np.full(24_000, np.nan, "<f4").tobytes()
    format_ = struct.pack("<HHIIHH", 3, 1, 24_000, 96_000, 4, 32)
    body = b"WAVEfmt " + struct.pack("<I", 16) + format_ + b"data" + struct.pack("<I", len(data)) + data
    return status(200, b"RIFF" + struct.pack("<I", len(body)) + body, Content_Type="audio/wav")


def task(state: str, **more: Any) -> Reply:
    made = {"id": "video_1", "object": "video", "status": state, "progress": 0, "model": "m", "created_at": 1}
    return status(200, made | {"seconds": "4", "size": "1280x720"} | more)


def film(folder: Path, *, width: int = 192, height: int = 108, frames: int = 100, rate: int = 25) -> Reply:
    """A film whose left half is white and whose brightness on the right counts the frames."""
    out = folder / "vendor.mp4"
    with av.open(str(out), "w") as file:
        stream = file.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(frames):
            picture = np.full((height, width, 3), min(255, 2 * number), np.uint8)
            picture[:, : width // 2] = 255
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode(None))
    return status(200, out.read_bytes(), Content_Type="video/mp4")


def cut(to: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    to.send_response(200)
    to.send_header("Content-Type", "application/octet-stream")
    to.send_header("Content-Length", "100000")
    to.end_headers()
    to.wfile.write(b"RIFF" + b"\0" * 1000)
    to.close_connection = True


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
