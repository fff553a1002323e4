"""Finalizing a table read as sound or film, once per version and edit. Runs inside the caller's transaction."""

from typing import Any

from billing.prices import single_quote
from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.jobs.states import LIVE, Status
from generation.projects.models import Artifact, Rendition
from generation.projects.services import lock_project
from generation.stories.services.sharing import require_link
from generation.stories.staging.read import edit_number, require_table_read
from wire.errors import ArtifactNotReady
from wire.principal import Principal

FINALIZE_KINDS = {"audio": "story.finalize_audio", "video": "story.finalize_video"}
NEEDS_RECORDING = {"status": "needs_recording"}
PRICE_OF_MODE = {"audio": "finalize_audio", "video": "finalize_video"}


def latest_rendition(artifact: Artifact, kind: str) -> tuple[Rendition, Job] | None:
    """The newest rendition of the artifact's current version, with the job that makes or made it."""
    rendition = (
        Rendition.objects.filter(artifact=artifact, kind=kind, revision=artifact.current_version)
        .order_by("-pk")
        .first()
    )
    if rendition is None:
        return None
    return rendition, Job.objects.get(pk=rendition.job_id)


def finalize(artifact: Artifact, *, mode: str, record: bool, principal: Principal) -> dict[str, Any]:
    """Start making the MP3 or MP4, or say how far it is.

    Never starts or charges a second one while one is being made, nor for the same version unless it was edited since.

    Returns the finalize status as the wire prints it. Raises `ArtifactNotReady`, `InsufficientCredits`;
    `ValidationFailed` for an artifact of another type.
    """
    lock_project(artifact.project)
    artifact = Artifact.objects.select_for_update(no_key=True).get(pk=artifact.pk)
    if artifact.status != Artifact.Status.READY:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    require_table_read(artifact)
    found = latest_rendition(artifact, mode)
    edits = edit_number(artifact)
    is_fresh = found is not None and found[1].status == Status.SUCCEEDED and found[0].edit_number == edits
    if found and (is_fresh or found[1].status in LIVE):
        return finalize_status(found)
    if mode == "audio" and not record and not _has_recording(artifact):
        return dict(NEEDS_RECORDING)
    if mode == "video":
        require_link(artifact)  # the same render as render-video, and under its condition
    operation = f"story.{PRICE_OF_MODE[mode]}"
    quote = single_quote("finalize", PRICE_OF_MODE[mode])
    job = create_job(
        organization_id=artifact.organization_id,
        kind=FINALIZE_KINDS[mode],
        params={
            "planId": Job.objects.filter(pk=artifact.job_id).values_list("subject_id", flat=True).first(),
            "artifactId": artifact.pk,
            "revision": artifact.current_version,
            "mode": mode,
            "quote": quote.as_dict(),
        },
        project_id=artifact.project_id,
        subject_id=artifact.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=quote,
        operation=operation,
        artifact_id=artifact.pk,
        revision=artifact.current_version,
        take=edits + 1,
    )
    rendition = Rendition.objects.create(
        artifact=artifact, revision=artifact.current_version, kind=mode, job_id=job.pk, edit_number=edits
    )
    return finalize_status((rendition, job))


def _has_recording(artifact: Artifact) -> bool:
    """Whether the current version was performed before, live or for a film, so that there is something to finalize."""
    return Rendition.objects.filter(
        artifact=artifact, revision=artifact.current_version, asset_id__isnull=False
    ).exists()


def render_status(status: dict[str, Any]) -> dict[str, Any]:
    """A finalize status in the words of `manifest.video`, which knows no upload."""
    return status | {"status": "rendering"} if status["status"] == "uploading" else status


def finalize_status(found: tuple[Rendition, Job]) -> dict[str, Any]:
    """`{"status": queued|rendering|uploading|complete|failed, …}` of a rendition.

    A complete one tells as `skippedCues` which sound effects nobody could make, `{id, label, entryIndex, reason}` each.
    """
    rendition, job = found
    if job.status == Status.SUCCEEDED:
        skipped = rendition.data.get("score", {}).get("skipped", [])
        return {"status": "complete", "jobId": job.pk, "progress": 1.0, "skippedCues": skipped}
    if job.status in (Status.FAILED, Status.CANCELED):
        message = job.error_message or "The job was canceled."
        return {"status": "failed", "jobId": job.pk, "error": message}
    if job.status == Status.QUEUED and not job.attempt:
        return {"status": "queued", "jobId": job.pk, "progress": 0.0}
    stage = "uploading" if job.stage == "publish" else "rendering"
    return {"status": stage, "jobId": job.pk, "progress": round(job.progress, 3)}
