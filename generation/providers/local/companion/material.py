# ruff: noqa: E501 - patterns are read by the row
"""What only this film has: the clauses of its brief, the pictures that the person proposed, and what is lacking."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Where = Literal["first", "last"]

_TAGS: tuple[tuple[str, str], ...] = (
    ("ends", r"clos(?:es?|ed|ing)|ends?|ending|last|leav(?:es?|ing)|left|retir\w+|stops?|sold|sells?|gone|dies|died|dying|demolish\w*|goodbye|farewell|no longer|disappear\w*"),
    ("lack", r"hates?|hated|without|never|lost|loses?|cannot|can'?t|couldn'?t|afraid|tired|broke\w*|fail\w*|missing|alone|struggl\w*|sick of|fed up|forg[eo]t\w*|went dry|instead of"),
    ("span", r"(?:for|since|after|over) (?:the (?:last|past) )?(?:\w+[- ]){0,2}(?:years?|decades?|months?|weeks?|days?|generations?|\d{4})|every (?:day|morning|night|week|year)"),
    ("wish", r"wants?|wanted|wish\w*|hop(?:es?|ing)|dream\w*|needs?|loves?"),
)  # fmt: skip
_FORMAT = re.compile(
    r"\b(?:seconds?|minutes?|secs?|mins?|instagram|tik ?tok|youtube|linkedin|reels?|vertical|16:9|9:16|1:1|credits?|budget|"
    r"film|video|spot|advert|documentary|portrait|trailer|hook|script|shot ?list|brief|storyboard)\b",
    re.I,
)  # fmt: skip
_RELATIVE = re.compile(r"\b(?:who|that|which) ((?:(?!\bwho\b|\bthat\b|\bwhich\b)[^.;:!?\n])+)", re.I)
_TOLD = re.compile(
    r"(?:^|(?<=[.;!?\n] )|(?<=, )|(?<= and ))(?:[Ss]he|[Hh]e|[Tt]hey|[Ii]t|[Nn]obody|[Ee]verybody)(?:'s|’s)? ([^.;:!?\n]{6,110})"
)
_SUBJECT = r"(?:the (?:hook|opening|first (?:shot|image|frame|scene))|my (?:hook|opening|first (?:shot|image|frame))|our (?:hook|opening))"
_ENDING = r"(?:(?:the|my|our) (?:ending|end|last (?:shot|image|frame|scene)|final (?:shot|image|frame)))"
_PROPOSED: tuple[tuple[Where, str], ...] = (
    ("first", rf"\b{_SUBJECT} (?:is|would be|could be|will be|shows?|has)(?: that)? ([^.;!?\n]{{6,160}})"),
    ("first", r"\b(?:we|i|it|the film)(?:'d| would|'ll| will)? (?:opens?|starts?|begins?) (?:on|with) ([^.;!?\n]{6,160})"),
    ("last", rf"\b{_ENDING} (?:is|would be|could be|will be|shows?|has)(?: that)? ([^.;!?\n]{{6,160}})"),
    ("last", r"\b(?:we|i|it|the film)(?:'d| would|'ll| will)? (?:ends?|finish(?:es)?|clos(?:e|es)) (?:on|with) ([^.;!?\n]{6,160})"),
)  # fmt: skip
_LACKED = re.compile(
    r"\b(?:hates?|hating|without|tired of|sick of|fed up with|no more|lost|afraid of|instead of|never (?:trust\w*|us\w+)) "
    r"((?:(?:the|her|his|their|its|our|half|all|any|a|an|every) )*[\w’-]+)",
    re.I,
)  # fmt: skip
_TAIL = re.compile(r"[,;:]? (?:is (?:my|that|the) .*|good|any good|what do you think.*|right)$", re.I)


@dataclass(frozen=True)
class Particular:
    """A clause that could stand in no other brief, and what it tells of: an end, a lack, a span, a wish, or a deed."""

    text: str
    tag: str


@dataclass(frozen=True)
class Material:
    """`proposed` are the person's own pictures for the beginning and the end; `lacked` what the people do without."""

    particulars: tuple[Particular, ...] = ()
    proposed: dict[Where, str] = field(default_factory=dict)
    lacked: str = ""

    def tagged(self, *tags: str) -> Particular | None:
        return next((one for tag in tags for one in self.particulars if one.tag == tag), None)

    @property
    def strongest(self) -> Particular | None:
        return self.tagged("ends", "lack", "span", "wish") or (self.particulars[0] if self.particulars else None)


def read_material(said: Sequence[str]) -> Material:
    """Never fails. `said` are the person's own messages, the earliest first; the latest proposal wins."""
    particulars: dict[str, Particular] = {}
    proposed: dict[Where, str] = {}
    lacked = ""
    for message in said:
        for sentence in re.split(r"(?<=[.!?\n])\s+", message.strip()):
            is_question = sentence.endswith("?")
            for where, pattern in _PROPOSED:
                if not is_question and (found := re.search(pattern, sentence, re.I)):
                    proposed[where] = as_picture(found[1])
            if is_question or any(re.search(pattern, sentence, re.I) for _, pattern in _PROPOSED):
                continue
            for clause in _clauses(sentence):
                particulars.setdefault(clause.lower(), Particular(clause, _tag(clause)))
            if not lacked and (missed := _LACKED.search(sentence)):
                lacked = missed[1].lower()
    return Material(tuple(particulars.values())[:8], proposed, lacked)


def as_picture(text: str) -> str:
    """A proposal as it stands in the middle of a sentence."""
    text = _TAIL.sub("", re.sub(r"\s+", " ", text).strip(" ,.:;“”\"'"))
    return text[:1].lower() + text[1:] if not re.match(r"[A-Z]\w+ [A-Z]|I ", text) else text


def _clauses(sentence: str) -> list[str]:
    found = [f"{_whose(sentence[: match.start()])}{match[1]}" for match in _RELATIVE.finditer(sentence)]
    found += [match[1] for match in _TOLD.finditer(sentence)]
    parts = [part.strip(" ,") for one in found for part in re.split(r",? and (?=[\w’']+s\b|[\w’']+ed\b|has\b|is\b|was\b)|, (?=who|which)", one)]  # fmt: skip
    return [part for part in parts if len(part.split()) > 1 and not _FORMAT.search(part) and len(part) < 110]


def _whose(before: str) -> str:
    """The people of a clause that is about many: "campers who "; nothing for one person, who is named elsewhere."""
    found = re.search(r"\b([a-z’-]{3,}s) $", before)
    return f"{found[1]} who " if found and not re.search(r"(?:ss|us)$", found[1]) else ""


def without_proposals(text: str) -> str:
    """A message without its pictures: a tent that goes dark is no wish for a dark film."""
    for _, pattern in _PROPOSED:
        text = re.sub(pattern, " ", text, flags=re.I)
    return text


def _tag(clause: str) -> str:
    return next((tag for tag, pattern in _TAGS if re.search(rf"\b(?:{pattern})\b", clause, re.I)), "deed")
