"""What is due by the clock: each month granted once to every account, in bounded batches; forgotten holds end."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import Organization
from billing import schedule
from billing.audit import audit
from billing.models import Hold, Kind, Transaction
from billing.services import HOLD_LIFETIME, balance, hold, release
from tests.world import make_tenant

pytestmark = [pytest.mark.both, pytest.mark.django_db]
MARCH = datetime(2026, 3, 5, tzinfo=UTC)
APRIL = datetime(2026, 4, 2, tzinfo=UTC)


@pytest.fixture
def organizations() -> list[Organization]:
    return [make_tenant(f"Tenant{n}", now=MARCH).organization for n in range(5)]


def grants(**of: object) -> int:
    return Transaction.objects.filter(kind=Kind.CYCLE, **of).count()


def test_every_account_is_granted_its_month_without_being_used(organizations: list[Organization]) -> None:
    hold(organizations[0].pk, 100, operation="film", quote={}, now=MARCH)
    assert schedule.run(APRIL).granted == 5
    assert grants(cycle=APRIL.replace(day=1).date()) == 5
    assert {balance(each.pk, APRIL).monthly_remaining for each in organizations} == {300}
    assert audit() == []


def test_running_again_does_nothing(organizations: list[Organization]) -> None:
    schedule.run(APRIL)
    history = Transaction.objects.count()
    for later in [APRIL, APRIL + timedelta(days=27), APRIL - timedelta(days=5)]:
        assert schedule.run(later).granted == 0
    assert Transaction.objects.count() == history


def test_an_account_that_moved_first_is_not_granted_twice(organizations: list[Organization]) -> None:
    hold(organizations[0].pk, 1, operation="film", quote={}, now=APRIL)
    assert schedule.run(APRIL).granted == 4
    assert grants(account__organization=organizations[0]) == 2


def test_after_months_of_downtime_the_present_month_is_granted_and_no_other(organizations: list[Organization]) -> None:
    late = datetime(2026, 9, 20, tzinfo=UTC)
    assert schedule.run(late).granted == 5
    assert grants(account__organization=organizations[0]) == 2
    assert balance(organizations[0].pk, late).balance == 500


def test_batches_cover_all_accounts_at_a_constant_number_of_queries(organizations: list[Organization]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as whole:
        assert schedule.grant_due_cycles(APRIL, batch=100) == 5
    may = datetime(2026, 5, 2, tzinfo=UTC)
    with CaptureQueriesContext(connection) as split:
        assert schedule.grant_due_cycles(may, batch=1) == 5
    # The last query of each finds no more accounts.
    per_batch = len(whole) - 1
    assert per_batch <= 8
    assert len(split) - 1 == 5 * per_batch


@pytest.mark.parametrize(
    ("timezone", "midnight"),
    [
        ("America/New_York", datetime(2026, 4, 1, 4, tzinfo=UTC)),  # summer time since 8 March
        ("Australia/Lord_Howe", datetime(2026, 3, 31, 13, tzinfo=UTC)),  # five days before a half-hour change
        ("Pacific/Kiritimati", datetime(2026, 3, 31, 10, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 3, 31, 18, 15, tzinfo=UTC)),
    ],
)
def test_a_month_begins_at_the_organizations_own_midnight(timezone: str, midnight: datetime) -> None:
    make_tenant("Tess", timezone=timezone, now=MARCH)
    assert schedule.run(midnight - timedelta(seconds=1)).granted == 0
    assert schedule.run(midnight).granted == 1
    assert schedule.run(midnight + timedelta(hours=14)).granted == 0


def test_a_suspended_organization_is_granted_nothing_until_it_is_reinstated(organizations: list[Organization]) -> None:
    suspended = Organization.objects.filter(pk=organizations[0].pk)
    suspended.update(suspended_at=MARCH)
    assert schedule.run(APRIL).granted == 4
    assert balance(organizations[0].pk, APRIL).cycle_started_at == datetime(2026, 3, 1, tzinfo=UTC)
    suspended.update(suspended_at=None)
    assert schedule.run(APRIL).granted == 1


def test_a_movement_does_not_grant_it_either(organizations: list[Organization]) -> None:
    held = hold(organizations[0].pk, 100, operation="film", quote={}, now=MARCH)
    Organization.objects.filter(pk=organizations[0].pk).update(suspended_at=MARCH)
    receipt = release(held.pk, reason="Not charged because it was canceled.", now=APRIL)
    assert (receipt.released, receipt.lapsed) == (100, 0)
    assert grants(account__organization=organizations[0]) == 1


def test_forgotten_holds_expire_and_those_of_live_jobs_stay(organizations: list[Organization]) -> None:
    for job_id in ["job_live", "job_dead", None]:
        hold(organizations[0].pk, 5, operation="film", quote={}, job_id=job_id, now=MARCH)
    report = schedule.run(MARCH + HOLD_LIFETIME, is_live=lambda job_id: job_id == "job_live")
    assert report.expired == 2
    assert Hold.objects.get(status="open").job_id == "job_live"


def test_a_named_function_says_which_jobs_live(
    organizations: list[Organization], settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(organizations[0].pk, 5, operation="film", quote={}, job_id="job_1", now=MARCH)
    settings.STUDIO_LIVE_JOB = ""  # type: ignore[attr-defined]
    assert schedule.run(MARCH + HOLD_LIFETIME).expired == 0, "who cannot ask must not take a hold from a job"
    settings.STUDIO_LIVE_JOB = "generation.jobs.sweeper.is_live"  # type: ignore[attr-defined]
    assert schedule.run(MARCH + HOLD_LIFETIME).expired == 1, "there is no such job"


def test_holds_of_live_jobs_do_not_hide_those_behind_them(
    organizations: list[Organization], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("billing.services.EXPIRY_BATCH", 2)
    for n in range(7):
        hold(organizations[0].pk, 1, operation="film", quote={}, job_id=f"job_{n}", now=MARCH)
    asked: list[str] = []

    def is_live(job_id: str) -> bool:
        asked.append(job_id)
        return job_id != "job_6"

    assert schedule.run(MARCH + HOLD_LIFETIME, is_live=is_live).expired == 1
    assert sorted(asked) == [f"job_{n}" for n in range(7)]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_grant_once(organizations: list[Organization]) -> None:
    together, granted = Barrier(2), []

    def run_now() -> None:
        together.wait(10)
        granted.append(schedule.grant_due_cycles(APRIL, batch=2))
        connections.close_all()

    runs = [Thread(target=run_now) for _ in range(2)]
    for each in runs:
        each.start()
    for each in runs:
        each.join(30)
    schedule.run(APRIL)
    assert grants(cycle=APRIL.replace(day=1).date()) == 5
    assert audit() == []
