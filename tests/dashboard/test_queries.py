"""A page costs the same number of queries however long its lists are."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.keys import issue_key
from accounts.models import Membership, User
from generation.jobs.models import Job
from generation.projects.services import create_project
from generation.stories.models import StoryPlan
from generation.stories.services import cancel_story_job, create_story_job, finalize
from studio.dashboard import urls
from tests.dashboard.conftest import Browser, principal
from tests.world import World

# Every path of the dashboard that names no object: a new page is counted without being told of.
# `components`, the catalogue of parts, is served in development alone.
PATHS = sorted(
    str(entry.pattern).strip("^$")
    for entry in urls.urlpatterns
    if not entry.pattern.regex.groups and entry.name != "components"
)
LEADS_ON = {"dashboard/api", "dashboard/playground"}
ONLY_SENT_TO = {
    "dashboard/brand/logo", "dashboard/knowledge/files", "dashboard/knowledge/urls", "dashboard/models/failing",
    "dashboard/organization/closing/offer", "dashboard/organization/closing/take-back",
    "dashboard/organization/ownership/accept", "dashboard/organization/ownership/decline",
    "dashboard/profile/export", "dashboard/subscription/ask", "dashboard/subscription/withdraw", "dashboard/switch",
}  # fmt: skip
NO_PAGE = LEADS_ON | ONLY_SENT_TO
MOST = 10  # session, user, memberships, shell (account, decisions) and the page itself


def grow(world: World, make_plan: Callable[..., StoryPlan], count: int) -> None:
    organization = world.ada.organization
    for number in range(count):
        create_project(organization.pk, name=f"Project {number}")
        make_plan()
        approved = make_plan(status=StoryPlan.Status.APPROVED)
        job = create_story_job({"storyPlanId": approved.pk}, principal=principal(world.ada))
        if number % 2:
            cancel_story_job(job)
        issue_key(organization, name=f"Key {number}", user=world.ada.owner)
        person = User.objects.create_user(f"person{User.objects.count()}@example.com")
        Membership.objects.create(user=person, organization=organization)


def test_a_list_costs_the_same_however_long_it_is(
    ada: Browser, world: World, make_plan: Callable[..., StoryPlan]
) -> None:
    def costs() -> dict[str, int]:
        found = {}
        for path in PATHS:
            with CaptureQueriesContext(connection) as queries:
                status = ada.get(f"/{path}").status_code
            assert status in ((302, 405) if path in NO_PAGE else (200,)), (path, status)
            if path not in NO_PAGE:
                found[path] = len(queries)
        return found

    grow(world, make_plan, 2)
    costs()  # what is read once a process
    few = costs()
    grow(world, make_plan, 10)
    assert costs() == few
    assert {path: count for path, count in few.items() if count > MOST} == {}


def test_an_artifact_with_many_lines_reads_its_sources_once(
    ada: Browser, artifact: Any, django_assert_max_num_queries: Any
) -> None:
    revision = artifact.revisions.get()
    revision.content["script"]["scenes"][0]["lines"] *= 40
    revision.save()
    with django_assert_max_num_queries(MOST):
        ada.get(f"/dashboard/artifacts/{artifact.pk}/script")


def test_an_artifacts_page_costs_the_same_however_often_it_was_finished(
    ada: Browser, world: World, artifact: Any, django_assert_num_queries: Any
) -> None:
    def finish() -> None:
        status = finalize(artifact, mode="audio", record=True, principal=principal(world.ada))
        cancel_story_job(Job.objects.get(pk=status["jobId"]))

    finish()
    with CaptureQueriesContext(connection) as queries:
        ada.get(f"/dashboard/artifacts/{artifact.pk}")
    for _ in range(5):
        finish()
    with django_assert_num_queries(len(queries)):
        ada.get(f"/dashboard/artifacts/{artifact.pk}")
