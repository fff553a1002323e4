"""What makers read: a source's text and places in it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """One source as the writer reads it. `id` is the source's id; spans index into `text`."""

    id: str
    text: str
    label: str | None = None
    is_markdown: bool = False


@dataclass(frozen=True, kw_only=True)
class Span:
    """Half-open range `[start, end)` of characters in the source `source_id`."""

    source_id: str
    start: int
    end: int
