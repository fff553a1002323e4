"""Stored files, looked at by tests."""

from pathlib import Path

from django.conf import settings

from generation.assets.models import Asset
from generation.assets.services import local_copy


def path_of(asset: Asset) -> Path:
    """The asset's file on this host. It may not be there."""
    return local_copy(asset, Path(settings.STUDIO_DATA) / "looked-at")
