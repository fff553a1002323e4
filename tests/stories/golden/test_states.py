"""Every state of every printed table, seen over HTTP, those in the middle of the work too."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from generation.jobs.models import Job
from generation.projects.models import Rendition
from generation.stories.pipeline import sources as reading
from tests.api import Api
from tests.films.quick import Music
from tests.stories.golden.reference import STATES
from tests.stories.golden.writer import Writer
from tests.wire.web import OPEN, page, serving
from wire.addresses import networks
from wire.errors import GenerationFailed

Work = Callable[[], list[Job]]
UNLUCKY = GenerationFailed("The writer was away.")


def printed_states(table: str) -> set[str]:
    return set(STATES[table].split())


def move(kind: str, status: str, **columns: Any) -> None:
    """Put the jobs of a kind where a worker would have brought them."""
    now = timezone.now()
    times = {"lease_until": now if status == "running" else None, "finished_at": None if status == "running" else now}
    charged = {"charged": F("price") if status == "succeeded" else 0 if status == "failed" else None}
    Job.objects.filter(kind=kind).update(status=status, **times, **charged, **columns)


# ---------------------------------------------------------------- sources


@pytest.fixture
def fetched(api: Api, project: str, settings: Any) -> Callable[..., dict[str, Any]]:
    """Attach a page to the project; the source as it is answered."""
    settings.STUDIO_FETCH_ALLOW = networks([OPEN])

    def attach() -> dict[str, Any]:
        with serving({"/a": page("<p>News.</p>")}) as web:
            body = {"type": "url", "uri": web.url("/a", host=OPEN)}
            return api.post(f"/story-projects/{project}/sources", body).json["source"]

    return attach


@pytest.mark.both
def test_a_source_is_pending_extracting_and_then_ready_or_failed(
    api: Api, project: str, fetched: Any, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, endings = [], [lambda: {"text": "News.", "title": None}, lambda: 1 / 0]

    def read(source: str) -> dict[str, Any]:
        return api.get(f"/story-projects/{project}/sources/{source}").json["source"]

    def confined(*_: Any, **__: Any) -> Any:
        seen.append(read(current)["status"])
        return endings.pop(0)()

    monkeypatch.setattr(reading, "confined", confined)
    for _ in range(2):
        source = fetched()
        current = source["id"]
        work()
        last = read(current)
        seen += [source["status"], last["status"]]
        is_ready = last["status"] == "READY"
        assert (last["failureCode"] is None, last["extractedAt"] is not None) == (is_ready, is_ready)
        assert last["digestStatus"] == ("NOT_STARTED" if is_ready else "SKIPPED"), "there is nothing to digest"
    assert set(seen) == printed_states("source")


def test_a_digest_through_its_states(
    api: Api, project: str, plan_request: dict[str, Any], source: str, work: Work, writer: type[Writer]
) -> None:
    path = f"/story-projects/{project}/sources"
    bare = {"type": "text", "content": "News.", "retentionPolicy": "METADATA_ONLY"}
    seen = ["SKIPPED", api.post(path, bare).json["source"]["digestStatus"]]  # the first is in the test before this one

    def look() -> None:
        seen.append(api.get(f"{path}/{source}").json["source"]["digestStatus"])

    look()
    work()
    writer.meanwhile, writer.failures[:] = look, [UNLUCKY]
    api.post(f"/story-projects/{project}/story-plans", plan_request)
    work()
    failed = api.get(f"{path}/{source}").json["source"]
    assert (failed["digestStatus"], failed["digestFailureMessage"]) == ("FAILED", UNLUCKY.message)
    api.post(f"/story-projects/{project}/story-plans", plan_request)
    work()
    ready = api.get(f"{path}/{source}").json["source"]
    assert (ready["digestStatus"], ready["digestFailureCode"]) == ("READY", None)
    assert ready["digest"]["thesis"]
    assert ready["digestedAt"]
    assert {*seen, "FAILED", "READY"} == printed_states("digest")


# ---------------------------------------------------------------- plans and jobs


@pytest.mark.both
def test_a_plan_through_its_states(
    api: Api, project: str, plan_request: dict[str, Any], work: Work, writer: type[Writer]
) -> None:
    seen: dict[str, str] = {}

    def look(plan: str) -> str:
        """Its status, once it was tried in vain to make a job of one that is not APPROVED."""
        told = api.get(f"/story-plans/{plan}").json["plan"]
        has_envelope = told["status"] in ("REQUIRES_APPROVAL", "APPROVED", "REJECTED", "SUPERSEDED")
        assert (told["plan"] is not None) == has_envelope, told["status"]
        if told["status"] != "APPROVED":
            refused = api.post("/story-jobs", {"storyPlanId": plan})
            assert refused.refusal() == (409, "story_job_state_invalid")
            assert refused.json["error"]["details"] == {"status": told["status"], "allowed": ["APPROVED"]}
            is_planned = "still being planned" not in refused.json["error"]["message"]
            assert is_planned == (told["status"] not in ("PENDING", "RUNNING"))
        seen[told["status"]] = plan
        return told["status"]

    def ask(**changes: Any) -> str:
        plan = api.post(f"/story-projects/{project}/story-plans", plan_request | changes).json["plan"]["id"]
        assert look(plan) == "PENDING"
        return plan

    first = ask()
    writer.meanwhile = lambda: look(first)
    work()
    writer.meanwhile = None
    assert look(first) == "APPROVED"
    second = ask(autoApprove=False)
    assert look(first) == "SUPERSEDED"
    work()
    assert look(second) == "REQUIRES_APPROVAL"
    api.post(f"/story-plans/{second}/reject")
    assert look(second) == "REJECTED"
    third = ask()
    writer.failures[:] = [UNLUCKY]  # the digest is known already
    work()
    assert look(third) == "FAILED"
    failed = api.get(f"/story-plans/{third}").json["plan"]
    assert (failed["failureCode"], failed["failureMessage"]) == ("generation_failed", UNLUCKY.message)
    assert set(seen) == printed_states("plan")
    for plan in (first, second, third):
        assert api.post(f"/story-plans/{plan}/approve").refusal() == (422, "validation_failed"), look(plan)


@pytest.mark.both
def test_a_job_with_its_artifacts_through_their_states(
    api: Api, project: str, approved_plan: str, work: Work, writer: type[Writer]
) -> None:
    """Two artifacts, of which the second fails: PARTIAL is seen while it is written, and cannot be canceled."""
    body = {"storyPlanId": approved_plan, "artifactRequests": [{"type": "table_read"}] * 2}
    job = api.post("/story-jobs", body).json["job"]
    path, seen = f"/story-jobs/{job['id']}", []

    def look() -> tuple[str, list[str]]:
        told = api.get(path).json["job"]
        seen.append((told["status"], [artifact["status"] for artifact in told["artifacts"]]))
        if told["status"] == "PARTIAL":
            refused = api.post(f"{path}/cancel")
            assert refused.refusal() == (409, "story_job_state_invalid")
            details = {"status": "PARTIAL", "allowed": ["PENDING", "RESERVED", "RUNNING"]}
            assert refused.json["error"]["details"] == details
            assert [artifact["manifest"] is None for artifact in told["artifacts"]] == [False, True]
        return seen[-1]

    look()
    writer.meanwhile, writer.failures[:] = look, [None, UNLUCKY, UNLUCKY]
    work()
    look()
    assert seen == [
        ("RESERVED", ["PENDING", "PENDING"]),
        ("RUNNING", ["RUNNING", "PENDING"]),
        ("PARTIAL", ["READY", "RUNNING"]),
        ("READY", ["READY", "FAILED"]),
    ]
    failed = api.get(path).json["job"]["artifacts"][1]
    assert (failed["failureCode"], failed["failureMessage"]) == ("generation_failed", UNLUCKY.message)
    assert api.get("/credits").json["credits"]["balance"] == 1000 - 11, "what was delivered is charged"
    assert {state for _, states in seen for state in states} == printed_states("artifact")


@pytest.mark.both
def test_the_other_ends_of_a_job(
    api: Api, approved_plan: str, table_read: str, work: Work, writer: type[Writer]
) -> None:
    body = {"storyPlanId": approved_plan}
    writer.failures[:] = [UNLUCKY] * 2
    failed = api.post("/story-jobs", body).json["job"]["id"]
    work()
    told = api.get(f"/story-jobs/{failed}").json["job"]
    assert (told["status"], told["failureMessage"]) == ("FAILED", UNLUCKY.message)
    running = api.post("/story-jobs", body).json["job"]["id"]
    states = []
    writer.meanwhile = lambda: states.append(api.post(f"/story-jobs/{running}/cancel").json["job"]["status"])
    work()
    assert states == ["CANCELED"], "while it is RUNNING"
    assert api.get("/credits").json["credits"]["balance"] == 1000
    for ended, state in ((failed, "FAILED"), (running, "CANCELED")):
        again = api.post(f"/story-jobs/{ended}/cancel")
        assert again.status == 200 if state == "CANCELED" else again.refusal() == (409, "story_job_state_invalid")
    free = api.post(f"/artifacts/{table_read}/music").json["jobId"]
    seen = {"RESERVED", "RUNNING", "PARTIAL", "READY", "FAILED", "CANCELED"}  # here and in the test before this one
    assert {*seen, api.get(f"/story-jobs/{free}").json["job"]["status"]} == printed_states("job")


# ---------------------------------------------------------------- what is made of a table read


@pytest.mark.both
@pytest.mark.media
def test_finalizing_through_its_states_and_what_nobody_can_make_is_told(
    api: Api, performed: str, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, body = f"/artifacts/{performed}", {"mode": "audio", "record": True}
    cue = api.post(f"{path}/sfx", {"op": "add", "entryIndex": 2, "label": "zxqv"}, key="cue").json["cue"]["id"]
    compose, seen = Music.compose, [api.post(f"{path}/finalize", {}, key="a").json["finalize"]["status"]]

    def audio() -> dict[str, Any]:
        return api.get(path).json["artifact"]["manifest"]["audio"]

    def look() -> None:
        seen.append(audio()["finalize"]["status"])

    def watched(self: Music, *args: Any) -> Any:
        look()
        return compose(self, *args)

    monkeypatch.setattr(Music, "compose", watched)
    monkeypatch.setenv("STUDIO_PROVIDER_MUSIC", "tests.films.quick:Music")
    seen.append(api.post(f"{path}/finalize", body, key="b").json["finalize"]["status"])
    work()
    done = audio()
    assert (done["recordingUrl"][:4], done["recordingDurationMs"] > 1000) == ("http", True)
    (skipped,) = done["finalize"]["skippedCues"]
    assert (skipped["id"], skipped["label"], skipped["entryIndex"]) == (cue, "zxqv", 2)
    assert "zxqv" in skipped["reason"]
    again = api.post(f"{path}/finalize", body, key="c").json["finalize"]
    assert (again["status"], again["skippedCues"]) == ("complete", [skipped])
    assert api.get("/credits").json["credits"]["balance"] == 994, "told again and charged once"
    move("story.finalize_audio", "running", stage="publish")
    look()
    move("story.finalize_audio", "failed", error_code="generation_failed", error_message="It broke.")
    look()
    assert audio()["finalize"]["error"] == "It broke."
    assert {*seen, "complete"} == printed_states("finalize")


def test_a_film_through_its_states(api: Api, performed: str) -> None:
    path, seen = f"/artifacts/{performed}", []

    def look() -> dict[str, Any]:
        video = api.get(path).json["artifact"]["manifest"]["video"]
        seen.append(video["status"])
        return video

    assert look()["url"] is None
    api.post(f"{path}/render-video")
    look()
    for stage in ("paint", "publish"):
        move("story.finalize_video", "running", attempt=1, stage=stage)
        look()
    move("story.finalize_video", "succeeded")
    Rendition.objects.update(asset_id="ast_1", data={"render": {}, "mix": {}})
    assert look()["stale"] is False
    assert seen == ["not_rendered", "queued", "rendering", "rendering", "complete"]
    assert set(seen) == printed_states("video")
    assert api.post(f"{path}/finalize", {"mode": "video"}, key="a").json["finalize"]["status"] == "complete"
    assert api.get("/credits").json["credits"]["balance"] == 988
    assert api.get(path).json["artifact"]["manifest"]["audio"]["finalize"] is None, "recorded by the film"
    assert api.post(f"{path}/finalize", {"mode": "audio"}, key="b").json["finalize"]["status"] == "queued"
    api.post(f"{path}/music", {"sceneIndex": 0, "enabled": False})
    assert look()["stale"] is True, "until it is finalized again"


@pytest.mark.both
def test_coverage_and_music_through_their_states(api: Api, table_read: str, work: Work) -> None:
    path = f"/artifacts/{table_read}"

    def status(kind: str) -> str:
        return api.get(f"{path}/{kind}").json[kind]["status"]

    api.post(f"{path}/coverage", {}, key="a")
    covered = [status("coverage")]
    work()
    covered.append(status("coverage"))
    job = api.post(f"{path}/coverage", {}, key="b").json["jobId"]
    api.post(f"/story-jobs/{job}/cancel")
    covered.append(status("coverage"))
    assert covered == ["generating", "complete", "failed"]
    assert set(covered) == printed_states("coverage")

    heard = [status("music")]
    api.post(f"{path}/music", {"musicCoveragePercent": 0.35})
    heard.append(status("music"))
    move("story.music", "succeeded", result={"pieces": {}})
    heard.append(status("music"))
    assert heard == ["none", "generating", "ready"]
    assert set(heard) == printed_states("music")
