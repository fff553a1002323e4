"""What a provider must keep, as a test that anybody can run against theirs: see docs/add-a-provider.md.

Everything raised here is an AssertionError that says which promise was broken.
"""

import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2

from generation.media.child import Maker
from generation.providers.base import (
    OPERATORS,
    ChatRequest,
    Connection,
    DraftRequest,
    MusicRequest,
    MusicSection,
    Persona,
    PictureRequest,
    Provider,
    ProviderInfo,
    Said,
    SoundRequest,
    SpeechRequest,
)
from generation.providers.registry import CAPABILITIES
from wire.errors import ProviderError

_PERSONA = Persona(
    id="editor", name="Editor", craft="cutting", role="Cuts films.", method=("Look", "Cut"),
    questions=(("length", "How long is it to be?"),), voice="Short and warm.",
)  # fmt: skip
_SAID = (Said(speaker="user", text="A film of thirty seconds about a lamp for campers"),)


def check_provider(
    provider: Provider, folder: Path, *, connection: Connection = OPERATORS, maker: Maker | None = None
) -> None:
    """Has every capability of the provider do one small thing, in `folder`, and looks at what came of it."""
    own = maker or Maker()
    try:
        _require(bool(provider.title), "a provider has a title")
        _require(bool(provider.adapters), "a provider does something")
        for capability, make in provider.adapters.items():
            _require(capability in CAPABILITIES, f"{capability} is one of {', '.join(CAPABILITIES)}")
            if provider.takes_account:
                _require(bool(provider.models.get(capability)), f"models suggests one for {capability}")
                _check_failure(capability, make, connection, own, folder)
            adapter = make(own, connection)
            _check_info(adapter.info)
            if capability in _CHECKS:
                _CHECKS[capability](adapter, _fresh(folder, capability))
    finally:
        if maker is None:
            own.kill()


def _check_info(info: Any) -> None:
    _require(isinstance(info, ProviderInfo), "info is a ProviderInfo")
    _require(0 < len(info.provider) <= 60 and 0 < len(info.model) <= 120, "info names provider and model")


def _check_failure(capability: str, make: Any, connection: Connection, maker: Maker, folder: Path) -> None:
    """Nobody listens at port 9: the failure is ours, and holds no key."""
    if capability not in _CHECKS:
        return
    gone = replace(connection, base_url="http://127.0.0.1:9", key="sk-that-must-not-be-told")
    try:
        _CHECKS[capability](make(maker, gone), _fresh(folder, f"{capability}-gone"))
    except ProviderError as error:
        _require("must-not-be-told" not in f"{error!r} {error.message} {error.details}", "an error tells no key")
        return
    raise AssertionError(f"{capability} of a vendor that does not answer raises a ProviderError")


def _check_text(text: Any, folder: Path) -> None:
    pieces = list(text.converse(ChatRequest(persona=_PERSONA, said=_SAID)))
    _require(any(piece.kind == "text" and piece.text.strip() for piece in pieces), "a companion says something")
    made = text.draft(DraftRequest(kind="brief", said=_SAID, overrides={"tone": "calm"}))
    _require(isinstance(made, dict) and bool(made), "a document is an object")


def _check_image(painter: Any, folder: Path) -> None:
    request = PictureRequest(prompt="A lamp on a table", width=320, height=180)
    made = painter.draw(request, folder)
    for path, width in [(made.path, 320), *((layer.path, 0) for layer in made.layers)]:
        pixels: Any = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        _require(path.is_relative_to(folder) and pixels is not None, f"{path} is a picture in the folder")
        _require(not width or pixels.shape[:2] == (180, 320), "the picture has exactly the asked size")
        _require(bool(width) or pixels.shape[1] > 320, "a layer is larger than the frame")
    depths = [layer.depth for layer in made.layers]
    _require(bool(depths) and depths == sorted(depths), "there are layers, from far to near")


def _check_speech(speaker: Any, folder: Path) -> None:
    voices = speaker.voices()
    _require(bool(voices) and len({voice.id for voice in voices}) == len(voices), "voices have ids of their own")
    made = speaker.speak(SpeechRequest(text="The lamp is on.", voice=voices[0].id), folder / "line.wav")
    rate, channels, length_ms = _sound(made.path)
    _require((rate, channels) == (made.rate, 1), "speech is mono, at the rate that it says")
    _require(abs(length_ms - made.duration_ms) <= 20, "it lasts as long as it says")
    _require(bool(made.phrases) and made.phrases[-1].end_ms <= made.duration_ms, "its phrases lie within it")


def _check_sound(maker: Any, folder: Path) -> None:
    _require_stereo(maker.make_sound(SoundRequest(prompt="three knocks on a door"), folder / "sound.wav"))


def _check_music(composer: Any, folder: Path) -> None:
    request = MusicRequest(sections=(MusicSection(mood="calm", duration_ms=2000),))
    _require_stereo(composer.compose(request, folder / "music.wav"))


_CHECKS: dict[str, Callable[[Any, Path], None]] = {
    "text": _check_text,
    "image": _check_image,
    "speech": _check_speech,
    "sound": _check_sound,
    "music": _check_music,
}


def _require_stereo(made: Any) -> None:
    rate, channels, length_ms = _sound(made.path)
    _require((rate, channels) == (48_000, 2), "it is stereo at 48 kHz")
    _require(abs(length_ms - made.duration_ms) <= 20, "it lasts as long as it says")


def _sound(path: Path) -> tuple[int, int, float]:
    with wave.open(str(path)) as sound:
        _require(sound.getsampwidth() == 2, "sound has 16 bits")
        return sound.getframerate(), sound.getnchannels(), 1000 * sound.getnframes() / sound.getframerate()


def _fresh(folder: Path, name: str) -> Path:
    own = folder / name
    own.mkdir()
    return own


def _require(is_kept: bool, promise: str) -> None:
    if not is_kept:
        raise AssertionError(f"Not kept: {promise}.")
