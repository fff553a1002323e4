"""A column is added to a table that somebody reads for long, and nobody else is stopped meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from wire import columns

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def table() -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer anyway")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE big (id integer)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE big")


@contextmanager
def another() -> Iterator[psycopg.Connection[Any]]:
    """Somebody else's connection to the same database."""
    known = connection.get_connection_params()
    wanted = {name: known[name] for name in ("host", "port", "user", "password", "dbname") if known.get(name)}
    with psycopg.connect(**wanted) as found:
        yield found


def add_column() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE big ADD COLUMN more integer")


def while_it_pauses(monkeypatch: pytest.MonkeyPatch, work: Callable[[int], None]) -> None:
    """Have `work` called with the number of each pause between two tries."""
    pauses = iter(range(1, 1000))
    monkeypatch.setattr(columns.time, "sleep", lambda _: work(next(pauses)))


def test_others_write_between_the_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    with another() as reader, another() as writer:
        reader.execute("SELECT * FROM big")

        def work(pause: int) -> None:
            writer.execute("SET statement_timeout = '5s'")
            writer.execute("INSERT INTO big VALUES (1)")
            writer.commit()
            if pause == 3:
                reader.rollback()

        while_it_pauses(monkeypatch, work)
        with transaction.atomic():
            columns.in_short_tries(connection, add_column)
        assert writer.execute("SELECT count(*), count(more) FROM big").fetchone() == (3, 0)


def test_a_table_that_is_never_free_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "PATIENCE_S", 0.0)
    with another() as reader:
        reader.execute("SELECT * FROM big")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            columns.in_short_tries(connection, add_column)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM big")
        assert [column.name for column in cursor.description] == ["id"]


def test_another_error_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    while_it_pauses(monkeypatch, lambda _: pytest.fail("it was tried again"))

    def change() -> None:
        raise OperationalError("something else")

    with pytest.raises(OperationalError, match="something else"), transaction.atomic():
        columns.in_short_tries(connection, change)
