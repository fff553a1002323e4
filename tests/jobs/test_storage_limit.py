"""A job that would keep more than its organization may fails uncharged, says why, and resumes once there is room."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Organization
from billing.models import Hold, Receipt
from billing.services import balance
from generation.assets.models import Asset, Blob, Landing
from generation.jobs.models import Job, ProviderCall
from generation.jobs.services import resume_job
from generation.media.child import Maker
from tests.assets.buckets import file_storage
from tests.jobs.conftest import claim, run

NewJob = Callable[..., Job]
WORD = len("hello")  # what the pipeline's one call makes


@pytest.fixture
def blobs(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGES = settings.STORAGES | {"blobs": file_storage(tmp_path / "blobs")}
    settings.STUDIO_STORAGE_BYTES = WORD - 1
    settings.STUDIO_STORAGE_GRACE_BYTES = 0
    return tmp_path / "blobs"


@pytest.mark.both
def test_a_file_beyond_the_limit_fails_its_job_uncharged_and_is_not_kept(
    new_job: NewJob, maker: Maker, blobs: Path, organization: Organization
) -> None:
    new_job("test.calls", credits=12)
    job = run(claim(), maker)
    assert (job.status, job.error_code, job.charged) == ("failed", "payload_too_large", 0)
    assert job.error_details == {"storedBytes": 0, "maxBytes": WORD - 1}
    assert balance(organization.pk).balance == 100
    assert not Hold.objects.filter(status="open").exists()
    assert "is its limit" in Receipt.objects.get(job_id=job.pk).reason
    assert [path for path in blobs.rglob("*") if path.is_file()] == []
    assert not any(model.objects.exists() for model in (Asset, Blob, Landing))
    assert ProviderCall.objects.get(job_id=job.pk).status == "failed"


def test_it_goes_on_once_there_is_room(new_job: NewJob, maker: Maker, blobs: Path, settings: Any) -> None:
    new_job("test.calls", credits=12)
    job = run(claim(), maker)
    settings.STUDIO_STORAGE_BYTES = WORD
    resume_job(job.pk)
    job = run(claim(), maker)
    assert (job.status, job.charged) == ("succeeded", 12)
    assert Asset.objects.get().blob.size == WORD


def test_what_runs_already_has_a_grace(new_job: NewJob, maker: Maker, blobs: Path, settings: Any) -> None:
    settings.STUDIO_STORAGE_GRACE_BYTES = 1
    new_job("test.calls", credits=12)
    assert run(claim(), maker).status == "succeeded"
