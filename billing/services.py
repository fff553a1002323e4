"""What can be done with credits. Every function joins the caller's transaction, or takes a short one of its own.

Lock order: the job's row first, then the account's. Amounts are whole credits.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone as clock

from accounts import audit
from accounts.models import Organization
from billing import dry_run_notes
from billing.budgets import check_budget, month_of
from billing.cycles import bounds, cycle_of, latest_cycle
from billing.errors import AlreadyCharged, HoldEnded, HoldInUse, RefundTooLarge
from billing.ledger import (
    Movement,
    allowance,
    due_cycle,
    joined_transaction,
    lock_account,
    lock_hold,
    lock_receipt,
    open_row,
    post,
    set_columns,
)
from billing.live_jobs import is_live as is_live_job
from billing.models import Account, Book, Hold, HoldStatus, Kind, Receipt, Refund
from billing.movements import Ending, end_hold, insert_hold
from billing.plans import default_plan, trial_expired
from wire.errors import InsufficientCredits, ValidationFailed
from wire.telemetry import metrics

Bucket = Literal["monthly", "perpetual"]

# Far longer than any job may wait and run; a hold that old belongs to nobody, or to a live job, which keeps it.
HOLD_LIFETIME = timedelta(hours=24)
EXPIRY_BATCH = 500


@dataclass(frozen=True, slots=True)
class Balance:
    """Credits at an instant. `balance` is what can be spent: `monthly_remaining + perpetual`, holds already off.

    `monthly_used` counts what was charged, what is held and what was withdrawn of `monthly_allocated`.
    """

    balance: int
    monthly_allocated: int
    monthly_used: int
    monthly_remaining: int
    perpetual: int
    held: int
    cycle_started_at: datetime
    cycle_expires_at: datetime


def open_account(organization_id: str, *, monthly: int = 0, perpetual: int = 0, now: datetime | None = None) -> Account:
    """The account of a new organization: monthly credits now and at each later cycle, `perpetual` once.

    How many a month says the plan that organizations begin with; `monthly` where that names none. Opening twice is a
    mistake and raises ValueError.
    """
    now = now or clock.now()
    with joined_transaction():
        organization = Organization.objects.get(pk=organization_id)
        account, is_new = open_row(organization, now=now)
        if not is_new:
            raise ValueError(f"{organization_id} has an account already.")
        set_columns(account, monthly_allowance=monthly)
        if fresh := allowance(account, account.plan):
            set_columns(account, monthly_allocated=fresh)
            granting = {Book.ISSUED: -fresh, Book.MONTHLY: fresh}
            post(Movement(account, Kind.CYCLE, granting, cycle=account.cycle), now=now)
        if perpetual:
            granting = {Book.ISSUED: -perpetual, Book.PERPETUAL: perpetual}
            post(Movement(account, Kind.GRANT, granting, reason="Opening balance.", actor="system"), now=now)
        return account


def on_organization_opened(organization_id: str, *, monthly_credits: int, now: datetime) -> None:
    """What accounts calls by the name in `STUDIO_ORGANIZATION_OPENED`, inside its transaction."""
    open_account(organization_id, monthly=monthly_credits, now=now)


def balance(organization_id: str, now: datetime | None = None) -> Balance:
    """What the organization has. A pure read: a due cycle is reckoned in, and written by the next movement."""
    now = now or clock.now()
    return balance_of(account_of(organization_id, now), now)


def account_of(organization_id: str, now: datetime) -> Account:
    """The account with its organization and plan in one query, or the empty one that it will begin as."""
    rows = Account.objects.select_related("organization", "plan")
    account = rows.filter(organization_id=organization_id).first()
    if account is None:
        organization = Organization.objects.get(pk=organization_id)
        account = Account(organization=organization, plan=default_plan(), cycle=cycle_of(now, organization.timezone))
    return account


def balance_of(account: Account, now: datetime) -> Balance:
    """The same of an account that was read with its organization and plan: no query."""
    cycle, allocated, monthly = account.cycle, account.monthly_allocated, account.monthly_balance
    if due := due_cycle(account, now=now):
        cycle = due
        allocated = monthly = allowance(account, account.plan)
    started_at, expires_at = bounds(cycle, account.organization.timezone)
    return Balance(
        balance=monthly + account.perpetual_balance,
        monthly_allocated=allocated,
        monthly_used=allocated - monthly,
        monthly_remaining=monthly,
        perpetual=account.perpetual_balance,
        held=account.held,
        cycle_started_at=started_at,
        cycle_expires_at=expires_at,
    )


def hold(
    organization_id: str,
    amount: int,
    *,
    operation: str,
    quote: dict[str, Any],
    job_id: str | None = None,
    artifact_id: str | None = None,
    revision: int | None = None,
    take: int = 1,
    key_id: str | None = None,
    now: datetime | None = None,
) -> Hold:
    """Set credits aside, monthly before perpetual; on behalf of an API key, within its budget for the month.

    With `artifact_id` (and `revision`) the hold is the only live charge of this operation on this take of the revision;
    raises AlreadyCharged otherwise. Raises InsufficientCredits with `required` and `available`, KeyBudgetExceeded, and
    TrialExpired where the organization's trial is over; nothing is held then.
    """
    if amount <= 0:
        raise ValueError(f"A hold needs a positive amount, not {amount}.")
    now = now or clock.now()
    held = Hold(
        amount=amount,
        operation=operation,
        quote=quote,
        job_id=job_id,
        artifact_id=artifact_id,
        revision=revision,
        take=take,
        key_id=key_id,
        created_at=now,
        expires_at=now + HOLD_LIFETIME,
    )
    dry_run_notes.asked(quote)
    month = None if key_id is None else month_of(now)
    if not insert_hold(held, organization_id, cycle=latest_cycle(now), month=month):
        with joined_transaction():
            account = lock_account(organization_id, now=now)
            if account.trial_ends_at is not None and account.trial_ends_at <= now:
                raise trial_expired(account.trial_ends_at)
            if artifact_id is not None:
                _refuse_second_charge(artifact_id=artifact_id, revision=revision, operation=operation, take=take)
            if key_id is not None:
                month = check_budget(account, key_id, amount, now=now)
            available = account.monthly_balance + account.perpetual_balance
            if amount > available:
                raise InsufficientCredits(required=amount, available=available)
            if not insert_hold(held, organization_id, cycle=account.cycle, month=month):
                raise RuntimeError(f"{organization_id} could not hold {amount} of {available} credits.")
    dry_run_notes.held(amount)
    return held


def capture(hold_id: str, amount: int, *, outcome: str, now: datetime | None = None) -> Receipt:
    """Charge `amount` of the hold, monthly first, and release the rest in the same transaction.

    `outcome` is the caller's word for how the work ended. Capturing 0 is a release. Raises HoldEnded, and ValueError
    when the amount exceeds the hold.
    """
    if amount == 0:
        return release(hold_id, reason="Not charged because nothing was delivered.", now=now)
    return _end(hold_id, Kind.CAPTURE, captured=amount, outcome=outcome, reason="", now=now or clock.now())


def release(hold_id: str, *, reason: str, now: datetime | None = None) -> Receipt:
    """Give the hold back uncharged. `reason` is the receipt's sentence ("Not charged because …"). Raises HoldEnded."""
    return _end(hold_id, Kind.RELEASE, captured=0, outcome="released", reason=reason, now=now or clock.now())


def release_by_hand(
    hold_id: str, *, reason: str, actor: str, is_live: Callable[[str], bool] = is_live_job, now: datetime | None = None
) -> Receipt:
    """Give back a hold that nobody will end; audited. Raises HoldInUse while a live job uses it, HoldEnded."""
    if not reason.strip():
        raise ValidationFailed("A release needs a reason.", field="reason")
    now = now or clock.now()
    with joined_transaction():
        held = Hold.objects.select_related("account").get(pk=hold_id)
        if held.status == HoldStatus.OPEN and held.job_id is not None and is_live(held.job_id):
            raise HoldInUse(job_id=held.job_id, status=held.status, allowed=[])
        receipt = release(hold_id, reason=f"Not charged because it was released by hand: {reason}", now=now)
        audit.record(
            "hold.released",
            actor=actor,
            organization_id=held.account.organization_id,
            target=hold_id,
            details={"amount": held.amount, "receipt": receipt.pk, "reason": reason},
            now=now,
        )
        return receipt


def expire_holds(now: datetime, is_live: Callable[[str], bool]) -> list[Receipt]:
    """End the holds that outlived `HOLD_LIFETIME`, each in a transaction of its own.

    `is_live` says whether a job may still end its hold itself; such a hold stays open. It is called before the account
    is locked and may lock the job's row.
    """
    receipts = (_expire(hold_id, job_id, is_live, now) for hold_id, job_id in _holds_past_their_time(now))
    return [receipt for receipt in receipts if receipt is not None]


def _expire(hold_id: str, job_id: str | None, is_live: Callable[[str], bool], now: datetime) -> Receipt | None:
    reason = "Not charged because the work was never finished."
    with transaction.atomic():
        if job_id is not None and is_live(job_id):
            return None
        try:
            return _end(hold_id, Kind.EXPIRY, captured=0, outcome="expired", reason=reason, now=now)
        except HoldEnded:
            return None  # it was captured or released since the list was read


def _holds_past_their_time(now: datetime) -> Iterator[tuple[str, str | None]]:
    """(hold id, job id), oldest first, read in batches; each is passed once, whether it stays open or not."""
    rest = Hold.objects.filter(status=HoldStatus.OPEN, expires_at__lte=now).order_by("expires_at", "pk")
    while batch := list(rest.values_list("pk", "job_id", "expires_at")[:EXPIRY_BATCH]):
        for hold_id, job_id, _ in batch:
            yield hold_id, job_id
        last_id, _, last_at = batch[-1]
        rest = rest.filter(Q(expires_at__gt=last_at) | Q(expires_at=last_at, pk__gt=last_id))


def refund(receipt_id: str, amount: int, *, reason: str, actor: str, now: datetime | None = None) -> Refund:
    """Give back credits of a charge, all or part, into the perpetual balance; audited.

    They do not return to the month they may have come from: it may be over, and they would lapse with it.
    Raises RefundTooLarge above what was captured and not refunded yet, ValidationFailed without a reason,
    Receipt.DoesNotExist.
    """
    _check_adjustment("refund", amount, reason)
    now = now or clock.now()
    with joined_transaction():
        receipt = lock_receipt(receipt_id, now=now)
        # After the lock, in a statement of its own: a rival's refund is in it.
        refundable = receipt.captured - sum(receipt.refunds.values_list("amount", flat=True))
        if amount > refundable:
            raise RefundTooLarge(field="amount", refundable=refundable)
        moves = {Book.SPENT: -amount, Book.PERPETUAL: amount}
        movement = Movement(receipt.account, Kind.REFUND, moves, hold=receipt.hold, reason=reason, actor=actor)
        posted = post(movement, now=now)
        refunded = Refund.objects.create(
            receipt=receipt, transaction=posted, amount=amount, reason=reason, actor=actor, created_at=now
        )
        audit.record(
            "receipt.refunded",
            actor=actor,
            organization_id=receipt.account.organization_id,
            target=receipt_id,
            details={"refund": refunded.pk, "amount": amount, "reason": reason},
            now=now,
        )
        return refunded


def grant(
    organization_id: str, amount: int, *, bucket: Bucket, reason: str, actor: str, now: datetime | None = None
) -> None:
    """Add credits (a top-up); monthly ones raise this cycle's allocation and lapse with it. Audited."""
    _check_adjustment("grant", amount, reason)
    _adjust(organization_id, amount, Kind.GRANT, bucket=bucket, reason=reason, actor=actor, now=now)


def withdraw(
    organization_id: str, amount: int, *, bucket: Bucket, reason: str, actor: str, now: datetime | None = None
) -> None:
    """Take credits back out of a bucket; audited. Raises InsufficientCredits when it has fewer."""
    _check_adjustment("withdrawal", amount, reason)
    _adjust(organization_id, -amount, Kind.WITHDRAWAL, bucket=bucket, reason=reason, actor=actor, now=now)


def set_monthly_allowance(organization_id: str, amount: int, *, now: datetime | None = None) -> None:
    """What each later cycle grants where the plan names nothing; the present one keeps what it was given."""
    with joined_transaction():
        set_columns(lock_account(organization_id, now=now or clock.now()), monthly_allowance=amount)


def _refuse_second_charge(*, artifact_id: str, revision: int | None, operation: str, take: int) -> None:
    # A statement of its own, after the lock: a subquery of the locking SELECT would see the time before the wait.
    live = Hold.objects.filter(
        artifact_id=artifact_id,
        revision=revision,
        operation=operation,
        take=take,
        status__in=[HoldStatus.OPEN, HoldStatus.CAPTURED],
    ).first()
    if live is not None:
        raise AlreadyCharged(hold_id=live.pk, status=live.status, allowed=[])


def _end(hold_id: str, kind: Kind, *, captured: int, outcome: str, reason: str, now: datetime) -> Receipt:
    if captured < 0:
        raise ValueError(f"Cannot capture {captured}.")
    ending = Ending(hold_id, kind, captured=captured, outcome=outcome, reason=reason[:1000], at=now)
    receipt = end_hold(ending, cycle=latest_cycle(now))
    if receipt is None:
        with joined_transaction():
            held = lock_hold(hold_id, now=now)
            if captured > held.amount:
                raise ValueError(f"Cannot capture {captured} of a hold of {held.amount}.")
            receipt = end_hold(ending, cycle=held.account.cycle)
            if receipt is None:
                now_is = Hold.objects.values_list("status", flat=True).get(pk=hold_id)
                raise HoldEnded(status=now_is, allowed=[HoldStatus.OPEN.value])
    if captured:
        transaction.on_commit(partial(metrics.credits_captured.labels(outcome).inc, captured))
    return receipt


def _check_adjustment(what: str, amount: int, reason: str) -> None:
    if amount <= 0:
        raise ValueError(f"A {what} needs a positive amount, not {amount}.")
    if not reason.strip():
        raise ValidationFailed(f"A {what} needs a reason.", field="reason")


def _adjust(
    organization_id: str, by: int, kind: Kind, *, bucket: Bucket, reason: str, actor: str, now: datetime | None
) -> None:
    now = now or clock.now()
    book = Book(bucket)
    if book not in (Book.MONTHLY, Book.PERPETUAL):
        raise ValueError(f"Credits are granted to the monthly or the perpetual bucket, not to {bucket}.")
    with joined_transaction():
        account = lock_account(organization_id, now=now)
        available = account.monthly_balance if book is Book.MONTHLY else account.perpetual_balance
        if available + by < 0:
            raise InsufficientCredits(required=-by, available=available)
        if book is Book.MONTHLY and by > 0:
            set_columns(account, monthly_allocated=account.monthly_allocated + by)
        moves = {Book.ISSUED: -by, book: by}
        post(Movement(account, kind, moves, reason=reason, actor=actor), now=now)
        audit.record(
            "credits.granted" if by > 0 else "credits.withdrawn",
            actor=actor,
            organization_id=organization_id,
            target=account.pk,
            details={"amount": abs(by), "bucket": bucket, "reason": reason},
            now=now,
        )
