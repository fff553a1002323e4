"""Columns of big tables, added while others write.

The change itself takes milliseconds; waiting for it does not. A lock that is asked for stops everybody who comes
later, also while it waits for whoever reads the table in a long transaction, a backup for instance. So it is asked for
in short tries, and others pass in between. SQLite has one writer anyway.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import OperationalError, transaction
from django.db.migrations import AddField

TRY_MS = 50
PAUSE_S = 0.25
PATIENCE_S = 600.0


class AddFieldUnlocked(AddField):
    """Adds a nullable column. Raises OperationalError when the table was never free for a moment in `PATIENCE_S`."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        add = partial(super().database_forwards, app_label, schema_editor, from_state, to_state)
        in_short_tries(schema_editor.connection, add)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        remove = partial(super().database_backwards, app_label, schema_editor, from_state, to_state)
        in_short_tries(schema_editor.connection, remove)


def in_short_tries(connection: Any, change: Callable[[], None]) -> None:
    """Do it within a transaction, waiting for its locks `TRY_MS` at a time."""
    if connection.vendor != "postgresql":
        change()
        return
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {TRY_MS}")
                change()
                cursor.execute("SET LOCAL lock_timeout = DEFAULT")
            return
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03" or time.monotonic() > deadline:
                raise
        time.sleep(PAUSE_S)
