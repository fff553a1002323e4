"""One project: what to do next, and its sources, plans, jobs and artifacts, each list on a tab of its own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from generation.jobs.models import Job
from generation.jobs.states import LIVE
from generation.projects.models import Artifact, Project, Source
from generation.projects.services import (
    access_project,
    delete_project,
    update_project,
)
from generation.stories.models import StoryPlan
from generation.stories.services import jobs_of, plans_of
from studio.dashboard.access import Member, action, page, refusals_at, show_form
from studio.dashboard.lists import described, page_of, titled
from studio.dashboard.projects import ProjectForm
from studio.dashboard.sources import LIVE as READING

_NEWEST = 6


@dataclass(frozen=True)
class Step:
    """What a project needs next: a sentence and where to do it."""

    title: str
    text: str
    label: str
    url: str


def rows_of(project: Project, kind: str) -> "QuerySet[Any]":
    """A tab's rows."""
    organization_id = project.organization_id
    if kind == "sources":
        return Source.objects.filter(project=project, deleted_at__isnull=True).defer("text", "digest")
    if kind == "plans":
        return plans_of(organization_id).filter(project=project)
    if kind == "jobs":
        return jobs_of(organization_id).filter(project_id=project.pk)
    return Artifact.objects.filter(project=project, organization_id=organization_id)


@page
def project(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    row = access_project(project_id, organization_id=member.organization_id)
    newest = {kind: list(rows_of(row, kind).order_by("-pk")[:_NEWEST]) for kind in ("sources", "plans", "artifacts")}
    described(newest["artifacts"])
    live = titled(list(rows_of(row, "jobs").filter(status__in=LIVE).order_by("-pk")[:_NEWEST]))
    context = {
        "project": row,
        "tab": "project",
        "live": live,
        "reading": any(source.status in READING for source in newest["sources"]),
        "step": next_step(row, newest, live),
        **newest,
    }
    return render(request, "dashboard/project.html", context)


def next_step(project: Project, newest: dict[str, list[Any]], live: list[Job]) -> Step | None:
    """The one thing that brings this project on; None while the studio works or when all is made."""
    if live or project.archived_at:
        return None
    if not newest["sources"]:
        url = reverse("dashboard:new_source", args=[project.pk])
        return Step("Add a source", "A film says only what its sources say. Paste the first one.", "Add a source", url)
    states = {source.status for source in newest["sources"]}
    if not newest["plans"] and Source.Status.READY not in states:
        if states & set(READING):
            return None
        url = reverse("dashboard:new_source", args=[project.pk])
        return Step("Add another source", "No source could be read. Open one to see why.", "Add a source", url)
    plan: StoryPlan | None = newest["plans"][0] if newest["plans"] else None
    new_plan = reverse("dashboard:new_plan", args=[project.pk])
    if plan is None:
        text = "Say who it is for and how long it should be. The plan is free; you see it before anything is made."
        return Step("Plan the story", text, "Plan the story", new_plan)
    url = reverse("dashboard:plan", args=[plan.pk])
    if plan.status == StoryPlan.Status.REQUIRES_APPROVAL:
        return Step("The plan waits for you", "Read it, then approve or reject it.", "Read the plan", url)
    if plan.status == StoryPlan.Status.APPROVED and not newest["artifacts"]:
        return Step("Make it", "The plan is approved. What it plans can be made now.", "Go on", url)
    if plan.status in (StoryPlan.Status.REJECTED, StoryPlan.Status.FAILED):
        return Step("Plan again", "The last plan did not work out.", "Plan the story", new_plan)
    return None


@page
def project_list(request: HttpRequest, member: Member, project_id: str, kind: str) -> HttpResponse:
    row = access_project(project_id, organization_id=member.organization_id)
    shown = page_of(request, rows_of(row, kind))
    if kind == "jobs":
        titled(shown.items)
    elif kind == "artifacts":
        described(shown.items)
    reading = kind == "sources" and any(source.status in READING for source in shown.items)
    context = {"project": row, "tab": kind, "page": shown, "reading": reading}
    return render(request, f"dashboard/project_{kind}.html", context)


@page(permission="work:write")
def edit_project(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    row = access_project(project_id, organization_id=member.organization_id)
    form = ProjectForm(request.POST or None, initial={"name": row.name, "description": row.description})
    if form.is_valid():
        with refusals_at(form):
            changes = {"name": form.cleaned_data["name"], "description": form.cleaned_data["description"] or None}
            update_project(row, changes, now=timezone.now())
            messages.success(request, "Saved.")
            return redirect("dashboard:project", row.pk)
    return show_form(request, "dashboard/project_edit.html", {"form": form, "project": row, "tab": "edit"})


@action
def archive_project(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    row = access_project(project_id, organization_id=member.organization_id)
    archived = request.POST.get("archived") == "yes"
    update_project(row, {"archived": archived}, now=timezone.now())
    messages.success(request, "The project is archived." if archived else "The project is open again.")
    return redirect("dashboard:project", row.pk)


@action
def remove_project(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    row = access_project(project_id, organization_id=member.organization_id)
    delete_project(row, now=timezone.now())
    messages.success(request, f"“{row.name}” is deleted.")
    return redirect("dashboard:projects")
