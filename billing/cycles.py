"""Monthly cycles: calendar months in the organization's own time zone, as pure functions of an instant.

A cycle is named by its first day. Names, unlike instants, stay comparable when an organization moves to another time
zone in the middle of a month, so the move can never grant a month twice.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# No zone was ever further ahead of UTC.
_FURTHEST_AHEAD = timedelta(hours=16)


def cycle_of(now: datetime, timezone: str) -> date:
    """The first day of the cycle in which the instant `now` lies."""
    local = now.astimezone(ZoneInfo(timezone))
    cycle = date(local.year, local.month, 1)
    # Where clocks go back across midnight of the first, the local date runs backwards for an hour: instants decide.
    if now >= _start(_next(cycle), timezone):
        return _next(cycle)
    return cycle


def latest_cycle(now: datetime) -> date:
    """The latest cycle that can have begun anywhere: an account that has been granted it has none due at `now`."""
    there = now.astimezone(UTC) + _FURTHEST_AHEAD
    return date(there.year, there.month, 1)


def bounds(cycle: date, timezone: str) -> tuple[datetime, datetime]:
    """The half-open interval [start, end) of a cycle, in UTC."""
    return _start(cycle, timezone), _start(_next(cycle), timezone)


def _next(cycle: date) -> date:
    return date(cycle.year + cycle.month // 12, cycle.month % 12 + 1, 1)


def _start(cycle: date, timezone: str) -> datetime:
    # fold=0 is the first of two midnights; a midnight that clocks skip maps to the instant of the jump.
    return datetime(cycle.year, cycle.month, 1, tzinfo=ZoneInfo(timezone)).astimezone(UTC)
