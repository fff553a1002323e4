"""A thousand readers that idle, break off and come back: none misses an event, none gets one twice."""

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bench.streams import KEYS, Stream, figure
from tests.jobs.hosts import ROOT, Host, eventually

pytestmark = pytest.mark.processes

IDLE, RESTLESS = 1000, 100
EVENTS = 150


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
