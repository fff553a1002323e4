"""Variants of a stretch of the timeline: it is rendered, handed to whoever makes variants, and each is kept."""

from pathlib import Path
from typing import Any

from generation.assets.models import Asset
from generation.assets.services import get_asset, local_copy
from generation.jobs.context import Made, StageContext
from generation.jobs.registry import Pipeline, Stage
from generation.media.plan import Rate
from generation.media.scores import Score
from generation.providers.base import EditBox, EditRequest, EditVariant
from generation.timelines.films import film
from generation.timelines.models import Footage, Variant
from generation.timelines.pipeline.render import drop_folder, render, require_project
from generation.timelines.services.generate import GENERATE_KIND, VARIANTS
from generation.timelines.services.scores import COMPARISONS
from wire.errors import GenerationFailed


def _film(ctx: StageContext) -> dict[str, Any]:
    # Nothing is rendered for a provider that is not there, or that will say no.
    ctx.adapter("video_edit").check(ctx.params["prompt"], has_box=bool(ctx.params["box"]))
    result = render(ctx, film(ctx.params["film"], ctx.workdir), smart=False)
    asset_id = ctx.keep(result.path, content_type="video/mp4", filename="original.mp4")
    return {"assetId": asset_id, "frames": result.frames}


def _edit(ctx: StageContext) -> dict[str, Any]:
    """The provider's variants, each as long as the stretch. Raises ProviderRejected with what it cannot do."""
    editor = ctx.adapter("video_edit")
    source, frames = ctx.outputs["film"]["assetId"], ctx.outputs["film"]["frames"]
    request = EditRequest(
        source=_file(ctx, source),
        start=0,
        end=frames,
        rate=Rate(*ctx.params["film"]["rate"]),
        prompt=ctx.params["prompt"],
        box=EditBox(**box) if (box := ctx.params["box"]) else None,
        variants=ctx.params["variants"],
    )

    def make(folder: Path) -> Made:
        found = editor.edit(request, folder, ctx.progress).variants
        if len(found) < VARIANTS or any(one.frames != frames for one in found):
            raise GenerationFailed("The provider made other variants than were asked for.", reason="other_variants")
        files = {f"video{number}": one.path for number, one in enumerate(found, 1)}
        files |= {f"preview{number}": one.preview for number, one in enumerate(found, 1)}
        return Made({"variants": [_told(one) for one in found]}, files)

    made = ctx.call("edit", info=editor.info, operation="video_edit", make=make)
    return {
        "variants": made.data["variants"],
        "assets": made.assets,
        "provider": editor.info.provider,
        "model": editor.info.model,
    }


def _told(variant: EditVariant) -> dict[str, Any]:
    return {"title": variant.title, "applied": list(variant.applied), "unsupported": list(variant.unsupported)}


def _measure(ctx: StageContext) -> dict[str, Any]:
    """Every variant's scores, held against the prompt and against what was there; one that cannot be has none."""
    made, box = ctx.outputs["edit"], ctx.params["box"]
    original = _file(ctx, ctx.outputs["film"]["assetId"])
    asked = [(number, against) for number in range(len(made["variants"])) for against in COMPARISONS]
    scores: list[dict[str, Any]] = [{} for _ in made["variants"]]
    for index, (number, against) in enumerate(asked):
        ctx.progress(index / len(asked), f"Measuring variant {number + 1}")
        try:
            found: Score = ctx.maker.call(
                "generation.media.scores:score",
                original,
                _file(ctx, made["assets"][f"video{number + 1}"]),
                rate=Rate(*ctx.params["film"]["rate"]),
                prompt=ctx.params["prompt"],
                box=EditBox(**box) if box else None,
                unsupported=made["variants"][number]["unsupported"],
                compare_to=against,
                flavour=number,
            )
        except GenerationFailed as error:
            if ctx.lease.is_lost:
                raise
            scores[number][against] = {"error": error.message}
        else:
            scores[number][against] = found.to_json()
    return {"scores": scores}


def _file(ctx: StageContext, asset_id: str) -> Path:
    return local_copy(get_asset(asset_id, organization_id=ctx.organization_id), ctx.workdir)


def _publish(ctx: StageContext) -> dict[str, Any]:
    return {"variants": len(ctx.outputs["edit"]["variants"])}


def _keep_variants(ctx: StageContext, output: dict[str, Any]) -> None:
    made, (start, end) = ctx.outputs["edit"], ctx.params["range"]
    for number, told in enumerate(made["variants"], 1):
        asset = Asset.objects.get(pk=made["assets"][f"video{number}"])
        footage = Footage.objects.create(
            pk=asset.pk,
            project_id=ctx.project_id or "",
            kind=Footage.Kind.GENERATED,
            status=Footage.Status.READY,
            file_name=asset.filename,
            content_type=asset.content_type,
            job_id=ctx.job_id,
            frames=end - start,
        )
        Variant.objects.create(
            project_id=ctx.project_id or "",
            job_id=ctx.job_id,
            number=number,
            footage=footage,
            original_asset_id=ctx.outputs["film"]["assetId"],
            preview_asset_id=made["assets"][f"preview{number}"],
            start=start,
            end=end,
            pieces=ctx.params["pieces"],
            prompt=ctx.params["prompt"],
            bounding_box=ctx.params["box"],
            label=told["title"][:300],
            provider=made["provider"],
            model=made["model"],
            scores=ctx.outputs["measure"]["scores"][number - 1],
            data={"applied": told["applied"], "notes": told["unsupported"]},
        )


GENERATE = Pipeline(
    kind=GENERATE_KIND,
    label="Make variants",
    stages=(
        Stage("film", _film, weight=10, label="Rendering the stretch"),
        Stage("edit", _edit, weight=30, label="Making variants"),
        Stage("measure", _measure, weight=8, label="Measuring the variants"),
        Stage("publish", _publish, weight=1, label="Publishing", commit=_keep_variants),
    ),
    on_end=lambda job, status, error: drop_folder(job),
    on_resume=require_project,
)
