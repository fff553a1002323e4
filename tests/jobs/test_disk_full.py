"""A full disk: the job says so, its hold comes back, and nothing half is kept."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Organization
from billing.models import Hold
from billing.services import balance
from generation.assets import storage
from generation.assets.models import Asset
from generation.jobs.models import Job
from generation.media.child import Maker
from tests.jobs.conftest import claim, run
from wire.errors import StorageFull
from wire.room import storage_full

NewJob = Callable[..., Job]


@pytest.fixture
def blobs(settings: Any, tmp_path: Path) -> Path:
    kept = {"BACKEND": "generation.assets.storage.ContentStorage", "OPTIONS": {"location": tmp_path / "blobs"}}
    settings.STORAGES = settings.STORAGES | {"blobs": kept}
    return tmp_path / "blobs"


def test_a_job_whose_file_finds_no_room_fails_with_that_cause_and_keeps_nothing(
    new_job: NewJob, maker: Maker, blobs: Path, organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    new_job("test.calls", credits=12)
    with monkeypatch.context() as patch:
        patch.setattr(storage.os, "fsync", no_room)  # where a file system says what it could not write before
        job = run(claim(), maker)
    assert (job.status, job.error_code, job.charged) == ("failed", "storage_full", 0)
    assert "disk is full" in (job.error_message or "")
    assert balance(organization.pk).balance == 100
    assert not Hold.objects.filter(status="open").exists()
    assert [path for path in blobs.rglob("*") if path.is_file()] == []
    assert not Asset.objects.exists()


def test_a_child_that_finds_no_room_says_so(maker: Maker, tmp_path: Path) -> None:
    maker.kill()  # a child of its own: the limit stays with it
    with pytest.raises(StorageFull):
        maker.call("tests.jobs.makers:outgrow", str(tmp_path / "film.mp4"))
    maker.kill()


def test_a_full_device_is_known_from_other_troubles() -> None:
    with pytest.raises(OSError, match="No space left") as trouble, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert isinstance(storage_full(trouble.value), StorageFull)
    assert storage_full(OSError(errno.EACCES, "no")) is None
