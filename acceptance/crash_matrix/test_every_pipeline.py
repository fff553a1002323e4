"""A worker that dies at every checkpoint of every pipeline: before, in its first call, after, and in the commit."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SERVER_URL
from tests.jobs.hosts import create_database
from tests.kinds.crashing import survive_every_checkpoint
from tests.kinds.hosts import KindsHost
from tests.kinds.orders import ORDERS

pytestmark = [pytest.mark.processes, pytest.mark.both]
AT_ONCE = 8  # kinds, so that their jobs wait for nothing but each other
SLICES = [sorted(ORDERS)[start : start + AT_ONCE] for start in range(0, len(ORDERS), AT_ONCE)]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[KindsHost]:
    server = os.environ.get(SERVER_URL)
    url = create_database(server, f"every-{os.getpid()}-{tmp_path.name}") if server else ""
    host = KindsHost(tmp_path, database_url=url)
    host.migrate()
    yield host
    host.stop()


@pytest.mark.parametrize("kinds", SLICES, ids=lambda kinds: f"{kinds[0]}-to-{kinds[-1]}")
def test_a_worker_that_dies_at_every_checkpoint(kinds: list[str], host: KindsHost) -> None:
    survive_every_checkpoint(host, kinds, within_s=900)
