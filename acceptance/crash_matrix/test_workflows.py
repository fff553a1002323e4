"""Workflows whose worker is killed at each step: none is lost, charged twice, made twice or told of twice."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SERVER_URL
from tests.jobs.hosts import Host, create_database, eventually, signal_all, tree
from tests.workflows import crashing

pytestmark = [pytest.mark.processes, pytest.mark.both]
WHERE = [(type_, f"{step}.{p}") for type_, steps in crashing.STEPS.items() for step in steps for p in crashing.POINTS]
BATCH = 50


@pytest.fixture(scope="module")
def new_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Host]]:
    hosts: list[Host] = []
    with pytest.MonkeyPatch.context() as patch:
        for name, value in crashing.QUICK.items():
            patch.setenv(name, value)

        def make() -> Host:
            data = Path(tmp_path_factory.mktemp("host"))
            server = os.environ.get(SERVER_URL)
            url = create_database(server, f"wf-{os.getpid()}-{len(hosts)}-{data.name}") if server else ""
            hosts.append(Host(data, database_url=url, settings="tests.jobs.short_lease", apps=crashing.APP))
            hosts[-1].migrate()
            return hosts[-1]

        yield make
        for host in hosts:
            host.stop()


@pytest.fixture(scope="module")
def host(new_host: Callable[[], Host]) -> Host:
    return new_host()


@pytest.fixture
def main(host: Host) -> int:
    running = [process.pid for process in host.processes if process.args[-1] == "worker" and process.poll() is None]
    return running[0] if running else host.start_worker().pid


@pytest.mark.parametrize(("type_", "point"), WHERE)
def test_killed(type_: str, point: str, host: Host, main: int) -> None:
    crashing.survive(host, type_, point, main=main, kills_all=point.endswith("commit"))


def test_a_review_outlives_its_host_and_runs_out_with_its_credits_given_back(host: Host, main: int) -> None:
    (host.data / "gate").touch()
    body = {"type": "staticad", "concept": crashing.CONCEPT, "formats": "1:1", "hitl": True}
    kept, forgotten = crashing.start(host, body, body)
    eventually(lambda: {host.job(pk)["status"] for pk in (kept, forgotten)} == {"suspended"})
    signal_all(tree(host, main), signal.SIGKILL)
    eventually(lambda: not host.pids())
    host.start_worker()
    crashing.manage(host, crashing.APPROVE, kept)
    crashing.manage(host, crashing.RUN_OUT, forgotten)
    assert host.wait_for_end(kept)["status"] == "succeeded"
    assert host.wait_for_end(forgotten)["status"] == "failed"
    receipts = "SELECT captured FROM billing_receipt WHERE job_id = ?"
    assert (host.query(receipts, kept), host.query(receipts, forgotten)) == ([(1,)], [(0,)])
    assert host.query("SELECT count(*) FROM billing_hold WHERE status = 'open'") == [(0,)]


def test_a_batch_of_fifty_with_two_hosts_of_which_one_is_killed(
    new_host: Callable[[], Host], record_property: Callable[[str, Any], None]
) -> None:
    host = new_host()
    body = {"type": "staticad", "concept": crashing.CONCEPT, "formats": "1:1"}
    jobs = crashing.start(host, *[body] * BATCH, is_batch=True)
    doomed, _ = host.start_worker(), host.start_worker()
    ended = "SELECT count(*) FROM jobs_job WHERE status IN ('succeeded', 'failed', 'canceled')"
    eventually(lambda: host.query(ended)[0][0] >= BATCH // 5, within_s=300)
    signal_all(tree(host, doomed.pid), signal.SIGKILL)
    doomed.wait(10)
    eventually(lambda: host.query(ended) == [(BATCH,)], within_s=600)
    attempts = host.query("SELECT sum(attempt) FROM jobs_job")[0][0]
    record_property("attempts for 50 workflows", attempts)
    for job_id in jobs:
        assert host.query("SELECT captured FROM billing_receipt WHERE job_id = ?", job_id) == [(1,)]
    assert host.query("SELECT status, count(*) FROM jobs_job GROUP BY status") == [("succeeded", BATCH)]
    assert host.query("SELECT count(*) FROM billing_hold WHERE status = 'open'") == [(0,)]
    assert host.query("SELECT count(*), count(DISTINCT job_id) FROM billing_receipt") == [(BATCH, BATCH)]
