"""Rows as the editor family prints them. Pure reading; what costs a query is handed in."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.jobs.models import Job
from generation.jobs.queries import time_left
from generation.jobs.states import Status
from generation.media.plan import Rate
from generation.projects.models import Project
from generation.timelines.layout import starts, total
from generation.timelines.models import Footage, ProjectTimeline, Segment, TimelineRevision
from generation.timelines.services.access import timeline_of
from generation.timelines.services.clips import clip_path
from generation.timelines.times import seconds_at
from wire.moments import when

URL_LIFETIME_S = 7 * 24 * 3600  # longer than idempotent answers are kept, so a replayed URL still works
STATUS_OF_JOB = {
    Status.QUEUED: "pending",
    Status.RUNNING: "running",
    Status.SUSPENDED: "running",
    Status.SUCCEEDED: "completed",
    Status.FAILED: "failed",
    Status.CANCELED: "failed",
}
_STILL_RATE = Rate(1)


def absolute(path: str, base_url: str) -> str:
    """An address that works from anywhere; paths that carry the public URL already do."""
    return path if settings.STUDIO_PUBLIC_URL and path.startswith(settings.STUDIO_PUBLIC_URL) else base_url + path


def file_url(asset_id: str, filename: str, base_url: str, *, download_name: str | None = None) -> str:
    """A signed address of a stored file, "" for none; the file's row is not read."""
    if not asset_id:
        return ""
    url = signed_url(Asset(pk=asset_id, filename=filename), expires_s=URL_LIFETIME_S, download_name=download_name)
    return absolute(url, base_url)


def _rate(timeline: ProjectTimeline) -> Rate:
    return timeline.rate or _STILL_RATE


def segment(row: Segment, timeline: ProjectTimeline, *, base_url: str) -> dict[str, Any]:
    rate = _rate(timeline)
    return {
        "id": row.pk,
        "project_id": row.project_id,
        "start_ts": seconds_at(row.start, rate),
        "end_ts": seconds_at(row.end, rate),
        "source": row.source,
        "url": segment_url(row, rate, base_url=base_url),
        "variant_id": row.variant_id or "",
        "order_index": row.order_index,
        "active": row.active,
        "asset_id": row.footage_id,
        "start_frame": row.start,
        "end_frame": row.end,
        "min_start_ts": seconds_at(row.bound_start, rate),
        "max_end_ts": seconds_at(row.bound_end, rate),
        "source_start_ts": seconds_at(row.start - row.anchor, rate),
        "grade": row.grade,
    }


def segment_url(row: Segment, rate: Rate, *, base_url: str) -> str:
    """What plays the segment: its stretch of the footage (a media fragment), or its own clip where it is graded."""
    if row.grade is not None:
        return absolute(clip_path(row), base_url)
    first, after = seconds_at(row.start - row.anchor, rate), seconds_at(row.end - row.anchor, rate)
    return f"{playable_url(row.footage, base_url)}#t={_plain(first)},{_plain(after)}"


def _plain(seconds: float) -> str:
    """To the microsecond, as times are printed everywhere; never as a power of ten, which a media fragment is not."""
    return f"{seconds:.6f}".rstrip("0").rstrip(".")


def playable_url(footage: Footage, base_url: str) -> str:
    """The footage as a browser plays it: the proxy once there is one, the file itself before that."""
    if footage.proxy_asset_id:
        return file_url(footage.proxy_asset_id, "proxy.mp4", base_url)
    return file_url(footage.pk, footage.file_name, base_url)


def segments(rows: Sequence[Segment], timeline: ProjectTimeline, *, base_url: str) -> list[dict[str, Any]]:
    """Active segments in order, each with where it lies on the timeline."""
    at, rate = starts(rows), _rate(timeline)
    return [
        {**segment(row, timeline, base_url=base_url), "timeline_start_ts": seconds_at(at[row.pk], rate)} for row in rows
    ]


def footage(row: Footage, timeline: ProjectTimeline, *, base_url: str) -> dict[str, Any]:
    has_bytes = row.frames is not None or row.status == Footage.Status.READY
    return {
        "asset_id": row.pk,
        "file_name": row.file_name,
        "status": row.status,
        "error": row.failure_message,
        "job_id": row.job_id,
        "duration": seconds_at(row.frames, _rate(timeline)) if row.frames is not None else None,
        "facts": row.facts,
        "url": file_url(row.pk, row.file_name, base_url) if has_bytes else "",
        "proxy_url": file_url(row.proxy_asset_id, "proxy.mp4", base_url),
        "strip_url": file_url(row.strip_asset_id, "strip.jpg", base_url),
        "waveform_url": file_url(row.waveform_asset_id, "waveform.json", base_url),
    }


def summary(project: Project, *, frames: int) -> dict[str, Any]:
    timeline = timeline_of(project)
    rate = timeline.rate
    return {
        "id": project.pk,
        "name": project.name,
        "description": project.description or "",
        "duration": seconds_at(frames, rate) if rate else 0.0,
        "fps": round(float(rate.fraction), 6) if rate else None,
        "width": timeline.width,
        "height": timeline.height,
        "revision": timeline.revision,
        "created_at": when(project.created_at),
        "updated_at": when(max(project.updated_at, timeline.updated_at or project.updated_at)),
    }


def project(
    row: Project, *, playing: Sequence[Segment], footage_rows: Sequence[Footage], base_url: str
) -> dict[str, Any]:
    timeline = timeline_of(row)
    fetched = next((one.url for one in footage_rows if one.url), "")
    return {
        **summary(row, frames=total(playing)),
        "video_url": fetched,
        **_undoable(timeline),
        "footage": [footage(one, timeline, base_url=base_url) for one in footage_rows],
        "segments": segments(playing, timeline, base_url=base_url),
    }


def _undoable(timeline: ProjectTimeline) -> dict[str, Any]:
    # Only the first revision has nothing before it.
    return {"can_undo": timeline.revision not in (0, 1, timeline.floor), "can_redo": bool(timeline.redo)}


def timeline(row: ProjectTimeline, playing: Sequence[Segment], *, base_url: str) -> dict[str, Any]:
    return {
        "project_id": row.pk,
        "revision": row.revision,
        **_undoable(row),
        "segments": segments(playing, row, base_url=base_url),
    }


def history(row: ProjectTimeline, revisions: Sequence[TimelineRevision]) -> dict[str, Any]:
    return {
        "revision": row.revision,
        **_undoable(row),
        "history": [
            {
                "revision": one.number,
                "parent": one.parent,
                "action": one.action,
                "segment_count": len(one.segments),
                "current": one.number == row.revision,
                "created_at": when(one.created_at),
            }
            for one in revisions
        ],
    }


def job(row: Job, variants: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {
        "id": row.pk,
        "project_id": row.project_id or "",
        "status": STATUS_OF_JOB[Status(row.status)],
        "error": job_error(row),
        "variants": list(variants),
        "kind": row.kind.removeprefix("editor."),
        "error_details": row.error_details or {},
        **job_progress(row),
    }


def job_progress(row: Job) -> dict[str, Any]:
    return {"progress": round(row.progress, 3), "message": row.message, "time_left_ms": time_left(row)}


def job_error(row: Job) -> str:
    if row.status == Status.FAILED:
        return row.error_message or "The job failed."
    return (row.message or "The job was canceled.") if row.status == Status.CANCELED else ""
