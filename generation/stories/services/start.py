"""From a source to a film in one order: the plan approves itself, and what it plans is made once it is written."""

from typing import Any

from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.projects.models import Project, Source
from wire.principal import Principal

START_KIND = "story.start"


def start_film(project: Project, source: Source, request: dict[str, Any], *, principal: Principal) -> Job:
    """A job that waits for the source, plans `request` (as `create_plan` takes it) of it, and starts what it plans.

    Costs nothing itself; the film holds its credits when it is started. Runs inside the caller's transaction.
    """
    return create_job(
        organization_id=project.organization_id,
        kind=START_KIND,
        params={"sourceId": source.pk, "request": {**request, "sourceIds": [source.pk], "autoApprove": True}},
        project_id=project.pk,
        subject_id=source.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
    )
