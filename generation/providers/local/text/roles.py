"""Roles in apposition: "Her skipper, Tom Akers," and "Harold Pym, a retired clerk,". Pure, by offsets in the source."""

import re

from . import lexicon

Role = tuple[str, tuple[int, int]]

_OWNERS = r"[Hh]is|[Hh]er|[Tt]heir|[Tt]he|[Ii]ts|[Oo]ur|[Mm]y|[Aa]n?"
_PHRASE = r"((?:[a-z][a-z’'-]* ){0,3}[a-z][a-z’'-]+)"
# At the head of a sentence, and closed by a comma after the name: there it can be nothing but an apposition.
_HEAD = re.compile(rf"(?:^|[.!?:;][\"”’)]?\s+|\n\s*|[\"”]\s)(?:{_OWNERS}) {_PHRASE},\s$")
_INSIDE = re.compile(rf"\b(?:{_OWNERS}) {_PHRASE},\s$")
_AFTER = re.compile(rf"^,\s(?:{_OWNERS}) {_PHRASE}[,.;]")
_NO_ROLE = lexicon.words(
    """morning afternoon evening night day week weekend month year decade century hour minute second moment time
    spring summer autumn winter season noon midnight dawn dusk later earlier ago before after next last same
    end beginning start north south east west coast island village town city country county street road river
    harbour port bay valley hill mountain lake sea house home office way result fact truth problem whole rest"""
)
_NOT_IN_NOUNS = lexicon.words(
    """in on at by to from with without under over behind beside between through against into onto near for as and or
    but that which who whom whose when where while he she they we you i it him her them us his their not no never
    is was are were be been has had have did does do will would can could still already again too also
    inside outside together"""
)
_KIN = lexicon.words(
    """niece nephew daughter son wife husband widow sister brother mother father granddaughter grandson cousin"""
)


def before_name(text: str, start: int, end: int) -> Role | None:
    """The role that stands before the name at `[start, end)`, without its article or owner, and its range."""
    lead = text[max(0, start - 80) : start]
    head = _HEAD.search(lead) if text[end : end + 1] == "," else None
    inside = _INSIDE.search(lead)
    found = head or inside
    if found is None:
        return None
    words = found.group(1).split()
    if words[-1] in _KIN or not _is_noun_phrase(words) or (head is None and words[-1] not in lexicon.ROLE_NOUNS):
        return None
    at = start - len(lead) + found.start(1)
    return found.group(1), (at, at + len(found.group(1)))


def after_name(text: str, end: int) -> Role | None:
    """The role of one to four words set off by commas after the name that ends at `end`, and its range."""
    found = _AFTER.match(text[end : end + 100])
    if found is None or not _is_noun_phrase(found.group(1).split()):
        return None
    at = end + found.start(1)
    return found.group(1), (at, at + len(found.group(1)))


def _is_noun_phrase(words: list[str]) -> bool:
    is_role = words[-1] in lexicon.ROLE_NOUNS
    return not (
        set(words) & _NOT_IN_NOUNS
        or words[-1] in _NO_ROLE
        or (not is_role and (set(words) & _NO_ROLE or words[-1].endswith("ly")))
        or any(_is_verb(word, is_last=number == len(words)) for number, word in enumerate(words, start=1))
    )


def _is_verb(word: str, *, is_last: bool) -> bool:
    """Whether the word makes a clause of the phrase; "retired" before a noun does not."""
    if word in lexicon.ROLE_NOUNS:
        return False
    return is_last if word.endswith("ed") else lexicon.is_finite(word)
