"""Making a backup: the database of one instant first, then the files that it names. The studio goes on meanwhile."""

import hashlib
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection

from generation.assets.models import Blob
from studio.backup import keys, postgres, sqlite
from studio.backup.archive import CHUNK, END, MANIFEST, SUMS, Loss, Writer, writing
from studio.discovery.views import VERSION

FORMAT = 1
FILES = "files"


@dataclass(frozen=True)
class Dump:
    """The database on disk, and what was counted in the same instant. `listed` is a file of `sum  path` lines."""

    kind: str
    parts: list[Path]
    rows: dict[str, int]
    migrations: list[tuple[str, str]]
    files: int
    file_bytes: int
    listed: Path


def make_backup(target: Path | IO[bytes], *, with_keys: bool, now: datetime) -> tuple[dict[str, Any], Loss]:
    """Write a backup to a file (whole or not at all) or a stream; returns its manifest and what could not be kept.

    Files that were deleted between the database's instant and their turn are `gone`, which is as it should be.
    """
    with _work_folder() as folder, writing(target) as sink:
        dump = _dump(folder)
        manifest = _manifest(dump, with_keys=with_keys, now=now)
        sums = _sums(dump, folder, with_keys=with_keys)
        manifest["sums"] = _sha256(sums)
        writer = Writer(sink, mtime=now.timestamp())
        writer.add_json(MANIFEST, manifest)
        _add(writer, SUMS, sums)
        for part in dump.parts:
            _add(writer, str(part.relative_to(folder)), part)
        if with_keys:
            body = keys.dump()
            writer.add(keys.ENTRY, io.BytesIO(body), len(body))
        loss = _add_files(writer, dump.listed)
        writer.add_json(END, vars(loss))
        writer.close()
    return manifest, loss


@contextmanager
def _work_folder() -> Iterator[Path]:
    """On the disk of the data, which has room for a copy of the database or soon will have none at all."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.STUDIO_DATA) as folder:
        yield Path(folder)


def _dump(folder: Path) -> Dump:
    listed = folder / "listed"
    if connection.vendor == "sqlite":
        copy = sqlite.dump(folder)
        files, size = _list_files(sqlite.blobs(copy), listed)
        return Dump(sqlite.KIND, [copy], sqlite.rows(copy), sqlite.migrations(copy), files, size, listed)
    with postgres.snapshot() as name:
        files, size = _list_files(postgres.blobs(), listed)
        parts = postgres.dump(folder, name)
        return Dump(postgres.KIND, parts, postgres.rows(), postgres.migrations(), files, size, listed)


def _list_files(blobs: Iterable[tuple[str, str, int]], listed: Path) -> tuple[int, int]:
    count = total = 0
    with listed.open("w") as file:
        for organization_id, sha256, size in blobs:
            name = Blob(organization_id=organization_id, sha256=sha256).storage_name
            file.write(f"{sha256}  {FILES}/{name}\n")
            count, total = count + 1, total + size
    return count, total


def _manifest(dump: Dump, *, with_keys: bool, now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "studio": VERSION,
        "createdAt": now.isoformat(),
        "database": dump.kind,
        "migrations": [list(one) for one in dump.migrations],
        "rows": dump.rows,
        "files": dump.files,
        "fileBytes": dump.file_bytes,
        "keys": keys.fingerprints(),
        "hasKeys": with_keys,
    }


def _sums(dump: Dump, folder: Path, *, with_keys: bool) -> Path:
    """One line for every entry that follows, as `sha256sum` writes it."""
    sums = folder / SUMS
    with sums.open("wb") as file:
        for part in dump.parts:
            file.write(f"{_sha256(part)}  {part.relative_to(folder)}\n".encode())
        if with_keys:
            file.write(f"{hashlib.sha256(keys.dump()).hexdigest()}  {keys.ENTRY}\n".encode())
        with dump.listed.open("rb") as listed:
            while chunk := listed.read(CHUNK):
                file.write(chunk)
    return sums


def _add_files(writer: Writer, listed: Path) -> Loss:
    """Copy every listed file; a sum that differs from its name is told, and the copy goes on."""
    loss, storage = Loss(), storages["blobs"]
    with listed.open() as lines:
        for line in lines:
            sha256, _, entry = line.rstrip("\n").partition("  ")
            name = entry.removeprefix(f"{FILES}/")
            try:
                with storage.open(name) as source:
                    found = writer.add(entry, source, source.size)
            except FileNotFoundError:
                (loss.lost if _is_named(name) else loss.gone).append(entry)
                continue
            if found != sha256:
                loss.damaged[entry] = found
    return loss


def _is_named(name: str) -> bool:
    organization_id, _, sha256 = name.split("/")
    return Blob.objects.filter(organization_id=organization_id, sha256=sha256).exists()


def _add(writer: Writer, name: str, path: Path) -> None:
    with path.open("rb") as source:
        writer.add(name, source, path.stat().st_size)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
