"""Whether a text is in English: the grammar of the writer, and its connectives, hold for no other language."""

import re

from .lexicon import words

_ENGLISH = words("the of and to in is a for on was with that by are be as at it from will this have")
_OTHERS = (
    words(
        """der die das und ist nicht ein eine den dem mit auf von zu im le la les et des est une dans pour du que el los
        las y es una por con para del il lo gli che di per non della sono het een van en niet op voor och att som det
        jest nie na do og af de um uma os ao"""
    )
    - _ENGLISH
)


def is_english(text: str) -> bool:
    """By the commonest words; a text of labels, without any, counts as English unless its letters are not Latin."""
    letters = re.findall(r"[^\W\d_]", text[:6_000])
    if letters and sum(1 for letter in letters if ord(letter) > 0x24F) > 0.5 * len(letters):
        return False
    ours, others = _counts(text)
    return ours >= others or others < 3


def seems_foreign(line: str) -> bool:
    """The same question of a sentence or two, which hold few common words: no English one, and another's."""
    ours, others = _counts(line)
    return not is_english(line) or (not ours and others > (0 if re.search(r"[^\x00-\x7f]", line) else 1))


def _counts(text: str) -> tuple[int, int]:
    """How many common words of English, and of other languages."""
    low = re.findall(r"[^\W\d_]+", text.lower())
    return sum(w in _ENGLISH for w in low), sum(w in _OTHERS for w in low)
