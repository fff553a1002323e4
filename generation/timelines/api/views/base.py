"""What every view of the family shares: its dialect, scopes, and OpenAPI parameters."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from generation.projects.models import Project
from generation.timelines.api.dialect import EDITOR
from generation.timelines.models import Segment
from generation.timelines.services.access import access_segment, access_timeline
from wire.pagination import MAX_LIMIT, Page, paginate
from wire.requests import StudioView

READ, WRITE = ("edit:read",), ("edit:write",)
EXPORT = ("export:write",)

PAGE = [
    OpenApiParameter("limit", int, description="Items per page, 1 to 100; 100 by default."),
    OpenApiParameter("cursor", str, description="`next_cursor` of the page before."),
]
DRY_RUN = OpenApiParameter("dry_run", bool, description="Answer with the quote and do nothing.")


class EditorView(StudioView):
    dialect = EDITOR
    route_family = "edits"

    def base_url(self, request: Request) -> str:
        return settings.STUDIO_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"

    def page(self, request: Request, rows: Any) -> Page:
        limit = request.query_params.get("limit") or str(MAX_LIMIT)
        return paginate(rows, limit=limit, cursor=request.query_params.get("cursor"))

    def project(self, project_id: str) -> Project:
        return access_timeline(project_id, organization_id=self.organization_id)

    def segment(self, segment_id: str) -> Segment:
        return access_segment(segment_id, organization_id=self.organization_id)
