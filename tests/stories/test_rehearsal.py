"""The beginning of a read is spoken ahead, once, when its page is opened; the performance does not say it again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.services import suspend_organization
from generation.films import live
from generation.jobs import content
from generation.jobs.models import Job, ProviderCall
from generation.projects.models import Revision
from tests.api import Api
from tests.stories.speaking import Hum

Work = Callable[[], list[Job]]


@pytest.fixture(autouse=True)
def hum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.stories.speaking:Hum")
    monkeypatch.setattr(live, "REHEARSED_MS", 3_000)
    Hum.said.clear()


@pytest.fixture
def token(api: Api, table_read: str) -> str:
    manifest: dict[str, Any] = api.get(f"/artifacts/{table_read}").json["artifact"]["manifest"]
    return manifest["shareToken"]


@pytest.fixture(autouse=True)
def planned(table_read: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The read was made by hand and has no plan, which its look is taken from."""
    monkeypatch.setattr("generation.stories.pipeline.finalize.plan_of", lambda ctx: None)
    monkeypatch.setattr(
        "generation.stories.pipeline.finalize.look_of", lambda artifact, plan: {"seed": 1, "voices": ""}
    )


def open_page(token: str) -> None:
    assert Client().get(f"/share/table-read/{token}").status_code == 200


def start(token: str) -> None:
    body = {"token": token}
    assert Client().post("/api/share/table-read/start-live", body, content_type="application/json").status_code == 200


def test_opening_the_page_has_the_beginning_spoken_once(token: str, work: Work) -> None:
    for _ in range(2):
        open_page(token)
    (job,) = work()
    assert (job.kind, job.hold_id) == ("story.rehearse", None)
    assert 3_000 <= 20 * sum(map(len, Hum.said)) < 10_000
    open_page(token)
    assert work() == []


def test_what_was_rehearsed_is_played_and_not_said_again(token: str, work: Work) -> None:
    open_page(token)
    work()
    rehearsed = list(Hum.said)
    start(token)
    work()
    assert Hum.said[: len(rehearsed)] == rehearsed
    assert len(set(Hum.said)) == len(Hum.said) > len(rehearsed)
    assert Job.objects.get(kind="story.live").status == "succeeded"


def test_a_rehearsal_ends_when_the_performance_begins(token: str, work: Work) -> None:
    open_page(token)
    start(token)
    jobs = {job.kind: job for job in work()}
    assert {job.status for job in jobs.values()} == {"succeeded"}
    assert len(set(Hum.said)) == len(Hum.said)


def test_an_edit_is_rehearsed_anew(api: Api, token: str, table_read: str, work: Work) -> None:
    open_page(token)
    work()
    script = Revision.objects.get(artifact_id=table_read).content["script"]
    voice = {"character": script["characters"][0]["name"], "voiceId": "hum-5", "voiceName": "Hum 5"}
    assert api.post(f"/artifacts/{table_read}/voice", voice, key="a").status == 200
    open_page(token)
    assert [job.kind for job in work()] == ["story.rehearse"]


def test_nothing_is_rehearsed_for_a_suspended_account(api: Api, token: str, work: Work) -> None:
    suspend_organization(api.organization, reason="Unpaid.", by=None)
    open_page(token)
    assert work() == []


def test_who_makes_a_part_is_seen_by_others_of_the_project_only_while_it_lasts(
    api: Api, token: str, work: Work
) -> None:
    open_page(token)
    (job,) = work()
    call = ProviderCall.objects.filter(job=job).first()
    assert call is not None
    where = {"organization_id": job.organization_id, "project_id": job.project_id, "but_for": "job_other"}
    assert not content.is_being_made(call.content_key, **where)
    ProviderCall.objects.update(status=ProviderCall.STARTED)
    assert not content.is_being_made(call.content_key, **where)  # its job is over: nobody is at it
    soon = timezone.now() + timedelta(seconds=9)
    Job.objects.update(status="running", lease_until=soon, finished_at=None)
    assert content.is_being_made(call.content_key, **where)
    assert not content.is_being_made(call.content_key, **{**where, "but_for": job.pk})
    assert not content.is_being_made(call.content_key, **{**where, "project_id": "proj_other"})
