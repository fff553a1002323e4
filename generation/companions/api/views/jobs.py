"""Videos, and the jobs that make them."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.companions.api import present, schemas, serializers
from generation.companions.api.views.base import DRY_RUN, PAGE, FamilyView, base_url
from generation.companions.services import jobs
from generation.imagery.services.orders import VideoOrder, start_video
from generation.jobs.models import Job
from wire.errors import JobStateInvalid
from wire.pagination import paginate
from wire.requests import read_body, transacted

READ_JOBS = ("story:read",)


class Video(FamilyView):
    route_family = "generation"
    scopes = {"POST": ("video:generate",)}

    @extend_schema(
        operation_id="generateVideo",
        summary="Film a scene; poll its job",
        request=serializers.VideoCreate,
        responses=schemas.StudioJobAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True)
    def post(self, request: Request) -> Response:
        body = read_body(request, serializers.VideoCreate)
        project_id = body.pop("project_id", None)
        order = VideoOrder(**{name: value for name, value in body.items() if value is not None})
        job = start_video(order, principal=self.principal, project_id=project_id)
        return Response(_printed(self, request, job))


class Jobs(FamilyView):
    scopes = {"GET": READ_JOBS}

    @extend_schema(operation_id="listStudioJobs", summary="List jobs", responses=schemas.StudioJobPage, parameters=PAGE)
    def get(self, request: Request) -> Response:
        rows = jobs.all_jobs_of(self.organization_id)
        asked = request.query_params
        page = paginate(rows, limit=asked.get("limit"), cursor=asked.get("cursor"), apart=("kind", jobs.KINDS))
        printed = present.jobs(page.items, base_url=base_url(request))
        return Response({"jobs": printed, "next_cursor": page.next_cursor})


class JobDetail(FamilyView):
    scopes = {"GET": READ_JOBS}

    @extend_schema(operation_id="getStudioJob", summary="Read a job", responses=schemas.StudioJobAnswer)
    def get(self, request: Request, studio_job_id: str) -> Response:
        return Response(_printed(self, request, jobs.access_job(studio_job_id, organization_id=self.organization_id)))


class JobCancel(FamilyView):
    scopes = {"POST": ("video:generate",)}

    @extend_schema(
        operation_id="cancelStudioJob", summary="Cancel a job", request=None, responses=schemas.StudioJobAnswer
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, studio_job_id: str) -> Response:
        job = jobs.access_job(studio_job_id, organization_id=self.organization_id)
        try:
            job = jobs.cancel(job)
        except JobStateInvalid:
            job.refresh_from_db()
            status = present.STATUS_OF_JOB[job.status]  # type: ignore[index]
            message = f"The job is {status}; only one that is pending or processing can be canceled."
            raise JobStateInvalid(message, status=status, allowed=["pending", "processing"]) from None
        return Response(_printed(self, request, job))


def _printed(view: FamilyView, request: Request, job: Job) -> dict[str, object]:
    return present.jobs([job], base_url=base_url(request))[0]
