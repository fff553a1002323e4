"""Whose work is being done: the ids that every log line and every job carries, bound for as long as it lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ids: ContextVar[dict[str, str]] = ContextVar("telemetry_ids")
_NONE: dict[str, str] = {}


def bound() -> dict[str, str]:
    """The ids of the present work by name: `request`, `organization`, `job`. Not to be changed."""
    return _ids.get(_NONE)


@contextmanager
def bind(**ids: str) -> Iterator[None]:
    """Add ids for what happens inside; an empty one says nothing."""
    token = _ids.set(bound() | {name: value for name, value in ids.items() if value})
    try:
        yield
    finally:
        _ids.reset(token)


def learn(**ids: str) -> None:
    """Add ids that became known within a `bind`, which forgets them again at its end."""
    _ids.set(bound() | {name: value for name, value in ids.items() if value})
