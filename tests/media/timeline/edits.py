"""Random edit lists over a few films, rendered and held against what they say."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from generation.media.plan import Rate
from generation.media.timeline.index import Footage, index
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.render import RenderResult, render_timeline
from tests.media.timeline.films import assert_sound, said, shown
from tests.media.timeline.sources import Shape, make, seconds_of

SHAPES = (
    Shape(pictures=120, gop=1, bframes=0),
    Shape(pictures=150, gop=30),
    Shape(pictures=300, gop=250, sound_rate=44_100, channels=1, params="sps-id=3"),
    Shape(pictures=150, gop=24, is_open=True, params="sps-id=4"),
    Shape(pictures=150, gop=12, bframes=2, params="ref=3:b-pyramid=none:sps-id=5"),
)
MOST_CUTS, LONGEST = 8, 60


@dataclass(frozen=True, repr=False)
class Reel:
    """Films that are cut from, by number."""

    paths: tuple[Path, ...]
    footages: dict[Path, Footage]
    numbers: dict[Path, int]
    lasts: dict[Path, float]


def reel(folder: Path, shapes: tuple[Shape, ...] = SHAPES) -> Reel:
    paths = tuple(make(folder / f"{number}{shape.suffix}", shape, number) for number, shape in enumerate(shapes))
    return Reel(
        paths,
        {path: index(path) for path in paths},
        {path: number for number, path in enumerate(paths)},
        {path: seconds_of(shape) if shape.sound_rate else 0.0 for path, shape in zip(paths, shapes, strict=True)},
    )


@st.composite
def cuts(draw: st.DrawFn, films: Reel, rate: Rate) -> Cut:
    number = draw(st.integers(-1, len(films.paths) - 1))
    frames = draw(st.integers(1, LONGEST))
    if number < 0:
        return Cut(None, 0, frames)
    path = films.paths[number]
    footage = films.footages[path]
    total = int(footage.frames / footage.rate.fraction * rate.fraction)
    start = draw(st.integers(0, total - 1))
    grade = Grade(saturation=0.3) if draw(st.integers(0, 9)) == 0 else None
    return Cut(path, start, min(total, start + frames), grade)


def timelines(films: Reel, rate: Rate) -> st.SearchStrategy[Timeline]:
    found = st.lists(cuts(films, rate), min_size=1, max_size=MOST_CUTS)
    return found.map(lambda chosen: Timeline(rate, 160, 96, tuple(chosen)))


def assert_renders(timeline: Timeline, films: Reel, out: Path, seen: Counter[str]) -> RenderResult:
    """Renders `timeline` and checks every frame and every cut's sound; adds to `seen` what there was to check."""
    result = render_timeline(timeline, out, footages=films.footages)
    assert result.fell_back is None
    assert shown(out) == said(timeline, films.footages, films.numbers)
    if result.samples:
        seen["cuts of sound"] += assert_sound(out, timeline, films.lasts, films.numbers)
    for name in ("frames", "copied", "encoded", "blank"):
        seen[name] += getattr(result, name)
    seen["films"] += 1
    return result
