"""`?dry_run=true`: the quote, the balance after it and what would fail; and nothing is done."""

import pytest

from generation.jobs.models import Job, JobEvent
from tests.api import Api, open_api
from wire.models import IdempotencyRecord


def test_a_dry_job_is_quoted_and_not_created(api: Api, approved_plan: str) -> None:
    before = (Job.objects.count(), JobEvent.objects.count())
    answer = api.post("/story-jobs?dry_run=true", {"storyPlanId": approved_plan}, key="one").json
    assert answer["dryRun"] is True
    assert (answer["quote"]["total"], answer["wouldFail"]) == (11, None)
    assert answer["balance"] == {"before": 1000, "after": 989}
    assert api.get("/credits").json["credits"]["balance"] == 1000
    assert (Job.objects.count(), JobEvent.objects.count()) == before


def test_a_dry_run_leaves_no_idempotency_record(api: Api, approved_plan: str) -> None:
    kept = IdempotencyRecord.objects.count()
    api.post("/story-jobs?dry_run=true", {"storyPlanId": approved_plan}, key="one")
    assert IdempotencyRecord.objects.count() == kept
    assert api.post("/story-jobs", {"storyPlanId": approved_plan}, key="one").json["job"]["status"] == "RESERVED"


@pytest.mark.parametrize(("mode", "total"), [("audio", 6), ("video", 12)])
def test_finalizing_needs_no_key_to_be_tried(api: Api, artifact: str, mode: str, total: int) -> None:
    body = {"mode": mode, "record": True}
    assert api.post(f"/artifacts/{artifact}/finalize?dry_run=true", body).json["quote"]["total"] == total
    assert api.post(f"/artifacts/{artifact}/render-video?dry_run=true").json["quote"]["total"] == 12
    assert api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"]["video"]["status"] == "not_rendered"


def test_too_few_credits_are_foretold_in_the_familys_words(api: Api, approved_plan: str) -> None:
    from billing.services import withdraw

    withdraw(api.organization.pk, 995, bucket="perpetual", reason="test", actor="test")
    answer = api.post("/story-jobs?dry_run=true", {"storyPlanId": approved_plan})
    assert answer.status == 200
    assert answer.json["quote"]["total"] == 11
    assert answer.json["balance"] == {"before": 5, "after": 5}
    assert answer.json["wouldFail"]["code"] == "insufficient_credits"
    assert answer.json["wouldFail"]["details"] == {"required": 11, "available": 5}


def test_what_cannot_be_quoted_is_refused(api: Api, project: str) -> None:
    assert api.post("/story-jobs?dry_run=true", {}).refusal() == (422, "validation_failed")
    assert api.post("/story-jobs?dry_run=true", {"storyPlanId": "plan_x"}).refusal() == (404, "story_job_not_found")
    assert api.post("/story-projects?dry_run=true", {"name": "A"}).refusal() == (422, "validation_failed")
    assert api.post("/story-jobs?dry_run=perhaps", {}).refusal() == (422, "validation_failed")
    assert len(api.get("/story-projects").json["projects"]) == 1


def test_a_dry_run_on_anothers_artifact_is_not_found(api: Api, artifact: str) -> None:
    stranger = open_api("Stranger")
    answer = stranger.post(f"/artifacts/{artifact}/finalize?dry_run=true", {"mode": "video"})
    assert answer.refusal() == (404, "artifact_not_found")
