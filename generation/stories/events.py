"""What the story family tells by webhook, as data."""

from typing import Any

from generation.jobs.models import Job, JobEvent
from generation.projects.models import Artifact, Source
from generation.projects.sources import SOURCE_KIND
from generation.stories.models import StoryPlan
from generation.stories.services.coverage import COVERAGE_KIND
from generation.stories.services.finalize import FINALIZE_KINDS
from generation.stories.services.jobs import ARTIFACTS_KIND, JOB_KINDS
from generation.stories.services.live import LIVE_KIND
from generation.stories.services.plans import PLAN_KIND
from generation.stories.staging.kinds import MUSIC_KIND, SFX_KIND
from generation.webhooks.catalogue import EventType, Rule
from generation.webhooks.telling import began, file, video

_GROUP = "Stories"
_KINDS = (*JOB_KINDS, COVERAGE_KIND, MUSIC_KIND, SFX_KIND, LIVE_KIND)
_JOB = {"jobId": "job_example", "kind": "story.artifacts", "projectId": "proj_example"}


def _type(name: str, summary: str, **sample: Any) -> EventType:
    return EventType(name=name, summary=summary, group=_GROUP, sample=sample)


TYPES = (
    _type("story_job.started", "A story job has begun.", **_JOB, status="running"),
    _type("story_job.completed", "A story job is done.", **_JOB, status="succeeded", credits=11),
    _type(
        "story_job.failed",
        "A story job failed; nothing was charged.",
        **_JOB,
        status="failed",
        error={"code": "generation_failed", "message": "The generation failed."},
    ),
    _type("story_job.canceled", "A story job was canceled.", **_JOB, status="canceled", reason="Canceled on request."),
    _type("source.ready", "A source was read.", sourceId="src_example", projectId="proj_example"),
    _type(
        "source.failed",
        "A source could not be read.",
        sourceId="src_example",
        projectId="proj_example",
        error={"code": "source_fetch_failed", "message": "The address could not be fetched."},
    ),
    _type(
        "plan.ready",
        "A plan is written; it may wait for approval.",
        planId="plan_example",
        projectId="proj_example",
        planStatus="REQUIRES_APPROVAL",
    ),
    _type(
        "plan.failed",
        "A plan could not be made.",
        planId="plan_example",
        projectId="proj_example",
        error={"code": "generation_failed", "message": "The generation failed."},
    ),
    _type(
        "artifact.ready",
        "Artifacts of a story job can be read.",
        **_JOB,
        artifacts=[{"id": "art_example", "type": "table_read", "status": "READY"}],
    ),
    _type(
        "audio.ready",
        "The sound of an artifact is ready.",
        artifactId="art_example",
        assetId="ast_example",
        url="https://studio.example.org/media/…/film.mp3",
        durationMs=30_000,
    ),
)


def _source(job: Job, line: JobEvent) -> dict[str, Any] | None:
    found = Source.objects.filter(pk=job.params.get("sourceId")).values_list("pk", "type").first()
    return None if found is None else {"sourceId": found[0], "type": found[1]}


def _plan(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """Nothing of a plan that was superseded while it was being written."""
    status = StoryPlan.objects.filter(pk=job.subject_id).values_list("status", flat=True).first()
    if status is None or status == StoryPlan.Status.SUPERSEDED:
        return None
    return {"planId": job.subject_id, "planStatus": status}


def _artifacts(job: Job, line: JobEvent) -> dict[str, Any]:
    rows = Artifact.objects.filter(job_id=job.pk).order_by("position")
    return {"artifacts": [{"id": row.pk, "type": row.type, "status": row.status} for row in rows]}


def _video(job: Job, line: JobEvent) -> dict[str, Any] | None:
    told = video(job, line)
    return None if told is None else {**told, "artifactId": job.subject_id}


def _audio(job: Job, line: JobEvent) -> dict[str, Any] | None:
    told = file(job, line)
    return None if told is None else {**told, "artifactId": job.subject_id}


RULES = (
    Rule(type="story_job.started", on="running", kinds=_KINDS, told=began),
    Rule(type="story_job.completed", on="succeeded", kinds=_KINDS),
    Rule(type="story_job.failed", on="failed", kinds=_KINDS),
    Rule(type="story_job.canceled", on="canceled", kinds=_KINDS),
    Rule(type="source.ready", on="succeeded", kinds=(SOURCE_KIND,), told=_source),
    Rule(type="source.failed", on="failed", kinds=(SOURCE_KIND,), told=_source),
    Rule(type="plan.ready", on="succeeded", kinds=(PLAN_KIND,), told=_plan),
    Rule(type="plan.failed", on="failed", kinds=(PLAN_KIND,), told=_plan),
    Rule(type="artifact.ready", on="succeeded", kinds=(ARTIFACTS_KIND,), told=_artifacts),
    Rule(type="audio.ready", on="succeeded", kinds=(FINALIZE_KINDS["audio"],), told=_audio),
    Rule(type="video.ready", on="succeeded", kinds=(FINALIZE_KINDS["video"],), told=_video),
)
