"""The archive: one tar, written and read as a stream, plain or packed as its name says (`.tar`, `.tar.gz`, `.tar.zst`).

Its first entry is `manifest.json`, its second `sums.txt` (as `sha256sum` writes it, so `sha256sum -c` reads it), its
last `end.json`: what could not be kept. An archive that was cut short has no end.
"""

import contextlib
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

MANIFEST, SUMS, END = "manifest.json", "sums.txt", "end.json"
CHUNK = 1024 * 1024
_ZSTD_WRITES, _ZSTD_READS = ("-q", "-T0", "-3", "-c"), ("-d", "-q", "-c")


class BadArchive(Exception):
    """The archive is no backup, is damaged, or was changed."""


@dataclass
class Loss:
    """Files that the database names and the archive does not hold as it should.

    `gone` were deleted while the backup ran; `lost` were not in the store; `damaged` had other content than their name
    says: path to the hash of what is there.
    """

    gone: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    damaged: dict[str, str] = field(default_factory=dict)

    @property
    def absent(self) -> set[str]:
        return {*self.gone, *self.lost}


class Hashing:
    """A stream that hashes what is read from it, for `tarfile` to copy from."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self._digest.update(chunk)
        return chunk

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Writer:
    def __init__(self, sink: IO[bytes], *, mtime: float) -> None:
        self._tar = tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 (closed by `close`)
        self._mtime = int(mtime)

    def add(self, name: str, source: IO[bytes], size: int) -> str:
        """Copy `size` bytes into the archive; returns their sha256. Raises OSError when the source ends early."""
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self._mtime, 0o600
        hashing = Hashing(source)
        self._tar.addfile(info, hashing)
        return hashing.sha256

    def add_json(self, name: str, data: Any) -> str:
        body = json.dumps(data, indent=1).encode()
        return self.add(name, io.BytesIO(body), len(body))

    def close(self) -> None:
        self._tar.close()


@contextlib.contextmanager
def writing(target: Path | IO[bytes]) -> Iterator[IO[bytes]]:
    """Where the archive goes: a file, packed by its name and whole or not there at all, or an open stream, plain."""
    if not isinstance(target, Path):
        yield target
        return
    partial = target.with_name(f".{target.name}.partial")
    partial.touch(mode=0o600)
    try:
        with partial.open("wb") as file, _packing(file, target.name) as sink:
            yield sink
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


@contextlib.contextmanager
def _packing(file: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    if name.endswith(".gz"):
        # Most of it is sound and pictures, which hardly shrink: no time for more.
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed:
            yield packed  # type: ignore[misc]
    elif name.endswith(".zst"):
        packer = subprocess.Popen([_zstd(), *_ZSTD_WRITES], stdin=subprocess.PIPE, stdout=file)
        with packer.stdin as sink:  # type: ignore[union-attr]  # it is a pipe
            yield sink
        if packer.wait():
            raise OSError("zstd could not write the archive.")
    else:
        yield file


@contextlib.contextmanager
def _unpacking(path: Path) -> Iterator[IO[bytes]]:
    if path.name.endswith(".gz"):
        with gzip.open(path) as source:
            yield source  # type: ignore[misc]
    elif path.name.endswith(".zst"):
        unpacker = subprocess.Popen([_zstd(), *_ZSTD_READS, str(path)], stdout=subprocess.PIPE)
        try:
            with unpacker.stdout as source:  # type: ignore[union-attr]  # it is a pipe
                yield source
        finally:
            unpacker.kill()
            unpacker.wait()
    else:
        with path.open("rb") as source:
            yield source


def _zstd() -> str:
    found = shutil.which("zstd")
    if found is None:
        raise BadArchive("A .zst archive needs the program zstd; install it, or use .tar.gz.")
    return found


def read_manifest(path: Path) -> dict[str, Any]:
    """What the archive says of itself, read without the rest. Raises BadArchive."""
    with _entries(path) as entries:
        return _manifest(next(entries, None))


def walk(path: Path, take: Callable[[str, IO[bytes]], None] | None = None) -> tuple[dict[str, Any], Loss]:
    """Read the whole archive, checking every entry against its sum; `take(path, stream)` gets each entry below.

    What `take` leaves unread is read for its hash. Raises BadArchive for anything that is not as `backup` wrote it;
    entries that were taken before are then not to be trusted.
    """
    with _entries(path) as entries:
        manifest = _manifest(next(entries, None))
        sums = _sums(next(entries, None), manifest)
        seen: dict[str, str] = {}
        loss: Loss | None = None
        for name, source in entries:
            if loss is not None or name in seen or (name != END and name not in sums):
                raise BadArchive(f"{name} does not belong into this backup.")
            hashing = Hashing(source)
            if name == END:
                loss = Loss(**_json(hashing, name))
                continue
            if take is not None:
                take(name, hashing)  # type: ignore[arg-type]
            while hashing.read(CHUNK):
                pass
            seen[name] = hashing.sha256
    if loss is None:
        raise BadArchive("The archive has no end: it was cut short.")
    _check(sums, seen, loss)
    return manifest, loss


def _check(sums: dict[str, str], seen: dict[str, str], loss: Loss) -> None:
    changed = [name for name, digest in seen.items() if digest != loss.damaged.get(name, sums[name])]
    missing = [name for name in sums if name not in seen and name not in loss.absent]
    if changed or missing:
        what = [*(f"{name} was changed" for name in changed), *(f"{name} is missing" for name in missing)]
        raise BadArchive(f"This backup is damaged: {', '.join(what[:5])}.")


@contextlib.contextmanager
def _entries(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    try:
        with _unpacking(path) as source, tarfile.open(fileobj=source, mode="r|") as tar:
            yield _files(tar)
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, ValueError, KeyError) as error:
        raise BadArchive(f"{path.name} cannot be read as a backup: {error}") from error


def _files(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for info in tar:
        parts = PurePosixPath(info.name).parts
        source = tar.extractfile(info) if info.isreg() else None
        if source is None or info.name.startswith("/") or ".." in parts:
            raise BadArchive(f"{info.name!r} is no file of a backup.")
        yield info.name, source


def _manifest(entry: tuple[str, IO[bytes]] | None) -> dict[str, Any]:
    if entry is None or entry[0] != MANIFEST:
        raise BadArchive("This is no backup of a studio: it does not begin with a manifest.")
    return _json(entry[1], MANIFEST)


def _sums(entry: tuple[str, IO[bytes]] | None, manifest: dict[str, Any]) -> dict[str, str]:
    if entry is None or entry[0] != SUMS:
        raise BadArchive("The list of sums is missing.")
    body = entry[1].read()
    if hashlib.sha256(body).hexdigest() != manifest["sums"]:
        raise BadArchive("The list of sums was changed.")
    lines = (line.partition("  ") for line in body.decode().splitlines())
    return {name: digest for digest, _, name in lines}


def _json(source: Any, name: str) -> dict[str, Any]:
    try:
        data = json.loads(source.read())
    except ValueError as error:
        raise BadArchive(f"{name} cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise BadArchive(f"{name} is not what it should be.")
    return data
