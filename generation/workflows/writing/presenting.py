"""A direction as a presenter says it into the camera: the framework's sections, spoken to one person.

The presenter is drawn: they ask, show and invite, and claim nothing of their own life. What a page says stays as it
says it.
"""

import re
from random import Random
from typing import Any

from generation.workflows.writing.brief import Brief, trade_by_key
from generation.workflows.writing.direction import filled, picture_of

# Said before a section's line: what turns an advert's line into something that somebody says.
_BEFORE: dict[str, tuple[str, ...]] = {
    "season": ("Hello there.", "Good to see you."),
    "attention": ("Hello. Give me a moment.", "Hi there. One thing."),
    "problem": ("Let me guess.", "Tell me if I am wrong."),
    "agitate": ("And you know how it goes.", "And we both know it."),
    "interest": ("Let me put it this way.", "Here is what I hear."),
    "character": ("Hi. I think I know you.", "Hello. Let me guess."),
    "need": ("Hi. Be honest with me.", "Hello. Let me guess."),
    "audience": ("Hi. Is this you?", "Hello. I will be brief."),
    "reciprocity": ("Hi. First, this is for you.", "Hello. Before anything else."),
    "desire": ("So let me show you.", "Now picture it."),
    "solve": ("So let me show you.", "Here is the good part."),
    "value": ("So let me show you.", "Here is what you get."),
    "guide": ("You are not on your own.", "So let me introduce somebody."),
    "difference": ("Look at it with me.", "Now look closer."),
    "plan": ("It is simple, I promise.", "Here is how it goes."),
    "commitment": ("Start small.", "Here is how it goes."),
    "proof": ("And do not just trust me.", "You want proof? Good."),
    "authority": ("You decide, not me.", "And do not just trust me."),
    "social_proof": ("Do not ask me.", "Do not just trust me."),
    "liking": ("I think I know you.", "Let me guess."),
    "budget": ("Let us talk about money.", "And the price?"),
    "failure": ("And if you wait?", "You could leave it, of course."),
    "success": ("And then?", "Imagine that."),
    "relief": ("And then?", "Imagine that."),
    "action": ("Your turn.", "So, what do you say?"),
    "call_to_action": ("Your turn.", "So, what do you say?"),
    "scarcity": ("One last thing.", "And now?"),
    "timing": ("One last thing.", "And why now?"),
    "invite": ("Your turn.", "So, what do you say?"),
}
_ASKING = ("action", "call_to_action", "scarcity", "timing", "commitment", "invite")
# Who stands for which tone: how old, and a name for each sex.
_PEOPLE: dict[str, tuple[str, tuple[str, ...], str]] = {
    "luxurious": ("female", ("Helena", "Soraya"), "aged 41"),
    "playful": ("female", ("Mara", "Lina"), "aged 27"),
    "bold": ("male", ("Marcus", "Theo"), "aged 34"),
    "warm": ("female", ("Amina", "Clara"), "aged 35"),
    "expert": ("male", ("Daniel", "Samir"), "aged 45"),
    "calm": ("female", ("Noor", "Ines"), "aged 38"),
}
# What people of a trade wear to work, by the painter's word for it, and the room in which they are met.
_TRADES: dict[str, tuple[str, str]] = {
    "fragrance": ("shop assistant", "shop"), "skincare": ("woman", "home"), "coffee": ("barista", "shop"),
    "food": ("chef", "kitchen"), "fashion": ("designer", "shop"), "technology": ("developer", "home"),
    "software": ("consultant", "office"), "mobility": ("mechanic", "craft"), "home": ("designer", "home"),
    "outdoor": ("woman", "home"),
    "craft": ("carpenter", "craft"), "travel": ("woman", "home"), "fitness": ("coach", "home"),
    "health": ("doctor", "hospital"), "learning": ("teacher", "classroom"), "finance": ("manager", "office"),
}  # fmt: skip
_FIGURE = re.compile(r"[$€£]\s?\d[\d,.]*\w*|\b\d[\d,.]*\s?(?:%|percent|[a-z]+)", re.I)
_WORDS_MOST = 28  # characters of the type beside a presenter


def presented(direction: dict[str, Any], brief: Brief, *, is_long: bool) -> dict[str, Any]:
    """The direction with a presenter, their set, and every section as they say it; its last one asks to act."""
    dice = Random(direction["seed"])
    sections = list(direction["sections"])
    if not any(section["role"] in _ASKING for section in sections):
        sections.append(_invitation(brief, dice))
    call = _called(direction["callToAction"], sections, brief)
    sections = [_spoken(section, dice, is_first=number == 0) for number, section in enumerate(sections)]
    gender, names, age = _PEOPLE.get(brief.tone, _PEOPLE["warm"])
    name = dice.choice(names)
    role, place = _TRADES.get(brief.trade, ("consultant", "office"))
    if gender == "male" and role == "woman":
        role = "designer"
    presenter = {
        "name": name,
        "gender": gender,
        "description": f"for {brief.name}" if brief.name else "your presenter",
        "role": "host",
        "wears": role,
        "age": age,
        "place": place,
        "hour": "day",
    }
    for section in sections:
        section["words"] = _words(section, brief)
        section["speaker"] = name
    return {**direction, "sections": sections, "presenter": presenter, "callToAction": call}


def _called(call: str, sections: list[dict[str, Any]], brief: Brief) -> str:
    """The call to action in the presenter's own words, where the page has none of its own."""
    asks = [section for section in sections if section["role"] in ("action", "call_to_action", "invite")]
    if brief.call or not asks or asks[-1]["evidence"]:
        return call
    usual = filled(trade_by_key(brief.trade).variants("action")[0], brief).rstrip(". ")
    said = re.split(r"(?<=[.!?])\s", asks[-1]["line"])[0].rstrip(". ")
    return call.replace(usual, said)


def _invitation(brief: Brief, dice: Random) -> dict[str, Any]:
    trade = trade_by_key(brief.trade)
    picture, place, hour = picture_of(trade, "after", brief)
    line = filled(dice.choice(trade.variants("action")), brief)
    return {
        "role": "invite", "purpose": "Ask for one thing.", "line": line, "evidence": None, "picture": picture,
        "place": place, "hour": hour, "mood": "hopeful", "weight": 0.9,
    }  # fmt: skip


def _spoken(section: dict[str, Any], dice: Random, *, is_first: bool) -> dict[str, Any]:
    before = dice.choice(_BEFORE.get(section["role"], ("Listen.",)))
    if is_first and not before.startswith(("Hi", "Hello", "Good")):
        before = f"Hi. {before}"
    return {**section, "line": f"{before} {section['line']}", "said": section["line"]}


def _words(section: dict[str, Any], brief: Brief) -> str:
    """What is set beside the presenter: the figure that is said, or the name where it is said."""
    said = section.pop("said")
    figure = _FIGURE.search(said)
    if figure:
        return figure[0].strip()[:_WORDS_MOST]
    first = re.split(r"(?<=[.!?])\s", said)[0].rstrip(".")
    if brief.name and brief.name.lower() in said.lower():
        return brief.name[:_WORDS_MOST]
    return first if section["role"] in _ASKING and len(first) <= _WORDS_MOST else ""
