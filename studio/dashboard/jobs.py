"""Jobs: the list, and one job that moves while it is watched."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from billing.models import Receipt
from generation.jobs import registry
from generation.jobs.models import Job
from generation.jobs.queries import explain, time_left
from generation.jobs.services import resume_job
from generation.jobs.states import LIVE, RESUMABLE, Status
from generation.projects.models import Artifact
from generation.stories.services import JOB_KINDS, access_job, cancel_story_job, is_delivered, jobs_of
from studio.dashboard.access import Member, action, page
from studio.dashboard.lists import described, page_of, titled
from wire.errors import OutcomeUnknown

_FILTERS = {"live": tuple(LIVE), "done": (Status.SUCCEEDED,), "failed": (Status.FAILED, Status.CANCELED)}


@dataclass(frozen=True)
class Mark:
    """A stage of a job: its place in the row and whether it is done, current or ahead."""

    name: str
    label: str
    state: str


@page
def jobs(request: HttpRequest, member: Member) -> HttpResponse:
    chosen = request.GET.get("show", "")
    if chosen in _FILTERS:
        shown = page_of(request, jobs_of(member.organization_id), apart=("status", _FILTERS[chosen]))
    else:
        shown = page_of(request, jobs_of(member.organization_id, kinds=()), apart=("kind", JOB_KINDS))
    titled(shown.items)
    return render(request, "dashboard/jobs.html", {"page": shown, "chosen": chosen})


@page
def job(request: HttpRequest, member: Member, job_id: str) -> HttpResponse:
    row = access_job(job_id, organization_id=member.organization_id)
    titled([row])
    made = Artifact.objects.select_related("project").filter(organization_id=member.organization_id)
    artifacts = list(made.filter(job_id=row.pk).order_by("position")) or list(
        made.filter(pk=row.params.get("artifactId") or row.subject_id)
    )
    described(artifacts)
    context = {
        "job": row,
        "marks": marks_of(row),
        "artifacts": artifacts,
        "project": artifacts[0].project if artifacts else None,
        "receipt": Receipt.objects.filter(hold_id=row.hold_id).first() if row.hold_id else None,
        "left_ms": time_left(row),
        "told": explain(row),
        "can_cancel": row.status in LIVE and not is_delivered(row),
        "can_resume": row.status in RESUMABLE and row.error_code != OutcomeUnknown.code,
    }
    return render(request, "dashboard/job.html", context)


def marks_of(row: Job) -> list[Mark]:
    """The pipeline's stages, as far as this job has come."""
    stages = registry.stages_of(row.kind)
    reached = next((i for i, stage in enumerate(stages) if stage.name == row.stage), -1)
    if row.status == Status.SUCCEEDED:
        reached = len(stages)
    here = {Status.FAILED: "failed", Status.CANCELED: "failed"}.get(Status(row.status), "current")
    states = ["done" if i < reached else here if i == reached else "ahead" for i in range(len(stages))]
    return [Mark(s.name, s.label or s.name, state) for s, state in zip(stages, states, strict=True)]


@action
def cancel_job(request: HttpRequest, member: Member, job_id: str) -> HttpResponse:
    row = cancel_story_job(access_job(job_id, organization_id=member.organization_id))
    messages.success(request, "The job is canceled. Nothing was charged.")
    return redirect("dashboard:job", row.pk)


@action
def resume(request: HttpRequest, member: Member, job_id: str) -> HttpResponse:
    row = access_job(job_id, organization_id=member.organization_id)
    resume_job(row.pk, user_id=member.user.pk)
    messages.success(request, "It goes on after its last finished stage.")
    return redirect("dashboard:job", row.pk)
