"""An event written → seen by an SSE client, while many streams idle: latency, memory a stream, threads.

    python -m bench.streams [--streams N] [--events N]

A real `manage.py serve` (daphne) on SQLite. Idle streams follow one job, the measured one another. The time runs from
just before the event's transaction to the client's `recv`, so the write itself is in it.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.jobs.hosts import ROOT, Host, eventually

TARGET_P50_MS, TARGET_P95_MS, TARGET_KB = 40, 120, 25
KEYS = 8  # opening a stream is a request, and each key has 600 a minute
EVENT_EVERY_S = 0.1


class Stream:
    """One open event stream, on a socket of its own."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(
        cls, url: str, job_id: str, token: str, *, last_event_id: int = 0, window: int = 0
    ) -> "Stream":  # fmt: skip
        """Connect and read up to the first event's line; RuntimeError when the answer is no stream.

        With a `window` the kernel keeps no more bytes than that for who does not read.
        """
        at = urlsplit(url)
        if window:
            own = socket.create_connection((at.hostname, at.port))
            own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
            reader, writer = await asyncio.open_connection(sock=own, limit=window)
        else:
            reader, writer = await asyncio.open_connection(at.hostname, at.port)
        head = (
            f"GET /api/v1/story-jobs/{job_id}/events HTTP/1.1\r\nHost: {at.netloc}\r\nAuthorization: Bearer {token}\r\n"
            f"Last-Event-ID: {last_event_id}\r\n"
        )
        writer.write(f"{head}\r\n".encode())
        status = await asyncio.wait_for(reader.readline(), 60)
        if b" 200 " not in status:
            raise RuntimeError(f"{status!r} {await reader.read(2000)!r}")
        return cls(reader, writer)

    async def until(self, mark: bytes) -> float:
        """When `mark` was seen, in seconds of the monotonic clock."""
        while mark not in await self._reader.readline():
            pass
        return time.monotonic()

    async def next_id(self) -> int:
        """The next event's id."""
        while not (line := await self._reader.readline()).startswith(b"id: "):
            if not line:
                raise RuntimeError("the stream has ended")
        return int(line.removeprefix(b"id: "))

    async def swallow(self) -> None:
        """Read for ever, as an idle client does."""
        while await self._reader.read(1 << 16):
            pass

    def close(self) -> None:
        self._writer.close()


def prepare() -> dict[str, Any]:
    """Two suspended jobs of the demo account and keys to follow them; runs in the project of the environment."""
    import django

    django.setup()
    from django.db import transaction

    from accounts.keys import issue_key
    from accounts.models import Organization
    from generation.jobs.services import create_job, suspend_job

    organization = Organization.objects.get()
    jobs = []
    for _ in range(2):
        with transaction.atomic():
            job = create_job(organization_id=organization.pk, kind="story.artifacts", params={})
            jobs.append(suspend_job(job.pk, reason="For the benchmark.").pk)
    tokens = [
        issue_key(organization, name=f"Bench {n}", scopes=["story:read"], tier="elevated")[1] for n in range(KEYS)
    ]
    return {"jobs": jobs, "tokens": tokens}


def write_events(job_id: str, count: int, padding: int = 0) -> None:
    """In a process of its own, as a worker is: append events and print when each transaction began.

    `padding` is how many bytes each is longer than it need be.
    """
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from generation.jobs.events import append_event

    for number in range(count):
        time.sleep(EVENT_EVERY_S)
        began = time.monotonic()
        with transaction.atomic():
            data = {"mark": f"<{number}>", "padding": "." * padding}
            append_event(job_id, "progress", data, now=timezone.now())
        print(began, flush=True)


def figure(pid: int, name: str) -> int:
    """A number from the process's status: `VmRSS` in KB, `Threads`."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1])


async def follow(host: Host, url: str, web: int, options: argparse.Namespace) -> dict[str, Any]:
    prepared = json.loads(await asyncio.to_thread(call, host, "--prepare"))
    (quiet, busy), tokens = prepared["jobs"], prepared["tokens"]
    # Threads are started as they are needed, up to a fixed number: have them all before anything is counted.
    warm = await asyncio.gather(*(Stream.open(url, quiet, token) for token in tokens * 4))
    await asyncio.gather(*(stream.until(b"suspended") for stream in warm))
    alone = await latencies(host, url, busy, tokens[0], options.events // 4)
    before = figure(web, "VmRSS"), figure(web, "Threads")
    idle = []
    for start in range(0, options.streams, 50):
        batch = range(start, min(start + 50, options.streams))
        idle += await asyncio.gather(*(Stream.open(url, quiet, tokens[n % KEYS]) for n in batch))
    readers = [asyncio.create_task(stream.swallow()) for stream in idle]
    beside = await latencies(host, url, busy, tokens[1], options.events)
    after = figure(web, "VmRSS"), figure(web, "Threads")
    still_open = sum(not reader.done() for reader in readers)
    for reader in readers:
        reader.cancel()
    for stream in [*idle, *warm]:
        stream.close()
    return {
        "alone": alone, "beside": beside, "open": still_open,
        "kb": (after[0] - before[0]) / options.streams, "threads": (before[1], after[1]),
    }  # fmt: skip


async def latencies(host: Host, url: str, job_id: str, token: str, count: int) -> list[float]:
    """Milliseconds from write to sight of `count` events."""
    stream = await Stream.open(url, job_id, token)
    command = [sys.executable, "-m", "bench.streams", "--write", job_id, "--events", str(count)]
    writer = await asyncio.create_subprocess_exec(*command, env=host.env, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    seen = [await asyncio.wait_for(stream.until(f"<{number}>".encode()), 120) for number in range(count)]
    written, _ = await writer.communicate()
    stream.close()
    return [(at - float(began)) * 1000 for at, began in zip(seen, written.split(), strict=True)]


def call(host: Host, *arguments: str) -> str:
    command = [sys.executable, "-m", "bench.streams", *arguments]
    return subprocess.run(command, env=host.env, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def report(found: dict[str, Any], streams: int) -> bool:
    rows = {"no other stream": found["alone"], f"{streams} idle streams": found["beside"]}
    for name, values in rows.items():
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"event written → seen, {name:<18} p50 {statistics.median(values):6.1f} ms   p95 {p95:6.1f} ms")
    before, after = found["threads"]
    print(f"streams open {found['open']}, {found['kb']:.1f} KB a stream, threads {before} → {after}")
    is_good = (
        statistics.median(found["beside"]) <= TARGET_P50_MS
        and p95 <= TARGET_P95_MS
        and found["kb"] <= TARGET_KB
        and before == after
        and found["open"] == streams
    )
    bars = f"p50 ≤ {TARGET_P50_MS} ms, p95 ≤ {TARGET_P95_MS} ms, ≤ {TARGET_KB} KB, threads constant"
    print(f"bar: {bars}: {'met' if is_good else 'missed'}")
    return is_good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--write", metavar="JOB", help=argparse.SUPPRESS)
    parser.add_argument("--padding", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        print(json.dumps(prepare()))
        return 0
    if options.write:
        write_events(options.write, options.events, options.padding)
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as data:
        host = Host(Path(data))
        try:
            host.migrate()
            assert host.manage("demo_account", "--json").wait(120) == 0, host.output  # noqa: S101
            ready = Path(data) / "ready.json"
            host.manage("serve", "--no-migrate", "--ready-file", str(ready))
            eventually(ready.exists, within_s=120)
            said = json.loads(ready.read_text())
            found = asyncio.run(follow(host, said["url"], said["pids"]["web"], options))
            return 0 if report(found, options.streams) else 1
        finally:
            host.stop()


if __name__ == "__main__":
    sys.exit(main())
