"""Webhooks open and close with the plan: what is kept, what stops, what is never sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from billing.plans import INITIAL
from billing.subscriptions import change_plan
from generation.webhooks import retention
from generation.webhooks.models import Delivery, Endpoint, Event
from generation.webhooks.outbox import fan_out
from generation.webhooks.sender import Sender
from tests.api import Api
from tests.webhooks.conftest import MakeEndpoint, a_canceled_job, deliver
from tests.webhooks.receiver import Receiver
from tests.world import World
from wire.ratelimit import limiter

pytestmark = [pytest.mark.django_db, pytest.mark.both]
OPEN = {"self-hosted", "agency", "enterprise"}


@pytest.fixture
def api(world: World) -> Api:
    limiter.clear()
    return Api(world.ada.organization, world.ada.token)


def to(world: World, slug: str) -> None:
    change_plan(world.ada.organization.pk, slug, actor="user_1")


@pytest.mark.parametrize("tier", [plan["slug"] for plan in INITIAL])
def test_an_endpoint_is_registered_where_the_plan_has_webhooks(api: Api, world: World, tier: str) -> None:
    to(world, tier)
    answer = api.post("/webhook-endpoints", {"url": "inbox:"})
    if tier in OPEN:
        assert answer.status == 200
        return
    assert answer.refusal() == (403, "not_in_plan")
    assert answer.json["error"]["details"] == {"plan": tier, "included_in": ["agency", "enterprise"]}
    assert not Endpoint.objects.exists()


def test_after_a_downgrade_endpoints_are_kept_and_nothing_is_sent(
    api: Api, world: World, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    endpoint = make_endpoint(receiver.url).endpoint
    a_canceled_job(world.ada)
    fan_out(timezone.now())
    assert Delivery.objects.filter(status="pending").count() == 1
    to(world, "starter")
    deliver(sender)
    a_canceled_job(world.ada)
    deliver(sender)
    assert receiver.got == []
    path = f"/webhook-endpoints/{endpoint.pk}"
    waiting = Delivery.objects.get()
    assert api.post(f"{path}/test").refusal() == (403, "not_in_plan")
    assert api.post(f"{path}/deliveries/{waiting.pk}/redeliver").refusal() == (403, "not_in_plan")
    assert api.get(path).json["endpoint"]["enabled"] is True
    assert api.patch(path, {"description": "Kept"}).status == 200
    to(world, "agency")
    deliver(sender)
    assert len(receiver.got) == 1, "what waited is sent, what happened meanwhile is not"
    a_canceled_job(world.ada)
    deliver(sender)
    assert len(receiver.got) == 2
    to(world, "starter")
    assert api.delete(path).status == 200


def test_others_are_served_meanwhile(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    make_endpoint(receiver.url)
    make_endpoint(receiver.url, tenant=world.bob)
    to(world, "starter")
    a_canceled_job(world.ada)
    job = a_canceled_job(world.bob)
    deliver(sender)
    (got,) = receiver.got
    assert job.pk in got.body.decode()


def test_what_waits_for_closed_webhooks_goes_with_its_time(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver
) -> None:
    for tenant in (world.ada, world.bob):
        make_endpoint(receiver.url, tenant=tenant)
        a_canceled_job(tenant)
    fan_out(timezone.now())
    to(world, "starter")
    late: Any = timezone.now() + timedelta(days=settings.STUDIO_WEBHOOK_DAYS + 1)
    retention.purge(late)
    assert set(Event.objects.values_list("organization_id", flat=True)) == {world.bob.organization.pk}
