"""Tables as sentences that can be found again: each row says what its columns are called. Formulas are text."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generation.media.documents.charset import decode, is_binary
from generation.media.documents.cleaning import MAX_TEXT_BYTES, capped, letters, tidy
from generation.media.sandbox import refusal

Row = dict[int, str]  # by column, only those that hold something: a sheet has 17 billion cells
_DELIMITERS = ",;\t|"
_LOOK_AT_LINES = 20
_MAX_CELL_CHARS = 10_000
_MAX_HEADING_CHARS = 80
_MIN_LETTERS = 3


def read_csv(path: Path) -> dict[str, Any]:
    """`text`, `title`, `isTruncated`. Raises GenerationFailed with the reason `no_text` or `unreadable`."""
    body = path.read_bytes()
    if is_binary(body):
        raise refusal("unreadable", "The file is no text, whatever its name says.")
    text = decode(body).replace("\x00", "")
    csv.field_size_limit(len(text) + 1)
    try:
        said, is_cut = sentences(_rows(text))
    except csv.Error as error:
        raise refusal("unreadable", "The table cannot be read: its quotes do not match.") from error
    return table_result(said, is_cut)


def table_result(text: str, is_cut: bool) -> dict[str, Any]:
    """What a reader of tables answers with. Raises GenerationFailed with the reason `no_text`."""
    text, is_truncated = capped(tidy(text))
    if letters(text) < _MIN_LETTERS:
        raise refusal("no_text", "There is hardly any text in it.")
    return {"text": text, "title": None, "isTruncated": is_truncated or is_cut}


def _rows(text: str) -> Iterator[Row]:
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
        yield {column: cell.strip() for column, cell in enumerate(cells) if cell.strip()}


def _delimiter(text: str) -> str:
    """The sign that parts most of the first lines, and evenly."""
    lines = [line for line in text[:100_000].splitlines()[:_LOOK_AT_LINES] if line.strip()]
    return max(_DELIMITERS, key=lambda sign: min((line.count(sign) for line in lines), default=0))


def sentences(rows: Iterable[Row]) -> tuple[str, bool]:
    """The rows as lines, and whether reading stopped because it is enough.

    Below a row of headings a row reads "Flat: 12; Rent: 540", elsewhere "12 | 540".
    """
    lines: list[str] = []
    headings: Row = {}
    size, is_first = 0, True
    for row in rows:
        if not row:
            continue
        if is_first:
            is_first = False
            headings = row if _are_headings(row) else {}
        line = _line(row, {} if row is headings else headings)
        lines.append(line)
        size += len(line) + 1
        if size > MAX_TEXT_BYTES:
            return "\n".join(lines), True
    return "\n".join(lines), False


def _line(row: Row, headings: Row) -> str:
    cells = [(column, " ".join(row[column][:_MAX_CELL_CHARS].split())) for column in sorted(row)]
    if not headings:
        return " | ".join(cell for _, cell in cells)
    return "; ".join(f"{headings[column]}: {cell}" if column in headings else cell for column, cell in cells)


def _are_headings(row: Row) -> bool:
    """Several short names, no figures among them, each once."""
    cells = list(row.values())
    return (
        len(cells) > 1
        and len(set(cells)) == len(cells)
        and all(len(cell) <= _MAX_HEADING_CHARS and any(c.isalpha() for c in cell) for cell in cells)
        and not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    )
