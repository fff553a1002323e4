"""What an API key may spend in a calendar month of UTC: set, read, and checked where a hold is refused.

A key shares its budget with its rotations (`ApiKey.lineage_id`). What is held counts, and what was captured; what is
released gives its share back, to the month in which it was held. Refunds go to the organization and not to the budget.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone as clock

from accounts import audit
from accounts.models import ApiKey, User
from billing.ledger import joined_transaction, lock_account
from billing.models import Account, KeyBudget
from wire.errors import KeyBudgetExceeded, ValidationFailed

# Far above what any organization has, and far below what a BIGINT holds once it is added to.
MOST_CREDITS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Spending:
    """A key's credits of this month. `left` and `percent` are None without a budget."""

    budget: int | None
    spent: int
    resets_at: datetime

    @property
    def left(self) -> int | None:
        return None if self.budget is None else max(0, self.budget - self.spent)

    @property
    def percent(self) -> int | None:
        """How much of the budget is used, 0 to 100; rounded down, so that 100 means all of it."""
        if self.budget is None:
            return None
        return min(100, 100 * self.spent // self.budget) if self.budget else 100


def month_of(now: datetime) -> date:
    """The first day of the calendar month of UTC in which `now` lies."""
    return now.astimezone(UTC).date().replace(day=1)


def month_after(month: date) -> datetime:
    """The instant at which the month after the one that begins on `month` begins."""
    return datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)


def check_budget(account: Account, key_id: str, amount: int, *, now: datetime) -> date | None:
    """Raise KeyBudgetExceeded where `amount` more is too much for the key; needs the account's lock.

    Answers the month in which a hold will count, with the key's row ready for it. None for a key that is gone: its
    work counts in no budget.
    """
    lineage_id = ApiKey.objects.filter(pk=key_id).values_list("lineage_id", flat=True).first()
    if lineage_id is None:
        return None
    row = _row_of(account, lineage_id, now=now)
    if row.credits is not None and row.spent + amount > row.credits:
        raise _exceeded(row, amount)
    return row.month


def set_budget(key: ApiKey, credits: int | None, *, by: User | None, now: datetime | None = None) -> None:
    """What the key and its rotations may spend from now on in each month, this one included; None is no budget.

    Audited where it changes something. Raises ValidationFailed with `field` for a negative or an absurd amount.
    """
    now = now or clock.now()
    if credits is not None and not 0 <= credits <= MOST_CREDITS:
        raise ValidationFailed(f"A budget is 0 to {MOST_CREDITS:,} credits a month.", field="monthly_budget")
    with joined_transaction():
        row = _row_of(lock_account(key.organization_id, now=now), key.lineage_id, now=now)
        if row.credits == credits:
            return
        before, row.credits = row.credits, credits
        row.save(update_fields=["credits"])
        audit.record(
            "key.budget_set",
            actor=by,
            organization_id=key.organization_id,
            target=key.pk,
            details={"before": before, "after": credits},
            now=now,
        )


def spending_of(keys: Iterable[ApiKey], *, now: datetime | None = None) -> Mapping[str, Spending]:
    """By key id: each key's budget and what it has spent of it this month. One query; writes nothing."""
    keys = list(keys)
    month = month_of(now or clock.now())
    rows = KeyBudget.objects.in_bulk({key.lineage_id for key in keys})
    found = {}
    for key in keys:
        row = rows.get(key.lineage_id)
        is_current = row is not None and row.month >= month
        found[key.pk] = Spending(
            budget=row.credits if row else None,
            spent=row.spent if row and is_current else 0,
            resets_at=month_after(row.month if row and is_current else month),
        )
    return found


def _row_of(account: Account, lineage_id: str, *, now: datetime) -> KeyBudget:
    """The row of this month; needs the account's lock."""
    month = month_of(now)
    row, _ = KeyBudget.objects.get_or_create(pk=lineage_id, defaults={"account": account, "month": month})
    if row.month < month:
        row.month, row.spent = month, 0
        row.save(update_fields=["month", "spent"])
    return row


def _exceeded(row: KeyBudget, amount: int) -> KeyBudgetExceeded:
    assert row.credits is not None  # noqa: S101 - whoever has no budget exceeds none
    left, resets_at = max(0, row.credits - row.spent), month_after(row.month)
    return KeyBudgetExceeded(
        f"This API key's budget is {row.credits:,} credits a month. {row.spent:,} are spent or held, {left:,} are "
        f"left, and this needs {amount:,}. Raise the budget on the dashboard's API keys page, use another key, or "
        f"wait until {resets_at.day} {resets_at:%B %Y} (UTC).",
        required=amount,
        budget=row.credits,
        spent=row.spent,
        left=left,
        resets_at=resets_at.isoformat().replace("+00:00", "Z"),
    )
