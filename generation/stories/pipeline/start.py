"""Start a film of a source: wait until it is read, have it planned, wait for the plan, start its job.

Each wait lets go of the worker. Whoever closes the page loses nothing, and a worker that dies in between repeats
nothing: the plan and the job are looked for before they are made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction

from generation.jobs.context import StageContext
from generation.jobs.models import Job
from generation.jobs.pauses import Suspend
from generation.jobs.registry import EXPRESS, Pipeline, Stage
from generation.projects.models import Project, Source
from generation.projects.services import lock_project
from generation.stories import services
from generation.stories.models import StoryPlan
from generation.stories.services import START_KIND
from wire.errors import PlanStateInvalid, ProjectNotFound, SourceFetchFailed, SourceNotFound
from wire.principal import Principal

_LOOK_AGAIN = timedelta(seconds=1)


def _read(ctx: StageContext) -> dict[str, Any]:
    source = Source.objects.filter(pk=ctx.params["sourceId"], deleted_at__isnull=True).first()
    if source is None:
        raise SourceNotFound()
    if source.status == Source.Status.FAILED:
        raise SourceFetchFailed(source.failure_message or "The source could not be read.")
    if source.status != Source.Status.READY:
        raise Suspend("Reading your source", look_again=_LOOK_AGAIN)
    return {"sourceId": source.pk}


def _plan(ctx: StageContext) -> dict[str, Any]:
    with _in_project(ctx) as project:
        # A source is planned once for each start: one that is there already was asked for by an attempt that died.
        plan = StoryPlan.objects.filter(project=project, source_ids=[ctx.params["sourceId"]]).order_by("-pk").first()
        if plan is None:
            plan = services.create_plan(project, ctx.params["request"], principal=_principal(ctx))
    return {"planId": plan.pk}


def _start(ctx: StageContext) -> dict[str, Any]:
    plan = StoryPlan.objects.get(pk=ctx.outputs["plan"]["planId"])
    if plan.status in (StoryPlan.Status.PENDING, StoryPlan.Status.RUNNING):
        raise Suspend("Planning the film", look_again=_LOOK_AGAIN)
    if plan.status == StoryPlan.Status.FAILED:
        raise PlanStateInvalid(plan.failure_message or "The film could not be planned.", status=plan.status)
    with _in_project(ctx):
        made = Job.objects.filter(subject_id=plan.pk, kind=services.ARTIFACTS_KIND).first()
        job = made or services.create_story_job({"storyPlanId": plan.pk}, principal=_principal(ctx))
    return {"planId": plan.pk, "jobId": job.pk}


@contextmanager
def _in_project(ctx: StageContext) -> Iterator[Project]:
    """A transaction of this attempt that makes something in its project: the project is locked before the job."""
    project = Project.objects.filter(pk=ctx.project_id).first()
    if project is None:
        raise ProjectNotFound()
    with transaction.atomic():
        locked = lock_project(project)
        with ctx.fenced():
            yield locked


def _principal(ctx: StageContext) -> Principal:
    job = Job.objects.only("key_id", "user_id").get(pk=ctx.job_id)
    return Principal(ctx.organization_id, job.key_id, job.user_id, frozenset())


START = Pipeline(
    kind=START_KIND,
    label="Start a film",
    stages=(
        Stage("read", _read, label="Reading your source"),
        Stage("plan", _plan, label="Planning the film"),
        Stage("start", _start, label="Starting the film"),
    ),
    priority=EXPRESS,
)
