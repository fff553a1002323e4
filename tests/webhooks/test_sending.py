"""From a line in a job's log to a verified message at the receiver, and all that can come in between."""

import itertools
import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import Webhook

from accounts.models import AuditEvent
from accounts.sealing import seal
from generation.jobs.models import JobEvent
from generation.jobs.services import cancel_job
from generation.webhooks import claims, post, services
from generation.webhooks.models import Attempt, Delivery, Endpoint, Event, InboxMessage, Secret
from generation.webhooks.outbox import emit, fan_out
from generation.webhooks.post import Outcome, Parcel
from generation.webhooks.sender import Sender
from tests.webhooks.conftest import MakeEndpoint, a_canceled_job, a_job, deliver, make_due
from tests.webhooks.receiver import OK, Got, Receiver, Reply, receiving
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.both]
Status = Delivery.Status


def test_what_happened_to_a_job_arrives_signed_and_once(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    made = make_endpoint(receiver.url)
    job = a_canceled_job(world.ada)
    (delivery,) = deliver(sender)
    (got,) = receiver.got
    told = Webhook(made.secret).verify(got.body, got.headers)
    assert (told["type"], told["data"]["jobId"], told["data"]["status"]) == ("image.failed", job.pk, "failed")
    assert told["data"]["error"] == {"code": "canceled", "message": "Not wanted any more."}
    assert got.id == delivery.event_id
    assert got.headers["content-type"].startswith("application/json")
    assert (delivery.status, delivery.last_status, delivery.tries) == (Status.DELIVERED, 200, 1)
    deliver(sender)
    assert len(receiver.got) == 1, "a second look finds nothing"
    assert not JobEvent.objects.filter(fanned_out_at__isnull=True).exists()


def test_an_endpoint_hears_only_of_its_own_organization_its_types_and_its_time(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    a_canceled_job(world.ada)
    later = timezone.now()
    make_endpoint(receiver.url, "image.failed")
    Endpoint.objects.update(created_at=later)
    make_endpoint(receiver.url, "plan.ready")
    make_endpoint(receiver.url, tenant=world.bob)
    a_job(world.ada)
    mine = a_canceled_job(world.ada)
    deliver(sender)
    assert [json.loads(got.body)["data"]["jobId"] for got in receiver.got] == [mine.pk]


def test_an_event_belongs_to_the_transaction_of_what_it_tells(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    make_endpoint(receiver.url)
    organization_id = world.ada.organization.pk
    with transaction.atomic():
        emit(organization_id, "credits.low", {"balance": 1})
        transaction.set_rollback(True)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        event = emit(organization_id, "credits.low", {"balance": 2})
    assert len([query for query in queries if "INSERT" in query["sql"]]) == 1
    with transaction.atomic(), pytest.raises(ValueError, match="No event type"):
        emit(organization_id, "nothing.known", {})
    deliver(sender)
    assert [got.id for got in receiver.got] == [event.pk]


def test_a_failure_is_tried_again_under_the_same_id_and_logged(
    make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    answers = iter([(503, {"Retry-After": "120"}, b"busy"), (200, {}, b"thanks")])
    receiver.answer = lambda got: next(answers)
    made = make_endpoint(receiver.url)
    services.send_test(made.endpoint)
    (waiting,) = deliver(sender)
    assert (waiting.status, waiting.last_status, waiting.tries) == (Status.PENDING, 503, 1)
    assert waiting.due_at is not None
    assert timedelta(seconds=110) < waiting.due_at - timezone.now() <= timedelta(seconds=120), "Retry-After"
    make_due()
    (done,) = deliver(sender)
    assert done.status == Status.DELIVERED
    first, second = receiver.got
    assert first.id == second.id == done.event_id
    assert first.body == second.body
    assert [Webhook(made.secret).verify(got.body, got.headers)["type"] for got in receiver.got] == ["webhook.test"] * 2
    assert [(a.number, a.status, a.response_body) for a in done.attempts.all()] == [
        (1, 503, "busy"),
        (2, 200, "thanks"),
    ]
    endpoint = Endpoint.objects.get()
    assert (endpoint.failures, endpoint.failing_since) == (0, None)


def test_after_ten_attempts_it_has_failed_and_can_be_sent_again_by_hand(
    make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    receiver.answer = lambda got: (500, {}, b"")
    made = make_endpoint(receiver.url)
    services.send_test(made.endpoint)
    for _ in range(12):
        make_due()
        (delivery,) = deliver(sender)
    assert (delivery.status, delivery.tries, len(receiver.got)) == (Status.FAILED, 10, 10)
    receiver.answer = lambda got: (200, {}, b"")
    services.redeliver(delivery)
    (again,) = deliver(sender)
    assert (again.status, again.attempts_made) == (Status.DELIVERED, 11)
    assert {got.id for got in receiver.got} == {delivery.event_id}


def test_gone_switches_the_endpoint_off_and_nothing_more_is_sent(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    receiver.answer = lambda got: (410, {}, b"")
    made = make_endpoint(receiver.url)
    a_canceled_job(world.ada)
    deliver(sender)
    a_canceled_job(world.ada)
    (delivery,) = deliver(sender)
    endpoint = Endpoint.objects.get()
    assert not endpoint.is_enabled
    assert "410" in endpoint.disabled_reason
    assert delivery.status == Status.CANCELED
    assert AuditEvent.objects.filter(action="webhook.disabled", target=made.endpoint.pk).exists()
    with pytest.raises(services.ValidationFailed):
        services.redeliver(delivery)


def test_an_endpoint_that_fails_for_three_days_is_given_up(
    make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    receiver.answer = lambda got: (500, {}, b"")
    made = make_endpoint(receiver.url)
    Endpoint.objects.update(failures=40, failing_since=timezone.now() - timedelta(days=3))
    services.send_test(made.endpoint)
    deliver(sender)
    assert "three days" in Endpoint.objects.get().disabled_reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_is_not_followed(
    status: int, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    with receiving() as elsewhere:
        receiver.answer = lambda got: (status, {"Location": elsewhere.url}, b"")
        services.send_test(make_endpoint(receiver.url).endpoint)
        (delivery,) = deliver(sender)
        assert elsewhere.got == []
    assert (delivery.status, delivery.last_status) == (Status.PENDING, status)
    assert "Redirects are not followed" in delivery.last_error


def test_an_address_that_came_to_mean_an_inner_one_is_not_called(
    make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender, settings: Any
) -> None:
    services.send_test(make_endpoint(receiver.url).endpoint)
    settings.STUDIO_FETCH_ALLOW = ()
    (delivery,) = deliver(sender)
    assert receiver.got == []
    assert delivery.status == Status.PENDING
    assert "not a public address" in delivery.last_error


def test_who_does_not_answer_in_time_has_failed_and_is_tried_again(
    world: World, make_endpoint: MakeEndpoint, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post.TIMEOUT_S == 15.0, "what the reference promises"
    assert post.policy().timeout_s == post.TIMEOUT_S
    monkeypatch.setattr(post, "TIMEOUT_S", 0.2)
    is_over = threading.Event()

    def hang(got: Got) -> Reply:
        is_over.wait(30)
        return OK

    with receiving(hang) as hanging:
        make_endpoint(hanging.url)
        a_canceled_job(world.ada)
        (delivery,) = deliver(sender)
        is_over.set()
    assert (delivery.status, delivery.tries, delivery.last_status) == (Status.PENDING, 1, None)
    attempt = Attempt.objects.get()
    assert attempt.error
    assert 200 <= attempt.duration_ms < 15_000


def test_a_long_answer_is_cut_and_secrets_are_struck_from_the_log(
    make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    leak = f"sh_{'a' * 18}_{'b' * 64}"
    receiver.answer = lambda got: (200, {"Set-Cookie": "session=1"}, f"{leak}\x00 ".encode() + b"x" * 200_000)
    services.send_test(make_endpoint(receiver.url).endpoint)
    (delivery,) = deliver(sender)
    assert delivery.status == Status.DELIVERED
    (attempt,) = delivery.attempts.all()
    assert len(attempt.response_body) <= 16 * 1024
    assert "b" * 64 not in attempt.response_body
    assert "\x00" not in attempt.response_body
    assert attempt.response_headers["set-cookie"] == "[struck]"
    assert attempt.request_headers["webhook-signature"] == "v1,[struck]"
    signature = receiver.got[0].headers["webhook-signature"].removeprefix("v1,")
    assert signature not in str(Attempt.objects.values_list("request_headers", "response_headers", "response_body"))


def test_while_a_secret_is_rotated_receivers_with_either_can_verify(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    made = make_endpoint(receiver.url)
    principal = services.Principal(world.ada.organization.pk, None, world.ada.owner.pk, frozenset())
    new = services.rotate_secret(made.endpoint, principal=principal)
    services.send_test(made.endpoint)
    deliver(sender)
    for secret in (made.secret, new.secret):
        Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
    Secret.objects.filter(expires_at__isnull=False).update(expires_at=timezone.now())
    services.send_test(made.endpoint)
    deliver(sender)
    assert len(receiver.got[1].headers["webhook-signature"].split()) == 1
    Webhook(new.secret).verify(receiver.got[1].body, receiver.got[1].headers)


def test_no_secret_is_in_the_database_and_a_lost_key_is_told(
    make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender, settings: Any
) -> None:
    made = make_endpoint(receiver.url)
    assert made.secret.removeprefix("whsec_") not in Secret.objects.get().sealed
    settings.STUDIO_SEALING_KEYS = ["another" * 8]
    services.send_test(made.endpoint)
    (delivery,) = deliver(sender)
    assert receiver.got == [], "nothing is sent unsigned"
    assert "Rotate it" in delivery.last_error


def test_the_built_in_receiver_gets_it_without_a_server(
    world: World, make_endpoint: MakeEndpoint, sender: Sender
) -> None:
    made = make_endpoint("inbox:")
    job = a_canceled_job(world.ada)
    (delivery,) = deliver(sender)
    message = InboxMessage.objects.get()
    assert (delivery.status, message.is_verified, message.event_id) == (Status.DELIVERED, True, delivery.event_id)
    assert Webhook(made.secret).verify(message.body, message.headers)["data"]["jobId"] == job.pk
    Secret.objects.update(sealed=seal("whsec_" + "A" * 44))
    services.send_test(made.endpoint)
    deliver(sender)
    assert InboxMessage.objects.filter(is_verified=True).count() == 2, "signed with whatever secret it has"


def test_a_claim_that_was_taken_over_writes_nothing(
    make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    services.send_test(make_endpoint(receiver.url).endpoint)
    now = timezone.now()
    (slow,) = claims.claim(holder="host-a/1/1", now=now, is_slow=False, room=9)
    later = now + claims.LEASE + timedelta(seconds=1)
    assert claims.claim(holder="host-b/1/1", now=now + timedelta(seconds=1), is_slow=False, room=9) == []
    (taken,) = claims.claim(holder="host-b/1/1", now=later, is_slow=False, room=9)
    assert (taken.event_id, taken.body) == (slow.event_id, slow.body)
    claims.settle([(slow, Outcome(sent_at=now, status=500))], now=later)
    assert not Attempt.objects.exists()
    claims.settle([(taken, Outcome(sent_at=now, status=200))], now=later)
    assert Delivery.objects.get().status == Status.DELIVERED


def test_what_a_dead_sender_of_this_host_had_under_way_is_due_at_once(
    make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    from generation.jobs.identity import here

    services.send_test(make_endpoint(receiver.url).endpoint)
    dead = f"{here()}999999999/1"
    assert len(claims.claim(holder=dead, now=timezone.now(), is_slow=False, room=9)) == 1
    (delivery,) = deliver(sender)
    assert delivery.status == Status.DELIVERED


def test_an_endpoint_has_few_under_way_until_it_has_answered_fast(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver
) -> None:
    made = make_endpoint(receiver.url)
    for _ in range(20):
        services.send_test(made.endpoint)

    def claimed(*, is_slow: bool) -> list[Parcel]:
        Endpoint.objects.update(next_at=timezone.now())
        return claims.claim(holder="a/1/1", now=timezone.now(), is_slow=is_slow, room=50)

    (first,) = claimed(is_slow=False)
    assert claimed(is_slow=False) == [], "a new one shows first that it answers"
    claims.settle([(first, Outcome(sent_at=timezone.now(), status=200, duration_ms=20))], now=timezone.now())
    fast = claimed(is_slow=False)
    assert len(fast) == claims.FAST
    late = Outcome(sent_at=timezone.now(), duration_ms=15_000, error="The server did not answer within 15 seconds.")
    claims.settle([(fast[0], late)], now=timezone.now())
    assert claimed(is_slow=False) == [], "it has left the lane of those that answer"
    assert claimed(is_slow=True) == [], "and has more under way than a slow one may"
    claims.settle([(parcel, late) for parcel in fast[1:]], now=timezone.now())
    assert len(claimed(is_slow=True)) == claims.SLOW


def test_a_dead_endpoint_is_probed_ever_more_seldom_and_comes_back_at_once(
    make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender
) -> None:
    receiver.answer = lambda got: (500, {}, b"")
    made = make_endpoint(receiver.url)
    for _ in range(30):
        services.send_test(made.endpoint)
    deliver(sender)
    assert len(receiver.got) == claims.PROBED_AFTER, "no more is spent on it"
    pauses = []
    for _ in range(8):
        endpoint = Endpoint.objects.get()
        assert endpoint.paused_until is not None
        pauses.append((endpoint.paused_until - timezone.now()).total_seconds())
        Endpoint.objects.update(paused_until=timezone.now(), next_at=timezone.now())
        deliver(sender)
    assert len(receiver.got) == claims.PROBED_AFTER + 8, "one each time"
    assert all(earlier <= later + 1 for earlier, later in itertools.pairwise(pauses))
    assert claims.LONGEST_PAUSE_S / 2 < pauses[-1] <= claims.LONGEST_PAUSE_S
    receiver.answer = lambda got: (200, {}, b"")
    asked = services.send_test(made.endpoint, "plan.ready")
    before = len(receiver.got)
    deliver(sender)
    assert receiver.got[before].id == asked.event_id, "what a person asks for comes first"
    delivered = Delivery.objects.filter(status=Status.DELIVERED).count()
    assert delivered == 31 - claims.PROBED_AFTER - 8, "all that had not failed itself"


def test_a_hanging_receiver_keeps_nobody_else_waiting(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver
) -> None:
    """Everything for the others arrives while one receiver has not even answered its first message."""
    import threading

    release = threading.Event()

    def hang(got: Got) -> Any:
        release.wait(60)
        return 200, {}, b""

    sender = Sender(holder="elsewhere/1/1")
    with receiving(hang) as hanging:
        make_endpoint(hanging.url)
        make_endpoint(receiver.url)
        for _ in range(30):
            a_canceled_job(world.ada)
        fan_out(timezone.now())
        while Delivery.objects.filter(endpoint__url=receiver.url, status=Status.PENDING).exists():
            sender.turn(timezone.now())
            sender._await_one()
        assert len(receiver.got) == 30
        assert len(hanging.got) == 1
        release.set()
        sender.run(timezone.now())


def test_a_job_is_canceled_whatever_its_receiver_does(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender, settings: Any
) -> None:
    """Neither the job's transaction nor the fan-out reads or writes what a receiver can spoil."""
    job = a_job(world.ada)
    make_endpoint(receiver.url)
    Secret.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        cancel_job(job.pk, reason="Enough.")
    assert not [query for query in queries if "webhooks_" in query["sql"]]


def test_a_family_that_cannot_tell_keeps_nobody_elses_events_back(
    world: World, make_endpoint: MakeEndpoint, receiver: Receiver, sender: Sender, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    from generation.webhooks import catalogue

    def broken(rule: Any, job: Any, line: Any) -> dict[str, Any]:
        if job.params["prompt"] == "broken":
            raise KeyError("assetId")
        return {"jobId": job.pk}

    monkeypatch.setattr(catalogue, "told_of", broken)
    make_endpoint(receiver.url)
    a_canceled_job(world.ada, prompt="broken")
    good = a_canceled_job(world.ada)
    deliver(sender)
    assert [json.loads(got.body)["data"]["jobId"] for got in receiver.got] == [good.pk]
    assert "could not be told" in caplog.text


def test_fanning_out_costs_the_same_however_many_lines_there_are(
    world: World, make_endpoint: MakeEndpoint, sender: Sender
) -> None:
    make_endpoint("inbox:")

    def cost(jobs: int) -> int:
        for _ in range(jobs):
            a_canceled_job(world.ada)
        with CaptureQueriesContext(connection) as queries:
            assert fan_out(timezone.now()) == 2 * jobs
        # A savepoint around each telling is no round trip that grows with the rows that it reads.
        return len([query for query in queries if "SAVEPOINT" not in query["sql"]])

    cost(1)
    assert cost(2) == cost(12)
    sender.run(timezone.now())
    with CaptureQueriesContext(connection) as at_rest:
        fan_out(timezone.now())
        sender.turn(timezone.now())
    assert len(at_rest) <= 6
    assert not [query for query in at_rest if query["sql"].startswith(("SAVEPOINT", "BEGIN"))], "no transaction"


def test_lines_that_tell_nothing_wait_for_one_that_does(world: World) -> None:
    job = a_job(world.ada)
    with transaction.atomic():
        from generation.jobs.events import append_event

        append_event(job.pk, "progress", {"progress": 0.5}, now=timezone.now())
    assert fan_out(timezone.now()) == 0
    cancel_job(job.pk, reason="Enough.")
    assert fan_out(timezone.now()) == 3
    assert not Event.objects.exists(), "nobody listens"
