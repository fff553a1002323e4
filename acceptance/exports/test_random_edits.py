"""200 random edit lists: every frame the right one, each cut's sound within one sample, and no copy undone."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from generation.media.plan import Rate
from generation.media.timeline.model import Timeline
from tests.media.timeline.edits import SHAPES, Reel, assert_renders, reel, timelines
from tests.media.timeline.sources import Shape

pytestmark = pytest.mark.media

NTSC = Rate(30000, 1001)
UNEVEN = (0, *(int(time) for time in np.cumsum(np.random.default_rng(5).integers(17, 70, 149))))
AT_NTSC = (
    Shape(rate=NTSC, pictures=150, gop=1, bframes=0),
    Shape(rate=NTSC, pictures=180, gop=30, sound_rate=44_100, params="sps-id=2"),
    Shape(rate=NTSC, pictures=180, gop=250, params="sps-id=3", suffix=".mkv"),
    Shape(rate=NTSC, pictures=180, gop=15, is_open=True, suffix=".ts", sound_rate=32_000, params="sps-id=4"),
    Shape(rate=NTSC, pictures=120, gop=20, bframes=0, sound_rate=0, params="cabac=0:8x8dct=0:sps-id=5"),
)
MIXED = (
    Shape(pictures=150, times=UNEVEN),
    Shape(pictures=120, width=96, height=160, turned=90, gop=30),
    Shape(pictures=120, width=161, height=97, pixel_format="yuv444p"),
    Shape(rate=Rate(50), pictures=200, pixel_format="yuv420p10le", channels=1, sound_rate=44_100),
    Shape(rate=Rate(30), pictures=120, gop=30, channels=6),
)
REELS = {"25": (SHAPES, Rate(25), 100), "29.97": (AT_NTSC, NTSC, 60), "mixed at 30": (MIXED, Rate(30), 40)}


@pytest.mark.parametrize("name", REELS)
def test_no_edit_list_makes_a_wrong_frame(
    name: str, tmp_path: Path, record_property: Callable[[str, float], None]
) -> None:
    shapes, rate, examples = REELS[name]
    films = reel(tmp_path, shapes)
    seen: Counter[str] = Counter()
    _try(films, rate, examples, tmp_path / "film.mp4", seen)
    assert seen["films"] >= examples
    for what, count in seen.items():
        record_property(f"{name}: {what}", float(count))


def _try(films: Reel, rate: Rate, examples: int, out: Path, seen: Counter[str]) -> None:
    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(timeline=timelines(films, rate))
    def each(timeline: Timeline) -> None:
        assert_renders(timeline, films, out, seen)

    each()
