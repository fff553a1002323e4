"""Two people at one timeline at once: nothing is lost, nothing is doubled, and ranges never overlap."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from generation.assets.models import Blob
from generation.assets.services import StoredBytes
from generation.timelines.models import Preview, Segment, TimelineRevision
from generation.timelines.services import history, kept, segments
from generation.timelines.services.accept import accept
from generation.timelines.services.access import access_segment
from tests.jobs.test_rivals import together
from tests.timelines.world import Editing, editing, variant
from wire.errors import NotFound, ValidationFailed
from wire.principal import Principal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def work(transactional_db: None) -> Editing:
    return editing()


def caller(work: Editing) -> Principal:
    return Principal(work.api.organization.pk, key_id=None, user_id=None, scopes=frozenset())


def edit(work: Editing, segment_id: str, do: Callable[..., Any], **arguments: Any) -> Callable[[], Any]:
    """An edit as a view makes it: looked up, then done, in one transaction."""

    def run() -> Any:
        with transaction.atomic():
            segment = access_segment(segment_id, organization_id=work.api.organization.pk)
            return do(segment, principal=caller(work), **arguments)

    return run


def assert_sound(work: Editing) -> None:
    """Active segments lie in order without overlap, and the revision that plays says what plays."""
    playing = list(Segment.objects.filter(project=work.project, active=True).order_by("order_index"))
    assert [segment.order_index for segment in playing] == list(range(len(playing)))
    ranges = sorted((segment.start, segment.end) for segment in playing)
    assert all(before[1] <= after[0] for before, after in pairwise(ranges))
    latest = TimelineRevision.objects.filter(project=work.project).order_by("-number").first()
    assert latest is not None
    assert latest.segments == [[segment.pk, segment.start, segment.end] for segment in playing]
    numbers = TimelineRevision.objects.filter(project=work.project).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))


def test_of_two_splits_of_one_segment_one_is_told_that_it_is_gone(work: Editing) -> None:
    only = work.only
    answers = together(edit(work, only, segments.split, at_s=3.0), edit(work, only, segments.split, at_s=6.0))
    assert sorted(type(answer) for answer in answers if isinstance(answer, Exception)) == [NotFound]
    assert len(work.segments) == 2
    assert_sound(work)


def test_edits_of_different_segments_both_hold(work: Editing) -> None:
    left, right = work.split(work.only, 5.0)
    answers = together(
        edit(work, left, segments.split, at_s=2.0),
        edit(work, right, segments.trim, start_s=6.0, end_s=9.0),
        edit(work, right, segments.move, to=0),
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert sorted(work.ranges) == [(0.0, 2.0), (2.0, 5.0), (6.0, 9.0)]
    assert_sound(work)


def test_takes_accepted_at_once_leave_one_of_them_playing(work: Editing) -> None:
    takes = [variant(work, 50, 150, number=number) for number in (1, 2)]

    def accepting(index: int) -> Callable[[], Any]:
        def run() -> Any:
            with transaction.atomic():
                return accept(takes[index], principal=caller(work))

        return run

    answers = together(accepting(0), accepting(1))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert work.ranges == [(0.0, 2.0), (2.0, 6.0), (6.0, 10.0)]
    assert_sound(work)


def test_an_undo_and_an_edit_at_once_are_one_after_the_other(work: Editing) -> None:
    left, _ = work.split(work.only, 5.0)

    def undo() -> Any:
        with transaction.atomic():
            return history.undo(work.project.pk)

    answers = together(undo, edit(work, left, segments.split, at_s=2.0))
    assert all(isinstance(one, NotFound | ValidationFailed) for one in answers if isinstance(one, Exception))
    playing = Segment.objects.filter(project=work.project, active=True).count()
    assert playing in (1, 2, 3)
    assert len(work.segments) == playing


def test_the_same_pictures_made_twice_at_once_are_kept_under_one_key_each(work: Editing) -> None:
    organization_id = work.api.organization.pk
    stored = {key: StoredBytes(key * 64, 10) for key in "abc"}

    def keep() -> Any:
        with transaction.atomic():
            return kept.keep(
                organization_id, stored, content_type="image/jpeg", filename="frame.jpg", project_id=work.project.pk
            )

    answers = together(keep, keep, keep)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Preview.objects.count() == Blob.objects.filter(size=10).count() == 3
    found = kept.find(organization_id, list("abcd"))
    assert {key: asset.blob.sha256 for key, asset in found.items()} == {key: key * 64 for key in "abc"}
