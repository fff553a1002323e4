"""Rows as the story family prints them. Pure reading; a list costs a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse

from billing.models import Receipt
from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.jobs.models import Job
from generation.jobs.queries import time_left
from generation.jobs.states import Status
from generation.projects.models import Artifact, Project, Rendition, Revision, Source
from generation.stories.api import manifests
from generation.stories.models import ShareLink, StoryPlan
from generation.stories.services import NEEDS_RECORDING, finalize_status, live_status, render_status, share_token
from generation.stories.services.illustrate import pictures_of
from generation.stories.staging.cast import voice_map
from generation.stories.staging.read import TABLE_READ, Staged, staged_many
from generation.stories.staging.voices import catalogue
from wire.errors import ProviderError

PREVIEW_CHARS = 4000
URL_LIFETIME_S = 7 * 24 * 3600  # longer than idempotent answers are kept, so a replayed URL still works

# By what the core calls it; `job_status` knows PENDING and PARTIAL too.
STATUS_OF_JOB = {
    Status.QUEUED: "RESERVED",
    Status.RUNNING: "RUNNING",
    Status.SUSPENDED: "RUNNING",
    Status.SUCCEEDED: "READY",
    Status.FAILED: "FAILED",
    Status.CANCELED: "CANCELED",
}


def when(moment: datetime | None) -> str | None:
    """`2026-05-29T10:00:00.000Z`"""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def project(row: Project) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "description": row.description,
        "metadata": row.metadata,
        "archivedAt": when(row.archived_at),
        "sourceCount": row.source_count,  # type: ignore[attr-defined]
        "createdAt": when(row.created_at),
        "updatedAt": when(row.updated_at),
    }


def sources(rows: Sequence[Source], *, base_url: str) -> list[dict[str, Any]]:
    kept = Asset.objects.select_related("blob").in_bulk(
        [row.original_asset_id for row in rows if row.original_asset_id]
    )
    return [_source(row, kept.get(row.original_asset_id or ""), base_url) for row in rows]


def source(row: Source, *, base_url: str) -> dict[str, Any]:
    return sources([row], base_url=base_url)[0]


def _source(row: Source, original: Asset | None, base_url: str) -> dict[str, Any]:
    is_kept = row.retention_policy == Source.Retention.STORE_ORIGINAL  # others hold it only until it is extracted
    return {
        "id": row.pk,
        "projectId": row.project_id,
        "type": row.type,
        "label": row.label,
        "uri": row.uri,
        "status": row.status,
        "retentionPolicy": row.retention_policy,
        "byteSize": row.byte_size,
        "tokenEstimate": row.token_estimate,
        "contentHash": row.content_hash,
        "extractedTextPreview": _preview(row),
        "extractedAt": when(row.extracted_at),
        "originalUrl": _download(original, base_url) if original and is_kept else None,
        "failureCode": row.failure_code,
        "failureMessage": row.failure_message,
        "metadata": row.metadata,
        "digestStatus": row.digest_status,
        "digest": row.digest,
        "digestFailureCode": row.digest_failure_code,
        "digestFailureMessage": row.digest_failure_message,
        "digestedAt": when(row.digested_at),
        "createdAt": when(row.created_at),
        "updatedAt": when(row.updated_at),
    }


def _download(asset: Asset, base_url: str) -> str:
    url = signed_url(asset, expires_s=URL_LIFETIME_S, download_name=asset.filename)
    return url if settings.STUDIO_PUBLIC_URL else base_url + url


def _preview(row: Source) -> str | None:
    """The text's beginning; none for a source of which only the metadata is to be seen."""
    return None if row.retention_policy == Source.Retention.METADATA_ONLY else row.text[:PREVIEW_CHARS] or None


def plan(row: StoryPlan) -> dict[str, Any]:
    return {
        "id": row.pk,
        "projectId": row.project_id,
        "status": row.status,
        "title": row.title,
        "target": row.target,
        "artifactRequests": row.artifact_requests,
        "styleConstraints": row.style_constraints,
        "creativeBrief": row.creative_brief or None,
        "sourceIds": row.source_ids,
        "autoApprove": row.auto_approve,
        "plan": row.envelope,
        "quote": row.quote,
        "modelUsed": row.model_used,
        "providerUsed": row.provider_used,
        "failureCode": row.failure_code,
        "failureMessage": row.failure_message,
        "approvedAt": when(row.approved_at),
        "rejectedAt": when(row.rejected_at),
        "rejectionReason": row.rejection_reason,
        "generatedAt": when(row.generated_at),
        "currentVersion": row.current_version,
        "createdAt": when(row.created_at),
        "updatedAt": when(row.updated_at),
    }


def jobs(rows: Sequence[Job], *, base_url: str) -> list[dict[str, Any]]:
    """Jobs with their artifacts, each artifact with its manifest."""
    ids = [row.pk for row in rows]
    subjects = [_subject_of(row) for row in rows]
    related = list(
        Artifact.objects.select_related("share_link", "project").filter(job_id__in=ids).order_by("position")
    ) + list(Artifact.objects.select_related("share_link", "project").filter(pk__in=subjects))
    printed = {a["id"]: a for a in artifacts(related, base_url=base_url)}
    return [
        _job(
            row,
            [
                printed[artifact.pk]
                for artifact in related
                if artifact.job_id == row.pk or artifact.pk == _subject_of(row)
            ],
        )
        for row in rows
    ]


def _subject_of(row: Job) -> str | None:
    """The artifact that a job works on which does not make it."""
    return row.params.get("artifactId") or row.subject_id


def job_status(row: Job, made: Sequence[str]) -> str:
    """The job's printed status; `made` are the statuses of the artifacts that it makes."""
    if row.status == Status.QUEUED and not row.hold_id:
        return "PENDING"
    status = STATUS_OF_JOB[Status(row.status)]
    is_partly_done = Artifact.Status.READY in made and not {*made} <= {Artifact.Status.READY, Artifact.Status.FAILED}
    return "PARTIAL" if status in ("RESERVED", "RUNNING") and is_partly_done else status


def _job(row: Job, printed: list[dict[str, Any]]) -> dict[str, Any]:
    status = job_status(row, [a["status"] for a in printed if a["storyJobId"] == row.pk])
    return {
        "id": row.pk,
        "projectId": row.project_id,
        "storyPlanId": row.params.get("planId"),
        "status": status,
        "artifactRequests": row.params.get("artifactRequests", []),
        "quote": row.params.get("quote"),
        "creditReservationId": row.hold_id,
        "progress": _progress(row),
        "modelUsed": (row.result or {}).get("model"),
        "failureCode": row.error_code,
        "failureMessage": row.error_message,
        "currentVersion": 1,
        "startedAt": when(row.started_at),
        "completedAt": when(row.finished_at),
        "artifacts": printed,
        "createdAt": when(row.created_at),
        "updatedAt": when(row.finished_at or row.started_at or row.created_at),
    }


def receipt(row: Job) -> dict[str, Any] | None:
    """What the job was charged, and why; None while it runs or when nothing was held."""
    found = Receipt.objects.filter(hold_id=row.hold_id).first() if row.hold_id else None
    return found.as_dict() if found else None


def _progress(row: Job) -> dict[str, Any] | None:
    if not row.attempt:
        return None
    return {
        "fraction": round(row.progress, 3),
        "stage": row.stage,
        "message": row.message,
        "attempt": row.attempt,
        "timeLeftMs": time_left(row),
    }


def artifacts(rows: Sequence[Artifact], *, base_url: str, revision: Revision | None = None) -> list[dict[str, Any]]:
    """Artifacts with their manifests. `revision`, for a single artifact, prints that earlier version's manifest."""
    ids = [row.pk for row in rows]
    renditions = list(Rendition.objects.filter(artifact_id__in=ids).order_by("pk"))
    makers = Job.objects.in_bulk([r.job_id for r in renditions])
    contents = manifests.contents_of(
        [row for row in rows if row.type in manifests.TYPES], number=revision.number if revision else None
    )
    named = [name for content in contents.values() for name in manifests.asset_ids(content)]
    reads = [row for row in rows if row.type == TABLE_READ]
    pictures = pictures_of(reads, revision=revision.number if revision else None)
    named += [name for found in pictures.values() for name in manifests.picture_ids(found)]
    kept = Asset.objects.select_related("blob").in_bulk([*_asset_ids(renditions), *named])
    stagings = staged_many(rows, revision=revision.number if revision else None)
    return [
        _artifact(
            row,
            _made(row, renditions, makers, revision.number if revision else row.current_version),
            stagings.get(row.pk),
            contents.get(row.pk) or pictures.get(row.pk, {}),
            kept,
            base_url,
        )
        for row in rows
    ]


def _asset_ids(renditions: Sequence[Rendition]) -> list[str]:
    found = [r.asset_id for r in renditions if r.asset_id]
    for rendition in renditions:
        found += [value for part in rendition.data.values() for key, value in part.items() if key.endswith("AssetId")]
    return found


@dataclass(frozen=True)
class _Made:
    """Of one revision, by kind: the newest rendition, which may still be in the making, and the newest finished one."""

    latest: dict[str, tuple[Rendition, Job]]
    finished: dict[str, Rendition]

    def audio_status(self, state: Staged | None) -> dict[str, Any] | None:
        """How far finalizing the sound is; None where there is a recording and nobody has asked for more yet."""
        if "audio" in self.latest:
            return self.status("audio", state)
        return None if self.finished else dict(NEEDS_RECORDING)

    def status(self, kind: str, state: Staged | None) -> dict[str, Any]:
        """How far a finalizing that was asked for is; `stale` says that its file was made before the latest edit."""
        told = finalize_status(self.latest[kind])
        file = self.finished.get(kind)
        if file is None:
            return told
        is_current = state is not None and state.revision == state.artifact.current_version
        return told | {"stale": is_current and file.edit_number < (state.edit_number if state else 0)}


def _made(row: Artifact, renditions: Sequence[Rendition], makers: dict[str, Job], number: int) -> _Made:
    mine = [r for r in renditions if r.artifact_id == row.pk and r.revision == number]
    return _Made({r.kind: (r, makers[r.job_id]) for r in mine}, {r.kind: r for r in mine if r.asset_id})


def _artifact(
    row: Artifact,
    made: _Made,
    state: Staged | None,
    content: dict[str, Any],
    kept: dict[str, Asset],
    base_url: str,
) -> dict[str, Any]:
    link = getattr(row, "share_link", None)
    manifest = None
    if row.status == Artifact.Status.READY and row.type in manifests.TYPES:
        manifest = manifests.manifest(row, content, kept, partial(asset_url, base_url=base_url))
    elif row.status == Artifact.Status.READY and link is not None:
        manifest = _manifest(row, made, state, content, kept, base_url)
    return {
        "id": row.pk,
        "storyJobId": row.job_id,
        "type": row.type,
        "status": row.status,
        "manifest": manifest,
        "currentVersion": row.current_version,
        "refineCount": row.refine_count,
        "tableReadShareLinkId": link.pk if link and not link.revoked_at else None,
        "failureCode": row.failure_code,
        "failureMessage": row.failure_message,
        "createdAt": when(row.created_at),
        "updatedAt": when(row.updated_at),
    }


def _manifest(
    row: Artifact,
    made: _Made,
    state: Staged | None,
    pictures: dict[str, Any],
    kept: dict[str, Asset],
    base_url: str,
) -> dict[str, Any]:
    link = link_urls(row.share_link, base_url)
    audio, video = made.finished.get("audio"), made.finished.get("video")
    return {
        "type": row.type,
        "status": "ready",
        "shareToken": link["shareToken"],
        "theaterUrl": link["theaterUrl"],
        "theaterFullscreenUrl": link["theaterFullscreenUrl"],
        "audio": {
            "mode": "live_on_demand",
            "liveUrl": link["liveUrl"],
            "startLiveUrl": f"{base_url}/api/share/table-read/start-live",
            "recordingUrl": _url(audio, "mix", "mp3AssetId", kept, base_url),
            "recordingDurationMs": audio.duration_ms if audio else None,
            "voiceMap": _voice_map(state),
            "live": live_status(made.latest.get("live")),
            "finalize": made.audio_status(state),
        },
        "video": {
            **_video_status(made, state),
            "renderUrl": f"/api/v1/artifacts/{row.pk}/render-video",
            "url": _url(video, "render", "filmAssetId", kept, base_url),
            "posterUrl": _url(video, "render", "posterAssetId", kept, base_url),
            "contactSheetUrl": _url(video, "render", "sheetAssetId", kept, base_url),
            "captions": {
                "srtUrl": _url(video, "render", "srtAssetId", kept, base_url),
                "vttUrl": _url(video, "render", "vttAssetId", kept, base_url),
            },
        },
        **(manifests.illustrated(state.script, pictures, kept, partial(asset_url, base_url=base_url)) if state else {}),
        "expiresAt": when(row.share_link.expires_at),
    }


def link_urls(link: ShareLink, base_url: str) -> dict[str, str | None]:
    """Where a share link leads; nowhere once it was revoked."""
    names = ("shareToken", "theaterUrl", "theaterFullscreenUrl", "liveUrl")
    if link.revoked_at:
        return dict.fromkeys(names)
    token = share_token(link)
    theater = base_url + reverse("theater", kwargs={"token": token})
    return dict(zip(names, (token, theater, f"{theater}?view=fullscreen", base_url + live_path(token)), strict=True))


def live_path(token: str) -> str:
    """Where the live read behind a share token is heard."""
    return f"/share/table-read-audio/{token}"


def _voice_map(state: Staged | None) -> dict[str, Any]:
    """The current cast; none while the voices' provider does not answer."""
    if state is None:
        return {}
    try:
        return voice_map(state, catalogue(state.artifact.organization_id))
    except ProviderError:
        return {}


def _video_status(made: _Made, state: Staged | None) -> dict[str, Any]:
    if "video" not in made.latest:
        return {"status": "not_rendered"}
    return render_status(made.status("video", state))


def _url(found: Rendition | None, part: str, key: str, kept: dict[str, Asset], base_url: str) -> str | None:
    return asset_url(kept.get(found.data[part].get(key, "")), base_url) if found else None


def asset_url(asset: Asset | None, base_url: str) -> str | None:
    """A signed absolute URL of a kept file."""
    if asset is None:
        return None
    url = signed_url(asset, expires_s=URL_LIFETIME_S)
    return url if settings.STUDIO_PUBLIC_URL else base_url + url
