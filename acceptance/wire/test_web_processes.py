"""Rate limits and idempotency on real servers, with the calls that a client library would make."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from tests.valkey import ValkeyServer
from tests.web_host import Client, WebHost

pytestmark = [pytest.mark.processes, pytest.mark.both]

LIMIT, CALLS = 120, 500
KEYS, TWINS = 10, 50
PRICE = 11

_names = count()


@pytest.fixture
def new_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., WebHost]]:
    """Make a host with so many web processes on one port; with more than one, what they count is in Valkey."""
    hosts: list[WebHost] = []

    def make(*, webs: int = 1, redis_url: str = "") -> WebHost:
        name = f"web-{next(_names)}"
        host = WebHost(tmp_path_factory.mktemp("web"), name=name, redis_url=redis_url)
        hosts.append(host)
        host.migrate()
        for _ in range(webs):
            host.start_web()
        return host

    yield make
    for host in hosts:
        host.stop()


@pytest.fixture(scope="module")
def valkey_url() -> Iterator[str]:
    server = ValkeyServer()
    yield server.url
    server.stop()


def one_at_the_limit(client: Client) -> None:
    answers = client.at_once(CALLS, "GET", "/story-plans/plan_none")
    assert sorted(answer.status for answer in answers) == [404] * LIMIT + [429] * (CALLS - LIMIT)
    left = sorted(int(answer.headers["ratelimit-remaining"]) for answer in answers if answer.status == 404)
    assert left == list(range(LIMIT)), "each answer said what was left after it"


def test_exactly_120_of_500_calls_at_once_get_through_in_memory(new_host: Callable[..., WebHost]) -> None:
    host = new_host()
    one_at_the_limit(host.client("Ada"))
    one_at_the_limit(host.client("Bob"))


def test_exactly_120_of_500_calls_to_three_processes_get_through(
    new_host: Callable[..., WebHost], valkey_url: str
) -> None:
    host = new_host(webs=3, redis_url=valkey_url)
    one_at_the_limit(host.client("Ada"))


def test_a_storm_of_retries_is_one_effect_for_each_key(new_host: Callable[..., WebHost], valkey_url: str) -> None:
    """Ten jobs, each asked for fifty times at once from two processes: ten holds, and fifty times one answer."""
    host = new_host(webs=2, redis_url=valkey_url)
    client = host.client("Ada", plans=KEYS, tier="elevated")

    def ask(number: int) -> tuple[int, int, bytes]:
        key = number % KEYS
        body = {"storyPlanId": client.plans[key]}
        answer = client.call("POST", "/story-jobs", body, **{"Idempotency-Key": f"key-{key}"})
        return key, answer.status, answer.body

    with ThreadPoolExecutor(TWINS) as pool:
        answers = list(pool.map(ask, range(KEYS * TWINS)))
    statuses = Counter(status for _, status, _ in answers)
    assert set(statuses) <= {200, 409}, statuses
    assert statuses[200] >= KEYS, "409 is what is told to who has waited ten seconds for the first"
    for key in range(KEYS):
        assert len({body for asked, status, body in answers if asked == key and status == 200}) == 1
    assert client.balance == 1000 - KEYS * PRICE
    assert host.query("SELECT COUNT(*) FROM jobs_job WHERE organization_id = ?", client.organization) == [(KEYS,)]
