"""The request log as the inspector reads it: filters that cost the same however long the log is, and pages by time.

Four filters have an index: an id, a key, what was refused, what failed. The others look through a bounded stretch of
the log and say how far they got, so that no combination of them can be slow.
"""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import RequestLog
from wire.errors import NotFound

PAGE = 25
# Rows that one page looks through where no index knows the filter: some 20 ms.
STRETCH = 5000
STATUSES = {"ok": (200, 400), "refused": (400, 600), "client": (400, 500), "failed": (500, 600)}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for; empty is everything. `key_id` has to be one of the organization's."""

    key_id: str = ""
    request_id: str = ""
    status: str = ""
    method: str = ""
    path: str = ""
    operation: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Found:
    """A page of rows. `looked_back_to` is set where it ended before the page was full: the rest is further back."""

    items: list[RequestLog] = field(default_factory=list)
    next_cursor: str | None = None
    looked_back_to: datetime | None = None


def find(organization_id: str, asked: Asked, *, cursor: str | None = None) -> Found:
    """One page, newest first; one query, and another where the filters leave it short. Raises NotFound for a cursor."""
    rows = _narrow(organization_id, asked)
    if cursor:
        at, pk = _decoded(cursor)
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))
    if asked.since:
        rows = rows.filter(at__gte=asked.since)
    if asked.until:
        rows = rows.filter(at__lt=asked.until)
    rows = rows.order_by("-at", "-pk")
    rest = _rest(organization_id, asked)
    if asked.request_id:  # a row or two: sorted here, or a planner may rather read the log in order
        named = list(rows.order_by().values_list("pk", flat=True)[:PAGE])
        few = RequestLog.objects.filter(rest, pk__in=named)
        return Found(sorted(few, key=lambda row: (row.at, row.pk), reverse=True))
    if not rest:
        items = list(rows[: PAGE + 1])
        return Found(items[:PAGE], _encoded(items[PAGE - 1]) if len(items) > PAGE else None)
    within = RequestLog.objects.filter(rest, pk__in=rows.values("pk")[:STRETCH])
    items = list(within.order_by("-at", "-pk")[: PAGE + 1])
    if len(items) > PAGE:
        return Found(items[:PAGE], _encoded(items[PAGE - 1]))
    last = rows[STRETCH - 1 : STRETCH].first()
    return Found(items, _encoded(last), last.at) if last else Found(items)


def access(organization_id: str, pk: int) -> RequestLog:
    """A request of the organization with what was said; raises NotFound for any other."""
    row = RequestLog.objects.select_related("exchange").filter(organization_id=organization_id, pk=pk).first()
    if row is None:
        raise NotFound("No such request.", kind="request")
    return row


def _narrow(organization_id: str, asked: Asked) -> "QuerySet[RequestLog]":
    """By the narrowest index that there is; where it knows no organization, `_rest` asks for it."""
    if asked.request_id:
        return RequestLog.objects.filter(request_id=asked.request_id)
    if asked.key_id:
        return RequestLog.objects.filter(key_id=asked.key_id)
    rows = RequestLog.objects.filter(organization_id=organization_id)
    lowest, _ = STATUSES.get(asked.status, (0, 0))
    return rows.filter(status__gte=lowest) if lowest >= 400 else rows


def _rest(organization_id: str, asked: Asked) -> Q:
    rest = Q(organization_id=organization_id) if asked.request_id or asked.key_id else Q()
    if asked.key_id and asked.request_id:
        rest &= Q(key_id=asked.key_id)
    if asked.status in STATUSES:
        lowest, above = STATUSES[asked.status]
        is_indexed = asked.status in ("refused", "failed") and not (asked.key_id or asked.request_id)
        rest &= Q() if is_indexed else Q(status__gte=lowest, status__lt=above)
    if asked.method:
        rest &= Q(method=asked.method)
    if asked.path:
        rest &= Q(path__contains=asked.path)
    if asked.operation:
        rest &= Q(operation__iexact=asked.operation)
    return rest


def _encoded(row: RequestLog) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.at.isoformat(), row.pk]).encode()).decode().rstrip("=")


def _decoded(cursor: str) -> tuple[datetime, int]:
    try:
        given: Any = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        at, pk = datetime.fromisoformat(given[0]), int(given[1])
        return at.astimezone(UTC), min(pk, 2**63 - 1)
    except (binascii.Error, ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError):
        raise NotFound("There is no such page.", kind="page") from None
