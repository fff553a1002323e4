"""A key spends no more in a month than its budget: what is held or captured counts, what is released does not."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.keys import rotate_key
from accounts.models import AuditEvent
from billing.audit import audit
from billing.budgets import Spending, set_budget, spending_of
from billing.dry_run import preview
from billing.models import Hold, KeyBudget
from billing.services import HOLD_LIFETIME, capture, expire_holds, hold, refund, release
from tests.databases import process_environment
from tests.world import NOW, World
from wire.errors import KeyBudgetExceeded, ValidationFailed

pytestmark = [pytest.mark.both, pytest.mark.django_db]
REPOSITORY = Path(__file__).parents[2]
LAST_SECOND, APRIL = datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def limited(world: World) -> World:
    """Ada's key may spend 100 credits a month."""
    set_budget(world.ada.key, 100, by=world.ada.owner, now=NOW)
    return world


def by_key(world: World, amount: int, *, now: datetime = NOW, key_id: str | None = None) -> Hold:
    asker = key_id or world.ada.key.pk
    return hold(world.ada.organization.pk, amount, operation="film", quote={}, key_id=asker, now=now)


def spent(world: World, now: datetime = NOW) -> int:
    return spending_of([world.ada.key], now=now)[world.ada.key.pk].spent


def test_a_budget_can_be_spent_to_its_last_credit_and_no_further(limited: World) -> None:
    capture(by_key(limited, 60).pk, 60, outcome="succeeded", now=NOW)
    by_key(limited, 36)
    with pytest.raises(KeyBudgetExceeded) as refusal:
        by_key(limited, 5)
    assert refusal.value.details == {
        "required": 5, "budget": 100, "spent": 96, "left": 4, "resets_at": "2026-04-01T00:00:00Z",
    }  # fmt: skip
    assert refusal.value.message == (
        "This API key's budget is 100 credits a month. 96 are spent or held, 4 are left, and this needs 5. Raise the "
        "budget on the dashboard's API keys page, use another key, or wait until 1 April 2026 (UTC)."
    )
    by_key(limited, 4)
    assert spending_of([limited.ada.key], now=NOW)[limited.ada.key.pk] == Spending(100, 100, APRIL)
    assert audit() == []


def test_a_refusal_leaves_the_callers_transaction_usable_and_holds_nothing(limited: World) -> None:
    with transaction.atomic():
        with pytest.raises(KeyBudgetExceeded):
            by_key(limited, 101)
        by_key(limited, 100)
    assert Hold.objects.count() == 1


def test_what_is_released_expires_or_is_not_captured_comes_back(limited: World) -> None:
    release(by_key(limited, 50).pk, reason="Not charged.", now=NOW)
    assert spent(limited) == 0
    receipt = capture(by_key(limited, 50).pk, 20, outcome="partial", now=NOW)
    assert (spent(limited), receipt.key_id) == (20, limited.ada.key.pk)
    by_key(limited, 80)
    expire_holds(NOW + HOLD_LIFETIME, lambda _: False)
    assert spent(limited) == 20
    refund(receipt.pk, 20, reason="Noise.", actor="user_1", now=NOW)
    assert spent(limited) == 20, "a refund is the organization's"
    assert audit() == []


def test_a_month_of_utc_begins_with_the_whole_budget_and_the_last_ones_holds_are_its_own(limited: World) -> None:
    late = by_key(limited, 90, now=LAST_SECOND)
    with pytest.raises(KeyBudgetExceeded):
        by_key(limited, 11, now=LAST_SECOND)
    assert spent(limited, APRIL) == 0
    by_key(limited, 95, now=APRIL)
    release(late.pk, reason="Not charged.", now=APRIL)
    assert spent(limited, APRIL) == 95
    with pytest.raises(KeyBudgetExceeded):
        by_key(limited, 6, now=APRIL)
    assert audit() == []


def test_a_host_whose_clock_is_behind_counts_in_the_month_that_has_begun(limited: World) -> None:
    by_key(limited, 60, now=APRIL)
    late = by_key(limited, 40, now=LAST_SECOND)
    assert late.budget_month == APRIL.date()
    with pytest.raises(KeyBudgetExceeded):
        by_key(limited, 1, now=LAST_SECOND)
    release(late.pk, reason="Not charged.", now=APRIL)
    assert spent(limited, APRIL) == 60


def test_without_a_budget_a_key_is_counted_all_the_same(world: World) -> None:
    by_key(world, 60)
    assert spent(world) == 60
    set_budget(world.ada.key, 70, by=None, now=NOW)
    with pytest.raises(KeyBudgetExceeded):
        by_key(world, 11)
    set_budget(world.ada.key, None, by=None, now=NOW)
    by_key(world, 11)


def test_a_budget_below_what_is_spent_stops_the_key_and_takes_nothing_back(limited: World) -> None:
    held = by_key(limited, 60)
    set_budget(limited.ada.key, 10, by=None, now=NOW)
    now = spending_of([limited.ada.key], now=NOW)[limited.ada.key.pk]
    assert (now.spent, now.left, now.percent) == (60, 0, 100)
    with pytest.raises(KeyBudgetExceeded):
        by_key(limited, 1)
    assert capture(held.pk, 60, outcome="succeeded", now=NOW).captured == 60


def test_a_rotated_key_shares_the_budget_with_its_successor(limited: World) -> None:
    by_key(limited, 60)
    new, _ = rotate_key(limited.ada.key, now=NOW)
    newest, _ = rotate_key(new, overlap=timedelta(0), now=NOW)
    by_key(limited, 30, key_id=newest.pk)
    with pytest.raises(KeyBudgetExceeded):
        by_key(limited, 11)
    with pytest.raises(KeyBudgetExceeded):
        by_key(limited, 11, key_id=newest.pk)
    assert {one.spent for one in spending_of([limited.ada.key, new, newest], now=NOW).values()} == {90}
    assert audit() == []


def test_other_keys_and_the_organizations_own_people_are_not_bounded(limited: World) -> None:
    other, _ = limited.ada.another_key()
    by_key(limited, 150, key_id=other.pk)
    hold(limited.ada.organization.pk, 150, operation="film", quote={}, now=NOW)
    assert (spent(limited), KeyBudget.objects.count()) == (0, 2)


def test_a_key_that_is_gone_or_anothers_counts_nowhere(limited: World) -> None:
    assert by_key(limited, 150, key_id="key_gone").budget_month is None
    assert audit() == []


def test_a_dry_run_says_that_it_would_fail_and_counts_nothing(limited: World) -> None:
    with preview(limited.ada.organization.pk, now=NOW) as result:
        by_key(limited, 101)
    assert result.error is not None
    assert (result.error.code, result.available_before, result.available_after) == ("key_budget_exceeded", 500, 500)
    with preview(limited.ada.organization.pk, now=NOW) as result:
        by_key(limited, 100)
    assert result.error is None
    assert spent(limited) == 0


def test_setting_a_budget_is_audited_once(limited: World) -> None:
    set_budget(limited.ada.key, 100, by=limited.ada.owner, now=NOW)
    (event,) = AuditEvent.objects.filter(action="key.budget_set")
    assert (event.actor, event.target) == (limited.ada.owner.pk, limited.ada.key.pk)
    assert event.details == {"before": None, "after": 100}


@pytest.mark.parametrize("credits", [-1, 10**18])
def test_an_absurd_budget_is_refused(world: World, credits: int) -> None:
    with pytest.raises(ValidationFailed, match="A budget is 0 to") as refusal:
        set_budget(world.ada.key, credits, by=None)
    assert refusal.value.details == {"field": "monthly_budget"}


def test_the_audit_finds_a_count_that_is_wrong(limited: World) -> None:
    by_key(limited, 60)
    KeyBudget.objects.update(spent=61)
    (difference,) = audit()
    assert (difference.recorded, difference.recomputed) == (61, 60)


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first_of_the_month", [True, False])
def test_fifty_requests_at_once_spend_the_budget_exactly(world: World, is_first_of_the_month: bool) -> None:
    """Whether or not the month's row is there yet: thirty-three times 3 credits go into a budget of 100."""
    month = timezone.now().date().replace(day=1)
    set_budget(world.ada.key, 100, by=None)
    if is_first_of_the_month:
        KeyBudget.objects.update(month=month - timedelta(days=40), spent=77)
    asked = [world.ada.organization.pk, world.ada.key.pk, "50", "3"]
    race = subprocess.run(
        [sys.executable, "-m", "tests.billing.budget_rival", *asked],
        cwd=REPOSITORY, env=process_environment(), capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert race.returncode == 0, race.stderr
    assert json.loads(race.stdout) == {"held": 33, "refused": 17}
    assert spending_of([world.ada.key])[world.ada.key.pk].spent == 99
    assert audit() == []
