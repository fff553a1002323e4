"""Exports: the timeline as it is now, frozen and rendered by a job; kept for a while."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from billing.prices import single_quote
from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.projects.models import Project
from generation.projects.services import lock_project
from generation.timelines.films import frozen, pieces_of
from generation.timelines.layout import total
from generation.timelines.models import Export
from generation.timelines.services.access import active_segments, locked_timeline, require_rate
from wire.errors import JobNotFound, ValidationFailed
from wire.principal import Principal

EXPORT_KIND = "editor.export"
FORMATS = ("mp4", "otio", "edl", "srt")
CONTENT_TYPES = {"mp4": "video/mp4", "otio": "application/json", "edl": "text/plain", "srt": "text/plain"}
MESSAGE = "Export job created — check status with get_export_status"


def start_export(project: Project, *, format: str, principal: Principal) -> Job:
    """Render what plays now; costs nothing. Raises `ValidationFailed` for an unknown format or an empty timeline."""
    if format not in FORMATS:
        raise ValidationFailed(f"format must be one of {', '.join(FORMATS)}.", field="format", allowed=list(FORMATS))
    lock_project(project)
    timeline = locked_timeline(project.pk)
    require_rate(timeline)
    playing = active_segments(project.pk)
    if not playing:
        raise ValidationFailed("The timeline is empty: there is nothing to export.", field="project_id")
    told: dict[str, Any] = {
        "format": format,
        "name": project.name,
        "film": frozen(timeline, pieces_of(playing)),
        "segments": [segment.pk for segment in playing],
    }
    job = create_job(
        organization_id=principal.organization_id,
        kind=EXPORT_KIND,
        params=told,
        project_id=project.pk,
        subject_id=project.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=single_quote("export", "export"),
        operation="editor.export",
    )
    Export.objects.create(
        job_id=job.pk, project=project, format=format, revision=timeline.revision, frames=total(playing)
    )
    return job


def exports_of(organization_id: str) -> "QuerySet[Job]":
    deleted_at = Subquery(Project.objects.filter(pk=OuterRef("project_id")).values("deleted_at"))
    jobs = Job.objects.alias(project_deleted_at=deleted_at).filter(project_deleted_at__isnull=True)
    return jobs.filter(organization_id=organization_id, kind=EXPORT_KIND)


def access_export(export_job_id: str, *, organization_id: str) -> Job:
    job = exports_of(organization_id).filter(pk=export_job_id).first()
    if job is None:
        raise JobNotFound("No such export. Check the export job id.", kind="export")
    return job


def expiry(now: datetime) -> datetime:
    return now + timedelta(days=settings.STUDIO_EXPORT_DAYS)


def filename_of(name: str, format: str) -> str:
    """What a downloaded export is called."""
    kept = "".join(c if c.isalnum() or c in "-_ " else "-" for c in name).strip("- ")[:80]
    return f"{kept or 'export'}.{format}"
