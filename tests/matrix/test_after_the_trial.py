"""Once a trial is over: what costs credits is refused in each family's own words, and what was made stays theirs.

Workflows have theirs in tests/workflows/test_subscriptions.py: a trial does not launch them with a key at all.
"""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from billing.models import Account, Entry, Hold
from billing.subscriptions import change_plan
from generation.assets.models import Asset
from generation.imagery.models import Generation
from generation.jobs.models import Job, JobEvent
from generation.projects.models import Artifact, Revision
from tests.api import Answer
from tests.asgi import get_stream
from tests.external.conftest import External
from tests.matrix.conftest import Things, some_things
from wire.ratelimit import limiter

HOUSE, STUDIO = {"code": "insufficient_credits"}, {"code": "FORBIDDEN"}
# What is asked for, and the error's fields beside its message; `{…}` are the tenant's own ids.
ASKED: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "story: job": ("/story-jobs", {"storyPlanId": "{plan_id}"}, HOUSE),
    "story: refine": ("/artifacts/{artifact_id}/refine", {"instruction": "Make it shorter"}, HOUSE),
    "story: coverage": ("/artifacts/{artifact_id}/coverage", {}, HOUSE),
    "studio: image": ("/studio/image", {"prompt": "A quay"}, STUDIO),
    "studio: video": ("/studio/video", {"prompt": "A quay", "duration_s": 5}, STUDIO),
    "studio: document": (
        "/artifacts/generate",
        {"companion_id": "editor", "artifact_type": "brief", "messages": [{"role": "user", "content": "A quay"}]},
        STUDIO,
    ),
    "editor": (
        "/ai/generate", {"project_id": "{edited_id}", "prompt": "make it dusk", "start_ts": 2.0, "end_ts": 6.0}, HOUSE
    ),
    "external": (
        "/v1/generate-image", {"prompt": "A quay", "aspectRatio": "16:9", "resolution": "2K"},
        {"success": False, "code": "insufficient_balance"},
    ),
    "external: cinematic": (
        "/v2/cinematic-image",
        {"prompt": "A quay", "category": "category_product_launch", "aspectRatio": "16:9", "resolution": "2K"},
        {"success": False, "code": "insufficient_balance"},
    ),
    "openai: image": (
        "/openai/v1/images/generations", {"prompt": "A quay"},
        {"type": "invalid_request_error", "param": None, "code": "insufficient_quota"},
    ),
    "openai: video": (
        "/openai/v1/videos", {"prompt": "A quay", "model": "sora-2"},
        {"type": "invalid_request_error", "param": None, "code": "insufficient_quota"},
    ),
}  # fmt: skip
KEPT = [
    "/story-projects/{project_id}", "/story-jobs/{job_id}", "/story-jobs/{job_id}/artifacts",
    "/artifacts/{artifact_id}", "/artifacts/{artifact_id}/script", "/jobs/{studio_job_id}",
    "/chat/sessions/{session_id}", "/project/{edited_id}", "/segment/{segment_id}", "/workflow/{workflow_id}",
    "/user/projects", "/user/brand/knowledge", "/credits", "/credits/receipts", "/openai/v1/videos/{video_id}",
]  # fmt: skip
MADE = (Job, JobEvent, Hold, Entry, Generation, Artifact, Revision, Asset)


def after_the_trial() -> Things:
    """A tenant that has one thing of each kind, from a trial that ended a moment ago."""
    limiter.clear()
    things = some_things("Ours")
    change_plan(things.api.organization.pk, "trial", actor="user_1")
    Account.objects.filter(organization_id=things.api.organization.pk).update(trial_ends_at=timezone.now())
    return things


@pytest.fixture
def ended(db: None) -> Things:
    return after_the_trial()


def told(things: Things, path: str, body: dict[str, Any], family: str) -> Answer:
    ids = {**things.ids, "edited_id": edited_id(things)}
    filled = {name: value.format(**ids) if isinstance(value, str) else value for name, value in body.items()}
    if family.startswith("external"):
        return External(things.api).post(path, filled, key="once")
    return things.api.post(path.format(**ids), filled, key="once")


def edited_id(things: Things) -> str:
    return things.api.get(f"/segment/{things.ids['segment_id']}").json["project_id"]


@pytest.mark.both
@pytest.mark.parametrize("family", ASKED)
def test_what_costs_credits_is_refused_in_the_familys_words_and_leaves_nothing(family: str, ended: Things) -> None:
    path, body, said = ASKED[family]
    before = [kind.objects.count() for kind in MADE]
    answer = told(ended, path, body, family)
    assert answer.status == 402, answer.body
    error = answer.json["error"] if isinstance(answer.json.get("error"), dict) else answer.json
    assert said.items() <= error.items()
    assert "The trial ended on " in answer.body.decode()
    assert "Choose a plan" in answer.body.decode()
    assert [kind.objects.count() for kind in MADE] == before


@pytest.mark.both
def test_all_that_was_made_can_be_read_exported_and_deleted(ended: Things) -> None:
    ids = {**ended.ids, "edited_id": edited_id(ended)}
    for path in KEPT:
        assert ended.api.get(path.format(**ids)).status == 200, path
    assert External(ended.api).call("GET", "/usage").status == 200
    export = ended.api.post("/export", {"project_id": ids["edited_id"], "format": "mp4"})
    assert export.status in (200, 202), export.body
    assert ended.api.delete(f"/story-projects/{ids['project_id']}").status in (200, 204)


@pytest.mark.django_db(transaction=True)
async def test_speech_is_refused_and_the_archive_of_all_films_is_not(transactional_db: None) -> None:
    things = await sync_to_async(after_the_trial)()
    body = {"model": "tts-1", "voice": "alloy", "input": "Hello."}
    status, _, said = await get_stream("/openai/v1/audio/speech", things.api.token, method="POST", body=body)
    assert (status, '"code":"insufficient_quota"' in said.replace(" ", "")) == (402, True), said
    status, _, archive = await get_stream("/api/v1/user/projects/export", things.api.token, raw=True)
    assert (status, archive[:2]) == (200, b"PK")
