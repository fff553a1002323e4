"""The scaled profile's blob store: a bucket of any S3-compatible server, with copies on each host.

Imported only where `AWS_STORAGE_BUCKET_NAME` is set: boto3 takes a second to load.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from generation.assets.cache import FileCache
from generation.assets.storage import Listed, StoreAway

_GONE = ("404", "NoSuchKey", "NotFound")


class BucketStorage(S3Storage):
    """`cache_folder` and `cache_bytes` are this host's copies; every other option is django-storages' own."""

    is_shared = True

    def __init__(self, *, cache_folder: Path, cache_bytes: int, **options: Any) -> None:
        self.cache = FileCache(Path(cache_folder), cache_bytes)
        self._made, self._made_by, self._making = None, 0, threading.Lock()
        options.setdefault("client_config", client_config(options.get("addressing_style")))
        super().__init__(**options)

    @property
    def connection(self) -> Any:
        """One for all threads of a process, made anew after a fork: a socket belongs to one process."""
        with self._making:
            if self._made is None or self._made_by != os.getpid():
                self._bucket, self._made_by = None, os.getpid()
                self._made = self._create_session().resource(
                    "s3", region_name=self.region_name, use_ssl=self.use_ssl, endpoint_url=self.endpoint_url,
                    config=self.client_config, verify=self.verify,
                )  # fmt: skip
            return self._made

    @property
    def bucket(self) -> Any:
        return self.connection.Bucket(self.bucket_name)

    def make_bucket(self) -> bool:
        """Whether there was none yet."""
        try:
            with _answering():
                self._client.head_bucket(Bucket=self.bucket_name)
        except FileNotFoundError:
            with _answering():
                self._client.create_bucket(Bucket=self.bucket_name)
            return True
        return False

    def put(self, name: str, path: Path, size: int) -> None:
        if not self.exists(name):
            self.overwrite(name, path)
        self.cache.seed(name, path, size)

    def overwrite(self, name: str, path: Path) -> None:
        with _answering():
            self._client.upload_file(str(path), self.bucket_name, self._key(name), Config=self.transfer_config)

    def listed(self, folder: str = "") -> Iterator[Listed]:
        top = self._key(folder).rstrip("/")
        pages = self._client.get_paginator("list_objects_v2")
        with _answering():
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=f"{top}/" if top else ""):
                for entry in page.get("Contents", ()):
                    name = entry["Key"].removeprefix(self.location).lstrip("/")
                    yield Listed(name, entry["Size"], entry["LastModified"])

    def read_from(self, name: str, start: int = 0, end: int | None = None) -> BinaryIO:
        if (copy := self.cache.open(name)) is not None:
            copy.seek(start)
            return copy
        wanted = {"Range": f"bytes={start}-{'' if end is None else end - 1}"} if (start or end) else {}
        with _answering():
            answer = self._client.get_object(Bucket=self.bucket_name, Key=self._key(name), **wanted)
        return cast(BinaryIO, answer["Body"])

    def local_copy(self, name: str, within: Path, size: int) -> Path:
        target = within / "files" / name.rpartition("/")[2]
        return self.cache.link(name, target, size=size, fetch=lambda path: self._download(name, path))

    def exists(self, name: str) -> bool:
        with _answering():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with _answering():
            super().delete(name)
        self.cache.drop(name)

    def _save(self, name: str, content: Any) -> str:
        with _answering():
            return str(super()._save(name, content))

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _key(self, name: str) -> str:
        return str(self._normalize_name(name))

    def _download(self, name: str, path: Path) -> None:
        with _answering():
            self._client.download_file(self.bucket_name, self._key(name), str(path), Config=self.transfer_config)


def client_config(addressing_style: str | None = None) -> Config:
    """Patience with a store that stumbles, and no checksums that only Amazon's own server knows."""
    return Config(
        s3={"addressing_style": addressing_style} if addressing_style else {},
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "max_attempts": 5},
        max_pool_connections=32,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


@contextmanager
def _answering() -> Iterator[None]:
    """Raises `FileNotFoundError` and `StoreAway` in place of the client's own errors."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _GONE:
            raise FileNotFoundError(str(error)) from error
        raise StoreAway("The file store refused to answer. Try again shortly.", retry_after=10) from error
    except BotoCoreError as error:
        raise StoreAway("The file store does not answer. Try again shortly.", retry_after=10) from error
