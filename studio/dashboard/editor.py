"""The video editor: its list of projects, starting one, and the page on which one is cut."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from billing.services import balance_of
from generation.assets.services import signed_url
from generation.jobs.models import Job
from generation.media.timeline.grade import grade_from, lut
from generation.projects.models import Project
from generation.projects.services import access_artifact
from generation.stories.api import present as stories
from generation.timelines.api import exports as printed_exports
from generation.timelines.api import present, variants
from generation.timelines.models import Footage, Segment
from generation.timelines.queries import opened, with_duration
from generation.timelines.services import projects
from generation.timelines.services.access import access_timeline, active_segments, timeline_of, timelines_of
from generation.timelines.services.exports import FORMATS, exports_of
from generation.timelines.services.generate import GENERATE_KIND, MOST_SECONDS
from generation.timelines.services.imports import check_address
from generation.timelines.services.jobs import jobs_of, variants_of
from generation.timelines.services.previews import frame_preview
from generation.timelines.services.uploads import CONTENT_TYPES
from generation.timelines.times import seconds_at
from studio.dashboard.access import Member, action, page, refusals_at, show_form, told_at
from studio.dashboard.artifact_pages import base_url
from studio.dashboard.lists import described, page_of
from studio.dashboard.words import Word
from wire.errors import StudioError, Unavailable, ValidationFailed

PIECE_BYTES = 2 << 20  # of a file on its way: one lost piece costs little, and the door lets it in
_POSTER_LIFETIME_S = 24 * 3600
_MOST_GENERATIONS = 8
_MOST_EXPORTS = 20
_LATER = {"adding", "compare", "exports", "sending", "starting"}  # of another page, or loaded when it is asked for
# Named, so that the browser asks for all of them at once and not for one after the other has named it.
MODULES = sorted(
    f"js/editor/{path.name}"
    for path in (settings.BASE_DIR / "static/js/editor").glob("*.js")
    if path.stem not in _LATER
)
# Each is followed offline, without a key.
PROMPTS = (
    "Make it golden hour",
    "Turn day into night",
    "Add gentle snow",
    "Let it rain",
    "Make it foggy",
    "Black and white, with film grain",
    "Blur what is in the box",
    "Remove what is in the box",
    "Write “Open today” in the box",
    "Half speed",
    "Make it look like a pencil drawing",
)

# name, label, least, most, step, neutral, hint
GRADE_CONTROLS = (
    ("brightness", "Brightness", -1, 1, 0.01, 0, ""),
    ("contrast", "Contrast", -1, 1, 0.01, 0, ""),
    ("saturation", "Saturation", -1, 1, 0.01, 0, ""),
    ("temperature", "Temperature", -1, 1, 0.01, 0, "Cold to warm"),
    ("gamma", "Gamma", 0.1, 4, 0.01, 1, ""),
    ("hue_shift", "Hue shift", -180, 180, 1, 0, "In degrees"),
)
BOX_FIELDS = (("x", "Left %"), ("y", "Top %"), ("width", "Width %"), ("height", "Height %"))
FORMAT_WORDS = {
    "mp4": "A film. What was not touched is copied without loss.",
    "otio": "OpenTimelineIO, for Resolve, Premiere, Hiero and others.",
    "edl": "A cut list (CMX 3600) for older editing systems.",
    "srt": "The subtitles of the footage, or without any one line per cut: which video, from where.",
}


class NewEditForm(forms.Form):
    name = forms.CharField(max_length=200, required=False, help_text="Left empty, it is called like its video.")
    video_url = forms.CharField(
        max_length=2048,
        required=False,
        label="Address of a video",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url", "autocomplete": "off"}),
        help_text="A public file, such as an MP4. It is fetched when you press the button.",
    )


@page
def edits(request: HttpRequest, member: Member) -> HttpResponse:
    rows = with_duration(timelines_of(member.organization_id).filter(timeline__isnull=False))
    shown = page_of(request, rows)
    _told(shown.items)
    return render(request, "dashboard/editor/list.html", {"page": shown, "can_write": member.may("work:write")})


def _told(rows: Sequence[Project]) -> None:
    """Each project gets `word` (its state), `duration_ms` and `has_poster`. One query."""
    footage: dict[str, list[Footage]] = {}
    for one in Footage.objects.filter(project__in=rows).exclude(kind=Footage.Kind.GENERATED).order_by("pk"):
        footage.setdefault(one.project_id, []).append(one)
    for row in rows:
        rate, frames = timeline_of(row).rate, row.playing_frames  # type: ignore[attr-defined]
        row.duration_ms = round(seconds_at(frames, rate) * 1000) if rate else 0  # type: ignore[attr-defined]
        row.word = _word(footage.get(row.pk, []), frames)  # type: ignore[attr-defined]


def _word(footage: Sequence[Footage], frames: int) -> Word:
    states = {one.status for one in footage}
    if Footage.Status.IMPORTING in states:
        return Word("Importing", "live")
    if frames:
        return Word("Ready", "good")
    if Footage.Status.FAILED in states:
        return Word("Not imported", "bad")
    return Word("Waiting for its video", "waiting") if states else Word("Empty")


@page(permission="work:write")
def new_edit(request: HttpRequest, member: Member) -> HttpResponse:
    """The form as browsers send it by themselves: a project with a video's address, or an empty one."""
    form = NewEditForm(request.POST or None)
    if form.is_valid():
        url = form.cleaned_data["video_url"].strip()
        with told_at(form, {"": "video_url"}):
            if url:
                check_address(url)
        if not form.errors:
            name = form.cleaned_data["name"].strip() or url.rstrip("/").rpartition("/")[2][:200] or "Untitled"
            with refusals_at(form):
                row, _ = projects.create(name=name, description="", video_url=url, principal=member.principal)
                return redirect("dashboard:edit", row.pk)
    context = {"form": form, "sending": _sending(), "accepted": ",".join(_accepted())}
    return show_form(request, "dashboard/editor/new.html", context)


def _accepted() -> list[str]:
    return ["video/*", ".mkv", ".mov", ".mp4", ".webm", ".avi", ".mpg", ".ts", ".m4v"]


def _sending() -> dict[str, Any]:
    """What the page's script must know to send a file."""
    piece = min(PIECE_BYTES, settings.STUDIO_MAX_UPLOAD_REQUEST_BYTES)
    return {"pieceBytes": piece, "mostBytes": settings.STUDIO_MAX_UPLOAD_BYTES, "types": list(CONTENT_TYPES)}


@action
def cut_film(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    """A finished film, into a project of its own: its file is taken from the store."""
    found = described([access_artifact(artifact_id, organization_id=member.organization_id)])[0]
    (made,) = stories.artifacts([found], base_url=base_url(request))
    film = ((made["manifest"] or {}).get("video") or {}).get("url")
    if not film:
        raise ValidationFailed("There is no film to cut yet. Make it first.")
    row, _ = projects.create(name=found.title[:200], description="", video_url=film, principal=member.principal)  # type: ignore[attr-defined]
    return redirect("dashboard:edit", row.pk)


@page
def edit(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    row, playing, footage = opened(project_id, organization_id=member.organization_id)
    can_write = member.may("work:write") and not member.organization.suspended_at
    printed = present.project(row, playing=playing, footage_rows=footage, base_url=base_url(request))
    rate = timeline_of(row).rate
    context = {
        "project": row,
        "printed": printed,
        "can_write": can_write,
        "formats": [(name, FORMAT_WORDS.get(name, "")) for name in FORMATS],
        "grade_controls": GRADE_CONTROLS,
        "box_fields": BOX_FIELDS,
        "modules": MODULES,
        "prompts": PROMPTS,
        "accepted": ",".join(_accepted()),
        "balance": balance_of(member.account, timezone.now()) if member.may("billing:read") else None,
        "segments": [_plain(*pair) for pair in zip(playing, printed["segments"], strict=True)],
        "exports": _exports(member, row, base_url(request)),
        "state": {
            "project": printed,
            "rate": [rate.numerator, rate.denominator] if rate else None,
            "canWrite": can_write,
            "mostSeconds": MOST_SECONDS,
            "sending": _sending(),
            "generations": _generations(member, row, base_url(request)),
        },
    }
    return render(request, "dashboard/editor/editor.html", context)


def _plain(segment: Segment, printed: dict[str, Any]) -> dict[str, Any]:
    """A segment for the page without script: as it is printed, with its file's name and length."""
    return {
        **printed,
        "file_name": segment.footage.file_name,
        "frames": segment.frames,
        "earlier": segment.order_index - 1,
    }


def _generations(member: Member, project: Project, base: str) -> list[dict[str, Any]]:
    """The latest jobs that made variants for the project, each with what was asked for."""
    rows = jobs_of(member.organization_id).filter(project_id=project.pk, kind=GENERATE_KIND)
    told = [_generation(job, project, base) for job in rows.order_by("-pk")[:_MOST_GENERATIONS]]
    return [one for one in told if one["variants"] or one["status"] != "completed"]  # all others were discarded


def _generation(job: Job, project: Project, base: str) -> dict[str, Any]:
    made = [variants.variant(row, base_url=base) for row in variants_of(job)]
    return {**present.job(job, made), "prompt": job.params["prompt"], "box": job.params["box"]}


def _exports(member: Member, project: Project, base: str) -> list[dict[str, Any]]:
    rows = exports_of(member.organization_id).filter(project_id=project.pk).order_by("-pk")[:_MOST_EXPORTS]
    return printed_exports.exports(list(rows), base_url=base)


@page
def look(request: HttpRequest, member: Member) -> HttpResponse:
    """A grade's table for the player: RGB, 8 bits each, red fastest. What six numbers mean never changes."""
    try:
        grade = grade_from({name: float(request.GET.get(name, 0)) for name, *_ in GRADE_CONTROLS})
    except (ValueError, StudioError) as error:
        raise Http404("There is no such grade.") from error
    table = (lut(grade).transpose(2, 1, 0, 3) * 255).round().astype("uint8")
    answer = HttpResponse(table.tobytes(), content_type="application/octet-stream")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@page
def poster(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    """The picture that stands for a project in lists: one from its first tenth, found again once it was made."""
    row = access_timeline(project_id, organization_id=member.organization_id)
    timeline = timeline_of(row)
    key = f"poster:{row.pk}:{timeline.revision}"
    url = None
    with suppress(Unavailable):
        url = cache.get(key)
    if url is None:
        length = sum(segment.frames for segment in active_segments(row.pk))
        if timeline.rate is None or not length:
            raise Http404
        try:
            shown = frame_preview(row, at_s=seconds_at(length // 10, timeline.rate))
        except StudioError as error:
            raise Http404(error.message) from error
        url = signed_url(shown.asset, expires_s=_POSTER_LIFETIME_S)
        with suppress(Unavailable):
            cache.set(key, url, 3600)
    return redirect(url)
