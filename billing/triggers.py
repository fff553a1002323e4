"""Triggers that keep the ledger append-only, whatever code or console writes to the database.

They are installed after every `migrate`, because SQLite rebuilds a table to alter a column and silently drops its
triggers. Installing twice changes nothing. PostgreSQL also checks at commit that a transaction's entries sum to zero.
"""

from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY = ("billing_transaction", "billing_entry", "billing_receipt", "billing_refund")
HOLDS = "billing_hold"
WITHIN_CAPTURE = "billing_refund_within_capture"
_EXCEEDED = "refunds exceed what was captured"
# True of a new refund that is too much; its account's lock keeps rivals out of the sum.
_EXCEEDS_CAPTURE = (
    "NEW.amount + (SELECT COALESCE(SUM(amount), 0) FROM billing_refund WHERE receipt_id = NEW.receipt_id) "
    "> (SELECT captured FROM billing_receipt WHERE id = NEW.receipt_id)"
)


def install_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that are missing; a no-op where the tables are (migrated back to zero)."""
    if not {*APPEND_ONLY, HOLDS} <= set(connection.introspection.table_names()):
        return
    _run(connection, _SQLITE_INSTALL if connection.vendor == "sqlite" else _POSTGRES_INSTALL)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers, so that a test database can be emptied; the next `migrate` or `flush` brings them back."""
    _run(connection, _SQLITE_LIFT if connection.vendor == "sqlite" else _POSTGRES_LIFT)


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite_trigger(name: str, event: str, table: str, condition: str, message: str) -> str:
    when = f"WHEN {condition} " if condition else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} FOR EACH ROW {when}"
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _sqlite_install() -> list[str]:
    statements = []
    for table in APPEND_ONLY:
        refusal = f"{table} is append-only"
        statements.append(_sqlite_trigger(f"{table}_no_update", "UPDATE", table, "", refusal))
        statements.append(_sqlite_trigger(f"{table}_no_delete", "DELETE", table, "", refusal))
        # INSERT OR REPLACE deletes the old row without firing delete triggers.
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608  # nosec B608 # constants
        statements.append(_sqlite_trigger(f"{table}_no_replace", "INSERT", table, exists, refusal))
    ended = "OLD.status <> 'open'"
    statements.append(_sqlite_trigger(f"{HOLDS}_ends_once", "UPDATE", HOLDS, ended, "an ended hold does not change"))
    statements.append(_sqlite_trigger(f"{HOLDS}_no_delete", "DELETE", HOLDS, "", "holds are not deleted"))
    statements.append(_sqlite_trigger(WITHIN_CAPTURE, "INSERT", "billing_refund", _EXCEEDS_CAPTURE, _EXCEEDED))
    return statements


def _sqlite_lift() -> list[str]:
    names = [f"{table}_no_{event}" for table in APPEND_ONLY for event in ("update", "delete", "replace")]
    return [
        f"DROP TRIGGER IF EXISTS {name}"
        for name in [*names, f"{HOLDS}_ends_once", f"{HOLDS}_no_delete", WITHIN_CAPTURE]
    ]


_REFUSE = """
CREATE OR REPLACE FUNCTION billing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_BALANCED = """
CREATE OR REPLACE FUNCTION billing_check_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE total bigint;
BEGIN
    SELECT sum(amount) INTO total FROM billing_entry WHERE transaction_id = NEW.transaction_id;
    IF total <> 0 THEN
        RAISE EXCEPTION 'transaction % sums to %, not to zero', NEW.transaction_id, total
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""


_WITHIN_CAPTURE = f"""
CREATE OR REPLACE FUNCTION billing_check_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_EXCEEDS_CAPTURE} THEN
        RAISE EXCEPTION '{_EXCEEDED}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""


def _postgres_triggers() -> list[tuple[str, str, str]]:
    """(name, table, definition) of each."""
    triggers = []
    for table in APPEND_ONLY:
        change = f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION billing_refuse()"
        empty = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse()"
        triggers.append((f"{table}_no_change", table, f"TRIGGER {table}_no_change {change}"))
        triggers.append((f"{table}_no_truncate", table, f"TRIGGER {table}_no_truncate {empty}"))
    ended = f"BEFORE UPDATE ON {HOLDS} FOR EACH ROW WHEN (OLD.status <> 'open') EXECUTE FUNCTION billing_refuse()"
    gone = f"BEFORE DELETE ON {HOLDS} FOR EACH ROW EXECUTE FUNCTION billing_refuse()"
    triggers.append((f"{HOLDS}_ends_once", HOLDS, f"TRIGGER {HOLDS}_ends_once {ended}"))
    triggers.append((f"{HOLDS}_no_delete", HOLDS, f"TRIGGER {HOLDS}_no_delete {gone}"))
    balanced = (
        "CONSTRAINT TRIGGER billing_entry_balanced AFTER INSERT ON billing_entry "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_check_balanced()"
    )
    triggers.append(("billing_entry_balanced", "billing_entry", balanced))
    within = "BEFORE INSERT ON billing_refund FOR EACH ROW EXECUTE FUNCTION billing_check_refund()"
    triggers.append((WITHIN_CAPTURE, "billing_refund", f"TRIGGER {WITHIN_CAPTURE} {within}"))
    return triggers


def _postgres_unless_there(name: str, table: str, definition: str) -> str:
    # Creating takes a lock that stops all writers: only where it is missing. The names are constants of this module.
    there = f"SELECT 1 FROM pg_trigger WHERE tgname = '{name}' AND tgrelid = '{table}'::regclass"  # noqa: S608  # nosec B608 # a constant name
    return f"DO $do$ BEGIN IF NOT EXISTS ({there}) THEN CREATE {definition}; END IF; END $do$"


_SQLITE_INSTALL = _sqlite_install()
_SQLITE_LIFT = _sqlite_lift()
_POSTGRES_INSTALL = [
    _REFUSE,
    _BALANCED,
    _WITHIN_CAPTURE,
    *(_postgres_unless_there(*trigger) for trigger in _postgres_triggers()),
]
_POSTGRES_LIFT = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table, _ in _postgres_triggers()]
