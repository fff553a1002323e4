"""`async: false`: the answer comes with the result; who waits too long, or leaves, loses nothing."""

import asyncio
import json
from contextlib import ExitStack
from functools import partial
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import Receipt
from billing.services import balance
from generation.jobs import waiting
from generation.jobs.models import Job
from generation.workflows.api.views import workflows as views
from studio.asgi import application
from tests.api import Api
from tests.workflows.conftest import CONCEPT, Work

FILM = {"type": "cinematic", "concept": CONCEPT, "async": False}


def test_who_waits_too_long_is_told_where_it_stands_and_it_goes_on(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "come_to_rest", partial(waiting.come_to_rest, within_s=0.0))
    answer = api.post("/workflow", FILM, key="once")
    assert (answer.status, answer.json["message"], answer.json["cost"]) == (200, "Workflow is still running", 1)
    assert api.get(f"/workflow/{answer.json['jobId']}").json["data"]["status"] == "pending"
    assert balance(api.organization.pk).balance == 999, "held, as it was quoted"
    assert not Receipt.objects.exists()
    assert api.post("/workflow", FILM, key="once").body == answer.body
    assert Job.objects.count() == 1


def test_a_minute_is_never_waited() -> None:
    """Clients and proxies give up at 60 s, and a claimed Idempotency-Key is taken over then."""
    assert waiting.PATIENCE_S == 45


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_who_waits_keeps_no_connection(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_BETWEEN_LOOKS_S", 0.0)  # nobody sleeps here
    job_id = api.post("/workflow", {**FILM, "async": True}).json["jobId"]
    job = Job.objects.get(subject_id=job_id)
    kept = []

    def sleep(seconds: float) -> None:
        kept.append(connection.connection is not None)
        if len(kept) == 3:
            api.post(f"/workflow/{job_id}/cancel")

    with pytest.raises(waiting.ProviderUnavailable, match="canceled"):
        waiting.come_to_rest(job.pk, within_s=30, sleep=sleep)
    assert kept == [False] * len(kept)
    assert len(kept) >= 3


def test_who_waits_for_many_looks_once_for_all(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_BETWEEN_LOOKS_S", 3600.0)
    ids = [api.post("/workflow", {**FILM, "async": True}).json["jobId"] for _ in range(5)]
    jobs = list(Job.objects.filter(subject_id__in=ids).values_list("pk", flat=True))
    room = waiting.WaitingRoom()
    with ExitStack() as places:
        assert all(places.enter_context(room.place_for(pk)) for pk in jobs)
        with CaptureQueriesContext(connection) as looked:
            assert [room.status_of(pk) for pk in [*jobs, *jobs]] == ["queued"] * 10
        assert len(looked) == 1
        late_id = api.post("/workflow", {**FILM, "async": True}).json["jobId"]
        api.post(f"/workflow/{late_id}/cancel")
        late = Job.objects.get(subject_id=late_id)
        with room.place_for(late.pk):
            assert room.status_of(late.pk) == "canceled", "who comes later is looked for at once"


def test_where_too_many_wait_the_answer_comes_at_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST_WAITING", 0)
    answer = api.post("/workflow", FILM)
    assert (answer.status, answer.json["message"]) == (200, "Workflow is still running")
    job = Job.objects.get(subject_id=answer.json["jobId"])
    assert job.status == "queued", "it is made all the same"
    with pytest.raises(waiting.ProviderUnavailable, match=r"^Too many requests wait for their answers\. Nothing was"):
        waiting.finished(job.pk)
    job.refresh_from_db()
    assert (job.status, balance(api.organization.pk).balance) == ("canceled", 1000)


@pytest.mark.django_db(transaction=True)
async def test_who_leaves_finds_the_result_under_the_same_key(
    api: Api,
    work: Work,
    page: Any,
) -> None:
    url = await sync_to_async(page)("<h1>Welcome</h1><p>We bake bread in Leeds and have done so since 1974.</p>")
    body = json.dumps({"type": "local-audit", "url": url, "async": False}).encode()
    scope: dict[str, Any] = {
        "type": "http", "method": "POST", "path": "/api/v1/workflow", "raw_path": b"/api/v1/workflow",
        "query_string": b"", "client": ("127.0.0.1", 1), "server": ("testserver", 80), "scheme": "http",
        "http_version": "1.1",
        "headers": [
            (b"authorization", f"Bearer {api.token}".encode()), (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()), (b"idempotency-key", b"once"),
        ],
    }  # fmt: skip
    leaver = ApplicationCommunicator(application, scope)
    await leaver.send_input({"type": "http.request", "body": body, "more_body": False})
    while not await Job.objects.aexists():
        await asyncio.sleep(0.01)
    await leaver.send_input({"type": "http.disconnect"})
    (ran,) = await sync_to_async(work)()
    assert ran.status == "succeeded", ran.error_message
    await leaver.wait(10)
    again = await sync_to_async(partial(api.post, key="once"))("/workflow", json.loads(body))
    assert (again.status, again.json["message"]) == (200, "Workflow completed")
    assert again.json["report"]["score"] < 60
    assert (await Job.objects.acount(), await Receipt.objects.acount()) == (1, 1)
