"""Any state of a script, a plan or a timeline beside any other, and the way back: one page, one rule for all three."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Membership, Role
from generation.projects.models import Artifact, Project, Revision, Source
from generation.stories.models import StoryPlan
from generation.stories.services import approve_plan
from generation.timelines.models import ProjectTimeline, TimelineRevision
from generation.timelines.services import segments
from generation.timelines.services.access import active_segments
from studio.dashboard.comparing import aligned, pair
from tests.api import Api
from tests.dashboard.conftest import Browser, principal
from tests.timelines.world import Editing, add_project
from tests.world import World

MEANWHILE = "Nothing was changed"


def said(browser: Browser, path: str) -> str:
    return str(browser.get(path).content.decode())


def audited(action: str) -> AuditEvent:
    return AuditEvent.objects.get(action=action)


# ---------------------------------------------------------------- what differs


def test_rows_that_are_alike_stand_beside_each_other() -> None:
    rows = aligned(["one two three", "gone", "same"], ["one two four", "same", "fresh words here"])
    assert [row.change for row in rows] == ["changed", "removed", "same", "added"]
    assert rows[0].old == [("one two", False), ("three", True)]
    assert rows[0].new == [("one two", False), ("four", True)]


def test_what_has_a_name_goes_by_it() -> None:
    (row,) = aligned(["For: the whole town"], ["For: engineers"])
    assert (row.change, row.new) == ("changed", [("For:", False), ("engineers", True)])


def test_a_row_of_one_side_is_marked_whole() -> None:
    assert pair("gone", None).old == [("gone", True)]
    assert pair(None, "fresh").new == [("fresh", True)]


# ---------------------------------------------------------------- scripts


@pytest.fixture
def script(artifact: Artifact) -> Artifact:
    """Two versions; the second is current."""
    content = deepcopy(artifact.revisions.get().content)
    content["script"]["scenes"][0]["lines"][0]["text"] = "It opened on Tuesday."
    Revision.objects.create(artifact=artifact, number=2, content=content)
    Artifact.objects.filter(pk=artifact.pk).update(current_version=2)
    return artifact


def test_a_version_is_restored_from_where_it_was_compared(ada: Browser, script: Artifact, world: World) -> None:
    page = f"/dashboard/artifacts/{script.pk}/versions"
    html = said(ada, f"{page}/compare")
    assert "<del>Monday.</del>" in html
    assert f'action="{page}/1/restore"' in html
    assert 'name="expected" value="2"' in html
    ada.post(f"{page}/1/restore", expected="2")
    assert script.revisions.count() == 3
    entry = audited("artifact.restored")
    assert (entry.target, entry.actor) == (script.pk, world.ada.owner.pk)
    assert entry.details == {"version": 1, "as": 3}


def test_a_stale_page_of_versions_restores_nothing(ada: Browser, script: Artifact) -> None:
    page = f"/dashboard/artifacts/{script.pk}/versions"
    answer = ada.client.post(f"{page}/1/restore", {"expected": "1"}, headers={"Referer": f"http://testserver{page}"})
    assert answer["Location"].endswith(page)
    assert MEANWHILE in said(ada, page)
    assert script.revisions.count() == 2
    assert not AuditEvent.objects.filter(action="artifact.restored").exists()


# ---------------------------------------------------------------- plans


@pytest.fixture
def plans(make_plan: Callable[..., StoryPlan]) -> tuple[StoryPlan, StoryPlan]:
    """An earlier plan, and the one that superseded it."""
    old = make_plan(status=StoryPlan.Status.SUPERSEDED)
    new = make_plan()
    envelope = {**new.envelope, "thesis": "A port that waits for nobody."}
    StoryPlan.objects.filter(pk=new.pk).update(envelope=envelope)
    return old, new


def test_two_plans_stand_side_by_side(ada: Browser, bob: Browser, plans: tuple[StoryPlan, StoryPlan]) -> None:
    old, new = plans
    path = f"/dashboard/projects/{old.project_id}/plans/compare"
    html = said(ada, path)
    assert "<ins>A port that waits for nobody.</ins>" in html
    assert f'action="/dashboard/plans/{old.pk}/restore"' in html
    assert f'action="/dashboard/plans/{new.pk}/restore"' not in html
    assert said(ada, f"{path}?from={new.pk}&to={old.pk}").count("<ins>") >= 1
    assert ada.get(f"{path}?from=plan_nowhere").status_code == 404
    assert bob.get(path).status_code == 404


def test_an_earlier_plan_comes_back_as_a_new_one_that_waits(
    ada: Browser, plans: tuple[StoryPlan, StoryPlan], world: World
) -> None:
    old, new = plans
    answer = ada.post(f"/dashboard/plans/{old.pk}/restore", expected=new.pk)
    restored = StoryPlan.objects.get(restored_from=old.pk)
    assert answer["Location"] == f"/dashboard/plans/{restored.pk}"
    assert restored.pk not in (old.pk, new.pk)
    assert (restored.status, restored.envelope) == (StoryPlan.Status.REQUIRES_APPROVAL, old.envelope)
    assert restored.created_at > old.created_at
    for row in (old, new):
        row.refresh_from_db()
        assert row.status == StoryPlan.Status.SUPERSEDED
    approve_plan(restored, now=timezone.now())
    entry = audited("plan.restored")
    assert (entry.target, entry.details, entry.actor) == (restored.pk, {"plan": old.pk}, world.ada.owner.pk)


def test_a_stale_page_of_plans_restores_nothing(ada: Browser, plans: tuple[StoryPlan, StoryPlan]) -> None:
    old, new = plans
    ada.post(f"/dashboard/plans/{old.pk}/restore", expected=old.pk)
    assert MEANWHILE in said(ada, f"/dashboard/plans/{new.pk}")
    assert StoryPlan.objects.count() == 2


@pytest.mark.parametrize("wrong", ["the newest", "unfinished", "without its source"])
def test_what_cannot_come_back_says_why(
    ada: Browser, plans: tuple[StoryPlan, StoryPlan], source: Source, wrong: str
) -> None:
    old, new = plans
    if wrong == "unfinished":
        StoryPlan.objects.filter(pk=old.pk).update(envelope=None)
    if wrong == "without its source":
        Source.objects.filter(pk=source.pk).update(deleted_at=timezone.now())
    wanted = new if wrong == "the newest" else old
    ada.post(f"/dashboard/plans/{wanted.pk}/restore", expected=new.pk)
    assert StoryPlan.objects.count() == 2
    new.refresh_from_db()
    assert new.status == StoryPlan.Status.REQUIRES_APPROVAL


def test_a_project_without_plans_has_nothing_to_compare(ada: Browser, project: Project) -> None:
    assert ada.get(f"/dashboard/projects/{project.pk}/plans/compare").status_code == 404


# ---------------------------------------------------------------- timelines


@pytest.fixture
def work(world: World) -> Editing:
    """Ada's project of 10 s, split at 4 s, its first part deleted: revisions 1 to 3."""
    work = add_project(Api(world.ada.organization, world.ada.token))
    (whole,) = active_segments(work.project.pk)
    left, _ = segments.split(whole, at_s=4.0, principal=principal(world.ada))
    segments.delete(left, principal=principal(world.ada))
    return work


def ranges(work: Editing) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in active_segments(work.project.pk)]


def test_two_revisions_of_a_timeline_stand_side_by_side(ada: Browser, bob: Browser, work: Editing) -> None:
    path = f"/dashboard/editor/{work.project.pk}/history"
    html = said(ada, f"{path}?from=1&to=3")
    assert "<ins>4.00</ins>" in html
    assert f'action="{path}/1/restore"' in html
    assert f'action="{path}/3/restore"' not in html
    assert 'name="expected" value="3"' in html
    assert "Segment deleted" in said(ada, path)
    assert ada.get(f"{path}?from=9").status_code == 404
    assert bob.get(path).status_code == 404
    assert bob.post(f"{path}/1/restore").status_code == 404


def test_an_earlier_revision_plays_again_as_a_new_one(ada: Browser, work: Editing, world: World) -> None:
    before = dict(TimelineRevision.objects.filter(project=work.project).values_list("number", "segments"))
    ada.post(f"/dashboard/editor/{work.project.pk}/history/1/restore", expected="3")
    assert ranges(work) == [(0, 250)]
    assert ProjectTimeline.objects.get(pk=work.project.pk).revision == 4
    after = dict(TimelineRevision.objects.filter(project=work.project).values_list("number", "segments"))
    assert {number: after[number] for number in before} == before
    entry = audited("timeline.restored")
    assert (entry.target, entry.details) == (work.project.pk, {"revision": 1, "as": 4})
    assert entry.actor == world.ada.owner.pk


def test_a_stale_page_of_a_timeline_restores_nothing(ada: Browser, work: Editing) -> None:
    ada.post(f"/dashboard/editor/{work.project.pk}/history/1/restore", expected="2")
    assert MEANWHILE in said(ada, f"/dashboard/editor/{work.project.pk}/history")
    assert ranges(work) == [(100, 250)]
    assert TimelineRevision.objects.filter(project=work.project).count() == 3


def test_who_may_only_read_is_offered_nothing(ada: Browser, work: Editing, world: World) -> None:
    Membership.objects.filter(organization=world.ada.organization).update(role=Role.BILLING)
    path = f"/dashboard/editor/{work.project.pk}/history"
    answer = ada.get(path)
    assert answer.status_code == 403 or "/restore" not in answer.content.decode()
    assert ada.post(f"{path}/1/restore", expected="3").status_code == 403
