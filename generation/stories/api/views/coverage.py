"""Script coverage: asked for, read."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.stories.api import coverage_schemas, present, refine_serializers
from generation.stories.api.views.base import DRY_RUN, READ_ARTIFACTS, WRITE, StoryView
from generation.stories.models import CoverageReport
from generation.stories.services import coverage
from wire.requests import read_body, transacted


class ArtifactCoverage(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS, "POST": WRITE}

    @extend_schema(
        operation_id="getCoverage",
        summary="Read a table read's coverage report",
        responses=coverage_schemas.CoverageAnswer,
        parameters=[OpenApiParameter("reportId", str, description="A certain report; the latest by default.")],
    )
    def get(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        report = coverage.coverage_of(artifact, report_id=request.query_params.get("reportId"))
        return Response({"coverage": report and _printed(report)})

    @extend_schema(
        operation_id="createCoverage",
        summary="Have a table read's screenplay covered",
        request=refine_serializers.Coverage,
        responses=coverage_schemas.CoverageRequested,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="required", is_billable=True)
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        body = read_body(request, refine_serializers.Coverage)
        focus = body.get("focusPrompt")
        report, job = coverage.request_coverage(artifact, focus_prompt=focus, principal=self.principal)
        return Response({"reportId": report.pk, "status": report.status, "jobId": job.pk})


def _printed(row: CoverageReport) -> dict[str, Any]:
    return {
        "id": row.pk,
        "artifactId": row.artifact_id,
        "revision": row.revision,
        "status": row.status,
        "focusPrompt": row.focus_prompt,
        "report": row.report,
        "failureCode": row.failure_code,
        "failureMessage": row.failure_message,
        "createdAt": present.when(row.created_at),
        "completedAt": present.when(row.completed_at),
    }
