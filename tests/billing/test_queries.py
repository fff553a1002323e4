"""Receipts, usage by day and the month's burn-down say exactly what the ledger says, in a fixed few queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Sum

from billing.models import Book, Entry
from billing.queries import DayEnd, burn_down, receipts_of, usage_by_day
from billing.services import balance, capture, grant, hold, refund, release
from tests.world import NOW, World, make_tenant

pytestmark = [pytest.mark.both, pytest.mark.django_db]
Count = Callable[..., AbstractContextManager[Any]]


def charge(organization_id: str, amount: int, now: datetime, operation: str = "film") -> str:
    """A hold captured in full; the receipt's id."""
    held = hold(organization_id, amount, operation=operation, quote={}, now=now)
    return capture(held.pk, amount, outcome="succeeded", now=now).pk


class TestReceipts:
    def test_they_are_the_organizations_own_newest_first(self, world: World) -> None:
        first, second = (charge(world.ada.organization.pk, 1, NOW) for _ in range(2))
        charge(world.bob.organization.pk, 1, NOW)
        assert [receipt.pk for receipt in receipts_of(world.ada.organization.pk)] == sorted([first, second])[::-1]

    def test_a_page_takes_two_queries(self, world: World, django_assert_num_queries: Count) -> None:
        for _ in range(5):
            refund(charge(world.ada.organization.pk, 3, NOW), 1, reason="Noise.", actor="user_1", now=NOW)
        with django_assert_num_queries(2):
            printed = [receipt.as_dict() for receipt in receipts_of(world.ada.organization.pk)[:4]]
        assert [receipt["refunded"] for receipt in printed] == [1, 1, 1, 1]


class TestUsage:
    def test_a_charge_counts_on_the_local_day_of_its_capture(self) -> None:
        tenant = make_tenant("Nepal", timezone="Asia/Kathmandu", now=NOW)  # 5:45 ahead
        charge(tenant.organization.pk, 3, datetime(2026, 3, 14, 18, 14, 59, tzinfo=UTC))
        charge(tenant.organization.pk, 5, datetime(2026, 3, 14, 18, 15, tzinfo=UTC))
        days = usage_by_day(tenant.organization.pk, date(2026, 3, 14), date(2026, 3, 16), "Asia/Kathmandu")
        assert [(day.day.day, day.spent) for day in days] == [(14, 3), (15, 5)]

    def test_refunds_are_taken_off_on_the_day_they_were_given(self, world: World) -> None:
        receipt = charge(world.ada.organization.pk, 20, NOW, "story.artifacts")
        charge(world.ada.organization.pk, 2, NOW, "image")
        refund(receipt, 5, reason="Noise.", actor="user_1", now=NOW + timedelta(days=1))
        first, second = usage_by_day(world.ada.organization.pk, NOW.date(), NOW.date() + timedelta(days=2), "UTC")
        assert (first.charged, first.refunded, first.spent) == (22, 0, 22)
        assert first.by_operation == {"story.artifacts": 20, "image": 2}
        assert (second.charged, second.refunded, second.spent) == (0, 5, -5)
        assert second.by_operation == {"story.artifacts": -5}

    def test_what_was_held_and_released_is_no_usage(self, world: World) -> None:
        held = hold(world.ada.organization.pk, 20, operation="film", quote={}, now=NOW)
        release(held.pk, reason="Not charged.", now=NOW)
        hold(world.ada.organization.pk, 20, operation="film", quote={}, now=NOW)
        (day,) = usage_by_day(world.ada.organization.pk, NOW.date(), NOW.date() + timedelta(days=1), "UTC")
        assert day.spent == 0

    def test_every_day_is_there_across_a_clock_change(self, world: World) -> None:
        days = usage_by_day(world.ada.organization.pk, date(2026, 3, 1), date(2026, 4, 1), "America/New_York")
        assert [day.day.day for day in days] == list(range(1, 32))

    @pytest.mark.parametrize("timezone", ["America/Havana", "Pacific/Kiritimati"])
    def test_the_days_add_up_to_the_ledger(self, timezone: str, django_assert_num_queries: Count) -> None:
        organization_id = make_tenant("Sums", timezone=timezone, now=NOW).organization.pk
        for hours in range(0, 24 * 20, 7):
            receipt = charge(organization_id, 1 + hours % 5, NOW + timedelta(hours=hours))
            if hours % 3 == 0:
                refund(receipt, 1, reason="Noise.", actor="user_1", now=NOW + timedelta(hours=hours + 30))
        with django_assert_num_queries(1):
            days = usage_by_day(organization_id, date(2026, 3, 1), date(2026, 5, 1), timezone)
        spent = Entry.objects.filter(account__organization_id=organization_id, book=Book.SPENT)
        assert sum(day.spent for day in days) == spent.aggregate(total=Sum("amount"))["total"]
        assert all(day.spent == sum(day.by_operation.values()) for day in days)
        for day in days:
            start = datetime(day.day.year, day.day.month, day.day.day, tzinfo=ZoneInfo(timezone)).astimezone(UTC)
            that_day = spent.filter(transaction__created_at__gte=start)
            next_day = (start + timedelta(hours=36)).astimezone(ZoneInfo(timezone)).date()
            end = datetime(next_day.year, next_day.month, next_day.day, tzinfo=ZoneInfo(timezone)).astimezone(UTC)
            that_day = that_day.filter(transaction__created_at__lt=end)
            assert day.spent == (that_day.aggregate(total=Sum("amount"))["total"] or 0)


class TestBurnDown:
    MARCH = datetime(2026, 3, 1, tzinfo=UTC)

    def at(self, day: int, hour: int = 12) -> datetime:
        return self.MARCH + timedelta(days=day - 1, hours=hour)

    def test_it_ends_at_the_balance(self, django_assert_num_queries: Count) -> None:
        organization_id = make_tenant("Burn", now=self.MARCH).organization.pk
        charge(organization_id, 100, self.at(1))
        held = hold(organization_id, 250, operation="film", quote={}, now=self.at(3))
        capture(held.pk, 210, outcome="partial", now=self.at(4))
        grant(organization_id, 30, bucket="perpetual", reason="Bought.", actor="user_1", now=self.at(4))
        with django_assert_num_queries(2):
            burned = burn_down(organization_id, self.at(4, 18))
        assert burned.days == (
            DayEnd(date(2026, 3, 1), 200, 200),
            DayEnd(date(2026, 3, 2), 200, 200),
            DayEnd(date(2026, 3, 3), 0, 150),
            DayEnd(date(2026, 3, 4), 0, 220),
        )
        assert burned.balance == balance(organization_id, self.at(4, 18))

    @pytest.mark.parametrize("is_written", [True, False])
    def test_a_new_month_is_full_from_its_first_moment_however_late_it_is_written(self, is_written: bool) -> None:
        organization_id = make_tenant("Late", now=self.MARCH).organization.pk
        charge(organization_id, 250, self.at(20))
        if is_written:
            charge(organization_id, 10, self.at(31 + 3))
        burned = burn_down(organization_id, self.at(31 + 3, 13))
        left = 290 if is_written else 300
        assert [day.monthly for day in burned.days] == [300, 300, left]

    def test_it_begins_when_the_account_did(self) -> None:
        organization_id = make_tenant("Young", now=self.at(14)).organization.pk
        assert [day.day.day for day in burn_down(organization_id, self.at(15)).days] == [14, 15]

    def test_it_says_on_which_day_the_credits_will_run_out(self) -> None:
        organization_id = make_tenant("Pace", monthly=300, perpetual=0, now=self.MARCH).organization.pk
        charge(organization_id, 100, self.at(2))
        assert burn_down(organization_id, self.at(5, 0)).runs_out_on == date(2026, 3, 13)  # 100 in 4 days, 200 left

    def test_credits_that_outlast_the_month_run_out_on_no_day_of_it(self) -> None:
        organization_id = make_tenant("Slow", now=self.MARCH).organization.pk
        assert burn_down(organization_id, self.at(5)).runs_out_on is None
        charge(organization_id, 1, self.at(5))
        assert burn_down(organization_id, self.at(6)).runs_out_on is None
