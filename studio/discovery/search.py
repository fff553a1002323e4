"""Looking through the documents: every word of the query has to begin a word of the passage."""

import re
from dataclasses import dataclass
from functools import cache

from django.utils.text import slugify

from studio.discovery import library

_WORD = re.compile(r"[a-z0-9_]+")
_EXCERPT = 180
# A word in the title says more of what a page is about than one in its text.
_TITLE, _HEADING, _TEXT, _MOST_IN_TEXT = 12, 8, 1, 4


@dataclass(frozen=True)
class Hit:
    """A passage that was found. `url` leads to its heading."""

    title: str
    heading: str
    url: str
    excerpt: str


@dataclass(frozen=True)
class _Passage:
    page: library.Page
    heading: str
    text: str
    words: dict[str, int]


def find(query: str, *, at_most: int = 20) -> list[Hit]:
    """The best passages, at most one a page."""
    words = _WORD.findall(query.lower())
    if not words:
        return []
    best: dict[str, tuple[int, _Passage]] = {}
    for passage in _passages():
        score = _score(passage, words)
        if score > best.get(passage.page.name, (0, passage))[0]:
            best[passage.page.name] = score, passage
    ranked = sorted(best.values(), key=lambda found: -found[0])
    return [_hit(passage, words[0]) for _, passage in ranked[:at_most]]


def _score(passage: _Passage, words: list[str]) -> int:
    """0 where a word is nowhere in the passage, its heading or its page's title."""
    total = 0
    title, heading = _WORD.findall(passage.page.title.lower()), _WORD.findall(passage.heading.lower())
    for word in words:
        in_text = sum(count for known, count in passage.words.items() if known.startswith(word))
        score = _TEXT * min(in_text, _MOST_IN_TEXT)
        score += _TITLE * any(known.startswith(word) for known in title)
        score += _HEADING * any(known.startswith(word) for known in heading)
        if not score:
            return 0
        total += score
    return total


def _hit(passage: _Passage, word: str) -> Hit:
    found = re.search(rf"\b{re.escape(word)}", passage.text, re.IGNORECASE)
    begin = max(0, found.start() - _EXCERPT // 3) if found else 0
    begin = passage.text.rfind(" ", 0, begin) + 1
    excerpt = passage.text[begin : begin + _EXCERPT].rpartition(" ")[0] if passage.text else ""
    excerpt = f"… {excerpt}" if begin else excerpt
    return Hit(passage.page.title, passage.heading, url_of(passage.page, passage.heading), excerpt)


def url_of(page: library.Page, heading: str) -> str:
    """Where a passage is read."""
    return f"/docs/{page.name}" if heading == page.title else f"/docs/{page.name}#{slugify(heading)}"


@cache
def _passages() -> tuple[_Passage, ...]:
    found = []
    for page in library.pages().values():
        for heading, text in page.passages():
            words: dict[str, int] = {}
            for word in _WORD.findall(text.lower()):
                words[word] = words.get(word, 0) + 1
            found.append(_Passage(page, heading, text, words))
    return tuple(found)


def entries() -> list[dict[str, str]]:
    """The index as data, for a client that searches by itself."""
    return [
        {
            "title": passage.page.title,
            "heading": passage.heading,
            "url": url_of(passage.page, passage.heading),
            "section": passage.page.section or "Reference",
            "text": passage.text,
        }
        for passage in _passages()
    ]
