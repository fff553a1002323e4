"""A bucket of a server of one's own, in this process."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3

from generation.assets.bucket import client_config

KEYS = {"access_key": "test", "secret_key": "test"}


@contextmanager
def s3_server() -> Iterator[str]:
    """Its address."""
    from moto.server import ThreadedMotoServer  # only where one is wanted: it takes a second to load

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def new_bucket(address: str) -> str:
    name = f"studio-{secrets.token_hex(6)}"
    client = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", config=client_config(),
        aws_access_key_id=KEYS["access_key"], aws_secret_access_key=KEYS["secret_key"],
    )  # fmt: skip
    client.create_bucket(Bucket=name)
    return name


def bucket_storage(address: str, bucket: str, cache: Path, *, cache_bytes: int = 10**8) -> dict[str, Any]:
    """The `blobs` entry of STORAGES for one host, whose copies lie in `cache`."""
    place = {"bucket_name": bucket, "endpoint_url": address, "region_name": "us-east-1", "location": "studio"}
    return {
        "BACKEND": "generation.assets.bucket.BucketStorage",
        "OPTIONS": {**KEYS, **place, "cache_folder": cache, "cache_bytes": cache_bytes},
    }


def file_storage(folder: Path) -> dict[str, Any]:
    return {"BACKEND": "generation.assets.storage.ContentStorage", "OPTIONS": {"location": folder}}
