"""Cursor pagination over sortable ids: newest first, stable under inserts, flat in cost at any depth."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from wire.errors import ValidationFailed

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


@dataclass(frozen=True)
class Page:
    items: list[Any]
    next_cursor: str | None


def paginate(rows: "QuerySet[Model]", *, limit: str | None, cursor: str | None) -> Page:
    """One page of `rows`, ordered by id descending. Raises `ValidationFailed` for a bad limit or cursor."""
    size = _read_limit(limit)
    rows = rows.order_by("-pk")
    if cursor:
        last_id = _decode(cursor)
        try:
            rows = rows.filter(pk__lt=last_id)
        except ValueError:  # another list's cursor: its ids are no numbers
            raise _unknown_cursor() from None
    items = list(rows[: size + 1])
    more = len(items) > size
    return Page(items[:size], _encode(str(items[size - 1].pk)) if more else None)


def _read_limit(limit: str | None) -> int:
    if limit is None or limit == "":
        return DEFAULT_LIMIT
    is_number = limit.isascii() and limit.isdecimal() and len(limit) <= len(str(MAX_LIMIT))
    if not is_number or not 1 <= int(limit) <= MAX_LIMIT:
        raise ValidationFailed(f"limit must be a whole number from 1 to {MAX_LIMIT}.", field="limit")
    return int(limit)


def _encode(last_id: str) -> str:
    return base64.urlsafe_b64encode(f"v1:{last_id}".encode()).decode().rstrip("=")


def _decode(cursor: str) -> str:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    version, _, last_id = text.partition(":")
    if version != "v1" or not last_id or "\x00" in last_id:
        raise _unknown_cursor()
    return last_id


def _unknown_cursor() -> ValidationFailed:
    return ValidationFailed("cursor is not one that this API gave out. Start again without it.", field="cursor")
