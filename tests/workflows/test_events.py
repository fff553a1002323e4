"""What a workflow tells by webhook: the six events of its reference, under the id that its owner knows."""

import pytest
from django.db import transaction
from django.utils import timezone

from generation.jobs.events import append_event
from generation.jobs.models import Job, JobEvent
from generation.webhooks.catalogue import rules_for, told_of
from tests.api import Api
from tests.workflows.conftest import CONCEPT, Work


def told(api: Api) -> list[tuple[str, dict[str, object]]]:
    found = []
    for line in JobEvent.objects.select_related("job").order_by("job_id", "seq"):
        for rule in rules_for(line.job.kind, line.type):
            data = told_of(rule, line.job, line)
            if data is not None:
                found.append((rule.type, data))
    return found


@pytest.mark.media
def test_a_reviewed_film_tells_all_that_is_printed(api: Api, quick: None, work: Work) -> None:
    job_id = api.post("/workflow", {"type": "cinematic", "concept": CONCEPT, "hitl": True}).json["jobId"]
    work()
    api.post(f"/workflow/{job_id}/resume", {"action": "approve"})
    work()
    events = told(api)
    assert {data["jobId"] for _, data in events} == {job_id}
    names = [name for name, _ in events]
    assert (names[0], names.count("workflow.started"), names[-1]) == ("workflow.started", 1, "workflow.completed")
    assert names.count("workflow.suspended") == names.count("video.ready") == 1
    steps = [(data["step"], data["progress"]) for name, data in events if name == "workflow.step"]
    assert steps[0] == ("art_direction", 20)
    assert ("video_generation", 60) in steps
    assert steps[-1] == ("delivery", 100)
    ready = next(data for name, data in events if name == "video.ready")
    assert str(ready["videoUrl"]).startswith("http")


def test_one_that_is_canceled_tells_that_it_failed_and_what_came_back(api: Api) -> None:
    job_id = api.post("/workflow", {"type": "cinematic", "concept": CONCEPT}).json["jobId"]
    api.post(f"/workflow/{job_id}/cancel")
    ((name, data),) = told(api)
    assert (name, data["jobId"], data["creditsRefunded"]) == ("workflow.failed", job_id, 1)


def test_a_newer_studio_s_stage_tells_no_step(api: Api) -> None:
    """Which one was before it is not known here; the lines after it are told all the same."""
    api.post("/workflow", {"type": "cinematic", "concept": CONCEPT})
    job = Job.objects.get()
    with transaction.atomic():
        for index, name in enumerate(("art_direction", "colour_grading", "video_generation"), start=1):
            line = {"stage": name, "label": "", "index": index, "count": 9, "progress": 0.2}
            append_event(job.pk, "stage", line, now=timezone.now())
    steps = [data["step"] for name, data in told(api) if name == "workflow.step"]
    assert steps == ["art_direction"]
