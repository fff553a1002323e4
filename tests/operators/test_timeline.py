"""A job's page tells everything that happened to it on one axis."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from billing import services as billing
from generation.jobs.models import Attempt, Checkpoint, Job, JobEvent, ProviderCall
from generation.jobs.timeline import Axis, timeline_of
from generation.webhooks.models import Attempt as Sent
from generation.webhooks.models import Delivery, Endpoint, Event
from tests.operators.conftest import MakeJob
from tests.world import NOW, World

SECOND = timedelta(seconds=1)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


class TestAxis:
    def test_busy_time_is_drawn_in_proportion(self) -> None:
        axis = Axis([(at(0), at(100))], began_at=at(0))
        assert [axis.at(at(s)) for s in (0, 25, 100)] == [0.0, 0.25, 1.0]

    def test_an_idle_night_is_cut_short_and_said(self) -> None:
        axis = Axis([(at(0), at(50)), (at(40_000), at(40_050))], began_at=at(0))
        (gap,) = axis.gaps()
        assert gap.length == "11 h 5 min"
        assert gap.width < 10
        assert axis.at(at(40_050)) == pytest.approx(1.0)
        assert axis.at(at(50)) == pytest.approx(1 - axis.at(at(40_000)))

    def test_a_single_moment_is_an_axis_too(self) -> None:
        axis = Axis([], began_at=at(0))
        assert axis.at(at(0)) == 0.0
        assert list(axis.gaps()) == []
        assert len(list(axis.ticks())) == 5


@pytest.fixture
def eventful(world: World, make_job: MakeJob) -> Job:
    """Lost once, then done, charged and told."""
    now = timezone.now()
    organization = world.ada.organization.pk
    job = make_job("succeeded", age=10, took=9, organization=organization, price=12, charged=12)

    def after(seconds: int) -> datetime:
        return job.created_at + seconds * SECOND

    Attempt.objects.create(job=job, number=1, worker="one/1/1", outcome="lost", started_at=after(1), ended_at=after(60))
    Attempt.objects.create(
        job=job, number=2, worker="two/1/1", outcome="succeeded", started_at=after(70), ended_at=after(540)
    )
    Checkpoint.objects.create(job=job, stage="perform", attempt=2, duration_ms=30_000, created_at=after(120))
    ProviderCall.objects.create(
        job=job, stage="perform", key="1", provider="openai", model="tts-1", operation="speech", status="finished",
        attempt=2, latency_ms=1500, cost_microusd=12_000, data={"text": "SECRET"}, started_at=after(90),
        finished_at=after(92),
    )  # fmt: skip
    lines = [("queued", {}), ("running", {}), ("queued", {"reason": "worker_lost"}), ("progress", {}),
             ("stage", {"stage": "perform", "message": "SECRET words"}), ("succeeded", {})]  # fmt: skip
    for seq, (kind, data) in enumerate(lines, 1):
        JobEvent.objects.create(job=job, seq=seq, type=kind, data=data, created_at=after(20 * seq))
    held = billing.hold(organization, 12, operation="film", quote={}, job_id=job.pk, now=after(0))
    billing.capture(held.pk, 12, outcome="succeeded", now=after(540))
    endpoint = Endpoint.objects.create(organization_id=organization, url="https://example.com/", created_at=now)
    event = Event.objects.create(
        organization_id=organization, type="job.succeeded", job_id=job.pk, seq=6, occurred_at=now
    )
    delivery = Delivery.objects.create(endpoint=endpoint, event=event, status="delivered", created_at=now, ended_at=now)
    Sent.objects.create(delivery=delivery, number=1, url=endpoint.url, status=500, duration_ms=80, sent_at=after(541))
    return job


def test_every_log_has_its_lane(eventful: Job) -> None:
    timeline = timeline_of(eventful, now=timezone.now())
    found = {name: [mark.label for mark in marks] for name, _, marks in timeline.lanes}
    assert found == {
        "Attempts": ["Attempt 1", "Attempt 2"],
        "Stages": ["perform"],
        "Provider calls": ["openai · speech"],
        "Log": ["queued", "running", "queued", "stage", "succeeded"],
        "Credits": ["Hold", "Capture"],
        "Webhooks": ["job.succeeded"],
    }
    notes = {mark.label: (mark.tone, mark.note) for _, _, marks in timeline.lanes for mark in marks}
    assert notes["Attempt 1"] == ("bad", "lease lost, by one/1/1")
    assert notes["openai · speech"] == ("good", "tts-1, finished, 1.5 s, $0.0120")
    assert notes["Capture"][1].startswith("12 charged of 12 held in hold_")
    assert notes["job.succeeded"][0] == "bad"


def test_marks_stay_on_the_axis_in_their_order(eventful: Job) -> None:
    timeline = timeline_of(eventful, now=timezone.now())
    for _, rows, marks in timeline.lanes:
        for mark in marks:
            assert mark.left >= 0
            assert mark.left + mark.width <= 100.001
            assert mark.row < rows
    order = [mark.at for _, mark in timeline.in_order]
    assert order == sorted(order)


def test_the_page_shows_it_with_receipt_and_cause_and_nothing_that_was_written(staff: Client, eventful: Job) -> None:
    page = staff.get(f"/admin/jobs/job/{eventful.pk}/change/").content.decode()
    timeline = page[page.index('class="timeline"') : page.index("</section>", page.index('class="timeline"'))]
    for words in (
        "lease lost",
        "openai · speech",
        "no. 3 worker_lost",
        "12 charged",
        "its result is ready",
        "500 after",
    ):
        assert words in timeline
    assert "SECRET" not in timeline


def test_what_runs_is_drawn_until_now(make_job: MakeJob) -> None:
    job = make_job("running", age=2)
    Attempt.objects.create(job=job, number=1, worker="one/1/1", started_at=job.created_at)
    ((_, _, (mark,)),) = timeline_of(job, now=timezone.now()).lanes
    assert (mark.note, mark.width) == ("running, by one/1/1", 100)


def test_a_job_with_many_calls_costs_no_more_queries(
    eventful: Job, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        timeline_of(eventful, now=timezone.now())
