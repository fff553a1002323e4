"""`ledger_audit` recomputes everything from the entries and finds any difference."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from billing import triggers
from billing.audit import audit
from billing.models import Account, Entry, Hold, Receipt, Refund
from billing.services import capture, hold, refund, release
from tests.world import NOW, World

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def history(world: World) -> World:
    """A charge with a refund, a release and an open hold."""
    organization_id = world.ada.organization.pk
    held = hold(organization_id, 310, operation="film", quote={}, now=NOW)
    refund(capture(held.pk, 305, outcome="partial", now=NOW).pk, 2, reason="Noise.", actor="user_1", now=NOW)
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


def test_json_for_machines(history: World) -> None:
    out = StringIO()
    call_command("ledger_audit", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"accounts": 2, "entries": Entry.objects.count(), "differences": []}


def test_json_names_the_differences_and_still_fails(history: World) -> None:
    account = Account.objects.get(organization=history.ada.organization)
    Account.objects.filter(pk=account.pk).update(held=70)
    out = StringIO()
    with pytest.raises(SystemExit) as failure:
        call_command("ledger_audit", "--json", stdout=out)
    assert failure.value.code == 1
    assert json.loads(out.getvalue())["differences"] == [
        {"subject": account.pk, "what": "held", "recorded": 70, "recomputed": 7}
    ]


TAMPERINGS: dict[str, tuple[type[Model], dict[str, object], dict[str, object], set[str]]] = {
    "an entry": (
        Entry,
        {"book": "spent", "amount": 305},
        {"amount": 1},
        {
            "the sum of a transaction",
            "the sum of an account",
            "what was captured",
            "what a receipt says was captured",
        },
    ),
    "an open hold": (
        Hold,
        {"status": "open"},
        {"amount": 8, "monthly_amount": 0, "perpetual_amount": 8},
        {"what is held", "its perpetual share"},
    ),
    "an open hold's shares": (
        Hold,
        {"status": "open"},
        {"monthly_amount": 7, "perpetual_amount": 0},
        {"its monthly share", "its perpetual share"},
    ),
    "an ended hold": (Hold, {"captured": 305}, {"captured": 304}, {"what was captured"}),
    "a hold ended on paper": (
        Hold,
        {"status": "open"},
        {"status": "released", "ended_at": NOW},
        {"what is held", "the number of receipts of an ended hold"},
    ),
    "a charge on a receipt": (
        Receipt,
        {"captured": 305},
        {"captured": 0},
        {"what a receipt says was captured", "more refunded than captured"},
    ),
    "a release on a receipt": (Receipt, {"captured": 305}, {"released": 0}, {"what a receipt says was released"}),
    "a lapse on a receipt": (Receipt, {"released": 20}, {"lapsed": 1}, {"what a receipt says has lapsed"}),
    "a refund": (Refund, {}, {"amount": 1}, {"what was refunded", "the amount of a refund"}),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_found(history: World, tampering: str) -> None:
    model, rows, change, expected = TAMPERINGS[tampering]
    triggers.lift(connection)
    assert model._default_manager.filter(**rows).update(**change) == 1
    assert {difference.what for difference in audit()} == expected


def test_a_row_moved_to_a_strangers_account_is_found(history: World) -> None:
    stranger = Account.objects.get(organization=history.bob.organization)
    triggers.lift(connection)
    Entry.objects.filter(book="spent", amount=305).update(account=stranger)
    Receipt.objects.filter(captured=305).update(account=stranger)
    found = [difference.what for difference in audit()]
    assert found.count("a row in another account than its owner") == 3  # the receipt's refund with it
    assert found.count("the sum of an account") == 2


def test_a_missing_entry_is_found(history: World) -> None:
    triggers.lift(connection)
    rows = Entry.objects.filter(book="spent", amount=305)
    rows._raw_delete(rows.db)
    assert {"the sum of a transaction", "what was captured"} < {difference.what for difference in audit()}


def test_a_missing_receipt_is_found(history: World) -> None:
    triggers.lift(connection)
    rows = Receipt.objects.filter(released=20)
    rows._raw_delete(rows.db)
    assert [difference.what for difference in audit()] == ["the number of receipts of an ended hold"]


def test_it_takes_the_same_queries_however_long_the_history_is(history: World) -> None:
    with CaptureQueriesContext(connection) as short:
        audit()
    for _ in range(10):
        hold(history.bob.organization.pk, 1, operation="film", quote={}, now=NOW)
    with CaptureQueriesContext(connection) as longer:
        audit()
    assert len(longer) == len(short) <= 17
