"""Write a plan's artifacts."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from billing.prices import price
from generation.films.script import script_to_json
from generation.jobs.context import Made, StageContext
from generation.jobs.models import Job
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.states import Status
from generation.projects.models import Artifact, Revision
from generation.providers.base import ScriptRequest
from generation.providers.registry import adapter
from generation.stories import services
from generation.stories.pipeline.brief import plan_of, require_project, script_request, source_texts
from wire.errors import StudioError


def _write(ctx: StageContext) -> dict[str, Any]:
    """Write each artifact's script. One that fails does not take the others with it."""
    plan = plan_of(ctx)
    writer = adapter("text", ctx.maker)
    artifacts = list(Artifact.objects.filter(job_id=ctx.job_id).order_by("position"))
    failures: list[StudioError] = []
    for index, artifact in enumerate(artifacts):
        if artifact.status == Artifact.Status.READY:
            continue  # written by an earlier attempt
        ctx.progress(index / len(artifacts), f"Writing {artifact.type.replace('_', ' ')}")
        with ctx.fenced():
            Artifact.objects.filter(pk=artifact.pk).update(status=Artifact.Status.RUNNING)
        try:
            request = script_request(plan, artifact.request, source_texts(plan))

            def make(folder: Path, request: ScriptRequest = request) -> Made:
                return Made(script_to_json(writer.write_script(request)))

            made = ctx.call(f"script-{artifact.pk}", info=writer.info, operation="script", make=make)
        except StudioError as error:
            failures.append(error)
            _fail_artifact(ctx, artifact, error)
            continue
        _keep_script(ctx, artifact, made.data, provider=writer.info.provider, model=writer.info.model)
    ready = Artifact.objects.filter(job_id=ctx.job_id, status=Artifact.Status.READY).count()
    if not ready and failures:
        raise failures[0]
    return {
        "ready": ready,
        "failed": len(artifacts) - ready,
        "provider": writer.info.provider,
        "model": writer.info.model,
    }


def _keep_script(ctx: StageContext, artifact: Artifact, script: dict[str, Any], *, provider: str, model: str) -> None:
    now = timezone.now()
    with ctx.fenced():
        Revision.objects.get_or_create(
            artifact=artifact,
            number=artifact.current_version,
            defaults={"content": {"script": script}, "provider": provider, "model": model},
        )
        services.share(artifact, now=now)
        Artifact.objects.filter(pk=artifact.pk).update(status=Artifact.Status.READY, updated_at=now)


def _fail_artifact(ctx: StageContext, artifact: Artifact, error: StudioError) -> None:
    with ctx.fenced():
        Artifact.objects.filter(pk=artifact.pk).update(
            status=Artifact.Status.FAILED,
            failure_code=error.code,
            failure_message=error.message,
            updated_at=timezone.now(),
        )


def _charge_delivered(job: Job, outputs: Any) -> int:
    """What was delivered, at each type's price; never more than was held."""
    delivered = Artifact.objects.filter(job_id=job.pk, status=Artifact.Status.READY).values_list("type", flat=True)
    return min(job.price, sum(price(kind) for kind in delivered))


def _end_artifacts(job: Job, status: str, error: StudioError | None) -> None:
    """A job that ends badly leaves no artifact waiting."""
    if status == Status.SUCCEEDED:
        return
    Artifact.objects.filter(job_id=job.pk, status__in=[Artifact.Status.PENDING, Artifact.Status.RUNNING]).update(
        status=Artifact.Status.FAILED,
        failure_code=error.code if error else "canceled",
        failure_message=error.message if error else "The job was canceled.",
        updated_at=timezone.now(),
    )


def _resume_artifacts(job: Job) -> None:
    """What failed is tried again; what is READY stays and was paid for by the hold that is now taken anew."""
    require_project(job)
    Artifact.objects.filter(job_id=job.pk, status=Artifact.Status.FAILED).update(
        status=Artifact.Status.PENDING, failure_code=None, failure_message=None, updated_at=timezone.now()
    )


ARTIFACTS = Pipeline(
    kind=services.ARTIFACTS_KIND,
    label="Write the artifacts",
    stages=(Stage("write", _write, label="Writing"),),
    on_end=_end_artifacts,
    on_resume=_resume_artifacts,
    charge=_charge_delivered,
)
