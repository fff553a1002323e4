"""Artifacts and everything that can be done with a table read: the printed requests, and their printed answers."""

from collections.abc import Callable
from typing import Any

import pytest

from generation.jobs.models import Job
from generation.stories.api import coverage_schemas, refine_schemas, schemas
from generation.stories.api.staging import schemas as staging
from tests.api import Api
from tests.stories.golden.shape import assert_printed, assert_shaped, printed

Work = Callable[[], list[Job]]
FIELDS = [
    "id",
    "storyJobId",
    "type",
    "status",
    "manifest",
    "currentVersion",
    "refineCount",
    "tableReadShareLinkId",
    "failureCode",
    "failureMessage",
    "createdAt",
    "updatedAt",
]
LINKS = ("shareToken", "theaterUrl", "theaterFullscreenUrl")


@pytest.fixture
def path(table_read: str) -> str:
    return f"/artifacts/{table_read}"


def read(api: Api, path: str, **query: int) -> dict[str, Any]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return api.get(f"{path}?{asked}").json["artifact"]


def spendable(api: Api) -> int:
    return api.get("/credits").json["credits"]["balance"]


def test_an_artifact_has_the_documented_fields(api: Api, path: str) -> None:
    told = read(api, path)
    assert set(FIELDS) <= set(told)
    artifact = printed("getJob.answer")["job"]["artifacts"][0]
    assert_printed(artifact, told)
    assert (told["currentVersion"], told["refineCount"]) == (1, 0)
    assert told["tableReadShareLinkId"]


def test_rendering_answers_as_printed_and_is_finalizing_as_video(api: Api, path: str, table_read: str) -> None:
    answer = api.call("POST", f"{path}/render-video")  # no body at all
    render = printed("renderVideo.answer")["render"] | {"status": "queued"}
    assert_printed("renderVideo.answer", answer.json, artifactId=table_read, render=render)
    assert_shaped(schemas.RenderAnswer(), answer.json)
    again = api.post(f"{path}/finalize", {"mode": "video"}, key="a").json["finalize"]
    assert again["jobId"] == answer.json["render"]["jobId"]
    assert spendable(api) == 988


def test_a_refine_reserves_eight_credits_and_leaves_ids_and_links_as_they_are(api: Api, path: str, work: Work) -> None:
    before = read(api, path)
    request = {"instruction": "rename the host to Dana and drop the narrator; make the skeptic warmer"}
    assert request | {"scope": "screenplay"} == printed("refine.request")
    answer = api.post(f"{path}/refine", printed("refine.request"), key="a")
    assert answer.status == 200
    assert_printed("refine.answer", answer.json)
    assert_shaped(refine_schemas.StoryJobAnswer(), answer.json)
    assert spendable(api) == 992
    work()
    assert api.get(f"/story-jobs/{answer.json['storyJob']['id']}").json["job"]["status"] == "READY"
    after, first = read(api, path), read(api, path, revision=1)
    assert (after["currentVersion"], after["refineCount"]) == (2, 1)
    assert (first["currentVersion"], first["refineCount"]) == (2, 1), "always the latest state"
    for name in LINKS:
        assert after["manifest"][name] == before["manifest"][name]
    assert after["manifest"]["audio"]["liveUrl"] == before["manifest"]["audio"]["liveUrl"]
    assert "Dana" in after["manifest"]["audio"]["voiceMap"]
    assert "Host" in first["manifest"]["audio"]["voiceMap"]


def test_finalizing_as_printed_needs_a_recording_first_and_then_holds_its_price_once(
    api: Api, path: str, table_read: str
) -> None:
    request = printed("finalize.request")
    unheard = api.post(f"{path}/finalize", request, key="a")
    assert_printed("finalize.answer", unheard.json, artifactId=table_read, finalize={"status": "needs_recording"})
    assert api.post(f"{path}/finalize", {}, key="b").json == unheard.json, "audio is the default"
    assert spendable(api) == 1000
    queued = api.post(f"{path}/finalize", request | {"record": True}, key="c")
    assert_printed("finalize.answer", queued.json, artifactId=table_read)
    assert_shaped(schemas.FinalizeAnswer(), queued.json)
    api.post(f"{path}/finalize", request | {"record": True}, key="d")
    assert spendable(api) == 994


def test_recasting_a_voice_as_printed(api: Api, path: str, table_read: str) -> None:
    before = read(api, path)
    answer = api.post(f"{path}/voice", printed("voice.request"), key="a")
    assert_printed("voice.answer", answer.json, artifactId=table_read)
    assert_shaped(staging.VoiceAnswer(), answer.json)
    after = read(api, path)
    assert after["manifest"]["audio"]["voiceMap"]["Narrator"]["voiceId"] == "voice_123"
    assert [after[name] for name in ("id", "currentVersion", "refineCount")] == [
        before[name] for name in ("id", "currentVersion", "refineCount")
    ]
    assert [after["manifest"][name] for name in LINKS] == [before["manifest"][name] for name in LINKS]
    assert spendable(api) == 1000


def test_coverage_as_printed(api: Api, path: str, work: Work) -> None:
    assert api.get(f"{path}/coverage").json == {"coverage": None}
    before = read(api, path)
    answer = api.post(f"{path}/coverage", printed("coverage.request"), key="a")
    assert_printed("coverage.answer", answer.json)
    assert_shaped(coverage_schemas.CoverageRequested(), answer.json)
    work()
    told = api.get(f"{path}/coverage?reportId={answer.json['reportId']}").json["coverage"]
    assert (told["status"], told["focusPrompt"]) == ("complete", printed("coverage.request")["focusPrompt"])
    assert_shaped(coverage_schemas.CoverageBody(), told)
    assert told["report"]["logline"]
    assert read(api, path) == before, "a side report"


def test_music_for_all_scenes_as_printed(api: Api, path: str, table_read: str) -> None:
    answer = api.post(f"{path}/music", printed("music.request"))
    assert_printed("music.answer", answer.json, artifactId=table_read, totalScenes=4)
    assert_shaped(staging.MusicAnswer(), answer.json)
    assert_shaped(staging.MusicStateAnswer(), api.get(f"{path}/music").json)
    assert api.post(f"{path}/music", {"musicCoveragePercent": 35}).json["jobId"] == answer.json["jobId"]
    assert api.call("POST", f"{path}/music").json["coveragePercent"] == 0.35, "no body keeps what was asked"


@pytest.mark.parametrize("request_", ["tuneMusic.request", "muteMusic.request"])
def test_music_of_one_scene_as_printed(api: Api, path: str, table_read: str, request_: str) -> None:
    request = printed(request_)
    answer = api.post(f"{path}/music", request).json
    expected = {"artifactId": table_read, "status": "ready", "adaptiveSceneDirection": request}
    assert_printed(expected, answer)
    assert_shaped(staging.MusicAnswer(), answer)
    assert read(api, path)["currentVersion"] == 1


def test_effects_are_listed_added_updated_and_removed_as_printed(api: Api, path: str, table_read: str) -> None:
    assert_printed("listSfx.answer", api.get(f"{path}/sfx").json, sfx={"artifactId": table_read, "cues": []})
    add = printed("addSfx.request") | {"entryIndex": 7}  # the small script has ten entries
    added = api.post(f"{path}/sfx", add, key="a").json
    cue = printed("sfx.answer")["cue"] | {name: value for name, value in add.items() if name != "op"}
    assert_printed("sfx.answer", added, artifactId=table_read, cue=cue)
    update = printed("updateSfx.request") | {"id": added["cue"]["id"]}
    updated = api.post(f"{path}/sfx", update, key="b").json
    changed = {name: update[name] for name in ("id", "label", "prompt", "volume", "triggerOffset")}
    assert_printed("sfx.answer", updated, artifactId=table_read, cue=cue | changed)
    assert_shaped(staging.SfxAnswer(), updated)
    assert_shaped(staging.SfxStateAnswer(), api.get(f"{path}/sfx").json)
    remove = printed("removeSfx.request") | {"id": added["cue"]["id"]}
    assert api.post(f"{path}/sfx", remove, key="c").status == 200
    assert api.get(f"{path}/sfx").json["sfx"]["cues"] == []
