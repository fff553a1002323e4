"""Transcripts: who says what where the source writes "Q:" and "A:", or a name and a colon, before each turn."""

import re
from collections import Counter
from dataclasses import dataclass

from generation.providers.base import Gender

from .people import Cast, Person
from .quotes import NAME, Quote

_TURN = re.compile(
    r"^[ \t>*_]*(Q|A|Question|Answer|Interviewer|Moderator|Host|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})"
    r"[*_]*\s*[:.][*_]*[ \t]+"
    r"(?=[\w“\"‘'])",
    re.M,
)
_ASKS = ("Q", "Question", "Interviewer", "Moderator", "Host")
_ANSWERS = ("A", "Answer")


@dataclass(frozen=True)
class Turn:
    """One turn: `[start, end)` is what is said, `opens` where its label begins."""

    label: str
    opens: int
    start: int
    end: int


def turns_of(text: str) -> list[Turn]:
    """The turns of a transcript in order; empty for any other text."""
    found = [match for match in _TURN.finditer(text) if match.group(1) in (*_ASKS, *_ANSWERS) or ":" in match.group()]
    counts = Counter(match.group(1) for match in found)
    kept = [match for match in found if counts[match.group(1)] >= 2]
    if len({match.group(1) for match in kept}) < 2 or len(kept) < 4:
        return []
    turns: list[Turn] = []
    for index, match in enumerate(kept):
        stop = kept[index + 1].start() if index + 1 < len(kept) else len(text)
        paragraph = re.search(r"\n\s*\n", text[match.end() : stop])
        end = match.end() + paragraph.start() if paragraph else stop
        end = match.end() + len(text[match.end() : end].rstrip())
        turns.append(Turn(match.group(1), match.start(), match.end(), end))
    return turns


def _guest(text: str, turns: list[Turn], cast: Cast) -> str:
    """Who answers: the first full name before the first turn, known to the cast from then on."""
    head = text[: turns[0].opens]
    for match in NAME.finditer(head):
        if len(match.group().split()) >= 2:
            person = cast.find(match.group())
            if person is None:
                low = f" {head.lower()} "
                women, men = len(re.findall(r"\b(?:she|her)\b", low)), len(re.findall(r"\b(?:he|his|him)\b", low))
                gender: Gender = "female" if women > men else "male" if men > women else "neutral"
                person = Person(
                    match.group(),
                    match.span(),
                    gender=gender,
                    places=[m.start() for m in re.finditer(re.escape(match.group()), text)],
                )
                cast.people.insert(0, person)
            return person.name
    return cast.people[0].name if cast.people else "The interviewee"


def answers(text: str, turns: list[Turn], cast: Cast) -> list[Quote]:
    """The answers as quotes, each with the range of the question before it.

    Behind "A" stands whoever the source names first; "I" in an answer is nobody else's.
    """
    guest = _guest(text, turns, cast)
    found: list[Quote] = []
    asked: tuple[int, int] | None = None
    for turn in turns:
        said = text[turn.start : turn.end]
        if turn.label in _ASKS or (turn.label not in _ANSWERS and said.rstrip().endswith("?")):
            asked = (turn.start, turn.end)
            continue
        person = cast.find(turn.label)
        name = guest if turn.label in _ANSWERS else person.name if person else turn.label
        found.append(Quote(turn.start, turn.end, turn.opens, turn.end, name, (turn.opens, turn.start), False, asked))
        asked = None
    return found
