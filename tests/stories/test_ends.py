"""What becomes of work whose project, plan or source goes away, and of plans that nobody finishes."""

import time
from collections.abc import Callable

import pytest
from django.utils import timezone

from generation.jobs.models import Job
from generation.jobs.services import cancel_job, resume_job, settle_failure
from generation.projects import services as projects
from generation.projects.models import Project
from generation.stories.models import StoryPlan
from tests.api import Api
from tests.stories.conftest import plan_body
from wire.errors import GenerationFailed, PlanStateInvalid, ProjectNotFound

Work = Callable[[], list[Job]]


def spendable(api: Api) -> int:
    return api.get("/credits").json["credits"]["balance"]


def make_plan(api: Api, project: str, source: str, **changes: object) -> str:
    return api.post(f"/story-projects/{project}/story-plans", plan_body(source, **changes)).json["plan"]["id"]


# ---------------------------------------------------------------- projects


@pytest.mark.both
def test_deleting_a_project_cancels_what_is_made_in_it_and_gives_the_credits_back(
    api: Api, project: str, approved_plan: str, artifact: str, work: Work
) -> None:
    before = spendable(api)
    api.post("/story-jobs", {"storyPlanId": approved_plan})
    api.post(f"/artifacts/{artifact}/finalize", {"mode": "video"}, key="a")
    assert spendable(api) == before - 23
    api.delete(f"/story-projects/{project}")
    assert spendable(api) == before
    assert work() == []


def test_the_jobs_of_a_deleted_project_answer_as_missing(api: Api, project: str, artifact: str) -> None:
    job = api.get("/story-jobs").json["jobs"][0]["id"]
    api.delete(f"/story-projects/{project}")
    assert api.get("/story-jobs").json["jobs"] == []
    for path in (f"/story-jobs/{job}", f"/story-jobs/{job}/artifacts", f"/story-jobs/{job}/receipt"):
        assert api.get(path).refusal() == (404, "story_job_not_found")
    assert api.get(f"/artifacts/{artifact}").refusal() == (404, "artifact_not_found")


def test_nothing_starts_in_a_project_that_is_deleted_between_look_and_lock(api: Api, project: str) -> None:
    seen = projects.access_project(project, organization_id=api.organization.pk)
    api.delete(f"/story-projects/{project}")
    with pytest.raises(ProjectNotFound):
        projects.lock_project(seen)


def test_a_late_change_does_not_bring_a_deleted_project_back(api: Api, project: str) -> None:
    seen = projects.access_project(project, organization_id=api.organization.pk)
    api.delete(f"/story-projects/{project}")
    projects.update_project(seen, {"name": "Late"}, now=timezone.now())
    assert Project.objects.get(pk=project).deleted_at is not None


def test_an_archived_project_stays_readable_and_takes_nothing_new(
    api: Api, project: str, source: str, approved_plan: str
) -> None:
    path = f"/story-projects/{project}"
    api.patch(path, {"archived": True})
    refused = [
        api.post(f"{path}/sources", {"type": "text", "content": "More."}),
        api.post(f"{path}/story-plans", plan_body(source)),
        api.post("/story-jobs", {"storyPlanId": approved_plan}),
    ]
    assert [answer.refusal() for answer in refused] == [(422, "validation_failed")] * 3
    assert api.get(f"/story-plans/{approved_plan}").json["plan"]["status"] == "APPROVED"
    api.patch(path, {"archived": False})
    assert api.post("/story-jobs", {"storyPlanId": approved_plan}).status == 200


# ---------------------------------------------------------------- plans


@pytest.mark.both
def test_a_newer_plan_ends_the_planning_of_the_older(api: Api, project: str, source: str, work: Work) -> None:
    older = make_plan(api, project, source)
    newer = make_plan(api, project, source)
    assert [job.subject_id for job in work()] == [newer]
    superseded = api.get(f"/story-plans/{older}").json["plan"]
    assert (superseded["status"], superseded["failureCode"]) == ("SUPERSEDED", None)


def test_a_plan_whose_planning_is_canceled_does_not_wait_for_ever(api: Api, project: str, source: str) -> None:
    plan = StoryPlan.objects.get(pk=make_plan(api, project, source))
    cancel_job(plan.job_id or "", reason="An operator said so.")
    plan.refresh_from_db()
    assert (plan.status, plan.failure_code) == ("FAILED", "canceled")


def test_a_failed_plan_is_planned_after_all_when_its_job_is_resumed(
    api: Api, project: str, source: str, work: Work
) -> None:
    plan = StoryPlan.objects.get(pk=make_plan(api, project, source))
    settle_failure(plan.job_id or "", GenerationFailed("The writer was away."), now=timezone.now())
    resume_job(plan.job_id or "")
    work()
    answer = api.get(f"/story-plans/{plan.pk}").json["plan"]
    assert (answer["status"], answer["failureCode"]) == ("REQUIRES_APPROVAL", None)


def test_a_plan_that_a_newer_one_replaced_is_not_resumed(api: Api, project: str, source: str) -> None:
    plan = StoryPlan.objects.get(pk=make_plan(api, project, source))
    settle_failure(plan.job_id or "", GenerationFailed("The writer was away."), now=timezone.now())
    make_plan(api, project, source)
    with pytest.raises(PlanStateInvalid):
        resume_job(plan.job_id or "")


def test_a_plan_without_sources_is_made_of_its_brief_alone(api: Api, project: str, work: Work) -> None:
    body = plan_body("", sourceIds=[], autoApprove=True)
    body["target"] |= {"objective": "The new plant in Lyon opens on Monday", "outcome": "240 people start to work"}
    plan = api.post(f"/story-projects/{project}/story-plans", body).json["plan"]["id"]
    work()
    assert api.get(f"/story-plans/{plan}").json["plan"]["status"] == "APPROVED"
    job = api.post("/story-jobs", {"storyPlanId": plan}).json["job"]["id"]
    work()
    artifact = api.get(f"/story-jobs/{job}").json["job"]["artifacts"][0]
    script = api.get(f"/artifacts/{artifact['id']}/script").json["script"]
    said = " ".join(line["text"] for scene in script["scenes"] for line in scene["lines"])
    assert "Lyon" in said


def test_a_plan_says_when_its_sources_cannot_fill_the_length(api: Api, project: str, work: Work) -> None:
    short = {"type": "text", "content": "Acme opened a plant in Lyon on Monday. It employs 240 people."}
    source = api.post(f"/story-projects/{project}/sources", short).json["source"]["id"]
    plan = make_plan(api, project, source)
    work()
    (note,) = api.get(f"/story-plans/{plan}").json["plan"]["plan"]["renderIntents"][0]["notes"]
    assert note.startswith("The sources have enough to say for about")


# ---------------------------------------------------------------- sources and finalizing


def test_a_job_whose_only_source_was_deleted_fails_uncharged_and_says_why(
    api: Api, project: str, source: str, approved_plan: str, work: Work
) -> None:
    before = spendable(api)
    api.delete(f"/story-projects/{project}/sources/{source}")
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    work()
    failed = api.get(f"/story-jobs/{job}").json["job"]
    assert (failed["status"], failed["artifacts"][0]["status"]) == ("FAILED", "FAILED")
    assert "no readable source" in failed["failureMessage"]
    assert spendable(api) == before


def test_a_source_kept_for_its_metadata_shows_no_text(api: Api, project: str) -> None:
    body = {"type": "text", "content": "Secret until Monday.", "retentionPolicy": "METADATA_ONLY"}
    source = api.post(f"/story-projects/{project}/sources", body).json["source"]
    assert source["extractedTextPreview"] is None
    assert source["byteSize"] == 20


def test_a_finalize_job_is_found_by_its_plan(api: Api, approved_plan: str, artifact: str) -> None:
    job = api.post(f"/artifacts/{artifact}/finalize", {"mode": "video"}, key="a").json["finalize"]["jobId"]
    listed = api.get(f"/story-jobs?storyPlanId={approved_plan}").json["jobs"]
    assert listed[0]["id"] == job
    assert listed[0]["storyPlanId"] == approved_plan


def test_the_share_token_and_urls_stay_the_same_however_late_one_reads(
    api: Api, artifact: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"]
    later = time.time() + 5
    monkeypatch.setattr(time, "time", lambda: later)
    assert api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"] == first
