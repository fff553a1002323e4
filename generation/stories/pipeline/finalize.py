"""Finalize a table read as sound or film."""

from typing import Any

from generation.films import screen
from generation.films import stages as film
from generation.jobs.context import StageContext
from generation.jobs.registry import Pipeline, Stage
from generation.projects.models import Artifact, Rendition, Revision
from generation.stories import services
from generation.stories.pipeline.brief import plan_of, require_project
from generation.stories.pipeline.look import look_of
from generation.stories.staging.film import film_inputs
from generation.stories.staging.read import staged
from generation.stories.staging.voices import catalogue


def load(ctx: StageContext) -> dict[str, Any]:
    """Everything the film's stages need, read once: later edits of the artifact do not reach a running job."""
    artifact = Artifact.objects.select_related("project").get(pk=ctx.params["artifactId"])
    revision = Revision.objects.get(artifact=artifact, number=ctx.params["revision"])
    look = look_of(artifact, plan_of(ctx))
    return {
        "script": revision.content["script"],
        "durationMs": revision.content.get("durationMs") or services.duration_s(artifact.request) * 1000,
        "look": look,
        "performance": _earlier_performance(artifact, revision.number),
        **film_inputs(
            staged(artifact, revision=revision.number), catalogue(artifact.organization_id), seed=look["seed"]
        ),
    }


def note_edit_number(ctx: StageContext, output: dict[str, Any]) -> None:
    """The edits that came in while the job waited are in the film too."""
    Rendition.objects.filter(job_id=ctx.job_id).update(edit_number=output["editNumber"])


def _earlier_performance(artifact: Artifact, revision: int) -> dict[str, Any] | None:
    """What was heard of this artifact before, this version's before others': its lines are not spoken again, and its
    pauses stay, so that a changed line leaves the rest of the film as it is."""
    made = Rendition.objects.filter(artifact=artifact, asset_id__isnull=False)
    earlier = made.filter(revision=revision).order_by("-pk").first() or made.order_by("-pk").first()
    return earlier.data.get("performance") if earlier else None


def _publish(ctx: StageContext) -> dict[str, Any]:
    mix, rendered = ctx.outputs["mix"], ctx.outputs.get("render")
    made = rendered or mix
    asset_id = rendered["filmAssetId"] if rendered else mix["mp3AssetId"]
    return {"assetId": asset_id, "durationMs": made["durationMs"], "mix": mix, "render": rendered or {}}


def _keep_rendition(ctx: StageContext, output: dict[str, Any]) -> None:
    Rendition.objects.filter(job_id=ctx.job_id).update(
        asset_id=output["assetId"],
        duration_ms=output["durationMs"],
        data={
            "performance": ctx.outputs["perform"],
            "mix": output["mix"],
            "render": output["render"],
            "score": {"skipped": ctx.outputs["score"].get("skipped", [])},
        },
    )


_SOUND = (
    Stage("load", load, weight=1, label="Reading the script", commit=note_edit_number),
    Stage("perform", film.perform, weight=30, label="Performing the read"),
    Stage("score", film.score, weight=4, label="Composing the music"),
    Stage("mix", film.mix_film, weight=6, label="Mixing"),
)
_PICTURE = (
    Stage("paint", screen.paint, weight=30, label="Drawing the pictures"),
    Stage("render", screen.render, weight=28, label="Rendering the film"),
)
_PUBLISH = Stage("publish", _publish, weight=1, label="Publishing", commit=_keep_rendition)

FINALIZE_AUDIO = Pipeline(
    services.FINALIZE_KINDS["audio"], "Finalize as sound", (*_SOUND, _PUBLISH), on_resume=require_project
)
FINALIZE_VIDEO = Pipeline(
    services.FINALIZE_KINDS["video"], "Finalize as film", (*_SOUND, *_PICTURE, _PUBLISH), on_resume=require_project
)
