"""Webhook endpoints through the API: registered, changed, tested, rotated, read and deleted."""

from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from accounts.keys import issue_key
from accounts.models import AuditEvent
from accounts.scopes import SCOPES
from generation.webhooks import services
from generation.webhooks.models import Delivery, Endpoint, InboxMessage, Secret
from generation.webhooks.sender import Sender
from tests.api import Api
from tests.webhooks.conftest import a_canceled_job, deliver
from tests.webhooks.receiver import Receiver
from tests.world import World
from wire.ratelimit import limiter

PRINTED_BY_THE_REFERENCE = {
    "workflow.started", "workflow.step", "workflow.completed", "workflow.failed", "video.ready", "workflow.suspended",
}  # fmt: skip


@pytest.fixture
def api(world: World) -> Api:
    limiter.clear()
    return Api(world.ada.organization, world.ada.token)


def register(api: Api, url: str = "inbox:", **body: Any) -> dict[str, Any]:
    answer = api.post("/webhook-endpoints", {"url": url, **body})
    assert answer.status == 200, answer.body
    return answer.json


def test_an_endpoint_from_its_registration_to_its_first_message(
    api: Api, world: World, receiver: Receiver, sender: Sender
) -> None:
    made = register(api, receiver.url, types=["image.failed"], description="Our shop")
    endpoint = made["endpoint"]
    assert (endpoint["url"], endpoint["types"], endpoint["enabled"]) == (receiver.url, ["image.failed"], True)
    job = a_canceled_job(world.ada)
    deliver(sender)
    told = Webhook(made["secret"]).verify(receiver.got[0].body, receiver.got[0].headers)
    assert told["data"]["jobId"] == job.pk
    (row,) = api.get(f"/webhook-endpoints/{endpoint['id']}/deliveries?status=delivered").json["deliveries"]
    assert (row["eventId"], row["lastStatus"], row["attempts"]) == (receiver.got[0].id, 200, 1)
    read = api.get(f"/webhook-endpoints/{endpoint['id']}/deliveries/{row['id']}").json["delivery"]
    assert read["message"] == told
    (attempt,) = read["log"]
    assert attempt["request"]["headers"]["webhook-signature"] == "v1,[struck]"
    assert attempt["response"]["body"] == '{"ok":true}'
    again = api.post(f"/webhook-endpoints/{endpoint['id']}/deliveries/{row['id']}/redeliver").json["delivery"]
    assert again["status"] == "pending"
    deliver(sender)
    assert receiver.got[0].id == receiver.got[1].id


def test_the_secret_is_in_no_answer_but_the_one_that_made_it(api: Api) -> None:
    made = register(api)
    secret = made["secret"].removeprefix("whsec_")
    endpoint_id = made["endpoint"]["id"]
    answers = [api.get("/webhook-endpoints"), api.get(f"/webhook-endpoints/{endpoint_id}")]
    rotated = api.post(f"/webhook-endpoints/{endpoint_id}/rotate-secret", {"overlapHours": 1})
    assert rotated.json["secret"] != made["secret"]
    answers += [rotated, api.patch(f"/webhook-endpoints/{endpoint_id}", {"description": "x"})]
    assert not [answer for answer in answers if secret in answer.body.decode()]
    assert Secret.objects.count() == 2
    assert not AuditEvent.objects.filter(details__icontains=secret).exists()
    assert rotated.headers["Cache-Control"] == "no-store"


def test_many_rotations_leave_few_secrets_and_an_overlap_of_nothing_one(api: Api) -> None:
    endpoint_id = register(api)["endpoint"]["id"]
    for _ in range(6):
        api.post(f"/webhook-endpoints/{endpoint_id}/rotate-secret", {"overlapHours": 168})
    assert Secret.objects.count() == services.MOST_SECRETS
    api.post(f"/webhook-endpoints/{endpoint_id}/rotate-secret", {"overlapHours": 0})
    assert Secret.objects.count() == 1


def test_switched_off_it_hears_nothing_and_deleted_it_is_gone(
    api: Api, world: World, receiver: Receiver, sender: Sender
) -> None:
    endpoint_id = register(api, receiver.url)["endpoint"]["id"]
    api.post(f"/webhook-endpoints/{endpoint_id}/test")
    off = api.patch(f"/webhook-endpoints/{endpoint_id}", {"enabled": False}).json["endpoint"]
    assert (off["enabled"], off["disabledReason"]) == (False, "Switched off.")
    a_canceled_job(world.ada)
    (delivery,) = deliver(sender)
    assert (delivery.status, receiver.got) == ("canceled", [])
    assert api.post(f"/webhook-endpoints/{endpoint_id}/test").refusal() == (422, "validation_failed")
    on = api.patch(f"/webhook-endpoints/{endpoint_id}", {"enabled": True}).json["endpoint"]
    assert (on["enabled"], on["disabledReason"], on["disabledAt"]) == (True, None, None)
    deliver(sender)
    assert receiver.got == [], "what was missed is not made up for"
    assert api.delete(f"/webhook-endpoints/{endpoint_id}").json == {"id": endpoint_id, "deleted": True}
    assert api.get(f"/webhook-endpoints/{endpoint_id}").refusal() == (404, "not_found")
    assert api.get("/webhook-endpoints").json["endpoints"] == []
    assert not Secret.objects.exists()
    actions = AuditEvent.objects.filter(target=endpoint_id).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["webhook.created", "webhook.changed", "webhook.changed", "webhook.deleted"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": 7}, "url"),
        ({"url": "ftp://example.com/x"}, "url"),
        ({"url": "https://user:pass@example.com/x"}, "url"),
        ({"url": "https://10.0.0.7/x"}, "url"),
        ({"url": "https://169.254.169.254/latest"}, "url"),
        ({"url": "https://[::1]/x"}, "url"),
        ({"url": "http://93.184.216.34/x"}, "url"),
        ({"url": "https://" + "a" * 3000}, "url"),
        ({"url": "inbox:", "types": ["no.such"]}, "types"),
        ({"url": "inbox:", "types": "all"}, "types"),
        ({"url": "inbox:", "description": "x" * 201}, "description"),
    ],
)
def test_a_bad_registration_is_refused_at_its_field(api: Api, body: dict[str, Any], field: str) -> None:
    answer = api.post("/webhook-endpoints", body)
    assert answer.refusal() == (422, "validation_failed")
    assert answer.json["error"]["details"]["field"].startswith(field)
    assert not Endpoint.objects.exists()


def test_bad_changes_and_orders_are_refused_at_their_field(api: Api) -> None:
    endpoint_id = register(api)["endpoint"]["id"]
    for path, body, field in (
        ("rotate-secret", {"overlapHours": 169}, "overlapHours"),
        ("rotate-secret", {"overlapHours": "1"}, "overlapHours"),
        ("test", {"type": "no.such"}, "type"),
    ):
        answer = api.post(f"/webhook-endpoints/{endpoint_id}/{path}", body)
        assert (answer.refusal()[0], answer.json["error"]["details"]["field"]) == (422, field)
    answer = api.patch(f"/webhook-endpoints/{endpoint_id}", {"url": "https://10.1.1.1/"})
    assert answer.refusal() == (422, "validation_failed")
    assert api.get(f"/webhook-endpoints/{endpoint_id}/deliveries?status=late").refusal() == (422, "validation_failed")


def test_there_is_room_for_twenty(api: Api) -> None:
    for _ in range(services.MOST_ENDPOINTS):
        register(api)
    assert api.post("/webhook-endpoints", {"url": "inbox:"}).refusal() == (422, "validation_failed")


def test_the_catalogue_has_the_printed_events_and_a_sample_of_each_can_be_sent(api: Api, sender: Sender) -> None:
    listed = api.get("/webhook-event-types").json["eventTypes"]
    names = [one["name"] for one in listed]
    assert set(names) >= PRINTED_BY_THE_REFERENCE
    assert {"plan.ready", "export.ready", "variant.ready", "credits.low", "story_job.canceled"} <= set(names)
    assert len(names) == len(set(names))
    made = register(api, types=["plan.ready"])
    for name in names:
        answer = api.post(f"/webhook-endpoints/{made['endpoint']['id']}/test", {"type": name})
        assert answer.json["delivery"]["test"] is True
    deliver(sender)
    for message in InboxMessage.objects.all():
        told = Webhook(made["secret"]).verify(message.body, message.headers)
        assert told["data"]["test"] is True
        assert set(told) == {"type", "timestamp", "data"}
    assert {one.type for one in InboxMessage.objects.all()} == set(names)


def test_reading_does_not_take_the_right_to_change(api: Api, world: World) -> None:
    endpoint_id = register(api)["endpoint"]["id"]
    _, token = issue_key(world.ada.organization, name="Reader", scopes=["webhook:read"])
    reader = Api(world.ada.organization, token)
    assert reader.get(f"/webhook-endpoints/{endpoint_id}").status == 200
    for path in ("", f"/{endpoint_id}/test", f"/{endpoint_id}/rotate-secret"):
        assert reader.post(f"/webhook-endpoints{path}").refusal() == (403, "insufficient_scope")
    assert "webhook:write" in SCOPES


def test_a_list_costs_the_same_however_long_it_is(api: Api, django_assert_num_queries: Any) -> None:
    endpoint_id = register(api)["endpoint"]["id"]
    for _ in range(30):
        services.send_test(Endpoint.objects.get(pk=endpoint_id), now=timezone.now())
    path = f"/webhook-endpoints/{endpoint_id}/deliveries"
    for limit in (1, 30):
        with django_assert_num_queries(3):  # the key, the endpoint, the page with its events
            assert len(api.get(f"{path}?limit={limit}").json["deliveries"]) == limit
    assert Delivery.objects.count() == 30
