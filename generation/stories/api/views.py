"""The story family's operations. Each parses, authorises, calls one service and renders."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from billing.queries import receipts_of
from billing.services import balance
from generation.jobs.queries import explain
from generation.projects import services as projects
from generation.projects.models import Artifact, Revision, Source
from generation.stories import services
from generation.stories.api import present, schemas, serializers
from generation.stories.api.dialect import STORY
from wire.errors import ArtifactNotFound, JobStateInvalid, SourceTypeUnsupported, ValidationFailed
from wire.pagination import Page, paginate
from wire.requests import StudioView, read_body, transacted

READ, WRITE = ("story:read",), ("story:write",)
READ_SOURCES, WRITE_SOURCES = ("source:read", "story:read"), ("source:write", "story:write")
READ_ARTIFACTS, PUBLISH = ("artifact:read",), ("artifact:publish",)

INLINE_TYPES = ("text", "markdown")
# Printed types whose fetching is not built yet; capabilities says the same.
KNOWN_TYPES = (*INLINE_TYPES, "url", "pdf")

PAGE = [
    OpenApiParameter("limit", int, description="Items per page, 1 to 100; 20 by default."),
    OpenApiParameter("cursor", str, description="`nextCursor` of the page before."),
]
JOB_FILTERS = [OpenApiParameter("projectId", str), OpenApiParameter("storyPlanId", str)]
REVISION = OpenApiParameter("revision", int, description="An earlier version; the current one by default.")
DRY_RUN = OpenApiParameter("dry_run", bool, description="Answer with the quote and do nothing.")


class StoryView(StudioView):
    dialect = STORY

    def base_url(self, request: Request) -> str:
        return settings.STUDIO_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"

    def page(self, request: Request, rows: Any) -> Page:
        return paginate(rows, limit=request.query_params.get("limit"), cursor=request.query_params.get("cursor"))


class Credits(StoryView):
    route_family = "discovery"
    scopes = {"GET": ("credits:read",)}

    @extend_schema(operation_id="getCredits", summary="Credit balance", responses=schemas.CreditsAnswer)
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
        operation_id="listReceipts", summary="What was charged, and why", responses=schemas.ReceiptPage, parameters=PAGE
    )
    def get(self, request: Request) -> Response:
        page = self.page(request, receipts_of(self.organization_id))
        return Response({"receipts": [row.as_dict() for row in page.items], "nextCursor": page.next_cursor})


class Projects(StoryView):
    route_family = "projects"
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="listProjects", summary="List projects", responses=schemas.ProjectPage, parameters=PAGE)
    def get(self, request: Request) -> Response:
        page = self.page(request, projects.projects_of(self.organization_id))
        return Response({"projects": [present.project(p) for p in page.items], "nextCursor": page.next_cursor})

    @extend_schema(
        operation_id="createProject",
        summary="Create a project",
        request=serializers.ProjectCreate,
        responses=schemas.ProjectAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request) -> Response:
        body = read_body(request, serializers.ProjectCreate)
        project = projects.create_project(
            self.organization_id,
            name=body["name"],
            description=body.get("description"),
            metadata=body.get("metadata"),
        )
        return Response({"project": present.project(project)})


class ProjectDetail(StoryView):
    route_family = "projects"
    scopes = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @extend_schema(operation_id="getProject", summary="Read a project", responses=schemas.ProjectAnswer)
    def get(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        return Response({"project": present.project(project)})

    @extend_schema(
        operation_id="updateProject",
        summary="Update a project",
        request=serializers.ProjectUpdate,
        responses=schemas.ProjectAnswer,
    )
    @transacted()
    def patch(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        changes = read_body(request, serializers.ProjectUpdate)
        return Response({"project": present.project(projects.update_project(project, changes, now=timezone.now()))})

    @extend_schema(operation_id="deleteProject", summary="Delete a project", responses=schemas.Deleted)
    @transacted()
    def delete(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        deleted_at = projects.delete_project(project, now=timezone.now())
        return Response({"id": project.pk, "deletedAt": present.when(deleted_at)})


class Sources(StoryView):
    route_family = "sources"
    scopes = {"GET": READ_SOURCES, "POST": WRITE_SOURCES}

    @extend_schema(
        operation_id="listSources", summary="List a project's sources", responses=schemas.SourcePage, parameters=PAGE
    )
    def get(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        page = self.page(request, Source.objects.filter(project=project, deleted_at__isnull=True))
        return Response({"sources": [present.source(s) for s in page.items], "nextCursor": page.next_cursor})

    @extend_schema(
        operation_id="createSource",
        summary="Attach a source",
        request=serializers.SourceCreate,
        responses=schemas.SourceAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        body = read_body(request, serializers.SourceCreate)
        if body["type"] not in KNOWN_TYPES:
            raise SourceTypeUnsupported(f"type must be one of {', '.join(KNOWN_TYPES)}.", types=list(INLINE_TYPES))
        if body["type"] not in INLINE_TYPES:
            raise SourceTypeUnsupported(
                f"{body['type']} sources are not available here yet. Send the text itself as text or markdown.",
                types=list(INLINE_TYPES),
            )
        if not body.get("content"):
            raise ValidationFailed("content is required for text and markdown sources.", field="content")
        source = projects.add_inline_source(
            project,
            type=body["type"],
            content=body["content"],
            label=body.get("label") or None,
            retention_policy=body.get("retentionPolicy") or Source.Retention.EXTRACTED_ONLY,
            metadata=body.get("metadata"),
            now=timezone.now(),
        )
        return Response({"source": present.source(source)})


class SourceDetail(StoryView):
    route_family = "sources"
    scopes = {"GET": ("source:read",), "DELETE": ("source:write",)}

    @extend_schema(operation_id="getSource", summary="Read a source", responses=schemas.SourceAnswer)
    def get(self, request: Request, project_id: str, source_id: str) -> Response:
        return Response({"source": present.source(self._source(project_id, source_id))})

    @extend_schema(operation_id="deleteSource", summary="Delete a source", responses=schemas.Deleted)
    @transacted()
    def delete(self, request: Request, project_id: str, source_id: str) -> Response:
        source = self._source(project_id, source_id)
        deleted_at = projects.delete_source(source, now=timezone.now())
        return Response({"id": source.pk, "deletedAt": present.when(deleted_at)})

    def _source(self, project_id: str, source_id: str) -> Source:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        return projects.access_source(source_id, project=project)


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


class Jobs(StoryView):
    route_family = "jobs"
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="listJobs", summary="List story jobs", responses=schemas.JobPage, parameters=[*PAGE, *JOB_FILTERS]
    )
    def get(self, request: Request) -> Response:
        rows = services.jobs_of(self.organization_id)
        if project_id := _id_filter(request, "projectId"):
            rows = rows.filter(project_id=project_id)
        if plan_id := _id_filter(request, "storyPlanId"):
            rows = rows.filter(params__planId=plan_id)
        page = self.page(request, rows)
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
    status = present.STATUS_OF_JOB[job.status]
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

    @extend_schema(operation_id="getJobReceipt", summary="What a job cost, and why", responses=schemas.ReceiptAnswer)
    def get(self, request: Request, job_id: str) -> Response:
        job = services.access_job(job_id, organization_id=self.organization_id)
        return Response({"receipt": present.receipt(job)})


class ArtifactDetail(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS}

    @extend_schema(
        operation_id="getArtifact", summary="Read an artifact", responses=schemas.ArtifactAnswer, parameters=[REVISION]
    )
    def get(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        revision = _revision(artifact, request.query_params.get("revision"))
        printed = present.artifacts([artifact], base_url=self.base_url(request), revision=revision)[0]
        return Response({"artifact": printed})


class ArtifactScript(StoryView):
    route_family = "artifacts"
    scopes = {"GET": READ_ARTIFACTS}

    @extend_schema(
        operation_id="getArtifactScript",
        summary="Read an artifact's script",
        responses=schemas.ScriptAnswer,
        parameters=[REVISION],
    )
    def get(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        wanted = request.query_params.get("revision") or str(artifact.current_version)
        revision = _revision(artifact, wanted)
        if revision is None:
            raise ArtifactNotFound("The artifact has no script yet. Poll it until its status is READY.")
        return Response({"artifactId": artifact.pk, "revision": revision.number, "script": revision.content["script"]})


def _revision(artifact: Artifact, number: str | None) -> Revision | None:
    """The revision asked for by query; None when none was. Raises `ArtifactNotFound` for one that does not exist."""
    if number is None or number == "":
        return None
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        raise ValidationFailed("revision must be a whole number, 1 or more.", field="revision")
    revision = Revision.objects.filter(artifact=artifact, number=int(number)).first()
    if revision is None and int(number) != artifact.current_version:
        raise ArtifactNotFound(f"This artifact has no revision {number}.", currentVersion=artifact.current_version)
    return revision


class ArtifactFinalize(StoryView):
    route_family = "artifacts"
    scopes = {"POST": PUBLISH}

    @extend_schema(
        operation_id="finalizeArtifact",
        summary="Render an artifact as MP3 or MP4",
        request=serializers.Finalize,
        responses=schemas.FinalizeAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="required", is_billable=True)
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        body = read_body(request, serializers.Finalize)
        mode, record = body.get("mode") or "audio", bool(body.get("record"))
        status = services.finalize(artifact, mode=mode, record=record, principal=self.principal)
        return Response({"artifactId": artifact.pk, "mode": mode, "finalize": status})


class ArtifactRenderVideo(StoryView):
    route_family = "artifacts"
    scopes = {"POST": PUBLISH}

    @extend_schema(
        operation_id="renderArtifactVideo",
        summary="Render an artifact as MP4",
        request=None,
        responses=schemas.RenderAnswer,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True)
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        status = services.finalize(artifact, mode="video", record=True, principal=self.principal)
        return Response({"artifactId": artifact.pk, "render": services.render_status(status)})
