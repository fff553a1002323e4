"""Sound effects: added at a line, changed, made anew, removed."""

from typing import Any

import pytest

from generation.jobs.models import Job
from generation.projects.models import Artifact
from generation.stories.staging.models import SfxCue
from tests.dashboard.conftest import Browser

BELL: dict[str, Any] = {
    "label": "Bell", "prompt": "", "entry": "0", "trigger_offset": "before", "offset_ms": "-200", "volume": "0.4",
}  # fmt: skip


@pytest.fixture
def page(artifact: Artifact) -> str:
    return f"/dashboard/artifacts/{artifact.pk}/effects"


@pytest.fixture
def cue(ada: Browser, page: str) -> SfxCue:
    ada.post(f"{page}/add", **BELL)
    return SfxCue.objects.get()


def test_an_effect_is_added_and_its_sound_made(ada: Browser, page: str, cue: SfxCue) -> None:
    assert (cue.label, cue.prompt, cue.entry, cue.trigger_offset, cue.offset_ms) == ("Bell", "Bell", 0, "before", -200)
    html = ada.get(page).content.decode()
    assert "Being made" in html
    assert "Before the line" in html


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("label", "", "Name: This field is required."),
        ("entry", "7", "At line: Select a valid choice."),
        ("volume", "2", "Volume: Ensure this value is less than or equal to 1"),
        ("offset_ms", "99999", "Shifted by (ms): Ensure"),
        ("trigger_offset", "never", "When: Select a valid choice."),
    ],
)
def test_what_is_wrong_is_named_and_nothing_added(ada: Browser, page: str, field: str, value: str, told: str) -> None:
    ada.post(f"{page}/add", **{**BELL, field: value})
    assert told in ada.get(page).content.decode()
    assert not SfxCue.objects.exists()


def test_an_effect_is_changed(ada: Browser, page: str, cue: SfxCue) -> None:
    answer = ada.post(f"{page}/{cue.pk}", **{**BELL, "volume": "0.9", "prompt": "a deep bell"})
    assert answer["Location"] == f"{page}#{cue.pk}"
    cue.refresh_from_db()
    assert (cue.volume, cue.prompt) == (0.9, "a deep bell")
    ada.post(f"{page}/{cue.pk}", **{**BELL, "entry": "5"})
    assert "There is no entry 5" in ada.get(page).content.decode()


def test_another_sound_is_made_of_the_same_words(ada: Browser, page: str, cue: SfxCue) -> None:
    ada.post(f"{page}/{cue.pk}", regenerate="yes")
    cue.refresh_from_db()
    assert (cue.prompt, cue.seed) == ("Bell", 1)
    assert Job.objects.filter(kind="story.sfx").count() == 2


def test_an_effect_is_removed_once(ada: Browser, page: str, cue: SfxCue) -> None:
    ada.post(f"{page}/{cue.pk}/remove")
    assert "No sound effects yet" in ada.get(page).content.decode()
    ada.post(f"{page}/{cue.pk}/remove")
    assert "This read has no cue" in ada.get("/dashboard").content.decode()
