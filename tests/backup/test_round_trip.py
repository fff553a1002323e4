"""A backup, made while the studio works, makes another studio the same one."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import ApiKey
from billing.audit import audit
from billing.models import Entry
from billing.services import grant, withdraw
from generation.assets.models import Asset, Blob
from generation.jobs.claim import claim_next
from generation.jobs.models import Job
from generation.projects.models import Source
from studio.backup import postgres
from studio.backup.archive import MANIFEST
from tests.conftest import SERVER_URL
from tests.databases import process_environment
from tests.jobs.hosts import ROOT, create_database
from tests.matrix.conftest import Things, some_things

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def ours(transactional_db: None) -> Iterator[Things]:
    """A tenant with one of everything, and bytes for every file that a row names."""
    shutil.rmtree(settings.STUDIO_DATA / "blobs", ignore_errors=True)
    things = some_things("Ours")
    storage = storages["blobs"]
    Asset.objects.exclude(blob__size=4).delete()
    Blob.objects.filter(assets__isnull=True).delete()  # rows of the world for editors, whose bytes nobody made
    assert all(storage.exists(blob.storage_name) for blob in Blob.objects.all())
    return things


def backup(target: Path, **options: Any) -> dict[str, Any]:
    call_command("backup", str(target), stderr=io.StringIO(), **options)
    with tarfile.open(target) as tar:
        return json.load(tar.extractfile(MANIFEST))  # type: ignore[arg-type]


def contents(organization_id: str) -> dict[str, Any]:
    """What a customer would look for."""
    return {
        "source": Source.objects.get(project__organization_id=organization_id).text,
        "jobs": list(Job.objects.order_by("pk").values_list("pk", "kind", "params", "price")),
        "entries": list(Entry.objects.order_by("pk").values_list("pk", "book", "amount")),
        "keys": list(ApiKey.objects.order_by("pk").values_list("pk", "secret_hash")),
        "files": {blob.storage_name: stored(blob) for blob in Blob.objects.all()},
    }


def stored(blob: Blob) -> bytes:
    with storages["blobs"].open(blob.storage_name) as file:
        return file.read()


class Movements(threading.Thread):
    """Moves credits without a pause until it is told to stop: every instant between two commits adds up."""

    def __init__(self, organization_id: str) -> None:
        super().__init__()
        self._organization_id, self._is_over, self.moved = organization_id, threading.Event(), 0

    def __enter__(self) -> "Movements":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self.join()

    def run(self) -> None:
        try:
            while not self._is_over.is_set():
                with transaction.atomic():
                    for move in (grant, withdraw):
                        move(self._organization_id, 1, bucket="perpetual", reason="r", actor="a", now=timezone.now())
                self.moved += 1
        finally:
            connection.close()


@pytest.mark.parametrize("has_programs", [True, False], ids=["programs", "copies"])
def test_everything_comes_back(
    ours: Things, tmp_path: Path, has_programs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite" and not has_programs:
        pytest.skip("only PostgreSQL has programs to be without")
    if not has_programs:
        monkeypatch.setattr(postgres, "program", lambda name: None)
    running = claim_next(worker="elsewhere/1/2", now=timezone.now())
    assert running is not None
    before = contents(ours.api.organization.pk)
    manifest = backup(tmp_path / "studio.tar.gz")
    assert (manifest["rows"]["jobs_job"], manifest["files"]) == (len(before["jobs"]), len(before["files"]))
    assert before["files"], "there are files to lose"

    some_things("Later")
    shutil.rmtree(settings.STUDIO_DATA / "blobs")
    call_command("restore", str(tmp_path / "studio.tar.gz"), force=True, stdout=io.StringIO())
    assert contents(ours.api.organization.pk) == before
    job = Job.objects.get(pk=running.pk)
    assert (job.status, job.stalls, job.attempt) == ("queued", 0, 1)
    assert claim_next(worker="here/1/2", now=timezone.now()) is not None
    assert audit() == []
    assert ours.api.get(f"/story-projects/{ours.ids['project_id']}").status == 200
    some_things("New")  # every sequence goes on after what was restored
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().update(amount=0)


@pytest.mark.parametrize("has_programs", [True, False], ids=["programs", "copies"])
def test_a_backup_made_while_credits_move_adds_up(
    ours: Things, tmp_path: Path, has_programs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_programs:
        monkeypatch.setattr(postgres, "program", lambda name: None)
    with Movements(ours.api.organization.pk) as movements:
        before = movements.moved
        manifest = backup(tmp_path / "studio.tar")
        assert movements.moved > before, "nobody was kept out"
    call_command("restore", str(tmp_path / "studio.tar"), force=True, stdout=io.StringIO())
    assert Entry.objects.count() == manifest["rows"]["billing_entry"]
    assert audit() == []


def test_an_empty_studio_becomes_the_same_one(ours: Things, tmp_path: Path) -> None:
    archive, data = tmp_path / "studio.tar", tmp_path / "data"
    data.mkdir()
    backup(archive, with_keys=True)
    names = {"STUDIO_SECRET_KEY", "STUDIO_KEY_PEPPERS", "STUDIO_SEALING_KEYS", "DATABASE_URL"}
    env = {name: value for name, value in process_environment().items() if name not in names}
    env["STUDIO_DATA"] = str(data)
    if connection.vendor == "postgresql":
        env["DATABASE_URL"] = create_database(os.environ[SERVER_URL], f"restored-{os.getpid()}")

    def manage(*arguments: str) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True, cwd=ROOT).stdout

    said = manage("restore", str(archive))
    assert "The ledger adds up." in said
    assert "secret_key is the backup's now" in said
    for blob in Blob.objects.all():
        assert (data / "blobs" / blob.storage_name).is_file()
    assert manage("shell", "--no-imports", "-c", _OPENS.format(token=ours.api.token)).strip() == "all keys work"


# In a process of the restored studio: its keys open what theirs locked.
_OPENS = """
from django.utils import timezone
from accounts.keys import authenticate
from accounts.sealing import unseal
from generation.webhooks.models import Secret
authenticate("{token}", remote_ip="", now=timezone.now())
unseal(Secret.objects.get().sealed)
print("all keys work")
"""
