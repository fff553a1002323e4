"""Each file is taken or refused within ten seconds, reaches nothing outside, and the next good film works."""

import time
from pathlib import Path

import pytest

from tests.media.timeline.hostile_films import LINKS, OTHERS, Maker
from tests.media.timeline.sources import Shape, make
from tests.media.timeline.test_ingest import taken
from tests.wire.web import canary

MOST_S = 10.0
TAKEN = {"vast_pictures", "spoiled_pictures"}  # what decodes is small and whole: the lie does no harm


@pytest.mark.parametrize("make_hostile", [*LINKS, *OTHERS], ids=lambda one: one.__name__)
def test_hostile_films_are_taken_or_refused_in_time(tmp_path: Path, make_hostile: Maker) -> None:
    with canary() as bird:
        make_hostile(tmp_path / "film.mp4", bird.port)
        began = time.monotonic()
        found = taken(tmp_path / "film.mp4", tmp_path)
        assert time.monotonic() - began <= MOST_S
        assert bird.knocks == 0
    assert (found is not None) == (make_hostile.__name__ in TAKEN)
    good = make(tmp_path / "good.mp4", Shape(pictures=5, sound_rate=0))
    footage = taken(good, tmp_path)
    assert footage is not None
    assert footage.frames == 5
    assert not [p for p in tmp_path.iterdir() if p.name.startswith("studio-")]


@pytest.mark.parametrize("share", range(1, 20))
def test_films_cut_off_anywhere_are_refused_or_whole(tmp_path: Path, share: int) -> None:
    for suffix in (".mp4", ".mkv", ".ts", ".avi"):
        codec = "mpeg4" if suffix == ".avi" else "libx264"
        whole = make(tmp_path / f"whole{suffix}", Shape(pictures=50, suffix=suffix, codec=codec, sound_rate=0))
        data = whole.read_bytes()
        path = tmp_path / f"cut{suffix}"
        path.write_bytes(data[: len(data) * share // 20])
        found = taken(path, tmp_path)
        if suffix == ".mp4":
            assert found is None
