"""Cursor pagination over sortable ids: newest first, stable under inserts, flat in cost at any depth."""

import base64
import binascii
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from wire.errors import ValidationFailed

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


@dataclass(frozen=True)
class Page:
    items: list[Any]
    next_cursor: str | None


def paginate(
    rows: "QuerySet[Model]", *, limit: str | None, cursor: str | None, apart: tuple[str, Collection[str]] | None = None
) -> Page:
    """One page of `rows`, ordered by id descending. Raises `ValidationFailed` for a bad limit or cursor.

    `apart` narrows them to those that have one of some values in a column, by an index that ends in the column and the
    id: the page costs the same then, however many rows of other values lie between its own. The rows must not be
    narrowed to those values before: SQLite then takes another index.
    """
    size = _read_limit(limit)
    rows = rows.order_by("-pk")
    if cursor:
        last_id = _decode(cursor)
        try:
            rows = rows.filter(pk__lt=last_id)
        except ValueError:  # another list's cursor: its ids are no numbers
            raise _unknown_cursor() from None
    items = list(newest_apart(rows, *apart, most=size + 1) if apart else rows[: size + 1])
    more = len(items) > size
    return Page(items[:size], _encode(str(items[size - 1].pk)) if more else None)


def part_of_union(
    rows: "QuerySet[Any]", shown: Callable[["QuerySet[Any]"], "QuerySet[Any, Any]"], *, most: int
) -> "QuerySet[Any, Any]":
    """The newest `most` of the rows as `shown` has them, to be united with others.

    SQLite limits no part of a union, only what is asked for inside one. PostgreSQL would read a whole table to find the
    few ids in again, where it takes the search for them to be dear.
    """
    if connection.features.supports_slicing_ordering_in_compound:
        return shown(rows).order_by("-pk")[:most]
    newest = rows.order_by("-pk").values("pk")[:most]
    return shown(rows.model._default_manager.filter(pk__in=newest)).order_by()


def newest_apart(
    rows: "QuerySet[Any]",
    column: str,
    values: Collection[str],
    *,
    most: int,
    shown: Callable[["QuerySet[Any]"], "QuerySet[Any]"] = lambda part: part,
) -> "QuerySet[Any]":
    """The newest `most` of the rows with any of the values, found for each on its own and united, in one query.

    For values that are rare: with an index that ends in the column and the id, what lies between them is not read.
    """
    first, *others = (part_of_union(rows.filter(**{column: one}), shown, most=most) for one in values)
    return first.union(*others, all=True).order_by("-pk")[:most] if others else first.order_by("-pk")


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
