"""Real workers, killed in the middle of their work."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.hosts import Host, eventually
from tests.jobs.pipelines import journal

pytestmark = pytest.mark.processes


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    host = Host(tmp_path)
    host.migrate()
    yield host
    host.stop()


def start_gated_job(host: Host, kind: str = "test.steps") -> str:
    """A job on a running worker, held up by a shut gate in the middle of its work."""
    params = {"journal": str(host.data / "journal"), "gate": str(host.data / "gate")}
    (job_id,) = host.create_jobs({"kind": kind, "params": params})
    eventually(lambda: "work 1" in journal(host.data / "journal"))
    return job_id


def open_gate(host: Host) -> None:
    (host.data / "gate").touch()


def worker_pid(host: Host, job_id: str) -> int:
    return int(host.job(job_id)["worker"].split("/")[-2])


def assert_finished_once(host: Host, job_id: str, *, by_attempt: int) -> None:
    job = host.wait_for_end(job_id)
    assert (job["status"], job["attempt"], job["charged"]) == ("succeeded", by_attempt, 12), host.output
    assert journal(host.data / "journal") == ["begin 1", "work 1", "work 2", "worked 2", "end 2"]
    assert host.query("SELECT captured FROM billing_receipt WHERE job_id = ?", job_id) == [(12,)]
    seqs = [seq for (seq,) in host.query("SELECT seq FROM jobs_jobevent WHERE job_id = ? ORDER BY seq", job_id)]
    assert seqs == list(range(1, len(seqs) + 1))


def test_a_killed_worker_process_loses_nothing_and_repeats_no_finished_stage(host: Host) -> None:
    supervisor = host.start_worker()
    job_id = start_gated_job(host)
    before = set(host.pids())
    os.kill(worker_pid(host, job_id), signal.SIGKILL)
    eventually(lambda: "work 2" in journal(host.data / "journal"))
    open_gate(host)
    assert_finished_once(host, job_id, by_attempt=2)
    assert "ERROR" not in host.output
    children = [pid for pid, command in host.pids().items() if "media.child" in command]
    assert len(children) == 1, "the killed worker's child is gone, its successor has one"
    assert supervisor.pid in before & set(host.pids())


def test_a_killed_maker_child_fails_the_job_with_a_cause_and_charges_nothing(host: Host) -> None:
    host.start_worker()
    job_id = start_gated_job(host)
    (child,) = eventually(lambda: [pid for pid, command in host.pids().items() if "media.child" in command])
    os.kill(child, signal.SIGKILL)
    job = host.wait_for_end(job_id)
    assert (job["status"], job["charged"]) == ("failed", 0)
    assert "ended without an answer" in job["error_message"]
    assert host.query("SELECT captured, released FROM billing_receipt WHERE job_id = ?", job_id) == [(0, 12)]


def test_a_killed_cluster_is_replaced_and_its_job_finished(host: Host) -> None:
    host.start_worker()
    job_id = start_gated_job(host)
    os.kill(eventually(lambda: sentinel(host)), signal.SIGKILL)
    eventually(lambda: "work 2" in journal(host.data / "journal"))
    open_gate(host)
    assert_finished_once(host, job_id, by_attempt=2)


def sentinel(host: Host) -> int | None:
    """The cluster's first process leads its session; the workers it forked do not.

    None while another does too: a child that a worker is about to exec.
    """
    leaders = [pid for pid, command in host.pids().items() if "--cluster" in command and os.getsid(pid) == pid]
    return leaders[0] if len(leaders) == 1 else None


def test_a_killed_supervisor_leaves_no_process_behind(host: Host) -> None:
    supervisor = host.start_worker()
    job_id = start_gated_job(host)
    eventually(lambda: len(host.pids()) == 6)  # supervisor, sentinel, worker, pusher, monitor, maker's child
    supervisor.kill()
    supervisor.wait()
    eventually(lambda: not host.pids(), within_s=5)
    host.start_worker()
    eventually(lambda: "work 2" in journal(host.data / "journal"))
    open_gate(host)
    assert_finished_once(host, job_id, by_attempt=2)


@pytest.mark.parametrize("kind", ["test.steps", "test.spins"])
def test_sigterm_hands_the_job_back_and_stops(kind: str, host: Host) -> None:
    """Also when the main thread is busy with work of its own and never looks up."""
    supervisor = host.start_worker()
    job_id = start_gated_job(host, kind)
    began = time.monotonic()
    supervisor.terminate()
    assert supervisor.wait(20) == 0
    assert time.monotonic() - began < 20
    job = host.job(job_id)
    assert (job["status"], job["stalls"], job["attempt"]) == ("queued", 0, 1)
    eventually(lambda: not host.pids(), within_s=2)


def test_an_idle_worker_killed_at_the_queue_does_not_deafen_the_studio(host: Host) -> None:
    """It takes the queue's lock with it; the supervisor notices that jobs wait, and starts a new cluster."""
    host.start_worker()
    params = {"journal": str(host.data / "journal")}
    first, second = host.create_jobs({"kind": "test.steps", "params": params}, {"kind": "test.steps", "params": params})
    host.wait_for_end(first)
    host.wait_for_end(second)
    ppids = {pid: ppid(pid) for pid, command in host.pids().items() if "--cluster" in command}
    (sentinel,) = set(ppids.values()) & set(ppids)
    for pid in (pid for pid, parent in ppids.items() if parent == sentinel):
        os.kill(pid, signal.SIGKILL)
    (third,) = host.create_jobs({"kind": "test.steps", "params": params})
    assert host.wait_for_end(third)["status"] == "succeeded"


def ppid(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
