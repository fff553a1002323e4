"""Recompute everything the ledger keeps as a running sum from its entries, and report what does not match."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from billing.ledger import BALANCE_OF_BOOK
from billing.models import Account, Book, Entry, Hold, HoldStatus, Receipt


@dataclass(frozen=True, slots=True)
class Difference:
    """`recorded` is what a row says, `recomputed` what its entries say; both in credits."""

    subject: str
    what: str
    recorded: int
    recomputed: int

    def __str__(self) -> str:
        return f"{self.subject}: {self.what} is recorded as {self.recorded}, its entries say {self.recomputed}"


def audit() -> list[Difference]:
    """Every difference in the ledger, as of one instant. Five queries that read each entry a fixed number of times."""
    with _one_snapshot():
        return [*_unbalanced_transactions(), *_wrong_balances(), *_wrong_holds(), *_wrong_receipts()]


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """All queries see the same instant, so that movements in between cannot look like differences."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _unbalanced_transactions() -> Iterator[Difference]:
    totals = Entry.objects.values("transaction_id").annotate(total=Sum("amount")).exclude(total=0)
    for row in totals:
        yield Difference(row["transaction_id"], "the sum of a transaction", 0, row["total"])
    strays = Entry.objects.exclude(account_id=F("transaction__account_id")).values("pk", "amount")
    for stray in strays:
        yield Difference(f"entry {stray['pk']}", "an entry in another account than its transaction", 0, stray["amount"])


def _wrong_balances() -> Iterator[Difference]:
    sums = {column: Coalesce(Sum("amount", filter=Q(book=book)), 0) for book, column in BALANCE_OF_BOOK.items()}
    rows = Entry.objects.values("account_id").annotate(**sums)
    recomputed: dict[str, dict[str, Any]] = {row["account_id"]: dict(row) for row in rows}
    for account in Account.objects.order_by("pk").iterator():
        row = recomputed.get(account.pk, {})
        for column in sums:
            recorded, entries_say = getattr(account, column), row.get(column, 0)
            if recorded != entries_say:
                yield Difference(account.pk, column, recorded, entries_say)


def _wrong_holds() -> Iterator[Difference]:
    holds = Hold.objects.annotate(
        entries_held=Coalesce(Sum("transactions__entries__amount", filter=Q(transactions__entries__book=Book.HELD)), 0),
        entries_spent=Coalesce(
            Sum("transactions__entries__amount", filter=Q(transactions__entries__book=Book.SPENT)), 0
        ),
    )
    is_open = Q(status=HoldStatus.OPEN)
    suspects = holds.filter(
        (is_open & ~Q(entries_held=F("amount"))) | (~is_open & ~Q(entries_held=0)) | ~Q(entries_spent=F("captured"))
    )
    for held in suspects.order_by("pk"):
        expected = held.amount if held.status == HoldStatus.OPEN else 0
        if held.entries_held != expected:
            yield Difference(held.pk, f"what is held ({held.status})", expected, held.entries_held)
        if held.entries_spent != held.captured:
            yield Difference(held.pk, "what was captured", held.captured, held.entries_spent)


def _wrong_receipts() -> Iterator[Difference]:
    """An ended hold has exactly one receipt (its uniqueness is a constraint) and the receipt agrees with it."""
    for held in Hold.objects.exclude(status=HoldStatus.OPEN).filter(receipt__isnull=True):
        yield Difference(held.pk, "the number of receipts of an ended hold", 0, 1)
    wrong = Receipt.objects.select_related("hold").filter(
        ~Q(captured=F("hold__captured"))
        | ~Q(captured=F("hold__amount") - F("released"))
        | Q(hold__status=HoldStatus.OPEN)
    )
    for receipt in wrong:
        yield Difference(receipt.pk, "what a receipt says was captured", receipt.captured, receipt.hold.captured)
