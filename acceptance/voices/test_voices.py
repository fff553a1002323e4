"""Each of eight English voices says every hard sentence; every language's voices are understood."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generation.providers.base import SpeechRequest
from generation.providers.local.speech import speak
from tests.speech.hard import HARD
from tests.speech.test_speak import EIGHT
from tests.speech.transcribe import normalised, transcribe, word_error_rate

FOREIGN = {
    "ef_dora": "La ciudad plantó muchos árboles, y los vecinos dicen que las calles están más frescas que antes.",
    "em_alex": "La ciudad plantó muchos árboles, y los vecinos dicen que las calles están más frescas que antes.",
    "ff_siwis": "En avril, la ville a planté beaucoup d'arbres, et les habitants sont très contents.",
    "if_sara": "La città ha piantato molti alberi, e gli abitanti dicono che le strade sono più fresche di prima.",
    "im_nicola": "La città ha piantato molti alberi, e gli abitanti dicono che le strade sono più fresche di prima.",
    "pf_dora": "A cidade plantou muitas árvores, e os moradores dizem que as ruas estão mais frescas do que antes.",
    "pm_alex": "A cidade plantou muitas árvores, e os moradores dizem que as ruas estão mais frescas do que antes.",
}


@pytest.mark.parametrize("voice", EIGHT)
def test_a_voice_is_understood(voice: str, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    wrong, words, heard = 0.0, 0, []
    for index, (written, expected) in enumerate(HARD):
        result = speak(SpeechRequest(text=written, voice=voice), tmp_path / f"{index}.wav")
        heard.append(transcribe(result.path))
        count = len(normalised(expected))
        wrong, words = wrong + word_error_rate(expected, heard[-1]) * count, words + count
    record_property("word error rate in percent, hard sentences", 100 * wrong / words)
    assert wrong / words <= 0.05, heard


@pytest.mark.parametrize("voice", FOREIGN)
def test_a_voice_of_another_language_is_understood(voice: str, tmp_path: Path) -> None:
    result = speak(SpeechRequest(text=FOREIGN[voice], voice=voice), tmp_path / "line.wav")
    heard = transcribe(result.path, language={"e": "es", "f": "fr", "i": "it", "p": "pt"}[voice[0]])
    expected, words = _plain(FOREIGN[voice]), _plain(heard)
    assert sum(word not in words for word in expected) <= 0.15 * len(expected), heard


def _plain(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
