import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.valkey import ValkeyServer
from wire.errors import Unavailable
from wire.ratelimit import MemoryLimiter, make_limiter


def test_exactly_the_limit_gets_through_under_concurrent_calls() -> None:
    limiter = MemoryLimiter()
    with ThreadPoolExecutor(16) as pool:
        allowed = list(pool.map(lambda _: limiter.hit("key", 120, 60, now=1000.0)[0], range(500)))
    assert sum(allowed) == 120


def test_each_answer_says_what_is_left_and_when_the_window_ends() -> None:
    limiter = MemoryLimiter()
    first, second = limiter.hit("key", 2, 60, now=100.0), limiter.hit("key", 2, 60, now=130.0)
    assert (first[1].remaining, second[1].remaining) == (1, 0)
    assert second[1].reset_at == 160.0


def test_a_new_window_starts_with_the_first_request_after_the_old_one() -> None:
    limiter = MemoryLimiter()
    limiter.hit("key", 1, 60, now=100.0)
    assert not limiter.hit("key", 1, 60, now=159.9)[0]
    assert limiter.hit("key", 1, 60, now=160.0)[0]


def test_buckets_do_not_share_a_count() -> None:
    limiter = MemoryLimiter()
    assert limiter.hit("one", 1, 60, now=0.0)[0]
    assert limiter.hit("two", 1, 60, now=0.0)[0]


def test_windows_that_are_over_are_forgotten() -> None:
    limiter = MemoryLimiter()
    for number in range(5000):
        limiter.hit(f"bucket-{number}", 1, 60, now=float(number))
    assert len(limiter._windows) < 5000


@pytest.fixture(scope="module")
def valkey_url() -> Iterator[str]:
    server = ValkeyServer()
    yield server.url
    server.stop()


def test_web_processes_share_one_exact_count_in_valkey(valkey_url: str) -> None:
    limiters = [make_limiter(valkey_url) for _ in range(4)]
    with ThreadPoolExecutor(16) as pool:
        allowed = list(pool.map(lambda n: limiters[n % 4].hit("key", 120, 60)[0], range(500)))
    assert sum(allowed) == 120


def test_valkeys_answers_are_those_of_memory(valkey_url: str) -> None:
    shared, own = make_limiter(valkey_url), MemoryLimiter()
    shared.clear()
    for _ in range(4):
        theirs, ours = shared.hit("same", 3, 60, now=1000.0), own.hit("same", 3, 60, now=1000.0)
        assert theirs[0] == ours[0]
        assert theirs[1].remaining == ours[1].remaining
        assert abs(theirs[1].reset_at - ours[1].reset_at) < 5


def test_a_window_in_valkey_ends(valkey_url: str) -> None:
    limiter = make_limiter(valkey_url)
    assert limiter.hit("short", 1, 1)[0]
    assert not limiter.hit("short", 1, 1)[0]
    deadline = time.monotonic() + 10
    while not limiter.hit("short", 1, 1)[0]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_store_that_is_away_is_unavailable_and_lets_nobody_in() -> None:
    with pytest.raises(Unavailable) as caught:
        make_limiter("redis://127.0.0.1:1").hit("key", 1, 60)
    assert caught.value.details["retry_after"] > 0
