"""The editor's buttons without script: each is a form that calls the same service as the API and comes back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from generation.timelines.models import Segment
from generation.timelines.services import exports, history, jobs, projects, segments
from generation.timelines.services.access import access_segment, access_timeline
from generation.timelines.services.exports import access_export
from studio.dashboard.access import Member, action
from wire.errors import ValidationFailed


def _number(request: HttpRequest, name: str) -> float:
    try:
        return float(request.POST.get(name, ""))
    except ValueError:
        raise ValidationFailed(f"{name} must be a time in seconds.", field=name) from None


def _split(request: HttpRequest, segment: Segment, member: Member) -> None:
    segments.split(segment, at_s=_number(request, "split_ts"), principal=member.principal)


def _trim(request: HttpRequest, segment: Segment, member: Member) -> None:
    start_s, end_s = _number(request, "new_start_ts"), _number(request, "new_end_ts")
    segments.trim(segment, start_s=start_s, end_s=end_s, principal=member.principal)


def _move(request: HttpRequest, segment: Segment, member: Member) -> None:
    segments.move(segment, to=int(_number(request, "order_index")), principal=member.principal)


def _delete(request: HttpRequest, segment: Segment, member: Member) -> None:
    segments.delete(segment, principal=member.principal)


CUTS: dict[str, Callable[[HttpRequest, Segment, Member], None]] = {
    "split": _split,
    "trim": _trim,
    "move": _move,
    "delete": _delete,
}


@action
def cut_segment(request: HttpRequest, member: Member, segment_id: str, cut: str) -> HttpResponse:
    segment = access_segment(segment_id, organization_id=member.organization_id)
    CUTS[cut](request, segment, member)
    return redirect("dashboard:edit", segment.project_id)


@action
def step(request: HttpRequest, member: Member, project_id: str, direction: str) -> HttpResponse:
    row = access_timeline(project_id, organization_id=member.organization_id)
    (history.undo if direction == "undo" else history.redo)(row.pk)
    return redirect("dashboard:edit", row.pk)


@action
def export(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    row = access_timeline(project_id, organization_id=member.organization_id)
    exports.start_export(row, format=request.POST.get("format", ""), principal=member.principal)
    messages.success(request, "The export is being made. Reload the page to see how far it is.")
    return redirect("dashboard:edit", row.pk)


@action
def cancel_export(request: HttpRequest, member: Member, export_job_id: str) -> HttpResponse:
    job = jobs.cancel(access_export(export_job_id, organization_id=member.organization_id))
    return redirect("dashboard:edit", job.project_id)


@action
def remove_edit(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    row = access_timeline(project_id, organization_id=member.organization_id)
    projects.delete(row)
    messages.success(request, f"“{row.name}” is deleted.")
    return redirect("dashboard:edits")
