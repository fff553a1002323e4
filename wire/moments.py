"""Times at the wire."""

from datetime import UTC, datetime


def when(moment: datetime | None) -> str | None:
    """`2026-05-29T10:00:00.000Z`"""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
