"""How the web server leaves on SIGTERM: no answer that has begun is cut off, as far as time allows.

It says that it wants no more requests (`/readyz`) and serves on for `STUDIO_DRAIN_S`; then it takes no more connections
and ends what has begun, for at most `FINISH_WITHIN_S`; then it cuts off what is left.
"""

import asyncio
import select
from typing import Any

from daphne.http_protocol import WebRequest
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor as _reactor
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.tcp import Server as Connection
from twisted.python.failure import Failure

from wire.patience import PatientServer

FINISH_WITHIN_S = 14.0
CUT_WITHIN_S = 2.0  # for applications to clean up once they were cancelled
SETTLE_S = 0.5  # for the request of a connection that was just taken to arrive
_LOOK_EVERY_S = 0.05
_SERVICE_RESTART = 1012  # a close code of IANA's registry for WebSockets: come again
reactor: Any = _reactor  # a module that becomes an object when it is installed


class LeavingServer(PatientServer):
    """Twisted asks it to end its applications when the process is told to stop, and stops when that is done."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._ports: list[Any] = []
        self._is_leaving = False

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self._ports.append(port)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        if self._is_leaving and isinstance(protocol, WebRequest) and message["type"] == "http.response.start":
            _let_be_the_last(protocol)
        await super().handle_reply(protocol, message)

    def kill_all_applications(self) -> Deferred[None]:
        return Deferred.fromFuture(asyncio.ensure_future(self._leave()))

    async def _leave(self) -> None:
        from django.conf import settings

        from studio.operators import probes  # once Django is set up

        self._is_leaving = True
        probes.drain()
        await asyncio.sleep(settings.STUDIO_DRAIN_S)
        clock = asyncio.get_running_loop().time
        began = clock()
        for port in self._ports:
            _close_port(port)
        while self._is_busy() and clock() - began < FINISH_WITHIN_S:
            self._send_followers_on()
            await asyncio.sleep(_LOOK_EVERY_S)
            if clock() - began > SETTLE_S:
                _close_idle_connections()
        await self._cut_off()

    def _open(self) -> list[Any]:
        """Requests and sockets that are not over, those whose body is still coming included."""
        return [one for one, details in self.connections.items() if not details.get("disconnected")]

    def _is_busy(self) -> bool:
        return bool(self._open() or _connections())

    def _send_followers_on(self) -> None:
        """End the streams that would go on for ever, between two events.

        A stream of events lacks its last chunk then: it is not over, and its reader comes again for the rest.
        """
        for protocol in self._open():
            if isinstance(protocol, WebSocketProtocol):
                if protocol.state == protocol.STATE_OPEN:
                    protocol.sendCloseFrame(code=_SERVICE_RESTART)
            elif _follows(protocol) and protocol.channel is not None:
                protocol.channel.loseConnection()

    async def _cut_off(self) -> None:
        found = [details.get("application_instance") for details in self.connections.values()]
        running = [one for one in found if one is not None and not one.done()]
        for one in running:
            one.cancel()
        if running:
            await asyncio.wait(running, timeout=CUT_WITHIN_S)


def _close_port(port: Any) -> None:
    """Take in whom the kernel has let in already, whom it would reset, and close at once: `stopListening` would let in
    more until the next turn of the loop.
    """
    while select.select([port], [], [], 0)[0]:
        port.doRead()
    port.stopReading()
    port.connectionLost(Failure(ConnectionDone()))


def _let_be_the_last(request: Any) -> None:
    request.responseHeaders.setRawHeaders(b"connection", [b"close"])
    if request.channel is not None:
        request.channel.persistent = False


def _follows(request: Any) -> bool:
    kinds = request.responseHeaders.getRawHeaders(b"content-type") or [b""]
    return bool(request.method == b"GET" and kinds[0].startswith(b"text/event-stream"))


def _connections() -> set[Connection]:
    """Those that the reactor waits for, whether to read or to send what is left."""
    return {one for one in (*reactor.getReaders(), *reactor.getWriters()) if isinstance(one, Connection)}


def _close_idle_connections() -> None:
    for connection in _connections():
        channel = getattr(connection.protocol, "_channel", None)  # none for a WebSocket
        if channel is not None and not channel.requests:
            channel.loseConnection()
