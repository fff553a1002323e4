"""Every route of the family answers bad input in its own envelope: never a 500, never a page."""

import pytest

from accounts.keys import issue_key
from generation.stories.api.urls import urlpatterns
from studio.discovery.views import Capabilities
from tests.api import Api

ROUTES = [
    (method, "/" + str(pattern.pattern).replace("<str:", "{").replace(">", "}"), view.scopes[method])
    for pattern in urlpatterns
    for view in [pattern.callback.view_class]
    for method in view.scopes
] + [("GET", "/capabilities", Capabilities.scopes["GET"])]
GUARDED = [route for route in ROUTES if route[2]]  # not those for which a share token is the permission
WRITES = [(method, path) for method, path, _ in ROUTES if method in ("POST", "PATCH")]
IDS = {
    "project_id": "proj_x",
    "source_id": "src_x",
    "plan_id": "plan_x",
    "job_id": "job_x",
    "artifact_id": "art_x",
    "revision": "1",
}


def filled(path: str) -> str:
    return path.format(**IDS)


def case(route: tuple) -> str:
    return f"{route[0]} {route[1]}"


@pytest.mark.parametrize("route", GUARDED, ids=case)
def test_without_a_key(api: Api, route: tuple) -> None:
    assert api.call(route[0], filled(route[1]), Authorization="").refusal() == (401, "authentication_required")


@pytest.mark.parametrize("route", GUARDED, ids=case)
def test_with_a_key_that_is_none(api: Api, route: tuple) -> None:
    answer = api.call(route[0], filled(route[1]), Authorization=f"Bearer sh_{'0' * 18}_{'0' * 64}")
    assert answer.refusal() == (401, "invalid_api_key")
    assert "RateLimit-Remaining" in answer.headers


@pytest.mark.parametrize("route", GUARDED, ids=case)
def test_with_a_key_of_every_other_scope(api: Api, route: tuple) -> None:
    from accounts.scopes import SCOPES

    _, token = issue_key(api.organization, name="Narrow", scopes=[s for s in SCOPES if s not in route[2]])
    assert Api(api.organization, token).call(route[0], filled(route[1])).refusal() == (403, "insufficient_scope")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b"[1, 2]",
        b'"text"',
        b"null",
        b"[" * 100_000,
        b'{"name": NaN}',
        b'{"a": 1' + b"0" * 5000 + b"}",
    ],
    ids=["cut", "not utf-8", "list", "string", "null", "deep", "nan", "huge number"],
)
@pytest.mark.parametrize("route", WRITES, ids=case)
def test_with_a_body_that_is_no_object(api: Api, route: tuple, body: bytes) -> None:
    status, code = api.call(route[0], filled(route[1]), body, **{"Idempotency-Key": "k"}).refusal()
    assert (status, code) == (422, "validation_failed") or status == 404


@pytest.mark.parametrize("route", [route for route in WRITES if "{" not in route[1]], ids=case)
def test_with_another_content_type(api: Api, route: tuple) -> None:
    answer = api.call(route[0], filled(route[1]), b"name=x", content_type="application/x-www-form-urlencoded")
    assert answer.refusal() == (415, "validation_failed")


def test_with_a_method_that_the_path_does_not_take(api: Api) -> None:
    answer = api.call("PUT", "/story-projects", {})
    assert answer.refusal() == (405, "validation_failed")
    assert answer.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=-1", "limit=x", "limit=١", "cursor=x", "cursor=%00"])
def test_with_a_bad_page(api: Api, query: str) -> None:
    for path in ("/story-projects", "/story-jobs"):
        assert api.get(f"{path}?{query}").refusal() == (422, "validation_failed")


def test_the_limit_of_a_route_family_is_exact_and_names_the_wait(api: Api) -> None:
    answers = [api.get("/story-plans/plan_x") for _ in range(121)]
    assert {answer.status for answer in answers[:120]} == {404}
    assert answers[120].refusal() == (429, "rate_limited")
    assert 0 < int(answers[120].headers["Retry-After"]) <= 60
    assert answers[120].headers["RateLimit-Remaining"] == "0"
    assert api.get("/story-projects").status == 200, "another route family has a count of its own"


def test_an_error_of_ours_is_an_envelope_without_inner_detail(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    from generation.projects import services

    monkeypatch.setattr(services, "projects_of", lambda _: 1 / 0)
    answer = api.get("/story-projects")
    assert answer.refusal() == (500, "internal_error")
    assert "ZeroDivision" not in answer.body.decode()


def test_public_operations_need_no_key(api: Api) -> None:
    health = api.call("GET", "/health", Authorization="")
    assert health.status == 200
    assert health.json["success"] is True
    assert health.json["status"] == health.json["data"]["status"] == "ok"
    document = api.call("GET", "/openapi.json", Authorization="").json
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/story-projects" in document["paths"]


def test_the_api_speaks_json_whatever_the_client_accepts(api: Api) -> None:
    for accept in ("text/html", "application/xml", "nonsense"):
        answer = api.call("GET", "/story-projects/proj_x", Accept=accept)
        assert answer.refusal() == (404, "project_not_found")
    assert api.get("/story-projects?format=api").status == 200


def test_a_post_to_a_wrong_path_is_told_so(api: Api) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    for path in ("/api/v1/story-projects/", "/api/nowhere", "/api/v1/nowhere"):
        answer = client.post(path, {}, content_type="application/json")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    external = client.post("/api/external/v1/nowhere", {}, content_type="application/json")
    assert (external.status_code, external.json()["code"]) == (400, "bad_request")
    assert external.json()["requestId"].startswith("req_")


@pytest.mark.parametrize("route", [route for route in ROUTES if "{" in route[1]], ids=case)
def test_with_a_nul_in_the_path(api: Api, route: tuple) -> None:
    path = route[1].format(**dict.fromkeys(IDS, "a%00b"))
    assert api.call(route[0], path, {}, **{"Idempotency-Key": "k"}).status == 404


def test_an_endless_limit_is_refused(api: Api) -> None:
    assert api.get(f"/story-projects?limit={'9' * 5000}").refusal() == (422, "validation_failed")


def test_a_bad_item_of_a_list_is_named_by_its_index(api: Api) -> None:
    project = api.post("/story-projects", {"name": "P"}).json["project"]["id"]
    body = {"target": {"audience": "a", "objective": "b", "outcome": "c"}, "artifactRequests": [{"type": "opera"}]}
    error = api.post(f"/story-projects/{project}/story-plans", body).json["error"]
    assert error["details"]["field"] == "artifactRequests[0].type"
