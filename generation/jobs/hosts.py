"""Which hosts work on jobs: each says so every few seconds, for whoever looks after the studio."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from generation.jobs.identity import process_name
from generation.jobs.models import WorkerHost

log = logging.getLogger(__name__)

BEAT_EVERY_S = 10.0
SILENT_AFTER = timedelta(seconds=45)  # several beats: one may wait for a busy database
FORGOTTEN_AFTER = timedelta(days=1)


def beat(now: datetime) -> None:
    """Say that this process's host is alive, and forget those that have been silent for a day."""
    said = {"lanes": settings.STUDIO_WORKERS, "express": settings.STUDIO_EXPRESS_WORKERS, "seen_at": now}
    _, is_new = WorkerHost.objects.update_or_create(
        name=process_name(), defaults=said, create_defaults=said | {"started_at": now}
    )
    if is_new:
        WorkerHost.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()


def leave() -> None:
    """This host stops as it was told to: it is not missed."""
    try:
        WorkerHost.objects.filter(name=process_name()).delete()
    except DatabaseError as error:
        log.warning("This host could not sign off: %s", error)


def is_silent(host: WorkerHost, now: datetime | None = None) -> bool:
    return host.seen_at < (now or timezone.now()) - SILENT_AFTER
