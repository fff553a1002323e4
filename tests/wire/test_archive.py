"""What retention takes out of the logs is in the archive before it goes, once, and goes with its organization."""

import gzip
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts import forget
from accounts.audit import record
from accounts.models import AuditEvent, RequestLog
from accounts.retention import purge, purge_all
from tests.world import World
from wire import archive

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
LONG_AGO = timezone.now() - timedelta(days=1000)


@pytest.fixture
def kept(settings: Any, tmp_path: Path) -> Path:
    settings.STUDIO_ARCHIVE = str(tmp_path / "archive")
    return tmp_path / "archive"


def requests_of(organization_id: str, count: int, **fields: Any) -> None:
    given = {"method": "GET", "path": "/api/v1/jobs", "status": 200, "duration_ms": 1, "ip": "203.0.113.77", **fields}
    rows = [RequestLog(organization_id=organization_id, at=LONG_AGO, request_id=f"r{n}", **given) for n in range(count)]
    RequestLog.objects.bulk_create(rows)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for file in sorted(folder.rglob("*.jsonl.gz"))
        for line in gzip.decompress(file.read_bytes()).splitlines()
    ]


def test_what_goes_is_kept_by_organization_and_month(world: World, kept: Path) -> None:
    ada, bob = world.ada.organization.pk, world.bob.organization.pk
    requests_of(ada, 3)
    requests_of(bob, 2)
    requests_of("", 1)
    record("a.b", actor=None, organization_id=ada, now=LONG_AGO)
    purge_all(timezone.now())
    assert not RequestLog.objects.exists()
    assert len(lines(kept / "requests" / ada / f"{LONG_AGO:%Y-%m}")) == 3
    assert Counter(row["organization_id"] for row in lines(kept / "requests")) == {ada: 3, bob: 2, "": 1}
    assert [row["action"] for row in lines(kept / "audit" / ada)] == ["a.b"]


def test_no_whole_address_is_kept_however_young(kept: Path, settings: Any) -> None:
    settings.STUDIO_LOG_ADDRESS_DAYS = 10_000
    requests_of("", 1)
    purge(timezone.now())
    assert [row["ip"] for row in lines(kept)] == ["203.0.113.0"]


def test_whoever_is_killed_between_file_and_row_keeps_each_row_once(kept: Path, monkeypatch: Any) -> None:
    requests_of("", 5)
    whole = archive.keep

    def killed(*rows: Any, **options: Any) -> None:
        whole(*rows, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(archive, "keep", killed)
    with pytest.raises(KeyboardInterrupt):
        purge(timezone.now())
    assert RequestLog.objects.count() == 5
    monkeypatch.undo()
    RequestLog.objects.update(ip="203.0.113.0", is_ip_cut=True)  # another round in between
    archive_of = lines(kept)
    purge_all(timezone.now())
    assert len(lines(kept)) == len(archive_of) == 5


def test_without_room_for_the_file_the_rows_stay(kept: Path, monkeypatch: Any) -> None:
    requests_of("", 2)

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wire.archive.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        purge(timezone.now())
    assert RequestLog.objects.count() == 2
    assert [path for path in kept.rglob("*") if path.is_file()] == [], "nor half a file"


def test_an_organizations_archive_goes_with_it(world: World, kept: Path) -> None:
    requests_of(world.ada.organization.pk, 2)
    requests_of(world.bob.organization.pk, 1)
    record("a.b", actor=None, organization_id=world.ada.organization.pk, now=LONG_AGO)
    purge_all(timezone.now())
    forget.forget([world.ada.organization.pk])
    assert Counter(row["organization_id"] for row in lines(kept)) == {world.bob.organization.pk: 1}


def test_an_archive_that_cannot_be_removed_is_no_secret(world: World, kept: Path, monkeypatch: Any) -> None:
    requests_of(world.ada.organization.pk, 1)
    purge_all(timezone.now())

    def refused(*_args: Any, **_options: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("wire.archive.os.unlink", refused)
    with pytest.raises(PermissionError):
        archive.drop([world.ada.organization.pk])


def test_without_a_folder_nothing_is_kept(settings: Any, tmp_path: Path) -> None:
    assert settings.STUDIO_ARCHIVE == ""
    requests_of("", 1)
    record("a.b", actor=None, now=LONG_AGO)
    purge_all(timezone.now())
    assert not RequestLog.objects.exists()
    assert not AuditEvent.objects.filter(action="a.b").exists()
