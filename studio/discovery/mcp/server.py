"""The protocol by its official SDK. A tool's call goes through the studio's own front door, with the caller's key."""

import asyncio
import json
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx2
import mcp_types as protocol
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from studio.discovery import library
from studio.discovery.mcp.tools import Call, call_of, tools
from wire.asgi import Application, RawRequest
from wire.version import VERSION

_INSTRUCTIONS = (
    "Make films, table reads, adverts, pictures and edits with this studio. The usual way to a film: create_project, "
    "create_source with the text, get_source until READY, create_plan naming the source ids, get_plan until "
    "REQUIRES_APPROVAL, show the plan and its price to the person, approve_plan, create_job, wait_for, "
    "list_job_artifacts, refine_artifact if they want changes, finalize_artifact with mode video, wait_for, "
    "get_artifact for the file. Calls that cost credits take dry_run. studio://capabilities says what can be made."
)
CAPABILITIES = "studio://capabilities"
_DOCS = "studio://docs/"
_WAIT = protocol.Tool(
    name="wait_for",
    title="Wait for work",
    description="Wait until a job ends or the seconds are over, and return it as it is then. Call again if it goes on.",
    input_schema={
        "type": "object",
        "properties": {
            "tool": {"type": "string", "enum": ["get_job", "get_studio_job", "get_editor_job", "get_workflow"]},
            "id": {"type": "string"},
            "seconds": {"type": "number", "minimum": 1, "maximum": 50, "default": 30},
        },
        "required": ["tool", "id"],
    },
    annotations=protocol.ToolAnnotations(read_only_hint=True, open_world_hint=False),
)
_MOST_WAIT_S, _LOOK_EVERY_S = 50.0, 1.5
_GOING_ON = frozenset(["PENDING", "RESERVED", "RUNNING", "PARTIAL", "pending", "processing", "running", "active"])


@dataclass(frozen=True)
class Door:
    """The studio's own application, as a caller reaches it: with their key, from their address, by their host."""

    application: Application
    request: RawRequest

    async def send(self, call: Call) -> httpx2.Response:
        caller = self.request.caller
        transport = httpx2.ASGITransport(app=self.application, client=(caller.remote_ip, 0))
        headers = {"Authorization": caller.authorization} if caller.authorization else {}
        for name in ("cookie", "x-csrftoken", "origin"):
            if value := self.request.headers.get(name):
                headers[name] = value
        if call.idempotency_key:
            headers["Idempotency-Key"] = call.idempotency_key
        host = self.request.headers.get("host", "localhost")
        base_url = f"{self.request.scope.get('scheme', 'http')}://{host}"
        async with httpx2.AsyncClient(transport=transport, base_url=base_url) as client:
            return await client.request(call.method, call.path, params=call.query, json=call.body, headers=headers)


class Agents:
    """The protocol's server. Its session manager runs in a task of its own: daphne sends no lifespan to start it by."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._server: Server[Any] = Server(
            "studio",
            version=VERSION,
            title="Studio",
            instructions=_INSTRUCTIONS,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_read_resource=self._read_resource,
        )
        self._manager: StreamableHTTPSessionManager | None = None
        self._running: asyncio.Task[None] | None = None

    async def serve(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request. `scope` carries ours under `studio.request`."""
        manager = await self._started()
        await manager.handle_request(scope, receive, send)

    async def _started(self) -> StreamableHTTPSessionManager:
        """The manager, started by the first request of an event loop (tests have several)."""
        loop = asyncio.get_running_loop()
        if self._manager is None or self._running is None or self._running.get_loop() is not loop:
            # Without sessions: each request stands alone, so that any web process can answer it.
            self._manager = StreamableHTTPSessionManager(self._server, json_response=True, stateless=True)
            started = asyncio.Event()
            self._running = loop.create_task(_run(self._manager, started))
            await started.wait()
        return self._manager

    async def _list_tools(self, ctx: ServerRequestContext[Any], params: Any) -> protocol.ListToolsResult:
        return protocol.ListToolsResult(tools=[*(_told(name) for name in tools()), _WAIT])

    async def _call_tool(
        self, ctx: ServerRequestContext[Any], params: protocol.CallToolRequestParams
    ) -> protocol.CallToolResult:
        door, arguments = self._door(ctx), params.arguments or {}
        if params.name == _WAIT.name:
            return await _wait_for(door, arguments)
        if params.name not in tools():
            return _refused(f"There is no tool {params.name!r}.")
        tool = tools()[params.name]
        missing = [name for name in tool.schema["required"] if name not in arguments]
        if missing:
            return _refused(f"{params.name} needs {', '.join(missing)}.")
        return _result(await door.send(call_of(tool, arguments, fallback_key=str(uuid.uuid4()))))

    async def _list_resources(self, ctx: ServerRequestContext[Any], params: Any) -> protocol.ListResourcesResult:
        told = [protocol.Resource(uri=CAPABILITIES, name="capabilities", title="What this studio can do",
                                  mime_type="application/json")]  # fmt: skip
        told += [
            protocol.Resource(uri=f"{_DOCS}{page.name}", name=page.name, title=page.title, mime_type="text/markdown")
            for pages in library.index().values()
            for page in pages
        ]
        return protocol.ListResourcesResult(resources=told)

    async def _read_resource(
        self, ctx: ServerRequestContext[Any], params: protocol.ReadResourceRequestParams
    ) -> protocol.ReadResourceResult:
        uri = str(params.uri)
        if uri == CAPABILITIES:
            answer = await self._door(ctx).send(Call("GET", "/api/v1/capabilities", {}, None, ""))
            kind, text = "application/json", answer.text
        else:
            page = library.pages().get(uri.removeprefix(_DOCS)) if uri.startswith(_DOCS) else None
            if page is None:
                raise ValueError(f"There is no resource {uri}.")
            kind, text = "text/markdown", page.text
        told = protocol.TextResourceContents(uri=uri, mime_type=kind, text=text)
        return protocol.ReadResourceResult(contents=[told])

    def _door(self, ctx: ServerRequestContext[Any]) -> Door:
        return Door(self._application, ctx.request.scope["studio.request"])  # type: ignore[union-attr] # always HTTP


async def _run(manager: StreamableHTTPSessionManager, started: asyncio.Event) -> None:
    with suppress(asyncio.CancelledError):
        async with manager.run():
            started.set()
            await asyncio.Event().wait()


def _told(name: str) -> protocol.Tool:
    tool = tools()[name]
    return protocol.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.schema,
        annotations=protocol.ToolAnnotations(
            read_only_hint=tool.is_read_only,
            destructive_hint=tool.is_destructive,
            idempotent_hint=tool.is_read_only,
            open_world_hint=False,
        ),
    )


async def _wait_for(door: Door, arguments: dict[str, Any]) -> protocol.CallToolResult:
    name, seconds = str(arguments.get("tool", "")), float(arguments.get("seconds") or 30)
    if name not in _WAIT.input_schema["properties"]["tool"]["enum"] or not arguments.get("id"):
        return _refused("wait_for needs `tool` (get_job, get_studio_job, get_editor_job or get_workflow) and `id`.")
    tool = tools()[name]
    call = call_of(tool, {tool.path[0]: arguments["id"]}, fallback_key="")
    deadline = time.monotonic() + min(seconds, _MOST_WAIT_S)
    while True:
        answer = await door.send(call)
        if answer.status_code >= 400 or _status(answer) not in _GOING_ON or time.monotonic() > deadline:
            return _result(answer)
        await asyncio.sleep(_LOOK_EVERY_S)


def _status(answer: httpx2.Response) -> str:
    told = answer.json()
    inner = told.get("job") or told.get("data") or told
    return str(inner.get("status", ""))


def _result(answer: httpx2.Response) -> protocol.CallToolResult:
    """What an operation answered. Its refusals are the tool's errors, with the sentence that says what to do."""
    text = answer.text
    told = json.loads(text) if "json" in answer.headers.get("content-type", "") else None
    return protocol.CallToolResult(
        content=[protocol.TextContent(type="text", text=text)],
        structured_content=told if isinstance(told, dict) and answer.status_code < 400 else None,
        is_error=answer.status_code >= 400,
    )


def _refused(message: str) -> protocol.CallToolResult:
    return protocol.CallToolResult(content=[protocol.TextContent(type="text", text=message)], is_error=True)
