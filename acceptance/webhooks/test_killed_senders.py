"""A thousand events, a receiver that fails three in ten, two hosts whose senders are killed: all arrive, all signed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import SERVER_URL
from tests.jobs.hosts import Host, create_database, eventually
from tests.webhooks.killing import SETTINGS, Books, make_happen, start_sender
from tests.webhooks.receiver import receiving

pytestmark = [pytest.mark.processes, pytest.mark.both]
EVENTS = 1000
KILL_AT = frozenset(range(60, 1200, 95))
HOSTS = 2


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    server = os.environ.get(SERVER_URL)
    url = create_database(server, f"webhooks-{os.getpid()}") if server else ""
    host = Host(tmp_path, database_url=url, settings=SETTINGS)
    host.migrate()
    yield host
    host.stop()


def test_a_thousand_events_arrive_signed_under_one_id_each(
    host: Host, record_property: Callable[[str, float], None]
) -> None:
    books = Books(fails=0.3, kill_at=KILL_AT)

    def keep_sending() -> bool:
        """Restart who was killed; whether everything has been delivered."""
        books.senders[:] = [process for process in books.senders if process.poll() is None]
        while len(books.senders) < HOSTS:
            books.senders.append(start_sender(host))
        return len(books.accepted) == EVENTS and host.query(left) == [(0,)]

    left = "SELECT count(*) FROM webhooks_delivery WHERE status <> 'delivered'"
    with receiving(books.answer) as receiver, make_happen(host, receiver.url, EVENTS) as happening:
        assert happening.stdout
        books.secret = happening.stdout.readline().strip()
        # Events are written while senders send and die.
        eventually(keep_sending, within_s=600)
        jobs = set(happening.stdout.read().split())
    assert len(jobs) == EVENTS
    assert set(books.ids_of_job) == jobs, "0 missing"
    assert books.unsigned == [], "0 unsigned"
    assert {len(ids) for ids in books.ids_of_job.values()} == {1}, "one stable id each"
    assert {len(bodies) for bodies in books.bodies.values()} == {1}, "the same words each time"
    assert host.query("SELECT count(*) FROM webhooks_event") == [(EVENTS,)]
    assert books.killed >= 10
    record_property("senders killed", books.killed)
    record_property("requests for 1,000 events", books.requests)
    record_property("accepted more than once", sum(count > 1 for count in books.accepted.values()))
