"""Static files as they travel: compressed for who takes it, and the same file for all."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from studio.statics import CompressedStatics

pytestmark = pytest.mark.django_db  # an answer that is closed looks after the connections, too
SCRIPT = "/static/js/palette.js"
ZIPPED = {"accept-encoding": "gzip, deflate"}


@pytest.fixture(scope="module")
def own() -> CompressedStatics:
    return CompressedStatics(lambda _request: HttpResponse("no file", status=404))


def get(statics: CompressedStatics, path: str, **headers: str) -> Any:
    return statics(RequestFactory().get(path, headers={name.replace("_", "-"): headers[name] for name in headers}))


def body(answer: Any) -> bytes:
    try:
        return b"".join(answer.streaming_content)
    finally:
        answer.close()


def test_a_script_is_compressed_for_who_takes_it(own: CompressedStatics) -> None:
    whole = (Path(settings.BASE_DIR) / SCRIPT.removeprefix("/")).read_bytes()
    small, plain = get(own, SCRIPT, accept_encoding="gzip, deflate"), get(own, SCRIPT)
    assert small["Content-Encoding"] == "gzip"
    sent = body(small)
    assert gzip.decompress(sent) == whole
    assert len(sent) == int(small["Content-Length"]) < len(whole) / 2
    assert "Content-Encoding" not in plain
    assert body(plain) == whole
    assert small["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert small["Content-Type"] == plain["Content-Type"]
    assert small["Cache-Control"] == plain["Cache-Control"]


def test_who_has_it_is_not_sent_it_again(own: CompressedStatics) -> None:
    first = get(own, SCRIPT, accept_encoding="gzip")
    known = first["ETag"]
    first.close()
    assert get(own, SCRIPT, accept_encoding="gzip", if_none_match=known).status_code == 304


@pytest.mark.parametrize("path", ["/static/unfold/js/chart/chart.js", "/static/img/still-coast.webp"])
def test_what_is_tiny_or_packed_already_travels_as_it_is(own: CompressedStatics, path: str) -> None:
    answer = get(own, path, accept_encoding="gzip")
    assert body(answer)
    assert "Content-Encoding" not in answer


def test_a_piece_is_of_the_file_itself(own: CompressedStatics) -> None:
    """Both forms have one tag, which is weak: nobody completes what came compressed with a piece of the other."""
    whole = get(own, SCRIPT, accept_encoding="gzip")
    assert whole["ETag"].startswith("W/")
    whole.close()
    piece = get(own, SCRIPT, accept_encoding="gzip", range="bytes=10-19")
    assert body(piece) == (Path(settings.BASE_DIR) / SCRIPT.removeprefix("/")).read_bytes()[10:20]
    assert "Content-Encoding" not in piece


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Temporary folders are swept by the age of their files, and a process that is killed clears nothing away."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    fresh = CompressedStatics(lambda _request: HttpResponse(status=404))
    assert body(get(fresh, SCRIPT, accept_encoding="gzip"))
    assert list(tmp_path.iterdir()) == []


def test_who_asks_for_the_headers_alone_gets_them(own: CompressedStatics) -> None:
    sent = get(own, SCRIPT, accept_encoding="gzip")
    headers = own(RequestFactory().head(SCRIPT, headers={"accept-encoding": "gzip"}))
    assert headers.headers == sent.headers
    assert body(headers) == b""
    sent.close()


def test_the_site_serves_them_so() -> None:
    answer: Any = Client().get(SCRIPT, headers=ZIPPED)
    assert gzip.decompress(body(answer))
    assert answer["Content-Encoding"] == "gzip"
