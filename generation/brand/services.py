"""Reading and changing a brand profile."""

import re
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from accounts import audit
from generation.assets.services import get_asset
from generation.brand.models import LOOKS, BrandProfile
from wire.errors import ValidationFailed

MOST = {"colors": 8, "fonts": 6, "constraints": 20}
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_FIELDS = (
    "name", "colors", "fonts", "logo_asset_id", "tone", "industry", "target_audience", "look", "look_notes",
    "constraints",
)  # fmt: skip
_MOST_CHARS = {"name": 120, "tone": 200, "industry": 120, "target_audience": 300, "look": 20, "look_notes": 500}

_ListField = Literal["colors", "fonts", "constraints"]


def profile_of(organization_id: str) -> BrandProfile:
    """The organization's profile; an empty, unsaved one where it has none."""
    found = BrandProfile.objects.filter(organization_id=organization_id).first()
    return found or BrandProfile(organization_id=organization_id)


def change_profile(organization_id: str, changes: dict[str, Any], *, actor: Any) -> BrandProfile:
    """Change any of the profile's fields; audited. Raises `ValidationFailed`, `NotFound` for a logo."""
    checked = {name: _checked(name, changes[name]) for name in _FIELDS if name in changes}
    if checked.get("logo_asset_id"):
        get_asset(checked["logo_asset_id"], organization_id=organization_id)
    with transaction.atomic():
        BrandProfile.objects.get_or_create(organization_id=organization_id)
        profile = BrandProfile.objects.select_for_update().get(organization_id=organization_id)
        changed = [name for name, value in checked.items() if getattr(profile, name) != value]
        for name in changed:
            setattr(profile, name, checked[name])
        if changed:
            profile.save()
            audit.record(
                "brand.changed", actor=actor, organization_id=organization_id, target=organization_id,
                details={"changed": changed}, now=timezone.now(),
            )  # fmt: skip
    return profile


def _checked(name: str, value: Any) -> Any:
    if name in MOST:
        return _list(name, value)  # type: ignore[arg-type]
    if name == "logo_asset_id":
        return value or None
    text = str(value or "").strip()
    if "\x00" in text or len(text) > _MOST_CHARS[name]:
        raise ValidationFailed(f"{name} is too long or holds a NUL character.", field=name)
    if name == "look" and text and text not in LOOKS:
        raise ValidationFailed(f"look must be one of {', '.join(LOOKS)}.", field=name)
    return text


def _list(name: _ListField, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValidationFailed(f"{name} must be a list of texts.", field=name)
    items = [item.strip() for item in value if item.strip()]
    if len(items) > MOST[name] or any(len(item) > 120 or "\x00" in item for item in items):
        raise ValidationFailed(f"{name} may hold at most {MOST[name]} entries of 120 characters.", field=name)
    if name == "colors":
        wrong = next((item for item in items if not _COLOR.fullmatch(item)), None)
        if wrong is not None:
            raise ValidationFailed(f"“{wrong}” is no colour. Write it as #rrggbb.", field=name)
        items = list(dict.fromkeys(item.lower() for item in items))
    return items
