"""The request log: the gate notes each answered request, a thread writes them in batches."""

from collections import deque
from datetime import datetime
from typing import NamedTuple

from django.db import DatabaseError

from accounts.models import RequestLog
from accounts.redaction import redact_query, redact_text
from accounts.write_behind import WriteBehind, logger
from wire.principal import Principal

# Some 10 MB of notes at the most; beyond that the oldest are dropped, because the log must not take the studio down.
MOST_PENDING = 20_000
BATCH = 500


class Note(NamedTuple):
    """One answered request, by the names of the row's columns."""

    organization_id: str
    key_id: str
    user_id: str
    method: str
    path: str
    query: str
    status: int
    duration_ms: int
    request_id: str
    ip: str
    at: datetime


class RequestLogWriter(WriteBehind):
    """Collects rows in memory. `dropped` counts those that were pushed out before they could be written."""

    thread_name = "request-log"

    def __init__(self) -> None:
        super().__init__()
        self._pending: deque[Note] = deque()
        self.dropped = 0

    def note(self, note: Note) -> None:
        with self._lock:
            if len(self._pending) >= MOST_PENDING:
                self._pending.popleft()
                self.dropped += 1
            self._pending.append(note)
        self._ensure_thread()

    def flush(self) -> int:
        """Write what was noted; returns the number of rows. Raises DatabaseError and keeps what is not written."""
        written = 0
        while notes := self._take(BATCH):
            try:
                RequestLog.objects.bulk_create([RequestLog(**note._asdict()) for note in notes])
            except DatabaseError:
                with self._lock:
                    self._pending.extendleft(reversed(notes))
                raise
            written += len(notes)
        if self.dropped:
            logger.warning("The request log was full; %s requests are not in it.", self.dropped)
            self.dropped = 0
        return written

    def _take(self, most: int) -> list[Note]:
        with self._lock:
            return [self._pending.popleft() for _ in range(min(most, len(self._pending)))]


request_log = RequestLogWriter()


def note(
    *,
    principal: Principal | None,
    method: str,
    path: str,
    status: int,
    duration_ms: float,
    request_id: str,
    remote_ip: str,
    at: datetime,
    query: str = "",
) -> None:
    """Remember an answered request; touches no database and never blocks. `path` is the canonical one.

    Secrets in path and query are struck out. `principal` is None where the caller was not known.
    """
    path, _, inline_query = path.partition("?")
    request_log.note(
        Note(
            organization_id=principal.organization_id if principal else "",
            key_id=(principal.key_id or "") if principal else "",
            user_id=(principal.user_id or "") if principal else "",
            method=method[:8],
            path=redact_text(path)[:500],
            query=redact_query(query or inline_query)[:1000],
            status=status,
            duration_ms=max(0, round(duration_ms)),
            request_id=request_id[:64],
            ip=remote_ip[:45],
            at=at,
        )
    )
