"""Old lines of progress go; what became of a job stays, and whoever reads its log gets all that is left of it."""

import asyncio
import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from generation.jobs import retention
from generation.jobs.events import append_event
from generation.jobs.models import Job, JobEvent
from generation.jobs.services import cancel_job
from generation.jobs.tail import JobTail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
OLD = timezone.now() - timedelta(days=31)


def logged(job: Job) -> Job:
    """Queued, progress, stage, two lines of progress; all of it old, and seen by webhooks."""
    for type_ in ("progress", "stage", "progress", "progress"):
        with transaction.atomic():
            append_event(job.pk, type_, {}, now=OLD)
    return job


def seen() -> None:
    JobEvent.objects.update(created_at=OLD, fanned_out_at=OLD)


def left(job: Job) -> list[tuple[int, str]]:
    return list(job.events.order_by("seq").values_list("seq", "type"))


def test_progress_of_ended_jobs_goes_after_its_days(new_job: Callable[..., Job], monkeypatch: Any) -> None:
    ended, live = logged(new_job()), logged(new_job())
    cancel_job(ended.pk, reason="enough")
    seen()
    JobEvent.objects.filter(job=ended, seq=5).update(fanned_out_at=None)
    with transaction.atomic():
        append_event(ended.pk, "progress", {}, now=timezone.now())
    monkeypatch.setattr(retention, "BATCH", 1)
    assert retention.purge(now=timezone.now()) == 2
    assert left(ended) == [(1, "queued"), (3, "stage"), (5, "progress"), (6, "canceled"), (7, "progress")]
    assert len(left(live)) == 5


def test_nothing_goes_where_logs_are_kept_for_ever(new_job: Callable[..., Job], settings: Any) -> None:
    job = logged(new_job())
    cancel_job(job.pk, reason="enough")
    seen()
    settings.STUDIO_EVENT_DAYS = 0
    assert retention.purge(now=timezone.now()) == 0


async def test_a_reader_gets_what_is_left_and_the_end(new_job: Callable[..., Job]) -> None:
    def prepare() -> str:
        job = logged(new_job())
        cancel_job(job.pk, reason="enough")
        seen()
        retention.purge(now=timezone.now())
        return job.pk

    job_id = await asyncio.to_thread(prepare)
    tail = JobTail()
    for after, expected in ((0, ["queued", "stage", "canceled"]), (2, ["stage", "canceled"]), (6, [])):
        async with asyncio.timeout(30), tail.subscribe(job_id, after) as events:
            assert [event["type"] async for event in events] == expected
    await tail.aclose()


def test_they_are_in_the_archive_before_they_go(new_job: Callable[..., Job], settings: Any, tmp_path: Path) -> None:
    settings.STUDIO_ARCHIVE = str(tmp_path)
    job = logged(new_job())
    cancel_job(job.pk, reason="enough")
    seen()
    assert retention.purge(now=timezone.now()) == 3
    (file,) = (tmp_path / "events" / job.organization_id).rglob("*.jsonl.gz")
    rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    assert [(row["job_id"], row["seq"], row["type"]) for row in rows] == [(job.pk, n, "progress") for n in (2, 4, 5)]
