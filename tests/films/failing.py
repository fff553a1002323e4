"""A speech provider that refuses, picked by STUDIO_PROVIDER_SPEECH=tests.films.failing:Mute."""

from pathlib import Path

from generation.providers.base import ProviderInfo, SpeechRequest, SpeechResult, Voice
from wire.errors import ProviderRejected


class Mute:
    info = ProviderInfo("mute", "mute-1")

    def __init__(self, maker: object, connection: object = None) -> None:
        self.maker = maker

    def voices(self) -> tuple[Voice, ...]:
        return (Voice(id="silent", name="Silent", gender="neutral", locale="en-US"),)

    def speak(self, request: SpeechRequest, out: Path) -> SpeechResult:
        raise ProviderRejected("The voice service refused the text: its contract has lapsed.")
