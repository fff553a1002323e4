"""How long a script takes to say. The film adds nothing but what is counted here."""

import re
from collections.abc import Iterable
from functools import lru_cache

from generation.media.pacing import SCENE_GAP_MS, TAIL_MS, lead_in_ms
from generation.providers.base import Line, Script
from generation.providers.local.speech.reading import read

# Measured on 62 lines by four local voices, which keep to it within a tenth (to their words, counted, within a fifth):
# milliseconds for a letter as heard, at 155 words a minute with pauses, and for a breath between two sentences of one
# line. The line's own pause comes on top at its end.
LETTER_MS, LETTER_PACE = 68.6, 155.0
BREATH_MS = 420
_BREATH = re.compile(r"[.!?…][\"”’]?\s+(?=\S)")


@lru_cache(maxsize=8192)
def spoken_letters(text: str) -> int:
    """Letters as heard: "38 %" has those of "thirty-eight percent", what is spelled those of the letters' names."""
    said = " ".join(piece.spoken for piece in read(text, "en-US"))
    named = re.sub(r"<([A-Z]+)>", lambda spelled: spelled[1] * 2, said)
    return sum(map(str.isalpha, named))


def speech_ms(text: str, words_per_minute: float) -> int:
    """Milliseconds that a voice needs for `text`, without the pause after it."""
    breaths = len(_BREATH.findall(text))
    return round(spoken_letters(text) * LETTER_MS * LETTER_PACE / words_per_minute) + breaths * BREATH_MS


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
