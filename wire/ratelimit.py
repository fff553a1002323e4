"""Request counting in fixed windows that start with a bucket's first request.

In memory, which is exact because the embedded profile has one web process and the count is taken under a lock.
"""

import threading
import time

from wire.dialect import Usage

_PRUNE_EVERY = 4096


class MemoryLimiter:
    """Counts per bucket. Thread-safe; forgets windows that are over."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[float, int]] = {}  # bucket -> (window's end, requests counted)
        self._hits = 0

    def hit(self, bucket: str, limit: int, window_s: int, *, now: float | None = None) -> tuple[bool, Usage]:
        """Count one request. Returns whether it is within the limit, and what is left."""
        now = time.time() if now is None else now
        with self._lock:
            self._hits += 1
            if self._hits % _PRUNE_EVERY == 0:
                self._windows = {name: window for name, window in self._windows.items() if window[0] > now}
            ends, count = self._windows.get(bucket, (0.0, 0))
            if ends <= now:
                ends, count = now + window_s, 0
            allowed = count < limit
            self._windows[bucket] = (ends, count + allowed)
        return allowed, Usage(limit, limit - count - 1 if allowed else 0, ends)

    def clear(self) -> None:
        with self._lock:
            self._windows.clear()


limiter = MemoryLimiter()
