"""Workers of two versions on one database: forward while jobs run, and back again."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.conftest import SERVER_URL
from tests.jobs.hosts import Host, create_database, eventually, signal_all, tree
from tests.jobs.pipelines import journal

pytestmark = [pytest.mark.processes, pytest.mark.both]

NEXT = "tests.jobs.apps.PipelinesOfNextVersion"


@dataclass
class Versions:
    """Hosts of the old and of the new version."""

    old: Host
    new: Host

    @property
    def lines(self) -> list[str]:
        return journal(self.old.data / "journal")

    def begin_job(self, host: Host, *, line: str, kind: str = "test.steps") -> str:
        """A job held up by a shut gate, once its journal has the line."""
        gate, own = str(self.old.data / "gate"), str(self.old.data / "journal")
        (job_id,) = host.create_jobs({"kind": kind, "params": {"journal": own, "gate": gate}})
        eventually(lambda: line in self.lines)
        return job_id

    def open_gate(self) -> None:
        (self.old.data / "gate").touch()

    def let_old_look(self) -> None:
        """A job of the old version, which came last and is done first: the others were passed over."""
        (job_id,) = self.old.create_jobs({"kind": "test.glance", "params": {}})
        assert self.old.wait_for_end(job_id)["status"] == "succeeded"

    def assert_finished_once(self, job_id: str, *, by_attempt: int) -> None:
        job = self.new.wait_for_end(job_id)
        assert (job["status"], job["attempt"], job["charged"]) == ("succeeded", by_attempt, 12), self.new.output
        assert self.new.query("SELECT captured FROM billing_receipt WHERE job_id = ?", job_id) == [(12,)]
        seqs = self.new.query("SELECT seq FROM jobs_jobevent WHERE job_id = ? ORDER BY seq", job_id)
        assert [seq for (seq,) in seqs] == list(range(1, len(seqs) + 1))


@pytest.fixture
def versions(tmp_path: Path) -> Iterator[Versions]:
    server = os.environ.get(SERVER_URL)
    url = create_database(server, f"rolling-{os.getpid()}-{tmp_path.name}"[:60]) if server else ""
    old = Host(tmp_path, url, "tests.jobs.short_lease")
    new = replace(old, apps=NEXT)  # with the same list of processes: whoever stops one, stops all
    old.migrate()
    yield Versions(old, new)
    old.stop()


def test_a_new_worker_finishes_what_an_old_one_hands_back(versions: Versions) -> None:
    old = versions.old.start_worker()
    job_id = versions.begin_job(versions.old, line="work 1")
    versions.new.start_worker()
    old.terminate()
    assert old.wait(20) == 0
    eventually(lambda: "next work 2" in versions.lines)
    versions.open_gate()
    versions.assert_finished_once(job_id, by_attempt=2)
    done = ["begin 1", "work 1", "next check 2", "next work 2", "next worked 2", "next end 2"]
    assert versions.lines == done, "the stage that the old one finished is read, not run again"


def test_an_old_worker_leaves_alone_what_a_new_one_has_begun_and_kinds_that_it_does_not_know(
    versions: Versions,
) -> None:
    """Back to the old version, then forward again."""
    new = versions.new.start_worker()
    job_id = versions.begin_job(versions.old, line="next work 1")
    new.terminate()
    assert new.wait(20) == 0
    (unknown,) = versions.new.create_jobs({"kind": "test.later", "params": {}})
    old = versions.old.start_worker()
    versions.let_old_look()
    job = versions.old.job(job_id)
    assert (job["status"], job["attempt"], job["charged"]) == ("queued", 1, None)
    assert (versions.old.job(unknown)["status"], versions.old.job(unknown)["attempt"]) == ("queued", 0)
    old.terminate()
    assert old.wait(20) == 0
    versions.open_gate()
    versions.new.start_worker()
    versions.assert_finished_once(job_id, by_attempt=2)
    versions.assert_finished_once(unknown, by_attempt=1)
    assert versions.lines == [
        "next begin 1", "next check 1", "next work 1", "next work 2", "next worked 2", "next end 2",
    ]  # fmt: skip


def test_an_old_host_takes_back_what_a_killed_new_one_held_and_leaves_it_queued(versions: Versions) -> None:
    new = versions.new.start_worker()
    job_id = versions.begin_job(versions.new, line="next work 1")
    versions.old.start_worker()
    signal_all(tree(versions.new, new.pid), signal.SIGKILL)
    eventually(lambda: versions.old.job(job_id)["status"] == "queued")
    versions.let_old_look()
    assert (versions.old.job(job_id)["attempt"], versions.old.job(job_id)["stalls"]) == (1, 1)
    versions.open_gate()
    versions.new.start_worker()
    versions.assert_finished_once(job_id, by_attempt=2)
    assert "begin 1" not in versions.lines
