"""A film whose chunks were made by several, joined by one: it is the film that one alone would have made."""

import hashlib
from pathlib import Path

import pytest

from generation.media.timeline import plan, render
from generation.media.timeline.apart import chunks_apart, render_apart
from generation.media.timeline.index import index
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.render import chunk_name, chunks_of, render_timeline
from tests.media.timeline.films import said, shown
from tests.media.timeline.sources import RATE, Shape, make, pictures_in

pytestmark = pytest.mark.media


@pytest.fixture
def short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "CHUNK_S", 1)


@pytest.mark.parametrize("smart", [True, False])
def test_joined_chunks_are_the_unsplit_film(tmp_path: Path, smart: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "CHUNK_S", 1)
    source = make(tmp_path / "a.mp4", Shape(pictures=200), source=1)
    known = {source: index(source)}
    cuts = (Cut(source, 30, 130, Grade(contrast=0.1)), Cut(source, 3, 180), Cut(None, 0, 30), Cut(source, 150, 200))
    timeline = Timeline(RATE, 160, 96, cuts)
    alone = render_timeline(timeline, tmp_path / "alone.mp4", footages=known, smart=smart)

    chunks = chunks_of(timeline, known, smart)
    assert len(chunks) > 4
    assert sum(chunks.values()) == alone.encoded + alone.blank
    hosts = [list(chunks)[number::3] for number in range(3)]
    parts = tmp_path / "parts"
    parts.mkdir()
    for number, keys in enumerate(hosts):
        folder = tmp_path / f"host{number}"
        render.render_chunks(timeline, folder, keys, footages=known, smart=smart)
        assert {path.name for path in folder.iterdir()} == {chunk_name(key) for key in keys}
        for path in folder.iterdir():
            path.rename(parts / path.name)
    monkeypatch.setattr(render, "encode", None)  # whoever joins encodes nothing
    joined = render_timeline(timeline, tmp_path / "joined.mp4", footages=known, smart=smart, parts=parts)
    assert shown(joined.path) == said(timeline, known, {source: 1})
    pictures = [[(time, luma.tobytes()) for time, luma in pictures_in(film.path)] for film in (alone, joined)]
    assert pictures[0] == pictures[1], "0 wrong frames, to the last bit"
    assert hashlib.sha256(alone.path.read_bytes()).digest() == hashlib.sha256(joined.path.read_bytes()).digest()


def test_a_confined_process_makes_the_chunks_of_a_stranger_s_video(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Shape(pictures=40), source=1)
    known = {source: index(source)}
    timeline = Timeline(RATE, 160, 96, (Cut(source, 0, 40),))
    (key,) = chunks_of(timeline, known, smart=False)
    made = chunks_apart(timeline, tmp_path / "chunks", [key], footages=known, smart=False)
    assert list(made) == [key]
    (tmp_path / "out" / "parts").mkdir(parents=True)
    made[key].rename(tmp_path / "out" / "parts" / chunk_name(key))
    result = render_apart(timeline, tmp_path / "out" / "film.mp4", footages=known, smart=False)
    assert shown(result.path) == [(1, number) for number in range(40)]
