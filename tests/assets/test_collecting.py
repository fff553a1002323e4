"""Collection takes what nothing leads to, after its grace, and nothing else: whoever stores the same loses no byte."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from generation.assets import collect as collecting
from generation.assets.collect import GRACE, PIECES_FOR, collect, collect_strays, referrers
from generation.assets.incoming import incoming
from generation.assets.models import Asset, Blob, Landing
from generation.assets.services import has_bytes, name_bytes, read_bytes, store_bytes, store_file
from generation.assets.storage import store
from tests.jobs.test_rivals import together

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("own_store")]
BODY = b"The same bytes."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(BODY)
    return path


def keep(file: Path) -> Asset:
    return store_file("org_a", file, content_type="text/plain", filename="a.txt")


def later() -> Any:
    return timezone.now() + GRACE + timedelta(seconds=1)


def test_bytes_that_nobody_named_go_after_the_grace(file: Path) -> None:
    store_bytes("org_a", file)
    assert collect(now=timezone.now() + GRACE - timedelta(minutes=1)).blobs == {}
    found = collect(now=later())
    assert (found.landings, list(found.blobs.values()), found.freed) == (1, [len(BODY)], len(BODY))
    assert (Blob.objects.count(), list(store().listed())) == (0, [])


def test_what_has_a_name_stays(file: Path) -> None:
    asset = keep(file)
    for run in (collect, collect_strays):
        run(now=later())
    assert read_bytes(asset) == BODY


def test_every_model_that_refers_to_a_blob_keeps_it(file: Path) -> None:
    """Found from the models, whatever their names: this one is in nobody's list."""

    class Poster(models.Model):
        picture = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "assets"

        def __str__(self) -> str:
            return str(self.picture)

    try:
        assert {relation.related_model for relation in referrers()} == {Asset, Landing, Poster}
        sql = str(collecting._unreferenced(Blob.objects.all()).query)
        assert Poster._meta.db_table in sql
    finally:
        del Blob._meta.apps.all_models["assets"]["poster"]
        Blob._meta.apps.clear_cache()
    assert {relation.related_model for relation in referrers()} == {Asset, Landing}


def test_a_name_that_comes_between_the_look_and_the_lock_saves_the_bytes(file: Path, monkeypatch: Any) -> None:
    stored, drop = store_bytes("org_a", file), collecting._drop

    def rival_first(blob_id: int) -> bool:
        with transaction.atomic():
            name_bytes("org_a", stored, content_type="text/plain", filename="a.txt")
        return drop(blob_id)

    monkeypatch.setattr(collecting, "_drop", rival_first)
    assert collect(now=later()).blobs == {}
    assert read_bytes(Asset.objects.get()) == BODY


@pytest.mark.django_db(transaction=True)
def test_storing_the_same_at_the_same_moment_ends_with_the_bytes_there(file: Path) -> None:
    for _ in range(8):
        store_bytes("org_a", file)
        Landing.objects.all().delete()
        Blob.objects.update(created_at=timezone.now() - 2 * GRACE)
        kept, _ = together(lambda: keep(file), lambda: collect(now=timezone.now()))
        assert isinstance(kept, Asset), kept
        assert read_bytes(kept) == BODY
        Asset.objects.all().delete()
        Blob.objects.all().delete()  # a file without a row is a stray
        kept, _ = together(lambda: keep(file), lambda: collect_strays(now=later()))
        assert isinstance(kept, Asset), kept
        assert read_bytes(kept) == BODY
        Asset.objects.all().delete()


def test_files_without_a_row_and_pieces_that_nobody_joined_go(file: Path, tmp_path: Path) -> None:
    asset = keep(file)
    stray, foreign = f"org_b/{asset.blob.sha256[:2]}/{asset.blob.sha256}", "org_b/readme.txt"
    for name in (stray, foreign):
        store().overwrite(name, file)
    assert collect_strays(now=timezone.now()).freed == 0
    assert collect_strays(now=later()).strays == {stray: len(BODY)}
    assert (store().exists(stray), store().exists(foreign), has_bytes(asset)) == (False, True, True)
    if store().is_shared:
        with incoming("org_a", "ast_1").appending() as sent:
            sent.write(BODY)
        assert len(collect_strays(now=timezone.now() + PIECES_FOR + timedelta(minutes=1)).pieces) == 1
        assert incoming("org_a", "ast_1").size() == 0


def test_a_dry_run_tells_the_same_and_deletes_nothing(file: Path, monkeypatch: Any) -> None:
    store_bytes("org_a", file)
    then = later()
    monkeypatch.setattr(timezone, "now", lambda: then)
    for words, left in ((["--dry-run"], 1), ([], 0)):
        out = StringIO()
        call_command("collect", *words, stdout=out)
        assert f"unreferenced\t{len(BODY)}\torg_a/" in out.getvalue()
        assert f"1 files ({len(BODY)} bytes) and 1 landings" in out.getvalue()
        assert (Blob.objects.count(), Landing.objects.count()) == (left, left)
