"""What every view of the family shares."""

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from generation.companions.api.dialect import STUDIO
from wire.requests import StudioView

PAGE = [
    OpenApiParameter("limit", int, description="Items per page, 1 to 100; 20 by default."),
    OpenApiParameter("cursor", str, description="`next_cursor` of the page before."),
]
DRY_RUN = OpenApiParameter("dry_run", bool, description="Answer with the quote and do nothing.")


def base_url(request: Request) -> str:
    """What absolute URLs begin with."""
    return settings.STUDIO_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


class FamilyView(StudioView):
    dialect = STUDIO
