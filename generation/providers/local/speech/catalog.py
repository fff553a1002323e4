"""The voices on offer: names, locales, measured pitch, and the style tables that the model reads."""

import os
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generation.providers.base import Gender, Voice
from wire.errors import MissingModel, ProviderRejected

STYLE_SIZE = 256
_REPOSITORY = Path(__file__).resolve().parents[4]

# Median fundamental of the voiced frames of one paragraph each, in Hz.
_VOICES: tuple[tuple[str, str, Gender, str, float], ...] = (
    ("af_heart", "Heart", "female", "warm and close, a natural narrator", 199.0),
    ("af_bella", "Bella", "female", "bright and energetic", 204.0),
    ("af_sarah", "Sarah", "female", "clear and even", 197.0),
    ("af_kore", "Kore", "female", "measured and confident", 160.0),
    ("af_nova", "Nova", "female", "young and factual", 163.0),
    ("am_michael", "Michael", "male", "friendly and steady", 122.0),
    ("am_fenrir", "Fenrir", "male", "full and driving", 140.0),
    ("am_puck", "Puck", "male", "lively and light", 118.0),
    ("am_onyx", "Onyx", "male", "deep and calm", 90.0),
    ("bf_emma", "Emma", "female", "composed, a British presenter", 184.0),
    ("bf_isabella", "Isabella", "female", "soft and thoughtful", 209.0),
    ("bm_george", "George", "male", "grave and precise", 144.0),
    ("bm_fable", "Fable", "male", "a storyteller", 126.0),
    ("bm_lewis", "Lewis", "male", "low and dry", 104.0),
)
_LOCALES = {"a": "en-US", "b": "en-GB"}


def voices() -> tuple[Voice, ...]:
    """Every voice that this provider speaks with; the first is the default narrator."""
    return tuple(
        Voice(id=id_, name=name, gender=gender, locale=_LOCALES[id_[0]], description=description, pitch_hz=pitch)
        for id_, name, gender, description, pitch in _VOICES
    )


def find_voice(voice_id: str) -> Voice:
    """The voice with this id; raises ProviderRejected, naming those on offer."""
    for voice in voices():
        if voice.id == voice_id:
            return voice
    known = ", ".join(voice.id for voice in voices())
    raise ProviderRejected(f"There is no voice '{voice_id}'. Choose one of: {known}.", voice=voice_id)


def style(voice_id: str, tokens: int) -> NDArray[np.float32]:
    """The style row, shape (1, 256), float32, that the voice uses for an utterance of `tokens` symbols."""
    table = _table(voices_folder() / f"{voice_id}.bin")
    return table[min(max(tokens, 1), len(table)) - 1]


def voices_folder() -> Path:
    """Where the style tables lie: STUDIO_VOICES, or the npm package `kokoro-js` beside the code."""
    configured = os.environ.get("STUDIO_VOICES")
    return Path(configured) if configured else _REPOSITORY / "node_modules" / "kokoro-js" / "voices"


@lru_cache(maxsize=32)
def _table(path: Path) -> NDArray[np.float32]:
    try:
        return np.fromfile(path, dtype="<f4").reshape(-1, 1, STYLE_SIZE)
    except (OSError, ValueError) as error:
        raise MissingModel(
            f"The voice table {path.name} is missing or damaged. Fetch the npm package 'kokoro-js' into node_modules "
            "(make setup), or point STUDIO_VOICES at a folder with its voices/*.bin.",
            path=str(path),
        ) from error
