"""A charge can be given back, in parts and never above itself; every adjustment has a reason and an audit entry."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import AuditEvent
from billing import triggers
from billing.audit import audit
from billing.errors import RefundTooLarge
from billing.models import Kind, Receipt, Refund, Transaction
from billing.services import balance, capture, grant, hold, refund, release, withdraw
from tests.world import NOW, World
from wire.errors import ValidationFailed

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def charge(world: World) -> Receipt:
    """310 credits held, 305 captured: 300 of the month's and 5 perpetual ones."""
    held = hold(world.ada.organization.pk, 310, operation="film", quote={}, job_id="job_1", now=NOW)
    return capture(held.pk, 305, outcome="partial", now=NOW)


def buckets(world: World, now: datetime = LATER) -> tuple[int, int]:
    at = balance(world.ada.organization.pk, now)
    return at.monthly_remaining, at.perpetual


def test_refunded_credits_are_perpetual_whatever_they_were(world: World, charge: Receipt) -> None:
    assert buckets(world) == (0, 195)
    refund(charge.pk, 305, reason="The voice was wrong.", actor="user_1", now=LATER)
    assert buckets(world) == (0, 500)
    assert buckets(world, datetime(2026, 4, 1, tzinfo=UTC)) == (300, 500)


def test_a_refund_is_a_movement_of_its_own(charge: Receipt) -> None:
    given_back = refund(charge.pk, 5, reason="The voice was wrong.", actor="user_1", now=LATER)
    posted = Transaction.objects.get(kind=Kind.REFUND)
    assert (posted.hold_id, posted.reason, posted.actor, posted.created_at) == (
        charge.hold_id,
        "The voice was wrong.",
        "user_1",
        LATER,
    )
    assert dict(posted.entries.values_list("book", "amount")) == {"spent": -5, "perpetual": 5}
    assert given_back.transaction == posted


def test_the_receipt_shows_its_refunds(charge: Receipt) -> None:
    first = refund(charge.pk, 5, reason="The voice was wrong.", actor="user_1", now=LATER)
    refund(charge.pk, 100, reason="So was the music.", actor="user_1", now=LATER)
    printed = Receipt.objects.get(pk=charge.pk).as_dict()
    assert (printed["captured"], printed["refunded"]) == (305, 105)
    assert printed["refunds"][0] == {
        "id": first.pk,
        "amount": 5,
        "reason": "The voice was wrong.",
        "createdAt": "2026-03-14T13:00:00.000Z",
    }
    assert [given["amount"] for given in printed["refunds"]] == [5, 100]


def test_parts_add_up_to_the_charge_and_no_more(world: World, charge: Receipt) -> None:
    refund(charge.pk, 300, reason="Half of it was noise.", actor="user_1", now=LATER)
    with pytest.raises(RefundTooLarge) as refusal:
        refund(charge.pk, 6, reason="All of it was.", actor="user_1", now=LATER)
    assert refusal.value.details == {"field": "amount", "refundable": 5}
    refund(charge.pk, 5, reason="All of it was.", actor="user_1", now=LATER)
    assert buckets(world) == (0, 500)
    assert audit() == []


def test_what_was_released_cannot_be_refunded(world: World) -> None:
    held = hold(world.ada.organization.pk, 10, operation="film", quote={}, now=NOW)
    receipt = release(held.pk, reason="Not charged because it failed.", now=NOW)
    with pytest.raises(RefundTooLarge):
        refund(receipt.pk, 1, reason="Please.", actor="user_1", now=LATER)


def test_the_database_itself_refuses_a_refund_above_the_charge(charge: Receipt) -> None:
    given_back = refund(charge.pk, 300, reason="Noise.", actor="user_1", now=LATER)
    posted = Transaction.objects.create(account_id=charge.account_id, hold_id=charge.hold_id, kind=Kind.REFUND)
    again = Refund(receipt=charge, transaction=posted, amount=6, reason="Noise.", actor="user_1")
    with pytest.raises(DatabaseError, match="refunds exceed what was captured"), transaction.atomic():
        again.save(force_insert=True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Refund.objects.filter(pk=given_back.pk).update(amount=1)


def test_a_tampered_refund_is_found(charge: Receipt) -> None:
    refund(charge.pk, 5, reason="Noise.", actor="user_1", now=LATER)
    triggers.lift(connection)
    Refund.objects.update(amount=4)
    assert {difference.what for difference in audit()} == {"what was refunded", "the amount of a refund"}


def test_every_adjustment_is_audited_with_its_reason(world: World, charge: Receipt) -> None:
    organization_id = world.ada.organization.pk
    grant(organization_id, 40, bucket="perpetual", reason="Bought.", actor="user_1", now=LATER)
    withdraw(organization_id, 30, bucket="perpetual", reason="Bought by mistake.", actor="user_2", now=LATER)
    refund(charge.pk, 5, reason="Noise.", actor="user_3", now=LATER)
    events = AuditEvent.objects.filter(organization_id=organization_id, at=LATER).order_by("pk")
    assert [(event.action, event.actor, event.details["amount"], event.details["reason"]) for event in events] == [
        ("credits.granted", "user_1", 40, "Bought."),
        ("credits.withdrawn", "user_2", 30, "Bought by mistake."),
        ("receipt.refunded", "user_3", 5, "Noise."),
    ]


def test_no_adjustment_without_a_reason(world: World, charge: Receipt) -> None:
    organization_id = world.ada.organization.pk
    for adjust in [
        lambda: grant(organization_id, 1, bucket="perpetual", reason=" ", actor="user_1", now=LATER),
        lambda: withdraw(organization_id, 1, bucket="perpetual", reason="", actor="user_1", now=LATER),
        lambda: refund(charge.pk, 1, reason="", actor="user_1", now=LATER),
    ]:
        with pytest.raises(ValidationFailed) as refusal:
            adjust()
        assert refusal.value.details == {"field": "reason"}
    assert buckets(world) == (0, 195)


def test_a_refund_takes_seven_queries(charge: Receipt, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(7, connection=connection):  # type: ignore[operator]
        refund(charge.pk, 5, reason="Noise.", actor="user_1", now=LATER)
