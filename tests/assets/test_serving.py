"""Signed files over raw ASGI: ranges as RFC 9110 has them, and an honest answer when the bytes are gone."""

import asyncio
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.utils import timezone

from generation.assets import serve
from generation.assets.models import Asset, Blob
from generation.assets.services import open_signed, signed_url
from wire.admit import Caller
from wire.asgi import RawRequest
from wire.errors import NotFound

BYTES = bytes(range(100))


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of 100 bytes behind every token."""
    path = tmp_path / "film.bin"
    path.write_bytes(BYTES)
    blob = Blob(organization_id="org_x", sha256="0" * 64, size=len(BYTES))
    asset = Asset(blob=blob, content_type="video/mp4", filename="film.mp4", created_at=timezone.now())
    monkeypatch.setattr(serve, "open_signed", lambda token: (asset, ""))
    monkeypatch.setattr(serve, "open_bytes", lambda asset, start, end: opened(path, start))
    return path


def opened(path: Path, start: int) -> BinaryIO:
    source = path.open("rb")
    source.seek(start)
    return source


def fetch(**headers: str) -> tuple[int, dict[str, str], bytes]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    nobody = Caller(authorization="", remote_ip="", session=lambda: None, passes_csrf=lambda: True)
    request = RawRequest("GET", "/media/t/film.mp4", {"token": "t"}, "", headers, nobody, "request")
    asyncio.run(serve.serve_asset(request, receive, send))
    head = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], head, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("wanted", "status", "body"),
    [
        ("", 200, BYTES),
        ("bytes=0-9", 206, BYTES[:10]),
        ("bytes=90-", 206, BYTES[90:]),
        ("bytes=-5", 206, BYTES[-5:]),
        ("bytes=50-5000", 206, BYTES[50:]),
        ("bytes=100-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=0-1,5-6", 200, BYTES),
        ("bytes=" + "9" * 5000 + "-", 200, BYTES),
        ("bytes=٣-", 200, BYTES),
    ],
)
def test_a_range(stored: Path, wanted: str, status: int, body: bytes) -> None:
    answered, headers, sent = fetch(range=wanted)
    assert (answered, sent) == (status, body)
    assert headers["content-length"] == str(len(body))


def test_a_file_that_is_gone_is_a_404_and_no_broken_answer(stored: Path) -> None:
    stored.unlink()
    with pytest.raises(NotFound):
        fetch()


@pytest.mark.django_db
def test_two_reads_within_an_hour_print_one_url(tmp_path: Path, settings: Any) -> None:
    settings.STUDIO_PUBLIC_URL = ""
    asset = Asset.objects.create(
        organization_id="org_x",
        blob=Blob.objects.create(organization_id="org_x", sha256="1" * 64, size=1),
        content_type="video/mp4",
        filename="film.mp4",
    )
    on_the_hour = 1_800_000_000 - 1_800_000_000 % 3600
    url = signed_url(asset, expires_s=3600, now=on_the_hour + 1)
    assert signed_url(asset, expires_s=3600, now=on_the_hour + 3599) == url
    token = url.split("/")[2]
    assert open_signed(token, now=on_the_hour + 3600)[0] == asset
    with pytest.raises(NotFound):
        open_signed(token, now=on_the_hour + 7201)
    with pytest.raises(NotFound):
        open_signed(token[:-1] + ("A" if token[-1] != "A" else "B"), now=on_the_hour)
