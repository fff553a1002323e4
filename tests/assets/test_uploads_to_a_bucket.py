"""An upload whose pieces come to web processes that share nothing but the bucket."""

from pathlib import Path
from typing import Any

import pytest

from generation.assets.models import Asset
from generation.assets.services import read_bytes
from generation.assets.storage import store
from tests.api import open_api
from tests.assets.buckets import bucket_storage, new_bucket
from tests.timelines.sending import call
from wire.ratelimit import limiter

FILE = bytes(range(256)) * 1000


@pytest.mark.django_db(transaction=True)
def test_each_piece_comes_to_another_host(s3_address: str, settings: Any, tmp_path: Path) -> None:
    limiter.clear()
    bucket, api = new_bucket(s3_address), open_api()
    hosts = [tmp_path / name for name in ("one", "two", "three")]
    stores = [bucket_storage(s3_address, bucket, host / "cache") for host in hosts]

    def at(number: int) -> None:
        settings.STUDIO_DATA = hosts[number]
        settings.STORAGES = settings.STORAGES | {"blobs": stores[number]}

    project = api.post("/project", {"name": "Harbour"}).json["id"]
    body = {"file_name": "harbour.mp4", "content_type": "video/mp4"}
    url = api.post(f"/project/{project}/upload", body).json["upload_url"]
    for number, start in enumerate(range(0, len(FILE), 100_000)):
        at(number % 3)
        end = min(start + 100_000, len(FILE))
        reply = call("PUT", url, FILE[start:end], content_range=f"bytes {start}-{end - 1}/{len(FILE)}")
        if end < len(FILE):
            assert (reply.status, reply.headers["upload-offset"]) == (202, str(end))
    assert (reply.status, reply.json["status"]) == (200, "importing")
    at(0)
    asset = Asset.objects.select_related("blob").get(pk=reply.json["asset_id"])
    assert read_bytes(asset) == FILE
    assert [one.name for one in store().listed()] == [asset.blob.storage_name]
