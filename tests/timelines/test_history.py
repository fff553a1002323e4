"""Every edit is a revision: undo, redo, history, restore."""

import pytest
from django.db import transaction

from generation.timelines.models import Footage, TimelineRevision
from generation.timelines.services.access import locked_timeline
from generation.timelines.services.history import settle_length
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


def test_a_restore_that_expects_another_revision_changes_nothing(work: Editing) -> None:
    work.split(work.only, 4.0)
    path = f"/project/{work.project.pk}/history/1/restore"
    stale = work.api.post(path, {"expected": 1})
    assert stale.refusal() == (422, "validation_failed")
    assert stale.json["error"]["details"] == {"field": "expected", "revision": 2}
    assert (work.read["revision"], work.ranges) == (2, [(0.0, 4.0), (4.0, 10.0)])
    work.edit(path, {"expected": 2})
    assert (work.read["revision"], work.ranges) == (3, [(0.0, 10.0)])


def test_who_edited_is_written_down(work: Editing) -> None:
    work.split(work.only, 4.0)
    latest = TimelineRevision.objects.get(project=work.project, number=2)
    assert latest.key_id
    assert latest.user_id


class TestASettledLength:
    """The header said 10 s; the index finds other frames."""

    def settle(self, work: Editing, frames: int) -> None:
        with transaction.atomic():
            footage = Footage.objects.get(pk=work.footage.pk)
            settle_length(locked_timeline(work.project.pk), footage, frames)

    def test_is_a_revision_of_its_own_and_rewrites_none(self, work: Editing) -> None:
        work.split(work.only, 4.0)
        before = list(TimelineRevision.objects.filter(project=work.project).order_by("number").values())
        self.settle(work, 240)
        after = list(TimelineRevision.objects.filter(project=work.project).order_by("number").values())
        assert after[:2] == before
        assert [(one["action"], one["parent"]) for one in after[2:]] == [("settle", 2)]
        assert work.ranges == [(0.0, 4.0), (4.0, 9.6)]

    def test_is_kept_by_what_was_before_it(self, work: Editing) -> None:
        work.split(work.only, 4.0)
        self.settle(work, 240)
        work.edit(f"/project/{work.project.pk}/history/1/restore")
        assert work.ranges == [(0.0, 9.6)]

    def test_takes_away_what_does_not_exist(self, work: Editing) -> None:
        work.split(work.only, 9.8)
        self.settle(work, 240)
        assert work.ranges == [(0.0, 9.6)]
        work.edit(f"/project/{work.project.pk}/history/2/restore")
        assert work.ranges == [(0.0, 9.6)]

    def test_is_not_what_is_undone(self, work: Editing) -> None:
        work.split(work.only, 4.0)
        self.settle(work, 240)
        step(work, "undo")
        assert work.ranges == [(0.0, 9.6)]
        step(work, "redo")
        assert work.ranges == [(0.0, 4.0), (4.0, 9.6)]

    def test_of_the_first_video_leaves_nothing_to_undo(self, work: Editing) -> None:
        self.settle(work, 240)
        assert work.read["can_undo"] is False
        assert work.api.post(f"/project/{work.project.pk}/undo").refusal() == (422, "validation_failed")
        work.split(work.only, 4.0)
        assert work.read["can_undo"] is True
        step(work, "undo")
        assert (work.ranges, work.read["can_undo"]) == ([(0.0, 9.6)], False)

    def test_may_be_longer(self, work: Editing) -> None:
        self.settle(work, 260)
        assert work.ranges == [(0.0, 10.4)]
        work.edit(f"/project/{work.project.pk}/history/1/restore")
        assert work.ranges == [(0.0, 10.0)]
