"""Filling tables for benchmarks: by the database itself, and without the indexes until the rows are there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from wire.ids import ALPHABET


@contextmanager
def unindexed(*models: Any) -> Iterator[None]:
    """Without the models' secondary indexes, triggers and, on SQLite, care for crashes; all of it back at the end."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            (cache,) = cursor.execute("PRAGMA cache_size").fetchone()
            for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "cache_size=-500000", "foreign_keys=OFF"):
                cursor.execute(f"PRAGMA {pragma}")
        made = _indexes(cursor, tables)
        for name, _ in made:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, statement in made:
            cursor.execute(statement)
        if connection.vendor == "sqlite":
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"cache_size={cache}"):
                cursor.execute(f"PRAGMA {pragma}")
        if connection.vendor != "sqlite":  # as its autovacuum does; nothing does it for SQLite, which plans without
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


def moment(ms: str) -> str:
    """SQL for a date's column of the SQL `ms`, milliseconds since 1970."""
    if connection.vendor == "sqlite":
        return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', ({ms}) / 1000.0, 'unixepoch')"
    return f"to_timestamp(({ms}) / 1000.0)"


def timed(ms: str) -> str:
    """SQL for the text of an id as the studio makes them: ten digits of the time `ms`, then the row's number."""
    digits = (f"CAST((({ms}) >> {shift}) & 31 AS integer)" for shift in range(45, -1, -5))
    return " || ".join([*(f"substr('{ALPHABET}', {digit} + 1, 1)" for digit in digits), _digits(14)])


def copies(
    model: Any, template: Any, first: int, last: int, *, key: str = "", each: int = 1, text: str = "", **changed: str
) -> None:
    """Rows like the one with the primary key `template`, numbered from `first` to `last`, made by the database.

    Their key is `key` and `text`, SQL that is the number in 24 digits unless given; without `key` the database counts.
    `changed` are SQL expressions of the row's number `series.n` by column; `{id}` in them is the text. Of each number
    come `each` rows, which `parts.n` counts.
    """
    table, pk = model._meta.db_table, model._meta.pk.column
    columns = [field.column for field in model._meta.concrete_fields if field.column != pk]
    is_sqlite = connection.vendor == "sqlite"
    text = text or _digits(24)
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


def _digits(length: int) -> str:
    padded = "printf('%%0{}d', series.n)" if connection.vendor == "sqlite" else "lpad(series.n::text, {}, '0')"
    return padded.format(length)
