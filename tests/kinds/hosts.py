"""Worker hosts that know every kind, and somebody who answers what suspended jobs ask."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

from tests.jobs.hosts import ROOT, Host
from tests.kinds.makers import ENVIRONMENT


@dataclass
class KindsHost(Host):
    """`workers` processes work on jobs of every kind, made by quick makers."""

    workers: int = 2
    redis_url: str = ""

    @property
    def env(self) -> dict[str, str]:
        own = {"STUDIO_WORKERS": str(self.workers), "STUDIO_MAKERS": "1", "REDIS_URL": self.redis_url}
        return {**super().env, **ENVIRONMENT, "STUDIO_EXTRA_APPS": "tests.kinds.apps.EveryKind", **own}

    def place(self, *wanted: tuple[str, int]) -> dict[str, list[str]]:
        """Order so many jobs of each kind; their ids by kind."""
        command = [sys.executable, "-m", "tests.kinds.orders", json.dumps(wanted)]
        done = subprocess.run(command, env={**self.env, "REDIS_URL": ""}, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        placed: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
        return placed

    def start_reviewer(self) -> subprocess.Popen[bytes]:
        """Approves whatever waits for a review."""
        with (self.data / "output.log").open("ab") as log:
            command = [sys.executable, "-m", "tests.kinds.reviewer"]
            process = subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def statuses(self) -> Counter[str]:
        return Counter(dict(self.query(_STATUSES)))


_STATUSES = "SELECT status, count(*) FROM jobs_job GROUP BY status"
