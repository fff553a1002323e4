"""Exports as the family prints them."""

from collections.abc import Sequence
from typing import Any

from generation.jobs.models import Job
from generation.jobs.states import Status
from generation.timelines.api.present import STATUS_OF_JOB, file_url, job_error, job_progress
from generation.timelines.models import Export
from generation.timelines.queries import exports_by_job
from generation.timelines.services.exports import filename_of
from wire.moments import when

EXPIRED = "This export was deleted when its time was up. Export again."


def export(job: Job, *, base_url: str) -> dict[str, Any]:
    return exports([job], base_url=base_url)[0]


def exports(jobs: Sequence[Job], *, base_url: str) -> list[dict[str, Any]]:
    rows = exports_by_job(jobs)
    return [_export(job, rows[job.pk], base_url) for job in jobs if job.pk in rows]


def _export(job: Job, row: Export, base_url: str) -> dict[str, Any]:
    name = filename_of(job.params.get("name", ""), row.format)
    is_gone = job.status == Status.SUCCEEDED and not row.asset_id
    return {
        "export_job_id": job.pk,
        "status": STATUS_OF_JOB[Status(job.status)],
        "export_url": file_url(row.asset_id, f"export.{row.format}", base_url),
        "download_url": file_url(row.asset_id, f"export.{row.format}", base_url, download_name=name),
        "error": EXPIRED if is_gone else job_error(job),
        "project_id": row.project_id,
        "format": row.format,
        **job_progress(job),
        "report": row.report,
        "expires_at": when(row.expires_at),
    }
