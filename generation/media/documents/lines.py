"""Lines put together again: where a text was set in lines, a paragraph is one string and a parted word is whole."""

import re
from collections.abc import Set
from functools import lru_cache

_BREAK = re.compile(r"(?P<left>[A-Za-zÀ-ÿ]*[a-zß-ÿ])[-\u2010]\n[ \t]*(?:>[ \t]?)*(?P<right>[a-zß-ÿ]+)")
# What stands before a hyphen that belongs to the word.
_PREFIXES = frozenset(
    (  # noqa: SIM905
        "well self half non ex long short high low full part old new one two three four five six seven eight nine ten"
        " twenty thirty forty fifty sixty seventy eighty ninety first second third middle north south east west cross"
    ).split()
)


def unbroken(text: str, words: Set[str] = frozenset()) -> str:
    """The text on one line. `words` are those of the whole, lower case: they tell a parted word from a compound.

    "insu-" and "lated" become "insulated", "well-" and "known" stay "well-known".
    """
    text = text.replace("\u00ad\n", "").replace("\u00ad", "")
    text = _BREAK.sub(lambda match: together(match["left"], match["right"], words), text)
    return re.sub(r"[ \t]*\n\s*(?:>[ \t]?)*", " ", text)


def together(left: str, right: str, words: Set[str] = frozenset()) -> str:
    """Two halves at the end and at the beginning of a line, without the hyphen unless it is the word's own."""
    one, two = left.lower(), right.lower()
    is_whole = one + two in words
    is_compound = f"{one}-{two}" in words or one in _PREFIXES or (one in words and two in words)
    return left + right if is_whole or not is_compound else f"{left}-{right}"


@lru_cache(maxsize=8)
def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case, compounds with their hyphens; halves at the ends of lines are none."""
    flowing = _BREAK.sub(" ", text.replace("\u00ad", ""))
    return frozenset(re.findall(r"[a-zß-ÿ]+(?:-[a-zß-ÿ]+)*", flowing.lower()))
