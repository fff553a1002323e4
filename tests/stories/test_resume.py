from collections.abc import Callable

import pytest

from generation.jobs.models import Job
from tests.api import Api
from tests.stories.conftest import plan_body

Work = Callable[[], list[Job]]


def spendable(api: Api) -> int:
    return api.get("/credits").json["credits"]["balance"]


@pytest.fixture
def approved_plan(api: Api, project: str, source: str, work: Work) -> str:
    """For a read of one or two lines: here every word is really spoken."""
    requests = [{"type": "table_read", "durationSeconds": 8}]
    body = plan_body(source, autoApprove=True, artifactRequests=requests)
    plan = api.post(f"/story-projects/{project}/story-plans", body).json["plan"]["id"]
    work()
    return plan


@pytest.fixture
def failed(api: Api, artifact: str, work: Work, monkeypatch: pytest.MonkeyPatch) -> str:
    """A finalize job that failed because the voices did."""
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.films.failing:Mute")
    body = {"mode": "audio", "record": True}
    job = api.post(f"/artifacts/{artifact}/finalize", body, key="a").json["finalize"]["jobId"]
    work()
    monkeypatch.delenv("STUDIO_PROVIDER_SPEECH")
    return job


def test_a_failed_job_says_why_and_what_next(api: Api, failed: str) -> None:
    told = api.get(f"/story-jobs/{failed}/explain").json["explanation"]
    assert "contract has lapsed" in told["cause"]
    assert told["stage"] == "Performing the read"
    assert told["whatNext"]
    assert [attempt["number"] for attempt in told["attempts"]] == [1]


def test_resuming_takes_a_new_hold_and_goes_on_after_the_last_checkpoint(api: Api, failed: str, work: Work) -> None:
    before = spendable(api)
    resumed = api.post(f"/story-jobs/{failed}/resume", key="again").json["job"]
    assert resumed["status"] in ("RESERVED", "RUNNING"), "it has begun before and waits for a worker"
    assert spendable(api) == before - 6
    work()
    assert api.get(f"/story-jobs/{failed}").json["job"]["status"] == "READY"
    assert spendable(api) == before - 6
    stages = list(Job.objects.get(pk=failed).checkpoints.values_list("stage", "attempt"))
    assert stages[0] == ("load", 1), "done by the first attempt and not again"
    receipts = [r for r in api.get("/credits/receipts").json["receipts"] if r["jobId"] == failed]
    assert [(r["captured"], r["released"]) for r in receipts] == [(6, 0), (0, 6)]


def test_a_canceled_script_job_can_be_taken_up_again(api: Api, approved_plan: str, work: Work) -> None:
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    api.post(f"/story-jobs/{job}/cancel")
    api.post(f"/story-jobs/{job}/resume")
    work()
    done = api.get(f"/story-jobs/{job}").json["job"]
    assert (done["status"], done["artifacts"][0]["status"]) == ("READY", "READY")


def test_a_resume_can_be_tried_dry(api: Api, failed: str) -> None:
    answer = api.post(f"/story-jobs/{failed}/resume?dry_run=true").json
    assert (answer["quote"]["total"], answer["wouldFail"]) == (6, None)
    assert api.get(f"/story-jobs/{failed}").json["job"]["status"] == "FAILED"


def test_what_is_running_or_ready_cannot_be_resumed(api: Api, approved_plan: str, work: Work) -> None:
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    answer = api.post(f"/story-jobs/{job}/resume")
    assert answer.refusal() == (409, "story_job_state_invalid")
    assert answer.json["error"]["details"] == {"status": "RESERVED", "allowed": ["FAILED", "CANCELED"]}


def test_without_credits_a_resume_leaves_the_job_as_it_was(api: Api, failed: str) -> None:
    from billing.services import withdraw

    withdraw(api.organization.pk, spendable(api), bucket="perpetual", reason="test", actor="test")
    assert api.post(f"/story-jobs/{failed}/resume").refusal() == (402, "insufficient_credits")
    assert api.get(f"/story-jobs/{failed}").json["job"]["status"] == "FAILED"


def test_receipts_are_paged(api: Api, approved_plan: str, work: Work) -> None:
    for _ in range(3):
        api.post("/story-jobs", {"storyPlanId": approved_plan})
    work()
    first = api.get("/credits/receipts?limit=2").json
    second = api.get(f"/credits/receipts?limit=2&cursor={first['nextCursor']}").json
    assert len({r["id"] for r in first["receipts"] + second["receipts"]}) == 3
    assert second["nextCursor"] is None
