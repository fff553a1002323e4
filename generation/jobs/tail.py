"""Following jobs' logs as they grow: one loop per web process, for the jobs that someone watches."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from generation.jobs.models import Job, JobEvent
from generation.jobs.states import TERMINAL
from generation.jobs.watch import ChangeWatch, Listener
from wire.telemetry import metrics

log = logging.getLogger(__name__)

Event = dict[str, Any]
Result = TypeVar("Result")

QUEUE_SIZE = 200
SLOW_AFTER_S = 30.0
SWEEP_EVERY_S = 1.0
AFTER_FAILURE_S = 1.0
_JOBS_PER_QUERY = 500


class Subscription:
    """One reader's place in one job's log: `take()` what is there, and be told by `on_news` when there is more.

    Or iterate over it. It ends after a terminal event, or when dropped: the queue is bounded, and a reader that leaves
    it full for `SLOW_AFTER_S` is let go (`was_dropped`). It can come back with the last `seq` it saw and misses
    nothing. Leaving its context unsubscribes. Thousands may idle, so it holds nothing that only a busy one needs.
    """

    __slots__ = (
        "_full_since", "_has_ended", "_queue", "_tail", "_waiting", "cursor", "job_id", "on_news", "was_dropped",
    )  # fmt: skip

    def __init__(self, tail: "JobTail", job_id: str, after_seq: int) -> None:
        self.job_id = job_id
        self.cursor = after_seq  # the last seq put into the queue
        self.was_dropped = False
        self.on_news: Callable[[], None] | None = None
        self._tail = tail
        self._queue: deque[Event] | None = None
        self._has_ended = False
        self._waiting: asyncio.Future[None] | None = None
        self._full_since: float | None = None

    @property
    def room(self) -> int:
        return 0 if self._has_ended else QUEUE_SIZE - len(self._queue or ())

    @property
    def is_over(self) -> bool:
        """Whether everything was taken and nothing will follow."""
        return self._has_ended and not self._queue

    def take(self) -> Event | None:
        """The next event, or None when there is none now."""
        if not self._queue:
            return None
        event = self._queue.popleft()
        if len(self._queue) == QUEUE_SIZE // 2:
            self._tail.look_at(self.job_id)  # there may be more that did not fit
        if not self._queue:
            self._queue = None
        return event

    def put(self, events: list[Event]) -> None:
        """Take in what follows the cursor, as far as there is room."""
        for event in events:
            if event["seq"] > self.cursor and self.room:  # old progress is gone, so there may be gaps
                if self._queue is None:
                    self._queue = deque()
                self._queue.append(event)
                self.cursor = event["seq"]
        self._tell()

    def end(self) -> None:
        self._has_ended = True
        self._tell()

    def drop_if_slow(self, clock: float) -> None:
        if self.room or self._has_ended:
            self._full_since = None
        elif self._full_since is None:
            self._full_since = clock
        elif clock - self._full_since > SLOW_AFTER_S:
            self.was_dropped = True
            self.end()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._tail.unsubscribe(self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        while (event := self.take()) is None:
            if self.is_over:
                raise StopAsyncIteration
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        return event

    def _tell(self) -> None:
        if self.on_news is not None:
            self.on_news()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


class JobTail:
    """The loop. One per web process; it rests while nobody watches.

    A job's `last_seq` and its events commit together, so a look at the watched jobs' `last_seq` tells exactly which
    logs grew, also on PostgreSQL, where a global event id would lose late commits. The database is read in one thread
    of its own, with a connection of its own. Which jobs to look at says `generation.jobs.watch`.
    """

    def __init__(self) -> None:
        self._watchers: dict[str, set[Subscription]] = {}
        self._due: set[str] = set()  # jobs to look at whatever the watch says
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._swept_at = 0.0

    def subscribe(self, job_id: str, after_seq: int = 0) -> Subscription:
        """Follow a job's log after `after_seq`: `{seq, type, data, created_at}` in order, without a gap.

        The job must exist. Call it in the event loop, as `async with tail.subscribe(…) as events`.
        """
        subscription = Subscription(self, job_id, after_seq)
        self._watchers.setdefault(job_id, set()).add(subscription)
        if self._loop is None or self._loop.done():
            self._wake = asyncio.Event()  # an event belongs to the loop that waits for it
            self._loop = asyncio.create_task(self._run(), name="job-tail")
        self.look_at(job_id)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        watchers = self._watchers.get(subscription.job_id, set())
        watchers.discard(subscription)
        if not watchers:
            self._watchers.pop(subscription.job_id, None)

    def look_at(self, job_id: str) -> None:
        """Read this job's log as soon as may be, if anybody follows it."""
        if job_id in self._watchers:
            self._due.add(job_id)
            self._wake.set()

    async def aclose(self) -> None:
        """End all subscriptions and give thread and connections back."""
        for subscription in list(self._all()):
            subscription.end()
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
            self._loop = None

    async def _run(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job-tail")
        watch = await self._in_thread(ChangeWatch)
        listener = Listener(settings.REDIS_URL, self.look_at)
        listening = asyncio.create_task(listener.run()) if settings.REDIS_URL and not watch.is_exact else None
        try:
            while True:
                await self._look(watch)
                self._drop_slow_ones()
                watch.is_calm = listener.is_listening
                await self._rest(watch.every_s)
        finally:
            if listening is not None:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
            await asyncio.shield(self._in_thread(watch.close))
            self._thread.shutdown(wait=False)

    async def _rest(self, seconds: float) -> None:
        # Not wait_for: before Python 3.12 it loses a cancellation that comes together with the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds if self._watchers else None):
                await self._wake.wait()

    async def _look(self, watch: ChangeWatch) -> None:
        """Read what is new, of all jobs if anything may have changed, otherwise of those that are due."""
        self._wake.clear()
        due, self._due = self._due, set()
        try:
            if await self._in_thread(watch.has_changed):
                due = set(self._watchers)
            cursors = {job_id: min(s.cursor for s in hungry) for job_id, hungry in self._hungry(due)}
            news = await self._in_thread(fetch_after, cursors) if cursors else {}
        except Exception:
            # Nothing was delivered and no cursor has moved: the next look is at everything.
            log.exception("Could not read the jobs' logs; trying again.")
            self._due.update(self._watchers)
            await asyncio.sleep(AFTER_FAILURE_S)
            self._wake.set()
            return
        for job_id, (events, end) in news.items():
            for subscription in list(self._watchers.get(job_id, ())):
                if subscription.cursor < cursors[job_id]:
                    continue  # it came while we read, from further back: a look of its own is due
                _note_lag(events, after=subscription.cursor)
                subscription.put(events)
                if subscription.cursor == end:  # a resumed job's log goes on after an earlier end
                    subscription.end()

    def _hungry(self, job_ids: set[str]) -> Iterator[tuple[str, list[Subscription]]]:
        for job_id in job_ids:
            if readers := [s for s in self._watchers.get(job_id, ()) if s.room]:
                yield job_id, readers

    def _drop_slow_ones(self) -> None:
        clock = asyncio.get_running_loop().time()
        if clock - self._swept_at < SWEEP_EVERY_S:
            return
        self._swept_at = clock
        for subscription in list(self._all()):
            subscription.drop_if_slow(clock)

    def _all(self) -> Iterator[Subscription]:
        return (subscription for readers in self._watchers.values() for subscription in readers)

    async def _in_thread(self, function: Callable[..., Result], *args: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *args)


job_tail = JobTail()


def _note_lag(events: Sequence[Event], *, after: int) -> None:
    """Count how old the newest line is that a reader gets while it follows; what it reads again at first is history."""
    if after and events:
        age = timezone.now() - events[-1]["created_at"]
        metrics.event_lag_seconds.labels("stream").observe(max(0.0, age.total_seconds()))


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
