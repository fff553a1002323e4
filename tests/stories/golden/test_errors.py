"""Each of the 23 printed codes, brought about by a call, with its printed status, envelope and headers."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from accounts.keys import issue_key, revoke_key
from accounts.models import ApiKey, Organization
from billing.services import withdraw
from generation.projects.models import Artifact
from tests.api import Answer, Api, open_api
from tests.stories.golden.reference import ERRORS, rows
from tests.stories.golden.shape import assert_printed, printed

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
KNOCK = {"op": "add", "entryIndex": 0, "label": "knock"}
Provoke = Callable[[SimpleNamespace], Answer]


@pytest.fixture
def at(api: Api, project: str, approved_plan: str, table_read: str, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the provocations below need: a client and one thing of each kind."""
    return SimpleNamespace(
        api=api, project=project, plan=approved_plan, read=f"/artifacts/{table_read}", patch=monkeypatch,
        sources=f"/story-projects/{project}/sources", key=ApiKey.objects.get(organization=api.organization),
    )  # fmt: skip


def another(at: SimpleNamespace, **fields: Any) -> Answer:
    """A call with one more key of the organization."""
    _, token = issue_key(at.api.organization, name="Other", **{"scopes": ["story:read"], **fields})
    return Api(at.api.organization, token).get("/story-projects")


def revoked(at: SimpleNamespace) -> Answer:
    revoke_key(at.key)
    return at.api.get("/story-projects")


def disabled(at: SimpleNamespace) -> Answer:
    Organization.objects.filter(pk=at.api.organization.pk).update(suspended_at=timezone.now())
    return at.api.get("/story-projects")


def exhausted(at: SimpleNamespace) -> Answer:
    return [at.api.get("/story-plans/plan_x") for _ in range(121)][-1]


def conflicting(at: SimpleNamespace) -> Answer:
    at.api.post("/story-projects", {"name": "A"}, key="one")
    return at.api.post("/story-projects", {"name": "B"}, key="one")


def finished(at: SimpleNamespace) -> Answer:
    job = at.api.post("/story-jobs", {"storyPlanId": at.plan}).json["job"]["id"]
    at.work()
    return at.api.post(f"/story-jobs/{job}/cancel")


def unready(at: SimpleNamespace) -> Answer:
    Artifact.objects.update(status=Artifact.Status.RUNNING)
    return at.api.post(f"{at.read}/render-video")


def voiceless(at: SimpleNamespace) -> Answer:
    at.patch.setenv("STUDIO_PROVIDER_SPEECH", "nobody")
    return at.api.post(f"{at.read}/voice", printed("voice.request"), key="v")


def poor(at: SimpleNamespace) -> Answer:
    withdraw(at.api.organization.pk, 993, bucket="perpetual", reason="test", actor="test")
    return at.api.post(f"{at.read}/refine", printed("refine.request"), key="r")


def broken(at: SimpleNamespace) -> Answer:
    at.patch.setattr("generation.projects.services.projects_of", lambda _: 1 / 0)
    return at.api.get("/story-projects")


PROVOKED: dict[str, Provoke] = {
    "authentication_required": lambda at: at.api.call("GET", "/story-projects", Authorization=""),
    "invalid_api_key": lambda at: at.api.call(
        "GET", "/story-projects", Authorization=f"Bearer sh_{'0' * 18}_{'0' * 64}"
    ),
    "api_key_revoked": revoked,
    "api_key_expired": lambda at: another(at, expires_at=timezone.now() - timedelta(seconds=1)),
    "account_disabled": disabled,
    "ip_not_allowed": lambda at: another(at, ip_allowlist=["203.0.113.0/24"]),
    "insufficient_scope": lambda at: another(at, scopes=["credits:read"]),
    "rate_limited": exhausted,
    "idempotency_key_required": lambda at: at.api.post(f"{at.read}/sfx", KNOCK),
    "idempotency_conflict": conflicting,
    "validation_failed": lambda at: at.api.post("/story-projects", {"name": "x" * 201}),
    "project_not_found": lambda at: at.api.get("/story-projects/cmp123"),
    "source_not_found": lambda at: at.api.get(f"{at.sources}/cmq123"),
    "source_type_unsupported": lambda at: at.api.post(
        at.sources, {"type": "docx", "uri": "https://example.com/a.docx"}
    ),
    "source_too_large": lambda at: at.api.post(at.sources, {"type": "text", "content": "x" * 1_000_001}),
    "source_fetch_failed": lambda at: at.api.post(at.sources, {"type": "url", "uri": "http://169.254.169.254/latest"}),
    "story_job_not_found": lambda at: at.api.get("/story-jobs/cmj123"),
    "story_job_state_invalid": finished,
    "artifact_not_found": lambda at: at.api.get("/artifacts/cma123"),
    "artifact_not_ready": unready,
    "artifact_generation_failed": voiceless,
    "insufficient_credits": poor,
    "internal_error": broken,
}
DETAILS = {
    "source_too_large": {"maxBytes": 1_000_000, "byteSize": 1_000_001},
    "story_job_state_invalid": {"status": "READY", "allowed": ["PENDING", "RESERVED", "RUNNING"]},
    "insufficient_credits": {"required": 8, "available": 7},
}


def assert_refused(answer: Answer, code: str, status: int) -> None:
    assert answer.refusal() == (status, code)
    assert_printed(
        "error", answer.json, error=printed("error")["error"] | {"code": code, "message": "..."} | answer_id(answer)
    )
    assert UUID.fullmatch(answer.headers["X-Request-Id"])
    for header in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"):
        assert answer.headers[header].isdecimal()


def answer_id(answer: Answer) -> dict[str, str]:
    return {"requestId": answer.headers["X-Request-Id"]}


@pytest.mark.parametrize(("code", "status"), rows(ERRORS), ids=lambda value: value)
def test_a_printed_code(at: SimpleNamespace, work: Callable[[], Any], code: str, status: str) -> None:
    at.work = work
    answer = PROVOKED[code](at)
    assert_refused(answer, code, int(status))
    if code in DETAILS:
        assert answer.json["error"]["details"] == DETAILS[code]
    assert ("Retry-After" in answer.headers) == (code == "rate_limited")


def test_no_printed_code_is_left_out() -> None:
    assert list(PROVOKED) == [code for code, _ in rows(ERRORS)]
    assert len(PROVOKED) == 23


# What the reference says of single operations: the call, and the code that it names.
@pytest.mark.parametrize(
    ("method", "path", "body", "code"),
    [
        ("PATCH", "/story-projects/cmp123", {"name": "A"}, "project_not_found"),
        ("PATCH", "/story-projects/{project}", {"name": ""}, "validation_failed"),
        ("DELETE", "/story-projects/cmp123", None, "project_not_found"),
        ("POST", "/story-projects/cmp123/sources", {"type": "text", "content": "A."}, "project_not_found"),
        ("DELETE", "/story-projects/{project}/sources/cmq123", None, "source_not_found"),
        ("POST", "/story-projects/cmp123/story-plans", {}, "project_not_found"),
        ("POST", "/story-projects/{project}/story-plans", {}, "validation_failed"),
        ("GET", "/story-plans/cmpl123", None, "project_not_found"),
        ("POST", "/story-plans/cmpl123/approve", None, "project_not_found"),
        ("POST", "/story-jobs", {"storyPlanId": "cmpl123"}, "story_job_not_found"),
        ("POST", "/story-jobs", {"storyPlanId": "{plan}", "artifactRequests": [{"type": "x"}]}, "validation_failed"),
        ("POST", "/story-jobs/cmj123/cancel", None, "story_job_not_found"),
        ("GET", "/story-jobs/cmj123/artifacts", None, "story_job_not_found"),
        ("POST", "/artifacts/cma123/render-video", None, "artifact_not_found"),
        ("POST", "/artifacts/cma123/refine", {"instruction": "x"}, "artifact_not_found"),
        ("POST", "/artifacts/{read}/refine", {}, "validation_failed"),
        ("POST", "/artifacts/{read}/refine", {"instruction": "x", "scope": "all"}, "validation_failed"),
        ("POST", "/artifacts/cma123/finalize", {}, "artifact_not_found"),
        ("POST", "/artifacts/{read}/finalize", {"mode": "gif"}, "validation_failed"),
        ("GET", "/artifacts/{read}?revision=9", None, "artifact_not_found"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_operation_names_its_errors(
    api: Api, project: str, approved_plan: str, table_read: str, method: str, path: str, body: Any, code: str
) -> None:
    names = {"project": project, "read": table_read, "plan": approved_plan}
    filled = {k: v.format(**names) if isinstance(v, str) else v for k, v in body.items()} if body is not None else None
    answer = api.call(method, path.format(**names), filled, **{"Idempotency-Key": "k"})
    assert_refused(answer, code, int(dict(rows(ERRORS))[code]))


def test_a_source_of_another_project_or_one_that_was_deleted_is_not_found_by_a_plan(
    api: Api, project: str, source: str, plan_request: dict[str, Any]
) -> None:
    other = api.post("/story-projects", {"name": "Other"}).json["project"]["id"]
    assert api.post(f"/story-projects/{other}/story-plans", plan_request).refusal() == (404, "source_not_found")
    api.delete(f"/story-projects/{project}/sources/{source}")
    assert api.post(f"/story-projects/{project}/story-plans", plan_request).refusal() == (404, "source_not_found")


@pytest.mark.parametrize(
    ("path", "body", "price"),
    [("refine", {"instruction": "drop the narrator"}, 8), ("finalize", {"record": True}, 6),
     ("finalize", {"mode": "video"}, 12), ("render-video", {}, 12), ("coverage", {}, 2)],
)  # fmt: skip
def test_what_costs_more_than_there_is_names_both_and_takes_nothing(
    db: None, table_read: str, api: Api, path: str, body: dict[str, Any], price: int
) -> None:
    withdraw(api.organization.pk, 1001 - price, bucket="perpetual", reason="test", actor="test")
    answer = api.post(f"/artifacts/{table_read}/{path}", body, key="k")
    assert_refused(answer, "insufficient_credits", 402)
    assert answer.json["error"]["details"] == {"required": price, "available": price - 1}
    assert api.get("/credits").json["credits"]["balance"] == price - 1


def test_anothers_things_are_not_found(api: Api, project: str, approved_plan: str, table_read: str) -> None:
    stranger = open_api("Stranger")
    assert stranger.get(f"/story-projects/{project}").refusal() == (404, "project_not_found")
    assert stranger.get(f"/story-plans/{approved_plan}").refusal() == (404, "project_not_found")
    assert stranger.post("/story-jobs", {"storyPlanId": approved_plan}).refusal() == (404, "story_job_not_found")
    assert stranger.get(f"/artifacts/{table_read}").refusal() == (404, "artifact_not_found")
