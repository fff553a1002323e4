"""Restoring: everything is checked before anything is written; files come before the database that names them."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django_q.models import OrmQ

from accounts.models import Organization, User
from billing.audit import audit
from generation.assets.models import Blob
from generation.jobs.models import Job
from generation.jobs.services import hand_back
from generation.jobs.states import Status
from studio.backup import keys, postgres, sqlite
from studio.backup.archive import CHUNK, BadArchive, Loss, read_manifest, walk
from studio.backup.make import FILES, FORMAT


class Refused(Exception):
    """The backup cannot be restored here, and nothing was changed."""


@dataclass
class Restored:
    """What a restore did. `notes` are for the operator; `differences` of the ledger should be none."""

    manifest: dict[str, Any]
    loss: Loss
    requeued: int = 0
    notes: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


def restore(path: Path, *, is_forced: bool) -> Restored:
    """Make this studio what the backup says. Raises Refused and BadArchive, both before anything was changed.

    `is_forced` replaces what is here. The database is brought up to date; a running job goes back into the queue, to go
    on after its last checkpoint.
    """
    check_fits(read_manifest(path))
    if not is_forced and not is_empty():
        raise Refused("This studio is not empty. --force replaces everything in it.")
    manifest, loss = walk(path)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.STUDIO_DATA) as folder:
        kept = _unpack(path, Path(folder), loss)
        _load(Path(folder), manifest)
        _check_counts(manifest)
    call_command("migrate", interactive=False, verbosity=0)
    done = Restored(manifest, loss, requeued=_hand_back_running())
    done.notes += keys.put_in_place(kept) if kept else keys.missing(manifest["keys"])
    done.differences += map(str, audit())
    return done


def check_fits(manifest: dict[str, Any]) -> None:
    """Raise Refused for a backup of a later version or of another database."""
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    unknown = [f"{app} {name}" for app, name in manifest["migrations"] if (app, name) not in known]
    if manifest["format"] > FORMAT or unknown:
        later = f" It has {unknown[0]}, which this code does not know." if unknown else ""
        raise Refused(f"This backup is of a later studio ({manifest['studio']}): take its code first.{later}")
    if manifest["database"] != connection.vendor:
        raise Refused(f"This backup is of {manifest['database']}, and this studio runs on {connection.vendor}.")


def is_empty() -> bool:
    """Whether nobody and nothing is in the database; it may not even have tables."""
    there = set(connection.introspection.table_names())
    models = (User, Organization, Job, Blob)
    return not any(model._meta.db_table in there and model._default_manager.exists() for model in models)


def _unpack(path: Path, folder: Path, loss: Loss) -> dict[str, str]:
    """Files into the store, the dump into `folder`; returns the keys, if they are there."""
    storage, kept = storages["blobs"], {}

    def take(name: str, source: IO[bytes]) -> None:
        if name == keys.ENTRY:
            kept.update(keys.load(source.read()))
        elif name.startswith(f"{FILES}/"):
            stored = name.removeprefix(f"{FILES}/")
            if name not in loss.damaged:
                storage.save(stored, Streamed(source))
        else:
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            with target.open("wb") as sink:
                while chunk := source.read(CHUNK):
                    sink.write(chunk)

    walk(path, take)
    return kept


class Streamed(File):
    """A stream that cannot be measured or rewound, as a storage takes it."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__(source)
        self._source = source

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while chunk := self._source.read(chunk_size or CHUNK):
            yield chunk


def _load(folder: Path, manifest: dict[str, Any]) -> None:
    try:
        if connection.vendor == "sqlite":
            sqlite.load(folder / sqlite.ENTRY)
        else:
            postgres.load(folder, [(app, name) for app, name in manifest["migrations"]])
    except LookupError as error:
        raise Refused(str(error)) from error


def _check_counts(manifest: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor))
        for table, count in manifest["rows"].items():
            if table not in known:
                raise BadArchive(f"There is no table {table} after the restore; the backup had {count} rows of it.")
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  # nosec B608 # a known table
            if (found := cursor.fetchone()[0]) != count:
                raise BadArchive(f"{table} has {found} rows after the restore; the backup had {count}.")


@transaction.atomic
def _hand_back_running() -> int:
    """Back into the queue, with no stall counted: their workers are of another time, and so are the rings."""
    OrmQ.objects.all().delete()
    running = list(Job.objects.filter(status=Status.RUNNING).order_by("pk"))
    for job in running:
        hand_back(job.pk, attempt=job.attempt, reason="restored", now=timezone.now())
    return len(running)
