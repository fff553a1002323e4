"""A receiver on the loopback that keeps what it got and answers as a test says."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]
OK: Reply = (200, {}, b'{"ok":true}')


@dataclass(frozen=True)
class Got:
    """One request. `headers` have lower-case names."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """`answer` decides over each request; `got` holds them in the order in which they came."""

    url: str
    answer: Callable[[Got], Reply] = lambda got: OK
    got: list[Got] = field(default_factory=list)


@contextmanager
def receiving(answer: Callable[[Got], Reply] = lambda got: OK) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                self.close_connection = True  # a sender that was killed between head and body has sent no request
                return
            got = Got({name.lower(): value for name, value in self.headers.items()}, body)
            receiver.got.append(got)
            status, headers, answered = receiver.answer(got)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(answered)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answered)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that was killed has gone away: what these tests provoke."""

    server = Server(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hooks", answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
