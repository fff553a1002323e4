"""`manage.py serve`: one command, one foreground process, and everything gone when it is."""

import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.hosts import Host, eventually

pytestmark = pytest.mark.processes


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    host = Host(tmp_path)
    yield host
    host.stop()


def ready(host: Host) -> dict[str, Any]:
    """What the ready file says, as soon as it is there."""
    path = host.data / "ready.json"
    eventually(path.exists, within_s=120)
    return json.loads(path.read_text())


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def test_it_migrates_serves_heals_and_leaves_nothing_behind(host: Host) -> None:
    serve = host.manage("serve", "--ready-file", str(host.data / "ready.json"))
    before = ready(host)
    assert before["pids"]["serve"] == serve.pid
    assert status_of(f"{before['url']}/api/v1/health") == 200
    assert f"Studio is at {before['url']}" in host.output

    os.kill(before["pids"]["web"], signal.SIGKILL)
    eventually(lambda: ready(host)["pids"]["web"] != before["pids"]["web"])
    assert status_of(f"{before['url']}/api/v1/health") == 200, "the port is still ours"

    params = {"journal": str(host.data / "journal")}
    (job_id,) = host.create_jobs({"kind": "test.steps", "params": params})
    assert host.wait_for_end(job_id)["status"] == "succeeded"

    serve.send_signal(signal.SIGINT)
    assert serve.wait(30) == 0
    eventually(lambda: not host.pids(), within_s=2)


def test_when_it_is_killed_web_and_worker_die_with_it(host: Host) -> None:
    serve = host.manage("serve", "--ready-file", str(host.data / "ready.json"))
    ready(host)
    serve.kill()
    serve.wait()
    eventually(lambda: not host.pids(), within_s=5)


def test_a_port_that_is_taken_is_a_clear_error(host: Host) -> None:
    serve = host.manage("serve", "--no-migrate", port=1, address="192.0.2.1")
    assert serve.wait(60) == 1
    assert "Cannot listen on 192.0.2.1 port 1" in host.output
    assert "Traceback" not in host.output
