import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import SERVER_URL
from tests.jobs.hosts import Host, create_database


@pytest.fixture(scope="module")
def new_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Host]]:
    """Make a worker host on a database of its own; the argument names its settings module."""
    hosts: list[Host] = []

    def make(settings: str) -> Host:
        data = tmp_path_factory.mktemp("host")
        server = os.environ.get(SERVER_URL)
        url = create_database(server, f"crash-{os.getpid()}-{len(hosts)}-{data.name}") if server else ""
        host = Host(Path(data), database_url=url, settings=settings)
        host.migrate()
        hosts.append(host)
        return host

    yield make
    for host in hosts:
        host.stop()
        shutil.rmtree(host.data, ignore_errors=True)


@pytest.fixture(scope="module")
def host(new_host: Callable[[str], Host]) -> Host:
    """With the leases of production."""
    return new_host("")


@pytest.fixture
def main(host: Host) -> int:
    """The process id of a supervisor that runs on the host."""
    running = [process.pid for process in host.processes if process.poll() is None]
    return running[0] if running else host.start_worker().pid
