"""What a service call would cost, found out by making it and undoing it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone as clock

from billing import dry_run_notes
from billing.prices import quote_of
from billing.services import balance
from wire.errors import StudioError


@dataclass(slots=True)
class Preview:
    """Complete when `preview`'s block has ended. Credits are what could be spent before the work and after holding it.

    `quote` is that of the holds the block asked for, as the wire prints it. When `error` says why the work would be
    refused, nothing would be held and `available_after` is `available_before`.
    """

    quote: dict[str, Any] = field(default_factory=dict)
    available_before: int = 0
    available_after: int = 0
    error: StudioError | None = None

    def as_dict(self) -> dict[str, Any]:
        """JSON as the wire prints it."""
        refusal = self.error and {
            "code": self.error.code,
            "message": self.error.message,
            "details": self.error.details,
        }
        return {
            "dryRun": True,
            "quote": self.quote,
            "balance": {"before": self.available_before, "after": self.available_after},
            "wouldFail": refusal,
        }


class _Undone(Exception):
    """Takes back what the block wrote."""


@contextmanager
def preview(organization_id: str, *, now: datetime | None = None) -> Iterator[Preview]:
    """Run the block in a transaction that is always rolled back; a StudioError of it becomes the result's `error`.

    Rows, holds, events and rings go, and `transaction.on_commit` callbacks never run. What is no row stays: the block
    must store no file, send nothing and write to no cache before it commits; `is_active()` lets such code know.
    """
    now = now or clock.now()
    result = Preview()
    try:
        with dry_run_notes.taken() as notes, transaction.atomic():
            try:
                with transaction.atomic():  # after an error in here the balance can still be read
                    yield result
            except StudioError as error:
                result.error = error
            result.quote = merged(notes.quotes, now=now)
            result.available_after = balance(organization_id, now).balance
            # Counted back under the account's lock, which the holds took: rivals cannot come between the two figures.
            result.available_before = result.available_after + (0 if result.error else notes.held)
            raise _Undone
    except _Undone:
        pass


def is_active() -> bool:
    """Whether the code that asks is being tried only, and will be undone."""
    return dry_run_notes.are_taken()


def merged(quotes: Sequence[dict[str, Any]], *, now: datetime) -> dict[str, Any]:
    """One quote over all lines of several, in wire form; of none, a quote of 0 credits."""
    if len(quotes) == 1:
        return quotes[0]
    return quote_of([], now=now).as_dict() | {
        "total": sum(quote["total"] for quote in quotes),
        "lineItems": [line for quote in quotes for line in quote["lineItems"]],
        "notes": list(dict.fromkeys(note for quote in quotes for note in quote["notes"])),
    }
