"""Exports: read, listed, canceled, resumed. `POST /export` is shared with another family and stands in the roof."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.jobs.models import Job
from generation.timelines.api import exports as printed
from generation.timelines.api import schemas
from generation.timelines.api.views.base import EXPORT, PAGE, EditorView
from generation.timelines.services import exports, jobs
from wire.requests import transacted


class ExportView(EditorView):
    route_family = "jobs"

    def export(self, export_job_id: str) -> Job:
        return exports.access_export(export_job_id, organization_id=self.organization_id)

    def printed(self, request: Request, job: Job) -> Response:
        return Response(printed.export(job, base_url=self.base_url(request)))


class ExportDetail(ExportView):
    scopes = {"GET": EXPORT}

    @extend_schema(operation_id="getExport", summary="Read an export", responses=schemas.ExportState)
    def get(self, request: Request, export_job_id: str) -> Response:
        return self.printed(request, self.export(export_job_id))


class ExportCancel(ExportView):
    scopes = {"POST": EXPORT}

    @extend_schema(operation_id="cancelExport", summary="Cancel an export", request=None, responses=schemas.ExportState)
    @transacted(idempotency="accepted")
    def post(self, request: Request, export_job_id: str) -> Response:
        return self.printed(request, jobs.cancel(self.export(export_job_id)))


class ExportResume(ExportView):
    scopes = {"POST": EXPORT}

    @extend_schema(
        operation_id="resumeExport",
        summary="Take up a failed or canceled export where it stopped",
        request=None,
        responses=schemas.ExportState,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, export_job_id: str) -> Response:
        job = self.export(export_job_id)
        return self.printed(request, jobs.resume(job, principal=self.principal))


class ProjectExports(ExportView):
    scopes = {"GET": EXPORT}

    @extend_schema(
        operation_id="listExports",
        summary="List a project's exports",
        responses=schemas.ExportList,
        parameters=PAGE,
    )
    def get(self, request: Request, project_id: str) -> Response:
        project = self.project(project_id)
        page = self.page(request, exports.exports_of(self.organization_id).filter(project_id=project.pk))
        rows = printed.exports(page.items, base_url=self.base_url(request))
        return Response({"exports": rows, "next_cursor": page.next_cursor})
