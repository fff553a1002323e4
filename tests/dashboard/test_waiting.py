"""The overview names what stands still until a person acts, for the person's own organization."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from billing.models import Account
from generation.jobs.models import Job
from generation.projects.models import Artifact
from generation.projects.services import create_project
from generation.timelines.models import Footage, Variant
from generation.webhooks.models import Endpoint
from generation.workflows.models import Workflow
from tests.dashboard.conftest import Browser
from tests.world import World

pytestmark = pytest.mark.both


@pytest.fixture
def waiting(world: World) -> Workflow:
    now, organization_id = timezone.now(), world.ada.organization.pk
    Endpoint.objects.create(
        organization_id=organization_id,
        url="https://stopped.example/hook",
        is_enabled=False,
        disabled_at=now,
        disabled_reason="It failed for days.",
        created_at=now,
    )
    return Workflow.objects.create(
        organization_id=organization_id,
        project_id="prj_1",
        job_id="job_1",
        type="story_film",
        quality="draft",
        review=Workflow.Review.WAITING,
        created_at=now,
    )


def test_what_waits_is_a_line_with_its_link(ada: Browser, waiting: Workflow) -> None:
    html = ada.get("/dashboard").content.decode()
    assert "What needs you" in html
    assert f"/dashboard/workflows/{waiting.pk}/direction" in html
    assert "https://stopped.example/hook" in html


def test_another_organization_does_not_see_it(world: World, bob: Browser, waiting: Workflow) -> None:
    html = bob.get("/dashboard").content.decode()
    assert waiting.pk not in html
    assert "stopped.example" not in html


@pytest.fixture
def takes(world: World) -> list[Variant]:
    """Three takes of one generation."""
    project = create_project(world.ada.organization.pk, name="Harbour")
    clip = Footage.objects.create(project=project, kind="generated", file_name="t.mp4", content_type="video/mp4")
    fields = {"project": project, "footage": clip, "job_id": "job_1", "prompt": "Make it snow", "start": 0, "end": 9}
    return [Variant.objects.create(number=number, **fields) for number in (1, 2, 3)]


def test_takes_wait_until_one_is_chosen_or_all_are_discarded(ada: Browser, bob: Browser, takes: list[Variant]) -> None:
    def lines(browser: Browser) -> int:
        return int(browser.get("/dashboard").content.decode().count("Takes wait to be chosen"))

    assert (lines(ada), lines(bob)) == (1, 0)
    assert f"/dashboard/editor/{takes[0].project_id}" in ada.get("/dashboard").content.decode()
    Variant.objects.filter(number=1).update(discarded_at=timezone.now())
    assert lines(ada) == 1
    Variant.objects.filter(number=2).update(accepted_at=timezone.now())
    assert lines(ada) == 0
    Variant.objects.update(accepted_at=None, discarded_at=timezone.now())
    assert lines(ada) == 0


@pytest.mark.parametrize(
    ("left", "title"),
    [(timedelta(days=9), ""), (timedelta(days=2), "The trial ends soon"), (-timedelta(days=1), "The trial has ended")],
)
def test_a_trial_about_to_end_or_ended_waits_for_a_plan(
    world: World, ada: Browser, left: timedelta, title: str
) -> None:
    Account.objects.filter(organization=world.ada.organization).update(trial_ends_at=timezone.now() + left)
    html = ada.get("/dashboard").content.decode()
    assert ("Choose a plan" in html) == bool(title)
    assert title in html


def test_the_overview_costs_ten_queries_at_most_with_everything_on_it(
    ada: Browser,
    waiting: Workflow,
    takes: list[Variant],
    artifact: Artifact,
    plan: Any,
    django_assert_max_num_queries: Any,
) -> None:
    assert Job.objects.get().status == "queued"
    ada.get("/dashboard")
    with django_assert_max_num_queries(10):
        html = ada.get("/dashboard").content.decode()
    for words in ("Waiting for your decision", "Takes wait", "Being made now", "The harbour opens", "to spend"):
        assert words in html
