"""Documents drawn up from a conversation: brief, script, shot list, prompt pack. Kept as artifacts with revisions."""

import re
from typing import Any

from billing.prices import single_quote
from generation.companions.models import Session
from generation.companions.services.sessions import open_session, require_project
from generation.imagery.services.orders import once_id
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS
from generation.jobs.services import create_job
from generation.jobs.states import LIVE, Status
from generation.projects.models import Artifact, Revision
from generation.projects.services import access_artifact, access_project, require_open
from wire.errors import ArtifactNotFound, ArtifactNotReady, ValidationFailed
from wire.principal import Principal

DOCUMENT_KIND = "studio.document"
TYPES = ("brief", "script", "shotlist", "prompt_pack")
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_DEFAULT_COMPANION = "cinematic-director"


def start_document(body: dict[str, Any], *, principal: Principal, once: str | None = None) -> Job:
    """Queue a document from a session and what is given beside it. Inside the caller's transaction.

    An unknown session id opens a session; a session without a project gets one. Raises `ProjectNotFound`,
    `InsufficientCredits`.
    """
    organization_id = principal.organization_id
    if once and (job := _earlier(once, organization_id)):
        return job
    session = open_session(
        body.get("session_id"), organization_id=organization_id, companion_id="", project_id=body.get("project_id")
    )
    session.companion_id = session.companion_id or body.get("companion_id") or _DEFAULT_COMPANION
    session.save()
    kind = body["artifact_type"]
    context = body.get("context") or {}
    require_project(session, name=session.title or body.get("title") or "Conversation")
    assert session.project is not None  # noqa: S101 - require_project has just seen to it
    require_open(session.project)
    artifact = _artifact_of(session, kind)
    params = {
        "artifactType": kind,
        "sessionId": session.pk,
        "sessionKey": session.key,
        "artifactId": artifact.pk if artifact else None,
        "title": body.get("title") or "",
        "brief": context.get("brief") or "",
        "script": context.get("script") or "",
        "shotlist": context.get("shotlist") or "",
        "overrides": _overrides(body.get("style_overrides")),
        "aspectRatio": body.get("aspect_ratio") or "",
    }
    return _start(kind, params, session.project_id, principal=principal, once=once)


def start_prompt_pack(body: dict[str, Any], *, principal: Principal, once: str | None = None) -> Job:
    """Queue a prompt pack from a project's brief and shot list. Raises `ProjectNotFound`, `ArtifactNotFound`."""
    organization_id = principal.organization_id
    if once and (job := _earlier(once, organization_id)):
        return job
    project = access_project(body["project_id"], organization_id=organization_id)
    require_open(project)
    brief = _document(body["brief_id"], "brief", project.pk, organization_id)
    shotlist = _document(body["shotlist_id"], "shotlist", project.pk, organization_id)
    version = body.get("version") or ""
    if version and not SEMVER.fullmatch(version):
        raise ValidationFailed("version must be a semantic version such as 1.2.0.", field="version")
    artifact = Artifact.objects.filter(
        project=project, type="prompt_pack", request__brief_id=brief.artifact_id,
        request__shotlist_id=shotlist.artifact_id,
    ).first()  # fmt: skip
    params = {
        "artifactType": "prompt_pack",
        "sessionId": None,
        "sessionKey": None,
        "artifactId": artifact.pk if artifact else None,
        "title": body.get("project_title") or project.name,
        "brief": brief.content["document"],
        "script": "",
        "shotlist": shotlist.content["document"],
        "briefId": brief.artifact_id,
        "shotlistId": shotlist.artifact_id,
        "overrides": _overrides(body.get("style_overrides")),
        "version": version,
        "aspectRatio": body.get("aspect_ratio") or "",
    }
    return _start("prompt_pack", params, project.pk, principal=principal, once=once)


def _start(kind: str, params: dict[str, Any], project_id: str | None, *, principal: Principal, once: str | None) -> Job:
    operation = "prompt_pack" if kind == "prompt_pack" else "artifact"
    return create_job(
        organization_id=principal.organization_id,
        kind=DOCUMENT_KIND,
        params=params,
        project_id=project_id,
        subject_id=once_id(once) if once else None,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=single_quote(operation, operation),
        operation=f"studio.{operation}",
        priority=EXPRESS,
    )


def _earlier(once: str, organization_id: str) -> Job | None:
    rows = Job.objects.filter(subject_id=once_id(once), organization_id=organization_id, kind=DOCUMENT_KIND)
    return rows.filter(status__in=[*LIVE, Status.SUCCEEDED]).order_by("-created_at").first()


def _artifact_of(session: Session, kind: str) -> Artifact | None:
    """The session's document of that kind, of which the next one is a version."""
    rows = Artifact.objects.filter(project_id=session.project_id, type=kind, request__session_id=session.key)
    return rows.order_by("pk").first()


def _document(artifact_id: str, kind: str, project_id: str, organization_id: str) -> Revision:
    artifact = access_artifact(artifact_id, organization_id=organization_id)
    if artifact.project_id != project_id or artifact.type != kind:
        raise ArtifactNotFound(f"This project has no {kind} {artifact_id}.")
    return document_revision(artifact)


def document_revision(artifact: Artifact, number: int | None = None) -> Revision:
    """A version of a document, the current one by default. Raises `ArtifactNotReady`, `ArtifactNotFound`."""
    if artifact.status != Artifact.Status.READY:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    found = Revision.objects.filter(artifact=artifact, number=number or artifact.current_version).first()
    if found is None or "document" not in found.content:
        raise ArtifactNotFound()
    return found


def documents_of(project_id: str) -> list[Revision]:
    """The current version of each of the project's documents, oldest first."""
    rows = Artifact.objects.filter(project_id=project_id, type__in=TYPES, status=Artifact.Status.READY).order_by("pk")
    return [document_revision(row) for row in rows]


def _overrides(given: dict[str, Any] | None) -> dict[str, str]:
    return {str(name)[:60]: str(value)[:500] for name, value in (given or {}).items() if value not in (None, "")}


def next_version(before: str, *, is_new_style: bool) -> str:
    """The semantic version after `before`: another style is a minor one, the same style a patch."""
    found = SEMVER.fullmatch(before)
    if not found:
        return "1.0.0"
    major, minor, patch = (int(part) for part in found.groups()[:3])
    return f"{major}.{minor + 1}.0" if is_new_style else f"{major}.{minor}.{patch + 1}"
