"""A web process is killed in the middle of a POST; the client asks again with the same Idempotency-Key."""

import http.client
import threading
from collections.abc import Iterator

import pytest

from tests.jobs.hosts import eventually
from tests.web_host import Client, WebHost

pytestmark = [pytest.mark.processes, pytest.mark.both]

PRICE = 11


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebHost]:
    host = WebHost(tmp_path_factory.mktemp("killed"), name="killed", settings="tests.wire.halting")
    try:
        host.migrate()
        yield host
    finally:
        host.stop()


@pytest.fixture(scope="module")
def client(host: WebHost) -> Client:
    return host.client("Ada", plans=3)


def post_into_a_killed_process(host: WebHost, client: Client, plan: str, point: str) -> None:
    """POST and SIGKILL the process when it has reached `point`; the client gets no answer."""
    (host.data / "halt").write_text(point)
    host.start_web()
    lost: list[Exception] = []

    def post() -> None:
        try:
            client.call("POST", "/story-jobs", {"storyPlanId": plan}, **{"Idempotency-Key": point})
        except (OSError, http.client.HTTPException) as error:
            lost.append(error)

    caller = threading.Thread(target=post)
    caller.start()
    eventually((host.data / "halted").exists)
    (host.data / "halted").unlink()
    host.kill_web()
    caller.join(60)
    assert lost, "the process answered before it was killed"


@pytest.mark.parametrize("point", ["claimed", "worked", "committed"])
def test_the_same_key_then_succeeds_exactly_once(host: WebHost, client: Client, point: str) -> None:
    """Killed with the claim alone, with the work done but not committed, and with all committed but no answer sent."""
    plan = client.plans[("claimed", "worked", "committed").index(point)]
    jobs = "SELECT id FROM jobs_job WHERE kind = 'story.artifacts' AND organization_id = ?"
    had = len(host.query(jobs, client.organization))
    post_into_a_killed_process(host, client, plan, point)
    assert len(host.query(jobs, client.organization)) == had + (point == "committed")

    host.start_web()
    retries = [
        client.call("POST", "/story-jobs", {"storyPlanId": plan}, **{"Idempotency-Key": point}) for _ in range(3)
    ]
    assert [retry.status for retry in retries] == [200] * 3
    assert len({retry.body for retry in retries}) == 1
    replayed = ["idempotency-replayed" in retry.headers for retry in retries]
    assert replayed == [point == "committed", True, True]
    assert len(host.query(jobs, client.organization)) == had + 1
    assert client.balance == 1000 - PRICE * (had + 1)
    host.kill_web()
