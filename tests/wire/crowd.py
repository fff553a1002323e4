"""A crowd of HTTP clients who see for themselves how each answer ends, and what they need to ask for.

What a client saw of one request is one word: `whole`; `cut`, an answer that began and did not end; `refused`, no
connection; `dropped`, a new connection that was ended without an answer; `stale`, the same of one that was answered on
before.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.jobs.hosts import ROOT, Host

_PREPARE = """
import json, sys, tempfile
from urllib.parse import urlsplit
from pathlib import Path
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from accounts.keys import issue_key
from generation.assets.services import signed_url, store_file
from generation.jobs.services import create_job, suspend_job
from tests.world import make_tenant
tenant = make_tenant("Crowd", monthly=0, perpetual=100_000, now=timezone.now())
own = tenant.organization
with transaction.atomic():
    job = create_job(organization_id=own.pk, kind="story.artifacts", params={})
    suspend_job(job.pk, reason="For the test.")
tokens = [issue_key(own, name=f"Key {n}", scopes=["story:read"], tier="elevated")[1] for n in range(8)]
with tempfile.TemporaryDirectory() as folder:
    (path := Path(folder) / "large.bin").write_bytes(bytes(int(sys.argv[1])))
    asset = store_file(own.pk, path, content_type="application/octet-stream", filename="large.bin")
print(json.dumps({"job": job.pk, "tokens": tokens, "large": urlsplit(signed_url(asset, expires_s=3600)).path}))
"""


@dataclass(frozen=True)
class Ground:
    """What there is to ask for: a job that waits, keys to follow it with, the path of a large file."""

    job: str
    tokens: list[str]
    large: str


def prepare(host: Host, *, large_bytes: int) -> Ground:
    command = [sys.executable, "-c", _PREPARE, str(large_bytes)]
    done = subprocess.run(command, env=host.env, cwd=ROOT, check=True, capture_output=True, text=True)
    return Ground(**json.loads(done.stdout))


@dataclass
class Seen:
    """One request's end. `at` is when it was known, on the monotonic clock."""

    path: str
    word: str
    status: int = 0
    at: float = field(default_factory=time.monotonic)
    is_last: bool = False  # the answer says that the connection ends with it
    body: bytes = b""


class Connection:
    """One connection of a client, kept for as many requests as the server answers on it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._answers = 0

    async def ask(self, path: str, *, token: str = "", pace: int = 0) -> Seen:
        """`pace` is how many bytes a second are read of the body; 0 for as many as come."""
        if self._pair is None:
            try:
                self._pair = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 16)
            except OSError:
                return Seen(path, "refused")
        seen = await self._ask(path, token, pace)
        if seen.word != "whole" or seen.is_last:
            self.close()
        return seen

    async def _ask(self, path: str, token: str, pace: int) -> Seen:
        assert self._pair is not None
        reader, writer = self._pair
        line = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"
        try:
            writer.write(line.encode())
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
        except (OSError, asyncio.IncompleteReadError) as error:
            if getattr(error, "partial", b""):
                return Seen(path, "cut")
            return Seen(path, "stale" if self._answers else "dropped")
        self._answers += 1
        first, *lines = head.decode().split("\r\n")[:-2]
        headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in lines)}
        status = int(first.split()[1])
        try:
            body = await _body(reader, headers, pace)
        except (OSError, asyncio.IncompleteReadError):
            return Seen(path, "cut", status)
        return Seen(path, "whole", status, is_last=headers.get("connection") == "close", body=body)

    def close(self) -> None:
        if self._pair is not None:
            self._pair[1].close()
        self._pair, self._answers = None, 0


async def _body(reader: asyncio.StreamReader, headers: dict[str, str], pace: int) -> bytes:
    """The whole body; of a large one the last bytes. Raises IncompleteReadError."""
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            body += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readexactly(2)
        return body
    left, piece = int(headers["content-length"]), b""
    while left:
        piece = await reader.readexactly(min(left, 1 << 16))
        left -= len(piece)
        if pace:
            await asyncio.sleep(len(piece) / pace)
    return piece


async def ask_once(port: int, path: str, *, token: str = "", pace: int = 0) -> Seen:
    connection = Connection(port)
    try:
        return await connection.ask(path, token=token, pace=pace)
    finally:
        connection.close()


async def come_again(port: int, path: str, seen: list[Seen], until: Callable[[], bool], *, token: str = "") -> None:
    """One client, who asks again and again."""
    connection = Connection(port)
    while not until():
        seen.append(await connection.ask(path, token=token))
        await asyncio.sleep(0.05)
    connection.close()


async def follow(port: int, ground: Ground, number: int, *, after: int = 0, last: int | None = None) -> list[int]:
    """The ids of the events up to `last`, or until the connection ends: then it must have ended between two events,
    and not as a stream that is over.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    token = ground.tokens[number % len(ground.tokens)]
    head = f"GET /api/v1/story-jobs/{ground.job}/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}"
    writer.write(f"{head}\r\nLast-Event-ID: {after}\r\n\r\n".encode())
    assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
    ids: list[int] = []
    rest = b""
    try:
        while last is None or not ids or ids[-1] < last:
            size = int(await reader.readuntil(b"\r\n"), 16)
            assert size, "the stream says that it is over"
            chunk = await reader.readexactly(size + 2)
            assert chunk.endswith(b"\n\n\r\n"), "a chunk holds whole events"
            ids += [int(line.removeprefix(b"id: ")) for line in chunk.split(b"\n") if line.startswith(b"id: ")]
    except asyncio.IncompleteReadError as error:
        rest = error.partial
    assert not rest, "an event was begun and not ended"
    writer.close()
    return ids


def count(seen: list[Seen]) -> dict[str, int]:
    return dict(Counter(each.word for each in seen))


def facts(seen: list[Seen], began: float) -> list[tuple[Any, ...]]:
    """For a failed test's message: what was not whole, with seconds since the signal."""
    return [(each.path, each.word, round(each.at - began, 2)) for each in seen if each.word != "whole"]


async def listen(port: int, ground: Ground) -> tuple[int, int]:
    """Follow the job by WebSocket until it is closed: how many messages came, and the close code (RFC 6455)."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"GET /ws/story-jobs/{ground.job} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {ground.tokens[0]}\r\n"
    )
    key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
    writer.write(f"{head}Connection: Upgrade\r\nUpgrade: websocket\r\n{key}\r\n".encode())
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    messages = 0
    while True:
        kind, size = await reader.readexactly(2)
        if size == 126:
            size = int.from_bytes(await reader.readexactly(2))
        payload = await reader.readexactly(size)
        if kind & 15 == 8:
            writer.write(bytes([0x88, 0x82, 0, 0, 0, 0]) + payload[:2])  # said back, masked with zeros
            writer.close()
            return messages, int.from_bytes(payload[:2])
        messages += kind & 15 == 1
