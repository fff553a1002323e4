"""Asking for variants of a stretch of the timeline: a prompt, a range and perhaps a box; priced by length."""

from typing import Any

from billing import dry_run
from billing.prices import single_quote
from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.media.child import Maker
from generation.projects.models import Project
from generation.projects.services import lock_project, require_open
from generation.routing.routes import adapter_for
from generation.timelines.films import frozen
from generation.timelines.layout import pieces, range_to_replace, total
from generation.timelines.services.access import active_segments, locked_timeline, require_rate
from generation.timelines.times import frame_at, outside, seconds_at
from wire.errors import ValidationFailed
from wire.principal import Principal

GENERATE_KIND = "editor.generate"
VARIANTS = 2
MOST_SECONDS = 60


def start_generation(
    project: Project,
    *,
    prompt: str,
    start_s: float,
    end_s: float,
    box: tuple[float, float, float, float] | None,
    principal: Principal,
) -> Job:
    """A job that makes variants of what plays from `start_s` to `end_s`; its credits are held here.

    Raises `ValidationFailed` with the allowed range, `InsufficientCredits`; in a dry run also what the job would fail
    with, a `ProviderError`, when nothing of the prompt can be done.
    """
    require_open(lock_project(project))
    timeline = locked_timeline(project.pk)
    rate = require_rate(timeline)
    playing = active_segments(project.pk)
    if not playing:
        raise ValidationFailed("The timeline is empty: every segment was deleted. Undo, or upload a video.")
    length = total(playing)
    start, end = frame_at(start_s, rate, field="start_ts"), frame_at(end_s, rate, field="end_ts")
    if not 0 <= start < length:
        raise outside("start_ts", "start_ts must lie on the timeline.", least=0, most=length - 1, rate=rate)
    longest = min(length, start + rate.frames_at(MOST_SECONDS * 1000))
    if not start < end <= longest:
        message = f"end_ts must lie on the timeline, after start_ts, and at most {MOST_SECONDS} s from it."
        raise outside("end_ts", message, least=start + 1, most=longest, rate=rate)
    if not prompt.strip():
        raise ValidationFailed("prompt must say what to change.", field="prompt")
    wanted = pieces(playing, start, end)
    low, high = range_to_replace(playing, wanted)
    params: dict[str, Any] = {
        "prompt": prompt.strip(),
        "box": dict(zip(("x", "y", "width", "height"), box, strict=True)) if box else None,
        "range": [low, high],
        "pieces": [[piece.start, piece.end] for piece in wanted],
        "film": frozen(timeline, wanted),
        "variants": VARIANTS,
    }
    job = create_job(
        organization_id=principal.organization_id,
        kind=GENERATE_KIND,
        params=params,
        project_id=project.pk,
        subject_id=project.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=single_quote("edit_variant", "edit_variant", duration_s=seconds_at(end - start, rate)),
        operation="editor.generate",
    )
    if dry_run.is_active():  # the job would say so only once it ran
        editor = adapter_for(principal.organization_id, "video_edit", Maker())
        editor.check(params["prompt"], has_box=bool(params["box"]))
    return job
