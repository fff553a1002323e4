"""The headers that every response has, keys, scopes, replays and limits."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.keys import issue_key
from accounts.models import ApiKey
from accounts.scopes import DEFAULT_SCOPES
from tests.api import Answer, Api
from tests.stories.golden.reference import OPERATIONS, rows
from tests.stories.golden.shape import printed
from tests.stories.golden.test_errors import UUID
from wire import admit
from wire.errors import Unavailable

KEYED = [row for row in rows(OPERATIONS) if row[3] != "none"]
BODIES: dict[str, Any] = {
    "story-projects": printed("createProject.request"),
    "sources": printed("createSource.request"),
    "render-video": {},
    "refine": printed("refine.request"),
    "finalize": printed("finalize.request") | {"record": True},
    "voice": printed("voice.request"),
    "coverage": printed("coverage.request"),
    "music": printed("music.request"),
    "sfx": printed("addSfx.request") | {"entryIndex": 0},
}


def assert_headed(answer: Answer) -> None:
    assert UUID.fullmatch(answer.headers["X-Request-Id"])
    assert int(answer.headers["RateLimit-Limit"]) == 120
    assert 0 <= int(answer.headers["RateLimit-Remaining"]) < 120
    assert 0 < int(answer.headers["RateLimit-Reset"]) <= 60


@pytest.mark.parametrize("row", rows(OPERATIONS), ids=lambda row: f"{row[0]} {row[1]}")
def test_every_operation_answers_with_them_and_without_what_belongs_to_others(
    api: Api, project: str, table_read: str, row: list[str]
) -> None:
    method, path, *_ = row
    ids = {"project_id": project, "artifact_id": table_read, "source_id": "x", "plan_id": "x", "job_id": "x"}
    answer = api.call(method, path.format(**ids), None if method in ("GET", "DELETE") else {})
    assert_headed(answer)
    assert "Retry-After" not in answer.headers
    assert "Idempotency-Replayed" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("POST", "/artifacts/x/y/z", {}, 404),
        ("PUT", "/story-projects", {}, 405),
        ("OPTIONS", "/story-jobs", None, 405),
        ("POST", "/story-projects", b"{", 422),
        ("POST", "/story-projects", b"name=A", 415),
        ("GET", "/story-projects?limit=x", None, 422),
        ("GET", "/story-projects/a%00b", None, 404),
    ],
)
def test_so_does_whatever_is_refused_before_an_operation(
    api: Api, method: str, path: str, body: Any, status: int
) -> None:
    form = {"content_type": "application/x-www-form-urlencoded"} if status == 415 else {}
    answer = api.call(method, path, body, **form)
    assert answer.refusal()[0] == status
    assert_headed(answer)


def test_what_no_route_answers_is_counted_by_address_and_limited_too(api: Api) -> None:
    for _ in range(120):
        assert Client().get("/api/v1/nowhere").status_code == 404
    answer = Answer(Client().get("/api/v1/nowhere"))
    assert answer.refusal() == (429, "rate_limited")
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert api.get("/story-projects").status == 200


def test_without_the_store_of_the_counts_a_wrong_path_is_still_told_so(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise Unavailable("It is away.", retry_after=5)

    monkeypatch.setattr(admit.limiter, "hit", away)
    assert api.get("/nowhere").refusal() == (404, "not_found")
    assert api.get("/story-projects").refusal() == (503, "internal_error")


def test_a_limit_is_per_key_and_route_family_and_five_times_as_high_for_an_elevated_key(api: Api) -> None:
    first, other = api.get("/story-projects"), api.get("/story-jobs")
    assert first.headers["RateLimit-Remaining"] == other.headers["RateLimit-Remaining"] == "119"
    _, token = issue_key(api.organization, name="Fast", scopes=["story:read"], tier="elevated")
    fast = Api(api.organization, token).get("/story-projects")
    assert (fast.headers["RateLimit-Limit"], fast.headers["RateLimit-Remaining"]) == ("600", "599")


# ---------------------------------------------------------------- keys


def test_a_key_has_the_printed_form_and_is_stored_without_its_secret(api: Api) -> None:
    key, token = issue_key(api.organization, name="New", scopes=DEFAULT_SCOPES)
    assert re.fullmatch(r"sh_[0-9a-f]{18}_[0-9a-f]{64}", token)
    assert token.startswith(key.prefix + "_")
    secret = token.rpartition("_")[2]
    assert not any(secret in str(value) for value in vars(ApiKey.objects.get(pk=key.pk)).values())


def test_the_scopes_of_a_new_key_are_the_printed_ones(api: Api) -> None:
    assert DEFAULT_SCOPES == ("story:read", "credits:read")
    _, token = issue_key(api.organization, name="New", scopes=DEFAULT_SCOPES)
    reader = Api(api.organization, token)
    assert (
        reader.get("/credits").status == reader.get("/capabilities").status == reader.get("/story-jobs").status == 200
    )
    assert reader.post("/story-projects", {"name": "A"}).refusal() == (403, "insufficient_scope")
    assert reader.get("/artifacts/x").refusal() == (403, "insufficient_scope")


# ---------------------------------------------------------------- replays


@pytest.mark.both
@pytest.mark.parametrize("row", KEYED, ids=lambda row: row[1])
def test_a_replay_is_the_first_answer_and_another_body_a_conflict(
    api: Api, project: str, approved_plan: str, plan_request: dict[str, Any], table_read: str, row: list[str]
) -> None:
    path = row[1].format(project_id=project, plan_id=approved_plan, artifact_id=table_read, job_id="{job}")
    if "{job}" in path:
        job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
        path = path.replace("{job}", job)
    special = {"story-plans": plan_request, "story-jobs": {"storyPlanId": approved_plan}}
    body = {**BODIES, **special}.get(path.rpartition("/")[2], {})
    first, before = api.post(path, body, key="one"), api.get("/credits").json
    again = api.post(path, body, key="one")
    assert (first.status, again.status, again.body) == (200, 200, first.body)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert_headed(again)
    assert api.get("/credits").json == before, "charged once"
    assert api.post(path, {**body, "other": 1}, key="one").refusal() == (409, "idempotency_conflict")


@pytest.mark.parametrize("row", [row for row in KEYED if row[3] == "required"], ids=lambda row: row[1])
def test_where_the_key_is_required_nothing_is_done_without_it(api: Api, table_read: str, row: list[str]) -> None:
    path = row[1].format(artifact_id=table_read)
    before = api.get(f"/artifacts/{table_read}").json
    assert api.post(path, BODIES[path.rpartition("/")[2]]).refusal() == (422, "idempotency_key_required")
    assert api.get(f"/artifacts/{table_read}").json == before
    assert api.get("/credits").json["credits"]["balance"] == 1000
