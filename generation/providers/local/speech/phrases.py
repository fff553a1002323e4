"""Pieces of speech grouped as they are breathed: sentences for the network, phrases of eight words for captions."""

import math
from dataclasses import dataclass
from itertools import pairwise

from generation.providers.local.speech.reading import Piece

MAX_WORDS = 8
_IDEAL_WORDS = 7  # leaves room to cut where the sense is
_CLAUSE_MARKS = frozenset(",;:—")
_SENTENCE_MARKS = frozenset(".?!…¶")
# A phrase reads well when it starts with one of the first and badly when it ends in one of the second.
_OPENERS = frozenset([
    "and", "but", "or", "so", "because", "that", "which", "who", "when", "where", "while", "if", "as", "than",
    "with", "for", "from", "to", "in", "on", "at", "of", "by", "into", "after", "before", "until", "since",
    "through", "between", "over", "under", "about", "is", "are", "was", "were", "has", "have", "will", "can",
])  # fmt: skip
_CLINGERS = frozenset([
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "with", "from", "and", "or", "but", "its",
    "their", "our", "your", "his", "her", "my", "this", "that", "these", "those", "is", "are", "was", "were",
    "be", "been", "has", "have", "had", "will", "would", "can", "could", "not", "no", "very", "more", "most",
    "about",
])  # fmt: skip


@dataclass(frozen=True)
class Run:
    """Words without punctuation among them, as spoken, and the mark that follows."""

    spoken: str
    mark: str


@dataclass(frozen=True)
class Phrase:
    """What one caption may show: `text` as written, `runs` as spoken."""

    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Sentence:
    """Phrases said in one breath; `mark` is what ends it (. ? ! … or ¶ for the end of a paragraph)."""

    phrases: tuple[Phrase, ...]
    mark: str


def sentences(text: str, pieces: list[Piece]) -> list[Sentence]:
    """Group `pieces` of `text`; every piece lands in exactly one phrase, in order."""
    found: list[Sentence] = []
    start = 0
    for index, piece in enumerate(pieces):
        if piece.mark in _SENTENCE_MARKS or index == len(pieces) - 1:
            group = pieces[start : index + 1]
            after = pieces[index + 1].start if index + 1 < len(pieces) else len(text)
            found.append(Sentence(tuple(_phrases(text, group, after)), piece.mark or "."))
            start = index + 1
    return found


def _phrases(text: str, pieces: list[Piece], after: int) -> list[Phrase]:
    bounds = _bounds(text, pieces)
    phrases = []
    for first, last in pairwise(bounds):
        group = pieces[first:last]
        end = pieces[last].start if last < len(pieces) else after
        start = _with_opening_marks(text, pieces[first].start, pieces[first - 1].end if first else 0)
        tail = _with_opening_marks(text, end, group[-1].end) if end < len(text) else end
        phrases.append(Phrase(" ".join(text[start:tail].split()), tuple(_runs(group))))
    return phrases


def _with_opening_marks(text: str, position: int, floor: int) -> int:
    """Move back over an opening bracket or quotation mark, which belongs to the word after it."""
    while position > floor and text[position - 1] in "([{“\"'‘«¿¡$€£#@*_" and not text[position - 1].isspace():
        if text[position - 1] in "\"'" and position >= 2 and not text[position - 2].isspace():
            break  # a closing quote stands right after a word
        position -= 1
    return position


def _runs(pieces: list[Piece]) -> list[Run]:
    runs, words = [], []
    for piece in pieces:
        words.append(piece.spoken)
        if piece.mark:
            runs.append(Run(" ".join(words), piece.mark))
            words = []
    return [*runs, Run(" ".join(words), "")] if words else runs


def _bounds(text: str, pieces: list[Piece]) -> list[int]:
    """Indices at which phrases begin, and the end: first at punctuation, then long clauses in even parts."""
    clauses: list[tuple[int, int]] = []
    start = 0
    for index, piece in enumerate(pieces):
        if piece.mark in _CLAUSE_MARKS or index == len(pieces) - 1:
            clauses.append((start, index + 1))
            start = index + 1
    bounds = [0]
    for first, last in _without_crumbs(text, pieces, clauses):
        bounds.extend(_split_evenly(text, pieces, first, last))
        bounds.append(last)
    return bounds


def _without_crumbs(text: str, pieces: list[Piece], clauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join clauses of one or two words to their neighbour where both fit one phrase: nobody reads a 0.3 s caption."""
    joined: list[tuple[int, int]] = []
    for clause in clauses:
        if joined and pieces[joined[-1][1] - 1].mark == ",":
            before, here = _count(text, pieces, *joined[-1]), _count(text, pieces, *clause)
            if min(before, here) <= 2 and before + here <= MAX_WORDS:
                joined[-1] = (joined[-1][0], clause[1])
                continue
        joined.append(clause)
    return joined


def _count(text: str, pieces: list[Piece], first: int, last: int) -> int:
    """Words as a reader counts them in the written text."""
    return len(text[pieces[first].start : pieces[last - 1].end].split()) if last > first else 0


def _split_evenly(text: str, pieces: list[Piece], first: int, last: int) -> list[int]:
    parts = math.ceil(_count(text, pieces, first, last) / _IDEAL_WORDS)
    cuts: list[int] = []
    start = first
    for part in range(parts, 1, -1):
        ideal = start + (last - start) / part
        candidates = range(start + 1, min(last, start + MAX_WORDS + 1))
        fitting = [
            at
            for at in candidates
            if _count(text, pieces, start, at) <= MAX_WORDS and _count(text, pieces, at, last) <= (part - 1) * MAX_WORDS
        ]
        if not fitting:
            break
        best = min(fitting, key=lambda at: abs(at - ideal) + _awkwardness(pieces, at))
        cuts.append(best)
        start = best
    while _count(text, pieces, start, last) > MAX_WORDS and last - start > 1:  # a cut for sense may leave too much
        start += max(1, min(MAX_WORDS, last - start - 1))
        cuts.append(start)
    return cuts


def _awkwardness(pieces: list[Piece], at: int) -> float:
    before, after = pieces[at - 1].spoken.lower(), pieces[at].spoken.lower()
    return (3.0 if before in _CLINGERS else 0.0) - (1.2 if after in _OPENERS else 0.0)
