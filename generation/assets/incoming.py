"""A large file on its way in, piece by piece, and where it waits until it is whole.

With files below STUDIO_DATA that is one file that grows. With a bucket each piece is an object of its own, so that
every web process can take the next one.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from django.conf import settings

from generation.assets.storage import Listed, Store, store
from wire.errors import Unavailable, ValidationFailed
from wire.room import storage_full

_CHUNK = 1024 * 1024


class Appending:
    """The next bytes of a file that has `size` of them."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor = descriptor
        self.size = size

    def write(self, chunk: bytes) -> None:
        """Raises `StorageFull` when the disk is full; what was written before stays and can be built on."""
        left = memoryview(chunk)
        try:
            while left:
                written = os.write(self._descriptor, left)
                self.size += written
                left = left[written:]
        except OSError as error:
            kept_not = f"The studio could not keep these bytes ({error.strerror}). Try again later."
            raise storage_full(error) or Unavailable(kept_not) from error


class Incoming(Protocol):
    def size(self) -> int:
        """How many bytes are there: the offset to go on from."""

    def appending(self) -> AbstractContextManager[Appending]:
        """What is written is kept when the block ends, however it ends.

        Raises `ValidationFailed` where another request is seen to send bytes to the same file.
        """

    def whole(self) -> AbstractContextManager[Path]:
        """All bytes as one file of this host. Raises `FileNotFoundError` once they were dropped."""

    def drop(self) -> None: ...


def incoming(organization_id: str, key: str) -> Incoming:
    if store().is_shared:
        return _Pieces(store(), f"{organization_id}/incoming/{key}")
    folder = Path(settings.STUDIO_DATA) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return _GrowingFile(folder / key)


class _GrowingFile:
    def __init__(self, path: Path) -> None:
        self._path = path

    def size(self) -> int:
        try:
            return self._path.stat().st_size
        except FileNotFoundError:
            return 0

    @contextmanager
    def appending(self) -> Iterator[Appending]:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                message = "Another request is sending bytes to this address. Wait for it to end."
                raise ValidationFailed(message) from None
            yield Appending(descriptor, os.fstat(descriptor).st_size)
        finally:
            os.close(descriptor)

    @contextmanager
    def whole(self) -> Iterator[Path]:
        yield self._path

    def drop(self) -> None:
        self._path.unlink(missing_ok=True)


class _Pieces:
    """Objects named by the offset of their first byte. Two senders of one file may overlap, in equal bytes."""

    def __init__(self, kept: Store, prefix: str) -> None:
        self._store, self._prefix = kept, prefix

    def size(self) -> int:
        return sum(end - start for _, start, end in self._in_order())

    @contextmanager
    def appending(self) -> Iterator[Appending]:
        start = self.size()
        with tempfile.NamedTemporaryFile(prefix="studio-piece-") as file:
            piece = Appending(file.fileno(), start)
            try:
                yield piece
            finally:
                if piece.size > start:
                    self._store.overwrite(f"{self._prefix}/{start:015}", Path(file.name))

    @contextmanager
    def whole(self) -> Iterator[Path]:
        pieces = list(self._in_order())
        if not pieces:
            raise FileNotFoundError(self._prefix)
        with tempfile.NamedTemporaryFile(prefix="studio-upload-") as file:
            for piece, start, end in pieces:
                self._copy(piece.name, end - start, start - _offset(piece), file.file.write)
            file.flush()
            yield Path(file.name)

    def drop(self) -> None:
        for piece in self._store.listed(self._prefix):
            self._store.delete(piece.name)

    def _copy(self, name: str, left: int, skipped: int, write: Callable[[bytes], object]) -> None:
        source = self._store.read_from(name, skipped)
        try:
            while left and (chunk := source.read(min(_CHUNK, left))):
                write(chunk)
                left -= len(chunk)
        finally:
            source.close()
        if left:
            raise FileNotFoundError(name)

    def _in_order(self) -> Iterator[tuple[Listed, int, int]]:
        """Pieces with the bytes [start, end) of the file that each adds; those beyond a gap are not there yet."""
        at = 0
        for piece in sorted(self._store.listed(self._prefix), key=_offset):
            end = _offset(piece) + piece.size
            if _offset(piece) <= at < end:
                yield piece, at, end
                at = end


def _offset(piece: Listed) -> int:
    return int(piece.name.rpartition("/")[2])
