"""Readers of a job's log get every event once, in order, from where they left off to the end."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from generation.jobs import tail as tail_module
from generation.jobs import watch as watch_module
from generation.jobs.events import append_event
from generation.jobs.models import Job, JobEvent
from generation.jobs.services import cancel_job, resume_job
from generation.jobs.tail import JobTail, Subscription

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def job(new_job: Callable[..., Job]) -> Job:
    """A queued job, whose log so far is one event."""
    return new_job()


@pytest.fixture
async def tail() -> AsyncIterator[JobTail]:
    tail = JobTail()
    yield tail
    await tail.aclose()


async def write(job: Job, count: int = 1) -> None:
    def commit() -> None:
        try:
            for _ in range(count):
                with transaction.atomic():
                    append_event(job.id, "progress", {}, now=timezone.now())
        finally:
            connection.close()

    await asyncio.to_thread(commit)


async def cancel(job: Job) -> None:
    def commit() -> None:
        try:
            cancel_job(job.id, reason="enough")
        finally:
            connection.close()

    await asyncio.to_thread(commit)


async def resume(job: Job) -> None:
    def commit() -> None:
        try:
            resume_job(job.id)
        finally:
            connection.close()

    await asyncio.to_thread(commit)


async def read(events: Subscription, count: int) -> list[int]:
    async with asyncio.timeout(10):
        return [(await anext(events))["seq"] for _ in range(count)]


async def read_to_end(events: Subscription) -> list[dict[str, Any]]:
    async with asyncio.timeout(10):
        return [event async for event in events]


async def test_a_reader_gets_what_was_written_before_and_after_it_came(job: Job, tail: JobTail) -> None:
    await write(job, 2)
    async with tail.subscribe(job.id) as events:
        assert await read(events, 3) == [1, 2, 3]
        await write(job, 2)
        assert await read(events, 2) == [4, 5]


async def test_an_event_says_what_it_is(job: Job, tail: JobTail) -> None:
    async with tail.subscribe(job.id) as events:
        event = await anext(events)
    assert (set(event), event["type"]) == ({"seq", "type", "data", "created_at"}, "queued")


async def test_a_reader_that_comes_back_misses_nothing_and_gets_nothing_twice(job: Job, tail: JobTail) -> None:
    async with tail.subscribe(job.id) as events:
        await write(job, 3)
        last_seen = (await read(events, 2))[-1]
    await write(job)
    async with tail.subscribe(job.id, after_seq=last_seen) as events:
        assert await read(events, 3) == [3, 4, 5]


async def test_the_stream_ends_after_the_terminal_event(job: Job, tail: JobTail) -> None:
    async with tail.subscribe(job.id) as events:
        await cancel(job)
        assert [event["type"] for event in await read_to_end(events)] == ["queued", "canceled"]
        assert not events.was_dropped


async def test_a_reader_that_has_seen_the_end_is_told_at_once(job: Job, tail: JobTail) -> None:
    await cancel(job)
    async with tail.subscribe(job.id, after_seq=2) as events:
        assert await read_to_end(events) == []


async def test_two_readers_of_one_job_are_each_served_from_their_own_place(job: Job, tail: JobTail) -> None:
    await write(job, 3)
    async with tail.subscribe(job.id) as early, tail.subscribe(job.id, after_seq=3) as late:
        await write(job)
        assert await read(early, 5) == [1, 2, 3, 4, 5]
        assert await read(late, 2) == [4, 5]


async def test_a_reader_that_comes_while_the_log_is_read_is_given_what_it_lacks_first(
    job: Job, tail: JobTail, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, goes_on = threading.Event(), threading.Event()
    fetch = tail_module.fetch_after

    def hesitant(cursors: dict[str, int]) -> Any:
        if cursors == {job.id: 1} and not goes_on.is_set():
            reading.set()
            goes_on.wait(10)
        return fetch(cursors)

    await write(job, 1)
    monkeypatch.setattr(tail_module, "fetch_after", hesitant)
    async with tail.subscribe(job.id, after_seq=1) as ahead:
        await asyncio.to_thread(reading.wait, 10)
        async with tail.subscribe(job.id) as behind:
            goes_on.set()
            assert await read(ahead, 1) == [2]
            assert await read(behind, 2) == [1, 2]


async def test_a_log_longer_than_the_queue_arrives_whole(
    job: Job, tail: JobTail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail_module, "QUEUE_SIZE", 8)
    await write(job, 50)
    async with tail.subscribe(job.id) as events:
        assert await read(events, 51) == list(range(1, 52))


async def test_a_reader_that_does_not_read_is_dropped(job: Job, tail: JobTail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail_module, "QUEUE_SIZE", 4)
    monkeypatch.setattr(tail_module, "SLOW_AFTER_S", 0.05)
    monkeypatch.setattr(tail_module, "SWEEP_EVERY_S", 0.0)
    await write(job, 10)
    async with tail.subscribe(job.id) as events:
        async with asyncio.timeout(10):
            while not events.was_dropped:
                await asyncio.sleep(0.01)
        assert [event["seq"] for event in await read_to_end(events)] == [1, 2, 3, 4]


async def test_nothing_turns_while_nobody_watches(job: Job, tail: JobTail, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    monkeypatch.setattr(watch_module.ChangeWatch, "has_changed", lambda watch: bool(looks.append(None)) or True)
    async with tail.subscribe(job.id) as events:
        await read(events, 1)
    settled = len(looks)
    await asyncio.sleep(4 * watch_module.POLL_EVERY_S)
    assert len(looks) <= settled + 2  # the one under way, and the one that finds nobody


async def test_a_broken_database_connection_costs_time_but_no_event(
    job: Job, tail: JobTail, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch, failures = tail_module.fetch_after, [OSError("gone")]

    def fail_once(cursors: dict[str, int]) -> Any:
        if failures:
            raise failures.pop()
        return fetch(cursors)

    monkeypatch.setattr(tail_module, "fetch_after", fail_once)
    async with tail.subscribe(job.id) as events:
        await write(job)
        assert await read(events, 2) == [1, 2]
    assert not failures


async def test_the_log_of_a_resumed_job_is_told_beyond_its_first_end(job: Job, tail: JobTail) -> None:
    await cancel(job)
    await resume(job)
    async with tail.subscribe(job.id) as events:
        assert await read(events, 3) == [1, 2, 3]
        await write(job)
        await cancel(job)
        assert [event["type"] for event in await read_to_end(events)] == ["progress", "canceled"]


async def test_a_reader_that_saw_the_end_comes_back_for_what_followed_a_resume(job: Job, tail: JobTail) -> None:
    await cancel(job)
    async with tail.subscribe(job.id) as events:
        assert [event["seq"] for event in await read_to_end(events)] == [1, 2]
    await resume(job)
    async with tail.subscribe(job.id, after_seq=2) as events:
        assert await read(events, 1) == [3]


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer: commits follow each other")
async def test_an_event_that_commits_late_is_not_lost(job: Job, tail: JobTail, new_job: Callable[..., Job]) -> None:
    """Written first, committed last: a reader that has meanwhile read what others wrote later still gets it."""
    other = await asyncio.to_thread(_made, new_job)
    written, may_commit = threading.Event(), threading.Event()

    def commit_late() -> None:
        try:
            with transaction.atomic():
                append_event(job.id, "progress", {"late": True}, now=timezone.now())
                written.set()
                may_commit.wait(10)
        finally:
            connection.close()

    async with tail.subscribe(job.id, 1) as events, tail.subscribe(other.id, 1) as others:
        late = asyncio.create_task(asyncio.to_thread(commit_late))
        await asyncio.to_thread(written.wait, 10)
        await write(other, 3)
        assert await read(others, 3) == [2, 3, 4]
        may_commit.set()
        await late
        assert await read(events, 1) == [2]
        newest = await asyncio.to_thread(_newest_event, job)
        assert newest.data == {"late": True}


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer: commits follow each other")
async def test_a_rival_of_the_same_job_waits_for_the_late_commit(job: Job, tail: JobTail) -> None:
    """Its number comes after, so no reader can pass an event that is still to appear."""
    written, may_commit = threading.Event(), threading.Event()

    def commit_late() -> None:
        try:
            with transaction.atomic():
                append_event(job.id, "progress", {"n": 1}, now=timezone.now())
                written.set()
                may_commit.wait(10)
        finally:
            connection.close()

    async with tail.subscribe(job.id, 1) as events:
        late = asyncio.create_task(asyncio.to_thread(commit_late))
        await asyncio.to_thread(written.wait, 10)
        rival = asyncio.create_task(write(job))
        await asyncio.sleep(0.3)
        assert not rival.done()
        may_commit.set()
        await asyncio.gather(late, rival)
        assert await read(events, 2) == [2, 3]


def _made(new_job: Callable[..., Job]) -> Job:
    try:
        return new_job()
    finally:
        connection.close()


def _newest_event(job: Job) -> JobEvent:
    try:
        return JobEvent.objects.filter(job=job).order_by("-seq")[0]
    finally:
        connection.close()
