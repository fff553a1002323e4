"""Versions: asked for by an instruction, compared, restored."""

from copy import deepcopy

import pytest
from django.utils import timezone

from billing.services import balance
from generation.jobs.models import Job
from generation.jobs.services import settle_failure
from generation.projects.models import Artifact, Revision
from generation.stories.refining import understand
from studio.dashboard.comparing import marked
from studio.dashboard.versions import EXAMPLES
from tests.dashboard.conftest import Browser
from tests.world import World
from wire.errors import GenerationFailed


@pytest.fixture
def page(artifact: Artifact) -> str:
    return f"/dashboard/artifacts/{artifact.pk}/versions"


@pytest.fixture
def second(artifact: Artifact) -> Revision:
    content = deepcopy(artifact.revisions.get().content)
    content["script"]["scenes"][0]["lines"][0]["text"] = "It opened on Tuesday."
    content["origin"] = {"origin": "refined", "instruction": "Say Tuesday", "changes": ["Monday is Tuesday."]}
    Artifact.objects.filter(pk=artifact.pk).update(current_version=2)
    return Revision.objects.create(artifact=artifact, number=2, content=content)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood(example: str) -> None:
    assert understand(example, notes_allowed=True)


def test_an_instruction_names_its_price_and_runs_once_at_a_time(ada: Browser, page: str, world: World) -> None:
    assert "Write the new version for 8 credits" in ada.get(page).content.decode()
    before = balance(world.ada.organization.pk).balance
    answer = ada.post(f"{page}/refine", instruction="Drop the narrator", scope="auto")
    job = Job.objects.get(kind="story.refine")
    assert answer["Location"] == f"/dashboard/jobs/{job.pk}"
    ada.post(f"{page}/refine", instruction="Drop the narrator", scope="auto")
    assert Job.objects.filter(kind="story.refine").count() == 1
    assert balance(world.ada.organization.pk).balance == before - 8
    html = ada.get(page).content.decode()
    assert "A new version is being written" in html
    assert "Write the new version" not in html


def test_what_could_not_be_followed_says_why(ada: Browser, page: str) -> None:
    ada.post(f"{page}/refine", instruction="Make it sing", scope="screenplay")
    job = Job.objects.get(kind="story.refine")
    settle_failure(job.pk, GenerationFailed("“Make it sing” is no edit."), now=timezone.now())
    html = ada.get(page).content.decode()
    assert "was not followed" in html
    assert "“Make it sing” is no edit." in html


@pytest.mark.parametrize("given", [{"instruction": "", "scope": "auto"}, {"instruction": "x", "scope": "all"}])
def test_nothing_is_charged_for_an_empty_wish(ada: Browser, page: str, given: dict[str, str]) -> None:
    ada.post(f"{page}/refine", **given)
    assert not Job.objects.filter(kind="story.refine").exists()


def test_versions_are_listed_with_what_changed(ada: Browser, page: str, second: Revision) -> None:
    html = ada.get(page).content.decode()
    assert "“Say Tuesday”" in html
    assert "Monday is Tuesday." in html


def test_two_versions_stand_side_by_side(ada: Browser, page: str, second: Revision) -> None:
    html = ada.get(f"{page}/compare").content.decode()
    assert "<del>Monday.</del>" in html
    assert "<ins>Tuesday.</ins>" in html
    for query in ("from=0", "from=1&to=9", "from=x"):
        assert ada.get(f"{page}/compare?{query}").status_code == 404


def test_restoring_makes_a_new_version_and_is_free(ada: Browser, page: str, second: Revision, world: World) -> None:
    before = balance(world.ada.organization.pk).balance
    ada.post(f"{page}/1/restore")
    html = ada.get(page).content.decode()
    assert "Version 1 is back, as version 3." in html
    assert balance(world.ada.organization.pk).balance == before
    assert ada.post(f"{page}/9/restore").status_code == 404


def test_words_that_differ_are_marked() -> None:
    old, new = marked("It opened on Monday.", "It opened late on Tuesday.")
    assert old == [("It opened", False), ("on", False), ("Monday.", True)]
    assert new == [("It opened", False), ("late", True), ("on", False), ("Tuesday.", True)]
