"""The organization's workflows: the list, and one of them as it is made, waits, fails or is done."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from billing.models import Receipt
from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.jobs.models import Job
from generation.jobs.queries import explain, time_left
from generation.jobs.states import LIVE, Status
from generation.workflows.api import present
from generation.workflows.catalogue import NAMES, TYPES
from generation.workflows.models import Workflow
from generation.workflows.services.access import Run, access_run, runs, workflows_of
from generation.workflows.services.launch import can_retry, cancel_workflow, retry_workflow
from studio.dashboard.access import Member, action, page
from studio.dashboard.jobs import marks_of
from studio.dashboard.lists import page_of
from studio.dashboard.workflows.cards import title_of
from studio.dashboard.workflows.shown import gallery_of, report_of, swatches

SHOWN = {
    "live": ("Being made", (Status.QUEUED, Status.RUNNING)),
    "waiting": ("Waiting for you", (Status.SUSPENDED,)),
    "done": ("Done", (Status.SUCCEEDED,)),
    "failed": ("Failed and canceled", (Status.FAILED, Status.CANCELED)),
}
_URL_S = 24 * 3600


@page
def workflows(request: HttpRequest, member: Member) -> HttpResponse:
    chosen, kind = request.GET.get("show", ""), request.GET.get("type", "")
    rows = _filtered(workflows_of(member.organization_id), chosen, kind)
    shown = page_of(request, rows)
    context = {
        "page": shown,
        "rows": described(runs(shown.items)),
        "chosen": chosen,
        "kind": kind,
        "filters": [(key, label) for key, (label, _) in SHOWN.items()],
        "types": [(name, title_of(name)) for name in NAMES],
        "can_launch": member.may("work:write"),
    }
    return render(request, "dashboard/workflows/list.html", context)


def _filtered(rows: "QuerySet[Workflow]", chosen: str, kind: str) -> "QuerySet[Workflow]":
    if chosen in SHOWN:
        jobs = Job.objects.filter(kind__startswith="workflow.", status__in=SHOWN[chosen][1])
        rows = rows.filter(job_id__in=jobs.values("pk"))
    return rows.filter(type=kind) if kind in NAMES else rows


def described(found: list[Run]) -> list[dict[str, Any]]:
    """What a row of a list says of each; one query for all of their pictures."""
    covers = {run.workflow.pk: _cover(run.job) for run in found}
    assets = Asset.objects.select_related("blob").in_bulk([cover for cover in covers.values() if cover])
    rows = []
    for run in found:
        cover = assets.get(covers[run.workflow.pk] or "")
        rows.append(
            {
                "run": run,
                "workflow": run.workflow,
                "job": run.job,
                "title": title_of(run.workflow.type),
                "about": about(run.workflow),
                "cover": signed_url(cover, expires_s=_URL_S) if cover else "",
                "status": state_of(run),
                "failure": present.failure(run.job),
            }
        )
    return rows


def _cover(job: Job) -> str | None:
    made = job.result or {}
    named = [row.get("posterAssetId") for row in made.get("videos", ())]
    named += [row.get("assetId") for row in made.get("images", ())]
    return next((asset_id for asset_id in named if asset_id), None)


def about(workflow: Workflow) -> str:
    """What it is about, in the words of whoever asked."""
    asked = workflow.request
    return asked.get("concept") or address(asked.get("url") or "") or "From the brand profile"


def address(url: str) -> str:
    """An address as people say it: without scheme and query, a film of the studio's own by what it is."""
    parts = urlsplit(url)
    if parts.path.startswith("/media/"):
        return f"Your film {parts.path.rpartition('/')[2]}"
    return f"{parts.netloc}{parts.path}".rstrip("/")


def state_of(run: Run) -> str:
    """The job's status, or what a person makes of it: that it waits for them, or that nobody has answered."""
    is_review = run.workflow.review == Workflow.Review.WAITING
    if is_review and run.job.status == Status.SUSPENDED:
        return "needs_review"
    if is_review and run.job.status == Status.FAILED:
        return "expired"
    if run.workflow.review == Workflow.Review.REJECTED:
        return "rejected"
    return run.job.status


@page
def workflow(request: HttpRequest, member: Member, workflow_id: str) -> HttpResponse:
    run = access_run(workflow_id, organization_id=member.organization_id)
    job, row = run.job, run.workflow
    is_made = job.status == Status.SUCCEEDED
    made = gallery_of(present.result(job, base_url="")) if is_made else {}
    direction = row.direction or made.get("direction")
    context = {
        "run": run,
        "workflow": row,
        "job": job,
        "status": state_of(run),
        "title": title_of(row.type),
        "about": about(row),
        "asked": _asked(row),
        "marks": marks_of(job),
        "left_ms": time_left(job),
        "told": explain(job),
        "made": made,
        "report": report_of(made.get("report")),
        "direction": direction,
        "palette": swatches(direction) if direction else [],
        "receipts": list(Receipt.objects.filter(job_id=job.pk).order_by("-created_at")),
        "is_live": job.status in (Status.QUEUED, Status.RUNNING),
        "can_launch": member.may("work:write"),
        "can_cancel": job.status in LIVE,
        "can_retry": can_retry(run),
        "is_offered": row.type in TYPES,
    }
    return render(request, "dashboard/workflows/workflow.html", context)


_LABELS = {
    "concept": "Idea", "url": "Address", "quality": "Quality", "formats": "Formats", "framework": "Framework",
    "seasonal": "Season", "models": "Models", "hitl": "Reviewed first",
}  # fmt: skip


def _asked(row: Workflow) -> list[tuple[str, str]]:
    """The request's parameters, those that were given, in words."""
    told = []
    for name, label in _LABELS.items():
        value = row.request.get(name)
        if not value:
            continue
        if name == "models":
            value = ", ".join(f"{key}: {model}" for key, model in value.items())
        value = address(value) if name == "url" else value
        text = ", ".join(value) if isinstance(value, list) else "yes" if value is True else str(value)
        told.append((label, text))
    return told


@action
def cancel(request: HttpRequest, member: Member, workflow_id: str) -> HttpResponse:
    cancel_workflow(access_run(workflow_id, organization_id=member.organization_id, locked=True))
    messages.success(request, "The workflow is canceled. Nothing was charged.")
    return redirect("dashboard:workflow", workflow_id)


@action
def retry(request: HttpRequest, member: Member, workflow_id: str) -> HttpResponse:
    run = access_run(workflow_id, organization_id=member.organization_id, locked=True)
    retry_workflow(run, user_id=member.user.pk)
    messages.success(request, "It goes on after its last finished step.")
    return redirect("dashboard:workflow", workflow_id)
