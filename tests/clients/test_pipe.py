"""An agent that starts a program: the client's bridge between its pipe and /mcp."""

import asyncio
import io
import json
from types import ModuleType
from typing import Any

import httpx2
import pytest

from studio.asgi import application
from studio.discovery.mcp.tools import tools
from tests.world import make_tenant

pytestmark = pytest.mark.django_db(transaction=True)


async def test_an_agent_that_starts_a_program_gets_the_same(sdk: ModuleType) -> None:
    from studio_sdk.agents import bridge

    who = await asyncio.to_thread(make_tenant, "Agents")
    messages = [
        {"id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {},
                                                     "clientInfo": {"name": "test", "version": "1"}}},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/list"},
        {"id": 3, "method": "tools/call", "params": {"name": "create_project", "arguments": {"name": "Piped"}}},
    ]  # fmt: skip
    texts = [json.dumps({"jsonrpc": "2.0", **message}) for message in messages]
    lines = io.StringIO("\n".join([*texts, "nonsense", ""]))
    out, client, loop = io.StringIO(), sdk.StudioClient("http://testserver", who.token), asyncio.get_running_loop()
    client.transport.http = _Here(loop)
    await asyncio.to_thread(bridge, client.transport, lines, out)
    answers = {answer["id"]: answer for answer in map(json.loads, out.getvalue().splitlines())}
    assert set(answers) == {1, 2, 3, None}
    assert answers[1]["result"]["serverInfo"]["name"] == "studio"
    assert len(answers[2]["result"]["tools"]) == len(tools()) + 1
    assert answers[3]["result"]["structuredContent"]["project"]["name"] == "Piped"
    assert answers[None]["error"]["code"] == -32600


class _Here:
    """The client's HTTP, answered by the application in this process."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def request(self, method: str, path: str, **sent: Any) -> httpx2.Response:
        async def send() -> httpx2.Response:
            transport = httpx2.ASGITransport(app=application)
            async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as http:
                return await http.request(method, path, **sent)

        return asyncio.run_coroutine_threadsafe(send(), self._loop).result(30)
