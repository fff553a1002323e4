"""Agents at /mcp, by the official client of the protocol: over HTTP with real keys."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from accounts.keys import issue_key
from studio.asgi import application
from studio.discovery.mcp.tools import call_of, tools
from studio.discovery.table import operations
from tests.asgi import get_stream
from tests.world import make_tenant

pytestmark = pytest.mark.django_db(transaction=True)
MODES = ("legacy", "auto")  # the handshake that agents speak today, and the one that follows it


@asynccontextmanager
async def agent(token: str, mode: str = "legacy") -> AsyncIterator[Any]:
    transport = httpx2.ASGITransport(app=application)
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(transport=transport, headers=headers, base_url="http://testserver") as http,
        Client(streamable_http_client("http://testserver/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


async def tenant(**named: Any) -> Any:
    return await asyncio.to_thread(make_tenant, "Agents", **named)


@pytest.mark.parametrize("mode", MODES)
async def test_an_agent_works_by_the_apis_own_operations(mode: str) -> None:
    who = await tenant()
    async with agent(who.token, mode) as client:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(listed) == {*tools(), "wait_for"}
        made = await client.call_tool("create_project", {"name": "From an agent"})
        project = made.structured_content["project"]["id"]
        read = await client.call_tool("get_project", {"project_id": project})
        assert json.loads(read.content[0].text)["project"]["name"] == "From an agent"
        assert listed["get_project"].annotations.read_only_hint is True
        assert listed["cancel_job"].annotations.destructive_hint is True


def test_a_tools_schema_has_one_type_a_branch() -> None:
    """Some models' function declarations know no list of types, and take a schema without one for a fault."""

    def faults(schema: Any, at: str) -> list[str]:
        if isinstance(schema, list):
            return [fault for number, inner in enumerate(schema) for fault in faults(inner, f"{at}[{number}]")]
        if not isinstance(schema, dict):
            return []
        own = [at] if schema == {} or isinstance(schema.get("type"), list) else []
        return own + [fault for name, inner in schema.items() for fault in faults(inner, f"{at}.{name}")]

    # A tool without arguments has no properties, and a body's example may be empty.
    told = {name: tool.schema["properties"] | tool.schema.get("$defs", {}) for name, tool in tools().items()}
    assert [fault for name, schema in told.items() if schema for fault in faults(schema, name)] == []


async def test_a_refusal_is_the_tools_error_with_what_to_do() -> None:
    who = await tenant()
    async with agent(who.token) as client:
        missing = await client.call_tool("get_project", {"project_id": "proj_none"})
        assert missing.is_error
        assert "Check the project id" in missing.content[0].text
        assert "needs project_id" in (await client.call_tool("get_project", {})).content[0].text
        assert "no tool" in (await client.call_tool("rm_rf", {})).content[0].text
        assert (await client.call_tool("wait_for", {"tool": "get_credits", "id": "x"})).is_error


async def test_a_call_that_is_made_again_under_its_key_is_done_once() -> None:
    who = await tenant()
    async with agent(who.token) as client:
        arguments = {"name": "Once", "idempotency_key": "mine"}
        first, again = [await client.call_tool("create_project", arguments) for _ in range(2)]
        assert first.structured_content == again.structured_content
        other = await client.call_tool("create_project", {"name": "Once"})
        assert other.structured_content["project"]["id"] != first.structured_content["project"]["id"]


async def test_a_keys_scopes_hold_and_another_organizations_work_is_not_there() -> None:
    who, other = await tenant(), await asyncio.to_thread(make_tenant, "Others")
    _, token = await asyncio.to_thread(issue_key, who.organization, name="reader", scopes=["story:read"])
    async with agent(other.token) as client:
        theirs = (await client.call_tool("create_project", {"name": "Theirs"})).structured_content["project"]["id"]
    async with agent(token) as client:
        refused = await client.call_tool("create_project", {"name": "Mine"})
        assert refused.is_error
        assert "insufficient_scope" in refused.content[0].text
        assert (await client.call_tool("get_project", {"project_id": theirs})).is_error


async def test_resources_are_what_can_be_made_and_the_documentation() -> None:
    who = await tenant()
    async with agent(who.token) as client:
        uris = [str(resource.uri) for resource in (await client.list_resources()).resources]
        assert {"studio://capabilities", "studio://docs/story"} <= set(uris)
        told = await client.read_resource("studio://capabilities")
        assert json.loads(told.contents[0].text)["artifacts"]["table_read"]["availability"] == "available"
        assert (await client.read_resource("studio://docs/story")).contents[0].text.startswith("# The story family")


async def test_nobody_speaks_without_a_key() -> None:
    await tenant()
    status, headers, body = await get_stream("/mcp", "", method="POST", body={"jsonrpc": "2.0"})
    assert (status, json.loads(body)["error"]["code"]) == (401, "authentication_required")
    assert headers["ratelimit-limit"]
    status, _, body = await get_stream("/mcp", "sh_wrong", method="POST", body={"jsonrpc": "2.0"})
    assert (status, json.loads(body)["error"]["code"]) == (401, "invalid_api_key")


def test_every_tool_takes_what_its_operation_takes() -> None:
    by_id = {operation.id: operation for operation in operations()}
    for tool in tools().values():
        operation = by_id[tool.operation.id]
        assert not operation.streams
        asked = {field.path for field in operation.parameters if field.place in ("path", "query")}
        assert asked <= set(tool.schema["properties"]), tool.name
        assert json.dumps(tool.schema).count("#/components/") == 0
        named = {name.removeprefix("#/$defs/") for name in _references(tool.schema)}
        assert named <= set(tool.schema.get("$defs", {})), tool.name


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(_references(inner) for inner in value.values()))
    return set().union(*(_references(inner) for inner in value)) if isinstance(value, list) else set()


def test_arguments_go_where_the_operation_wants_them() -> None:
    call = call_of(tools()["restore_revision"], {"artifact_id": "a/b", "revision": "1"}, fallback_key="k")
    assert (call.method, call.path) == ("POST", "/api/v1/artifacts/a%2Fb/revisions/1/restore")
    call = call_of(tools()["generate_image"], {"prompt": "x", "dry_run": True, "nonsense": 1}, fallback_key="k")
    assert (call.query, call.body, call.idempotency_key) == ({"dry_run": "true"}, {"prompt": "x"}, "k")
