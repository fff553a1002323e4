"""What is kept only for a while, and what is kept as long as somebody looks at it."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from generation.assets.models import Asset
from generation.timelines.models import Footage, Preview
from generation.timelines.retention import purge
from generation.timelines.services import kept
from tests.timelines.world import Editing, stored

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.STUDIO_DATA = tmp_path


def a_preview(work: Editing, *, days_old: int) -> Asset:
    organization_id = work.api.organization.pk
    asset = stored(organization_id, "ast_preview", "frame.jpg")
    created_at = timezone.now() - timedelta(days=days_old)
    Preview.objects.create(organization_id=organization_id, key="k", asset_id=asset.pk, created_at=created_at)
    return asset


def test_a_preview_goes_after_two_weeks_without_a_look(work: Editing) -> None:
    asset = a_preview(work, days_old=15)
    assert purge(now=timezone.now()) == 1
    assert not Preview.objects.exists()
    assert not Asset.objects.filter(pk=asset.pk).exists()


def test_a_look_begins_a_previews_time_anew(work: Editing) -> None:
    asset = a_preview(work, days_old=13)
    assert kept.find(work.api.organization.pk, ["k"]) == {"k": asset}
    assert purge(now=timezone.now() + timedelta(days=13)) == 0


def test_an_upload_that_never_came_goes_with_what_came_of_it(work: Editing, tmp_path: Path) -> None:
    waiting = Footage.objects.create(project=work.project, kind="upload", file_name="a.mp4", content_type="video/mp4")
    part = tmp_path / "uploads" / waiting.pk
    part.parent.mkdir()
    part.write_bytes(b"some")
    assert purge(now=timezone.now() + timedelta(hours=47)) == 0
    assert purge(now=timezone.now() + timedelta(hours=49)) == 1
    assert not part.exists()
    assert Footage.objects.filter(project=work.project).count() == 1


def test_what_a_crash_left_behind_goes_after_a_week(work: Editing, tmp_path: Path) -> None:
    old, new = tmp_path / "renders" / "job_old", tmp_path / "renders" / "job_new"
    for folder in (old, new):
        (folder / "1").mkdir(parents=True)
    week_ago = time.time() - 8 * 24 * 3600
    os.utime(old, (week_ago, week_ago))
    assert purge(now=timezone.now()) == 1
    assert [path.name for path in (tmp_path / "renders").iterdir()] == ["job_new"]
