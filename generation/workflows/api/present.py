"""Rows as the workflows family prints them. Pure reading."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from accounts.redaction import redact_text
from billing.plans import Standing
from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.brand.knowledge.search import Hit
from generation.brand.models import BrandProfile, Document
from generation.jobs.models import Job
from generation.jobs.states import Status
from generation.projects.models import Project
from generation.providers.registry import is_offered
from generation.workflows.catalogue import TYPES
from generation.workflows.models import Batch, Workflow
from generation.workflows.services.access import Run
from generation.workflows.services.models import makers_of

URL_LIFETIME_S = 7 * 24 * 3600  # longer than idempotent answers are kept, so a replayed URL still works
STATUS_OF_JOB = {
    Status.QUEUED: "pending",
    Status.RUNNING: "active",
    Status.SUSPENDED: "suspended",
    Status.SUCCEEDED: "completed",
    Status.FAILED: "failed",
    Status.CANCELED: "canceled",
}
_FILES = {
    "filmAssetId": "url", "posterAssetId": "posterUrl", "sheetAssetId": "contactSheetUrl", "srtAssetId": "srtUrl",
    "vttAssetId": "vttUrl", "assetId": "url",
}  # fmt: skip


def when(moment: datetime | None) -> str | None:
    """`2026-05-29T10:00:00.000Z`"""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def answer(data: Any) -> dict[str, Any]:
    """What is told, in the family's envelope."""
    return {"success": True, "data": data}


def plan(standing: Standing, now: datetime) -> dict[str, Any]:
    """What the organization subscribes to, and how it stands with it."""
    row = standing.plan
    is_over = standing.is_over(now)
    return {
        "id": row.slug,
        "name": row.name,
        "status": "trial_expired" if is_over else "trial" if standing.trial_ends_at else "active",
        "monthlyCredits": row.monthly_credits,
        "trialEndsAt": when(standing.trial_ends_at),
        "trialDaysLeft": standing.days_left(now),
        "reservedWorkflows": row.reserved_workflows,
        "apiAccess": row.is_api_open,
        "webhooks": row.is_webhooks_open,
        "batchSize": row.batch_size,
    }


def started(run: Run, *, message: str = "Workflow queued") -> dict[str, Any]:
    """`POST /workflow`, flat as it is printed."""
    return {"success": True, "jobId": run.workflow.pk, "message": message, "cost": run.job.price}


def workflow(run: Run, *, base_url: str) -> dict[str, Any]:
    row, job = run.workflow, run.job
    return {
        "jobId": row.pk,
        "type": row.type,
        "quality": row.quality,
        "status": STATUS_OF_JOB[Status(job.status)],
        "step": job.stage or None,
        "progress": round(job.progress * 100),
        "message": job.message or None,
        "cost": job.price,
        "charged": job.charged,
        "projectId": row.project_id,
        "batchId": row.batch_id,
        "request": row.request,
        "review": review(row),
        "result": result(job, base_url=base_url) if job.status == Status.SUCCEEDED else None,
        "error": failure(job),
        "createdAt": when(row.created_at),
        "startedAt": when(job.started_at),
        "finishedAt": when(job.finished_at),
    }


def review(row: Workflow) -> dict[str, Any] | None:
    if not row.review:
        return None
    return {"status": row.review, "expiresAt": when(row.review_until), "note": row.review_note or None}


def failure(job: Job) -> str | None:
    """Why there is no result, in a sentence."""
    if job.status == Status.FAILED:
        return redact_text(job.error_message or "The workflow failed.")
    return (job.message or "The workflow was canceled.") if job.status == Status.CANCELED else None


# ---------------------------------------------------------------- what was made


def result(job: Job, *, base_url: str) -> dict[str, Any]:
    """What a finished workflow has made: the first video and its length as printed, then everything."""
    made = job.result or {}
    files = _files_of(made)
    videos = [_file(one, files, base_url) for one in made.get("videos", ())]
    images = [_file(one, files, base_url) for one in made.get("images", ())]
    documents = [_file(one, files, base_url) for one in made.get("documents", ())]
    first = next(iter(videos), None)
    return {
        **({"videoUrl": first["url"], "duration": first["duration"]} if first else {}),
        **({"imageUrl": images[0]["url"]} if images else {}),
        "videos": videos,
        "images": images,
        "documents": documents,
        "report": made.get("report"),
        "direction": made.get("direction"),
        "madeBy": made.get("madeBy", {}),
        "models": makers_of(job),
        "credits": job.charged or 0,
    }


def outcome(job: Job, *, base_url: str) -> dict[str, Any]:
    """The last word on a job, as the stream says it."""
    if job.status == Status.SUCCEEDED:
        return {"success": True, **result(job, base_url=base_url)}
    return {"success": False, "error": failure(job), "credits": 0}


def asset_ids(made: dict[str, Any]) -> list[str]:
    """Every file of a job's result."""
    rows = [*made.get("videos", ()), *made.get("images", ()), *made.get("documents", ())]
    return [row[name] for row in rows for name in _FILES if row.get(name)]


def _files_of(made: dict[str, Any]) -> dict[str, Asset]:
    return Asset.objects.select_related("blob").in_bulk(asset_ids(made))


def _file(row: dict[str, Any], files: dict[str, Asset], base_url: str) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name not in _FILES and name != "frames"}
    if "durationMs" in told:
        told["duration"] = seconds(told.pop("durationMs"))
    for name, printed in _FILES.items():
        if row.get(name):
            told[printed] = url_of(files.get(row[name]), base_url)
    return told


def seconds(ms: int) -> int | float:
    """Whole seconds as a whole number, as they are printed."""
    return ms // 1000 if ms % 1000 == 0 else round(ms / 1000, 2)


def url_of(asset: Asset | None, base_url: str) -> str | None:
    if asset is None:
        return None  # it was deleted since
    url = signed_url(asset, expires_s=URL_LIFETIME_S)
    return url if settings.STUDIO_PUBLIC_URL else base_url + url


# ---------------------------------------------------------------- batches


def batch(row: Batch, runs: Sequence[Run], *, base_url: str) -> dict[str, Any]:
    """How many there are and how they stand; those that wait for a review count as active."""
    statuses = [STATUS_OF_JOB[Status(run.job.status)] for run in runs]
    counts = {name: statuses.count(name) for name in ("completed", "pending")}
    return {
        "batchId": row.pk,
        "total": len(runs),
        "completed": counts["completed"],
        "failed": statuses.count("failed") + statuses.count("canceled"),
        "pending": counts["pending"],
        "active": statuses.count("active") + statuses.count("suspended"),
        "cost": sum(run.job.price for run in runs),
        "createdAt": when(row.created_at),
        "jobs": [_brief(run, status, base_url) for run, status in zip(runs, statuses, strict=True)],
    }


def _brief(run: Run, status: str, base_url: str) -> dict[str, Any]:
    made = result(run.job, base_url=base_url) if status == "completed" else {}
    return {
        "jobId": run.workflow.pk,
        "type": run.workflow.type,
        "status": status,
        "progress": round(run.job.progress * 100),
        "videoUrl": made.get("videoUrl"),
        "error": failure(run.job),
    }


# ---------------------------------------------------------------- what an organization has and is


def project(row: Project, run: Run | None, *, base_url: str) -> dict[str, Any]:
    """A project of any family; `type` and what was made are known of those that a workflow has made."""
    told = {
        "id": row.pk,
        "name": row.name,
        "type": run.workflow.type if run else "project",
        "createdAt": when(row.created_at),
        "updatedAt": when(row.updated_at),
    }
    if run is None:
        return {**told, "jobId": None, "quality": None, "status": None, "creditsUsed": None, "result": None}
    return {
        **told,
        "jobId": run.workflow.pk,
        "quality": run.workflow.quality,
        "status": STATUS_OF_JOB[Status(run.job.status)],
        "creditsUsed": run.job.charged or 0,
        "result": result(run.job, base_url=base_url) if run.job.status == Status.SUCCEEDED else None,
    }


_COLOR_NAMES = ("primary", "secondary", "accent")


def document(row: Document) -> dict[str, Any]:
    """A document of the knowledge base, with why it failed, if it did."""
    failure = {"code": row.failure_code, "message": row.failure_message} if row.failure_code else None
    is_url = row.kind == Document.Kind.URL
    return {
        "id": row.pk,
        "kind": row.kind.lower(),
        "url": row.url or None,
        "depth": row.depth if is_url else None,
        "filename": row.filename or None,
        "title": row.title or None,
        "status": row.status,
        "failure": failure,
        "bytes": row.byte_size,
        "pages": row.page_count,
        "chunks": row.chunk_count,
        "characters": row.char_count,
        "isTruncated": row.is_truncated,
        "createdAt": when(row.created_at),
        "indexedAt": when(row.indexed_at),
    }


def hit(found: Hit) -> dict[str, Any]:
    """A passage that was found, and where it stands."""
    chunk, row = found.chunk, found.chunk.document
    return {
        "documentId": row.pk,
        "title": str(row),
        "url": chunk.page_url or row.url or None,
        "filename": row.filename or None,
        "text": chunk.text,
        "start": chunk.start,
        "end": chunk.end,
        "score": round(found.score, 4),
    }


def brand(profile: BrandProfile) -> dict[str, Any]:
    return {
        "name": profile.name or None,
        "industry": profile.industry or None,
        "tone": profile.tone or None,
        "targetAudience": profile.target_audience or None,
        "colors": dict(zip(_COLOR_NAMES, profile.colors, strict=False)),
        "fonts": profile.fonts,
        "logoAssetId": profile.logo_asset_id,
        "updatedAt": when(profile.updated_at),
    }


# Films are made of drawn pictures, by the studio's own renderer.
_CAPABILITIES = {"text": "text", "image": "image", "video": "image", "voice": "speech", "music": "music"}


def models_status() -> dict[str, Any]:
    """Each capability, and each type of workflow, as far as this studio has it."""
    return {
        "capabilities": {name: {"available": is_offered(one)} for name, one in _CAPABILITIES.items()},
        "workflows": {name: {"available": True} for name in TYPES},
    }
