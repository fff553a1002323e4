"""Breaks between neighbouring shots, and what is none."""

from itertools import pairwise
from typing import Any

import pytest

from generation.providers.base import DraftRequest, Said
from generation.providers.local.companion.continuity import check_continuity
from generation.providers.local.companion.drafts import draft


def kinds(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    shots = [{"shot_id": "S01", "scene": 1, **one}, {"shot_id": "S02", "scene": 1, **other}]
    return [warning["kind"] for warning in check_continuity(shots)]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ({"action": "She walks left"}, {"action": "She walks right"}, "screen_direction"),
        ({"movement": "left to right"}, {"movement": "right to left"}, "screen_direction"),
        ({"lighting": "key from the left"}, {"lighting": "key from the right"}, "lighting"),
        ({"lighting": "warm tungsten"}, {"lighting": "cold moonlight"}, "lighting"),
        ({"environment": "kitchen at dawn"}, {"environment": "kitchen at night"}, "lighting"),
        ({"wardrobe": "a red coat"}, {"action": "he takes off the blue coat"}, "wardrobe"),
        ({"props": ["full glass"]}, {"props": ["empty glass"]}, "props"),
        ({"action": "the lamp in his left hand"}, {"action": "the lamp in his right hand"}, "props"),
    ],
)
def test_a_break_is_named(one: dict[str, Any], other: dict[str, Any], kind: str) -> None:
    assert kinds(one, other) == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"action": "She walks left"}, {"action": "She walks towards the camera"}),
        ({"lighting": "warm light"}, {"lighting": "warm light, cold shadows"}),
        ({"wardrobe": "a red coat"}, {"wardrobe": "a red coat, open"}),
        ({}, {}),
        ({"action": None, "props": 3}, {"props": None}),
    ],
)
def test_what_is_no_break_is_left_alone(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert kinds(one, other) == []


def test_another_scene_may_look_another_way() -> None:
    shots = [
        {"shot_id": "S01", "scene": 1, "action": "walks left"},
        {"shot_id": "S02", "scene": 2, "action": "walks right"},
    ]
    assert check_continuity(shots) == []


@pytest.mark.parametrize(
    "brief",
    [
        "A launch film for Lumo, a solar lamp",
        "A short film about a girl who finds her father's boat",
        "hiring nurses",
        "",
    ],
)
def test_our_own_shot_lists_hold_together(brief: str) -> None:
    made = draft(DraftRequest(kind="shotlist", said=(Said(speaker="user", text=brief),)))
    assert made["continuity"] == []
    sizes = [(shot["camera"], shot["scene"]) for shot in made["shots"]]
    assert all(one != other for one, other in pairwise(sizes))
    assert sum(shot["duration_s"] for shot in made["shots"]) == made["duration_s"]


@pytest.mark.parametrize("odd", ["no shots", [1, None], {"a": 1}, []])
def test_a_list_without_shots_counts_as_none(odd: Any) -> None:
    assert draft(DraftRequest(kind="prompt_pack", shotlist={"shots": odd}))["shots"]


def test_shots_that_anybody_wrote_are_read_as_far_as_they_go() -> None:
    shots = [{"shot_id": 5, "duration_s": odd, "camera": ["x"], "props": "lamp"} for odd in ("x", -1, 1e999, None, [])]
    pack = draft(DraftRequest(kind="prompt_pack", shotlist={"shots": [*shots, {"duration_s": 2.5, "props": 3}]}))
    assert [shot["duration_s"] for shot in pack["shots"]] == [4.0] * 5 + [2.5]
    assert [shot["props"] for shot in pack["shots"]] == [["lamp"]] * 5 + [["3"]]


@pytest.mark.parametrize(("told", "seconds"), [(20.4, 20), ("20", 20), ("soon", 30), (-3, 30), (1e300, 30)])
def test_a_written_briefs_length_holds_where_it_is_one(told: Any, seconds: int) -> None:
    assert draft(DraftRequest(kind="shotlist", brief={"duration_s": told}))["duration_s"] == seconds


def test_a_pack_warns_of_what_a_written_list_breaks() -> None:
    shots = [
        {"shot_id": "A", "scene": 1, "action": "runs left", "lighting": "warm"},
        {"shot_id": "B", "scene": 1, "action": "runs right", "lighting": "warm"},
    ]
    pack = draft(DraftRequest(kind="prompt_pack", shotlist={"shots": shots}))
    assert [(w["kind"], w["shots"]) for w in pack["continuity"]] == [("screen_direction", ["A", "B"])]
    assert [shot["shot_id"] for shot in pack["shots"]] == ["A", "B"]
