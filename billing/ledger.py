"""Inside the ledger: lock an account, post a transaction, roll a cycle over. Only `billing.services` calls it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from accounts.models import Organization
from billing.cycles import cycle_of
from billing.models import Account, Book, Entry, Hold, Kind, Transaction

BALANCE_OF_BOOK = {
    Book.MONTHLY: "monthly_balance",
    Book.PERPETUAL: "perpetual_balance",
    Book.HELD: "held",
}


@contextmanager
def joined_transaction() -> Iterator[None]:
    """The caller's transaction, or one of our own when there is none.

    No savepoint: inside the caller's transaction a refusal (raised before anything is written) leaves it usable,
    and any other error must undo the caller's work too.
    """
    if connection.in_atomic_block:
        yield
    else:
        with transaction.atomic():
            yield


def lock_account(organization_id: str, *, now: datetime) -> Account:
    """The organization's account, locked until commit, with a due cycle rolled over; opened empty if it is missing.

    On SQLite the lock is the IMMEDIATE transaction itself.
    """
    rows = Account.objects.select_related("organization").select_for_update(of=("self",), no_key=True)
    account = rows.filter(organization_id=organization_id).first()
    if account is None:
        timezone = Organization.objects.values_list("timezone", flat=True).get(pk=organization_id)
        Account.objects.get_or_create(
            organization_id=organization_id, defaults={"cycle": cycle_of(now, timezone), "created_at": now}
        )
        account = rows.get(organization_id=organization_id)
    roll_over(account, now=now)
    return account


def lock_hold(hold_id: str, *, now: datetime) -> Hold:
    """A hold with its account locked and rolled over. Raises Hold.DoesNotExist.

    Only the account's row is locked, so that it stays the one lock of the ledger. The hold's own columns may be from
    before the wait; all but its status never change, and the status is settled by a conditional UPDATE.
    """
    rows = Hold.objects.select_related("account__organization").select_for_update(of=("account",), no_key=True)
    hold = rows.get(pk=hold_id)
    roll_over(hold.account, now=now)
    return hold


def roll_over(account: Account, *, now: datetime) -> None:
    """Let last cycle's monthly credits lapse and grant this one's; needs the account's lock.

    After a downtime of several months only the present one is granted: the credits of those between would have lapsed
    unspent. Cycles are compared by name, never by instant, and a constraint keeps a second grant of one out.
    """
    cycle = cycle_of(now, account.organization.timezone)
    if cycle <= account.cycle:
        return
    if account.monthly_balance:
        lapsing = {Book.MONTHLY: -account.monthly_balance, Book.LAPSED: account.monthly_balance}
        post(account, Kind.LAPSE, lapsing, now=now, cycle=account.cycle)
    set_columns(account, cycle=cycle, monthly_allocated=account.monthly_allowance)
    if account.monthly_allowance:
        granting = {Book.ISSUED: -account.monthly_allowance, Book.MONTHLY: account.monthly_allowance}
        post(account, Kind.CYCLE, granting, now=now, cycle=cycle)


def set_columns(account: Account, **columns: Any) -> None:
    """Write columns that are not sums of entries, on the row and on the instance; needs the account's lock."""
    Account.objects.filter(pk=account.pk).update(**columns)
    for column, value in columns.items():
        setattr(account, column, value)


def post(
    account: Account,
    kind: Kind,
    moves: Mapping[Book, int],
    *,
    now: datetime,
    hold: Hold | None = None,
    cycle: date | None = None,
    reason: str = "",
    actor: str = "",
) -> None:
    """Write one transaction of the given credits by book and move the account's sums; needs the account's lock.

    Moves of 0 are left out. Raises ValueError unless they sum to zero; a balance below zero is an IntegrityError.
    """
    if sum(moves.values()) != 0:
        raise ValueError(f"A transaction must sum to zero, not {sum(moves.values())}.")
    posted = Transaction.objects.create(
        account=account, kind=kind, hold=hold, cycle=cycle, reason=reason, actor=actor, created_at=now
    )
    Entry.objects.bulk_create(
        Entry(transaction=posted, account=account, book=book, amount=amount) for book, amount in moves.items() if amount
    )
    deltas = {column: moves[book] for book, column in BALANCE_OF_BOOK.items() if moves.get(book)}
    if deltas:
        Account.objects.filter(pk=account.pk).update(**{column: F(column) + by for column, by in deltas.items()})
    for column, by in deltas.items():
        setattr(account, column, getattr(account, column) + by)
