# ruff: noqa: N802, N803 - methods that Twisted calls
"""The web server, `python -m studio.web` with daphne's options: daphne, a body beyond the cap refused as it comes, and
large answers sent no faster than they are read (`wire.patience`), and an end that cuts none off (`studio.leaving`).

daphne hands a request over when its body is complete, so a film of gigabytes would first be received and then refused.
"""

import asyncio
from collections.abc import Callable
from io import BytesIO
from typing import Any

from daphne import http_protocol, ws_protocol
from daphne.cli import CommandLineInterface

from studio.leaving import LeavingServer

LINGER_S = 2.0  # for a sender to read the answer: closing on bytes that are under way would throw it away


class CappedRequest(http_protocol.WebRequest):
    """A request whose body is measured as it comes. Beyond the cap it is answered at once, by the door as ever."""

    _received = 0
    _is_refused = False

    def gotLength(self, length: int | None) -> None:
        super().gotLength(length)
        if length is not None and length > self._cap():
            self._refuse(length)

    def handleContentChunk(self, data: bytes) -> None:
        if self._is_refused:
            return
        self._received += len(data)
        if self._received > self._cap():
            self._refuse(self._received)  # one that was sent in pieces and said nothing of its size
        else:
            super().handleContentChunk(data)

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:
        if self._is_refused:
            self._end()  # the whole of it came after all
        else:
            super().requestReceived(command, path, version)

    def finish(self) -> None:
        if self._is_refused:
            asyncio.get_running_loop().call_later(LINGER_S, self._end)
        else:
            super().finish()

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        """What daphne itself refuses never reaches the door, which says these headers of all else."""
        for name, value in _safe_headers("http", self.getHeader).items():
            self.responseHeaders.setRawHeaders(name, [value])
        super().basic_error(status, status_text, body)

    def _cap(self) -> int:
        from studio.asgi import cap_of  # once Django is set up

        return int(
            cap_of(self.channel._path.partition(b"?")[0].decode("latin-1"), self.channel._command.decode("latin-1"))
        )

    def _refuse(self, size: int) -> None:
        """Have the door say no: it reads the size from the headers, and no body."""
        self.content = BytesIO()
        self.requestHeaders.setRawHeaders(b"content-length", [str(size).encode()])
        self.requestHeaders.removeHeader(b"expect")  # nobody is asked to go on
        self.responseHeaders.setRawHeaders(b"connection", [b"close"])
        self.channel.persistent = False
        channel = self.channel
        super().requestReceived(channel._command, channel._path, channel._version)
        self._is_refused = True

    def _end(self) -> None:
        if not self.finished and self.channel is not None:
            super().finish()


class RefusingSocket(ws_protocol.WebSocketProtocol):
    """A handshake that is refused is an answer over HTTP like any other."""

    def failHandshake(self, reason: str, code: int = 400, responseHeaders: list[Any] | None = None) -> None:
        sent = getattr(self, "http_headers", {})  # none when they are what could not be read
        headers = _safe_headers("ws", lambda name: sent.get(name, ""))
        super().failHandshake(reason, code, [*(responseHeaders or []), *headers.items()])


def _safe_headers(scheme: str, header: Callable[[str], str | None]) -> dict[str, str]:
    from wire.safety import came_by_tls, safe_headers  # once Django is set up

    return safe_headers(is_secure=came_by_tls(scheme, lambda name: header(name) or ""))


class CommandLine(CommandLineInterface):
    server_class = LeavingServer


def main() -> None:
    http_protocol.WebRequest = CappedRequest
    ws_protocol.WebSocketFactory.protocol = RefusingSocket
    import studio.asgi  # noqa: F401 - sets Django up, so that what follows can be imported
    from generation.companions.services.warming import warm_up_soon

    warm_up_soon()
    CommandLine.entrypoint()


if __name__ == "__main__":
    main()
