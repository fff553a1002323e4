"""Speech and films of the openai provider, against a server that speaks its protocol."""

import wave
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from generation.media.child import Maker
from generation.providers.alignment import time_phrases
from generation.providers.base import Connection, SpeechRequest, VideoRequest
from generation.providers.local import pcm
from generation.providers.openai.adapters import OPENAI, OpenAiSpeech, OpenAiVideo
from generation.providers.registry import adapter
from tests.providers.vendor import Vendor, film, sound, status, task
from wire.errors import ProviderRejected

RATE = 24_000


def hum(seconds: float, *, level: float = 0.1) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return level * np.sin(2 * np.pi * 180 * t) * (0.6 + 0.4 * np.sin(2 * np.pi * 5 * t))


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE))


def test_speech_has_the_level_and_length_of_all_speech_and_its_phrases_are_timed(
    vendor: Vendor, here: Any, tmp_path: Path
) -> None:
    said = [silence(0.4), hum(1.6), silence(0.3), hum(2.2), silence(0.8)]
    vendor.replies["/audio/speech"] = sound(np.concatenate(said))
    request = SpeechRequest(text="Light the lamp at dusk. Then watch it burn all night.", voice="nova", pace=1.1)
    made = OpenAiSpeech(here).speak(request, tmp_path / "line.wav")
    body = vendor.asked[0]["body"]
    assert (body["voice"], body["speed"], body["response_format"]) == ("nova", 1.1, "wav")
    assert body["input"] == request.text
    with wave.open(str(made.path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
    assert made.duration_ms == round(len(samples) / RATE * 1000)
    assert abs(made.duration_ms - 4100) < 200, "the silence at both ends is gone"
    assert abs(pcm.loudness(samples, RATE) + 16) < 1
    assert [phrase.text for phrase in made.phrases] == ["Light the lamp at dusk.", "Then watch it burn all night."]
    assert abs(made.phrases[0].end_ms - 1600) < 100
    assert abs(made.phrases[1].start_ms - 1900) < 100
    assert [file.name for file in tmp_path.iterdir()] == ["line.wav"], "nothing of what was sent stays"


def test_boundaries_without_a_pause_lie_where_the_letters_say_and_never_cross() -> None:
    text = "One, two, three. And a much longer sentence that goes on, and on, and on. End."
    phrases = time_phrases(text, hum(6.0), RATE, locale="en-US")
    times = [ms for phrase in phrases for ms in (phrase.start_ms, phrase.end_ms)]
    assert times == sorted(times)
    assert (times[0], times[-1]) == (0, 6000)
    assert len(phrases) > 2
    assert all(phrase.end_ms - phrase.start_ms > 150 for phrase in phrases)


def test_a_pause_belongs_to_one_boundary_only() -> None:
    samples = np.concatenate([hum(1.0), silence(0.4), hum(3.0)])
    phrases = time_phrases("Go. Run to the harbour. Wake the boats now.", samples, RATE, locale="en-US")
    times = [ms for phrase in phrases for ms in (phrase.start_ms, phrase.end_ms)]
    assert times == sorted(times)
    assert len({phrase.start_ms for phrase in phrases}) == 3


def test_voices_of_the_other_provider_are_spoken_by_their_like(vendor: Vendor, here: Any, tmp_path: Path) -> None:
    vendor.replies["/audio/speech"] = sound(hum(1.0))
    speech = OpenAiSpeech(here)
    for known, spoken in (("af_heart", "coral"), ("bm_fable", "fable"), ("im_nicola", "onyx"), ("sage", "sage")):
        speech.speak(SpeechRequest(text="Hello.", voice=known), tmp_path / "line.wav")
        assert vendor.asked[-1]["body"]["voice"] == spoken
    with pytest.raises(ProviderRejected, match="There are: alloy"):
        speech.speak(SpeechRequest(text="Hello.", voice="nobody"), tmp_path / "line.wav")
    voices = speech.voices()
    assert {voice.gender for voice in voices} == {"female", "male", "neutral"}
    assert len({voice.id for voice in voices}) == len(voices) == 13


@pytest.mark.parametrize(
    "change", [{"text": "  "}, {"text": "a" * 4097}, {"pace": 0.1}, {"pace": float("nan")}]
)  # fmt: skip
def test_what_the_vendor_would_refuse_is_not_sent(
    vendor: Vendor, here: Any, tmp_path: Path, change: dict[str, Any]
) -> None:
    with pytest.raises(ProviderRejected):
        OpenAiSpeech(here).speak(SpeechRequest(**{"text": "Hello.", "voice": "nova"} | change), tmp_path / "line.wav")
    assert vendor.asked == []


def test_a_film_is_submitted_asked_for_and_fetched_in_its_own_shape(
    vendor: Vendor, here: Any, tmp_path: Path
) -> None:  # fmt: skip
    films = OpenAiVideo(here)
    request = VideoRequest(prompt="a lamp", width=96, height=96, duration_ms=5000, negative="people")
    vendor.replies["/videos"] = task("queued")
    submitted = films.submit(request)
    assert submitted == {"task": "video_1"}
    body = vendor.asked[0]["body"]
    assert (body["size"], body["seconds"], body["model"]) == ("1280x720", "8", "sora-2")
    assert body["prompt"] == "a lamp. Without people"
    vendor.replies["/videos/video_1"] = task("in_progress", progress=float("nan"))
    assert not films.is_done(submitted)
    vendor.replies["/videos/video_1"] = task("completed", progress=100)
    assert films.is_done(submitted)
    vendor.replies["/videos/video_1/content"] = film(tmp_path, frames=192, rate=24)
    made = films.fetch(submitted, request, tmp_path / "film.mp4")
    assert made.frames == 125
    with av.open(str(made.path)) as file:
        frames = [frame.to_ndarray(format="bgr24") for frame in file.decode(video=0)]
    assert len(frames) == 125
    assert frames[0].shape == (96, 96, 3)
    assert (frames[60][:, :44] > 235).all()
    assert abs(int(frames[60][:, 52:].mean()) - 2 * 58) < 8, "60 frames at 25 a second are 58 at 24: the seam is intact"


def test_a_film_that_ends_early_is_held_for_a_moment_and_otherwise_refused(
    vendor: Vendor, here: Any, tmp_path: Path
) -> None:
    films, request = OpenAiVideo(here), VideoRequest(prompt="a lamp", width=64, height=36, duration_ms=4000)
    vendor.replies["/videos/video_1/content"] = film(tmp_path, frames=92)
    made = films.fetch({"task": "video_1"}, request, tmp_path / "film.mp4")
    assert (made.frames, made.notes) == (100, ("The last picture was held for 8 frames.",))
    vendor.replies["/videos/video_1/content"] = film(tmp_path, frames=50)
    with pytest.raises(Exception, match="cannot be used"):
        films.fetch({"task": "video_1"}, request, tmp_path / "film.mp4")


def test_whoever_cancels_need_not_be_heard(vendor: Vendor, here: Any) -> None:
    vendor.replies["/videos/video_1"] = status(500)
    OpenAiVideo(here).cancel({"task": "video_1"})
    assert [asked["path"] for asked in vendor.asked] == ["/videos/video_1"]


def test_an_adapter_takes_another_vendor_than_the_environments(vendor: Vendor, here: Any, tmp_path: Path) -> None:
    vendor.replies["/mine/audio/speech"] = sound(hum(1.0))
    own = Connection(base_url=f"{vendor.url}/mine", key="sk-of-the-organization", model="own-tts")
    speech = OPENAI.adapters["speech"](here, own)
    speech.speak(SpeechRequest(text="Hello.", voice="nova"), tmp_path / "line.wav")
    (asked,) = vendor.asked
    assert (asked["key"], asked["body"]["model"]) == ("Bearer sk-of-the-organization", "own-tts")
    assert speech.info.model == "own-tts"
    assert "sk-of" not in repr(own)


def test_the_environment_picks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for capability in ("speech", "video"):
        monkeypatch.setenv(f"STUDIO_PROVIDER_{capability.upper()}", "openai")
        assert adapter(capability, Maker()).info.provider == "openai"


def test_a_picture_bomb_is_not_opened(tmp_path: Path) -> None:
    from generation.media.received import receive_pictures
    from wire.errors import GenerationFailed

    raw, out = tmp_path / "bomb", tmp_path / "out.png"
    picture = cv2.imencode(".png", np.zeros((8, 8, 3), np.uint8))[1].tobytes()
    raw.write_bytes(picture[:16] + (60_000).to_bytes(4, "big") * 2 + picture[24:])
    with pytest.raises(GenerationFailed):
        receive_pictures(raw, {out: (8, 8)})
    raw.write_bytes(b"#EXTM3U")
    with pytest.raises(GenerationFailed, match="no PNG"):
        receive_pictures(raw, {out: (8, 8)})
    assert not out.exists()
