"""Planning a story, and the plan card on which a person decides."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from billing.prices import price
from billing.services import balance_of
from generation.jobs.models import Job
from generation.projects.models import Project, Source
from generation.projects.services import access_project
from generation.stories.models import StoryPlan
from generation.stories.services import (
    ARTIFACTS_KIND,
    AVAILABLE_TYPES,
    MAX_DURATION_S,
    MIN_DURATION_S,
    access_plan,
    approve_plan,
    create_plan,
    create_story_job,
    reject_plan,
    resume_plan,
)
from studio.dashboard.access import Member, action, page, refusals_at, show_form

MODES = [
    ("documentary", "Documentary: a narrator and the voices that your sources quote"),
    ("podcast", "Podcast: two hosts talk it through"),
    ("drama", "Drama: scenes with characters"),
]
FRAMES = [("16:9", "Wide, 16:9"), ("9:16", "Upright, 9:16"), ("1:1", "Square, 1:1"), ("4:5", "Portrait, 4:5")]
# The plan's field names at the wire -> this form's.
_FIELDS = {"sourceIds": "sources", "artifactRequests[0].durationSeconds": "duration_s"}


_TIMED = ("table_read", "storyboard", "trailer", "production_video")


def _types() -> list[tuple[str, str]]:
    """What can be made, each with what it costs."""
    words = {
        "table_read": "Table read: a script spoken by a cast, live; film and sound are made of it when you ask",
        "pitch_deck": "Pitch deck: slides as PPTX and PDF",
        "storyboard": "Storyboard: frames with their shots, as PDF",
        "trailer": "Trailer: 15 to 60 seconds",
        "production_video": "Production video: the film at once",
    }
    return [(kind, f"{words.get(kind, kind)} ({price(kind)} credits)") for kind in AVAILABLE_TYPES]


class PlanForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label="What to make", choices=_types, initial=["table_read"]
    )
    title = forms.CharField(max_length=200, required=False, help_text="Left empty, the writer finds one.")
    mode = forms.ChoiceField(
        choices=MODES, widget=forms.RadioSelect, initial="documentary", label="Form of a table read"
    )
    duration_s = forms.IntegerField(
        min_value=MIN_DURATION_S, max_value=MAX_DURATION_S, initial=60, label="Length in seconds"
    )
    aspect_ratio = forms.ChoiceField(choices=FRAMES, initial="16:9", label="Picture")
    audience = forms.CharField(max_length=200, initial="people who have not heard of it yet", label="Who it is for")
    objective = forms.CharField(
        max_length=400, initial="understand what is new and why it matters", label="What it should make them understand"
    )
    outcome = forms.CharField(
        max_length=400, initial="want to know more", label="What they should do or feel afterwards"
    )
    tone = forms.CharField(max_length=120, required=False, help_text="For example: warm, exact, unhurried.")
    sources = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    notes = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Notes to the writer",
        help_text="What to focus on, open and end with, and in which form: a debate, an interview, a letter.",
    )
    music = forms.CharField(max_length=400, required=False, label="Music", help_text="For example: sparse piano.")
    auto_approve = forms.BooleanField(
        required=False, label="Approve the plan as soon as it is written", help_text="Nothing is charged by that."
    )

    def __init__(self, data: Any, *, sources: list[Source]) -> None:
        super().__init__(data, initial={"sources": [source.pk for source in sources]})
        choices = [(source.pk, source.title or "Untitled source") for source in sources]
        self.fields["sources"].choices = choices  # type: ignore[attr-defined]

    def as_request(self) -> dict[str, Any]:
        """The plan request in the shape that the service takes."""
        given = self.cleaned_data
        target = {name: given[name] or None for name in ("audience", "objective", "outcome", "tone")}
        return {
            "title": given["title"],
            "target": target,
            "artifactRequests": [self._item(kind) for kind in given["kinds"]],
            "styleConstraints": {"musicPolicy": given["music"]} if given["music"] else None,
            "sourceIds": given["sources"],
            "autoApprove": given["auto_approve"],
        }

    def _item(self, kind: str) -> dict[str, Any]:
        """What is asked of one artifact; a field that does not apply to its kind is left out."""
        given = self.cleaned_data
        item = {"type": kind, "aspectRatio": given["aspect_ratio"], "notes": given["notes"] or None}
        if kind == "table_read":
            item["mode"] = given["mode"]
        if kind in _TIMED:
            item["durationSeconds"] = given["duration_s"]
        return item


class RejectForm(forms.Form):
    reason = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What was wrong with it"
    )


@page(permission="work:write")
def new_plan(request: HttpRequest, member: Member, project_id: str) -> HttpResponse:
    project = access_project(project_id, organization_id=member.organization_id)
    form = PlanForm(request.POST or None, sources=_ready_sources(project))
    if form.is_valid():
        with refusals_at(form, _FIELDS):
            plan = create_plan(project, form.as_request(), principal=member.principal)
            return redirect("dashboard:plan", plan.pk)
    return show_form(request, "dashboard/plan_new.html", {"form": form, "project": project, "tab": "plans"})


def _ready_sources(project: Project) -> list[Source]:
    rows = Source.objects.filter(project=project, deleted_at__isnull=True, status=Source.Status.READY)
    rows = rows.exclude(retention_policy=Source.Retention.METADATA_ONLY)  # nothing can be written from those
    return list(rows.only("pk", "label", "metadata", "uri").order_by("-pk")[:20])


@page
def plan(request: HttpRequest, member: Member, plan_id: str) -> HttpResponse:
    row = access_plan(plan_id, organization_id=member.organization_id)
    sources = Source.objects.filter(pk__in=row.source_ids, project_id=row.project_id).only(
        "pk", "label", "metadata", "uri", "deleted_at"
    )
    context = {
        "plan": row,
        "project": row.project,
        "sources": {source.pk: source for source in sources},
        "made_by": Job.objects.filter(subject_id=row.pk, kind=ARTIFACTS_KIND).order_by("-created_at").first(),
        "planning": Job.objects.filter(pk=row.job_id).first() if _is_planning(row) else None,
        "balance": balance_of(member.account, timezone.now()),
        "reject_form": RejectForm(),
    }
    return render(request, "dashboard/plan.html", context)


def _is_planning(row: StoryPlan) -> bool:
    return row.status in (StoryPlan.Status.PENDING, StoryPlan.Status.RUNNING)


@action
def approve(request: HttpRequest, member: Member, plan_id: str) -> HttpResponse:
    """Approve and, when asked to, start making it in the same step."""
    row = approve_plan(access_plan(plan_id, organization_id=member.organization_id), now=timezone.now())
    if request.POST.get("make") == "yes":
        return _make(member, row)
    messages.success(request, "The plan is approved.")
    return redirect("dashboard:plan", row.pk)


@action
def reject(request: HttpRequest, member: Member, plan_id: str) -> HttpResponse:
    form = RejectForm(request.POST)
    row = access_plan(plan_id, organization_id=member.organization_id)
    if form.is_valid():
        reject_plan(row, reason=form.cleaned_data["reason"] or None, now=timezone.now())
        messages.success(request, "The plan is rejected. You can plan again whenever you like.")
    else:
        messages.error(request, "The reason can have at most 2,000 characters.")
    return redirect("dashboard:plan", row.pk)


@action
def resume(request: HttpRequest, member: Member, plan_id: str) -> HttpResponse:
    """Take a failed planning up where it stopped."""
    row = access_plan(plan_id, organization_id=member.organization_id)
    resume_plan(row, principal=member.principal)
    return redirect("dashboard:plan", row.pk)


@action
def make(request: HttpRequest, member: Member, plan_id: str) -> HttpResponse:
    return _make(member, access_plan(plan_id, organization_id=member.organization_id))


def _make(member: Member, row: StoryPlan) -> HttpResponse:
    job = create_story_job({"storyPlanId": row.pk}, principal=member.principal)
    return redirect("dashboard:job", job.pk)
