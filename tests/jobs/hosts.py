"""Real worker hosts on a real database, and what a test needs to drive and watch them from outside."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from tests.jobs.templates import TEMPLATES, copied

ROOT = Path(__file__).resolve().parents[2]
Result = TypeVar("Result")

_CREATE = """
import json, sys
import django
django.setup()
from django.db import transaction
from accounts.models import Organization
from accounts.services import create_organization, create_user
from billing.prices import LineItem, Quote
from billing.services import open_account
from generation.jobs.services import create_job
wanted = json.loads(sys.argv[1])
organization = Organization.objects.first()
if organization is None:
    organization = create_organization("Acme", create_user(email="owner@example.com"))
    open_account(organization.pk, perpetual=100_000)
quote = Quote(total=12, line_items=(LineItem("film", "A film", 12),), notes=())
for job in wanted:
    with transaction.atomic():
        print(create_job(organization_id=organization.pk, quote=quote, operation="film", **job).id)
"""


def eventually(look: Callable[[], Result], *, within_s: float = 60.0) -> Result:
    """The first true answer of `look`, which is asked again and again until the deadline."""
    deadline = time.monotonic() + within_s
    while not (answer := look()):
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(0.05)
    return answer


@dataclass
class Host:
    """A studio's data folder, and the processes that a test starts on it.

    The database is SQLite in that folder, or the one that `database_url` names. `settings` is a settings module, `apps`
    what is installed beside the studio's own.
    """

    data: Path
    database_url: str = ""
    settings: str = ""
    apps: str = "tests.jobs.apps.PipelinesForTests"
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        own = {
            "STUDIO_DATA": str(self.data),
            "STUDIO_EXTRA_APPS": self.apps,
            "DJANGO_SETTINGS_MODULE": self.settings or os.environ["DJANGO_SETTINGS_MODULE"],
            "STUDIO_WORKERS": "1",
            "STUDIO_EXPRESS_WORKERS": "0",
            "STUDIO_WARM_WORKERS": "0",
            "DATABASE_URL": self.database_url,
        }
        return {**os.environ, **own}

    def manage(self, *arguments: str, address: str = "127.0.0.1", port: int = 0) -> subprocess.Popen[bytes]:
        with (self.data / "output.log").open("ab") as log:
            command = [sys.executable, str(ROOT / "manage.py"), *arguments]
            env = {**self.env, "STUDIO_HOST": address, "STUDIO_PORT": str(port)}
            process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def migrate(self) -> None:
        """Brings the database up to date; an empty SQLite one is copied."""
        if self.database_url or TEMPLATES not in os.environ:  # a benchmark shares no templates
            self._migrate()
        else:
            copied("migrated", lambda folder: Host(folder)._migrate(), self.data)

    def _migrate(self) -> None:
        assert self.manage("migrate", "--verbosity", "0").wait(120) == 0, self.output

    def create_jobs(self, *jobs: dict[str, Any]) -> list[str]:
        command = [sys.executable, "-c", _CREATE, json.dumps(jobs)]
        done = subprocess.run(command, env=self.env, cwd=ROOT, check=True, capture_output=True, text=True)
        return done.stdout.split()

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.manage("worker")

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of a SELECT whose placeholders are `?`."""
        if self.database_url:
            with psycopg.connect(self.database_url, autocommit=True) as postgres:
                return postgres.execute(sql.replace("?", "%s"), values).fetchall()
        connection = sqlite3.connect(f"file:{self.data / 'studio.sqlite3'}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def job(self, job_id: str) -> dict[str, Any]:
        columns = ("status", "attempt", "stalls", "charged", "worker", "error_message")
        row = self.query(f"SELECT {', '.join(columns)} FROM jobs_job WHERE id = ?", job_id)[0]  # noqa: S608
        return dict(zip(columns, row, strict=True))

    def wait_for_end(self, job_id: str) -> dict[str, Any]:
        eventually(lambda: self.job(job_id)["status"] in {"succeeded", "failed", "canceled"})
        return self.job(job_id)

    @property
    def output(self) -> str:
        return (self.data / "output.log").read_text()

    def pids(self) -> dict[int, str]:
        """Every process that works on this data folder, by its environment: also those that lost their parent."""
        mark = f"STUDIO_DATA={self.data}".encode()
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                if not entry.name.isdigit() or mark not in (entry / "environ").read_bytes().split(b"\0"):
                    continue
                if (entry / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX":
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return found

    def stop(self) -> None:
        for pid in self.pids():
            os.kill(pid, signal.SIGCONT)
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        eventually(lambda: not self.pids(), within_s=10)


def parent(pid: int) -> int:
    """0 for a process that is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def tree(host: Host, root: int) -> set[int]:
    """The process and all that descend from it."""
    parents = {pid: parent(pid) for pid in host.pids()}
    found = {root}
    while grown := {pid for pid, above in parents.items() if above in found} - found:
        found |= grown
    return found


def signal_all(pids: set[int], number: int) -> None:
    """Some may end meanwhile, by what happened to the others."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def create_database(server_url: str, name: str, *, template: str = "template1") -> str:
    """A new database on the test session's PostgreSQL server; its URL."""
    server, _, _ = server_url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as postgres:
        postgres.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return f"{server}/{name}"
