"""Webhooks in the admin: staff see how deliveries go, and read what they say only for a reason."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent
from generation.webhooks import services
from generation.webhooks.models import Delivery, Endpoint
from generation.webhooks.sender import Sender
from tests.webhooks.conftest import MakeEndpoint, deliver
from tests.webhooks.receiver import Receiver
from tests.world import World


@pytest.fixture
def staff(world: World) -> Client:
    person = world.bob.owner
    person.is_staff = person.is_superuser = True
    person.save()
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def sent(make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender) -> Delivery:
    receiver.answer = lambda got: (200, {}, b"the receiver's own words")
    made = make_endpoint(f"{receiver.url}?token=receivers-own")
    services.send_test(made.endpoint, "plan.ready")
    (delivery,) = deliver(sender)
    return delivery


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_staff_see_that_it_was_sent_and_not_what_it_said(staff: Client, sent: Delivery) -> None:
    for path in (
        "/admin/webhooks/endpoint/",
        "/admin/webhooks/delivery/",
        f"/admin/webhooks/endpoint/{sent.endpoint_id}/change/",
        f"/admin/webhooks/delivery/{sent.pk}/change/",
        f"/admin/webhooks/delivery/?q={sent.event_id}",
        f"/admin/webhooks/endpoint/?q={sent.endpoint.organization_id}",
    ):
        page = text_of(staff.get(path))
        assert "receivers-own" not in page
        assert "own words" not in page
        assert "plan_example" not in page
    assert "plan.ready" in text_of(staff.get("/admin/webhooks/delivery/"))


def test_what_it_said_is_read_for_a_reason_that_stands_in_the_audit_log(staff: Client, sent: Delivery) -> None:
    path = f"/admin/webhooks/delivery/{sent.pk}/read-content/"
    assert "own words" not in text_of(staff.get(path))
    page = text_of(staff.post(path, {"reason": "A complaint, no. 12"}))
    assert "own words" in page
    assert "plan_example" in page
    event = AuditEvent.objects.get(action="content.read")
    assert (event.organization_id, event.details["reason"]) == (sent.endpoint.organization_id, "A complaint, no. 12")


def test_staff_send_again_and_switch_off(staff: Client, sent: Delivery, world: World, sender: Sender) -> None:
    staff.post(f"/admin/webhooks/delivery/{sent.pk}/send-again/", {"reason": "Their server was down."})
    (again,) = deliver(sender)
    assert again.attempts_made == 2
    staff.post(f"/admin/webhooks/endpoint/{sent.endpoint_id}/switch/", {"reason": "It floods them."})
    assert not Endpoint.objects.get().is_enabled
    actions = set(AuditEvent.objects.filter(actor=world.bob.owner.pk).values_list("action", flat=True))
    assert {"webhook.redelivered", "webhook.changed"} <= actions


def test_nothing_is_added_changed_or_deleted_by_hand(staff: Client, sent: Delivery) -> None:
    for path in (
        "endpoint/add/",
        "delivery/add/",
        f"delivery/{sent.pk}/delete/",
        f"endpoint/{sent.endpoint_id}/delete/",
    ):
        assert staff.get(f"/admin/webhooks/{path}").status_code == 403
    staff.post(f"/admin/webhooks/delivery/{sent.pk}/change/", {"status": "failed"})
    assert Delivery.objects.get().status == "delivered"
