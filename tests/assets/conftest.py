"""Every test of stored bytes runs on both stores: files of this host, and a bucket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.assets.buckets import bucket_storage, file_storage, new_bucket, s3_server


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture(params=["files", "bucket"])
def own_store(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> str:
    """An empty store; which one it is."""
    if request.param == "files":
        blobs = file_storage(tmp_path / "blobs")
    else:
        address = request.getfixturevalue("s3_address")
        blobs = bucket_storage(address, new_bucket(address), tmp_path / "cache")
    settings.STUDIO_DATA = tmp_path
    settings.STORAGES = settings.STORAGES | {"blobs": blobs}
    return str(request.param)
