"""What must not be said: brand-safety words, and what the notes rule out. It holds for every line, title and prompt."""

import re
from dataclasses import dataclass

from . import rank

_RULED_OUT = re.compile(
    r"\b(?:do not|don't|don’t|never) (?:mention|use|include|talk about|name|show)|\b(?:avoid|without|leave out|skip"
    r"|no mention of|nothing about)\b",
    re.I,
)
_FIGURES = re.compile(r"\b(?:figures|numbers|statistics)\b", re.I)


@dataclass(frozen=True)
class Ban:
    """`words` are banned as written, with any ending; `stems` by their stem; `figures` bans digits altogether."""

    words: re.Pattern[str] | None
    stems: frozenset[str]
    figures: bool = False

    @classmethod
    def of(cls, forbidden: tuple[str, ...], notes: str) -> "Ban":
        """The ban that forbidden words and notes such as "do not mention the frost" or "without figures" make."""
        kept = [re.escape(word.strip()) for word in forbidden if word.strip()]
        unwanted: set[str] = set()
        figures = False
        for match in _RULED_OUT.finditer(notes):
            rest = re.split(r"[.;,]| but | and ", notes[match.end() :])[0]
            if _FIGURES.search(rest):
                figures = True
            else:
                unwanted |= set(rank.stems(rest))
        pattern = re.compile("|".join(rf"(?<!\w){word}" for word in kept), re.I) if kept else None
        return cls(pattern, frozenset(unwanted), figures)

    def hits(self, text: str) -> bool:
        """Whether the text says what must not be said."""
        if self.words and self.words.search(text):
            return True
        if self.figures and re.search(r"\d", text):
            return True
        return bool(self.stems and self.stems & set(rank.stems(text)))


NOTHING = Ban(None, frozenset())
