"""A person looks at the art direction: the job waits without a worker, its credits held, and ends as they say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from billing.services import balance
from generation.jobs.models import Job
from generation.jobs.sweeper import sweep
from tests.api import Api
from tests.workflows.conftest import CONCEPT, Work

REVIEWED = {"type": "cinematic", "concept": CONCEPT, "hitl": True}


@pytest.fixture
def waiting(api: Api, work: Work) -> str:
    """A workflow that waits for its review."""
    job_id: str = api.post("/workflow", REVIEWED).json["jobId"]
    (ran,) = work()
    assert (ran.status, ran.worker, ran.lease_until) == ("suspended", "", None)
    return job_id


def test_the_direction_can_be_read_and_its_credits_stay_held(api: Api, waiting: str) -> None:
    told = api.get(f"/workflow/{waiting}/direction").json["data"]
    assert told["review"]["status"] == "waiting"
    assert [section["role"] for section in told["direction"]["sections"]] == ["attention", "desire", "action"]
    assert balance(api.organization.pk).balance == 999
    assert api.get(f"/workflow/{waiting}").json["data"]["status"] == "suspended"


@pytest.mark.media
def test_what_was_edited_is_what_is_made(api: Api, quick: None, waiting: str, work: Work) -> None:
    edits = {"title": "Noor", "sections": [{"line": "Close your eyes."}, {}, {"mood": "calm"}]}
    answer = api.post(f"/workflow/{waiting}/resume", {"action": "edit", "direction": edits})
    assert answer.status == 200, answer.body
    (ran,) = work()
    assert ran.status == "succeeded", ran.error_message
    made = ran.result["direction"]
    assert (made["title"], made["sections"][0]["line"], made["sections"][2]["mood"]) == (
        "Noor", "Close your eyes.", "calm",
    )  # fmt: skip
    assert balance(api.organization.pk).balance == 999
    assert api.post(f"/workflow/{waiting}/resume", {"action": "approve"}).status == 400


def test_a_rejected_direction_costs_nothing(api: Api, waiting: str) -> None:
    answer = api.post(f"/workflow/{waiting}/resume", {"action": "reject", "note": "Not us."})
    told = answer.json["data"]
    assert (told["status"], told["review"]["status"]) == ("canceled", "rejected")
    assert "Not us." in told["error"]
    assert balance(api.organization.pk).balance == 1000


def test_nobody_answers_and_the_credits_come_back(api: Api, waiting: str) -> None:
    sweep(now=timezone.now() + timedelta(hours=73))
    told = api.get(f"/workflow/{waiting}").json["data"]
    assert (told["status"], Job.objects.get().status) == ("failed", "failed")
    assert balance(api.organization.pk).balance == 1000


@pytest.mark.parametrize(
    "edits",
    [
        {}, {"brand": "X"}, {"title": ""}, {"sections": []}, {"sections": [{}] * 9}, {"sections": [{"mood": "odd"}]},
        {"look": {"palette": ["red"]}}, {"sections": [{"line": "x" * 301}]},
    ],
)  # fmt: skip
def test_edits_that_make_no_sense_leave_it_waiting(api: Api, waiting: str, edits: dict[str, object]) -> None:
    answer = api.post(f"/workflow/{waiting}/resume", {"action": "edit", "direction": edits})
    assert answer.status == 400, answer.body
    assert api.get(f"/workflow/{waiting}").json["data"]["review"]["status"] == "waiting"
