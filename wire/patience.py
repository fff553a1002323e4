"""Daphne, with patience: whoever sends much waits until its reader has taken what was sent.

Daphne's own `send` returns at once, so a download gathers in the web process as fast as the disk gives it: two
gigabytes of it for a reader who stalls. How a connection says that it is full:
twisted.internet.interfaces.IPushProducer.
"""

import asyncio
from typing import Any

from daphne.http_protocol import WebRequest
from daphne.server import Server
from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer  # type: ignore[import-untyped]

LARGE_BYTES = 16 * 1024  # events are smaller: a thousand idle streams of them pay nothing, until one is not read
STALLED_S = 120.0  # a reader who takes nothing for so long is cut off


@implementer(IPushProducer)
class Gate:
    """Open while the connection takes what it is given. Twisted calls it by these names."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()

    def pauseProducing(self) -> None:  # noqa: N802
        self._open.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self._open.set()

    def stopProducing(self) -> None:  # noqa: N802
        self._open.set()  # the reader left: there is nothing to wait for

    async def passed(self) -> None:
        """Raises TimeoutError for a reader who stalls."""
        await asyncio.wait_for(self._open.wait(), STALLED_S)


class PatientServer(Server):
    """Raises ConnectionAbortedError in whoever sends a large body to a reader who left, or who takes nothing."""

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        goes_on = message.get("more_body", False)
        if not isinstance(protocol, WebRequest) or message["type"] != "http.response.body":
            await super().handle_reply(protocol, message)
        elif goes_on and (len(message.get("body", b"")) > LARGE_BYTES or _unsent_bytes(protocol) > LARGE_BYTES):
            await self._send_patiently(protocol, message)
        else:
            if not goes_on and protocol.producer is not None:
                protocol.unregisterProducer()  # Twisted itself sends what is left
            await super().handle_reply(protocol, message)

    async def _send_patiently(self, protocol: Any, message: dict[str, Any]) -> None:
        self._require(protocol)
        if protocol.producer is None:
            protocol.registerProducer(Gate(), True)
        gate: Gate = protocol.producer
        await super().handle_reply(protocol, message)
        try:
            await gate.passed()
        except TimeoutError:
            _cut_off(protocol)
            raise ConnectionAbortedError("The reader takes nothing.") from None
        except asyncio.CancelledError:
            # A stream that lost patience before we did: its end must not wait in the same buffer.
            _cut_off(protocol)
            raise
        self._require(protocol)

    def _require(self, protocol: Any) -> None:
        if protocol.channel is None or self.connections.get(protocol, {"disconnected": True}).get("disconnected"):
            raise ConnectionAbortedError("The reader has left.")


def _cut_off(protocol: Any) -> None:
    """End the connection without what is still unsent. It is the transport that can: Twisted's HTTP channel cannot."""
    if protocol.channel is not None and protocol.channel.transport is not None:
        protocol.channel.transport.abortConnection()


def _unsent_bytes(protocol: Any) -> int:
    """What Twisted still holds for the reader, because the kernel takes no more of it."""
    transport = getattr(protocol.channel, "transport", None)
    held = len(getattr(transport, "dataBuffer", b"")) - getattr(transport, "offset", 0)
    return int(held + getattr(transport, "_tempDataLen", 0))
