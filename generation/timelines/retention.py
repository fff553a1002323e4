"""What the editor keeps only for a while: exports, previews, uploads that never came, and what renders left behind."""

import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from generation.assets.services import drop_asset
from generation.timelines.models import Export, Footage, Preview
from generation.timelines.services.uploads import UPLOAD_WITHIN, on_its_way

PREVIEWS_FOR = timedelta(days=14)  # longer than their addresses live
LEFT_FOR_S = 7 * 24 * 3600
MOST = 200  # of each, a round


def purge(*, now: datetime) -> int:
    """Called by the worker now and then; returns how many things went."""
    return _exports(now) + _previews(now) + _uploads(now) + _left_in("renders") + _left_in("uploads")


def _exports(now: datetime) -> int:
    due = list(Export.objects.filter(expires_at__lt=now).exclude(asset_id="")[:MOST])
    for row in due:
        with transaction.atomic():
            drop_asset(row.asset_id)
            Export.objects.filter(pk=row.pk).update(asset_id="")
    return len(due)


def _previews(now: datetime) -> int:
    due = list(Preview.objects.filter(created_at__lt=now - PREVIEWS_FOR)[:MOST])
    for row in due:
        with transaction.atomic():
            row.delete()
            drop_asset(row.asset_id)
    return len(due)


def _uploads(now: datetime) -> int:
    """The address of an upload lives for a day: what did not come by then never will."""
    waiting = Footage.objects.filter(status=Footage.Status.WAITING, created_at__lt=now - 2 * UPLOAD_WITHIN)
    due = list(waiting.select_related("project")[:MOST])
    for row in due:
        on_its_way(row).drop()
        row.delete()
    return len(due)


def _left_in(name: str) -> int:
    """What a crash or a job that nobody resumed left in a folder of ours."""
    folder, gone = Path(settings.STUDIO_DATA) / name, 0
    for path in folder.iterdir() if folder.is_dir() else ():
        if time.time() - path.stat().st_mtime > LEFT_FOR_S:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            gone += 1
    return gone
