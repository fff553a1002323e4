"""PostgreSQL is stopped under a running studio: everybody is told so at once, and served again when it is back."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.families import dialect_of
from tests.jobs.hosts import create_database, eventually
from tests.postgres import PostgresServer
from tests.web_host import Client, Reply, WebHost
from wire.database import away

pytestmark = pytest.mark.processes

# One of each family below /api/v1, and a stream.
PATHS = ("/story-projects", "/story-jobs/job_none/events", "/project", "/chat/sessions", "/workflow", "/health")


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """One of our own: others' tests run on the session's."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture
def host(server: PostgresServer, tmp_path: Path) -> Iterator[WebHost]:
    host = WebHost(tmp_path, name="unused")
    host.database_url = create_database(server.url, "away")
    host.migrate()
    host.start_web()
    yield host
    host.stop()


def page(host: WebHost, path: str) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=60)
    connection.request("GET", path, headers={"Accept": "text/html"})
    answer = connection.getresponse()
    try:
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def statuses(client: Client) -> dict[str, int]:
    return {path: client.call("GET", path).status for path in PATHS}


def test_without_its_database_a_studio_says_so_and_comes_back(host: WebHost, server: PostgresServer) -> None:
    client = host.client("Ada", tier="elevated")
    before = statuses(client)
    assert before == {path: 404 if "none" in path else 200 for path in PATHS}
    assert page(host, "/accounts/login/").status == 200

    server.go_away()
    for path in PATHS:
        answer = client.call("GET", path)
        assert (answer.status, "retry-after" in answer.headers) == (503, True), (path, answer.body)
        said = dialect_of(f"/api/v1{path}")
        reply = said.reply(away(), answer.headers["x-request-id"])
        assert answer.json == said.envelope(reply), path
    order = client.call("POST", "/story-projects", {"name": "Harbour"})
    assert order.status == 503
    shown = page(host, "/accounts/login/")
    assert (shown.status, shown.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert b"<h1>The studio cannot reach its database</h1>" in shown.body
    assert page(host, "/static/css/base.css").status == 200
    assert host.webs[0].poll() is None

    server.come_back()
    eventually(lambda: statuses(client) == before)
    assert page(host, "/accounts/login/").status == 200
    assert client.call("POST", "/story-projects", {"name": "Harbour"}).status == 200
