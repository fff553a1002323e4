"""Plans and jobs: the printed requests, and their printed answers."""

from collections.abc import Callable
from typing import Any

import pytest

from generation.jobs.models import Job
from generation.stories.api import schemas
from tests.api import Api
from tests.stories.golden.shape import assert_printed, assert_shaped, differences, printed

Work = Callable[[], list[Job]]
KEY = "550e8400-e29b-41d4-a716-446655440000"
ENVELOPE = ("thesis", "evidence", "journeyBeats", "visualSystem", "audioSystem", "renderIntents")


@pytest.fixture
def ready_job(api: Api, approved_plan: str, work: Work) -> dict[str, Any]:
    """The printed job request, done."""
    request = printed("createJob.request") | {"storyPlanId": approved_plan, "projectId": None}
    created = api.post("/story-jobs", request).json["job"]
    work()
    return created


class TestPlans:
    def test_the_printed_request_is_echoed_whole(self, api: Api, project: str, source: str) -> None:
        request = printed("createPlan.request") | {"sourceIds": [source]}
        answer = api.post(f"/story-projects/{project}/story-plans", request, key=KEY)
        assert answer.status == 200
        expected = printed("createPlan.answer")["plan"] | request
        assert_printed({"plan": expected}, answer.json)
        assert answer.json["plan"]["projectId"] == project

    def test_the_printed_answer_is_that_of_a_request_without_title_and_style(
        self, api: Api, project: str, source: str
    ) -> None:
        request = printed("createPlan.request") | {"sourceIds": [source], "autoApprove": True}
        del request["title"], request["styleConstraints"]
        created = api.post(f"/story-projects/{project}/story-plans", request).json
        plan = printed("createPlan.answer")["plan"]
        plan |= {name: request[name] for name in ("target", "artifactRequests")}
        assert_printed({"plan": plan}, created)
        listed = api.get(f"/story-projects/{project}/story-plans").json
        assert_printed("listPlans.answer", listed, free=["nextCursor"])
        assert listed == {"plans": [created["plan"]], "nextCursor": None}
        assert_shaped(schemas.PlanPage(), listed)

    def test_a_plan_that_waits_for_approval_has_its_envelope_and_is_approved_and_rejected(
        self, api: Api, project: str, plan_request: dict[str, Any], work: Work
    ) -> None:
        path = f"/story-projects/{project}/story-plans"
        plan = api.post(path, plan_request | {"autoApprove": False}).json["plan"]["id"]
        work()
        waiting = api.get(f"/story-plans/{plan}").json["plan"]
        assert waiting["status"] == "REQUIRES_APPROVAL"
        assert set(ENVELOPE) <= set(waiting["plan"])
        assert None not in (waiting["generatedAt"], waiting["modelUsed"], waiting["providerUsed"])
        approved = api.call("POST", f"/story-plans/{plan}/approve").json["plan"]  # no body at all
        assert approved["approvedAt"]
        assert approved == waiting | {name: approved[name] for name in ("approvedAt", "updatedAt")} | {
            "status": "APPROVED"
        }
        assert api.post(f"/story-plans/{plan}/approve").json["plan"] == approved, "a no-op"
        request = printed("rejectPlan.request")
        rejected = api.post(f"/story-plans/{plan}/reject", request).json["plan"]
        assert (rejected["status"], rejected["rejectionReason"]) == ("REJECTED", request["reason"])
        assert rejected["rejectedAt"]

    def test_a_rejection_needs_no_body(self, api: Api, approved_plan: str) -> None:
        rejected = api.call("POST", f"/story-plans/{approved_plan}/reject").json["plan"]
        assert (rejected["status"], rejected["rejectionReason"]) == ("REJECTED", None)

    def test_without_sources_the_quote_counts_none(self, api: Api, project: str, plan_request: dict[str, Any]) -> None:
        del plan_request["sourceIds"]
        plan = api.post(f"/story-projects/{project}/story-plans", plan_request).json["plan"]
        assert plan["sourceIds"] == []
        assert plan["quote"]["lineItems"][1]["label"] == "Source digest (0 sources)"


class TestJobs:
    def test_the_printed_request_reserves_and_answers_as_printed(
        self, api: Api, project: str, approved_plan: str
    ) -> None:
        request = printed("createJob.request") | {"storyPlanId": approved_plan, "projectId": project}
        answer = api.post("/story-jobs", request, key=KEY)
        assert answer.status == 200
        expected = printed("createJob.answer")["job"] | {"artifactRequests": request["artifactRequests"]}
        expected["quote"] = printed("createPlan.answer")["plan"]["quote"]
        del expected["artifacts"]  # printed before there are any; here they are named at once
        assert_printed({"job": expected}, answer.json)
        (artifact,) = answer.json["job"]["artifacts"]
        assert (artifact["status"], artifact["manifest"], artifact["type"]) == ("PENDING", None, "table_read")
        assert (answer.json["job"]["projectId"], answer.json["job"]["storyPlanId"]) == (project, approved_plan)

    def test_the_plans_own_requests_are_the_default(self, api: Api, approved_plan: str) -> None:
        job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]
        assert job["artifactRequests"] == printed("createPlan.request")["artifactRequests"]

    def test_a_ready_job_is_the_printed_one_with_every_address(self, api: Api, ready_job: dict[str, Any]) -> None:
        path = f"/story-jobs/{ready_job['id']}"
        told = api.get(path).json
        assert_printed("getJob.answer", told)
        manifest = told["job"]["artifacts"][0]["manifest"]
        token = manifest["shareToken"]
        for address in (manifest["theaterUrl"], manifest["theaterFullscreenUrl"], manifest["audio"]["liveUrl"]):
            assert token in address
        listed = api.get(f"/story-jobs?storyPlanId={told['job']['storyPlanId']}").json
        assert_printed("listJobs.answer", listed, free=["nextCursor"])
        assert listed == {"jobs": [told["job"]], "nextCursor": None}
        assert_shaped(schemas.JobPage(), listed)
        assert_shaped(schemas.TableReadManifest(), manifest)
        artifacts = api.get(f"{path}/artifacts").json
        assert_printed("listJobArtifacts.answer", artifacts)
        assert artifacts == {"artifacts": told["job"]["artifacts"]}

    def test_canceling_answers_with_the_job_and_gives_the_credits_back(self, api: Api, approved_plan: str) -> None:
        before = api.get("/credits").json
        job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
        canceled = api.call("POST", f"/story-jobs/{job}/cancel").json
        assert differences({"job": {"id": job, "status": "CANCELED"}}, canceled) == []
        assert api.post(f"/story-jobs/{job}/cancel").json == canceled, "idempotent"
        assert api.get("/credits").json == before

    def test_a_project_that_is_not_the_plans_is_refused(self, api: Api, approved_plan: str) -> None:
        other = api.post("/story-projects", {"name": "Other"}).json["project"]["id"]
        answer = api.post("/story-jobs", {"storyPlanId": approved_plan, "projectId": other})
        assert answer.refusal() == (422, "validation_failed")

    @pytest.mark.both
    def test_a_job_beside_the_artifacts_is_read_and_canceled_by_the_id_that_its_answer_gives(
        self, api: Api, ready_job: dict[str, Any]
    ) -> None:
        artifact = ready_job["artifacts"][0]["id"]
        path = f"/artifacts/{artifact}"
        started = {
            "coverage": api.post(f"{path}/coverage", {}, key="a").json["jobId"],
            "music": api.post(f"{path}/music").json["jobId"],
            "sfx": api.post(f"{path}/sfx", {"op": "add", "entryIndex": 0, "label": "knock"}, key="b").json["cue"][
                "jobId"
            ],
            "voice": api.get("/voices?audition=hum-1").json["voices"][1]["sample"]["jobId"],
        }
        for kind, job in started.items():
            told = api.get(f"/story-jobs/{job}").json["job"]
            assert told["status"] == ("RESERVED" if kind == "coverage" else "PENDING"), "only a report costs anything"
            assert [a["id"] for a in told["artifacts"]] == ([] if kind == "voice" else [artifact])
            assert api.post(f"/story-jobs/{job}/cancel").json["job"]["status"] == "CANCELED"
        assert api.get(f"{path}/coverage").json["coverage"]["status"] == "failed"
        assert api.get(f"{path}/music").json["music"]["status"] == "none"
        assert "canceled" in api.get(f"{path}/sfx").json["sfx"]["cues"][0]["error"]
        assert len(api.get("/story-jobs").json["jobs"]) == 1, "the list is of what makes artifacts"
        assert api.get("/credits").json["credits"]["balance"] == 989
