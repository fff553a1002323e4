"""Find a project's timeline and what is on it. Every lookup starts from the organization."""

from django.db.models import QuerySet

from generation.media.plan import Rate
from generation.projects.models import Project
from generation.projects.services import projects_of
from generation.timelines.models import Footage, ProjectTimeline, Segment, Variant
from wire.errors import NotFound, ProjectNotFound, ValidationFailed

GONE = "This segment is no longer on the timeline: an edit replaced or deleted it. Read the project again, or undo."


def timelines_of(organization_id: str) -> "QuerySet[Project]":
    """The organization's projects, each with its timeline if it has one."""
    return projects_of(organization_id).select_related("timeline")


def access_timeline(project_id: str, *, organization_id: str) -> Project:
    project = timelines_of(organization_id).filter(pk=project_id).first()
    if project is None:
        raise ProjectNotFound()
    return project


def timeline_of(project: Project) -> ProjectTimeline:
    """The project's timeline; an unsaved, empty one for a project that was never edited."""
    known: ProjectTimeline | None = getattr(project, "timeline", None)
    return known or ProjectTimeline(project=project)


def locked_timeline(project_id: str) -> ProjectTimeline:
    """The project's timeline, made if it has none, its row locked to the end of the transaction.

    Below the job's row in the order of locks. Raises `ProjectNotFound` when the project was deleted meanwhile.
    """
    rows = ProjectTimeline.objects.filter(pk=project_id, project__deleted_at__isnull=True)
    timeline = rows.select_for_update(no_key=True, of=("self",)).first()
    if timeline is None:
        if not Project.objects.filter(pk=project_id, deleted_at__isnull=True).exists():
            raise ProjectNotFound()
        ProjectTimeline.objects.get_or_create(pk=project_id)
        timeline = rows.select_for_update(no_key=True, of=("self",)).get()
    return timeline


def require_rate(timeline: ProjectTimeline) -> Rate:
    """The rate; raises `ValidationFailed` while there is no footage to edit."""
    if timeline.rate is None:
        raise ValidationFailed(
            "The project has no video yet. Upload one, or wait until its import has read it (footage[].status)."
        )
    return timeline.rate


def active_segments(project_id: str) -> list[Segment]:
    """What plays, in order."""
    segments = Segment.objects.filter(project_id=project_id, active=True).select_related("footage")
    return list(segments.order_by("order_index", "pk"))


def access_segment(segment_id: str, *, organization_id: str) -> Segment:
    """A segment that plays. Raises `NotFound` for a missing one and for one that an edit took off the timeline."""
    segment = (
        Segment.objects.select_related("footage", "project", "project__timeline")
        .filter(pk=segment_id, project__organization_id=organization_id, project__deleted_at__isnull=True)
        .first()
    )
    if segment is None:
        raise NotFound("No such segment. Check the segment id.", kind="segment")
    if not segment.active:
        raise NotFound(GONE, kind="segment", active=False)
    return segment


def access_variant(variant_id: str, *, organization_id: str) -> Variant:
    variant = (
        Variant.objects.select_related("footage", "project", "project__timeline")
        .filter(pk=variant_id, project__organization_id=organization_id, project__deleted_at__isnull=True)
        .first()
    )
    if variant is None:
        raise NotFound("No such variant. Check the variant id.", kind="variant")
    if variant.discarded_at is not None:
        raise NotFound("This variant was discarded. Generate again.", kind="variant", discarded=True)
    return variant


def access_footage(asset_id: str, *, project: Project) -> Footage:
    footage = Footage.objects.filter(pk=asset_id, project=project).first()
    if footage is None:
        raise NotFound("No such footage. Check the asset id.", kind="asset")
    return footage
