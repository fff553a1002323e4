"""What an organization leaves behind when its last member deletes their account: nothing that anybody wrote or made."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Organization
from generation.assets.collect import collect_closed
from generation.assets.models import Asset
from generation.assets.services import drop_asset
from generation.jobs import forget as jobs
from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from generation.jobs.states import LIVE
from generation.projects.models import Artifact, Project, Source
from generation.projects.services import delete_project
from generation.projects.sources import delete_source

MOST = 50  # projects a round, and jobs, artifacts and files beside them

_FORGETTERS: list[Callable[[Sequence[str]], None]] = []


def when_closed(forget: Callable[[Sequence[str]], None]) -> None:
    """Sign up what another app keeps of an organization.

    Called in a transaction with the ids of all that are closed, again and again.
    """
    _FORGETTERS.append(forget)


def empty_closed(*, now: datetime) -> int:
    """Delete the projects of suspended organizations to which nobody belongs, with sources, scripts and files.

    The worker calls it every few minutes; closing itself locks the organization, which comes before no project. Ledger,
    receipts and logs stay: they hold ids. Returns the number of projects, also of those deleted earlier.
    """
    # Read once, and not asked for in every query: without a closed one there is nothing to do, and with some their ids
    # lead to their rows where a subquery has the whole table read.
    gone = Organization.objects.filter(suspended_at__isnull=False, memberships__isnull=True)
    closed = list(gone.values_list("pk", flat=True))
    if not closed:
        return 0
    left = list(Project.objects.filter(organization_id__in=closed).exclude(name="").order_by("pk")[:MOST])
    for project in left:
        if project.deleted_at is None:
            with transaction.atomic():
                delete_project(project, now=now)
        _empty(project, now)
    _cancel_left(closed, now)
    jobs.forget(closed, now=now, most=MOST)
    _drop_artifacts(closed)
    for forget in _FORGETTERS:
        with transaction.atomic():
            forget(closed)
    for asset_id in list(Asset.objects.filter(organization_id__in=closed).values_list("pk", flat=True)[:MOST]):
        with transaction.atomic():
            drop_asset(asset_id)
    collect_closed(closed)
    return len(left)


@transaction.atomic
def _cancel_left(closed: Sequence[str], now: datetime) -> None:
    """Nobody could see what jobs without a project make. All jobs before the first account, as in `delete_project`."""
    live = Job.objects.filter(organization_id__in=closed, status__in=LIVE)
    for job in list(live.select_for_update(no_key=True).order_by("pk")[:MOST]):
        cancel_job(job.pk, reason="Its organization was closed.", now=now)


@transaction.atomic
def _drop_artifacts(closed: Sequence[str]) -> None:
    """Artifacts with their versions, films, table reads and reports, whichever floor keeps them."""
    left = Artifact.objects.filter(organization_id__in=closed)
    ids = [artifact.pk for artifact in left.select_for_update().order_by("pk")[:MOST]]
    Artifact.objects.filter(pk__in=ids).delete()


@transaction.atomic
def _empty(project: Project, now: datetime) -> None:
    """Remove what a deleted project holds; its name goes last, and with it the mark that there is something to do.

    Not in the transaction that cancels its jobs: that one holds the account, below which no file may be locked.
    """
    for source in Source.objects.filter(project=project, deleted_at__isnull=True):
        delete_source(source, now=now)
    said = {"label": None, "uri": None, "metadata": None, "text": "", "digest": None, "content_hash": None}
    why = {"failure_message": None, "digest_failure_message": None}
    Source.objects.filter(project=project).update(**said, **why)
    for asset_id in list(Asset.objects.filter(project_id=project.pk).values_list("pk", flat=True)):
        drop_asset(asset_id)
    Project.objects.filter(pk=project.pk).update(name="", description=None, metadata=None)
