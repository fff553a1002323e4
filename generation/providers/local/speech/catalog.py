"""The voices on offer: names, locales, measured pitch, blends, and the style tables that the model reads."""

import os
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generation.providers.base import Gender, Voice, VoiceQuality
from wire.errors import MissingModel, ProviderRejected

STYLE_SIZE = 256
_REPOSITORY = Path(__file__).resolve().parents[4]

# Median fundamental of the voiced frames of one paragraph each, in Hz.
_ENGLISH: tuple[tuple[str, str, Gender, str, float], ...] = (
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
# Blends worth having ready: id, description, measured pitch.
_BLENDS = (
    ("blend-af_kore-am_fenrir-50", "neither high nor low, even and factual", 148.0),
    ("blend-bf_emma-bm_george-50", "a British reader of no particular age", 154.0),
    ("blend-af_nova-am_michael-40", "young and level", 138.0),
)
_FOREIGN: tuple[tuple[str, str, Gender, str, float], ...] = (
    ("ef_dora", "Dora", "female", "Spanish, clear", 171.0),
    ("em_alex", "Álex", "male", "Spanish, steady", 127.0),
    ("ff_siwis", "Siwis", "female", "French, a reader of news", 207.0),
    ("hf_alpha", "Asha", "female", "Hindi, bright", 201.0),
    ("hm_omega", "Omkar", "male", "Hindi, calm", 131.0),
    ("if_sara", "Sara", "female", "Italian, lively", 218.0),
    ("im_nicola", "Nicola", "male", "Italian, even", 90.0),
    ("jf_alpha", "Akari", "female", "Japanese, light", 267.0),
    ("pf_dora", "Dora (BR)", "female", "Brazilian Portuguese, clear", 179.0),
    ("pm_alex", "Alex (BR)", "male", "Brazilian Portuguese, steady", 141.0),
)
# first letter of an id -> (locale, accent, quality, what such a voice cannot do, a sentence to hear it by)
_PREVIEW = "The harbour woke early, and by seven the first boats were already on their way home."
_FIGURES = "Figures are read by espeak-ng's rules; abbreviations, dates and units are not spelled out as in English."
_HOMES: dict[str, tuple[str, str, VoiceQuality, str, str]] = {
    "a": ("en-US", "American", "checked", "", _PREVIEW.replace("harbour", "harbor")),
    "b": ("en-GB", "British", "checked", "", _PREVIEW),
    "e": ("es-ES", "Castilian", "fair", _FIGURES, "El puerto despertó temprano y a las siete los barcos ya volvían."),
    "f": ("fr-FR", "French", "fair", _FIGURES, "Le port s'est réveillé tôt, et les premiers bateaux rentraient déjà."),
    "h": ("hi-IN", "Hindi", "fair", _FIGURES, "बंदरगाह जल्दी जाग गया और पहली नावें घर लौट रही थीं।"),
    "i": ("it-IT", "Italian", "fair", _FIGURES, "Il porto si svegliò presto e le prime barche tornavano già a casa."),
    "j": ("ja-JP", "Tokyo", "fair", "Reads kana only: kanji and figures must be written in kana.",
          "みなとは はやく めを さまし、ふねは もう いえに かえって いました。"),
    "p": ("pt-BR", "Brazilian", "fair", _FIGURES, "O porto acordou cedo e os primeiros barcos já voltavam para casa."),
}  # fmt: skip
_BLEND = re.compile(r"blend-([a-z]{2}_[a-z]+)-([a-z]{2}_[a-z]+)-(\d{1,2})")
_LEAST_SHARE = 5


@lru_cache(maxsize=1)
def voices() -> tuple[Voice, ...]:
    """Every voice on offer, English first; the first is the default narrator. More come by blending two."""
    singles = {one[0]: _single(*one) for one in _ENGLISH}
    blends = tuple(
        replace(_blend(id_, singles), pitch_hz=pitch, description=description) for id_, description, pitch in _BLENDS
    )
    return (*singles.values(), *blends, *(_single(*one) for one in _FOREIGN))


def find_voice(voice_id: str) -> Voice:
    """The voice with this id, or a blend like `blend-af_heart-bm_george-40`: 40 % George in Heart.

    Raises ProviderRejected, naming those on offer.
    """
    by_id = {voice.id: voice for voice in voices()}
    if voice_id in by_id:
        return by_id[voice_id]
    if voice_id.startswith("blend-"):
        return _blend(voice_id, by_id)
    raise ProviderRejected(f"There is no voice '{voice_id}'. Choose one of: {', '.join(by_id)}.", voice=voice_id)


def style(voice_id: str, tokens: int) -> NDArray[np.float32]:
    """The style row, shape (1, 256), float32, that the voice uses for an utterance of `tokens` symbols."""
    blend = _BLEND.fullmatch(voice_id)
    if blend is None:
        table = _table(voices_folder() / f"{voice_id}.bin")
        return table[min(max(tokens, 1), len(table)) - 1]
    share = np.float32(int(blend[3]) / 100)
    return style(blend[1], tokens) * (1 - share) + style(blend[2], tokens) * share


def voices_folder() -> Path:
    """Where the style tables lie: STUDIO_VOICES, or the npm package `kokoro-js` beside the code."""
    configured = os.environ.get("STUDIO_VOICES")
    return Path(configured) if configured else _REPOSITORY / "node_modules" / "kokoro-js" / "voices"


def _single(id_: str, name: str, gender: Gender, description: str, pitch_hz: float) -> Voice:
    locale, accent, quality, limits, preview = _HOMES[id_[0]]
    return Voice(
        id=id_, name=name, gender=gender, locale=locale, description=description, pitch_hz=pitch_hz, accent=accent,
        quality=quality, limits=limits, preview=preview,
    )  # fmt: skip


def _blend(voice_id: str, singles: dict[str, Voice]) -> Voice:
    """Two voices of one language mixed: the first leads, the figure is the second's share in percent."""
    parts = _BLEND.fullmatch(voice_id)
    if parts is None or not _LEAST_SHARE <= int(parts[3]) <= 100 - _LEAST_SHARE or parts[1] == parts[2]:
        raise ProviderRejected(
            "A blend is written 'blend-<voice>-<voice>-<share of the second in percent, 5 to 95>', "
            "for example 'blend-af_heart-bm_george-40'.",
            voice=voice_id,
        )
    missing = next((id_ for id_ in parts.groups()[:2] if id_ not in singles), None)
    if missing:
        known = ", ".join(id_ for id_ in singles if not id_.startswith("blend-"))
        raise ProviderRejected(f"There is no voice '{missing}' to blend. Choose from: {known}.", voice=voice_id)
    first, second, share = singles[parts[1]], singles[parts[2]], int(parts[3])
    if first.language != second.language:
        raise ProviderRejected(
            f"{first.name} and {second.name} speak different languages; blend voices of one language.", voice=voice_id
        )
    leading = first if share <= 50 else second
    is_between = first.gender != second.gender and 35 <= share <= 65
    accents = leading.accent if first.accent == second.accent else f"{first.accent} and {second.accent}"
    return replace(
        leading,
        id=voice_id,
        name=f"{first.name} & {second.name} blend {100 - share}:{share}",
        gender="neutral" if is_between else leading.gender,
        description=f"a blend of {first.name} and {second.name}",
        # Pitch moves along a logarithmic scale, and so does the blend, nearly.
        pitch_hz=round(first.pitch_hz ** (1 - share / 100) * second.pitch_hz ** (share / 100)),
        accent=accents,
        quality="checked" if voice_id in {one[0] for one in _BLENDS} else "fair",
        blend_of=(first.id, second.id),
    )


@lru_cache(maxsize=64)
def _table(path: Path) -> NDArray[np.float32]:
    try:
        return np.fromfile(path, dtype="<f4").reshape(-1, 1, STYLE_SIZE)
    except (OSError, ValueError) as error:
        raise MissingModel(
            f"The voice table {path.name} is missing or damaged. Fetch the npm package 'kokoro-js' into node_modules "
            "(make setup), or point STUDIO_VOICES at a folder with its voices/*.bin.",
            path=str(path),
        ) from error
