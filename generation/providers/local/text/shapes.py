"""Kinds of source and the shapes of script that fit them, as data."""

import re
from dataclasses import dataclass
from typing import Literal

from generation.providers.base import Mood

from .reading import Reading

SourceKind = Literal[
    "announcement", "research", "story", "place", "person", "report", "update", "instruction", "notice", "interview"
]


@dataclass(frozen=True)
class Beat:
    """One movement of a script: its share of the time, its mood, and how much each tag of a passage counts in it."""

    name: str
    share: float
    mood: Mood
    tags: dict[str, float]
    late: float = 0.0  # how much a late place in the source counts; negative for early


HOOK = Beat(
    "hook",
    0.14,
    "curious",
    {
        "surprise": 2.0,
        "quote": 0.5,
        "short": 0.3,
        "alone": 0.6,
        "named": 0.4,
        "hedge": -0.6,
        "future": -0.3,
        "brag": -0.3,
    },
)
NEWS = Beat("news", 0.18, "proud", {"lead": 1.4, "change": 0.7, "figure": 0.2, "hedge": -0.6, "future": -0.2})
ORIGIN = Beat(
    "origin", 0.15, "wistful", {"origin": 1.2, "need": 0.7, "past": 0.5, "future": -0.8, "hedge": -0.3}, late=-0.2
)
HOW = Beat("how", 0.17, "curious", {"mechanism": 1.0, "together": 0.5, "figure": 0.3, "future": -0.6, "hedge": -0.5})
VOICE = Beat("voice", 0.14, "hopeful", {"quote": 1.3, "person": 0.4, "hedge": -0.3})
DOUBT = Beat("doubt", 0.15, "tense", {"hedge": 1.8, "soft_hedge": 0.5, "figure": 0.4, "future": -0.4}, late=0.3)
NEXT = Beat("next", 0.13, "hopeful", {"future": 1.5, "action": 0.6, "hedge": -0.3}, late=0.3)
CLOSE = Beat(
    "close", 0.09, "hopeful", {"echo": 1.0, "quote": 0.8, "future": 0.5, "short": 0.6, "hedge": -0.5}, late=0.4
)

PUZZLE = Beat(
    "puzzle",
    0.16,
    "curious",
    {"need": 1.0, "lead": 1.0, "named": 0.2, "question": 0.8, "method": 0.2, "hedge": -0.5},
    late=-0.3,
)
METHOD = Beat("method", 0.18, "curious", {"method": 1.9, "figure": 0.3, "hedge": -0.5})
FINDING = Beat(
    "finding",
    0.22,
    "proud",
    {"finding": 1.3, "figure": 0.5, "surprise": 0.4, "method": -0.4, "hedge": -0.3, "future": -0.6},
)
MEANING = Beat(
    "meaning",
    0.14,
    "hopeful",
    {"quote": 1.0, "finding": 0.4, "future": 0.4, "conclusion": 0.7, "hedge": -0.4},
    late=0.4,
)

HOUR = Beat("hour", 0.14, "calm", {"image": 1.0, "lead": 1.2, "named": 0.7, "hedge": -0.6, "action": -0.5}, late=-0.3)
HISTORY = Beat("history", 0.18, "wistful", {"origin": 1.2, "past": 0.6, "person": 0.4, "future": -0.4, "hedge": -0.3})
WORK = Beat("work", 0.20, "calm", {"mechanism": 0.8, "figure": 0.5, "together": 0.4, "hedge": -0.4, "origin": -0.3})
THREAT = Beat("threat", 0.17, "tense", {"hedge": 1.7, "soft_hedge": 0.7, "past": 0.2}, late=0.2)
PEOPLE = Beat("people", 0.16, "hopeful", {"together": 1.0, "person": 0.5, "quote": 0.6, "hedge": -0.3})
INVITATION = Beat(
    "invitation", 0.10, "hopeful", {"action": 1.1, "future": 0.6, "echo": 0.6, "short": 0.4, "hedge": -0.2}, late=0.4
)

RESULT = Beat("result", 0.16, "proud", {"lead": 1.4, "surprise": 0.3, "change": 0.3, "verb": 0.6, "step": -0.6})
STEPS = Beat("steps", 0.58, "curious", {"step": 2.2, "mechanism": 0.2, "hedge": -0.6, "lead": -0.4})
TURN = Beat("turn", 0.22, "tense", {"soft_hedge": 0.7, "mechanism": 0.6, "past": 0.3, "figure": 0.3, "person": 0.3})
ITEMS = Beat("items", 0.34, "curious", {"step": 0.6, "change": 0.8, "figure": 0.4, "mechanism": 0.3, "hedge": -0.6})

TERMS = Beat("terms", 0.26, "calm", {"lead": 0.6, "figure": 0.5, "change": 0.3, "action": -0.3, "hedge": -0.3})
RIGHTS = Beat("rights", 0.22, "curious", {"action": 1.2, "future": 0.7, "hedge": -0.2}, late=0.3)
_ANSWERS = {"quote": 1.6}
BEGAN = Beat("history", 0.22, "wistful", {**_ANSWERS, "origin": 0.8, "past": 0.4}, late=-0.4)
NOWADAYS = Beat("work", 0.24, "curious", {**_ANSWERS, "figure": 0.6, "surprise": 0.5, "mechanism": 0.3})
TROUBLE = Beat("threat", 0.2, "tense", {**_ANSWERS, "hedge": 0.8, "soft_hedge": 0.8}, late=0.2)

# The orders in which a kind can be told; the opening and the ending are set before and after (see `plan`). The
# doubt always stands near two thirds.
SHAPES: dict[SourceKind, tuple[tuple[Beat, ...], ...]] = {
    "announcement": (
        (NEWS, ORIGIN, HOW, VOICE, DOUBT, NEXT),
        (ORIGIN, NEWS, VOICE, HOW, DOUBT, NEXT),
        (HOW, NEWS, ORIGIN, VOICE, DOUBT, NEXT),
        (NEWS, VOICE, ORIGIN, HOW, DOUBT, NEXT),
        (ORIGIN, HOW, NEWS, DOUBT, VOICE, NEXT),
        (NEWS, HOW, ORIGIN, DOUBT, VOICE),
    ),
    "research": (
        (PUZZLE, METHOD, FINDING, DOUBT, MEANING),
        (PUZZLE, FINDING, METHOD, DOUBT, MEANING),
        (FINDING, PUZZLE, METHOD, MEANING, DOUBT),
        (METHOD, PUZZLE, FINDING, MEANING, DOUBT),
    ),
    "place": (
        (HOUR, HISTORY, WORK, VOICE, THREAT, PEOPLE, INVITATION),
        (WORK, HISTORY, VOICE, THREAT, PEOPLE, INVITATION),
        (HISTORY, HOUR, WORK, THREAT, VOICE, PEOPLE),
        (HOUR, WORK, PEOPLE, HISTORY, THREAT, INVITATION),
    ),
    "person": (
        (NEWS, ORIGIN, WORK, VOICE, THREAT, PEOPLE),
        (HOUR, HISTORY, WORK, THREAT, VOICE),
        (ORIGIN, VOICE, WORK, THREAT, PEOPLE),
        (WORK, HISTORY, VOICE, THREAT, PEOPLE),
    ),
    "report": (
        (NEWS, TURN, VOICE, DOUBT, NEXT),
        (TURN, NEWS, DOUBT, VOICE, NEXT),
        (NEWS, VOICE, TURN, DOUBT, NEXT),
        (VOICE, NEWS, TURN, DOUBT, NEXT),
    ),
    "update": ((NEWS, ITEMS, VOICE, DOUBT, NEXT), (NEWS, ITEMS, HOW, DOUBT, NEXT), (ITEMS, NEWS, VOICE, DOUBT)),
    "notice": ((NEWS, TERMS, DOUBT, RIGHTS), (NEWS, ORIGIN, TERMS, VOICE, DOUBT, RIGHTS), (TERMS, NEWS, RIGHTS, DOUBT)),
    "interview": ((BEGAN, NOWADAYS, TROUBLE), (NOWADAYS, BEGAN, TROUBLE), (NOWADAYS, TROUBLE, BEGAN)),
    "instruction": ((RESULT, STEPS, DOUBT, CLOSE), (RESULT, STEPS, DOUBT, INVITATION)),
    "story": (),
}

_SIGNS: dict[SourceKind, tuple[tuple[str, float], ...]] = {
    "announcement": (
        (r"\bannounce[sd]?\b|\blaunch(?:ed|es)?\b|for immediate release|media contact|press release", 1.0),
        (r"\bsaid\b|\bsays\b", 0.25),
        (r"\bplans? to\b|\bwill\b", 0.3),
        (
            r"\b(?:council"
            r"|cooperative|foundation|charity|company|partnership)\b",
            0.4,
        ),
    ),
    "research": (
        (r"^\W*(?:abstract|methods?|results|limitations|conclusions?|discussion)\W*$", 1.2),
        (r"^(?:abstract|background|objectives?|methods?|results|limitations|conclusions?)[.:] ", 0.9),
        (r"\b(?:trial|cohort|enrolled|randomi[sz]ed|control group)\b", 0.3),
        (
            r"\bwe (?:measured|recorded|asked|found|compared|tested|show|report)\b|\bthe study\b"
            r"|\bparticipants\b|\bp [<=]|\bconfidence interval\b",
            0.7,
        ),
    ),
    "place": (
        (
            r"\b(?:opening hours|visit us|find us|open (?:daily|every)|closed (?:on|in)|am to \d|book a table"
            r"|our menu|what we (?:bake|do|make|repair|serve))\b",
            1.0,
        ),
        (
            r"\b(?:bakery|caf[eé]|workshop|shop|farm|mill|inn"
            r"|studio|market)\b",
            0.25,
        ),
        (r"\bwe (?:bake|repair|serve|make|use|open|have|put|roast|grow)\b", 0.4),
    ),
    "person": (
        (
            r"\b(?:born in|was born|grew up|died|survived by|aged \d\d|is survived|remembered|her life"
            r"|his life|retired|childhood)\b",
            0.8,
        ),
    ),
    "report": (
        (
            r"\b(?:match|goal|goals|half.time|final whistle|scored|league|cup|season|striker|keeper|wicket"
            r"|innings|equaliser|points|semi-final|race|lap)\b",
            0.45,
        ),
        (r"\b\d+[-–]\d+\b", 0.3),
    ),
    "update": (
        (
            r"\b(?:release notes|changelog|what's new|what’s new|bug fixes|known issues|breaking changes"
            r"|deprecated|upgrade|fixed|version \d|v\d+\.\d)\b",
            0.8,
        ),
        (r"\b(?:API|CLI|endpoint|dashboard|plugin|sync|users can|now supports?)\b", 0.3),
    ),
    "notice": (
        (r"\bnotice is hereby|\bhereby\b|\bpursuant to\b|\bpublic notice\b|\bnotice of\b", 1.2),
        (r"\bobjections?\b|\bmay object\b|\bin writing\b|\bthe (?:proposed )?order\b|\bsection \d", 0.5),
        (r"\bwill (?:be )?(?:close[ds]?|suspend\w*)\b|\bclosure\b", 0.35),
    ),
    "interview": ((r"^\W*(?:Q|A|Interviewer)\s*[:.]", 0.8),),
    "instruction": (
        (r"^\W*(?:step \d|\d+[.)]) ?", 0.6),
        (
            r"^\W*(?:\d+[.)] )?(?:mix|cut|place|remove|press|open|add|turn"
            r"|install|click|heat|fold|knead|leave|check|attach|measure|pour|unplug|choose|wash|dry|hold|tighten)\b",
            0.5,
        ),
        (r"\b(?:how to|you will need|ingredients|before you start|instructions|tools)\b", 0.9),
    ),
}


def kind_of(reading: Reading) -> SourceKind:
    """The kind of text that the sources are, by counting its marks; an announcement where nothing else shows."""
    text = "\n".join(source.text[:30_000] for source in reading.sources)
    if _is_story(reading):
        return "story"
    length = max(1.0, len(text.split()) / 300)
    scores: dict[SourceKind, float] = {}
    for kind, signs in _SIGNS.items():
        hits = (min(6, len(re.findall(pattern, text, re.I | re.M))) * weight for pattern, weight in signs)
        scores[kind] = sum(hits) / length**0.5
    scores["announcement"] += 0.8
    return max(scores, key=lambda kind: scores[kind])


def _is_story(reading: Reading) -> bool:
    sentences = reading.sentences
    if len(sentences) < 8:
        return False
    count = len(sentences)
    personal = sum(1 for s in sentences if re.match(r"(?:He|She|I|They)\b", s.text)) / count
    dialogue = sum(1 for s in sentences if s.is_spoken) / count
    figures = sum(1 for s in sentences if any(not f.in_words for f in s.figures)) / count
    modern = (
        sum(
            1
            for s in sentences
            if re.search(r"\b(?:percent|per cent|%|announced|said that|is|are|has|have|will)\b", s.text)
            and not s.is_spoken
        )
        / count
    )
    return figures < 0.08 and modern < 0.25 and (dialogue > 0.12 or personal > 0.2) and personal + dialogue > 0.25
