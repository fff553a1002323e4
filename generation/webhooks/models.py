"""Endpoints, what is to be told, and what became of telling it. Ids of other apps' rows are plain."""

from functools import partial
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.sealing import SealedField
from wire.ids import new_id
from wire.moments import when

endpoint_id = partial(new_id, "whe")
event_id = partial(new_id, "evt")
delivery_id = partial(new_id, "dlv")

MAX_URL_CHARS = 2048


class Endpoint(models.Model):
    """Where an organization wants to be told of events.

    `next_at` is when the sender looks at it again: no later than the first `due_at` of its pending deliveries, empty
    when there are none. It spares the sender from reading the deliveries of endpoints that have nothing due.
    """

    id = models.CharField(primary_key=True, max_length=40, default=endpoint_id, editable=False)
    organization_id = models.CharField(max_length=40)
    url = models.CharField("URL", max_length=MAX_URL_CHARS)
    description = models.CharField(max_length=200, blank=True)
    types = models.JSONField(default=list, blank=True, help_text="Event types that it is told of; empty means all.")
    is_enabled = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=300, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="Failed attempts in a row.")
    failing_since = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    is_slow = models.BooleanField(default=False, help_text="Its last answer took long: it has a lane of its own.")
    next_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True, help_text="It fails again and again: probed after this.")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="webhook_endpoint_page"),
            models.Index(fields=["is_slow", "next_at"], name="webhook_endpoint_due", condition=Q(is_enabled=True)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="webhook_endpoint_is_off_since", condition=Q(is_enabled=True) ^ Q(disabled_at__isnull=False)
            ),
            models.CheckConstraint(
                name="webhook_endpoint_fails_since",
                condition=Q(failures=0, failing_since__isnull=True) | Q(failures__gt=0, failing_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.host})"

    @property
    def host(self) -> str:
        """Scheme and host alone: the rest of an address may hold a secret of whoever receives."""
        return "/".join(self.url.split("/", 3)[:3]).partition("?")[0]


class Secret(models.Model):
    """A signing secret, sealed. The newest one never expires; those it replaced sign beside it for a while."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="secrets")
    sealed = SealedField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(expires_at__isnull=True), name="webhook_secret_is_one"
            )
        ]

    def __str__(self) -> str:
        return f"secret of {self.endpoint_id}"


class Event(models.Model):
    """What happened, as every endpoint is told. Its id is the `webhook-id` of all its deliveries, for good.

    Made from a line of a job's log (`job_id`, `seq`), or written by `emit` in the transaction of what it tells; that
    one is handed to the endpoints by the fan-out.
    """

    id = models.CharField(primary_key=True, max_length=40, default=event_id, editable=False)
    organization_id = models.CharField(max_length=40)
    type = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    job_id = models.CharField(max_length=40, null=True, blank=True)
    seq = models.PositiveIntegerField(null=True, blank=True)
    occurred_at = models.DateTimeField()
    fanned_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="webhook_event_to_fan_out", condition=Q(fanned_out_at__isnull=True)),
            models.Index(fields=["occurred_at"], name="webhook_event_by_time"),
            models.Index(fields=["organization_id"], name="webhook_event_of"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["job_id", "seq", "type"], condition=Q(job_id__isnull=False), name="webhook_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.type}"

    @property
    def message(self) -> dict[str, Any]:
        """What every receiver is told: the body of each request."""
        return {"type": self.type, "timestamp": when(self.occurred_at), "data": self.data}


class Delivery(models.Model):
    """One event for one endpoint.

    While `pending`, `due_at` is when it is tried next. A sender that claims it moves `due_at` beyond its lease, names
    itself in `claimed_by` and raises `claim`, the fencing token: only who holds that number may write the outcome, and
    who dies leaves a delivery that is simply due again. `tries` counts the attempts of this round; sending again by
    hand begins a new round.
    """

    class Status(models.TextChoices):
        PENDING = "pending"
        DELIVERED = "delivered"
        FAILED = "failed"
        CANCELED = "canceled"

    id = models.CharField(primary_key=True, max_length=40, default=delivery_id, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    status = models.CharField(max_length=16, choices=Status, default=Status.PENDING)
    is_test = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    attempts_made = models.PositiveIntegerField(default=0)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP status of the last answer.")
    last_error = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    claim = models.PositiveIntegerField(default=0)
    claimed_by = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes: ClassVar = [
            models.Index(fields=["endpoint", "due_at"], name="webhook_delivery_due", condition=Q(status="pending")),
            models.Index(fields=["claimed_by"], name="webhook_delivery_claimed", condition=~Q(claimed_by="")),
            models.Index(fields=["endpoint", "-id"], name="webhook_delivery_page"),
            models.Index(fields=["endpoint", "status", "-id"], name="webhook_delivery_of_status"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="webhook_delivery_once"),
            models.CheckConstraint(
                name="webhook_delivery_is_due_while_pending",
                condition=Q(status="pending", due_at__isnull=False, ended_at__isnull=True)
                | (~Q(status="pending") & Q(due_at__isnull=True, ended_at__isnull=False, claimed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.status})"

    @property
    def message(self) -> dict[str, Any]:
        """What the receiver is told."""
        return self.event.message

    @property
    def exchanges(self) -> list[dict[str, Any]]:
        """Every request's address and the answer to it, for whoever may read them."""
        rows = self.attempts.values("number", "url", "status", "response_headers", "response_body")
        return [dict(row) for row in rows]


class Attempt(models.Model):
    """One request to an endpoint and its answer. Signatures and whatever else is secret are struck out."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    number = models.PositiveIntegerField()
    url = models.CharField("URL", max_length=MAX_URL_CHARS)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    duration_ms = models.PositiveIntegerField(default=0)
    request_headers = models.JSONField(default=dict)
    response_headers = models.JSONField(default=dict)
    response_body = models.TextField(blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "number"], name="webhook_attempt_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} #{self.number}"


class InboxMessage(models.Model):
    """What the built-in receiver got, as it got it."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="inbox")
    event_id = models.CharField(max_length=40)
    type = models.CharField(max_length=64)
    headers = models.JSONField(default=dict)
    body = models.TextField()
    is_verified = models.BooleanField()
    received_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["received_at"], name="webhook_inbox_by_time")]

    def __str__(self) -> str:
        return f"{self.event_id} at {self.endpoint_id}"


class LowCredits(models.Model):
    """An organization that was told that its credits run low, and not yet that they are back."""

    organization_id = models.CharField(primary_key=True, max_length=40)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.organization_id
