"""The art direction as a designed page, and what a person says of it: approve, change or reject."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from generation.jobs.states import Status
from generation.workflows.services.access import Run, access_run
from generation.workflows.services.review import answer_review, direction_of
from generation.workflows.writing.direction import HOURS, LINE_CHARS, MOODS, PICTURE_CHARS, TITLE_CHARS
from studio.dashboard.access import Member, page
from studio.dashboard.workflows.cards import title_of
from studio.dashboard.workflows.forms import RejectForm
from studio.dashboard.workflows.runs import about, address, state_of
from studio.dashboard.workflows.shown import swatches
from wire.errors import InsufficientScope, NotFound, StudioError, ValidationFailed

_SAID = {
    "approve": "Approved. It is being made now.",
    "edit": "Your changes are in, and it is being made now.",
    "reject": "Rejected. Nothing was charged.",
}


@page
def direction(request: HttpRequest, member: Member, workflow_id: str) -> HttpResponse:
    """Read it; posted, the answer. What was typed stays when it is refused."""
    if request.method == "POST":
        return _answer(request, member, workflow_id)
    run = access_run(workflow_id, organization_id=member.organization_id)
    return _show(request, member, run, direction_of(run))


def _answer(request: HttpRequest, member: Member, workflow_id: str) -> HttpResponse:
    if not member.may("work:write"):
        raise InsufficientScope("Your role reads art directions and does not decide on them.")
    asked = request.POST.get("action", "")
    with transaction.atomic():
        run = access_run(workflow_id, organization_id=member.organization_id, locked=True)
        before = direction_of(run)
        edits = edits_of(request.POST, before) if asked == "edit" else None
        if asked == "edit" and not edits:
            asked = "approve"  # nothing was changed
        try:
            with transaction.atomic():
                answer_review(run, _known(asked), edits=edits, note=_note(request))
        except NotFound:
            raise
        except StudioError as error:
            refused = error.message
        else:
            messages.success(request, _SAID[asked])
            return redirect("dashboard:workflow", workflow_id)
    run = access_run(workflow_id, organization_id=member.organization_id)
    return _show(request, member, run, _typed(before, edits or {}), refusal=refused)


def _known(asked: str) -> str:
    if asked not in _SAID:
        raise ValidationFailed("Approve it, change it or reject it.", field="action")
    return asked


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").strip()[:400]


def edits_of(posted: Any, before: dict[str, Any]) -> dict[str, Any]:
    """The form's fields as the API's edits: only what differs from the direction as it stands."""
    edits: dict[str, Any] = {
        name: posted[name].strip()
        for name in ("title", "callToAction")
        if name in posted and posted[name].strip() != before[name]
    }
    look = {
        name: posted[name].strip()
        for name in ("music", "voice")
        if name in posted and posted[name].strip() != before["look"][name]
    }
    palette = [color.lower() for color in posted.getlist("palette")]
    if palette and palette != before["look"]["palette"]:
        look["palette"] = palette
    if look:
        edits["look"] = look
    sections = [_section(posted, at, section) for at, section in enumerate(before["sections"])]
    return {**edits, "sections": sections} if any(sections) else edits


def _section(posted: Any, at: int, before: dict[str, Any]) -> dict[str, str]:
    told = {name: posted.get(f"{name}-{at}") for name in ("line", "picture", "place", "mood", "hour")}
    given = {name: value.strip() for name, value in told.items() if value is not None}
    return {name: value for name, value in given.items() if value != (before[name] or "")}


def _typed(before: dict[str, Any], edits: dict[str, Any]) -> dict[str, Any]:
    """The direction as it was typed, right or wrong."""
    sections = edits.get("sections") or [{}] * len(before["sections"])
    changed: dict[str, Any] = {name: edits[name] for name in ("title", "callToAction") if name in edits}
    return {
        **before,
        **changed,
        "look": {**before["look"], **edits.get("look", {})},
        "sections": [{**old, **new} for old, new in zip(before["sections"], sections, strict=True)],
    }


def _show(
    request: HttpRequest, member: Member, run: Run, direction: dict[str, Any], *, refusal: str = ""
) -> HttpResponse:
    palette = swatches(direction)
    context = {
        "run": run,
        "workflow": run.workflow,
        "job": run.job,
        "status": state_of(run),
        "title": title_of(run.workflow.type),
        "about": about(run.workflow),
        "reference": address(direction.get("source") or run.workflow.request.get("url") or ""),
        "direction": direction,
        "palette": palette,
        "can_decide": state_of(run) == "needs_review" and member.may("work:write"),
        "is_waiting": run.job.status == Status.SUSPENDED,
        "reject_form": RejectForm(),
        "refusal": refusal,
        "moods": MOODS,
        "hours": HOURS,
        "most": {"line": LINE_CHARS, "picture": PICTURE_CHARS, "title": TITLE_CHARS},
    }
    return render(request, "dashboard/workflows/direction.html", context, status=422 if refusal else 200)
