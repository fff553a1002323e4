"""Imports and generations: read, canceled, resumed."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.jobs.models import Job
from generation.timelines.api import present, schemas, variants
from generation.timelines.api.views.base import DRY_RUN, READ, WRITE, EditorView
from generation.timelines.services import jobs
from wire.requests import transacted


class JobView(EditorView):
    route_family = "jobs"

    def job(self, job_id: str) -> Job:
        return jobs.access_job(job_id, organization_id=self.organization_id)

    def printed(self, request: Request, job: Job) -> Response:
        made = [variants.variant(row, base_url=self.base_url(request)) for row in jobs.variants_of(job)]
        return Response(present.job(job, made))


class JobDetail(JobView):
    scopes = {"GET": READ}

    @extend_schema(operation_id="getEditorJob", summary="Read an import or a generation", responses=schemas.EditorJob)
    def get(self, request: Request, job_id: str) -> Response:
        return self.printed(request, self.job(job_id))


class JobCancel(JobView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="cancelEditorJob",
        summary="Cancel an import or a generation",
        request=None,
        responses=schemas.EditorJob,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, job_id: str) -> Response:
        return self.printed(request, jobs.cancel(self.job(job_id)))


class JobResume(JobView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="resumeEditorJob",
        summary="Take up a failed or canceled job where it stopped",
        request=None,
        responses=schemas.EditorJob,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True)
    def post(self, request: Request, job_id: str) -> Response:
        return self.printed(request, jobs.resume(self.job(job_id), principal=self.principal))
