"""Every edit is a revision: undo, redo, history, restore."""

import pytest

from generation.timelines.models import TimelineRevision
from tests.timelines.world import Editing

pytestmark = pytest.mark.both


def step(work: Editing, verb: str) -> dict:
    return work.edit(f"/project/{work.project.pk}/{verb}")


def test_undo_and_redo_walk_through_the_edits(work: Editing) -> None:
    segment = work.only
    left, right = work.split(segment, 4.0)
    work.edit(f"/segment/{right}/trim", {"new_start_ts": 5.0, "new_end_ts": 9.0})
    work.api.delete(f"/segment/{left}")
    assert work.ranges == [(5.0, 9.0)]
    assert [one["start_ts"] for one in step(work, "undo")["segments"]] == [0.0, 5.0]
    assert [(one["start_ts"], one["end_ts"]) for one in step(work, "undo")["segments"]] == [(0.0, 4.0), (4.0, 10.0)]
    answer = step(work, "undo")
    assert [one["id"] for one in answer["segments"]] == [segment]
    assert (answer["can_undo"], answer["can_redo"]) == (False, True)
    for expected in ([(0.0, 4.0), (4.0, 10.0)], [(0.0, 4.0), (5.0, 9.0)], [(5.0, 9.0)]):
        step(work, "redo")
        assert work.ranges == expected
    assert work.read["can_redo"] is False


@pytest.mark.parametrize("verb", ["undo", "redo"])
def test_nothing_to_undo_or_redo_is_said(work: Editing, verb: str) -> None:
    assert work.api.post(f"/project/{work.project.pk}/{verb}").refusal() == (422, "validation_failed")


def test_an_edit_after_an_undo_ends_the_redo_and_the_other_branch_can_be_restored(work: Editing) -> None:
    segment = work.only
    work.split(segment, 4.0)
    step(work, "undo")
    work.edit(f"/segment/{segment}/trim", {"new_start_ts": 1.0, "new_end_ts": 9.0})
    assert work.read["can_redo"] is False
    work.edit(f"/project/{work.project.pk}/history/2/restore")
    assert work.ranges == [(0.0, 4.0), (4.0, 10.0)]
    step(work, "undo")
    assert work.ranges == [(1.0, 9.0)]


def test_the_history_lists_every_edit_and_says_which_plays(work: Editing) -> None:
    segment = work.only
    work.split(segment, 4.0)
    step(work, "undo")
    answer = work.api.get(f"/project/{work.project.pk}/history")
    assert [(one["revision"], one["action"], one["current"]) for one in answer.json["history"]] == [
        (2, "split", False), (1, "import", True),
    ]  # fmt: skip
    page = work.api.get(f"/project/{work.project.pk}/history?limit=1").json
    assert [one["revision"] for one in page["history"]] == [2]
    rest = work.api.get(f"/project/{work.project.pk}/history?limit=1&cursor={page['next_cursor']}").json
    assert [one["revision"] for one in rest["history"]] == [1]


@pytest.mark.parametrize("number", ["99", "0", "-1", "x", "9" * 12, "1.5"])
def test_a_revision_that_is_not_there_is_not_found(work: Editing, number: str) -> None:
    path = f"/project/{work.project.pk}/history/{number}/restore"
    assert work.api.post(path).refusal() == (404, "not_found")


def test_who_edited_is_written_down(work: Editing) -> None:
    work.split(work.only, 4.0)
    latest = TimelineRevision.objects.get(project=work.project, number=2)
    assert latest.key_id
    assert latest.user_id
