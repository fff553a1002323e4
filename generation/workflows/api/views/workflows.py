"""Start workflows, look at them, review their direction, cancel them; batches."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.imagery.api.made import once_of
from generation.jobs.states import Status
from generation.jobs.waiting import come_to_rest
from generation.workflows.api import present, schemas, serializers
from generation.workflows.api.describe import described
from generation.workflows.api.views.base import DRY_RUN, PAGE, FamilyView, asked, base_url
from generation.workflows.services import launch
from generation.workflows.services.access import Run, access_batch, access_run, runs, workflows_of
from generation.workflows.services.review import answer_review, direction_of
from wire.errors import ValidationFailed
from wire.pagination import paginate
from wire.requests import checked, read_body, transacted

READ, WRITE = ("workflow:read",), ("workflow:write",)


def _wait_if_asked(view: "Workflows", request: Request) -> dict[str, Any]:
    """Ahead of the answer's transaction, with `async` false: start the workflow in one of its own, and wait for it."""
    body = read_body(request, serializers.WorkflowCreate)
    if body.get("async") is not False:
        return {}
    with transaction.atomic():
        run = launch.start_workflow(body, principal=view.principal, once=once_of(request, view))
    job = come_to_rest(run.job.pk)
    return {"waited": Run(run.workflow, job or run.job), "is_over": job is not None and job.status == Status.SUCCEEDED}


class Workflows(FamilyView):
    scopes = {"GET": READ, "POST": WRITE}

    @property
    def route_family(self) -> str:  # type: ignore[override]
        """Starting one is counted by the hour, reading the list is not."""
        return "workflow" if self.request.method == "POST" else "default"

    @extend_schema(
        operation_id="createWorkflow",
        summary="Launch a workflow",
        description=described(),
        request=serializers.WorkflowCreate,
        responses=schemas.WorkflowStarted,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True, before=_wait_if_asked)
    def post(self, request: Request, waited: Run | None = None, is_over: bool = False) -> Response:
        if waited is None:
            body = read_body(request, serializers.WorkflowCreate)
            return Response(present.started(launch.start_workflow(body, principal=self.principal)))
        if is_over:
            told = present.result(waited.job, base_url=base_url(request))
            return Response({**present.started(waited, message="Workflow completed"), **told})
        is_suspended = waited.job.status == Status.SUSPENDED
        message = "Workflow suspended for review" if is_suspended else "Workflow is still running"
        return Response(present.started(waited, message=message))

    @extend_schema(
        operation_id="listWorkflows", summary="List workflows", responses=schemas.WorkflowPage, parameters=PAGE
    )
    def get(self, request: Request) -> Response:
        rows = workflows_of(self.organization_id)
        page = paginate(rows, limit=request.query_params.get("limit"), cursor=request.query_params.get("cursor"))
        printed = [present.workflow(run, base_url=base_url(request)) for run in runs(page.items)]
        return Response(present.answer({"workflows": printed, "nextCursor": page.next_cursor}))


class WorkflowDetail(FamilyView):
    scopes = {"GET": READ}

    @extend_schema(operation_id="getWorkflow", summary="Read a workflow", responses=schemas.WorkflowAnswer)
    def get(self, request: Request, workflow_id: str) -> Response:
        run = access_run(workflow_id, organization_id=self.organization_id)
        return Response(present.answer(present.workflow(run, base_url=base_url(request))))


class WorkflowDirection(FamilyView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="getWorkflowDirection", summary="Read the art direction", responses=schemas.DirectionAnswer
    )
    def get(self, request: Request, workflow_id: str) -> Response:
        run = access_run(workflow_id, organization_id=self.organization_id)
        told = {"jobId": run.workflow.pk, "review": present.review(run.workflow), "direction": direction_of(run)}
        return Response(present.answer(told))


class WorkflowResume(FamilyView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="resumeWorkflow",
        summary="Approve, edit or reject the art direction",
        request=serializers.Resume,
        responses=schemas.WorkflowAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, workflow_id: str) -> Response:
        run = access_run(workflow_id, organization_id=self.organization_id, locked=True)
        body = read_body(request, serializers.Resume)
        run = answer_review(run, body["action"], edits=body.get("direction"), note=body.get("note") or "")
        return Response(present.answer(present.workflow(run, base_url=base_url(request))))


class WorkflowCancel(FamilyView):
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="cancelWorkflow", summary="Cancel a workflow", request=None, responses=schemas.WorkflowAnswer
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, workflow_id: str) -> Response:
        run = access_run(workflow_id, organization_id=self.organization_id)
        job = launch.cancel_workflow(run)
        return Response(present.answer(present.workflow(Run(run.workflow, job), base_url=base_url(request))))


class Batches(FamilyView):
    route_family = "workflow"
    scopes = {"POST": WRITE}

    @extend_schema(
        operation_id="createBatch",
        summary="Launch up to 50 workflows, all or none",
        request=serializers.BatchCreate,
        responses=schemas.BatchStarted,
        parameters=[DRY_RUN],
    )
    @transacted(idempotency="accepted", is_billable=True)
    def post(self, request: Request) -> Response:
        body = read_body(request, serializers.BatchCreate)
        bodies = [_one(entry, at) for at, entry in enumerate(body["workflows"])]
        batch, started = launch.start_batch(bodies, principal=self.principal)
        return Response(
            {
                "success": True,
                "batchId": batch.pk,
                "jobIds": [run.workflow.pk for run in started],
                "message": "Batch queued",
                "cost": sum(run.job.price for run in started),
            }
        )


def _one(entry: dict[str, Any], at: int) -> dict[str, Any]:
    """A batch's entry, read as a request of its own. Raises `ValidationFailed` that names its place."""
    try:
        return checked(entry, serializers.WorkflowCreate)
    except ValidationFailed as error:
        raise ValidationFailed(f"workflows[{at}].{error.message}", field=f"workflows[{at}]") from None


class BatchStatus(FamilyView):
    scopes = {"GET": READ}

    @extend_schema(
        operation_id="getBatchStatus",
        summary="How a batch stands",
        responses=schemas.BatchAnswer,
        parameters=[OpenApiParameter("batchId", str, required=True)],
    )
    def get(self, request: Request) -> Response:
        row, found = access_batch(asked(request, "batchId"), organization_id=self.organization_id)
        return Response(present.answer(present.batch(row, found, base_url=base_url(request))))
