"""One told line as an exchange: the reason, the reservation or the source comes when somebody asks for it."""

import re
from dataclasses import replace

from generation.providers.base import Line

from . import lexicon, speech

_REASON = re.compile(r"^(.{24,}?),? because (.{12,})$", re.S)
_SOURCE = re.compile(r"^(.{24,}) That is (according to .{6,})$", re.S)
_RESERVE = re.compile(r"^(.{24,}[.!]) (?:But|Yet) (.{16,})$", re.S)
_LEANING = re.compile(r"(?:it|they|he|she|this|that|these|those|of)\b", re.I)


def parts_of(text: str) -> tuple[str, str, str] | None:
    """(first part, cue of the question between, second part), or None where the line has no joint that holds.

    Both parts are the line's own words; the second is what an answer can be: "Because the rock proved harder."
    """
    source = _SOURCE.match(text)
    if source:
        return speech.finish(source.group(1)), "source", speech.finish(source.group(2))
    reason = _REASON.match(text)
    if reason and _stands(reason.group(1)) and speech.has_finite(reason.group(2)) and "because" not in reason.group(2):
        return speech.finish(reason.group(1)), "why", speech.finish(f"Because {reason.group(2)}")
    reserve = _RESERVE.match(text)
    if reserve and not lexicon.STRONG_HEDGES.search(reserve.group(1)):
        second = reserve.group(2)
        opening = "" if second.split()[0][0].isupper() or len(second.split()) > 5 else "But "
        return reserve.group(1), "but", speech.finish(opening + second)
    return None


def _stands(text: str) -> bool:
    """A first part that says something whole: not "not" whose reason is the point, no loose comma clause."""
    return speech.is_sound(speech.finish(text)) and not re.search(r"\b(?:not|only|just|mainly|partly|probably)$", text)


def split_line(line: Line, texts: tuple[str, str]) -> tuple[Line, Line]:
    """The line as two of the same voice and evidence."""
    first = replace(line, text=texts[0], pause_after_ms=round(line.pause_after_ms * 0.7))
    return first, replace(line, text=texts[1])
