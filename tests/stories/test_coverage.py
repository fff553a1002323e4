"""`POST` and `GET /artifacts/{id}/coverage`, as printed."""

from collections.abc import Callable
from typing import Any

import pytest

from billing.services import withdraw
from generation.jobs.models import Job
from generation.projects.models import Artifact, Revision
from tests.api import Api, open_api

Work = Callable[[], list[Job]]
PRINTED = {"focusPrompt": "Focus on whether the midpoint turn is earned."}


def spendable(api: Api) -> int:
    return api.get("/credits").json["credits"]["balance"]


@pytest.mark.both
def test_the_printed_requests(api: Api, table_read: str, work: Work) -> None:
    before = api.get(f"/artifacts/{table_read}").json
    assert api.get(f"/artifacts/{table_read}/coverage").json == {"coverage": None}
    credits = spendable(api)
    answer = api.post(f"/artifacts/{table_read}/coverage", PRINTED, key="one")
    report_id = answer.json["reportId"]
    assert answer.json == {"reportId": report_id, "status": "generating", "jobId": answer.json["jobId"]}
    assert report_id.startswith("cov_")
    assert api.get(f"/artifacts/{table_read}/coverage").json["coverage"]["status"] == "generating"
    assert spendable(api) == credits - 2
    work()
    coverage = api.get(f"/artifacts/{table_read}/coverage?reportId={report_id}").json["coverage"]
    assert (coverage["status"], coverage["revision"], coverage["focusPrompt"]) == (
        "complete",
        1,
        PRINTED["focusPrompt"],
    )
    assert coverage["report"]["focus"]["answer"].startswith("The turn nearest the middle is entry 5")
    assert coverage["completedAt"] is not None
    assert spendable(api) == credits - 2
    assert api.get(f"/artifacts/{table_read}").json == before, "a side report changes nothing"


def test_the_latest_is_read_and_an_earlier_one_by_its_id(api: Api, table_read: str, work: Work) -> None:
    first = api.post(f"/artifacts/{table_read}/coverage", {}, key="one").json["reportId"]
    second = api.post(f"/artifacts/{table_read}/coverage", {"focusPrompt": None}, key="two").json["reportId"]
    work()
    assert api.get(f"/artifacts/{table_read}/coverage").json["coverage"]["id"] == second
    assert api.get(f"/artifacts/{table_read}/coverage?reportId={first}").json["coverage"]["id"] == first


def test_the_report_is_on_the_revision_it_was_asked_for(api: Api, table_read: str, work: Work) -> None:
    report = api.post(f"/artifacts/{table_read}/coverage", {}, key="one").json["reportId"]
    api.post(f"/artifacts/{table_read}/refine", {"instruction": "drop the narrator"}, key="two")
    work()
    api.post(f"/artifacts/{table_read}/coverage", {}, key="three")
    work()
    latest = api.get(f"/artifacts/{table_read}/coverage").json["coverage"]
    earlier = api.get(f"/artifacts/{table_read}/coverage?reportId={report}").json["coverage"]
    assert (earlier["revision"], latest["revision"]) == (1, 2)
    assert "Narrator" in {c["name"] for c in earlier["report"]["characters"]}
    assert "Narrator" not in {c["name"] for c in latest["report"]["characters"]}


def test_a_failed_report_says_why_and_costs_nothing(api: Api, table_read: str, work: Work) -> None:
    Revision.objects.filter(artifact_id=table_read).update(
        content={"script": {"title": "T", "logline": "", "characters": [], "scenes": []}}
    )
    credits = spendable(api)
    api.post(f"/artifacts/{table_read}/coverage", {}, key="one")
    work()
    coverage = api.get(f"/artifacts/{table_read}/coverage").json["coverage"]
    assert (coverage["status"], coverage["report"]) == ("failed", None)
    assert "nothing to cover" in coverage["failureMessage"]
    assert spendable(api) == credits


@pytest.mark.parametrize("body", [{"focusPrompt": 7}, {"focusPrompt": "x" * 2001}, {"focusPrompt": ["a"]}, []])
def test_a_bad_body_is_refused(api: Api, table_read: str, body: Any) -> None:
    assert api.post(f"/artifacts/{table_read}/coverage", body, key="one").refusal() == (422, "validation_failed")


@pytest.mark.both
def test_the_key_is_required_and_a_replay_charges_once(api: Api, table_read: str) -> None:
    assert api.post(f"/artifacts/{table_read}/coverage", PRINTED).refusal() == (422, "idempotency_key_required")
    credits = spendable(api)
    first, again = (api.post(f"/artifacts/{table_read}/coverage", PRINTED, key="one") for _ in range(2))
    assert again.body == first.body
    assert spendable(api) == credits - 2
    assert api.post(f"/artifacts/{table_read}/coverage", {}, key="one").refusal() == (409, "idempotency_conflict")


def test_without_credits_and_before_it_is_ready_nothing_is_made(api: Api, table_read: str) -> None:
    withdraw(api.organization.pk, spendable(api) - 1, bucket="perpetual", reason="test", actor="test")
    answer = api.post(f"/artifacts/{table_read}/coverage", {}, key="one")
    assert answer.refusal() == (402, "insufficient_credits")
    Artifact.objects.filter(pk=table_read).update(status="RUNNING")
    assert api.post(f"/artifacts/{table_read}/coverage", {}, key="two").refusal() == (409, "artifact_not_ready")
    assert api.get(f"/artifacts/{table_read}/coverage").json == {"coverage": None}


def test_a_dry_run_quotes_two_credits(api: Api, table_read: str) -> None:
    answer = api.post(f"/artifacts/{table_read}/coverage?dry_run=true", {}).json
    assert answer["quote"]["total"] == 2
    assert api.get(f"/artifacts/{table_read}/coverage").json == {"coverage": None}


def test_anothers_artifact_or_report_is_not_found(api: Api, table_read: str) -> None:
    rival = open_api("Rival")
    assert rival.get(f"/artifacts/{table_read}/coverage").refusal() == (404, "artifact_not_found")
    assert rival.post(f"/artifacts/{table_read}/coverage", {}, key="a").refusal() == (404, "artifact_not_found")
    for report in ("cov_none", "a%00b"):
        answer = api.get(f"/artifacts/{table_read}/coverage?reportId={report}")
        assert answer.refusal() == (404, "artifact_not_found")
