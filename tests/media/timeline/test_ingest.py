"""A stranger's file is a film that can be edited, or it is refused with a reason, and reaches nothing but itself."""

import json
import tempfile
from pathlib import Path

import pytest

from generation.media.plan import Rate
from generation.media.timeline.index import Footage
from generation.media.timeline.ingest import Inspected, inspect, inspected, make_index, make_proxy
from tests.media.timeline import hostile_films
from tests.media.timeline.hostile_films import LINKS, Maker
from tests.media.timeline.sources import Shape, make, pictures_in, read, sound_in
from tests.wire.web import canary
from wire.errors import GenerationFailed

pytestmark = pytest.mark.media

REASONS = {
    "empty", "too_large", "format", "playlist", "codec", "no_picture", "too_small", "too_big", "too_long",
    "too_complex", "truncated", "unreadable", "timeout",
}  # fmt: skip


def taken(path: Path, folder: Path) -> Footage | None:
    """The film's index, or None when it was refused for a reason in words."""
    refusal = None
    try:
        index = make_index(path, folder, inspect(path, within=folder))
    except GenerationFailed as error:
        refusal = error
    if refusal is None:
        return Footage.from_bytes(index.read_bytes())
    assert refusal.details["reason"] in REASONS
    assert refusal.message.endswith(".")
    assert "root:" not in refusal.message
    return None


def test_links_in_disguise_are_refused_and_not_followed(tmp_path: Path) -> None:
    with canary() as bird:
        for make_link in LINKS:
            path = tmp_path / "film.mp4"
            make_link(path, bird.port)
            with pytest.raises(GenerationFailed) as refused:
                inspect(path)
            assert refused.value.details["reason"] == "playlist", make_link.__name__
        assert bird.knocks == 0


@pytest.mark.parametrize(
    ("make_hostile", "reason"),
    [
        (hostile_films.noise, "format"),
        (hostile_films.huge_png, "format"),
        (hostile_films.a_dot, "too_small"),
        (hostile_films.a_day_in_one_frame, "too_long"),
        (hostile_films.endless_table, "too_long"),
        (hostile_films.index_of_a_gigabyte, "too_complex"),
        (hostile_films.nested_boxes, "too_complex"),
        (hostile_films.cut_off_behind_its_index, "truncated"),
        (hostile_films.cut_off_mkv, "unreadable"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_what_is_no_film_is_refused_and_the_next_good_one_works(
    tmp_path: Path, make_hostile: Maker, reason: str
) -> None:
    make_hostile(tmp_path / "film.mp4", 9)
    with pytest.raises(GenerationFailed) as refused:
        inspect(tmp_path / "film.mp4")
    assert refused.value.details["reason"] == reason
    assert refused.value.message.endswith(".")
    good = make(tmp_path / "good.mp4", Shape(pictures=5, sound_rate=0))
    assert inspect(good).frames == 5


def test_a_film_is_described_and_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = Shape(pictures=90, rate=Rate(30000, 1001), turned=90, bframes=2)
    path = make(tmp_path / "film.mov", shape)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    found = inspect(path)
    assert (found.width, found.height, found.rotation, found.rate) == (96, 160, 90, Rate(30000, 1001))
    assert (found.frames, found.has_sound, found.channels) == (90, True, 2)
    assert any("upright" in note for note in found.notes)
    told: list[float] = []
    index = make_index(path, tmp_path, found)
    made = make_proxy(
        path, index, tmp_path, rate=Rate(25), report=lambda fraction, message: told.append(fraction)
    )  # another rate than its own
    assert made.frames == 76
    pictures = pictures_in(made.proxy)
    assert len(pictures) == made.frames
    footage = Footage.from_bytes(index.read_bytes())
    for number in (0, 1, 40, 75):
        assert read(pictures[number][1]) == (0, footage.frame_at(number, Rate(25)))
    assert abs(len(sound_in(made.proxy)) - 76 / 25 * 48_000) < 1100
    peaks = json.loads((made.waveform or Path()).read_bytes())
    assert peaks["length"] == pytest.approx(76 * 2, abs=1)
    assert max(peaks["data"]) > 20 > -20 > min(peaks["data"])
    assert made.strip.stat().st_size > 500
    assert told
    assert not list(scratch.iterdir())


def test_facts_from_a_misled_reader_are_not_believed() -> None:
    facts = {"rate": [25, 1], "notes": [], "width": 640, "height": 360, "frames": 10, "duration_ms": 400}
    names = [name for name in Inspected.__annotations__ if name not in facts]
    whole = {**facts, **dict.fromkeys(names, 0)}
    assert inspected(dict(whole)).width == 640
    for wrong in (
        {"width": 10**9}, {"frames": -1}, {"rate": [0, 1]}, {"rate": [25]}, {"duration_ms": None}, {"notes": 3},
        {"duration_ms": 10**12},
    ):  # fmt: skip
        with pytest.raises(GenerationFailed) as refused:
            inspected({**whole, **wrong})
        assert refused.value.details["reason"] == "unreadable"
    with pytest.raises(GenerationFailed):
        inspected([])
