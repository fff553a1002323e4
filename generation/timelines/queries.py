"""What lists of the editor are made of. Each costs a fixed number of queries."""

from collections.abc import Sequence

from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from generation.jobs.models import Job, ProviderCall
from generation.projects.models import Project
from generation.timelines.models import Export, Footage, Segment
from generation.timelines.services.access import access_timeline, active_segments, timeline_of, timelines_of

# Summed for each row of the page alone, from the partial index of what plays.
_PLAYING_FRAMES = RawSQL(
    'SELECT COALESCE(SUM(s."end" - s.start), 0) FROM timelines_segment s '
    "WHERE s.project_id = projects_project.id AND s.active",
    (),
    output_field=IntegerField(),
)
RECENT_JOBS = 200


def with_duration(rows: "QuerySet[Project]") -> "QuerySet[Project]":
    """Each project with `playing_frames`: how long its timeline is."""
    return rows.annotate(playing_frames=_PLAYING_FRAMES)


def opened(project_id: str, *, organization_id: str) -> tuple[Project, list[Segment], list[Footage]]:
    """A project, what plays and what came in: two queries for one with footage. Raises `ProjectNotFound`."""
    rows = Footage.objects.filter(project_id=project_id, project__in=timelines_of(organization_id))
    footage = list(rows.exclude(kind=Footage.Kind.GENERATED).select_related("project__timeline").order_by("pk"))
    if footage:
        return footage[0].project, active_segments(project_id), footage
    project = access_timeline(project_id, organization_id=organization_id)
    return project, active_segments(project_id) if timeline_of(project).revision else [], footage


def exports_by_job(jobs: Sequence[Job]) -> dict[str, Export]:
    return Export.objects.in_bulk([job.pk for job in jobs])


def recent_calls(organization_id: str, *, limit: int) -> list[ProviderCall]:
    """The latest calls to providers that the organization's latest jobs made, newest first."""
    latest = list(
        Job.objects.filter(organization_id=organization_id).order_by("-pk").values_list("pk", flat=True)[:RECENT_JOBS]
    )
    calls = ProviderCall.objects.filter(job_id__in=latest).select_related("job")
    return list(calls.order_by("-pk")[:limit])
