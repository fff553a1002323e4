"""Asking for variants: what is refused, what it costs, and that a failure costs nothing."""

from typing import Any

import pytest

from generation.jobs.models import Job
from generation.jobs.services import settle_failure
from generation.media.child import Maker
from generation.providers.local.adapters import LocalEdits
from tests.timelines.world import Editing, editing, variant
from wire.errors import ProviderRejected


def asked(work: Editing, **changes: Any) -> dict[str, Any]:
    return {"project_id": work.project.pk, "prompt": "make it dusk", "start_ts": 2.0, "end_ts": 6.0, **changes}


def balance(work: Editing) -> int:
    return work.api.get("/credits").json["credits"]["balance"]


def test_a_job_is_answered_as_printed_and_its_credits_are_held(work: Editing) -> None:
    answer = work.api.post("/ai/generate", asked(work)).json
    assert {"id", "project_id", "status", "error", "variants"} <= set(answer)
    assert (answer["status"], answer["error"], answer["variants"]) == ("pending", "", [])
    assert work.api.get(f"/job/{answer['id']}").json["status"] == "pending"
    assert balance(work) == 996


@pytest.mark.parametrize(("end", "credits"), [(2.04, 4), (7.0, 4), (7.04, 8), (10.0, 8)])
def test_every_begun_five_seconds_cost_four_credits(work: Editing, end: float, credits: int) -> None:
    quote = work.api.post("/ai/generate?dry_run=true", asked(work, end_ts=end)).json
    assert quote["quote"]["total"] == credits
    assert balance(work) == 1000
    assert not Job.objects.exists()


def test_a_dry_run_refuses_what_the_job_would_fail_with(work: Editing) -> None:
    impossible = asked(work, prompt="replace the car with a horse")
    told = work.api.post("/ai/generate?dry_run=true", impossible).json
    assert told["would_fail"]["code"] == "artifact_generation_failed"
    assert told["balance"] == {"before": 1000, "after": 1000}
    job = Job.objects.get(pk=work.api.post("/ai/generate", impossible).json["id"])
    with pytest.raises(ProviderRejected) as refused:
        LocalEdits(Maker()).check(job.params["prompt"], has_box=False)
    assert told["would_fail"]["message"] == refused.value.message
    assert work.api.post("/ai/generate?dry_run=true", asked(work)).json["would_fail"] is None


def test_too_few_credits_are_said_and_nothing_starts(db: None) -> None:
    work = editing(credits=3)
    answer = work.api.post("/ai/generate", asked(work))
    assert answer.refusal() == (402, "insufficient_credits")
    assert answer.json["error"]["details"] == {"required": 4, "available": 3}
    assert not Job.objects.exists()


def test_a_failed_and_a_canceled_generation_cost_nothing(work: Editing) -> None:
    from django.utils import timezone

    job = work.api.post("/ai/generate", asked(work)).json["id"]
    settle_failure(job, ProviderRejected("It cannot add a dragon."), now=timezone.now())
    read = work.api.get(f"/job/{job}").json
    assert (read["status"], read["error"]) == ("failed", "It cannot add a dragon.")
    second = work.api.post("/ai/generate", asked(work)).json["id"]
    assert work.api.post(f"/job/{second}/cancel").json["status"] == "failed"
    assert balance(work) == 1000
    assert work.api.post(f"/job/{second}/resume").json["status"] == "pending"
    assert balance(work) == 996


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_ts": -1}, "start_ts"), ({"start_ts": 10}, "start_ts"), ({"end_ts": 10.1}, "end_ts"),
        ({"end_ts": 2.0}, "end_ts"), ({"end_ts": 1.0}, "end_ts"), ({"prompt": "   "}, "prompt"),
        ({"prompt": 5}, "prompt"),
        ({"prompt": "x" * 2001}, "prompt"), ({"start_ts": "2"}, "start_ts"), ({"bounding_box": []}, "bounding_box"),
        ({"bounding_box": {"x": 0, "y": 0, "width": 1.1, "height": 1}}, "bounding_box"),
        ({"bounding_box": {"x": 0.5, "y": 0, "width": 0.6, "height": 1}}, "bounding_box"),
        ({"bounding_box": {"x": -0.1, "y": 0, "width": 0.5, "height": 1}}, "bounding_box"),
        ({"bounding_box": {"x": 0, "y": 0, "width": 0, "height": 1}}, "bounding_box"),
        ({"bounding_box": {"x": 0.5, "y": 0.5, "width": 0.06, "height": 0.06}}, "bounding_box"),  # not to be seen
        ({"bounding_box": {"x": 0, "y": 0, "height": 1}}, "bounding_box.width"),
        ({"bounding_box": {"x": "a", "y": 0, "w": 1, "h": 1}}, "bounding_box.x"),
    ],
)  # fmt: skip
def test_odd_requests_are_refused_by_field(work: Editing, changes: dict[str, Any], field: str) -> None:
    answer = work.api.post("/ai/generate", asked(work, **changes))
    assert answer.refusal() == (422, "validation_failed")
    assert answer.json["error"]["details"]["field"] == field


@pytest.mark.parametrize(("x", "width"), [(-0.1, 1.0), (0.75, 0.25), (2.0, 0.0)])
def test_a_box_beside_the_picture_is_told_what_would_fit(work: Editing, x: float, width: float) -> None:
    box = {"x": x, "y": 0, "width": 0.5, "height": 1}
    answer = work.api.post("/ai/generate", asked(work, bounding_box=box))
    assert answer.json["error"]["details"]["allowed"]["width"] == [0, width]


def test_an_empty_timeline_has_nothing_to_change(work: Editing) -> None:
    work.api.delete(f"/segment/{work.only}")
    answer = work.api.post("/ai/generate", asked(work))
    assert answer.refusal() == (422, "validation_failed")
    assert "empty" in answer.json["error"]["message"]


@pytest.mark.parametrize("names", [("width", "height"), ("w", "h")])
def test_a_box_has_two_ways_to_say_its_size(work: Editing, names: tuple[str, str]) -> None:
    box = {"x": 0.1, "y": 0.2, names[0]: 0.9, names[1]: 0.8}
    job = work.api.post("/ai/generate", asked(work, bounding_box=box)).json["id"]
    kept = Job.objects.get(pk=job).params["box"]
    assert kept == {"x": 0.1, "y": 0.2, "width": 0.9, "height": 0.8}


def test_the_range_is_the_timelines_and_what_it_replaces_the_medias(work: Editing) -> None:
    _, right = work.split(work.only, 5.0)
    work.edit(f"/segment/{right}/trim", {"new_start_ts": 6.0, "new_end_ts": 10.0})
    job = work.api.post("/ai/generate", asked(work, start_ts=4.0, end_ts=7.0)).json["id"]
    params = Job.objects.get(pk=job).params
    assert params["pieces"] == [[100, 125], [150, 200]]
    assert params["range"] == [100, 175]
    assert params["film"]["cuts"] == [[work.footage.pk, 100, 125, None], [work.footage.pk, 150, 200, None]]


def test_a_variant_over_a_gap_takes_the_place_of_its_pieces(work: Editing) -> None:
    _, right = work.split(work.only, 5.0)
    work.edit(f"/segment/{right}/trim", {"new_start_ts": 6.0, "new_end_ts": 10.0})
    made = variant(work, 100, 175)
    made.pieces = [[100, 125], [150, 200]]
    made.save()
    work.edit(f"/variant/{made.pk}/accept")
    assert work.ranges == [(0.0, 4.0), (4.0, 7.0), (8.0, 10.0)]


def test_a_range_over_segments_that_were_moved_is_refused(work: Editing) -> None:
    _, right = work.split(work.only, 5.0)
    work.api.patch(f"/segment/{right}", {"order_index": 0})
    assert work.api.post("/ai/generate", asked(work, start_ts=4, end_ts=6)).refusal() == (422, "validation_failed")
    assert work.api.post("/ai/generate", asked(work, start_ts=1, end_ts=4)).status == 200
