"""Quoted speech: where the marks open and close, and which words around them say who speaks."""

import re
from dataclasses import dataclass

from . import lexicon

_NAME = (
    r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Miss|Sir|Dame|Cllr|Councillor|Captain|Mayor|Sister|Father"
    r"|President|Judge)\.? )?"
    r"[A-Z][\w'’-]*\w(?: (?:[A-Z]\.|(?:de|van|von|der|den|bin|al|la|le) [A-Z][\w’'-]*\w|[A-Z][\w’'-]*\w)){0,3}"
)
_SAY = "|".join(sorted(lexicon.SAY_VERBS, key=len, reverse=True))
NAME = re.compile(_NAME)

_AFTER_VERB_FIRST = re.compile(rf"^[\s,]*(?:{_SAY})\s+((?:the |a )?(?:[a-z]+ ){{0,3}})({_NAME})")
_AFTER_NAME_FIRST = re.compile(rf"^[\s,]*({_NAME})(?:,[^,.\"“]{{3,80}},)?\s+(?:\w+ly )?(?:{_SAY})\b")
_AFTER_PRONOUN = re.compile(rf"^[\s,]*(?:(he|she|they|I|we) (?:\w+ly )?(?:{_SAY})|(?:{_SAY}) (he|she|they))\b", re.I)
_AFTER_COMMON = re.compile(rf"^[\s,]*(?:(?:{_SAY}) )(the [a-z]+)|^[\s,]*(the [a-z]+) (?:{_SAY})\b", re.I)
_BEFORE = re.compile(
    rf"({_NAME})(,[^.\"“]{{3,110}},)?(?:\s+(?:has|have|also|\w+ly))?\s+(?:{_SAY})(?:\s+[a-z][\w ]{{0,40}})?\s*[:,]?\s*$"
)
_BEFORE_TO = re.compile(
    rf"(?:according to|in the words of|as) ({_NAME})(?:,[^.\"“]{{3,90}},?)?(?: put it)?[,:]?\s*$", re.I
)
_BEFORE_PRONOUN = re.compile(rf"\b(he|she|they|I|we) (?:\w+ly )?(?:{_SAY})\s*[:,]?\s*$", re.I)
# The speaker often acts in the sentence before: "Mara stepped out of the dark. "So it's you," …"


@dataclass(frozen=True)
class Quote:
    """Inner range `[start, end)` without the marks; `outer_*` with them. `speaker` is as written nearby, or a pronoun.

    `attribution` is the range of the words that name the speaker; a fragment is a quoted phrase inside a sentence;
    `question` is the range of what an interviewer asked before.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    speaker: str | None = None
    attribution: tuple[int, int] | None = None
    is_fragment: bool = False
    question: tuple[int, int] | None = None


def quoted_ranges(text: str, start: int, end: int) -> list[tuple[int, int, int, int]]:
    """(outer start, inner start, inner end, outer end) of each quoted stretch in `text[start:end]`."""
    found: list[tuple[int, int, int, int]] = []
    position = start
    while position < end:
        opening = _next_opening(text, position, end)
        if opening is None:
            break
        closing = _closing(text, opening, end)
        if closing is None:
            # A quote that runs on into the next paragraph is left open in this one.
            if text[opening] == "“" or (text[opening] == '"' and opening - start < 3):
                found.append((opening, opening + 1, end, end))
                break
            position = opening + 1
            continue
        if closing - opening > 2:
            found.append((opening, opening + 1, closing, closing + 1))
        position = closing + 1
    return found


def _next_opening(text: str, position: int, end: int) -> int | None:
    for match in re.compile(r"[“\"‘']").finditer(text, position, end):
        at = match.start()
        before = text[at - 1] if at else " "
        if match.group() == "“" or (match.group() == '"' and not before.isdigit()):
            return at
        if match.group() in "‘'" and (before.isspace() or before in "([—–-*_") and text[at + 1 : at + 2].isalpha():
            # 'tis and 90s-style apostrophes do not close again after several words.
            closing = _closing(text, at, end)
            if closing is not None and text[at:closing].count(" ") >= 2:
                return at
    return None


def _closing(text: str, opening: int, end: int) -> int | None:
    mark = {"“": "”", '"': '"', "‘": "’", "'": "'"}[text[opening]]
    position = opening + 1
    while True:
        at = text.find(mark, position, end)
        if at < 0:
            return None
        after = text[at + 1 : at + 2]
        if mark in "’'":
            if not after.isalnum() and text[at - 1] in ".,?!…":
                return at
        elif not (mark == '"' and after.isalnum()):
            return at
        position = at + 1


def find_quotes(text: str, start: int, end: int) -> list[Quote]:
    """Quotes of one block with the speaker as written next to each; consecutive ones share a speaker."""
    ranges = quoted_ranges(text, start, end)
    quotes: list[Quote] = []
    for index, (outer_start, inner_start, inner_end, outer_end) in enumerate(ranges):
        inner = text[inner_start:inner_end]
        before = text[(ranges[index - 1][3] if index else start) : outer_start]
        after = text[outer_end : (ranges[index + 1][0] if index + 1 < len(ranges) else end)]
        is_fragment = _is_fragment(inner, before, after)
        speaker, attribution = (None, None) if is_fragment else _speaker(before, after, outer_start, outer_end)
        if speaker is None and not is_fragment and quotes and not quotes[-1].is_fragment:
            speaker = quotes[-1].speaker if _runs_on(before) else None
        quotes.append(Quote(inner_start, inner_end, outer_start, outer_end, speaker, attribution, is_fragment))
    return quotes


def _is_fragment(inner: str, before: str, after: str) -> bool:
    words = len(inner.split())
    ends_closed = inner.rstrip()[-1:] in ".,!?…—–-"
    introduced = not before.strip() or before.rstrip()[-1] in ":,.!?—–"
    attributed = bool(_AFTER_VERB_FIRST.match(after) or _AFTER_NAME_FIRST.match(after) or _AFTER_PRONOUN.match(after))
    return not attributed and ((words < 4 and not (ends_closed and introduced)) or (not ends_closed and not introduced))


def _runs_on(before: str) -> bool:
    """Only an attribution or a short beat lies between two quotes: the same person goes on."""
    return len(before) < 90 and before.count("\n\n") == 0


def _speaker(before: str, after: str, outer_start: int, outer_end: int) -> tuple[str | None, tuple[int, int] | None]:
    # In wrapped text a line may end between "he" and "wrote"; a paragraph's end stays one.
    before, after = (re.sub(r"(?<!\n)\n(?!\n)", " ", part) for part in (before, after))
    tries = [(_AFTER_VERB_FIRST, 2), (_AFTER_NAME_FIRST, 1), (_AFTER_PRONOUN, 0), (_AFTER_COMMON, 0)]
    for pattern, group in tries:
        match = pattern.match(after)
        if match:
            name = match.group(group) if group else next(g for g in match.groups() if g)
            shift = len(match.group()) - len(match.group().lstrip(" ,"))
            return name, (outer_end + shift, outer_end + match.end())
    tail = before[-220:]
    for pattern in (_BEFORE, _BEFORE_TO, _BEFORE_PRONOUN):
        match = pattern.search(tail)
        if match:
            at = outer_start - len(tail)
            return match.group(1), (at + match.start(), at + len(tail.rstrip(" :,")))
    return None, None
