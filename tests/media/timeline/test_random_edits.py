"""No edit list makes a wrong frame: a handful of random ones; `acceptance/exports` tries 200."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generation.media.plan import Rate
from tests.media.timeline.edits import Reel, assert_renders, reel, timelines

pytestmark = pytest.mark.media


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Reel:
    return reel(tmp_path_factory.mktemp("reel"))


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_frame_of_a_random_edit_is_the_one_it_says(data: st.DataObject, films: Reel, tmp_path: Path) -> None:
    timeline = data.draw(timelines(films, Rate(25)))
    assert_renders(timeline, films, tmp_path / "film.mp4", Counter())
