"""Every way in which a vendor fails, in every capability: ours in kind, its cause told, no secret in any word of it."""

import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generation.companions.catalogue import BY_ID
from generation.providers.base import ChatRequest, PictureRequest, Said, SpeechRequest, VideoRequest
from generation.providers.openai import client as clients
from generation.providers.openai.adapters import OpenAiImage, OpenAiSpeech, OpenAiText, OpenAiVideo
from tests.providers.vendor import (
    KEY,
    Vendor,
    a_vendor,
    cut,
    endless,
    no_numbers,
    silent,
    status,
    task,
    tokens,
)
from wire.errors import ProviderError, ProviderRejected, ProviderUnavailable

SHOT = VideoRequest(prompt="a lamp", width=64, height=64, duration_ms=1000)
TOKEN = "token-of-an-inner-service-0123456789abcdef"


def converse(here: Any, folder: Path) -> None:
    said = (Said(speaker="user", text="A film about a lamp"),)
    list(OpenAiText(here).converse(ChatRequest(persona=BY_ID["editor"], said=said)))


def draw(here: Any, folder: Path) -> None:
    OpenAiImage(here).draw(PictureRequest(prompt="a lamp", width=64, height=64), folder)


def speak(here: Any, folder: Path) -> None:
    OpenAiSpeech(here).speak(SpeechRequest(text="Light the lamp.", voice="alloy"), folder / "line.wav")


def submit(here: Any, folder: Path) -> None:
    OpenAiVideo(here).submit(SHOT)


def ask(here: Any, folder: Path) -> None:
    OpenAiVideo(here).is_done({"task": "video_1"})


def fetch(here: Any, folder: Path) -> None:
    OpenAiVideo(here).fetch({"task": "video_1"}, SHOT, folder / "film.mp4")


WORK: dict[str, Callable[[Any, Path], None]] = {
    "/chat/completions": converse,
    "/images/generations": draw,
    "/audio/speech": speak,
    "/videos": submit,
    "/videos/video_1": ask,
    "/videos/video_1/content": fetch,
}
LEAK = {"error": {"message": f"bad key {KEY} at https://inner.example/x?token={TOKEN} for {TOKEN}"}}
ALIKE = {  # what is the same in every capability: the reply, our error, what it says
    "429": (status(429, LEAK, Retry_After="7"), ProviderUnavailable, "busy"),
    "500": (status(500, LEAK), ProviderUnavailable, "fault of its own"),
    "503": (status(503, LEAK), ProviderUnavailable, "fault of its own"),
    "401": (status(401, LEAK), ProviderError, "does not accept the configured key"),
    "403": (status(403, LEAK), ProviderError, "does not accept the configured key"),
    "400": (status(400, LEAK), ProviderRejected, "refused this: bad key …"),
    "packed": (status(200, b"\x1f\x8b" + b"\0" * 40, Content_Encoding="gzip"), ProviderError, "packed"),
    "cut": (cut, ProviderUnavailable, "did not answer"),
}


@pytest.fixture(autouse=True)
def no_secret_anywhere(vendor: Vendor, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("generation", "wire")))
    assert_tells_nothing(told, vendor)


def assert_tells_nothing(text: str, vendor: Vendor) -> None:
    for secret in (KEY, TOKEN, "inner.example", vendor.url):
        assert secret not in text


def failing(path: str, here: Any, folder: Path, vendor: Vendor) -> ProviderError:
    """The error of the work at that path, after a look at all that it says."""
    with pytest.raises(ProviderError) as caught:
        WORK[path](here, folder)
    error = caught.value
    assert_tells_nothing(f"{error.message} {error.details} {error!r}", vendor)
    assert_tells_nothing("".join(traceback.format_exception(error)), vendor)
    return error


@pytest.mark.parametrize("failure", ALIKE)
@pytest.mark.parametrize("path", WORK)
def test_each_failure_has_its_kind_and_its_cause(
    vendor: Vendor, here: Any, tmp_path: Path, path: str, failure: str
) -> None:
    reply, kind, says = ALIKE[failure]
    vendor.replies[path] = reply
    error = failing(path, here, tmp_path, vendor)
    assert type(error) is kind
    assert says in error.message
    assert len(vendor.asked) == 1, "retries are the job engine's"


@pytest.mark.parametrize("path", WORK)
def test_a_redirect_is_not_followed_to_another_host(
    vendor: Vendor, here: Any, tmp_path: Path, path: str
) -> None:  # fmt: skip
    with a_vendor() as elsewhere:
        for code in (301, 302, 307, 308):
            vendor.replies[path] = status(code, None, Location=f"{elsewhere.url}{path}?token={TOKEN}")
            error = failing(path, here, tmp_path, vendor)
            assert "sent us elsewhere" in error.message
            assert not error.transient
        assert elsewhere.asked == []


@pytest.mark.parametrize("path", WORK)
def test_five_gigabytes_are_not_read(
    vendor: Vendor, here: Any, tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "MAX_BODY_BYTES", 2**20)
    monkeypatch.setattr("generation.providers.openai.video.MAX_FILM_BYTES", 2**20)
    vendor.replies[path] = endless
    error = failing(path, here, tmp_path, vendor)
    assert "more than it was asked for" in error.message
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 2**20


@pytest.mark.parametrize("path", WORK)
def test_who_says_nothing_is_not_waited_for(
    vendor: Vendor, here: Any, tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "READ_S", 0.1)
    clients._client.cache_clear()
    vendor.replies[path] = silent
    error = failing(path, here, tmp_path, vendor)
    clients._client.cache_clear()
    assert error.transient
    assert "too long" in error.message


@pytest.mark.parametrize("path", [path for path in WORK if path != "/videos/video_1/content"])
def test_an_answer_that_is_none_is_tried_again(vendor: Vendor, here: Any, tmp_path: Path, path: str) -> None:
    for body in (b"<html>", b"{}", b"[]", b"null", b'{"data": 7, "id": 7, "choices": 7}', b"data: {\n\n"):
        vendor.replies[path] = status(200, body)
        assert failing(path, here, tmp_path, vendor).transient, body


def test_the_pause_that_is_asked_for_is_handed_on(vendor: Vendor, here: Any, tmp_path: Path) -> None:
    for said, seconds in (("7", 7), ("0", 1), ("99999999", 10), ("soon", 10)):
        vendor.replies["/audio/speech"] = status(429, None, Retry_After=said)
        assert failing("/audio/speech", here, tmp_path, vendor).details == {"retry_after": seconds}


def test_a_stream_that_is_cut_is_an_error_and_not_a_short_answer(vendor: Vendor, here: Any, tmp_path: Path) -> None:
    vendor.replies["/chat/completions"] = tokens("Half a ", ends=False)
    assert "broke off" in failing("/chat/completions", here, tmp_path, vendor).message


def test_sound_whose_samples_are_no_numbers_is_not_taken(vendor: Vendor, here: Any, tmp_path: Path) -> None:
    vendor.replies["/audio/speech"] = no_numbers()
    error = failing("/audio/speech", here, tmp_path, vendor)
    assert (error.transient, "cannot be used" in error.message) == (True, True)


def test_a_film_that_is_none_is_not_taken(vendor: Vendor, here: Any, tmp_path: Path) -> None:
    vendor.replies["/videos/video_1/content"] = status(200, b"#EXTM3U\nfile:///etc/passwd\n")
    assert failing("/videos/video_1/content", here, tmp_path, vendor).transient


def test_a_task_that_the_vendor_gave_up_says_why(vendor: Vendor, here: Any, tmp_path: Path) -> None:
    path = "/videos/video_1"
    vendor.replies[path] = task("failed", error={"code": "moderation", "message": f"No lamps. See {TOKEN}."})
    error = failing(path, here, tmp_path, vendor)
    assert type(error) is ProviderRejected
    assert "No lamps." in error.message


def test_a_state_that_nobody_knows_is_asked_for_again(vendor: Vendor, here: Any, tmp_path: Path) -> None:
    vendor.replies["/videos/video_1"] = task("meditating", progress=float("nan"))
    assert failing("/videos/video_1", here, tmp_path, vendor).transient
