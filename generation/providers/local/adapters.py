"""The local provider's adapters. The makers run inside a child process, which a bad input may kill but not hang."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.base import (
    OPERATORS,
    ChatPiece,
    ChatRequest,
    Connection,
    Digest,
    DraftRequest,
    EditRequest,
    EditResult,
    MusicRequest,
    PictureRequest,
    PictureResult,
    Provider,
    ProviderInfo,
    Script,
    ScriptRequest,
    SoundRequest,
    SoundResult,
    SourceText,
    SpeechChunk,
    SpeechRequest,
    SpeechResult,
    Voice,
)
from wire.errors import ProviderRejected

_HOME = "generation.providers.local"


class _Local:
    """An adapter whose work is done by a module of this package in the child process."""

    info: ProviderInfo
    timeout_s = 300.0

    def __init__(self, maker: Maker | Quiet, connection: Connection = OPERATORS) -> None:
        self._maker = maker


class LocalText(_Local):
    info = ProviderInfo("local", "studio-writer-1")

    def digest(self, sources: tuple[SourceText, ...]) -> Digest:
        return self._maker.call(f"{_HOME}.text:digest", sources, timeout_s=self.timeout_s)

    def write_script(self, request: ScriptRequest) -> Script:
        return self._maker.call(f"{_HOME}.text:write_script", request, timeout_s=self.timeout_s)

    def converse(self, request: ChatRequest) -> Iterator[ChatPiece]:
        # Read here and not in a child: somebody waits for the first word, and the work is bounded (tens of ms).
        pieces: Iterator[ChatPiece] = import_module(f"{_HOME}.companion.converse").converse(request)
        return pieces

    def draft(self, request: DraftRequest) -> dict[str, Any]:
        return self._maker.call(f"{_HOME}.companion.drafts:draft", request, timeout_s=self.timeout_s)


class LocalSpeech(_Local):
    info = ProviderInfo("local", "kokoro-82m-int8")

    def voices(self) -> tuple[Voice, ...]:
        # A table, read here: it is wanted in answers, for which no child process should be started.
        return import_module(f"{_HOME}.speech").voices()

    def made_to_order(self, voice_id: str) -> Voice | None:
        """A blend of two voices, by an id like `blend-af_heart-bm_george-40`; None for an id that names none."""
        try:
            voice: Voice = import_module(f"{_HOME}.speech.catalog").find_voice(voice_id)
        except ProviderRejected:
            return None
        return voice

    def speak(self, request: SpeechRequest, out: Path) -> SpeechResult:
        return self._maker.call(f"{_HOME}.speech:speak", request, out, timeout_s=self.timeout_s)

    def speak_stream(self, request: SpeechRequest, on_chunk: Callable[[SpeechChunk], None]) -> None:
        """Hands over each chunk of the line as soon as it is made; returns after the last. `warm_up` before a call."""
        self._maker.call(f"{_HOME}.speech:speak_stream", request, timeout_s=self.timeout_s, on_item=on_chunk)

    def warm_up(self) -> None:
        self._maker.call(f"{_HOME}.speech:warm_up", timeout_s=self.timeout_s)


class LocalMusic(_Local):
    info = ProviderInfo("local", "studio-composer-1")

    def compose(self, request: MusicRequest, out: Path) -> SoundResult:
        return self._maker.call(f"{_HOME}.music:compose", request, out, timeout_s=self.timeout_s)


class LocalSound(_Local):
    info = ProviderInfo("local", "studio-foley-1")

    def make_sound(self, request: SoundRequest, out: Path) -> SoundResult:
        return self._maker.call(f"{_HOME}.sound:make_sound", request, out, timeout_s=self.timeout_s)


class LocalPictures(_Local):
    info = ProviderInfo("local", "studio-painter-1")

    def draw(self, request: PictureRequest, folder: Path) -> PictureResult:
        return self._maker.call(f"{_HOME}.pictures:draw", request, folder, timeout_s=self.timeout_s)


class LocalEdits(_Local):
    info = ProviderInfo("local", "studio-editor-1")
    timeout_s = 1800.0

    def check(self, prompt: str, *, has_box: bool) -> None:
        # Patterns alone, read here: no child is needed to say no.
        import_module("generation.media.edits.intents").possible(prompt, has_box=has_box)

    def edit(self, request: EditRequest, folder: Path, on_progress: Callable[[float, str], None]) -> EditResult:
        work = "generation.media.edits.make:edit"
        return self._maker.call(work, request, folder, timeout_s=self.timeout_s, on_progress=on_progress)


LOCAL = Provider(
    title="The studio itself",
    adapters={
        "text": LocalText,
        "story": LocalText,
        "speech": LocalSpeech,
        "music": LocalMusic,
        "sound": LocalSound,
        "image": LocalPictures,
        "video_edit": LocalEdits,
    },
)
