"""Refining a table read: a job that makes the next revision. Runs inside the caller's transaction."""

from typing import Any

from billing.prices import single_quote
from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.jobs.states import LIVE
from generation.projects.models import Artifact, Revision
from generation.projects.services import lock_project, require_open
from generation.stories.services.illustrate import plan_id_of
from wire.errors import ArtifactNotReady, ValidationFailed
from wire.principal import Principal

REFINE_KIND = "story.refine"
REFINE_SCOPES = ("auto", "screenplay", "plan")
MAX_INSTRUCTION_CHARS = 4000


def refine(artifact: Artifact, *, instruction: str, scope: str, principal: Principal) -> Job:
    """Queue a refine of the current revision; the credits are held here.

    One refine of an artifact runs at a time, each on what the one before it made. Raises `ArtifactNotReady` while
    there is no script or another refine runs, `ValidationFailed` for a type without a script, `InsufficientCredits`.
    """
    require_open(lock_project(artifact.project))
    artifact = locked_for_change(artifact)
    quote = single_quote("refine", "refine")
    return create_job(
        organization_id=artifact.organization_id,
        kind=REFINE_KIND,
        params={
            "planId": plan_id_of(artifact),
            "artifactId": artifact.pk,
            "revision": artifact.current_version,
            "instruction": instruction,
            "scope": scope,
            "quote": quote.as_dict(),
        },
        project_id=artifact.project_id,
        subject_id=artifact.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=quote,
        operation=REFINE_KIND,
        artifact_id=artifact.pk,
        revision=artifact.current_version,
    )


def locked_for_change(artifact: Artifact) -> Artifact:
    """The artifact as it is now, its row locked, once it may get another revision. Raises as `refine` does."""
    artifact = Artifact.objects.select_for_update(no_key=True).get(pk=artifact.pk)
    running = live_refine(artifact)
    if running is not None:
        raise ArtifactNotReady(
            f"The artifact is being refined by {running.pk}. Poll that job until it has ended, then ask again.",
            status="REFINING",
            jobId=running.pk,
            allowed=[Artifact.Status.READY.value],
        )
    if artifact.status != Artifact.Status.READY:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    require_script(artifact)
    return artifact


def live_refine(artifact: Artifact) -> Job | None:
    """The refine that is queued or at work, if any; exact only while the artifact's row is locked."""
    return Job.objects.filter(subject_id=artifact.pk, kind=REFINE_KIND, status__in=LIVE).first()


def require_script(artifact: Artifact) -> Revision:
    """The current revision, which has a script. Raises `ArtifactNotReady`; `ValidationFailed` for another type."""
    revision = Revision.objects.filter(artifact=artifact, number=artifact.current_version).first()
    if revision is None:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    if not isinstance(revision.content.get("script"), dict):
        raise ValidationFailed(f"A {artifact.type} has no screenplay; this works on a table_read.", field="artifactId")
    return revision


def refinement_of(revision: Revision) -> dict[str, Any]:
    """How the revision came to be: `{"origin": generated|refined|restored, …}`."""
    return {"origin": "generated", **revision.content.get("origin", {})}
