"""How soon everybody is told that the database is away, and served when it is back; a crowd asks all the while."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.postgres import PostgresServer
from tests.web_host import Client, WebHost
from tests.wire.test_database_away import host, server  # noqa: F401 - fixtures

pytestmark = pytest.mark.processes

PATHS = ("/story-projects", "/credits", "/project", "/workflow", "/chat/sessions", "/jobs")
ASKING, TIMES, AWAY_S = 24, 3, 6.0
TOLD_WITHIN_S, BACK_WITHIN_S = 2.0, 5.0


@dataclass
class Crowd:
    """Threads that ask without a pause: (asked at, answered at, status), 0 where no answer came."""

    clients: list[Client]
    answers: list[tuple[float, float, int]] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Crowd":
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(ASKING)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        client, path = self.clients[number % len(self.clients)], PATHS[number % len(PATHS)]
        while not self._over.is_set():
            began = time.monotonic()
            try:
                status = client.call("GET", path).status
            except OSError:
                status = 0
            self.answers.append((began, time.monotonic(), status))
            time.sleep(0.02)


def test_everybody_is_told_within_two_seconds_and_served_again_within_five(
    host: WebHost,  # noqa: F811
    server: PostgresServer,  # noqa: F811
    record_property: Callable[[str, object], None],
) -> None:
    clients = [host.client(f"Tenant {number}", tier="elevated") for number in range(ASKING)]
    for client in clients:
        assert client.call("GET", "/credits").status == 200
    with Crowd(clients) as crowd:
        for _ in range(TIMES):
            time.sleep(2)
            gone_at = time.monotonic()
            server.go_away()
            stopped_at = time.monotonic()
            time.sleep(AWAY_S)
            server.come_back()
            back_at = time.monotonic()
            time.sleep(BACK_WITHIN_S + 1)
            told = [end - max(begin, gone_at) for begin, end, _ in crowd.answers if end > gone_at and begin < back_at]
            assert max(told) <= TOLD_WITHIN_S
            record_property("an answer while it was away, s", max(told))
            while_away = {status for begin, end, status in crowd.answers if begin > stopped_at and end < back_at}
            assert while_away == {503}
            served = min(end for _, end, status in crowd.answers if end > back_at and status == 200)
            refused = max((end for _, end, status in crowd.answers if end > back_at and status != 200), default=back_at)
            assert refused - back_at <= BACK_WITHIN_S
            record_property("the first served again, s", served - back_at)
            record_property("the last refused, s", refused - back_at)
    assert 0 not in {status for *_, status in crowd.answers}, "no connection was cut"
    assert host.manage("ledger_audit").wait(60) == 0
