"""Threads that send, in lanes: who answers slowly waits among themselves and takes nobody else's place."""

import logging
import queue
import threading
from collections.abc import Callable

from generation.webhooks.post import Outcome, Parcel

log = logging.getLogger(__name__)

Sent = tuple[Parcel, Outcome | None]


class Lane:
    """Up to `size` threads, started as they are needed. Daemons: a receiver that hangs must not keep a process alive.

    Each finished parcel is put into `done`; with None as its outcome when sending it failed in a way of our own.
    """

    def __init__(self, name: str, size: int, *, post: Callable[[Parcel], Outcome], done: "queue.Queue[Sent]") -> None:
        self._name, self._size, self._post, self._done = name, size, post, done
        self._work: queue.Queue[Parcel] = queue.Queue()
        self._threads = 0
        self.in_flight = 0  # counted by the dispatcher alone

    @property
    def room(self) -> int:
        return self._size - self.in_flight

    def put(self, parcel: Parcel) -> None:
        self.in_flight += 1
        if self._threads < self.in_flight:
            self._threads += 1
            threading.Thread(target=self._run, name=f"webhooks-{self._name}-{self._threads}", daemon=True).start()
        self._work.put(parcel)

    def _run(self) -> None:
        while True:
            parcel = self._work.get()
            outcome = None
            try:
                outcome = self._post(parcel)
            except Exception:
                log.exception("%s could not be sent.", parcel.delivery_id)
            self._done.put((parcel, outcome))
