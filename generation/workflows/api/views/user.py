"""What an organization has, has made and is: credits, statistics, projects, brand."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from billing.plans import standing
from billing.services import account_of, balance_of
from generation.brand.services import change_profile, profile_of
from generation.workflows.api import present, schemas, serializers
from generation.workflows.api.views.base import PAGE, FamilyView, base_url
from generation.workflows.services import usage
from generation.workflows.services.analytics import analytics, known_zone
from wire.errors import ValidationFailed
from wire.pagination import paginate
from wire.requests import read_body, transacted


class UserCredits(FamilyView):
    scopes = {"GET": ("credits:read",)}

    @extend_schema(operation_id="getUserCredits", summary="The credit balance", responses=schemas.UserCreditsAnswer)
    def get(self, request: Request) -> Response:
        at = timezone.now()
        account = account_of(self.organization_id, at)
        now = balance_of(account, at)
        told = {
            "credits": now.balance,
            "monthly": now.monthly_remaining,
            "perpetual": now.perpetual,
            "monthlyAllocated": now.monthly_allocated,
            "cycleEndsAt": present.when(now.cycle_expires_at),
            "plan": present.plan(standing(account), at),
        }
        return Response(present.answer(told))


class UserStats(FamilyView):
    scopes = {"GET": ("usage:read",)}

    @extend_schema(
        operation_id="getUserStats",
        summary="Projects by type, credits used, success rate",
        responses=schemas.UserStatsAnswer,
        parameters=[
            OpenApiParameter("startDate", date, description="YYYY-MM-DD, included."),
            OpenApiParameter("endDate", date, description="YYYY-MM-DD, included."),
        ],
    )
    def get(self, request: Request) -> Response:
        first, last = (_day(request, name) for name in ("startDate", "endDate"))
        account = account_of(self.organization_id, timezone.now())
        days = usage.days_between(account.organization, first, last)
        if days.since >= days.until:
            raise ValidationFailed("endDate lies before startDate.", field="endDate")
        if (days.until - days.since).days > _MOST_DAYS:
            raise ValidationFailed("At most a hundred years at once.", field="startDate")
        plan = present.plan(standing(account), timezone.now())
        return Response(present.answer({**_span(days), **usage.stats(self.organization_id, days), "plan": plan}))


class UserAnalytics(FamilyView):
    scopes = {"GET": ("usage:read",)}

    @extend_schema(
        operation_id="getUserAnalytics",
        summary="Trend, usage by type, credit distribution, peak hours",
        responses=schemas.UserAnalyticsAnswer,
        parameters=[
            OpenApiParameter("period", str, enum=list(usage.PERIODS), description="30d by default."),
            OpenApiParameter("timeZone", str, description="Whose days and hours; the organization's by default."),
        ],
    )
    def get(self, request: Request) -> Response:
        period = request.query_params.get("period") or "30d"
        if period not in usage.PERIODS:
            raise ValidationFailed(f"period must be one of {', '.join(usage.PERIODS)}.", field="period")
        zone = request.query_params.get("timeZone") or ""
        days = usage.last_days(self.organization_id, period, known_zone(zone) if zone else "")
        return Response(present.answer({"period": period, **_span(days), **analytics(self.organization_id, days)}))


_MOST_DAYS = 36_600


def _day(request: Request, name: str) -> date | None:
    value = request.query_params.get(name, "")
    if not value:
        return None
    try:
        if len(value) != 10:
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        raise ValidationFailed(f"{name} must be a date such as 2026-05-29.", field=name) from None


def _span(days: usage.Days) -> dict[str, Any]:
    last = days.until - timedelta(days=1)
    return {"startDate": days.since.isoformat(), "endDate": last.isoformat(), "timeZone": days.zone}


class UserProjects(FamilyView):
    scopes = {"GET": ("story:read",)}

    @extend_schema(
        operation_id="listUserProjects",
        summary="All projects, newest first",
        responses=schemas.UserProjectsAnswer,
        parameters=PAGE,
    )
    def get(self, request: Request) -> Response:
        rows = usage.all_projects(self.organization_id)
        page = paginate(rows, limit=request.query_params.get("limit"), cursor=request.query_params.get("cursor"))
        made = usage.runs_of_projects(page.items)
        printed = [present.project(row, made.get(row.pk), base_url=base_url(request)) for row in page.items]
        return Response(present.answer({"projects": printed, "nextCursor": page.next_cursor}))


class UserBrand(FamilyView):
    scopes = {"GET": ("brand:read",), "POST": ("brand:write",), "PUT": ("brand:write",)}

    @extend_schema(operation_id="getUserBrand", summary="The brand profile", responses=schemas.UserBrandAnswer)
    def get(self, request: Request) -> Response:
        return Response(present.answer(present.brand(profile_of(self.organization_id))))

    @extend_schema(
        operation_id="setUserBrand",
        summary="Create or change the brand profile",
        request=serializers.Brand,
        responses=schemas.UserBrandAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request) -> Response:
        return self._change(request)

    @extend_schema(
        operation_id="putUserBrand",
        summary="Create or change the brand profile, as POST does",
        request=serializers.Brand,
        responses=schemas.UserBrandAnswer,
    )
    @transacted(idempotency="accepted")
    def put(self, request: Request) -> Response:
        return self._change(request)

    def _change(self, request: Request) -> Response:
        """Only what is sent is changed."""
        body = read_body(request, serializers.Brand)
        changes = {name: value for name, value in serializers.profile_changes(body).items() if value is not None}
        actor = self.principal.user_id or self.principal.key_id
        return Response(present.answer(present.brand(change_profile(self.organization_id, changes, actor=actor))))


class ModelsStatus(FamilyView):
    scopes = {"GET": ()}

    @extend_schema(
        operation_id="getModelsStatus",
        summary="What can be made, without naming who makes it",
        responses=schemas.ModelsStatusAnswer,
    )
    def get(self, request: Request) -> Response:
        return Response(present.answer(present.models_status()))
