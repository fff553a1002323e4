"""The stream of a workflow whose worker was killed, and that waited for a person: each step begins and ends once."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils import timezone

from generation.jobs.events import append_event
from generation.jobs.models import Job
from generation.jobs.tail import job_tail
from tests.api import Api
from tests.asgi import get_stream
from tests.workflows.conftest import CONCEPT
from tests.workflows.test_printed import events

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def close_tail() -> AsyncIterator[None]:
    """Its loop belongs to one event loop; a test brings its own."""
    yield
    await job_tail.aclose()


def begun(api: Api, *stages: tuple[str, float]) -> str:
    """A workflow in whose log these stages begin one after the other, and which was then canceled."""
    workflow_id: str = api.post("/workflow", {"type": "cinematic", "concept": CONCEPT}).json["jobId"]
    job = Job.objects.get(subject_id=workflow_id)
    with transaction.atomic():
        for stage, progress in stages:
            append_event(job.pk, "stage", {"stage": stage, "label": "", "progress": progress}, now=timezone.now())
    api.post(f"/workflow/{workflow_id}/cancel")
    return workflow_id


async def test_a_step_that_begins_again_is_told_once(api: Api) -> None:
    again = ("video_generation", 0.2)
    workflow_id = await sync_to_async(begun)(api, ("art_direction", 0.0), again, again, ("editing", 0.6))

    async def told(**resumed: Any) -> list[tuple[str, str]]:
        _, _, text = await get_stream("/api/workflow/stream", api.token, query=f"jobId={workflow_id}", **resumed)
        return [(data["step"], data["status"]) for name, data, _ in events(text) if name == "step"]

    rest = [("video_generation", "completed"), ("editing", "started")]
    before = [("art_direction", "started"), ("art_direction", "completed"), ("video_generation", "started")]
    assert await told() == before + rest
    after_the_first = (await sync_to_async(Job.objects.get)(subject_id=workflow_id)).last_seq - 3
    assert await told(last_event_id=str(after_the_first)) == rest, "whoever comes back does not hear it again either"


async def test_a_newer_studio_s_stage_does_not_end_the_stream(api: Api) -> None:
    """A web process meets it between the replacing of the workers and its own."""
    stages = ("art_direction", 0.0), ("colour_grading", 0.2), ("editing", 0.6)
    workflow_id = await sync_to_async(begun)(api, *stages)
    _, _, text = await get_stream("/api/workflow/stream", api.token, query=f"jobId={workflow_id}")
    started = [data["step"] for name, data, _ in events(text) if name == "step" and data["status"] == "started"]
    assert started == ["art_direction", "colour_grading", "editing"]
    assert [name for name, _, _ in events(text)][-1] == "result"
