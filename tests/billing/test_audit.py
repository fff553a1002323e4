"""`ledger_audit` recomputes everything from the entries and finds any difference."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from billing import triggers
from billing.audit import audit
from billing.models import Account, Entry, Hold, Receipt
from billing.services import capture, hold, release
from tests.world import NOW, World

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def history(world: World) -> World:
    """A charge, a release and an open hold."""
    organization_id = world.ada.organization.pk
    capture(hold(organization_id, 310, operation="film", quote={}, now=NOW).pk, 305, outcome="partial", now=NOW)
    release(hold(organization_id, 20, operation="film", quote={}, now=NOW).pk, reason="Not charged.", now=NOW)
    hold(organization_id, 7, operation="film", quote={}, now=NOW)
    return world


def test_a_sound_ledger_passes(history: World) -> None:
    out = StringIO()
    call_command("ledger_audit", stdout=out)
    assert "the ledger adds up" in out.getvalue()


@pytest.mark.parametrize("column", ["monthly_balance", "perpetual_balance", "held"])
def test_a_wrong_balance_is_found(history: World, column: str) -> None:
    account = Account.objects.get(organization=history.bob.organization)
    wrong = getattr(account, column) + 1
    Account.objects.filter(pk=account.pk).update(**{column: wrong, "monthly_allocated": 1000})
    (difference,) = audit()
    assert (difference.subject, difference.what, difference.recorded) == (account.pk, column, wrong)


def test_the_command_fails_and_names_what_is_wrong(history: World) -> None:
    Account.objects.filter(organization=history.ada.organization).update(perpetual_balance=9999)
    err = StringIO()
    with pytest.raises(CommandError, match="1 differences") as failure:
        call_command("ledger_audit", stderr=err)
    assert failure.value.returncode == 1
    assert "perpetual_balance is recorded as 9999" in err.getvalue()


def test_a_tampered_entry_is_found(history: World) -> None:
    triggers.lift(connection)
    Entry.objects.filter(book="spent").update(amount=1)
    found = {difference.what for difference in audit()}
    assert found == {"the sum of a transaction", "what was captured"}


def test_a_tampered_hold_is_found(history: World) -> None:
    Hold.objects.filter(status="open").update(amount=8, monthly_amount=0, perpetual_amount=8)
    (difference,) = audit()
    assert (difference.recorded, difference.recomputed) == (8, 7)


def test_a_missing_receipt_is_found(history: World) -> None:
    triggers.lift(connection)
    rows = Receipt.objects.filter(captured=305)
    rows._raw_delete(rows.db)
    assert [difference.what for difference in audit()] == ["the number of receipts of an ended hold"]
