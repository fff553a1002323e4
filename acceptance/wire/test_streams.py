"""Readers that idle, break off, come back or freeze, and senders who never finish: nobody else waits for them."""

import asyncio
import http.client
import json
import random
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bench.streams import KEYS, Stream, figure
from tests.jobs.hosts import ROOT, Host, eventually

pytestmark = pytest.mark.processes

IDLE, RESTLESS = 1000, 100
EVENTS = 150
WATCHING, FROZEN = 400, 100
LONG_EVENTS, PADDING = 900, 16_000  # a minute and a half of them
WINDOW = 4096
DROPPED_WITHIN_S, LAG_P95_S, SLOPE_MB_A_MINUTE, HEALTH_P95_S = 30.0, 1.0, 1.0, 0.3
LORIS = 200


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    host = Host(Path(tmp_path_factory.mktemp("streams")))
    try:
        host.migrate()
        assert host.manage("demo_account", "--json").wait(120) == 0, host.output
        host.manage("serve", "--no-migrate", "--ready-file", str(host.data / "ready.json"))
        eventually((host.data / "ready.json").exists, within_s=120)
        yield host
    finally:
        host.stop()


def run(host: Host, *arguments: str) -> str:
    command = [sys.executable, "-m", "bench.streams", *arguments]
    return subprocess.run(command, env=host.env, cwd=ROOT, check=True, capture_output=True, text=True).stdout


async def follow_restlessly(url: str, job: str, token: str, last: int, dice: random.Random) -> list[int]:
    """The ids seen up to `last` by a reader that breaks off every few events and resumes after the last one it saw."""
    seen: list[int] = []
    while not seen or seen[-1] < last:
        stream = await Stream.open(url, job, token, last_event_id=seen[-1] if seen else 0)
        for _ in range(dice.randint(1, 40)):
            seen.append(await stream.next_id())
            if seen[-1] == last:
                break
        stream.close()
        await asyncio.sleep(dice.random())
    return seen


async def follow(host: Host, prepared: dict[str, Any]) -> tuple[list[list[int]], int, tuple[int, int]]:
    said = json.loads((host.data / "ready.json").read_text())
    url, web = said["url"], said["pids"]["web"]
    (quiet, busy), tokens = prepared["jobs"], prepared["tokens"]
    warm = await asyncio.gather(*(Stream.open(url, quiet, token) for token in tokens * 4))
    threads = figure(web, "Threads")
    idle = []
    for start in range(0, IDLE, 50):
        idle += await asyncio.gather(*(Stream.open(url, quiet, tokens[n % KEYS]) for n in range(start, start + 50)))
    readers = [asyncio.create_task(stream.swallow()) for stream in idle]
    last = 2 + EVENTS
    writing = asyncio.create_task(asyncio.to_thread(run, host, "--write", busy, "--events", str(EVENTS)))
    seen = await asyncio.gather(
        *(follow_restlessly(url, busy, tokens[n % KEYS], last, random.Random(n)) for n in range(RESTLESS))
    )
    await writing
    still_open = sum(not reader.done() for reader in readers)
    counted = threads, figure(web, "Threads")
    for reader in readers:
        reader.cancel()
        with suppress(asyncio.CancelledError):
            await reader
    for stream in [*idle, *warm]:
        stream.close()
    return list(seen), still_open, counted


def test_a_thousand_idle_streams_and_readers_that_come_back_leave_no_gap(host: Host) -> None:
    prepared = json.loads(run(host, "--prepare"))
    seen, still_open, (before, after) = asyncio.run(follow(host, prepared))
    for ids in seen:
        assert ids == list(range(1, EVENTS + 3))
    assert still_open == IDLE
    assert after <= before + 1, "the database threads of the first requests, and no thread for a stream"


async def lags(stream: Stream, last: int, at: dict[int, float]) -> list[int]:
    """The ids seen up to `last`; when the first reader saw each is kept in `at`."""
    seen: list[int] = []
    while not seen or seen[-1] < last:
        seen.append(await stream.next_id())
        at.setdefault(seen[-1], time.monotonic())
        LAGS.append(time.monotonic() - at[seen[-1]])
    return seen


LAGS: list[float] = []


async def beside_frozen_readers(host: Host, prepared: dict[str, Any]) -> tuple[list[list[int]], int, list[int]]:
    """What the others saw, how many of the frozen are still connected at the end, and the web's memory in KB, every
    second while events are written.
    """
    said = json.loads((host.data / "ready.json").read_text())
    url, web = said["url"], said["pids"]["web"]
    (_, busy), tokens = prepared["jobs"], prepared["tokens"]
    start = int(host.query("SELECT last_seq FROM jobs_job WHERE id = ?", busy)[0][0])
    begun = {"last_event_id": start}
    frozen = [await Stream.open(url, busy, tokens[n % KEYS], window=WINDOW, **begun) for n in range(FROZEN)]
    watching = [await Stream.open(url, busy, tokens[n % KEYS], **begun) for n in range(WATCHING)]
    write = ("--write", busy, "--events", str(LONG_EVENTS), "--padding", str(PADDING))
    writing = asyncio.create_task(asyncio.to_thread(run, host, *write))
    at: dict[int, float] = {}
    readers = [asyncio.create_task(lags(stream, start + LONG_EVENTS, at)) for stream in watching]
    memory = []
    while not writing.done():
        memory.append(figure(web, "VmRSS"))
        await asyncio.sleep(1)
    seen = await asyncio.gather(*readers)
    await asyncio.sleep(DROPPED_WITHIN_S)
    still = sum(not is_closed(stream) for stream in frozen)
    for stream in [*frozen, *watching]:
        stream.close()
    return list(seen), still, memory


def is_closed(stream: Stream) -> bool:
    """Whether the server has ended the connection of a reader that does not read: its socket is in error."""
    own = stream._writer.get_extra_info("socket")
    return own is None or struct.unpack("B", own.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1))[0] != ESTABLISHED


ESTABLISHED = 1


def test_frozen_readers_are_dropped_and_keep_nobody_waiting(host: Host, record_property: Any) -> None:
    prepared = json.loads(run(host, "--prepare"))
    LAGS.clear()
    seen, still, memory = asyncio.run(beside_frozen_readers(host, prepared))
    assert all(ids == list(range(ids[0], ids[0] + LONG_EVENTS)) for ids in seen), "no gap, none twice"
    p95 = sorted(LAGS)[int(0.95 * len(LAGS))]
    settled = memory[len(memory) // 2 :]  # buffers are made in the first seconds, and kept
    slope = (settled[-1] - settled[0]) / 1024 / (len(settled) - 1) * 60
    record_property("lag behind the first reader, p95 s", p95)
    record_property("memory slope, MB a minute", slope)
    assert still == 0
    assert p95 < LAG_P95_S
    assert slope < SLOPE_MB_A_MINUTE


def test_senders_who_never_finish_keep_nobody_waiting(host: Host, record_property: Any) -> None:
    said = json.loads((host.data / "ready.json").read_text())
    at = urlsplit(said["url"])
    slow = []
    for _ in range(LORIS):
        one = socket.create_connection((at.hostname, at.port))
        one.sendall(b"POST /api/v1/story-projects HTTP/1.1\r\nHost: studio\r\nX-")
        slow.append(one)
    took = []
    for number in range(100):
        slow[number % LORIS].sendall(b"a")
        began = time.monotonic()
        asked = http.client.HTTPConnection(at.hostname or "", at.port, timeout=30)
        asked.request("GET", "/api/v1/health")
        assert asked.getresponse().status == 200
        asked.close()
        took.append(time.monotonic() - began)
    for one in slow:
        one.close()
    p95 = sorted(took)[94]
    record_property("health beside 200 slow senders, p95 s", p95)
    assert p95 < HEALTH_P95_S
