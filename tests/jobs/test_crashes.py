"""A sample of the crash matrix; all of it is in acceptance/crash_matrix."""

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.conftest import SERVER_URL
from tests.jobs import crashes
from tests.jobs.hosts import Host, create_database

pytestmark = [pytest.mark.processes, pytest.mark.both]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A worker host with short leases, on a database of its own."""
    data = tmp_path_factory.mktemp("crashes")
    server = os.environ.get(SERVER_URL)
    url = create_database(server, f"crashes-{os.getpid()}") if server else ""
    host = Host(data, database_url=url, settings="tests.jobs.short_lease")
    host.migrate()
    yield host
    host.stop()
    shutil.rmtree(data, ignore_errors=True)


def supervisor(host: Host) -> int:
    running = [process.pid for process in host.processes if process.poll() is None]
    return running[0] if running else host.start_worker().pid


@pytest.mark.parametrize(
    ("kill", "point"),
    [("worker", "two.call"), ("group", "one.commit")],
)
def test_a_killed_process_loses_charges_twice_and_repeats_nothing(kill: str, point: str, host: Host) -> None:
    recovery_s, _ = crashes.survive_kill(host, point, kill, main=supervisor(host))
    assert recovery_s <= crashes.RECOVERY_S


def test_a_frozen_worker_that_thaws_writes_nothing(host: Host) -> None:
    recovery_s = crashes.survive_freeze(host, "two.done", main=supervisor(host), freeze_s=6)
    assert recovery_s is not None
    assert recovery_s <= crashes.RECOVERY_S
