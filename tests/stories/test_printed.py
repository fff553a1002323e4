"""The printed requests of the story reference, sent as printed; its printed answers, key by key and type by type.

A printed answer may grow (documented fields that its example leaves out, ids to follow a render by), never shrink.
"""

from collections.abc import Callable
from typing import Any

import pytest

from generation.jobs.models import Job
from tests.api import Api

Work = Callable[[], list[Job]]


class Text(str):
    """Any string where the reference prints `...`."""


class Time(str):
    """`2026-05-29T10:00:00.000Z`"""


TEXT, TIME = Text(), Time()


def shape_problems(printed: Any, answered: Any, path: str = "") -> list[str]:
    """Where an answer lacks what is printed. Literals must be equal, `TEXT` and `TIME` of their form."""
    if isinstance(printed, Time):
        is_time = isinstance(answered, str) and len(answered) == 24 and answered[10] == "T" and answered.endswith("Z")
        return [] if is_time else [f"{path}: {answered!r} is no time"]
    if isinstance(printed, Text):
        return [] if isinstance(answered, str) and answered else [f"{path}: {answered!r} is no text"]
    if isinstance(printed, dict) and isinstance(answered, dict):
        missing = [f"{path}.{key} is missing" for key in printed if key not in answered]
        both = [key for key in printed if key in answered]
        return missing + [p for key in both for p in shape_problems(printed[key], answered[key], f"{path}.{key}")]
    if isinstance(printed, list) and isinstance(answered, list):
        if len(printed) != len(answered):
            return [f"{path} has {len(answered)} items, printed {len(printed)}"]
        pairs = enumerate(zip(printed, answered, strict=True))
        return [p for i, (a, b) in pairs for p in shape_problems(a, b, f"{path}[{i}]")]
    if isinstance(printed, type):
        return [] if isinstance(answered, printed) else [f"{path}: {answered!r} is no {printed.__name__}"]
    same = type(printed) is type(answered) and printed == answered
    return [] if same else [f"{path}: {answered!r}, printed {printed!r}"]


def assert_printed(printed: Any, answered: Any) -> None:
    assert shape_problems(printed, answered) == []


PROJECT_REQUEST = {
    "name": "Q3 Launch Story",
    "description": "Optional free-form context (max 4000 chars)",
    "metadata": {"yourKey": "your-cross-reference-value"},
}
PROJECT = {
    "id": TEXT,
    "name": "Q3 Launch Story",
    "description": "Optional free-form context (max 4000 chars)",
    "metadata": {"yourKey": "your-cross-reference-value"},
    "archivedAt": None,
    "sourceCount": 0,
    "createdAt": TIME,
    "updatedAt": TIME,
}
SOURCE_REQUEST = {
    "type": "text",
    "content": "<inline text — required for text/markdown>",
    "uri": "https://example.com/article",
    "label": "Optional human-readable name (max 200 chars)",
    "retentionPolicy": "EXTRACTED_ONLY",
    "metadata": {"anyKey": "anyValue"},
}
SOURCE = {
    "id": TEXT,
    "projectId": TEXT,
    "type": "TEXT",
    "label": "Optional human-readable name (max 200 chars)",
    "uri": None,
    "status": "READY",
    "retentionPolicy": "EXTRACTED_ONLY",
    "byteSize": 44,  # the dash has three bytes
    "tokenEstimate": 11,
    "contentHash": TEXT,
    "extractedTextPreview": "<inline text — required for text/markdown>",
    "extractedAt": TIME,
    "failureCode": None,
    "failureMessage": None,
    "metadata": {"anyKey": "anyValue"},
    "digestStatus": "NOT_STARTED",
    "digest": None,
    "digestFailureCode": None,
    "digestFailureMessage": None,
    "digestedAt": None,
    "createdAt": TIME,
    "updatedAt": TIME,
}
PLAN_REQUEST = {
    "title": "Optional plan title (max 200 chars)",
    "target": {
        "audience": "enterprise buyers",
        "objective": "explain the Q3 product launch",
        "outcome": "book a demo within 7 days",
        "tone": "confident, specific, executive",
        "industry": "enterprise SaaS",
        "distributionContext": "LinkedIn + sales enablement deck",
    },
    "artifactRequests": [
        {
            "type": "table_read",
            "mode": "documentary",
            "durationSeconds": 90,
            "notes": "Focus on the collaboration angle",
        }
    ],
    "styleConstraints": {
        "preferredVisualStyle": "Clean, data-forward documentary",
        "forbiddenVisuals": ["stock photos of handshakes"],
        "voicePreference": "Authoritative, not salesy",
        "musicPolicy": "Ambient corporate, no lyrics",
        "brandSafety": ["no competitor mentions"],
    },
    "autoApprove": False,
}
QUOTE = {
    "currency": "studio_credits",
    "total": 11,
    "lineItems": [
        {"kind": "planning", "label": "StoryPlan generation", "credits": 0},
        {"kind": "source_digest", "label": "Source digest (1 source)", "credits": 0},
        {"kind": "artifact", "label": "Table read", "credits": 11},
    ],
    "notes": [],
    "computedAt": TIME,
}
PLAN = {
    "id": TEXT,
    "projectId": TEXT,
    "status": "PENDING",
    "title": PLAN_REQUEST["title"],
    "target": PLAN_REQUEST["target"],
    "artifactRequests": PLAN_REQUEST["artifactRequests"],
    "styleConstraints": PLAN_REQUEST["styleConstraints"],
    "sourceIds": [TEXT],
    "autoApprove": False,
    "plan": None,
    "quote": QUOTE,
    "modelUsed": None,
    "providerUsed": None,
    "failureCode": None,
    "failureMessage": None,
    "approvedAt": None,
    "rejectedAt": None,
    "rejectionReason": None,
    "generatedAt": None,
    "currentVersion": 1,
    "createdAt": TIME,
    "updatedAt": TIME,
}
JOB_REQUESTS = [{"type": "table_read", "mode": "documentary", "narrationPolicy": "include"}]
JOB = {
    "id": TEXT,
    "projectId": TEXT,
    "storyPlanId": TEXT,
    "status": "RESERVED",
    "artifactRequests": JOB_REQUESTS,
    "quote": QUOTE,
    "creditReservationId": TEXT,
    "progress": None,
    "modelUsed": None,
    "failureCode": None,
    "failureMessage": None,
    "currentVersion": 1,
    "startedAt": None,
    "completedAt": None,
    "createdAt": TIME,
    "updatedAt": TIME,
}
MANIFEST = {
    "type": "table_read",
    "status": "ready",
    "shareToken": TEXT,
    "theaterUrl": TEXT,
    "theaterFullscreenUrl": TEXT,
    "audio": {"mode": "live_on_demand", "liveUrl": TEXT, "startLiveUrl": TEXT, "recordingUrl": None, "voiceMap": dict},
    "video": {"status": "not_rendered", "renderUrl": TEXT, "url": None},
    "expiresAt": TIME,
}
ARTIFACT = {
    "id": TEXT,
    "storyJobId": TEXT,
    "type": "table_read",
    "status": "READY",
    "manifest": MANIFEST,
    "currentVersion": 1,
    "refineCount": 0,
    "tableReadShareLinkId": TEXT,
    "failureCode": None,
    "failureMessage": None,
    "createdAt": TIME,
    "updatedAt": TIME,
}
CAPABILITIES = {
    "version": "v1",
    "status": "foundation",
    "auth": {"schemes": ["bearer_api_key"], "scopes": list, "supportsIdempotency": True},
    "projects": {"available": True, "crudScopes": {"read": "story:read", "write": "story:write"}},
    "sources": {
        "types": [
            {"type": "text", "availability": "available", "maxInlineBytes": 1_000_000},
            {"type": "markdown", "availability": "available", "maxInlineBytes": 1_000_000},
            {"type": "url", "availability": TEXT},
            {"type": "pdf", "availability": TEXT},
        ],
        "retentionPolicies": ["EXTRACTED_ONLY", "STORE_ORIGINAL", "METADATA_ONLY"],
        "digest": {"availability": TEXT, "statuses": list, "fields": list},
    },
    "artifacts": {
        "table_read": {
            "outputs": list,
            "availability": "available",
            "modes": ["documentary", "podcast", "drama"],
        },
        "pitch_deck": {"availability": TEXT},
        "storyboard": {"availability": TEXT},
        "trailer": {"availability": TEXT},
        "production_video": {"availability": TEXT},
    },
    "jobs": {"available": True, "statuses": list, "artifactStatuses": ["PENDING", "RUNNING", "READY", "FAILED"]},
    "docs": {"openapi": {"url": "/api/v1/openapi.json", "availability": "available"}},
}


@pytest.fixture
def printed_plan(api: Api, project: str, source: str, work: Work) -> str:
    """The printed plan request, planned and approved."""
    body = {**PLAN_REQUEST, "sourceIds": [source], "autoApprove": True}
    plan = api.post(f"/story-projects/{project}/story-plans", body).json["plan"]["id"]
    work()
    return plan


def test_capabilities(api: Api) -> None:
    assert_printed(CAPABILITIES, api.get("/capabilities").json)


def test_credits_add_up(api: Api) -> None:
    credits = api.get("/credits").json["credits"]
    assert_printed(
        {
            "balance": int,
            "monthlyBucketAllocated": int,
            "monthlyBucketUsed": int,
            "monthlyBucketRemaining": int,
            "perpetualBalance": int,
            "cycleStartedAt": TIME,
            "cycleExpiresAt": TIME,
        },
        credits,
    )
    assert credits["balance"] == credits["monthlyBucketRemaining"] + credits["perpetualBalance"]


def test_a_project_from_beginning_to_end(api: Api) -> None:
    created = api.post("/story-projects", PROJECT_REQUEST, key="550e8400-e29b-41d4-a716-446655440000")
    assert_printed({"project": PROJECT}, created.json)
    path = f"/story-projects/{created.json['project']['id']}"
    assert api.get(path).json == created.json
    assert_printed({"projects": [PROJECT], "nextCursor": None}, api.get("/story-projects").json)
    change = {"name": "New name", "description": None, "metadata": {"a": 1}, "archived": True}
    expected = PROJECT | {"name": "New name", "description": None, "metadata": {"a": 1}, "archivedAt": TIME}
    assert_printed({"project": expected}, api.patch(path, change).json)
    assert_printed({"id": created.json["project"]["id"], "deletedAt": TIME}, api.delete(path).json)


def test_a_source_from_beginning_to_end(api: Api, project: str) -> None:
    path = f"/story-projects/{project}/sources"
    created = api.post(path, SOURCE_REQUEST)
    assert_printed({"source": SOURCE}, created.json)
    source = created.json["source"]["id"]
    assert api.get(f"{path}/{source}").json == created.json
    assert_printed({"sources": [SOURCE], "nextCursor": None}, api.get(path).json)
    assert_printed({"id": source, "deletedAt": TIME}, api.delete(f"{path}/{source}").json)


def test_a_plan_as_it_is_created_listed_approved_and_rejected(api: Api, project: str, source: str, work: Work) -> None:
    path = f"/story-projects/{project}/story-plans"
    created = api.post(path, {**PLAN_REQUEST, "sourceIds": [source]}).json
    assert_printed({"plan": PLAN}, created)
    assert_printed({"plans": [PLAN], "nextCursor": None}, api.get(path).json)
    work()
    plan = created["plan"]["id"]
    planned = PLAN | {"status": "REQUIRES_APPROVAL", "plan": dict, "generatedAt": TIME}
    planned |= {"modelUsed": TEXT, "providerUsed": TEXT}
    assert_printed({"plan": planned}, api.get(f"/story-plans/{plan}").json)
    approved = planned | {"status": "APPROVED", "approvedAt": TIME}
    assert_printed({"plan": approved}, api.post(f"/story-plans/{plan}/approve").json)
    rejected = approved | {"status": "REJECTED", "rejectedAt": TIME, "rejectionReason": "Tone was too aggressive"}
    answer = api.post(f"/story-plans/{plan}/reject", {"reason": "Tone was too aggressive"})
    assert_printed({"plan": rejected}, answer.json)


def test_a_job_from_reserved_to_ready(api: Api, project: str, printed_plan: str, work: Work) -> None:
    body = {"storyPlanId": printed_plan, "projectId": project, "artifactRequests": JOB_REQUESTS}
    created = api.post("/story-jobs", body, key="550e8400-e29b-41d4-a716-446655440000").json
    waiting = ARTIFACT | {"status": "PENDING", "manifest": None, "tableReadShareLinkId": None}
    assert_printed({"job": JOB | {"artifacts": [waiting]}}, created)
    work()
    path = f"/story-jobs/{created['job']['id']}"
    ready = JOB | {"status": "READY", "startedAt": TIME, "completedAt": TIME, "modelUsed": TEXT, "progress": dict}
    assert_printed({"job": ready | {"artifacts": [ARTIFACT]}}, api.get(path).json)
    assert_printed({"artifacts": [ARTIFACT]}, api.get(f"{path}/artifacts").json)
    assert_printed({"jobs": [ready], "nextCursor": None}, api.get(f"/story-jobs?projectId={project}").json)


def test_canceling_a_job(api: Api, printed_plan: str) -> None:
    job = api.post("/story-jobs", {"storyPlanId": printed_plan}).json["job"]["id"]
    canceled = api.post(f"/story-jobs/{job}/cancel").json
    assert_printed({"job": {"id": job, "status": "CANCELED", "completedAt": TIME}}, canceled)


def test_an_artifact_and_the_urls_of_its_manifest(api: Api, artifact: str) -> None:
    answer = api.get(f"/artifacts/{artifact}?revision=1").json
    assert_printed({"artifact": ARTIFACT}, answer)
    manifest = answer["artifact"]["manifest"]
    token = manifest["shareToken"]
    assert manifest["theaterUrl"].endswith(f"/share/table-read/{token}")
    assert manifest["theaterFullscreenUrl"].endswith(f"/share/table-read/{token}?view=fullscreen")
    assert manifest["audio"]["liveUrl"].endswith(f"/share/table-read-audio/{token}")
    assert manifest["audio"]["startLiveUrl"].endswith("/api/share/table-read/start-live")
    assert manifest["video"]["renderUrl"] == f"/api/v1/artifacts/{artifact}/render-video"


def test_finalizing_and_rendering(api: Api, artifact: str) -> None:
    path = f"/artifacts/{artifact}"
    silent = api.post(f"{path}/finalize", {"mode": "audio"}, key="a").json
    assert silent == {"artifactId": artifact, "mode": "audio", "finalize": {"status": "needs_recording"}}
    queued = api.post(f"{path}/finalize", {"mode": "audio", "record": True}, key="b").json
    assert_printed({"artifactId": artifact, "mode": "audio", "finalize": {"status": "queued"}}, queued)
    rendered = api.post(f"{path}/render-video").json
    assert_printed({"artifactId": artifact, "render": {"status": "queued"}}, rendered)


def test_the_error_envelope_and_its_headers(api: Api, printed_plan: str) -> None:
    refused = api.get("/story-projects/proj_123")
    assert set(refused.json["error"]) == {"code", "message", "requestId"}
    assert refused.json["error"]["requestId"] == refused.headers["X-Request-Id"]
    for header in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"):
        assert int(refused.headers[header]) >= 0
