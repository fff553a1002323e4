"""Endpoints and their deliveries: what members and programs may do. Lock order: the endpoint's row, then deliveries."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from accounts import audit
from accounts.sealing import seal
from billing.plans import require_webhooks
from generation.webhooks import catalogue
from generation.webhooks.claims import cancel_pending
from generation.webhooks.inbox import INBOX_URL
from generation.webhooks.models import MAX_URL_CHARS, Attempt, Delivery, Endpoint, Event, InboxMessage, Secret
from generation.webhooks.post import policy
from generation.webhooks.signing import new_secret
from wire.addresses import is_among
from wire.errors import NotFound, SourceFetchFailed, ValidationFailed
from wire.fetch import check_url
from wire.places import Deadline, Place, checked_addresses
from wire.principal import Principal

MOST_ENDPOINTS = 20
MOST_OVERLAP = timedelta(days=7)
DEFAULT_OVERLAP = timedelta(hours=24)
MOST_ATTEMPTS = 50  # of a delivery that are shown at once
MOST_SECRETS = 4  # as many signatures as one message may carry


@dataclass(frozen=True)
class WithSecret:
    """An endpoint and its new signing secret, which nobody can be shown again."""

    endpoint: Endpoint
    secret: str


def endpoints_of(organization_id: str) -> "QuerySet[Endpoint]":
    return Endpoint.objects.filter(organization_id=organization_id, deleted_at__isnull=True)


def access_endpoint(endpoint_id: str, *, organization_id: str) -> Endpoint:
    """Raises NotFound."""
    found = endpoints_of(organization_id).filter(pk=endpoint_id).first()
    if found is None:
        raise NotFound("No such webhook endpoint. Check its id.", kind="webhook_endpoint")
    return found


def deliveries_of(endpoint: Endpoint) -> "QuerySet[Delivery]":
    return Delivery.objects.select_related("event").filter(endpoint=endpoint)


def access_delivery(delivery_id: str, endpoint: Endpoint) -> Delivery:
    """Raises NotFound."""
    found = deliveries_of(endpoint).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound("No such delivery. Check its id.", kind="webhook_delivery")
    return found


def newest_attempts(delivery: Delivery) -> list[Attempt]:
    """Of one that was sent again and again by hand, the last so many; the earliest of them first."""
    return list(delivery.attempts.order_by("-number")[:MOST_ATTEMPTS])[::-1]


def inbox_of(organization_id: str) -> "QuerySet[InboxMessage]":
    """What the organization's built-in receivers got."""
    return InboxMessage.objects.select_related("endpoint").filter(endpoint__in=endpoints_of(organization_id))


# ---------------------------------------------------------------- what is asked for


def check_address(url: str) -> str:
    """The address as it will be called, after a look-up of its host. Slow: call it outside of a transaction.

    Raises ValidationFailed for an address that is not public, and for plain HTTP where the operator has not opened the
    network: what is sent there could be read on its way.
    """
    if url == INBOX_URL:
        return url
    try:
        place = check_url(url.strip(), policy())
        if place.scheme == "http" and not _is_opened(place):
            raise ValidationFailed("A webhook's address must begin with https://.", field="url")
    except SourceFetchFailed as error:
        raise ValidationFailed(error.message, field="url", reason=error.details.get("reason")) from error
    if len(place.href) > MAX_URL_CHARS:
        raise ValidationFailed(f"The address is longer than {MAX_URL_CHARS:,} characters.", field="url")
    return place.href


def _is_opened(place: Place) -> bool:
    """Whether every address of the host lies in a network that the operator has opened."""
    allowed = tuple(settings.STUDIO_FETCH_ALLOW)
    found = checked_addresses(place, allowed=allowed, resolve=None, deadline=Deadline(policy().timeout_s))
    return all(is_among(ipaddress.ip_address(address), allowed) for address in found)


def checked_types(names: Sequence[str]) -> list[str]:
    """The types without repetition, in the catalogue's order. Raises ValidationFailed for one that is not in it."""
    known = [one.name for one in catalogue.event_types()]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ValidationFailed(
            f"Unknown event types: {', '.join(unknown)}. See GET /webhook-event-types.", field="types", unknown=unknown
        )
    return [name for name in known if name in names]


# ---------------------------------------------------------------- endpoints


def create_endpoint(
    url: str, *, types: Sequence[str] = (), description: str = "", principal: Principal, now: datetime | None = None
) -> WithSecret:
    """Register an endpoint at an address that `check_address` returned. Raises ValidationFailed, and NotInPlan where
    the organization's plan has no webhooks."""
    now = now or timezone.now()
    with transaction.atomic():
        require_webhooks(principal.organization_id)
        if endpoints_of(principal.organization_id).count() >= MOST_ENDPOINTS:
            raise ValidationFailed(f"An organization has at most {MOST_ENDPOINTS} webhook endpoints. Delete one first.")
        endpoint = Endpoint.objects.create(
            organization_id=principal.organization_id,
            url=url,
            types=checked_types(types),
            description=description.strip(),
            created_at=now,
        )
        _record("created", endpoint, principal, now, {"types": endpoint.types})
        return WithSecret(endpoint, _add_secret(endpoint, now))


def change_endpoint(
    endpoint: Endpoint, changes: dict[str, Any], *, principal: Principal, now: datetime | None = None
) -> Endpoint:
    """Change `url` (as `check_address` returned it), `types`, `description` or `is_enabled`; audited.

    Switching off cancels what waits; switching on begins anew and sends nothing of what was missed.
    """
    now = now or timezone.now()
    if "types" in changes:
        changes = changes | {"types": checked_types(changes["types"])}
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
        changed = {name: value for name, value in changes.items() if getattr(endpoint, name) != value}
        if not changed:
            return endpoint
        for name, value in changed.items():
            setattr(endpoint, name, value)
        if "is_enabled" in changed:
            _switch(endpoint, now)
        if "url" in changed:
            _begin_anew(endpoint)
            endpoint.last_success_at = None
        endpoint.save()
        _record("changed", endpoint, principal, now, {"changed": sorted(changed)})  # an address may hold a secret
        return endpoint


def _begin_anew(endpoint: Endpoint) -> None:
    endpoint.failures, endpoint.failing_since, endpoint.is_slow, endpoint.paused_until = 0, None, False, None


def _switch(endpoint: Endpoint, now: datetime) -> None:
    _begin_anew(endpoint)
    if endpoint.is_enabled:
        endpoint.disabled_at, endpoint.disabled_reason, endpoint.next_at = None, "", now
        return
    endpoint.disabled_at, endpoint.disabled_reason = now, "Switched off."
    cancel_pending(endpoint, now)


def delete_endpoint(endpoint: Endpoint, *, principal: Principal, now: datetime | None = None) -> None:
    """Nothing is sent to it any more and its secrets are gone at once; its log goes piece by piece."""
    now = now or timezone.now()
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
        endpoint.is_enabled, endpoint.deleted_at = False, now
        endpoint.disabled_at, endpoint.disabled_reason = now, "Deleted."
        endpoint.save()
        cancel_pending(endpoint, now)
        Secret.objects.filter(endpoint=endpoint).delete()
        InboxMessage.objects.filter(endpoint=endpoint).delete()
        _record("deleted", endpoint, principal, now)


def rotate_secret(
    endpoint: Endpoint, *, overlap: timedelta = DEFAULT_OVERLAP, principal: Principal, now: datetime | None = None
) -> WithSecret:
    """A new signing secret; until the overlap ends, messages carry a signature of each. Raises ValidationFailed."""
    now = now or timezone.now()
    if not timedelta(0) <= overlap <= MOST_OVERLAP:
        raise ValidationFailed("The old secret can go on for at most 168 hours.", field="overlapHours")
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
        secrets = Secret.objects.filter(endpoint=endpoint)
        ends_at = now + overlap  # of all that came before: whoever rotates at once has one that leaked
        secrets.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=ends_at)).update(expires_at=ends_at)
        kept = secrets.filter(expires_at__gt=now).order_by("-pk").values_list("pk", flat=True)[: MOST_SECRETS - 1]
        secrets.exclude(pk__in=list(kept)).delete()
        secret = _add_secret(endpoint, now)
        _record("secret_rotated", endpoint, principal, now, {"ends_at": ends_at.isoformat()})
        return WithSecret(endpoint, secret)


def _add_secret(endpoint: Endpoint, now: datetime) -> str:
    secret = new_secret()
    Secret.objects.create(endpoint=endpoint, sealed=seal(secret), created_at=now)
    return secret


# ---------------------------------------------------------------- deliveries


def send_test(endpoint: Endpoint, type_: str = "", *, now: datetime | None = None) -> Delivery:
    """Send a sample of an event, `webhook.test` by default, to this endpoint alone, whatever it is told of otherwise.

    Raises ValidationFailed for an unknown type and for an endpoint that is switched off, NotInPlan.
    """
    now = now or timezone.now()
    kind = catalogue.event_type(type_ or catalogue.TEST.name)
    if kind is None:
        raise ValidationFailed(f"Unknown event type: {type_}. See GET /webhook-event-types.", field="type")
    with transaction.atomic():
        _require_enabled(endpoint)
        event = Event.objects.create(
            organization_id=endpoint.organization_id,
            type=kind.name,
            data={**kind.sample, "test": True},
            occurred_at=now,
            fanned_out_at=now,
        )
        due_at = _let_in_front(endpoint, now)
        return Delivery.objects.create(endpoint=endpoint, event=event, is_test=True, due_at=due_at, created_at=now)


def redeliver(delivery: Delivery, *, now: datetime | None = None) -> Delivery:
    """Send it again now, under the same `webhook-id`, with ten attempts as if for the first time.

    One that is waiting is sent at once instead of later; one that is under way is left to end. Raises ValidationFailed
    for an endpoint that is switched off, NotInPlan.
    """
    now = now or timezone.now()
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update(no_key=True).get(pk=delivery.endpoint_id)
        _require_enabled(endpoint)
        delivery = Delivery.objects.select_for_update(of=("self",)).select_related("event").get(pk=delivery.pk)
        if delivery.claimed_by and delivery.due_at and delivery.due_at > now:
            return delivery
        delivery.status, delivery.tries = Delivery.Status.PENDING, 0
        delivery.due_at, delivery.ended_at, delivery.claimed_by = _let_in_front(endpoint, now), None, ""
        delivery.save()
        return delivery


def _let_in_front(endpoint: Endpoint, now: datetime) -> datetime:
    """When to have a delivery due so that it comes before all that waits: somebody is looking at the page."""
    waiting = Delivery.objects.filter(endpoint=endpoint, status=Delivery.Status.PENDING)
    first = waiting.aggregate(first=Min("due_at"))["first"]
    Endpoint.objects.filter(pk=endpoint.pk).update(paused_until=None, next_at=now)
    return min(now, first or now) - timedelta(microseconds=1)


def _require_enabled(endpoint: Endpoint) -> None:
    require_webhooks(endpoint.organization_id)
    if not endpoint.is_enabled:
        raise ValidationFailed("The endpoint is switched off. Switch it on first.", field="enabled")


def _record(
    verb: str, endpoint: Endpoint, principal: Principal, now: datetime, details: dict[str, Any] | None = None
) -> None:
    audit.record(
        f"webhook.{verb}",
        actor=principal.user_id or principal.key_id,
        organization_id=endpoint.organization_id,
        target=endpoint.pk,
        details=details,
        now=now,
    )
