"""Telling that credits run low.

The account's row is its own outbox: this looks at what is left, not at each movement, so that the ledger's hot path
writes nothing for it and a word that was due cannot be lost.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.models import Account
from billing.services import balance_of
from generation.webhooks.catalogue import CREDITS_LOW
from generation.webhooks.models import Endpoint, LowCredits
from generation.webhooks.outbox import emit

LEAST = 20
SHARE = 10  # a tenth of the month's credits


def watch(now: datetime) -> int:
    """Emit `credits.low` for organizations that have just come to be low; returns how many. Two queries at rest."""
    listening = {
        organization_id
        for organization_id, types in Endpoint.objects.filter(is_enabled=True).values_list("organization_id", "types")
        if not types or CREDITS_LOW.name in types
    }
    if not listening:
        return 0
    told = set(LowCredits.objects.filter(organization_id__in=listening).values_list("pk", flat=True))
    count = 0
    for account in Account.objects.select_related("organization", "plan").filter(organization_id__in=listening):
        data = _low(account, now)
        if data is None and account.organization_id in told:
            LowCredits.objects.filter(pk=account.organization_id).delete()
        elif data is not None and account.organization_id not in told:
            count += _tell(account.organization_id, data, now)
    return count


def _low(account: Account, now: datetime) -> dict[str, Any] | None:
    left = balance_of(account, now)
    threshold = max(LEAST, left.monthly_allocated // SHARE)
    if left.balance >= threshold:
        return None
    return {
        "balance": left.balance,
        "threshold": threshold,
        "monthlyRemaining": left.monthly_remaining,
        "perpetual": left.perpetual,
    }


def _tell(organization_id: str, data: dict[str, Any], now: datetime) -> int:
    """Once, whichever host is first."""
    with transaction.atomic():
        _, is_new = LowCredits.objects.get_or_create(organization_id=organization_id, defaults={"told_at": now})
        if is_new:
            emit(organization_id, CREDITS_LOW.name, data, now=now)
    return int(is_new)
