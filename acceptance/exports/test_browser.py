"""Films of copied and encoded parts play in Chromium: each picture at its time, while it plays and after each jump."""

from pathlib import Path

import numpy as np
import pytest

from acceptance.exports.browser import CHROMIUM, Player, chromium
from generation.media.plan import Rate
from generation.media.timeline.model import Cut, Timeline
from generation.media.timeline.render import render_timeline
from tests.media.timeline.edits import Reel, reel
from tests.media.timeline.films import said
from tests.media.timeline.sources import Shape, told

pytestmark = [pytest.mark.media, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]

PLAYED = 0.7  # of the frames: a busy machine drops some
LATE = 3  # frames: by the time that the page looks at a picture, a busy machine may show one of the next
FILMS = {
    "1 s GOPs": (Shape(pictures=300, gop=25),),
    "each picture a key": (Shape(pictures=300, gop=1, bframes=0),),
    "long GOPs": (Shape(pictures=400, gop=100, bframes=5, params="ref=5"),),
    "main profile": (Shape(pictures=300, gop=25, params="profile=main"),),
    "baseline, no CABAC": (Shape(pictures=300, gop=25, bframes=0, params="cabac=0:8x8dct=0:ref=1"),),
    "no pyramid": (Shape(pictures=300, gop=25, params="b-pyramid=none"),),
    "two sources of different headers": (Shape(pictures=200), Shape(pictures=200, params="sps-id=4:ref=4", bframes=1)),
    "two sources whose headers collide": (Shape(pictures=200), Shape(pictures=200, params="ref=4", bframes=1)),
}


def film_of(films: Reel, pictures: int) -> Timeline:
    """Nine cuts in a row, most of whole GOPs and both ends off them."""
    random = np.random.default_rng(3)
    cuts = []
    for number in range(9):
        start = int(random.integers(0, pictures - 80))
        cuts.append(Cut(films.paths[number % len(films.paths)], start, start + int(random.integers(30, 80))))
    return Timeline(Rate(25), 160, 96, tuple(cuts))


@pytest.mark.parametrize("name", FILMS)
def test_chromium_shows_each_picture_at_its_time(name: str, tmp_path: Path) -> None:
    films = reel(tmp_path, FILMS[name])
    timeline = film_of(films, min(shape.pictures for shape in FILMS[name]))
    result = render_timeline(timeline, tmp_path / "film.mp4", footages=films.footages)
    assert result.copied > timeline.frames / 5
    assert result.fell_back is None
    expected = said(timeline, films.footages, films.numbers)
    joins = np.cumsum([cut.frames for cut in timeline.cuts])
    near = sorted({int(join) + offset for join in joins[:-1] for offset in (-2, -1, 0, 1)})
    with chromium() as page:
        player = Player(page, result.path, timeline.rate)
        assert player.facts["duration"] == pytest.approx(timeline.frames / 25, abs=0.001)
        played = {frame: told(blocks) for frame, blocks in player.play(speed=0.5).items()}
        assert [frame for frame, seen in played.items() if seen not in expected[frame : frame + LATE]] == []
        assert len(played) > PLAYED * timeline.frames
        jumped = {frame: told(blocks) for frame, blocks in player.at(near[::-1]).items()}
        assert jumped == {frame: expected[frame] for frame in near}
