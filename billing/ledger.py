"""Inside the ledger: lock an account, post a transaction, roll a cycle over. Only services and the schedule call it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from accounts.models import Organization
from billing.cycles import cycle_of
from billing.models import (
    Account,
    Book,
    Entry,
    Hold,
    Kind,
    Receipt,
    SubscriptionChange,
    SubscriptionPlan,
    Transaction,
)
from billing.plans import default_plan, trial_end

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
        open_row(Organization.objects.get(pk=organization_id), now=now)
        account = rows.get(organization_id=organization_id)
    roll_over([account], now=now)
    return account


def open_row(organization: Organization, *, now: datetime, actor: str = "system") -> tuple[Account, bool]:
    """The organization's account, and whether it is new: empty then, on the plan that organizations begin with."""
    account = Account.objects.select_related("plan").filter(organization=organization).first()
    if account is not None:
        return account, False
    plan = default_plan()
    trial_ends_at = trial_end(plan, now)
    account, is_new = Account.objects.get_or_create(
        organization=organization,
        defaults={
            "cycle": cycle_of(now, organization.timezone),
            "plan": plan,
            "plan_since": now,
            "trial_ends_at": trial_ends_at,
            "created_at": now,
        },
    )
    if is_new:
        started = SubscriptionChange.Kind.STARTED
        account.plan_changes.create(kind=started, plan=plan, trial_ends_at=trial_ends_at, actor=actor, created_at=now)
    return account, is_new


def lock_hold(hold_id: str, *, now: datetime) -> Hold:
    """A hold with its account locked and rolled over. Raises Hold.DoesNotExist.

    Only the account's row is locked, so that it stays the one lock of the ledger. The hold's own columns may be from
    before the wait; all but its status never change, and the status is settled by a conditional UPDATE.
    """
    rows = Hold.objects.select_related("account__organization").select_for_update(of=("account",), no_key=True)
    hold = rows.get(pk=hold_id)
    roll_over([hold.account], now=now)
    return hold


def lock_receipt(receipt_id: str, *, now: datetime) -> Receipt:
    """A receipt with its account locked and rolled over. Raises Receipt.DoesNotExist."""
    rows = Receipt.objects.select_related("account__organization", "hold").select_for_update(
        of=("account",), no_key=True
    )
    receipt = rows.get(pk=receipt_id)
    roll_over([receipt.account], now=now)
    return receipt


def roll_over(accounts: Sequence[Account], *, now: datetime) -> int:
    """Let the last cycle's monthly credits lapse and grant this one's, where it is due; needs the accounts' locks.

    Returns how many were due. After a downtime of several months only the present one is granted: the credits of those
    between would have lapsed unspent. A suspended organization is granted nothing until it is reinstated. Cycles are
    compared by name, never by instant, and a constraint keeps a second grant of one out.
    """
    by_cycle = ((account, due_cycle(account, now=now)) for account in accounts)
    found = [(account, cycle) for account, cycle in by_cycle if cycle is not None]
    # In a statement of its own: joined to the lock, a plan that was changed during the wait would lose the row.
    plans = SubscriptionPlan.objects.in_bulk({account.plan_id for account, _ in found}) if found else {}
    due = defaultdict(list)
    movements = []
    for account, cycle in found:
        left, fresh = account.monthly_balance, allowance(account, plans[account.plan_id])
        due[cycle, fresh].append(account.pk)
        if left:
            movements.append(
                Movement(account, Kind.LAPSE, {Book.MONTHLY: -left, Book.LAPSED: left}, cycle=account.cycle)
            )
        if fresh:
            movements.append(Movement(account, Kind.CYCLE, {Book.ISSUED: -fresh, Book.MONTHLY: fresh}, cycle=cycle))
        account.cycle, account.monthly_allocated, account.monthly_balance = cycle, fresh, fresh
    if movements:
        write(movements, now=now)
    for (cycle, fresh), rolled in due.items():
        Account.objects.filter(pk__in=rolled).update(cycle=cycle, monthly_allocated=fresh, monthly_balance=fresh)
    return len(found)


def allowance(account: Account, plan: SubscriptionPlan) -> int:
    """What a new cycle grants."""
    return account.monthly_allowance if plan.monthly_credits is None else plan.monthly_credits


def due_cycle(account: Account, *, now: datetime) -> date | None:
    """The cycle that the account is to be granted, if any; reads its organization."""
    if account.organization.suspended_at is not None:
        return None
    cycle = cycle_of(now, account.organization.timezone)
    return cycle if cycle > account.cycle else None


def set_columns(account: Account, **columns: Any) -> None:
    """Write columns that are not sums of entries, on the row and on the instance; needs the account's lock."""
    Account.objects.filter(pk=account.pk).update(**columns)
    for column, value in columns.items():
        setattr(account, column, value)


@dataclass(frozen=True, slots=True)
class Movement:
    """One transaction to be: credits by book, summing to zero."""

    account: Account
    kind: Kind
    moves: Mapping[Book, int]
    hold: Hold | None = None
    cycle: date | None = None
    reason: str = ""
    actor: str = ""


def write(movements: Iterable[Movement], *, now: datetime) -> list[Transaction]:
    """Append movements to history in two statements; their accounts' sums are the caller's, who holds the locks.

    Moves of 0 are left out. Raises ValueError unless each movement sums to zero.
    """
    posted, entries = [], []
    for movement in movements:
        total = sum(movement.moves.values())
        if total != 0:
            raise ValueError(f"A transaction must sum to zero, not {total}.")
        account, hold, cycle = movement.account, movement.hold, movement.cycle
        row = Transaction(account=account, kind=movement.kind, hold=hold, cycle=cycle, created_at=now)
        row.reason, row.actor = movement.reason, movement.actor
        posted.append(row)
        entries += [
            Entry(transaction=row, account=account, book=book, amount=amount)
            for book, amount in movement.moves.items()
            if amount
        ]
    Transaction.objects.bulk_create(posted)
    Entry.objects.bulk_create(entries)
    return posted


def post(movement: Movement, *, now: datetime) -> Transaction:
    """Append one movement and move its account's sums; needs the account's lock. A negative balance: IntegrityError."""
    (posted,) = write([movement], now=now)
    account = movement.account
    deltas = {column: movement.moves[book] for book, column in BALANCE_OF_BOOK.items() if movement.moves.get(book)}
    if deltas:
        Account.objects.filter(pk=account.pk).update(**{column: F(column) + by for column, by in deltas.items()})
    for column, by in deltas.items():
        setattr(account, column, getattr(account, column) + by)
    return posted
