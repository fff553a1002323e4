from concurrent.futures import ThreadPoolExecutor

from wire.ratelimit import MemoryLimiter


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
