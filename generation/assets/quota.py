"""How much an organization may keep."""

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

    Checked at the door, not where a finished file is kept: what was begun is brought to its end. Raises `QuotaFull`.
    """
    if not settings.STUDIO_STORAGE_BYTES:
        return
    blobs = Blob.objects.filter(organization_id=OuterRef("pk")).order_by().values("organization_id")
    total = Subquery(blobs.annotate(sum=Sum("size")).values("sum"), output_field=IntegerField())
    found = Organization.objects.filter(pk=organization_id).values_list("storage_bytes", total).first()
    own, kept = found or (None, None)
    most, kept = settings.STUDIO_STORAGE_BYTES if own is None else own, kept or 0
    if kept >= most or kept + more > most:
        raise QuotaFull(
            f"Your organization keeps {_said(kept)} of files; {_said(most)} is its limit. Delete projects, sources or "
            "exports that are no longer needed, or ask the operator for more room.",
            storedBytes=kept,
            maxBytes=most,
        )


def _said(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB"
