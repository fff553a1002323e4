"""An instruction cut into clauses: at sentence ends, semicolons and line breaks, never inside quotation marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_PARTS = 24
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|‘([^’]*)’|(?<![\w'])'([^'\n]+(?:'\w[^'\n]*)*)'(?!\w)")
_ABBREVIATION = re.compile(r"\b(Dr|Mr|Mrs|Ms|Prof|St|No|Jr|Sr)\.(?=\s)", re.I)
_DOT = "\ue000"  # a full stop that ends no sentence
_ENDS = re.compile(r"(?:[.!?;]+(?=\s|$)|\n+|\s+[-*•]\s+)")
_POLITE = re.compile(
    r"^(?:(?:please|kindly|also|then|and then|and|but|next|finally|first|firstly|secondly|now|ok|okay|hi|hello|so|maybe"
    r"|just"
    r"|(?:can|could|would|will) (?:you|we|i)(?: please)?|i(?:'d| would)? (?:like|want)(?: you)? to|i need you to"
    r"|we(?:'d| would)? "
    r"(?:like|want)(?: you)? to|let's|let us|try to|you should|[-*•]|\d+[.)])(?:\s*,)?\s+)+",
    re.I,
)
_TAIL = re.compile(r"(?:\s*,)?\s+(?:please|thanks|thank you|as well|too|if (?:you can|possible))$", re.I)


@dataclass(frozen=True)
class Masked:
    """A text whose quoted stretches stand as `⟦0⟧`, so that no pattern and no cut looks inside them."""

    text: str
    quoted: tuple[str, ...]

    def unmask(self, text: str) -> str:
        """The words again, without their quotation marks where the whole is one quotation."""
        whole = re.fullmatch(r"⟦(\d+)⟧", text.strip())
        if whole:
            return self.quoted[int(whole[1])]
        return re.sub(r"⟦(\d+)⟧", lambda m: f"“{self.quoted[int(m[1])]}”", text)


def mask(text: str) -> Masked:
    quoted: list[str] = []

    def keep(match: re.Match[str]) -> str:
        quoted.append(next(group for group in match.groups() if group is not None).strip())
        return f"⟦{len(quoted) - 1}⟧"

    text = text.replace("⟦", "(").replace("⟧", ")")
    return Masked(_QUOTED.sub(keep, text).replace("’", "'"), tuple(quoted))


def clauses(text: str) -> Iterator[str]:
    """The clauses of a masked text, politeness taken off; not yet cut at "and" or commas."""
    text = re.sub(r"(^|\n)\s*\d{1,2}[.)]\s+", r"\1", text)  # the numbers of a list
    text = _ABBREVIATION.sub(lambda m: m[1] + _DOT, text)
    for part in _ENDS.split(text):
        clause = bare(part.replace(_DOT, "."))
        if clause:
            yield clause


def bare(clause: str) -> str:
    clause = re.sub(r"\s+", " ", clause).strip(" ,:")
    return _TAIL.sub("", _POLITE.sub("", clause + " ").strip()).strip(" ,")


def cuts(clause: str) -> Iterator[tuple[str, str]]:
    """Where a clause may be two: (left, right) at each "and", "then", "but" and comma, from the left."""
    for match in re.finditer(r"\s*,?\s+(?:and then|and also|and|then|but|plus|while|&)\s+|\s*,\s+", clause):
        left, right = clause[: match.start()].strip(), bare(clause[match.end() :])
        if left and right:
            yield left, right
