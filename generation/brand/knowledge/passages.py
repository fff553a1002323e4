"""A text cut into passages: whole lines, a heading with what follows it, nothing twice and nothing left out."""

import re
from collections.abc import Iterator

TARGET_CHARS = 500
MAX_CHARS = 900  # some 250 tokens; the model reads 512
_LINE = re.compile(r"[^\n]*\n*")
_BREAK = re.compile(r"[.!?…][\"'”’)]?\s+|\s+")


def cut(text: str) -> list[tuple[int, int]]:
    """Spans [start, end) of `text` in order, without white space at their ends, none longer than `MAX_CHARS`."""
    spans: list[tuple[int, int]] = []
    start = end = 0
    for low, high in _pieces(text):
        is_heading = text.startswith("#", low)
        if end > start and (high - start > MAX_CHARS or end - start >= TARGET_CHARS or is_heading):
            spans.append((start, end))
            start = low
        end = high
    spans.append((start, end))
    trimmed = (_trimmed(text, low, high) for low, high in spans)
    return [(low, high) for low, high in trimmed if high > low]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Lines with the gaps behind them; a long one in parts that end with a sentence or, failing that, a word."""
    for found in _LINE.finditer(text):
        low, high = found.span()
        while high - low > MAX_CHARS:
            at = _part_end(text, low)
            yield low, at
            low = at
        if high > low:
            yield low, high


def _part_end(text: str, low: int) -> int:
    window = text[low : low + MAX_CHARS]
    ends = [match.end() for match in _BREAK.finditer(window, TARGET_CHARS // 2)]
    sentences = [end for end in ends if window[:end].rstrip()[-1:] in ".!?…”’)"]
    return low + ((sentences or ends or [MAX_CHARS])[-1])


def _trimmed(text: str, low: int, high: int) -> tuple[int, int]:
    while low < high and text[low].isspace():
        low += 1
    while low < high and text[high - 1].isspace():
        high -= 1
    return low, high
