"""An organization's accounts with vendors, and which of them does what. Keys are sealed: see `accounts.sealing`."""

from django.db import models
from django.db.models import Q

from accounts.sealing import SealedField
from wire.ids import new_id


def new_account_id() -> str:
    return new_id("acct")


class CapUnit(models.TextChoices):
    """What a monthly cap counts: calls to the vendor, or the credits of the jobs that it took part in."""

    NONE = "", "no cap"
    CALLS = "calls"
    CREDITS = "credits"


class ProviderAccount(models.Model):
    """An account of an organization's own with a vendor. Its key can be replaced and never read back by anybody."""

    id = models.CharField(primary_key=True, max_length=40, default=new_account_id, editable=False)
    organization_id = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    provider = models.CharField(max_length=60)
    base_url = models.CharField("base URL", max_length=500, blank=True, help_text="Empty: where the vendor usually is.")
    sealed_key = SealedField(editable=False)
    key_set_at = models.DateTimeField(editable=False)
    cap_unit = models.CharField(max_length=8, choices=CapUnit, blank=True, default=CapUnit.NONE)
    cap = models.PositiveIntegerField(default=0, help_text="So many a month.")
    tested_at = models.DateTimeField(null=True, blank=True, editable=False)
    test_failure = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "name"], name="account_name_is_unique"),
            models.CheckConstraint(condition=~Q(sealed_key=""), name="account_has_a_key"),
            models.CheckConstraint(condition=Q(cap_unit="", cap=0) | ~Q(cap_unit=""), name="account_cap_has_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.organization_id}"


class Route(models.Model):
    """Who does one thing for an organization: an account with a model of it, or the studio itself where it has none.

    Without a row the operator's choice does it.
    """

    organization_id = models.CharField(max_length=40)
    capability = models.CharField(max_length=30)
    account = models.ForeignKey(ProviderAccount, null=True, blank=True, on_delete=models.CASCADE, related_name="routes")
    model = models.CharField(max_length=120, blank=True, help_text="Empty: the vendor's usual one.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization_id", "capability"], name="route_is_unique")]

    def __str__(self) -> str:
        return f"{self.capability} of {self.organization_id}"


class TalkUse(models.Model):
    """Calls to an account that belong to no job (talks), by the month that its organization is in."""

    account = models.ForeignKey(ProviderAccount, on_delete=models.CASCADE, related_name="talk_use", db_index=False)
    month = models.DateField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "month"], name="talk_use_is_unique")]

    def __str__(self) -> str:
        return f"{self.calls} in {self.month:%Y-%m}"
