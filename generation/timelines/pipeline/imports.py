"""Footage on its way in: fetched if it has an address, looked at, put on the timeline, indexed and prepared."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from generation.assets.models import Asset
from generation.assets.services import StoredBytes, local_copy, name_bytes, store_bytes
from generation.jobs.context import StageContext
from generation.jobs.models import Job
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.states import Status
from generation.media.plan import Rate
from generation.media.timeline.index import Footage as Index
from generation.media.timeline.ingest import Inspected, inspect, inspected, make_index, make_proxy
from generation.media.timeline.proxy import frames_of
from generation.timelines.models import Footage, ProjectTimeline, Segment
from generation.timelines.pipeline.render import require_project
from generation.timelines.services.access import active_segments, locked_timeline
from generation.timelines.services.history import settle_length, write_revision
from generation.timelines.services.imports import IMPORT_KIND, fetch_policy
from wire.errors import GenerationFailed, JobStateInvalid, StudioError
from wire.fetch import fetch


def _footage(ctx: StageContext) -> Footage:
    return Footage.objects.get(pk=ctx.params["footageId"])


def _source(ctx: StageContext) -> Path:
    """Where the footage's bytes lie. Raises GenerationFailed when they are gone."""
    asset = Asset.objects.select_related("blob").filter(pk=ctx.params["footageId"]).first()
    if asset is None:
        raise GenerationFailed("The video's file is gone. Upload it again.", reason="file_missing")
    return local_copy(asset, ctx.workdir)


# ---------------------------------------------------------------- fetched


def _fetch(ctx: StageContext) -> dict[str, Any]:
    if not ctx.params["url"]:
        return {}
    path = ctx.workdir / "fetched"
    with path.open("wb") as sink:
        answer = fetch(ctx.params["url"], fetch_policy(), sink=_Watched(sink, ctx))
    if path.stat().st_size == 0:
        raise GenerationFailed("The address serves an empty file.", reason="empty")
    stored = store_bytes(ctx.organization_id, path, holder=ctx.holder)
    path.unlink()
    return {"sha256": stored.sha256, "size": stored.size, "landing": stored.landing, "contentType": answer.content_type}


class _Watched:
    """A file that stops being written once the job is somebody else's."""

    def __init__(self, sink: Any, ctx: StageContext) -> None:
        self._sink, self._ctx, self._size = sink, ctx, 0

    def write(self, piece: bytes) -> int:
        self._size += len(piece)
        self._ctx.progress(0.5, f"{self._size / 1e6:.0f} MB fetched")
        written: int = self._sink.write(piece)
        return written


def _name(ctx: StageContext, output: dict[str, Any]) -> None:
    if not output:
        return
    footage = _footage(ctx)
    name_bytes(
        ctx.organization_id,
        StoredBytes(output["sha256"], output["size"], output.get("landing")),
        content_type=output["contentType"] or footage.content_type,
        filename=footage.file_name,
        project_id=ctx.project_id,
        asset_id=footage.pk,
    )


# ---------------------------------------------------------------- looked at, and put on the timeline


def _inspect(ctx: StageContext) -> dict[str, Any]:
    found = inspect(_source(ctx), within=ctx.workdir)
    facts = {name: value for name, value in vars(found).items() if name != "rate"}
    facts["notes"] = list(found.notes)
    return {"facts": facts, "rate": [found.rate.numerator, found.rate.denominator]}


def _inspected(ctx: StageContext) -> Inspected:
    told = ctx.outputs["inspect"]
    return inspected({**told["facts"], "rate": list(told["rate"]), "notes": list(told["facts"]["notes"])})


def _place(ctx: StageContext, output: dict[str, Any]) -> None:
    """The first footage gives the project its rate and size; its segment plays from now on."""
    timeline = locked_timeline(ctx.project_id or "")
    facts, own = output["facts"], Rate(*output["rate"])
    if timeline.rate is None:
        timeline.rate_numerator, timeline.rate_denominator = own.numerator, own.denominator
        timeline.width, timeline.height = _even(facts["width"]), _even(facts["height"])
    rate = timeline.rate or own
    frames = max(1, round(Fraction(facts["duration_ms"], 1000) * rate.fraction))  # the index will say exactly
    start = timeline.media_frames
    timeline.media_frames = start + frames
    timeline.save()
    shown = {name: facts[name] for name in _SHOWN} | {"fps": round(float(own.fraction), 6)}
    Footage.objects.filter(pk=ctx.params["footageId"]).update(frames=frames, media_start=start, facts=shown)
    _append_segment(timeline, ctx.params["footageId"], start, start + frames)


_SHOWN = (
    "container", "codec", "width", "height", "rotation", "duration_ms", "pixel_format", "bits", "is_interlaced",
    "has_sound", "sound_codec", "sound_rate", "channels", "notes",
)  # fmt: skip


def _even(length: int) -> int:
    return max(2, length // 2 * 2)


def _append_segment(timeline: ProjectTimeline, footage_id: str, start: int, end: int) -> None:
    segment = Segment(
        project_id=timeline.pk,
        footage_id=footage_id,
        start=start,
        end=end,
        bound_start=start,
        bound_end=end,
        anchor=start,
    )
    playing = active_segments(timeline.pk)
    write_revision(timeline, [*playing, segment], before=playing, action="import", principal=None)


# ---------------------------------------------------------------- indexed, and prepared for looking


def _index(ctx: StageContext) -> dict[str, Any]:
    """Where every picture is. From here on the footage's length is exact."""
    path = make_index(
        _source(ctx),
        ctx.workdir,
        _inspected(ctx),
        report=ctx.progress,
        is_wanted=lambda: not ctx.lease.is_lost,
    )
    frames = frames_of(Index.from_bytes(path.read_bytes()), _rate(ctx))
    return {"assetId": ctx.keep(path, content_type="application/octet-stream", filename="index"), "frames": frames}


def _rate(ctx: StageContext) -> Rate:
    """The project's rate, which the first footage gave it."""
    rate = ProjectTimeline.objects.get(pk=ctx.project_id).rate
    if rate is None:
        raise GenerationFailed("The project's timeline is gone. Upload the video again.", reason="file_missing")
    return rate


def _settle(ctx: StageContext, output: dict[str, Any]) -> None:
    timeline = locked_timeline(ctx.project_id or "")
    footage = _footage(ctx)
    footage.index_asset_id = output["assetId"]
    if footage.media_start is None:  # it failed before, was taken off the timeline, and was resumed
        footage.frames, footage.media_start = output["frames"], timeline.media_frames
        timeline.media_frames += output["frames"]
        timeline.save(update_fields=["media_frames", "updated_at"])
        _append_segment(timeline, footage.pk, footage.media_start, timeline.media_frames)
    elif footage.frames != output["frames"]:
        settle_length(timeline, footage, output["frames"])
    footage.save(update_fields=["index_asset_id", "frames", "media_start"])


def _prepare(ctx: StageContext) -> dict[str, Any]:
    index = Asset.objects.select_related("blob").get(pk=ctx.outputs["index"]["assetId"])
    made = make_proxy(
        _source(ctx),
        local_copy(index, ctx.workdir),
        ctx.workdir,
        rate=_rate(ctx),
        report=ctx.progress,
        is_wanted=lambda: not ctx.lease.is_lost,
    )
    return {
        "proxy": ctx.keep(made.proxy, content_type="video/mp4", filename="proxy.mp4"),
        "strip": ctx.keep(made.strip, content_type="image/jpeg", filename="strip.jpg"),
        "waveform": (
            ctx.keep(made.waveform, content_type="application/json", filename="waveform.json") if made.waveform else ""
        ),
        "layout": made.layout,
    }


def _show(ctx: StageContext, output: dict[str, Any]) -> None:
    footage = _footage(ctx)
    footage.facts = {**footage.facts, "strip": output["layout"]}
    footage.proxy_asset_id, footage.strip_asset_id = output["proxy"], output["strip"]
    footage.waveform_asset_id = output["waveform"]
    footage.save(update_fields=["facts", "proxy_asset_id", "strip_asset_id", "waveform_asset_id"])


def _end_import(job: Job, status: str, error: StudioError | None) -> None:
    """What failed says why, on the footage too, and leaves the timeline unless every picture of it is known."""
    footage = Footage.objects.filter(pk=job.subject_id).first()
    if footage is None:
        return
    if status != Status.SUCCEEDED and footage.media_start is not None and not footage.index_asset_id:
        _take_off(footage)
    if status == Status.SUCCEEDED:
        footage.status, footage.failure_code, footage.failure_message = Footage.Status.READY, "", ""
    else:
        footage.status = Footage.Status.FAILED
        footage.failure_code = str(error.details.get("reason") or error.code)[:60] if error else "canceled"
        footage.failure_message = error.message if error else "The import was canceled."
    footage.save(update_fields=["status", "failure_code", "failure_message", "media_start"])


def _take_off(footage: Footage) -> None:
    timeline = locked_timeline(footage.project_id)
    playing = active_segments(footage.project_id)
    kept = [segment for segment in playing if segment.footage_id != footage.pk]
    if len(kept) < len(playing):
        write_revision(timeline, kept, before=playing, action="failed import", principal=None)
    footage.media_start = None


def _resume_import(job: Job) -> None:
    require_project(job)
    footage = Footage.objects.filter(pk=job.subject_id).first()
    if footage is None:
        raise JobStateInvalid("The video is gone. Upload it again.", status=job.status)
    footage.status, footage.failure_code, footage.failure_message = Footage.Status.IMPORTING, "", ""
    footage.save(update_fields=["status", "failure_code", "failure_message"])


IMPORT = Pipeline(
    kind=IMPORT_KIND,
    label="Import a video",
    stages=(
        Stage("fetch", _fetch, weight=4, label="Fetching the video", commit=_name),
        Stage("inspect", _inspect, weight=2, label="Looking at the video", commit=_place),
        Stage("index", _index, weight=4, label="Reading the video", commit=_settle),
        Stage("prepare", _prepare, weight=20, label="Making a copy for previews", commit=_show),
    ),
    on_end=_end_import,
    on_resume=_resume_import,
    priority=5,  # somebody waits for it; not express, because a long film takes minutes
    urgent_until="inspect",
)
