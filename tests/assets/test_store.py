"""One seam for stored bytes, whichever store has them: kept, read in ranges, copied to this host, listed, gone."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from generation.assets import serve
from generation.assets.incoming import incoming
from generation.assets.models import Asset
from generation.assets.services import has_bytes, local_copy, open_bytes, read_bytes, signed_url, store_file
from generation.assets.storage import StoreAway, store
from tests.assets.buckets import bucket_storage
from wire.admit import Caller
from wire.asgi import RawRequest
from wire.errors import NotFound

pytestmark = pytest.mark.django_db
BODY = bytes(range(256)) * 2000


@pytest.fixture
def asset(own_store: str, tmp_path: Path) -> Asset:
    path = tmp_path / "made"
    path.write_bytes(BODY)
    return store_file("org_a", path, content_type="video/mp4", filename="film.mp4")


def forget_copies(tmp_path: Path) -> None:
    """As on a host that has not seen the file."""
    shutil.rmtree(tmp_path / "cache", ignore_errors=True)


@pytest.mark.parametrize("is_known", [True, False])
def test_bytes_come_back_whole_and_in_ranges(asset: Asset, tmp_path: Path, is_known: bool) -> None:
    if not is_known:
        forget_copies(tmp_path)
    assert read_bytes(asset) == BODY
    for start, end in ((0, 10), (1000, 200_000), (len(BODY) - 1, len(BODY))):
        with open_bytes(asset, start, end) as source:
            assert source.read(end - start) == BODY[start:end]


def test_a_copy_lasts_as_long_as_its_folder_and_is_named_by_its_hash(asset: Asset, tmp_path: Path) -> None:
    forget_copies(tmp_path)
    copy = local_copy(asset, tmp_path / "work")
    assert copy.name == asset.blob.sha256
    assert local_copy(asset, tmp_path / "work") == copy
    forget_copies(tmp_path)  # another process makes room
    assert copy.read_bytes() == BODY


def test_what_is_gone_is_not_found(asset: Asset, tmp_path: Path) -> None:
    store().delete(asset.blob.storage_name)
    assert not has_bytes(asset)
    with pytest.raises(FileNotFoundError):
        read_bytes(asset)
    with pytest.raises(FileNotFoundError):
        local_copy(asset, tmp_path / "work").read_bytes()
    with pytest.raises(NotFound):
        served(asset)


def test_files_are_listed_below_their_folder(asset: Asset) -> None:
    assert [(one.name, one.size) for one in store().listed("org_a")] == [(asset.blob.storage_name, len(BODY))]
    assert [one.name for one in store().listed()] == [asset.blob.storage_name]
    assert list(store().listed("org_b")) == []


@pytest.mark.parametrize("is_known", [True, False])
def test_a_signed_file_is_streamed_through_us_with_our_headers(asset: Asset, tmp_path: Path, is_known: bool) -> None:
    if not is_known:
        forget_copies(tmp_path)
    status, headers, body = served(asset, range="bytes=100-299999")
    assert (status, body) == (206, BODY[100:300_000])
    assert headers["content-range"] == f"bytes 100-299999/{len(BODY)}"
    assert served(asset)[::2] == (200, BODY)


def served(asset: Asset, **headers: str) -> tuple[int, dict[str, str], bytes]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    nobody = Caller(authorization="", remote_ip="", session=lambda: None, passes_csrf=lambda: True)
    request = RawRequest("GET", signed_url(asset, expires_s=60), {}, "", headers, nobody, "request")
    asyncio.run(serve.send_asset(asset, request, send))
    head = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], head, b"".join(message.get("body", b"") for message in sent[1:])


def test_pieces_of_a_file_are_joined_though_two_senders_overlap(own_store: str) -> None:
    sent = incoming("org_a", "ast_1")
    for at in (0, 100_000):
        with sent.appending() as file:
            assert file.size == at
            file.write(BODY[at : at + 100_000])
    if own_store == "bucket":  # a rival at another web process, which had listed the pieces before the second came
        store().overwrite("org_a/incoming/ast_1/000000000050000", _file_of(BODY[50_000:250_000]))
        assert sent.size() == 250_000
    with sent.appending() as file:
        file.write(BODY[file.size :])
    assert sent.size() == len(BODY)
    with sent.whole() as path:
        assert path.read_bytes() == BODY
    sent.drop()
    assert sent.size() == 0
    with pytest.raises(FileNotFoundError), sent.whole() as path:
        path.read_bytes()


def _file_of(body: bytes) -> Path:
    path = Path(storages["blobs"].cache.folder).parent / "piece"  # type: ignore[attr-defined]
    path.write_bytes(body)
    return path


def test_a_bucket_that_does_not_answer_is_said_to_be_away(settings: Any, tmp_path: Path) -> None:
    blobs = bucket_storage("http://127.0.0.1:9", "studio", tmp_path / "cache")
    from botocore.config import Config

    blobs["OPTIONS"]["client_config"] = Config(connect_timeout=0.2, retries={"total_max_attempts": 1})
    settings.STORAGES = settings.STORAGES | {"blobs": blobs}
    for ask in (lambda: store().exists("a"), lambda: store().read_from("a"), lambda: list(store().listed())):
        with pytest.raises(StoreAway, match="does not answer"):
            ask()
