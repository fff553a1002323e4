"""A trigger that keeps the audit log as it was written, whatever code or console writes to the database.

It is installed after every `migrate`, because SQLite drops a table's triggers when it rebuilds the table. It leaves the
address alone, which retention shortens, and deletion, which retention does.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

TABLE = "accounts_auditevent"
_SAID = "organization_id, actor, action, target, details, at"

_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_update BEFORE UPDATE OF {_SAID} ON {TABLE} FOR EACH ROW "
    f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
]
_POSTGRES = [
    """CREATE OR REPLACE FUNCTION accounts_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    # Creating takes a lock that stops all writers: only where it is missing.
    f"""DO $do$ BEGIN IF NOT EXISTS (
        SELECT 1 FROM pg_trigger WHERE tgname = '{TABLE}_no_update' AND tgrelid = '{TABLE}'::regclass
    ) THEN CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {_SAID} ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION accounts_refuse();
    END IF; END $do$""",  # noqa: S608  # nosec B608 # constant names
]


def install_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Create the trigger if it is missing; a no-op where the table is (migrated back to zero)."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRES:
            cursor.execute(statement)
