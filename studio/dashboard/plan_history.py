"""A project's plans beside each other: what each would make, of what, and the way back to an earlier one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from generation.projects.models import Source
from generation.projects.services import access_project
from generation.stories.models import StoryPlan
from generation.stories.services import access_plan, plans_of, restore_plan
from studio.dashboard.access import Member, action, page
from studio.dashboard.comparing import Comparison, Section, State, section
from wire.errors import PlanNotFound

_MOST = 50
_TARGET = (("audience", "For"), ("objective", "To"), ("outcome", "So that they"), ("tone", "Tone"))


@page
def compare_plans(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    project = access_project(project_id, organization_id=member.organization_id)
    rows = list(plans_of(member.organization_id).filter(project=project).order_by("-created_at", "-pk")[:_MOST])
    if not rows:
        raise PlanNotFound()
    by_id = {row.pk: row for row in rows}
    new = _chosen(by_id, request.GET.get("to"), rows[0])
    older = rows[rows.index(new) + 1 :]
    old = _chosen(by_id, request.GET.get("from"), older[0] if older else new)
    names = {row.pk: f"Plan {len(rows) - at}" for at, row in enumerate(rows)}
    titles = dict(_titles(Source.objects.filter(pk__in={*old.source_ids, *new.source_ids}, project=project)))
    comparison = Comparison(
        old=_state(old, names[old.pk], rows[0]),
        new=_state(new, names[new.pk], rows[0]),
        sections=_sections(old, new, titles),
        choices=[(row.pk, f"{names[row.pk]}, {row.created_at:%d %b, %H:%M}") for row in rows],
        expected=rows[0].pk,
    )
    context = {
        "project": project,
        "tab": "plans",
        "comparison": comparison,
        "can_write": member.may("work:write") and not member.organization.suspended_at,
    }
    return render(request, "dashboard/plan_compare.html", context)


@action
def restore(request: HttpRequest, member: Member, plan_id: str) -> HttpResponse:
    row = access_plan(plan_id, organization_id=member.organization_id)
    restored = restore_plan(row, principal=member.principal, expected=request.POST.get("expected"))
    messages.success(request, "The earlier plan is the project's newest again. Nothing is made before you approve it.")
    return redirect("dashboard:plan", restored.pk)


def _chosen(by_id: dict[str, StoryPlan], wanted: str | None, default: StoryPlan) -> StoryPlan:
    if not wanted:
        return default
    if wanted not in by_id:
        raise PlanNotFound()
    return by_id[wanted]


def _titles(rows: Any) -> Any:
    return [(row.pk, row.title or "Untitled source") for row in rows.defer("text", "digest")]


def _state(row: StoryPlan, label: str, newest: StoryPlan) -> State:
    how = "restored" if row.restored_from else "planned"
    told = f"{str(row.status).replace('_', ' ').capitalize()}, {how} {row.created_at:%d %b %Y, %H:%M} UTC"
    can_come_back = row.pk != newest.pk and row.envelope is not None
    url = reverse("dashboard:restore_plan", args=[row.pk]) if can_come_back else ""
    return State(row.pk, label, told, url=reverse("dashboard:plan", args=[row.pk]), restore=url)


def _sections(old: StoryPlan, new: StoryPlan, titles: dict[str, str]) -> list[Section]:
    found = [
        section(title, *(read(row) for row in (old, new)))
        for title, read in (
            ("What was asked for", lambda row: _asked(row, titles)),
            ("What it says", _says),
            ("Scene by scene", _beats),
            ("What it stands on", lambda row: [fact["text"] for fact in (row.envelope or {}).get("evidence", ())]),
            ("What is left open", lambda row: list((row.envelope or {}).get("gaps", ()))),
        )
    ]
    return [one for one in found if one]


def _asked(row: StoryPlan, titles: dict[str, str]) -> list[str]:
    lines = [f"{word}: {row.target[name]}" for name, word in _TARGET if row.target.get(name)]
    lines += [_item(item) for item in row.artifact_requests]
    lines += [f"Source: {titles.get(one, 'one that is gone')}" for one in row.source_ids]
    lines += [f"Notes: {row.creative_brief}"] if row.creative_brief else []
    style = row.style_constraints or {}
    return [
        *lines,
        *(f"{name}: {value}" for name, value in style.items() if value),
        f"Credits: {row.quote.get('total')}",
    ]


def _item(item: dict[str, Any]) -> str:
    facts = [
        item.get("mode"),
        f"{item['durationSeconds']} s" if item.get("durationSeconds") else "",
        item.get("aspectRatio"),
    ]
    told = ", ".join(str(fact) for fact in facts if fact)
    name = item["type"].replace("_", " ").capitalize()
    return f"{name}: {told}" if told else name


def _says(row: StoryPlan) -> list[str]:
    told = row.envelope or {}
    return [told[name] for name in ("title", "logline", "thesis", "summary") if told.get(name)]


def _beats(row: StoryPlan) -> list[str]:
    beats = (row.envelope or {}).get("journeyBeats", ())
    return [f"{beat['heading']}. {beat.get('opensWith') or ''} ({beat['place']}, {beat['mood']})" for beat in beats]
