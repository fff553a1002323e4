"""What the account has, and what was charged."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from billing.queries import receipts_of
from billing.services import balance
from generation.stories.api import credit_schemas, present
from generation.stories.api.views.base import (
    PAGE,
    StoryView,
)


class Credits(StoryView):
    route_family = "discovery"
    scopes = {"GET": ("credits:read",)}

    @extend_schema(operation_id="getCredits", summary="Credit balance", responses=credit_schemas.CreditsAnswer)
    def get(self, request: Request) -> Response:
        now = balance(self.organization_id, timezone.now())
        return Response(
            {
                "credits": {
                    "balance": now.balance,
                    "monthlyBucketAllocated": now.monthly_allocated,
                    "monthlyBucketUsed": now.monthly_used,
                    "monthlyBucketRemaining": now.monthly_remaining,
                    "perpetualBalance": now.perpetual,
                    "cycleStartedAt": present.when(now.cycle_started_at),
                    "cycleExpiresAt": present.when(now.cycle_expires_at),
                }
            }
        )


class Receipts(StoryView):
    route_family = "discovery"
    scopes = {"GET": ("credits:read",)}

    @extend_schema(
        operation_id="listReceipts",
        summary="What was charged, and why",
        responses=credit_schemas.ReceiptPage,
        parameters=PAGE,
    )
    def get(self, request: Request) -> Response:
        page = self.page(request, receipts_of(self.organization_id))
        return Response({"receipts": [row.as_dict() for row in page.items], "nextCursor": page.next_cursor})
