"""Questions for whoever is in the film, made of what the brief says of them."""

import re

from generation.providers.local.companion.material import Particular
from generation.providers.local.companion.turn import Turn
from generation.providers.local.companion.voices import cap


def interview(turn: Turn) -> list[str]:
    """Questions that only this person can answer: one for each clause, and one of the craft's own."""
    brief, material = turn.brief, turn.brief.material
    asked = [_about(one) for one in material.particulars][:3]
    if first := material.proposed.get("first"):
        asked.append(f"{cap(to_you(first))}: what do you look for then that I cannot see?")
    if material.lacked:
        asked.append(f"When did {material.lacked} last cost you something? Which day was it?")
    short = "it" if brief.kind.key in ("portrait", "story") else brief.short
    own = {
        "direction": f"What do you do with {short} when nobody is looking?",
        "writing": "What is the sentence that people always say to you here, and what do you answer?",
        "camera": "Where do you stand when you want to see it properly, and at what hour?",
        "cutting": "Which part of it is over sooner than people think?",
        "producing": "Who else is in this story, and would they mind?",
        "sound": f"Which noise tells you that {short} is right, and which that it is wrong?",
    }[turn.craft]
    return list(dict.fromkeys([own, *asked] if turn.craft in ("direction", "sound") else [*asked, own]))[:5]


def _about(one: Particular) -> str:
    """A question that asks for a day, a thing or a hand, out of one clause."""
    clause = to_you(one.text)
    if one.tag == "ends":
        return f"You {clause}. The morning after: where do your feet go?"
    if one.tag == "span":
        span = re.search(r"(?:for|since|after|over) (?:the (?:last|past) )?(.+)$", clause)
        return (
            f"The first day of those {span[1]}: who opened the door for you, and what did you do wrong?"
            if span
            else f"You {clause}. What was the first one like?"
        )
    if " who " in f" {clause} ":
        return f"You are one of the {clause}: show me the last time. What did you do in the minute after?"
    if one.tag == "lack":
        return f"You {clause}. Show me where. What did you do in the minute after?"
    return f"You {clause}. What do your hands do then, and who has ever noticed?"


_YOURS = (("has", "have"), ("is", "are"), ("was", "were"), ("does", "do"), ("goes", "go"))


def to_you(clause: str) -> str:
    """ "closes her shop" as it is said to her: "close your shop"."""
    head, _, rest = clause.partition(" ")
    rest = re.sub(r"\b(?:her|his|their)\b", "your", rest)
    if head.lower() in ("her", "his", "their"):
        return f"your {rest}"
    if " who " in f" {clause} ":
        return clause
    base = dict(_YOURS).get(head) or re.sub(r"ies$", "y", re.sub(r"(?<=ch|sh|ss|zz)es$|(?<=x)es$", "", head))
    return f"{base[:-1] if base == head and re.search(r'[^s]s$', head) else base} {rest}"
