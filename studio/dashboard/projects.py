"""The list of projects, and starting one."""

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from generation.projects.models import Artifact, Project
from generation.projects.services import add_inline_source, create_project, projects_of
from studio.dashboard.access import Member, page, refusals_at, show_form
from studio.dashboard.lists import page_of


class ProjectForm(forms.Form):
    name = forms.CharField(max_length=200, help_text="What the film or read is about.")
    description = forms.CharField(max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class NewProjectForm(ProjectForm):
    content = forms.CharField(
        required=False,
        label="First source",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Paste a press release, an article, notes. The writer uses only what your sources say.",
    )


@page
def projects(request: HttpRequest, member: Member) -> HttpResponse:
    shown = page_of(
        request, projects_of(member.organization_id).filter(archived_at__isnull="archived" not in request.GET)
    )
    _count_artifacts(shown.items)
    return render(request, "dashboard/projects.html", {"page": shown, "is_archive": "archived" in request.GET})


def _count_artifacts(rows: list[Project]) -> None:
    counted = (
        Artifact.objects.filter(project__in=rows, status=Artifact.Status.READY)
        .values("project_id")
        .annotate(count=Count("pk"))
        .values_list("project_id", "count")
    )
    counts = dict(counted)
    for row in rows:
        row.artifact_count = counts.get(row.pk, 0)  # type: ignore[attr-defined]


@page(permission="work:write")
def new_project(request: HttpRequest, member: Member) -> HttpResponse:
    form = NewProjectForm(request.POST or None)
    if form.is_valid():
        with refusals_at(form):
            given = form.cleaned_data
            project = create_project(
                member.organization_id, name=given["name"], description=given["description"] or None
            )
            if given["content"]:
                add_inline_source(
                    project,
                    type="text",
                    content=given["content"],
                    label=given["name"],
                    retention_policy="EXTRACTED_ONLY",
                    metadata=None,
                    now=timezone.now(),
                )
            return redirect("dashboard:project", project.pk)
    return show_form(request, "dashboard/project_new.html", {"form": form})
