"""What each family tells, the six events of the workflows' reference, low credits, and what is kept for how long."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organization
from accounts.services import suspend_organization
from billing.prices import LineItem, Quote
from generation.jobs import registry
from generation.jobs.claim import claim_next
from generation.jobs.events import append_event
from generation.jobs.models import Job
from generation.jobs.registry import Pipeline, Stage
from generation.jobs.services import create_job, settle_failure, settle_success, suspend_job, wake_job
from generation.projects.closed import empty_closed
from generation.webhooks import catalogue, credits, retention, services
from generation.webhooks.catalogue import EventType, Rule
from generation.webhooks.models import Attempt, Delivery, Endpoint, Event, InboxMessage, LowCredits, Secret
from generation.webhooks.outbox import fan_out
from generation.webhooks.sender import Sender
from tests.webhooks.conftest import MakeEndpoint, a_canceled_job, a_job, deliver
from tests.world import World
from wire.errors import GenerationFailed

pytestmark = pytest.mark.django_db
STAGES = ("art_direction", "video_generation")


@pytest.fixture
def workflow(monkeypatch: pytest.MonkeyPatch) -> str:
    """A workflow's pipeline of two stages, as the family's own will sign up."""
    monkeypatch.setattr(registry, "_pipelines", dict(registry._pipelines))
    stages = tuple(Stage(name, lambda ctx: {}) for name in STAGES)
    registry.register(Pipeline("workflow.tale", "Film a tale", stages))
    return "workflow.tale"


def start(world: World, kind: str) -> Job:
    with transaction.atomic():
        quote = Quote(total=2, line_items=(LineItem("workflow", "Cinematic", 2),), notes=())
        create_job(
            organization_id=world.ada.organization.pk, kind=kind, params={}, quote=quote, operation="workflow",
            subject_id="wf_1", now=timezone.now(),
        )  # fmt: skip
    job = claim_next(worker="a/1/1", now=timezone.now())
    assert job is not None
    return job


def enter(job: Job, number: int) -> None:
    """A stage begins; the log counts them from 1."""
    with transaction.atomic():
        data = {"stage": STAGES[number - 1], "index": number, "count": 2, "progress": (number - 1) / 2}
        append_event(job.pk, "stage", data, now=timezone.now())


def told() -> list[tuple[str, dict[str, Any]]]:
    fan_out(timezone.now())
    sent = Delivery.objects.select_related("event").order_by("due_at")
    return [(one.event.type, one.event.data) for one in sent]


def test_a_workflow_tells_what_its_reference_prints(world: World, make_endpoint: MakeEndpoint, workflow: str) -> None:
    make_endpoint("inbox:")
    job = start(world, workflow)
    enter(job, 1)
    enter(job, 2)
    suspend_job(job.pk, reason="Waiting for your review", attempt=job.attempt, now=timezone.now())
    wake_job(job.pk, reason="approved", now=timezone.now())
    again = claim_next(worker="a/1/1", now=timezone.now())
    assert again is not None
    settle_success(job.pk, attempt=again.attempt, result={}, outputs={}, now=timezone.now())
    found = told()
    assert [name for name, _ in found] == [
        "workflow.started",  # and not again when it goes on after the review
        "workflow.step",
        "workflow.suspended",
        "workflow.step",
        "workflow.completed",
    ]
    steps = [data for name, data in found if name == "workflow.step"]
    assert [(step["step"], step["status"], step["progress"]) for step in steps] == [
        ("art_direction", "completed", 50),
        ("video_generation", "completed", 100),
    ]
    assert dict(found)["workflow.completed"]["credits"] == 2
    assert {data["jobId"] for _, data in found} == {"wf_1"}
    assert dict(found)["workflow.suspended"]["reason"] == "Waiting for your review"


def test_a_failed_workflow_says_what_was_given_back(world: World, make_endpoint: MakeEndpoint, workflow: str) -> None:
    make_endpoint("inbox:", "workflow.failed")
    job = start(world, workflow)
    settle_failure(job.pk, GenerationFailed("The sea was too rough."), attempt=job.attempt, now=timezone.now())
    ((name, data),) = told()
    assert (name, data["creditsRefunded"]) == ("workflow.failed", 2)
    assert data["error"] == {"code": "generation_failed", "message": "The sea was too rough."}


def test_a_job_that_waits_for_a_provider_is_not_waiting_for_a_person(
    world: World, make_endpoint: MakeEndpoint, workflow: str
) -> None:
    make_endpoint("inbox:", "workflow.suspended")
    job, now = start(world, workflow), timezone.now()
    suspend_job(job.pk, reason="a vendor is at work", attempt=job.attempt, wake_at=now + timedelta(seconds=9), now=now)
    assert told() == []


def test_every_rule_names_kinds_that_exist_and_a_state_or_stage() -> None:
    known = registry.kinds()
    lines = {"queued", "running", "suspended", "succeeded", "failed", "canceled", "stage", "video.ready"}
    for on in catalogue.lines_that_tell():
        assert on in lines
        for rule in catalogue._rules[on]:
            assert any(rule.fits(kind) for kind in known), rule


def test_a_new_family_brings_a_table_and_a_second_type_of_one_name_is_a_mistake(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catalogue, "_types", dict(catalogue._types))
    monkeypatch.setattr(catalogue, "_rules", {on: list(rules) for on, rules in catalogue._rules.items()})
    with pytest.raises(ValueError, match="No event type"):
        catalogue.register((), (Rule(type="tale.told", on="succeeded", kinds=("tale",)),))
    tale = EventType(name="tale.told", summary="A tale.", group="Tales")
    catalogue.register((tale,), (Rule(type="tale.told", on="succeeded", kinds=("tale.*",)),))
    assert [rule.type for rule in catalogue.rules_for("tale.long", "succeeded")] == ["tale.told"]
    with pytest.raises(ValueError, match="already"):
        catalogue.register((EventType(name="tale.told", summary="Another.", group="Tales"),))


def test_low_credits_are_told_once_until_there_are_more(world: World, make_endpoint: MakeEndpoint) -> None:
    make_endpoint("inbox:", "credits.low")
    make_endpoint("inbox:", "plan.ready", tenant=world.bob)
    from billing.services import grant, withdraw

    organization_id, now = world.ada.organization.pk, timezone.now()
    assert credits.watch(now) == 0
    withdraw(organization_id, 200, bucket="perpetual", reason="A test.", actor="system")
    withdraw(organization_id, 280, bucket="monthly", reason="A test.", actor="system")
    assert [credits.watch(now) for _ in range(3)] == [1, 0, 0]
    event = Event.objects.get()
    assert (event.type, event.data["balance"], event.data["threshold"]) == ("credits.low", 20, 30)
    grant(organization_id, 100, bucket="perpetual", reason="A test.", actor="system")
    assert credits.watch(now) == 0
    withdraw(organization_id, 100, bucket="perpetual", reason="A test.", actor="system")
    assert credits.watch(now) == 1
    with CaptureQueriesContext(connection) as queries:
        credits.watch(now)
    assert len(queries) == 3


def test_the_log_goes_when_its_time_has_come_and_never_what_still_waits(
    world: World, make_endpoint: MakeEndpoint, sender: Sender, settings: Any
) -> None:
    settings.STUDIO_WEBHOOK_DAYS = 30
    made = make_endpoint("inbox:")
    a_canceled_job(world.ada)
    deliver(sender)
    waiting = services.send_test(made.endpoint)
    old = timezone.now() - timedelta(days=31)
    Event.objects.update(occurred_at=old)
    InboxMessage.objects.update(received_at=old)
    assert retention.purge(timezone.now()) == 4  # the event, its delivery, its attempt, what the inbox got
    assert list(Delivery.objects.all()) == [waiting]
    assert not Attempt.objects.exists()
    assert not InboxMessage.objects.exists()
    assert retention.purge(timezone.now()) == 0


def test_of_a_deleted_endpoint_and_of_a_closed_organization_nothing_stays(
    world: World, make_endpoint: MakeEndpoint, sender: Sender
) -> None:
    principal = services.Principal(world.ada.organization.pk, None, world.ada.owner.pk, frozenset())
    made = make_endpoint("inbox:")
    services.send_test(made.endpoint)
    deliver(sender)
    services.delete_endpoint(made.endpoint, principal=principal)
    for _ in range(3):
        retention.purge(timezone.now())
    assert not Endpoint.objects.exists()
    make_endpoint("inbox:")
    a_job(world.ada)
    LowCredits.objects.create(organization_id=world.ada.organization.pk, told_at=timezone.now())
    organization = Organization.objects.get(pk=world.ada.organization.pk)
    organization.memberships.all().delete()
    suspend_organization(organization, reason="closed", by=world.ada.owner, now=timezone.now())
    empty_closed(now=timezone.now())
    for model in (Endpoint, Secret, Event, Delivery, LowCredits):
        assert not model.objects.exists()
