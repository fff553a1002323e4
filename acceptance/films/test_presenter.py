"""A presenter's film as it is delivered: sound, lips and presence measured in the film itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pyloudnorm
import pytest

from generation.assets.services import get_asset
from generation.films.presenting import beats_of, presence
from generation.films.script import script_from_json
from generation.films.stages import phrases_of, timing_of
from generation.jobs.models import Checkpoint, Job
from generation.media.puppet.listen import STEP_MS, loudness_of
from generation.media.puppet.pose import COLUMNS
from tests.api import Api
from tests.files import path_of
from tests.stories.conftest import api, maker, own_store, work  # noqa: F401 - fixtures

pytestmark = pytest.mark.media
MOST_LAG_MS, FRAME_MS = 40, 40
BRANDS = {
    "Ledgerly": ("Ledgerly, an invoicing app for small teams", "#1f7f80"),
    "Orel": ("Luxury perfume ad for Maison Orel with golden tones", "#d2a13c"),
}


@pytest.fixture(params=BRANDS)
def film(
    request: pytest.FixtureRequest,
    api: Api,  # noqa: F811 - a fixture by that name
    work: Callable[[], list[Job]],  # noqa: F811
    record_property: Callable[[str, object], None],
) -> dict[str, Any]:
    """What each step of a standard film in 9:16 has left, by the real makers."""
    concept, color = BRANDS[request.param]
    api.post("/user/brand", {"name": request.param, "colors": {"primary": color}})
    assert api.post("/workflow", {"type": "avatar", "concept": concept, "formats": "9:16"}).status == 200
    (job,) = work()
    assert job.status == "succeeded", job.error_message
    kept = {one.stage: one for one in Checkpoint.objects.filter(job=job)}
    (video,) = kept["editing"].output["videos"]
    record_property("seconds of filming a second of film", kept["editing"].duration_ms / video["durationMs"])
    (cut,) = kept["video_generation"].output["cuts"]
    return {"cut": cut, "video": video, "organization": api.organization.pk}


def file_of(film: dict[str, Any], asset_id: str) -> Path:
    return path_of(get_asset(asset_id, organization_id=film["organization"]))


def test_it_is_heard_well_and_seen_to_speak(film: dict[str, Any]) -> None:
    performance = film["cut"]["sound"]["perform"]
    load, duration_ms = film["cut"]["sound"]["load"], performance["durationMs"]
    with av.open(str(file_of(film, film["video"]["filmAssetId"]))) as container:
        stream = container.streams.audio[0]
        sound = np.concatenate([frame.to_ndarray() for frame in container.decode(stream)], axis=1).T.astype(float)
        assert abs(pyloudnorm.Meter(stream.rate).integrated_loudness(sound) + 16) <= 1
        assert 20 * np.log10(np.abs(sound).max()) < -1

    drawn = film["cut"]["pictures"]["9:16"]
    track = np.load(file_of(film, drawn["trackAssetId"]))
    opening = track[:, COLUMNS.index("open")]
    lines = [(file_of(film, line["assetId"]), line["startMs"]) for line in performance["lines"]]
    level = np.convolve(loudness_of(lines, duration_ms), np.ones(12) / 12, "same")
    at = np.arange(len(level)) * STEP_MS
    seen = np.interp(at, np.arange(len(opening)) * FRAME_MS + FRAME_MS / 2, opening)
    fits = {lag * STEP_MS: np.corrcoef(seen[60:-60], np.roll(level, lag)[60:-60])[0, 1] for lag in range(-40, 41)}
    assert abs(max(fits, key=lambda lag: fits[lag])) <= MOST_LAG_MS
    assert max(fits.values()) > 0.5

    closures = [
        (line["startMs"] + start, line["startMs"] + end)
        for line in performance["lines"] for symbol, start, end, _ in line["sounds"] if symbol in "mbp"
    ]  # fmt: skip
    assert closures
    for start, end in closures:
        assert opening[max(start // FRAME_MS - 1, 0) : end // FRAME_MS + 2].min() < 0.05

    script = script_from_json(load["script"])
    stage = {"angles": list(drawn["presenter"]), "inserts": 0.55}
    assert presence(beats_of(script, timing_of(performance), phrases_of(performance), stage)) >= 0.5
