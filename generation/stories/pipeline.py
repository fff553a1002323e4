"""The story family's jobs: plan, write the artifacts, finalize as sound or film."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from billing.prices import price
from generation.films import stages as film
from generation.films.frame import frame_size
from generation.films.script import digest_to_json, script_to_json
from generation.jobs.context import Made, StageContext
from generation.jobs.models import Job
from generation.jobs.registry import Pipeline, Stage, register
from generation.jobs.states import Status
from generation.projects.models import Artifact, Project, Rendition, Revision, Source
from generation.providers.base import ScriptRequest, SourceText, Target
from generation.providers.registry import adapter
from generation.stories import services
from generation.stories.envelope import plan_envelope
from generation.stories.models import StoryPlan
from wire.errors import GenerationFailed, PlanStateInvalid, ProjectNotFound, StudioError

SOURCELESS_HINT = "Attach a source and plan again: this studio writes only what a source says."


def source_texts(plan: StoryPlan) -> tuple[SourceText, ...]:
    """The plan's sources as the writer reads them, in the plan's order; the brief itself for a plan without any.

    Deleted sources are gone for the writer as well. Raises `GenerationFailed` when none is left.
    """
    if not plan.source_ids:
        return (SourceText(id=plan.pk, text=brief_of(plan), label="Brief"),)
    rows = {s.pk: s for s in Source.objects.filter(pk__in=plan.source_ids, deleted_at__isnull=True)}
    texts = tuple(
        SourceText(id=s.pk, text=s.text, label=s.label, is_markdown=s.type == Source.Type.MARKDOWN)
        for source_id in plan.source_ids
        if (s := rows.get(source_id)) and s.text.strip()
    )
    if not texts:
        raise GenerationFailed(f"The plan has no readable source. {SOURCELESS_HINT}")
    return texts


def brief_of(plan: StoryPlan) -> str:
    """What its author says of a plan without sources, one sentence to a line; evidence then points into this text."""
    said = [plan.project.description or "", plan.target["objective"], plan.target["outcome"]]
    return "\n\n".join(_as_sentence(text) for text in said if text.strip())


def _as_sentence(text: str) -> str:
    text = text.strip()
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def script_request(plan: StoryPlan, item: dict[str, Any], sources: tuple[SourceText, ...]) -> ScriptRequest:
    target, style = plan.target, plan.style_constraints or {}
    return ScriptRequest(
        sources=sources,
        target=Target(
            audience=target["audience"],
            objective=target["objective"],
            outcome=target["outcome"],
            tone=target.get("tone", ""),
            industry=target.get("industry", ""),
            distribution_context=target.get("distributionContext", ""),
        ),
        duration_ms=services.duration_s(item) * 1000,
        title=plan.title,
        mode=item.get("mode", "documentary"),
        narration=item.get("narrationPolicy", "auto"),
        notes=item.get("notes", ""),
        forbidden_words=tuple(style.get("brandSafety", ())),
        seed=film_seed(plan.project_id),
    )


def film_seed(project_id: str) -> int:
    """One seed per project, so that everything made in it shares a palette and a theme."""
    return int.from_bytes(project_id.encode()[-6:], "big") % 1_000_000


def _plan_of(ctx: StageContext) -> StoryPlan:
    return StoryPlan.objects.select_related("project").get(pk=ctx.params["planId"])


# ---------------------------------------------------------------- story.plan


def _digest(ctx: StageContext) -> dict[str, Any]:
    plan = _plan_of(ctx)
    with ctx.fenced():
        StoryPlan.objects.filter(pk=plan.pk, status=StoryPlan.Status.PENDING).update(status=StoryPlan.Status.RUNNING)
    writer = adapter("text", ctx.maker)
    sources = source_texts(plan)

    def make(folder: Path) -> Made:
        return Made(digest_to_json(writer.digest(sources)))

    made = ctx.call("digest", info=writer.info, operation="digest", make=make)
    return {"digest": made.data}


def _outline(ctx: StageContext) -> dict[str, Any]:
    plan = _plan_of(ctx)
    writer = adapter("text", ctx.maker)
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
    StoryPlan.objects.filter(pk=job.subject_id, status__in=_PLANNING).update(
        status=StoryPlan.Status.FAILED,
        failure_code=error.code if error else "canceled",
        failure_message=error.message if error else "The planning was canceled.",
        updated_at=timezone.now(),
    )


def _resume_plan(job: Job) -> None:
    """Open the failed plan again. Raises `PlanStateInvalid` once a newer plan has taken its place."""
    _require_project(job)
    plan = StoryPlan.objects.select_for_update(no_key=True).get(pk=job.subject_id)
    newer = StoryPlan.objects.filter(project=plan.project_id, pk__gt=plan.pk)
    if plan.status != StoryPlan.Status.FAILED or newer.exists():
        raise PlanStateInvalid("This plan was superseded. Create a new one.", status=plan.status, allowed=["FAILED"])
    plan.status, plan.failure_code, plan.failure_message = StoryPlan.Status.PENDING, None, None
    plan.save(update_fields=["status", "failure_code", "failure_message", "updated_at"])


def _require_project(job: Job) -> None:
    """Raises `ProjectNotFound` when the job's project was deleted: what it would make could not be read."""
    if not Project.objects.filter(pk=job.project_id, deleted_at__isnull=True).exists():
        raise ProjectNotFound()


# ---------------------------------------------------------------- story.artifacts


def _write(ctx: StageContext) -> dict[str, Any]:
    """Write each artifact's script. One that fails does not take the others with it."""
    plan = _plan_of(ctx)
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
    _require_project(job)
    Artifact.objects.filter(job_id=job.pk, status=Artifact.Status.FAILED).update(
        status=Artifact.Status.PENDING, failure_code=None, failure_message=None, updated_at=timezone.now()
    )


# ---------------------------------------------------------------- story.finalize


def _load(ctx: StageContext) -> dict[str, Any]:
    """Everything the film's stages need, read once: later edits of the artifact do not reach a running job."""
    artifact = Artifact.objects.select_related("project").get(pk=ctx.params["artifactId"])
    revision = Revision.objects.get(artifact=artifact, number=ctx.params["revision"])
    plan = _plan_of(ctx)
    style = plan.style_constraints or {}
    width, height = frame_size(artifact.request.get("aspectRatio"))
    look: film.Look = {
        "width": width,
        "height": height,
        "seed": film_seed(artifact.project_id),
        "musicPrompt": style.get("musicPolicy", ""),
        "credit": artifact.project.name,
    }
    earlier = (
        Rendition.objects.filter(artifact=artifact, revision=revision.number, asset_id__isnull=False)
        .order_by("-pk")
        .first()
    )
    return {
        "script": revision.content["script"],
        "durationMs": services.duration_s(artifact.request) * 1000,
        "look": look,
        "performance": earlier.data.get("performance") if earlier else None,
        "mix": earlier.data.get("mix") if earlier else None,
    }


def _mix(ctx: StageContext) -> dict[str, Any]:
    """The sound of a version is mixed once, whichever of MP3 and MP4 is asked for first."""
    return ctx.outputs["load"]["mix"] or film.mix_film(ctx)


def _score(ctx: StageContext) -> dict[str, Any]:
    return {} if ctx.outputs["load"]["mix"] else film.score(ctx)


def _publish(ctx: StageContext) -> dict[str, Any]:
    mix, rendered = ctx.outputs["mix"], ctx.outputs.get("render")
    made = rendered or mix
    asset_id = rendered["filmAssetId"] if rendered else mix["mp3AssetId"]
    return {"assetId": asset_id, "durationMs": made["durationMs"], "mix": mix, "render": rendered or {}}


def _keep_rendition(ctx: StageContext, output: dict[str, Any]) -> None:
    Rendition.objects.filter(job_id=ctx.job_id).update(
        asset_id=output["assetId"],
        duration_ms=output["durationMs"],
        data={"performance": ctx.outputs["perform"], "mix": output["mix"], "render": output["render"]},
    )


def register_pipelines() -> None:
    register(
        Pipeline(
            kind=services.PLAN_KIND,
            label="Plan a story",
            stages=(
                Stage("digest", _digest, label="Reading the sources"),
                Stage("outline", _outline, label="Outlining the journey", commit=_keep_plan),
            ),
            on_end=_end_plan,
            on_resume=_resume_plan,
        )
    )
    register(
        Pipeline(
            kind=services.ARTIFACTS_KIND,
            label="Write the artifacts",
            stages=(Stage("write", _write, label="Writing"),),
            on_end=_end_artifacts,
            on_resume=_resume_artifacts,
            charge=_charge_delivered,
        )
    )
    sound = (
        Stage("load", _load, weight=1, label="Reading the script"),
        Stage("perform", film.perform, weight=30, label="Performing the read"),
        Stage("score", _score, weight=4, label="Composing the music"),
        Stage("mix", _mix, weight=6, label="Mixing"),
    )
    picture = (
        Stage("paint", film.paint, weight=30, label="Drawing the pictures"),
        Stage("render", film.render, weight=28, label="Rendering the film"),
    )
    publish = Stage("publish", _publish, weight=1, label="Publishing", commit=_keep_rendition)
    for mode, label, stages in (
        ("audio", "Finalize as sound", (*sound, publish)),
        ("video", "Finalize as film", (*sound, *picture, publish)),
    ):
        register(Pipeline(services.FINALIZE_KINDS[mode], label, stages, on_resume=_require_project))
