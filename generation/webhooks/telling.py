"""What several families' rules add to an event. Each is a `catalogue.Told`."""

from typing import Any

from django.conf import settings

from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.jobs.models import Job, JobEvent

FILE_LIFETIME_S = 7 * 24 * 3600  # twice as long as a delivery is tried


def began(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """Only the first claim is a beginning: a job that was handed back and goes on has begun before."""
    return {} if job.started_at == line.created_at else None


def failed(job: Job, line: JobEvent) -> dict[str, Any]:
    """What was held for it is given back. A family without a canceled state calls that failed."""
    error = {"error": {"code": "canceled", "message": line.data["reason"]}} if line.type == "canceled" else {}
    return {"status": "failed", "creditsRefunded": job.price, **error}


def file(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """The file that a job's result names as `assetId`, with an address that opens it for a week."""
    asset = _asset(job, (job.result or {}).get("assetId"))
    return None if asset is None else {"assetId": asset.pk, "url": absolute_url(asset), **_length(job)}


def video(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """Nothing where the job's result is no video."""
    told = video_file(job, (job.result or {}).get("assetId"))
    return None if told is None else {**told, **_length(job)}


def video_file(job: Job, asset_id: str | None) -> dict[str, Any] | None:
    """One of the job's files, if it is a video: for jobs that make several."""
    asset = _asset(job, asset_id)
    if asset is None or not asset.content_type.startswith("video/"):
        return None
    return {"assetId": asset.pk, "videoUrl": absolute_url(asset)}


def absolute_url(asset: Asset) -> str:
    url = signed_url(asset, expires_s=FILE_LIFETIME_S, download_name=asset.filename)
    return url if settings.STUDIO_PUBLIC_URL else f"http://{settings.STUDIO_HOST}:{settings.STUDIO_PORT}{url}"


def _asset(job: Job, asset_id: str | None) -> Asset | None:
    return Asset.objects.filter(pk=asset_id, organization_id=job.organization_id).first() if asset_id else None


def _length(job: Job) -> dict[str, Any]:
    duration_ms = (job.result or {}).get("durationMs")
    return {} if duration_ms is None else {"durationMs": duration_ms}
