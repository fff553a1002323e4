# ruff: noqa: E501 - patterns are read by the row
"""Open questions told apart: a judgement, advice, a wish for a sound or a look, a worry, a choice, questions to ask."""

import re
from dataclasses import dataclass
from typing import Literal

from generation.providers.local.companion.material import Where, as_picture

OpenKind = Literal["worth", "too", "advice", "senses", "worry", "interview", "alternative", "choice", "best"]

_QUALITIES = r"sentimental|kitschy|cheesy|corny|boring|slow|long|dark|sad|dull|complicated|salesy|generic|fast|rushed|much|clichéd?|predictable|serious|loud|quiet|safe|short|vague|obvious"
_KINDS: tuple[tuple[OpenKind, str], ...] = (
    ("interview", r"\b(?:what|which questions?|how) (?:should|could|would|do|can|must|to) (?:i|we|you) ask\b|\bquestions? (?:for|to ask|should (?:i|we)|would you ask)\b|\binterview\b.*\bask\b"),
    ("too", rf"\b(?:is|isn'?t|are|will|won'?t|does|doesn'?t|feels?|sounds?|looks?)\b.*\btoo (?P<word>[\w-]+)|\b(?:is|isn'?t) (?:it|this|that|the \w+)(?: a (?:bit|little))? (?P<word2>{_QUALITIES})\b"),
    ("choice", r"^(?:should (?:it|we|i|the \w+)(?: be| have| use| start| end| open)?|would you(?: rather| use| prefer| go (?:for|with))?|do (?:we|i) (?:use|go with|take)|which is better[:,]?|is it better(?: to)?|better[:,]?|what(?:'s| is) better[:,]?)? ?(?P<one>[^,;?]{3,60}?),? or (?P<other>[^,;?]{2,60}?)\?$"),
    ("worry", r"\bworr(?:y|ies|ied)\b|\b(?:biggest|main|greatest|real) (?:risk|problem|danger|weakness|mistake|challenge)\b|\bweak(?:est|ness(?:es)?)?\b.*\?|\bwhat(?:'s| is) (?:missing|wrong|weak|not working)\b|\bwhat (?:could|can|might) go wrong\b|\bwhat (?:am i|are we) (?:missing|forgetting)\b"),
    ("best", r"\b(?:which|what)\b.{0,30}\b(?:matters? most|most important|strongest|the best (?:shot|moment|image|scene|part|line)|the key (?:shot|moment|image|scene))"),
    ("senses", r"\bhow (?:should|would|could|will|must|does|do you want) (?:it|this|that|everything|the [\w ]{2,30}|they)(?: to)? (?P<sense>sound|look|feel)\b|\bwhat (?:should|would|does|will) (?:it|this|the [\w ]{2,30}) (?P<sense2>sound|look|feel) like\b"),
    ("advice", r"\bwhat (?:would|do|could|should|can) (?:you|we|i) (?:do|change|suggest|recommend|propose|try|make)\b|\bhow (?:would|do|should|could|can) (?:you|we|i|it|the film) (?:end|open|start|begin|finish|close|shoot|film|light|cut|handle|solve|approach|do|stage|show)\b|\byour (?:take|advice|suggestion|instinct)\b|\bwhat about the (?:ending|opening|hook|beginning) (?:then|now)\b"),
    ("worth", r"\b(?:any good|good enough|good (?:hook|opening|ending|start|idea|choice)|strong enough|clear enough|does (?:it|that|this|the [\w ]{2,20}|my [\w ]{2,20}) (?:work|hold|land)|will (?:it|that|this) (?:work|land)|is (?:it|that|this|my [\w ]{2,20}|the [\w ]{2,20}|our [\w ]{2,20}) (?:good|strong|clear|right|ok|okay|enough)|what do you (?:think|make) of|thoughts on|how (?:good|strong) is|honest(?:ly)? (?:opinion|think)|your opinion|would you keep)\b"),
    ("alternative", r"^(?:but |so |and |or )*(?:why not|what if(?: we| i| it| the film)?|how about(?: we)?|what about (?=\w+ing )|should (?:we|i|it)|could (?:we|i|it)|would it (?:work|help)(?: if we| to| if)?|do (?:we|i) (?:really )?need|shall we|can'?t we|couldn'?t we)(?: just)? (?P<what>[^?]{4,140})\?$"),
)  # fmt: skip
_FIRST = r"\b(?:hook|opening|opens?|beginn?ing|begin|starts?|first (?:shot|image|frame|scene|line))\b"
_LAST = r"\b(?:ending|ends?|close|closing|finish|final|last (?:shot|image|frame|scene|line))\b"
_LEAD = re.compile(
    r"^(?:(?:end|ending|finish|close|open|opening|start|starting|begin|beginning|use|using|add|adding|have|having|show|showing|put|putting|go|going|try)\b ?)?(?:on|with|in|for|from)? ?",
    re.I,
)


@dataclass(frozen=True)
class Question:
    """`words` are what the question names: a quality, a sense, an alternative; `other` the second of a choice."""

    kind: OpenKind
    where: Where | None = None
    words: str = ""
    other: str = ""


def question_in(text: str) -> Question | None:
    """The open question that a message asks; None for what is none."""
    asked = [one.strip() for one in re.findall(r"[^.!?\n]*\?", text)] or ([text.strip()] if len(text) < 80 else [])
    for sentence in reversed(asked):
        low = sentence.lower()
        for kind, pattern in _KINDS:
            found = re.search(pattern, low)
            if found is None or not (low.endswith("?") or kind in ("worry", "advice", "senses", "worth")):
                continue
            groups = {name: value for name, value in found.groupdict().items() if value}
            where = where_in(low) or (where_in(text.lower()) if kind == "worth" else None)
            words = groups.get("word") or groups.get("word2") or groups.get("sense") or groups.get("sense2") or groups.get("what") or groups.get("one", "")  # fmt: skip
            if kind == "alternative" and not is_picture(words):
                continue
            return Question(kind, where, _said(sentence, words, kind), groups.get("other", ""))
    return None


def without_questions(text: str) -> str:
    """A message without its open questions."""
    sentences = re.split(r"(?<=[.!?\n])\s+", text)
    return " ".join(one for one in sentences if not (one.endswith("?") and question_in(one)))


def where_in(low: str) -> Where | None:
    if re.search(_FIRST, low):
        return "first"
    return "last" if re.search(_LAST, low) else None


def is_picture(words: str) -> bool:
    """Whether it names something that can be seen or heard, and no wish about length, cost or format."""
    return not re.search(
        r"\b(?:shorter|longer|seconds?|minutes?|cheaper|credits?|budget|only have|vertical|script|shot ?list|brief)\b",
        words,
    )


def _said(sentence: str, words: str, kind: OpenKind) -> str:
    if kind != "alternative":
        return words
    at = sentence.lower().find(words)
    return as_picture(_LEAD.sub("", sentence[at : at + len(words)]))
