"""Taking due deliveries and writing down what became of them. Lock order: endpoints by id, then their deliveries."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from accounts import audit
from billing.plans import without_webhooks
from generation.jobs.identity import here, is_dead
from generation.webhooks.models import Attempt, Delivery, Endpoint, InboxMessage, Secret
from generation.webhooks.post import TIMEOUT_S, Outcome, Parcel, body_of
from generation.webhooks.schedule import next_attempt

# How long a claim holds: an attempt's time-out, and time to write the outcome down. Who dies is noticed sooner.
LEASE = timedelta(seconds=TIMEOUT_S + 30)
SLOW_MS = 3_000
# Deliveries of one endpoint under way at once, whoever sends them: as long as it has never answered, when it answers
# fast, and when it does not.
NEW, FAST, SLOW = 1, 4, 2
PER_ORGANIZATION = 12
LOOK_AGAIN = timedelta(seconds=0.5)
# After so many failures in a row an endpoint gets one message at a time, after ever longer pauses: a dead one with much
# waiting for it costs the sender next to nothing. One success, and all goes on.
PROBED_AFTER = 5
LONGEST_PAUSE_S = 60.0
GIVE_UP_AFTER = timedelta(days=3)
_ENDPOINTS = 50
GONE = 410


def claim(*, holder: str, now: datetime, is_slow: bool, room: int) -> list[Parcel]:
    """At most `room` due deliveries of a lane's endpoints, for `holder` until the lease ends."""
    rested = Q(paused_until__isnull=True) | Q(paused_until__lte=now)
    due = Endpoint.objects.filter(rested, ~no_webhooks(), is_enabled=True, is_slow=is_slow, next_at__lte=now)
    if room <= 0 or not due.exists():  # asked outside of a transaction, which on SQLite would take the write lock
        return []
    taken: list[Delivery] = []
    with transaction.atomic():
        endpoints = list(_unlocked(due.order_by("next_at"))[:_ENDPOINTS])
        busy, of_organization = _under_way(now)
        for endpoint in endpoints:
            spare = min(
                _limit(endpoint) - busy[endpoint.pk],
                PER_ORGANIZATION - of_organization[endpoint.organization_id],
                room - len(taken),
            )
            found = _take(endpoint, spare, holder=holder, now=now)
            taken += found
            of_organization[endpoint.organization_id] += len(found)
            if len(taken) == room:
                break
        return _parcels(taken, {one.pk: one for one in endpoints}, now)


def no_webhooks(organization: str = "organization_id") -> Exists:
    """Of rows with that column: whether the organization's plan has no webhooks. What waits for it then stays."""
    return Exists(without_webhooks().filter(organization_id=OuterRef(organization)))


def _unlocked(rows: QuerySet[Endpoint]) -> QuerySet[Endpoint]:
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, no_key=True)
    return rows


def _limit(endpoint: Endpoint) -> int:
    if endpoint.failures >= PROBED_AFTER:
        return 1
    if endpoint.is_slow:
        return SLOW
    return FAST if endpoint.last_success_at else NEW


def _under_way(now: datetime) -> tuple[Counter[str], Counter[str]]:
    """How many deliveries are being sent just now, whoever sends them: by endpoint, and by organization."""
    claimed = Delivery.objects.filter(status=Delivery.Status.PENDING, due_at__gt=now).exclude(claimed_by="")
    busy: Counter[str] = Counter()
    of_organization: Counter[str] = Counter()
    counted = claimed.values_list("endpoint_id", "endpoint__organization_id").annotate(Count("pk"))
    for endpoint_id, organization_id, count in counted:
        busy[endpoint_id] += count
        of_organization[organization_id] += count
    return busy, of_organization


def _take(endpoint: Endpoint, spare: int, *, holder: str, now: datetime) -> list[Delivery]:
    """Claim the endpoint's next deliveries, and note when it is to be looked at again."""
    pending = Delivery.objects.filter(endpoint=endpoint, status=Delivery.Status.PENDING)
    found = list(pending.filter(due_at__lte=now).select_related("event").order_by("due_at", "pk")[: max(spare, 0)])
    for delivery in found:
        delivery.claim, delivery.claimed_by, delivery.due_at = delivery.claim + 1, holder, now + LEASE
    Delivery.objects.bulk_update(found, ["claim", "claimed_by", "due_at"])
    next_at = pending.aggregate(first=Min("due_at"))["first"]
    if next_at is not None and next_at <= now:  # more is due than may be under way: the next outcome makes room
        next_at = now + LOOK_AGAIN
    Endpoint.objects.filter(pk=endpoint.pk).update(next_at=next_at)
    return found


def _parcels(taken: list[Delivery], endpoints: dict[str, Endpoint], now: datetime) -> list[Parcel]:
    valid = Secret.objects.filter(endpoint__in={one.endpoint_id for one in taken}).exclude(expires_at__lte=now)
    secrets: dict[str, list[str]] = {}
    for secret in valid.order_by("-pk") if taken else ():
        secrets.setdefault(secret.endpoint_id, []).append(secret.sealed)
    return [
        Parcel(
            delivery_id=one.pk,
            claim=one.claim,
            number=one.attempts_made + 1,
            endpoint_id=one.endpoint_id,
            event_id=one.event_id,
            url=endpoints[one.endpoint_id].url,
            type=one.event.type,
            body=body_of(one.event.message),
            secrets=tuple(secrets.get(one.endpoint_id, ())),
            is_slow=endpoints[one.endpoint_id].is_slow,
        )
        for one in taken
    ]


# ---------------------------------------------------------------- outcomes


def settle(sent: Iterable[tuple[Parcel, Outcome]], *, now: datetime) -> None:
    """Write down what became of claimed deliveries, all in one transaction.

    A claim that somebody else took over meanwhile writes nothing: its delivery is sent again under the same id.
    """
    by_endpoint: dict[str, list[tuple[Parcel, Outcome]]] = {}
    for parcel, outcome in sent:
        by_endpoint.setdefault(parcel.endpoint_id, []).append((parcel, outcome))
    if not by_endpoint:
        return
    with transaction.atomic():
        rows = Endpoint.objects.select_for_update(no_key=True).filter(pk__in=by_endpoint).order_by("pk")
        for endpoint in list(rows):
            for parcel, outcome in by_endpoint[endpoint.pk]:
                if _end_attempt(parcel, outcome, now):
                    _note(endpoint, outcome, now)
            endpoint.next_at = now
            endpoint.save()
            if not endpoint.is_enabled:
                cancel_pending(endpoint, now)


def _end_attempt(parcel: Parcel, outcome: Outcome, now: datetime) -> bool:
    """Whether the claim still held, and then the delivery and its log say what came of it."""
    delivery = Delivery.objects.select_for_update().filter(
        pk=parcel.delivery_id, claim=parcel.claim, status=Delivery.Status.PENDING
    ).first()  # fmt: skip
    if delivery is None:
        return False
    delivery.tries += 1
    delivery.attempts_made += 1
    delivery.claimed_by = ""
    delivery.last_status, delivery.last_error = outcome.status, outcome.error
    delivery.due_at = None
    if not outcome.is_success:
        delivery.due_at = next_attempt(delivery.tries, now=now, retry_after=outcome.retry_after)
    if delivery.due_at is None:
        delivery.status = Delivery.Status.DELIVERED if outcome.is_success else Delivery.Status.FAILED
        delivery.ended_at = now
    delivery.save()
    Attempt.objects.create(
        delivery=delivery, number=delivery.attempts_made, url=parcel.url, status=outcome.status, error=outcome.error,
        duration_ms=outcome.duration_ms, request_headers=outcome.request_headers,
        response_headers=outcome.response_headers, response_body=outcome.response_body, sent_at=outcome.sent_at,
    )  # fmt: skip
    if parcel.is_for_inbox:
        InboxMessage.objects.create(
            endpoint_id=parcel.endpoint_id, event_id=parcel.event_id, type=parcel.type, headers=outcome.sent,
            body=parcel.body.decode(), is_verified=outcome.is_success, received_at=outcome.sent_at,
        )  # fmt: skip
    return True


def _note(endpoint: Endpoint, outcome: Outcome, now: datetime) -> None:
    """What an attempt says of its endpoint: whether it is slow, whether it fails, whether it is given up."""
    endpoint.is_slow = outcome.duration_ms >= SLOW_MS
    endpoint.paused_until = None
    if outcome.is_success:
        endpoint.failures, endpoint.failing_since, endpoint.last_success_at = 0, None, now
        return
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    if endpoint.failures >= PROBED_AFTER:
        pause_s = min(LONGEST_PAUSE_S, 2.0 ** min(endpoint.failures - PROBED_AFTER, 10))
        endpoint.paused_until = now + timedelta(seconds=pause_s)
    if outcome.status == GONE:
        _switch_off(endpoint, "It answered 410 Gone: it wants no more.", now)
    elif now - endpoint.failing_since >= GIVE_UP_AFTER:
        _switch_off(endpoint, "Every attempt of the last three days failed.", now)


def _switch_off(endpoint: Endpoint, reason: str, now: datetime) -> None:
    if not endpoint.is_enabled:
        return
    endpoint.is_enabled, endpoint.disabled_at, endpoint.disabled_reason = False, now, reason
    audit.record(
        "webhook.disabled", actor=audit.SYSTEM, organization_id=endpoint.organization_id, target=endpoint.pk,
        details={"reason": reason}, now=now,
    )  # fmt: skip


def cancel_pending(endpoint: Endpoint, now: datetime) -> int:
    """End what waits for an endpoint that gets nothing any more; its row is locked. Each can be sent again by hand."""
    return Delivery.objects.filter(endpoint=endpoint, status=Delivery.Status.PENDING).update(
        status=Delivery.Status.CANCELED, due_at=None, claimed_by="", ended_at=now, last_error=endpoint.disabled_reason
    )


def free_dead(now: datetime) -> int:
    """Make due what dead senders of this host had under way; returns how many. Other hosts' leases run out."""
    claimed = Delivery.objects.filter(~Q(claimed_by=""), claimed_by__startswith=here())
    holders: list[Any] = list(claimed.values_list("claimed_by", flat=True).distinct())
    dead = [holder for holder in holders if is_dead(holder)]
    if not dead:
        return 0
    with transaction.atomic():
        rows = Delivery.objects.filter(claimed_by__in=dead, status=Delivery.Status.PENDING)
        ids = set(rows.values_list("endpoint_id", flat=True))
        list(Endpoint.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
        freed = rows.update(due_at=now, claimed_by="")
        Endpoint.objects.filter(pk__in=ids, is_enabled=True).update(next_at=now)
        return freed
