"""A sample of killed workers in the middle of workflows; all of them are in acceptance/crash_matrix."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SERVER_URL
from tests.jobs.hosts import Host, create_database
from tests.workflows import crashing

pytestmark = [pytest.mark.processes, pytest.mark.both]


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    for name, value in crashing.QUICK.items():
        monkeypatch.setenv(name, value)
    server = os.environ.get(SERVER_URL)
    url = create_database(server, f"workflows-{os.getpid()}") if server else ""
    host = Host(tmp_path, database_url=url, settings="tests.jobs.short_lease", apps=crashing.APP)
    host.migrate()
    yield host
    host.stop()


def test_a_killed_worker_is_followed_by_one_that_repeats_nothing(host: Host) -> None:
    main = host.start_worker().pid
    crashing.survive(host, "staticad", "composition.done", main=main)
