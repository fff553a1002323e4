"""What a person says of an art direction that waits for them: approve, edit or reject."""

from typing import Any

from django.utils import timezone

from generation.jobs.services import cancel_job, wake_job
from generation.jobs.states import Status
from generation.workflows.models import Workflow
from generation.workflows.services.access import Run
from generation.workflows.writing.brief import is_color
from generation.workflows.writing.direction import HOURS, LINE_CHARS, MOODS, PICTURE_CHARS, TITLE_CHARS
from wire.errors import JobStateInvalid, NotFound, ValidationFailed

ACTIONS = ("approve", "edit", "reject")
_COLOR_COUNT = 4


def direction_of(run: Run) -> dict[str, Any]:
    """The direction as it stands. Raises `NotFound` while it is not written yet, or where a type has none."""
    if run.workflow.direction is None:
        raise NotFound("The art direction is not written yet.", kind="direction")
    return run.workflow.direction


def answer_review(run: Run, action: str, *, edits: dict[str, Any] | None, note: str = "") -> Run:
    """Let the job go on, or end it; inside the caller's transaction, which has locked the workflow.

    An edit changes the direction first; a rejection cancels the job and gives its credits back. Raises
    `JobStateInvalid` unless it is waiting, `ValidationFailed` for edits that make no sense.
    """
    workflow = run.workflow
    if workflow.review != Workflow.Review.WAITING or run.job.status != Status.SUSPENDED:
        raise JobStateInvalid(
            "This workflow is not waiting for a review.", status=run.job.status, allowed=[Status.SUSPENDED.value]
        )
    if action == "edit":
        if not edits:
            raise ValidationFailed("Send what to change under direction.", field="direction")
        workflow.direction = edited(direction_of(run), edits)
    elif edits:
        raise ValidationFailed("direction is changed with the action edit.", field="direction")
    names = {"approve": Workflow.Review.APPROVED, "edit": Workflow.Review.EDITED, "reject": Workflow.Review.REJECTED}
    workflow.review, workflow.review_note = names[action], note[:500]
    workflow.save(update_fields=["direction", "review", "review_note"])
    if action == "reject":
        reason = f"Rejected in review: {note}" if note else "Rejected in review."
        job = cancel_job(run.job.pk, reason=reason)
    else:
        job = wake_job(run.job.pk, reason=f"Review: {workflow.review}.", now=timezone.now())
    return Run(workflow, job)


def edited(direction: dict[str, Any], edits: dict[str, Any]) -> dict[str, Any]:
    """The direction with the edits in it. Only what a person can mean is open: words, pictures, moods, colours.

    `sections`, where given, replaces the whole list by place: each entry names what changes of the section there;
    fewer entries leave the rest out, none at all is refused.
    """
    unknown = set(edits) - {"title", "callToAction", "look", "sections"}
    if unknown:
        raise ValidationFailed(f"direction.{sorted(unknown)[0]} cannot be edited.", field="direction")
    changed = dict(direction)
    for name in ("title", "callToAction"):
        if name in edits:
            changed[name] = _text(edits[name], f"direction.{name}", TITLE_CHARS, is_needed=name == "title")
    if "look" in edits:
        changed["look"] = {**direction["look"], **_look(edits["look"])}
    if "sections" in edits:
        changed["sections"] = _sections(direction["sections"], edits["sections"])
    return changed


def _text(value: Any, field: str, most: int, *, is_needed: bool = True) -> str:
    if not isinstance(value, str) or "\x00" in value or len(value) > most or (is_needed and not value.strip()):
        raise ValidationFailed(f"{field} must be a text of up to {most} characters.", field=field)
    return value.strip()


def _look(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) - {"palette", "music", "voice"}:
        raise ValidationFailed("direction.look takes palette, music and voice.", field="direction.look")
    found: dict[str, Any] = {}
    if "palette" in value:
        colors = value["palette"]
        if not isinstance(colors, list) or len(colors) > _COLOR_COUNT or not all(map(is_color, colors)):
            raise ValidationFailed("direction.look.palette is up to four colours as #rrggbb.", field="direction.look")
        found["palette"] = list(dict.fromkeys(color.lower() for color in colors))
    for name in ("music", "voice"):
        if name in value:
            found[name] = _text(value[name], f"direction.look.{name}", 200, is_needed=False)
    return found


def _sections(before: list[dict[str, Any]], value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not 1 <= len(value) <= len(before):
        raise ValidationFailed(
            f"direction.sections has 1 to {len(before)} entries, in their order.", field="direction.sections"
        )
    return [_section(old, new, at) for at, (old, new) in enumerate(zip(before, value, strict=False))]


def _section(old: dict[str, Any], new: Any, at: int) -> dict[str, Any]:
    field = f"direction.sections[{at}]"
    if not isinstance(new, dict):
        raise ValidationFailed(f"{field} must be an object.", field=field)
    changed = dict(old)
    if "line" in new and new["line"] != old["line"]:
        # Words that somebody has changed are no longer the page's own.
        changed |= {"line": _text(new["line"], f"{field}.line", LINE_CHARS), "evidence": None}
    for name, most in (("picture", PICTURE_CHARS), ("place", 80)):
        if name in new:
            changed[name] = _text(new[name], f"{field}.{name}", most, is_needed=name == "picture")
    if changed["picture"] != old["picture"]:
        changed["isOwnPicture"] = True
    for name, allowed in (("mood", MOODS), ("hour", HOURS)):
        if name in new:
            if new[name] not in allowed:
                raise ValidationFailed(f"{field}.{name} must be one of {', '.join(allowed)}.", field=f"{field}.{name}")
            changed[name] = new[name]
    return changed
