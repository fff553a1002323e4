"""Sound effects: cues at entries of the script, and the sounds made for them. Edits run in the caller's transaction."""

from collections.abc import Mapping
from typing import Any

from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.jobs.states import LIVE, Status
from generation.projects.models import Artifact
from generation.stories.staging.kinds import SFX_KIND
from generation.stories.staging.models import SfxCue
from generation.stories.staging.read import Staged, note_edit, staged_for_edit
from generation.stories.staging.script import entries_of
from wire.errors import ValidationFailed
from wire.principal import Principal

MAX_CUES = 200
MAX_OFFSET_MS = 30_000


def add_cue(artifact: Artifact, fields: Mapping[str, Any], *, principal: Principal) -> SfxCue:
    """Add a cue; its sound is made by a job unless there is one already. `fields` are columns of `SfxCue`.

    Raises `ValidationFailed` for an entry that does not exist, `ArtifactNotReady`.
    """
    state = staged_for_edit(artifact)
    if len(state.cues) >= MAX_CUES:
        raise ValidationFailed(f"A read holds at most {MAX_CUES} cues. Remove one first.", field="op")
    _check_entry(state, fields["entry"])
    cue = SfxCue(read=state.read, **{"prompt": fields["label"], **fields})
    cue.job_id = _sound_job(cue, state.artifact, principal).pk
    cue.save(force_insert=True)
    note_edit(state)
    return cue


def update_cue(
    artifact: Artifact, cue_id: str, fields: Mapping[str, Any], *, regenerate: bool, principal: Principal
) -> SfxCue:
    """Change a cue. Another prompt, or `regenerate`, gives it another sound.

    Raises `ValidationFailed` for a cue or entry that does not exist, or nothing to change; `ArtifactNotReady`.
    """
    state = staged_for_edit(artifact)
    cue = _find(state, cue_id)
    if not fields and not regenerate:
        raise ValidationFailed("Nothing to change: give at least one field of the cue, or regenerate.", field="op")
    if "entry" in fields:
        _check_entry(state, fields["entry"])
    before = {
        field: getattr(cue, field) for field in ("prompt", "seed", "entry", "volume", "trigger_offset", "offset_ms")
    }
    for field, value in fields.items():
        setattr(cue, field, value)
    if cue.prompt != before["prompt"]:
        cue.seed = 0
    elif regenerate:
        cue.seed += 1
    if (cue.prompt, cue.seed) != (before["prompt"], before["seed"]) or _has_failed(cue):
        cue.job_id = _sound_job(cue, state.artifact, principal).pk
    cue.save()
    if any(getattr(cue, field) != value for field, value in before.items()):
        note_edit(state)
    return cue


def remove_cue(artifact: Artifact, cue_id: str) -> None:
    """Raises `ValidationFailed` for a cue that does not exist, `ArtifactNotReady`."""
    state = staged_for_edit(artifact)
    _find(state, cue_id).delete()
    note_edit(state)


def _find(state: Staged, cue_id: str) -> SfxCue:
    cue = next((cue for cue in state.cues if cue.pk == cue_id), None)
    if cue is None:
        raise ValidationFailed(f"This read has no cue {cue_id}. GET its sfx for those that there are.", field="id")
    return cue


def _check_entry(state: Staged, entry: int) -> None:
    total = len(entries_of(state.script))
    if not 0 <= entry < total:
        raise ValidationFailed(
            f"There is no entry {entry}; this read's entries run from 0 to {total - 1}.", field="entryIndex"
        )


def _has_failed(cue: SfxCue) -> bool:
    return Job.objects.filter(pk=cue.job_id, status__in=(Status.FAILED, Status.CANCELED)).exists()


def _sound_job(cue: SfxCue, artifact: Artifact, principal: Principal) -> Job:
    """The job that made or makes this very sound for the organization, or a new one."""
    known = SfxCue.objects.filter(
        read__artifact__organization_id=artifact.organization_id, prompt=cue.prompt, seed=cue.seed
    )
    jobs = Job.objects.filter(pk__in=list(known.values_list("job_id", flat=True)))
    found = jobs.filter(status__in=[*LIVE, Status.SUCCEEDED]).order_by("pk").first()
    return found or create_job(
        organization_id=artifact.organization_id,
        kind=SFX_KIND,
        params={"prompt": cue.prompt, "label": cue.label, "seed": cue.seed, "artifactId": artifact.pk},
        project_id=artifact.project_id,
        subject_id=artifact.pk,
        key_id=principal.key_id,
        user_id=principal.user_id,
    )


def jobs_of_cues(state: Staged) -> dict[str, Job]:
    return Job.objects.in_bulk({cue.job_id for cue in state.cues})


def sound_of(cue: SfxCue, jobs: Mapping[str, Job]) -> dict[str, Any]:
    """The cue's `{assetId, durationMs, provider, model}`; empty while it is a draft."""
    job = jobs.get(cue.job_id)
    return dict(job.result or {}) if job and job.status == Status.SUCCEEDED else {}


def sound_error(cue: SfxCue, jobs: Mapping[str, Job]) -> str | None:
    """Why the cue's sound could not be made."""
    job = jobs.get(cue.job_id)
    if job is None or job.status not in (Status.FAILED, Status.CANCELED):
        return None
    return job.error_message or "The job that makes the sound was canceled."


def effect_plan(state: Staged) -> list[dict[str, Any]]:
    """The cues as a film's stages take them; without `assetId` the film makes the sound itself."""
    jobs = jobs_of_cues(state)
    plan = []
    for cue in state.cues:
        sound = sound_of(cue, jobs)
        plan.append(
            {
                "cueId": cue.pk,
                "prompt": cue.prompt,
                "label": cue.label,
                "seed": cue.seed,
                "assetId": sound.get("assetId"),
                "durationMs": sound.get("durationMs"),
                "atEntry": cue.entry,
                "trigger": cue.trigger_offset,
                "offsetMs": cue.offset_ms,
                "volume": cue.volume,
            }
        )
    return plan
