"""The cast: voices chosen in one table, and heard."""

from collections.abc import Iterator

import pytest

from accounts.models import Organization
from generation.jobs.models import Job
from generation.projects.models import Artifact
from generation.stories.staging import voices
from generation.stories.staging.models import CastVoice, TableRead
from tests.dashboard.conftest import Browser
from tests.world import World
from wire.errors import ProviderUnavailable


@pytest.fixture(autouse=True)
def hum(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.stories.speaking:Hum")
    voices._kept.clear()
    yield
    voices._kept.clear()


@pytest.fixture
def page(artifact: Artifact) -> str:
    return f"/dashboard/artifacts/{artifact.pk}/cast"


def test_another_voice_is_kept_and_makes_what_was_finished_out_of_date(
    ada: Browser, page: str, artifact: Artifact
) -> None:
    ada.post(f"{page}/save", character=["Narrator"], voice=["hum-4"])
    assert CastVoice.objects.get().spoken_by == "hum-4"
    assert TableRead.objects.get(pk=artifact.pk).edit_number == 1
    html = ada.get(page).content.decode()
    assert '<option value="hum-4" selected>' in html
    assert "New voice for Narrator" in html


def test_saving_what_is_already_so_is_no_edit(ada: Browser, page: str) -> None:
    ada.post(f"{page}/save", character=["Narrator"], voice=["hum-4"])
    ada.post(f"{page}/save", character=["Narrator"], voice=["hum-4"])
    assert TableRead.objects.get().edit_number == 1


def test_who_is_not_in_the_cast_is_refused_with_the_cast(ada: Browser, page: str) -> None:
    answer = ada.client.post(
        f"{page}/save", {"character": ["Ghost"], "voice": ["hum-1"]}, headers={"Referer": f"http://testserver{page}"}
    )
    assert answer["Location"].endswith(page)
    assert "Ghost is not in this read. The cast: Narrator." in ada.get(page).content.decode()
    assert not CastVoice.objects.exists()


def test_a_strict_organization_takes_no_voice_that_is_not_there(ada: Browser, page: str, world: World) -> None:
    Organization.objects.filter(pk=world.ada.organization.pk).update(is_strict_providers=True)
    ada.post(f"{page}/save", character=["Narrator"], voice=["sunny"])
    assert not CastVoice.objects.exists()


def test_a_voice_is_heard_once_it_was_asked_for(ada: Browser, page: str) -> None:
    assert ada.post(f"{page}/hear", voice="hum-2")["Location"] == f"{page}#voice-hum-2"
    ada.post(f"{page}/hear", voice="hum-2")
    assert Job.objects.filter(kind="story.voice_sample").count() == 1
    html = ada.get(page).content.decode()
    assert "Speaking" in html
    assert "data-reread" in html


def test_voices_that_cannot_be_listed_leave_a_page_that_says_so(
    ada: Browser, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(organization_id: str) -> None:
        raise ProviderUnavailable("The speech provider does not answer.")

    monkeypatch.setattr("studio.dashboard.cast.catalogue", gone)
    answer = ada.get(page)
    assert answer.status_code == 200
    assert "The speech provider does not answer." in answer.content.decode()
