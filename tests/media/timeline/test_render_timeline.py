"""Every frame of a film is the one that its timeline says, whatever its sources are like."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from generation.media.plan import Rate
from generation.media.sandbox import Limits
from generation.media.timeline.apart import index_apart, render_apart
from generation.media.timeline.index import CLEAN, KEY, index
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.render import render_timeline
from tests.media.timeline.films import assert_sound, said, shown
from tests.media.timeline.sources import Shape, make, seconds_of
from wire.errors import GenerationFailed

pytestmark = pytest.mark.media

UNEVEN = (0, *(int(time) for time in np.cumsum(np.random.default_rng(1).integers(17, 80, 79))))
SHAPES = {
    "each picture a key": Shape(gop=1, bframes=0),
    "open GOPs": Shape(gop=20, is_open=True),
    "one long GOP": Shape(gop=250),
    "uneven times": Shape(times=UNEVEN),
    "turned": Shape(width=96, height=160, turned=90),
    "turned over": Shape(turned=180),
    "odd size, full chroma": Shape(width=161, height=97, pixel_format="yuv444p"),
    "10 bit": Shape(pixel_format="yuv420p10le"),
    "no sound": Shape(sound_rate=0),
    "mono at 44.1 kHz": Shape(sound_rate=44_100, channels=1),
    "sound that begins late": Shape(sound_late_ms=333),
    "interlaced": Shape(is_interlaced=True),
    "NTSC": Shape(rate=Rate(30000, 1001)),
    "WebM": Shape(codec="libvpx-vp9", suffix=".webm"),
    "MPEG-TS": Shape(suffix=".ts", sound_rate=32_000),
    "Motion JPEG": Shape(codec="mjpeg", suffix=".mov", pixel_format="yuvj420p"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_frame_and_sample_is_the_one_the_timeline_says(tmp_path: Path, name: str) -> None:
    shape = SHAPES[name]
    path = make(tmp_path / f"source{shape.suffix}", shape)
    footage = index(path)
    assert len(footage.pts) == shape.pictures
    assert footage.is_constant != bool(shape.times)
    rate = footage.rate if footage.is_constant else Rate(25)
    ranges = ((3, 9), (40, 60), None, (61, 75), (10, 40), (5, 6))
    cuts = tuple(Cut(path, *range_) if range_ else Cut(None, 0, 7) for range_ in ranges)
    timeline = Timeline(rate, 160, 96, cuts)
    result = render_timeline(timeline, tmp_path / "film.mp4")
    assert result.frames == result.copied + result.encoded + result.blank == timeline.frames
    assert result.fell_back is None
    assert shown(result.path) == said(timeline, {path: footage}, {path: 0})
    if shape.sound_rate:
        lasts = seconds_of(shape) if not shape.sound_late_ms else 0
        if lasts:
            assert assert_sound(result.path, timeline, {path: lasts}, {path: 0}) >= 3
    else:
        assert result.samples == 0


def test_a_film_at_another_rate_shows_what_is_shown_at_each_time(tmp_path: Path) -> None:
    path = make(tmp_path / "source.mp4", Shape())
    footage = index(path)
    timeline = Timeline(Rate(60000, 1001), 160, 96, (Cut(path, 7, 70), Cut(path, 100, 150)))
    render_timeline(timeline, tmp_path / "film.mp4")
    assert shown(tmp_path / "film.mp4") == said(timeline, {path: footage}, {path: 0})
    assert said(timeline, {path: footage}, {path: 0})[:5] == [(0, 2), (0, 3), (0, 3), (0, 4), (0, 4)]


def test_a_source_that_is_none_leaves_no_film(tmp_path: Path) -> None:
    path = tmp_path / "source.mp4"
    path.write_bytes(b"\0" * 4000)
    with pytest.raises(GenerationFailed, match="cannot be read"):
        render_timeline(Timeline(Rate(25), 160, 96, (Cut(path, 0, 9),)), tmp_path / "film.mp4")
    assert [found.name for found in tmp_path.iterdir()] == ["source.mp4"]


def test_a_confined_process_renders_the_same(tmp_path: Path) -> None:
    paths = [make(tmp_path / f"source{number}.mp4", Shape(pictures=30), number) for number in range(2)]
    cuts = (Cut(paths[0], 3, 20), Cut(None, 0, 3), Cut(paths[1], 5, 25), Cut(paths[0], 0, 30, Grade()))
    timeline = Timeline(Rate(25), 160, 96, cuts)
    told: list[float] = []
    footages = {paths[1]: index_apart(paths[1], tmp_path, limits=Limits())}
    out = tmp_path / "out" / "film.mp4"
    result = render_apart(timeline, out, footages=footages, report=lambda share, _: told.append(share))
    assert result == replace(render_timeline(timeline, tmp_path / "plain.mp4"), path=out)
    footages[paths[0]] = index(paths[0])
    assert shown(out) == said(timeline, footages, {paths[0]: 0, paths[1]: 1})
    assert told == sorted(told)
    assert told
    assert [path.name for path in out.parent.iterdir()] == ["film.mp4"]


def test_a_render_that_was_stopped_goes_on_after_its_finished_chunks(tmp_path: Path) -> None:
    path = make(tmp_path / "source.mp4", Shape(pictures=300, sound_rate=0))
    timeline = Timeline(Rate(25), 160, 96, (Cut(path, 0, 300), Cut(path, 0, 299)))
    parts = tmp_path / "parts"

    class StoppedError(Exception): ...

    def stop(fraction: float, _: str) -> None:
        if fraction > 0.6:
            raise StoppedError

    with pytest.raises(StoppedError):
        render_timeline(timeline, tmp_path / "film.mp4", smart=False, report=stop, parts=parts)
    assert not (tmp_path / "film.mp4").exists()
    assert len(list(parts.iterdir())) == 1
    told: list[float] = []
    render_timeline(timeline, tmp_path / "film.mp4", smart=False, report=lambda f, _: told.append(f), parts=parts)
    assert min(told) > 0.4  # of the first chunk nothing was encoded again
    assert shown(tmp_path / "film.mp4") == said(timeline, {path: index(path)}, {path: 0})
    assert not parts.exists()


def test_a_copy_that_does_not_decode_as_planned_is_undone(tmp_path: Path) -> None:
    """An index that takes a key picture for an IDR: the pictures after it lean on some that were cut away."""
    path = make(tmp_path / "source.mp4", Shape(pictures=100, gop=20, is_open=True, sound_rate=0))
    footage = index(path)
    flags = footage.packet_flags.copy()
    flags[flags & KEY > 0] |= CLEAN
    flags[1:30] |= np.where(flags[1:30] == 0, KEY | CLEAN, 0).astype(np.uint8)
    timeline = Timeline(Rate(25), 160, 96, (Cut(None, 0, 5), Cut(path, 7, 60)))
    result = render_timeline(timeline, tmp_path / "film.mp4", footages={path: replace(footage, packet_flags=flags)})
    assert result.fell_back
    assert result.copied == 0
    assert shown(tmp_path / "film.mp4") == said(timeline, {path: footage}, {path: 0})
