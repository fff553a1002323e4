"""What a landing page does for its visitors and what it leaves out: message, offer, proof, call to action.

Each check looks at what `landing.read_landing` found, says what it saw, and what to do where it fails.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generation.workflows.writing.brief import Brief, trade_by_key
from generation.workflows.writing.direction import filled

Page = dict[str, Any]
SECTIONS = ("message", "offer", "proof", "callToAction")
_VAGUE = re.compile(r"^(?:welcome|home|homepage|untitled|our (?:website|company)|hello|start)\b", re.I)
_JARGON = re.compile(
    r"\b(?:solutions?|synerg\w+|leverag\w+|cutting.edge|world.class|best.in.class|innovative|next.generation|"
    r"seamless|holistic|state.of.the.art|one.stop)\b",
    re.I,
)
_RISK = re.compile(
    r"\b(?:guarantee|money back|free trial|cancel any ?time|no obligation|free returns?|warranty)\b", re.I
)
_OTHERS = re.compile(
    r"\b(?:customers?|clients?|reviews?|rated|stars?|trusted by|testimonials?|members|users|teams)\b", re.I
)
_SHOWN = re.compile(
    r"\b(?:award|certified|accredited|member of|as seen|featured in|since (?:19|20)\d\d|iso \d+)\b", re.I
)
_NOW = re.compile(r"\b(?:today|now|this week|until|ends|only \d+|last|limited|before)\b", re.I)
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.I)
_WE = re.compile(r"\b(?:we|our|us|ours)\b", re.I)
_FIGURE = re.compile(r"\d[\d.,]*\s?(?:%|\+|k\b|x\b|hours?|days?|minutes?|years?|customers?|teams?|people)", re.I)


@dataclass(frozen=True)
class Check:
    """`look` returns whether it is so, and what was seen."""

    id: str
    section: str
    weight: int
    asks: str
    look: Callable[[Page], tuple[bool, str]]
    advice: str


def _headline(page: Page) -> tuple[bool, str]:
    return bool(page["headline"]), page["headline"] or "no first heading"


def _headline_is_clear(page: Page) -> tuple[bool, str]:
    words = page["headline"].split()
    return 3 <= len(words) <= 14 and not _VAGUE.match(page["headline"]), f"{len(words)} words"


def _plain(page: Page) -> tuple[bool, str]:
    found = _JARGON.findall(page["text"])
    return len(found) <= 1, ", ".join(dict.fromkeys(word.lower() for word in found)) or "none"


def _speaks_to_you(page: Page) -> tuple[bool, str]:
    you, we = len(_YOU.findall(page["text"])), len(_WE.findall(page["text"]))
    return you >= max(1, we), f"“you” {you} times, “we” {we} times"


def _described(page: Page) -> tuple[bool, str]:
    return 50 <= len(page["description"]) <= 170, f"{len(page['description'])} characters"


def _has(pattern: re.Pattern[str]) -> Callable[[Page], tuple[bool, str]]:
    def look(page: Page) -> tuple[bool, str]:
        found = pattern.search(page["text"])
        return found is not None, _around(page["text"], found) if found else "not found"

    return look


def _around(text: str, found: re.Match[str]) -> str:
    start, end = max(0, text.rfind("\n", 0, found.start()) + 1), text.find("\n", found.end())
    line = text[start : end if end > 0 else len(text)].strip()
    return line if len(line) <= 140 else f"{line[:139]}…"


def _priced(page: Page) -> tuple[bool, str]:
    return bool(page["prices"]), ", ".join(page["prices"][:3]) or "no price, and nothing free"


def _quoted(page: Page) -> tuple[bool, str]:
    return bool(page["quotes"]), page["quotes"][0][:140] if page["quotes"] else "nobody is quoted"


def _called(page: Page) -> tuple[bool, str]:
    return bool(page["calls"]), ", ".join(page["calls"][:4]) or "nothing is asked for"


def _one_call(page: Page) -> tuple[bool, str]:
    return 1 <= len(page["calls"]) <= 4, f"{len(page['calls'])} different ones"


def _short_form(page: Page) -> tuple[bool, str]:
    return page["fields"] <= 5, f"{page['fields']} fields" if page["forms"] else "no form"


def _reachable(page: Page) -> tuple[bool, str]:
    return bool(page["phones"] or page["forms"]), ", ".join(page["phones"][:2]) or f"{page['forms']} forms"


def _mobile(page: Page) -> tuple[bool, str]:
    return page["isResponsive"], "a viewport is set" if page["isResponsive"] else "no viewport is set"


def _pictured(page: Page) -> tuple[bool, str]:
    return page["images"] > 0 and page["imagesWithoutText"] * 2 <= page["images"], (
        f"{page['images']} pictures, {page['imagesWithoutText']} without a text"
    )


CHECKS = (
    Check(
        "headline",
        "message",
        3,
        "There is a first heading",
        _headline,
        "Say in the first heading what it is and for whom.",
    ),
    Check(
        "headline_clear",
        "message",
        3,
        "The heading is a clear sentence",
        _headline_is_clear,
        "Use 3 to 14 words, and begin with what the visitor gets, not with “Welcome”.",
    ),
    Check("plain_words", "message", 2, "It speaks plainly", _plain, "Replace these words by what really happens."),
    Check("you", "message", 2, "It speaks to the visitor", _speaks_to_you, "Say “you” at least as often as “we”."),
    Check(
        "description",
        "message",
        1,
        "It has a description for searchers",
        _described,
        "Write a description of 50 to 170 characters.",
    ),
    Check("price", "offer", 3, "It says what it costs", _priced, "Name a price, a range, or what is free."),
    Check(
        "risk",
        "offer",
        2,
        "It takes away the risk",
        _has(_RISK),
        "Say what happens if it is not right: trial, return, guarantee.",
    ),
    Check(
        "reason_now",
        "offer",
        1,
        "It gives a reason to act now",
        _has(_NOW),
        "Name a true date or number, or leave it out.",
    ),
    Check("quote", "proof", 3, "Somebody is quoted", _quoted, "Quote one customer with name and place."),
    Check("others", "proof", 2, "Others are named", _has(_OTHERS), "Say who uses it, and how many."),
    Check("figure", "proof", 2, "There is a figure", _has(_FIGURE), "Give one exact number that you can prove."),
    Check("shown", "proof", 1, "Somebody vouches for it", _has(_SHOWN), "Show a certificate, a year, a press name."),
    Check(
        "pictures",
        "proof",
        1,
        "Pictures show it, and say what they show",
        _pictured,
        "Show the real thing, and describe each picture.",
    ),
    Check(
        "call",
        "callToAction",
        4,
        "It asks for something",
        _called,
        "Put one button near the top: a verb and what follows.",
    ),
    Check(
        "one_call",
        "callToAction",
        2,
        "It asks for few things",
        _one_call,
        "Choose one main call; make the others quieter.",
    ),
    Check("form", "callToAction", 1, "The form is short", _short_form, "Ask for five things at most."),
    Check(
        "reachable",
        "callToAction",
        1,
        "There is a way to get in touch",
        _reachable,
        "Give a phone number or a short form.",
    ),
    Check("mobile", "callToAction", 2, "It fits a phone", _mobile, "Set a viewport, and look at it on a phone."),
)


def audit(page: Page, brief: Brief, *, has_rewrites: bool) -> dict[str, Any]:
    """The report: a score for each section and in all, every check with what was seen, and what to do first."""
    seen = [(check, *check.look(page)) for check in CHECKS]
    sections = [_section(name, [entry for entry in seen if entry[0].section == name]) for name in SECTIONS]
    total = sum(check.weight for check in CHECKS)
    failed = sorted((entry for entry in seen if not entry[1]), key=lambda entry: -entry[0].weight)
    return {
        "kind": "local-audit",
        "url": page["url"],
        "title": page["title"],
        "score": round(100 * sum(check.weight for check, passed, _ in seen if passed) / total),
        "sections": sections,
        "priorities": [
            {"check": check.id, "section": check.section, "seen": found, "advice": check.advice}
            for check, _, found in failed[:5]
        ],
        "rewrites": rewrites(page, brief) if has_rewrites else None,
    }


def _section(name: str, seen: list[tuple[Check, bool, str]]) -> dict[str, Any]:
    total = sum(check.weight for check, *_ in seen)
    return {
        "section": name,
        "score": round(100 * sum(check.weight for check, passed, _ in seen if passed) / total),
        "checks": [
            {
                "check": check.id, "asks": check.asks, "passed": passed, "seen": found,
                "advice": None if passed else check.advice,
            }
            for check, passed, found in seen
        ],
    }  # fmt: skip


def rewrites(page: Page, brief: Brief) -> dict[str, Any]:
    """Three first headings and three calls to try, from the trade's own lines: to be checked before they are used."""
    trade = trade_by_key(brief.trade)
    lines = [*trade.variants("tagline"), *trade.variants("turn"), *trade.variants("hook")]
    calls = [*trade.variants("action"), *trade.variants("plan")]
    return {
        "headline": {"now": page["headline"] or None, "try": [filled(line, brief) for line in lines[:3]]},
        "callToAction": {
            "now": (page["calls"] or [None])[0],
            "try": [filled(line, brief).rstrip(".") for line in calls[:3]],
        },
    }
