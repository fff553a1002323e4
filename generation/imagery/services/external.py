"""Pictures for other systems: an organization's own look, a category's staging, one generation for each success."""

import csv
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from generation.brand.services import profile_of
from generation.imagery.categories import CATEGORIES
from generation.imagery.models import Generation, generation_id
from generation.imagery.services.orders import seed_of, start
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS
from wire.errors import InsufficientScope, ValidationFailed
from wire.principal import Principal

V1_KIND, V2_KIND = "external.v1", "external.v2"
OPERATIONS = ("external_v1", "external_v2")
RESOLUTIONS = {"1K": 1024, "2K": 2048}
MAX_RATIO = 3.0
MOST_ROWS = 50_000  # of a CSV; a longer time is asked for in parts


def require_organization(named: str, *, principal: Principal) -> None:
    """Raises `ValidationFailed` without the header, `InsufficientScope` for another organization's id."""
    if not named.strip():
        raise ValidationFailed(
            "Send your organization's id in the X-External-Org-Id header.", field="X-External-Org-Id"
        )
    if named.strip() != principal.organization_id:
        raise InsufficientScope("This key belongs to another organization than X-External-Org-Id names.")


def size_of(aspect_ratio: str, resolution: str) -> tuple[int, int]:
    """(width, height), both even, the longer side as the resolution says. Raises `ValidationFailed`."""
    if resolution not in RESOLUTIONS:
        raise ValidationFailed(f"resolution must be one of {', '.join(RESOLUTIONS)}.", field="resolution")
    across, _, down = aspect_ratio.partition(":")
    is_ratio = across.isdecimal() and down.isdecimal() and len(aspect_ratio) <= 5 and int(across) and int(down)
    ratio = int(across) / int(down) if is_ratio else 0.0
    if not 1 / MAX_RATIO <= ratio <= MAX_RATIO:
        raise ValidationFailed("aspectRatio must be two numbers from 1:3 to 3:1, such as 16:9.", field="aspectRatio")
    long_side = RESOLUTIONS[resolution]
    short_side = 2 * round(long_side * min(ratio, 1 / ratio) / 2)
    return (long_side, short_side) if ratio >= 1 else (short_side, long_side)


def start_v1(body: dict[str, Any], *, principal: Principal, once: str | None = None) -> Job:
    """Queue a plain picture. Inside the caller's transaction."""
    return _start(V1_KIND, "external_v1", body, {}, principal=principal, once=once)


def start_v2(body: dict[str, Any], *, principal: Principal, once: str | None = None) -> Job:
    """Queue a directed picture. Raises `ValidationFailed` naming the categories there are."""
    if body["category"] not in CATEGORIES:
        raise ValidationFailed(
            f"Unknown category. There are: {', '.join(CATEGORIES)}.", field="category", categories=list(CATEGORIES)
        )
    more = {"category": body["category"], "isCinematic": body.get("cinematicMode") is not False}
    return _start(V2_KIND, "external_v2", body, more, principal=principal, once=once)


def _start(
    kind: str, operation: str, body: dict[str, Any], more: dict[str, Any], *, principal: Principal, once: str | None
) -> Job:
    aspect_ratio, resolution = body.get("aspectRatio") or "16:9", body.get("resolution") or "1K"
    width, height = size_of(aspect_ratio, resolution)
    params = {
        "generationId": generation_id(),
        "prompt": body["prompt"],
        "width": width,
        "height": height,
        "seed": seed_of(None),
        "aspectRatio": aspect_ratio,
        "resolution": resolution,
        **more,
    }
    return start(kind, operation, params, principal=principal, once=once, priority=EXPRESS)


def look_of(organization_id: str) -> dict[str, Any]:
    """The organization's look as the painter takes it."""
    profile = profile_of(organization_id)
    words = ", ".join(part for part in (profile.look_notes, profile.tone) if part)
    return {
        "colors": profile.colors[:3],
        "words": words,
        "tone": profile.tone,
        "style": "painted" if profile.look in ("", "photographic") else profile.look,
        "negative": ", ".join(profile.constraints),
    }


# ---------------------------------------------------------------- usage


def usage_of(organization_id: str, *, since: datetime | None, until: datetime | None) -> "QuerySet[Generation]":
    """The organization's external generations in `[since, until)`."""
    rows = Generation.objects.filter(organization_id=organization_id, operation__in=OPERATIONS)
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    return rows if until is None else rows.filter(created_at__lt=until)


def totals(rows: "QuerySet[Generation]") -> list[dict[str, Any]]:
    """By operation: how many, and for how many credits."""
    counted = rows.order_by().values("operation").annotate(generations=Count("pk"), credits=Sum("credits"))
    return sorted((dict(row) for row in counted), key=lambda row: row["operation"])


COLUMNS = ("generationId", "version", "createdAt", "credits", "aspectRatio", "resolution", "category",
           "semanticTranslationMs", "providerLatencyMs", "provider", "model", "keyId")  # fmt: skip


def usage_row(row: Generation) -> dict[str, Any]:
    return {
        "generationId": row.pk,
        "version": row.operation.removeprefix("external_"),
        "createdAt": row.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "credits": row.credits,
        "aspectRatio": row.params.get("aspectRatio"),
        "resolution": row.params.get("resolution"),
        "category": row.params.get("category"),
        "semanticTranslationMs": row.result.get("semanticTranslationMs"),
        "providerLatencyMs": row.latency_ms,
        "provider": row.provider,
        "model": row.model,
        "keyId": row.key_id,
    }


class _Line:
    """What csv writes into: gives the line back."""

    def write(self, line: str) -> str:
        return line


def usage_csv(rows: "QuerySet[Generation]") -> Iterator[str]:
    """The lines of a CSV, the oldest `MOST_ROWS` first."""
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for row in rows.order_by("pk")[:MOST_ROWS].iterator(chunk_size=500):
        yield writer.writerow([_cell(value) for value in usage_row(row).values()])


def _cell(value: Any) -> Any:
    """Nothing that a spreadsheet would run as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return "" if value is None else value
