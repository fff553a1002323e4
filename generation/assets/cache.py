"""Copies of stored files on this host: bounded, shared by its processes, never taken from whoever uses one.

To use a copy is to hold a hard link to it. The cache may drop its own name at any time; the
bytes go with the last link.
"""

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1024 * 1024
_KEPT_SHARE = 0.9  # of the bound that is left after making room, so that the next file finds some
_SEED_SHARE = 8  # what is larger than this part of the bound is not kept just because it was made here
UNUSED_FOR_S = 7 * 24 * 3600  # what was deleted elsewhere stays here no longer than this


class FileCache:
    """Files by name below `folder`, at most `max_bytes` of them; the least recently used go first."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder, self.max_bytes = folder, max_bytes

    def link(self, name: str, target: Path, *, size: int, fetch: Callable[[Path], None]) -> Path:
        """The file `name` at `target`, for as long as the caller leaves it there.

        `fetch` writes it to a path where this host has no copy yet; one process of several at once does. Whatever it
        raises is passed on. Raises `OSError` when what came is not `size` bytes with the hash that `name` ends with.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() or self._hit(name, target):
            return target
        with self._locked(hashlib.sha256(name.encode()).hexdigest()[:2]):
            if self._hit(name, target):
                return target
            partial = self._partial()
            try:
                fetch(partial)
                _check(partial, name, size)
                _link(partial, target)
                self._take_in(name, partial, size)
            finally:
                partial.unlink(missing_ok=True)
        return target

    def open(self, name: str) -> BinaryIO | None:
        """This host's copy; None without one."""
        with contextlib.suppress(FileNotFoundError):
            source = (self.folder / name).open("rb")
            os.utime(source.fileno())
            return source
        return None

    def seed(self, name: str, path: Path, size: int) -> None:
        """Keep a copy of a file that was made here and has just been stored: its next reader is likely near."""
        if size * _SEED_SHARE > self.max_bytes or (self.folder / name).exists():
            return
        partial = self._partial()
        try:
            shutil.copyfile(path, partial)
            self._take_in(name, partial, size)
        finally:
            partial.unlink(missing_ok=True)

    def drop(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)

    def size(self) -> int:
        return sum(stat.st_size for _, stat in self._entries())

    def _hit(self, name: str, target: Path) -> bool:
        entry = self.folder / name
        try:
            os.utime(entry)
            _link(entry, target)
        except FileNotFoundError:
            return False
        return True

    def _take_in(self, name: str, partial: Path, size: int) -> None:
        """Count the file in and put it there, if there is room, under one lock: whoever counts anew counts it too.

        Counted first: a process that dies in between errs on the safe side.
        """
        if size > self.max_bytes:
            return
        with self._locked("room"):
            counter = self.folder / ".bytes"
            try:
                held = int(counter.read_text())
            except (FileNotFoundError, ValueError):
                held = self.max_bytes  # nobody has counted yet
            if held + size > self.max_bytes:
                held = self._make_room(size)
            fits = held + size <= self.max_bytes
            counter.write_text(str(held + size * fits))
            if fits:
                entry = self.folder / name
                entry.parent.mkdir(parents=True, exist_ok=True)
                partial.replace(entry)

    def _make_room(self, size: int) -> int:
        """Drop what nobody holds, the least recently used first; the bytes that are left."""
        entries = sorted(self._entries(), key=lambda entry: entry[1].st_mtime)
        held, wanted = sum(stat.st_size for _, stat in entries), int(self.max_bytes * _KEPT_SHARE) - size
        too_old = time.time() - UNUSED_FOR_S
        for path, stat in entries:
            if held <= wanted and stat.st_mtime > too_old:
                break
            if stat.st_nlink == 1:  # dropping what is held frees nothing, and it would be fetched again
                path.unlink(missing_ok=True)
                held -= stat.st_size
        return held

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        for root, folders, names in os.walk(self.folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                path = Path(root) / name
                with contextlib.suppress(FileNotFoundError):
                    if not name.startswith("."):
                        yield path, path.stat()

    def _partial(self) -> Path:
        folder = self.folder / ".partial"
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.iterdir():  # by processes that were killed
            with contextlib.suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > 24 * 3600:
                    left.unlink()
        return folder / secrets.token_hex(8)

    @contextlib.contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """Against threads and processes alike: each opens the file anew. The kernel frees it with its holder."""
        folder = self.folder / ".locks"
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without links
        partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        shutil.copyfile(source, partial)
        partial.replace(target)


def _check(path: Path, name: str, size: int) -> None:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
    if path.stat().st_size != size or digest.hexdigest() != name.rpartition("/")[2]:
        raise OSError(f"{name} did not come whole from the store.")
