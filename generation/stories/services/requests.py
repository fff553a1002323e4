"""Artifact requests: which types are made here, how long each may be, and what else its request may say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generation.films.frame import frame_size
from wire.errors import ValidationFailed


@dataclass(frozen=True)
class ArtifactKind:
    """What an artifact type makes of `durationSeconds`, and which of the optional fields it heeds.

    A length outside the range is clamped, and the plan says so; a type without a length has `lengths_s` None.
    `writes_s` is the length of the script that it is made from, where that is not its own.
    """

    outputs: tuple[str, ...]
    lengths_s: tuple[int, int, int] | None  # the least, the usual, the most
    writes_s: int | None = None
    heeds: tuple[str, ...] = ()


KINDS = {
    "table_read": ArtifactKind(
        ("theater_url", "theater_fullscreen_url", "live_audio", "video"),
        (5, 60, 600),
        heeds=("mode", "narrationPolicy", "aspectRatio", "resolution"),
    ),
    "pitch_deck": ArtifactKind(("pptx", "pdf"), None, writes_s=150, heeds=("aspectRatio", "includePdf")),
    "storyboard": ArtifactKind(("frames", "pdf"), (10, 60, 300), heeds=("aspectRatio",)),
    "trailer": ArtifactKind(
        ("video", "audio", "captions"), (15, 30, 60), writes_s=90, heeds=("aspectRatio", "resolution")
    ),
    "production_video": ArtifactKind(("video", "audio", "captions"), (5, 60, 600), heeds=("aspectRatio", "resolution")),
}
AVAILABLE_TYPES = tuple(KINDS)
MIN_DURATION_S, DEFAULT_DURATION_S, MAX_DURATION_S = 5, 60, 600
_OPTIONAL_FIELDS = ("mode", "narrationPolicy", "durationSeconds", "aspectRatio", "resolution", "includePdf")


def clean(fields: dict[str, Any]) -> dict[str, Any]:
    """What the caller sent, without the keys that were absent or null."""
    return {name: value for name, value in dict(fields).items() if value is not None}


def check_requests(artifact_requests: list[dict[str, Any]]) -> None:
    """Raises `ValidationFailed` for a type that this studio knows of and cannot make, or a frame it cannot render."""
    for index, item in enumerate(artifact_requests):
        if item["type"] not in KINDS:
            raise ValidationFailed(
                f"{item['type']} is not available here yet. Available: {', '.join(AVAILABLE_TYPES)}.",
                field=f"artifactRequests[{index}].type",
            )
        frame_size(item.get("aspectRatio"))


def duration_s(request: dict[str, Any]) -> int:
    """The length to aim for: what was asked, within what its type can be."""
    lengths = KINDS[request["type"]].lengths_s if request.get("type") in KINDS else None
    least, usual, most = lengths or (MIN_DURATION_S, DEFAULT_DURATION_S, MAX_DURATION_S)
    return min(most, max(least, request.get("durationSeconds") or usual))


def writing_s(request: dict[str, Any]) -> int:
    """The length of the script to write for it."""
    return KINDS[request["type"]].writes_s or duration_s(request)


def request_notes(request: dict[str, Any]) -> list[str]:
    """What of a request is done otherwise than it says, in sentences."""
    kind, name = KINDS[request["type"]], request["type"].replace("_", " ")
    heeded = (*kind.heeds, *(("durationSeconds",) if kind.lengths_s else ()))
    notes = [f"{field} is ignored: it does not apply to a {name}." for field in _ignored(request, heeded)]
    seconds = duration_s(request)
    if kind.lengths_s and (request.get("durationSeconds") or seconds) != seconds:
        least, _, most = kind.lengths_s
        bound = f"the most is {most} s" if seconds == most else f"the least is {least} s"
        notes.append(f"The length is clamped to {seconds} s ({bound}).")
    return notes


def _ignored(request: dict[str, Any], heeded: Sequence[str]) -> list[str]:
    return [field for field in _OPTIONAL_FIELDS if field not in heeded and request.get(field) is not None]
