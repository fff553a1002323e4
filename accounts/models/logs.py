"""The audit log, the request log, and what logged requests said."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.timezone import now as utc_now

from accounts.models.people import Organization

Row = dict[str, Any]


class LogRows(models.QuerySet["models.Model"]):
    def purge_before(self, cutoff: datetime, *, most: int, keep: Callable[[list[Row]], None] | None = None) -> int:
        """Remove the oldest rows from before `cutoff`, at most so many; returns how many. `keep` has them before."""
        oldest = self.filter(at__lt=cutoff).order_by("at", "pk")
        if keep:
            rows = list(oldest.values()[:most])
            keep(rows)
            pks = [row["id"] for row in rows]
        else:
            pks = list(oldest.values_list("pk", flat=True)[:most])
        return models.QuerySet.delete(self.filter(pk__in=pks))[0]

    def cut_addresses_before(self, cutoff: datetime, cut: Callable[[str], str], *, most: int) -> int:
        """Replace the addresses of the oldest rows from before `cutoff` by `cut(address)`; returns how many rows."""
        whole = self.filter(is_ip_cut=False, at__lt=cutoff).order_by("at").values_list("ip", "pk")[:most]
        by_address: dict[str, list[int]] = {}
        for ip, pk in whole:
            by_address.setdefault(ip, []).append(pk)
        for ip, pks in by_address.items():
            models.QuerySet.update(self.filter(pk__in=pks), ip=cut(ip), is_ip_cut=True)
        return sum(map(len, by_address.values()))


class AuditRows(LogRows):
    """An audit log that its own application could rewrite would prove nothing."""

    def update(self, **changes: Any) -> int:
        raise TypeError("The audit log is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit log is append-only; see accounts.retention.")

    def forget(self, actions: Iterable[str]) -> None:
        """Remove the entries of such actions, which say what a closed organization called things."""
        models.QuerySet.delete(self.filter(action__in=list(actions)))


class AuditEvent(models.Model):
    """Who did what to what. Append-only: `accounts.audit.record` adds rows, `accounts.retention` removes old ones.

    A trigger refuses to change what a row says, whatever code or console asks (`accounts.triggers`). Ids are plain
    text, because an entry outlives what it names. `actor` is a user's or key's id, or a word such as `system`; people
    are named by id only, so that deleting a person needs no change here.
    """

    organization_id = models.CharField(max_length=40, blank=True)
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=64, help_text="What happened, e.g. key.revoked.")
    target = models.CharField(max_length=64, blank=True, help_text="Id of what it happened to.")
    details = models.JSONField(default=dict, blank=True)
    ip = models.CharField("IP address", max_length=45, blank=True)
    is_ip_cut = models.BooleanField(default=False, editable=False, help_text="The address has lost its last part.")
    at = models.DateTimeField(default=utc_now)

    objects = AuditRows.as_manager()

    class Meta:
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["organization_id", "-at"], name="audit_by_organization"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["at"], condition=models.Q(is_ip_cut=False), name="audit_with_whole_address"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target} by {self.actor}"


class RequestLog(models.Model):
    """One answered API request. Written in batches by `accounts.request_log`; ids are plain text.

    What was said stands in a row of its own, which goes earlier.
    """

    organization_id = models.CharField(max_length=40, blank=True, help_text="Empty where the caller was not known.")
    key_id = models.CharField(max_length=40, blank=True)
    user_id = models.CharField(max_length=40, blank=True)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500, help_text="The canonical path.")
    query = models.CharField(max_length=1000, blank=True, help_text="Secrets are struck out.")
    status = models.PositiveSmallIntegerField()
    duration_ms = models.PositiveIntegerField()
    request_id = models.CharField(max_length=64)
    operation = models.CharField(max_length=80, blank=True, help_text="As OpenAPI calls it.")
    job_id = models.CharField(max_length=40, blank=True, help_text="The first job that it started.")
    is_replay = models.BooleanField(default=False, help_text="An earlier answer, for the same Idempotency-Key.")
    ip = models.CharField("IP address", max_length=45, blank=True)
    is_ip_cut = models.BooleanField(default=False, editable=False, help_text="The address has lost its last part.")
    at = models.DateTimeField()

    objects = LogRows.as_manager()

    class Meta:
        verbose_name = "logged request"
        verbose_name_plural = "logged requests"
        indexes = [
            models.Index(fields=["organization_id", "-at", "-id"], name="request_page"),
            models.Index(fields=["key_id", "-at", "-id"], name="request_page_of_key"),
            models.Index(
                fields=["organization_id", "-at", "-id"],
                name="request_page_refused",
                condition=models.Q(status__gte=400),
            ),
            models.Index(
                fields=["organization_id", "-at", "-id"],
                name="request_page_failed",
                condition=models.Q(status__gte=500),
            ),
            models.Index(fields=["request_id"], name="request_by_id"),
            models.Index(fields=["at"], name="request_by_time"),
            models.Index(fields=["at"], condition=models.Q(is_ip_cut=False), name="request_with_whole_address"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"


class ExchangeRows(LogRows):
    def trim(self, most_bytes: int, *, most: int) -> int:
        """Remove the oldest rows of each organization that has more bytes, and all of one that keeps none any more.

        At most so many rows of each; returns how many went.
        """
        silent = models.Exists(Organization.objects.filter(pk=models.OuterRef("organization_id"), keeps_bodies=False))
        sums = self.order_by().values("organization_id").annotate(total=models.Sum("size"), is_silent=silent)
        gone = 0
        for found in sums.filter(models.Q(total__gt=most_bytes) | models.Q(is_silent=True)):
            mine = self.filter(organization_id=found["organization_id"])
            oldest = mine.order_by("at").values_list("pk", "size")[:most]
            excess, pks = found["total"] - (0 if found["is_silent"] else most_bytes), []
            for pk, size in oldest:
                if excess <= 0:
                    break
                excess -= size
                pks.append(pk)
            gone += models.QuerySet.delete(self.filter(pk__in=pks))[0]
        return gone


class RequestExchange(models.Model):
    """What a logged request and its answer said, without secrets: see `accounts.exchanges` for the two documents."""

    log = models.OneToOneField(RequestLog, primary_key=True, on_delete=models.CASCADE, related_name="exchange")
    organization_id = models.CharField(max_length=40)
    request = models.JSONField()
    answer = models.JSONField()
    size = models.PositiveIntegerField(help_text="Bytes that count against the organization's share.")
    at = models.DateTimeField()

    objects = ExchangeRows.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization_id", "at", "size"], name="exchange_share"),
            models.Index(fields=["at"], name="exchange_by_time"),
        ]

    def __str__(self) -> str:
        return f"exchange of request {self.log_id}"
