"""Another tone for one voice: connectives as the writer's phrase book has them, a lead before what is not in it,
contractions and pauses. Facts and quotes do not change."""

import re
from dataclasses import dataclass, replace
from random import Random

from generation.providers.base import Character, Line, Script
from generation.providers.local.text import reworded

from . import find
from .draft import CannotFollow, lines_of, with_lines
from .length import shorter_sentence
from .parse import Edit


@dataclass(frozen=True)
class Manner:
    """How a tone shows: said before a fact, before a question, and before a doubt; pauses times `pause`."""

    facts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    contracts: bool | None = None
    pause: float = 1.0


MANNERS: dict[str, Manner] = {
    "warm": Manner(
        ("Stay with me for a moment.", "Here is the part to hold on to.", "Picture it."),
        ("I would love to understand this.", "Help me see it.", "Tell me, if you would."),
        ("I like what I hear, and one thing still stays with me.", "I want this to be true, so let me ask gently."),
        True, 1.1,
    ),
    "hard": Manner(
        ("Let us not dress it up.", "Plainly put.", "Just the facts."),
        ("Straight answer, please.", "No detours.", "Come to the point."),
        ("That will not do.", "Enough of the good news."),
        False, 0.85,
    ),
    "formal": Manner(
        ("For the record.", "To be precise.", "The following should be noted."),
        ("May I ask.", "A question for the record.", "Allow me a question."),
        ("With respect, a reservation remains.", "One objection has to be recorded."),
        False, 1.0,
    ),
    "casual": Manner(
        ("So, here's the thing.", "Okay, next bit.", "Right, so."),
        ("Okay, quick one.", "So, tell me.", "Go on, then."),
        ("Hang on a second.", "Yeah, but."),
        True, 0.95,
    ),
    "sceptical": Manner(
        ("Take what follows with care.", "The claim, at least, is this.", "Look closely at this one."),
        ("I am not convinced yet.", "Show me.", "That has to be shown."),
        ("I do not buy it yet.", "That is not proof."),
        None, 1.0,
    ),
    "calm": Manner(
        ("Let us take this slowly.", "One thing at a time.", "No hurry here."),
        ("Take your time.", "Let us go slowly.", "Whenever you are ready."),
        ("Quietly, one doubt.", "Let us pause here."),
        None, 1.35,
    ),
    "lively": Manner(
        ("Listen to this!", "And get this!", "Here it comes!"),
        ("I have to know!", "Come on, tell us!", "Now I am curious!"),
        ("Hold on, hold on!", "Not so fast!"),
        True, 0.75,
    ),
    "brief": Manner(pause=0.85),
}  # fmt: skip
_OPPOSITE = {
    "warm": "hard", "hard": "warm", "formal": "casual", "casual": "formal", "brief": "calm", "sceptical": "warm",
    "calm": "lively",
    "lively": "calm",
}  # fmt: skip
_WRITERS_DOUBTS = (
    "Now the part I do not trust yet.", "Let me stop you there.", "That sounds too smooth.", "There has to be a but.",
)  # fmt: skip
_LEADS = sorted({t for m in MANNERS.values() for t in (*m.facts, *m.questions, *m.doubts)}, key=len, reverse=True)
_LEAD = re.compile("(?:" + "|".join(map(re.escape, _LEADS)) + r")\s+")
_DOUBT = re.compile(
    "(?:"
    + "|".join(re.escape(t) for t in (*_WRITERS_DOUBTS, *(d for m in MANNERS.values() for d in m.doubts)))
    + r")(?:\s+|$)"
)
_SHORT = {
    "It is": "It's", "it is": "it's", "That is": "That's", "that is": "that's", "There is": "There's",
    "there is": "there's",
    "do not": "don't", "does not": "doesn't", "did not": "didn't", "is not": "isn't", "are not": "aren't",
    "was not": "wasn't",
    "cannot": "can't", "could not": "couldn't", "will not": "won't", "would not": "wouldn't", "has not": "hasn't",
    "have not": "haven't", "They are": "They're", "they are": "they're", "We are": "We're", "we are": "we're",
    "I am": "I'm",
    "You are": "You're", "you are": "you're", "What is": "What's", "Let us": "Let's", "I would": "I'd",
    "I have": "I've",
}  # fmt: skip
# What takes up the question before it, which nothing should stand between.
_ANSWER = re.compile(r"(?:Because|According|But|And|So|Yet|Then)\b")
_CONTRACT = re.compile(r"\b(?:" + "|".join(_SHORT) + r")\b(?=\s+\w)")
_LONG = {short: long for long, short in _SHORT.items()}
_EXPAND = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(s) for s in _LONG) + r")\b")


def retone(script: Script, edit: Edit, spare: Script | None) -> tuple[Script, str]:
    who = find.characters(script, edit.args.get("who", ""), part=edit.said)
    free = [c for c in who if c.role != "quoted"]
    if not free:
        names = ", ".join(c.name for c in who)
        raise CannotFollow(
            f"{names} is quoted word for word from the sources, so “{edit.said}” cannot be followed. Ask it "
            "of another voice.",
            part=edit.said,
        )
    tone = tone_of(edit)
    changed, said = script, dict.fromkeys(("facts", "questions", "doubts"), 0)
    for character in free:
        changed = _spoken(changed, character, tone, said)
    if changed == script:
        raise CannotFollow(f"“{edit.said}” changes nothing: there is no line that could be said so.", part=edit.said)
    return changed, f"{', '.join(c.name for c in free)}: {tone}."


def tone_of(edit: Edit) -> str:
    tone = edit.args["tone"].lower()
    tone = tone if tone in MANNERS else find.tone_named(tone)
    degree = edit.args.get("degree", "").lower()
    return _OPPOSITE[tone] if "less" in degree or degree in ("too", "not so") else tone


def _spoken(script: Script, character: Character, tone: str, said: dict[str, int]) -> Script:
    """One voice in that tone; `said` counts on what was said by whoever was changed before."""
    manner = MANNERS[tone]
    last_lead = -2
    rows = lines_of(script)
    mine = [i for i, x in enumerate(rows) if x.character == character.name]
    spent = {x.text for x in rows}
    rng = Random(f"{character.name}:{tone}")

    def change(line: Line, index: int) -> Line:
        nonlocal last_lead
        if line.character != character.name:
            return line
        paced = replace(line, pause_after_ms=min(1500, max(180, round(line.pause_after_ms * manner.pause))))
        if tone != "brief" and (fresh := reworded(paced, tone, rng, spent)) is not paced:
            return fresh
        doubted = _DOUBT.match(line.text)
        rest = _LEAD.sub("", _DOUBT.sub("", line.text, count=1), count=1)
        kind = "doubts" if doubted else "facts" if line.evidence else "questions"
        leads: tuple[str, ...] = getattr(manner, kind)
        text = brief(rest) if tone == "brief" else worded(rest, manner)
        is_time = kind != "facts" or (mine.index(index) - last_lead >= 2 and (index > 0 or len(mine) == 1))
        if leads and is_time and not _ANSWER.match(rest):
            lead = leads[said[kind] % len(leads)]
            said[kind] += 1
            last_lead = mine.index(index)
            text = f"{lead} {text}".strip()
        return replace(paced, text=text or line.text)

    bare = re.sub(r"(?:^|; )tone: [^;]*$", "", character.description)
    toned = replace(character, description="; ".join(part for part in (bare, f"tone: {tone}") if part))
    cast = tuple(toned if c.name == character.name else c for c in script.characters)
    return with_lines(replace(script, characters=cast), change)


def worded(text: str, manner: Manner) -> str:
    """Contracted or written out, as the manner has it; what stands in quotation marks stays."""
    if manner.contracts is None or "“" in text:
        return text
    if manner.contracts:
        return _CONTRACT.sub(lambda m: _SHORT[m[0]], text)
    return _EXPAND.sub(lambda m: _LONG[m[0]], text)


def brief(text: str) -> str:
    """Each sentence without its asides."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“])", text)
    return " ".join(map(shorter_sentence, sentences))
