"""The ledger. Entries, transactions and receipts are append-only; triggers refuse to change or delete them.

Every movement of credits is a `Transaction` of `Entry` rows that sum to zero over the organization's own books. What an
`Account` says (`monthly_balance`, `perpetual_balance`, `held`) is the running sum of its entries in three of those
books, kept in the same database transaction, so that holding credits reads one row instead of a history.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Organization
from billing.plan_models import SubscriptionChange as SubscriptionChange
from billing.plan_models import SubscriptionPlan as SubscriptionPlan
from wire.ids import new_id


def new_account_id() -> str:
    return new_id("acct")


def new_transaction_id() -> str:
    return new_id("txn")


def new_hold_id() -> str:
    return new_id("hold")


def new_receipt_id() -> str:
    return new_id("rcpt")


def new_refund_id() -> str:
    return new_id("rfnd")


class Account(models.Model):
    """An organization's credits. Its row is the lock that every movement takes first (docs/locking.md)."""

    id = models.CharField(primary_key=True, max_length=40, default=new_account_id, editable=False)
    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="credit_account")
    plan = models.ForeignKey(SubscriptionPlan, on_delete=models.PROTECT, related_name="accounts")
    plan_since = models.DateTimeField(default=timezone.now, editable=False)
    trial_ends_at = models.DateTimeField(
        null=True, blank=True, help_text="From then on nothing can be held. Empty: the plan is no trial."
    )
    requested_plan = models.ForeignKey(
        SubscriptionPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    requested_at = models.DateTimeField(null=True, blank=True)
    monthly_allowance = models.BigIntegerField(
        default=0, help_text="Credits granted at the start of each cycle where the plan names none."
    )
    monthly_allocated = models.BigIntegerField(default=0, help_text="Monthly credits granted in this cycle so far.")
    monthly_balance = models.BigIntegerField(default=0, help_text="Monthly credits that can be spent.")
    perpetual_balance = models.BigIntegerField(default=0, help_text="Credits that never lapse and can be spent.")
    held = models.BigIntegerField(default=0, help_text="Credits set aside by open holds; off both balances.")
    cycle = models.DateField(help_text="First day of the month last granted, in the organization's time zone.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        permissions = [("extend_trial", "Can extend a trial")]
        constraints = [
            models.CheckConstraint(condition=Q(monthly_balance__gte=0), name="account_monthly_is_not_negative"),
            models.CheckConstraint(condition=Q(perpetual_balance__gte=0), name="account_perpetual_is_not_negative"),
            models.CheckConstraint(condition=Q(held__gte=0), name="account_held_is_not_negative"),
            models.CheckConstraint(condition=Q(monthly_allowance__gte=0), name="account_allowance_is_not_negative"),
            models.CheckConstraint(
                condition=Q(monthly_balance__lte=F("monthly_allocated")), name="account_monthly_is_within_allocation"
            ),
            models.CheckConstraint(
                condition=Q(requested_plan__isnull=True, requested_at__isnull=True)
                | Q(requested_plan__isnull=False, requested_at__isnull=False),
                name="account_request_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["cycle", "id"], name="account_by_cycle")]

    def __str__(self) -> str:
        return f"credits of {self.organization_id}"


class KeyBudget(models.Model):
    """What an API key has spent of this calendar month (UTC), and the most it may. Its account's lock guards the row.

    One row for a key and all its rotations, named by the first of them. `spent` is what was captured plus what is held.
    """

    id = models.CharField(primary_key=True, max_length=40, editable=False, help_text="The first key of the rotations.")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="key_budgets")
    credits = models.BigIntegerField(null=True, blank=True, help_text="Credits a month; empty: no budget.")
    month = models.DateField(help_text="First day of the month, in UTC, that `spent` is about.")
    spent = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(spent__gte=0), name="key_budget_spent_is_not_negative"),
            models.CheckConstraint(
                condition=Q(credits__isnull=True) | Q(credits__gte=0), name="key_budget_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spent} of {self.credits} in {self.month:%Y-%m} by {self.id}"


class HoldStatus(models.TextChoices):
    OPEN = "open"
    CAPTURED = "captured"
    RELEASED = "released"
    EXPIRED = "expired"


class Hold(models.Model):
    """Credits set aside for work. It ends exactly once: captured, released or expired.

    `take` counts the performances of one revision: an edit that makes a finished MP3 stale without making a new
    revision raises it, and so opens the way for one more charge of the same operation.
    """

    id = models.CharField(primary_key=True, max_length=40, default=new_hold_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds")
    status = models.CharField(max_length=16, choices=HoldStatus.choices, default=HoldStatus.OPEN)
    amount = models.BigIntegerField()
    monthly_amount = models.BigIntegerField()
    perpetual_amount = models.BigIntegerField()
    cycle = models.DateField(help_text="The cycle whose monthly credits it took.")
    operation = models.CharField(max_length=64)
    quote = models.JSONField()
    job_id = models.CharField(max_length=40, null=True, blank=True, db_index=True)
    artifact_id = models.CharField(max_length=40, null=True, blank=True)
    revision = models.PositiveIntegerField(null=True, blank=True)
    take = models.PositiveIntegerField(default=1)
    captured = models.BigIntegerField(default=0)
    key_id = models.CharField(max_length=40, null=True, blank=True, help_text="The API key that asked for the work.")
    budget_month = models.DateField(null=True, blank=True, help_text="The month of the key's budget it counts in.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    amount__gt=0,
                    monthly_amount__gte=0,
                    perpetual_amount__gte=0,
                    amount=F("monthly_amount") + F("perpetual_amount"),
                ),
                name="hold_is_the_sum_of_its_shares",
            ),
            models.CheckConstraint(
                condition=Q(captured=0) | Q(status=HoldStatus.CAPTURED, captured__gt=0, captured__lte=F("amount")),
                name="hold_captures_at_most_itself",
            ),
            models.CheckConstraint(
                condition=Q(status=HoldStatus.OPEN, ended_at__isnull=True)
                | Q(status__in=[HoldStatus.CAPTURED, HoldStatus.RELEASED, HoldStatus.EXPIRED], ended_at__isnull=False),
                name="hold_is_open_or_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(artifact_id__isnull=True) | Q(revision__isnull=False),
                name="hold_of_an_artifact_names_the_revision",
            ),
            models.UniqueConstraint(
                fields=["artifact_id", "revision", "operation", "take"],
                condition=Q(status__in=[HoldStatus.OPEN, HoldStatus.CAPTURED], artifact_id__isnull=False),
                name="hold_one_live_charge_per_take",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(status=HoldStatus.OPEN), name="hold_open_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.amount} for {self.operation}, {self.status}"


class Kind(models.TextChoices):
    """Why credits moved."""

    GRANT = "grant"
    WITHDRAWAL = "withdrawal"
    CYCLE = "cycle", "monthly grant"
    UPGRADE = "upgrade", "upgrade of the plan"
    LAPSE = "lapse"
    HOLD = "hold"
    CAPTURE = "capture"
    RELEASE = "release"
    EXPIRY = "expiry"
    REFUND = "refund"


ENDINGS = [Kind.CAPTURE, Kind.RELEASE, Kind.EXPIRY]


class Transaction(models.Model):
    """One movement of credits within one account; its entries sum to zero. Append-only."""

    id = models.CharField(primary_key=True, max_length=40, default=new_transaction_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transactions", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    hold = models.ForeignKey(Hold, null=True, on_delete=models.PROTECT, related_name="transactions", db_index=False)
    cycle = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    actor = models.CharField(max_length=100, blank=True, help_text="Who moved them: a user or key id, or a name.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "cycle"], condition=Q(kind=Kind.CYCLE), name="transaction_grants_a_cycle_once"
            ),
            models.UniqueConstraint(fields=["hold"], condition=Q(kind=Kind.HOLD), name="transaction_opens_a_hold_once"),
            models.UniqueConstraint(
                fields=["hold"], condition=Q(kind__in=ENDINGS), name="transaction_ends_a_hold_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.HOLD, *ENDINGS, Kind.REFUND], hold__isnull=False)
                | Q(kind__in=[Kind.GRANT, Kind.WITHDRAWAL, Kind.CYCLE, Kind.UPGRADE, Kind.LAPSE], hold__isnull=True),
                name="transaction_names_its_hold",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-created_at"], name="transaction_by_account"),
            # It names its kind again, so that SQLite, which has no statistics, takes it before the other.
            models.Index(
                fields=["kind", "account", "-created_at"], condition=Q(kind=Kind.REFUND), name="transaction_refunds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Book(models.TextChoices):
    """Where credits can be. The first three are what the account row sums up."""

    MONTHLY = "monthly"
    PERPETUAL = "perpetual"
    HELD = "held"
    ISSUED = "issued", "issued (the source of grants: negative)"
    SPENT = "spent"
    LAPSED = "lapsed"


class Entry(models.Model):
    """One side of a transaction: `amount` credits into a book, or out of it when negative. Append-only."""

    id = models.BigAutoField(primary_key=True)
    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="entries", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    book = models.CharField(max_length=16, choices=Book.choices)
    amount = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["transaction", "book"], name="entry_once_per_transaction_and_book"),
            models.CheckConstraint(condition=~Q(amount=0), name="entry_moves_something"),
            models.CheckConstraint(condition=Q(book__in=Book.values), name="entry_book_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d} {self.book}"


class Receipt(models.Model):
    """How a hold ended, for the customer: what was quoted, charged and given back, and why. Append-only."""

    id = models.CharField(primary_key=True, max_length=40, default=new_receipt_id, editable=False)
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="receipt")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="receipts", db_index=False)
    job_id = models.CharField(max_length=40, null=True, blank=True, db_index=True)
    key_id = models.CharField(max_length=40, null=True, blank=True, help_text="The API key that asked for the work.")
    quote = models.JSONField()
    outcome = models.CharField(max_length=32)
    captured = models.BigIntegerField()
    released = models.BigIntegerField(help_text="Held credits that were not charged.")
    lapsed = models.BigIntegerField(default=0, help_text="Released monthly credits whose cycle had ended.")
    reason = models.CharField(max_length=1000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(captured__gte=0, released__gte=0, lapsed__gte=0, lapsed__lte=F("released")),
                name="receipt_amounts_are_plausible",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="receipt_page"),
            models.Index(fields=["account", "-created_at"], name="receipt_by_time"),
            models.Index(fields=["key_id", "-id"], condition=Q(key_id__isnull=False), name="receipt_page_of_key"),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.captured} charged, {self.released} released"

    def as_dict(self) -> dict[str, Any]:
        """JSON as the wire prints it; one query for the refunds of a charge, unless they are prefetched."""
        refunds = [refund.as_dict() for refund in self.refunds.all()] if self.captured else []
        return {
            "id": self.id,
            "holdId": self.hold_id,
            "jobId": self.job_id,
            "quote": self.quote,
            "outcome": self.outcome,
            "captured": self.captured,
            "released": self.released,
            "lapsed": self.lapsed,
            "reason": self.reason,
            "refunded": sum(refund["amount"] for refund in refunds),
            "refunds": refunds,
            "createdAt": _printed(self.created_at),
        }


class Refund(models.Model):
    """Credits given back after a charge, into the perpetual balance: the month they came from may be over. Append-only.

    A receipt may be refunded repeatedly, never above what it captured; a trigger refuses more. The hold stays captured:
    what was delivered is not charged again because it was refunded.
    """

    id = models.CharField(primary_key=True, max_length=40, default=new_refund_id, editable=False)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="refunds")
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="refund")
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    actor = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_gives_something_back")]

    def __str__(self) -> str:
        return f"{self.id}: {self.amount} of {self.receipt_id}"

    def as_dict(self) -> dict[str, Any]:
        """JSON as the wire prints it."""
        return {
            "id": self.id,
            "amount": self.amount,
            "reason": self.reason,
            "createdAt": _printed(self.created_at),
        }


def _printed(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
