"""What somebody typed, as words to look for."""

import re
import unicodedata
from dataclasses import dataclass

MOST_CHARS = 200
_MOST_WORDS = 6
# A whole key, pasted: what follows its prefix is secret, and is neither looked for nor shown again.
_KEY = re.compile(r"\b(sh_[0-9a-f]{18})(?:_[0-9a-f]*)?")


@dataclass(frozen=True)
class Asked:
    """`text` is printable, in one line and at most `MOST_CHARS` long; `words` are the first few of it."""

    text: str
    words: tuple[str, ...]

    @property
    def one_word(self) -> str:
        """The text where it may be an id or a name that programs gave, otherwise nothing."""
        return self.text if self.words and " " not in self.text else ""


def read(typed: str) -> Asked:
    """Whatever was sent: control characters (PostgreSQL stores no NUL) and lone surrogates count as spaces."""
    shown = (" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in typed[: 4 * MOST_CHARS])
    text = _KEY.sub(r"\1", " ".join("".join(shown).split()))[:MOST_CHARS].strip()
    return Asked(text, tuple(text.split()[:_MOST_WORDS]))
