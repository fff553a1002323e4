"""From a plan to its artifacts, with real writers and a worker's loop in this process."""

from collections.abc import Callable
from typing import Any

import pytest

from generation.jobs.models import Job
from tests.api import Api, open_api
from tests.stories.conftest import plan_body

Work = Callable[[], list[Job]]


def spendable(api: Api) -> int:
    return api.get("/credits").json["credits"]["balance"]


def test_a_plan_answers_pending_with_the_printed_quote(api: Api, project: str, source: str) -> None:
    answer = api.post(f"/story-projects/{project}/story-plans", plan_body(source, title="Launch", autoApprove=False))
    plan = answer.json["plan"]
    assert answer.status == 200
    assert (plan["status"], plan["plan"], plan["title"], plan["autoApprove"]) == ("PENDING", None, "Launch", False)
    assert plan["quote"]["currency"] == "studio_credits"
    assert plan["quote"]["total"] == 11
    assert [(i["kind"], i["label"], i["credits"]) for i in plan["quote"]["lineItems"]] == [
        ("planning", "StoryPlan generation", 0),
        ("source_digest", "Source digest (1 source)", 0),
        ("artifact", "Table read", 11),
    ]


def test_planning_ends_in_a_decision_with_evidence_from_the_source(
    api: Api, project: str, source: str, work: Work
) -> None:
    plan_id = api.post(f"/story-projects/{project}/story-plans", plan_body(source)).json["plan"]["id"]
    work()
    plan = api.get(f"/story-plans/{plan_id}").json["plan"]
    assert (plan["status"], plan["providerUsed"]) == ("REQUIRES_APPROVAL", "local")
    text = api.get(f"/story-projects/{project}/sources/{source}").json["source"]["extractedTextPreview"]
    assert plan["plan"]["evidence"]
    for item in plan["plan"]["evidence"]:
        if item["end"] <= len(text):
            assert text[item["start"] : item["end"]] == item["text"]
    assert len(plan["plan"]["journeyBeats"]) >= 2
    assert plan["plan"]["renderIntents"][0]["durationSeconds"] == 30


def test_approving_twice_is_a_no_op_and_rejecting_is_final(api: Api, project: str, source: str, work: Work) -> None:
    path = f"/story-projects/{project}/story-plans"
    plan = api.post(path, plan_body(source)).json["plan"]["id"]
    assert api.post(f"/story-plans/{plan}/approve").refusal() == (422, "validation_failed")
    work()
    first = api.post(f"/story-plans/{plan}/approve").json["plan"]
    assert api.post(f"/story-plans/{plan}/approve").json["plan"] == first
    assert first["approvedAt"]
    rejected = api.post(f"/story-plans/{plan}/reject", {"reason": "Tone was too aggressive"}).json["plan"]
    assert (rejected["status"], rejected["rejectionReason"]) == ("REJECTED", "Tone was too aggressive")
    assert api.post(f"/story-plans/{plan}/approve").refusal() == (422, "validation_failed")


def test_a_newer_plan_supersedes_the_older_which_can_drive_no_job(
    api: Api, project: str, source: str, approved_plan: str
) -> None:
    api.post(f"/story-projects/{project}/story-plans", plan_body(source))
    assert api.get(f"/story-plans/{approved_plan}").json["plan"]["status"] == "SUPERSEDED"
    answer = api.post("/story-jobs", {"storyPlanId": approved_plan})
    assert answer.refusal() == (409, "story_job_state_invalid")
    assert answer.json["error"]["details"] == {"status": "SUPERSEDED", "allowed": ["APPROVED"]}


def test_a_job_holds_credits_and_a_finished_one_is_charged_once(api: Api, approved_plan: str, work: Work) -> None:
    before = spendable(api)
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}, key="job-1").json["job"]
    assert (job["status"], job["quote"]["total"], job["progress"]) == ("RESERVED", 11, None)
    assert job["creditReservationId"].startswith("hold_")
    assert spendable(api) == before - 11
    assert api.post("/story-jobs", {"storyPlanId": approved_plan}, key="job-1").json["job"]["id"] == job["id"]
    work()
    done = api.get(f"/story-jobs/{job['id']}").json["job"]
    assert (done["status"], done["failureCode"]) == ("READY", None)
    assert spendable(api) == before - 11
    receipt = api.get(f"/story-jobs/{job['id']}/receipt").json["receipt"]
    assert (receipt["captured"], receipt["released"]) == (11, 0)


def test_a_ready_table_read_has_the_printed_manifest(api: Api, artifact: str) -> None:
    body = api.get(f"/artifacts/{artifact}").json["artifact"]
    assert (body["type"], body["status"], body["currentVersion"], body["refineCount"]) == ("table_read", "READY", 1, 0)
    manifest = body["manifest"]
    assert manifest["theaterFullscreenUrl"] == manifest["theaterUrl"] + "?view=fullscreen"
    assert manifest["shareToken"] in manifest["theaterUrl"]
    assert manifest["audio"]["recordingUrl"] is None
    assert manifest["video"]["status"] == "not_rendered"
    assert manifest["video"]["renderUrl"] == f"/api/v1/artifacts/{artifact}/render-video"
    assert body["tableReadShareLinkId"]


def test_the_script_is_grounded_in_the_source(api: Api, project: str, source: str, artifact: str) -> None:
    script = api.get(f"/artifacts/{artifact}/script").json["script"]
    lines = [line for scene in script["scenes"] for line in scene["lines"]]
    assert len(lines) >= 3
    assert any(line.get("evidence") for line in lines)
    for line in lines:
        for span in line.get("evidence", []):
            assert span["source_id"] == source


def test_the_theater_page_shows_the_script_to_whoever_has_the_link(api: Api, artifact: str, client: Any) -> None:
    manifest = api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"]
    script = api.get(f"/artifacts/{artifact}/script").json["script"]
    page = client.get(f"/share/table-read/{manifest['shareToken']}")
    assert page.status_code == 200
    assert script["scenes"][0]["lines"][0]["character"] in page.content.decode()
    assert client.get("/share/table-read/forged").status_code == 404


def test_canceling_releases_and_is_repeatable(api: Api, approved_plan: str) -> None:
    before = spendable(api)
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    canceled = api.post(f"/story-jobs/{job}/cancel")
    assert canceled.json["job"]["status"] == "CANCELED"
    assert api.post(f"/story-jobs/{job}/cancel").status == 200
    assert spendable(api) == before
    receipt = api.get(f"/story-jobs/{job}/receipt").json["receipt"]
    assert receipt["captured"] == 0
    assert "not charged" in receipt["reason"].lower()
    assert [a["status"] for a in api.get(f"/story-jobs/{job}/artifacts").json["artifacts"]] == ["FAILED"]


def test_a_finished_job_cannot_be_canceled(api: Api, approved_plan: str, work: Work) -> None:
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    work()
    answer = api.post(f"/story-jobs/{job}/cancel")
    assert answer.refusal() == (409, "story_job_state_invalid")
    assert answer.json["error"]["details"] == {"status": "READY", "allowed": ["PENDING", "RESERVED", "RUNNING"]}


def test_without_credits_nothing_is_created(api: Api, project: str, source: str, work: Work) -> None:
    poor = open_api("Poor", credits=10)
    project = poor.post("/story-projects", {"name": "P"}).json["project"]["id"]
    content = "Tidewater Labs opened a reef nursery in Porto on 3 May 2026. It grows 4,200 corals a year."
    source = poor.post(f"/story-projects/{project}/sources", {"type": "text", "content": content}).json["source"]["id"]
    plan = poor.post(f"/story-projects/{project}/story-plans", plan_body(source, autoApprove=True)).json["plan"]["id"]
    work()
    answer = poor.post("/story-jobs", {"storyPlanId": plan}, key="one")
    assert answer.refusal() == (402, "insufficient_credits")
    assert answer.json["error"]["details"] == {"required": 11, "available": 10}
    assert poor.get("/story-jobs").json == {"jobs": [], "nextCursor": None}
    assert spendable(poor) == 10


def test_jobs_are_listed_newest_first_and_filtered(api: Api, project: str, approved_plan: str) -> None:
    ids = [api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"] for _ in range(2)]
    listed = [job["id"] for job in api.get(f"/story-jobs?projectId={project}").json["jobs"]]
    assert sorted(listed) == sorted(ids)
    assert len(api.get(f"/story-jobs?storyPlanId={approved_plan}").json["jobs"]) == 2
    assert api.get("/story-jobs?projectId=proj_none").json["jobs"] == []


def test_a_source_of_another_project_cannot_be_planned_with(api: Api, source: str) -> None:
    other = api.post("/story-projects", {"name": "Other"}).json["project"]["id"]
    answer = api.post(f"/story-projects/{other}/story-plans", plan_body(source))
    assert answer.refusal() == (404, "source_not_found")


@pytest.mark.parametrize(
    "changes",
    [
        {"target": {"audience": "a", "objective": "b"}},
        {"target": "everyone"},
        {"artifactRequests": []},
        {"artifactRequests": [{"type": "table_read"}] * 7},
        {"artifactRequests": [{"type": "opera"}]},
        {"artifactRequests": [{"type": "table_read", "mode": "musical"}]},
        {"artifactRequests": [{"type": "table_read", "durationSeconds": 4}]},
        {"artifactRequests": [{"type": "table_read", "aspectRatio": "wide"}]},
        {"artifactRequests": [{"type": "table_read", "aspectRatio": "16:0"}]},
        {"artifactRequests": [{"type": "table_read", "aspectRatio": "100:1"}]},
        {"artifactRequests": [{"type": "table_read", "notes": "x" * 2001}]},
        {"title": "x" * 201},
        {"styleConstraints": {"forbiddenVisuals": ["x"] * 11}},
        {"sourceIds": ["src_1"] * 21},
        {"autoApprove": "perhaps"},
    ],
)
def test_bad_plans_are_refused(api: Api, project: str, source: str, changes: dict) -> None:
    answer = api.post(f"/story-projects/{project}/story-plans", plan_body(source, **changes))
    assert answer.refusal() == (422, "validation_failed")
    assert api.get(f"/story-projects/{project}/story-plans").json["plans"] == []


def test_unknown_ids_answer_with_the_printed_codes(api: Api) -> None:
    assert api.get("/story-plans/plan_none").refusal() == (404, "project_not_found")
    assert api.post("/story-plans/plan_none/approve").refusal() == (404, "project_not_found")
    assert api.post("/story-jobs", {"storyPlanId": "plan_none"}).refusal() == (404, "story_job_not_found")
    assert api.get("/story-jobs/job_none").refusal() == (404, "story_job_not_found")
    assert api.post("/story-jobs/job_none/cancel").refusal() == (404, "story_job_not_found")
    assert api.get("/artifacts/art_none").refusal() == (404, "artifact_not_found")
    assert api.get("/artifacts/art_none/script").refusal() == (404, "artifact_not_found")


@pytest.mark.both
@pytest.mark.parametrize("field", ["projectId", "storyPlanId"])
def test_jobs_are_listed_by_no_id_that_a_database_refuses(api: Api, field: str) -> None:
    assert api.get(f"/story-jobs?{field}=%00").refusal() == (422, "validation_failed")
    assert api.get(f"/story-jobs?{field}=x").json["jobs"] == []
