"""Edits of a table read reach what is finalized: sound for sound, and credit for credit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.assets.models import Asset
from generation.jobs.models import Job
from generation.media.sound import RATE, read_sound
from generation.projects.models import Rendition
from generation.stories.staging.film import film_inputs
from generation.stories.staging.read import staged
from generation.stories.staging.voices import catalogue
from tests.api import Api
from tests.files import path_of
from tests.stories.staged import a_read, revise

Work = Callable[[], list[Job]]
RECORD = {"mode": "audio", "record": True}


@pytest.fixture
def read(api: Api) -> str:
    return a_read(api)


def audio(api: Api, read: str) -> dict[str, Any]:
    return api.get(f"/artifacts/{read}").json["artifact"]["manifest"]["audio"]


def balance(api: Api) -> int:
    return api.get("/credits").json["credits"]["balance"]


def power(sound: np.ndarray, start_ms: int, end_ms: int) -> float:
    part = sound[start_ms * RATE // 1000 : end_ms * RATE // 1000]
    return float(np.mean(part**2))


def newest(read: str) -> tuple[Rendition, np.ndarray]:
    rendition = Rendition.objects.filter(artifact_id=read).order_by("-pk")[0]
    path: Path = path_of(Asset.objects.get(pk=rendition.data["mix"]["wavAssetId"]))
    return rendition, read_sound(path)


@pytest.mark.media
def test_the_new_mp3_has_the_knock_the_silence_and_the_other_voice(api: Api, read: str, work: Work) -> None:
    path = f"/artifacts/{read}"
    api.post(f"{path}/finalize", RECORD, key="a")
    work()
    before, plain = newest(read)
    first = audio(api, read)
    assert (first["finalize"]["status"], first["finalize"]["stale"]) == ("complete", False)
    assert api.post(f"{path}/finalize", RECORD, key="again").json["finalize"]["status"] == "complete"
    assert balance(api) == 994

    cue = {"op": "add", "entryIndex": 4, "label": "knock", "prompt": "three loud knocks on a wooden door"}
    api.post(f"{path}/sfx", cue | {"triggerOffset": "after", "offsetMs": 1200, "volume": 1}, key="b")
    api.post(f"{path}/music", {"sceneIndex": 2, "enabled": False})
    api.post(f"{path}/voice", {"character": "Tom Hale", "voiceId": "bm_lewis", "voiceName": "Lewis"}, key="c")
    edited = audio(api, read)
    assert edited["finalize"]["stale"] is True
    assert edited["recordingUrl"] == first["recordingUrl"], "still there to be downloaded"

    queued = api.post(f"{path}/finalize", RECORD, key="d").json["finalize"]
    assert queued["status"] == "queued"
    assert audio(api, read)["recordingUrl"] == first["recordingUrl"]
    assert balance(api) == 988
    work()
    second = audio(api, read)
    assert (second["finalize"]["status"], second["finalize"]["stale"]) == ("complete", False)
    assert second["recordingUrl"] != first["recordingUrl"]
    assert api.post(f"{path}/finalize", RECORD, key="e").json["finalize"]["status"] == "complete"
    assert balance(api) == 988, "complete and not stale: never charged again"

    after, changed = newest(read)
    spoken = after.data["performance"]["voices"]
    assert spoken["Tom Hale"]["voiceId"] == "bm_lewis" != before.data["performance"]["voices"]["Tom Hale"]["voiceId"]
    assert spoken["Narrator"] == before.data["performance"]["voices"]["Narrator"]
    old_end = before.data["performance"]["lines"][-1]["endMs"]
    new_end = after.data["performance"]["lines"][-1]["endMs"]
    # After the last word the first film has its last chord; the second only the room's air, and then the knock.
    silence, knock = power(changed, new_end + 500, new_end + 1100), power(changed, new_end + 1320, new_end + 1900)
    assert knock > 100 * silence
    assert silence < power(plain, old_end + 500, old_end + 1100) / 30


@pytest.mark.both
def test_an_edit_while_it_is_rendered_is_told_and_charged_once_it_is_done(api: Api, read: str) -> None:
    path = f"/artifacts/{read}"
    first = api.post(f"{path}/finalize", RECORD, key="a").json["finalize"]["jobId"]
    api.post(f"{path}/music", {"sceneIndex": 0, "enabled": False})
    again = api.post(f"{path}/finalize", RECORD, key="b").json["finalize"]
    assert (again["status"], again["jobId"]) == ("queued", first), "in flight"
    assert balance(api) == 994


@pytest.mark.both
def test_what_a_film_takes_is_read_when_the_job_begins(api: Api, read: str) -> None:
    """Edits that come in while the job waits are in the film, and not charged again."""
    path = f"/artifacts/{read}"
    api.post(f"{path}/finalize", RECORD, key="a")
    api.post(f"{path}/sfx", {"op": "add", "entryIndex": 0, "label": "knock"}, key="b")
    api.post(f"{path}/voice", {"character": "Tom Hale", "voiceId": "bm_lewis", "voiceName": "Lewis"}, key="c")
    rendition = Rendition.objects.get(artifact_id=read)
    loaded = film_inputs(staged(rendition.artifact), catalogue(rendition.artifact.organization_id), seed=1)
    assert [effect["atEntry"] for effect in loaded["effects"]] == [0]
    assert loaded["voices"]["Tom Hale"] == "bm_lewis"
    assert loaded["editNumber"] == 2
    Rendition.objects.update(edit_number=loaded["editNumber"], asset_id="ast_1", data={"mix": {}})
    assert audio(api, read)["finalize"]["stale"] is False


@pytest.mark.both
def test_an_edit_marks_the_film_stale_and_an_earlier_version_is_left_alone(api: Api, read: str) -> None:
    Rendition.objects.create(
        artifact_id=read, revision=1, kind="video", asset_id="ast_1", data={"render": {}},
        job_id=Job.objects.order_by("pk").values_list("pk", flat=True)[0],
    )  # fmt: skip
    api.post(f"/artifacts/{read}/music", {"sceneIndex": 0, "enabled": False})
    manifest = api.get(f"/artifacts/{read}").json["artifact"]["manifest"]
    assert manifest["video"]["stale"] is True
    revise(read, lambda script: script.update(title="Another"))
    assert api.get(f"/artifacts/{read}").json["artifact"]["manifest"]["video"]["status"] == "not_rendered"
    earlier = api.get(f"/artifacts/{read}?revision=1").json["artifact"]["manifest"]
    assert earlier["video"]["stale"] is False
