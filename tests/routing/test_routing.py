"""Who does what for an organization: its own account, the studio in its place, or nobody and no charge."""

import io
import logging
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import AuditEvent, Organization, RequestLog
from generation.companions.models import Message
from generation.jobs.models import CircuitBreaker, Job, JobEvent, ProviderCall
from generation.routing.models import TalkUse
from tests.api import Api, open_api
from tests.asgi import get_stream
from tests.companions.reading import Heard, answer_of
from tests.providers.vendor import Vendor, picture, status, tokens
from tests.routing.conftest import KEY, Give

IMAGE = {"prompt": "A lamp on a table", "size": "256x256"}
CHAT, IMAGES = "/chat/completions", "/images/generations"


async def say(api: Api) -> Heard:
    body = {"companion_id": "editor", "messages": [{"role": "user", "content": "A film about a lamp"}]}
    code, _, read = await get_stream("/api/v1/chat/stream", api.token, method="POST", body=body)
    assert code == 200, read
    return answer_of(read)


def be_strict(api: Api) -> None:
    Organization.objects.filter(pk=api.organization.pk).update(is_strict_providers=True)


def test_the_organizations_own_account_draws_for_it_alone(
    api: Api, serving: list[Job], vendor: Vendor, give: Give
) -> None:
    account = give("image")
    vendor.replies[IMAGES] = picture()
    made = api.post("/studio/image", IMAGE).json
    assert (made["provider"], made["model"], made["fallback"]) == ("openai", "their-model", False)
    assert "note" not in made
    assert vendor.asked[0]["key"] == f"Bearer {KEY}"
    assert ProviderCall.objects.get(operation="image").account == account.pk
    stranger = open_api("Stranger")
    assert stranger.post("/studio/image", IMAGE).json["provider"] == "local"
    assert len(vendor.asked) == 1


def test_the_studio_stands_in_and_says_why(api: Api, serving: list[Job], vendor: Vendor, give: Give) -> None:
    give("image")
    vendor.replies[IMAGES] = status(401)
    made = api.post("/studio/image", IMAGE).json
    assert (made["provider"], made["fallback"]) == ("local", True)
    assert "does not accept the configured key" in made["note"]
    assert made["credits"]["charged"] == 1
    event = JobEvent.objects.get(type="fallback")
    assert event.data["capability"] == "image"
    assert "does not accept" in event.data["message"]
    assert len(vendor.asked) == 1


def test_who_is_strict_gets_the_cause_and_no_charge(api: Api, serving: list[Job], vendor: Vendor, give: Give) -> None:
    give("image")
    be_strict(api)
    vendor.replies[IMAGES] = status(401)
    answer = api.post("/studio/image", IMAGE)
    assert answer.status == 502
    assert answer.json["error"]["code"] == "PROVIDER_ERROR"
    assert "does not accept the configured key" in answer.json["error"]["message"]
    assert api.get("/credits").json["credits"]["balance"] == 1000
    assert Job.objects.get().charged == 0


def test_a_refused_request_is_not_made_by_somebody_else(
    api: Api, serving: list[Job], vendor: Vendor, give: Give
) -> None:
    give("image")
    vendor.replies[IMAGES] = status(400, {"error": {"message": "against our rules"}})
    answer = api.post("/studio/image", IMAGE)
    assert answer.status == 502
    assert "against our rules" in answer.json["error"]["message"]


def test_a_cap_counts_calls_and_then_the_studio_goes_on(
    api: Api, serving: list[Job], vendor: Vendor, give: Give
) -> None:
    give("image", cap=2, cap_unit="calls")
    vendor.replies[IMAGES] = picture()
    made = [api.post("/studio/image", IMAGE | {"seed": seed}).json for seed in range(3)]
    assert [one["provider"] for one in made] == ["openai", "openai", "local"]
    assert "cap of 2 calls" in made[2]["note"]
    assert len(vendor.asked) == 2


def test_a_cap_counts_credits_of_jobs_that_were_charged(
    api: Api, serving: list[Job], vendor: Vendor, give: Give
) -> None:
    give("image", cap=2, cap_unit="credits")
    be_strict(api)
    vendor.replies[IMAGES] = status(401)
    api.post("/studio/image", IMAGE | {"quality": "hd"})  # two credits, and not charged
    vendor.replies[IMAGES] = picture()
    answers = [api.post("/studio/image", IMAGE | {"seed": seed}) for seed in range(3)]
    assert [one.status for one in answers] == [200, 200, 502]
    assert "cap of 2 credits" in answers[2].json["error"]["message"]


def test_one_organizations_trouble_with_its_account_stops_nobody_else(
    api: Api, serving: list[Job], vendor: Vendor, give: Give
) -> None:
    account = give("image")
    vendor.replies[IMAGES] = status(500)
    api.post("/studio/image", IMAGE)
    assert set(CircuitBreaker.objects.values_list("provider", flat=True)) <= {f"openai {account.pk}"}


@pytest.mark.django_db(transaction=True)
async def test_companions_speak_through_the_account_and_its_cap_counts_talks(
    api: Api, vendor: Vendor, give: Give
) -> None:
    from asgiref.sync import sync_to_async

    await sync_to_async(give)("text", cap=1, cap_unit="calls")
    vendor.replies[CHAT] = tokens("Cut ", "on the ", "gesture.")
    heard = await say(api)
    assert heard.text == "Cut on the gesture."
    assert heard.events["done"][0]["provider"] == "openai"
    assert "fallback" not in heard.events["done"][0]
    assert (await TalkUse.objects.aget()).calls == 1
    second = await say(api)
    assert "cap of 1 calls" in second.events["notice"][0]["message"]
    assert (second.events["done"][0]["provider"], second.events["done"][0]["fallback"]) == ("local", True)
    assert second.text
    assert len(vendor.asked) == 1


@pytest.mark.django_db(transaction=True)
async def test_a_strict_talk_ends_in_the_cause(api: Api, vendor: Vendor, give: Give) -> None:
    from asgiref.sync import sync_to_async

    await sync_to_async(give)("text")
    await sync_to_async(be_strict)(api)
    vendor.replies[CHAT] = status(503)
    heard = await say(api)
    (error,) = heard.events["error"]
    assert error["code"] == "PROVIDER_ERROR"
    assert "notice" not in heard.events
    assert not await Message.objects.filter(speaker="assistant").aexists()


def test_the_key_is_nowhere_but_sealed(
    api: Api, serving: list[Job], vendor: Vendor, give: Give, caplog: pytest.LogCaptureFixture
) -> None:
    """Logs at their loudest, events, answers, the request log, the audit log, a failed job, a dump of the database."""
    caplog.set_level(logging.DEBUG)
    account = give("image")
    be_strict(api)
    vendor.replies[IMAGES] = status(400, {"error": {"message": f"no such key {KEY}"}})
    answer = api.post("/studio/image", IMAGE)
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump)
    assert account.sealed_key in dump.getvalue()
    seen = [
        dump.getvalue(), caplog.text, answer.body.decode(), repr(account), repr(list(Job.objects.values())),
        repr(list(JobEvent.objects.values())), repr(list(AuditEvent.objects.values())),
        repr(list(RequestLog.objects.values())), repr(list(ProviderCall.objects.values())),
    ]  # fmt: skip
    assert not any(KEY in text for text in seen)
    assert not any("987654" in text for text in seen)


def test_a_traceback_does_not_show_it(give: Give) -> None:
    from django.views.debug import ExceptionReporter

    from generation.routing.routes import connection_of

    account = give()
    try:
        connection: Any = connection_of(account)
        raise RuntimeError("on the way")
    except RuntimeError as error:
        told = ExceptionReporter(None, type(error), error, error.__traceback__).get_traceback_text()
    assert connection.key == KEY
    assert KEY not in told
