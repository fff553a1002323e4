"""Speech from a vendor that speaks OpenAI's API, brought to the form and level of all speech here and timed."""

from pathlib import Path
from typing import Any

from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.base import OPERATORS, Connection, Gender, SpeechRequest, SpeechResult, Voice
from generation.providers.openai.client import client, info_of, translated
from generation.providers.stand_ins import voice_of_openai
from generation.providers.vendors import received
from wire.errors import ProviderRejected, ProviderUnavailable

RATE = 24_000
MAX_CHARACTERS = 4096
PACE = (0.25, 4.0)
_PREVIEW = "The harbor woke early, and by seven the first boats were already on their way home."
# The vendor names no genders; these are how its voices are heard. The narrators first.
_VOICES: tuple[tuple[str, Gender, str], ...] = (
    ("alloy", "neutral", "even and clear"),
    ("nova", "female", "bright and friendly"),
    ("onyx", "male", "deep and calm"),
    ("coral", "female", "warm and lively"),
    ("ash", "male", "young and direct"),
    ("sage", "female", "composed and soft"),
    ("echo", "male", "steady and round"),
    ("shimmer", "female", "light and gentle"),
    ("fable", "male", "a British storyteller"),
    ("marin", "female", "natural and close"),
    ("cedar", "male", "natural and grounded"),
    ("ballad", "male", "expressive and slow"),
    ("verse", "male", "quick and vivid"),
)


class OpenAiSpeech:
    """One request a line. Phrases are timed from the sound itself, for the vendor says nothing of them."""

    def __init__(self, maker: Maker | Quiet, connection: Connection = OPERATORS) -> None:
        self._connection = connection
        self.info = info_of("speech", connection)

    def voices(self) -> tuple[Voice, ...]:
        return tuple(
            Voice(
                id=name, name=name.title(), gender=gender, locale="en-GB" if name == "fable" else "en-US",
                description=description, quality="fair", preview=_PREVIEW,
                limits="Its phrases are timed by its pauses, within some tenths of a second.",
            )
            for name, gender, description in _VOICES
        )  # fmt: skip

    def speak(self, request: SpeechRequest, out: Path) -> SpeechResult:
        """See `SpeechProvider`. A voice of the local provider is spoken by the vendor's that stands in for it.

        Raises `ProviderRejected` for an unknown voice, an impossible pace, an empty or too long text.
        """
        from generation.media.received import receive_sound

        raw, plain = out.with_name(f"{out.stem}.answer"), out.with_name(f"{out.stem}.f32")
        self._ask(request, raw)
        with received():
            receive_sound(raw, plain, rate=RATE)
        result = _finished(plain, out, request)
        raw.unlink()
        plain.unlink()
        return result

    def _ask(self, request: SpeechRequest, raw: Path) -> None:
        text = request.text.strip()
        if not text or len(text) > MAX_CHARACTERS:
            raise ProviderRejected(f"A line must have 1 to {MAX_CHARACTERS} characters.", length=len(text))
        if not PACE[0] <= request.pace <= PACE[1]:
            raise ProviderRejected(f"The pace must lie between {PACE[0]} and {PACE[1]}.", pace=request.pace)
        wanted: dict[str, Any] = {"model": self.info.model, "voice": _voice(request.voice), "input": text}
        if request.pace != 1.0:
            wanted["speed"] = request.pace
        if request.tone:
            wanted["instructions"] = f"Speak in a {request.tone} tone."
        with translated():
            speech = client(self._connection).audio.speech.with_streaming_response
            with speech.create(**wanted, response_format="wav") as answer:
                answer.stream_to_file(raw)


def _finished(plain: Path, out: Path, request: SpeechRequest) -> SpeechResult:
    """Trim, level and time what was said. Its libraries are loaded here: a web process has no use for them."""
    import numpy as np

    from generation.providers.alignment import time_phrases
    from generation.providers.local import pcm
    from generation.providers.local.speech import polish

    samples = np.fromfile(plain, np.float32).astype(np.float64)
    if not len(samples) or float(np.max(np.abs(samples))) < 1e-3:
        raise ProviderUnavailable("The provider sent silence. Try again shortly.")
    take = polish.trim(polish.Take(polish.clean(samples, RATE), [(0, len(samples))]), RATE)
    finished = polish.finish(take.samples, RATE)
    pcm.write_wav(out, finished, RATE)
    phrases = time_phrases(request.text, finished, RATE, locale=request.language or "en-US")
    return SpeechResult(path=out, rate=RATE, duration_ms=round(len(finished) * 1000 / RATE), phrases=phrases)


def _voice(voice_id: str) -> str:
    names = [name for name, _, _ in _VOICES]
    name = voice_id if voice_id in names else voice_of_openai(voice_id)
    if name is None:
        raise ProviderRejected(f"There is no voice {voice_id}. There are: {', '.join(names)}.", voice=voice_id)
    return name
