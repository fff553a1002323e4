"""django-q2's cluster as the studio runs it: no orphans, and SIGTERM hands running jobs back.

The sentinel is run directly, without django-q2's parent process above it: our supervisor is that parent.
"""

import os
import select
import signal
import time
import uuid
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

from django.db import connections
from django_q.cluster import Sentinel
from django_q.signals import post_spawn

from generation.jobs import worker
from generation.jobs.tether import tie_forks

HAND_BACK_S = 10.0


SETTLED_S = 0.2  # one that dies sooner is replaced at the sentinel's own pace: it may die at once every time


class Flag:
    """The part of multiprocessing.Event that the sentinel uses, safe to set from a signal handler.

    An Event's `set` takes a lock that the interrupted `wait` may hold. Waiting also ends when a file descriptor of
    `wakes` can be read: so the sentinel replaces a dead worker at once, and not when it happens to look again.
    """

    def __init__(self, wakes: Callable[[], list[int]] = list) -> None:
        self._is_set = False
        self._wakes = wakes
        self._wake_reader, self._wake_writer = os.pipe()

    def set(self) -> None:
        if not self._is_set:
            self._is_set = True
            os.write(self._wake_writer, b"!")

    def is_set(self) -> bool:
        return self._is_set

    def wait(self, timeout: float) -> bool:
        if not self._is_set:
            select.select([self._wake_reader, *self._wakes()], [], [], timeout)
        return self._is_set


class Cluster(Sentinel):
    """A sentinel with its workers, pusher and monitor; constructing it runs it until SIGTERM.

    `says` is a file descriptor to which it writes a byte when all of them are there; the supervisor reads it.
    """

    def __init__(self, says: int | None = None) -> None:
        self._says = says
        self._born: dict[int, float] = {}
        super().__init__(stop_event=Flag(self._settled), start_event=Flag(), cluster_id=uuid.uuid4())

    def start(self) -> None:
        signal.signal(signal.SIGTERM, self._on_sigterm)
        post_spawn.connect(worker.prepare)
        tie_forks()
        super().start()

    def spawn_process(self, target: Callable[..., None], *args: Any) -> BaseProcess:
        """Fork without any database connection or pool: parent and child would talk over the same socket."""
        for connection in connections.all(initialized_only=True):
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()
        process = super().spawn_process(target, *args)
        self._born[process.sentinel] = time.monotonic()
        return process

    def _settled(self) -> list[int]:
        """The descriptors that tell of a process's end, of those that have lived for a while."""
        own = {process.sentinel for process in (*self.pool, self.pusher, self.monitor)}
        self._born = {sentinel: born for sentinel, born in self._born.items() if sentinel in own}
        old = time.monotonic() - SETTLED_S
        return [sentinel for sentinel, born in self._born.items() if born <= old]

    def guard(self) -> None:
        if self._says is not None:
            os.write(self._says, b"!")
        super().guard()

    def _on_sigterm(self, signum: int, frame: FrameType | None) -> None:
        self.stop_event.set()

    def stop(self) -> None:
        """Have the workers hand back and leave, then end the rest.

        The stock version waits for running tasks to finish and for rings to be consumed. Ours carry nothing: a ring
        that is lost here is rung again by the sweeper.
        """
        for process in self.pool:
            process.terminate()
        deadline = time.monotonic() + HAND_BACK_S
        for process in self.pool:
            process.join(max(0.0, deadline - time.monotonic()))
        for process in [*self.pool, self.pusher, self.monitor]:
            process.kill()
            process.join()
