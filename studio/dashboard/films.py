"""From a brief, a page or a file to a film in one step, and the page on which it is followed and then watched."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from billing.plans import standing
from billing.prices import price
from billing.services import Balance, balance_of
from generation.jobs.models import Job
from generation.jobs.queries import explain, time_left
from generation.jobs.services import cancel_job
from generation.jobs.states import LIVE, RESUMABLE, Status
from generation.projects.models import Artifact, Project, Source
from generation.projects.services import create_project, delete_project
from generation.projects.uploads import ACCEPTED
from generation.stories.api import present
from generation.stories.services import (
    ARTIFACTS_KIND,
    START_KIND,
    create_file_source,
    create_source,
    prepare_file,
    prepare_source,
    start_film,
)
from studio.dashboard.access import Member, action, page, show_form, told_at
from studio.dashboard.artifact_pages import base_url
from studio.dashboard.jobs import Mark, marks_of
from studio.dashboard.lists import titled
from wire.errors import JobNotFound, StudioError

KIND = "production_video"
LENGTHS = [("15", "15 s"), ("30", "30 s"), ("60", "1 min")]
FRAMES = [("16:9", "Wide"), ("9:16", "Upright"), ("1:1", "Square")]
_LEAST_CHARS = 40  # a film says only what it was given: of three words there is nothing to say
_MOST_CHARS = 200_000
_NAME_CHARS = 60
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_MOST_FILE_BYTES = 7_500_000  # what the door lets in as one form
# Of whom and for what, where nobody was asked: as the plan's form begins.
_TARGET = {
    "audience": "people who have not heard of it yet",
    "objective": "understand what is new and why it matters",
    "outcome": "want to know more",
}


class FilmForm(forms.Form):
    brief = forms.CharField(
        required=False,
        strip=True,
        max_length=_MOST_CHARS,
        label="What is the film about?",
        help_text="It says only what you give it: some 75 words fill 30 seconds.",
        widget=forms.Textarea(
            attrs={
                "rows": 5,
                "placeholder": "Paste a press release or an article, write a few sentences, or paste a web address.",
            }
        ),
    )
    file = forms.FileField(required=False, label="Or a file", widget=forms.FileInput(attrs={"accept": ACCEPTED}))
    duration_s = forms.ChoiceField(choices=LENGTHS, initial="30", label="Length", widget=forms.RadioSelect)
    aspect_ratio = forms.ChoiceField(choices=FRAMES, initial="16:9", label="Format", widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        brief, file = given.get("brief", ""), given.get("file")
        if file and file.size > _MOST_FILE_BYTES:
            self.add_error("brief", "The file has more than 7.5 MB. Start a project to send larger ones.")
        elif not file and "brief" not in self.errors and not _ADDRESS.fullmatch(brief) and len(brief) < _LEAST_CHARS:
            self.add_error("brief", "Say a little more: two or three sentences of what it is and what is special.")
        return given

    @property
    def named(self) -> str:
        """A name for the project: the file's, the address's, or the brief's first words."""
        given = self.cleaned_data
        if given.get("file"):
            return str(given["file"].name).rpartition("/")[2].rpartition(".")[0][:_NAME_CHARS] or "A film"
        if _ADDRESS.fullmatch(given["brief"]):
            return urlsplit(given["brief"]).netloc[:_NAME_CHARS]
        lines = [line.strip() for line in given["brief"].splitlines()]
        telling = next((line for line in lines if len(line) > 2 and not line.isupper()), lines[0])
        first = re.split(r"(?<=[.!?])\s", telling, maxsplit=1)[0].rstrip(".")
        return first if len(first) <= _NAME_CHARS else first[:_NAME_CHARS].rpartition(" ")[0] + " …"

    def plan(self) -> dict[str, Any]:
        """The plan's request, as the API takes it."""
        given = self.cleaned_data
        item = {"type": KIND, "durationSeconds": int(given["duration_s"]), "aspectRatio": given["aspect_ratio"]}
        return {"target": _TARGET, "artifactRequests": [item]}


def offer_of(member: Member, form: FilmForm | None = None) -> dict[str, Any]:
    """What the form's template needs: the form, the price, and what stands in the way of paying it."""
    now = timezone.now()
    account = member.account
    credits: Balance = balance_of(account, now)
    return {
        "film_form": form or FilmForm(),
        "price": price(KIND),
        "credits": credits,
        "is_short": credits.balance < price(KIND),
        "is_over": standing(account).days_left(now) == 0,
        "may_choose_plan": member.may("billing:read"),
    }


@page(permission="work:write")
def new_film(request: HttpRequest, member: Member) -> HttpResponse:
    form = FilmForm(request.POST, request.FILES) if request.method == "POST" else FilmForm()
    offer = offer_of(member, form)
    if form.is_bound and form.is_valid() and not offer["is_short"] and not offer["is_over"]:
        with told_at(form, {"uri": "brief", "content": "brief"}):
            return redirect("dashboard:film", _begun(form, member).pk)
    return show_form(request, "dashboard/film_new.html", {"form": form, **offer})


def _begun(form: FilmForm, member: Member) -> Job:
    """The project with its source, and the job that makes the film. A source that is refused leaves nothing behind."""
    project = create_project(member.organization_id, name=form.named, description=None)
    try:
        return _started(form, project, member)
    except StudioError:
        delete_project(project, now=timezone.now())
        raise


def _started(form: FilmForm, project: Project, member: Member) -> Job:
    principal = member.principal
    file: UploadedFile | None = form.cleaned_data.get("file")
    if file:
        sent = prepare_file(project, file.name or "", file.read())
        with transaction.atomic():
            kept = Source.Retention.EXTRACTED_ONLY
            source = create_file_source(project, sent, retention=kept, principal=principal)
            return start_film(project, source, form.plan(), principal=principal)
    asked = _source(form.cleaned_data["brief"])
    original = prepare_source(project, asked)  # a fetch belongs in no transaction
    with transaction.atomic():
        source = create_source(project, asked, original, principal=principal)
        return start_film(project, source, form.plan(), principal=principal)


def _source(brief: str) -> dict[str, Any]:
    # Without a label: a film shows it under its title.
    if not _ADDRESS.fullmatch(brief):
        return {"type": "text", "content": brief}
    is_pdf = urlsplit(brief).path.lower().endswith(".pdf")
    return {"type": "pdf" if is_pdf else "url", "uri": brief}


def _access(job_id: str, member: Member) -> Job:
    mine = Job.objects.filter(organization_id=member.organization_id, kind=START_KIND)
    found = mine.filter(pk=job_id, project_id__in=Project.objects.filter(deleted_at__isnull=True).values("pk")).first()
    if found is None:
        raise JobNotFound(kind="job")
    return found


@page
def film(request: HttpRequest, member: Member, job_id: str) -> HttpResponse:
    """The start while it waits for source and plan, then the film's own job as it moves, then the film."""
    start = _access(job_id, member)
    making = Job.objects.filter(pk=(start.result or {}).get("jobId", "")).first()
    job = making or start
    artifact = Artifact.objects.select_related("project").filter(job_id=making.pk).first() if making else None
    is_ready = artifact is not None and artifact.status == Artifact.Status.READY and job.status == Status.SUCCEEDED
    printed = present.artifacts([artifact], base_url=base_url(request))[0] if artifact and is_ready else {}
    titled([job])
    context = {
        "start": start,
        "job": job,
        "is_starting": making is None and job.status in LIVE,
        "marks": _marks(start, making),
        "left_ms": time_left(job),
        "told": explain(job),
        "artifact": artifact,
        "manifest": printed.get("manifest"),
        "can_cancel": job.status in LIVE,
        "can_resume": job.status in RESUMABLE and member.may("work:write"),
        "is_dear": job.error_code in ("insufficient_credits", "trial_expired"),
    }
    return render(request, "dashboard/film.html", context)


def _marks(start: Job, making: Job | None) -> list[Mark]:
    """One row from the source to the film: the start's stages that take time, then those of the film's job."""
    begun = [mark for mark in marks_of(start) if mark.name != "start"]
    ahead = making or Job(kind=ARTIFACTS_KIND, status=Status.QUEUED)
    return [*begun, *marks_of(ahead)]


@action
def cancel_film(request: HttpRequest, member: Member, job_id: str) -> HttpResponse:
    """Stop before the film's own job has begun; that one is canceled on its own page."""
    start = _access(job_id, member)
    cancel_job(start.pk, reason="Canceled by its owner.")
    return redirect("dashboard:film", start.pk)
