"""Bytes go with their last name, and whoever stores equal bytes at that moment does not lose them."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from generation.assets.models import Asset, Blob
from generation.assets.services import (
    drop_asset,
    has_bytes,
    name_bytes,
    own_asset,
    read_bytes,
    signed_url,
    store_bytes,
    store_file,
)
from wire.errors import NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("own_store")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(b"The same bytes.")
    return path


def keep(file: Path, organization: str = "org_a") -> Asset:
    return store_file(organization, file, content_type="text/plain", filename="a.txt")


def drop(asset: Asset) -> None:
    with transaction.atomic():
        drop_asset(asset.pk)


def test_the_last_name_takes_the_bytes_with_it(file: Path) -> None:
    first, second, others = keep(file), keep(file), keep(file, "org_b")
    drop(first)
    assert read_bytes(second) == b"The same bytes."
    drop(second)
    assert not has_bytes(second)
    assert has_bytes(others)
    assert list(Blob.objects.values_list("organization_id", flat=True)) == ["org_b"]
    drop(second)


def test_bytes_that_were_found_there_and_have_no_name_yet_outlive_the_last_name(file: Path) -> None:
    old = keep(file)
    stored = store_bytes("org_a", file)  # finds them there already
    drop(old)
    with transaction.atomic():
        asset = name_bytes("org_a", stored, content_type="text/plain", filename="a.txt")
    assert read_bytes(asset) == b"The same bytes."
    drop(asset)
    assert not has_bytes(asset)


def test_own_links_are_told_from_others(file: Path, settings: Any) -> None:
    asset = keep(file)
    settings.STUDIO_PUBLIC_URL = "https://studio.example.org"
    url = signed_url(asset, expires_s=60)
    assert own_asset(url) == asset
    for other in (
        url.replace("studio.example.org", "studio.example.com"),
        "https://studio.example.org/docs/",
        "https://studio.example.org/media/",
        "https://studio.example.org/media/a/b/c",
    ):
        assert own_asset(other) is None
    with pytest.raises(NotFound):
        own_asset(url.replace("/media/", "/media/x"))
    with pytest.raises(NotFound):
        own_asset(signed_url(asset, expires_s=60, now=0))
    settings.STUDIO_PUBLIC_URL = ""
    assert own_asset("http://127.0.0.1:8000" + signed_url(asset, expires_s=60)) == asset
    assert own_asset("http://elsewhere.example/media/of/interest") is None
    assert own_asset("http://elsewhere.example/media/anything") is None
