"""What every view of the family shares."""

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from generation.workflows.api.dialect import WORKFLOWS
from wire.errors import ValidationFailed
from wire.requests import StudioView

DRY_RUN = OpenApiParameter("dry_run", bool, description="Answer with the quote and do nothing.")
PAGE = [
    OpenApiParameter("limit", int, description="Items per page, 1 to 100; 20 by default."),
    OpenApiParameter("cursor", str, description="`nextCursor` of the page before."),
]


def base_url(request: Request) -> str:
    """What absolute URLs begin with."""
    return settings.STUDIO_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


def asked(request: Request, name: str) -> str:
    """A query parameter that must be there. Raises `ValidationFailed`."""
    value = request.query_params.get(name, "").strip()
    if not value or "\x00" in value:
        raise ValidationFailed(f"Missing query parameter: {name}.", field=name)
    return value


class FamilyView(StudioView):
    dialect = WORKFLOWS
