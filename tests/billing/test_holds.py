"""A hold sets credits aside and ends once: captured, released or expired, always with a receipt."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.services import create_organization
from billing.budgets import set_budget
from billing.errors import AlreadyCharged, HoldEnded
from billing.models import Account, Hold, Receipt
from billing.services import (
    HOLD_LIFETIME,
    balance,
    capture,
    expire_holds,
    grant,
    hold,
    release,
    withdraw,
)
from tests.world import NOW, World
from wire.errors import InsufficientCredits

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def a_hold(world: World, amount: int = 11, **fields: object) -> Hold:
    fields = {"operation": "story.artifacts", "quote": {"total": amount}, "now": NOW} | fields
    return hold(world.ada.organization.pk, amount, **fields)  # type: ignore[arg-type]


def balance_of(world: World) -> tuple[int, int, int]:
    """(monthly, perpetual, held)"""
    now = balance(world.ada.organization.pk, NOW)
    return now.monthly_remaining, now.perpetual, now.held


def test_monthly_credits_are_held_before_perpetual_ones(world: World) -> None:
    held = a_hold(world, 310)
    assert (held.monthly_amount, held.perpetual_amount) == (300, 10)
    assert balance_of(world) == (0, 190, 310)


def test_the_balance_is_what_can_be_spent(world: World) -> None:
    a_hold(world, 50)
    now = balance(world.ada.organization.pk, NOW)
    assert now.balance == now.monthly_remaining + now.perpetual == 450
    assert (now.monthly_allocated, now.monthly_used, now.monthly_remaining) == (300, 50, 250)


def test_more_than_there_is_cannot_be_held_and_nothing_is(world: World) -> None:
    with pytest.raises(InsufficientCredits) as refusal:
        a_hold(world, 501)
    assert refusal.value.details == {"required": 501, "available": 500}
    assert not Hold.objects.exists()
    assert balance_of(world) == (300, 200, 0)


def test_all_there_is_can_be_held(world: World) -> None:
    a_hold(world, 500)
    assert balance_of(world) == (0, 0, 500)


def test_held_credits_cannot_be_held_again(world: World) -> None:
    a_hold(world, 500)
    with pytest.raises(InsufficientCredits) as refusal:
        a_hold(world, 1)
    assert refusal.value.details == {"required": 1, "available": 0}


def test_a_refusal_leaves_the_callers_transaction_usable(world: World) -> None:
    with transaction.atomic():
        with pytest.raises(InsufficientCredits):
            a_hold(world, 501)
        a_hold(world, 5)
    assert balance_of(world)[2] == 5


def test_an_organization_without_an_account_has_no_credits(world: World) -> None:
    organization = create_organization("Fresh", world.ada.owner, now=NOW)
    assert balance(organization.pk, NOW).balance == 0
    with pytest.raises(InsufficientCredits) as refusal:
        hold(organization.pk, 1, operation="film", quote={}, now=NOW)
    assert refusal.value.details == {"required": 1, "available": 0}


def test_the_neighbours_credits_are_untouched(world: World) -> None:
    a_hold(world, 500)
    assert balance(world.bob.organization.pk, NOW).balance == 500


def test_a_capture_charges_the_hold(world: World) -> None:
    receipt = capture(a_hold(world, 310).pk, 310, outcome="succeeded", now=NOW)
    assert (receipt.captured, receipt.released, receipt.reason) == (310, 0, "Charged as quoted.")
    assert balance_of(world) == (0, 190, 0)


def test_a_partial_capture_takes_monthly_first_and_releases_the_rest(world: World) -> None:
    receipt = capture(a_hold(world, 310).pk, 302, outcome="partial", now=NOW)
    assert (receipt.captured, receipt.released) == (302, 8)
    assert balance_of(world) == (0, 198, 0)


def test_more_than_was_held_cannot_be_captured(world: World) -> None:
    held = a_hold(world, 11)
    with pytest.raises(ValueError, match="12 of a hold of 11"):
        capture(held.pk, 12, outcome="succeeded", now=NOW)
    held.refresh_from_db()
    assert held.status == "open"


def test_capturing_nothing_is_a_release(world: World) -> None:
    receipt = capture(a_hold(world).pk, 0, outcome="succeeded", now=NOW)
    assert (receipt.outcome, receipt.captured, receipt.released) == ("released", 0, 11)


def test_a_release_returns_everything_and_says_why(world: World) -> None:
    held = a_hold(world, 310, job_id="job_1")
    receipt = release(held.pk, reason="Not charged because the voice provider was away.", now=NOW)
    assert balance_of(world) == (300, 200, 0)
    assert receipt.as_dict() == {
        "id": receipt.pk,
        "holdId": held.pk,
        "jobId": "job_1",
        "quote": {"total": 310},
        "outcome": "released",
        "captured": 0,
        "released": 310,
        "lapsed": 0,
        "reason": "Not charged because the voice provider was away.",
        "refunded": 0,
        "refunds": [],
        "createdAt": "2026-03-14T12:00:00.000Z",
    }


@pytest.mark.parametrize("first", ["capture", "release", "expire"])
@pytest.mark.parametrize("second", ["capture", "release"])
def test_a_hold_ends_once(world: World, first: str, second: str) -> None:
    held = a_hold(world)
    end = {
        "capture": lambda: capture(held.pk, 11, outcome="succeeded", now=NOW),
        "release": lambda: release(held.pk, reason="Not charged.", now=NOW),
        "expire": lambda: expire_holds(NOW + HOLD_LIFETIME, lambda _: False),
    }
    end[first]()
    settled = balance_of(world)
    with pytest.raises(HoldEnded):
        end[second]()
    assert balance_of(world) == settled
    assert Receipt.objects.filter(hold=held).count() == 1


def test_the_database_itself_refuses_a_second_ending(world: World) -> None:
    held = a_hold(world)
    release(held.pk, reason="Not charged.", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(
            hold=held, account=held.account, quote={}, outcome="again", captured=0, released=11, reason="Again."
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=held.pk).update(status="open", ended_at=None)


@pytest.mark.parametrize("column", ["monthly_balance", "perpetual_balance", "held"])
def test_the_database_itself_refuses_a_negative_balance(world: World, column: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(organization=world.ada.organization).update(**{column: -1})


class TestExpiry:
    def test_an_old_hold_that_nobody_uses_expires(self, world: World) -> None:
        held = a_hold(world, job_id="job_dead")
        (receipt,) = expire_holds(NOW + HOLD_LIFETIME, lambda _: False)
        assert (receipt.hold_id, receipt.outcome, receipt.captured) == (held.pk, "expired", 0)
        assert receipt.reason == "Not charged because the work was never finished."
        assert balance_of(world) == (300, 200, 0)

    def test_a_live_job_keeps_its_hold(self, world: World) -> None:
        a_hold(world, job_id="job_live")
        assert expire_holds(NOW + HOLD_LIFETIME, lambda job_id: job_id == "job_live") == []
        assert balance_of(world)[2] == 11

    def test_a_young_hold_stays(self, world: World) -> None:
        a_hold(world)
        assert expire_holds(NOW + HOLD_LIFETIME - timedelta(seconds=1), lambda _: False) == []

    def test_a_hold_without_a_job_expires_too(self, world: World) -> None:
        a_hold(world, job_id=None)
        assert len(expire_holds(NOW + HOLD_LIFETIME, lambda _: True)) == 1


class TestOneLiveChargePerTake:
    charge = {"operation": "story.finalize_audio", "artifact_id": "art_1", "revision": 2}

    def test_an_open_charge_keeps_a_second_one_out(self, world: World) -> None:
        first = a_hold(world, 6, **self.charge)
        with pytest.raises(AlreadyCharged) as refusal:
            a_hold(world, 6, **self.charge)
        assert refusal.value.details == {"hold_id": first.pk, "status": "open", "allowed": []}
        assert balance_of(world)[2] == 6

    def test_a_captured_charge_keeps_a_second_one_out(self, world: World) -> None:
        capture(a_hold(world, 6, **self.charge).pk, 6, outcome="succeeded", now=NOW)
        with pytest.raises(AlreadyCharged):
            a_hold(world, 6, **self.charge)

    def test_after_a_failure_it_can_be_tried_again(self, world: World) -> None:
        release(a_hold(world, 6, **self.charge).pk, reason="Not charged because it failed.", now=NOW)
        assert a_hold(world, 6, **self.charge).status == "open"

    @pytest.mark.parametrize("change", [{"revision": 3}, {"operation": "story.finalize_video"}, {"take": 2}])
    def test_another_revision_operation_or_take_is_another_charge(self, world: World, change: dict) -> None:
        capture(a_hold(world, 6, **self.charge).pk, 6, outcome="succeeded", now=NOW)
        assert a_hold(world, 6, **self.charge | change).status == "open"

    def test_the_database_itself_refuses_a_second_one(self, world: World) -> None:
        first = a_hold(world, 6, **self.charge)
        twin = Hold.objects.get(pk=first.pk)
        twin.pk, twin._state.adding = "hold_twin", True
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()


class TestGrantsAndWithdrawals:
    def test_a_perpetual_grant_stays_beside_the_months(self, world: World) -> None:
        grant(world.ada.organization.pk, 40, bucket="perpetual", reason="Top-up", actor="user_1", now=NOW)
        assert balance_of(world) == (300, 240, 0)

    def test_a_monthly_grant_raises_this_months_allocation(self, world: World) -> None:
        grant(world.ada.organization.pk, 40, bucket="monthly", reason="Gift", actor="user_1", now=NOW)
        now = balance(world.ada.organization.pk, NOW)
        assert (now.monthly_allocated, now.monthly_used, now.monthly_remaining) == (340, 0, 340)

    def test_a_withdrawal_takes_from_one_bucket_and_no_more_than_it_has(self, world: World) -> None:
        withdraw(world.ada.organization.pk, 200, bucket="perpetual", reason="Refunded", actor="user_1", now=NOW)
        with pytest.raises(InsufficientCredits):
            withdraw(world.ada.organization.pk, 1, bucket="perpetual", reason="Refunded", actor="user_1", now=NOW)
        assert balance_of(world) == (300, 0, 0)

    @pytest.mark.parametrize("amount", [0, -5])
    def test_amounts_are_positive(self, world: World, amount: int) -> None:
        with pytest.raises(ValueError, match="positive"):
            grant(world.ada.organization.pk, amount, bucket="perpetual", reason="", actor="", now=NOW)
        with pytest.raises(ValueError, match="positive"):
            a_hold(world, amount)


class TestCost:
    """The hot path reads and writes a fixed handful of rows, however long the history is."""

    queries = {"postgresql": 1, "sqlite": 6}

    def test_a_hold_is_one_statement_on_postgresql(self, world: World, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(self.queries[connection.vendor], connection=connection):  # type: ignore[operator]
            a_hold(world, 6, operation="story.finalize_audio", artifact_id="art_1", revision=1)

    def test_so_is_one_on_behalf_of_a_key(self, world: World, django_assert_num_queries: object) -> None:
        set_budget(world.ada.key, 100, by=None, now=NOW)
        # On SQLite one more: the budget's count.
        count = self.queries[connection.vendor] + (connection.vendor == "sqlite")
        with django_assert_num_queries(count, connection=connection):  # type: ignore[operator]
            a_hold(world, 6, key_id=world.ada.key.pk)

    def test_so_is_a_capture(self, world: World, django_assert_num_queries: object) -> None:
        held = a_hold(world, 310)
        # On SQLite two more: the receipt, and what goes back to a key's budget.
        count = self.queries[connection.vendor] + 2 * (connection.vendor == "sqlite")
        with django_assert_num_queries(count, connection=connection):  # type: ignore[operator]
            capture(held.pk, 305, outcome="partial", now=NOW)

    def test_reading_the_balance_takes_one_query(self, world: World, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(1, connection=connection):  # type: ignore[operator]
            balance(world.ada.organization.pk, NOW)
