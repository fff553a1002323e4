"""The same two matrices for what answers with a stream: raw routes as OpenAPI names them, and every WebSocket route."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from accounts.keys import issue_key
from accounts.scopes import SCOPES
from generation.jobs.tail import job_tail
from studio import asgi
from tests.api import Api, open_api
from tests.asgi import get_stream
from tests.matrix.conftest import Operation, Things, document, missing_ids, of_family, operations, said, some_things
from wire.ratelimit import limiter

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Socket:
    """A WebSocket route; its consumer's `door` says what it asks for."""

    path: str
    scopes: tuple[str, ...]

    def __str__(self) -> str:
        return self.path


def sockets() -> list[Socket]:
    found = []
    for route in asgi.sockets.routes:
        pattern = route.pattern.regex.pattern
        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", pattern).strip("^$")
        found.append(Socket(f"/{path}", route.callback.consumer_class.door.scopes))
    return found


STREAMS, SOCKETS = operations(streams=True), sockets()
BODIES = {
    "/openai/v1/chat/completions": {
        "model": "editor",
        "stream": True,
        "messages": [{"role": "user", "content": "A film about a quay"}],
    },
    "/openai/v1/audio/speech": {"model": "tts-1", "voice": "nobody", "input": "Hello."},
    "/api/v1/chat/stream": {"companion_id": "editor", "messages": [{"role": "user", "content": "A film about a quay"}]},
}
# What says that the caller was let in, where there is nothing to send: an unknown voice, a film that is not finished.
WELCOMES = {"/openai/v1/audio/speech": 400, "/openai/v1/videos/{video_id}/content": 409}
# Whose, where the query says it.
QUERIES = {"/api/v1/workflow/stream": "jobId={workflow_id}", "/api/v1/export": "source={source_url}"}
_WITH_IDS = [route for route in (*STREAMS, *SOCKETS) if "_id}" in f"{route.path} {QUERIES.get(route.path, '')}"]
WITH_IDS = pytest.mark.parametrize("route", _WITH_IDS, ids=str)
EACH = pytest.mark.parametrize("route", [*STREAMS, *SOCKETS], ids=str)


@pytest.fixture
def ours(transactional_db: None) -> Things:
    limiter.clear()
    return some_things("Ours")


@pytest.fixture
def stranger(transactional_db: None) -> Api:
    return open_api("Stranger")


@pytest.fixture(autouse=True)
async def close_tail() -> AsyncIterator[None]:
    """Its loop belongs to one event loop; a test brings its own."""
    yield
    await job_tail.aclose()


async def opened(route: Operation | Socket, ids: dict[str, str], token: str) -> tuple[int, str]:
    """(status, what was said first); a socket's status is its close code less 4000, or 200."""
    path = route.path.format(**ids | of_family(route.path, ids))
    if isinstance(route, Operation):
        sent, query = BODIES.get(route.path), QUERIES.get(route.path, "").format(**ids)
        status, _, body = await get_stream(path, token, to_its_end=False, method=route.method, body=sent, query=query)
        return status, body
    headers = [(b"authorization", f"Bearer {token}".encode())] if token else []
    client = WebsocketCommunicator(asgi.application, path, headers=headers)
    assert (await client.connect(10))[0]
    first = json.dumps(await client.receive_json_from(10))
    if "error" not in json.loads(first):
        await client.disconnect()
        return 200, first
    closed = await client.receive_output(10)
    return closed["code"] - 4000, first


async def key_with(api: Api, scopes: list[str]) -> str:
    _, token = await sync_to_async(issue_key)(api.organization, name="Some", scopes=scopes)
    return token


@EACH
async def test_a_stream_of_ones_own_opens(route: Operation | Socket, ours: Things) -> None:
    assert (await opened(route, ours.ids, ours.api.token))[0] == WELCOMES.get(route.path, 200)


@WITH_IDS
async def test_anothers_stream_answers_exactly_as_a_missing_one(
    route: Operation | Socket, ours: Things, stranger: Api
) -> None:
    nobodys = missing_ids(ours.ids)
    foreign = await opened(route, ours.ids, stranger.token)
    missing = await opened(route, nobodys, stranger.token)
    assert foreign[0] == missing[0] == 404
    assert said(foreign[1], ours.ids) == said(missing[1], nobodys)


@EACH
async def test_every_scope_but_the_streams_own_is_refused(route: Operation | Socket, ours: Things) -> None:
    token = await key_with(ours.api, [scope for scope in SCOPES if scope not in route.scopes])
    assert (await opened(route, ours.ids, token))[0] == 403


@EACH
async def test_each_of_the_streams_scopes_is_enough(route: Operation | Socket, ours: Things) -> None:
    for scope in route.scopes:
        status, _ = await opened(route, ours.ids, await key_with(ours.api, [scope]))
        assert status == WELCOMES.get(route.path, 200)


@EACH
async def test_no_stream_opens_without_a_key(route: Operation | Socket, ours: Things) -> None:
    assert (await opened(route, ours.ids, ""))[0] == 401


# No operations of the API: agents ask for any key and each tool for its scopes, pages for their session. Both have
# tests of their own.
OWN_DOORS = ("/mcp", "/dashboard/")


def test_every_raw_route_of_the_door_is_in_the_document_or_opens_by_a_token_in_its_address() -> None:
    named = {operation["operationId"] for methods in document()["paths"].values() for operation in methods.values()}
    for route in asgi.RAW_ROUTES:
        if route.pattern.pattern.startswith(OWN_DOORS):
            continue
        is_by_token = not route.scopes and "token" in route.pattern.groupindex
        assert is_by_token or (route.operation_id in named and route.scopes), route.pattern.pattern
