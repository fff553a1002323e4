"""A trial by chaos: order jobs, harm the studio until they are done, count what came of it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.jobs.hosts import ROOT, eventually
from tests.kinds.apps import NAP, POISON
from tests.kinds.chaos import Chaos, end_all
from tests.kinds.hosts import KindsHost

TERMINAL = ("succeeded", "failed", "canceled")


@dataclass
class Trial:
    """What came of it. `bars` says for each what was wanted, what was found, and whether that is enough."""

    figures: dict[str, Any]
    harms: dict[str, int]
    orphans: int
    seconds: float
    load: tuple[float, float, float]
    bars: list[tuple[str, str, str, bool]] = field(default_factory=list)

    @property
    def is_passed(self) -> bool:
        return all(is_met for *_, is_met in self.bars)

    def judge(self, *, jobs: int, recovery_s: float) -> None:
        found = self.figures
        late = found["recoveries"]
        p95 = late[min(len(late) - 1, round(0.95 * len(late)))] if late else 0.0
        self.bars += [
            (f"{jobs} jobs ended", f"≥ {jobs}", f"{found['jobs'] - found['not terminal']}", found["jobs"] >= jobs),
            _none("jobs lost", found["not terminal"]),
            _none("charged twice or wrongly", found["charged wrongly"]),
            _none("open holds", found["open holds"]),
            _none("duplicate rows of artifacts", sum(found["duplicate rows"].values())),
            _none("logs with gaps", found["logs with gaps"]),
            _none("orphan assets", sum(found["orphan assets"].values())),
            _none("assets that are named and gone", found["lost assets"]),
            _none("orphan processes", self.orphans),
            ("ledger audit", "clean", found["ledger"], found["ledger"] == "clean"),
            ("poison jobs given up", f"{found['poison'][0]}", f"{found['poison'][1]}", len(set(found["poison"])) == 1),
            ("lease lost to next attempt, p95", f"≤ {recovery_s:g} s", f"{p95:.1f} s", p95 <= recovery_s),
        ]

    def table(self) -> str:
        lines = [
            f"{name:<36} {wanted:>12} {got:>12}   {'met' if ok else 'MISSED'}" for name, wanted, got, ok in self.bars
        ]
        late = self.figures["recoveries"]
        median = late[len(late) // 2] if late else 0.0
        more = {
            "harms": self.harms,
            "ended": self.figures["statuses"],
            "attempts": self.figures["attempts"],
            "recoveries": f"{len(late)}, median {median:.1f} s, worst {max(late, default=0.0):.1f} s",
            "failed": self.figures["failures"],
            "canceled": self.figures["canceled"],
            "duplicates": self.figures["duplicate rows"],
            "took": f"{self.seconds:.0f} s, load of the machine {self.load[0]:.1f} on {os.cpu_count()} cores",
        }
        return "\n".join([*lines, *(f"{name:<12} {value}" for name, value in more.items())])


def _none(name: str, found: int) -> tuple[str, str, str, bool]:
    return name, "0", str(found), found == 0


def run(
    chaos: Chaos, wanted: Sequence[tuple[str, int]], *, poison: int, every_s: float, within_s: float, calm_after: float
) -> Trial:
    """Order, start, and harm until a share `calm_after` of the jobs has ended; then wait for the rest."""
    host = chaos.host
    host.place(*wanted)
    host.create_jobs(*({"kind": POISON, "params": {}} for _ in range(poison)))
    total = sum(host.statuses().values())
    began = time.monotonic()
    host.start_reviewer()
    chaos.start()
    next_harm, is_calm = began + every_s, False
    while time.monotonic() - began < within_s:
        time.sleep(0.2)
        chaos.tend()
        if "database" not in chaos.left:
            ended = sum(count for status, count in host.statuses().items() if status in TERMINAL)
            if ended >= total and is_calm:
                total = sum(host.statuses().values())  # some jobs lead to others
                if ended >= total:
                    break
            if not is_calm and (ended >= calm_after * total or time.monotonic() - began > 0.7 * within_s):
                is_calm = True
                chaos.relent()
        if not is_calm and time.monotonic() >= next_harm:
            next_harm += every_s
            chaos.harm()
    chaos.relent()
    seconds = time.monotonic() - began
    orphans = end_all(host)
    return Trial(audit(host), dict(chaos.done), len(orphans), seconds, os.getloadavg())


def audit(host: KindsHost) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.kinds.audit"]
    done = subprocess.run(command, env={**host.env, "REDIS_URL": ""}, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def delay_by_poison(host: KindsHost, *, naps: int, poison: int) -> float:
    """How much later jobs end beside poison than without it, as a share of the mean time to their ends."""
    means = []
    for count in (0, poison):
        doomed = [{"kind": POISON, "params": {}}] * count
        ids = host.create_jobs(*doomed, *([{"kind": NAP, "params": {}}] * naps))[count:]
        worker = host.start_worker()
        eventually(lambda: not host.statuses()["queued"] + host.statuses()["running"], within_s=300)
        means.append(_mean_end(host, ids))
        worker.terminate()
        worker.wait(30)
    return means[1] / means[0] - 1


def _mean_end(host: KindsHost, ids: list[str]) -> float:
    """Seconds from the first one's beginning to their ends, on average."""
    marks = ", ".join("?" * len(ids))
    rows = host.query(f"SELECT started_at, finished_at FROM jobs_job WHERE id IN ({marks})", *ids)  # noqa: S608
    moments = [(_seconds(start), _seconds(end)) for start, end in rows]
    first = min(start for start, _ in moments)
    return sum(end - first for _, end in moments) / len(moments)


def _seconds(moment: Any) -> float:
    return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).timestamp()
