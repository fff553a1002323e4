"""Make a plan's artifacts: their scripts, and then whatever is made of them."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from billing.prices import price
from generation.films.script import script_to_json
from generation.jobs.context import Made, StageContext
from generation.jobs.models import Job
from generation.jobs.pauses import Postpone, Suspend
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.services import LeaseLost
from generation.jobs.states import Status
from generation.projects.models import Artifact, Revision
from generation.stories import services
from generation.stories.models import StoryPlan
from generation.stories.pipeline.brief import plan_of, require_project, script_request, source_texts
from generation.stories.pipeline.deck import make_deck
from generation.stories.pipeline.storyboard import make_storyboard
from generation.stories.pipeline.videos import make_trailer, make_video
from generation.stories.services.illustrate import illustrate
from wire.errors import GenerationFailed, StudioError

log = logging.getLogger(__name__)


# What makes an artifact of a type from its script, and how much longer one takes than another. A table read is its
# script, and READY as soon as that is written.
_Make = Callable[[StageContext, Artifact, StoryPlan, dict[str, Any]], dict[str, Any]]
_MAKERS: dict[str, tuple[_Make, float]] = {
    "pitch_deck": (make_deck, 1.0),
    "storyboard": (make_storyboard, 2.0),
    "trailer": (make_trailer, 4.0),
    "production_video": (make_video, 8.0),
}


def _write(ctx: StageContext) -> dict[str, Any]:
    """Write each artifact's script. One that fails does not take the others with it."""
    artifacts = _artifacts_of(ctx)
    failures: list[StudioError] = []
    scripts: dict[str, Any] = {}
    for index, artifact in enumerate(artifacts):
        if artifact.status == Artifact.Status.READY:
            continue  # written by an earlier attempt
        ctx.progress(index / len(artifacts), f"Writing {_name(artifact)}")
        with _failing_alone(ctx, artifact, failures):
            scripts[artifact.pk] = _script_of(ctx, artifact)
            if artifact.type not in _MAKERS:
                _keep_table_read(ctx, artifact, scripts.pop(artifact.pk))
    ready = _ready_count(ctx)
    if failures and not ready and not scripts:
        raise failures[0]
    info = ctx.adapter("story").info
    return {
        "ready": ready,
        "failed": len(failures),
        "scripts": scripts,
        "provider": info.provider,
        "model": info.model,
    }


def _make(ctx: StageContext) -> dict[str, Any]:
    """Make what is more than its script, one artifact after the other; each is READY as soon as it is made."""
    scripts = ctx.outputs["write"]["scripts"]
    plan = plan_of(ctx)
    waiting = [row for row in _artifacts_of(ctx) if row.status not in _ENDED]
    total = sum(_weight(row) for row in waiting)
    done, failures = 0.0, list[StudioError]()
    for artifact in waiting:
        span = done / total, (done + _weight(artifact)) / total
        done += _weight(artifact)
        with _failing_alone(ctx, artifact, failures):
            # A resumed job may have failed to write it before.
            script = scripts.get(artifact.pk) or _script_of(ctx, artifact)
            if artifact.type not in _MAKERS:
                _keep_table_read(ctx, artifact, script)
                continue
            part = ctx.part(f"{artifact.position}", span=span, outputs={}, says=_name(artifact).capitalize())
            _keep_revision(ctx, artifact, _MAKERS[artifact.type][0](part, artifact, plan, script))
    ready = _ready_count(ctx)
    if failures and not ready:
        raise failures[0]
    told = {name: ctx.outputs["write"][name] for name in ("provider", "model")}
    return {"ready": ready, "failed": Artifact.objects.filter(job_id=ctx.job_id).count() - ready, **told}


_ENDED = (Artifact.Status.READY, Artifact.Status.FAILED)


def _weight(artifact: Artifact) -> float:
    return _MAKERS[artifact.type][1] if artifact.type in _MAKERS else 0.2


def _script_of(ctx: StageContext, artifact: Artifact) -> dict[str, Any]:
    plan = plan_of(ctx)
    writer = ctx.adapter("story")
    request = script_request(plan, artifact.request, source_texts(plan))

    def make(folder: Path) -> Made:
        return Made(script_to_json(writer.write_script(request)))

    return ctx.call(f"script-{artifact.pk}", info=writer.info, operation="script", make=make).data


@contextmanager
def _failing_alone(ctx: StageContext, artifact: Artifact, failures: list[StudioError]) -> Iterator[None]:
    """Whatever goes wrong with the artifact is noted on it and in `failures`; the job goes on with the next.

    What is no failure passes through: a pause, a lease that was lost, a database that is away.
    """
    with ctx.fenced():
        Artifact.objects.filter(pk=artifact.pk).update(status=Artifact.Status.RUNNING, updated_at=timezone.now())
    try:
        yield
    except (Suspend, Postpone, LeaseLost, DatabaseError):
        raise
    except StudioError as error:
        failures.append(error)
    except Exception:
        log.exception("%s could not be made in a way that nobody foresaw.", artifact.pk)
        message = f"Something went wrong on our side while making this {_name(artifact)}. It was not charged."
        failures.append(GenerationFailed(message))
    else:
        return
    _fail_artifact(ctx, artifact, failures[-1])


def _artifacts_of(ctx: StageContext) -> list[Artifact]:
    return list(Artifact.objects.select_related("project").filter(job_id=ctx.job_id).order_by("position"))


def _ready_count(ctx: StageContext) -> int:
    return Artifact.objects.filter(job_id=ctx.job_id, status=Artifact.Status.READY).count()


def _name(artifact: Artifact) -> str:
    return artifact.type.replace("_", " ")


def _keep_table_read(ctx: StageContext, artifact: Artifact, script: dict[str, Any]) -> None:
    with ctx.fenced():
        services.share(artifact, now=timezone.now())
        _keep_revision(ctx, artifact, {"script": script})
        illustrate(artifact, revision=artifact.current_version, plan_id=ctx.params["planId"])


def _keep_revision(ctx: StageContext, artifact: Artifact, content: dict[str, Any]) -> None:
    info = ctx.adapter("story").info
    with ctx.fenced():
        Revision.objects.get_or_create(
            artifact=artifact,
            number=artifact.current_version,
            defaults={"content": content, "provider": info.provider, "model": info.model},
        )
        Artifact.objects.filter(pk=artifact.pk).update(status=Artifact.Status.READY, updated_at=timezone.now())


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
    label="Make the artifacts",
    stages=(Stage("write", _write, label="Writing"), Stage("make", _make, weight=20.0, label="Making")),
    on_end=_end_artifacts,
    on_resume=_resume_artifacts,
    charge=_charge_delivered,
)
