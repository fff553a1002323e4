"""Script coverage: a job that reports on one revision. Runs inside the caller's transaction."""

from billing.prices import single_quote
from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.projects.models import Artifact
from generation.projects.services import lock_project
from generation.stories.models import CoverageReport
from generation.stories.services.illustrate import plan_id_of
from generation.stories.services.refine import require_script
from wire.errors import ArtifactNotFound, ArtifactNotReady
from wire.principal import Principal

COVERAGE_KIND = "story.coverage"
MAX_FOCUS_CHARS = 2000


def request_coverage(
    artifact: Artifact, *, focus_prompt: str | None, principal: Principal
) -> tuple[CoverageReport, Job]:
    """Queue a report on the current revision; its credits are held here. Returns it with its job.

    Raises `ArtifactNotReady`, `ValidationFailed` for an artifact without a screenplay, `InsufficientCredits`.
    """
    lock_project(artifact.project)
    artifact = Artifact.objects.select_for_update(no_key=True).get(pk=artifact.pk)
    if artifact.status != Artifact.Status.READY:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    revision = require_script(artifact)
    report = CoverageReport.objects.create(
        artifact=artifact, revision=revision.number, focus_prompt=(focus_prompt or "").strip() or None
    )
    quote = single_quote("coverage", "coverage")
    job = create_job(
        organization_id=artifact.organization_id,
        kind=COVERAGE_KIND,
        params={
            "planId": plan_id_of(artifact),
            "artifactId": artifact.pk,
            "reportId": report.pk,
            "revision": revision.number,
            "quote": quote.as_dict(),
        },
        project_id=artifact.project_id,
        subject_id=report.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=quote,
        operation=COVERAGE_KIND,
    )
    return report, job


def coverage_of(artifact: Artifact, *, report_id: str | None) -> CoverageReport | None:
    """The report asked for, or the latest; None when none was ever asked for.

    Raises `ArtifactNotFound` for a report that this artifact does not have.
    """
    reports = CoverageReport.objects.filter(artifact=artifact)
    if not report_id:
        return reports.order_by("-pk").first()
    report = None if "\x00" in report_id else reports.filter(pk=report_id).first()
    if report is None:
        raise ArtifactNotFound("This artifact has no such coverage report. Check reportId.", reportId=report_id[:60])
    return report
