"""Following jobs' logs as they grow: one loop per web process, for the jobs that someone watches."""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from django.db import close_old_connections, connection

from generation.jobs.models import Job, JobEvent
from generation.jobs.states import TERMINAL

log = logging.getLogger(__name__)

Event = dict[str, Any]
Result = TypeVar("Result")

LOOK_EVERY_S = 0.02  # at SQLite's data_version, which costs microseconds
POLL_EVERY_S = 0.25  # a query, where nothing cheaper tells of a change
QUEUE_SIZE = 200
SLOW_AFTER_S = 30.0
_JOBS_PER_QUERY = 500


class Subscription:
    """One reader's place in one job's log. Iterate over it; it ends after a terminal event, or when dropped.

    `was_dropped` tells a slow reader from a finished job: the queue is bounded, and a reader that leaves it full for
    `SLOW_AFTER_S` is let go. It can come back with the last `seq` it saw and misses nothing.
    """

    def __init__(self, job_id: str, after_seq: int, wake_loop: Callable[[], None]) -> None:
        self.job_id = job_id
        self.cursor = after_seq  # the last seq put into the queue
        self.was_dropped = False
        self._queue: deque[Event] = deque()
        self._is_over = False
        self._filled = asyncio.Event()
        self._wake_loop = wake_loop
        self._full_since: float | None = None

    @property
    def room(self) -> int:
        return 0 if self._is_over else QUEUE_SIZE - len(self._queue)

    def put(self, events: list[Event]) -> None:
        """Take what follows the cursor, as far as there is room."""
        for event in events:
            if event["seq"] == self.cursor + 1 and self.room:
                self._queue.append(event)
                self.cursor = event["seq"]
        self._filled.set()

    def end(self) -> None:
        self._is_over = True
        self._filled.set()

    def drop_if_slow(self, clock: float) -> None:
        if self.room or self._is_over:
            self._full_since = None
        elif self._full_since is None:
            self._full_since = clock
        elif clock - self._full_since > SLOW_AFTER_S:
            self.was_dropped = True
            self.end()

    def __aiter__(self) -> AsyncIterator[Event]:
        return self

    async def __anext__(self) -> Event:
        while not self._queue:
            if self._is_over:
                raise StopAsyncIteration
            self._filled.clear()
            await self._filled.wait()
        event = self._queue.popleft()
        if len(self._queue) == QUEUE_SIZE // 2:
            self._wake_loop()  # there may be more that did not fit
        return event


class JobTail:
    """The loop. One per web process and event loop; it rests while nobody watches.

    A job's `last_seq` and its events commit together, so a look at the watched jobs' `last_seq` tells exactly which
    logs grew, also on PostgreSQL, where a global event id would lose late commits. The database is read in one thread
    of its own, with a connection of its own.
    """

    def __init__(self) -> None:
        self._watchers: dict[str, set[Subscription]] = {}
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._thread: ThreadPoolExecutor | None = None

    @asynccontextmanager
    async def subscribe(self, job_id: str, after_seq: int = 0) -> AsyncIterator[Subscription]:
        """Follow a job's log after `after_seq`: `{seq, type, data, created_at}` in order, without a gap.

        The job must exist. Leaving the context unsubscribes.
        """
        subscription = Subscription(job_id, after_seq, self._wake.set)
        self._watchers.setdefault(job_id, set()).add(subscription)
        self._wake.set()
        if self._loop is None or self._loop.done():
            self._loop = asyncio.create_task(self._run(), name="job-tail")
        try:
            yield subscription
        finally:
            watchers = self._watchers[job_id]
            watchers.discard(subscription)
            if not watchers:
                del self._watchers[job_id]

    async def aclose(self) -> None:
        """End all subscriptions and give thread and connections back."""
        for subscription in self._all():
            subscription.end()
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)

    async def _run(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job-tail")
        watch = await self._in_thread(ChangeWatch)
        try:
            while True:
                changed = await self._in_thread(watch.has_changed)
                if self._wake.is_set() or changed:
                    self._wake.clear()
                    await self._deliver()
                self._drop_slow_ones()
                await self._rest(watch.every_s)
        finally:
            await asyncio.shield(self._in_thread(watch.close))
            self._thread.shutdown(wait=False)

    async def _rest(self, seconds: float) -> None:
        # Not wait_for: before Python 3.12 it loses a cancellation that comes together with the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds if self._watchers else None):
                await self._wake.wait()

    async def _deliver(self) -> None:
        cursors = {job_id: min(s.cursor for s in readers) for job_id, readers in self._hungry().items()}
        if not cursors:
            return
        try:
            news = await self._in_thread(fetch_after, cursors)
        except Exception:
            # Nothing was delivered and no cursor has moved: the next look repeats this one.
            log.exception("Could not read the jobs' logs; trying again.")
            await asyncio.sleep(1.0)
            self._wake.set()
            return
        for job_id, (events, end) in news.items():
            for subscription in list(self._watchers.get(job_id, ())):
                subscription.put(events)
                if subscription.cursor == end:  # a resumed job's log goes on after an earlier end
                    subscription.end()

    def _hungry(self) -> dict[str, list[Subscription]]:
        hungry = {job_id: [s for s in readers if s.room] for job_id, readers in self._watchers.items()}
        return {job_id: readers for job_id, readers in hungry.items() if readers}

    def _drop_slow_ones(self) -> None:
        clock = asyncio.get_running_loop().time()
        for subscription in self._all():
            subscription.drop_if_slow(clock)

    def _all(self) -> list[Subscription]:
        return [subscription for readers in self._watchers.values() for subscription in readers]

    async def _in_thread(self, function: Callable[..., Result], *args: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *args)


class ChangeWatch:
    """Tells whether the database may have changed since the last look; lives in the tail's thread.

    SQLite's `PRAGMA data_version` moves when any other connection commits. Elsewhere the answer is always "maybe".
    """

    def __init__(self) -> None:
        self._sqlite: sqlite3.Connection | None = None
        self._seen = None
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite" and "memory" not in name:
            self._sqlite = sqlite3.connect(name, isolation_level=None)
        self.every_s = LOOK_EVERY_S if self._sqlite else POLL_EVERY_S

    def has_changed(self) -> bool:
        if self._sqlite is None:
            return True
        (version,) = self._sqlite.execute("PRAGMA data_version").fetchone()
        changed, self._seen = version != self._seen, version
        return changed

    def close(self) -> None:
        if self._sqlite is not None:
            self._sqlite.close()
        connection.close()


def fetch_after(cursors: dict[str, int]) -> dict[str, tuple[list[Event], int | None]]:
    """For each job whose log goes beyond its cursor, or that has ended: the next events, and the last seq if it has
    ended.
    """
    close_old_connections()
    news: dict[str, tuple[list[Event], int | None]] = {}
    ids = list(cursors)
    for start in range(0, len(ids), _JOBS_PER_QUERY):
        jobs = Job.objects.filter(pk__in=ids[start : start + _JOBS_PER_QUERY])
        for job_id, last_seq, status in jobs.values_list("id", "last_seq", "status"):
            events = _events_after(job_id, cursors[job_id]) if last_seq > cursors[job_id] else []
            if events or status in TERMINAL:
                news[job_id] = (events, last_seq if status in TERMINAL else None)
    return news


def _events_after(job_id: str, cursor: int) -> list[Event]:
    events = JobEvent.objects.filter(job_id=job_id, seq__gt=cursor).order_by("seq")
    return [dict(event) for event in events.values("seq", "type", "data", "created_at")[:QUEUE_SIZE]]
