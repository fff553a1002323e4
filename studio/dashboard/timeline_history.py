"""A timeline's revisions beside each other: what played in which order, and the way back to any of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from generation.media.plan import Rate
from generation.timelines.models import Segment, TimelineRevision
from generation.timelines.services import history
from generation.timelines.services.access import access_timeline, timeline_of
from generation.timelines.times import seconds_at
from studio.dashboard.access import Member, action, page
from studio.dashboard.comparing import Comparison, State, number_of, section
from wire.errors import NotFound

_MOST = 200
ACTIONS = {
    "import": "Video added", "split": "Split", "trim": "Trim", "delete": "Segment deleted", "reorder": "Segments moved",
    "color-grade": "Grade", "accept": "Variant accepted", "restore": "Earlier revision restored",
    history.SETTLED: "Length of the video known",
}  # fmt: skip


@page
def compare_timelines(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    """`?from=` and `?to=` are revisions; without them what plays now stands beside what it was made from."""
    project = access_timeline(project_id, organization_id=member.organization_id)
    timeline = timeline_of(project)
    rows = {row.number: row for row in history.revisions_of(project.pk).order_by("-number")[:_MOST]}
    if not rows:
        return render(request, "dashboard/editor/history.html", {"project": project})
    new = _revision(project.pk, rows, number_of(request.GET.get("to"), timeline.revision))
    old = _revision(project.pk, rows, number_of(request.GET.get("from"), new.parent or new.number))
    rate = timeline.rate or Rate(25)
    comparison = Comparison(
        old=_state(old, timeline.revision),
        new=_state(new, timeline.revision),
        sections=[one] if (one := section("What plays", *(_lines(row, rate) for row in (old, new)))) else [],
        choices=[(str(row.number), f"{row.number}: {ACTIONS.get(row.action, row.action)}") for row in rows.values()],
        expected=str(timeline.revision),
        summary=" ".join(f"Revision {row.number} lasts {_length(row, rate)}." for row in dict.fromkeys((old, new))),
    )
    can_write = member.may("work:write") and not member.organization.suspended_at
    context = {"project": project, "comparison": comparison, "can_write": can_write}
    return render(request, "dashboard/editor/history.html", context)


@action
def restore_timeline(request: HttpRequest, member: Member, project_id: str, number: int) -> HttpResponse:
    project = access_timeline(project_id, organization_id=member.organization_id)
    expected = number_of(request.POST.get("expected"), timeline_of(project).revision)
    now = history.restore(project.pk, number, principal=member.principal, expected=expected)
    told = f"Revision {number} plays again, as revision {now.timeline.revision}. The others are kept."
    messages.success(request, told)
    return redirect("dashboard:timeline_history", project.pk)


def _revision(project_id: str, rows: dict[int, TimelineRevision], number: int) -> TimelineRevision:
    found = rows.get(number) or history.revisions_of(project_id).filter(number=number).first()
    if found is None:
        raise NotFound("This timeline has no such revision.", kind="revision")
    return found


def _state(row: TimelineRevision, playing: int) -> State:
    told = f"{ACTIONS.get(row.action, row.action)}, {row.created_at:%d %b %Y, %H:%M} UTC"
    restore = reverse("dashboard:restore_timeline", args=[row.project_id, row.number])
    return State(str(row.number), f"Revision {row.number}", told, restore="" if row.number == playing else restore)


def _lines(row: TimelineRevision, rate: Rate) -> list[str]:
    return [_told(segment, rate) for segment in history.segments_in(row)]


def _told(segment: Segment, rate: Rate) -> str:
    first, last = (seconds_at(frame - segment.anchor, rate) for frame in (segment.start, segment.end))
    graded = ", graded" if segment.grade else ""
    made = ", made by a model" if segment.variant_id else ""
    return f"{segment.footage.file_name} from {first:.2f} s to {last:.2f} s{graded}{made}"


def _length(row: TimelineRevision, rate: Rate) -> str:
    return f"{seconds_at(sum(end - start for _, start, end in row.segments), rate):.2f} s"
