"""Music by scene: made, tuned, muted, at no cost."""

import pytest

from billing.services import balance
from generation.jobs.models import Job
from generation.projects.models import Artifact
from generation.stories.staging.models import SceneMusic, TableRead
from tests.dashboard.conftest import Browser
from tests.world import World


@pytest.fixture
def page(artifact: Artifact) -> str:
    return f"/dashboard/artifacts/{artifact.pk}/music"


def test_music_is_made_for_the_share_of_scenes_asked_for_and_costs_nothing(
    ada: Browser, page: str, world: World
) -> None:
    before = balance(world.ada.organization.pk).balance
    ada.post(f"{page}/make", percent="80")
    assert TableRead.objects.get().music_coverage == 0.8
    assert Job.objects.filter(kind="story.music").count() == 1
    assert balance(world.ada.organization.pk).balance == before
    html = ada.get(page).content.decode()
    assert "Being composed" in html
    assert "data-reread" in html


@pytest.mark.parametrize("percent", ["101", "-1", "loud", ""])
def test_an_odd_share_is_told_and_makes_nothing(ada: Browser, page: str, percent: str) -> None:
    ada.post(f"{page}/make", percent=percent)
    assert "with a number from 0 to 100" in ada.get(page).content.decode()
    assert not Job.objects.filter(kind="story.music").exists()


def test_a_scene_is_tuned_and_muted(ada: Browser, page: str) -> None:
    answer = ada.post(f"{page}/0", prompt="slow piano", weight="0.5")
    assert answer["Location"] == f"{page}#scene-0"
    row = SceneMusic.objects.get()
    assert (row.prompt, row.weight, row.enabled) == ("slow piano", 0.5, False)
    assert "No music here" in ada.get(page).content.decode()


def test_what_was_left_as_it_was_keeps_following_the_coverage(ada: Browser, page: str) -> None:
    ada.post(f"{page}/0", prompt="slow piano", weight="1.0", enabled="on")
    assert SceneMusic.objects.get().enabled is None


def test_odd_scenes_and_values_change_nothing(ada: Browser, page: str) -> None:
    assert ada.post(f"{page}/9", prompt="x", weight="1").status_code == 404
    ada.post(f"{page}/0", prompt="x", weight="3")
    assert "less than or equal to 2" in ada.get(page).content.decode()
    assert not SceneMusic.objects.exists()
