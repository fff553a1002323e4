"""Lines spoken: the contract of `speech`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from generation.providers.base.ground import Gender

VoiceQuality = Literal["checked", "fair"]


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A voice on offer. `id` is stable, `name` is for people, `locale` is a BCP 47 tag such as `en-US`.

    `quality` is honest: "checked" voices are understood word by word by a recogniser in the tests, "fair" ones mostly
    (other languages, and blends made to order). `limits` says what the voice cannot do.
    `blend_of` names the voices that a blended one is made of. `preview` is a sentence in its own language.
    """

    id: str
    name: str
    gender: Gender
    locale: str
    description: str = ""
    pitch_hz: float = 0.0
    accent: str = ""
    quality: VoiceQuality = "checked"
    limits: str = ""
    preview: str = ""
    blend_of: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return self.locale.split("-")[0]


@dataclass(frozen=True, kw_only=True)
class SpeechRequest:
    """A line to be spoken. `pace` 1.0 is the voice's own, 1.1 a tenth faster; `pauses` stretches the silences.

    `tone` is a mood or a word for the delivery ("urgent", "calm"): it bends pace by at most a tenth, and pauses.
    `language` (BCP 47) says what the text is in; empty, it is the voice's own.
    """

    text: str
    voice: str
    pace: float = 1.0
    pauses: float = 1.0
    tone: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class TimedPhrase:
    """A stretch of the text as spoken, `[start_ms, end_ms)` from the start of the sound."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, kw_only=True)
class TimedSound:
    """One sound of the speech (an IPA symbol, or one of the network's for a diphthong), `[start_ms, end_ms)` from the
    start. `stress` is 2 for the first of its word, 1 for another, 0 for none."""

    symbol: str
    start_ms: int
    end_ms: int
    stress: int = 0


@dataclass(frozen=True, kw_only=True)
class SpeechResult:
    """`path` is a mono WAV (16 bit, `rate` Hz), trimmed to the speech, level about -16 LUFS. `sounds` are told by
    providers that know when each is heard."""

    path: Path
    rate: int
    duration_ms: int
    phrases: tuple[TimedPhrase, ...]
    sounds: tuple[TimedSound, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SpeechChunk:
    """The next stretch of a line that is spoken as it is made: 16 bit little-endian mono PCM, pauses included.

    `start_ms` and the phrases' times count from the start of the line.
    """

    index: int
    pcm: bytes
    rate: int
    start_ms: int
    phrases: tuple[TimedPhrase, ...]
    is_last: bool


class SpeechProvider(Protocol):
    def voices(self) -> tuple[Voice, ...]: ...

    def speak(self, request: SpeechRequest, out: Path) -> SpeechResult: ...
