"""How long the delivery log is kept, and what is kept of endpoints that were deleted: nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from generation.webhooks.claims import no_webhooks
from generation.webhooks.models import Delivery, Endpoint, Event, InboxMessage, LowCredits, Secret

# Small enough that no transaction keeps SQLite's only write lock for long.
BATCH = 500


def purge(now: datetime, *, most: int = BATCH) -> int:
    """Remove events past their time with deliveries and attempts, and deleted endpoints; returns how many rows."""
    cutoff = now - timedelta(days=settings.STUDIO_WEBHOOK_DAYS)
    waits = Delivery.objects.filter(
        ~no_webhooks("endpoint__organization_id"), event=OuterRef("pk"), status=Delivery.Status.PENDING
    )
    old = Event.objects.filter(occurred_at__lt=cutoff, fanned_out_at__isnull=False).exclude(Exists(waits))
    gone = Delivery.objects.filter(endpoint__deleted_at__isnull=False)
    empty = Endpoint.objects.filter(deleted_at__isnull=False).exclude(
        Exists(Delivery.objects.filter(endpoint=OuterRef("pk")))
    )
    return sum(
        _remove(rows, order, most)
        for rows, order in (
            (old, "occurred_at"),
            (gone, "pk"),
            (empty, "pk"),
            (InboxMessage.objects.filter(received_at__lt=cutoff), "received_at"),
        )
    )


def _remove(rows: "QuerySet[Any]", order: str, most: int) -> int:
    ids = list(rows.order_by(order).values_list("pk", flat=True)[:most])
    return rows.model._default_manager.filter(pk__in=ids).delete()[0] if ids else 0


def forget(organizations: Sequence[str]) -> None:
    """Nothing of an organization that was closed: neither where it wanted to be told nor of what."""
    Secret.objects.filter(endpoint__organization_id__in=organizations).delete()
    Endpoint.objects.filter(organization_id__in=organizations).delete()
    Event.objects.filter(organization_id__in=organizations).delete()
    LowCredits.objects.filter(organization_id__in=organizations).delete()
