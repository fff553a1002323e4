"""Jobs and what they made."""

import pytest
from django.utils import timezone

from billing.services import balance
from generation.jobs.models import Job
from generation.jobs.services import settle_failure
from generation.projects.models import Artifact
from studio.dashboard.jobs import marks_of
from tests.dashboard.conftest import Browser
from tests.world import World
from wire.errors import GenerationFailed, OutcomeUnknown


def test_a_live_job_names_its_stream_and_a_finished_one_does_not(ada: Browser, job: Job) -> None:
    page = f"/dashboard/jobs/{job.pk}"
    assert f'data-events="/api/v1/story-jobs/{job.pk}/events"' in ada.get(page).content.decode()
    ada.post(f"{page}/cancel")
    assert "data-events" not in ada.get(page).content.decode()


def test_canceling_gives_the_credits_back(ada: Browser, world: World, job: Job) -> None:
    ada.post(f"/dashboard/jobs/{job.pk}/cancel")
    assert balance(world.ada.organization.pk).balance == balance(world.bob.organization.pk).balance
    assert "Not charged" in ada.get(f"/dashboard/jobs/{job.pk}").content.decode()


def test_a_job_with_an_artifact_ready_goes_to_its_end(ada: Browser, job: Job) -> None:
    page = f"/dashboard/jobs/{job.pk}"
    assert f"{page}/cancel" in ada.get(page).content.decode()
    Artifact.objects.filter(job_id=job.pk).update(status=Artifact.Status.READY)
    assert f"{page}/cancel" not in ada.get(page).content.decode()
    ada.post(f"{page}/cancel")
    job.refresh_from_db()
    assert job.status == "queued"


def test_a_failed_job_says_why_and_what_to_do(ada: Browser, job: Job) -> None:
    settle_failure(job.pk, GenerationFailed("The voices could not be cast."), now=timezone.now())
    html = ada.get(f"/dashboard/jobs/{job.pk}").content.decode()
    assert "The voices could not be cast." in html
    assert "Resume the job" in html
    assert "Receipt" in html


@pytest.mark.parametrize(
    ("status", "stage", "states"),
    [
        ("queued", "", ["ahead", "ahead"]),
        ("running", "digest", ["current", "ahead"]),
        ("running", "outline", ["done", "current"]),
        ("failed", "outline", ["done", "failed"]),
        ("succeeded", "outline", ["done", "done"]),
    ],
)
def test_the_stages_show_how_far_it_came(status: str, stage: str, states: list[str]) -> None:
    job = Job(kind="story.plan", status=status, stage=stage)
    assert [mark.state for mark in marks_of(job)] == states


def test_a_failed_job_is_resumed_with_a_new_hold(ada: Browser, world: World, job: Job) -> None:
    settle_failure(job.pk, GenerationFailed("The voices could not be cast."), now=timezone.now())
    ada.post(f"/dashboard/jobs/{job.pk}/resume")
    job.refresh_from_db()
    assert job.status == "queued"
    assert balance(world.ada.organization.pk).balance == balance(world.bob.organization.pk).balance - 11


def test_a_job_that_may_not_run_twice_offers_no_resuming(ada: Browser, job: Job) -> None:
    settle_failure(job.pk, OutcomeUnknown(), now=timezone.now())
    assert "/resume" not in ada.get(f"/dashboard/jobs/{job.pk}").content.decode()


def test_the_list_filters(ada: Browser, job: Job) -> None:
    assert job.pk in ada.get("/dashboard/jobs?show=live").content.decode()
    assert job.pk not in ada.get("/dashboard/jobs?show=done").content.decode()
