"""`POST /artifacts/{id}/refine`, as printed, and what becomes of two at once, of cancels, failures and crashes."""

from collections.abc import Callable
from typing import Any

import pytest

from billing.services import withdraw
from generation.jobs.models import Job
from generation.projects.models import Artifact, Revision
from tests.api import Api, open_api

Work = Callable[[], list[Job]]

PRINTED = {
    "instruction": "rename the host to Dana and drop the narrator; make the skeptic warmer",
    "scope": "screenplay",
}
RENAME = {"instruction": "rename the narrator to Dana", "scope": "screenplay"}


def spendable(api: Api) -> int:
    return api.get("/credits").json["credits"]["balance"]


def refine(api: Api, artifact: str, body: dict[str, Any] = RENAME, key: str = "one") -> dict[str, Any]:
    answer = api.post(f"/artifacts/{artifact}/refine", body, key=key)
    assert answer.status == 200, answer.json
    return answer.json["storyJob"]


def cast(api: Api, artifact: str, revision: int | str = "") -> set[str]:
    script = api.get(f"/artifacts/{artifact}/script?revision={revision}").json["script"]
    return {c["name"] for c in script["characters"]}


def job(api: Api, job_id: str) -> dict[str, Any]:
    return api.get(f"/story-jobs/{job_id}").json["job"]


@pytest.mark.both
def test_the_printed_request_makes_a_revision_in_place(api: Api, table_read: str, work: Work) -> None:
    before, credits = api.get(f"/artifacts/{table_read}").json["artifact"], spendable(api)
    story_job = refine(api, table_read, PRINTED)
    assert story_job["status"] == "RESERVED"
    assert story_job["id"].startswith("job_")
    assert spendable(api) == credits - 8
    work()
    assert job(api, story_job["id"])["status"] == "READY"
    after = api.get(f"/artifacts/{table_read}").json["artifact"]
    assert (after["currentVersion"], after["refineCount"], after["id"]) == (2, 1, table_read)
    for name in ("shareToken", "theaterUrl", "theaterFullscreenUrl"):
        assert after["manifest"][name] == before["manifest"][name]
    assert after["manifest"]["audio"]["liveUrl"] == before["manifest"]["audio"]["liveUrl"]
    assert {"Dana"} <= cast(api, table_read)
    assert not {"Host", "Narrator"} & cast(api, table_read)
    assert {"Host", "Narrator"} <= cast(api, table_read, 1), "the earlier revision stays readable"
    receipt = api.get(f"/story-jobs/{story_job['id']}/receipt").json["receipt"]
    assert (receipt["captured"], receipt["released"]) == (8, 0)
    assert spendable(api) == credits - 8


def test_the_manifest_of_an_earlier_revision_keeps_the_latest_counters(api: Api, table_read: str, work: Work) -> None:
    refine(api, table_read)
    work()
    earlier = api.get(f"/artifacts/{table_read}?revision=1").json["artifact"]
    assert (earlier["currentVersion"], earlier["refineCount"]) == (2, 1)
    assert api.get(f"/artifacts/{table_read}?revision=3").refusal() == (404, "artifact_not_found")


def test_every_fact_of_the_new_revision_stands_on_its_source(api: Api, artifact: str, work: Work) -> None:
    refine(api, artifact, {"instruction": "add a sceptic; make it 15 seconds longer; more quotes"})
    work()
    revision = Revision.objects.get(artifact_id=artifact, number=2)
    lines = [line for scene in revision.content["script"]["scenes"] for line in scene["lines"]]
    assert any(line["character"] == "Sceptic" for line in lines)
    for line in lines:
        if any(c.isdigit() for c in line["text"]):
            assert line["evidence"], line["text"]


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "instruction"), ({"instruction": ""}, "instruction"), ({"instruction": "x" * 4001}, "instruction"),
     ({"instruction": 7}, "instruction"), ({"instruction": "drop it", "scope": "everything"}, "scope")],
)  # fmt: skip
def test_a_bad_request_is_refused_and_names_the_field(api: Api, table_read: str, body: Any, field: str) -> None:
    answer = api.post(f"/artifacts/{table_read}/refine", body, key="one")
    assert answer.refusal() == (422, "validation_failed")
    assert field in answer.json["error"]["message"]


def test_the_key_is_required_and_a_replay_charges_once(api: Api, table_read: str) -> None:
    assert api.post(f"/artifacts/{table_read}/refine", RENAME).refusal() == (422, "idempotency_key_required")
    credits = spendable(api)
    first = api.post(f"/artifacts/{table_read}/refine", RENAME, key="one")
    again = api.post(f"/artifacts/{table_read}/refine", RENAME, key="one")
    assert again.body == first.body
    assert again.headers["Idempotency-Replayed"] == "true"
    other = api.post(f"/artifacts/{table_read}/refine", PRINTED, key="one")
    assert other.refusal() == (409, "idempotency_conflict")
    assert spendable(api) == credits - 8


def test_another_organization_and_a_missing_artifact_answer_alike(api: Api, table_read: str) -> None:
    assert open_api("Rival").post(f"/artifacts/{table_read}/refine", RENAME, key="a").refusal() == (
        404,
        "artifact_not_found",
    )
    assert api.post("/artifacts/art_none/refine", RENAME, key="a").refusal() == (404, "artifact_not_found")


def test_an_artifact_that_is_not_ready_says_so(api: Api, approved_plan: str) -> None:
    made = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    artifact = api.get(f"/story-jobs/{made}/artifacts").json["artifacts"][0]["id"]
    assert api.post(f"/artifacts/{artifact}/refine", RENAME, key="a").refusal() == (409, "artifact_not_ready")


@pytest.mark.both
def test_without_credits_nothing_is_made(api: Api, table_read: str) -> None:
    withdraw(api.organization.pk, spendable(api) - 7, bucket="perpetual", reason="test", actor="test")
    answer = api.post(f"/artifacts/{table_read}/refine", RENAME, key="a")
    assert answer.refusal() == (402, "insufficient_credits")
    assert answer.json["error"]["details"] == {"required": 8, "available": 7}
    assert not Job.objects.filter(kind="story.refine").exists()


def test_a_dry_run_quotes_and_does_nothing(api: Api, table_read: str) -> None:
    credits = spendable(api)
    answer = api.post(f"/artifacts/{table_read}/refine?dry_run=true", RENAME).json
    assert (answer["quote"]["total"], answer["balance"]["after"], answer["wouldFail"]) == (8, credits - 8, None)
    assert spendable(api) == credits
    assert not Job.objects.filter(kind="story.refine").exists()


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ({"instruction": "drop the narrator and make it sing"}, "make it sing"),
        ({"instruction": "retitle it Warm; drop the pirate"}, "drop the pirate"),
        ({"instruction": "start over", "scope": "screenplay"}, "start over"),
        ({"instruction": "more about dragons in orbit", "scope": "plan"}, "more about dragons in orbit"),
    ],
)
def test_what_cannot_be_followed_fails_with_the_part_costs_and_changes_nothing(
    api: Api, artifact: str, work: Work, body: dict[str, str], part: str
) -> None:
    credits = spendable(api)
    made = refine(api, artifact, body)["id"]
    work()
    failed = job(api, made)
    assert failed["status"] == "FAILED"
    assert part in failed["failureMessage"]
    assert spendable(api) == credits
    assert api.get(f"/story-jobs/{made}/receipt").json["receipt"]["reason"].startswith("Not charged because")
    assert api.get(f"/artifacts/{artifact}").json["artifact"]["currentVersion"] == 1
    assert refine(api, artifact, RENAME, "two")["status"] == "RESERVED", "the next one is free to run"


@pytest.mark.both
def test_two_at_once_run_one_after_the_other(api: Api, table_read: str, work: Work) -> None:
    credits = spendable(api)
    first = refine(api, table_read, RENAME, "one")["id"]
    second = api.post(f"/artifacts/{table_read}/refine", PRINTED, key="two")
    assert second.refusal() == (409, "artifact_not_ready")
    assert second.json["error"]["details"]["jobId"] == first
    assert spendable(api) == credits - 8
    work()
    refine(api, table_read, {"instruction": "rename Dana to Ola"}, "three")
    work()
    assert api.get(f"/artifacts/{table_read}").json["artifact"]["currentVersion"] == 3
    assert "Ola" in cast(api, table_read)
    assert spendable(api) == credits - 16


@pytest.mark.both
def test_a_canceled_refine_changes_nothing_and_frees_the_artifact(api: Api, table_read: str, work: Work) -> None:
    credits = spendable(api)
    made = refine(api, table_read)["id"]
    assert api.post(f"/story-jobs/{made}/cancel").json["job"]["status"] == "CANCELED"
    assert spendable(api) == credits
    work()
    assert Artifact.objects.get(pk=table_read).current_version == 1
    resumed = api.post(f"/story-jobs/{made}/resume")
    assert resumed.json["job"]["status"] == "RESERVED"
    work()
    assert Artifact.objects.get(pk=table_read).current_version == 2
    assert spendable(api) == credits - 8


@pytest.mark.both
def test_a_canceled_refine_is_not_resumed_on_another_script(api: Api, table_read: str, work: Work) -> None:
    made = refine(api, table_read)["id"]
    api.post(f"/story-jobs/{made}/cancel")
    refine(api, table_read, {"instruction": "retitle it Warm"}, "two")
    assert api.post(f"/story-jobs/{made}/resume").refusal() == (409, "story_job_state_invalid")
    work()
    credits = spendable(api)
    assert api.post(f"/story-jobs/{made}/resume").refusal() == (409, "story_job_state_invalid")
    assert spendable(api) == credits
    assert Artifact.objects.get(pk=table_read).current_version == 2


@pytest.mark.both
def test_a_crash_after_the_revision_was_kept_neither_repeats_nor_charges_twice(
    api: Api, table_read: str, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generation.jobs import runner

    credits = spendable(api)
    made = refine(api, table_read)["id"]

    class Killed(BaseException):
        pass

    def crash(*args: Any, **kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(runner, "settle_success", crash)
        with pytest.raises(Killed):
            work()
    assert Artifact.objects.get(pk=table_read).current_version == 2, "kept with its checkpoint"
    Job.objects.filter(pk=made).update(status="queued", lease_until=None, worker="")  # as the sweeper takes it back
    work()
    assert job(api, made)["status"] == "READY"
    assert Revision.objects.filter(artifact_id=table_read).count() == 2
    assert Artifact.objects.get(pk=table_read).refine_count == 1
    assert spendable(api) == credits - 8


@pytest.mark.both
def test_a_refine_while_finalizing_leaves_the_old_revision_its_sound(api: Api, table_read: str) -> None:
    credits = spendable(api)
    api.post(f"/artifacts/{table_read}/finalize", {"record": True}, key="f")
    refine(api, table_read)
    assert spendable(api) == credits - 14
    manifest = api.get(f"/artifacts/{table_read}").json["artifact"]["manifest"]
    assert manifest["audio"]["finalize"]["status"] == "queued"
    finalize = Job.objects.get(kind="story.finalize_audio")
    assert finalize.params["revision"] == 1


def test_scope_plan_writes_from_the_sources_and_keeps_earlier_names(api: Api, artifact: str, work: Work) -> None:
    refine(api, artifact)
    work()
    before = api.get(f"/artifacts/{artifact}/script").json["script"]
    made = refine(api, artifact, {"instruction": "focus on the cost of the network", "scope": "plan"}, "two")["id"]
    work()
    assert job(api, made)["status"] == "READY", job(api, made)["failureMessage"]
    after = api.get(f"/artifacts/{artifact}/script").json["script"]
    assert after["scenes"] != before["scenes"]
    assert "Narrator" not in cast(api, artifact), "the narrator is still called Dana"


def test_another_form_is_written_from_the_sources_and_its_parts_have_the_names_asked_for(
    api: Api, artifact: str, work: Work
) -> None:
    refine(api, artifact, {"instruction": "Make it an interview with host Mia."}, "one")
    work()
    script = api.get(f"/artifacts/{artifact}/script").json
    assert {scene["heading"].split(" — ")[0] for scene in script["scenes"]} == {"INT. STUDIO"}
    assert "Mia" in {part["name"] for part in script["cast"]}
    before = [entry["text"] for entry in script["entries"]]
    made = refine(api, artifact, {"instruction": "Turn it into a poem."}, "two")["id"]
    work()
    assert job(api, made)["status"] == "FAILED"
    assert "asks for verse" in job(api, made)["failureMessage"]
    assert [entry["text"] for entry in api.get(f"/artifacts/{artifact}/script").json["entries"]] == before


def test_auto_goes_back_to_the_sources_when_asked_to_start_over(api: Api, artifact: str, work: Work) -> None:
    made = refine(api, artifact, {"instruction": "start over; retitle it Second Try"})["id"]
    work()
    assert job(api, made)["status"] == "READY", job(api, made)["failureMessage"]
    assert api.get(f"/artifacts/{artifact}/script").json["script"]["title"] == "Second Try"


def test_without_its_sources_an_edit_still_works_and_a_rewrite_says_why_not(
    api: Api, artifact: str, project: str, source: str, work: Work
) -> None:
    api.delete(f"/story-projects/{project}/sources/{source}")
    refine(api, artifact)
    work()
    assert "Dana" in cast(api, artifact)
    made = refine(api, artifact, {"instruction": "make it longer"}, "two")["id"]
    work()
    assert (job(api, made)["status"], "no readable source" in job(api, made)["failureMessage"]) == ("FAILED", True)
