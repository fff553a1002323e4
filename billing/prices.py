"""Every price, as one table, and the quotes made from it. Pure: no database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from django.utils import timezone

CURRENCY = "studio_credits"


@dataclass(frozen=True, slots=True)
class Price:
    """Credits for one piece of work, or for every begun `per_seconds` or `per_characters` of it."""

    credits: int
    label: str
    per_seconds: int | None = None
    per_characters: int | None = None


PRICES: dict[str, Price] = {
    # story
    "planning": Price(0, "StoryPlan generation"),
    "source_digest": Price(0, "Source digest"),
    "table_read": Price(11, "Table read"),
    "pitch_deck": Price(6, "Pitch deck"),
    "storyboard": Price(6, "Storyboard"),
    "trailer": Price(12, "Trailer"),
    "production_video": Price(20, "Production video"),
    "refine": Price(8, "Refine"),
    "finalize_audio": Price(6, "Finalize audio"),
    "finalize_video": Price(12, "Finalize video"),
    "render_video": Price(12, "Render video"),
    "recast": Price(0, "Recast"),
    "music": Price(0, "Music"),
    "sfx": Price(0, "Sound effects"),
    "coverage": Price(2, "Script coverage"),
    # studio
    "image": Price(1, "Image"),
    "image_hd": Price(2, "Image (hd)"),
    "video": Price(4, "Video", per_seconds=5),
    "speech": Price(1, "Speech", per_characters=1000),
    "artifact": Price(1, "Artifact"),
    "prompt_pack": Price(2, "Prompt pack"),
    "chat": Price(0, "Chat"),
    "export": Price(0, "Export"),
    # editor
    "edit_variant": Price(4, "Edit variant", per_seconds=5),
    # external
    "external_v1": Price(1, "External image"),
    "external_v2": Price(2, "External cinematic image"),
    # workflows, by tier
    "cinematic_standard": Price(1, "Cinematic"),
    "cinematic_premium": Price(2, "Cinematic (premium)"),
    "avatar_standard": Price(2, "Avatar"),
    "avatar_premium": Price(3, "Avatar (premium)"),
    "factory_standard": Price(3, "Factory"),
    "factory_premium": Price(5, "Factory (premium)"),
    "clone_standard": Price(3, "Clone"),
    "clone_premium": Price(5, "Clone (premium)"),
    "influencer_standard": Price(8, "Influencer"),
    "influencer_premium": Price(15, "Influencer (premium)"),
    "brand_standard": Price(15, "Brand"),
    "brand_premium": Price(25, "Brand (premium)"),
    "staticad_standard": Price(1, "Static ad"),
    "staticad_premium": Price(1, "Static ad (premium)"),
    "painpoint_standard": Price(1, "Pain point"),
    "painpoint_premium": Price(1, "Pain point (premium)"),
    "ad-optimizer_standard": Price(1, "Ad optimizer"),
    "ad-optimizer_premium": Price(2, "Ad optimizer (premium)"),
    "local-audit_standard": Price(2, "Local audit"),
    "local-audit_premium": Price(3, "Local audit (premium)"),
}

# Types of workflows, each priced by tier.
WORKFLOW_TYPES = tuple(name.removesuffix("_standard") for name in PRICES if name.endswith("_standard"))


@dataclass(frozen=True, slots=True)
class LineItem:
    kind: str
    label: str
    credits: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What work will cost, computed before it starts; `total` is the sum of the line items' credits."""

    total: int
    line_items: tuple[LineItem, ...]
    notes: tuple[str, ...] = ()
    computed_at: datetime = field(default_factory=timezone.now)

    def as_dict(self) -> dict[str, Any]:
        """JSON as the wire prints it."""
        at = self.computed_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "currency": CURRENCY,
            "total": self.total,
            "lineItems": [
                {"kind": item.kind, "label": item.label, "credits": item.credits} for item in self.line_items
            ],
            "notes": list(self.notes),
            "computedAt": at,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            total=data["total"],
            line_items=tuple(LineItem(**item) for item in data["lineItems"]),
            notes=tuple(data["notes"]),
            computed_at=datetime.fromisoformat(data["computedAt"]),
        )


def price(operation: str, *, duration_s: float | None = None, characters: int | None = None) -> int:
    """Credits for an operation of the table; KeyError for another.

    Work priced by time needs `duration_s`, by text `characters`, and counts every begun unit, at least one; ValueError
    without it.
    """
    entry = PRICES[operation]
    if entry.per_characters is not None:
        return entry.credits * _units(characters, entry.per_characters, operation)
    if entry.per_seconds is not None:
        return entry.credits * _units(duration_s, entry.per_seconds, operation)
    return entry.credits


def _units(amount: float | None, per_unit: int, operation: str) -> int:
    if amount is None:
        raise ValueError(f"{operation} is priced by the amount: pass duration_s or characters.")
    return max(1, -int(-amount // per_unit))


def quote_of(line_items: Sequence[LineItem], *, notes: Sequence[str] = (), now: datetime | None = None) -> Quote:
    """A quote over the given lines."""
    total = sum(item.credits for item in line_items)
    return Quote(total, tuple(line_items), tuple(notes), now or timezone.now())


def single_quote(
    kind: str, operation: str, *, duration_s: float | None = None, characters: int | None = None,
    now: datetime | None = None,
) -> Quote:  # fmt: skip
    """A quote of one line: `kind` is what the line is called at the wire, `operation` its row in the table."""
    line = LineItem(kind, PRICES[operation].label, price(operation, duration_s=duration_s, characters=characters))
    return quote_of([line], now=now)


def story_quote(artifact_types: Sequence[str], source_count: int, *, now: datetime | None = None) -> Quote:
    """The quote of a story plan or job: planning, digesting `source_count` sources, and one line per artifact."""
    sources = "1 source" if source_count == 1 else f"{source_count} sources"
    lines = [
        LineItem("planning", PRICES["planning"].label, price("planning")),
        LineItem(
            "source_digest", f"{PRICES['source_digest'].label} ({sources})", price("source_digest") * source_count
        ),
        *(LineItem("artifact", PRICES[kind].label, price(kind)) for kind in artifact_types),
    ]
    return quote_of(lines, now=now)
