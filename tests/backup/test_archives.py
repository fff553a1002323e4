"""What a backup holds, and what is refused: everything is checked before anything is written."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from generation.assets.models import Blob
from generation.assets.services import store_file
from studio.backup import keys
from studio.backup.archive import END, MANIFEST, SUMS, BadArchive, walk
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True)]

Entries = dict[str, bytes]


@pytest.fixture
def blob(world: World, transactional_db: None, tmp_path: Path) -> Blob:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"a film")
    return store_file(world.ada.organization.pk, film, content_type="video/mp4", filename="film.mp4").blob


@pytest.fixture
def archive(blob: Blob, tmp_path: Path) -> Path:
    path = tmp_path / "studio.tar"
    made(path)
    return path


def made(path: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("backup", str(path), *options, stderr=said)
    return said.getvalue()


def entries(path: Path) -> Entries:
    with tarfile.open(path) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


def rewritten(path: Path, change: Callable[[Entries], Any]) -> None:
    found = entries(path)
    change(found)
    with tarfile.open(path, "w") as tar:
        for name, body in found.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tar.zst"])
def test_it_can_be_verified_in_every_packing(blob: Blob, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"studio.{ending}"
    assert "1 files, 6 bytes of them, without keys" in made(path)
    assert made(path, "--verify") == made(path, "--verify") != ""
    assert path.stat().st_mode & 0o077 == 0, "nobody else reads it"
    assert [one.name for one in tmp_path.glob(".*")] == [], "nothing half is left"


def test_it_holds_what_rows_name_and_no_more(blob: Blob, archive: Path) -> None:
    storages["blobs"].save(f"{blob.organization_id}/pieces/1", ContentFile(b"a piece of an upload"))
    made(archive)
    expected = {MANIFEST, SUMS, END, "database.sqlite3", f"files/{blob.storage_name}"}
    assert set(entries(archive)) == expected
    assert entries(archive)[SUMS].decode().splitlines()[-1] == f"{blob.sha256}  files/{blob.storage_name}"


def test_keys_are_in_it_only_where_asked_for(archive: Path) -> None:
    secrets = {settings.SECRET_KEY, *settings.STUDIO_KEY_PEPPERS.values(), *settings.STUDIO_SEALING_KEYS}
    assert not [key for key in secrets if key.encode() in archive.read_bytes()]
    made(archive, "--with-keys")
    assert set(json.loads(entries(archive)[keys.ENTRY]).values()) == secrets


def test_without_keys_the_restore_says_which_are_missing(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "STUDIO_KEY_PEPPERS", {1: "another"})
    said = io.StringIO()
    call_command("restore", str(archive), "--force", stdout=said)
    assert "The key pepper:1 of the backup is not here: API keys will not work" in said.getvalue()
    assert "sealing" not in said.getvalue()


def test_a_file_deleted_meanwhile_is_no_fault_and_a_lost_one_is(
    blob: Blob, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storages["blobs"].delete(blob.storage_name)
    with pytest.raises(CommandError) as lost:
        made(archive)
    assert lost.value.returncode == 2
    monkeypatch.setattr("studio.backup.make._is_named", lambda name: False)
    assert "1 files were deleted while it was made" in made(archive)
    call_command("restore", str(archive), "--force", stdout=io.StringIO())


def test_a_damaged_file_is_named_and_not_restored(blob: Blob, archive: Path) -> None:
    path = Path(storages["blobs"].path(blob.storage_name))
    path.write_bytes(b"a f!lm")
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("backup", str(archive), stderr=said)
    assert f"files/{blob.storage_name} has other content" in said.getvalue()
    path.unlink()
    call_command("restore", str(archive), "--force", stdout=io.StringIO())
    assert not path.exists()


def test_a_studio_that_is_not_empty_is_left_alone(archive: Path) -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(archive))


def of_later(found: Entries) -> None:
    manifest = json.loads(found[MANIFEST])
    manifest["migrations"].append(["jobs", "9999_from_the_future"])
    found[MANIFEST] = json.dumps(manifest).encode()


def test_a_backup_of_a_later_studio_is_refused(archive: Path) -> None:
    rewritten(archive, of_later)
    with pytest.raises(CommandError, match=r"take its code first\. It has jobs 9999_from_the_future"):
        call_command("restore", str(archive), "--force")


def film_of(found: Entries) -> str:
    return next(name for name in found if name.startswith("files/"))


TAMPERINGS: dict[str, Callable[[Entries], Any]] = {
    "a changed file": lambda found: found.update({film_of(found): b"b film"}),
    "a changed database": lambda found: found.update({"database.sqlite3": found["database.sqlite3"][:-1] + b"!"}),
    "changed sums": lambda found: found.update({SUMS: found[SUMS].replace(b"a", b"b")}),
    "a missing file": lambda found: found.pop(film_of(found)),
    "no end": lambda found: found.pop(END),
    "no manifest": lambda found: found.pop(MANIFEST),
    "something more": lambda found: found.update({"files/more": b""}),
    "a way out": lambda found: found.update({"../out": b""}),
}


@pytest.mark.parametrize("change", TAMPERINGS.values(), ids=TAMPERINGS)
def test_a_changed_archive_is_refused(archive: Path, change: Callable[[Entries], Any]) -> None:
    rewritten(archive, change)
    with pytest.raises(CommandError):
        made(archive, "--verify")
    with pytest.raises(CommandError):
        call_command("restore", str(archive), "--force")
    assert Blob.objects.count() == 1


def test_an_archive_that_was_cut_short_is_refused(blob: Blob, tmp_path: Path) -> None:
    path = tmp_path / "studio.tar.gz"
    made(path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BadArchive):
        walk(path)


def test_a_folder_keeps_the_newest(blob: Blob, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in (1, 2):
        (folder / f"studio-2026010{day}T000000Z.tar.gz").touch()
    made(folder, "--keep", "2")
    assert len(list(folder.iterdir())) == 2
    assert not (folder / "studio-20260101T000000Z.tar.gz").exists()
