"""What was rendered for looking at, found again by the hash of all that decides it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from generation.assets.models import Asset
from generation.assets.services import StoredBytes, name_each
from generation.timelines.models import Preview

_FRESH = timedelta(days=1)


def find(organization_id: str, keys: Sequence[str]) -> dict[str, Asset]:
    """Those of the keys whose file is there. What is still in use starts its time anew, at most once a day."""
    rows = list(Preview.objects.filter(organization_id=organization_id, key__in=set(keys)))
    assets = Asset.objects.select_related("blob").in_bulk([row.asset_id for row in rows])
    now = timezone.now()
    if old := [row.pk for row in rows if row.created_at < now - _FRESH]:
        Preview.objects.filter(pk__in=old).update(created_at=now)
    return {row.key: assets[row.asset_id] for row in rows if row.asset_id in assets}


def keep(
    organization_id: str, stored: Mapping[str, StoredBytes], *, content_type: str, filename: str, project_id: str | None
) -> dict[str, Asset]:
    """Name stored files by their keys; inside the caller's transaction.

    A rival may have made the same meanwhile: the later row wins, and both files show the same.
    """
    named = name_each(
        organization_id, list(stored.values()), content_type=content_type, filename=filename, project_id=project_id
    )
    assets = dict(zip(stored, named, strict=True))
    now = timezone.now()
    Preview.objects.bulk_create(
        [
            Preview(organization_id=organization_id, key=key, asset_id=asset.pk, created_at=now)
            for key, asset in assets.items()
        ],
        update_conflicts=True,
        unique_fields=["organization_id", "key"],
        update_fields=["asset_id", "created_at"],
    )
    return assets
