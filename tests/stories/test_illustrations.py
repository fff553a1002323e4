"""Portraits and scene pictures: free, after the read is READY, and only what changed after a refine."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from generation.jobs.models import Job, ProviderCall
from tests.api import Api
from tests.stories.conftest import plan_body

Work = Callable[[], list[Job]]


@pytest.fixture(autouse=True)
def drawing(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STUDIO_ILLUSTRATE = True
    monkeypatch.setenv("STUDIO_PROVIDER_IMAGE", "tests.films.quick:Pictures")
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.films.quick:Speech")


def test_a_read_is_ready_without_its_pictures_and_has_them_later_on_its_page(
    api: Api, approved_plan: str, work: Work
) -> None:
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    before = api.get("/credits").json["credits"]["balance"]
    ran = work()
    assert [one.kind for one in ran] == ["story.artifacts", "story.illustrate"]
    assert ran[1].priority < 0, "nobody who waits for something is kept waiting by it"
    assert api.get("/credits").json["credits"]["balance"] == before
    artifact = api.get(f"/story-jobs/{job}/artifacts").json["artifacts"][0]
    manifest = artifact["manifest"]
    assert manifest["cast"]
    assert all(one["portraitUrl"] for one in manifest["cast"])
    assert all(scene["pictureUrl"] and scene["alt"] for scene in manifest["scenes"])
    page = Client().get(f"/share/table-read/{manifest['shareToken']}").content.decode()
    assert page.count('class="place"') == len(manifest["scenes"])
    assert page.count('loading="lazy"') == len(manifest["scenes"]) + len(manifest["cast"])

    drawn = ProviderCall.objects.filter(operation="picture").count()
    name = next(one["name"] for one in manifest["cast"])
    api.post(f"/artifacts/{artifact['id']}/refine", {"instruction": f"Rename {name} to Dana."}, key="refine")
    assert [one.kind for one in work()][-1] == "story.illustrate"
    refined = api.get(f"/artifacts/{artifact['id']}").json["artifact"]["manifest"]
    assert "Dana" in {one["name"] for one in refined["cast"] if one["portraitUrl"]}
    assert ProviderCall.objects.filter(operation="picture").count() == drawn + 1, "one new face, no old picture"


def test_a_voice_of_the_other_sex_redraws_whom_the_source_leaves_open(api: Api, approved_plan: str, work: Work) -> None:
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    work()
    artifact = api.get(f"/story-jobs/{job}/artifacts").json["artifacts"][0]["id"]
    open_one = next(one for one in api.get(f"/artifacts/{artifact}/cast").json["cast"] if one["gender"] == "neutral")
    by_sex = {"female": "a", "male": "b"}
    now = open_one["voice"]["gender"]
    drawn = ProviderCall.objects.filter(operation="picture").count()

    def recast(voice: str) -> list[str]:
        body = {"character": open_one["character"], "voiceId": voice, "voiceName": voice}
        api.post(f"/artifacts/{artifact}/voice", body, key=f"recast-{voice}")
        return [one.kind for one in work()]

    assert recast(by_sex[now]) == [], "the voice sounds as the portrait looks"
    other = next(voice for sex, voice in by_sex.items() if sex != now)
    assert recast(other) == ["story.illustrate"]
    assert ProviderCall.objects.filter(operation="picture").count() > drawn


def test_a_failed_planning_is_resumed_and_one_that_goes_on_is_left_alone(
    api: Api, project: str, source: str, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_PROVIDER_STORY", "tests.stories.test_illustrations:Mute")
    body = plan_body(source, creativeBrief="Say nothing of the frost.")
    plan = api.post(f"/story-projects/{project}/story-plans", body).json["plan"]
    assert plan["creativeBrief"] == "Say nothing of the frost."
    assert api.post(f"/story-plans/{plan['id']}/resume").json["plan"]["status"] == "PENDING"
    work()
    assert api.get(f"/story-plans/{plan['id']}").json["plan"]["status"] == "FAILED"
    monkeypatch.delenv("STUDIO_PROVIDER_STORY")
    assert api.post(f"/story-plans/{plan['id']}/resume").json["plan"]["status"] == "PENDING"
    work()
    made = api.get(f"/story-plans/{plan['id']}").json["plan"]
    assert made["status"] == "REQUIRES_APPROVAL"
    api.post(f"/story-plans/{plan['id']}/reject")
    assert api.post(f"/story-plans/{plan['id']}/resume").refusal() == (422, "validation_failed")


def test_the_brief_of_all_and_the_notes_of_one_reach_the_script(
    api: Api, project: str, source: str, work: Work
) -> None:
    told = "Start with the divers and the eelgrass beds. End with the penguins."
    item = {"type": "table_read", "durationSeconds": 45, "notes": told}
    brief = "Do not mention the frost. A courtroom: the Judge Ada hears a Believer and a Doubter."
    body = plan_body(source, autoApprove=True, artifactRequests=[item], creativeBrief=brief)
    plan = api.post(f"/story-projects/{project}/story-plans", body).json["plan"]["id"]
    work()
    envelope = api.get(f"/story-plans/{plan}").json["plan"]["plan"]
    unmet = "Nothing in the sources fits “End with the penguins”, so the script does not."
    assert envelope["renderIntents"][0]["form"] == "a courtroom"
    assert envelope["renderIntents"][0]["notes"] == [unmet]
    assert unmet in envelope["gaps"]
    assert {"Ada", "Believer", "Doubter"} <= {part["name"] for part in envelope["audioSystem"]["cast"]}
    job = api.post("/story-jobs", {"storyPlanId": plan}).json["job"]["id"]
    work()
    artifact = api.get(f"/story-jobs/{job}/artifacts").json["artifacts"][0]["id"]
    script = api.get(f"/artifacts/{artifact}/script").json
    said = " ".join(one["text"] for one in script["entries"])
    assert next(one["character"] for one in script["entries"] if one["character"]) == "Ada"
    assert all(scene["heading"].startswith("INT. COURTROOM") for scene in script["scenes"])
    assert "eelgrass" in said
    assert "frost" not in said


class Mute:
    """A writer that has nothing to say."""

    from generation.providers.base import ProviderInfo as _Info

    info = _Info("local", "mute-1")

    def __init__(self, maker: object, connection: object = None) -> None:
        self.maker = maker

    def digest(self, sources: object) -> object:
        from wire.errors import GenerationFailed

        raise GenerationFailed("There is nothing to say.")

    write_script = digest
