"""Each printed limit: the most that is taken, and the first that is not."""

from typing import Any

import pytest

from tests.api import Api
from tests.stories.golden.shape import printed

TARGET = {"audience": 200, "objective": 400, "outcome": 400, "tone": 120, "industry": 120, "distributionContext": 300}
STYLE = printed("createPlan.request")["styleConstraints"]


def read(**fields: Any) -> list[dict[str, Any]]:
    return [{"type": "table_read", **fields}]


@pytest.mark.parametrize(
    ("field", "most", "too_much"),
    [
        ("name", "x" * 200, "x" * 201), ("name", "x", ""), ("description", "x" * 4000, "x" * 4001),
        ("metadata", {"any": {"thing": [1, None]}}, "text"),
    ],
)  # fmt: skip
def test_of_a_project(api: Api, field: str, most: Any, too_much: Any) -> None:
    body = {"name": "A"}
    assert api.post("/story-projects", body | {field: most}).json["project"][field] == most
    assert api.post("/story-projects", body | {field: too_much}).refusal() == (422, "validation_failed")


def test_a_project_needs_a_name_and_nothing_else(api: Api) -> None:
    assert api.post("/story-projects", {"description": "x"}).refusal() == (422, "validation_failed")
    assert api.post("/story-projects", {"name": "A"}).json["project"]["description"] is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"content": "é" * 500_000}, None), ({"content": "é" * 500_000 + "x"}, "source_too_large"),
        ({"label": "x" * 200}, None), ({"label": "x" * 201}, "validation_failed"), ({"label": None}, None),
        ({"retentionPolicy": "STORE_ORIGINAL"}, None), ({"retentionPolicy": "METADATA_ONLY"}, None),
        ({"retentionPolicy": "stored"}, "validation_failed"), ({"type": "TEXT"}, "source_type_unsupported"),
        ({"type": "markdown"}, None), ({"content": None}, "validation_failed"),
        ({"type": "url"}, "validation_failed"), ({"type": "pdf"}, "validation_failed"),
        ({"type": "url", "uri": "ftp://example.com/a"}, "source_fetch_failed"),
        ({"type": "url", "uri": "file:///etc/passwd"}, "source_fetch_failed"),
        ({"type": "pdf", "uri": "http://127.0.0.1/a.pdf"}, "source_fetch_failed"),
    ],
    ids=lambda value: str(value)[:60],
)  # fmt: skip
def test_of_a_source(api: Api, project: str, fields: dict[str, Any], code: str | None) -> None:
    body = {"type": "text", "content": "A text."} | fields
    answer = api.post(f"/story-projects/{project}/sources", body)
    assert answer.status == 200 if code is None else answer.refusal() == (422, code)


@pytest.mark.parametrize(
    ("change", "is_taken"),
    [
        *(({"target": {name: "x" * most}}, True) for name, most in TARGET.items()),
        *(({"target": {name: "x" * (most + 1)}}, False) for name, most in TARGET.items()),
        *(({"target": {name: None}}, name not in ("audience", "objective", "outcome")) for name in TARGET),
        ({"title": "x" * 200}, True), ({"title": "x" * 201}, False), ({"title": None}, True),
        ({"artifactRequests": []}, False), ({"artifactRequests": read() * 6}, True),
        ({"artifactRequests": read() * 7}, False), ({"artifactRequests": read(durationSeconds=5)}, True),
        ({"artifactRequests": read(durationSeconds=4)}, False), ({"artifactRequests": read(aspectRatio="16:9")}, True),
        ({"artifactRequests": read(aspectRatio="16x9")}, False), ({"artifactRequests": read(notes="x" * 2000)}, True),
        ({"artifactRequests": read(notes="x" * 2001)}, False), ({"artifactRequests": read(mode="panel")}, False),
        *(({"artifactRequests": read(mode=mode)}, True) for mode in ("documentary", "podcast", "drama")),
        *(({"artifactRequests": read(narrationPolicy=p)}, True) for p in ("auto", "include", "suppress")),
        ({"artifactRequests": read(narrationPolicy="never")}, False),
        *(({"artifactRequests": [{"type": kind}]}, True) for kind in ("storyboard", "trailer", "production_video")),
        ({"artifactRequests": [{"type": "pitch_deck", "includePdf": True}]}, True),
        ({"artifactRequests": [{"type": "opera"}]}, False), ({"styleConstraints": None}, True),
        ({"styleConstraints": {}}, True), ({"styleConstraints": STYLE}, True),
        *(({"styleConstraints": {name: ["x"] * 10}}, True) for name in ("forbiddenVisuals", "brandSafety")),
        *(({"styleConstraints": {name: ["x"] * 11}}, False) for name in ("forbiddenVisuals", "brandSafety")),
        ({"sourceIds": []}, True), ({"sourceIds": None}, True), ({"autoApprove": "true"}, False),
    ],
    ids=lambda value: str(value)[:60],
)  # fmt: skip
def test_of_a_plan(
    api: Api, project: str, plan_request: dict[str, Any], change: dict[str, Any], is_taken: bool
) -> None:
    if "target" in change:
        change = {"target": plan_request["target"] | change["target"]}
    answer = api.post(f"/story-projects/{project}/story-plans", plan_request | change)
    assert answer.status == 200 if is_taken else answer.refusal() == (422, "validation_failed")


def test_a_plan_takes_twenty_sources(api: Api, project: str, plan_request: dict[str, Any]) -> None:
    path = f"/story-projects/{project}"
    ids = [
        api.post(f"{path}/sources", {"type": "text", "content": f"Fact {n}."}).json["source"]["id"] for n in range(21)
    ]
    assert api.post(f"{path}/story-plans", plan_request | {"sourceIds": ids[:20]}).status == 200
    assert api.post(f"{path}/story-plans", plan_request | {"sourceIds": ids}).refusal() == (422, "validation_failed")


@pytest.mark.parametrize("name", ["audience", "objective", "outcome"])
def test_a_target_needs_its_three_fields(api: Api, project: str, plan_request: dict[str, Any], name: str) -> None:
    del plan_request["target"][name]
    answer = api.post(f"/story-projects/{project}/story-plans", plan_request)
    assert answer.refusal() == (422, "validation_failed")
    assert answer.json["error"]["details"]["field"] == f"target.{name}"


def test_of_a_jobs_requests(api: Api, approved_plan: str) -> None:
    body = {"storyPlanId": approved_plan}
    assert api.post("/story-jobs", body | {"artifactRequests": read() * 6}).json["job"]["quote"]["total"] == 66
    assert api.post("/story-jobs", body | {"artifactRequests": read() * 7}).refusal() == (422, "validation_failed")


@pytest.mark.parametrize(("sent", "kept"), [(0.35, 0.35), (35, 0.35), (1, 1.0), (250, 1.0), (-3, 0.0), (0, 0.0)])
def test_of_the_share_of_scenes_with_music(api: Api, table_read: str, sent: float, kept: float) -> None:
    assert api.post(f"/artifacts/{table_read}/music", {"musicCoveragePercent": sent}).json["coveragePercent"] == kept


@pytest.mark.parametrize(
    ("path", "body", "is_taken"),
    [
        ("music", {"sceneIndex": 3, "weight": 2}, True), ("music", {"sceneIndex": 4, "weight": 1}, False),
        ("music", {"sceneIndex": 0, "weight": 2.1}, False), ("music", {"sceneIndex": 0, "weight": 0}, True),
        ("music", {"sceneIndex": 0}, False), ("music", {"weight": 1}, False),
        ("sfx", {"entryIndex": 9}, True), ("sfx", {"entryIndex": 10}, False), ("sfx", {"volume": 1}, True),
        ("sfx", {"volume": 1.1}, False), ("sfx", {"volume": -0.1}, False), ("sfx", {"op": "play"}, False),
        *(("sfx", {"triggerOffset": when, "offsetMs": ms}, True) for when in ("before", "with", "after")
          for ms in (-30_000, 30_000)),
        ("sfx", {"triggerOffset": "before", "offsetMs": -30_001}, False), ("sfx", {"offsetMs": 30_001}, False),
        ("sfx", {"triggerOffset": "during"}, False),
        ("voice", {"voiceName": None}, False), ("voice", {"gender": None, "provider": None}, True),
    ],
    ids=lambda value: str(value)[:60],
)  # fmt: skip
def test_of_staging(api: Api, table_read: str, path: str, body: dict[str, Any], is_taken: bool) -> None:
    request = {"sfx": {"op": "add", "entryIndex": 0, "label": "knock"}, "voice": printed("voice.request")}
    answer = api.post(f"/artifacts/{table_read}/{path}", request.get(path, {}) | body, key="k")
    assert answer.status == 200 if is_taken else answer.refusal() == (422, "validation_failed")


def test_a_page_has_twenty_unless_asked_and_a_hundred_at_the_most(api: Api) -> None:
    for number in range(21):
        api.post("/story-projects", {"name": f"P{number}"})
    first = api.get("/story-projects").json
    assert (len(first["projects"]), bool(first["nextCursor"])) == (20, True)
    rest = api.get(f"/story-projects?limit=20&cursor={first['nextCursor']}").json
    assert (len(rest["projects"]), rest["nextCursor"]) == (1, None)
    assert len(api.get("/story-projects?limit=100").json["projects"]) == 21
    assert api.get("/story-projects?limit=101").refusal() == (422, "validation_failed")
