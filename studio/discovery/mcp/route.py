"""`/mcp` among the raw routes: whoever has a key or a session may speak; each operation asks what they may do."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from wire.admit import ANY_CALLER
from wire.admit import Door as Gate
from wire.asgi import RawRequest, RawRoute, admit_known, in_thread
from wire.house import HOUSE
from wire.sse import Receive, Send

if TYPE_CHECKING:
    from studio.discovery.mcp.server import Agents

_GATE = Gate(dialect=HOUSE, route_family="default", scopes=(ANY_CALLER,))


@cache
def _agents() -> "Agents":
    """Made with the first request: the SDK takes seconds to load, which no start should wait for."""
    from studio.asgi import application
    from studio.discovery.mcp.server import Agents

    return Agents(application)


async def serve(request: RawRequest, receive: Receive, send: Send) -> None:
    await admit_known(request, _GATE)

    async def told(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.lower().encode(), value.encode()) for name, value in request.own_headers.items()]
            message = {**message, "headers": [*message["headers"], *ours]}
        await send(message)

    agents = await in_thread(_agents)
    await agents.serve({**request.scope, "path": "/mcp", "studio.request": request}, receive, told)


ROUTE = RawRoute(re.compile(r"/mcp/?"), ("POST", "GET", "DELETE"), HOUSE, serve)
