"""Artifact requests: which types are made here, and how long they may be."""

from typing import Any

from generation.films.frame import frame_size
from wire.errors import ValidationFailed

AVAILABLE_TYPES = ("table_read",)
DEFAULT_DURATION_S = 60
# What a table read can be rendered at; a longer request is clamped and the plan says so.
MIN_DURATION_S, MAX_DURATION_S = 5, 600


def clean(fields: dict[str, Any]) -> dict[str, Any]:
    """What the caller sent, without the keys that were absent or null."""
    return {name: value for name, value in dict(fields).items() if value is not None}


def check_requests(artifact_requests: list[dict[str, Any]]) -> None:
    """Raises `ValidationFailed` for a type that this studio knows of and cannot make, or a frame it cannot render."""
    for index, item in enumerate(artifact_requests):
        if item["type"] not in AVAILABLE_TYPES:
            raise ValidationFailed(
                f"{item['type']} is not available here yet. Available: {', '.join(AVAILABLE_TYPES)}.",
                field=f"artifactRequests[{index}].type",
            )
        frame_size(item.get("aspectRatio"))


def duration_s(request: dict[str, Any]) -> int:
    """The length to aim for: what was asked, within what a table read can be."""
    return min(MAX_DURATION_S, max(MIN_DURATION_S, request.get("durationSeconds") or DEFAULT_DURATION_S))
