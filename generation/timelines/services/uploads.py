"""Uploads: a signed address to send a file's bytes to, in one piece or several, and what happens when all are there."""

import time
from datetime import timedelta
from pathlib import PurePosixPath

from django.core import signing
from django.db import transaction

from accounts import keys, sessions
from generation.assets.incoming import Incoming, incoming
from generation.assets.quota import require_room
from generation.assets.services import name_bytes, store_bytes
from generation.projects.models import Project
from generation.projects.services import lock_project, require_open
from generation.timelines.models import Footage
from generation.timelines.services.imports import queue_import
from wire.errors import NotFound, StudioError, ValidationFailed
from wire.principal import Principal

CONTENT_TYPES = (
    "video/mp4", "video/quicktime", "video/webm", "video/x-matroska", "video/x-msvideo", "video/mpeg", "video/mp2t",
    "video/x-m4v", "application/octet-stream",
)  # fmt: skip
UPLOAD_WITHIN = timedelta(hours=24)
MOST_FOOTAGE = 200


def clean_name(name: str) -> str:
    """The last part of a path, fit for a file name and a header; "" when nothing is left of it."""
    stem = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c if c.isalnum() or c in "-_. ()" else "-" for c in stem).strip(". ")[:150]


def request_upload(project: Project, *, file_name: str, content_type: str) -> Footage:
    """A row that waits for its bytes. Raises `ValidationFailed` for what is no video by its type."""
    essence = content_type.partition(";")[0].strip().lower()
    if essence not in CONTENT_TYPES:
        raise ValidationFailed(
            f"content_type must be one of {', '.join(CONTENT_TYPES)}.",
            field="content_type",
            allowed=list(CONTENT_TYPES),
        )
    name = clean_name(file_name)
    if not name:
        raise ValidationFailed("file_name must be the name of a file.", field="file_name")
    require_room(project.organization_id)
    require_open(lock_project(project))
    if Footage.objects.filter(project=project, kind=Footage.Kind.UPLOAD).count() >= MOST_FOOTAGE:
        raise ValidationFailed(f"A project takes at most {MOST_FOOTAGE} uploads.", limit=MOST_FOOTAGE)
    return Footage.objects.create(project=project, kind=Footage.Kind.UPLOAD, file_name=name, content_type=essence)


# ---------------------------------------------------------------- the signed address


def _signer() -> signing.Signer:
    return signing.Signer(salt="upload")


def upload_token(footage: Footage, principal: Principal, *, now: float | None = None) -> str:
    """What the upload's address is signed with: whose it is, and until when it takes bytes."""
    deadline = int((now if now is not None else time.time()) + UPLOAD_WITHIN.total_seconds())
    return _signer().sign_object([footage.pk, principal.key_id or "", principal.user_id or "", deadline])


def open_upload(token: str, *, now: float | None = None) -> tuple[Footage, Principal]:
    """Raises `NotFound` for a token that is not ours or too old, and when the project is gone or whoever asked for the
    address may no longer edit."""
    try:
        footage_id, key_id, user_id, deadline = _signer().unsign_object(token)
    except signing.BadSignature:
        raise NotFound("This upload address is not valid.", kind="asset") from None
    if (now if now is not None else time.time()) > deadline:
        raise NotFound("This upload address has expired. Ask for a new one.", kind="asset")
    rows = Footage.objects.select_related("project").filter(pk=footage_id, project__deleted_at__isnull=True)
    footage = rows.first()
    if footage is None:
        raise NotFound("What this address was for no longer exists.", kind="asset")
    return footage, _asker(footage.project.organization_id, key_id, user_id)


def _asker(organization_id: str, key_id: str, user_id: str) -> Principal:
    try:
        asker = keys.principal_of(key_id) if key_id else sessions.principal_of(user_id, organization_id)
    except StudioError as error:
        raise NotFound(f"This upload address is no longer valid: {error.message}", kind="asset") from None
    if not asker.has_scope("edit:write"):
        raise NotFound("This upload address is no longer valid: who asked for it may not edit.", kind="asset")
    return asker


# ---------------------------------------------------------------- bytes on their way


def on_its_way(footage: Footage) -> Incoming:
    return incoming(footage.project.organization_id, footage.pk)


def finish_upload(footage: Footage, *, principal: Principal) -> Footage:
    """All bytes are there: store them and queue the import. Of two requests at once, one does it."""
    sent = on_its_way(footage)
    organization_id = footage.project.organization_id
    require_room(organization_id, sent.size())
    try:
        with sent.whole() as path:
            stored = store_bytes(organization_id, path)
    except FileNotFoundError:  # the other request was first, and took the file
        return Footage.objects.select_related("project").get(pk=footage.pk)
    with transaction.atomic():
        lock_project(footage.project)
        footage = Footage.objects.select_for_update(no_key=True).select_related("project").get(pk=footage.pk)
        if footage.status != Footage.Status.WAITING:
            return footage
        name_bytes(
            organization_id,
            stored,
            content_type=footage.content_type,
            filename=footage.file_name,
            project_id=footage.project_id,
            asset_id=footage.pk,
        )
        footage = queue_import(footage, principal=principal)
    sent.drop()
    return footage
