# ruff: noqa: E501 - patterns are read by the row
"""What a turn asks for: another length, one movement, a reason, another idea, a document, or an answer to a question."""

import re
from dataclasses import dataclass
from typing import Literal

from generation.providers.base import DraftKind
from generation.providers.local.companion.asking import Question, question_in
from generation.providers.local.companion.closer import TOPICS
from generation.providers.local.companion.treatment import Beat, Treatment

Aim = Literal[
    "greet",
    "thanks",
    "length",
    "beat",
    "topic",
    "why",
    "open",
    "other",
    "next",
    "document",
    "cost",
    "drop",
    "explain",
    "inform",
    "refuse",
]

_DOCUMENTS: tuple[tuple[DraftKind, str], ...] = (
    ("prompt_pack", r"prompt ?packs?|prompts"),
    ("shotlist", r"shot ?lists?|list of (?:the )?shots|storyboard"),
    ("script", r"scripts?|screenplay"),
    ("brief", r"(?:creative )?brief"),
)  # fmt: skip
_MAKE = r"(?:write|make|draft|generate|give|create|prepare|export|produce|build|can (?:i|we) (?:have|get)|i(?:'d| would) like|i (?:want|need)|let'?s (?:do|have|see))"
_WHERE: tuple[tuple[str, str], ...] = (
    ("first", r"openings?|beginning|start|first (?:shot|image|scene|seconds?|line)|hook|how it (?:opens|starts|begins)"),
    ("last", r"endings?|end(?= |\?|$)|last (?:shot|image|scene|line|seconds?)|close|closing|finale|outro|call to action|cta|how it ends"),
    ("middle", r"middle|centre|second act"),
)  # fmt: skip


@dataclass(frozen=True)
class Intent:
    """`beat` is a movement's key, `topic` a key of TOPICS, `question` an open one, `seconds` an asked length (0: relative, by `factor`)."""

    aim: Aim
    beat: str = ""
    topic: str = ""
    seconds: int = 0
    factor: float = 1.0
    document: DraftKind | None = None
    question: Question | None = None


def understand(text: str, treatment: Treatment, *, is_first: bool, new_slots: dict[str, str]) -> Intent:
    """Never fails: what says nothing that is known is taken as information."""
    low = text.lower().strip()
    words = len(low.split())
    if (
        re.fullmatch(r"(?:hi|hello|hey|good (?:morning|evening|afternoon)|yo|salut|hallo)[ ,!.\w]{0,20}", low)
        and not new_slots
    ):
        return Intent("greet")
    if (document := _document(low)) and not is_first:
        return Intent("document", document=document)
    if not is_first:
        found = _follow_up(text.strip(), low, words, treatment, new_slots)
        if found:
            return found
    return Intent("inform")


def _document(low: str) -> DraftKind | None:
    for kind, pattern in _DOCUMENTS:
        if re.search(rf"\b{_MAKE}\b[^.?!]{{0,40}}\b(?:{pattern})\b", low) or re.fullmatch(
            rf"(?:the |a )?(?:{pattern})[,. ]*(?:please|now)?[.!]?", low
        ):
            return kind
    return None


def _follow_up(text: str, low: str, words: int, treatment: Treatment, new_slots: dict[str, str]) -> Intent | None:
    if re.fullmatch(r"(?:thanks?|thank you|great|perfect|cheers|lovely|awesome)[ ,!.\w]{0,24}", low) and words <= 5:
        return Intent("thanks")
    if found := _length(low, new_slots):
        return found
    is_news = bool(new_slots.keys() - {"tone", "avoid"}) and "?" not in low
    beat = None if is_news else _beat_named(low, treatment)
    question = question_in(text)
    if question and (question.kind != "alternative" or not is_news):
        return Intent("open", question=question)
    if re.search(r"^(?:but |and |so )?why\b|\bwhy\b[^.]{0,60}\?|\bhow come\b|\bwhat for\b|\breason\b", low):
        return Intent("why", beat=beat.movement.key if beat else "", topic=_topic(low))
    if beat and re.search(r"\b(?:cut|drop|remove|lose|skip|without|delete|leave out|get rid of)\b", low):
        return Intent("drop", beat=beat.movement.key)
    if (
        re.search(
            r"\b(?:another|different|other|new|else|alternative|instead|surpris\w+|too (?:generic|boring|safe|obvious|clich\w*)|don'?t like|not convinced|cliché|something else|hate)\b",
            low,
        )
        and words <= 14
        and not new_slots.keys() - {"tone"}
    ):
        return Intent("other", beat=beat.movement.key if beat else "")
    if re.search(r"\b(?:cost|price|credits|budget|expensive|afford|how much)\b", low) and "budget" not in new_slots:
        return Intent("cost")
    if beat and (words <= 16 or "?" in low):
        return Intent("beat", beat=beat.movement.key)
    if (
        re.fullmatch(
            r"(?:yes|yep|yeah|ok(?:ay)?|sure|go (?:on|ahead)|next|continue|more|and then|do it|sounds good|please do|agreed|what(?:'s| is) next|what now|then)[ ,!.?\w]{0,30}",
            low,
        )
        and words <= 7
    ):
        return Intent("next")
    topic = _topic(low)
    if topic and (words <= 14 or "?" in low) and not (new_slots.keys() - {"tone", "avoid"}):
        return Intent("topic", topic=topic)
    if re.fullmatch(r"(?:no|nope|nah|not really)[ ,!.\w]{0,20}", low):
        return Intent("refuse")
    if low.endswith("?") and not new_slots:
        return Intent("explain")
    return None


def _length(low: str, new_slots: dict[str, str]) -> Intent | None:
    has_seconds = "duration_s" in new_slots
    seconds = int(new_slots.get("duration_s", 0))
    if re.search(
        r"\b(?:short(?:er|en)|cut (?:it )?down|trim|tighter|brief(?:er)|too long|half (?:as long|the length)|condense|less)\b",
        low,
    ) and not re.search(r"\bshort film\b", low):
        factor = 0.5 if "half" in low else 0.75 if re.search(r"\b(?:little|bit|slightly)\b", low) else 0.66
        return Intent("length", seconds=seconds, factor=factor)
    if re.search(r"\b(?:longer|extend|lengthen|too short|twice as long|double|more time)\b", low):
        return Intent("length", seconds=seconds, factor=2.0 if re.search(r"twice|double", low) else 1.5)
    if has_seconds and len(low.split()) <= 10 and not new_slots.keys() - {"duration_s"}:
        return Intent("length", seconds=seconds)
    return None


def _beat_named(low: str, treatment: Treatment) -> Beat | None:
    beats = treatment.beats
    if found := re.search(r"\b(?:shot|beat|scene|movement|part|number|step) (\d{1,2})\b", low):
        number = int(found[1])
        return beats[number - 1] if 1 <= number <= len(beats) else None
    for where, pattern in _WHERE:
        if re.search(rf"\b(?:{pattern})", low):
            return {"first": beats[0], "last": beats[-1], "middle": beats[len(beats) // 2]}[where]
    for beat in beats:
        name = beat.name.lower().removeprefix("the ").removeprefix("a ").removeprefix("an ")
        if re.search(rf"\b{re.escape(name)}\b", low) and name not in ("people", "want", "before", "hour"):
            return beat
    keyed = {
        "proof": r"proof|evidence|demo",
        "doubt": r"doubt|objection|catch",
        "witness": r"quote|witness|testimonial|interview",
        "figure": r"figure|number|statistic",
        "turn": r"turn|twist|climax",
        "before": r"the before|problem",
    }
    return next((beat for beat in beats if re.search(rf"\b(?:{keyed.get(beat.movement.key, '(?!)')})\b", low)), None)


def _topic(low: str) -> str:
    return next((topic for topic, (pattern, _, _) in TOPICS.items() if re.search(rf"\b(?:{pattern})\b", low)), "")
