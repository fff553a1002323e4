"""Filling tables for benchmarks: by the database itself, and without the indexes until the rows are there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def unindexed(*models: Any) -> Iterator[None]:
    """Without the models' secondary indexes, triggers and, on SQLite, care for crashes; all of it back at the end."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "cache_size=-500000", "foreign_keys=OFF"):
                cursor.execute(f"PRAGMA {pragma}")
        made = _indexes(cursor, tables)
        for name, _ in made:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, statement in made:
            cursor.execute(statement)
        if connection.vendor == "sqlite":
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-2000"):
                cursor.execute(f"PRAGMA {pragma}")
        cursor.execute("ANALYZE")


def _indexes(cursor: Any, tables: list[str]) -> list[tuple[str, str]]:
    """(name, statement) of what is no constraint's."""
    places = ", ".join(["%s"] * len(tables))
    if connection.vendor == "sqlite":
        sql = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL AND tbl_name IN ({places})"  # noqa: S608  # nosec B608 # our own tables
    else:
        sql = (
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({places}) AND indexname NOT IN"  # noqa: S608  # nosec B608 # our own tables
            " (SELECT conname FROM pg_constraint)"
        )
    cursor.execute(sql, tables)
    return [(name, statement) for name, statement in cursor.fetchall()]


def copies(model: Any, template: Any, first: int, last: int, *, key: str = "", each: int = 1, **changed: str) -> None:
    """Rows like the one with the primary key `template`, numbered from `first` to `last`, made by the database.

    Their key is `key` and the number in 24 digits; without `key` the database counts. `changed` are SQL expressions of
    the row's number `series.n` by column; `{id}` in them is the number as text. Of each number come `each` rows, which
    `parts.n` counts.
    """
    table, pk = model._meta.db_table, model._meta.pk.column
    columns = [field.column for field in model._meta.concrete_fields if field.column != pk]
    is_sqlite = connection.vendor == "sqlite"
    text = "printf('%%024d', series.n)" if is_sqlite else "lpad(series.n::text, 24, '0')"
    given = [changed.get(name, f'"{name}"').replace("{id}", text) for name in columns]
    if key:
        columns, given = [pk, *columns], [f"'{key}' || {text}", *given]
    names = ", ".join(f'"{name}"' for name in columns)
    if is_sqlite:
        counting = "(VALUES (%s) UNION ALL SELECT n + 1 FROM {0} WHERE n < %s)"
        series = f"WITH RECURSIVE series(n) AS {counting.format('series')}, parts(n) AS {counting.format('parts')}"
    else:
        counted = "(SELECT * FROM generate_series(%s, %s))"
        series = f"WITH series(n) AS {counted}, parts(n) AS {counted}"
    sql = (
        f'INSERT INTO "{table}" ({names}) {series} SELECT {", ".join(given)} FROM '  # noqa: S608  # nosec B608 # names of our own
        f'(SELECT * FROM "{table}" WHERE "{pk}" = %s) AS template CROSS JOIN series CROSS JOIN parts'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, last, 1, each, template])
