"""The overview names what stands still until a person acts, for the person's own organization."""

import pytest
from django.utils import timezone

from generation.webhooks.models import Endpoint
from generation.workflows.models import Workflow
from tests.dashboard.conftest import Browser
from tests.world import World


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
