"""Adding to the knowledge base, looking at it, and forgetting."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import switches
from generation.assets import quota
from generation.assets.services import StoredBytes, drop_asset, name_bytes, store_bytes
from generation.brand.knowledge.files import clean_name, told_apart
from generation.brand.models import Document
from generation.jobs.models import Job
from generation.jobs.services import cancel_job, create_job
from generation.jobs.states import LIVE
from wire.errors import JobNotFound, NotFound, ValidationFailed
from wire.principal import Principal

KNOWLEDGE_KIND = "brand.knowledge"
MAX_DOCUMENTS = 1000
_HEAD_BYTES = 8192

_FORGETTERS: list[Callable[[Document], None]] = []


@dataclass(frozen=True)
class StoredFile:
    """A file in the store that has no document yet."""

    stored: StoredBytes
    name: str
    content_type: str


def documents(organization_id: str) -> QuerySet[Document]:
    return Document.objects.filter(organization_id=organization_id)


def access_document(document_id: str, organization_id: str) -> Document:
    """Raises `NotFound` for a missing document and for another organization's alike."""
    found = documents(organization_id).filter(pk=document_id).first()
    if found is None:
        raise NotFound("No such document in the knowledge base.", kind="document")
    return found


def store_upload(organization_id: str, path: Path, name: str) -> StoredFile:
    """Check the file at `path` and keep its bytes; before the transaction.

    Raises `PayloadTooLarge`, `ValidationFailed`, `SourceTypeUnsupported`.
    """
    name = clean_name(name)
    with path.open("rb") as file:
        kind = told_apart(name, file.read(_HEAD_BYTES), path.stat().st_size)
    quota.require_room(organization_id, path.stat().st_size)
    return StoredFile(store_bytes(organization_id, path), name, kind.content_type)


def add_file(file: StoredFile, *, principal: Principal) -> Document:
    """A document PENDING, and the job that reads it. Bytes that are known already are the document that has them.

    Inside a transaction. Raises `ValidationFailed` when the knowledge base is full.
    """
    organization_id = principal.organization_id
    known = documents(organization_id).filter(content_hash=file.stored.sha256).exclude(status=Document.Status.FAILED)
    if found := known.order_by("pk").first():
        return found
    require_room(organization_id)
    asset = name_bytes(organization_id, file.stored, content_type=file.content_type, filename=file.name)
    document = Document.objects.create(
        organization_id=organization_id,
        kind=Document.Kind.FILE,
        filename=file.name,
        content_type=file.content_type,
        asset_id=asset.pk,
        content_hash=file.stored.sha256,
        byte_size=file.stored.size,
    )
    queue(document, principal)
    return document


def add_url(url: str, depth: int, *, principal: Principal) -> Document:
    """A document PENDING, and the job that reads it; the one that is being read already, if there is one.

    `url` was checked by `crawl.check_address`. Inside a transaction. Raises `ValidationFailed` when there is no room.
    """
    switches.require("url_sources")
    organization_id = principal.organization_id
    same = documents(organization_id).filter(kind=Document.Kind.URL, url=url, depth=depth)
    if found := same.filter(status__in=(Document.Status.PENDING, Document.Status.INDEXING)).order_by("pk").first():
        return found
    require_room(organization_id)
    document = Document.objects.create(
        organization_id=organization_id, kind=Document.Kind.URL, url=url, depth=depth, content_type="text/html"
    )
    queue(document, principal)
    return document


def require_room(organization_id: str) -> None:
    if documents(organization_id).count() >= MAX_DOCUMENTS:
        raise ValidationFailed(f"The knowledge base holds {MAX_DOCUMENTS:,} documents. Delete some first.")


def queue(document: Document, principal: Principal) -> Job:
    return create_job(
        organization_id=document.organization_id,
        kind=KNOWLEDGE_KIND,
        params={"documentId": document.pk},
        subject_id=document.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
    )


def access_job(document_id: str, *, organization_id: str) -> Job:
    """The job that reads the document, or last did. Raises `JobNotFound`."""
    jobs = Job.objects.filter(organization_id=organization_id, kind=KNOWLEDGE_KIND, subject_id=document_id)
    found = jobs.order_by("-pk").first() if documents(organization_id).filter(pk=document_id).exists() else None
    if found is None:
        raise JobNotFound("No such document in the knowledge base.", kind="document")
    return found


def when_forgotten(forget: Callable[[Document], None]) -> None:
    """Sign up who keeps words of documents elsewhere; called in the transaction that deletes one, after it is gone."""
    _FORGETTERS.append(forget)


@transaction.atomic
def delete_document(document: Document) -> None:
    """Forget the document: passages, vectors and file, and what cites it. What still reads it is stopped."""
    live = Job.objects.filter(kind=KNOWLEDGE_KIND, subject_id=document.pk, status__in=LIVE)
    for job in list(live.select_for_update(no_key=True).order_by("pk")):
        cancel_job(job.pk, reason="Its document was deleted.", now=timezone.now())
    Document.objects.filter(pk=document.pk).delete()
    for forget in _FORGETTERS:
        forget(document)
    if document.asset_id:
        drop_asset(document.asset_id)
