"""Cutting through the API: the printed shapes, the rules of the medium, and what odd input is told."""

from typing import Any

import pytest

from tests.timelines.world import Editing, editing, variant

PRINTED = {
    "id", "project_id", "start_ts", "end_ts", "source", "url", "variant_id", "order_index", "active",
}  # fmt: skip


def test_a_split_answers_as_printed_and_deactivates_the_original(work: Editing) -> None:
    original = work.only
    answer = work.edit(f"/segment/{original}/split", {"split_ts": 4.0})
    assert set(answer) == {"left", "right"}
    assert set(answer["left"]) >= PRINTED
    assert (answer["left"]["start_ts"], answer["left"]["end_ts"]) == (0.0, 4.0)
    assert (answer["right"]["start_ts"], answer["right"]["end_ts"]) == (4.0, 10.0)
    assert [answer[side]["order_index"] for side in ("left", "right")] == [0, 1]
    assert answer["left"]["active"] is True
    assert work.api.post(f"/segment/{original}/split", {"split_ts": 2.0}).refusal() == (404, "not_found")


def test_a_time_is_rounded_to_the_nearest_frame(work: Editing) -> None:
    work.split(work.only, 1.33)
    assert work.ranges == [(0.0, 1.32), (1.32, 10.0)]


@pytest.mark.parametrize("at", [0.0, 10.0, -1.0, 10.5, 0.019, 1e5, 1e300])
def test_a_split_outside_names_the_range_that_would_do(work: Editing, at: float) -> None:
    answer = work.api.post(f"/segment/{work.only}/split", {"split_ts": at})
    assert answer.refusal() == (422, "validation_failed")
    if abs(at) < 1e6:
        assert answer.json["error"]["details"]["allowed"] == {"min": 0.04, "max": 9.96}
    assert work.ranges == [(0.0, 10.0)]


def test_a_segment_of_one_frame_cannot_be_split(work: Editing) -> None:
    left, _ = work.split(work.only, 0.04)
    assert work.api.post(f"/segment/{left}/split", {"split_ts": 0.02}).refusal() == (422, "validation_failed")


@pytest.mark.parametrize("odd", ["1", None, True, [], {}, "NaN", float("nan"), float("inf"), 10**400])
@pytest.mark.parametrize(
    ("path", "fields"),
    [("split", ("split_ts",)), ("trim", ("new_start_ts", "new_end_ts")), ("color-grade", ("brightness",))],
)
def test_what_is_no_number_is_refused_by_name(work: Editing, path: str, fields: tuple[str, ...], odd: Any) -> None:
    body = dict.fromkeys(fields, odd)
    answer = work.api.post(f"/segment/{work.only}/{path}", body)
    assert answer.refusal() == (422, "validation_failed")
    if odd == odd and odd != float("inf"):  # NaN and Infinity are no JSON: refused before any field
        assert answer.json["error"]["details"]["field"] == fields[0]


@pytest.mark.parametrize("path", ["split", "trim"])
def test_a_missing_field_is_named(work: Editing, path: str) -> None:
    assert work.api.post(f"/segment/{work.only}/{path}", {}).refusal() == (422, "validation_failed")


def test_a_trim_keeps_the_segment_and_reaches_back_to_its_bounds(work: Editing) -> None:
    _, right = work.split(work.only, 4.0)
    trimmed = work.edit(f"/segment/{right}/trim", {"new_start_ts": 5.0, "new_end_ts": 7.0})
    assert (trimmed["id"], trimmed["start_ts"], trimmed["end_ts"]) == (right, 5.0, 7.0)
    assert set(trimmed) >= PRINTED
    assert [segment["timeline_start_ts"] for segment in work.segments] == [0.0, 4.0]
    work.edit(f"/segment/{right}/trim", {"new_start_ts": 4.0, "new_end_ts": 10.0})
    assert work.ranges == [(0.0, 4.0), (4.0, 10.0)]


@pytest.mark.parametrize(("start", "end"), [(3.0, 8.0), (4.0, 11.0), (-1.0, 5.0), (8.0, 5.0), (6.0, 6.0), (6.0, 6.01)])
def test_a_trim_outside_its_bounds_or_of_nothing_is_refused(work: Editing, start: float, end: float) -> None:
    _, right = work.split(work.only, 4.0)
    answer = work.api.post(f"/segment/{right}/trim", {"new_start_ts": start, "new_end_ts": end})
    assert answer.refusal() == (422, "validation_failed")
    assert answer.json["error"]["details"]["allowed"]["max"] == 10.0
    assert work.ranges == [(0.0, 4.0), (4.0, 10.0)]


def test_what_a_trim_hid_stays_within_reach_of_the_outer_half(work: Editing) -> None:
    segment = work.only
    work.edit(f"/segment/{segment}/trim", {"new_start_ts": 2.0, "new_end_ts": 8.0})
    left, _ = work.split(segment, 5.0)
    work.edit(f"/segment/{left}/trim", {"new_start_ts": 0.0, "new_end_ts": 5.0})
    assert work.ranges == [(0.0, 5.0), (5.0, 8.0)]


def test_a_delete_is_soft_and_closes_the_gap(work: Editing) -> None:
    left, right = work.split(work.only, 4.0)
    answer = work.api.delete(f"/segment/{left}")
    assert (answer.status, answer.json) == (200, {"deleted": True})
    assert [(one["id"], one["timeline_start_ts"], one["order_index"]) for one in work.segments] == [(right, 0.0, 0)]
    assert work.api.delete(f"/segment/{left}").refusal() == (404, "not_found")
    assert work.api.get(f"/segment/{left}").refusal() == (404, "not_found")


def test_segments_move_one_at_a_time_or_all_at_once(work: Editing) -> None:
    a, rest = work.split(work.only, 2.0)
    b, c = work.split(rest, 5.0)
    assert work.api.patch(f"/segment/{c}", {"order_index": 0}).json["order_index"] == 0
    assert [one["id"] for one in work.segments] == [c, a, b]
    answer = work.edit(f"/project/{work.project.pk}/reorder", {"segment_ids": [b, a, c]})
    assert [one["id"] for one in answer["segments"]] == [b, a, c]
    assert [one["timeline_start_ts"] for one in answer["segments"]] == [0.0, 3.0, 5.0]


@pytest.mark.parametrize("pick", [lambda a, b: [a], lambda a, b: [a, a], lambda a, b: [a, b, "seg_x"], lambda a, b: []])
def test_an_order_that_is_not_of_all_segments_is_refused(work: Editing, pick: Any) -> None:
    a, b = work.split(work.only, 2.0)
    answer = work.api.post(f"/project/{work.project.pk}/reorder", {"segment_ids": pick(a, b)})
    assert answer.refusal() == (422, "validation_failed")
    assert answer.json["error"]["details"]["current"] == [a, b]


def test_a_place_beyond_the_last_is_refused(work: Editing) -> None:
    answer = work.api.patch(f"/segment/{work.only}", {"order_index": 1})
    assert answer.refusal() == (422, "validation_failed")
    assert answer.json["error"]["details"]["allowed"] == {"min": 0, "max": 0}


def test_a_grade_makes_a_replacement_with_an_address_of_its_own(work: Editing) -> None:
    original = work.only
    answer = work.edit(f"/segment/{original}/color-grade", {"brightness": 0.2, "temperature": 3200})
    assert set(answer) == {"segment_id", "graded_url"}
    (graded,) = work.segments
    assert graded["id"] == answer["segment_id"] != original
    assert graded["source"] == "generated"
    assert graded["url"] == answer["graded_url"]
    assert graded["grade"]["brightness"] == 0.2
    assert 0 < graded["grade"]["temperature"] <= 1, "kelvin are converted"


def test_six_zeros_and_gamma_one_are_neutral(work: Editing) -> None:
    zeros = dict.fromkeys(("brightness", "contrast", "saturation", "temperature", "gamma", "hue_shift"), 0.0)
    graded = work.edit(f"/segment/{work.only}/color-grade", {"contrast": 0.5})["segment_id"]
    work.edit(f"/segment/{graded}/color-grade", {**zeros, "gamma": 1.0})
    (segment,) = work.segments
    assert (segment["grade"], segment["source"]) == (None, "original")


@pytest.mark.parametrize(
    ("field", "value"),
    [("brightness", 1.01), ("contrast", -2), ("temperature", 500), ("gamma", 5), ("gamma", -1), ("hue_shift", 181)],
)
def test_a_control_out_of_its_range_is_refused_by_name(work: Editing, field: str, value: float) -> None:
    for path in ("color-grade", "grade-preview"):
        answer = work.api.post(f"/segment/{work.only}/{path}", {field: value})
        assert answer.refusal() == (422, "validation_failed")
        assert answer.json["error"]["details"]["field"] == field


def test_accepting_a_variant_keeps_the_remainders_of_what_it_overlaps(work: Editing) -> None:
    work.split(work.only, 4.0)
    made = variant(work, 75, 150)
    answer = work.edit(f"/variant/{made.pk}/accept")
    assert set(answer) >= PRINTED
    assert (answer["variant_id"], answer["source"]) == (made.pk, "generated")
    assert work.ranges == [(0.0, 3.0), (3.0, 6.0), (6.0, 10.0)]
    assert [one["variant_id"] for one in work.segments] == ["", made.pk, ""]
    assert [one["order_index"] for one in work.segments] == [0, 1, 2]


def test_accepting_twice_changes_nothing_and_another_take_replaces_the_first(work: Editing) -> None:
    first, second = variant(work, 75, 150), variant(work, 75, 150, number=2)
    segment = work.edit(f"/variant/{first.pk}/accept")["id"]
    assert work.edit(f"/variant/{first.pk}/accept")["id"] == segment
    work.edit(f"/variant/{second.pk}/accept")
    assert [one["variant_id"] for one in work.segments] == ["", second.pk, ""]
    assert work.read["revision"] == 3


def test_a_variant_of_what_is_gone_is_refused(work: Editing) -> None:
    left, _ = work.split(work.only, 4.0)
    made = variant(work, 0, 50)
    work.api.delete(f"/segment/{left}")
    assert work.api.post(f"/variant/{made.pk}/accept").refusal() == (422, "validation_failed")


def test_edits_on_a_generated_segment_keep_its_variant_and_its_range(work: Editing) -> None:
    made = variant(work, 75, 150)
    segment = work.edit(f"/variant/{made.pk}/accept")["id"]
    work.split(segment, 5.0)
    assert work.ranges == [(0.0, 3.0), (3.0, 5.0), (5.0, 6.0), (6.0, 10.0)]
    halves = work.segments[1:3]
    assert {one["variant_id"] for one in halves} == {made.pk}
    assert halves[1]["url"].endswith("#t=2,3"), "seconds of the variant's own file"


def test_a_late_segments_address_names_its_stretch_to_the_frame(db: None) -> None:
    """In seconds with as many digits as it takes: a power of ten is no media fragment."""
    work = editing(seconds=3 * 3600)
    late = 2 * 3600 + 1.04
    _, right = work.split(work.only, late)
    url = next(one["url"] for one in work.segments if one["id"] == right)
    assert url.endswith("#t=7201.04,10800")


def test_a_discarded_variant_is_offered_no_longer_but_not_while_it_plays(work: Editing) -> None:
    made = variant(work, 75, 150)
    work.edit(f"/variant/{made.pk}/accept")
    assert work.api.delete(f"/variant/{made.pk}").refusal() == (422, "validation_failed")
    work.edit(f"/project/{work.project.pk}/undo")
    assert work.api.delete(f"/variant/{made.pk}").json == {"deleted": True}
    for answer in (work.api.post(f"/variant/{made.pk}/accept"), work.api.delete(f"/variant/{made.pk}")):
        assert answer.refusal()[0] == 404
    assert made.pk in str(work.edit(f"/project/{work.project.pk}/redo")["segments"]), "the history keeps it"
