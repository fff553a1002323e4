"""Rows in and out of the chains of `billing.statements`: holds that are opened, receipts of holds that ended."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from billing.ledger import joined_transaction
from billing.models import Hold, HoldStatus, Kind, Receipt, new_receipt_id, new_transaction_id
from billing.statements import END, HOLD, HOLD_WITHIN_BUDGET, Chain

STATUS_OF_ENDING = {
    Kind.CAPTURE: HoldStatus.CAPTURED,
    Kind.RELEASE: HoldStatus.RELEASED,
    Kind.EXPIRY: HoldStatus.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a hold is to end. Without a `reason` the receipt says what was charged."""

    hold_id: str
    kind: Kind
    captured: int
    outcome: str
    reason: str
    at: datetime


def insert_hold(held: Hold, organization_id: str, *, cycle: date, month: date | None) -> bool:
    """Open `held` and move its credits, monthly before perpetual; fills in its account, shares and cycle.

    With a `month` it counts in the budget of its key. False, with nothing done, when the organization has no account in
    `cycle` or later, a trial that is over, too few credits, a live charge of the same take, or the key no budget row of
    `month` or later with room: the caller finds out which under the account's lock.
    """
    row = _run(
        HOLD if month is None else HOLD_WITHIN_BUDGET,
        hold_id=held.pk,
        organization_id=organization_id,
        amount=held.amount,
        operation=held.operation,
        quote=json.dumps(held.quote),
        job_id=held.job_id,
        artifact_id=held.artifact_id,
        revision=held.revision,
        take=held.take,
        key_id=held.key_id,
        **({} if month is None else {"month": _day(month)}),
        now=_instant(held.created_at),
        expires_at=_instant(held.expires_at),
        transaction_id=new_transaction_id(),
        cycle=_day(cycle),
    )
    if row is None:
        return False
    held.account_id, held.cycle = row["account_id"], _as_date(row["cycle"])
    held.monthly_amount, held.perpetual_amount = row["monthly_amount"], row["perpetual_amount"]
    held.budget_month = None if row["budget_month"] is None else _as_date(row["budget_month"])
    _is_stored(held)
    return True


def end_hold(ending: Ending, *, cycle: date) -> Receipt | None:
    """End the hold and write its receipt, releasing what is not captured.

    None, with nothing done, when the account's cycle is before `cycle`, the hold has ended, or is smaller than the
    capture.
    """
    receipt = Receipt(id=new_receipt_id(), hold_id=ending.hold_id, outcome=ending.outcome, created_at=ending.at)
    row = _run(
        END,
        hold_id=ending.hold_id,
        status=STATUS_OF_ENDING[ending.kind].value,
        kind=ending.kind.value,
        captured=ending.captured,
        outcome=str(ending.outcome),
        reason=ending.reason,
        transaction_reason=ending.reason[:500],
        now=_instant(ending.at),
        transaction_id=new_transaction_id(),
        receipt_id=receipt.pk,
        cycle=_day(cycle),
    )
    if row is None:
        return None
    for column, value in row.items():
        setattr(receipt, column, json.loads(value) if column == "quote" else value)
    _is_stored(receipt)
    return receipt


def _run(chain: Chain, **values: Any) -> dict[str, Any] | None:
    # On PostgreSQL one statement is a transaction of its own: the account is free again when the server is done.
    if connection.vendor == "postgresql":
        return chain.run(values)
    with joined_transaction():
        return chain.run(values)


def _is_stored(row: Model) -> None:
    row._state.adding, row._state.db = False, connection.alias


def _instant(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _day(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def _as_date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
