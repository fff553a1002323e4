"""Reading that is interrupted goes on where it was, and whoever wants to know is told."""

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from django.utils import timezone

from generation.brand.knowledge import pipeline
from generation.brand.models import Chunk, Document
from generation.jobs.models import Checkpoint, Job
from generation.jobs.services import cancel_job, resume_job
from generation.jobs.tail import job_tail
from generation.media.child import Maker
from generation.webhooks.models import Event
from generation.webhooks.outbox import fan_out
from tests.api import Api, open_api
from tests.asgi import get_stream
from tests.brand.test_knowledge import HARBOUR, KNOWLEDGE, TEAM, looked_at, send
from wire.errors import GenerationFailed

PAGES = b"\n\n".join(b"# Part %d\n\n" % n + HARBOUR + b" " + TEAM for n in range(4))


@pytest.fixture
def indexing(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], list[str]]:
    """One passage at a time, and an error in place of the third: what was given to the model."""
    monkeypatch.setattr(pipeline, "_BATCH", 1)
    call, given = maker.call, []

    def breaks(error: Exception) -> list[str]:
        def one(target: str, texts: list[str], **options: Any) -> Any:
            given.extend(texts)
            if len(given) == 3:
                raise error
            return call(target, texts, **options)

        monkeypatch.setattr(maker, "call", one)
        return given

    return breaks


@pytest.mark.both
def test_another_attempt_goes_on_with_the_passages_that_have_no_vector(
    api: Api, work: Callable[[], list[Job]], indexing: Callable[[Exception], list[str]]
) -> None:
    given = indexing(OperationalError("the database went away"))
    sent = send(api, "parts.txt", PAGES)
    work()
    assert (Chunk.objects.exclude(vector=None).count(), looked_at(api, sent)["status"]) == (2, "INDEXING")
    Job.objects.update(available_at=timezone.now())
    work()
    told = looked_at(api, sent)
    assert (told["status"], told["chunks"], Chunk.objects.filter(vector=None).count()) == ("READY", 4, 0)
    assert len(given) == 5, "four passages, and the one that was interrupted"


@pytest.mark.both
def test_a_reading_that_failed_can_be_resumed(
    api: Api, work: Callable[[], list[Job]], indexing: Callable[[Exception], list[str]]
) -> None:
    given = indexing(GenerationFailed("The model is away."))
    sent = send(api, "parts.txt", PAGES)
    work()
    told = looked_at(api, sent)
    assert (told["status"], told["chunks"], told["failure"]["message"]) == ("FAILED", 0, "The model is away.")
    assert api.get(f"{KNOWLEDGE}/search?q=harbour").json["data"]["results"] == [], "what failed is not found"
    resume_job(Job.objects.get().pk)
    assert looked_at(api, sent)["status"] == "INDEXING"
    work()
    told = looked_at(api, sent)
    assert (told["status"], told["chunks"], told["failure"]) == ("READY", 4, None)
    assert len(given) == 5
    assert Checkpoint.objects.count() == 2


def test_a_canceled_reading_keeps_no_words_and_begins_again(api: Api, work: Callable[[], list[Job]]) -> None:
    sent = send(api, "harbour.txt", HARBOUR)
    cancel_job(Job.objects.get().pk, reason="Enough.")
    assert (looked_at(api, sent)["status"], Chunk.objects.count()) == ("FAILED", 0)
    resume_job(Job.objects.get().pk)
    work()
    assert (looked_at(api, sent)["status"], Chunk.objects.count()) == ("READY", 1)


def test_webhooks_tell_how_a_reading_goes(api: Api, work: Callable[[], list[Job]]) -> None:
    types = ["knowledge.started", "knowledge.ready", "knowledge.failed"]
    assert api.post("/webhook-endpoints", {"url": "inbox:", "types": types}).status == 200
    good, bad = send(api, "harbour.txt", HARBOUR), send(api, "broken.pdf", b"%PDF-1.7 and nothing")
    gone = send(api, "team.txt", TEAM).json["data"]["id"]
    api.delete(f"{KNOWLEDGE}/{gone}")
    work()
    fan_out(timezone.now())
    told = [(row.type, row.data["documentId"], row.data.get("chunks")) for row in Event.objects.order_by("pk")]
    ids = [answer.json["data"]["id"] for answer in (good, bad)]
    assert sorted(told, key=lambda one: (ids.index(one[1]), one[0] != "knowledge.started")) == [
        ("knowledge.started", ids[0], None), ("knowledge.ready", ids[0], 1),
        ("knowledge.started", ids[1], None), ("knowledge.failed", ids[1], None),
    ]  # fmt: skip
    assert Event.objects.get(type="knowledge.failed").data["error"]["code"] == "unreadable"
    assert not Document.objects.filter(pk=gone).exists()


@pytest.mark.django_db(transaction=True)
async def test_a_reading_can_be_followed_to_its_end(work: Callable[[], list[Job]]) -> None:
    api = await sync_to_async(open_api)()
    document = (await sync_to_async(send)(api, "harbour.txt", HARBOUR)).json["data"]["id"]
    await sync_to_async(work)()
    try:
        status, _, body = await get_stream(f"/api/v1{KNOWLEDGE}/{document}/events", api.token)
    finally:
        await job_tail.aclose()
    assert status == 200
    assert [line for line in ("queued", "running", "stage", "succeeded") if f"event: {line}\n" not in body] == []
