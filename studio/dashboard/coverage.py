"""Script coverage: a reader's report on the script, asked for and read."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from billing.prices import price
from generation.projects.services import access_artifact
from generation.stories.models import CoverageReport
from generation.stories.services.coverage import MAX_FOCUS_CHARS, coverage_of, request_coverage
from studio.dashboard.access import Member, action
from studio.dashboard.artifact_pages import Opened, back_to, script_page

_MOST_REPORTS = 20


class FocusForm(forms.Form):
    focus = forms.CharField(
        max_length=MAX_FOCUS_CHARS,
        required=False,
        label="A question of your own",
        help_text="Such as: Does the middle drag? Is Mara's part big enough?",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@script_page
def coverage(request: HttpRequest, found: Opened) -> HttpResponse:
    report = coverage_of(found.artifact, report_id=request.GET.get("report"))
    earlier = CoverageReport.objects.filter(artifact=found.artifact).defer("report").order_by("-pk")[:_MOST_REPORTS]
    return found.draw(
        request,
        "coverage",
        report=report,
        told=report.report if report else None,
        reports=list(earlier),
        form=FocusForm(),
        price=price("coverage"),
    )


@action
def ask_coverage(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    """A report for a price. The one that is being written is shown rather than asked for, and paid, twice."""
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    form = FocusForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"The question holds at most {MAX_FOCUS_CHARS} characters.")
        return back_to("coverage", row.pk)
    latest = coverage_of(row, report_id=None)
    focus = form.cleaned_data["focus"] or None
    is_asked = latest is not None and latest.status == CoverageReport.Status.GENERATING
    if latest is None or not is_asked or (latest.revision, latest.focus_prompt) != (row.current_version, focus):
        latest, _ = request_coverage(row, focus_prompt=focus, principal=member.principal)
    return redirect(f"{reverse('dashboard:coverage', args=[row.pk])}?report={latest.pk}")
