"""`POST` and `GET /artifacts/{id}/music`."""

from collections.abc import Callable
from typing import Any

import pytest

from generation.jobs.models import Job
from generation.stories.staging.models import TableRead
from generation.stories.staging.music import coverage_of, covered
from tests.api import Api
from tests.stories.golden.shape import assert_printed
from tests.stories.staged import SCRIPT, a_read, revise

Work = Callable[[], list[Job]]


@pytest.fixture
def read(api: Api) -> str:
    return a_read(api)


def music(api: Api, read: str) -> dict[str, Any]:
    return api.get(f"/artifacts/{read}/music").json["music"]


@pytest.mark.parametrize(("sent", "kept"), [(0.35, 0.35), (35, 0.35), (-2, 0), (250, 1), (1, 1), (100, 1), (0, 0)])
def test_a_fraction_and_a_whole_percent_mean_the_same(sent: float, kept: float) -> None:
    assert coverage_of(sent) == kept


def test_coverage_picks_the_scenes_that_call_for_music_not_the_first_ones() -> None:
    assert covered(SCRIPT, 0.35) == {1}, "the tense one"
    assert covered(SCRIPT, 0.67) == {1, 2}, "and the ending"
    assert covered(SCRIPT, 1) == {0, 1, 2}
    assert covered(SCRIPT, 0) == frozenset()


@pytest.mark.both
def test_generating_as_printed(api: Api, read: str) -> None:
    assert music(api, read)["status"] == "none"
    answer = api.post(f"/artifacts/{read}/music", {"musicCoveragePercent": 0.35})
    printed = {"artifactId": read, "status": "generating", "coveragePercent": 0.35, "totalScenes": 3}
    assert_printed(printed, answer.json)
    state = music(api, read)
    assert state["status"] == "generating"
    assert [scene["enabled"] for scene in state["scenes"]] == [False, True, False]
    again = api.post(f"/artifacts/{read}/music", {"musicCoveragePercent": 35}).json
    assert again["jobId"] == answer.json["jobId"], "in flight"
    assert api.get("/credits").json["credits"]["balance"] == 1000


def test_the_body_is_optional(api: Api, read: str) -> None:
    answer = api.call("POST", f"/artifacts/{read}/music").json
    assert (answer["status"], answer["coveragePercent"]) == ("generating", 1.0)


@pytest.mark.media
def test_pieces_are_made_tuned_and_made_anew(api: Api, read: str, work: Work) -> None:
    path = f"/artifacts/{read}/music"
    api.post(path, {"musicCoveragePercent": 0.35})
    work()
    state = music(api, read)
    assert state["status"] == "ready"
    assert [bool(scene["audioUrl"]) for scene in state["scenes"]] == [False, True, False]
    tuned = api.post(path, {"sceneIndex": 1, "prompt": "heavier bass pulse under the reveal", "weight": 0.85}).json
    assert (tuned["status"], tuned["adaptiveSceneDirection"]["status"]) == ("ready", "generating")
    work()
    assert music(api, read)["scenes"][1]["audioUrl"] not in (None, state["scenes"][1]["audioUrl"])
    other = api.post(path).json
    assert other["jobId"]
    assert TableRead.objects.get().music_variant == 1


@pytest.mark.both
def test_a_scene_is_tuned_at_once(api: Api, read: str) -> None:
    path = f"/artifacts/{read}/music"
    answer = api.post(path, {"sceneIndex": 2, "prompt": "heavier bass pulse under the reveal", "weight": 0.85}).json
    direction = {"sceneIndex": 2, "heading": "EXT. STREET", "prompt": "heavier bass pulse under the reveal"}
    expected = {"artifactId": read, "status": "ready", "adaptiveSceneDirection": direction | {"weight": 0.85}}
    assert_printed(expected, answer)
    muted = api.post(path, {"sceneIndex": 2, "enabled": False}).json
    assert muted["adaptiveSceneDirection"]["enabled"] is False
    assert muted["adaptiveSceneDirection"]["weight"] == 0.85, "the edit before is kept"
    assert muted["editNumber"] == 2
    assert api.post(path, {"sceneIndex": 2, "enabled": False}).json["editNumber"] == 2, "nothing changed"


@pytest.mark.parametrize(
    "body",
    [
        {"sceneIndex": 3, "enabled": False},
        {"sceneIndex": -1, "enabled": False},
        {"sceneIndex": 1},
        {"sceneIndex": True, "enabled": False},
        {"prompt": "louder"},
        {"sceneIndex": 1, "enabled": False, "musicCoveragePercent": 0.5},
        {"sceneIndex": 1, "weight": "0.5"},
        {"sceneIndex": 1, "weight": 7},
        {"musicCoveragePercent": "35"},
        {"musicCoveragePercent": True},
        b'{"musicCoveragePercent": NaN}',
        [],
    ],
)
def test_a_bad_body_is_refused(api: Api, read: str, body: Any) -> None:
    assert api.post(f"/artifacts/{read}/music", body).refusal() == (422, "validation_failed")
    assert not TableRead.objects.exclude(edit_number=0).exists()


@pytest.mark.both
def test_music_moves_with_its_scene_and_goes_with_it(api: Api, read: str) -> None:
    path = f"/artifacts/{read}/music"
    api.post(path, {"sceneIndex": 0, "enabled": False})
    api.post(path, {"sceneIndex": 1, "weight": 0.5})
    revise(read, lambda script: script["scenes"].reverse())
    assert [(s["enabled"], s["weight"]) for s in music(api, read)["scenes"]] == [(True, 1), (True, 0.5), (False, 1)]
    api.post(path, {"sceneIndex": 0, "weight": 0.25})
    revise(read, lambda script: script["scenes"].pop(1))
    state = music(api, read)
    assert [(s["enabled"], s["weight"]) for s in state["scenes"]] == [(True, 0.25), (False, 1)]
    assert state["notes"][0]["message"] == "The music set for scene 2 was dropped: the scene is gone."


@pytest.mark.both
def test_a_failed_job_leaves_the_cause(api: Api, read: str, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    api.post(f"/artifacts/{read}/music")
    monkeypatch.setenv("STUDIO_PROVIDER_MUSIC", "nobody")
    work()
    state = music(api, read)
    assert (state["status"], bool(state["error"])) == ("none", True)
