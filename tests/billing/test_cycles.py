"""Cycles are calendar months in the organization's time zone; each is granted once, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Organization
from billing.cycles import bounds, cycle_of
from billing.models import Account, Kind, Transaction
from billing.services import balance, capture, grant, hold, open_account, release, set_monthly_allowance
from tests.world import make_tenant

ZONES = [
    "UTC", "America/New_York", "America/St_Johns", "America/Havana", "America/Asuncion", "Asia/Kathmandu",
    "Pacific/Kiritimati", "Pacific/Apia", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe",
]  # fmt: skip


@given(
    now=st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC)),
    timezone=st.sampled_from(ZONES),
)
def test_every_instant_lies_in_its_own_cycle(now: datetime, timezone: str) -> None:
    start, end = bounds(cycle_of(now, timezone), timezone)
    assert start <= now < end


@given(
    now=st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC)),
    later=st.timedeltas(timedelta(0), timedelta(days=40)),
    timezone=st.sampled_from(ZONES),
)
def test_cycles_never_run_backwards(now: datetime, later: timedelta, timezone: str) -> None:
    assert cycle_of(now, timezone) <= cycle_of(now + later, timezone)


@pytest.mark.parametrize("timezone", ZONES)
def test_cycles_leave_no_gap(timezone: str) -> None:
    for month in range(1, 12):
        assert bounds(date(2026, month, 1), timezone)[1] == bounds(date(2026, month + 1, 1), timezone)[0]


def test_a_month_with_a_clock_change_is_an_hour_short() -> None:
    start, end = bounds(date(2026, 3, 1), "America/New_York")
    assert end - start == timedelta(days=31) - timedelta(hours=1)


def test_a_midnight_that_clocks_skip_starts_the_month_at_the_jump() -> None:
    """In October 2017 Asunción went from the last second of September straight to one in the morning."""
    start, _ = bounds(date(2017, 10, 1), "America/Asuncion")
    assert start == datetime(2017, 10, 1, 4, 0, tzinfo=UTC)
    assert start.astimezone(ZoneInfo("America/Asuncion")).hour == 1


def test_a_midnight_that_comes_twice_starts_the_month_the_first_time() -> None:
    """In November 2009 St. John's turned back from one minute past midnight into October."""
    start, _ = bounds(date(2009, 11, 1), "America/St_Johns")
    back_in_october = start + timedelta(minutes=30)
    assert back_in_october.astimezone(ZoneInfo("America/St_Johns")).month == 10
    assert cycle_of(back_in_october, "America/St_Johns") == date(2009, 11, 1)


def grants_of(organization: Organization) -> int:
    return Transaction.objects.filter(account__organization=organization, kind=Kind.CYCLE).count()


def an_organization(timezone: str, *, now: datetime, monthly: int = 300, perpetual: int = 50) -> Organization:
    return make_tenant("Tess", timezone=timezone, monthly=monthly, perpetual=perpetual, now=now).organization


@pytest.mark.both
@pytest.mark.django_db
class TestRollover:
    def test_credits_renew_at_local_midnight_of_the_first_and_not_before(self) -> None:
        organization = an_organization("America/New_York", now=datetime(2026, 3, 5, tzinfo=UTC))
        hold(organization.pk, 100, operation="film", quote={}, now=datetime(2026, 3, 6, tzinfo=UTC))
        midnight = datetime(2026, 4, 1, 4, 0, tzinfo=UTC)  # in summer time; March began at 05:00
        assert balance(organization.pk, midnight - timedelta(seconds=1)).balance == 250
        assert balance(organization.pk, midnight).balance == 350

    def test_reading_the_balance_writes_nothing(self) -> None:
        organization = an_organization("UTC", now=datetime(2026, 3, 5, tzinfo=UTC))
        later = datetime(2026, 4, 2, tzinfo=UTC)
        assert balance(organization.pk, later).cycle_started_at == datetime(2026, 4, 1, tzinfo=UTC)
        assert grants_of(organization) == 1

    def test_what_is_read_is_what_the_next_movement_finds(self) -> None:
        organization = an_organization("UTC", now=datetime(2026, 3, 5, tzinfo=UTC))
        later = datetime(2026, 4, 2, tzinfo=UTC)
        before = balance(organization.pk, later)
        set_monthly_allowance(organization.pk, 300, now=later)
        assert balance(organization.pk, later) == before
        assert grants_of(organization) == 2

    def test_unused_monthly_credits_lapse_and_perpetual_ones_stay(self) -> None:
        organization = an_organization("UTC", now=datetime(2026, 3, 5, tzinfo=UTC), perpetual=50)
        grant(organization.pk, 7, bucket="monthly", reason="Gift", actor="test", now=datetime(2026, 3, 6, tzinfo=UTC))
        assert balance(organization.pk, datetime(2026, 3, 7, tzinfo=UTC)).balance == 357
        grant(organization.pk, 1, bucket="perpetual", reason="Tip", actor="test", now=datetime(2026, 4, 1, tzinfo=UTC))
        after = balance(organization.pk, datetime(2026, 4, 1, tzinfo=UTC))
        assert (after.monthly_allocated, after.monthly_remaining, after.perpetual) == (300, 300, 51)

    def test_after_a_long_downtime_only_the_present_month_is_granted(self) -> None:
        organization = an_organization("UTC", now=datetime(2026, 1, 5, tzinfo=UTC))
        hold(organization.pk, 10, operation="film", quote={}, now=datetime(2026, 8, 20, tzinfo=UTC))
        assert balance(organization.pk, datetime(2026, 8, 20, tzinfo=UTC)).balance == 340
        assert grants_of(organization) == 2

    def test_a_cycle_is_granted_once_even_if_the_clock_is_set_back(self) -> None:
        organization = an_organization("UTC", now=datetime(2026, 3, 5, tzinfo=UTC))
        for now in [
            datetime(2026, 4, 1, tzinfo=UTC),
            datetime(2026, 3, 31, tzinfo=UTC),
            datetime(2026, 4, 1, tzinfo=UTC),
        ]:
            hold(organization.pk, 1, operation="film", quote={}, now=now)
        assert grants_of(organization) == 2

    @pytest.mark.parametrize("moved_to", ["Pacific/Kiritimati", "America/Los_Angeles"])
    def test_moving_to_another_time_zone_grants_no_month_twice(self, moved_to: str) -> None:
        organization = an_organization("UTC", now=datetime(2026, 3, 5, tzinfo=UTC))
        hold(organization.pk, 1, operation="film", quote={}, now=datetime(2026, 4, 1, 0, 30, tzinfo=UTC))
        Organization.objects.filter(pk=organization.pk).update(timezone=moved_to)
        for hours in range(0, 48, 6):
            now = datetime(2026, 4, 1, 1, 0, tzinfo=UTC) + timedelta(hours=hours)
            hold(organization.pk, 1, operation="film", quote={}, now=now)
        assert grants_of(organization) == 2

    def test_released_after_its_cycle_the_monthly_share_lapses_and_the_perpetual_returns(self) -> None:
        organization = an_organization("UTC", now=datetime(2026, 3, 5, tzinfo=UTC), monthly=300, perpetual=50)
        held = hold(organization.pk, 320, operation="film", quote={}, now=datetime(2026, 3, 31, tzinfo=UTC))
        receipt = release(held.pk, reason="Not charged because it failed.", now=datetime(2026, 4, 1, tzinfo=UTC))
        assert (receipt.released, receipt.lapsed) == (320, 300)
        after = balance(organization.pk, datetime(2026, 4, 1, tzinfo=UTC))
        assert (after.monthly_remaining, after.monthly_allocated, after.perpetual) == (300, 300, 50)

    def test_captured_after_its_cycle_it_still_takes_monthly_credits_first(self) -> None:
        organization = an_organization("UTC", now=datetime(2026, 3, 5, tzinfo=UTC), monthly=300, perpetual=50)
        held = hold(organization.pk, 320, operation="film", quote={}, now=datetime(2026, 3, 31, tzinfo=UTC))
        receipt = capture(held.pk, 305, outcome="partial", now=datetime(2026, 4, 1, tzinfo=UTC))
        assert (receipt.captured, receipt.released, receipt.lapsed) == (305, 15, 0)
        assert balance(organization.pk, datetime(2026, 4, 1, tzinfo=UTC)).perpetual == 45

    def test_released_within_its_cycle_everything_returns(self) -> None:
        now = datetime(2026, 3, 5, tzinfo=UTC)
        organization = an_organization("UTC", now=now)
        before = balance(organization.pk, now)
        release(hold(organization.pk, 320, operation="film", quote={}, now=now).pk, reason="Not charged.", now=now)
        assert balance(organization.pk, now) == before

    def test_an_allowance_changed_in_mid_month_counts_from_the_next_cycle(self) -> None:
        organization = an_organization("UTC", now=datetime(2026, 3, 5, tzinfo=UTC), monthly=300, perpetual=0)
        set_monthly_allowance(organization.pk, 1000, now=datetime(2026, 3, 6, tzinfo=UTC))
        assert balance(organization.pk, datetime(2026, 3, 31, tzinfo=UTC)).balance == 300
        assert balance(organization.pk, datetime(2026, 4, 1, tzinfo=UTC)).balance == 1000

    def test_an_account_opens_once(self) -> None:
        organization = an_organization("UTC", now=datetime(2026, 3, 5, tzinfo=UTC))
        with pytest.raises(ValueError, match="account already"):
            open_account(organization.pk, perpetual=10)
        assert Account.objects.filter(organization=organization).count() == 1
