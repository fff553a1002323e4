"""Plans: made, read, approved, rejected, resumed."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.stories import services
from generation.stories.api import present, schemas, serializers
from generation.stories.api.views.base import (
    PAGE,
    READ,
    WRITE,
    StoryView,
)
from wire.errors import JobStateInvalid, PlanStateInvalid
from wire.requests import read_body, transacted


class Plans(StoryView):
    route_family = "plans"
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="listPlans", summary="List a project's plans", responses=schemas.PlanPage, parameters=PAGE
    )
    def get(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        page = self.page(request, services.plans_of(self.organization_id).filter(project=project))
        return Response({"plans": [present.plan(p) for p in page.items], "nextCursor": page.next_cursor})

    @extend_schema(
        operation_id="createPlan", summary="Plan a story", request=serializers.PlanCreate, responses=schemas.PlanAnswer
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        body = read_body(request, serializers.PlanCreate)
        return Response({"plan": present.plan(services.create_plan(project, body, principal=self.principal))})


class PlanDetail(StoryView):
    route_family = "plans"
    scopes = {"GET": READ}

    @extend_schema(operation_id="getPlan", summary="Read a plan", responses=schemas.PlanAnswer)
    def get(self, request: Request, plan_id: str) -> Response:
        plan = services.access_plan(plan_id, organization_id=self.organization_id)
        return Response({"plan": present.plan(plan)})


class PlanApprove(StoryView):
    route_family = "plans"
    scopes = {"POST": WRITE}

    @extend_schema(operation_id="approvePlan", summary="Approve a plan", request=None, responses=schemas.PlanAnswer)
    @transacted(idempotency="accepted")
    def post(self, request: Request, plan_id: str) -> Response:
        plan = services.access_plan(plan_id, organization_id=self.organization_id)
        return Response({"plan": present.plan(services.approve_plan(plan, now=timezone.now()))})


class PlanResume(StoryView):
    route_family = "plans"
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="resumePlan",
        summary="Take up a failed planning where it stopped",
        request=None,
        responses=schemas.PlanAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, plan_id: str) -> Response:
        plan = services.access_plan(plan_id, organization_id=self.organization_id)
        try:
            resumed = services.resume_plan(plan, principal=self.principal)
        except JobStateInvalid as error:  # a call that may not be made twice, or an older planning
            raise PlanStateInvalid(error.message, status=plan.status, allowed=["FAILED"]) from None
        return Response({"plan": present.plan(resumed)})


class PlanReject(StoryView):
    route_family = "plans"
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="rejectPlan", summary="Reject a plan", request=serializers.PlanReject, responses=schemas.PlanAnswer
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, plan_id: str) -> Response:
        plan = services.access_plan(plan_id, organization_id=self.organization_id)
        reason = read_body(request, serializers.PlanReject).get("reason")
        return Response({"plan": present.plan(services.reject_plan(plan, reason=reason, now=timezone.now()))})
