"""Every migration of a big table on a filled PostgreSQL database, while another process writes and reads there.

    python -m bench.migrations [--jobs N] [--reader-s S]

The database is filled as `bench.tables` does it, with ten events to a job, and taken back to the state before the rule
of `tests/test_migrations.py`. Each migration is then run as a deployment runs it. Beside it one process writes to every
big table and reads from it, over and over: its longest wait is what the studio's users would have noticed. Those that
add a column run once more beside somebody who reads the table in one long transaction, as a backup does.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

BAR_MS = 100.0
QUIET_S = 5.0
BLOCKING = ["ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"]  # those that stop writers


_EVENT = "INSERT INTO jobs_jobevent (job_id, seq, type, data, created_at) VALUES (%s, %s, 'progress', '{}', now())"


class Traffic:
    """The process that writes and reads; `longest` ends a stretch."""

    def __init__(self, url: str, tables: list[str], job_id: str) -> None:
        command = [sys.executable, "-m", "bench.migrations", "--traffic", json.dumps([url, tables, job_id])]
        self._process: Any = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.longest()  # it has begun, and what it did before does not count

    def longest(self) -> dict[str, Any]:
        """Since the last call: longest write and read (ms), on which table, and how long writers were locked out."""
        print(file=self._process.stdin, flush=True)
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def stop(self) -> None:
        self._process.stdin.close()
        self._process.wait()


def carry_traffic(url: str, tables: list[str], job_id: str) -> None:
    """In the other process: until there is no more input; each line asks for the longest waits so far."""
    found: dict[str, list[tuple[float, str]]] = {"write": [], "read": []}
    locked = [0.0]
    # The pauses of the disk are not the migration's.
    own = psycopg.connect(url, autocommit=True, options="-c synchronous_commit=off")
    watching = psycopg.connect(url, autocommit=True)

    def go_round() -> None:
        number = 1_000  # of the events: above those that are there
        while True:
            number += 1
            timed("write", "jobs_jobevent", _EVENT, job_id, number)
            timed("write", "jobs_job", "UPDATE jobs_job SET progress = 1 WHERE id = %s", job_id)
            for table in tables:  # no row, but the lock that a row would need
                timed("write", table, f"INSERT INTO {table} SELECT * FROM {table} WHERE false")  # noqa: S608  # nosec B608
                timed("read", table, f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608  # nosec B608
            time.sleep(0.002)

    def timed(what: str, table: str, statement: Any, *values: Any) -> None:
        began = time.perf_counter()
        own.execute(statement, values or None)
        found[what].append(((time.perf_counter() - began) * 1000, table))

    def watch() -> None:
        looked = time.perf_counter()
        while True:
            held = watching.execute(
                "SELECT 1 FROM pg_locks WHERE granted AND mode = ANY(%s) AND relation = ANY(%s::regclass[]) LIMIT 1",
                [BLOCKING, tables],
            ).fetchone()
            now = time.perf_counter()
            locked[0] += (now - looked) * 1000 if held else 0.0
            looked = now
            time.sleep(0.002)

    for work in (go_round, watch):
        threading.Thread(target=work, daemon=True).start()
    for _ in sys.stdin:
        worst = {what: max(list(waits), default=(0.0, "")) for what, waits in found.items()}
        print(json.dumps({**worst, "rounds": len(found["write"]), "locked": locked[0]}), flush=True)
        found["write"], found["read"], locked[0] = [], [], 0.0


@contextmanager
def reading(url: str, table: str, seconds: float) -> Any:
    """Somebody reads the table in a transaction that ends after so long."""
    with psycopg.connect(url) as reader:
        reader.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608  # nosec B608
        end = threading.Timer(seconds, reader.rollback)
        end.start()
        yield
        end.join()


def run(url: str, options: argparse.Namespace) -> bool:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, migrations
    from django.db.migrations.executor import MigrationExecutor

    from bench.tables import fill
    from generation.jobs.models import Job
    from tests.test_migrations import BEFORE_THE_RULE, big_tables, ruled

    settings.LOGGING_CONFIG = None
    call_command("migrate", verbosity=0)
    began = time.monotonic()
    fill(options.jobs)
    print(f"{options.jobs:,} jobs filled in {time.monotonic() - began:.0f} s", flush=True)
    graph = MigrationExecutor(connection).loader.graph
    wanted = {(one.app_label, one.name): one for one in ruled()}
    for app, number in BEFORE_THE_RULE.items():
        (before,) = [name for label, name in graph.nodes if label == app and int(name[:4]) == number]
        call_command("migrate", app, before, verbosity=0)
    plan = [one for one, _ in MigrationExecutor(connection).migration_plan(graph.leaf_nodes())]
    traffic = Traffic(url, big_tables(), Job.objects.values_list("pk", flat=True).order_by("pk")[100])
    try:
        time.sleep(QUIET_S)
        is_good = told("(no migration)", QUIET_S, traffic.longest())
        for one in plan:
            is_good = measured(one, traffic, one.name) and is_good
        for one in wanted.values():
            if any(isinstance(each, migrations.AddField) for each in one.operations):
                (before,) = [name for app, name in one.dependencies if app == one.app_label]
                call_command("migrate", one.app_label, before, verbosity=0)
                with reading(url, "jobs_job", options.reader_s):
                    is_good = measured(one, traffic, f"{one.name}, a reader beside") and is_good
    finally:
        traffic.stop()
    return is_good


def measured(one: Any, traffic: Traffic, name: str) -> bool:
    from django.core.management import call_command

    traffic.longest()
    began = time.monotonic()
    call_command("migrate", one.app_label, one.name, verbosity=0)
    return told(f"{one.app_label}.{name}", time.monotonic() - began, traffic.longest())


def told(name: str, seconds: float, waits: dict[str, Any]) -> bool:
    (write_ms, table), (read_ms, _) = waits["write"], waits["read"]
    print(
        f"{name:<48} {seconds:7.2f} s   locked {waits['locked']:6.0f} ms   longest write {write_ms:6.1f} ms ({table}), "
        f"read {read_ms:6.1f} ms, of {waits['rounds']:,}",
        flush=True,
    )
    return bool(write_ms <= BAR_MS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=200_000)
    parser.add_argument("--reader-s", type=float, default=3.0, help="how long the reader's transaction lasts")
    parser.add_argument("--traffic", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.traffic:
        carry_traffic(*options.traffic)
        return 0
    from tests.jobs.hosts import create_database
    from tests.postgres import PostgresServer

    server = PostgresServer()
    try:
        url = create_database(server.url, "filled")
        with tempfile.TemporaryDirectory(prefix="studio-bench-") as data:
            more = {"STUDIO_DATA": str(Path(data)), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "studio.settings"}
            os.environ.update(more)
            is_good = run(url, options)
            from django.db import connections

            connections.close_all()
    finally:
        server.stop()
    print(f"bar: no write waits longer than {BAR_MS:g} ms: {'met' if is_good else 'missed'}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
