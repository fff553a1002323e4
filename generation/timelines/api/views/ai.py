"""Generating variants, and how those that make them are."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.jobs.models import ProviderCall
from generation.timelines.api import present, schemas, serializers
from generation.timelines.api.views.base import DRY_RUN, READ, WRITE, EditorView
from generation.timelines.queries import recent_calls
from generation.timelines.services import generate, health
from wire.errors import ValidationFailed
from wire.moments import when
from wire.requests import read_body, transacted

_LIMIT = OpenApiParameter("limit", int, description="1 to 100; 50 by default.")


class Generate(EditorView):
    route_family = "ai"
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="generateVariants",
        summary="Make variants of a stretch of the timeline",
        request=serializers.Generate,
        responses=schemas.GenerateAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True)
    def post(self, request: Request) -> Response:
        body = read_body(request, serializers.Generate)
        job = generate.start_generation(
            self.project(body["project_id"]),
            prompt=body["prompt"],
            start_s=body["start_ts"],
            end_s=body["end_ts"],
            box=serializers.read_box(body.get("bounding_box")),
            principal=self.principal,
        )
        return Response({"job_id": job.pk, **present.job(job)})


class AiHealth(EditorView):
    route_family = "ai"
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="getAiHealth", summary="Whether the providers can be reached", responses=schemas.AiHealth
    )
    def get(self, request: Request) -> Response:
        return Response(health.providers_health())


class AiTimeline(EditorView):
    route_family = "ai"
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="getAiTimeline",
        summary="Recent calls to providers, the latest first",
        responses=schemas.AiTimeline,
        parameters=[_LIMIT],
    )
    def get(self, request: Request) -> Response:
        calls = recent_calls(self.organization_id, limit=_limit(request.query_params.get("limit")))
        return Response({"timeline": [_printed(call) for call in calls]})


def _limit(value: str | None) -> int:
    if not value:
        return 50
    if not (value.isascii() and value.isdecimal() and len(value) <= 3 and 1 <= int(value) <= 100):
        raise ValidationFailed("limit must be a whole number from 1 to 100.", field="limit")
    return int(value)


def _printed(call: ProviderCall) -> dict[str, Any]:
    return {
        "timestamp": when(call.started_at),
        "service": call.provider,
        "model": call.model,
        "operation": call.operation,
        "status": {"started": "running", "finished": "completed"}.get(call.status, call.status),
        "duration_ms": call.latency_ms,
        "cost_usd": call.cost_microusd / 1_000_000,
        "error": call.error_message or "",
        "job_id": call.job_id,
        "project_id": call.job.project_id or "",
    }
