"""Each documented operation that needs no video: its printed request, its printed answer."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import ApiKey, User
from billing.budgets import set_budget
from generation.timelines.models import Footage
from tests.api import open_api
from tests.timelines.world import Editing, add_project

PROJECT = {"id", "name", "description", "video_url", "segments", "footage", "created_at"}


def test_me_is_who_the_key_belongs_to(work: Editing) -> None:
    answer = work.api.get("/me").json
    assert answer["email"] == "acme@example.com"
    assert answer["organization_id"] == work.api.organization.pk
    assert (answer["role"], answer["tier"]) == ("owner", "default")
    set_budget(ApiKey.objects.get(pk=answer["key_id"]), 40, by=None)
    budget = work.api.get("/me").json["key_budget"]
    assert (budget["credits"], budget["spent"], budget["left"]) == (40, 0, 40)


def test_me_answers_a_session_and_refuses_nobody(work: Editing) -> None:
    client = Client()
    assert client.get("/api/me").status_code == 401
    client.force_login(User.objects.get(email="acme@example.com"))
    assert client.get("/api/me").json()["email"] == "acme@example.com"


def test_health_has_status_and_version_at_the_top(work: Editing) -> None:
    answer = work.api.get("/health").json
    assert (answer["status"], bool(answer["version"])) == ("ok", True)


def test_the_ai_says_how_its_providers_are(work: Editing) -> None:
    answer = work.api.get("/ai/health").json
    services = {one["service"]: one["status"] for one in answer["providers"]}
    assert services["image"] == "ok"
    assert set(services) >= {"video_edit", "vision"}
    assert answer["status"] in ("ok", "degraded", "unavailable")


def test_the_ai_timeline_is_empty_before_anything_was_made(work: Editing) -> None:
    assert work.api.get("/ai/timeline").json == {"timeline": []}


@pytest.mark.parametrize("limit", ["0", "101", "x", "-1", "1.5"])
def test_a_limit_that_is_none_is_refused(work: Editing, limit: str) -> None:
    assert work.api.get(f"/ai/timeline?limit={limit}").refusal() == (422, "validation_failed")


@pytest.mark.both
@pytest.mark.parametrize("prefix", ["/api", "/api/v1", "/api/v1/api"])
def test_a_project_is_created_read_listed_and_deleted(work: Editing, prefix: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {work.api.token}"})
    body = {"name": "Quay", "description": "string", "video_url": ""}
    made = client.post(f"{prefix}/project", body, content_type="application/json")
    assert made.status_code == 200
    assert set(made.json()) >= PROJECT
    path = f"{prefix}/project/{made.json()['id']}"
    assert client.get(path).json() == made.json()
    listed = client.get(f"{prefix}/project").json()["projects"]
    assert [one["name"] for one in listed] == ["Quay", "Harbour"]
    assert [one["duration"] for one in listed] == [0.0, 10.0]
    assert client.delete(path).json() == {"deleted": True}
    assert client.get(path).status_code == 404
    assert client.delete(path).status_code == 404


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": 1}, {"name": "x" * 201}, {"name": "a\x00b"}, {"name": "a", "video_url": 5}, [], "x"],
)
def test_an_odd_project_is_refused(work: Editing, body: Any) -> None:
    assert work.api.post("/project", body).refusal() == (422, "validation_failed")


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/a.mp4", "http://[::1]/a.mp4", "http://169.254.169.254/latest", "file:///etc/passwd", "ftp://a/b",
     "http://localhost:8000/x", "not a url", "http://"],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused_at_once(work: Editing, url: str) -> None:
    answer = work.api.post("/project", {"name": "Quay", "video_url": url})
    assert answer.refusal() == (422, "source_fetch_failed")
    assert not Footage.objects.exclude(pk=work.footage.pk).exists()


def test_a_project_of_another_family_opens_in_the_editor(work: Editing) -> None:
    project = work.api.post("/story-projects", {"name": "Told"}).json["project"]["id"]
    answer = work.api.get(f"/project/{project}").json
    assert (answer["segments"], answer["fps"], answer["revision"]) == ([], None, 0)
    preview = work.api.post(f"/project/{project}/preview/frame", {"ts": 0.0})
    assert preview.refusal() == (422, "validation_failed")


@pytest.mark.parametrize("ts", [-0.1, 10.1, 1e5, -1e308])
def test_a_preview_outside_names_the_range(work: Editing, ts: float) -> None:
    answer = work.api.post(f"/project/{work.project.pk}/preview/frame", {"ts": ts})
    assert answer.refusal() == (422, "validation_failed")
    assert answer.json["error"]["details"]["allowed"] == {"min": 0.0, "max": 10.0}


@pytest.mark.parametrize("odd", ["0", None, True, [], float("nan")])
@pytest.mark.parametrize(("path", "fields"), [("frame", ("ts",)), ("strip", ("start", "end", "fps"))])
def test_an_odd_preview_is_refused(work: Editing, path: str, fields: tuple[str, ...], odd: Any) -> None:
    body = dict.fromkeys(fields, odd)
    assert work.api.post(f"/project/{work.project.pk}/preview/{path}", body).refusal() == (422, "validation_failed")


@pytest.mark.parametrize("change", [{"fps": 30.1}, {"fps": 1000}, {"fps": 0}, {"fps": -1}, {"start": 5, "end": 4}])
def test_a_strip_of_too_many_frames_or_none_is_refused(work: Editing, change: dict[str, float]) -> None:
    body = {"start": 0.0, "end": 10.0, "fps": 1.0, **change}
    answer = work.api.post(f"/project/{work.project.pk}/preview/strip", body)
    assert answer.refusal() == (422, "validation_failed")
    if change.get("fps", 0) > 1:
        assert answer.json["error"]["details"]["limit"] == 300


def test_an_empty_timeline_has_nothing_to_show_or_export(work: Editing) -> None:
    work.api.delete(f"/segment/{work.only}")
    frame = work.api.post(f"/project/{work.project.pk}/preview/frame", {"ts": 0.0})
    export = work.api.post("/export", {"project_id": work.project.pk, "format": "mp4"})
    assert frame.refusal() == export.refusal() == (422, "validation_failed")


def test_anothers_things_answer_as_missing_ones_do(work: Editing) -> None:
    stranger = add_project(open_api("Stranger"))
    for path in (f"/project/{stranger.project.pk}", f"/segment/{stranger.only}"):
        assert work.api.get(path).status == 404
    body = {"project_id": stranger.project.pk, "format": "mp4"}
    assert work.api.post("/export", body).refusal() == (404, "project_not_found")
    body = {"project_id": stranger.project.pk, "prompt": "dusk", "start_ts": 0, "end_ts": 1}
    assert work.api.post("/ai/generate", body).refusal() == (404, "project_not_found")
    order = {"segment_ids": [stranger.only]}
    assert work.api.post(f"/project/{work.project.pk}/reorder", order).refusal() == (422, "validation_failed")


@pytest.mark.parametrize(("path", "queries"), [("", 3), ("/history", 3), ("/exports", 4)])
def test_reading_one_object_costs_few_queries(
    work: Editing, path: str, queries: int, django_assert_max_num_queries: Any
) -> None:
    work.split(work.only, 4.0)
    with django_assert_max_num_queries(queries):
        assert work.api.get(f"/project/{work.project.pk}{path}").status == 200


def test_an_edit_costs_a_bounded_number_of_queries(work: Editing, django_assert_max_num_queries: Any) -> None:
    _, right = work.split(work.only, 4.0)
    with django_assert_max_num_queries(8 + 2):  # a savepoint, where a request has a transaction
        assert work.api.post(f"/segment/{right}/split", {"split_ts": 6.0}).status == 200


def test_reading_a_segment_or_a_job_costs_two_queries(work: Editing, django_assert_max_num_queries: Any) -> None:
    segment = work.only
    with django_assert_max_num_queries(2):
        assert work.api.get(f"/segment/{segment}").status == 200
    with django_assert_max_num_queries(2):
        assert work.api.get("/job/job_none").status == 404
