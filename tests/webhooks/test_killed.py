"""A sender that is killed in the middle of sending loses nothing; acceptance/webhooks does this a thousand times."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from generation.webhooks.models import Delivery
from tests.jobs.hosts import Host, eventually
from tests.webhooks.conftest import MakeEndpoint, a_canceled_job
from tests.webhooks.killing import SETTINGS, Books, start_sender
from tests.webhooks.receiver import receiving
from tests.world import World

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
EVENTS = 40


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any, world: World) -> Iterator[Host]:
    """Senders on this test's own database."""
    monkeypatch.setenv("STUDIO_SEALING_KEYS", ",".join(settings.STUDIO_SEALING_KEYS))
    host = Host(tmp_path, database_url=f"sqlite:///{connection.settings_dict['NAME']}", settings=SETTINGS)
    yield host
    host.stop()


def test_nothing_is_lost_when_the_sender_is_killed(host: Host, world: World, make_endpoint: MakeEndpoint) -> None:
    books = Books(fails=0.3, kill_at=frozenset({12}))
    with receiving(books.answer) as receiver:
        books.secret = make_endpoint(receiver.url, "image.failed").secret
        jobs = {a_canceled_job(world.ada).pk for _ in range(EVENTS)}
        books.senders.append(start_sender(host))
        eventually(lambda: books.killed)
        books.senders[0].wait()
        start_sender(host)
        eventually(lambda: Delivery.objects.filter(status=Delivery.Status.DELIVERED).count() == EVENTS)
    assert books.unsigned == []
    assert set(books.ids_of_job) == jobs
    assert len(books.accepted) == EVENTS
    assert {len(ids) for ids in books.ids_of_job.values()} == {1}, "one stable id each"
    assert {len(bodies) for bodies in books.bodies.values()} == {1}
