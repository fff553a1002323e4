"""Recompute everything the ledger keeps beside its entries from the entries, and report what does not match."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from accounts.models import ApiKey
from billing.ledger import BALANCE_OF_BOOK
from billing.models import ENDINGS, Account, Book, Entry, Hold, HoldStatus, KeyBudget, Kind, Receipt, Refund


@dataclass(frozen=True, slots=True)
class Difference:
    """`recorded` is what a row says, `recomputed` what its entries say; both in credits."""

    subject: str
    what: str
    recorded: int
    recomputed: int

    def __str__(self) -> str:
        return f"{self.subject}: {self.what} is recorded as {self.recorded}, its entries say {self.recomputed}"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def audit() -> list[Difference]:
    """Every difference in the ledger, as of one instant. Thirteen queries, however long the history is."""
    with _one_snapshot():
        return [
            *_unbalanced_transactions(),
            *_strays(),
            *_wrong_accounts(),
            *_wrong_holds(),
            *_missing_receipts(),
            *_wrong_receipts(),
            *_wrong_refunds(),
            *_wrong_budgets(),
        ]


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """All queries see the same instant, so that movements in between cannot look like differences."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _compare(rows: QuerySet[Any], pairs: dict[str, tuple[str, str]]) -> Iterator[Difference]:
    """Differences between two columns each: what it is → (recorded, recomputed)."""
    differs = Q()
    for recorded, recomputed in pairs.values():
        differs |= ~Q(**{recorded: F(recomputed)})
    for row in rows.filter(differs).order_by("pk"):
        for what, (recorded, recomputed) in pairs.items():
            says, entries_say = getattr(row, recorded), getattr(row, recomputed)
            if says != entries_say:
                yield Difference(row.pk, what, says, entries_say)


def _total(path: str, **filters: Any) -> Coalesce:
    """The sum of the amounts at `path` (a relation to entries) that pass the filters, which start there too."""
    return Coalesce(Sum(f"{path}amount", filter=_at(path, filters)), 0)


def _taken(path: str, **filters: Any) -> Coalesce:
    """The same with the sign turned: what left a book."""
    return Coalesce(-Sum(f"{path}amount", filter=_at(path, filters)), 0)


def _at(path: str, filters: dict[str, Any]) -> Q:
    return Q(**{f"{path}{name}": value for name, value in filters.items()})


def _unbalanced_transactions() -> Iterator[Difference]:
    for row in Entry.objects.values("transaction_id").annotate(total=Sum("amount")).exclude(total=0):
        yield Difference(row["transaction_id"], "the sum of a transaction", 0, row["total"])


def _strays() -> Iterator[Difference]:
    """Rows in another account than what they belong to."""
    owners: list[tuple[type[Model], str, str]] = [
        (Entry, "transaction__account_id", "amount"),
        (Receipt, "hold__account_id", "captured"),
        (Refund, "transaction__account_id", "amount"),
    ]
    for model, owner, amount in owners:
        own = "receipt__account_id" if model is Refund else "account_id"
        for pk, credits in model._default_manager.exclude(**{own: F(owner)}).values_list("pk", amount):
            yield Difference(f"{model._meta.model_name} {pk}", "a row in another account than its owner", 0, credits)


def _wrong_accounts() -> Iterator[Difference]:
    """Balances, and the sum of all books: credits are neither made nor lost."""
    rows = Entry.objects.values("account_id").annotate(
        total=Sum("amount"), **{column: _total("", book=book) for book, column in BALANCE_OF_BOOK.items()}
    )
    recomputed: dict[str, dict[str, Any]] = {row["account_id"]: dict(row) for row in rows}
    for account in Account.objects.order_by("pk").iterator():
        row = recomputed.get(account.pk, {})
        for column in BALANCE_OF_BOOK.values():
            recorded, entries_say = getattr(account, column), row.get(column, 0)
            if recorded != entries_say:
                yield Difference(account.pk, column, recorded, entries_say)
        if total := row.get("total", 0):
            yield Difference(account.pk, "the sum of an account", 0, total)


def _wrong_holds() -> Iterator[Difference]:
    path = "transactions__entries__"
    opening, ending = {"transaction__kind": Kind.HOLD}, {"transaction__kind__in": ENDINGS}
    is_open = When(status=HoldStatus.OPEN, then=F("amount"))
    holds = Hold.objects.annotate(
        still_held=Case(is_open, default=Value(0), output_field=IntegerField()),
        entries_held=_total(path, book=Book.HELD),
        monthly_out=_taken(path, book=Book.MONTHLY, **opening),
        perpetual_out=_taken(path, book=Book.PERPETUAL, **opening),
        entries_spent=_total(path, book=Book.SPENT, **ending),
    )
    yield from _compare(
        holds,
        {
            "what is held": ("still_held", "entries_held"),
            "its monthly share": ("monthly_amount", "monthly_out"),
            "its perpetual share": ("perpetual_amount", "perpetual_out"),
            "what was captured": ("captured", "entries_spent"),
        },
    )


def _missing_receipts() -> Iterator[Difference]:
    """An ended hold has exactly one receipt (its uniqueness is a constraint), an open one has none."""
    for held in Hold.objects.exclude(status=HoldStatus.OPEN).filter(receipt__isnull=True):
        yield Difference(held.pk, "the number of receipts of an ended hold", 0, 1)
    for held in Hold.objects.filter(status=HoldStatus.OPEN, receipt__isnull=False):
        yield Difference(held.pk, "the number of receipts of an open hold", 1, 0)


def _wrong_receipts() -> Iterator[Difference]:
    path = "hold__transactions__entries__"
    ending = {"transaction__kind__in": ENDINGS}
    refunds = Refund.objects.filter(receipt=OuterRef("pk")).order_by().values("receipt").annotate(sum=Sum("amount"))
    receipts = Receipt.objects.annotate(
        entries_spent=_total(path, book=Book.SPENT, **ending),
        entries_back=_total(path, book__in=[Book.MONTHLY, Book.PERPETUAL, Book.LAPSED], **ending),
        entries_lapsed=_total(path, book=Book.LAPSED, **ending),
        entries_refunded=_total(path, book=Book.PERPETUAL, transaction__kind=Kind.REFUND),
        refunded=Coalesce(Subquery(refunds.values("sum")), 0, output_field=IntegerField()),
    )
    yield from _compare(
        receipts,
        {
            "what a receipt says was captured": ("captured", "entries_spent"),
            "what a receipt says was released": ("released", "entries_back"),
            "what a receipt says has lapsed": ("lapsed", "entries_lapsed"),
            "what was refunded": ("refunded", "entries_refunded"),
        },
    )
    for receipt in receipts.filter(refunded__gt=F("captured")):
        yield Difference(receipt.pk, "more refunded than captured", receipt.refunded, receipt.captured)


def _wrong_refunds() -> Iterator[Difference]:
    refunds = Refund.objects.annotate(given_back=_total("transaction__entries__", book=Book.PERPETUAL))
    yield from _compare(refunds, {"the amount of a refund": ("amount", "given_back")})


def _wrong_budgets() -> Iterator[Difference]:
    """What each key's row says of its month, beside the holds of the key and its rotations."""
    lineages = dict(ApiKey.objects.values_list("pk", "lineage_id"))
    counted = Case(When(status=HoldStatus.OPEN, then=F("amount")), default=F("captured"))
    holds = Hold.objects.filter(budget_month__isnull=False).order_by().values_list("key_id", "budget_month")
    sums: dict[tuple[str, Any], int] = {}
    for key_id, month, total in holds.annotate(total=Sum(counted)):
        line = lineages.get(key_id, key_id), month
        sums[line] = sums.get(line, 0) + total
    for row in KeyBudget.objects.order_by("pk"):
        holds_say = sums.get((row.pk, row.month), 0)
        if row.spent != holds_say:
            yield Difference(row.pk, "what a key has spent of its budget", row.spent, holds_say)
