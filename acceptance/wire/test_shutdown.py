"""SIGTERM while a crowd is served: no answer is cut off, streams go on elsewhere, jobs are handed back."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.hosts import ROOT, Host, eventually
from tests.jobs.pipelines import journal
from tests.web_host import WebHost
from tests.wire import crowd

pytestmark = pytest.mark.processes

CLIENTS, FOLLOWERS, EVENTS = 30, 20, 220
LARGE, PACE = 48 * 1024 * 1024, 6 * 1024 * 1024  # a download of eight seconds
DRAIN_S, GONE_WITHIN_S, SERVED_BEFORE_S = 3, 20.0, 2.0


@dataclass
class Heard:
    seen: list[crowd.Seen]
    followed: list[list[int]]
    download: crowd.Seen
    code: int
    told_at: float
    gone_at: float


@pytest.fixture(autouse=True)
def drain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_DRAIN_S", str(DRAIN_S))


@pytest.fixture
def host(tmp_path: Path) -> Iterator[WebHost]:
    host = WebHost(tmp_path, name="shutdown")
    try:
        host.migrate()
        yield host
    finally:
        host.stop()


async def under_load(port: int, ground: crowd.Ground, process: subprocess.Popen[bytes]) -> Heard:
    """What the crowd saw of a process that was told to stop in its midst."""
    seen: list[crowd.Seen] = []
    following = [asyncio.create_task(crowd.follow(port, ground, number)) for number in range(FOLLOWERS)]
    paths = ["/livez", "/api/v1/health", "/readyz", "/api/v1/credits", "/docs"]
    asking = [
        asyncio.create_task(
            crowd.come_again(
                port,
                paths[number % len(paths)],
                seen,
                lambda: process.poll() is not None,
                token=ground.tokens[number % len(ground.tokens)],
            )
        )
        for number in range(CLIENTS)
    ]
    await asyncio.sleep(SERVED_BEFORE_S)
    download = asyncio.create_task(crowd.ask_once(port, ground.large, pace=PACE))
    await asyncio.sleep(1)
    told_at = time.monotonic()
    process.send_signal(signal.SIGTERM)
    code = await asyncio.to_thread(process.wait, 60)
    gone_at = time.monotonic()
    await asyncio.gather(*asking)
    return Heard(seen, await asyncio.gather(*following), await download, code, told_at, gone_at)


def hear(port: int, ground: crowd.Ground, process: subprocess.Popen[bytes]) -> Heard:
    return asyncio.run(asyncio.wait_for(under_load(port, ground, process), 120))


def assert_it_left_well(heard: Heard, record_property: Callable[[str, object], None]) -> None:
    assert heard.code == 0
    assert heard.gone_at - heard.told_at <= GONE_WITHIN_S
    assert (heard.download.word, heard.download.status) == ("whole", 200)
    ends = crowd.count(heard.seen)
    assert set(ends) <= {"whole", "refused", "dropped"}, crowd.facts(heard.seen, heard.told_at)
    assert ends.get("dropped", 0) <= 1, "whom the kernel let in between the last look and the end of the port"
    refused = [each.at for each in heard.seen if each.word == "refused"]
    answered = [each for each in heard.seen if each.word == "whole"]
    assert refused
    assert min(refused) - heard.told_at >= DRAIN_S
    not_ready = [each.at for each in answered if each.status == 503]
    assert {each.path for each in answered if each.status == 503} == {"/readyz"}
    served = [each for each in answered if each.at > min(not_ready) and each.path != "/readyz"]
    assert {each.path for each in served} == {"/livez", "/api/v1/health", "/api/v1/credits", "/docs"}
    record_property("until readyz says no, s", min(not_ready) - heard.told_at)
    record_property("until connections are refused, s", min(refused) - heard.told_at)
    record_property("until the process has gone, s", heard.gone_at - heard.told_at)
    record_property("answers", len(answered))
    record_property("answers after readyz said no", len(served))


def writing(host: Host, ground: crowd.Ground) -> subprocess.Popen[bytes]:
    """Events of the followed job, ten a second, by a process of its own."""
    command = [sys.executable, "-m", "bench.streams", "--write", ground.job, "--events", str(EVENTS)]
    process = subprocess.Popen(command, env=host.env, cwd=ROOT, stdout=subprocess.DEVNULL)
    host.processes.append(process)
    eventually(lambda: host.query("SELECT last_seq FROM jobs_job WHERE id = ?", ground.job)[0][0] > 2)
    return process


def assert_followers_resume(port: int, ground: crowd.Ground, followed: list[list[int]]) -> None:
    """Each has seen a part without a gap, and gets the rest of its job's log from whoever serves next."""
    last = 2 + EVENTS

    async def rest() -> list[list[int]]:
        return await asyncio.gather(
            *(crowd.follow(port, ground, n, after=ids[-1], last=last) for n, ids in enumerate(followed))
        )

    for before, after in zip(followed, asyncio.run(asyncio.wait_for(rest(), 120)), strict=True):
        assert before + after == list(range(1, last + 1))
        assert 2 < len(before) < last


def test_a_web_process_by_itself(host: WebHost, record_property: Callable[[str, object], None]) -> None:
    web = host.start_web()
    host.close_port()
    ground = crowd.prepare(host, large_bytes=LARGE)
    eventually(lambda: asyncio.run(crowd.ask_once(host.port, "/readyz")).status == 200)
    writer = writing(host, ground)
    heard = hear(host.port, ground, web)
    assert_it_left_well(heard, record_property)
    assert writer.wait(60) == 0
    assert "Traceback" not in host.output


def test_a_reader_who_takes_nothing_does_not_keep_it(host: WebHost) -> None:
    web = host.start_web()
    ground = crowd.prepare(host, large_bytes=LARGE)
    eventually(lambda: asyncio.run(crowd.ask_once(host.port, "/readyz")).status == 200)
    with socket.create_connection(("127.0.0.1", host.port)) as reader:
        reader.sendall(f"GET {ground.large} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert b" 200 " in reader.recv(100)
        began = time.monotonic()
        web.terminate()
        assert web.wait(60) == 0
        assert time.monotonic() - began <= GONE_WITHIN_S
    assert "Traceback" not in host.output


def ready(host: Host) -> dict[str, Any]:
    eventually((host.data / "ready.json").exists, within_s=120)
    return json.loads((host.data / "ready.json").read_text())


def test_the_studio_as_a_whole_and_the_job_that_it_ran(
    host: WebHost, record_property: Callable[[str, object], None]
) -> None:
    host.close_port()
    ground = crowd.prepare(host, large_bytes=LARGE)
    serve = host.manage("serve", "--no-migrate", "--ready-file", str(host.data / "ready.json"))
    port = int(ready(host)["url"].rpartition(":")[2])
    params = {"journal": str(host.data / "journal"), "gate": str(host.data / "gate")}
    (job_id,) = host.create_jobs({"kind": "test.steps", "params": params})
    eventually(lambda: "work 1" in journal(host.data / "journal"))
    writer = writing(host, ground)
    heard = hear(port, ground, serve)
    assert_it_left_well(heard, record_property)
    eventually(lambda: not [command for command in host.pids().values() if "bench.streams" not in command])
    job = host.job(job_id)
    assert (job["status"], job["attempt"], job["stalls"], job["charged"]) == ("queued", 1, 0, None)

    (host.data / "ready.json").unlink()
    host.manage("serve", "--no-migrate", "--ready-file", str(host.data / "ready.json"), port=port)
    ready(host)
    assert_followers_resume(port, ground, heard.followed)
    assert writer.wait(60) == 0
    (host.data / "gate").touch()
    job = host.wait_for_end(job_id)
    assert (job["status"], job["attempt"], job["charged"]) == ("succeeded", 2, 12)
    assert host.query("SELECT captured FROM billing_receipt WHERE job_id = ?", job_id) == [(12,)]
    assert journal(host.data / "journal") == ["begin 1", "work 1", "work 2", "worked 2", "end 2"]
    assert "Traceback" not in host.output
