"""A published word wakes the readers; without Valkey, or while it is gone, they find news by looking."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from valkey import Valkey

from generation.jobs import watch
from generation.jobs.events import append_event
from generation.jobs.models import Job
from generation.jobs.tail import JobTail, Subscription
from tests.jobs.hosts import eventually
from tests.valkey import ValkeyServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def server(settings: Any) -> Iterator[ValkeyServer]:
    server = ValkeyServer()
    settings.REDIS_URL = server.url
    yield server
    server.stop()


@pytest.fixture
def job(new_job: Callable[..., Job]) -> Job:
    return new_job()


@pytest.fixture(autouse=True)
def as_on_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the database tells that it has changed."""
    monkeypatch.setattr(watch, "_beside_sqlite", lambda: None)


@pytest.fixture
async def tail() -> AsyncIterator[JobTail]:
    tail = JobTail()
    yield tail
    await tail.aclose()


async def elsewhere(work: Callable[[], None]) -> None:
    """In a thread with a connection of its own, as another process has one."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    await asyncio.to_thread(run)


async def write(job: Job) -> None:
    def commit() -> None:
        with transaction.atomic():
            append_event(job.id, "progress", {}, now=timezone.now())

    await elsewhere(commit)


async def seqs(events: Subscription, count: int) -> list[int]:
    async with asyncio.timeout(20):
        return [(await anext(events))["seq"] for _ in range(count)]


async def until_heard(server: ValkeyServer) -> None:
    client = server.client()
    await asyncio.to_thread(eventually, lambda: client.pubsub_numsub(watch.CHANNEL)[0][1] == 1)


async def test_a_word_alone_brings_the_news(
    job: Job, tail: JobTail, server: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch.ChangeWatch, "has_changed", lambda _watch: False)
    async with tail.subscribe(job.id) as events:
        assert await seqs(events, 1) == [1]
        await until_heard(server)
        await write(job)
        await write(job)
        assert await seqs(events, 2) == [2, 3]


async def test_a_word_is_published_after_the_commit_and_never_for_a_rollback(job: Job, server: ValkeyServer) -> None:
    listening = server.client().pubsub()
    listening.subscribe(watch.CHANNEL)
    assert listening.get_message(timeout=5)["type"] == "subscribe"

    def roll_back() -> None:
        with transaction.atomic():
            append_event(job.id, "progress", {}, now=timezone.now())
            transaction.set_rollback(True)

    def commit() -> None:
        with transaction.atomic():
            append_event(job.id, "progress", {}, now=timezone.now())
            assert listening.get_message(timeout=0.05) is None, "nobody could read it yet"

    await elsewhere(roll_back)
    assert listening.get_message(timeout=0.05) is None
    await elsewhere(commit)
    assert listening.get_message(timeout=5)["data"] == job.id.encode()


@pytest.mark.parametrize("url", ["", "redis://127.0.0.1:1"], ids=["no Valkey", "Valkey out of reach"])
async def test_without_a_word_the_tail_polls(
    job: Job, tail: JobTail, settings: Any, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = url
    monkeypatch.setattr(watch, "POLL_EVERY_S", 0.05)
    async with tail.subscribe(job.id) as events:
        await write(job)
        assert await seqs(events, 2) == [1, 2]


async def test_readers_outlive_valkey_and_hear_it_when_it_is_back(
    job: Job, tail: JobTail, server: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "RETRY_S", 0.05)
    async with tail.subscribe(job.id) as events:
        await seqs(events, 1)
        await until_heard(server)
        server.go_away()
        await write(job)
        assert await seqs(events, 1) == [2]
        server.come_back()
        await until_heard(server)
        await write(job)
        assert await seqs(events, 1) == [3]


async def test_a_word_that_was_lost_is_made_up_for(
    job: Job, tail: JobTail, server: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Valkey is there for the reader and silent: what the writer says does not get through."""
    monkeypatch.setattr(watch, "CALM_POLL_EVERY_S", 0.1)
    monkeypatch.setattr(watch.Publisher, "publish", lambda *_: None)
    async with tail.subscribe(job.id) as events:
        await seqs(events, 1)
        await until_heard(server)
        await write(job)
        assert await seqs(events, 1) == [2]


def test_a_writer_that_cannot_reach_valkey_stops_trying_for_a_while(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publisher, tries = watch.Publisher("redis://127.0.0.1:1"), []
    publish = Valkey.publish

    def counted(client: Valkey, *args: Any) -> Any:
        tries.append(args)
        return publish(client, *args)

    monkeypatch.setattr(Valkey, "publish", counted)
    for _ in range(5):
        publisher.publish("job_1")
    assert len(tries) == 1
    assert "by polling" in caplog.text
