"""A speech provider that hums instead of speaking, picked by STUDIO_PROVIDER_SPEECH=tests.stories.speaking:Hum."""

from pathlib import Path

import numpy as np

from generation.media.sound import write_wav
from generation.providers.base import ProviderInfo, SpeechRequest, SpeechResult, TimedPhrase, Voice

RATE = 24_000


class Hum:
    """Takes 20 ms a character. Remembers what it was asked to say in `said`, which a test may empty."""

    info = ProviderInfo("local", "hum-1")
    said: list[str] = []

    def __init__(self, maker: object, connection: object = None) -> None:
        self.maker = maker

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(id=f"hum-{n}", name=f"Hum {n}", gender="neutral", locale="en-US") for n in range(6))

    def speak(self, request: SpeechRequest, out: Path) -> SpeechResult:
        self.said.append(request.text)
        length_ms = 20 * len(request.text)
        time = np.arange(length_ms * RATE // 1000) / RATE
        write_wav(out, 0.2 * np.sin(2 * np.pi * 180 * time)[:, None], rate=RATE)
        phrase = TimedPhrase(text=request.text, start_ms=0, end_ms=length_ms)
        return SpeechResult(path=out, rate=RATE, duration_ms=length_ms, phrases=(phrase,))
