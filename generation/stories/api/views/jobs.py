"""Story jobs: made, read, canceled, resumed, explained."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.jobs.queries import explain
from generation.projects.models import Artifact
from generation.stories import services
from generation.stories.api import credit_schemas, present, schemas, serializers
from generation.stories.api.views.base import (
    DRY_RUN,
    JOB_FILTERS,
    PAGE,
    READ,
    READ_ARTIFACTS,
    WRITE,
    StoryView,
)
from wire.errors import JobStateInvalid, ValidationFailed
from wire.requests import read_body, transacted


class Jobs(StoryView):
    route_family = "jobs"
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="listJobs", summary="List story jobs", responses=schemas.JobPage, parameters=[*PAGE, *JOB_FILTERS]
    )
    def get(self, request: Request) -> Response:
        project_id, plan_id = _id_filter(request, "projectId"), _id_filter(request, "storyPlanId")
        rows = services.jobs_of(self.organization_id, kinds=services.JOB_KINDS if project_id or plan_id else ())
        if project_id:
            rows = rows.filter(project_id=project_id)
        if plan_id:
            rows = services.of_plan(rows, plan_id, organization_id=self.organization_id)
        page = self.page(request, rows, apart=None if project_id or plan_id else ("kind", services.JOB_KINDS))
        printed = present.jobs(page.items, base_url=self.base_url(request))
        return Response({"jobs": printed, "nextCursor": page.next_cursor})

    @extend_schema(
        operation_id="createJob",
        summary="Make a plan's artifacts",
        request=serializers.JobCreate,
        responses=schemas.JobAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True)
    def post(self, request: Request) -> Response:
        body = read_body(request, serializers.JobCreate)
        job = services.create_story_job(body, principal=self.principal)
        return Response({"job": present.jobs([job], base_url=self.base_url(request))[0]})


def _id_filter(request: Request, name: str) -> str:
    """An id to list by, "" for none. Raises `ValidationFailed` for NUL, which PostgreSQL takes in no text."""
    value = request.query_params.get(name, "")
    if "\x00" in value:
        raise ValidationFailed(f"{name} holds a NUL character.", field=name)
    return value


class JobDetail(StoryView):
    route_family = "jobs"
    scopes = {"GET": READ}

    @extend_schema(operation_id="getJob", summary="Read a story job", responses=schemas.JobAnswer)
    def get(self, request: Request, job_id: str) -> Response:
        job = services.access_job(job_id, organization_id=self.organization_id)
        return Response({"job": present.jobs([job], base_url=self.base_url(request))[0]})


class JobCancel(StoryView):
    route_family = "jobs"
    scopes = {"POST": WRITE}

    @extend_schema(operation_id="cancelJob", summary="Cancel a story job", request=None, responses=schemas.JobAnswer)
    @transacted(idempotency="accepted")
    def post(self, request: Request, job_id: str) -> Response:
        job = services.access_job(job_id, organization_id=self.organization_id)
        try:
            job = services.cancel_story_job(job)
        except JobStateInvalid as error:
            allowed = ["PENDING", "RESERVED", "RUNNING"]
            raise _printed_state(job, error, allowed=allowed, verb="canceled") from None
        return Response({"job": present.jobs([job], base_url=self.base_url(request))[0]})


def _printed_state(job: Any, error: JobStateInvalid, *, allowed: list[str], verb: str) -> JobStateInvalid:
    """The refusal in the family's own state names; its sentence stays where the engine had more to say."""
    job.refresh_from_db()
    made = Artifact.objects.filter(job_id=job.pk).values_list("status", flat=True)
    status = present.job_status(job, list(made))
    if status in allowed:
        return JobStateInvalid(error.message, status=status, allowed=[])
    message = f"The job is {status}; only one that is {' or '.join(allowed)} can be {verb}."
    return JobStateInvalid(message, status=status, allowed=allowed)


class JobResume(StoryView):
    route_family = "jobs"
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="resumeJob",
        summary="Take up a failed or canceled story job where it stopped",
        request=None,
        responses=schemas.JobAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True)
    def post(self, request: Request, job_id: str) -> Response:
        job = services.access_job(job_id, organization_id=self.organization_id)
        try:
            job = services.resume_story_job(job, principal=self.principal)
        except JobStateInvalid as error:
            raise _printed_state(job, error, allowed=["FAILED", "CANCELED"], verb="resumed") from None
        return Response({"job": present.jobs([job], base_url=self.base_url(request))[0]})


class JobExplain(StoryView):
    route_family = "jobs"
    scopes = {"GET": READ}

    @extend_schema(operation_id="explainJob", summary="Why a story job is where it is", responses=schemas.ExplainAnswer)
    def get(self, request: Request, job_id: str) -> Response:
        job = services.access_job(job_id, organization_id=self.organization_id)
        return Response({"explanation": {"jobId": job.pk, **explain(job)}})


class JobArtifacts(StoryView):
    route_family = "jobs"
    scopes = {"GET": READ_ARTIFACTS}

    @extend_schema(operation_id="listJobArtifacts", summary="List a job's artifacts", responses=schemas.ArtifactList)
    def get(self, request: Request, job_id: str) -> Response:
        job = services.access_job(job_id, organization_id=self.organization_id)
        return Response({"artifacts": present.jobs([job], base_url=self.base_url(request))[0]["artifacts"]})


class JobReceipt(StoryView):
    route_family = "jobs"
    scopes = {"GET": ("credits:read",)}

    @extend_schema(
        operation_id="getJobReceipt", summary="What a job cost, and why", responses=credit_schemas.ReceiptAnswer
    )
    def get(self, request: Request, job_id: str) -> Response:
        job = services.access_job(job_id, organization_id=self.organization_id)
        return Response({"receipt": present.receipt(job)})
