"""Four sources of different kinds become four films that meet the bars and do not look like each other."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from tests.films.craft import Finished, faults_of, finished, stills_at
from tests.films.studio_host import StudioHost, a_studio
from tests.jobs.hosts import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.media]

SECONDS = 60
TEXTS = ("press-release", "research-abstract", "short-story", "local-business")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio")) as host:
        yield host


@pytest.fixture(scope="module")
def films(studio: StudioHost, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finished]:
    made = {}
    for name in TEXTS:
        text = (ROOT / "docs" / "examples" / f"{name}.txt").read_text()
        artifact = studio.ready_artifact(seconds=SECONDS, text=text)
        assert studio.events(studio.finalize(artifact, "video"))[-1][1] == "succeeded"
        made[name] = finished(studio, artifact, tmp_path_factory.mktemp(name), source=text, seconds=SECONDS)
    return made


@pytest.mark.parametrize("name", TEXTS)
def test_a_film_meets_the_craft_bars(films: dict[str, Finished], name: str) -> None:
    assert faults_of(films[name]) == []


def test_two_sources_give_visibly_different_films(films: dict[str, Finished]) -> None:
    for one, other in combinations(films.values(), 2):
        scenes = [{scene["place"] for scene in made.script["scenes"]} for made in (one, other)]
        moods = [[scene["mood"] for scene in made.script["scenes"]] for made in (one, other)]
        lengths = [[shot.end_ms - shot.start_ms for shot in made.shots] for made in (one, other)]
        assert scenes[0] != scenes[1]
        assert moods[0] != moods[1]
        assert lengths[0] != lengths[1]
        assert _palette_distance(one.film, other.film) > 8


def _palette_distance(one: Path, other: Path) -> float:
    """How far two films are apart, grey level by grey level, at the same moments."""
    times = [5000 * number for number in range(1, 11)]
    pairs = zip(stills_at(one, times), stills_at(other, times), strict=True)
    return float(sum(abs(a - b).mean() for a, b in pairs) / len(times))
