"""How long a script takes to say. The film adds nothing but what is counted here."""

import re
from collections.abc import Iterable

from generation.media.pacing import SCENE_GAP_MS, TAIL_MS, lead_in_ms
from generation.providers.base import Line, Script

# A voice breathes between two sentences of one line; the line's own pause comes on top at its end.
BREATH_MS = 330
# `words_per_minute` is the pace of a reading with its pauses; within a line a voice runs faster by this factor
# (measured on the local voices: 181 to 195 heard words a minute at their own pace).
ARTICULATION = 1.19

_TOKEN = re.compile(r"[$£€¥]?\d[\d,]*(?:\.\d+)?%?|[A-Za-z][\w'’.-]*|&")
_YEAR = re.compile(r"(?:1[1-9]|20)\d\d")


def spoken_words(text: str) -> int:
    """Words as heard: "1,240" is four ("one thousand two forty" and the like), "%" is one, "2026" is three."""
    return sum(_heard(token) for token in _TOKEN.findall(text))


def _heard(token: str) -> int:
    if not token[0].isdigit() and token[0] not in "$£€¥":
        letters = token.rstrip(".")
        if letters.isupper() and 1 < len(letters) <= 5:
            return (len(letters) + 1) // 2
        return 1 + min(token.count("-"), 2)
    extra = (token[0] in "$£€¥") + token.endswith("%")
    digits = token.strip("$£€¥%")
    if _YEAR.fullmatch(digits):
        return 3
    whole, _, decimals = digits.replace(",", "").partition(".")
    count = (len(decimals) + 1 if decimals else 0) + extra
    for index, group in enumerate(_groups_of_three(whole)):
        value = int(group)
        hundreds, rest = divmod(value, 100)
        count += (
            2 * (hundreds > 0)
            + (0 if rest == 0 else 1 if rest <= 20 or rest % 10 == 0 else 2)
            + (index > 0 and value > 0)
        )
    return max(count, 1)


def _groups_of_three(whole: str) -> list[str]:
    reverse = whole[::-1]
    return [reverse[i : i + 3][::-1] for i in range(0, len(reverse), 3)][:5]


def speech_ms(text: str, words_per_minute: float) -> int:
    """Milliseconds that a voice needs for `text`, without the pause after it."""
    breaths = len(re.findall(r"[.!?…][\"”’]?\s+(?=\S)", text))
    return round(spoken_words(text) * 60_000 / (words_per_minute * ARTICULATION)) + breaths * BREATH_MS


def lines_ms(lines: Iterable[Line], words_per_minute: float) -> int:
    """Milliseconds of lines with all their pauses."""
    return sum(speech_ms(line.text, words_per_minute) + line.pause_after_ms for line in lines)


def estimate_ms(script: Script, words_per_minute: float = 155.0) -> int:
    """Milliseconds of the finished film: lead-in, every line, every pause, and the held last shot."""
    lines = [line for scene in script.scenes for line in scene.lines]
    if not lines:
        return 0
    gaps = SCENE_GAP_MS * (len([scene for scene in script.scenes if scene.lines]) - 1)
    return lead_in_ms(script.title) + lines_ms(lines, words_per_minute) - lines[-1].pause_after_ms + gaps + TAIL_MS
