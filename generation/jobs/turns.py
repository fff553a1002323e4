"""Whose turn it is: the order in which organizations get the next worker. Pure (docs/adr/0009).

Priority, then whoever runs least, then whoever was served longest ago, then age. One thing bounds that: whoever has
waited in vain for `PATIENCE` goes first, once in each such time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

PATIENCE = timedelta(seconds=60)


@dataclass(frozen=True)
class Queue:
    """An organization's queued jobs of one priority: when the oldest was made, and since when one could have begun."""

    organization_id: str
    priority: int
    oldest_at: datetime
    ready_at: datetime


def in_turn(
    queues: Iterable[Queue],
    *,
    running: Mapping[str, int],
    served_at: Mapping[str, datetime],
    now: datetime,
) -> list[Queue]:
    """The queues, best first. `running` counts each organization's jobs, `served_at` is its last claim."""

    def is_starved(queue: Queue) -> bool:
        """Nobody waits for what is below zero, so it can wait for ever."""
        last = served_at.get(queue.organization_id)
        was_passed_over = last is None or now - last >= PATIENCE
        return (
            queue.priority >= 0
            and not running.get(queue.organization_id)
            and now - queue.ready_at >= PATIENCE
            and was_passed_over
        )

    def rank(queue: Queue) -> tuple[object, ...]:
        one = queue.organization_id
        last = served_at.get(one)
        since = last.timestamp() if last else 0.0
        if is_starved(queue):
            return (0, since, -queue.priority, queue.oldest_at, one)
        return (1, -queue.priority, running.get(one, 0), since, queue.oldest_at, one)

    return sorted(queues, key=rank)
