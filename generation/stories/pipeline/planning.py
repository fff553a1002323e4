"""Plan a story: digest the sources, draft every artifact, keep the envelope."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from generation.films.script import script_to_json
from generation.jobs.context import Made, StageContext
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS, Pipeline, Stage
from generation.jobs.states import Status
from generation.providers.base import ScriptRequest
from generation.stories import services
from generation.stories.envelope import plan_envelope
from generation.stories.models import StoryPlan
from generation.stories.pipeline.brief import plan_of, require_project, script_request, source_texts
from generation.stories.pipeline.digests import end_digests, plan_digest
from wire.errors import PlanStateInvalid, StudioError


def _digest(ctx: StageContext) -> dict[str, Any]:
    plan = plan_of(ctx)
    with ctx.fenced():
        StoryPlan.objects.filter(pk=plan.pk, status=StoryPlan.Status.PENDING).update(status=StoryPlan.Status.RUNNING)
    writer = ctx.adapter("story")
    return {"digest": plan_digest(ctx, writer, source_texts(plan))}


def _outline(ctx: StageContext) -> dict[str, Any]:
    plan = plan_of(ctx)
    writer = ctx.adapter("story")
    sources = source_texts(plan)
    drafts = []
    for index, item in enumerate(plan.artifact_requests):
        ctx.progress(index / len(plan.artifact_requests), "Outlining the journey")
        request = script_request(plan, item, sources)

        def make(folder: Path, request: ScriptRequest = request) -> Made:
            return Made(script_to_json(writer.write_script(request)))

        made = ctx.call(f"draft-{index}", info=writer.info, operation="outline", make=make)
        drafts.append(made.data)
    envelope = plan_envelope(plan, ctx.outputs["digest"]["digest"], drafts)
    return {"envelope": envelope, "provider": writer.info.provider, "model": writer.info.model}


def _keep_plan(ctx: StageContext, output: dict[str, Any]) -> None:
    plan = StoryPlan.objects.select_for_update().get(pk=ctx.params["planId"])
    if plan.status not in _PLANNING:
        return  # superseded or rejected while it was being written
    now = timezone.now()
    plan.envelope, plan.generated_at = output["envelope"], now
    plan.provider_used, plan.model_used = output["provider"], output["model"]
    plan.status = StoryPlan.Status.REQUIRES_APPROVAL
    if plan.auto_approve:
        plan.status, plan.approved_at = StoryPlan.Status.APPROVED, now
    plan.save()


_PLANNING = (StoryPlan.Status.PENDING, StoryPlan.Status.RUNNING)


def _end_plan(job: Job, status: str, error: StudioError | None) -> None:
    """Planning that ends badly leaves no plan waiting."""
    if status == Status.SUCCEEDED:
        return
    end_digests(job)
    StoryPlan.objects.filter(pk=job.subject_id, status__in=_PLANNING).update(
        status=StoryPlan.Status.FAILED,
        failure_code=error.code if error else "canceled",
        failure_message=error.message if error else "The planning was canceled.",
        updated_at=timezone.now(),
    )


def _resume_plan(job: Job) -> None:
    """Open the failed plan again. Raises `PlanStateInvalid` once a newer plan has taken its place."""
    require_project(job)
    plan = StoryPlan.objects.select_for_update(no_key=True).get(pk=job.subject_id)
    newer = StoryPlan.objects.filter(project=plan.project_id, pk__gt=plan.pk)
    if plan.status != StoryPlan.Status.FAILED or newer.exists():
        raise PlanStateInvalid("This plan was superseded. Create a new one.", status=plan.status, allowed=["FAILED"])
    plan.status, plan.failure_code, plan.failure_message = StoryPlan.Status.PENDING, None, None
    plan.save(update_fields=["status", "failure_code", "failure_message", "updated_at"])


PLAN = Pipeline(
    kind=services.PLAN_KIND,
    label="Plan a story",
    stages=(
        Stage("digest", _digest, label="Reading the sources"),
        Stage("outline", _outline, label="Outlining the journey", commit=_keep_plan),
    ),
    on_end=_end_plan,
    on_resume=_resume_plan,
    priority=EXPRESS,
)
