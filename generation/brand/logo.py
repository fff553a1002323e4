"""A brand's logo: taken in, kept, given out."""

import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction

from generation.assets.models import Asset
from generation.assets.services import StoredBytes, drop_asset, local_copy, name_bytes, store_bytes
from generation.brand.models import BrandProfile
from generation.brand.services import change_profile, profile_of
from generation.media.logos import receive_logo
from wire.errors import GenerationFailed, ValidationFailed

_NAME = "logo.png"


def keep_logo(organization_id: str, raw: Path, *, actor: Any) -> BrandProfile:
    """Make the picture `raw` the brand's logo; audited. Outside of any transaction. Raises `ValidationFailed`."""
    stored = store_logo(organization_id, raw)
    with transaction.atomic():
        return set_logo(organization_id, stored, actor=actor)


def store_logo(organization_id: str, raw: Path) -> StoredBytes:
    """Open the picture `raw` and keep it as a clean one, as nobody's yet. Slow work, outside of any transaction."""
    with tempfile.TemporaryDirectory(prefix="studio-logo-") as folder:
        clean = Path(folder) / _NAME
        try:
            receive_logo(raw, clean)
        except GenerationFailed as error:
            raise ValidationFailed(error.message, field="logo") from error
        return store_bytes(organization_id, clean)


def set_logo(organization_id: str, stored: StoredBytes, *, actor: Any) -> BrandProfile:
    """Make what `store_logo` kept the brand's logo, in the transaction of the caller; audited."""
    before = profile_of(organization_id).logo_asset_id
    asset = name_bytes(organization_id, stored, content_type="image/png", filename=_NAME)
    profile = change_profile(organization_id, {"logo_asset_id": asset.pk}, actor=actor)
    _drop(before, organization_id)
    return profile


def remove_logo(organization_id: str, *, actor: Any) -> BrandProfile:
    """Go without a logo from now on."""
    with transaction.atomic():
        before = profile_of(organization_id).logo_asset_id
        profile = change_profile(organization_id, {"logo_asset_id": None}, actor=actor)
        _drop(before, organization_id)
    return profile


def logo_path(organization_id: str, within: Path) -> Path | None:
    """Where the logo's bytes are, for as long as the folder `within` is there; None without one.

    A stranger's picture: to be opened by `media.logos` alone.
    """
    asset = _asset(profile_of(organization_id).logo_asset_id, organization_id)
    return local_copy(asset, within) if asset else None


def _asset(asset_id: str | None, organization_id: str) -> Asset | None:
    return (
        Asset.objects.select_related("blob").filter(pk=asset_id, organization_id=organization_id).first()
        if asset_id
        else None
    )


def _drop(asset_id: str | None, organization_id: str) -> None:
    """Only what was taken in as a logo; the profile may have named another file, which is somebody's work."""
    asset = _asset(asset_id, organization_id)
    if asset is not None and asset.filename == _NAME and asset.project_id is None:
        drop_asset(asset.pk)
