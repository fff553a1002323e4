"""A project as one JSON document, and a project made of such a document."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from generation.assets.models import Asset, Blob
from generation.companions.models import Message, Session
from generation.companions.services.documents import TYPES
from generation.projects.models import Artifact, Project, Revision, Source
from generation.projects.services import access_project, add_inline_source, create_project
from wire.errors import ValidationFailed

FORMAT, VERSION = "studio.project", 1
PARTS = (*TYPES, "assets", "sources", "sessions")
MAX_ITEMS = 500
_SOURCE_TYPES = {"TEXT": "text", "MARKDOWN": "markdown"}


def export_project(project_id: str, include: list[str], *, organization_id: str) -> dict[str, Any]:
    """Rows of what was asked for, not yet printed: assets still need their URLs. Raises `ProjectNotFound`."""
    project = access_project(project_id, organization_id=organization_id)
    found: dict[str, Any] = {"project": project, "include": [part for part in PARTS if part in include]}
    for kind in TYPES:
        if kind in include:
            rows = Artifact.objects.filter(project=project, type=kind, status=Artifact.Status.READY).order_by("pk")
            found[kind] = list(rows.prefetch_related("revisions"))
    if "assets" in include:
        files = Asset.objects.filter(organization_id=organization_id, project_id=project.pk).select_related("blob")
        found["assets"] = list(files.order_by("-pk")[:MAX_ITEMS])
    if "sources" in include:
        sources = Source.objects.filter(project=project, deleted_at__isnull=True)
        found["sources"] = list(sources.order_by("pk")[:MAX_ITEMS])
    if "sessions" in include:
        talks = Session.objects.filter(organization_id=organization_id, project=project).order_by("pk")
        found["sessions"] = list(talks.prefetch_related("messages")[:MAX_ITEMS])
    return found


def import_project(document: dict[str, Any], *, organization_id: str, name: str = "", now: datetime) -> dict[str, Any]:
    """A new project of what a document holds. Inside the caller's transaction.

    Documents come back with all their versions and texts as sources. Files come back where the organization still has
    their bytes; a document carries none. Returns counts by part. Raises `ValidationFailed` naming what is wrong.
    """
    if document.get("format") != FORMAT or document.get("version") != VERSION:
        raise ValidationFailed(f'This is no export: its format must be "{FORMAT}", version {VERSION}.', field="format")
    about = document.get("project")
    if not isinstance(about, dict) or not str(about.get("name") or "").strip():
        raise ValidationFailed("project.name is missing.", field="project.name")
    project = create_project(
        organization_id,
        name=(name or _text(about["name"], "project.name"))[:200],
        description=_text(about.get("description") or "", "project.description")[:4000] or None,
        metadata=about.get("metadata") if isinstance(about.get("metadata"), dict) else None,
    )
    counts = {kind: _import_documents(project, kind, _items(document, kind)) for kind in TYPES}
    counts["sources"] = _import_sources(project, _items(document, "sources"), now=now)
    counts["assets"], missing = _import_assets(project, _items(document, "assets"))
    counts["sessions"] = _import_sessions(project, _items(document, "sessions"))
    return {"project": project, "imported": counts, "missing_assets": missing}


def _items(document: dict[str, Any], part: str) -> list[dict[str, Any]]:
    found = document.get(part, [])
    if not isinstance(found, list) or len(found) > MAX_ITEMS or not all(isinstance(one, dict) for one in found):
        raise ValidationFailed(f"{part} must be a list of at most {MAX_ITEMS} objects.", field=part)
    return found


def _import_documents(project: Project, kind: str, items: list[dict[str, Any]]) -> int:
    for number, item in enumerate(items):
        versions = item.get("versions")
        place = f"{kind}[{number}].versions"
        if not isinstance(versions, list) or not versions or not all(isinstance(v, dict) for v in versions):
            raise ValidationFailed(f"{place} must list at least one version.", field=place)
        artifact = Artifact.objects.create(
            organization_id=project.organization_id,
            project=project,
            job_id="",
            type=kind,
            request={"title": _text(item.get("title") or "", f"{kind}[{number}].title"), "imported": True},
            status=Artifact.Status.READY,
            current_version=len(versions),
        )
        for index, version in enumerate(versions, start=1):
            content = version.get("content")
            if not isinstance(content, dict):
                raise ValidationFailed(f"{place}[{index - 1}].content must be an object.", field=place)
            _text(str(content), place)
            Revision.objects.create(
                artifact=artifact, number=index, content={"document": content, "overrides": {}},
                provider=str(version.get("provider") or "")[:60], model=str(version.get("model") or "")[:120],
            )  # fmt: skip
    return len(items)


def _import_sources(project: Project, items: list[dict[str, Any]], *, now: datetime) -> int:
    kept = [item for item in items if item.get("text")]
    for number, item in enumerate(kept):
        add_inline_source(
            project,
            type=_SOURCE_TYPES.get(str(item.get("type")), "text"),
            content=_text(item["text"], f"sources[{number}].text"),
            label=_text(item.get("label") or "", f"sources[{number}].label")[:200] or None,
            retention_policy="EXTRACTED_ONLY",
            metadata=None,
            now=now,
        )
    return len(kept)


def _import_assets(project: Project, items: list[dict[str, Any]]) -> tuple[int, list[str]]:
    """How many files are there again, and the names of those whose bytes this organization does not have."""
    kept, missing = 0, []
    for number, item in enumerate(items):
        name = _text(item.get("filename") or "file", f"assets[{number}].filename")[:200]
        blobs = Blob.objects.filter(organization_id=project.organization_id, sha256=str(item.get("sha256") or "")[:64])
        blob = blobs.select_for_update(no_key=True).first()
        if blob is None:
            missing.append(name)
            continue
        known = Asset.objects.filter(blob=blob).order_by("pk").first()
        Asset.objects.create(
            organization_id=project.organization_id, project_id=project.pk, blob=blob, filename=name,
            content_type=known.content_type if known else "application/octet-stream",
        )  # fmt: skip
        kept += 1
    return kept, missing


def _import_sessions(project: Project, items: list[dict[str, Any]]) -> int:
    for number, item in enumerate(items):
        messages = item.get("messages", [])
        if not isinstance(messages, list) or not all(isinstance(m, dict) for m in messages):
            raise ValidationFailed(f"sessions[{number}].messages must be a list.", field=f"sessions[{number}].messages")
        session = Session(
            organization_id=project.organization_id,
            companion_id=str(item.get("companion_id") or "cinematic-director")[:60],
            project=project,
            title=_text(item.get("title") or "", f"sessions[{number}].title")[:120],
            message_count=len(messages),
        )
        session.key = session.pk
        with transaction.atomic():
            session.save()
            Message.objects.bulk_create(
                Message(
                    session=session, number=index, text=_text(message.get("content") or "", f"sessions[{number}]"),
                    speaker=message.get("role") if message.get("role") in Message.Speaker.values else "user",
                    companion_id=str(message.get("companion_id") or "")[:60], created_at=timezone.now(),
                )
                for index, message in enumerate(messages, start=1)
            )  # fmt: skip
    return len(items)


def _text(value: Any, field: str) -> str:
    """A string without NUL, which PostgreSQL takes in no text."""
    if not isinstance(value, str) or "\x00" in value:
        raise ValidationFailed(f"{field} must be a text without NUL characters.", field=field)
    return value
