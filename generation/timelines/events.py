"""What the editor tells by webhook, as data."""

from typing import Any

from generation.assets.models import Asset
from generation.jobs.models import Job, JobEvent
from generation.timelines.models import Export, Variant
from generation.timelines.services.exports import EXPORT_KIND
from generation.timelines.services.generate import GENERATE_KIND
from generation.timelines.services.imports import IMPORT_KIND
from generation.webhooks.catalogue import EventType, Rule
from generation.webhooks.telling import absolute_url, failed

_GROUP = "Editor"
_ERROR = {"code": "generation_failed", "message": "The generation failed."}


def _type(name: str, summary: str, **sample: Any) -> EventType:
    return EventType(name=name, summary=summary, group=_GROUP, sample={"projectId": "proj_example", **sample})


TYPES = (
    _type("footage.ready", "A video was imported and can be cut.", assetId="ast_example"),
    _type("footage.failed", "A video could not be imported.", assetId="ast_example", error=_ERROR),
    _type("variant.ready", "Variants of a stretch are ready to be chosen from.", variantIds=["var_1", "var_2"]),
    _type("variant.failed", "Variants of a stretch could not be made.", error=_ERROR),
    _type(
        "export.ready",
        "An export is ready for download.",
        exportJobId="job_example",
        format="mp4",
        url="https://studio.example.org/media/…/export.mp4",
    ),
    _type("export.failed", "An export failed.", exportJobId="job_example", format="mp4", error=_ERROR),
)


def _footage(job: Job, line: JobEvent) -> dict[str, Any]:
    return {"assetId": job.subject_id}


def _variants(job: Job, line: JobEvent) -> dict[str, Any]:
    made = Variant.objects.filter(job_id=job.pk).order_by("number").values_list("pk", flat=True)
    return {"variantIds": list(made), "prompt": job.params.get("prompt", "")}


def _asset_of_export(job: Job) -> Asset | None:
    asset_id = Export.objects.filter(pk=job.pk).values_list("asset_id", flat=True).first()
    return Asset.objects.filter(pk=asset_id, organization_id=job.organization_id).first() if asset_id else None


def _export(job: Job, line: JobEvent) -> dict[str, Any]:
    asset = _asset_of_export(job)
    url = absolute_url(asset) if asset else None
    return {"exportJobId": job.pk, "format": job.params["format"], "url": url}


def _failed_footage(job: Job, line: JobEvent) -> dict[str, Any]:
    return {"assetId": job.subject_id, **failed(job, line)}


def _failed_export(job: Job, line: JobEvent) -> dict[str, Any]:
    return {"exportJobId": job.pk, "format": job.params["format"], **failed(job, line)}


def _video(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """An edit list or a subtitle file is no video."""
    asset = _asset_of_export(job)
    if asset is None or not asset.content_type.startswith("video/"):
        return None
    return {"assetId": asset.pk, "videoUrl": absolute_url(asset)}


# The editor's interface knows no canceled state: what was canceled failed, with the reason.
_BADLY = ("failed", "canceled")

RULES = (
    Rule(type="footage.ready", on="succeeded", kinds=(IMPORT_KIND,), told=_footage),
    Rule(type="variant.ready", on="succeeded", kinds=(GENERATE_KIND,), told=_variants),
    Rule(type="export.ready", on="succeeded", kinds=(EXPORT_KIND,), told=_export),
    Rule(type="video.ready", on="succeeded", kinds=(EXPORT_KIND,), told=_video),
    *(Rule(type="footage.failed", on=on, kinds=(IMPORT_KIND,), told=_failed_footage) for on in _BADLY),
    *(Rule(type="variant.failed", on=on, kinds=(GENERATE_KIND,), told=failed) for on in _BADLY),
    *(Rule(type="export.failed", on=on, kinds=(EXPORT_KIND,), told=_failed_export) for on in _BADLY),
)
