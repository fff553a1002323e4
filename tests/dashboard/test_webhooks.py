"""Webhooks through their pages, tried out with the built-in inbox: no server needed."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import Webhook

from generation.webhooks import services
from generation.webhooks.models import Delivery, Endpoint, InboxMessage
from generation.webhooks.sender import Sender
from tests.dashboard.conftest import Browser, principal
from tests.dashboard.test_queries import MOST
from tests.world import World

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def add(browser: Browser, **given: Any) -> tuple[Endpoint, str]:
    answer = browser.post("/dashboard/webhooks/new", **{"receiver": "inbox", **given})
    secret = SECRET.search(text_of(answer))
    assert secret
    assert answer["Cache-Control"] == "no-store"
    return Endpoint.objects.latest("pk"), secret[0]


def test_an_endpoint_is_tried_out_without_a_server(ada: Browser, sender: Sender) -> None:
    endpoint, secret = add(ada, description="A look")
    answer = ada.post(f"/dashboard/webhooks/{endpoint.pk}/test", type="video.ready")
    delivery = Delivery.objects.get()
    assert answer["Location"] == f"/dashboard/webhooks/{endpoint.pk}/deliveries/{delivery.pk}"
    assert "Not sent yet" in text_of(ada.get(answer["Location"]))
    sender.run(timezone.now())
    page = text_of(ada.get(answer["Location"]))
    assert "Answered 200" in page
    assert '"videoUrl"' in page
    assert "webhook-signature: v1,[struck]" in page
    inbox = text_of(ada.get("/dashboard/webhooks/inbox"))
    assert "Signature fits" in inbox
    message = InboxMessage.objects.get()
    assert message.headers["webhook-signature"] in inbox, "the receiver's side sees what it needs to verify by hand"
    assert Webhook(secret).verify(message.body, message.headers)
    ada.post(f"/dashboard/webhooks/{endpoint.pk}/deliveries/{delivery.pk}/redeliver")
    sender.run(timezone.now())
    assert InboxMessage.objects.filter(event_id=delivery.event_id).count() == 2


def test_the_secret_is_shown_once_and_a_new_one_when_it_is_rotated(ada: Browser) -> None:
    endpoint, first = add(ada)
    for path in ("", f"/{endpoint.pk}", f"/{endpoint.pk}/edit", "/inbox"):
        assert not SECRET.search(text_of(ada.get(f"/dashboard/webhooks{path}")))
    second = SECRET.search(text_of(ada.post(f"/dashboard/webhooks/{endpoint.pk}/rotate", overlap_h="24")))
    assert second
    assert second[0] != first


def test_what_it_hears_of_is_chosen_and_changed(ada: Browser) -> None:
    endpoint, _ = add(ada, types=["plan.ready", "video.ready"])
    ticked = re.findall(
        r'name="types" value="([^"]+)" checked', text_of(ada.get(f"/dashboard/webhooks/{endpoint.pk}/edit"))
    )
    assert sorted(ticked) == ["plan.ready", "video.ready"]
    answer = ada.post(f"/dashboard/webhooks/{endpoint.pk}/edit", receiver="inbox", description="Bell", types=[])
    assert answer.status_code == 302
    endpoint.refresh_from_db()
    assert (endpoint.types, endpoint.description) == ([], "Bell")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"receiver": "server", "url": ""}, "url"),
        ({"receiver": "server", "url": "https://10.0.0.1/hook"}, "url"),
        ({"receiver": "server", "url": "ftp://example.com"}, "url"),
        ({"receiver": "pigeon", "url": ""}, "receiver"),
        ({"receiver": "inbox", "types": ["no.such"]}, "types"),
    ],
)
def test_a_bad_endpoint_is_refused_at_its_field(ada: Browser, given: dict[str, Any], field: str) -> None:
    answer = ada.post("/dashboard/webhooks/new", **given)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in text_of(answer)
    assert not Endpoint.objects.exists()


def test_switched_off_it_says_so_and_can_be_switched_on_again(ada: Browser) -> None:
    endpoint, _ = add(ada)
    ada.post(f"/dashboard/webhooks/{endpoint.pk}/switch")
    assert "This endpoint is switched off" in text_of(ada.get(f"/dashboard/webhooks/{endpoint.pk}"))
    ada.post(f"/dashboard/webhooks/{endpoint.pk}/switch")
    assert "switched off" not in text_of(ada.get(f"/dashboard/webhooks/{endpoint.pk}")).split("</header>")[2]
    ada.post(f"/dashboard/webhooks/{endpoint.pk}/delete")
    assert ada.get(f"/dashboard/webhooks/{endpoint.pk}").status_code == 404


def test_pages_cost_the_same_however_much_was_sent(ada: Browser, world: World, sender: Sender) -> None:
    endpoint = services.create_endpoint("inbox:", principal=principal(world.ada)).endpoint
    paths = (f"/dashboard/webhooks/{endpoint.pk}", "/dashboard/webhooks/inbox")

    def costs() -> list[int]:
        services.send_test(endpoint)
        sender.run(timezone.now())
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                ada.get(path)
            found.append(len(queries))
        return found

    first = costs()
    for _ in range(4):
        last = costs()
    assert first == last
    assert max(first) <= MOST


@pytest.fixture
def sender() -> Sender:
    return Sender(holder="elsewhere/1/1")
