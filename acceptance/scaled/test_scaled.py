"""The scaled profile as documented, killed and hammered: what one process begins, another one goes on with."""

import http.client
import json
import os
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from acceptance.scaled.cluster import Cluster, a_cluster
from tests.jobs.hosts import eventually
from tests.media.timeline.films import shown
from tests.media.timeline.sources import Shape, make
from tests.web_host import Client

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(
        not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()),
        reason="nginx is not installed (apt-get install nginx-light): it is the front of this profile",
    ),
]
soon = partial(eventually, within_s=300)
SHAPE = Shape(pictures=500, width=640, height=384, sound_rate=0)  # two parts of an export
LIMIT, CALLS, PRICE = 120, 400, 11


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with a_cluster(tmp_path_factory.mktemp("scaled")) as running:
        yield running


def raw(port: int, method: str, url: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, urlsplit(url).path, body, named)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


class Watcher(threading.Thread):
    """Reads a job's stream through one server until it ends."""

    def __init__(self, port: int, client: Client, path: str) -> None:
        super().__init__(daemon=True)
        self._port, self._client, self._path = port, client, path
        self.seen: list[tuple[float, str, dict[str, Any]]] = []
        self.start()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=300)
        connection.request("GET", f"/api/v1{self._path}", headers={"Authorization": f"Bearer {self._client.token}"})
        answer, event = connection.getresponse(), ""
        assert answer.status == 200, answer.read()
        for raw_line in iter(answer.readline, b""):
            line = raw_line.decode().rstrip()
            self._take(line, event)
            event = line.removeprefix("event: ") if line.startswith("event: ") else event
        connection.close()

    def _take(self, line: str, event: str) -> None:
        if line.startswith("data: "):
            self.seen.append((time.monotonic(), event, json.loads(line.removeprefix("data: "))))


def test_a_film_outlives_its_workers_and_comes_through_another_server(
    cluster: Cluster, tmp_path: Path, record_property: Any
) -> None:
    client = cluster.client("Ada", tier="elevated")
    first, second = cluster.at(client, "api-1"), cluster.at(client, "api-2")
    project = first.call("POST", "/project", {"name": "Harbour"}).json["id"]
    asked = second.call("POST", f"/project/{project}/upload", {"file_name": "a.mp4", "content_type": "video/mp4"}).json
    body = make(tmp_path / "a.mp4", SHAPE, source=2).read_bytes()
    half = len(body) // 2
    for server, start, end in (("web-1", 0, half), ("web-2", half, len(body))):
        spans = f"bytes {start}-{end - 1}/{len(body)}"
        status, _, told = raw(cluster.ports[server], "PUT", asked["upload_url"], body[start:end], content_range=spans)
        assert status == (202 if end < len(body) else 200), told
    job_id = json.loads(told)["job_id"]
    _kill_once_held(cluster, job_id, "import")
    soon(lambda: client.call("GET", f"/job/{job_id}").json["status"] == "completed")
    (segment,) = client.call("GET", f"/project/{project}").json["segments"]

    client.call("POST", f"/segment/{segment['id']}/color-grade", {"contrast": 0.01})
    export_id = first.call("POST", "/export", {"project_id": project, "format": "mp4"}).json["export_job_id"]
    watcher = Watcher(cluster.ports["web-2"], client, f"/export/{export_id}/events")
    victim = _kill_once_held(cluster, export_id, "export")
    soon(lambda: cluster.job(export_id)["status"] in ("succeeded", "failed"))
    ended_at = time.monotonic()
    assert cluster.job(export_id)["status"] == "succeeded", cluster.job(export_id)
    assert cluster.job(export_id)["attempt"] >= 2
    hosts = {name for (name,) in cluster.query("SELECT worker FROM jobs_attempt WHERE job_id = ?", export_id)}
    record_property("hosts that had the export", float(len({name.split("/")[0] for name in hosts})))
    watcher.join(30)
    assert not watcher.is_alive(), "the stream ends with the job"
    assert watcher.seen, "the other server told of it"
    record_property("seconds from the end to the last event", watcher.seen[-1][0] - ended_at)

    export = second.call("GET", f"/export/{export_id}").json
    assert export["status"] == "completed", (victim, export)
    status, headers, film = raw(cluster.ports["web-1"], "GET", export["download_url"])
    assert (status, headers["x-content-type-options"]) == (200, "nosniff")
    status, _, part = raw(cluster.ports["front"], "GET", export["download_url"], range="bytes=1000-1999")
    assert (status, part) == (206, film[1000:2000])
    (tmp_path / "film.mp4").write_bytes(film)
    assert shown(tmp_path / "film.mp4") == [(2, number) for number in range(SHAPE.pictures)]
    for name, machine in cluster.machines.items():
        assert not (machine.data / "blobs").exists(), f"{name} kept files of its own"


def _kill_once_held(cluster: Cluster, job_id: str, what: str) -> str:
    """SIGKILL to the worker that has stopped in the middle of the job; its name."""
    soon(lambda: any((machine.data / "held" / what).exists() for machine in cluster.machines.values()))
    machine, pid = cluster.worker_of(job_id)
    for other in cluster.machines.values():  # nobody holds it a second time
        (other.data / "held").mkdir(exist_ok=True)
        (other.data / "held" / what).touch()
    os.kill(pid, signal.SIGKILL)
    return machine.name


def test_limits_are_exact_over_all_processes(cluster: Cluster) -> None:
    client = cluster.client("Bob")
    servers = [cluster.at(client, name) for name in ("api-1", "api-2", "web-1", "web-2", "front")]
    with ThreadPoolExecutor(40) as pool:
        asked = [pool.submit(servers[n % 5].call, "GET", "/story-plans/plan_none") for n in range(CALLS)]
        answers = [one.result() for one in asked]
    assert Counter(answer.status for answer in answers) == {404: LIMIT, 429: CALLS - LIMIT}
    left = sorted(int(answer.headers["ratelimit-remaining"]) for answer in answers if answer.status == 404)
    assert left == list(range(LIMIT))


def test_one_key_on_two_servers_at_once_is_one_effect(cluster: Cluster) -> None:
    client = cluster.client("Eve", plans=5, tier="elevated")
    servers = [cluster.at(client, name) for name in ("api-1", "api-2", "web-1", "web-2")]

    def ask(number: int) -> tuple[int, int, bytes]:
        key = number % 5
        answer = servers[number // 5 % 4].call(
            "POST", "/story-jobs", {"storyPlanId": client.plans[key]}, **{"Idempotency-Key": f"key-{key}"}
        )
        return key, answer.status, answer.body

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(ask, range(5 * 20)))
    assert {status for _, status, _ in answers} <= {200, 409}
    for key in range(5):
        assert len({body for asked, status, body in answers if asked == key and status == 200}) == 1
    held = cluster.query("SELECT COUNT(*) FROM jobs_job WHERE organization_id = ?", client.organization)
    assert held == [(5,)]
    holds = "SELECT COUNT(*) FROM billing_hold h JOIN jobs_job j ON j.id = h.job_id WHERE j.organization_id = ?"
    assert cluster.query(holds, client.organization) == [(5,)]


def test_a_word_at_one_server_wakes_the_streams_of_another(cluster: Cluster, record_property: Any) -> None:
    """A job is canceled through one process; the streams of the other two hear it, without looking by themselves."""
    client = cluster.client("Joan", plans=1, tier="elevated")
    job_id = client.call("POST", "/story-jobs", {"storyPlanId": client.plans[0]}).json["job"]["id"]
    watchers = [Watcher(cluster.ports[name], client, f"/story-jobs/{job_id}/events") for name in ("web-1", "web-2")]
    soon(lambda: all(watcher.seen for watcher in watchers))
    began = time.monotonic()
    cluster.at(client, "api-2").call("POST", f"/story-jobs/{job_id}/cancel", {})
    for watcher in watchers:
        watcher.join(60)
        assert not watcher.is_alive()
        record_property("seconds from a cancel to its event elsewhere", watcher.seen[-1][0] - began)
