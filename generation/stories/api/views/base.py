"""What every view of the family shares: its dialect, scopes, and OpenAPI parameters."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from generation.stories.api.dialect import STORY
from wire.pagination import Page, paginate
from wire.requests import StudioView

READ, WRITE = ("story:read",), ("story:write",)
READ_SOURCES, WRITE_SOURCES = ("source:read", "story:read"), ("source:write", "story:write")
READ_ARTIFACTS, PUBLISH = ("artifact:read",), ("artifact:publish",)


PAGE = [
    OpenApiParameter("limit", int, description="Items per page, 1 to 100; 20 by default."),
    OpenApiParameter("cursor", str, description="`nextCursor` of the page before."),
]
JOB_FILTERS = [OpenApiParameter("projectId", str), OpenApiParameter("storyPlanId", str)]
REVISION = OpenApiParameter("revision", int, description="An earlier version; the current one by default.")
DRY_RUN = OpenApiParameter("dry_run", bool, description="Answer with the quote and do nothing.")


class StoryView(StudioView):
    dialect = STORY

    def base_url(self, request: Request) -> str:
        return settings.STUDIO_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"

    def page(self, request: Request, rows: Any, *, apart: tuple[str, Collection[str]] | None = None) -> Page:
        """`apart`: see `paginate`."""
        asked = request.query_params
        return paginate(rows, limit=asked.get("limit"), cursor=asked.get("cursor"), apart=apart)
