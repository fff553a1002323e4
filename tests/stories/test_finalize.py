from collections.abc import Callable

import pytest

from generation.jobs.models import Job
from tests.api import Api, open_api

Work = Callable[[], list[Job]]


def spendable(api: Api) -> int:
    return api.get("/credits").json["credits"]["balance"]


def test_audio_without_a_recording_says_so_and_holds_nothing(api: Api, artifact: str) -> None:
    before = spendable(api)
    answer = api.post(f"/artifacts/{artifact}/finalize", {"mode": "audio"}, key="a")
    assert answer.json == {"artifactId": artifact, "mode": "audio", "finalize": {"status": "needs_recording"}}
    assert spendable(api) == before
    assert len(api.get("/story-jobs").json["jobs"]) == 1


@pytest.mark.both
@pytest.mark.parametrize(("mode", "credits"), [("audio", 6), ("video", 12)])
def test_finalizing_holds_its_price_once_however_often_it_is_asked_for(
    api: Api, artifact: str, mode: str, credits: int
) -> None:
    before = spendable(api)
    path, body = f"/artifacts/{artifact}/finalize", {"mode": mode, "record": True}
    first = api.post(path, body, key="a").json["finalize"]
    again = api.post(path, body, key="b").json["finalize"]
    assert first["status"] == again["status"] == "queued"
    assert first["jobId"] == again["jobId"]
    assert spendable(api) == before - credits


def test_render_video_is_the_same_render(api: Api, artifact: str) -> None:
    rendered = api.post(f"/artifacts/{artifact}/render-video").json
    finalized = api.post(f"/artifacts/{artifact}/finalize", {"mode": "video"}, key="a").json
    assert rendered["artifactId"] == artifact
    assert rendered["render"]["jobId"] == finalized["finalize"]["jobId"]


@pytest.mark.both
def test_a_canceled_render_can_be_asked_for_again(api: Api, artifact: str) -> None:
    before = spendable(api)
    path, body = f"/artifacts/{artifact}/finalize", {"mode": "video"}
    first = api.post(path, body, key="a").json["finalize"]["jobId"]
    api.post(f"/story-jobs/{first}/cancel")
    assert spendable(api) == before
    assert api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"]["video"]["status"] == "failed"
    second = api.post(path, body, key="b").json["finalize"]["jobId"]
    assert second != first
    assert spendable(api) == before - 12


def test_a_failing_provider_fails_the_job_with_its_cause_and_nothing_is_charged(
    api: Api, artifact: str, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = spendable(api)
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.films.failing:Mute")
    job = api.post(f"/artifacts/{artifact}/finalize", {"mode": "audio", "record": True}, key="a").json["finalize"][
        "jobId"
    ]
    work()
    failed = api.get(f"/story-jobs/{job}").json["job"]
    assert (failed["status"], failed["failureCode"]) == ("FAILED", "provider_rejected")
    assert failed["failureMessage"] == "The voice service refused the text: its contract has lapsed."
    receipt = api.get(f"/story-jobs/{job}/receipt").json["receipt"]
    assert (receipt["captured"], receipt["released"]) == (0, 6)
    assert receipt["reason"] == f"Not charged because the job failed: {failed['failureMessage']}"
    assert spendable(api) == before
    finalize = api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"]["audio"]["finalize"]
    assert (finalize["status"], finalize["error"]) == ("failed", failed["failureMessage"])


@pytest.mark.both
def test_without_credits_finalizing_creates_nothing(api: Api, artifact: str) -> None:
    from billing.services import withdraw

    withdraw(api.organization.pk, spendable(api) - 5, bucket="perpetual", reason="test", actor="test")
    answer = api.post(f"/artifacts/{artifact}/finalize", {"mode": "audio", "record": True}, key="a")
    assert answer.refusal() == (402, "insufficient_credits")
    assert answer.json["error"]["details"] == {"required": 6, "available": 5}
    assert len(api.get("/story-jobs").json["jobs"]) == 1


@pytest.mark.parametrize("body", [{"mode": "opera"}, {"record": "perhaps"}, [], "audio"])
def test_a_bad_body_is_refused(api: Api, artifact: str, body: object) -> None:
    assert api.post(f"/artifacts/{artifact}/finalize", body, key="a").refusal() == (422, "validation_failed")


def test_the_idempotency_key_is_required(api: Api, artifact: str) -> None:
    assert api.post(f"/artifacts/{artifact}/finalize", {}).refusal() == (422, "idempotency_key_required")


def test_an_artifact_that_is_not_ready_says_so(api: Api, approved_plan: str) -> None:
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    artifact = api.get(f"/story-jobs/{job}/artifacts").json["artifacts"][0]["id"]
    assert api.get(f"/artifacts/{artifact}").json["artifact"]["manifest"] is None
    answer = api.post(f"/artifacts/{artifact}/finalize", {"record": True}, key="a")
    assert answer.refusal() == (409, "artifact_not_ready")


def test_another_organization_cannot_finalize_or_read(api: Api, artifact: str) -> None:
    rival = open_api("Rival")
    for answer in (
        rival.get(f"/artifacts/{artifact}"),
        rival.get(f"/artifacts/{artifact}/script"),
        rival.post(f"/artifacts/{artifact}/finalize", {"record": True}, key="a"),
        rival.post(f"/artifacts/{artifact}/render-video"),
    ):
        assert answer.refusal() == (404, "artifact_not_found")
    assert spendable(rival) == 1000


@pytest.mark.parametrize(("revision", "expected"), [("1", 200), ("2", 404), ("0", 404), ("x", 422), ("-1", 422)])
def test_a_revision_is_read_by_number(api: Api, artifact: str, revision: str, expected: int) -> None:
    assert api.get(f"/artifacts/{artifact}?revision={revision}").status == expected
