"""The sender: claims what is due, hands it to its lanes and writes the outcomes. One per worker host, any number.

Only the dispatcher talks to the database, in few and short transactions; threads do nothing but HTTP.
"""

import queue
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from accounts import switches
from generation.jobs.identity import process_name
from generation.webhooks import claims
from generation.webhooks.lanes import Lane, Sent
from generation.webhooks.outbox import fan_out
from generation.webhooks.post import Outcome, Parcel, post

EVERY_S = 0.5
FAST_THREADS, SLOW_THREADS = 24, 32
_LOOK_EVERY_S = 0.1
_FREE_EVERY = timedelta(seconds=5)


class Sender:
    """`turn(now)` is one round; `run(now)` goes on while anything is under way. Call both from one thread."""

    def __init__(self, *, send: Callable[[Parcel], Outcome] = post, holder: str | None = None) -> None:
        self._done: queue.Queue[Sent] = queue.Queue()
        self._lanes = {
            False: Lane("fast", FAST_THREADS, post=send, done=self._done),
            True: Lane("slow", SLOW_THREADS, post=send, done=self._done),
        }
        self._holder = holder or process_name()
        self._outcomes: list[tuple[Parcel, Outcome]] = []  # not written down yet
        self._freed_at: datetime | None = None

    @property
    def in_flight(self) -> int:
        return sum(lane.in_flight for lane in self._lanes.values())

    def run(self, now: datetime) -> None:
        """Hand out, send and settle until nothing is due and nothing under way."""
        while True:
            fan_out(now)
            self.turn(now)
            if not self.in_flight:
                return
            self._await_one()
            now = timezone.now()

    def turn(self, now: datetime) -> int:
        """Write down what has come back and claim what fits; returns how many deliveries were claimed."""
        self._collect()
        self._settle(now)
        if self._freed_at is None or now - self._freed_at >= _FREE_EVERY:
            self._freed_at = now
            claims.free_dead(now)
        claimed = 0
        for is_slow, lane in self._lanes.items():
            for parcel in claims.claim(holder=self._holder, now=now, is_slow=is_slow, room=lane.room):
                lane.put(parcel)
                claimed += 1
        return claimed

    def _await_one(self) -> None:
        try:
            self._take(self._done.get(timeout=_LOOK_EVERY_S))
        except queue.Empty:
            pass  # time to look for new work

    def _collect(self) -> None:
        while not self._done.empty():
            self._take(self._done.get_nowait())

    def _take(self, sent: Sent) -> None:
        parcel, outcome = sent
        self._lanes[parcel.is_slow].in_flight -= 1
        if outcome is not None:  # otherwise its lease runs out, and it is sent again
            self._outcomes.append((parcel, outcome))

    def _settle(self, now: datetime) -> None:
        """Kept until they are written: while the database is away nothing is forgotten."""
        claims.settle(self._outcomes, now=now)
        self._outcomes.clear()


_sender: Sender | None = None


def turn_over(now: datetime) -> None:
    """What the worker's loop calls. The sender is named after the process, so it begins in the one that runs it."""
    global _sender
    if not switches.is_on("webhooks"):
        return
    if _sender is None:
        _sender = Sender()
    _sender.run(now)
