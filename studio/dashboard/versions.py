"""An artifact's versions: made by an instruction, listed, compared side by side, restored."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from billing.prices import price
from generation.jobs.models import Job
from generation.jobs.states import LIVE, Status
from generation.projects.models import Artifact, Rendition, Revision
from generation.projects.services import access_artifact
from generation.stories.services import MAX_INSTRUCTION_CHARS, REFINE_KIND, refine
from generation.stories.services.revisions import access_revision, compared, facts_of, restore, revisions_of
from studio.dashboard.access import Member, action
from studio.dashboard.artifact_pages import Opened, back_to, script_page
from studio.dashboard.comparing import Comparison, State, number_of, of_script
from studio.dashboard.lists import page_of
from wire.errors import ArtifactNotFound

# Each is followed offline; a test asks the parser.
EXAMPLES = (
    "Make it a third shorter",
    "Drop the narrator",
    "Rename the host to Dana",
    "Make the expert warmer",
    "Add a sceptic",
    "Move scene 2 to the start",
    "More quotes",
    "End with a question",
    "Say more about the cost",
)
_SCOPES = (
    ("auto", "Let the studio decide"),
    ("screenplay", "Edit this script"),
    ("plan", "Write it anew from the sources"),
)
_MOST_CHOICES = 100
_ORIGINS = {"generated": "Written", "refined": "Revised", "restored": "Restored"}


class RefineForm(forms.Form):
    instruction = forms.CharField(
        max_length=MAX_INSTRUCTION_CHARS,
        label="What should be different?",
        help_text="In your own words, several wishes at once if you like. Lines and scenes go by their numbers.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scope = forms.ChoiceField(choices=_SCOPES, label="How", initial="auto")


@script_page
def versions(request: HttpRequest, found: Opened) -> HttpResponse:
    shown = page_of(request, revisions_of(found.artifact))
    films = filmed(found.artifact)
    last = Job.objects.filter(subject_id=found.artifact.pk, kind=REFINE_KIND).order_by("-pk").first()
    return found.draw(
        request,
        "versions",
        shown=shown,
        rows=[_told(row, films) for row in shown.items],
        form=RefineForm(),
        examples=EXAMPLES,
        price=price("refine"),
        running=last if last and last.status in LIVE else None,
        refused=last if last and last.status == Status.FAILED else None,
    )


def filmed(artifact: Artifact) -> set[int]:
    """The versions that there is a film of."""
    films = Rendition.objects.filter(artifact=artifact, kind=Rendition.Kind.VIDEO, asset_id__isnull=False)
    return set(films.values_list("revision", flat=True))


def _told(revision: Revision, films: set[int]) -> dict[str, Any]:
    facts = facts_of(revision)
    return {
        **facts,
        "number": revision.number,
        "created_at": revision.created_at,
        "how": _ORIGINS[facts["origin"]],
        "has_film": revision.number in films,
    }


@action
def ask_refine(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    form = RefineForm(request.POST)
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label} {' '.join(map(str, errors))}")
        return back_to("versions", row.pk)
    given = form.cleaned_data
    job = refine(row, instruction=given["instruction"], scope=given["scope"], principal=member.principal)
    return redirect("dashboard:job", job.pk)


@action
def restore_version(request: HttpRequest, member: Member, artifact_id: str, number: int) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    expected = number_of(request.POST.get("expected"), row.current_version)
    restored = restore(row, number, principal=member.principal, expected=expected)
    messages.success(request, f"Version {number} is back, as version {restored.number}. The others are kept.")
    return back_to("versions", row.pk)


@script_page
def compare(request: HttpRequest, found: Opened) -> HttpResponse:
    current = found.artifact.current_version
    new = number_of(request.GET.get("to"), current)
    old = number_of(request.GET.get("from"), max(1, new - 1))
    rows = [access_revision(found.artifact, number) for number in (old, new)]
    told = compared(*(_script(row) for row in rows))
    numbers = revisions_of(found.artifact).order_by("-number").values_list("number", flat=True)[:_MOST_CHOICES]
    comparison = Comparison(
        old=_state(found, rows[0]),
        new=_state(found, rows[1]),
        sections=of_script(told),
        choices=[(str(number), f"Version {number}") for number in numbers],
        expected=str(current),
        summary=_cast(told),
    )
    return found.draw(request, "versions", page="compare", comparison=comparison)


def _state(found: Opened, row: Revision) -> State:
    artifact_id = found.artifact.pk
    is_current = row.number == found.artifact.current_version
    return State(
        str(row.number),
        f"Version {row.number}",
        f"{_ORIGINS[facts_of(row)['origin']]} {row.created_at:%d %b %Y, %H:%M} UTC",
        url=f"{reverse('dashboard:script', args=[artifact_id])}?revision={row.number}",
        restore="" if is_current else reverse("dashboard:restore_version", args=[artifact_id, row.number]),
    )


def _cast(told: dict[str, Any]) -> str:
    joined, left = told["cast"]["added"], told["cast"]["removed"]
    parts = [f"Joined the cast: {', '.join(joined)}." if joined else "", f"Left it: {', '.join(left)}." if left else ""]
    return " ".join(part for part in parts if part)


def _script(row: Revision) -> dict[str, Any]:
    script = row.content.get("script")
    if not isinstance(script, dict):
        raise ArtifactNotFound(f"Version {row.number} has no script.")
    return script
