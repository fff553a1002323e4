"""Variants as the family prints them."""

from typing import Any

from generation.timelines.api.present import file_url, playable_url
from generation.timelines.models import Variant


def variant(row: Variant, *, base_url: str) -> dict[str, Any]:
    return {
        "id": row.pk,
        "url": playable_url(row.footage, base_url),
        "preview_url": file_url(row.preview_asset_id, "preview.jpg", base_url),
        "original_url": file_url(row.original_asset_id, "original.mp4", base_url),
        "label": row.label,
        "notes": row.data.get("notes", []),
        "accepted": row.accepted_at is not None,
        "provider": row.provider,
        "model": row.model,
    }
