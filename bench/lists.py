"""One page of a list when the organization has a hundred rows, and when it has a million: does the cost stay flat?

    python -m bench.lists [--rows N] [--rounds N]

Whole requests through Django's WSGI handler, on SQLite and on a PostgreSQL server of the test suite. Pages of 20 from
the beginning, the middle and the end of each list; a small neighbour lists its own hundred rows in the same tables, and
pays for no other's. Two processes, one with the short lists and one with the long ones, are measured turn by turn.
"""

import argparse
import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

FEW = 100
PAGE = 20
TARGET_GROWTH = 1.2
REQUESTS = 10
ROOT = Path(__file__).parents[1]


class Rows:
    """One tenant's projects and jobs, which can be multiplied."""

    def __init__(self, name: str, offset: int) -> None:
        from django.db import transaction

        from generation.jobs.models import Job
        from generation.jobs.services import cancel_job, create_job
        from generation.projects.models import Project
        from tests.world import make_tenant

        tenant = make_tenant(name)
        self.token, self._offset = tenant.token, offset
        self.project = Project.objects.create(organization_id=tenant.organization.pk, name="Bench").pk
        with transaction.atomic():
            job = create_job(
                organization_id=tenant.organization.pk, kind="story.artifacts", params={}, project_id=self.project
            )
            cancel_job(job.pk, reason="For the benchmark.")
        self._templates = {"proj": (Project, self.project), "job": (Job, job.pk)}
        self.count = 0

    def grow(self, count: int) -> None:
        from bench.filling import copies, unindexed

        with unindexed(*(model for model, _ in self._templates.values())):
            for prefix, (model, template) in self._templates.items():
                copies(model, template, self._offset + self.count + 1, self._offset + count, key=f"{prefix}_")
        self.count = count

    def cursor(self, prefix: str, place: str) -> str:
        """The cursor whose page of 20 lies at the list's start, in its middle or at its end; newest ids come first."""
        number = {"first": None, "middle": self.count // 2, "last": PAGE + 1}[place]
        if number is None:
            return ""
        return base64.urlsafe_b64encode(f"v1:{prefix}_{self._offset + number:024d}".encode()).decode().rstrip("=")

    def paths(self) -> dict[str, str]:
        paths = {}
        for place in ("first", "middle", "last"):
            for name, prefix, path, extra in (
                ("projects", "proj", "story-projects", {}),
                ("jobs", "job", "story-jobs", {}),
                ("jobs of a project", "job", "story-jobs", {"projectId": self.project}),
            ):
                query = {"limit": PAGE, "cursor": self.cursor(prefix, place), **extra}
                paths[f"{name}, {place}"] = f"/api/v1/{path}?{urlencode(query)}"
        return paths


def milliseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(REQUESTS):
        call()
    return (time.perf_counter() - began) / REQUESTS * 1000


def time_pages(rows: Rows) -> dict[str, float]:
    from django.core.handlers.wsgi import WSGIHandler

    from bench.api import caller
    from wire.ratelimit import limiter

    call = caller(WSGIHandler(), rows.token)

    def get(path: str) -> Any:
        limiter.clear()  # the limit is not what is measured
        path, _, query = path.partition("?")
        answer = json.loads(call("GET", path, QUERY_STRING=query))
        items = next(value for value in answer.values() if isinstance(value, list))
        assert len(items) == PAGE, (path, query, len(items))  # noqa: S101 - a shorter page would cost less
        return answer

    return {name: milliseconds(lambda: get(path)) for name, path in rows.paths().items()}  # noqa: B023


def serve_rounds(count: int) -> None:
    """In the project of the environment: fill the lists, then print a round's ms a page for each line that comes in.

    A small neighbour's pages are measured beside them.
    """
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.LOGGING_CONFIG = None
    call_command("migrate", verbosity=0)
    tenant, neighbour = Rows("Bench", 0), Rows("Neighbour", 10 * count)
    tenant.grow(count)
    neighbour.grow(FEW)
    time_pages(tenant), time_pages(neighbour)
    print(json.dumps("ready"), flush=True)
    for _ in sys.stdin:
        print(json.dumps({"own": time_pages(tenant), "neighbour": time_pages(neighbour)}), flush=True)


class Measured:
    """A process with lists of one length, asked for one round at a time."""

    def __init__(self, database_url: str, count: int, data: str, module: str = "bench.lists") -> None:
        own = {"STUDIO_DATA": data, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "studio.settings"}
        command = [sys.executable, "-m", module, "--serve", "--rows", str(count)]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(command, env=os.environ | own, cwd=ROOT, **pipes)
        self._answer()

    def round(self) -> Any:
        assert self._process.stdin is not None  # noqa: S101 - it was opened with a pipe
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._answer()

    def stop(self) -> None:
        self._process.communicate()

    def _answer(self) -> Any:
        assert self._process.stdout is not None  # noqa: S101
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the measured process has failed")
        return json.loads(line)


def run_on(database: str, urls: tuple[str, str], options: argparse.Namespace) -> bool:
    """Both lengths turn by turn, so that a busy machine slows both; print the rows, and say whether they are flat."""
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as one, tempfile.TemporaryDirectory() as other:
        few, many = Measured(urls[0], FEW, one), Measured(urls[1], options.rows, other)
        pairs = [(few.round(), many.round()) for _ in range(options.rounds)]
        few.stop(), many.stop()
    is_good = True
    for name in pairs[0][0]["own"]:
        short = statistics.median(pair[0]["own"][name] for pair in pairs)
        long = statistics.median(pair[1]["own"][name] for pair in pairs)
        growth = statistics.median(pair[1]["own"][name] / pair[0]["own"][name] for pair in pairs)
        beside = statistics.median(pair[1]["neighbour"][name] / pair[0]["neighbour"][name] for pair in pairs)
        is_good = is_good and growth <= TARGET_GROWTH and beside <= TARGET_GROWTH
        print(
            f"{database:<11} {name:<26} {short:7.2f} ms {long:9.2f} ms {growth:6.2f} ×    neighbour {beside:5.2f} ×",
            flush=True,
        )
    return is_good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the long lists")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve_rounds(options.rows)
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    from tests.jobs.hosts import create_database
    from tests.postgres import PostgresServer

    print(f"{'page of 20':<38} {FEW:>7} rows {options.rows:>9,} rows")
    is_good = run_on("SQLite", ("", ""), options)
    server = PostgresServer()
    try:
        urls = create_database(server.url, "few"), create_database(server.url, "many")
        is_good &= run_on("PostgreSQL", urls, options)
    finally:
        server.stop()
    print(f"bar: ≤ {TARGET_GROWTH} × whatever the length, for the neighbour too: {'met' if is_good else 'missed'}")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
