"""`POST /export`: two families, one door, one bucket."""

import pytest

from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from generation.timelines.models import Export
from tests.timelines.world import Editing


def start(work: Editing, format: str = "mp4") -> str:
    answer = work.api.post("/export", {"project_id": work.project.pk, "format": format})
    assert answer.status == 200, answer.body
    return answer.json["export_job_id"]


def test_a_film_is_asked_for_and_answered_as_printed(work: Editing) -> None:
    answer = work.api.post("/export", {"project_id": work.project.pk, "format": "mp4"})
    assert set(answer.json) == {"export_job_id", "status", "message"}
    assert answer.json["status"] == "pending"
    assert answer.json["message"] == "Export job created — check status with get_export_status"
    read = work.api.get(f"/export/{answer.json['export_job_id']}").json
    assert {"export_job_id", "status", "export_url", "download_url", "error"} <= set(read)
    assert (read["status"], read["export_url"], read["download_url"], read["error"]) == ("pending", "", "", "")
    assert "X-RateLimit-Remaining" not in work.api.get(f"/export/{answer.json['export_job_id']}").headers


def test_both_families_headers_count_one_bucket_of_ten(work: Editing) -> None:
    body = {"project_id": work.project.pk, "format": "mp4"}
    headers = work.api.post("/export", body).headers
    assert headers["RateLimit-Limit"] == headers["X-RateLimit-Limit"] == "10"
    for _ in range(9):
        last = work.api.post("/export", body)
    assert last.headers["RateLimit-Remaining"] == last.headers["X-RateLimit-Remaining"] == "0"
    refused = work.api.post("/export", body)
    assert (refused.status, refused.json["error"]["code"]) == (429, "RATE_LIMITED")
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["RateLimit-Remaining"] == "0"


@pytest.mark.parametrize("format", ["avi", "", "MP4", 5, True, [], {}])
def test_any_format_is_the_editors_to_refuse(work: Editing, format: object) -> None:
    answer = work.api.post("/export", {"project_id": work.project.pk, "format": format})
    assert answer.refusal() == (422, "validation_failed")
    assert answer.json["error"]["details"]["field"] == "format"


def test_what_goes_wrong_before_the_body_is_read_is_told_in_the_studio_familys_words(work: Editing) -> None:
    nobody = work.api.call("POST", "/export", {}, Authorization="")
    assert (nobody.status, nobody.json["error"]["code"]) == (401, "UNAUTHORIZED")
    broken = work.api.call("POST", "/export", b"{")
    assert (broken.status, broken.json["error"]["code"]) == (400, "INVALID_REQUEST")


def test_a_canceled_export_failed_with_its_reason_and_can_be_resumed(work: Editing) -> None:
    job = start(work)
    canceled = work.api.post(f"/export/{job}/cancel").json
    assert (canceled["status"], canceled["error"]) == ("failed", "Canceled by its owner.")
    assert work.api.post(f"/export/{job}/cancel").status == 200
    assert work.api.post(f"/export/{job}/resume").json["status"] == "pending"
    assert work.api.post(f"/export/{job}/resume").refusal()[0] == 409


def test_a_project_lists_its_exports_and_no_job_door_knows_them(work: Editing) -> None:
    job = start(work)
    listed = work.api.get(f"/project/{work.project.pk}/exports").json["exports"]
    assert [one["export_job_id"] for one in listed] == [job]
    assert work.api.get(f"/job/{job}").refusal() == (404, "story_job_not_found")
    assert work.api.get(f"/story-jobs/{job}").refusal() == (404, "story_job_not_found")


def test_an_export_of_a_deleted_project_is_gone_and_costs_nothing(work: Editing) -> None:
    job = start(work)
    work.api.delete(f"/project/{work.project.pk}")
    assert work.api.get(f"/export/{job}").refusal() == (404, "story_job_not_found")
    assert Job.objects.get(pk=job).status == "canceled"
    assert work.api.get("/credits").json["credits"]["balance"] == 1000


def test_a_retry_with_the_same_key_is_the_same_export(work: Editing) -> None:
    body = {"project_id": work.project.pk, "format": "mp4"}
    first = work.api.post("/export", body, key="one")
    again = work.api.post("/export", body, key="one")
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Export.objects.count() == 1


def test_an_edit_made_meanwhile_does_not_reach_a_running_export(work: Editing) -> None:
    job = start(work)
    work.api.delete(f"/segment/{work.only}")
    assert Job.objects.get(pk=job).params["film"]["cuts"] == [[work.footage.pk, 0, 250, None]]


def test_an_export_whose_time_is_up_says_so(work: Editing) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from generation.assets.models import Asset
    from generation.timelines.retention import purge
    from tests.timelines.world import stored

    job = start(work)
    cancel_job(job, reason="over")
    asset = stored(work.api.organization.pk, "ast_export", "export.mp4")
    now = timezone.now()
    Export.objects.filter(pk=job).update(asset_id=asset.pk, expires_at=now)
    Job.objects.filter(pk=job).update(status="succeeded", message="")
    assert work.api.get(f"/export/{job}").json["export_url"]
    assert purge(now=now + timedelta(seconds=1)) == 1
    answer = work.api.get(f"/export/{job}").json
    assert (answer["status"], answer["export_url"]) == ("completed", "")
    assert "Export again" in answer["error"]
    assert not Asset.objects.filter(pk=asset.pk).exists()
