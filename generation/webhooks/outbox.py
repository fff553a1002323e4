"""From what was committed to what is to be sent.

Jobs write their log, other services `emit`, each in the transaction of the change itself; nobody waits for a receiver.
The fan-out turns both into deliveries, exactly once: it writes them in the transaction that stamps the line. Any number
of hosts may run it.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from generation.jobs.models import Job, JobEvent
from generation.jobs.versions import within_reach
from generation.webhooks import catalogue
from generation.webhooks.claims import no_webhooks
from generation.webhooks.models import Delivery, Endpoint, Event

log = logging.getLogger(__name__)

BATCH = 500


def emit(organization_id: str, type_: str, data: dict[str, Any], *, now: datetime | None = None) -> Event:
    """Write down an event in the caller's transaction; it is delivered once that commits. One INSERT.

    For what has no job to tell of it. Raises ValueError for a type that the catalogue lacks.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An event belongs to the transaction of what it tells.")
    if catalogue.event_type(type_) is None:
        raise ValueError(f"No event type {type_!r} is registered.")
    return Event.objects.create(
        organization_id=organization_id, type=type_, data=data, occurred_at=now or timezone.now()
    )


def fan_out(now: datetime) -> int:
    """Turn everything that is committed and not told yet into deliveries; returns how many lines that were."""
    total = 0
    while done := _fan_out_log(now) + _fan_out_events(now):
        total += done
    return total


def _fan_out_log(now: datetime) -> int:
    """Lines that tell nothing, such as progress, wait for one that does: no transaction for them alone.

    What a newer studio's jobs tell is left to its own hosts: ours would stamp the lines without knowing all they say.
    """
    waiting = JobEvent.objects.filter(within_reach(of="job__"), fanned_out_at__isnull=True)
    telling = catalogue.lines_that_tell()
    if not waiting.filter(type__in=telling).exists():  # outside of a transaction: on SQLite it takes the write lock
        return 0
    with transaction.atomic():
        ids = list(_unlocked(waiting.order_by("id")).values_list("pk", flat=True)[:BATCH])
        lines = JobEvent.objects.filter(pk__in=ids, type__in=telling).order_by("pk")
        _write(_events_of(list(lines)), now)
        JobEvent.objects.filter(pk__in=ids).update(fanned_out_at=now)
        return len(ids)


def _fan_out_events(now: datetime) -> int:
    waiting = Event.objects.filter(fanned_out_at__isnull=True)
    if not waiting.exists():
        return 0
    with transaction.atomic():
        events = list(_unlocked(waiting.order_by("id"))[:BATCH])
        _deliver(events, now)
        Event.objects.filter(pk__in=[event.pk for event in events]).update(fanned_out_at=now)
        return len(events)


def _unlocked(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that no other host is handing out just now, locked for us."""
    can_skip = connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(skip_locked=True, of=("self",)) if can_skip else rows


def _events_of(lines: list[JobEvent]) -> list[Event]:
    """What the lines tell to organizations that have an endpoint for it; the log alone keeps the rest."""
    kinds = Job.objects.filter(pk__in={line.job_id for line in lines}).values_list("pk", "kind", "organization_id")
    about = {job_id: (kind, organization_id) for job_id, kind, organization_id in kinds}
    told = [(line, rule) for line in lines for rule in catalogue.rules_for(about[line.job_id][0], line.type)]
    listening = _endpoints_of({about[line.job_id][1] for line, _ in told})
    told = [
        (line, rule) for line, rule in told
        if any(_wants(one, rule.type, line.created_at) for one in listening[about[line.job_id][1]])
    ]  # fmt: skip
    jobs = Job.objects.in_bulk({line.job_id for line, _ in told})
    found = [_event_of(rule, jobs[line.job_id], line) for line, rule in told]
    return [event for event in found if event is not None]


def _event_of(rule: catalogue.Rule, job: Job, line: JobEvent) -> Event | None:
    """A family's mistake in telling must not keep everybody's events back: it is logged and this event left out."""
    try:
        with transaction.atomic():
            data = catalogue.told_of(rule, job, line)
    except Exception:
        log.exception("%s of %s could not be told.", rule.type, job.pk)
        return None
    if data is None:
        return None
    return Event(
        organization_id=job.organization_id, type=rule.type, data=data, job_id=job.pk, seq=line.seq,
        occurred_at=line.created_at,
    )  # fmt: skip


def _write(events: list[Event], now: datetime) -> None:
    for event in events:
        event.fanned_out_at = now
    Event.objects.bulk_create(events)
    _deliver(events, now)


def _deliver(events: list[Event], now: datetime) -> None:
    """A delivery for each endpoint that wants the event; the endpoints are marked as having something due."""
    listening = _endpoints_of({event.organization_id for event in events})
    deliveries = [
        Delivery(endpoint=one, event=event, due_at=now, created_at=now)
        for event in events
        for one in listening[event.organization_id]
        if _wants(one, event.type, event.occurred_at)
    ]
    if not deliveries:
        return
    for place, delivery in enumerate(reversed(deliveries)):  # claimed in the order of the log, as far as that goes
        delivery.due_at = now - timedelta(microseconds=place)
    Delivery.objects.bulk_create(deliveries)
    mark_due({delivery.endpoint_id for delivery in deliveries}, now)


def _endpoints_of(organization_ids: set[str]) -> dict[str, list[Endpoint]]:
    found: dict[str, list[Endpoint]] = defaultdict(list)
    if organization_ids:
        rows = Endpoint.objects.filter(~no_webhooks(), organization_id__in=organization_ids, is_enabled=True)
        for one in rows.order_by("pk"):
            found[one.organization_id].append(one)
    return found


def _wants(endpoint: Endpoint, type_: str, occurred_at: datetime) -> bool:
    """What happened before there was the endpoint is not told."""
    return occurred_at >= endpoint.created_at and (not endpoint.types or type_ in endpoint.types)


def mark_due(endpoint_ids: Iterable[str], now: datetime) -> None:
    """Have the sender look at these endpoints; in a transaction. Their rows are locked in the order of their ids."""
    rows = Endpoint.objects.filter(pk__in=endpoint_ids, is_enabled=True)
    later = rows.filter(Q(next_at__isnull=True) | Q(next_at__gt=now))
    ids = list(later.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    Endpoint.objects.filter(pk__in=ids).update(next_at=now)
