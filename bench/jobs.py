"""How long a new job waits for an idle worker, beside a bare django-q2 task on the same cluster.

    python -m bench.jobs [--jobs N]

From just before `create_job` to the first stage's own event, which lies behind the claim's commit; the peer's from just
before `async_task` to the first line of its function. A real `manage.py worker` on SQLite (as embedded) and on a
PostgreSQL server of the test suite, one job at a time, turn by turn.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from tests.jobs.hosts import ROOT, Host, create_database, eventually

TARGET_P50_MS, TARGET_P95_MS = 60, 250


def stamp(path: str) -> None:
    """The peer's whole task: note when it ran."""
    partial = Path(f"{path}.partial")
    partial.write_text(repr(time.time()))
    partial.rename(path)


def measure(jobs: int) -> dict[str, list[float]]:
    """Milliseconds for each of `jobs` jobs and as many bare tasks, in the Django project of the environment."""
    import django

    django.setup()
    from django.db import transaction
    from django_q.tasks import async_task

    from accounts.services import create_organization, create_user
    from generation.jobs.models import Job
    from generation.jobs.services import create_job

    organization = create_organization("Bench", create_user(email="bench@example.com"))
    folder = Path(tempfile.mkdtemp(prefix="studio-bench-"))
    waits: dict[str, list[float]] = {"studio": [], "django-q2": []}
    for number in range(jobs + 2):  # the first of each warms the worker up
        began = time.time()
        with transaction.atomic():
            job = create_job(organization_id=organization.pk, kind="test.steps", params={})
        eventually(lambda: Job.objects.filter(pk=job.pk, status="succeeded").exists())  # noqa: B023
        entered: datetime = job.events.filter(type="stage").order_by("seq").values_list("created_at", flat=True)[0]
        waits["studio"].append((entered.timestamp() - began) * 1000)
        path = folder / str(number)
        began = time.time()
        async_task("bench.jobs.stamp", str(path), q_options={"save": False})
        waits["django-q2"].append((float(eventually(lambda: path.exists() and path.read_text())) - began) * 1000)  # noqa: B023
    return {name: values[2:] for name, values in waits.items()}


def run_on(database_url: str, jobs: int) -> dict[str, list[float]]:
    """Start a worker host on that database (empty: SQLite) and measure from another process."""
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as data:
        host = Host(Path(data), database_url=database_url)
        try:
            host.migrate()
            ready = Path(data) / "ready.json"
            host.manage("worker", "--ready-file", str(ready))
            eventually(ready.exists)
            command = [sys.executable, "-m", "bench.jobs", "--measure", "--jobs", str(jobs)]
            done = subprocess.run(command, env=host.env, cwd=ROOT, check=True, capture_output=True, text=True)
            return json.loads(done.stdout.splitlines()[-1])
        finally:
            host.stop()


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def report(database: str, waits: dict[str, list[float]]) -> bool:
    """Print both rows; whether ours are within the bars."""
    for name, values in waits.items():
        print(
            f"create → claimed, idle, {database:<10} {name:<10}"
            f" p50 {statistics.median(values):6.1f} ms   p95 {p95(values):6.1f} ms   ({len(values)} jobs)"
        )
    mine = waits["studio"]
    return statistics.median(mine) <= TARGET_P50_MS and p95(mine) <= TARGET_P95_MS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=60, help="jobs on each database")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.jobs)))
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    from tests.postgres import PostgresServer

    is_good = report("SQLite", run_on("", options.jobs))
    server = PostgresServer()
    try:
        report("PostgreSQL", run_on(create_database(server.url, "bench"), options.jobs))
    finally:
        server.stop()
    print(f"bar (SQLite): p50 ≤ {TARGET_P50_MS} ms, p95 ≤ {TARGET_P95_MS} ms: {'met' if is_good else 'missed'}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
