"""Indexes of big tables, built and dropped while others write; for migrations, which then say `atomic = False`.

Concurrently on PostgreSQL; plainly on SQLite, which has one writer anyway.
"""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently


class AddIndexUnlocked(AddIndexConcurrently):
    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        own: Any = super() if schema_editor.connection.vendor == "postgresql" else super(AddIndexConcurrently, self)
        own.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        own: Any = super() if schema_editor.connection.vendor == "postgresql" else super(AddIndexConcurrently, self)
        own.database_backwards(app_label, schema_editor, from_state, to_state)


class RemoveIndexUnlocked(RemoveIndexConcurrently):
    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        own: Any = super() if schema_editor.connection.vendor == "postgresql" else super(RemoveIndexConcurrently, self)
        own.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        own: Any = super() if schema_editor.connection.vendor == "postgresql" else super(RemoveIndexConcurrently, self)
        own.database_backwards(app_label, schema_editor, from_state, to_state)
