"""Projects as the editor opens them."""

from typing import Any

from django.utils import timezone

from generation.projects import services as projects
from generation.projects.models import Project
from generation.timelines.models import Footage, ProjectTimeline
from generation.timelines.services.imports import queue_import
from wire.principal import Principal


def create(*, name: str, description: str, video_url: str, principal: Principal) -> tuple[Project, Footage | None]:
    """A new project, and the footage that is fetched into it if an address was given ("" means none)."""
    project = projects.create_project(principal.organization_id, name=name, description=description or None)
    project.timeline = ProjectTimeline.objects.create(project=project)
    if not video_url:
        return project, None
    footage = Footage(
        project=project,
        kind=Footage.Kind.FETCHED,
        status=Footage.Status.IMPORTING,
        file_name=_name_in(video_url),
        content_type="video/mp4",
        url=video_url,
    )
    return project, queue_import(footage, principal=principal)


def _name_in(url: str) -> str:
    from generation.timelines.services.uploads import clean_name

    return clean_name(url.partition("?")[0].partition("#")[0].rpartition("/")[2]) or "video.mp4"


def delete(project: Project) -> Any:
    """Soft: its jobs are canceled, and it answers as missing from now on."""
    return projects.delete_project(project, now=timezone.now())
