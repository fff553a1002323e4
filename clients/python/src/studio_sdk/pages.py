"""Lists whole, page by page, whatever the family calls its cursor."""

from collections.abc import Callable, Iterator
from typing import Any

_CURSORS = ("nextCursor", "next_cursor")


def iterate(operation: Callable[..., Any], *args: Any, **named: Any) -> Iterator[dict[str, Any]]:
    """Every item of a list operation: `iterate(studio.story.list_projects, limit=100)`.

    Pages are read as they are wanted, so that a loop may stop early.
    """
    cursor: dict[str, str] = {}
    while True:
        answer = operation(*args, **named, **cursor)
        told = answer.get("data", answer) if isinstance(answer.get("data"), dict) else answer
        items = next((value for value in told.values() if isinstance(value, list)), None)
        yield from items or ()
        following = next((told[name] for name in _CURSORS if told.get(name)), None)
        if not following:
            return
        cursor = {"cursor": following}
