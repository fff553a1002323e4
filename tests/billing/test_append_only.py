"""History cannot be rewritten, by any code or console: the database refuses."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from billing import triggers
from billing.models import Account, Entry, Hold, Kind, Receipt, Transaction
from billing.services import capture, hold
from tests.world import NOW, World

pytestmark = [pytest.mark.both, pytest.mark.django_db]
HISTORY = [Transaction, Entry, Receipt]
CHANGES: dict[type, dict[str, object]] = {
    Transaction: {"reason": "It never happened."},
    Entry: {"amount": 1_000_000},
    Receipt: {"captured": 0},
}


@pytest.fixture
def history(world: World) -> World:
    held = hold(world.ada.organization.pk, 11, operation="film", quote={}, now=NOW)
    capture(held.pk, 11, outcome="succeeded", now=NOW)
    return world


def refused(change: Callable[[], object]) -> str:
    """The database's words when it refuses the change; fails when it does not."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        change()
    return str(refusal.value)


@pytest.mark.parametrize("model", HISTORY)
def test_history_cannot_be_changed(history: World, model: type) -> None:
    assert "append-only" in refused(lambda: model.objects.update(**CHANGES[model]))


@pytest.mark.parametrize("model", HISTORY)
def test_history_cannot_be_deleted(history: World, model: type) -> None:
    rows = model.objects.all()
    assert "append-only" in refused(lambda: rows._raw_delete(rows.db))


@pytest.mark.parametrize("model", HISTORY)
def test_history_cannot_be_replaced(history: World, model: type) -> None:
    table = model._meta.db_table
    statement = {
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",  # noqa: S608
        "postgresql": f"TRUNCATE {table} CASCADE",
    }[connection.vendor]
    connection.check_constraints()  # PostgreSQL truncates nothing while deferred checks are pending
    with connection.cursor() as cursor:
        assert "append-only" in refused(lambda: cursor.execute(statement))


def test_an_ended_hold_cannot_be_changed(history: World) -> None:
    words = {"sqlite": "an ended hold does not change", "postgresql": "append-only"}[connection.vendor]
    assert words in refused(lambda: Hold.objects.update(captured=1))
    assert Hold.objects.get().captured == 11


def test_a_hold_cannot_be_deleted(history: World) -> None:
    open_hold = hold(history.ada.organization.pk, 11, operation="film", quote={}, now=NOW)
    rows = Hold.objects.filter(pk=open_hold.pk)
    words = {"sqlite": "holds are not deleted", "postgresql": "append-only"}[connection.vendor]
    assert words in refused(lambda: rows._raw_delete(rows.db))
    assert rows.exists()


def test_a_tenant_with_history_cannot_be_deleted(history: World) -> None:
    entries = Entry.objects.count()
    assert "protected foreign keys: 'Account.organization'" in refused(history.ada.organization.delete)
    assert Entry.objects.count() == entries > 0


def test_installing_the_triggers_again_changes_nothing(history: World) -> None:
    triggers.install(connection)
    triggers.install(connection)
    assert "append-only" in refused(lambda: Entry.objects.update(amount=1_000_000))


def test_entries_that_do_not_sum_to_zero_are_refused_at_commit(history: World) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no deferred triggers; there the services and `ledger_audit` stand guard")
    account = Account.objects.get(organization=history.ada.organization)
    posted = Transaction.objects.create(account=account, kind=Kind.GRANT)

    def create_credits_from_nothing() -> None:
        Entry.objects.create(transaction=posted, account=account, book="perpetual", amount=5)
        connection.check_constraints()  # what a commit does

    assert "not to zero" in refused(create_credits_from_nothing)


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_drops_the_triggers_gets_them_back(history: World) -> None:
    """SQLite alters a column by rebuilding its table, which drops the triggers; `migrate` ends by installing them."""
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            editor._remake_table(Entry)
    else:
        triggers.lift(connection)
    with transaction.atomic():
        Entry.objects.filter(amount=11).update(amount=11)  # nothing refuses it now
    call_command("migrate", verbosity=0, stdout=StringIO())
    assert "append-only" in refused(lambda: Entry.objects.update(amount=1_000_000))


@pytest.mark.django_db(transaction=True)
def test_emptying_a_database_in_use_is_refused(history: World) -> None:
    with pytest.raises(Exception, match=r"append-only|couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)
    assert Entry.objects.exists()
