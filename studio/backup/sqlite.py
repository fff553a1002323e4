"""SQLite: a copy of one instant, made while others read and write, and put back through SQLite's own backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.db import connection

KIND = "sqlite"
ENTRY = "database.sqlite3"


def dump(folder: Path) -> Path:
    """A copy of the database as it is now. `VACUUM INTO` reads in one transaction, which in WAL keeps no writer out."""
    copy = folder / ENTRY
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60)) as source:
        source.execute("VACUUM INTO ?", (str(copy),))
    return copy


def rows(copy: Path) -> dict[str, int]:
    """The number of rows of each table. Raises ValueError when the copy is not sound."""
    with closing(sqlite3.connect(copy)) as database:
        if (said := database.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
            raise ValueError(f"The database is damaged: {said}")
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # nosec B608 # of the schema
            for name in names
            if not name.startswith("sqlite_")
        }


def blobs(copy: Path) -> Iterator[tuple[str, str, int]]:
    with closing(sqlite3.connect(copy)) as database:
        yield from database.execute("SELECT organization_id, sha256, size FROM assets_blob ORDER BY id")


def migrations(copy: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(copy)) as database:
        return database.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()


def load(copy: Path) -> None:
    """Make the database what the copy is, in one write transaction: whoever looks sees all of it or nothing.

    Raises ValueError when another process keeps the database locked.
    """
    target = connection.settings_dict["NAME"]
    connection.close()
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target, timeout=20)) as sink:
        try:
            source.backup(sink)
        except sqlite3.OperationalError as error:
            raise ValueError(f"The database is in use ({error}). Stop the studio first.") from error
