"""`manage.py worker`: one worker host. Supervises a cluster of worker processes and runs the background loops."""

import os
import sys
import threading
import time
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.utils import timezone

from generation.jobs import hosts
from generation.jobs.loops import start_loops
from generation.jobs.supervise import Child, Supervisor, write_json
from generation.jobs.sweeper import is_deaf
from wire.telemetry.metrics import forget_the_dead

STOP_WITHIN_S = 14.0  # the cluster gives its workers 10 s to hand back
DEAF_CHECK_EVERY_S = 5.0
DEAF_AFTER = timedelta(seconds=10)
STARTUP_S = 180.0  # on a host that is overloaded; a cluster that has not begun by then never will


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # `serve` and deployments check once, not in every process
    help = "Work on jobs until stopped. SIGTERM hands running jobs back and stops within 20 seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cluster", action="store_true", help="Be the cluster itself (started by the supervisor).")
        parser.add_argument("--says", type=int, metavar="FD", help="Where the cluster says that its workers are there.")
        parser.add_argument("--ready-file", type=Path, help="Write the pids here as JSON once the cluster was started.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cluster"]:
            from generation.jobs.cluster import Cluster

            Cluster(options["says"])
        else:
            WorkerHost(options["ready_file"]).run()


class WorkerHost:
    """The supervisor's side: the cluster as its one child, the loops as threads, and the check that somebody
    listens.
    """

    def __init__(self, ready_file: Path | None) -> None:
        manage = str(settings.BASE_DIR / "manage.py")
        self._heard, says = os.pipe()
        os.set_blocking(self._heard, False)
        command = [sys.executable, manage, "worker", "--cluster", "--says", str(says)]
        self._cluster = Child("worker cluster", command, pass_fds=(says,))
        self._supervisor = Supervisor([self._cluster], stop_within_s=STOP_WITHIN_S, tick=self._tick)
        self._ready_file = ready_file
        self._announced: int | None = None
        self._check_at = 0.0
        self._listening: tuple[int | None, float] = (None, 0.0)  # which cluster has its workers, and since when

    def run(self) -> None:
        stop = threading.Event()
        forget_the_dead()
        start_loops(stop)
        try:
            self._supervisor.run()
        finally:
            stop.set()
            hosts.leave()

    def _tick(self) -> None:
        if self._ready_file and self._announced != self._cluster.pid:
            self._announced = self._cluster.pid
            write_json(self._ready_file, {"pids": {"supervisor": os.getpid(), "cluster": self._cluster.pid}})
        clock = time.monotonic()
        if self._has_begun():
            self._listening = self._cluster.pid, clock
        since = self._listening[1] if self._listening[0] == self._cluster.pid else None
        if since is None and self._cluster.is_running and clock - self._cluster.started_at > STARTUP_S:
            self._supervisor.restart(self._cluster, "its workers did not come up")
        if since is not None and clock >= self._check_at and clock - since > DEAF_AFTER.total_seconds():
            self._check_at = clock + DEAF_CHECK_EVERY_S
            self._restart_if_deaf()

    def _has_begun(self) -> bool:
        """Whether the cluster has said so since this was last asked."""
        try:
            return bool(os.read(self._heard, 16))
        except BlockingIOError:
            return False

    def _restart_if_deaf(self) -> None:
        """Those who do hear it hand back what they have: their work is not lost with the deaf ones."""
        lanes, express = settings.STUDIO_WORKERS, settings.STUDIO_EXPRESS_WORKERS
        try:
            if is_deaf(timezone.now(), lanes=lanes, express=express, patience=DEAF_AFTER):
                why = "jobs wait and no worker hears the bell"
                self._supervisor.restart(self._cluster, why, within_s=STOP_WITHIN_S)
        except DatabaseError as error:
            connection.close()
            print(f"studio: cannot look at the queue: {error}", file=sys.stderr, flush=True)
