"""Hands each answered request to the log that the accounts floor keeps; named by a setting, as wire knows no app."""

import time
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from wire.principal import Principal

# What the inspector shows of a request. What is not listed is never looked at, keys, cookies and signatures least of
# all; of the hidden two only that they were there.
SENT_HEADERS = (
    "Accept", "Accept-Language", "Content-Type", "Content-Length", "Last-Event-ID", "Origin", "Range", "If-None-Match",
    "User-Agent", "X-External-Org-Id",
)  # fmt: skip
HIDDEN_HEADERS = ("Authorization", "Idempotency-Key")
HIDDEN = "[struck]"
ANSWERED_HEADERS = (
    "Content-Type", "Content-Length", "Location", "Retry-After", "Idempotency-Replayed", "X-Request-Id",
    "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "X-RateLimit-Limit", "X-RateLimit-Remaining",
    "X-RateLimit-Reset", "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests",
    "x-ratelimit-reset-requests", "X-Studio-Note",
)  # fmt: skip
# More of a body is not even looked at: what is kept of it is a quarter of this.
MOST_BYTES = 64 * 1024
_META = {name: name.upper().replace("-", "_") for name in (*SENT_HEADERS, *HIDDEN_HEADERS)}
_META = {name: key if key.startswith("CONTENT_") else f"HTTP_{key}" for name, key in _META.items()}

Headers = tuple[tuple[str, str], ...]


class Part(NamedTuple):
    """One part of a multipart body, without its content."""

    name: str
    content_type: str
    size: int


class Exchange(NamedTuple):
    """A request and its answer as they passed: references to what is in memory anyway, nothing read or struck out yet.

    `body` and `answer` are None where they were not read: too long, no JSON, a stream. Sizes are in bytes, 0 where they
    are not known. The answer of a `is_secret` one must not be kept; one that `is_dropped` was more than memory is for.
    """

    headers: Headers
    body: bytes | None = None
    size: int = 0
    parts: tuple[Part, ...] = ()
    answer_headers: Headers = ()
    answer: bytes | None = None
    answer_size: int = 0
    is_secret: bool = False
    is_dropped: bool = False


_started: ContextVar[list[str] | None] = ContextVar("started_jobs", default=None)


def watch_jobs() -> list[str]:
    """From here on `note_job` of this thread or task adds to the list that is returned."""
    jobs: list[str] = []
    _started.set(jobs)
    return jobs


def note_job(job_id: str) -> None:
    """Tell the request that is being answered, if any, which job it started."""
    if (jobs := _started.get()) is not None:
        jobs.append(job_id)


def sent_headers(meta: Mapping[str, Any]) -> Headers:
    """The headers of a Django request that may be kept."""
    found = [(name, meta[_META[name]]) for name in SENT_HEADERS if meta.get(_META[name])]
    return *found, *((name, HIDDEN) for name in HIDDEN_HEADERS if meta.get(_META[name]))


def raw_headers(pairs: Iterable[tuple[str, str]]) -> Headers:
    """The same of a raw route's, given by name in any case."""
    given = {name.lower(): value for name, value in pairs}
    found = [(name, given[name.lower()]) for name in SENT_HEADERS if given.get(name.lower())]
    return *found, *((name, HIDDEN) for name in HIDDEN_HEADERS if given.get(name.lower()))


def answered_headers(answer: Any) -> Headers:
    """The headers of a Django response that may be kept."""
    return tuple((name, str(answer.headers[name])) for name in ANSWERED_HEADERS if name in answer.headers)


@cache
def _keeper(name: str) -> Any:
    return import_string(name)


def note_request(
    *,
    principal: Principal | None,
    method: str,
    path: str,
    query: str,
    status: int,
    received_at: float | None,
    request_id: str,
    remote_ip: str,
    operation: str = "",
    job_id: str = "",
    exchange: Exchange | None = None,
) -> None:
    """`received_at` is `time.monotonic()` at the door. Does not block: the keeper writes in batches of its own."""
    name = getattr(settings, "STUDIO_REQUEST_LOG", "")
    if not name:
        return
    elapsed = 0.0 if received_at is None else time.monotonic() - received_at
    _keeper(name)(
        principal=principal,
        method=method,
        path=path,
        query=query,
        status=status,
        duration_ms=round(elapsed * 1000),
        request_id=request_id,
        remote_ip=remote_ip,
        at=timezone.now(),
        operation=operation,
        job_id=job_id,
        exchange=exchange,
    )
