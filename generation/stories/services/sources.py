"""Attach a source of any type: fetch and store ahead of the transaction, write the rows inside of it."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils import timezone

from accounts import switches
from generation.projects.models import Project, Source
from generation.projects.sources import (
    FETCHED_TYPES,
    Original,
    add_fetched_source,
    add_inline_source,
    check_content,
    fetch_original,
    require_open,
    store_original,
)
from generation.projects.uploads import FileKind, told_apart
from wire.errors import SourceTypeUnsupported, ValidationFailed
from wire.principal import Principal

INLINE_TYPES = ("text", "markdown")
SOURCE_TYPES = (*INLINE_TYPES, *FETCHED_TYPES)
_INLINE_CONTENT_TYPES = {"text": "text/plain", "markdown": "text/markdown"}


def prepare_source(project: Project, request: dict[str, Any]) -> Original | None:
    """Check the request and fetch what it names; its file is then in the store, for `create_source`.

    Raises `SourceTypeUnsupported`, `ValidationFailed`, `SourceTooLarge`, `SourceFetchFailed`.
    """
    kind = request["type"]
    if kind not in SOURCE_TYPES:
        raise SourceTypeUnsupported(f"type must be one of {', '.join(SOURCE_TYPES)}.", types=list(SOURCE_TYPES))
    require_open(project)
    if kind in FETCHED_TYPES:
        if not (request.get("uri") or "").strip():
            raise ValidationFailed(f"uri is required for {kind} sources.", field="uri")
        switches.require("url_sources")
        answer = fetch_original(kind, request["uri"])
        content_type = "application/pdf" if kind == "pdf" else answer.content_type
        return store_original(project, answer.body, content_type=content_type, charset=answer.charset, url=answer.url)
    if not request.get("content"):
        raise ValidationFailed("content is required for text and markdown sources.", field="content")
    check_content(request["content"])
    if request.get("retentionPolicy") != Source.Retention.STORE_ORIGINAL:
        return None
    body = request["content"].encode()
    return store_original(project, body, content_type=_INLINE_CONTENT_TYPES[kind], charset="utf-8")


def create_source(
    project: Project, request: dict[str, Any], original: Original | None, *, principal: Principal
) -> Source:
    """The rows of a prepared source: READY for text, PENDING with a job for what was fetched. Costs nothing."""
    shared: dict[str, Any] = {
        "type": request["type"],
        "label": request.get("label") or None,
        "retention_policy": request.get("retentionPolicy") or Source.Retention.EXTRACTED_ONLY,
        "metadata": request.get("metadata"),
        "key_id": principal.key_id,
        "user_id": principal.user_id,
        "now": timezone.now(),
    }
    if request["type"] in FETCHED_TYPES and original is not None:
        return add_fetched_source(project, uri=request["uri"].strip(), original=original, **shared)
    return add_inline_source(project, content=request["content"], original=original, **shared)


@dataclass(frozen=True)
class SentFile:
    """A file from somebody's disk, in the store. `label` is its name without the suffix."""

    label: str
    kind: FileKind
    original: Original


def prepare_file(project: Project, name: str, body: bytes) -> SentFile:
    """Tell a sent file apart and store it, for `create_file_source`.

    Raises `ValidationFailed`, `SourceTypeUnsupported`, `SourceTooLarge`.
    """
    require_open(project)
    name = PurePosixPath(name.replace("\\", "/").replace("\x00", "")).name or "file"
    kind = told_apart(name, body)
    original = store_original(project, body, content_type=kind.content_type, name=name)
    return SentFile(PurePosixPath(name).stem[:200], kind, original)


def create_file_source(project: Project, file: SentFile, *, retention: str, principal: Principal) -> Source:
    """The rows of a prepared file: PENDING, with a job that reads and digests it. Costs nothing."""
    return add_fetched_source(
        project,
        type=file.kind.type,
        uri=None,
        original=file.original,
        label=file.label,
        retention_policy=retention,
        metadata=None,
        is_digested=True,
        key_id=principal.key_id,
        user_id=principal.user_id,
        now=timezone.now(),
    )
