"""What a dry run takes down while `billing.services` works inside it; outside of one nothing is noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Notes:
    """The quotes of the holds that were asked for, and the credits of those that were made."""

    quotes: list[dict[str, Any]] = field(default_factory=list)
    held: int = 0


_current: ContextVar[Notes | None] = ContextVar("billing_dry_run_notes", default=None)


@contextmanager
def taken() -> Iterator[Notes]:
    """Notes of everything in the block, in this thread or task."""
    notes = Notes()
    token = _current.set(notes)
    try:
        yield notes
    finally:
        _current.reset(token)


def are_taken() -> bool:
    return _current.get() is not None


def asked(quote: dict[str, Any]) -> None:
    if notes := _current.get():
        notes.quotes.append(quote)


def held(amount: int) -> None:
    if notes := _current.get():
        notes.held += amount
