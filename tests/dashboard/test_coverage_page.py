"""Coverage: asked for at a price, never twice by accident, and read."""

import pytest
from django.utils import timezone

from billing.services import balance
from generation.films.script import script_from_json
from generation.jobs.models import Job
from generation.jobs.services import settle_failure
from generation.projects.models import Artifact
from generation.stories.coverage import coverage_report
from generation.stories.models import CoverageReport
from tests.dashboard.conftest import Browser
from tests.world import World
from wire.errors import GenerationFailed


@pytest.fixture
def page(artifact: Artifact) -> str:
    return f"/dashboard/artifacts/{artifact.pk}/coverage"


def test_the_price_is_on_the_button_and_a_second_press_costs_nothing(ada: Browser, page: str, world: World) -> None:
    assert "Get coverage for 2 credits" in ada.get(page).content.decode()
    before = balance(world.ada.organization.pk).balance
    first = ada.post(f"{page}/ask", focus="Does it drag?")["Location"]
    assert ada.post(f"{page}/ask", focus="Does it drag?")["Location"] == first
    assert balance(world.ada.organization.pk).balance == before - 2
    assert "Being read" in ada.get(first).content.decode()
    assert ada.post(f"{page}/ask", focus="Is the end earned?")["Location"] != first


def test_a_report_is_read(ada: Browser, page: str, artifact: Artifact) -> None:
    script = script_from_json(artifact.revisions.get().content["script"])
    told = coverage_report(script, "Does it drag?")
    CoverageReport.objects.create(
        artifact=artifact,
        revision=1,
        focus_prompt="Does it drag?",
        status="complete",
        report=told,
        completed_at=timezone.now(),
    )
    html = ada.get(page).content.decode()
    for title in ("Verdict", "Your question", "Synopsis", "Structure", "Characters", "Dialogue and pacing"):
        assert title in html
    assert "about version" not in html
    Artifact.objects.filter(pk=artifact.pk).update(current_version=1)


def test_a_report_that_failed_says_why_and_that_it_was_free(ada: Browser, page: str) -> None:
    ada.post(f"{page}/ask", focus="")
    job = Job.objects.get(kind="story.coverage")
    settle_failure(job.pk, GenerationFailed("Nothing could be read."), now=timezone.now())
    html = ada.get(page).content.decode()
    assert "Nothing could be read." in html
    assert "Nothing was charged." in html


def test_another_artifacts_report_is_not_there(ada: Browser, page: str) -> None:
    assert ada.get(f"{page}?report=cov_x").status_code == 404


def test_a_question_that_is_too_long_is_not_sent(ada: Browser, page: str) -> None:
    ada.post(f"{page}/ask", focus="x" * 2001)
    assert not CoverageReport.objects.exists()
