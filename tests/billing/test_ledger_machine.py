"""The ledger against a model of it, over random histories: whatever happens in whatever order, the books add up."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Organization
from billing import schedule
from billing.audit import audit
from billing.cycles import cycle_of
from billing.errors import HoldEnded, RefundTooLarge
from billing.models import Hold, HoldStatus, Kind, Receipt, Refund, Transaction
from billing.queries import usage_by_day
from billing.services import (
    HOLD_LIFETIME,
    balance,
    capture,
    expire_holds,
    grant,
    hold,
    refund,
    release,
    set_monthly_allowance,
    withdraw,
)
from tests.world import make_tenant
from wire.errors import InsufficientCredits

_names = count()
AMOUNTS = st.integers(min_value=1, max_value=400)
ZONES = st.sampled_from(["UTC", "America/Havana", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"])


@dataclass
class OpenHold:
    """What the model remembers of a hold."""

    monthly: int
    perpetual: int
    month: Any
    taken_at: datetime

    @property
    def amount(self) -> int:
        return self.monthly + self.perpetual


class LedgerMachine(RuleBasedStateMachine):
    """`allowance`, `monthly`, `perpetual`, `open_holds`, `charges` are the model; one organization is the system."""

    holds_made = Bundle("holds_made")
    holds_ended = Bundle("holds_ended")

    @initialize(
        monthly=st.integers(0, 300),
        perpetual=st.integers(0, 300),
        timezone=ZONES,
    )
    def open(self, monthly: int, perpetual: int, timezone: str) -> None:
        self.now, self.timezone = datetime(2026, 10, 20, tzinfo=UTC), timezone
        tenant = make_tenant(
            f"Machine{next(_names)}", monthly=monthly, perpetual=perpetual, timezone=timezone, now=self.now
        )
        self.organization_id = tenant.organization.pk
        self.allowance = self.allocated = self.monthly = monthly
        self.perpetual = perpetual
        self.open_holds: dict[str, OpenHold] = {}
        self.charges: dict[str, int] = {}  # by hold, what can still be refunded
        self.month = cycle_of(self.now, timezone)
        self.is_suspended = False
        self.began_at = self.now

    @rule(hours=st.integers(1, 24 * 45))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self._roll_over()

    @rule(timezone=ZONES)
    def move(self, timezone: str) -> None:
        Organization.objects.filter(pk=self.organization_id).update(timezone=timezone)
        self.timezone = timezone
        self._roll_over()

    @rule(is_suspended=st.booleans())
    def suspend_or_reinstate(self, is_suspended: bool) -> None:
        # The worker's schedule grants a new month within its first minutes. Without it a month that nobody wrote down
        # yet would be granted when the suspension ends, at the allowance of that day.
        schedule.run(self.now, is_live=lambda _: True)
        suspended_at = self.now if is_suspended else None
        Organization.objects.filter(pk=self.organization_id).update(suspended_at=suspended_at)
        self.is_suspended = is_suspended
        self._roll_over()

    @rule(times=st.integers(1, 3))
    def the_schedule_runs(self, times: int) -> None:
        """However often: a month is granted once, and nothing but what is due happens."""
        for _ in range(times):
            schedule.run(self.now, is_live=lambda _: True)

    def _roll_over(self) -> None:
        if self.is_suspended:
            return
        if cycle_of(self.now, self.timezone) > self.month:
            self.month = cycle_of(self.now, self.timezone)
            self.allocated = self.monthly = self.allowance

    @rule(target=holds_made, amount=AMOUNTS)
    def hold(self, amount: int) -> Any:
        if amount > self.monthly + self.perpetual:
            with pytest.raises(InsufficientCredits) as refusal:
                self._hold(amount)
            assert refusal.value.details == {"required": amount, "available": self.monthly + self.perpetual}
            return multiple()
        held = self._hold(amount)
        monthly_first = min(amount, self.monthly)
        assert (held.monthly_amount, held.perpetual_amount) == (monthly_first, amount - monthly_first)
        self.monthly -= held.monthly_amount
        self.perpetual -= held.perpetual_amount
        self.open_holds[held.pk] = OpenHold(held.monthly_amount, held.perpetual_amount, self.month, self.now)
        return held.pk

    def _hold(self, amount: int) -> Hold:
        return hold(self.organization_id, amount, operation="film", quote={}, job_id="job", now=self.now)

    @rule(target=holds_ended, hold_id=consumes(holds_made), share=st.floats(0, 1))
    def capture(self, hold_id: str, share: float) -> str:
        if hold_id not in self.open_holds:  # it expired
            return hold_id
        held = self.open_holds.pop(hold_id)
        amount = round(held.amount * share)
        receipt = capture(hold_id, amount, outcome="partial", now=self.now)
        assert (receipt.captured, receipt.released) == (amount, held.amount - amount)
        self._give_back(held, captured=amount)
        self.charges[hold_id] = amount
        return hold_id

    @rule(hold_id=holds_ended, amount=AMOUNTS)
    def refund(self, hold_id: str, amount: int) -> None:
        receipt_id = Receipt.objects.values_list("pk", flat=True).get(hold_id=hold_id)
        left = self.charges.get(hold_id, 0) - amount
        expectation = nullcontext() if left >= 0 else pytest.raises(RefundTooLarge)
        with expectation:
            refund(receipt_id, amount, reason="Noise", actor="test", now=self.now)
        if left >= 0:
            self.charges[hold_id] = left
            self.perpetual += amount

    @rule(target=holds_ended, hold_id=consumes(holds_made))
    def release(self, hold_id: str) -> str:
        if hold_id in self.open_holds:
            release(hold_id, reason="Not charged because it failed.", now=self.now)
            self._give_back(self.open_holds.pop(hold_id), captured=0)
        return hold_id

    @rule(is_live=st.booleans())
    def expire(self, is_live: bool) -> None:
        expired = {receipt.hold_id for receipt in expire_holds(self.now, lambda _: is_live)}
        due = {key for key, held in self.open_holds.items() if held.taken_at + HOLD_LIFETIME <= self.now}
        assert expired & self.open_holds.keys() == (set() if is_live else due)
        for hold_id in expired & self.open_holds.keys():
            self._give_back(self.open_holds.pop(hold_id), captured=0)

    @rule(hold_id=holds_ended, ending=st.sampled_from(["capture", "release"]))
    def end_again(self, hold_id: str, ending: str) -> None:
        amount = 1 if ending == "capture" else 0  # capturing nothing is a release
        with pytest.raises(HoldEnded):
            capture(hold_id, amount, outcome="succeeded", now=self.now)

    @rule(amount=AMOUNTS, bucket=st.sampled_from(["monthly", "perpetual"]))
    def grant(self, amount: int, bucket: Any) -> None:
        grant(self.organization_id, amount, bucket=bucket, reason="Gift", actor="test", now=self.now)
        setattr(self, bucket, getattr(self, bucket) + amount)
        self.allocated += amount if bucket == "monthly" else 0

    @rule(amount=AMOUNTS, bucket=st.sampled_from(["monthly", "perpetual"]))
    def withdraw(self, amount: int, bucket: Any) -> None:
        left = getattr(self, bucket) - amount
        expectation = pytest.raises(InsufficientCredits) if left < 0 else nullcontext()
        with expectation:
            withdraw(self.organization_id, amount, bucket=bucket, reason="Taken", actor="test", now=self.now)
        if left >= 0:
            setattr(self, bucket, left)

    @rule(amount=st.integers(0, 300))
    def change_allowance(self, amount: int) -> None:
        set_monthly_allowance(self.organization_id, amount, now=self.now)
        self.allowance = amount

    def _give_back(self, held: OpenHold, *, captured: int) -> None:
        monthly_captured = min(captured, held.monthly)
        if held.month == self.month:
            self.monthly += held.monthly - monthly_captured
        self.perpetual += held.perpetual - (captured - monthly_captured)

    @precondition(lambda self: hasattr(self, "organization_id"))
    @invariant()
    def the_balance_is_the_models(self) -> None:
        now = balance(self.organization_id, self.now)
        assert (now.monthly_allocated, now.monthly_remaining, now.perpetual) == (
            self.allocated,
            self.monthly,
            self.perpetual,
        )
        assert now.balance == now.monthly_remaining + now.perpetual >= 0
        assert now.held == sum(held.amount for held in self.open_holds.values())

    @precondition(lambda self: hasattr(self, "organization_id"))
    @invariant()
    def every_ended_hold_has_one_receipt(self) -> None:
        holds = Hold.objects.filter(account__organization_id=self.organization_id)
        ended = set(holds.exclude(status=HoldStatus.OPEN).values_list("pk", flat=True))
        receipts = list(Receipt.objects.filter(hold__in=holds).values_list("hold_id", flat=True))
        assert sorted(receipts) == sorted(ended)
        assert set(holds.filter(status=HoldStatus.OPEN).values_list("pk", flat=True)) == self.open_holds.keys()

    @precondition(lambda self: hasattr(self, "organization_id"))
    @invariant()
    def no_month_is_granted_twice(self) -> None:
        grants = Transaction.objects.filter(account__organization_id=self.organization_id, kind=Kind.CYCLE)
        months = list(grants.values_list("cycle", flat=True))
        assert len(months) == len(set(months))

    @precondition(lambda self: hasattr(self, "organization_id"))
    @invariant()
    def usage_is_what_was_charged_less_what_was_refunded(self) -> None:
        until = self.now.date() + timedelta(days=2)
        days = usage_by_day(self.organization_id, self.began_at.date() - timedelta(days=1), until, self.timezone)
        assert sum(day.spent for day in days) == sum(self.charges.values())
        receipts = Receipt.objects.filter(account__organization_id=self.organization_id)
        captured = sum(receipts.values_list("captured", flat=True))
        refunded = sum(Refund.objects.filter(receipt__in=receipts).values_list("amount", flat=True))
        assert captured - refunded == sum(self.charges.values())

    def teardown(self) -> None:
        connection.check_constraints()  # on PostgreSQL this runs the deferred sum-zero trigger
        assert audit() == []


@pytest.mark.both
@pytest.mark.django_db
def test_the_books_add_up_over_random_histories() -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,  # a rare history should fail the change that looks for it, not the next one
            suppress_health_check=list(HealthCheck),
        ),
    )
