"""Requests as the studio wants them: keys, retries, idempotency, streams, files."""

import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

import httpx2

from studio_sdk.errors import ApiError, ConnectionLost
from studio_sdk.events import Event, read_events

__all__ = ["NOT_GIVEN", "Download", "Event", "Family", "File", "NotGiven", "Transport"]

# What the server could not do now but may do in a moment. 409 is among them only with Retry-After: the same request
# under the same key is still being answered.
_PASSING = (429, 502, 503, 504)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 8.0
_SAFE_METHODS = ("GET", "HEAD", "PUT", "DELETE")


class NotGiven:
    """What was not said, where None would mean null."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"


NOT_GIVEN = NotGiven()
File = str | Path | BinaryIO


@dataclass
class Transport:
    """`retries` is how often a request is sent again; `longest_wait_s` is the most that a limit is waited for.

    A write is sent again only where that cannot do it twice: under the Idempotency-Key that it had before.
    """

    url: str
    key: str
    retries: int = 4
    longest_wait_s: float = 60.0
    timeout_s: float = 60.0
    organization_id: str = ""
    sleep: Callable[[float], None] = time.sleep
    http: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        self.url = self.url.rstrip("/")
        timeout = httpx2.Timeout(self.timeout_s, connect=10.0)
        self.http = httpx2.Client(base_url=self.url, timeout=timeout, follow_redirects=False)

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        form: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        is_repeatable: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """One request and its answer, retried by the rules. Raises ApiError for a refusal, ConnectionLost for none."""
        sent: dict[str, Any] = {"headers": self.headers(headers), "params": _given(query or {})}
        if is_repeatable:
            sent["headers"]["Idempotency-Key"] = idempotency_key or str(uuid.uuid4())
        if body is not None:
            sent["json"] = _given(body)
        if form is not None:
            sent["files"] = {name: _opened(value) for name, value in form.items()}
        may_repeat = is_repeatable or method in _SAFE_METHODS
        for attempt in range(self.retries + 1):
            is_last = attempt == self.retries or not may_repeat
            try:
                answer = self.http.request(method, path, **sent)
            except httpx2.TransportError as error:
                if is_last:
                    raise ConnectionLost(f"{method} {path}: {error or type(error).__name__}", may_repeat) from error
                self.sleep(_pause(attempt))
                continue
            if answer.is_success:
                return answer
            refusal = ApiError.of(answer)
            # A limit refuses before anything is done, so that any request may be sent again.
            wait = self._wait(refusal, attempt)
            if wait is None or attempt == self.retries or (refusal.status != 429 and not may_repeat):
                raise refusal
            self.sleep(wait)
        raise AssertionError("unreachable")

    def _wait(self, error: ApiError, attempt: int) -> float | None:
        """Seconds until the request may be sent again; None where that will not help, or not soon."""
        if error.status not in _PASSING and not (error.status == 409 and error.retry_after is not None):
            return None
        wait = _pause(attempt) if error.retry_after is None else error.retry_after + random.random() * 0.2
        return wait if wait <= self.longest_wait_s else None

    def headers(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        told = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if self.organization_id:
            told["X-External-Org-Id"] = self.organization_id
        return {**told, **(more or {})}

    def events(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None
    ) -> Iterator[Event]:
        """The events of a stream. One that is read (GET) goes on after the last event when the connection breaks."""
        last, failures = "", 0
        while True:
            headers = self.headers({"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})})
            sent: dict[str, Any] = {"headers": headers, "params": _given(query or {})}
            if body is not None:
                sent["json"] = _given(body)
            try:
                # A heartbeat comes every 15 s: a minute of silence is a connection that is gone.
                with self.opened(method, path, timeout=httpx2.Timeout(60.0, connect=10.0), **sent) as answer:
                    for event in read_events(answer.iter_lines()):
                        last, failures = event.id or last, 0
                        yield event
                return
            except httpx2.TransportError as error:
                failures += 1
                if method != "GET" or failures > self.retries:
                    raise ConnectionLost(f"{method} {path}: {error or type(error).__name__}", True) from error
                self.sleep(_pause(failures))

    @contextmanager
    def opened(self, method: str, url: str, **sent: Any) -> Iterator[httpx2.Response]:
        """An answer whose body has yet to be read. Raises `ApiError`."""
        with self.http.stream(method, url, **sent) as answer:
            if not answer.is_success:
                answer.read()
                raise ApiError.of(answer)
            yield answer


@dataclass(frozen=True)
class Download:
    """A file that is fetched when it is wanted. `url` may be signed; then no key is sent along."""

    transport: Transport
    url: str
    query: Mapping[str, Any] = field(default_factory=dict)

    def save(self, target: str | Path, on_bytes: Callable[[int], None] | None = None) -> Path:
        """Write it to a file, which is whole or not there. Returns its path."""
        path = Path(target)
        partial = path.with_name(path.name + ".part")
        with partial.open("wb") as sink, self._opened() as answer:
            for piece in answer.iter_bytes():
                sink.write(piece)
                if on_bytes:
                    on_bytes(len(piece))
        partial.replace(path)
        return path

    def read(self) -> bytes:
        with self._opened() as answer:
            return answer.read()

    def _opened(self) -> AbstractContextManager[httpx2.Response]:
        is_ours = self.url.startswith(("/api/", self.transport.url + "/api/"))
        headers = self.transport.headers() if is_ours else {}
        return self.transport.opened("GET", self.url, headers=headers, params=_given(self.query))


@dataclass(frozen=True)
class Family:
    """Base of the families: what their operations are made of."""

    transport: Transport

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        is_repeatable: bool = False,
        as_form: bool = False,
    ) -> Any:
        answer = self.transport.send(
            method,
            path,
            query=query,
            body=None if as_form else body,
            form=body if as_form else None,
            idempotency_key=idempotency_key,
            is_repeatable=is_repeatable,
        )
        if "json" in answer.headers.get("content-type", ""):
            return answer.json()
        return answer.text or None

    def _stream(self, method: str, path: str, **sent: Any) -> Iterator[Event]:
        return self.transport.events(method, path, **sent)

    def _download(self, method: str, path: str, *, query: Mapping[str, Any] | None = None) -> Download:
        return Download(self.transport, path, query or {})

    @staticmethod
    def _quoted(value: object) -> str:
        return quote(str(value), safe="")


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not isinstance(value, NotGiven)}


def _opened(value: File) -> tuple[str, bytes]:
    """A file's name and bytes: a retry sends them again, which a stream that was read could not."""
    if isinstance(value, str | Path):
        return Path(value).name, Path(value).read_bytes()
    return Path(getattr(value, "name", "file")).name, value.read()


def _pause(attempt: int) -> float:
    """Full jitter: many clients that failed together do not come back together."""
    return random.uniform(0.1, min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2**attempt))
