"""The admin's home: the vital figures as cards, each leading to the list behind it.

A card is shown to whom its list is: it needs the permission to view that model.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts import switches
from generation.jobs import registry
from studio.operators.vitals import ENOUGH_TO_TELL, Lane, Pile, ProviderHealth, Vitals, take

GOOD, WATCH, BAD, CALM = "good", "watch", "bad", "calm"
LONG_WAIT = timedelta(minutes=5)
BAD_SHARE, ODD_SHARE = 0.15, 0.05  # of a provider's calls that failed; the first is what opens its breaker
MOST_ROWS = 6


@dataclass(frozen=True)
class Figure:
    """One figure: what it is, how much, what more there is to say, and where it leads."""

    label: str
    value: str
    link: str
    note: str = ""
    tone: str = CALM


@dataclass(frozen=True)
class Row:
    """A line of a card. `share` (0 to 1) is drawn as a bar."""

    label: str
    link: str
    value: str
    note: str = ""
    share: float | None = None
    tone: str = CALM


@dataclass(frozen=True)
class Card:
    title: str
    link: str
    rows: tuple[Row, ...] = ()
    empty: str = ""
    figures: tuple[Figure, ...] = field(default=())


def context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What Unfold asks for before it shows the home."""
    vitals = take()

    def may(model: str) -> bool:
        app, name = model.split("_")
        return bool(request.user.has_perm(f"{app}.view_{name}"))

    return context | {
        "title": "Operations",
        "figures": [figure for model, figure in _figures(vitals) if may(model)],
        "cards": [card for model, card in _cards(vitals) if may(model)],
        "taken_at": vitals.at,
        "turned": switches.turned() if may("accounts_switch") else [],
    }


def _figures(v: Vitals) -> Iterator[tuple[str, Figure]]:
    yield "jobs_job", _waiting(v)
    yield "jobs_job", _running_now(v)
    yield "jobs_workerhost", _workers(v)
    yield "jobs_job", _failed(v)
    yield "billing_hold", _stuck(v)
    yield "assets_asset", _disk(v)


def _waiting(v: Vitals) -> Figure:
    oldest = v.queue.oldest_at
    late = oldest is not None and v.at - oldest > LONG_WAIT
    note = f"oldest for {ago(oldest, v.at)}" if oldest else "the queue is empty"
    tone = _tone(late, WATCH if v.living else BAD)
    return Figure(
        "Waiting", _count(v.queue.waiting, v.queue.is_capped), listed("jobs_job", status__exact="queued"), note, tone
    )


def _running_now(v: Vitals) -> Figure:
    slow = len(v.slow)
    note = f"{slow} slower than usual" if slow else "none slower than usual"
    link = listed("jobs_job", status__exact="running")
    return Figure("Running", str(len(v.running)), link, note, _tone(slow > 0, WATCH))


def _workers(v: Vitals) -> Figure:
    silent = len(v.hosts) - len(v.living)
    note = "all answer"
    if silent:
        note = f"{silent} fell silent"
    elif not v.hosts:
        note = "start one: manage.py worker"
    tone = _tone(silent > 0, WATCH) if v.living else BAD
    return Figure("Workers alive", str(len(v.living)), listed("jobs_workerhost"), note, tone)


def _failed(v: Vitals) -> Figure:
    note = v.failures[0].meaning if v.failures else "no job failed"
    link = listed("jobs_job", status__exact="failed", ended="day")
    return Figure("Failed in 24 h", f"{v.failed:,}", link, note, _tone(v.failed > 0, WATCH))


def _stuck(v: Vitals) -> Figure:
    stuck = v.stuck
    note = f"{stuck.amount:,} credits" if stuck.count else "every hold has its job"
    link = listed("billing_hold", stuck="yes")
    return Figure("Stuck holds", _count(stuck.count, stuck.is_capped), link, note, _tone(stuck.count > 0, BAD))


def _disk(v: Vitals) -> Figure:
    note = f"{v.disk.used_share:.0%} of {size(v.disk.total)} used"
    return Figure("Disk free", size(v.disk.free), listed("assets_asset"), note, _tone(v.disk.is_low, BAD))


def _cards(v: Vitals) -> Iterator[tuple[str, Card]]:
    yield "jobs_job", Card("Queue", listed("jobs_job"), tuple(_lane(lane, v.at) for lane in v.queue.lanes))
    yield "jobs_job", _failures(v)
    yield "jobs_providercall", _providers(v)
    yield "jobs_job", _running(v)
    yield "billing_entry", _credits(v)
    yield "webhooks_delivery", _webhooks(v)
    yield "jobs_workerhost", _hosts(v)


def _lane(lane: Lane, now: datetime) -> Row:
    name = {"express": "Express, somebody waits", "long": "Long"}[lane.name]
    note = f"oldest for {ago(lane.oldest_at, now)}" if lane.oldest_at else "nothing waits"
    late = lane.oldest_at is not None and now - lane.oldest_at > LONG_WAIT
    link = listed("jobs_job", status__exact="queued", lane=lane.name)
    return Row(name, link, f"{lane.waiting:,}", note, tone=_tone(late, WATCH))


def _failures(v: Vitals) -> Card:
    most = max((cause.count for cause in v.failures), default=1)
    rows = [
        Row(
            cause.meaning,
            listed("jobs_job", status__exact="failed", cause=cause.code, ended="day"),
            f"{cause.count:,}",
            cause.code,
            share=cause.count / most,
            tone=BAD,
        )
        for cause in v.failures
    ]
    link = listed("jobs_job", status__exact="failed", ended="day")
    return Card("Failures of the last 24 hours", link, tuple(rows[:MOST_ROWS]), "No job failed in the last 24 hours.")


def _providers(v: Vitals) -> Card:
    rows = [_provider(one, v.at) for one in v.providers[: 2 * MOST_ROWS]]
    empty = "No provider was called in the last 24 hours."
    return Card("Providers", listed("jobs_providercall"), tuple(rows), empty)


def _provider(one: ProviderHealth, now: datetime) -> Row:
    is_open = one.open_until is not None
    told = [f"{one.failed_share:.0%} of {one.calls:,} failed" if one.calls else "not called of late"]
    if one.median_ms is not None:
        told.append(f"{duration_ms(one.median_ms)} median, {duration_ms(one.p95_ms or 0)} p95")
    if one.failures_in_a_row:
        told.append(f"{one.failures_in_a_row} failures in a row")
    link = listed("jobs_providercall", provider=one.provider)
    if is_open:
        link = listed("jobs_circuitbreaker")
    sure = one.calls >= ENOUGH_TO_TELL
    bad, odd = is_open or (sure and one.failed_share >= BAD_SHARE), sure and one.failed_share >= ODD_SHARE
    value = "left alone" if is_open else "works"
    if not is_open and bad:
        value = "fails often"
    tone = BAD if bad else WATCH if odd else GOOD
    return Row(f"{one.provider} · {one.operation}", link, value, ", ".join(told), tone=tone)


def _running(v: Vitals) -> Card:
    slowest = sorted(v.running, key=lambda job: (not job.is_slow, -job.elapsed))
    rows = [
        Row(
            _kind(job.kind),
            reverse("admin:jobs_job_change", args=[job.job_id]),
            span(job.elapsed),
            f"usually {span(job.usual)}" if job.usual is not None else "no usual time known yet",
            tone=WATCH if job.is_slow else CALM,
        )
        for job in slowest
    ]
    link = listed("jobs_job", status__exact="running")
    return Card("Running longest", link, tuple(rows[:MOST_ROWS]), "Nothing runs just now.")


def _credits(v: Vitals) -> Card:
    issued = listed("billing_entry", book__exact="issued")
    spent = listed("billing_entry", book__exact="spent")
    c = v.credits
    figures = (
        Figure("Granted, 24 h", f"{c.granted_day:,}", issued),
        Figure("Granted, 7 days", f"{c.granted_week:,}", issued),
        Figure("Spent, 24 h", f"{c.spent_day:,}", spent),
        Figure("Spent, 7 days", f"{c.spent_week:,}", spent),
    )
    return Card("Credits", listed("billing_entry"), figures=figures)


def _webhooks(v: Vitals) -> Card:
    due, ends = v.deliveries, v.endpoints
    rows = (
        _backlog(due, v.at),
        Row(
            "Endpoints switched off",
            listed("webhooks_endpoint", is_enabled__exact=0),
            f"{ends.disabled:,}",
            f"{ends.enabled:,} {'is' if ends.enabled == 1 else 'are'} told of events",
            tone=_tone(ends.disabled > 0, WATCH),
        ),
        Row(
            "Endpoints failing",
            listed("webhooks_endpoint", is_enabled__exact=1, failures__gt=0),
            f"{ends.failing:,}",
            "their last attempt failed" if ends.failing else "every last attempt succeeded",
            tone=_tone(ends.failing > 0, WATCH),
        ),
    )
    return Card("Webhooks", listed("webhooks_delivery"), rows)


def _backlog(due: Pile, now: datetime) -> Row:
    late = due.oldest_at is not None and now - due.oldest_at > LONG_WAIT
    return Row(
        "Due and not sent",
        listed("webhooks_delivery", status__exact="pending"),
        _count(due.count, due.is_capped),
        f"oldest for {ago(due.oldest_at, now)}" if due.oldest_at else "nothing waits",
        tone=_tone(late, WATCH),
    )


def _hosts(v: Vitals) -> Card:
    rows = [
        Row(
            str(host),
            listed("jobs_workerhost"),
            "lives" if host in v.living else "silent",
            f"{host.lanes} long, {host.express} express; seen {ago(host.seen_at, v.at)} ago",
            tone=GOOD if host in v.living else BAD,
        )
        for host in v.hosts[:MOST_ROWS]
    ]
    empty = "No worker has reported. “make serve” starts one beside the web server; “manage.py worker” starts another."
    return Card("Worker hosts", listed("jobs_workerhost"), tuple(rows), empty)


def listed(model: str, **filters: Any) -> str:
    """The admin's list of a model (`app_name`), filtered."""
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse(f"admin:{model}_changelist") + query


def ago(at: datetime, now: datetime) -> str:
    return span(max(timedelta(), now - at))


def span(time: timedelta) -> str:
    """In the two largest units that say something: `4 min`, `2 h 10 min`, `3 days`."""
    seconds = int(time.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 86400:
        hours, minutes = divmod(seconds // 60, 60)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days = seconds // 86400
    return f"{days} day{'' if days == 1 else 's'}"


def duration_ms(ms: int) -> str:
    return f"{ms} ms" if ms < 1000 else f"{ms / 1000:.1f} s"


def size(count: int) -> str:
    return f"{count / 1e9:.0f} GB" if count >= 1e10 else f"{count / 1e9:.1f} GB"


def _kind(kind: str) -> str:
    try:
        return registry.get(kind).label
    except LookupError:
        return kind


def _count(count: int, is_capped: bool) -> str:
    return f"{count:,}+" if is_capped else f"{count:,}"


def _tone(is_odd: bool, tone: str) -> str:
    return tone if is_odd else CALM
