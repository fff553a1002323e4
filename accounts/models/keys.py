"""API keys."""

from typing import Any

from django.db import models
from django.utils.timezone import now as utc_now

from accounts.models.people import Organization, Tier, User
from wire.ids import new_id


def new_key_id() -> str:
    return new_id("key")


class ApiKey(models.Model):
    """A bearer key of an organization. The secret itself is never stored: see `accounts.keys`."""

    id = models.CharField(primary_key=True, max_length=40, default=new_key_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="api_keys")
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="api_keys")
    name = models.CharField(max_length=200)
    prefix = models.CharField(
        max_length=21, unique=True, editable=False, help_text="sh_ and 18 hex digits; identifies the key, safe to log."
    )
    secret_hash = models.CharField(max_length=64, editable=False)
    pepper_version = models.PositiveSmallIntegerField(editable=False)
    scopes = models.JSONField(default=list)
    tier = models.CharField(max_length=16, choices=Tier.choices, default=Tier.DEFAULT)
    ip_allowlist = models.JSONField(
        "IP allowlist", default=list, blank=True, help_text="CIDR networks; empty means any address."
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="replaces"
    )
    lineage_id = models.CharField(
        max_length=40, editable=False, help_text="The first key of its rotations: they share one budget."
    )
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=utc_now, editable=False)

    class Meta:
        verbose_name = "API key"
        indexes = [models.Index(fields=["organization", "-created_at"], name="key_by_organization")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.lineage_id = self.lineage_id or self.pk
        super().save(*args, **kwargs)
