"""What is due by the clock: monthly credits for every account, and the end of forgotten holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from billing.cycles import latest_cycle
from billing.ledger import due_cycle, roll_over
from billing.live_jobs import is_live as is_live_by_settings
from billing.models import Account
from billing.services import expire_holds

BATCH = 200


@dataclass(frozen=True, slots=True)
class Report:
    """How many accounts were granted a cycle, and how many holds expired."""

    granted: int
    expired: int


def run(now: datetime, *, is_live: Callable[[str], bool] = is_live_by_settings, batch: int = BATCH) -> Report:
    """Do all that is due at `now`; run it as often as you like, anywhere. What is done is not due again.

    `is_live` is as in `billing.services.expire_holds`.
    """
    return Report(granted=grant_due_cycles(now, batch=batch), expired=len(expire_holds(now, is_live)))


def grant_due_cycles(now: datetime, *, batch: int = BATCH) -> int:
    """Roll over every account whose cycle has ended, each batch in a transaction of its own; returns how many.

    An account that somebody else has locked is skipped: whoever moves its credits rolls it over, or the next run does.
    """
    granted, last_id = 0, ""
    accounts = Account.objects.select_related("organization").order_by("pk")
    # By day alone this is more than what is due: which zone's midnight has passed is decided per account.
    candidates = accounts.filter(cycle__lt=latest_cycle(now), organization__suspended_at__isnull=True)
    while seen := list(candidates.filter(pk__gt=last_id)[:batch]):
        last_id = seen[-1].pk
        due = [account.pk for account in seen if due_cycle(account, now=now)]
        if not due:
            continue
        with transaction.atomic():
            # Several locks at once, in the order of their ids, and none is waited for: runs cannot block each other.
            rows = accounts.filter(pk__in=due).select_for_update(of=("self",), no_key=True, skip_locked=True)
            granted += roll_over(list(rows), now=now)
    return granted
