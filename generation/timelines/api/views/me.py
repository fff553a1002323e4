"""Who is calling."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiKey, Organization, User
from billing.budgets import spending_of
from generation.timelines.api import schemas
from generation.timelines.api.views.base import EditorView
from wire.admit import ANY_CALLER


class Me(EditorView):
    route_family = "default"
    scopes = {"GET": (ANY_CALLER,)}

    @extend_schema(operation_id="getMe", summary="Who is calling", responses=schemas.Me)
    def get(self, request: Request) -> Response:
        """The person behind the session or the key; "" for a key whose owner has left."""
        principal = self.principal
        organization = Organization.objects.get(pk=principal.organization_id)
        user = User.objects.filter(pk=principal.user_id).first() if principal.user_id else None
        membership = user.memberships.filter(organization=organization).first() if user else None
        return Response(
            {
                "id": user.pk if user else "",
                "email": user.email if user else "",
                "name": user.name if user else "",
                "organization_id": organization.pk,
                "organization_name": organization.name,
                "role": membership.role if membership else "",
                "scopes": sorted(principal.scopes),
                "tier": principal.tier,
                "key_id": principal.key_id or "",
                "key_budget": _budget(principal.key_id) if principal.key_id else None,
            }
        )


def _budget(key_id: str) -> dict[str, Any] | None:
    for spending in spending_of(ApiKey.objects.filter(pk=key_id)).values():
        resets_at = spending.resets_at.isoformat().replace("+00:00", "Z")
        return {"credits": spending.budget, "spent": spending.spent, "left": spending.left, "resets_at": resets_at}
    return None
