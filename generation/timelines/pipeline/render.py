"""Rendering frozen timelines: exports, clips of graded segments, and the stretch that a generation works on.

Strangers' videos are decoded in confined processes. What they finished lies in a folder per job, which the next attempt
takes over, so that a render goes on where it was killed.
"""

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from generation.assets.services import StoredBytes, name_bytes, store_bytes
from generation.jobs.context import StageContext
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS, Pipeline, Stage
from generation.jobs.states import Status
from generation.media.timeline.apart import render_apart
from generation.media.timeline.index import Footage as Index
from generation.media.timeline.render import RenderResult
from generation.projects.models import Project
from generation.timelines.films import Film, film
from generation.timelines.models import Export
from generation.timelines.origin import origin_of
from generation.timelines.pipeline.spread import cancel_pieces, spread, take_chunks
from generation.timelines.services import kept
from generation.timelines.services.clips import CLIP_KIND
from generation.timelines.services.exports import CONTENT_TYPES, EXPORT_KIND, expiry
from wire.errors import ProjectNotFound, StudioError


def render(ctx: StageContext, made: Film, *, smart: bool = True) -> RenderResult:
    """The film as an MP4 in the attempt's folder; what earlier attempts finished is used."""
    folder = work_folder(ctx)
    out = folder / "film.mp4"
    out.unlink(missing_ok=True)
    if "spread" in ctx.outputs:
        take_chunks(ctx, folder / "parts")
    footages = {path: Index.from_bytes(index.read_bytes()) for path, index in made.indexes.items()}
    return render_apart(
        made.timeline,
        out,
        footages=footages,
        smart=smart,
        report=lambda fraction, message: ctx.progress(fraction, message),
        is_wanted=lambda: not ctx.lease.is_lost,
    )


def work_folder(ctx: StageContext) -> Path:
    """The attempt's own folder below the job's, with the finished parts of the attempt before.

    They are moved, not shared: whoever lost the job may still be writing.
    """
    root = job_folder(ctx.job_id)
    mine = root / str(ctx.attempt)
    mine.mkdir(parents=True, exist_ok=True)
    others = [path for path in root.iterdir() if path != mine and path.name.isdecimal()]
    for other in sorted(others, key=lambda path: -int(path.name)):
        parts = other / "parts"
        if parts.is_dir() and not (mine / "parts").exists():
            parts.rename(mine / "parts")
        shutil.rmtree(other, ignore_errors=True)
    return mine


def renders() -> Path:
    return Path(settings.STUDIO_DATA) / "renders"


def job_folder(job_id: str) -> Path:
    return renders() / job_id


def drop_folder(job: Job) -> None:
    shutil.rmtree(job_folder(job.pk), ignore_errors=True)


def _tidy(job: Job, status: str, error: StudioError | None) -> None:
    """A film that is done needs its parts no more; one that failed may be resumed, and retention clears it later."""
    if status == Status.SUCCEEDED:
        drop_folder(job)
    cancel_pieces(job)


# ---------------------------------------------------------------- exports


def _load(ctx: StageContext) -> dict[str, Any]:
    """Whether every file of the timeline is there, before anything is rendered."""
    return {"frames": film(ctx.params["film"], ctx.workdir).timeline.frames}


def _export(ctx: StageContext) -> dict[str, Any]:
    made, told = film(ctx.params["film"], ctx.workdir), {}
    if ctx.params["format"] == "mp4":
        result = render(ctx, made)
        told, path = asdict(result), result.path
        del told["path"]
        is_encoded = result.encoded > 0
        ctx.sign(
            path,
            origin_of(
                ctx.params["film"], organization_id=ctx.organization_id, within=ctx.workdir, is_encoded=is_encoded
            ),
        )
    else:
        path = ctx.workdir / "export"
        path.write_text(_written(ctx, made))
    stored = store_bytes(ctx.organization_id, path, holder=ctx.holder)
    return {"sha256": stored.sha256, "size": stored.size, "landing": stored.landing, "report": told}


def _written(ctx: StageContext, made: Film) -> str:
    """The timeline as another editor reads it. Raises GenerationFailed for what its format cannot say."""
    exchange, title = "generation.media.timeline.exchange", ctx.params["name"]
    match ctx.params["format"]:
        case "otio":
            known = {path: Index.from_bytes(index.read_bytes()) for path, index in made.indexes.items()}
            text = ctx.maker.call(f"{exchange}:to_otio", made.timeline, made.names, title, footages=known)
        case "edl":
            text = ctx.maker.call(f"{exchange}:to_edl", made.timeline, made.names, title)
        case _:
            text = ctx.maker.call(f"{exchange}:to_srt", made.timeline, made.names)
    return str(text)


def _publish(ctx: StageContext, output: dict[str, Any]) -> None:
    format = ctx.params["format"]
    asset = name_bytes(
        ctx.organization_id,
        StoredBytes(output["sha256"], output["size"], output.get("landing")),
        content_type=CONTENT_TYPES[format],
        filename=f"export.{format}",
        project_id=ctx.project_id,
    )
    now = timezone.now()
    Export.objects.filter(pk=ctx.job_id).update(asset_id=asset.pk, report=output["report"], expires_at=expiry(now))


# ---------------------------------------------------------------- clips


def _clip(ctx: StageContext) -> dict[str, Any]:
    result = render(ctx, film(ctx.params["film"], ctx.workdir), smart=False)
    stored = store_bytes(ctx.organization_id, result.path, holder=ctx.holder)
    return {"sha256": stored.sha256, "size": stored.size, "landing": stored.landing}


def _keep_clip(ctx: StageContext, output: dict[str, Any]) -> None:
    stored = {ctx.params["key"]: StoredBytes(output["sha256"], output["size"], output.get("landing"))}
    kept.keep(ctx.organization_id, stored, content_type="video/mp4", filename="segment.mp4", project_id=ctx.project_id)


def require_project(job: Job) -> None:
    """Resuming needs the project. Raises `ProjectNotFound`."""
    if not Project.objects.filter(pk=job.project_id, deleted_at__isnull=True).exists():
        raise ProjectNotFound()


EXPORT = Pipeline(
    kind=EXPORT_KIND,
    label="Export a timeline",
    stages=(
        Stage("load", _load, weight=1, label="Reading the timeline"),
        Stage("spread", spread, weight=6, label="Rendering in pieces"),
        Stage("render", _export, weight=30, label="Rendering", commit=_publish),
    ),
    on_end=_tidy,
    on_resume=require_project,
)
CLIP = Pipeline(
    kind=CLIP_KIND,
    label="Render a graded segment",
    stages=(Stage("render", _clip, label="Rendering the segment", commit=_keep_clip),),
    on_end=_tidy,
    priority=EXPRESS,
)
