"""Change projects; `sources` changes what they draw on.

Every lookup starts from the organization; another's id answers as a missing one.
"""

from datetime import datetime
from typing import Any

from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from generation.jobs.states import LIVE
from generation.projects.models import Artifact, Project, Source
from generation.projects.sources import MAX_INLINE_BYTES, add_inline_source, delete_source, forget_sources, require_open
from wire.errors import ArtifactNotFound, ProjectNotFound, SourceNotFound

__all__ = [
    "MAX_INLINE_BYTES",
    "access_artifact",
    "access_project",
    "access_source",
    "add_inline_source",
    "create_project",
    "delete_project",
    "delete_source",
    "lock_project",
    "projects_of",
    "require_open",
    "update_project",
]


# Counted for each row of the page alone, from the partial index; a join would group all projects before it pages. As
# text, because building this expression anew cost a third of a request for one project.
_SOURCE_COUNT = RawSQL(
    "SELECT COUNT(*) FROM projects_source s WHERE s.project_id = projects_project.id AND s.deleted_at IS NULL",
    (),
    output_field=IntegerField(),
)


def projects_of(organization_id: str) -> "QuerySet[Project]":
    """The organization's projects, each with `source_count`."""
    mine = Project.objects.filter(organization_id=organization_id, deleted_at__isnull=True)
    return mine.annotate(source_count=_SOURCE_COUNT)


def access_project(project_id: str, *, organization_id: str) -> Project:
    try:
        return projects_of(organization_id).get(pk=project_id)
    except Project.DoesNotExist:
        raise ProjectNotFound() from None


def lock_project(project: Project) -> Project:
    """The project as it is now, its row locked to the end of the transaction; first in the order of locks.

    Raises `ProjectNotFound` when it was deleted in the meantime.
    """
    locked = Project.objects.select_for_update(no_key=True).filter(pk=project.pk, deleted_at__isnull=True).first()
    if locked is None:
        raise ProjectNotFound()
    return locked


def access_source(source_id: str, *, project: Project) -> Source:
    source = Source.objects.filter(pk=source_id, project=project, deleted_at__isnull=True).first()
    if source is None:
        raise SourceNotFound()
    return source


def access_artifact(artifact_id: str, *, organization_id: str) -> Artifact:
    artifact = (
        Artifact.objects.select_related("project")
        .filter(pk=artifact_id, organization_id=organization_id, project__deleted_at__isnull=True)
        .first()
    )
    if artifact is None:
        raise ArtifactNotFound()
    return artifact


def create_project(organization_id: str, *, name: str, description: str | None = None, metadata: Any = None) -> Project:
    project = Project.objects.create(
        organization_id=organization_id, name=name, description=description, metadata=metadata
    )
    project.source_count = 0  # type: ignore[attr-defined]
    return project


def update_project(project: Project, changes: dict[str, Any], *, now: datetime) -> Project:
    """`changes` holds any of name, description, metadata, archived. Other columns are not written, a rival's may be."""
    written: list[str] = [field for field in ("name", "description", "metadata") if field in changes]
    for field in written:
        setattr(project, field, changes[field])
    if "archived" in changes:
        project.archived_at = (project.archived_at or now) if changes["archived"] else None
        written.append("archived_at")
    project.save(update_fields=[*written, "updated_at"])
    return project


def delete_project(project: Project, *, now: datetime) -> datetime:
    """Delete the project softly and cancel what is being made in it: nobody could read it, so nobody pays for it.

    What its sources say goes for good, as when each is deleted.
    """
    lock_project(project)
    live = Job.objects.filter(organization_id=project.organization_id, project_id=project.pk, status__in=LIVE)
    # All jobs before the first account: canceling releases holds, and workers lock job, then account.
    for job in list(live.select_for_update(no_key=True).order_by("pk")):
        cancel_job(job.pk, reason="Its project was deleted.", now=now)
    forget_sources(project, now=now)
    Project.objects.filter(pk=project.pk).update(deleted_at=now, updated_at=now)
    return now
