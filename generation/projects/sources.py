"""Sources: attached as text, fetched from an address, extracted by a job, deleted.

Fetching and storing (`fetch_original`, `store_original`) come before the caller's transaction; the other functions run
inside of it. What a retention policy promises is kept here:

- EXTRACTED_ONLY: the text is kept, the file goes as soon as it has been read.
- STORE_ORIGINAL: the text and the file are kept, the file even where no text could be found in it.
- METADATA_ONLY: neither is kept once they have been read: hash, sizes and a digest without words remain.

Deleting a source, or its project, removes text, digest and file at once; the row stays, to answer for ids that name it.
"""

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings

from generation.assets.quota import require_room
from generation.assets.services import (
    StoredBytes,
    drop_asset,
    name_bytes,
    open_bytes,
    own_asset,
    store_bytes,
)
from generation.jobs.models import Job
from generation.jobs.services import cancel_job, create_job
from generation.jobs.states import LIVE
from generation.projects.models import Project, Source
from wire.errors import NotFound, SourceTooLarge, ValidationFailed
from wire.fetch import Fetched, OwnFile, Policy, fetch
from wire.places import refused

SOURCE_KIND = "story.source"  # the pipeline signs up for it in the stories app
MAX_INLINE_BYTES = 1_000_000
FETCH_TIMEOUT_S = 20.0
_BYTES_PER_TOKEN = 4  # the usual estimate for English; the wire calls the field an estimate

# What may be fetched, by the source's type: content types (the first is what a file of our own is kept as) and bytes.
FETCHED_TYPES: dict[str, tuple[tuple[str, ...], int]] = {
    "url": (("text/html", "application/xhtml+xml", "text/plain", "text/markdown"), 10_000_000),
    "pdf": (("application/pdf", "application/x-pdf", "application/octet-stream", "binary/octet-stream"), 25_000_000),
}
_SUFFIXES = {"application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md"}


@dataclass(frozen=True)
class Original:
    """A source's file, in the store and not yet named."""

    stored: StoredBytes
    body: bytes
    content_type: str
    charset: str
    filename: str
    url: str


# ---------------------------------------------------------------- before the transaction


def fetch_original(type: str, uri: str) -> Fetched:
    """What the address serves, checked for being of the type. Raises `SourceFetchFailed` with its reason."""
    content_types, max_bytes = FETCHED_TYPES[type]
    answer = fetch(
        uri,
        Policy(
            max_bytes=max_bytes,
            timeout_s=FETCH_TIMEOUT_S,
            content_types=content_types,
            allowed=settings.STUDIO_FETCH_ALLOW,
            own=own_file,
        ),
    )
    if not answer.body.strip():
        raise refused("content_type", "The address serves an empty file.")
    is_pdf = b"%PDF-" in answer.body[:1024]
    if type == "pdf" and not is_pdf:
        raise refused("content_type", "The address does not serve a PDF. A web page is a source of type url.")
    if type == "url" and is_pdf:
        raise refused("content_type", "The address serves a PDF. Attach it as a source of type pdf.")
    return answer


def own_file(url: str) -> OwnFile | None:
    """What one of the studio's own signed addresses leads to; None for any other. Raises `SourceFetchFailed`."""
    try:
        asset = own_asset(url)
        return OwnFile(open_bytes(asset), asset.content_type) if asset else None
    except (NotFound, FileNotFoundError):
        raise refused("upstream_status", "This link of the studio has expired or is not valid.", status=404) from None


def store_original(
    project: Project, body: bytes, *, content_type: str, charset: str = "", url: str = "", name: str = ""
) -> Original:
    """Keep a source's file; it still needs its row, which `add_…_source` makes. `name` is the file's own, if any."""
    require_room(project.organization_id, len(body))
    with tempfile.TemporaryDirectory(prefix="studio-source-") as folder:
        path = Path(folder) / "original"
        path.write_bytes(body)
        stored = store_bytes(project.organization_id, path)
    return Original(stored, body, content_type, charset, _filename(quote(name) or url, content_type), url)


def _filename(url: str, content_type: str) -> str:
    """The last part of the address, fit for a file name, with a suffix that tells what is in it."""
    suffix = _SUFFIXES.get(content_type, ".html")
    stem = PurePosixPath(unquote(urlsplit(url).path, errors="replace")).name
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in stem).strip(".-")[:120]
    return f"{PurePosixPath(kept).stem or 'source'}{suffix}"


# ---------------------------------------------------------------- inside the transaction


def require_open(project: Project) -> None:
    """Raises `ValidationFailed` for an archived project: it stays readable and takes nothing new."""
    if project.archived_at:
        raise ValidationFailed("The project is archived. Set archived to false before adding to it.")


def add_inline_source(
    project: Project,
    *,
    type: str,
    content: str,
    label: str | None,
    retention_policy: str,
    metadata: Any,
    now: datetime,
    original: Original | None = None,
    key_id: str | None = None,
    user_id: str | None = None,
) -> Source:
    """Attach text or markdown, ready at once. Raises `SourceTooLarge` past 1,000,000 bytes of UTF-8.

    With METADATA_ONLY a job digests the text and removes it.
    """
    require_open(project)
    check_content(content)
    source = Source.objects.create(
        project=project,
        type=type.upper(),
        label=label,
        status=Source.Status.READY,
        retention_policy=retention_policy,
        text=content,
        metadata=metadata,
        extracted_at=now,
        **measures(content),
    )
    if original is not None:
        _name_original(source, original)
    if retention_policy == Source.Retention.METADATA_ONLY:
        source.digest_status = Source.DigestStatus.PENDING
        source.save(update_fields=["digest_status"])
        _queue(source, params={}, key_id=key_id, user_id=user_id, now=now)
    return source


def check_content(content: str) -> None:
    """Raises `SourceTooLarge`, or `ValidationFailed` for text that cannot be kept or says nothing."""
    try:
        size = len(content.encode())
    except UnicodeEncodeError:
        raise ValidationFailed("content holds half a surrogate pair; send valid Unicode.", field="content") from None
    if size > MAX_INLINE_BYTES:
        raise SourceTooLarge(
            f"The content has {size:,} bytes; the limit is {MAX_INLINE_BYTES:,}. Split it into several sources.",
            maxBytes=MAX_INLINE_BYTES,
            byteSize=size,
        )
    if "\x00" in content:
        raise ValidationFailed("content holds a NUL character; send plain text.", field="content")
    if not content.strip():
        raise ValidationFailed("content is required for text and markdown sources.", field="content")


def measures(text: str) -> dict[str, Any]:
    """Size, token estimate and hash of a text, as the source's columns."""
    raw = text.encode()
    return {
        "byte_size": len(raw),
        "token_estimate": -(-len(raw) // _BYTES_PER_TOKEN),
        "content_hash": hashlib.sha256(raw).hexdigest(),
    }


def add_fetched_source(
    project: Project,
    *,
    type: str,
    uri: str | None,
    original: Original,
    label: str | None,
    retention_policy: str,
    metadata: Any,
    now: datetime,
    is_digested: bool = False,
    key_id: str | None = None,
    user_id: str | None = None,
) -> Source:
    """Attach what was fetched or sent, PENDING, and queue its extraction. Costs nothing.

    With `is_digested` its digest is made at once; otherwise when a plan first needs it.
    """
    require_open(project)
    source = Source.objects.create(
        project=project,
        type=type.upper(),
        uri=uri,
        label=label,
        status=Source.Status.PENDING,
        retention_policy=retention_policy,
        metadata=metadata,
        digest_status=Source.DigestStatus.PENDING if is_digested else Source.DigestStatus.NOT_STARTED,
    )
    _name_original(source, original)
    params = {
        "contentType": original.content_type,
        "charset": original.charset,
        "url": original.url,
        "isDigested": is_digested,
    }
    _queue(source, params=params, key_id=key_id, user_id=user_id, now=now)
    return source


def _name_original(source: Source, original: Original) -> None:
    asset = name_bytes(
        source.project.organization_id,
        original.stored,
        content_type=original.content_type,
        filename=original.filename,
        project_id=source.project_id,
    )
    source.original_asset_id = asset.pk
    source.save(update_fields=["original_asset_id"])


def _queue(source: Source, *, params: dict[str, Any], key_id: str | None, user_id: str | None, now: datetime) -> None:
    create_job(
        organization_id=source.project.organization_id,
        kind=SOURCE_KIND,
        params={"sourceId": source.pk, **params},
        project_id=source.project_id,
        subject_id=source.pk,
        key_id=key_id,
        user_id=user_id,
        now=now,
    )


def drop_original(source: Source) -> None:
    """Remove the source's file, if it has one."""
    if source.original_asset_id:
        asset_id, source.original_asset_id = source.original_asset_id, None
        Source.objects.filter(pk=source.pk).update(original_asset_id=None)
        drop_asset(asset_id)


def delete_source(source: Source, *, now: datetime) -> datetime:
    """Soft for the record, hard for the content: what was deleted is not read again, nor extracted any further."""
    live = Job.objects.filter(kind=SOURCE_KIND, subject_id=source.pk, status__in=LIVE)
    for job in list(live.select_for_update(no_key=True).order_by("pk")):
        cancel_job(job.pk, reason="Its source was deleted.", now=now)
    source.refresh_from_db(fields=["original_asset_id"])  # the job's own end may have removed it
    drop_original(source)
    Source.objects.filter(pk=source.pk).update(deleted_at=now, updated_at=now, text="", digest=None)
    return now


def forget_sources(project: Project, *, now: datetime) -> None:
    """Remove the content of all the project's sources; for a project that is being deleted, its jobs canceled."""
    mine = Source.objects.filter(project=project, deleted_at__isnull=True)
    for source in mine.exclude(original_asset_id=None).defer("text", "digest"):
        drop_original(source)
    mine.update(updated_at=now, text="", digest=None)
