"""What the notes want first or last: "open on the flare", "end with the medal", read and matched to a passage."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from . import rank
from .passages import Passage

_UNTIL = r"([^.;,!?\n]+?)(?=[.;,!?\n]|$| (?:and|then|but) (?:then )?(?:begin|open|start|end|close|finish|conclude)\b)"
_FIRST = re.compile(rf"\b(?:begin|open|start)(?:s|ing)? (?:with|on|at|from|by) {_UNTIL}", re.I)
_LAST = re.compile(rf"\b(?:end|close|finish|conclude)(?:s|ing)? (?:with|on|at|by) {_UNTIL}", re.I)
_REFUSED = re.compile(
    r"\b(?:do not|don't|don’t|never (?:begin|open|start|end|close|finish|mention|name|say|show|use)|avoid|without"
    r"|leave out|skip)\b[^.;,]*",
    re.I,
)
_OF_QUOTES = re.compile(r"\b(?:quot(?:es?|ation|ing)|(?:own )?words)\b", re.I)
# Names for a piece of text, not for what it says.
_OF_TEXT = re.compile(r"\b(?:sentences?|lines?|facts?|figures?|scenes?|images?|moments?|notes?)\b", re.I)
# The share of the asked words that a passage must hold to be what was asked for.
_ENOUGH = 0.6


@dataclass(frozen=True)
class Positions:
    """The passages asked for as the first and the last; None where nothing was asked, or nothing in the source fits.

    `missing` are the wishes, in the notes' words, that nothing in the source fits.
    """

    first: Passage | None = None
    last: Passage | None = None
    missing: tuple[str, ...] = ()


def kept_notes(notes: str) -> str:
    """The notes without what they ask to leave out."""
    return _REFUSED.sub("", notes).strip()


def positions_of(notes: str, passages: Sequence[Passage], *, untold: frozenset[int] = frozenset()) -> Positions:
    """The passages that the notes want in front and at the end. `untold` are keys that cannot stand in front."""
    notes = kept_notes(notes)
    first, last = _FIRST.search(notes), _LAST.search(notes)
    opening = [p for p in passages if p.key not in untold and p.tags.get("alone", 0.0) >= 0.5]
    front = _nearest(first.group(1), opening, is_late=False) if first else None
    rest = [p for p in passages if front is None or not _share_sentences(p, front)]
    back = _nearest(last.group(1), rest, is_late=True) if last else None
    asked = ((first, front), (last, back))
    return Positions(front, back, tuple(match.group().strip() for match, found in asked if match and found is None))


def asked_positions(notes: str) -> tuple[str, ...]:
    """What the notes say of the beginning and the end, in their words."""
    notes = kept_notes(notes)
    return tuple(found.group().strip() for pattern in (_FIRST, _LAST) if (found := pattern.search(notes)))


def _share_sentences(one: Passage, other: Passage) -> bool:
    return bool({s.index for s in one.sentences} & {s.index for s in other.sentences})


def _nearest(asked: str, passages: Sequence[Passage], *, is_late: bool) -> Passage | None:
    wants_quote = bool(_OF_QUOTES.search(asked))
    words = _words(_OF_TEXT.sub("", _OF_QUOTES.sub("", asked)))
    fits: list[tuple[float, Passage]] = []
    for passage in passages:
        if wants_quote and not passage.is_quote:
            continue
        share = len(words & _words(said_of(passage))) / len(words) if words else float(wants_quote)
        if share >= _ENOUGH:
            nearer = passage.position if is_late else 1 - passage.position
            fits.append((2 * share + 0.3 * nearer + 0.2 * passage.weight, passage))
    return max(fits, key=lambda pair: (pair[0], -pair[1].key))[1] if fits else None


def said_of(passage: Passage) -> str:
    """The passage's words, with the name of who says them."""
    return f"{passage.speaker}: {passage.text}" if passage.is_quote else passage.text


def _words(text: str) -> set[str]:
    return {*rank.stems(re.sub(r"['’]s?\b", "", text)), *re.findall(r"\d[\d.,]*\d|\d", text)}


def names_speaker(notes: str, passage: Passage) -> bool:
    """Whether the notes name who says the passage, by the full name or by the last one."""
    last = (passage.speaker or "").split()[-1:]
    return (
        bool(last) and last[0][:1].isupper() and re.search(rf"\b{re.escape(last[0])}\b", kept_notes(notes)) is not None
    )
