"""Makers of small parts in this process, fast and the same for the same request: for tests of what is made anew."""

import hashlib
from pathlib import Path

from generation.media.plan import Layer
from generation.providers.base import (
    MusicRequest,
    PictureLayer,
    PictureRequest,
    PictureResult,
    ProviderInfo,
    SoundResult,
    SpeechRequest,
    SpeechResult,
    TimedPhrase,
    Voice,
)
from tests.media.pictures import babble, textured_layer, tone

MS_A_WORD = 330


class Speech:
    info = ProviderInfo("local", "quick-voice")

    def __init__(self, maker: object, connection: object = None) -> None:
        self.maker = maker

    def voices(self) -> tuple[Voice, ...]:
        return (
            Voice(id="a", name="Ada", gender="female", locale="en-GB", description="warm", pitch_hz=190.0),
            Voice(id="b", name="Bob", gender="male", locale="en-US", description="deep", pitch_hz=105.0),
        )

    def speak(self, request: SpeechRequest, out: Path) -> SpeechResult:
        words = request.text.split()
        a_word = round(MS_A_WORD / request.pace)
        seed = len(request.text) % 5 + ord(request.voice) % 3
        babble(out, len(words) * a_word / 1000, seed=seed)
        halves = (words[: len(words) // 2], words[len(words) // 2 :]) if len(words) > 5 else (words,)
        phrases, said = [], 0
        for half in halves:
            start, said = said * a_word, said + len(half)
            phrases.append(TimedPhrase(text=" ".join(half), start_ms=start, end_ms=said * a_word))
        return SpeechResult(path=out, rate=48_000, duration_ms=len(words) * a_word, phrases=tuple(phrases))


class Pictures:
    info = ProviderInfo("local", "quick-painter")

    def __init__(self, maker: object, connection: object = None) -> None:
        self.maker = maker

    def draw(self, request: PictureRequest, folder: Path) -> PictureResult:
        seed = int.from_bytes(hashlib.sha256(repr(request).encode()).digest()[:4], "big")
        layer: Layer = textured_layer(folder, request.width, request.height, 0.08, seed=seed)
        layers = (PictureLayer(path=layer.path, depth=0.0),)
        size = {"width": request.width, "height": request.height}
        return PictureResult(path=layer.path, layers=layers, overscan=0.08, **size)


class Music:
    info = ProviderInfo("local", "quick-band")

    def __init__(self, maker: object, connection: object = None) -> None:
        self.maker = maker

    def compose(self, request: MusicRequest, out: Path) -> SoundResult:
        length_ms = sum(section.duration_ms for section in request.sections)
        return SoundResult(
            path=tone(out, length_ms / 1000, hertz=220 + request.seed + len(request.prompt)), duration_ms=length_ms
        )
