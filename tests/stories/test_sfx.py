"""`POST` and `GET /artifacts/{id}/sfx`."""

from collections.abc import Callable
from typing import Any

import pytest

from generation.jobs.models import Job
from generation.stories.staging.models import SfxCue
from tests.api import Api
from tests.stories.golden.shape import assert_printed
from tests.stories.staged import a_read, line, revise

Work = Callable[[], list[Job]]
ADD = {
    "op": "add",
    "entryIndex": 3,
    "label": "door knock",
    "prompt": "three crisp knocks on a wooden door",
    "volume": 0.55,
    "triggerOffset": "before",
}
UPDATE = {
    "op": "update",
    "label": "heavier door knock",
    "prompt": "three heavier knocks on a resonant wooden door",
    "volume": 0.75,
    "triggerOffset": "with",
    "regenerate": True,
}


@pytest.fixture
def read(api: Api) -> str:
    return a_read(api)


def cues(api: Api, read: str) -> list[dict[str, Any]]:
    return api.get(f"/artifacts/{read}/sfx").json["sfx"]["cues"]


@pytest.mark.both
def test_add_update_and_remove_as_printed(api: Api, read: str) -> None:
    path = f"/artifacts/{read}/sfx"
    assert_printed({"sfx": {"artifactId": read, "cues": []}}, api.get(path).json)
    added = api.post(path, ADD, key="a").json
    cue = {"label": "door knock", "entryIndex": 3, "soundUrl": None, "isDraft": True}
    assert_printed({"artifactId": read, "cue": cue}, added)
    cue_id = added["cue"]["id"]
    assert cue_id.startswith("sfx_")
    updated = api.post(path, UPDATE | {"id": cue_id}, key="b").json
    changed = {name: UPDATE[name] for name in ("label", "prompt", "volume", "triggerOffset")}
    assert_printed({"artifactId": read, "cue": {"id": cue_id, "entryIndex": 3, **changed}}, updated)
    assert cues(api, read) == [updated["cue"]]
    removed = api.post(path, {"op": "remove", "id": cue_id}, key="c").json
    assert removed == {"artifactId": read, "id": cue_id, "removed": True}
    assert cues(api, read) == []
    assert api.get("/credits").json["credits"]["balance"] == 1000


@pytest.mark.media
def test_a_draft_becomes_a_sound_that_the_same_prompt_shares(api: Api, read: str, work: Work) -> None:
    path = f"/artifacts/{read}/sfx"
    first = api.post(path, ADD, key="a").json["cue"]
    assert [job.kind for job in work() if job.kind == "story.sfx"] == ["story.sfx"]
    ready = cues(api, read)[0]
    assert (ready["isDraft"], ready["error"]) == (False, None)
    assert ready["soundUrl"].startswith("http")
    assert ready["durationMs"] > 300
    again = api.post(path, ADD | {"entryIndex": 0}, key="b").json["cue"]
    assert (again["isDraft"], again["provider"]) == (False, "local")
    other = api.post(path, {"op": "update", "id": first["id"], "regenerate": True}, key="c").json["cue"]
    assert (other["isDraft"], other["soundUrl"]) == (True, None)


@pytest.mark.both
def test_a_sound_that_nobody_can_make_says_why_and_can_be_changed(api: Api, read: str, work: Work) -> None:
    path = f"/artifacts/{read}/sfx"
    cue = api.post(path, {"op": "add", "entryIndex": 0, "label": "zxqv"}, key="a").json["cue"]
    work()
    failed = cues(api, read)[0]
    assert failed["isDraft"]
    assert "zxqv" in failed["error"]
    changed = api.post(path, {"op": "update", "id": cue["id"], "prompt": "a door knock"}, key="b").json["cue"]
    assert changed["error"] is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"op": "play"},
        ADD | {"entryIndex": 5},
        ADD | {"entryIndex": -1},
        ADD | {"entryIndex": "3"},
        ADD | {"entryIndex": None},
        ADD | {"label": None},
        ADD | {"volume": 1.5},
        ADD | {"volume": True},
        ADD | {"triggerOffset": "during"},
        ADD | {"offsetMs": 10**9},
        ADD | {"prompt": "x" * 1001},
        {"op": "update", "id": "sfx_123", "label": "x"},
        {"op": "update"},
        {"op": "remove", "id": "sfx_123"},
        {"op": "remove"},
        [],
    ],
)
def test_a_bad_body_is_refused(api: Api, read: str, body: Any) -> None:
    assert api.post(f"/artifacts/{read}/sfx", body, key="a").refusal() == (422, "validation_failed")
    assert not SfxCue.objects.exists()


def test_an_update_of_nothing_is_refused(api: Api, read: str) -> None:
    cue = api.post(f"/artifacts/{read}/sfx", ADD, key="a").json["cue"]["id"]
    answer = api.post(f"/artifacts/{read}/sfx", {"op": "update", "id": cue}, key="b")
    assert answer.refusal() == (422, "validation_failed")


def test_the_key_is_required(api: Api, read: str) -> None:
    assert api.post(f"/artifacts/{read}/sfx", ADD).refusal() == (422, "idempotency_key_required")


def test_another_reads_cue_is_unknown(api: Api, read: str) -> None:
    other = a_read(api)
    cue = api.post(f"/artifacts/{other}/sfx", ADD, key="a").json["cue"]["id"]
    answer = api.post(f"/artifacts/{read}/sfx", {"op": "remove", "id": cue}, key="b")
    assert answer.refusal() == (422, "validation_failed")


@pytest.mark.both
def test_cues_follow_their_lines_and_those_of_lost_scenes_leave_a_note(api: Api, read: str) -> None:
    path = f"/artifacts/{read}/sfx"
    for entry in (0, 2, 3, 4):
        api.post(path, ADD | {"entryIndex": entry, "label": f"knock {entry}"}, key=str(entry))

    def change(script: dict) -> None:
        script["scenes"][1]["lines"].pop(0)
        script["scenes"][0]["lines"].insert(0, line("Tom Hale", "Listen to this."))
        script["scenes"][1]["lines"][0]["text"] = "Everybody suddenly froze."
        script["scenes"].pop(2)

    revise(read, change)
    state = api.get(path).json["sfx"]
    assert [(cue["label"], cue["entryIndex"]) for cue in state["cues"]] == [
        ("knock 0", 1),
        ("knock 2", 3),
        ("knock 3", 3),
    ]
    told = " ".join(note["message"] for note in state["notes"])
    assert "“knock 2”" in told
    assert "moved to line 3" in told
    assert "“knock 4”" in told
    assert "its scene is gone" in told
    api.post(path, ADD, key="z")
    assert SfxCue.objects.count() == 4
    assert api.get(path).json["sfx"]["notes"] == state["notes"], "told once"
