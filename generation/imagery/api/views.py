"""The external family's operations."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from generation.assets.services import get_asset, signed_url
from generation.imagery.api import schemas, serializers
from generation.imagery.api.dialect import EXTERNAL
from generation.imagery.api.made import MadeView
from generation.imagery.categories import CATEGORIES
from generation.imagery.models import Generation
from generation.imagery.services import external
from generation.imagery.services.orders import generation_of
from generation.jobs.models import Job
from wire.errors import ValidationFailed
from wire.pagination import paginate
from wire.requests import StudioView

GENERATE = ("external:generate",)
URL_LIFETIME_S = 7 * 24 * 3600
ORGANIZATION = OpenApiParameter(
    "X-External-Org-Id", str, OpenApiParameter.HEADER, required=True, description="Your organization's id."
)
DRY_RUN = OpenApiParameter("dry_run", bool, description="Answer with the quote and do nothing.")
PERIOD = [
    OpenApiParameter("from", OpenApiTypes.DATETIME, description="From this day or instant on."),
    OpenApiParameter("to", OpenApiTypes.DATETIME, description="Before this day or instant."),
]


class ExternalView(StudioView):
    dialect = EXTERNAL

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        external.require_organization(request.headers.get("X-External-Org-Id", ""), principal=self.principal)


class _MadeView(ExternalView, MadeView):
    scopes = {"POST": GENERATE}

    def image_url(self, request: Request, made: Generation) -> str:
        url = signed_url(get_asset(made.asset_id, organization_id=made.organization_id), expires_s=URL_LIFETIME_S)
        return url if settings.STUDIO_PUBLIC_URL else f"{request.scheme}://{request.get_host()}{url}"


@extend_schema_view(
    post=extend_schema(
        operation_id="externalGenerateImage",
        summary="Draw a picture",
        request=serializers.GenerateImage,
        responses=schemas.ExternalImage,
        parameters=[ORGANIZATION, DRY_RUN],
    )
)
class GenerateImage(_MadeView):
    body = serializers.GenerateImage

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        return external.start_v1(body, principal=self.principal, once=once)

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        made = generation_of(job)
        return {
            "success": True,
            "generationId": made.pk,
            "imageUrl": self.image_url(request, made),
            "aspectRatio": job.params["aspectRatio"],
            "resolution": job.params["resolution"],
        }


@extend_schema_view(
    post=extend_schema(
        operation_id="externalCinematicImage",
        summary="Understand a brief, direct it and draw it",
        request=serializers.CinematicImage,
        responses=schemas.ExternalCinematicImage,
        parameters=[ORGANIZATION, DRY_RUN],
    )
)
class CinematicImage(_MadeView):
    body = serializers.CinematicImage

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        return external.start_v2(body, principal=self.principal, once=once)

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        made = generation_of(job)
        return {
            "success": True,
            "generationId": made.pk,
            "imageUrl": self.image_url(request, made),
            "visualMetaphor": made.result["visualMetaphor"],
            "semanticTranslationMs": made.result["semanticTranslationMs"],
            "providerLatencyMs": made.latency_ms,
        }


class Categories(ExternalView):
    scopes = {"GET": GENERATE}

    @extend_schema(
        operation_id="externalCategories",
        summary="What v2 can be asked for",
        responses=schemas.ExternalCategories,
        parameters=[ORGANIZATION],
    )
    def get(self, request: Request) -> Response:
        named = [{"category": key, "label": category.label} for key, category in CATEGORIES.items()]
        return Response({"success": True, "categories": named})


class Usage(ExternalView):
    scopes = {"GET": ("external:generate", "usage:read")}

    @extend_schema(
        operation_id="externalUsage",
        summary="What was generated, as JSON or CSV",
        responses=schemas.ExternalUsage,
        parameters=[
            ORGANIZATION,
            *PERIOD,
            OpenApiParameter("format", str, enum=["json", "csv"]),
            OpenApiParameter("limit", int, description="Items per page, 1 to 100; 20 by default."),
            OpenApiParameter("cursor", str, description="`nextCursor` of the page before."),
        ],
    )
    def get(self, request: Request) -> Any:
        asked = request.query_params
        since, until = _moment(asked.get("from"), "from"), _moment(asked.get("to"), "to")
        rows = external.usage_of(self.organization_id, since=since, until=until)
        if asked.get("format", "json") == "csv":
            answer = HttpResponse("".join(external.usage_csv(rows)), content_type="text/csv; charset=utf-8")
            answer["Content-Disposition"] = 'attachment; filename="external-usage.csv"'
            return answer
        if asked.get("format", "json") != "json":
            raise ValidationFailed("format must be json or csv.", field="format")
        page = paginate(rows, limit=asked.get("limit"), cursor=asked.get("cursor"))
        totals = external.totals(rows)
        return Response(
            {
                "success": True,
                "organizationId": self.organization_id,
                "generations": sum(row["generations"] for row in totals),
                "credits": sum(row["credits"] for row in totals),
                "totals": [
                    {
                        "version": row["operation"].removeprefix("external_"),
                        "generations": row["generations"],
                        "credits": row["credits"],
                    }
                    for row in totals
                ],
                "items": [external.usage_row(row) for row in page.items],
                "nextCursor": page.next_cursor,
            }
        )


def _moment(value: str | None, name: str) -> datetime | None:
    """A day (its first instant, UTC) or an instant; None for nothing. Raises `ValidationFailed`."""
    if not value:
        return None
    try:
        moment = parse_datetime(value)
        day = None if moment else parse_date(value)
    except ValueError:
        moment = day = None
    if day is not None:
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if moment is None:
        raise ValidationFailed(f"{name} must be a day or an instant, such as 2026-03-01.", field=name)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
