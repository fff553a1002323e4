"""Rows as the studio family prints them. Pure reading."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.conf import settings

from accounts.redaction import redact_text
from billing.services import balance
from generation.assets.models import Asset
from generation.assets.services import get_asset, signed_url
from generation.companions.api.dialect import STUDIO
from generation.companions.models import Message, Session
from generation.companions.services.documents import TYPES
from generation.companions.services.exports import FORMAT, VERSION
from generation.companions.services.jobs import KINDS
from generation.imagery.models import Generation
from generation.imagery.services.orders import default_provider, is_fallback
from generation.jobs.models import Job
from generation.jobs.states import Status
from generation.projects.models import Artifact, Revision, Source
from generation.providers.base import Persona


def when(moment: datetime | None) -> str | None:
    """`2026-05-29T10:00:00.000Z`"""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def companion(persona: Persona) -> dict[str, Any]:
    return {
        "id": persona.id,
        "name": persona.name,
        "role": persona.role,
        "craft": persona.craft,
        "method": list(persona.method),
        "questions": [{"about": slot, "question": words} for slot, words in persona.questions],
        "voice": persona.voice,
    }


def session(row: Session) -> dict[str, Any]:
    return {
        "session_id": row.key,
        "companion_id": row.companion_id,
        "project_id": row.project_id,
        "title": row.title,
        "message_count": row.message_count,
        "created_at": when(row.created_at),
        "updated_at": when(row.updated_at),
    }


def messages(rows: Sequence[Message]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"msg_{row.pk}",
            "role": row.speaker,
            "content": row.text,
            "companion_id": row.companion_id or None,
            "is_whole": row.is_whole,
            "created_at": when(row.created_at),
        }
        for row in rows
    ]


# ---------------------------------------------------------------- what is made

URL_LIFETIME_S = 7 * 24 * 3600  # longer than idempotent answers are kept, so a replayed URL still works
STATUS_OF_JOB = {
    Status.QUEUED: "pending",
    Status.RUNNING: "processing",
    Status.SUSPENDED: "processing",
    Status.SUCCEEDED: "completed",
    Status.FAILED: "failed",
    Status.CANCELED: "failed",
}


def charge(job: Job) -> dict[str, int]:
    """What the job cost, and what can be spent after it."""
    return {"charged": job.charged or 0, "balance": balance(job.organization_id).balance}


def asset_url(asset: Asset, base_url: str) -> str:
    url = signed_url(asset, expires_s=URL_LIFETIME_S)
    return url if settings.STUDIO_PUBLIC_URL else base_url + url


def document(job: Job, revision: Revision) -> dict[str, Any]:
    content = revision.content["document"]
    artifact = revision.artifact
    return {
        "artifact_id": artifact.pk,
        "artifact_type": artifact.type,
        "project_id": artifact.project_id,
        "session_id": artifact.request.get("session_id"),
        "version": revision.number,
        "title": content.get("title") or content.get("project_title") or "",
        "content": content,
        "provider": revision.provider,
        "model": revision.model,
        "credits": charge(job),
        "created_at": when(revision.created_at),
    }


def prompt_pack(job: Job, revision: Revision) -> dict[str, Any]:
    return {
        "artifact_id": revision.artifact_id,
        "project_id": revision.artifact.project_id,
        "artifact_version": revision.number,
        **revision.content["document"],
        "provider": revision.provider,
        "model": revision.model,
        "credits": charge(job),
        "created_at": when(revision.created_at),
    }


def image(job: Job, made: Generation, *, base_url: str) -> dict[str, Any]:
    asset = get_asset(made.asset_id, organization_id=made.organization_id)
    wanted = job.params
    return {
        "id": made.pk,
        "url": asset_url(asset, base_url),
        "provider": made.provider,
        "model": made.model,
        "fallback": bool(job.fallbacks) or is_fallback(wanted["provider"], made.provider),
        **note_of(job),
        "requested": {"provider": wanted["provider"] or None, "model": wanted["model"] or None},
        "project_id": made.project_id,
        "asset_id": made.asset_id,
        "metadata": {
            "prompt": made.prompt,
            "negative": wanted["negative"],
            "width": wanted["width"],
            "height": wanted["height"],
            "size": wanted["size"],
            "quality": wanted["quality"],
            "style": wanted["style"],
            "seed": wanted["seed"],
            "description": made.result["description"],
            "content_type": asset.content_type,
            "bytes": asset.blob.size,
            "provider_latency_ms": made.latency_ms,
        },
        "credits": charge(job),
        "created_at": when(made.created_at),
    }


def note_of(job: Job) -> dict[str, str]:
    """Why the studio itself did it, where the provider that was chosen could not."""
    if not job.fallbacks:
        return {}
    causes = " ".join(dict.fromkeys(job.fallbacks.values()))
    return {"note": f"Made by the studio itself, because the chosen provider could not: {causes}"}


def jobs(rows: Sequence[Job], *, base_url: str) -> list[dict[str, Any]]:
    """Jobs with what they made; a fixed number of queries."""
    ids = [job.pk for job in rows]
    made = {g.job_id: g for g in Generation.objects.filter(job_id__in=ids)}
    named = [r["assetId"] for r in (job.result or {} for job in rows) if "assetId" in r]
    named += [r["posterAssetId"] for r in (job.result or {} for job in rows) if "posterAssetId" in r]
    kept = Asset.objects.in_bulk(named)
    spendable = balance(rows[0].organization_id).balance if rows else 0
    usual = {kind: default_provider(kind, rows[0].organization_id) for kind in {job.kind for job in rows}}
    return [_job(job, made.get(job.pk), kept, base_url, spendable, usual) for job in rows]


def _job(
    job: Job, made: Generation | None, kept: dict[str, Asset], base_url: str, spendable: int, usual: dict[str, str]
) -> dict[str, Any]:  # fmt: skip
    """`usual` says who makes what is not made yet, by kind."""
    wanted = job.params.get("provider", "")
    result = job.result or {}
    status = STATUS_OF_JOB[Status(job.status)]
    done_by = made.provider if made else result.get("provider")
    return {
        "id": job.pk,
        "job_id": job.pk,
        "type": KINDS[job.kind],
        "status": status,
        "progress": round(job.progress, 3),
        "stage": job.stage,
        "project_id": job.project_id,
        "provider": done_by,
        "model": made.model if made else result.get("model"),
        "fallback": bool(job.fallbacks) or is_fallback(wanted, done_by or usual[job.kind]),
        **note_of(job),
        "result": _result(made, result, kept, base_url),
        "error": _error(job) if status == "failed" else None,
        "credits": {"charged": job.charged or 0, "balance": spendable},
        "created_at": when(job.created_at),
        "started_at": when(job.started_at),
        "completed_at": when(job.finished_at),
    }


def _result(
    made: Generation | None, result: dict[str, Any], kept: dict[str, Asset], base_url: str
) -> dict[str, Any] | None:
    if "artifactId" in result:
        return {"artifact_id": result["artifactId"], "version": result["version"]}
    asset, poster = kept.get(result.get("assetId", "")), kept.get(result.get("posterAssetId", ""))
    if made is None or asset is None:
        return None
    told = {"id": made.pk, "url": asset_url(asset, base_url), "description": result["description"]}
    if poster is None:
        return told | {"width": made.params["width"], "height": made.params["height"]}
    sizes = {name: result[name] for name in ("width", "height", "frames")}
    return told | {"poster_url": asset_url(poster, base_url), "duration_s": result["durationMs"] / 1000, **sizes}


def _error(job: Job) -> dict[str, str]:
    if job.status == Status.CANCELED:
        return {"code": "CANCELED", "message": job.message or "The job was canceled."}
    code = STUDIO.codes.get(job.error_code or "", STUDIO.codes["internal_error"])[1]
    return {"code": code, "message": redact_text(job.error_message or "The job failed.")}


# ---------------------------------------------------------------- exports


def export(found: dict[str, Any], *, base_url: str, now: datetime) -> dict[str, Any]:
    project = found["project"]
    told: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": when(now),
        "include": found["include"],
        "project": {
            "id": project.pk,
            "name": project.name,
            "description": project.description,
            "metadata": project.metadata,
            "created_at": when(project.created_at),
        },
    }
    printers: dict[str, Any] = dict.fromkeys(TYPES, _exported_document)
    printers |= {
        "assets": partial(_exported_asset, base_url=base_url),
        "sources": _exported_source,
        "sessions": _exported_session,
    }
    return told | {part: [printers[part](row) for row in found[part]] for part in found["include"]}


def _exported_document(row: Artifact) -> dict[str, Any]:
    versions = sorted(row.revisions.all(), key=lambda revision: revision.number)
    return {
        "id": row.pk,
        "title": row.request.get("title", ""),
        "current_version": row.current_version,
        "versions": [
            {
                "number": revision.number,
                "content": revision.content.get("document", revision.content),
                "provider": revision.provider,
                "model": revision.model,
                "created_at": when(revision.created_at),
            }
            for revision in versions
        ],
    }


def _exported_asset(row: Asset, *, base_url: str) -> dict[str, Any]:
    return {
        "id": row.pk,
        "filename": row.filename,
        "content_type": row.content_type,
        "bytes": row.blob.size,
        "sha256": row.blob.sha256,
        "url": asset_url(row, base_url),
        "created_at": when(row.created_at),
    }


def _exported_source(row: Source) -> dict[str, Any]:
    is_hidden = row.retention_policy == Source.Retention.METADATA_ONLY
    return {
        "id": row.pk,
        "type": row.type,
        "label": row.label,
        "uri": row.uri,
        "status": row.status,
        "text": None if is_hidden else row.text,
        "content_hash": row.content_hash,
        "created_at": when(row.created_at),
    }


def _exported_session(row: Session) -> dict[str, Any]:
    return session(row) | {"messages": messages(list(row.messages.all()))}
