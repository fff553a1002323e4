"""What the people of a trade are tired of: as the trade knows it, and as a page says it itself."""

import re
from typing import Any

from generation.workflows.writing.brief import Brief, trade_by_key
from generation.workflows.writing.direction import filled
from generation.workflows.writing.trades import COMMON

# Words with which a page speaks of a trouble of its readers.
_TROUBLE = re.compile(
    r"\b(?:tired of|sick of|struggl\w+|hard to|difficult|frustrat\w+|wast(?:e|ed|ing)|los(?:e|ing|t)|slow|late|"
    r"expensive|costly|confus\w+|stress\w*|never again|no more|without the|instead of|problem|pain|worry|"
    r"worried|chaos|messy)\b",
    re.I,
)


def pains_of(brief: Brief, *, has_answers: bool) -> list[dict[str, Any]]:
    """The pains, the sharpest first. What a page says word for word carries its source; the rest is the trade's.

    A short pain in the second person is sharp: it can be said in the film's first two seconds.
    """
    trade = trade_by_key(brief.trade)
    own = [fact for fact in brief.facts if _TROUBLE.search(fact.text) and len(fact.text.split()) <= 24]
    common = [part.strip() for part in COMMON["pain"].split("|")]
    found = [_pain(fact.text, brief.cited(fact), gain=20) for fact in own]
    found += [_pain(filled(line, brief), None, gain=10) for line in trade.variants("pain") if line not in common]
    found += [_pain(filled(line, brief), None, gain=-20) for line in common]  # true of everything: never the sharpest
    found.sort(key=lambda pain: -pain["sharpness"])
    if has_answers:
        hooks, turns = trade.variants("hook"), trade.variants("turn")
        for number, pain in enumerate(found):
            pain["hook"] = filled(hooks[number % len(hooks)], brief)
            pain["answer"] = filled(turns[number % len(turns)], brief)
            pain["cost"] = filled(trade.variants("stake")[0], brief)
    return [{"rank": rank, **pain} for rank, pain in enumerate(found, start=1)]


def _pain(text: str, evidence: dict[str, Any] | None, *, gain: int) -> dict[str, Any]:
    words = text.lower().split()
    score = 50 + gain + 10 * bool({"you", "your"} & set(words)) + max(0, 20 - 2 * abs(len(words) - 8))
    return {"pain": text, "sharpness": min(score, 100), "evidence": evidence}
