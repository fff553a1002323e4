"""The six states of a job and the moves between them, as data. Families translate the names; the core knows only
these.
"""

from enum import StrEnum


class Status(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUSPENDED = "suspended"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


MOVES: dict[Status, frozenset[Status]] = {
    Status.QUEUED: frozenset({Status.RUNNING, Status.SUSPENDED, Status.CANCELED, Status.FAILED}),
    Status.RUNNING: frozenset({Status.QUEUED, Status.SUSPENDED, Status.SUCCEEDED, Status.FAILED, Status.CANCELED}),
    Status.SUSPENDED: frozenset({Status.QUEUED, Status.CANCELED, Status.FAILED}),
    Status.SUCCEEDED: frozenset(),
    # Ends, and yet a person may have such a job resumed. Only a move that names them as its source leads out of them.
    Status.FAILED: frozenset({Status.QUEUED}),
    Status.CANCELED: frozenset({Status.QUEUED}),
}

TERMINAL = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELED})
LIVE = frozenset(MOVES) - TERMINAL
RESUMABLE = frozenset(status for status in TERMINAL if MOVES[status])


def sources_of(target: Status) -> frozenset[Status]:
    """The states from which a job may move to `target`."""
    return frozenset(status for status, moves in MOVES.items() if target in moves)
