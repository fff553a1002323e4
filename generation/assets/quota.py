"""How much an organization may keep: asked at the door, and once more where a finished file comes in."""

from django.conf import settings
from django.db.models import IntegerField, OuterRef, Subquery, Sum

from accounts.models import Organization
from generation.assets.models import Blob
from wire.errors import QuotaFull


def stored_bytes(organization_id: str) -> int:
    """What its files take up; equal ones once."""
    return Blob.objects.filter(organization_id=organization_id).aggregate(sum=Sum("size"))["sum"] or 0


def require_room(organization_id: str, more: int = 0) -> None:
    """Before anything is begun that stores files, `more` bytes of them if that is known; at most one query.

    Raises `QuotaFull`.
    """
    if not settings.STUDIO_STORAGE_BYTES:
        return
    blobs = Blob.objects.filter(organization_id=OuterRef("pk")).order_by().values("organization_id")
    total = Subquery(blobs.annotate(sum=Sum("size")).values("sum"), output_field=IntegerField())
    found = Organization.objects.filter(pk=organization_id).values_list("storage_bytes", total).first()
    own, kept = found or (None, None)
    most, kept = _most(own), kept or 0
    if kept + max(more, 1) > most:
        raise _full(kept, most)


def require_room_to_keep(organization_id: str, more: int) -> None:
    """Before `more` bytes are kept of what was begun while there was room: it may go beyond the limit by the grace.

    Inside a transaction, which locks the organization's row: files that come in at once are counted one after the
    other. Raises `QuotaFull`.
    """
    if not settings.STUDIO_STORAGE_BYTES:
        return
    rows = Organization.objects.select_for_update(no_key=True).filter(pk=organization_id)
    most = _most(rows.values_list("storage_bytes", flat=True).first())
    kept = stored_bytes(organization_id)  # a statement of its own: it sees what was committed during the wait
    if kept + more > most + settings.STUDIO_STORAGE_GRACE_BYTES:
        raise _full(kept, most)


def _most(own: int | None) -> int:
    return settings.STUDIO_STORAGE_BYTES if own is None else own


def _full(kept: int, most: int) -> QuotaFull:
    return QuotaFull(
        f"Your organization keeps {_said(kept)} of files; {_said(most)} is its limit. Delete projects, sources or "
        "exports that are no longer needed, or ask the operator for more room.",
        storedBytes=kept,
        maxBytes=most,
    )


def _said(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB"
