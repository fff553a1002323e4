"""Report on a screenplay. What it says is counted in the script, in the child process."""

from typing import Any

from django.utils import timezone

from generation.films.script import script_from_json
from generation.jobs.context import StageContext
from generation.jobs.models import Job
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.states import Status
from generation.projects.models import Revision
from generation.stories.models import CoverageReport
from generation.stories.pipeline.brief import require_project
from generation.stories.services.coverage import COVERAGE_KIND
from wire.errors import StudioError

_TIMEOUT_S = 60.0


def _read(ctx: StageContext) -> dict[str, Any]:
    revision = Revision.objects.get(artifact_id=ctx.params["artifactId"], number=ctx.params["revision"])
    focus_prompt = CoverageReport.objects.values_list("focus_prompt", flat=True).get(pk=ctx.params["reportId"])
    script = script_from_json(revision.content["script"])
    report = ctx.maker.call("generation.stories.coverage:coverage_report", script, focus_prompt, timeout_s=_TIMEOUT_S)
    return {"report": report}


def _keep_report(ctx: StageContext, output: dict[str, Any]) -> None:
    CoverageReport.objects.filter(pk=ctx.params["reportId"]).update(
        report=output["report"], status=CoverageReport.Status.COMPLETE, completed_at=timezone.now()
    )


def _end_report(job: Job, status: str, error: StudioError | None) -> None:
    """A job that ends badly leaves no report generating."""
    if status == Status.SUCCEEDED:
        return
    CoverageReport.objects.filter(pk=job.subject_id, status=CoverageReport.Status.GENERATING).update(
        status=CoverageReport.Status.FAILED,
        failure_code=error.code if error else "canceled",
        failure_message=error.message if error else "The job was canceled.",
    )


def _resume_report(job: Job) -> None:
    require_project(job)
    CoverageReport.objects.filter(pk=job.subject_id, status=CoverageReport.Status.FAILED).update(
        status=CoverageReport.Status.GENERATING, failure_code=None, failure_message=None
    )


COVERAGE = Pipeline(
    kind=COVERAGE_KIND,
    label="Cover a screenplay",
    stages=(Stage("read", _read, label="Reading the screenplay", commit=_keep_report),),
    on_end=_end_report,
    on_resume=_resume_report,
)
