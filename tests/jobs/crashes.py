"""A real job, stopped at a chosen point of its work by a chosen signal, and everything that must be true afterwards."""

import os
import signal
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.jobs.hosts import Host, eventually, parent, signal_all, tree
from tests.jobs.pipelines import CHAPTERS, journal

RECOVERY_S = 30.0
PRICE = 12
# Whatever a stale holder might have written.
# Table: (the column that names the job, what to read)
TABLES = {
    "jobs_job": ("id", "*"),
    "jobs_jobevent": ("job_id", "seq, type, data, created_at"),
    **dict.fromkeys(
        ("jobs_checkpoint", "jobs_attempt", "jobs_providercall", "billing_hold", "billing_receipt"), ("job_id", "*")
    ),
}


@dataclass
class Stopped:
    """A job that is being held at `point` by its first attempt, on the worker host whose supervisor is `main`."""

    host: Host
    main: int
    job_id: str
    point: str
    folder: Path

    @property
    def worker(self) -> int:
        return int(self.host.job(self.job_id)["worker"].split("/")[-2])

    @property
    def lines(self) -> list[str]:
        return journal(self.folder / "journal")

    def let_go(self) -> None:
        (self.folder / "gate").touch()

    def rows(self) -> dict[str, list[Any]]:
        """All that stands about the job, but for when webhooks were told of it: that may be done by another host."""
        return {
            table: sorted(map(repr, self.host.query(f"SELECT {wanted} FROM {table} WHERE {column} = ?", self.job_id)))  # noqa: S608
            for table, (column, wanted) in TABLES.items()
        }


def stop_at(host: Host, point: str, *, main: int) -> Stopped:
    """A new job, which a worker has taken up to `point`."""
    folder = host.data / uuid.uuid4().hex
    folder.mkdir()
    params = {"journal": str(folder / "journal"), "gate": str(folder / "gate"), "stop_at": point}
    (job_id,) = host.create_jobs({"kind": "test.book", "params": params})
    stopped = Stopped(host, main, job_id, point, folder)
    eventually(lambda: f"at {point} 1" in stopped.lines)
    return stopped


def kill_worker(stopped: Stopped) -> bool:
    os.kill(stopped.worker, signal.SIGKILL)
    return False


def kill_cluster(stopped: Stopped) -> bool:
    """The first process of django-q2's, which forked the workers."""
    os.kill(parent(stopped.worker), signal.SIGKILL)
    return False


def kill_main(stopped: Stopped) -> bool:
    os.kill(stopped.main, signal.SIGKILL)
    return True


def kill_group(stopped: Stopped) -> bool:
    """All at once, as when a host goes down."""
    signal_all(tree(stopped.host, stopped.main), signal.SIGKILL)
    return True


# Each returns whether the host is down after it.
KILLS: dict[str, Callable[[Stopped], bool]] = {
    "worker": kill_worker,
    "cluster": kill_cluster,
    "main process": kill_main,
    "group": kill_group,
}


def survive_kill(host: Host, point: str, kill: str, *, main: int) -> tuple[float, int]:
    """Kill at `point` and check everything; the seconds until another attempt ran, and the supervisor then."""
    stopped = stop_at(host, point, main=main)
    doomed = tree(host, main)
    began = time.monotonic()
    if KILLS[kill](stopped):
        next(process for process in host.processes if process.pid == main).wait(10)
        eventually(lambda: not doomed & set(host.pids()), within_s=5)  # no orphans
        main = host.start_worker().pid
    eventually(lambda: any(line.endswith(" 2") for line in stopped.lines), within_s=RECOVERY_S)
    recovery_s = time.monotonic() - began
    stopped.let_go()
    assert_whole(stopped, last_attempt=2)
    eventually(lambda: set(host.pids()) == tree(host, main), within_s=5)  # no orphans
    return recovery_s, main


def survive_freeze(host: Host, point: str, *, main: int, freeze_s: float) -> float | None:
    """Freeze the worker host for `freeze_s` seconds while another stands by; check everything after it thawed.

    The seconds until the other took over; None when it rightly did not, because the frozen holder's own transaction
    kept the job.
    """
    stopped = stop_at(host, point, main=main)
    frozen = tree(host, main)
    signal_all(frozen, signal.SIGSTOP)
    began = time.monotonic()
    other = host.start_worker()
    takes_over = not point.endswith(".commit")
    recovery_s = None
    try:
        if takes_over:
            eventually(lambda: any(line.endswith(" 2") for line in stopped.lines), within_s=RECOVERY_S)
            recovery_s = time.monotonic() - began
            stopped.let_go()
            assert host.wait_for_end(stopped.job_id)["status"] == "succeeded", host.output
        before = stopped.rows()
        time.sleep(max(0.0, began + freeze_s - time.monotonic()))  # the bar names how long it is frozen
        stopped.let_go()
        signal_all(frozen, signal.SIGCONT)
        work = host.data / "work" / f"{stopped.job_id}-1"
        eventually(lambda: not work.exists() or not frozen & set(host.pids()))  # it has tried, and given up
        if takes_over:
            assert stopped.rows() == before, "a stale holder wrote"
        assert_whole(stopped, last_attempt=2 if takes_over else None)
    finally:
        signal_all(frozen, signal.SIGCONT)
        other.terminate()
        assert other.wait(20) == 0, host.output
    return recovery_s


def assert_whole(stopped: Stopped, *, last_attempt: int | None) -> None:
    """Nothing lost, charged once, no finished call repeated, the log without a gap."""
    host, job_id = stopped.host, stopped.job_id
    job = host.wait_for_end(job_id)
    assert (job["status"], job["charged"]) == ("succeeded", PRICE), host.output
    assert last_attempt in (None, job["attempt"])
    assert host.query("SELECT captured FROM billing_receipt WHERE job_id = ?", job_id) == [(PRICE,)]
    made = [line.split()[1] for line in stopped.lines if line.startswith("made ")]
    for key in (f"{chapter}.{call}" for chapter in CHAPTERS for call in ("page", "cover")):
        was_interrupted = stopped.point == f"{key.partition('.')[0]}.call" and key.endswith(".page")
        assert made.count(key) == (2 if was_interrupted else 1), f"{key}: {stopped.lines}"
    checkpoints = host.query("SELECT stage FROM jobs_checkpoint WHERE job_id = ? ORDER BY id", job_id)
    assert [stage for (stage,) in checkpoints] == list(CHAPTERS)
    seqs = [seq for (seq,) in host.query("SELECT seq FROM jobs_jobevent WHERE job_id = ? ORDER BY seq", job_id)]
    assert seqs == list(range(1, len(seqs) + 1))
    attempts = host.query("SELECT outcome FROM jobs_attempt WHERE job_id = ? ORDER BY number", job_id)
    assert [outcome for (outcome,) in attempts][-1] == "succeeded"
