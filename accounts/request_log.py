"""The request log: the gate notes each answered request, a thread writes them in batches."""

import re
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, transaction

from accounts.exchanges import answer_said, request_said, size_of
from accounts.models import Organization, RequestExchange, RequestLog
from accounts.redaction import redact_query, redact_text
from accounts.write_behind import WriteBehind, logger
from wire.principal import Principal
from wire.requestlog import MOST_BYTES, Exchange

# Some 10 MB of notes at the most; beyond that the oldest are dropped, because the log must not take the studio down.
MOST_PENDING = 20_000
# The same for what was said: requests beyond that are logged without it.
MOST_PENDING_BYTES = 16 * 1024 * 1024
BATCH = 500
_JOB_ID = re.compile(rb"\bjob_[0-9A-Za-z]{10,36}\b")


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
    operation: str = ""
    job_id: str = ""
    is_replay: bool = False
    exchange: Exchange | None = None

    @property
    def weight(self) -> int:
        """Bytes of bodies that it keeps in memory."""
        return 0 if self.exchange is None else len(self.exchange.body or b"") + len(self.exchange.answer or b"")


_COLUMNS = tuple(name for name in Note._fields if name != "exchange")


class RequestLogWriter(WriteBehind):
    """Collects rows in memory. `dropped` counts those that were pushed out before they could be written."""

    thread_name = "request-log"

    def __init__(self) -> None:
        super().__init__()
        self._pending: deque[Note] = deque()
        self._weight = 0
        self.dropped = 0

    def note(self, note: Note) -> None:
        with self._lock:
            if len(self._pending) >= MOST_PENDING:
                self._weight -= self._pending.popleft().weight
                self.dropped += 1
            if note.exchange is not None and self._weight + note.weight > MOST_PENDING_BYTES:
                note = note._replace(exchange=note.exchange._replace(body=None, answer=None, is_dropped=True))
            self._weight += note.weight
            self._pending.append(note)
        self._ensure_thread()

    def flush(self) -> int:
        """Write what was noted; returns the number of rows. Raises DatabaseError and keeps what is not written."""
        written = 0
        while notes := self._take(BATCH):
            try:
                _write(notes)
            except DatabaseError:
                with self._lock:
                    self._pending.extendleft(reversed(notes))
                    self._weight += sum(note.weight for note in notes)
                raise
            written += len(notes)
        if self.dropped:
            logger.warning("The request log was full; %s requests are not in it.", self.dropped)
            self.dropped = 0
        return written

    def _take(self, most: int) -> list[Note]:
        with self._lock:
            notes = [self._pending.popleft() for _ in range(min(most, len(self._pending)))]
            self._weight -= sum(note.weight for note in notes)
            return notes


def _write(notes: Sequence[Note]) -> None:
    with transaction.atomic(savepoint=False):
        rows = RequestLog.objects.bulk_create(
            [RequestLog(**{name: getattr(note, name) for name in _COLUMNS}) for note in notes]
        )
        # Nobody's requests (refused keys, unknown callers) are no organization's to look at.
        told = [(row, note.exchange) for row, note in zip(rows, notes, strict=True) if row.organization_id]
        owners = {row.organization_id for row, exchange in told if exchange}
        if not owners or not settings.STUDIO_REQUEST_BODIES:
            return
        silent = set(Organization.objects.filter(pk__in=owners, keeps_bodies=False).values_list("pk", flat=True))
        RequestExchange.objects.bulk_create(
            [_exchange(row, said) for row, said in told if said and row.organization_id not in silent]
        )


def _exchange(row: RequestLog, exchange: Exchange) -> RequestExchange:
    request, answer = request_said(exchange), answer_said(exchange)
    return RequestExchange(
        log=row,
        organization_id=row.organization_id,
        request=request,
        answer=answer,
        size=size_of(request, answer),
        at=row.at,
    )


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
    operation: str = "",
    job_id: str = "",
    exchange: Exchange | None = None,
) -> None:
    """Remember an answered request; touches no database and never blocks. `path` is the canonical one.

    Secrets in path and query are struck out. `principal` is None where the caller was not known.
    """
    path, _, inline_query = path.partition("?")
    is_replay = False
    if exchange is not None:
        is_replay = any(name == "Idempotency-Replayed" for name, _ in exchange.answer_headers)
        if is_replay and not job_id and exchange.answer and (named := _JOB_ID.search(exchange.answer)):
            job_id = named[0].decode()
        if exchange.answer is not None and len(exchange.answer) > MOST_BYTES:
            exchange = exchange._replace(answer=None)
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
            operation=operation[:80],
            job_id=job_id,
            is_replay=is_replay,
            exchange=exchange,
        )
    )
