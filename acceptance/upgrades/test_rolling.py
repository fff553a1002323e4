"""Sixty jobs, two versions of the studio, and a change from one to the other every few seconds."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SERVER_URL
from tests.jobs.hosts import Host, create_database, eventually
from tests.jobs.pipelines import CHAPTERS, journal
from tests.jobs.test_rolling import NEXT

pytestmark = [pytest.mark.processes, pytest.mark.both]

JOBS = 60
CHANGES = 6
BETWEEN_S = 4.0


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Host]:
    server = os.environ.get(SERVER_URL)
    host = Host(tmp_path, create_database(server, f"upgrades-{os.getpid()}") if server else "")
    host.migrate()
    yield host
    host.stop()
    shutil.rmtree(tmp_path, ignore_errors=True)


def wanted(host: Host, number: int) -> dict[str, Any]:
    """Each with a journal of its own; two seconds of work, or a book of six provider calls."""
    own = {"journal": str(host.data / f"journal-{number}")}
    if number % 3 == 0:
        return {"kind": "test.book", "params": own}
    return {"kind": "test.steps", "params": {**own, "work_s": 2.0}}


# What a line in the journal says to be kept, and how a line begins that would make it again.
KEPT = [("work ", "begin "), ("next check ", "next begin "), ("next work ", "next check "), ("next work ", "begin ")]
KEPT += [(f"at {name}.made ", f"made {name}.page ") for name in CHAPTERS]
KEPT += [(f"at {name}.done ", f"made {name}.cover ") for name in CHAPTERS]


def assert_read_as_left(lines: list[str]) -> None:
    """Once the newer version has begun, the older never goes on; nothing that is kept is made again."""
    is_newer = [line.startswith("next ") for line in lines]
    assert is_newer == sorted(is_newer), lines
    for kept, again in KEPT:
        after = next((number for number, line in enumerate(lines) if line.startswith(kept)), len(lines))
        assert not [line for line in lines[after:] if line.startswith(again)], lines


def test_nothing_is_lost_or_charged_twice_however_often_the_version_changes(old: Host) -> None:
    new = replace(old, apps=NEXT)
    ids = old.create_jobs(*(wanted(old, number) for number in range(JOBS)))
    hosts, running = [new, old], old.start_worker()
    for number in range(CHANGES):
        time.sleep(BETWEEN_S)
        successor = hosts[number % 2].start_worker()  # both are there for a while
        time.sleep(BETWEEN_S / 2)
        running.terminate()
        assert running.wait(20) == 0, old.output
        running = successor
    running = new.start_worker()
    eventually(lambda: not old.query("SELECT 1 FROM jobs_job WHERE finished_at IS NULL LIMIT 1"), within_s=240)
    for number, job_id in enumerate(ids):
        job = old.job(job_id)
        assert (job["status"], job["charged"], job["stalls"]) == ("succeeded", 12, 0), job
        assert old.query("SELECT captured FROM billing_receipt WHERE job_id = ?", job_id) == [(12,)]
        seqs = old.query("SELECT seq FROM jobs_jobevent WHERE job_id = ? ORDER BY seq", job_id)
        assert [seq for (seq,) in seqs] == list(range(1, len(seqs) + 1))
        assert_read_as_left(journal(old.data / f"journal-{number}"))
    outcomes = dict(old.query("SELECT outcome, count(*) FROM jobs_attempt GROUP BY outcome"))
    assert outcomes.get("handed_back", 0) >= CHANGES / 2, outcomes
    assert new.manage("ledger_audit").wait(60) == 0, old.output
