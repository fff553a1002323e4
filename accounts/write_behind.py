"""Writing behind the requests: what one process notes in memory, a daemon thread of its own writes a little later."""

import atexit
import logging
import os
import threading
from abc import ABC, abstractmethod

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

logger = logging.getLogger(__name__)


class WriteBehind(ABC):
    """A buffer and its thread. A crash loses what was noted in the last seconds, never a request.

    `STUDIO_LAST_USED_FLUSH_S` is the thread's delay in seconds; None starts no thread and leaves the writing to
    whoever calls `flush()`.
    """

    thread_name: str

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner_pid = 0
        self._stopping = threading.Event()

    @abstractmethod
    def flush(self) -> int:
        """Write what was noted; returns how much. Raises DatabaseError and keeps it."""

    def stop(self) -> None:
        """End the thread for good; what it has not written is written by the next `flush()`."""
        self._stopping.set()

    def _ensure_thread(self) -> None:
        """Start the thread of this process, once. A fork inherits the buffer and not the thread."""
        if self._owner_pid == os.getpid():
            return
        delay_s = getattr(settings, "STUDIO_LAST_USED_FLUSH_S", 5.0)
        if delay_s is None:
            return
        with self._lock:
            if self._owner_pid == os.getpid():
                return
            self._owner_pid = os.getpid()
        threading.Thread(target=self._write_forever, args=(delay_s,), name=self.thread_name, daemon=True).start()
        atexit.register(self._write_last)

    def _write_forever(self, delay_s: float) -> None:
        while not self._stopping.wait(delay_s):
            self._write_once()

    def _write_last(self) -> None:
        if self._owner_pid == os.getpid():
            self.stop()
            self._write_once()

    def _write_once(self) -> None:
        try:
            close_old_connections()
            self.flush()
        except DatabaseError:
            logger.warning(
                "%s could not write; it keeps what it has for the next round.", self.thread_name, exc_info=True
            )
        finally:
            connection.close()
