"""The steps of an advert's check-up: fetch it, measure it, cut it better, measure that too."""

from typing import Any

from generation.films.stages import asset_path
from generation.jobs.context import Origin, StageContext
from generation.workflows.pipeline import reference
from generation.workflows.writing.verdict import verdict

Json = dict[str, Any]


def fetch(ctx: StageContext) -> Json:
    path, film = reference.fetched(ctx)
    return {"assetId": ctx.keep(path, content_type="video/mp4", filename="reference.mp4"), **film}


def measure(ctx: StageContext) -> Json:
    film = ctx.outputs["fetch"]
    return reference.measured(ctx, asset_path(ctx, film["assetId"]), film)


def improve(ctx: StageContext) -> Json:
    """The improved cut; with premium a tall one beside it."""
    measured, film = ctx.outputs["measure"], ctx.outputs["fetch"]
    told = {name: measured[name] for name in ("levels", "shots", "fps", "width", "height", "durationMs")}
    versions = [False, True] if ctx.params["quality"] == "premium" else [False]
    source, videos, done = asset_path(ctx, film["assetId"]), [], []
    for is_tall in versions:
        out = ctx.workdir / ("tall" if is_tall else "same")
        out.mkdir(exist_ok=True)
        made = reference.confined(ctx, source, film, "improve:improve", out, measured=told, is_tall=is_tall)
        origin = Origin(models=(("local", "studio-advert-1"),), used=(reference.used(ctx, film),))
        improved = out / "improved.mp4"
        asset_id = ctx.publish(improved, origin, content_type="video/mp4", filename="improved.mp4")
        shape = {name: int(made[name]) for name in ("width", "height", "durationMs")}
        ratio = "9:16" if is_tall else "original"
        videos.append({"format": ratio, "cut": "improved", "filmAssetId": asset_id, **shape})
        done += [str(line) for line in made["done"] if line not in done]
    after = reference.measured(ctx, asset_path(ctx, str(videos[0]["filmAssetId"])), film)
    return {"videos": videos, "done": done, "after": verdict(after)}


def deliver(ctx: StageContext) -> Json:
    improved, before = ctx.outputs["improve"], verdict(ctx.outputs["measure"])
    after = {"score": improved["after"]["score"], "parts": improved["after"]["parts"]}
    return {
        "videos": improved["videos"], "images": [], "documents": [], "direction": None,
        "report": {**before, "improvements": improved["done"], "after": after},
        "madeBy": {"video": "local/studio-advert-1"},
    }  # fmt: skip
