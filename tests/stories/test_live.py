"""The live read: started by whoever holds the link, performed once, streamed while it is spoken, then recorded."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.services import suspend_organization
from generation.films.live import SPOKEN
from generation.jobs.models import Job, JobEvent
from generation.media import live
from generation.projects.models import Artifact, Rendition
from generation.stories.api.live import told_of
from generation.stories.models import ShareLink
from tests.api import Api
from tests.stories.speaking import Hum

Work = Callable[[], list[Job]]
START = "/api/share/table-read/start-live"


@pytest.fixture(autouse=True)
def hum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.stories.speaking:Hum")
    Hum.said.clear()


@pytest.fixture
def audio(api: Api, artifact: str) -> dict[str, Any]:
    return manifest_of(api, artifact)["audio"]


@pytest.fixture
def token(api: Api, artifact: str) -> str:
    return manifest_of(api, artifact)["shareToken"]


def manifest_of(api: Api, artifact: str) -> dict[str, Any]:
    return api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"]


def start(token: str) -> Any:
    return Client().post(START, {"token": token}, content_type="application/json")


def test_before_it_is_started_the_read_is_idle(audio: dict[str, Any]) -> None:
    assert audio["live"] == {"status": "idle"}
    assert audio["finalize"] == {"status": "needs_recording"}


def test_starting_costs_nothing_and_needs_no_key(api: Api, artifact: str, token: str) -> None:
    before = api.get("/credits").json
    answer = start(token)
    assert answer.status_code == 200
    assert answer.json()["artifactId"] == artifact
    assert answer.json()["live"]["status"] == "starting"
    assert answer.json()["live"]["liveUrl"] == manifest_of(api, artifact)["audio"]["liveUrl"]
    assert api.get("/credits").json == before


def test_who_comes_later_joins_the_performance(token: str, work: Work) -> None:
    for _ in range(3):
        start(token)
    assert Job.objects.filter(kind="story.live").count() == 1
    work()
    assert start(token).json()["live"]["status"] == "recorded"
    assert Job.objects.filter(kind="story.live").count() == 1


def test_every_line_is_spoken_once_and_logged_in_its_order(token: str, work: Work) -> None:
    start(token)
    (job,) = work()
    events = [e.data for e in JobEvent.objects.filter(job=job, type=SPOKEN).order_by("seq")]
    assert [e["line"] for e in events] == sorted(e["line"] for e in events)
    assert len(Hum.said) == len(events)
    for earlier, later in pairwise(events):
        assert earlier["endMs"] < later["startMs"]
    clock = 0
    for event in events:
        assert event["startMs"] >= clock * live.FRAME * 1000 // live.RATE
        clock += event["frames"]


def test_a_recorded_read_can_be_finalized_and_is_not_spoken_again(
    api: Api, artifact: str, token: str, work: Work
) -> None:
    start(token)
    work()
    said = len(Hum.said)
    assert manifest_of(api, artifact)["audio"]["finalize"] is None, "nobody has asked for it"
    answer = api.post(f"/artifacts/{artifact}/finalize", {"mode": "audio"}, key="a")
    assert answer.json["finalize"]["status"] == "queued"
    work()
    assert manifest_of(api, artifact)["audio"]["finalize"]["status"] == "complete"
    assert len(Hum.said) == said


def test_a_read_that_was_finalized_first_is_played_from_its_recording(
    api: Api, artifact: str, token: str, work: Work
) -> None:
    api.post(f"/artifacts/{artifact}/finalize", {"mode": "audio", "record": True}, key="a")
    work()
    said = len(Hum.said)
    start(token)
    work()
    assert manifest_of(api, artifact)["audio"]["live"]["status"] == "recorded"
    assert len(Hum.said) == said


def test_after_a_crash_only_what_is_missing_is_spoken_and_logged(
    token: str, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(token)
    speak = Hum.speak

    def crash(self: Hum, request: Any, out: Any) -> Any:
        if len(Hum.said) == 3:
            Hum.said.append("crash")
            raise MemoryError  # whatever: this attempt does not get further
        return speak(self, request, out)

    monkeypatch.setattr(Hum, "speak", crash)
    (failed,) = work()
    assert failed.status == "failed"
    assert JobEvent.objects.filter(job=failed, type=SPOKEN).count() == 3
    from generation.jobs.services import resume_job

    resume_job(failed.pk, key_id=None, user_id=None)
    (job,) = work()
    assert job.status == "succeeded"
    places = [(e.data["line"], e.data["part"]) for e in JobEvent.objects.filter(job=job, type=SPOKEN).order_by("seq")]
    assert places == sorted(set(places))
    assert len(Hum.said) == len(places) + 1


def test_listeners_are_told_what_is_said_and_not_where_it_is_kept(token: str, work: Work) -> None:
    start(token)
    (job,) = work()
    event = JobEvent.objects.filter(job=job, type=SPOKEN).first()
    assert event
    told = told_of(event.type, event.data)
    assert told
    assert "assetId" not in told[1]
    assert told[1]["text"]
    assert told_of("progress", {"stage": "perform"}) is None


def test_bad_links_are_not_found_and_say_so(token: str, artifact: str) -> None:
    assert start("forged").status_code == 404
    assert start(token).status_code == 200
    ShareLink.objects.filter(artifact=artifact).update(expires_at=timezone.now() - timedelta(days=1))
    for answer in (start(token), Client().get(f"/share/table-read/{token}")):
        assert answer.status_code == 404


@pytest.mark.parametrize("body", [{}, {"token": ""}, {"token": 5}, {"token": ["x"]}])
def test_without_a_token_the_request_is_refused(body: dict[str, Any], db: None) -> None:
    answer = Client().post(START, body, content_type="application/json")
    assert answer.status_code in (404, 422)
    assert answer.json()["error"]["message"]


def test_an_artifact_that_is_not_ready_is_not_performed(token: str, artifact: str) -> None:
    Artifact.objects.filter(pk=artifact).update(status=Artifact.Status.RUNNING)
    answer = start(token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "artifact_not_ready")


def test_a_suspended_account_performs_nothing_new(api: Api, token: str) -> None:
    suspend_organization(api.organization, reason="unpaid", by=None, now=timezone.now())
    answer = start(token)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "account_disabled")
    assert not Rendition.objects.exists()


def test_the_theater_shows_the_text_and_where_to_press(api: Api, token: str, work: Work) -> None:
    page = Client().get(f"/share/table-read/{token}").content.decode()
    assert "Start the live read" in page
    assert 'data-line="0"' in page
    start(token)
    work()
    page = Client().get(f"/share/table-read/{token}?view=fullscreen").content.decode()
    assert "fullscreen" in page
    assert '"status": "recorded"' in page


def test_the_theater_plays_the_music_and_the_effects_that_are_made(api: Api, artifact: str, work: Work) -> None:
    theater = f"/share/table-read/{manifest_of(api, artifact)['shareToken']}"

    def bed() -> dict[str, Any]:
        page = Client().get(theater).content.decode()
        return json.loads(re.search(r'id="player" type="application/json">(.*?)</script>', page)[1])["bed"]

    assert bed() == {"scenes": [], "cues": []}
    api.post(f"/artifacts/{artifact}/music", {"musicCoveragePercent": 1})
    knock = {"op": "add", "entryIndex": 1, "label": "knock", "prompt": "three knocks", "triggerOffset": "before"}
    api.post(f"/artifacts/{artifact}/sfx", knock, key="a")
    assert bed() == {"scenes": [], "cues": []}, "nothing is made yet"
    work()
    told = bed()
    entries = [e for e in api.get(f"/artifacts/{artifact}/script").json["entries"] if e["entryIndex"] is not None]
    assert [line for scene in told["scenes"] for line in range(scene["lines"][0], scene["lines"][1] + 1)] == [
        entry["entryIndex"] for entry in entries
    ]
    assert [(cue["line"], cue["trigger"]) for cue in told["cues"]] == [(1, "before")]
    for url in (told["scenes"][0]["audioUrl"], told["cues"][0]["soundUrl"]):
        assert url.startswith("http")
    api.post(f"/artifacts/{artifact}/music", {"sceneIndex": 0, "enabled": False})
    assert len(bed()["scenes"]) == len(told["scenes"]) - 1, "a muted scene is silent here too"
