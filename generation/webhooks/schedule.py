"""When a failed delivery is tried again: ten attempts over three days, later if the receiver asks for it."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.conf import settings

# Seconds between one attempt and the next: ten attempts, the last one some 71 hours after the first.
DELAYS_S: tuple[float, ...] = (5, 60, 5 * 60, 30 * 60, 2 * 3600, 6 * 3600, 12 * 3600, 22 * 3600, 28 * 3600)
JITTER = 0.1  # of the delay, to either side: what failed together is not tried again together
MOST_RETRY_AFTER = timedelta(hours=24)


def delays() -> tuple[float, ...]:
    """The setting STUDIO_WEBHOOK_DELAYS_S, or the usual ones; there is one attempt more than there are delays."""
    return tuple(getattr(settings, "STUDIO_WEBHOOK_DELAYS_S", DELAYS_S))


def next_attempt(
    tries: int, *, now: datetime, retry_after: timedelta | None = None, chance: random.Random | None = None
) -> datetime | None:
    """When to try again after `tries` attempts; None when that was the last one. Never before `retry_after`."""
    waits = delays()
    if tries > len(waits):
        return None
    off = (chance or random).uniform(-JITTER, JITTER)
    delay = timedelta(seconds=waits[tries - 1] * (1 + off))
    return now + max(delay, min(retry_after or timedelta(0), MOST_RETRY_AFTER))


def read_retry_after(header: str, *, now: datetime) -> timedelta | None:
    """`Retry-After` in either of its forms, seconds or a date; None for what is neither."""
    text = header.strip()
    if text.isascii() and text.isdecimal() and len(text) <= 9:
        return timedelta(seconds=int(text))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(at.replace(tzinfo=at.tzinfo or UTC) - now, timedelta(0))
