"""One artifact: its film and sound, who may see it, what can be made of it and what that has cost."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from billing.models import Receipt
from billing.prices import price
from generation.jobs.models import Job
from generation.jobs.states import LIVE
from generation.projects.models import Artifact, Revision
from generation.projects.services import access_artifact
from generation.stories.api import present
from generation.stories.models import CoverageReport
from generation.stories.services import JOB_KINDS, PRICE_OF_MODE, READABLE_KINDS, finalize
from generation.stories.services.revisions import access_revision
from studio.dashboard.access import Member, action, page
from studio.dashboard.artifact_pages import base_url, opened
from studio.dashboard.sharing import share_of
from studio.dashboard.versions import filmed
from studio.dashboard.words import job_title

_MOST_RECEIPTS = 20


@page
def artifact(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    found = opened(member, artifact_id)
    row = found.artifact
    earlier = _earlier(request, row)
    printed = present.artifacts([row], base_url=base_url(request), revision=earlier)[0]
    manifest = printed["manifest"]
    offers = [] if earlier else offers_of(manifest)
    return found.draw(
        request,
        "artifact",
        manifest=manifest,
        files=files_of(manifest),
        earlier=earlier,
        filmed=max(filmed(row), default=0),
        offers=offers,
        is_moving=any(offer["state"] == "moving" for offer in offers),
        share=share_of(row),
        works=live_work(row),
        receipts=receipts_of(row) if member.may("billing:read") else [],
    )


def _earlier(request: HttpRequest, row: Artifact) -> Revision | None:
    """`?revision=`: an earlier version, whose film is watched. Raises `ArtifactNotFound`."""
    number = request.GET.get("revision", "")
    if number in ("", str(row.current_version)):
        return None
    return access_revision(row, int(number) if number.isascii() and number.isdecimal() and len(number) <= 9 else 0)


def offers_of(manifest: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Film and sound: what each costs and how far it is. `state` is open, moving, ready, stale or failed."""
    if manifest is None or manifest["type"] != "table_read":
        return []
    rows = (
        ("video", "Film", "film", manifest["video"], manifest["video"]["url"]),
        ("audio", "Sound", "sound", manifest["audio"]["finalize"] or {}, manifest["audio"]["recordingUrl"]),
    )
    return [
        {
            "mode": mode,
            "label": label,
            "icon": icon,
            "price": price(PRICE_OF_MODE[mode]),
            "url": url,
            "state": _state_of(status),
            "jobId": status.get("jobId"),
            "progress": status.get("progress") or 0,
            "error": status.get("error"),
            "is_stale": bool(status.get("stale")),
            "skipped": status.get("skippedCues", []),
        }
        for mode, label, icon, status, url in rows
    ]


def files_of(manifest: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The files of a deck, a board or a film that is ready, each with `label`, `url` and `bytes`."""
    if manifest is None or manifest["type"] == "table_read":
        return []
    named = {**manifest.get("files", {}), "pdf": manifest.get("pdf") or manifest.get("files", {}).get("pdf")}
    named |= {"mp4": manifest.get("video"), "mp3": manifest.get("audio")}
    captions = (manifest.get("video") or {}).get("captions") or {}
    named |= {"srt": {"url": captions.get("srtUrl")}, "vtt": {"url": captions.get("vttUrl")}}
    return [{"label": name.upper(), **file} for name, file in named.items() if file and file.get("url")]


def _state_of(status: dict[str, Any]) -> str:
    if status.get("status") == "complete":
        return "stale" if status.get("stale") else "ready"
    if status.get("status") == "failed":
        return "failed"
    return "moving" if status.get("jobId") else "open"


def _jobs_of(row: Artifact) -> "QuerySet[Job]":
    reports = CoverageReport.objects.filter(artifact=row).values_list("pk", flat=True)
    subjects = [row.pk, *reports]
    mine = Job.objects.filter(organization_id=row.organization_id)
    return mine.filter(Q(subject_id__in=subjects) | Q(pk=row.job_id))


def live_work(row: Artifact) -> list[Job]:
    """The artifact's jobs that have a page and are still at work."""
    jobs = list(_jobs_of(row).filter(status__in=LIVE, kind__in=JOB_KINDS).order_by("pk"))
    for job in jobs:
        job.title = job_title(job)  # type: ignore[attr-defined]
    return jobs


def receipts_of(row: Artifact) -> list[Receipt]:
    """What was charged for the artifact, and what was not and why; the newest first, each with `title` and `page`."""
    jobs = {job.pk: job for job in _jobs_of(row).filter(hold_id__isnull=False).only("kind", "params")}
    receipts = list(Receipt.objects.filter(job_id__in=list(jobs)).order_by("-pk")[:_MOST_RECEIPTS])
    for receipt in receipts:
        job = jobs[receipt.job_id or ""]
        receipt.title = job_title(job)  # type: ignore[attr-defined]
        receipt.has_page = job.kind in READABLE_KINDS  # type: ignore[attr-defined]
    return receipts


@action
def finalize_artifact(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    mode = request.POST.get("mode", "")
    if mode not in PRICE_OF_MODE:
        raise Http404("mode is audio or video.")
    status = finalize(row, mode=mode, record=True, principal=member.principal)
    return redirect("dashboard:job", status["jobId"])
