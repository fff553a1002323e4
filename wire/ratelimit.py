"""Request counting in fixed windows that start with a bucket's first request.

In memory in the embedded profile, which is exact because there is one web process and the count is taken under a lock;
in Valkey when scaled, where one script counts for all web processes at once.
"""

import threading
import time
from typing import Any, Protocol

from django.conf import settings

from wire.counting import Counter
from wire.dialect import Usage

_PRUNE_EVERY = 4096


class Limiter(Protocol):
    def hit(self, bucket: str, limit: int, window_s: int, *, now: float | None = None) -> tuple[bool, Usage]:
        """Count one request. Returns whether it is within the limit, and what is left."""

    def clear(self) -> None: ...


class MemoryLimiter:
    """Counts per bucket. Thread-safe; forgets windows that are over."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[float, int]] = {}  # bucket -> (window's end, requests counted)
        self._hits = 0

    def hit(self, bucket: str, limit: int, window_s: int, *, now: float | None = None) -> tuple[bool, Usage]:
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


# Answers {allowed, counted, milliseconds left}. A refused request is not counted.
_SCRIPT = """
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
local limit = tonumber(ARGV[1])
if count >= limit then return {0, count, redis.call('PTTL', KEYS[1])} end
count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return {1, count, redis.call('PTTL', KEYS[1])}
"""


class ValkeyLimiter:
    """The same count, shared by every web process. Time is the server's, so hosts with other clocks agree.

    Raises Unavailable where the server does not answer.
    """

    _PREFIX = "studio:limit:"

    def __init__(self, client: Any) -> None:
        self._client = client
        self._count = client.register_script(_SCRIPT)

    def hit(self, bucket: str, limit: int, window_s: int, *, now: float | None = None) -> tuple[bool, Usage]:
        allowed, count, left_ms = self._count(keys=[self._PREFIX + bucket], args=[limit, window_s * 1000])
        now = time.time() if now is None else now
        return bool(allowed), Usage(limit, max(0, limit - count), now + max(0, left_ms) / 1000)

    def clear(self) -> None:
        for key in self._client.scan_iter(f"{self._PREFIX}*"):
            self._client.delete(key)


def make_limiter(url: str) -> Limiter:
    """The limiter for a profile: Valkey's where its URL is set."""
    if not url:
        return MemoryLimiter()
    return ValkeyLimiter(Counter.from_url(url, socket_timeout=2))


limiter: Limiter = make_limiter(settings.REDIS_URL)
