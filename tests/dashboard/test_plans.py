"""Planning a story and deciding on it."""

import pytest

from billing.services import balance
from generation.jobs.models import Job
from generation.projects.models import Project, Source
from generation.stories.models import StoryPlan
from tests.dashboard.conftest import Browser
from tests.world import World

GIVEN = {
    "kinds": "table_read",
    "mode": "documentary",
    "duration_s": "30",
    "aspect_ratio": "16:9",
    "audience": "the town",
    "objective": "see it",
    "outcome": "come",
}


def test_a_plan_is_asked_for_in_the_shape_of_the_api(ada: Browser, project: Project, source: Source) -> None:
    ada.post(f"/dashboard/projects/{project.pk}/plans/new", sources=[source.pk], music="sparse piano", **GIVEN)
    plan = StoryPlan.objects.get()
    assert plan.artifact_requests == [
        {"type": "table_read", "mode": "documentary", "durationSeconds": 30, "aspectRatio": "16:9"}
    ]
    assert plan.style_constraints == {"musicPolicy": "sparse piano"}
    assert plan.source_ids == [source.pk]


def test_several_things_can_be_asked_of_one_plan(ada: Browser, project: Project, source: Source) -> None:
    kinds = ["table_read", "pitch_deck", "trailer"]
    ada.post(f"/dashboard/projects/{project.pk}/plans/new", **{**GIVEN, "sources": [source.pk], "kinds": kinds})
    plan = StoryPlan.objects.get()
    frame = {"aspectRatio": "16:9"}
    assert plan.artifact_requests == [
        {"type": "table_read", "mode": "documentary", "durationSeconds": 30, **frame},
        {"type": "pitch_deck", **frame},
        {"type": "trailer", "durationSeconds": 30, **frame},
    ]
    assert plan.quote["total"] == 11 + 6 + 12


def test_the_price_is_on_the_button(ada: Browser, plan: StoryPlan) -> None:
    assert "Approve and make it for 11 credits" in ada.get(f"/dashboard/plans/{plan.pk}").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("duration_s", "4", "greater than or equal to 5"),
        ("duration_s", "601", "less than or equal to 600"),
        ("audience", "", "This field is required."),
        ("mode", "opera", "Select a valid choice"),
        ("kinds", "opera", "Select a valid choice"),
        ("sources", ["src_foreign"], "Select a valid choice"),
    ],
)
def test_a_bad_plan_is_refused_at_its_field(
    ada: Browser, project: Project, source: Source, field: str, value: object, message: str
) -> None:
    answer = ada.post(f"/dashboard/projects/{project.pk}/plans/new", **{"sources": [source.pk], **GIVEN, field: value})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert message in html
    assert f'id="id_{field}_error"' in html
    assert not StoryPlan.objects.exists()


def test_planning_in_an_archived_project_is_refused_beside_the_form(
    ada: Browser, project: Project, source: Source
) -> None:
    ada.post(f"/dashboard/projects/{project.pk}/archive", archived="yes")
    answer = ada.post(f"/dashboard/projects/{project.pk}/plans/new", sources=[source.pk], **GIVEN)
    assert answer.status_code == 422
    assert "archived" in answer.content.decode()


def test_approving_can_start_the_work_in_the_same_step(ada: Browser, world: World, plan: StoryPlan) -> None:
    answer = ada.post(f"/dashboard/plans/{plan.pk}/approve", make="yes")
    job = Job.objects.get(subject_id=plan.pk)
    assert answer["Location"] == f"/dashboard/jobs/{job.pk}"
    assert balance(world.ada.organization.pk).balance == balance(world.bob.organization.pk).balance - 11
    assert job.user_id == world.ada.owner.pk


def test_approving_alone_starts_nothing(ada: Browser, plan: StoryPlan) -> None:
    ada.post(f"/dashboard/plans/{plan.pk}/approve")
    plan.refresh_from_db()
    assert plan.status == "APPROVED"
    assert not Job.objects.exists()


def test_without_credits_nothing_starts_and_the_plan_stays_open(ada: Browser, world: World, plan: StoryPlan) -> None:
    plan.artifact_requests = plan.artifact_requests * 60
    plan.save()
    page = f"/dashboard/plans/{plan.pk}"
    answer = ada.client.post(f"{page}/approve", {"make": "yes"}, headers={"Referer": f"http://testserver{page}"})
    assert answer["Location"] == f"http://testserver{page}"
    assert "enough Studio Credits" in ada.get(page).content.decode()
    plan.refresh_from_db()
    assert plan.status == "REQUIRES_APPROVAL"
    assert not Job.objects.exists()


def test_a_rejected_plan_keeps_its_reason(ada: Browser, plan: StoryPlan) -> None:
    ada.post(f"/dashboard/plans/{plan.pk}/reject", reason="Too long")
    assert "Too long" in ada.get(f"/dashboard/plans/{plan.pk}").content.decode()


def test_a_plan_that_waits_is_counted_in_the_navigation_and_on_the_overview(ada: Browser, plan: StoryPlan) -> None:
    html = ada.get("/dashboard").content.decode()
    assert "Waiting for your decision" in html
    assert "The harbour opens" in html
    assert "waiting for you" in html


def test_a_refusal_never_sends_anybody_to_another_site(ada: Browser, plan: StoryPlan) -> None:
    plan.status = "REJECTED"
    plan.save()
    answer = ada.client.post(
        f"/dashboard/plans/{plan.pk}/approve", headers={"Referer": "https://elsewhere.example/dashboard"}
    )
    assert answer["Location"] == "/dashboard"
