"""What the editor keeps of an organization that was closed: nothing."""

import shutil
from collections.abc import Sequence

from generation.jobs.models import Job
from generation.timelines.models import Export, Footage, Preview, ProjectTimeline, Segment, TimelineRevision, Variant
from generation.timelines.pipeline.render import renders
from generation.timelines.services.uploads import on_its_way


def forget(organizations: Sequence[str]) -> None:
    """Delete every row of theirs, and what they have on this disk. Segments first: they protect what they play."""
    waiting = Footage.objects.filter(status=Footage.Status.WAITING, project__organization_id__in=organizations)
    for footage in waiting.select_related("project"):
        on_its_way(footage).drop()
    _drop_renders(organizations)
    for model in (Export, TimelineRevision, Segment, Variant, Footage, ProjectTimeline):
        model.objects.filter(project__organization_id__in=organizations).delete()
    Preview.objects.filter(organization_id__in=organizations).delete()


def _drop_renders(organizations: Sequence[str]) -> None:
    """What their renders had finished, kept for whoever would go on with them."""
    folders = [path.name for path in renders().iterdir()] if renders().is_dir() else []
    for job_id in Job.objects.filter(pk__in=folders, organization_id__in=organizations).values_list("pk", flat=True):
        shutil.rmtree(renders() / job_id, ignore_errors=True)
