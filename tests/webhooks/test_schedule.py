"""Ten attempts over three days, never earlier than the receiver asks for."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from generation.webhooks.schedule import DELAYS_S, JITTER, next_attempt, read_retry_after
from tests.world import NOW


def test_ten_attempts_end_within_three_days() -> None:
    for seed in range(50):
        chance, at, count = random.Random(seed), NOW, 1
        while (after := next_attempt(count, now=at, chance=chance)) is not None:
            assert after > at
            at, count = after, count + 1
        assert count == 10
        assert timedelta(hours=60) < at - NOW < timedelta(hours=80)
    assert timedelta(hours=70) < timedelta(seconds=sum(DELAYS_S)) < timedelta(hours=72)


def test_what_failed_together_is_not_tried_again_together() -> None:
    waits = {next_attempt(4, now=NOW, chance=random.Random(seed)) for seed in range(20)}
    assert len(waits) == 20
    off = DELAYS_S[3] * JITTER
    for at in waits:
        assert at is not None
        assert DELAYS_S[3] - off <= (at - NOW).total_seconds() <= DELAYS_S[3] + off


def test_a_receiver_may_ask_for_more_time_but_not_for_a_week() -> None:
    assert next_attempt(1, now=NOW, retry_after=timedelta(minutes=10)) == NOW + timedelta(minutes=10)
    assert next_attempt(1, now=NOW, retry_after=timedelta(days=7)) == NOW + timedelta(hours=24)
    late = next_attempt(9, now=NOW, retry_after=timedelta(seconds=1))
    assert late is not None
    assert late > NOW + timedelta(hours=24), "asking for less does not shorten the wait"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Sat, 14 Mar 2026 12:05:00 GMT", 300),
        ("Sat, 14 Mar 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_retry_after_has_two_forms(header: str, seconds: int | None) -> None:
    found = read_retry_after(header, now=datetime(2026, 3, 14, 12, 0, tzinfo=UTC))
    assert found == (None if seconds is None else timedelta(seconds=seconds))
