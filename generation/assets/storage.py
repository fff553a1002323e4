"""Where the bytes lie: files below STUDIO_DATA, whose name is their content's hash. `bucket.py` is the other place."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages

from wire.errors import Unavailable


class StoreAway(Unavailable):
    """The file store does not answer. What a job was doing is tried again."""


@dataclass(frozen=True)
class Listed:
    name: str
    size: int
    modified_at: datetime


class Store(Protocol):
    """What the studio asks of the `blobs` storage, beside Django's own `exists`, `save` and `delete`.

    `is_shared` where every host sees it. Names of content end with its sha256. What is not there raises
    `FileNotFoundError`; a store that does not answer, `StoreAway`.
    """

    is_shared: bool

    def put(self, name: str, path: Path, size: int) -> None:
        """Keep the file at `path`, whose content the name tells, unless the store has it."""

    def overwrite(self, name: str, path: Path) -> None:
        """Keep the file at `path` under a name that tells nothing of its content."""

    def listed(self, folder: str = "") -> Iterator[Listed]:
        """All files below a folder, at any depth; nothing for one that is not there."""

    def read_from(self, name: str, start: int = 0, end: int | None = None) -> BinaryIO:
        """The bytes [start, end), to be read once from front to back and closed. May be more than was asked for."""

    def local_copy(self, name: str, within: Path, size: int) -> Path:
        """The file on this host, read-only, for as long as the folder `within` is there."""

    def exists(self, name: str) -> bool: ...
    def delete(self, name: str) -> None: ...


def store() -> Store:
    return cast("Store", storages["blobs"])


class ContentStorage(FileSystemStorage):
    """Writes appear whole or not at all. Saving a name that exists replaces equal bytes by equal bytes."""

    is_shared = False

    def put(self, name: str, path: Path, size: int) -> None:
        if not self.exists(name):
            with path.open("rb") as source:
                self.save(name, File(source))

    def overwrite(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            self.save(name, File(source))

    def listed(self, folder: str = "") -> Iterator[Listed]:
        top = Path(self.path(folder)) if folder else Path(self.location)
        for root, _, names in os.walk(top):
            for name in names:
                path = Path(root) / name
                with contextlib.suppress(FileNotFoundError):  # deleted meanwhile
                    stat = path.stat()
                    at = datetime.fromtimestamp(stat.st_mtime, UTC)
                    yield Listed(str(path.relative_to(self.location)), stat.st_size, at)

    def read_from(self, name: str, start: int = 0, end: int | None = None) -> BinaryIO:
        source = Path(self.path(name)).open("rb")  # noqa: SIM115 - the caller closes it
        source.seek(start)
        return source

    def local_copy(self, name: str, within: Path, size: int) -> Path:
        return Path(self.path(name))

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: Any) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
        try:
            with partial.open("wb") as sink:
                for chunk in content.chunks():
                    sink.write(chunk)
                sink.flush()
                os.fsync(sink.fileno())
            partial.replace(target)
            _sync(target.parent)
        finally:
            partial.unlink(missing_ok=True)
        return name


def _sync(folder: Path) -> None:
    """A name is kept once its folder is: without this a loss of power may take it back after the row was committed."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
