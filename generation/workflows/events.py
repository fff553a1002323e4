"""What the workflows family tells by webhook: the events of its reference, read from the log of jobs `workflow.*`."""

from collections.abc import Sequence
from typing import Any

from generation.jobs import registry
from generation.jobs.models import Job, JobEvent
from generation.jobs.registry import Stage
from generation.webhooks.catalogue import EventType, Rule, Told
from generation.webhooks.telling import began, failed, video_file

_GROUP = "Workflows"
_KINDS = ("workflow.*",)

TYPES = (
    EventType(
        name="workflow.started",
        summary="A workflow has started.",
        group=_GROUP,
        sample={"jobId": "wf_example", "kind": "workflow.cinematic", "status": "running"},
    ),
    EventType(
        name="workflow.step",
        summary="A workflow step completed (progress update).",
        group=_GROUP,
        sample={"jobId": "wf_example", "step": "art_direction", "status": "completed", "progress": 20},
    ),
    EventType(
        name="workflow.completed",
        summary="A workflow completed successfully.",
        group=_GROUP,
        sample={"jobId": "wf_example", "kind": "workflow.cinematic", "status": "succeeded", "credits": 2},
    ),
    EventType(
        name="workflow.failed",
        summary="A workflow failed (credits automatically refunded).",
        group=_GROUP,
        sample={
            "jobId": "wf_example",
            "status": "failed",
            "error": {"code": "provider_unavailable", "message": "The provider is not available right now."},
            "creditsRefunded": 2,
        },
    ),
    EventType(
        name="workflow.suspended",
        summary="A workflow is waiting for human review (HITL).",
        group=_GROUP,
        sample={"jobId": "wf_example", "status": "suspended", "reason": "Waiting for your review"},
    ),
)


def _named(told: Told | None = None) -> Told:
    """By the id that its owner knows it by, which is not its job's."""

    def tell(job: Job, line: JobEvent) -> dict[str, Any] | None:
        added = told(job, line) if told else {}
        return None if added is None else {"jobId": job.subject_id, **added}

    return tell


def _step(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """A stage that begins says that the one before it is done; the job's end says it of the last.

    One that begins again, because a worker died in it, has said so before. A newer studio's stage says nothing: our
    code does not know which one was before it.
    """
    stages = registry.stages_of(job.kind)
    done = _before(line.data["stage"], stages) if line.type == "stage" else len(stages)
    if not done or (line.type == "stage" and has_begun_before(job.pk, line.data["stage"], line.seq)):
        return None
    progress = line.data["progress"] if line.type == "stage" else 1.0
    return {"step": stages[done - 1].name, "status": "completed", "progress": round(progress * 100)}


def _before(name: str, stages: Sequence[Stage]) -> int:
    """How many stages come before this one; 0 for one that is unknown here."""
    return next((place for place, stage in enumerate(stages) if stage.name == name), 0)


def has_begun_before(job_id: str, stage: str, seq: int) -> bool:
    """Whether the job's log has this stage begin before line `seq`: a worker died in it, or it waited for a person."""
    earlier = JobEvent.objects.filter(job_id=job_id, type="stage", seq__lt=seq).values_list("data", flat=True)
    return any(data["stage"] == stage for data in earlier)


def _waits_for_a_person(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """A job that waits for a provider has a time at which it looks again; one that waits for a person has none."""
    return None if line.data.get("wakeAt") else {"reason": line.data.get("reason", ""), "until": line.data.get("until")}


def _video(job: Job, line: JobEvent) -> dict[str, Any] | None:
    """A workflow makes several films: each has a line of its own in the log."""
    told = video_file(job, line.data["assetId"])
    shape = {name: line.data[name] for name in ("format", "cut", "durationMs", "width", "height")}
    return None if told is None else {**told, **shape}


RULES = (
    Rule(type="workflow.started", on="running", kinds=_KINDS, told=_named(began)),
    Rule(type="workflow.step", on="stage", kinds=_KINDS, told=_named(_step)),
    Rule(type="workflow.step", on="succeeded", kinds=_KINDS, told=_named(_step)),
    Rule(type="workflow.completed", on="succeeded", kinds=_KINDS, told=_named()),
    Rule(type="workflow.failed", on="failed", kinds=_KINDS, told=_named(failed)),
    Rule(type="workflow.failed", on="canceled", kinds=_KINDS, told=_named(failed)),
    Rule(type="workflow.suspended", on="suspended", kinds=_KINDS, told=_named(_waits_for_a_person)),
    Rule(type="video.ready", on="video.ready", kinds=_KINDS, told=_named(_video)),
)
