"""`/status`, for anybody: which parts of the studio work. It names nobody and counts nobody's work; JSON beside it."""

import threading
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from studio.operators import vitals
from wire.moments import when

FRESH_S = 10.0  # strangers may ask as often as they like; the database is asked so often at the most
LONG_WAIT, LATE = timedelta(minutes=10), timedelta(minutes=5)
WORKS, SLOW, DOWN = "operational", "degraded", "down"
_TONES = {WORKS: "good", SLOW: "waiting", DOWN: "bad"}
_HEADLINES = {WORKS: "Everything works", SLOW: "Some things take longer than usual", DOWN: "Something is down"}


@dataclass(frozen=True)
class Component:
    name: str
    state: str
    note: str

    @property
    def tone(self) -> str:
        return _TONES[self.state]


@dataclass(frozen=True)
class Report:
    at: datetime
    components: tuple[Component, ...]

    @property
    def state(self) -> str:
        return max((one.state for one in self.components), key=list(_TONES).index)

    @property
    def headline(self) -> str:
        return _HEADLINES[self.state]

    @property
    def tone(self) -> str:
        return _TONES[self.state]


_lock = threading.Lock()
_kept: tuple[float, Report] | None = None


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "status.html", {"report": report()})


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    now_is = report()
    body: dict[str, Any] = {"status": now_is.state, "at": when(now_is.at)}
    return JsonResponse(body | {"components": [asdict(one) for one in now_is.components]})


def report() -> Report:
    """The present report, at most `FRESH_S` old."""
    global _kept
    with _lock:
        if _kept is None or time.monotonic() - _kept[0] > FRESH_S:
            _kept = time.monotonic(), look(timezone.now())
        return _kept[1]


def forget() -> None:
    """Have the next report look anew; for tests."""
    global _kept
    _kept = None


def look(now: datetime) -> Report:
    web = Component("API and dashboard", WORKS, "Requests are answered.")
    try:
        found = vitals.take(now)
    except DatabaseError:
        return Report(now, (web, Component("Database", DOWN, "It does not answer; nothing can be read or started.")))
    database = Component("Database", WORKS, "It answers.")
    return Report(now, (web, database, _workers(found), _queue(found), _makers(found), _webhooks(found), _disk(found)))


def _workers(found: vitals.Vitals) -> Component:
    if found.living:
        return Component("Workers", WORKS, "Jobs are being taken up.")
    return Component("Workers", DOWN, "Jobs are kept and wait until a worker is back.")


def _queue(found: vitals.Vitals) -> Component:
    oldest = found.queue.oldest_at
    if oldest and found.at - oldest > LONG_WAIT:
        return Component("Queue", SLOW, f"Jobs wait longer than {LONG_WAIT.seconds // 60} minutes.")
    return Component("Queue", WORKS, "New jobs start soon.")


def _makers(found: vitals.Vitals) -> Component:
    if any(one.open_until and one.open_until > found.at for one in found.providers):
        return Component("Generation", SLOW, "A provider is away; jobs that need it wait or use another.")
    return Component("Generation", WORKS, "Every provider in use answers.")


def _webhooks(found: vitals.Vitals) -> Component:
    oldest = found.deliveries.oldest_at
    if oldest and found.at - oldest > LATE:
        return Component("Webhooks", SLOW, "Some are sent late.")
    return Component("Webhooks", WORKS, "They are sent as things happen.")


def _disk(found: vitals.Vitals) -> Component:
    if found.disk.is_low:
        return Component("Storage", SLOW, "Space is getting short.")
    return Component("Storage", WORKS, "There is room for what is made.")
