"""Tables as sentences: each row with the column heads, in the cells' own words and figures."""

import re
from dataclasses import dataclass

from .segment import Block, plain

MAX_ROWS = 40


@dataclass(frozen=True)
class Row:
    """One row: `[start, end)` in the source, what is said of it, and the range of the head row."""

    start: int
    end: int
    text: str
    head: tuple[int, int]


def rows_of(text: str, blocks: list[Block]) -> dict[int, Row]:
    """By number of block, the rows of every table whose first row is a head and whose first column names things."""
    found: dict[int, Row] = {}
    head: tuple[Block, list[str]] | None = None
    for number, block in enumerate(blocks):
        if block.kind == "marker":
            continue  # the rule under the column heads
        if block.kind != "table":
            head = None
            continue
        cells = _cells(text[block.start : block.end])
        if all(re.fullmatch(r":?-{2,}:?|", cell) for cell in cells):
            continue
        if head is None:
            head = (block, cells)
            continue
        said = _said(head[1], cells)
        if said and len(found) < MAX_ROWS:
            found[number] = Row(block.start, block.end, said, (head[0].start, head[0].end))
    return found


def _cells(line: str) -> list[str]:
    parts = line.strip().strip("|").split("|") if "|" in line else line.split("\t")
    return [plain(part.strip()) for part in parts]


def _said(heads: list[str], cells: list[str]) -> str | None:
    """ "Teal: 410 in 2024, 612 in 2026." where the heads are years, else "Teal: price 4 euros, weight 2 kg." """
    if len(heads) != len(cells) or not 2 <= len(cells) <= 6 or not re.search(r"[A-Za-z]", cells[0]):
        return None
    are_years = all(re.fullmatch(r"(?:19|20)\d\d", head) for head in heads[1:])
    pairs = [(head, cell) for head, cell in zip(heads[1:], cells[1:], strict=True) if cell and cell not in "–—-"]
    if not pairs or not any(re.search(r"\d", cell) for _, cell in pairs):
        return None
    parts = [f"{cell} in {head}" if are_years else f"{head} {cell}".strip() for head, cell in pairs]
    return f"{cells[0]}: {', '.join(parts)}."
