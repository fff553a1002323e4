"""Workflows found. Every lookup starts from the organization; another's id answers exactly as a missing one."""

from dataclasses import dataclass

from django.db.models import QuerySet

from generation.jobs.models import Job
from generation.workflows.models import Batch, Workflow
from wire.errors import JobNotFound, NotFound


@dataclass(frozen=True)
class Run:
    """A workflow and the job that makes it."""

    workflow: Workflow
    job: Job


def workflows_of(organization_id: str) -> "QuerySet[Workflow]":
    return Workflow.objects.filter(organization_id=organization_id)


def access_run(workflow_id: str, *, organization_id: str, locked: bool = False) -> Run:
    """Raises `JobNotFound`. `locked` keeps the workflow's row for the rest of the transaction."""
    rows = workflows_of(organization_id)
    rows = rows.select_for_update(no_key=True) if locked else rows
    workflow = rows.filter(pk=workflow_id).first()
    if workflow is None:
        raise JobNotFound("There is no such workflow.", kind="job")
    return Run(workflow, Job.objects.get(pk=workflow.job_id))


def runs(workflows: "list[Workflow]") -> list[Run]:
    """The workflows with their jobs, in their order, in one query."""
    jobs = Job.objects.in_bulk([workflow.job_id for workflow in workflows])
    return [Run(workflow, jobs[workflow.job_id]) for workflow in workflows]


def access_batch(batch_id: str, *, organization_id: str) -> tuple[Batch, list[Run]]:
    """A batch and its workflows in the order in which they were sent. Raises `NotFound`."""
    batch = Batch.objects.filter(pk=batch_id, organization_id=organization_id).first()
    if batch is None:
        raise NotFound("There is no such batch.", kind="batch")
    return batch, runs(list(batch.workflows.order_by("position")))
